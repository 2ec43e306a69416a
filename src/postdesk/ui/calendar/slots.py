"""Computes the time of a new post from the empty place (a cell of the calendar) that was chosen."""

from datetime import datetime, time
from typing import Final

from postdesk.domain.calendar_days import free_slot, settled, wall_time
from postdesk.domain.times import resolve
from postdesk.engine.composer import Composer
from postdesk.ui.calendar.sight import Cell, Sight

_USUAL: Final = time(9)


def moment_in(cell: Cell, sight: Sight, composer: Composer, *, timed: bool) -> datetime | None:
    """Its free slot or the time itself, or the day at the time that the client's last post had; None where it is over."""
    if cell.free:
        return cell.free[0].moment
    wall = cell.wall if timed else datetime.combine(cell.wall, _usual_time(sight, composer))
    return free_slot(settled(resolve(wall, sight.zone)), cell.span.end, sight.now)


def _usual_time(sight: Sight, composer: Composer) -> time:
    last = composer.last_time(sight.clients[0].id) if len(sight.clients) == 1 else None
    return wall_time(last, sight.zone).time().replace(second=0, microsecond=0) if last else _USUAL
