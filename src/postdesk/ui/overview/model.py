"""The clients as a table that sorts and filters its few dozen lines itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt

from postdesk.domain.overview import ClientLine
from postdesk.ui.kit.plain import never_markup
from postdesk.ui.overview.words import Column, cell_text, description, header_text

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_ROLES: Final = Qt.ItemDataRole
_NUMBERS: Final = frozenset({Column.THIS_WEEK, Column.UNAPPROVED, Column.TO_DECIDE})
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
LINE: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clients are shown. `needy`: only those of whom something needs somebody."""

    text: str = ""
    needy: bool = False
    archived: bool = False

    def takes(self, line: ClientLine) -> bool:
        """Whether it is one of them."""
        named = self.text.casefold() in line.client.name.casefold()
        return named and (line.needs_somebody or not self.needy) and (self.archived or not line.client.archived)


class OverviewModel(QAbstractTableModel):
    """`LINE` gives a row's ClientLine."""

    def __init__(self, here: ZoneInfo, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here, self._now = here, now
        self._all: Sequence[ClientLine] = ()
        self._shown: list[ClientLine] = []
        self._wanted = Wanted()
        self._column, self._descending = Column.CLIENT, False

    def show_lines(self, lines: Sequence[ClientLine]) -> None:
        """Show these from now on."""
        self._all = lines
        self._order()

    def filter(self, wanted: Wanted) -> None:
        """Show those alone."""
        self._wanted = wanted
        self._order()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; what is alike, by name."""
        self._column, self._descending = Column(max(column, 0)), order == Qt.SortOrder.DescendingOrder
        self._order()

    def line(self, index: Index) -> ClientLine | None:
        """The client of a row."""
        return self._shown[index.row()] if 0 <= index.row() < len(self._shown) else None

    def row_of(self, client_id: int) -> int:
        """Where a client is, -1 where it is not shown."""
        return next((row for row, line in enumerate(self._shown) if line.client.id == client_id), -1)

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLES.TextAlignmentRole and section in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return header_text(Column(section)) if role == _ROLES.DisplayRole else None

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> object:
        line = self.line(index)
        if line is None:
            return None
        column = Column(index.column())
        match role:
            case _ROLES.DisplayRole | _ROLES.AccessibleTextRole:
                return cell_text(line, column, self._here, self._now())
            case _ROLES.AccessibleDescriptionRole:
                return description(line, self._here, self._now())
            case _ROLES.ToolTipRole:
                return never_markup(self._tip(line, column))
            case _ROLES.TextAlignmentRole if column in _NUMBERS:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _ROLES.SizeHintRole:
                return QSize(0, 0)
            case _ if role == LINE:
                return line
        return None

    def _tip(self, line: ClientLine, column: Column) -> str:
        if column is Column.NEXT and line.next_head:
            return " ".join(line.next_head.split())
        return cell_text(line, column, self._here, self._now()).replace("; ", "\n")

    def _order(self) -> None:
        self.beginResetModel()
        named = sorted(filter(self._wanted.takes, self._all), key=lambda line: line.client.name.casefold())
        if self._column is Column.CLIENT:
            self._shown = named[::-1] if self._descending else named
        else:
            self._shown = sorted(named, key=lambda line: _key(line, self._column), reverse=self._descending)
        self.endResetModel()


def _key(line: ClientLine, column: Column) -> int | datetime:
    match column:
        case Column.ACCOUNTS:
            return len(line.troubled)
        case Column.NEXT:
            return line.next_at or _NEVER
        case Column.THIS_WEEK:
            return line.this_week
        case Column.UNAPPROVED:
            return line.unapproved
        case _:
            return line.to_decide
