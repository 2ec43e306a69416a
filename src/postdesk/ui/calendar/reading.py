"""Reads the cards of the calendar's cells from the board, once for each look."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from postdesk.domain.ahead import DAYS
from postdesk.domain.board import Card, Filter, Span
from postdesk.domain.calendar_days import HOURS, WEEK, edges, midnight, month_of, week_of
from postdesk.domain.day_notes import DayNote, on
from postdesk.domain.slots import Opening
from postdesk.engine.board import Board
from postdesk.engine.slots import SlotBook
from postdesk.ui.calendar.agenda_lines import Page
from postdesk.ui.calendar.hours_view import DayView, WeekView
from postdesk.ui.calendar.sight import Cell, Sight

_AGENDA = timedelta(days=3653)
QUARTERS = 4
_MOST_CHOSEN = 5000
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def month_cells(
    board: Board, sight: Sight, day: date, wanted: Filter, most: int, notes: Sequence[DayNote] = ()
) -> tuple[Cell, ...]:
    """The days of the weeks around the month of `day`, each with its first cards, so many at most."""
    walls = [midnight(each) for each in month_of(day, sight.first_weekday)]
    spans = _spans(board, sight, [*walls, walls[-1] + _DAY], wanted, most)
    return tuple(
        Cell(wall, span, wall.month != day.month, on(notes, wall.date())) for wall, span in zip(walls, spans, strict=True)
    )


def week_cells(board: Board, slots: SlotBook, sight: Sight, day: date, wanted: Filter) -> tuple[tuple[Cell, ...], ...]:
    """The hours of each day of the week of `day`."""
    first = midnight(week_of(day, sight.first_weekday)[0])
    walls = [first + n * _HOUR for n in range(WEEK * HOURS + 1)]
    spans = _spans(board, sight, walls, wanted, WeekView.MOST)
    cells = _with_free(slots, sight, walls, spans)
    return tuple(tuple(cells[n : n + HOURS]) for n in range(0, len(cells), HOURS))


def day_cells(board: Board, slots: SlotBook, sight: Sight, day: date, wanted: Filter) -> tuple[Cell, ...]:
    """The quarters of the hours of a day."""
    walls = [midnight(day) + n * DayView.STEP_DOWN for n in range(HOURS * QUARTERS + 1)]
    spans = _spans(board, sight, walls, wanted, DayView.MOST)
    return _with_free(slots, sight, walls, spans)


def _with_free(slots: SlotBook, sight: Sight, walls: Sequence[datetime], spans: Sequence[Span]) -> tuple[Cell, ...]:
    """The cells, where one client's posts are shown each with what is free of its slots."""
    if sight.several or len(sight.clients) != 1:
        return tuple(Cell(wall, span) for wall, span in zip(walls, spans, strict=False))
    free = slots.free_between(sight.clients[0].id, spans[0].start, spans[-1].end)
    places = [bisect_left(free, span.start, key=_moment) for span in spans] + [len(free)]
    return tuple(
        Cell(wall, span, free=free[first:last]) for wall, span, (first, last) in zip(walls, spans, pairwise(places), strict=False)
    )


def _moment(opening: Opening) -> datetime:
    return opening.moment


def cards_of(board: Board, sight: Sight, days: tuple[date, date], wanted: Filter) -> tuple[Card, ...]:
    """All cards from the first of the days to the last."""
    start, end = edges([midnight(days[0]), midnight(days[1] + _DAY)], sight.zone)
    return board.agenda(start, end, wanted, _MOST_CHOSEN)


def cards_between(board: Board, one: Card, other: Card, wanted: Filter) -> tuple[Card, ...]:
    """All cards from one to another, both with them."""
    first, last = sorted((one.due_at, other.due_at))
    return board.agenda(first, last + timedelta(milliseconds=1), wanted, _MOST_CHOSEN)


def _spans(board: Board, sight: Sight, walls: Sequence[datetime], wanted: Filter, limit: int) -> tuple[Span, ...]:
    return board.spans(edges(walls, sight.zone), wanted, limit)


def agenda_page(board: Board, sight: Sight, day: date, wanted: Filter) -> Page:
    """Reads pages of what has a time from `day` on: of a part of the week ahead, otherwise as far as anybody plans."""
    start, week = edges([midnight(day), midnight(day + DAYS * _DAY)], sight.zone)
    end = week if wanted.marks else start + _AGENDA
    return lambda limit, offset: board.agenda(start, end, wanted, limit, offset)
