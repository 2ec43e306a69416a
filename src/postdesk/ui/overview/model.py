"""The clients as a table that sorts and filters its few dozen lines itself."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from operator import attrgetter
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt

from postdesk.domain.clients import zone_of
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.overview import AccountLine, AccountState, ClientLine
from postdesk.ui.kit.plain_text import escape_markup
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import client_word, platform_word, zone_word
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate


class OverviewColumn(IntEnum):
    """The columns, from left to right."""

    CLIENT = 0
    ACCOUNTS = 1
    NEXT = 2
    THIS_WEEK = 3
    UNAPPROVED = 4
    TO_DECIDE = 5
    ACTION = 6


_HEADERS: Final[dict[OverviewColumn, Any]] = {
    OverviewColumn.CLIENT: QT_TRANSLATE_NOOP("Overview", "Client"),
    OverviewColumn.ACCOUNTS: QT_TRANSLATE_NOOP("Overview", "Accounts"),
    OverviewColumn.NEXT: QT_TRANSLATE_NOOP("Overview", "Next post (client’s time)"),
    OverviewColumn.THIS_WEEK: QT_TRANSLATE_NOOP("Overview", "This week"),
    OverviewColumn.UNAPPROVED: QT_TRANSLATE_NOOP("Overview", "Awaiting approval"),
    OverviewColumn.TO_DECIDE: QT_TRANSLATE_NOOP("Overview", "Needs attention"),
    OverviewColumn.ACTION: QT_TRANSLATE_NOOP("Overview", "Action"),
}
_ACCOUNTS: Final[dict[AccountState, tuple[Any, str]]] = {
    AccountState.CONNECTED: (QT_TRANSLATE_NOOP("Overview", "Connected"), "circle-check"),
    AccountState.RECONNECT: (QT_TRANSLATE_NOOP("Overview", "Reconnect"), "triangle-alert"),
    AccountState.OTHER_ACCOUNT: (QT_TRANSLATE_NOOP("Overview", "Different account"), "shield-alert"),
    AccountState.MISSING: (QT_TRANSLATE_NOOP("Overview", "Not connected"), "unlink"),
}
_COUNTS: Final[dict[OverviewColumn, Callable[[ClientLine], int]]] = {
    OverviewColumn.THIS_WEEK: attrgetter("this_week"),
    OverviewColumn.UNAPPROVED: attrgetter("unapproved"),
    OverviewColumn.TO_DECIDE: attrgetter("to_decide"),
}


def header_text(column: OverviewColumn) -> str:
    """Return the name of a column."""
    return translate("Overview", _HEADERS[column])


def account_look(state: AccountState) -> tuple[str, str, Tone]:
    """Return the word for the state of an account, its icon, and its tone: amber where nothing can be sent."""
    word, icon = _ACCOUNTS[state]
    return translate("Overview", word), icon, Tone.GOOD if state is AccountState.CONNECTED else Tone.ATTENTION


def account_words(account: AccountLine) -> str:
    """Return one account in a line: "LinkedIn: Reconnect, 3 posts wait"."""
    words = f"{platform_word(account.platform)}: {account_look(account.state)[0]}"
    if account.is_usable or not account.waiting:
        return words
    waits = translate("Overview", "%n posts waiting", "", account.waiting)
    return f"{words}, {waits}"


def account_to_connect(line: ClientLine) -> AccountLine | None:
    """Return the client's first account to connect; None without one, or while a changed account needs a look."""
    return next((each for each in line.unusable_accounts if each.state is not AccountState.OTHER_ACCOUNT), None)


def action_words(line: ClientLine) -> str:
    """Return the action on the client's accounts; empty where none is needed."""
    account = account_to_connect(line)
    if account is None:
        return ""
    missing = account.state is AccountState.MISSING
    words = translate("Overview", "Connect {0}") if missing else translate("Overview", "Reconnect {0}")
    return words.format(platform_word(account.platform))


def cell_text(line: ClientLine, column: OverviewColumn, local_zone: ZoneInfo, now: datetime) -> str:
    """Return the text of a cell."""
    match column:
        case OverviewColumn.CLIENT:
            return client_word(line.client)
        case OverviewColumn.ACCOUNTS:
            return "; ".join(map(account_words, (*line.unusable_accounts, *(each for each in line.accounts if each.is_usable))))
        case OverviewColumn.NEXT:
            return _next_words(line, local_zone, now)
        case OverviewColumn.ACTION:
            return action_words(line)
        case _:
            return str(_COUNTS[column](line) or "")


def _next_words(line: ClientLine, local_zone: ZoneInfo, now: datetime) -> str:
    if line.next_at is None:
        return translate("Overview", "Nothing scheduled")
    client_zone = zone_of(line.client, local_zone)
    when = when_text(line.next_at, client_zone, now)
    return when if client_zone.key == local_zone.key else f"{when} {zone_word(client_zone.key)}"


