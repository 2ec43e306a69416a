"""The one question at the start about missed posts: send now, move, or keep as drafts, each or all."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.board import BoardFilter, ResultRow, ResultSort
from postdesk.domain.clients import zone_of
from postdesk.domain.missed import new_times
from postdesk.domain.posts import Post, PostState, entry_state
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import WheelGuard, choice_box
from postdesk.ui.kit.layouts import ROOM, fill, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

_SOON_MS: Final = 300
_LEARNING_S: Final = 60.0
"""Seconds after the start in which a missed post still brings up the question."""

_MOST: Final = 50
_COMES_BACK: Final = frozenset({QEvent.Type.Show, QEvent.Type.WindowStateChange})
_LETTERS: Final = 120


class MissedAnswer(StrEnum):
    """The answers for a missed post. Each offered time is a separate answer."""

    LATER = "later"
    NOW = "now"
    SOON = "soon"
    SAME_TIME = "same_time"
    NEXT_WEEK = "next_week"
    DRAFT = "draft"


class MissedRow(QWidget):
    """A missed post with its client and due time, on its client's clock, and the choice of an answer."""

    def __init__(self, post: Post, client: str, zone: ZoneInfo, now: datetime) -> None:
        super().__init__()
        self.post_id = post.id
        times = new_times(post.due_at, zone, now)
        self._times = {
            MissedAnswer.SOON: times.soon,
            MissedAnswer.SAME_TIME: times.same_time,
            MissedAnswer.NEXT_WEEK: times.next_week,
        }
        words = _words(post, client, zone, now)
        move = translate("Missed", "Move to {0}")
        dated = {answer: move.format(when_text(moment, zone, now)) for answer, moment in self._times.items()}
        answers = ((dated.get(answer) or answer_word(answer), answer) for answer in MissedAnswer)
        self.answer = choice_box(f"missed.answer_{post.id}", words, answers)
        WheelGuard(self.answer)
        label = PlainLabel(words, elide=True)
        self.setLayout(row_of(label, self.answer, spacing=12, grow=label))

    @property
    def chosen(self) -> MissedAnswer:
        """The selected answer."""
        return MissedAnswer(self.answer.currentData())

    @property
    def moment(self) -> datetime | None:
        """The new time that was selected; None for an answer without one."""
        return self._times.get(self.chosen)

    def choose(self, answer: MissedAnswer) -> None:
        """Select that answer."""
        self.answer.setCurrentIndex(max(0, self.answer.findData(answer)))


def answer_word(answer: MissedAnswer) -> str:
    """Return the text of an answer that fits any post."""
    return {
        MissedAnswer.LATER: translate("Missed", "Decide later"),
        MissedAnswer.NOW: translate("Missed", "Send now"),
        MissedAnswer.SOON: translate("Missed", "Move to 1 hour from now"),
        MissedAnswer.SAME_TIME: translate("Missed", "Move to the same time of day"),
        MissedAnswer.NEXT_WEEK: translate("Missed", "Move by 1 week"),
        MissedAnswer.DRAFT: translate("Missed", "Keep as a draft"),
    }[answer]


def _words(post: Post, client: str, zone: ZoneInfo, now: datetime) -> str:
    missed = (entry for entry in post.entries if entry_state(entry) is PostState.MISSED)
    platforms = dict.fromkeys(platform_word(platform) for entry in missed for platform in entry.platforms)
    head = one_line(post.text or post.title) or translate("Missed", "No text")
    return "  ·  ".join(part for part in (when_text(post.due_at, zone, now), client, ", ".join(platforms), head) if part)


