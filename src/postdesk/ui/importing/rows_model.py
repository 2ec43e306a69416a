"""The rows of a file as a table: those with problems or warnings first, then in the file's order."""

import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from enum import IntEnum, StrEnum
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor

from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_columns import platforms_named
from postdesk.domain.import_problems import CheckedRow
from postdesk.domain.limits import Severity, worst_first
from postdesk.domain.media import MediaCheck
from postdesk.domain.sheet import SheetRow
from postdesk.ui.importing.words import RowNote, row_notes, row_zone
from postdesk.ui.kit.plain_text import escape_markup
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import names
from postdesk.ui.text.times import when_text

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_LETTERS: Final = 200
"""Characters of a text that a cell shows; its editor has all of it."""
_MOST_KEPT: Final = 200
_A_MOMENT_S: Final = 0.008


class RowColumn(IntEnum):
    """The columns, from left to right."""

    ROW = 0
    CLIENT = 1
    WHEN = 2
    PLATFORMS = 3
    TEXT = 4
    NOTES = 5


EDITABLE: Final = (RowColumn.CLIENT, RowColumn.WHEN, RowColumn.PLATFORMS, RowColumn.TEXT)


class RowFilter(StrEnum):
    """The filters of rows."""

    ALL = "all"
    PROBLEMS = "problems"
    LEFT_OUT = "left_out"


