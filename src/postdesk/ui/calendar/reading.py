"""Reads the cards of the calendar's cells from the board, once for each look."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from postdesk.domain.board import Filter, Span
from postdesk.domain.calendar_days import HOURS, WEEK, edges, midnight, month_of, week_of
from postdesk.engine.board import Board
from postdesk.ui.calendar.agenda_model import Page
from postdesk.ui.calendar.sight import Cell, Sight
from postdesk.ui.calendar.week_view import CARDS_AN_HOUR

_AGENDA = timedelta(days=3653)
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def month_cells(board: Board, sight: Sight, day: date, wanted: Filter, most: int) -> tuple[Cell, ...]:
    """The days of the weeks around the month of `day`, each with its first cards, so many at most."""
    walls = [midnight(each) for each in month_of(day, sight.first_weekday)]
    spans = _spans(board, sight, [*walls, walls[-1] + _DAY], wanted, most)
    return tuple(Cell(wall, span, wall.month != day.month) for wall, span in zip(walls, spans, strict=True))


def week_cells(board: Board, sight: Sight, day: date, wanted: Filter) -> tuple[tuple[Cell, ...], ...]:
    """The hours of each day of the week of `day`."""
    first = midnight(week_of(day, sight.first_weekday)[0])
    walls = [first + n * _HOUR for n in range(WEEK * HOURS + 1)]
    spans = _spans(board, sight, walls, wanted, CARDS_AN_HOUR)
    cells = [Cell(wall, span) for wall, span in zip(walls, spans, strict=False)]
    return tuple(tuple(cells[n : n + HOURS]) for n in range(0, len(cells), HOURS))


def _spans(board: Board, sight: Sight, walls: Sequence[datetime], wanted: Filter, limit: int) -> tuple[Span, ...]:
    return board.spans(edges(walls, sight.zone), wanted, limit)


def agenda_page(board: Board, sight: Sight, day: date, wanted: Filter) -> Page:
    """Reads pages of what has a time from `day` on, as far as anybody plans."""
    (start,) = edges([midnight(day)], sight.zone)
    return lambda limit, offset: board.agenda(start, start + _AGENDA, wanted, limit, offset)
