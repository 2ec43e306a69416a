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

translate = QCoreApplication.translate

_POSTS: Final = frozenset(PostState) - StateGroup.CANCELLED.value
_DECEMBER: Final = 12


def counted(board: Board, wanted: Filter, zone: ZoneInfo, now: datetime) -> str:
    """The counts of what is shown, and how many there are of it this month, or at all where it was looked for; no zeros."""
    groups = StateGroup.TO_DECIDE.value, WAITING
    this_month = found = 0
    if wanted.platform or wanted.states or wanted.text:
        to_decide, waiting, found = board.counts_among(wanted, *groups)
    else:
        to_decide, waiting = (board.count(replace(wanted, states=group)) for group in groups)
        this_month = _this_month(board, wanted, zone, now)
    numbers = (
        (to_decide, translate("Results", "{0} to decide")),
        (waiting, translate("Results", "{0} waiting")),
        (this_month, translate("Results", "{0} this month")),
        (found, translate("Results", "{0} found")),
    )
    return " · ".join(words.format(number) for number, words in numbers if number)


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