def description(line: ClientLine, local_zone: ZoneInfo, now: datetime) -> str:
    """Return a whole line, for screen readers."""
    parts = ((header_text(column), cell_text(line, column, local_zone, now)) for column in OverviewColumn)
    return ". ".join(f"{name}: {words}" for name, words in parts if words)


Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_ROLES: Final = Qt.ItemDataRole
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OverviewFilter:
    """The filter of clients. `needs_action`: only clients that need attention."""

    text: str = ""
    needs_action: bool = False
    archived: bool = False

    def takes(self, line: ClientLine) -> bool:
        """Return True where the filter takes the client."""
        named = self.text.casefold() in line.client.name.casefold()
        return named and (line.needs_action or not self.needs_action) and (self.archived or not line.client.archived)


class OverviewModel(QAbstractTableModel):
    """The clients as a table."""

    def __init__(self, local_zone: ZoneInfo, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._local_zone, self._now = local_zone, now
        self._all: Sequence[ClientLine] = ()
        self._shown: list[ClientLine] = []
        self._written: list[tuple[ClientLine, str]] = []
        self._wanted = OverviewFilter()
        self._column, self._descending = OverviewColumn.CLIENT, False

    def show_lines(self, lines: Sequence[ClientLine]) -> None:
        """Show these clients."""
        self._all = lines
        self._order()

    def filter(self, wanted: OverviewFilter) -> None:
        """Filter the clients."""
        self._wanted = wanted
        self._order()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, and by name where that is equal."""
        self._column, self._descending = OverviewColumn(max(column, 0)), order == Qt.SortOrder.DescendingOrder
        self._order()

    def line(self, index: Index) -> ClientLine | None:
        """Return the client of a row."""
        return self._shown[index.row()] if 0 <= index.row() < len(self._shown) else None

    def line_at(self, row: int) -> ClientLine:
        """Return the client of a row that there is."""
        return self._shown[row]

    def text(self, line: ClientLine, column: OverviewColumn) -> str:
        """Return the text of a cell."""
        return cell_text(line, column, self._local_zone, self._now())

    def row_of(self, client_id: int) -> int:
        """Return the row of a client, -1 where it is not shown."""
        return next((row for row, line in enumerate(self._shown) if line.client.id == client_id), -1)

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(OverviewColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLES.TextAlignmentRole and section in _COUNTS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return header_text(OverviewColumn(section)) if role == _ROLES.DisplayRole else None

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> object:
        line = self.line(index)
        if line is None:
            return None
        column = OverviewColumn(index.column())
        match role:
            case _ROLES.DisplayRole | _ROLES.AccessibleTextRole:
                return self.text(line, column)
            case _ROLES.AccessibleDescriptionRole:
                return description(line, self._local_zone, self._now())
            case _ROLES.ToolTipRole:
                return escape_markup(self._tip(line, column))
            case _ROLES.TextAlignmentRole if column in _COUNTS:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _ROLES.SizeHintRole:
                return QSize(0, 0)
        return None

    def _tip(self, line: ClientLine, column: OverviewColumn) -> str:
        if column is OverviewColumn.NEXT and line.next_head:
            return " ".join(line.next_head.split())
        return self.text(line, column).replace("; ", "\n")

    def _order(self) -> None:
        """Show the clients in order; where that is as before, only those that changed are told."""
        ordered, before = self._ordered(), [line.client.id for line in self._shown]
        # With a new day, "tomorrow" becomes "today" where nothing else has changed.
        written, now = self._written, self._now()
        self._written = [(line, _next_words(line, self._local_zone, now)) for line in ordered]
        if [line.client.id for line in ordered] != before:
            self.beginResetModel()
            self._shown = ordered
            self.endResetModel()
            return
        self._shown = ordered
        for row, (new, old) in enumerate(zip(self._written, written, strict=True)):
            if new != old:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(OverviewColumn) - 1))

    def _ordered(self) -> list[ClientLine]:
        named = sorted(filter(self._wanted.takes, self._all), key=lambda line: line.client.name.casefold())
        if self._column is OverviewColumn.CLIENT:
            return named[::-1] if self._descending else named
        return sorted(named, key=lambda line: _key(line, self._column), reverse=self._descending)


def _key(line: ClientLine, column: OverviewColumn) -> int | datetime:
    match column:
        case OverviewColumn.ACCOUNTS | OverviewColumn.ACTION:
            return len(line.unusable_accounts)
        case OverviewColumn.NEXT:
            return line.next_at or _NEVER
        case _:
            return _COUNTS[column](line)
