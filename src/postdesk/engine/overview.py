"""The overview of all clients, read in the GUI thread."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from postdesk.domain.calendar_days import first_moments, midnight, wall_time, week_of
from postdesk.domain.clients import Client
from postdesk.domain.overview import ClientLine
from postdesk.domain.times import zone
from postdesk.engine.attention import AttentionList
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, overview


class Overview(QObject):
    """Each client's next post, and the items that need the user's attention."""

    def __init__(self, context: WorkspaceContext, attention: AttentionList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._attention = attention
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock

    def lines(self, first_weekday: int, local_zone: ZoneInfo) -> tuple[ClientLine, ...]:
        """Return one line per client, by name, archived ones included.

        Weeks are counted in the client's own zone (`local_zone` if it has none), and begin on `first_weekday`.
        """
        reader, now = self._database.reader, self._clock.now()
        waiting = overview.waiting_for_accounts(reader, self._workspace.id)
        lines = (
            overview.client_line(reader, client, waiting, now, _week(client, now, first_weekday, local_zone))
            for client in clients.all_of(reader, self._workspace.id)
        )
        return tuple(replace(line, to_decide=self._attention.count_for(line.client.id)) for line in lines)


def _week(client: Client, now: datetime, first_weekday: int, local_zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the start of the current week on the client's clock, and the start of the next week."""
    client_zone = zone(client.zone) or local_zone
    first = midnight(week_of(wall_time(now, client_zone).date(), first_weekday)[0])
    start, end = first_moments((first, first + timedelta(weeks=1)), client_zone)
    return start, end
