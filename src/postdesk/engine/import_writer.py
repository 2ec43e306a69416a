"""Writes and undoes imports in small transactions, one import at a time, and settles unfinished ones."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from functools import partial
from typing import TypeAlias

from postdesk.domain.imports import Import, ImportResult, ImportState, ImportUndoResult
from postdesk.engine import import_steps as steps
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import imports
from postdesk.store.sqlite import StorageError

StopCheck: TypeAlias = Callable[[], bool]
"""Returns True once the user has cancelled the step."""
RowCallback: TypeAlias = Callable[[int, int], object]
"""Called with the number of rows done and their total."""


class ImportWriter:
    """Writes the imports of a workspace, and undoes them."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._workspace_id, self._database, self._clock = context.workspace.id, context.database, context.clock
        self._turn = asyncio.Lock()

    async def write(self, job: steps.ImportJob, stopped: StopCheck, tell: RowCallback) -> ImportResult:
        """Make posts and drafts of all rows. Raises ImportRefused, ImportCancelled, StorageError: then of none.

        If the rows written before an error can't be undone at once, `settle` does that.
        """
        async with self._turn:
            begun = await self._database.run(partial(steps.begin_import, job=job))
            try:
                await self._all_rows(job, begun, stopped, tell)
                return await self._database.run(partial(steps.finish_import, job=job, begun=begun))
            except Exception:
                with suppress(StorageError):
                    await self._all_back(begun.made.id)
                raise

    async def _all_rows(self, job: steps.ImportJob, begun: steps.StartedImport, stopped: StopCheck, tell: RowCallback) -> None:
        done, total = 0, len(job.rows)
        while done < total:
            if stopped():
                raise steps.ImportCancelled
            done = await self._database.run(partial(steps.import_rows, job=job, begun=begun, done=done))
            tell(done, total)

    async def undo(self, import_id: str, stopped: StopCheck, tell: RowCallback) -> ImportUndoResult:
        """Undo an import as far as possible, until cancelled or the disk is full. Raises StorageError if nothing was undone."""
        async with self._turn:
            progress: steps.UndoProgress | None = None
            try:
                async with aclosing(self._parts_back(import_id)) as parts:
                    async for progress in parts:
                        tell(progress.done, progress.total)
                        if stopped():
                            break
                await self._database.run(partial(steps.end_undo, import_id=import_id))
            except StorageError:
                if not (progress and progress.done):
                    raise
            assert progress
            return progress.result

    async def _all_back(self, import_id: str) -> None:
        async for _ in self._parts_back(import_id):
            pass
        await self._database.run(partial(steps.end_undo, import_id=import_id))

    async def _parts_back(self, import_id: str) -> AsyncGenerator[steps.UndoProgress]:
        progress = await self._database.run(partial(steps.begin_undo, import_id=import_id))
        while not progress.over:
            yield progress
            part = partial(steps.undo_rows, import_id=import_id, progress=progress, now=self._clock.now())
            progress = await self._database.run(part)
        yield progress

    async def settle(self, *, resume: bool) -> bool:
        """Settle the imports that are still under way; return False if there were none. Raises StorageError.

        An unfinished import is undone, and recorded for a notice to the user. An unfinished undo is completed with `resume`;
        otherwise it ends here, as the user was told.
        """
        failure: Exception | None = None
        async with self._turn:
            found = await self._database.run(lambda conn: imports.under_way(conn, self._workspace_id))
            for each in found:
                try:
                    await self._settle(each, resume=resume)
                except Exception as problem:  # settle the other imports all the same
                    failure = problem
        if failure:
            raise failure
        return bool(found)

    async def _settle(self, made: Import, *, resume: bool) -> None:
        if made.state is ImportState.UNFINISHED:
            async for _ in self._parts_back(made.id):
                pass
            await self._database.run(partial(steps.end_rollback, workspace_id=self._workspace_id, unfinished=made))
        elif resume and made.state is ImportState.UNDOING:
            await self._all_back(made.id)
        else:
            await self._database.run(partial(steps.end_undo, import_id=made.id))
