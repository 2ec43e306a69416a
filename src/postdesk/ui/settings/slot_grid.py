"""A week of slots: a column for each day, a row for each hour."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import time
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from postdesk.domain.calendar_days import HOURS, WEEK
from postdesk.domain.slots import ANY, Slot
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import escape_markup
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import short_name
from postdesk.ui.text.times import slot_words, time_words, weekday_word

_NOWHERE: Final = QModelIndex()
_MORNING: Final = 7
_HOURS_SHOWN: Final = 8
_PADDING: Final = 10
Index = QModelIndex | QPersistentModelIndex


class SlotGridModel(QAbstractTableModel):
    """The slots of a week as a table of days and hours."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, first = theme, theme.first_weekday
        self._days = tuple((first - 1 + n) % WEEK + 1 for n in range(WEEK))
        self._cells = defaultdict[tuple[int, int], list[Slot]](list)

    def show(self, slots: Sequence[Slot]) -> None:
        """Hold these slots."""
        self.beginResetModel()
        self._cells.clear()
        for slot in slots:
            self._cells[slot.at.hour, self._days.index(slot.weekday)].append(slot)
        self.endResetModel()

    def slots_at(self, index: Index) -> Sequence[Slot]:
        """Return the slots of a cell, by time."""
        return self._cells.get((index.row(), index.column()), ())

    def hour_at(self, index: Index) -> tuple[int, time]:
        """Return the weekday and the full hour of a cell."""
        return self._days[index.column()], time(index.row())

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else HOURS

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else WEEK

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        there = self.slots_at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "\n".join(map(_short, there))
            case Qt.ItemDataRole.BackgroundRole if there:
                return QColor(self._theme.colours.accent_soft)
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(self._theme.colours.accent)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole if there:
                return escape_markup("\n".join(map(slot_words, there)))
            case Qt.ItemDataRole.AccessibleTextRole:
                day, hour = self.hour_at(index)
                none = self.tr("{0} {1}, no slot").format(weekday_word(day), time_words(hour.hour, 0))
                return "; ".join(map(slot_words, there)) or none
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return weekday_word(self._days[section]) if orientation is Qt.Orientation.Horizontal else time_words(section, 0)
        return None


class SlotGrid(QTableView):
    """The table of slots.

    Enter, Space or a click in an empty hour emits `slot_requested` (a weekday and a time); Del in another hour emits
    `removal_requested` (its slots).
    """

    slot_requested = Signal(int, object)
    removal_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._week = SlotGridModel(theme)
        identify(self, "settings.slots.week", self.tr("Week"))
        self.setProperty("role", "framed")
        self.setModel(self._week)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(self.sizeHint().height())
        self.clicked.connect(self._pressed)
        self.show_slots(())
        self.setCurrentIndex(self._week.index(_MORNING + 2, 0))
        self.scrollTo(self._week.index(_MORNING, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._line() * (_HOURS_SHOWN + 1) + self.frameWidth() * 2)

    def show_slots(self, slots: Sequence[Slot]) -> None:
        """Show a client's slots, and keep the scroll position and the current cell."""
        row, column, top = self.currentIndex().row(), self.currentIndex().column(), self.verticalScrollBar().value()
        self._week.show(slots)
        for hour in range(HOURS):
            most = max(str(self._week.index(hour, day).data()).count("\n") + 1 for day in range(WEEK))
            self.setRowHeight(hour, self._line() + (most - 1) * self.fontMetrics().lineSpacing())
        if row >= 0:
            self.setCurrentIndex(self._week.index(row, column))
        self.verticalScrollBar().setValue(top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            self._pressed(index)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._week.slots_at(index):
            self.removal_requested.emit(tuple(self._week.slots_at(index)))
        else:
            super().keyPressEvent(event)

    def _pressed(self, index: Index) -> None:
        if not self._week.slots_at(index):
            self.slot_requested.emit(*self._week.hour_at(index))

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing() + _PADDING


def _short(slot: Slot) -> str:
    clock = time_words(slot.at.hour, slot.at.minute)
    return clock if slot.platform == ANY else f"{clock}\n{short_name(slot.platform)}"
