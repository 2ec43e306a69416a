"""The place of practice mode's test tools: its clock, and its faults."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDateTime, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDateTimeEdit, QGroupBox, QVBoxLayout, QWidget

from postdesk.domain.clock import Clock
from postdesk.engine.changes import Changes
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.practice import PracticeMode
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.forms import WheelGuard, pad_spin_box
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, fill, row_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.place import PlacePane
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.side_by_side import SideBySide
from postdesk.ui.kit.steady_label import CounterLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.practice_tools.fault_tool import FaultTool
from postdesk.ui.text.faults import event_word
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.notices import notice_words
from postdesk.ui.text.times import running_clock_text, when_text

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_WIDEST = 80
"""The greatest width of each tool, in characters."""

_SECOND_MS = 1000
_MOMENT = 30
"""The width of the field in characters: a moment and the arrows beside it."""


class TestingPane(PlacePane):
    """The tools of practice mode; in other workspaces the way to it."""

    def __init__(
        self,
        practice: PracticeMode | None,
        changes: Changes,
        clock: Clock,
        navigator: Navigator,
        theme: Theme,
        local_zone: ZoneInfo,
    ) -> None:
        super().__init__(self.tr("Testing"), "test_tools")
        self._practice = practice
        if practice:
            self._clock = ClockTool(practice, clock, theme, local_zone)
            self._faults = FaultTool(practice, theme, local_zone)
            self._lay_out()
            changes.practice.connect(self.refresh_if_shown)
            changes.posts.connect(self.refresh_if_shown)
            changes.notice.connect(self._note)
            self.refresh()
        else:
            words = self.tr("There, you can move the clock forward and arm faults. Nothing reaches MyPostShare.")
            title, act = self.tr("Testing needs practice mode"), self.tr("Try practice mode")
            self._empty = EmptyState(theme, "test_tools.empty", "flask-conical", title, words, act)
            self._empty.action.clicked.connect(navigator.start_practice)
            self.body.addWidget(self._empty)

    @property
    def focus_target(self) -> QWidget:
        return self._clock.next_button if self._practice else self._empty.action

    def refresh(self) -> None:
        """Show the sandbox's present state."""
        self._clock.refresh()
        self._faults.refresh()

    def _note(self, notice: Notice) -> None:
        if notice.kind is NoticeKind.PRACTICE_FAILED:
            self._clock.tell_failure(notice_words(notice).text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._practice and not event.spontaneous():
            self._practice.reload()

    def _lay_out(self) -> None:
        self.title.remark.setText(self.tr("Its clock and faults change practice mode only. Nothing reaches MyPostShare."))
        self.body.setContentsMargins(0, 0, 0, 0)
        for tool in (self._clock, self._faults):
            tool.setMaximumWidth(_WIDEST * self.fontMetrics().averageCharWidth())
        self.body.addWidget(scrollable(column_of(SideBySide(self._clock, self._faults), ROOM)))


class ClockTool(QGroupBox):
    """The sandbox's clock, which runs while it is shown: it can be moved forward, and reset to the computer's."""

    def __init__(self, practice: PracticeMode, clock: Clock, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__(self.tr("Clock"))
        self._practice, self._clock, self._local_zone = practice, clock, local_zone
        self._now = CounterLabel("title", "test_tools.now")
        self._before_start = self.tr("Practice mode is starting…")
        self._second = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._second.timeout.connect(self._show_now)
        # The hint keeps one line, so that the buttons below stay where they are.
        self._next_event = PlainLabel(role="secondary", elide=True, identifier="test_tools.next_event")
        self._moment = QDateTimeEdit(displayFormat="ddd d MMM yyyy HH:mm")
        self._moment.setMinimumWidth(_MOMENT * self._moment.fontMetrics().averageCharWidth())
        pad_spin_box(self._moment)
        WheelGuard(self._moment)
        identify(self._moment, "test_tools.moment", self.tr("Set clock to"))
        self.next_button = _button(theme, self.tr("Next event"), "test_tools.clock.next", practice.to_next)
        buttons = FlowLayout()
        for words, name, slot in (
            (self.tr("+1 hour"), "hour", lambda: practice.advance(_HOUR)),
            (self.tr("+1 day"), "day", lambda: practice.advance(_DAY)),
        ):
            buttons.addWidget(_button(theme, words, f"test_tools.clock.{name}", slot))
        buttons.addWidget(self.next_button)
        buttons.addWidget(_button(theme, self.tr("Real time"), "test_tools.clock.reset", practice.reset_clock))
        setting = row_of(self._moment, _button(theme, self.tr("Set clock"), "test_tools.clock.set", self._set), ROOM)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        fill(column, self._now, self._next_event, 4, buttons, setting, ROOM)

    def refresh(self) -> None:
        """Show the clock and the next event."""
        self._show_now()
        state = self._practice.state
        if state is None:
            return
        self._next_event.setText(self._leaving_words() or self._coming_words(state.now))
        if not self._moment.hasFocus():
            there = state.now.astimezone(self._local_zone).replace(tzinfo=None, second=0, microsecond=0)
            self._moment.setDateTime(QDateTime.fromString(there.isoformat(), Qt.DateFormat.ISODate))

    def tell_failure(self, words: str) -> None:
        """Show these words instead of the clock until practice mode has started."""
        self._before_start = words
        self._show_now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_now()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()

    def _show_now(self) -> None:
        """Show the time, and again at the next full second while it is seen."""
        now = self._clock.now()
        started = self._practice.state is not None
        words = self.tr("Clock: {0}").format(running_clock_text(now, self._local_zone))
        self._now.say(words if started else self._before_start)
        if started and self.isVisible():
            self._second.start(_SECOND_MS - now.microsecond // 1000)

    def _leaving_words(self) -> str:
        """Return the posts that are being sent, as text; empty where there are none."""
        leaving = self._practice.sending_now()
        if not leaving:
            return ""
        first = leaving[0]
        name = self.tr("{0}: {1}").format(", ".join(map(platform_word, first.platforms)), one_line(first.content) or first.title)
        if len(leaving) == 1:
            return self.tr("Sending now: {0}").format(name)
        return self.tr("Sending {0} now, first {1}").format(len(leaving), name)

    def _coming_words(self, now: datetime) -> str:
        coming = self._practice.coming()
        if coming is None:
            return self.tr("No more events.")
        when = when_text(coming.at, self._local_zone, now)
        return self.tr("Next: {0}, {1}").format(event_word(coming.what), when)

    def _set(self) -> None:
        chosen = datetime.fromisoformat(self._moment.dateTime().toString(Qt.DateFormat.ISODate))
        self._practice.set_clock(chosen.replace(tzinfo=self._local_zone).astimezone(UTC))


def _button(theme: Theme, words: str, identifier: str, slot: Callable[[], object]) -> Button:
    button = Button(theme, words, identifier)
    button.clicked.connect(slot)
    return button
