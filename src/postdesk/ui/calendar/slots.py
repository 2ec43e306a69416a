"""Computes the time of a new post from the empty slot (a cell of the calendar) that was chosen."""

from datetime import datetime, time
from typing import Final

from postdesk.domain.calendar_days import free_slot, wall_time
from postdesk.domain.times import WallTime, resolve
from postdesk.engine.composer import Composer
from postdesk.ui.calendar.sight import Cell, Sight

_USUAL: Final = time(9)


def moment_in(cell: Cell, sight: Sight, composer: Composer, *, hourly: bool) -> datetime | None:
    """The hour itself, or the day at the time that the client's last post had; None where it is over."""
    wall = cell.wall if hourly else datetime.combine(cell.wall, _usual_time(sight, composer))
    landed = resolve(wall, sight.zone)
    # A time that comes twice is its first; one that clocks skip is what they show instead, an hour later.
    wanted = landed.second if landed.kind is WallTime.SKIPPED else landed.first
    return free_slot(wanted, cell.span.end, sight.now)


def _usual_time(sight: Sight, composer: Composer) -> time:
    last = composer.last_time(sight.clients[0].id) if len(sight.clients) == 1 else None
    return wall_time(last, sight.zone).time().replace(second=0, microsecond=0) if last else _USUAL