class MissedWatch(QObject):
    """Watches for posts that fell due since `since` and were missed; `found` carries the ids of all missed posts in order.

    It waits until the window is visible.
    """

    found = Signal(object)

    def __init__(self, session: WorkspaceSession, window: QWidget, since: datetime) -> None:
        super().__init__(window)
        self._session, self._window, self._since = session, window, since
        self._started, self._learned_by = session.clock.now(), session.clock.monotonic() + _LEARNING_S
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._ask_if_missed)
        session.changes.posts.connect(self._soon.start)
        self._soon.start()

    def _ask_if_missed(self) -> None:
        if self._session.clock.monotonic() > self._learned_by:
            self._end()
            return
        if any(self._since < row.due_at <= self._started for row in self._rows()):
            self._end()
            self._ask()

    def _end(self) -> None:
        self._soon.stop()
        self._session.changes.posts.disconnect(self._soon.start)

    def _ask(self) -> None:
        if self._in_view():
            self._tell()
        else:
            self._window.installEventFilter(self)

    def _in_view(self) -> bool:
        return self._window.isVisible() and not self._window.isMinimized()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report once the window is visible again."""
        if event.type() in _COMES_BACK and self._in_view():
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        if rows := self._rows():
            self.found.emit(tuple(row.id for row in rows))

    def _rows(self) -> tuple[ResultRow, ...]:
        missed = BoardFilter(states=frozenset({PostState.MISSED}))
        return self._session.board.rows(missed, ResultSort.WHEN, descending=False, limit=_MOST)


class MissedDialog(Dialog):
    """The dialog of missed posts. Only its button acts; after Escape the results still ask about the posts."""

    def __init__(
        self, session: WorkspaceSession, posts: Sequence[Post], theme: Theme, local_zone: ZoneInfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Missed posts"), "missed", parent, _LETTERS)
        self._session = session
        now = session.clock.now()
        self.rows = tuple(MissedRow(post, *self._whose(post, local_zone), now) for post in posts)
        answers = ((answer_word(answer), answer) for answer in MissedAnswer)
        self.all = choice_box("missed.all", self.tr("All posts"), answers)
        WheelGuard(self.all)
        self.later_button = Button(theme, self.tr("Decide later"), "missed.later", on_click=self.reject)
        self.do_button = Button(theme, self.tr("Apply"), "missed.do", role="primary", on_click=self.accept)
        self._lay_out()
        self.all.activated.connect(self._choose_all)
        for row in self.rows:
            row.answer.currentIndexChanged.connect(self._count)
        self.accepted.connect(self._do)
        self._count()

    def _whose(self, post: Post, local_zone: ZoneInfo) -> tuple[str, ZoneInfo]:
        client = self._session.clients.get(post.client_id)
        return (client.name, zone_of(client, local_zone)) if client else ("", local_zone)

    def _lay_out(self) -> None:
        count = len(self.rows)
        self.body.addWidget(PlainLabel(self.tr("%n missed posts", "", count), role="heading"))
        told = self.tr(
            "They were due while Postdesk was closed or couldn’t send. Late posts are never sent without your answer. "
            "Times are in each client’s time zone."
        )
        self.add_remark(told)
        if count > 1:
            label = PlainLabel(self.tr("All posts"), role="title")
            self.body.addLayout(row_of(label, self.all, spacing=12, grow=label))
        widest = max(box.sizeHint().width() for box in (self.all, *(row.answer for row in self.rows)))
        for box in (self.all, *(row.answer for row in self.rows)):
            box.setMinimumWidth(widest)
        fill(self.body, *self.rows, ROOM)
        fill(self.foot, self.later_button, self.do_button)

    def _choose_all(self) -> None:
        for row in self.rows:
            row.choose(MissedAnswer(self.all.currentData()))

    def _count(self) -> None:
        self.do_button.setEnabled(any(row.chosen is not MissedAnswer.LATER for row in self.rows))

    def _do(self) -> None:
        post_commands = self._session.post_commands
        for row in self.rows:
            if moment := row.moment:
                post_commands.move(row.post_id, moment)
            elif row.chosen is MissedAnswer.NOW:
                post_commands.publish_now(row.post_id)
            elif row.chosen is MissedAnswer.DRAFT:
                post_commands.undo(row.post_id)
