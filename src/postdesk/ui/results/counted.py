"""The remark beside the pane's title: "1 to decide · 3 waiting · 34 this month"."""

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


def counted(board: Board, client_id: int | None, zone: ZoneInfo, now: datetime) -> str:
    """The counts of one client's posts, or of all; zeros are left out."""
    tr = QCoreApplication.translate
    month = board.spans(month_of(now.astimezone(zone)), Filter(client_id, states=_POSTS), 0)
    numbers = (
        (board.count(Filter(client_id, states=StateGroup.TO_DECIDE.value)), tr("Results", "{0} to decide")),
        (board.count(Filter(client_id, states=WAITING)), tr("Results", "{0} waiting")),
        (sum(span.count for span in month), tr("Results", "{0} this month")),
    )
    return " · ".join(words.format(number) for number, words in numbers if number)


def month_of(moment: datetime) -> tuple[datetime, datetime]:
    """The first moments of the month of `moment`, in its zone, and of the next."""
    first = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first, _next_month(first)


def _next_month(first: datetime) -> datetime:
    if first.month == _DECEMBER:
        return first.replace(year=first.year + 1, month=1)
    return first.replace(month=first.month + 1)
