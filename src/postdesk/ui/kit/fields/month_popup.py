"""The calendar that drops down from the day: Fusion's own has unreadable weekends and buttons without names."""

from datetime import date
from string import Template
from typing import Final

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from postdesk.domain.calendar_days import EARLIEST, LATEST
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


class MonthPopup(QCalendarWidget):
    """A month to choose a day from, in our colours, as far as a calendar goes: Qt's own begins before Python's first year."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setContentsMargins(1, 1, 1, 1)
        self.setVerticalHeaderFormat(self.VerticalHeaderFormat.NoVerticalHeader)
        self.setDateRange(_qdate(EARLIEST), _qdate(LATEST))
        self._button("prevmonth").setAccessibleName(self.tr("Previous month"))
        self._button("nextmonth").setAccessibleName(self.tr("Next month"))
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        colours = self._theme.colours
        self.setStyleSheet(_SHEET.substitute({name: colours.of(name) for name in colours.__dataclass_fields__}))
        self._button("prevmonth").setIcon(self._theme.icon("chevron-left"))
        self._button("nextmonth").setIcon(self._theme.icon("chevron-right"))
        self.setFirstDayOfWeek(Qt.DayOfWeek(self._theme.first_weekday))
        weekend, header = QTextCharFormat(), QTextCharFormat()
        weekend.setForeground(QColor(colours.text))
        header.setForeground(QColor(colours.secondary))
        header.setBackground(QColor(colours.sunk))
        self.setHeaderTextFormat(header)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, weekend)

    def _button(self, part: str) -> QToolButton:
        button = self.findChild(QToolButton, f"qt_calendar_{part}")
        assert isinstance(button, QToolButton)
        return button


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
