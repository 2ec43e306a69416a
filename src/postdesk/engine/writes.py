"""Writes that a click asks for: done even where the application ends in the next moment; a failure is told."""

from collections.abc import Callable

from postdesk.engine.bench import Bench
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.store.sqlite import StorageProblem, Transaction


class Writes:
    """The writes of one part of a desk."""

    def __init__(self, bench: Bench) -> None:
        self._database, self._changes, self._tasks = bench.database, bench.changes, bench.tasks

    def ask(
        self, name: str, work: Callable[[Transaction], object], then: Callable[[], object] = lambda: None, *, told: bool = True
    ) -> None:
        """Do `work` in one transaction that begins now, and `then` once it is done. One task a `name` tells of it.

        `told`: a failure is a loss that the user has to hear of.
        """
        submitted = self._database.submit(work)

        async def write() -> None:
            try:
                await self._database.done(submitted)
            except StorageProblem as problem:
                if told:
                    self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED, detail=problem.trouble))
            else:
                then()

        self._tasks.start(name, write())
