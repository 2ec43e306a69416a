"""The line at the window's foot: what waits for a decision, what this computer has to be on for, and when it was checked."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QRect, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.state_groups import StateGroup
from postdesk.domain.times import zone
from postdesk.engine.desk import Desk
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import plain_tooltip, set_property
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.banner import Trouble
from postdesk.ui.shell.leaving import Leaving
from postdesk.ui.text.words import recent_text

_GAP: Final = 8


class StatusLine(QFrame):
    """Each part is a button: a count asks for the posts counted (`asked`, a frozenset of states), the time checks again."""

    asked = Signal(object)
    check = Signal()

    def __init__(self, desk: Desk, scope: Scope, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._scope, self._here = desk, scope, here
        self.setProperty("role", "foot")
        identify(self, "status")
        self.trouble = Button(theme, "", "status.trouble", role="status")
        self.trouble.hide()
        self._to_decide = Button(theme, "", "status.to_decide", role="status")
        self._failed = Button(theme, "", "status.failed", role="status")
        self._held = Button(theme, "", "status.held", role="status")
        self.leaving = Leaving(desk, theme, here, self._by_my_clock)
        self._checked = Button(theme, "", "status.checked", role="status")
        self._to_decide.clicked.connect(lambda: self.asked.emit(StateGroup.TO_DECIDE.value))
        self._failed.clicked.connect(lambda: self.asked.emit(StateGroup.FAILED.value))
        self._held.clicked.connect(lambda: self.asked.emit(StateGroup.HELD.value))
        self.leaving.asked.connect(self.asked)
        self._checked.clicked.connect(self.check)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(4)
        self._parts = (self._to_decide, self._failed, self._held, self.leaving, self._checked)
        for part in self._parts:
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.trouble)
        desk.changes.posts.connect(self.refresh)
        desk.changes.health.connect(self.refresh)
        desk.changes.clients.connect(self.refresh)
        desk.changes.settings.connect(self.refresh)
        scope.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        counts = self._desk.board.counts()
        words = self.tr("1 needs your answer") if counts.to_decide == 1 else self.tr("{0} need your answer")
        self._to_decide.set_text(words.format(counts.to_decide) if counts.to_decide else self.tr("All clear"))
        self._to_decide.setVisible(counts.to_decide > 0 or not (counts.failed or counts.held or counts.in_doubt))
        set_property(self._to_decide, "tone", "attention" if counts.to_decide else "")
        self._failed.set_text(self.tr("{0} failed or missed").format(counts.failed))
        self._failed.setVisible(counts.failed > 0)
        self._held.set_text(self.tr("{0} on hold").format(counts.held))
        self._held.setVisible(counts.held > 0)
        self.leaving.refresh()
        self._checked.set_text(self._checked_text())
        plain_tooltip(self._checked, self._checked_hint())

    def free(self) -> QRect:
        """Where the line says nothing."""
        layout = self.layout()
        assert layout
        layout.activate()
        said = [part.geometry().right() for part in self._parts if not part.isHidden()]
        left, right = max(said) + _GAP, (self.width() if self.trouble.isHidden() else self.trouble.x()) - _GAP
        return QRect(left, 0, max(0, right - left), self.height())

    def show_trouble(self, trouble: Trouble | None) -> None:
        """What stands in the way of sending, in a word or two at the end of the line; a click on it tells all of it."""
        self.trouble.setVisible(trouble is not None)
        if trouble:
            self.trouble.set_text(trouble.short)
            self.trouble.set_icon(trouble.icon, trouble.tone)
            set_property(self.trouble, "tone", trouble.tone)

    def _checked_text(self) -> str:
        checked_at = self._desk.watcher.checked_at
        if checked_at is None:
            return self.tr("Not refreshed yet")
        now, state = self._desk.clock.now(), self._desk.health.state
        checked = self.tr("Refreshed {0}").format(self._said(checked_at, now))
        if state.listed_so_far is not None:
            return self.tr("{0} · {1} posts so far, more to come").format(checked, QLocale().toString(state.listed_so_far))
        if state.busy_until and state.busy_until > now:
            return self.tr("{0} · MyPostShare is busy, next refresh {1}").format(checked, self._said(state.busy_until, now))
        return checked

    def _checked_hint(self) -> str:
        """What the few words of the check mean, where they need it."""
        state = self._desk.health.state
        if state.listed_so_far is not None:
            return self.tr("MyPostShare lists its posts in parts. Postdesk is still reading.")
        if state.busy_until and state.busy_until > self._desk.clock.now():
            return self.tr("MyPostShare asked Postdesk to wait. Click to refresh now. Posts are still sent.")
        return ""

    def _said(self, moment: datetime, now: datetime) -> str:
        return self._by_my_clock(recent_text(moment, self._here, now), moment)

    def _by_my_clock(self, words: str, moment: datetime) -> str:
        """The words for a moment here, that say so where the clock of the client who is shown differs then."""
        client = None if self._scope.client_id is None else self._desk.clients.get(self._scope.client_id)
        theirs = zone(client.zone) if client else None
        if theirs is None or wall_time(moment, theirs) == wall_time(moment, self._here):
            return words
        return self.tr("{0} your time").format(words)
