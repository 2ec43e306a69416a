"""The moments at which the workspaces were last seen."""

import asyncio
import contextlib
from datetime import datetime
from typing import Final

from postdesk.domain.times import from_ms, to_ms
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import settings
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageError

_LEFT: Final = "left_{}"
_NOTED_EVERY_S: Final = 300
_DIGITS: Final = 14


class LastSeen:
    """The moments at which each workspace was last seen, by its session's clock: later events are news for the user."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, session: WorkspaceSession) -> datetime | None:
        """Return the moment at which the session was last seen; None where it never was."""
        kept = settings.number(settings.value(self._database.reader, _LEFT.format(session.workspace.id)), _DIGITS)
        return from_ms(kept) if kept else None

    async def note(self, session: WorkspaceSession) -> None:
        """Store the present moment as the last one at which the session was seen."""
        name, now = _LEFT.format(session.workspace.id), str(to_ms(session.clock.now()))
        with contextlib.suppress(StorageError):
            await self._database.run(lambda conn: settings.remember(conn, name, now))

    async def store_regularly(self, session: WorkspaceSession) -> None:
        """Store the time every 5 minutes, without end.

        After a crash the last stored time is used, so some results may be reported again.
        """
        while True:
            await asyncio.sleep(_NOTED_EVERY_S)
            await self.note(session)
