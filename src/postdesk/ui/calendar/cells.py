"""The cells of a month or a week as a table model; it holds only what is shown."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from postdesk.domain.board import Card
from postdesk.ui.calendar.sight import Cell, Sight
from postdesk.ui.calendar.wording import cell_line
from postdesk.ui.text.clock import time_words

_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class CellsModel(QAbstractTableModel):
    """Rows of cells. `hourly`: a cell is an hour of a day, not a day."""

    def __init__(self, *, hourly: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hourly = hourly
        self.sight: Sight | None = None
        self._rows: Sequence[Sequence[Cell]] = ()
        self._columns: Sequence[str] = ()
        self._spoken: Sequence[str] = ()

    def show(self, sight: Sight, rows: Sequence[Sequence[Cell]], columns: Sequence[str], spoken: Sequence[str] = ()) -> None:
        """Hold these cells; `columns` are the words of the headings, `spoken` what a screen reader says of them, if more."""
        before, same_shape = self._rows, len(rows) == len(self._rows)
        same_look = self.sight is not None and self.sight.looks_like(sight) and columns == self._columns
        if not same_shape:
            self.beginResetModel()
        self.sight, self._rows, self._columns, self._spoken = sight, rows, columns, spoken
        if not same_shape:
            self.endResetModel()
        elif same_look:
            self._tell_of_news(before)
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def _tell_of_news(self, before: Sequence[Sequence[Cell]]) -> None:
        """Only of the cells that differ: painting all of them takes most of a frame."""
        for row, cells in enumerate(self._rows):
            for column, cell in enumerate(cells):
                if cell != before[row][column]:
                    self.dataChanged.emit(self.index(row, column), self.index(row, column))

    def cell(self, index: Index) -> Cell | None:
        """The cell at an index."""
        return self._rows[index.row()][index.column()] if index.isValid() else None

    def at(self, row: int, column: int) -> Cell:
        """The cell of a row and a column."""
        return self._rows[row][column]

    def index_at(self, wall: datetime) -> QModelIndex:
        """The cell that begins then on the clock shown; an invalid index where none does."""
        return self._first(lambda cell: cell.wall == wall)

    def index_of(self, card: Card) -> QModelIndex:
        """The cell of that draft or post, whatever its time is now."""
        return self._first(lambda cell: any((each.kind, each.id) == (card.kind, card.id) for each in cell.span.cards))

    def _first(self, wanted: Callable[[Cell], bool]) -> QModelIndex:
        places = ((row, column) for row, cells in enumerate(self._rows) for column, cell in enumerate(cells) if wanted(cell))
        place = next(places, None)
        return self.index(*place) if place else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if cell is None or self.sight is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_line(cell, self.sight, hourly=self.hourly)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            wall = self._rows[section][0].wall if self.hourly and section < len(self._rows) else None
            return time_words(wall.hour, wall.minute) if wall else None
        words = self._columns if role == Qt.ItemDataRole.DisplayRole else self._spoken or self._columns
        return words[section] if section < len(words) else None
