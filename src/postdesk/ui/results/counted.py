"""The remark beside the pane's title: "1 to decide · 3 waiting · 34 this month"."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.board import Filter
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import WAITING, StateGroup
from postdesk.engine.board import Board

_POSTS: Final = frozenset(PostState) - StateGroup.CANCELLED.value
_DECEMBER: Final = 12


def counted(board: Board, wanted: Filter, zone: ZoneInfo, now: datetime) -> str:
    """The counts of what is shown, and how many there are of it this month, or at all where it was looked for; no zeros."""
    tr = QCoreApplication.translate
    narrowed = bool(wanted.platform or wanted.states or wanted.text)
    numbers = (
        (_in(board, wanted, StateGroup.TO_DECIDE.value), tr("Results", "{0} to decide")),
        (_in(board, wanted, WAITING), tr("Results", "{0} waiting")),
        (0 if narrowed else _this_month(board, wanted, zone, now), tr("Results", "{0} this month")),
        (board.count(wanted) if narrowed else 0, tr("Results", "{0} found")),
    )
    return " · ".join(words.format(number) for number, words in numbers if number)


def _in(board: Board, wanted: Filter, states: frozenset[PostState]) -> int:
    both = states & wanted.states if wanted.states else states
    return board.count(replace(wanted, states=both)) if both else 0


def _this_month(board: Board, wanted: Filter, zone: ZoneInfo, now: datetime) -> int:
    spans = board.spans(month_of(now.astimezone(zone)), replace(wanted, states=_POSTS), 0)
    return sum(span.count for span in spans)


def month_of(moment: datetime) -> tuple[datetime, datetime]:
    """The first moments of the month of `moment`, in its zone, and of the next."""
    first = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first, _next_month(first)


def _next_month(first: datetime) -> datetime:
    if first.month == _DECEMBER:
        return first.replace(year=first.year + 1, month=1)
    return first.replace(month=first.month + 1)
