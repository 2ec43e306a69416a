"""What was typed and is not on the disk yet: written at once, and again until it is there."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.storage import StorageTrouble
from postdesk.engine.changes import Changes
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import Tasks
from postdesk.store import settings
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageProblem, Transaction

_AGAIN_EVERY_S: Final = 2.0
_TRIED: Final = "disk_tried"
_PASSING: Final = frozenset({StorageTrouble.FULL, StorageTrouble.UNWRITABLE, StorageTrouble.BUSY})


@dataclass(frozen=True, slots=True, eq=False)
class _Write:
    work: Callable[[Transaction], object]
    then: Callable[[], object]


class UnsavedWrites(QObject):
    """Writes the newest of each subject ("draft 7") and keeps it until it is written. `changed`: it holds more, or less.

    While the disk is in trouble it is tried every few seconds, so that what is said of it ends when the trouble does.
    """

    changed = Signal()

    def __init__(self, database: Database, changes: Changes, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._changes, self._tasks = database, changes, tasks
        self._newest: dict[str, _Write] = {}
        self._failed: dict[str, _Write] = {}
        self._under_way: set[Future[object]] = set()
        self._in_trouble = asyncio.Event()
        self._numbers = count(1)
        database.listeners.append(self._note_trouble)

    @property
    def count(self) -> int:
        """How many subjects could not be written."""
        return len(self._failed)

    @property
    def pending(self) -> bool:
        """Whether anything is not on the disk, be it only for the moment that a write takes."""
        return bool(self._newest)

    def holds(self, subject: str) -> bool:
        """Whether the subject could not be written."""
        return subject in self._failed

    def write(self, subject: str, work: Callable[[Transaction], object], then: Callable[[], object] = lambda: None) -> None:
        """Do `work` in one transaction that begins now, and `then` after it. An earlier one of the subject is not tried again."""
        wanted = _Write(work, then)
        self._newest[subject] = wanted
        if self._failed.pop(subject, None):
            self._failed[subject] = wanted
        submitted = self._database.submit(work)

        async def follow() -> None:
            try:
                await self._database.done(submitted)
            except StorageProblem as problem:
                self._not_written(subject, wanted, problem)
            except Exception:
                self.forget(subject)
                raise
            else:
                self._written(subject, wanted)
            finally:
                self._under_way.discard(submitted)

        if self._tasks.start(f"write {subject} #{next(self._numbers)}", follow()):
            self._under_way.add(submitted)

    def forget(self, subject: str) -> None:
        """The subject is gone: what was not written of it won't be."""
        self._newest.pop(subject, None)
        if self._failed.pop(subject, None):
            self.changed.emit()

    async def run(self) -> None:
        """Try again, as long as there is trouble."""
        while True:
            await self._in_trouble.wait()
            await asyncio.sleep(_AGAIN_EVERY_S)
            await self.try_again()

    async def try_again(self) -> None:
        """Write what could not be written; where there is nothing of that, see whether anything can be."""
        if not self._failed and self._database.trouble in _PASSING:
            await self._try_the_disk()
        for subject, wanted in tuple(self._failed.items()):
            if self._failed.get(subject) is not wanted:
                continue  # forgotten or written anew meanwhile
            try:
                await self._database.run(wanted.work)
            except StorageProblem as problem:
                self._not_written(subject, wanted, problem)
                return
            self._written(subject, wanted)
        if not self._failed and self._database.trouble not in _PASSING:
            self._in_trouble.clear()

    async def settle(self) -> None:
        """Until each write has ended, in one way or the other; what could not be written is tried once more."""
        while self._under_way:
            await asyncio.gather(*map(asyncio.wrap_future, self._under_way), return_exceptions=True)
            await asyncio.sleep(0)
        await self.try_again()

    async def _try_the_disk(self) -> None:
        try:
            await self._database.run(lambda conn: settings.remember(conn, _TRIED, str(next(self._numbers))))
        except StorageProblem:
            return

    def _not_written(self, subject: str, wanted: _Write, problem: StorageProblem) -> None:
        if self._newest.get(subject) is not wanted:
            return
        if problem.trouble is StorageTrouble.DEFECT:  # no waiting mends that
            self.forget(subject)
            self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED, detail=problem.trouble))
            return
        if self._failed.get(subject) is not wanted:
            self._failed[subject] = wanted
            self.changed.emit()
        self._in_trouble.set()

    def _written(self, subject: str, wanted: _Write) -> None:
        held = self._failed.get(subject) is wanted
        if self._newest.get(subject) is wanted:
            del self._newest[subject]
            self._failed.pop(subject, None)
        wanted.then()
        if held:
            self.changed.emit()

    def _note_trouble(self, trouble: StorageTrouble | None) -> None:
        if trouble in _PASSING:
            self._in_trouble.set()

    def close(self) -> None:
        """Listen no more."""
        self._database.listeners.remove(self._note_trouble)


async def settle_all(unsaved: Collection[UnsavedWrites], then: Callable[[int], object]) -> None:
    """Wait until each write has ended, in one way or the other; then call `then` with the number of those that failed."""
    await asyncio.gather(*(each.settle() for each in unsaved))
    then(sum(each.count for each in unsaved))
