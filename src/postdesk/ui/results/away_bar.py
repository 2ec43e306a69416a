"""The "since you were away" bar: counts the results of posts while the window was closed or the service out of reach."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.board import Card
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import NEEDS_ATTENTION
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

_GATHER_MS: Final = 80
_LEARNING_S: Final = 60.0
"""Seconds after the start in which results that arrive count as from before the start."""


class AwayReport(QObject):
    """The posts due while the window was closed, or the service out of reach; later results are shown as they happen.

    `words`: the report, empty where there is none; `to_do`: some of its posts need attention. `changed` follows a change.
    """

    changed = Signal()

    def __init__(self, session: WorkspaceSession, local_zone: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._local_zone = session, local_zone
        self._since: datetime | None = None
        self._away = True
        self._started, self._learned_by = session.clock.now(), 0.0
        self.words, self.to_do = "", False
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._gather.timeout.connect(self.refresh)
        session.changes.outage_ended.connect(self.begin)
        session.changes.posts.connect(self._soon)

    def begin(self, since: datetime, away: bool = True) -> None:
        """Report the results since that moment of the workspace's clock, and those that arrive in the next moments.

        Not `away`: the window was open, and the service out of reach.
        """
        still = self.words or since <= self._started + timedelta(seconds=_LEARNING_S)
        if self._since is None or not still:
            self._since, self._away = since, away
        self._started = self._session.clock.now()
        self._learned_by = self._session.clock.monotonic() + _LEARNING_S
        self.refresh()

    def refresh(self) -> None:
        """Read again, until all results are known or the report is put away."""
        if self._since is None or self._is_over():
            return
        cards = [card for card in self._session.board.results_since(self._since) if card.due_at <= self._started]
        words = away_words(cards, self._since, self._local_zone, self._session.clock.now(), away=self._away)
        if words != self.words:
            self.words, self.to_do = words, any(card.state in NEEDS_ATTENTION for card in cards)
            self.changed.emit()

    def _soon(self) -> None:
        """Read soon, once for many changes."""
        if self._since is not None and not self._is_over() and not self._gather.isActive():
            self._gather.start()

    def _is_over(self) -> bool:
        return self._session.clock.monotonic() > self._learned_by

    def put_away(self) -> None:
        """Forget the report: the user has read it."""
        self._since, self.words = None, ""


class AwayPlace(QWidget):
    """The place of the bar, which is built once there is something to say. `on_action` shows what needs attention."""

    def __init__(self, session: WorkspaceSession, theme: Theme, local_zone: ZoneInfo, on_action: Callable[[], object]) -> None:
        super().__init__()
        self.report = AwayReport(session, local_zone, self)
        self._theme, self._on_action = theme, on_action
        self._bar: AwayBar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.report.changed.connect(self._show_report)

    def _show_report(self) -> None:
        if self._bar is None:
            self._bar = AwayBar(self._theme, self.report)
            self._bar.action.clicked.connect(self._on_action)
            self._column.addWidget(self._bar)
        self._bar.show_report()


class AwayBar(NoticeBar):
    """Shows a report, until it is dismissed."""

    def __init__(self, theme: Theme, report: AwayReport) -> None:
        super().__init__(theme, "results.away", dismissible=True)
        self._report = report
        self._dismiss.clicked.connect(report.put_away)

    def show_report(self) -> None:
        """Show the words of the report; hide without any."""
        action = translate("Results", "Show what needs attention") if self._report.to_do else ""
        if self._report.words:
            self.tell(self._report.words, Tone.ACCENT, "history", action)
        else:
            self.hide()


def away_words(cards: Iterable[Card], since: datetime, zone: ZoneInfo, now: datetime, *, away: bool = True) -> str:
    """Return "Since you were away (yesterday 18:00): 5 published, 1 failed"; empty where nothing happened."""
    count = Counter(card.state for card in cards)
    named = (
        (count[PostState.PUBLISHED], translate("Results", "{0} published")),
        (count[PostState.PARTIAL], translate("Results", "{0} partly published")),
        (count[PostState.FAILED] + count[PostState.REJECTED], translate("Results", "{0} failed")),
        (count[PostState.MISSED], translate("Results", "{0} missed")),
        (count[PostState.HELD], translate("Results", "{0} on hold")),
        (count[PostState.TO_DECIDE] + count[PostState.CONTRADICTORY], translate("Results", "{0} unanswered")),
    )
    parts = [words.format(number) for number, words in named if number]
    if not parts:
        return ""
    when = when_text(since, zone, now)
    if not away:
        return translate("Results", "MyPostShare is reachable again. Since {0}: {1}").format(when, ", ".join(parts))
    return translate("Results", "Since you were away ({0}): {1}").format(when, ", ".join(parts))
