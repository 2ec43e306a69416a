"""The agenda as a list model: days and their cards, read page by page as it is scrolled."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.day_notes import DayNote, on
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.calendar.wording import card_line
from postdesk.ui.text.days import whole_day

translate = QCoreApplication.translate

PAGE: Final = 100
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Line = date | Card | DayNote
"""A line of the agenda: the day that begins, a note on it, or a card of it."""

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
        self._notes: Sequence[DayNote] = ()
        self._page: Page = lambda limit, offset: ()

    def show(self, sight: Sight, page: Page, notes: Sequence[DayNote] = ()) -> None:
        """Show what `page(limit, offset)` gives, at least as much of it as before, and the notes on the days."""
        known = max(self._cards, PAGE)
        self.beginResetModel()
        self.sight, self._page, self._notes = sight, page, notes
        cards = page(known, 0)
        self._cards, self._ended = len(cards), len(cards) < known
        self._lines = list(self._headed(cards, None))
        self.endResetModel()

    def line(self, index: Index) -> Line | None:
        """The day or the card at an index."""
        return self._lines[index.row()] if index.isValid() else None

    def index_of(self, wanted: Card | DayNote) -> QModelIndex:
        """Where that draft, post or note is, whatever its time is now."""
        lines = ((n, each) for n, each in enumerate(self._lines) if isinstance(each, Card | DayNote))
        row = next((n for n, each in lines if _key(each) == _key(wanted)), None)
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
        return enabled if isinstance(self.line(index), Card | DayNote) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None or self.sight is None or role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        if isinstance(line, DayNote):
            return translate("Calendar", "{0}, note: {1}").format(whole_day(line.day), line.text)
        if not isinstance(line, Card):
            return whole_day(line)
        return f"{whole_day(self._day(line))}, {card_line(line, self.sight)}"

    def _headed(self, cards: tuple[Card, ...], last: Line | None) -> Iterator[Line]:
        day = self.day_of(last) if last else None
        for card in cards:
            if (at := self._day(card)) != day:
                yield from self._noted(day, at)
                day = at
                yield day
                yield from on(self._notes, day)
            yield card
        if self._ended:
            yield from self._noted(day, date.max)

    def _noted(self, after: date | None, before: date) -> Iterator[Line]:
        """The days between two that have notes alone."""
        for day in sorted({note.day for note in self._notes if (after is None or note.day > after) and note.day < before}):
            yield day
            yield from on(self._notes, day)

    def day_of(self, line: Line) -> date:
        """The day that a line is of."""
        if isinstance(line, DayNote):
            return line.day
        return self._day(line) if isinstance(line, Card) else line

    def _day(self, card: Card) -> date:
        assert self.sight
        return wall_time(card.due_at, self.sight.zone).date()


def _key(line: Card | DayNote) -> object:
    return line.key if isinstance(line, Card) else line.id
