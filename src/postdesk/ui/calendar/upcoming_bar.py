"""The week ahead in one strip: the posts that can still be changed, those locked, and those that need this computer."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from postdesk.domain.calendar_days import first_moments, midnight
from postdesk.domain.upcoming import UPCOMING_DAYS, Upcoming, UpcomingPart, sum_upcoming
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.state import NEXT_DAYS, View
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.icon_label import StateLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import date_text, long_day

translate = QCoreApplication.translate

_ICONS: Final = (("pencil", Tone.ACCENT), ("lock", Tone.LOCKED), ("monitor", Tone.NEUTRAL))
"""The icon and the tone of each count: editable, locked, and needs this computer."""
_NOTHING: Final = Upcoming()
_SOON_MS: Final = 30
_LEFT, _RIGHT = 4, 2
_GLASS: Final = Qt.WidgetAttribute.WA_TransparentForMouseEvents


class UpcomingDay(QPushButton):
    """A day with its counts, each as icon and words; a click shows the day."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self.setProperty("role", "day")
        identify(self, f"ahead.day_{number}")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.day, self._found, self._longest = date.min, _NOTHING, ""
        self._title = PlainLabel(role="title", elide=True)
        self._none = PlainLabel("–", role="secondary")
        self._lines = tuple(StateLabel(theme, icon, "", tone, elide=True) for icon, tone in _ICONS)
        parts = self._title, self._none, *self._lines
        for part in parts:
            part.setAttribute(_GLASS)
        self.setLayout(column_of(*parts, ROOM, spacing=2, margins=(_LEFT, 6, _RIGHT, 6)))

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout
        return layout.sizeHint()

    def show_day(self, day: date, today: date, found: Upcoming, longest: str) -> None:
        """Show the counts of that day, in words where there is room for the longest of any day."""
        self.day, self._found, self._longest = day, found, longest
        self._title.setText(self.tr("Today") if day == today else date_text(day, "ddd d"))
        self._say()
        self._none.setVisible(found == _NOTHING)
        lines = [line for line in _in_full(found) if line] or [self.tr("nothing scheduled")]
        spoken = f"{long_day(day)}: {', '.join(lines)}"
        self.setAccessibleName(spoken)
        plain_tooltip(self, spoken)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        beside = self._lines[0].minimumSizeHint().width() - self._lines[0].label.minimumSizeHint().width()
        room = self.contentsRect().width() - _LEFT - _RIGHT - beside
        in_words = self.fontMetrics().horizontalAdvance(self._longest) <= room
        for line, words in zip(self._lines, _in_short(self._found, in_words=in_words), strict=True):
            line.label.setText(words)
            line.setVisible(bool(words))


