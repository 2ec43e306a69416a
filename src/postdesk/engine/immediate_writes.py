"""Writes requested by a click: submitted at once, so they are done even if the application ends."""

from collections.abc import Callable

from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store.sqlite import StorageError, Transaction


class ImmediateWrites:
    """The immediate writes of one part of a workspace session."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._database, self._changes, self._tasks = context.database, context.changes, context.tasks

    def write_now(
        self, name: str, work: Callable[[Transaction], object], then: Callable[[], object] = lambda: None, *, notify: bool = True
    ) -> None:
        """Run `work` in one transaction that begins now, then `then`.

        The task `name` runs `then`, or reports a failure. While a task of that name runs, the end of another write of that name
        is not followed. `notify`: give a notice of a failure, because data is lost.
        """
        submitted = self._database.submit(work)

        async def write() -> None:
            try:
                await self._database.done(submitted)
            except StorageError as problem:
                if notify:
                    self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED, detail=problem.failure))
            else:
                then()

        self._tasks.start(name, write())
