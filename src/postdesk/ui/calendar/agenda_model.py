"""The agenda as a list model: days and their cards, read page by page as it is scrolled."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import wall_time
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.calendar.wording import card_line, day_words

PAGE: Final = 100
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Line = date | Card
"""A line of the agenda: the day that begins, or a card of it."""

Page = Callable[[int, int], tuple[Card, ...]]
"""Cards by time: so many (limit), after so many (offset)."""


class AgendaModel(QAbstractListModel):
    """Cards in the order of their times, a heading before each day's first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sight: Sight | None = None
        self._lines: list[Line] = []
        self._cards = 0
        self._ended = True
        self._page: Page = lambda limit, offset: ()

    def show(self, sight: Sight, page: Page) -> None:
        """Show what `page(limit, offset)` gives; at least as much of it as before."""
        known = max(self._cards, PAGE)
        self.beginResetModel()
        self.sight, self._page = sight, page
        cards = page(known, 0)
        self._lines = list(self._headed(cards, None))
        self._cards, self._ended = len(cards), len(cards) < known
        self.endResetModel()

    def line(self, index: Index) -> Line | None:
        """The day or the card at an index."""
        return self._lines[index.row()] if index.isValid() else None

    def index_of(self, card: Card) -> QModelIndex:
        """Where that draft or post is, whatever its time is now."""
        lines = enumerate(self._lines)
        rows = (n for n, each in lines if isinstance(each, Card) and (each.kind, each.id) == (card.kind, card.id))
        row = next(rows, None)
        return QModelIndex() if row is None else self.index(row)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def canFetchMore(self, parent: Index) -> bool:
        return not self._ended

    def fetchMore(self, parent: Index) -> None:
        cards = self._page(PAGE, self._cards)
        self._ended = len(cards) < PAGE
        self._cards += len(cards)
        lines = list(self._headed(cards, self._lines[-1] if self._lines else None))
        if lines:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()

    def flags(self, index: Index) -> Qt.ItemFlag:
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return enabled if isinstance(self.line(index), Card) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None or self.sight is None or role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        if not isinstance(line, Card):
            return day_words(line)
        return f"{day_words(self._day(line))}, {card_line(line, self.sight)}"

    def _headed(self, cards: tuple[Card, ...], last: Line | None) -> Iterator[Line]:
        day = self._day(last) if isinstance(last, Card) else last
        for card in cards:
            if self._day(card) != day:
                day = self._day(card)
                yield day
            yield card

    def _day(self, card: Card) -> date:
        assert self.sight
        return wall_time(card.due_at, self.sight.zone).date()