class CountButton(Button):
    """A count of the week, as icon and words; Return presses it, too. While it is down, the calendar shows only its posts."""

    def __init__(self, theme: Theme, part: UpcomingPart, icon: str, tone: Tone) -> None:
        super().__init__(theme, "", f"ahead.{part.name.lower()}", role="sum", icon=icon, colour=tone)
        self.part = part
        self.setCheckable(True)
        set_tone(self, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class UpcomingBar(Frame):
    """One line of counts and below it, unless folded, today and the next seven days; a click on a day shows it.

    `part_requested` carries the UpcomingPart to show alone, or None for everything. Call `refresh` when the posts, the client or
    the minute changed.
    """

    part_requested = Signal(object)

    def __init__(self, session: WorkspaceSession, navigator: Navigator, theme: Theme, model: CalendarModel) -> None:
        super().__init__("bar", "ahead")
        self._session, self._model = session, model
        self._title = PlainLabel(translate("Calendar", NEXT_DAYS), role="title")
        self._none = PlainLabel(self.tr("nothing scheduled"), role="secondary")
        self._sums = tuple(CountButton(theme, part, icon, tone) for part, (icon, tone) in zip(UpcomingPart, _ICONS, strict=True))
        self._lock_in = Button(theme, self.tr("Lock in the week…"), "ahead.lock_in", role="link", icon="lock")
        self._fold = IconButton(theme, "chevron-down", "", "ahead.fold", on_click=self._turn)
        self._days = tuple(UpcomingDay(theme, number) for number in range(UPCOMING_DAYS))
        self._row = QWidget()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._read)
        self._lock_in.clicked.connect(navigator.lock_in_posts)
        for each in self._sums:
            each.clicked.connect(lambda down, part=each.part: self.part_requested.emit(part if down else None))
        model.part_changed.connect(self._show_part)
        session.settings.changed.connect(self._show_fold)
        self._lay_out()
        self._show_fold()

    def _show_part(self) -> None:
        """Press the button of the part that is shown alone."""
        for each in self._sums:
            each.setChecked(each.part is self._model.state.part)

    def refresh(self) -> None:
        """Count again soon, once for all changes until then."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def _lay_out(self) -> None:
        flow = FlowLayout(spacing=8)
        flow.setContentsMargins(0, 2, 0, 2)
        for label in (self._title, self._none):
            label.setContentsMargins(0, 5, 0, 5)  # as high as the counts
        for part in (self._title, self._none, *self._sums, self._lock_in):
            flow.addWidget(part)
        line = row_of(flow, self._fold, grow=flow)
        line.setAlignment(self._fold, Qt.AlignmentFlag.AlignTop)
        days = QHBoxLayout(self._row)
        days.setContentsMargins(0, 0, 4, 4)
        days.setSpacing(2)
        for day in self._days:
            days.addWidget(day, 1)
            day.clicked.connect(lambda _=False, day=day: self._model.show_view(View.DAY, day.day))
        self.setLayout(column_of(line, self._row, spacing=2, margins=(12, 2, 8, 2)))

    def _read(self) -> None:
        context = self._model.context()
        days = [context.today + timedelta(days=number) for number in range(UPCOMING_DAYS + 1)]
        found = self._session.board.upcoming(
            first_moments([midnight(day) for day in days], context.zone), self._model.state.client_id
        )
        longest = max((words for each in found for words in _in_short(each)), key=self.fontMetrics().horizontalAdvance)
        for button, day, counts in zip(self._days, days, found, strict=False):
            button.show_day(day, context.today, counts, longest)
        total = sum_upcoming(found)
        for each, words in zip(self._sums, _in_full(total), strict=True):
            each.set_text(words)
            each.setVisible(bool(words))
        self._none.setVisible(total == _NOTHING)
        self._lock_in.setVisible(total.changeable > 0)

    def _turn(self) -> None:
        current = self._session.settings.current
        self._session.settings.change(replace(current, ahead_folded=not current.ahead_folded))
        self._show_fold()

    def _show_fold(self) -> None:
        folded = self._session.settings.current.ahead_folded
        self._row.setVisible(not folded)
        self._fold.set_icon("chevron-down" if folded else "chevron-up")
        self._fold.set_words(self.tr("Show days") if folded else self.tr("Hide days"))


def _in_full(found: Upcoming) -> tuple[str, ...]:
    """Return each count as a line, empty where it is 0."""
    needs_this_computer = translate("Ahead", "%n need this computer", "", found.needs_this_computer)
    return _counted(found, translate("Ahead", "{0} editable"), translate("Ahead", "{0} locked"), needs_this_computer)


def _in_short(found: Upcoming, *, in_words: bool = True) -> tuple[str, ...]:
    """Return each count in its short form, for narrow places; without `in_words` only the number for beside its icon."""
    if not in_words:
        return _counted(found, "{0}", "{0}", "{0}")
    return _counted(
        found, translate("Ahead", "{0} editable"), translate("Ahead", "{0} locked"), translate("Ahead", "{0} this computer")
    )


def _counted(found: Upcoming, *words: str) -> tuple[str, ...]:
    numbers = (found.changeable, found.locked, found.needs_this_computer)
    return tuple(line.format(number) if number else "" for line, number in zip(words, numbers, strict=True))
