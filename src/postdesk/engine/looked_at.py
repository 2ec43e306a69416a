"""When each workspace was looked at last, so that what happened since can be told of."""

import asyncio
import contextlib
from datetime import datetime
from typing import Final

from postdesk.domain.times import from_ms, to_ms
from postdesk.engine.desk import Desk
from postdesk.store import settings
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageProblem

_NAME: Final = "left_{}"
_NOTED_EVERY_S: Final = 300
_DIGITS: Final = 14


class LookedAt:
    """Remembers it by each desk's own clock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, desk: Desk) -> datetime | None:
        """When the desk was looked at last; None where it never was."""
        kept = settings.number(settings.value(self._database.reader, _NAME.format(desk.workspace.id)), _DIGITS)
        return from_ms(kept) if kept else None

    async def note(self, desk: Desk) -> None:
        """Remember that the desk is looked at now."""
        name, now = _NAME.format(desk.workspace.id), str(to_ms(desk.clock.now()))
        with contextlib.suppress(StorageProblem):
            await self._database.run(lambda conn: settings.remember(conn, name, now))

    async def keep_noting(self, desk: Desk) -> None:
        """Not only at the end, which may be a crash: then that much more is told of than was missed. Never ends."""
        while True:
            await asyncio.sleep(_NOTED_EVERY_S)
            await self.note(desk)
