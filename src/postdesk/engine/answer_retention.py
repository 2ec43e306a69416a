"""The daily removal of raw answers about posts of past years, as long as the settings ask for it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageError

_log = logging.getLogger("postdesk.engine")

_FIRST_AFTER_S: Final = 600.0
"""Seconds after the start: the window has long been still, and a choice made by mistake can be taken back."""
_AGAIN_AFTER_S: Final = 86_400.0
_PAUSE_S: Final = 0.05
"""Seconds between two transactions, for the writes of others."""


class AnswerRetention:
    """Removes them on the writer thread, a few at a time, for all workspaces. What was removed is not removed again."""

    def __init__(self, database: Database, settings: SettingsBook, tasks: Tasks, now: Callable[[], datetime]) -> None:
        self._database, self._settings, self._tasks, self._now = database, settings, tasks, now

    def start(self) -> None:
        """Remove old answers each day from now on."""
        self._tasks.supervise("old answers", self._each_day)

    async def _each_day(self) -> None:
        await asyncio.sleep(_FIRST_AFTER_S)
        while True:
            try:
                await self._remove_old()
            except StorageError as problem:
                _log.warning("old answers stay: %s", problem.reason)
            await asyncio.sleep(_AGAIN_AFTER_S)

    async def _remove_old(self) -> None:
        from postdesk.store import workspaces

        for workspace in workspaces.all_of(self._database.reader):
            await self._remove_of(workspace.id)

    async def _remove_of(self, workspace_id: int) -> None:
        from postdesk.store.answer_retention import EntryPlace, first_place, remove_some

        place: EntryPlace | None = first_place(self._database.reader, workspace_id)
        while place is not None and (until := self._settings.current.answers_kept.start(self._now())):
            place = await self._database.run(partial(remove_some, workspace_id=workspace_id, after=place, until=until))
            await asyncio.sleep(_PAUSE_S)
