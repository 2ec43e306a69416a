"""Imports are written and taken back part by part, one at a time; what was not finished is seen to."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from postdesk.domain.imported import Brought, Import, ImportState, TakenBack
from postdesk.engine.bench import Bench
from postdesk.engine.bringing_in import (
    Begun,
    Bringing,
    Stopped,
    begin,
    begin_taking_back,
    bring_in,
    end_taking_back,
    finish,
    take_back,
    undo,
)
from postdesk.store import imports
from postdesk.store.sqlite import StorageProblem

Tell: TypeAlias = Callable[[int, int], object]
"""Told how many of how many rows are done."""


class ImportWriter:
    """Writes the imports of a workspace. `stopped` says whether the user wants a step no more."""

    def __init__(self, bench: Bench) -> None:
        self._workspace_id, self._database, self._clock = bench.workspace.id, bench.database, bench.clock
        self._turn = asyncio.Lock()

    async def bring_in(self, bringing: Bringing, stopped: Callable[[], bool], tell: Tell) -> Brought:
        """Make posts and drafts of all rows. Raises NotBrought, Stopped, StorageProblem: then of none."""
        async with self._turn:
            await self._settle()
            begun = await self._database.run(partial(begin, bringing=bringing))
            try:
                await self._all_rows(bringing, begun, stopped, tell)
                return await self._database.run(partial(finish, bringing=bringing, begun=begun))
            except Exception:
                with suppress(StorageProblem):  # `settle` is tried again
                    await self._settle()
                raise

    async def _all_rows(self, bringing: Bringing, begun: Begun, stopped: Callable[[], bool], tell: Tell) -> None:
        done, total = 0, len(bringing.rows)
        while done < total:
            if stopped():
                raise Stopped
            done = await self._database.run(partial(bring_in, bringing=bringing, begun=begun, done=done))
            tell(done, total)

    async def take_back(self, import_id: str, stopped: Callable[[], bool], tell: Tell) -> TakenBack:
        """Take back all of an import that can be, or what there is until it is stopped. Raises StorageProblem."""
        async with self._turn:
            return await self._take_back(import_id, stopped, tell)

    async def _take_back(self, import_id: str, stopped: Callable[[], bool], tell: Tell) -> TakenBack:
        retreat = await self._database.run(partial(begin_taking_back, import_id=import_id))
        while not (retreat.over or stopped()):
            part = partial(take_back, import_id=import_id, retreat=retreat, now=self._clock.now())
            retreat = await self._database.run(part)
            tell(retreat.done, retreat.total)
        await self._database.run(partial(end_taking_back, import_id=import_id))
        return replace(retreat.back, left=retreat.total - retreat.done)

    async def settle(self) -> tuple[Import, ...]:
        """See to what was under way when Postdesk ended, or the disk was full; gives it. Raises StorageProblem.

        What was not finished is taken away, and what was being taken back is.
        """
        async with self._turn:
            return await self._settle()

    async def _settle(self) -> tuple[Import, ...]:
        found = await self._database.run(lambda conn: imports.under_way(conn, self._workspace_id))
        for each in found:
            if each.state is ImportState.TAKING_BACK:
                await self._take_back(each.id, lambda: False, lambda done, total: None)
            else:
                while await self._database.run(partial(undo, import_id=each.id)):
                    pass
        return found