class RowsModel(QAbstractTableModel):
    """The rows as a table. `changed` follows each change of a row.

    `cell_edited` carries the row's place in the file, the column, and the former content.
    """

    changed = Signal()
    cell_edited = Signal(int, int, str)

    def __init__(self, theme: Theme, run: DryRun, local_zone: ZoneInfo, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._run, self._local_zone, self._now = theme, run, local_zone, now
        self._places: list[int] = []
        self._to_do = deque[Callable[[], tuple[int, ...]]]()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._do_some)
        self._told: dict[int, tuple[CheckedRow, tuple[RowNote, ...]]] = {}
        self.show(RowFilter.ALL)

    def show(self, which: RowFilter) -> None:
        """Show all rows, those with problems, or those that are left out, by their present status."""
        self.beginResetModel()
        rows = self._run.rows
        wanted = (place for place, row in enumerate(rows) if _wanted(row, which))
        self._places = sorted(wanted, key=lambda place: _rank(rows[place]))
        self.endResetModel()

    def row(self, index: Index) -> CheckedRow | None:
        """Return the row of an index."""
        return self._run.rows[self._places[index.row()]] if index.isValid() else None

    def said(self, index: Index) -> tuple[RowNote, ...]:
        """Return the notes on a row."""
        row = self.row(index)
        return self._said(row) if row else ()

    def _said(self, row: CheckedRow) -> tuple[RowNote, ...]:
        """Return the notes on a row. They are read with each cell, so those painted last are cached."""
        if row.number not in self._told or self._told[row.number][0] is not row:
            if len(self._told) > _MOST_KEPT:
                self._told.clear()
            self._told[row.number] = row, row_notes(row, self._local_zone, self._now)
        return self._told[row.number][1]

    def include(self, indexes: Collection[Index], *, included: bool) -> None:
        """Include rows, or leave them out."""
        places = sorted({self._places[index.row()] for index in indexes})
        self._to_do.extend(partial(self._run.include, place, included=included) for place in places)
        self._do_some()

    def media_checked(self, media_check: MediaCheck) -> None:
        """Take over the result of a media check."""
        if places := self._run.add_media_check(media_check):
            self._tell(places)
            self.changed.emit()

    def alike(self, place: int, column: int, before: str) -> tuple[int, ...]:
        """Return the places of the other rows whose cell has the former content `before`."""
        return tuple(
            each for each, row in enumerate(self._run.rows) if each != place and _cell(row.row, RowColumn(column)) == before
        )

    def change_same_cells(self, places: Collection[int], column: int, words: str) -> None:
        """Write the same content into the rows at these places."""
        self._to_do.extend(partial(self._write_cell, place, RowColumn(column), words) for place in places)
        self._do_some()

    def finish(self) -> None:
        """Run all pending changes at once."""
        while self._to_do:
            self._do_some()

    def _write_cell(self, place: int, column: RowColumn, words: str) -> tuple[int, ...]:
        return self._run.change(place, _changed(self._run.rows[place].row, column, words))

    def _do_some(self) -> None:
        """Run pending changes for a moment that the window does not notice; a timer runs the rest."""
        end = time.perf_counter() + _A_MOMENT_S
        while self._to_do and time.perf_counter() < end:
            self._tell(self._to_do.popleft()())
        if self._to_do:
            self._later.start()
        self.changed.emit()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = _NONE) -> int:
        return len(RowColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        names = (self.tr("Row"), self.tr("Client"), self.tr("When"), self.tr("Platforms"), self.tr("Text"), self.tr("Notes"))
        return names[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in EDITABLE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == RowColumn.ROW else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        column = RowColumn(index.column())
        match Qt.ItemDataRole(role):
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(row, column)
            case Qt.ItemDataRole.EditRole:
                return _cell(row.row, column)
            case Qt.ItemDataRole.CheckStateRole if column is RowColumn.ROW:
                return Qt.CheckState.Checked if row.included else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ToolTipRole:
                return escape_markup(self._spoken(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.headerData(column, Qt.Orientation.Horizontal)}: {self._spoken(row, column)}"
        return self._row_style(row, column, role)

    def _row_style(self, row: CheckedRow, column: RowColumn, role: int) -> object:
        if role == Qt.ItemDataRole.ForegroundRole and not row.included:
            return QColor(self._theme.colours.of("secondary"))
        if role == Qt.ItemDataRole.DecorationRole and column is RowColumn.ROW:
            said = self._said(row)
            return self._theme.icon(said[0].icon, said[0].tone) if said else self._theme.icon("check", "good")
        if role == Qt.ItemDataRole.ForegroundRole and column in (RowColumn.ROW, RowColumn.NOTES) and (said := self._said(row)):
            return QColor(self._theme.colours.of(said[0].tone))
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row(index)
        if row is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self.include([index], included=Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        column, before, words = RowColumn(index.column()), _cell(row.row, RowColumn(index.column())), str(value)
        if role != Qt.ItemDataRole.EditRole or words == before:
            return False
        place = self._places[index.row()]
        self._tell(self._write_cell(place, column, words))
        self.changed.emit()
        self.cell_edited.emit(place, column, before)
        return True

    def _tell(self, places: tuple[int, ...]) -> None:
        lines = {place: line for line, place in enumerate(self._places)} if len(places) > 1 else {}
        for place in places:
            line = lines.get(place, -1) if lines else self._places.index(place) if place in self._places else -1
            if line >= 0:
                self.dataChanged.emit(self.index(line, 0), self.index(line, len(RowColumn) - 1))

    def _spoken(self, row: CheckedRow, column: RowColumn) -> str:
        if column is RowColumn.NOTES:
            return "\n".join(each.words for each in self._said(row)) or self.tr("Ready")
        if column is RowColumn.ROW:
            included = self.tr("included") if row.included else self.tr("skipped")
            return f"{row.number}, {included}"
        return self._shown(row, column) if column is not RowColumn.TEXT else row.row.text

    def _shown(self, row: CheckedRow, column: RowColumn) -> str:
        draft = row.draft
        match column:
            case RowColumn.ROW:
                return str(row.number)
            case RowColumn.CLIENT:
                return row.client.name if row.client else row.row.client or self.tr("None")
            case RowColumn.WHEN:
                moment = draft.due_at if draft else None
                return when_text(moment, row_zone(row, self._local_zone), self._now) if moment else _cell(row.row, column) or "–"
            case RowColumn.PLATFORMS:
                return names(draft.platforms) if draft and draft.platforms else ", ".join(row.row.platforms) or "–"
            case RowColumn.TEXT:
                return " ".join(row.row.text[:_LETTERS].split())
            case RowColumn.NOTES:
                said = self._said(row)
                more = self.tr(" (+{0})").format(len(said) - 1) if len(said) > 1 else ""
                return f"{said[0].words}{more}" if said else self.tr("Ready")


def _wanted(row: CheckedRow, which: RowFilter) -> bool:
    return {RowFilter.PROBLEMS: row.worst is not None, RowFilter.LEFT_OUT: not row.included}.get(which, True)


def _rank(row: CheckedRow) -> tuple[int, int]:
    """Return the sort key: rows that can't be imported, then warnings, then the rest; skipped rows last."""
    worst = row.worst or Severity.HINT
    return (worst_first(worst) if row.included else len(Severity)), row.number


def _cell(row: SheetRow, column: RowColumn) -> str:
    """Return the content of the file's cell, as it is edited."""
    match column:
        case RowColumn.CLIENT:
            return row.client
        case RowColumn.WHEN:
            return f"{row.date} {row.time}".strip()
        case RowColumn.PLATFORMS:
            return ", ".join(row.platforms)
        case RowColumn.TEXT:
            return row.text
        case _:
            return ""


def _changed(row: SheetRow, column: RowColumn, words: str) -> SheetRow:
    match column:
        case RowColumn.CLIENT:
            return replace(row, client=words)
        case RowColumn.WHEN:
            return replace(row, date=words.strip(), time="")
        case RowColumn.PLATFORMS:
            named, unknown = platforms_named((words.replace(",", ";"),))
            return replace(row, platforms=(*(each.short for each in named), *unknown))
        case RowColumn.TEXT:
            return replace(row, text=words)
        case _:
            return row
