"""The fields of a day and of a time: text fields that accept any words, and can be stepped."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from string import Template
from typing import Final

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QAbstractSpinBox, QCalendarWidget, QLineEdit, QToolButton, QWidget

from postdesk.domain.calendar_days import EARLIEST, LATEST
from postdesk.ui.kit.forms import WheelGuard, pad_spin_box
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import set_property
from postdesk.ui.kit.theme import Theme

_SHEET: Final = Template("""
MonthPopup { background: $surface; border: 1px solid $line; }
#qt_calendar_navigationbar { background: $surface; border-bottom: 1px solid $line; }
QToolButton { background: transparent; color: $text; border: none; padding: 6px; }
QToolButton:hover { background: $accent_soft; }
QSpinBox { background: $surface; color: $text; }
QAbstractItemView { background: $surface; color: $text; selection-background-color: $accent; selection-color: $on_accent; }
QAbstractItemView:disabled { color: $secondary; }
""")

_WEEK: Final = 7
_AROUND_DAY: Final = 16
"""The padding of a column, without which Qt cuts the names of days."""


class MonthPopup(QCalendarWidget):
    """A popup to select a day from, in the palette's colours, limited to Python's dates; Qt's calendar begins before year 1.

    `picked` carries the selected date, once the popup is closed.
    """

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Popup)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setContentsMargins(1, 1, 1, 1)
        self.setVerticalHeaderFormat(self.VerticalHeaderFormat.NoVerticalHeader)
        self.setDateRange(_qdate(EARLIEST), _qdate(LATEST))
        self._button("prevmonth").setAccessibleName(self.tr("Previous month"))
        self._button("nextmonth").setAccessibleName(self.tr("Next month"))
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)
        theme.changed.connect(self._apply_style)
        self._apply_style()

    def open_below(self, anchor: QWidget, day: QDate) -> None:
        """Open on that day below the anchor, or above it if there is no room, with the focus."""
        self.setSelectedDate(day)
        size, screen = self.sizeHint().expandedTo(self.minimumSize()), anchor.screen().availableGeometry()
        below, above = anchor.mapToGlobal(QPoint(0, anchor.height())), anchor.mapToGlobal(QPoint(0, -size.height()))
        corner = above if below.y() + size.height() > screen.bottom() else below
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - size.width())))
        self.move(corner)
        self.show()
        self.setFocus()

    def _pick(self, day: QDate) -> None:
        if self.isVisible():
            self.close()
            self.picked.emit(date(day.year(), day.month(), day.day()))

    def _apply_style(self) -> None:
        colours = self._theme.colours
        self.setStyleSheet(_SHEET.substitute({name: colours.of(name) for name in colours.__dataclass_fields__}))
        self._button("prevmonth").setIcon(self._theme.icon("chevron-left"))
        self._button("nextmonth").setIcon(self._theme.icon("chevron-right"))
        self.setFirstDayOfWeek(Qt.DayOfWeek(self._theme.first_weekday))
        weekend, header = QTextCharFormat(), QTextCharFormat()
        weekend.setForeground(QColor(colours.text))
        header.setForeground(QColor(colours.text))  # as that of the weekend, whose format goes before
        header.setBackground(QColor(colours.sunk))
        self.setHeaderTextFormat(header)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, weekend)
        names = (self.locale().dayName(day, QLocale.FormatType.ShortFormat) for day in range(1, _WEEK + 1))
        self.setMinimumWidth(_WEEK * (max(map(self.fontMetrics().horizontalAdvance, names)) + _AROUND_DAY))

    def _button(self, part: str) -> QToolButton:
        button = self.findChild(QToolButton, f"qt_calendar_{part}")
        assert isinstance(button, QToolButton)
        return button


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


_KEEP_SELECTION = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_LONGEST = 80
"""The most characters of a typed day or time. A long pasted text would be read at each of its spaces, with each key."""
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StepField(QAbstractSpinBox):
    """A text field with steps, one Tab stop, all selected on focus. Others interpret the text and the steps.

    `pending` is True if something was typed since a text was last shown. `typed` follows each edit by the user. `stepped`
    carries steps up (+) or down, `page` of them for a Page key. `editingFinished` follows when the focus leaves, `confirmed`
    Return, and `given_up` Escape while typing.
    """

    typed = Signal()
    stepped = Signal(int)
    confirmed = Signal()
    given_up = Signal()

    def __init__(self, identifier: str, name: str, page: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.pending = False
        self._entering = False
        identify(self, identifier, name)
        pad_spin_box(self)
        WheelGuard(self)
        self._line = self.lineEdit()
        self._line.setMaxLength(_LONGEST)
        self._line.textEdited.connect(self._edited)
        self._line.installEventFilter(self)

    def show_words(self, words: str) -> None:
        """Show a text in place of the typed one."""
        with QSignalBlocker(self._line):
            self._line.setText(words)
        self.pending = False
        if self.hasFocus():
            self.selectAll()

    def mark(self, *, unread: bool) -> None:
        """Mark the text as unreadable, or not."""
        set_property(self, "tone", "bad" if unread else "")

    def width_for(self, words: str) -> int:
        """Return the width that fits this text."""
        return self.fontMetrics().horizontalAdvance(words) + self.fontMetrics().height() * 7 // 2

    def stepBy(self, steps: int) -> None:
        self.stepped.emit(steps)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        return QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = {Qt.Key.Key_PageUp: self._page, Qt.Key.Key_PageDown: -self._page}
        if event.key() in pages:
            self.stepBy(pages[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self.pending:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in _RETURN:
                self.confirmed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._entering = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._entering = event.reason() is Qt.FocusReason.MouseFocusReason
        if event.reason() not in _KEEP_SELECTION:
            self.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and event.type() is QEvent.Type.MouseButtonPress and self._entering:
            self._entering = False
            return True  # the focusing click would clear the selection
        return super().eventFilter(watched, event)

    def _edited(self) -> None:
        self.pending = True
        self.typed.emit()


class CalendarField(StepField):
    """The field of a day, with a calendar that drops down (Alt+Down); `pick` is called with the date selected there."""

    def __init__(self, theme: Theme, identifier: str, name: str, page: int, pick: Callable[[date], object]) -> None:
        super().__init__(identifier, name, page)
        self._theme, self._pick = theme, pick
        self.setProperty("role", "line")
        self._day = QDate.currentDate()
        self._open = QAction(self.tr("Open calendar (Alt+↓)"), self)
        self._open.triggered.connect(self.open_month)
        self._line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        theme.changed.connect(self._apply_style)
        self._apply_style()

    @cached_property
    def month(self) -> MonthPopup:
        """The calendar, made when it is first opened: its many widgets take long to style."""
        month = MonthPopup(self._theme, self)
        month.picked.connect(self._pick)
        return month

    def show_day(self, day: QDate) -> None:
        """Set the day on which the calendar opens."""
        self._day = day

    def open_month(self) -> None:
        """Show the calendar beside the field."""
        self.month.open_below(self, self._day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_month()
        else:
            super().keyPressEvent(event)

    def _apply_style(self) -> None:
        self._open.setIcon(self._theme.icon("calendar", "secondary"))
