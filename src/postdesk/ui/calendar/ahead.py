"""The week ahead in one strip: what can still be changed, what is locked, and what needs this computer."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from postdesk.domain.ahead import DAYS, Ahead, Part, together
from postdesk.domain.calendar_days import edges, midnight
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.ahead_words import day_title, icons, in_full, in_numbers, in_short, spoken_day, week_ahead_words
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.mark import Mark
from postdesk.ui.kit.plain import PlainLabel, plain_tooltip, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import Tone

_SOON_MS: Final = 30
_LEFT, _RIGHT = 4, 2
_GLASS: Final = Qt.WidgetAttribute.WA_TransparentForMouseEvents


class DayAhead(QPushButton):
    """A day with its counts, each as icon and words; a click goes there."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self.setProperty("role", "day")
        identify(self, f"ahead.day_{number}")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.day, self._found, self._longest = date.min, Ahead(), ""
        self._title = PlainLabel(role="title", elide=True)
        self._none = PlainLabel("–", role="secondary")
        self._lines = tuple(Mark(theme, icon, "", tone, elide=True) for icon, tone in icons())
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 6, _RIGHT, 6)
        column.setSpacing(2)
        for part in (self._title, self._none, *self._lines):
            part.setAttribute(_GLASS)
            column.addWidget(part)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout
        return layout.sizeHint()

    def show_day(self, day: date, today: date, found: Ahead, longest: str) -> None:
        """What is planned for that day, in words where there is room for the longest of any day."""
        self.day, self._found, self._longest = day, found, longest
        self._title.setText(day_title(day, today))
        self._say()
        self._none.setVisible(found == Ahead())
        self.setAccessibleName(spoken_day(day, found))
        plain_tooltip(self, spoken_day(day, found))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        beside = self._lines[0].minimumSizeHint().width() - self._lines[0].label.minimumSizeHint().width()
        room = self.contentsRect().width() - _LEFT - _RIGHT - beside
        said = in_short if self.fontMetrics().horizontalAdvance(self._longest) <= room else in_numbers
        for line, words in zip(self._lines, said(self._found), strict=True):
            line.label.setText(words)
            line.setVisible(bool(words))


class Sum(Button):
    """A count of the week, as icon and words, that is pressed by Return too; while it is down, the calendar shows that alone."""

    def __init__(self, theme: Theme, part: Part, icon: str, tone: Tone) -> None:
        super().__init__(theme, "", f"ahead.{part.name.lower()}", role="sum", icon=icon, colour=tone)
        self.part = part
        self.setCheckable(True)
        set_tone(self, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class WeekAhead(QFrame):
    """One line of sums, and below it, unless folded, today and the next seven days. `day_asked` carries a date.

    `part_asked` carries the Part that is to be shown alone, or None where it was.

    It shows whom the calendar shows, by the same clock; call `refresh` when that, the posts or the minute changed.
    """

    day_asked = Signal(object)
    part_asked = Signal(object)
    lock_in_asked = Signal()

    def __init__(self, desk: Desk, theme: Theme, model: CalendarModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._model = desk, model
        self.setProperty("role", "bar")
        identify(self, "ahead")
        self._title = PlainLabel(week_ahead_words(), role="title")
        self._none = PlainLabel(self.tr("nothing planned"), role="secondary")
        self._sums = tuple(Sum(theme, part, icon, tone) for part, (icon, tone) in zip(Part, icons(), strict=True))
        self._lock_in = Button(theme, self.tr("Lock in the week…"), "ahead.lock_in", role="link", icon="lock")
        self._fold = IconButton(theme, "chevron-down", "", "ahead.fold")
        self._days = tuple(DayAhead(theme, number) for number in range(DAYS))
        self._row = QWidget()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._read)
        self._lock_in.clicked.connect(self.lock_in_asked)
        self._fold.clicked.connect(self._turn)
        for each in self._sums:
            each.clicked.connect(lambda down, part=each.part: self.part_asked.emit(part if down else None))
        desk.settings.changed.connect(self._show_fold)
        self._lay_out()
        self._show_fold()

    def show_part(self) -> None:
        """Let the sum be down that is shown alone."""
        for each in self._sums:
            each.setChecked(each.part is self._model.state.part)

    def refresh(self) -> None:
        """Count again, soon and once for all that changes until then."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def _lay_out(self) -> None:
        flow = FlowLayout(spacing=8)
        flow.setContentsMargins(0, 2, 0, 2)
        for label in (self._title, self._none):
            label.setContentsMargins(0, 5, 0, 5)  # as high as the sums
        for part in (self._title, self._none, *self._sums, self._lock_in):
            flow.addWidget(part)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(flow, 1)
        line.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignTop)
        days = QHBoxLayout(self._row)
        days.setContentsMargins(0, 0, 4, 4)
        days.setSpacing(2)
        for day in self._days:
            days.addWidget(day, 1)
            day.clicked.connect(lambda _=False, day=day: self.day_asked.emit(day.day))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 2, 8, 2)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._row)

    def _read(self) -> None:
        context = self._model.context()
        days = [context.today + timedelta(days=number) for number in range(DAYS + 1)]
        found = self._desk.board.ahead(edges([midnight(day) for day in days], context.zone), self._model.state.client_id)
        longest = max((words for each in found for words in in_short(each)), key=self.fontMetrics().horizontalAdvance)
        for button, day, here in zip(self._days, days, found, strict=False):
            button.show_day(day, context.today, here, longest)
        total = together(found)
        for each, words in zip(self._sums, in_full(total), strict=True):
            each.set_text(words)
            each.setVisible(bool(words))
        self._none.setVisible(total == Ahead())
        self._lock_in.setVisible(total.changeable > 0)

    def _turn(self) -> None:
        current = self._desk.settings.current
        self._desk.settings.change(replace(current, ahead_folded=not current.ahead_folded))
        self._show_fold()

    def _show_fold(self) -> None:
        folded = self._desk.settings.current.ahead_folded
        self._row.setVisible(not folded)
        self._fold.set_icon("chevron-down" if folded else "chevron-up")
        self._fold.set_words(self.tr("Show the next 7 days") if folded else self.tr("Show one line of the next 7 days"))
