"""The lines of the agenda as a list model: all days, notes and cards by their number; cards are read where they are shown."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.day_notes import DayNote, notes_on
from postdesk.engine.agenda import Agenda, AgendaDay
from postdesk.ui.calendar.cells import card_line
from postdesk.ui.calendar.state import CalendarContext
from postdesk.ui.kit.idle_count import AT_ONCE, IdleCount, count_first
from postdesk.ui.text.times import long_day

translate = QCoreApplication.translate

PAGE: Final = 100
_MOST_PAGES: Final = 40
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
AgendaItem = date | Card | DayNote
"""A line of the agenda: the heading of a day, a note on it, or a card of it."""


class _DayLines(NamedTuple):
    """The lines of a day: its heading and its notes, if it has any, then its cards."""

    day: date
    head: tuple[date | DayNote, ...]
    cards: AgendaDay | None

    @property
    def size(self) -> int:
        return len(self.head) + (self.cards.cards if self.cards else 0)


class AgendaModel(QAbstractListModel):
    """The cards in the order of their times, with a heading before each day's first unless they are all of one day.

    `recounted` carries an agenda whose days differ from those that are shown, not only at the end: `take` shows it.
    """

    recounted = Signal(object)

    def __init__(self, parent: QObject | None = None, *, one_day: bool = False) -> None:
        super().__init__(parent)
        self._one_day = one_day
        self.context: CalendarContext | None = None
        self._agenda: Agenda | None = None
        self._notes: Sequence[DayNote] = ()
        self._days: tuple[_DayLines, ...] = ()
        self._firsts = [0]
        self._pages: dict[tuple[int, int], tuple[Card, ...]] = {}
        self._count = IdleCount(self)
        self._count.counted.connect(self._take_counted)

    def show(
        self, context: CalendarContext, agenda: Agenda, notes: Sequence[DayNote] = (), needed: int = 0, in_view: range = range(0)
    ) -> None:
        """Show the cards and the notes on the days, so many lines at least; the number of others comes a moment later.

        Where the same long agenda is shown, only the days in view are counted before.
        """
        self.context, self._notes = context, notes
        if known := self._continued(agenda, in_view):
            self.take(known)
            self._count.begin(agenda)
        else:
            count_first(agenda, needed)
            self.take(agenda)
            self._count.finish(agenda)

    def _continued(self, agenda: Agenda, in_view: range) -> Agenda | None:
        if not in_view or self._agenda is None or self._agenda.total <= AT_ONCE:
            return None
        first, last = (self._days[bisect_right(self._firsts, row) - 1].day for row in (in_view[0], in_view[-1]))
        return agenda.continued(self._agenda, first, last)

    def take(self, agenda: Agenda) -> None:
        """Show the cards of this agenda. Where the same days have as many as before, the lines stay, and are read again."""
        days = self._lines_of_days(agenda)
        if days and days == self._days:
            self._agenda, self._pages = agenda, {}
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
            return
        self.beginResetModel()
        self._agenda, self._pages = agenda, {}
        self._days, self._firsts = days, _firsts(days)
        self.endResetModel()

    def line(self, index: Index) -> AgendaItem | None:
        """Return the day, note or card at an index."""
        return self._line(index.row()) if index.isValid() else None

    def index_of(self, wanted: Card | DayNote, near: int = 0) -> QModelIndex:
        """Return the index of that draft, post or note, even if its time changed; it is looked for near a row first."""
        day = wanted.day if isinstance(wanted, DayNote) else self._present_day(wanted)
        number = next((number for number, each in enumerate(self._days) if each.day == day), None)
        if number is None:
            return QModelIndex()
        rows = sorted(range(self._firsts[number], self._firsts[number + 1]), key=lambda row: abs(row - near))
        row = next((row for row in rows if _key(self._line(row)) == _key(wanted)), None)
        return QModelIndex() if row is None else self.index(row)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._firsts[-1]

    def flags(self, index: Index) -> Qt.ItemFlag:
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags if type(self._head(index.row())) is date else enabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.context is None or role != Qt.ItemDataRole.AccessibleTextRole or (line := self.line(index)) is None:
            return None
        if isinstance(line, DayNote):
            return translate("Calendar", "{0}, note: {1}").format(long_day(line.day), line.text)
        if not isinstance(line, Card):
            return long_day(line)
        return f"{long_day(self.day_of(line))}, {card_line(line, self.context)}"

    def day_of(self, line: AgendaItem) -> date:
        """Return the day of a line."""
        if isinstance(line, DayNote):
            return line.day
        assert self.context
        return wall_time(line.due_at, self.context.zone).date() if isinstance(line, Card) else line

    def _take_counted(self, agenda: Agenda) -> None:
        """Take over what has been counted: lines are added, unless others have changed."""
        days = self._lines_of_days(agenda)
        if days[: len(self._days)] != self._days:
            self.recounted.emit(agenda)
            return
        before, firsts = self._firsts[-1], _firsts(days)
        if firsts[-1] > before:
            self.beginInsertRows(QModelIndex(), before, firsts[-1] - 1)
        self._agenda, self._days, self._firsts = agenda, days, firsts
        if firsts[-1] > before:
            self.endInsertRows()

    def _lines_of_days(self, agenda: Agenda) -> tuple[_DayLines, ...]:
        days = {day.date: day for day in agenda.days}
        if self._one_day:
            return tuple(_DayLines(day, (), cards) for day, cards in days.items())
        until = date.max if agenda.is_complete else max(days, default=date.min)
        noted = {note.day for note in self._notes if note.day <= until}
        return tuple(_DayLines(day, (day, *notes_on(self._notes, day)), days.get(day)) for day in sorted({*days, *noted}))

    def _present_day(self, card: Card) -> date | None:
        assert self.context
        assert self._agenda
        moment = self._agenda.time_of(card)
        return wall_time(moment, self.context.zone).date() if moment else None

    def _head(self, row: int) -> date | DayNote | None:
        """Return the heading or note of a row; None for a card."""
        number = bisect_right(self._firsts, row) - 1
        place = row - self._firsts[number]
        return self._days[number].head[place] if number < len(self._days) and place < len(self._days[number].head) else None

    def _line(self, row: int) -> AgendaItem | None:
        if not 0 <= row < self._firsts[-1]:
            return None
        if head := self._head(row):
            return head
        number, page, place = self._place(row)
        cards = self._page(number, page)
        return cards[place] if place < len(cards) else None

    def _place(self, row: int) -> tuple[int, int, int]:
        """Return the number of the day of a card's row, its page of that day, and its place there."""
        number = bisect_right(self._firsts, row) - 1
        return number, *divmod(row - self._firsts[number] - len(self._days[number].head), PAGE)

    def _page(self, number: int, page: int) -> tuple[Card, ...]:
        wanted = number, page
        if wanted not in self._pages:
            day = self._days[number].cards
            self._pages[wanted] = self._agenda.read(day, PAGE, page * PAGE) if self._agenda and day else ()
            self._release_pages(wanted)
        return self._pages[wanted]

    def _release_pages(self, needed: tuple[int, int]) -> None:
        """Forget the page that was read first, but for that of the current line, which tells what it was before a change."""
        if len(self._pages) > _MOST_PAGES:
            held = {needed, *(self._place(index.row())[:2] for index in self.persistentIndexList())}
            self._pages.pop(next(page for page in self._pages if page not in held))


def _firsts(days: Iterable[_DayLines]) -> list[int]:
    """Return the first row of each day, and last the number of rows."""
    return list(accumulate((day.size for day in days), initial=0))


def _key(line: AgendaItem | None) -> object:
    return line.key if isinstance(line, Card) else line.id if isinstance(line, DayNote) else None
