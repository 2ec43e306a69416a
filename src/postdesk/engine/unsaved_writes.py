"""Writes of typed text: begun at once, and repeated until they are on the disk."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import Future
from itertools import count
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.storage import StorageFailure
from postdesk.engine.changes import Changes
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import Tasks
from postdesk.store import settings
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageError, Transaction

_AGAIN_EVERY_S: Final = 2.0
_TRIED: Final = "disk_tried"
_PASSING: Final = frozenset({StorageFailure.FULL, StorageFailure.UNWRITABLE, StorageFailure.BUSY})


@dataclass(frozen=True, slots=True, eq=False)
class _Write:
    work: Callable[[Transaction], object]
    then: Callable[[], object]


class UnsavedWrites(QObject):
    """Writes the newest version of each subject ("draft 7"), and keeps it until it is written.

    `changed` follows when the set of failed writes changes. While the disk fails it is tried every 2 s, so that its report ends
    when the failure does.
    """

    changed = Signal()

    def __init__(self, database: Database, changes: Changes, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._changes, self._tasks = database, changes, tasks
        self._newest: dict[str, _Write] = {}
        self._failed: dict[str, _Write] = {}
        self._under_way: set[Future[object]] = set()
        self._storage_failed = asyncio.Event()
        self._numbers = count(1)
        database.listeners.append(self._note_failure)

    @property
    def count(self) -> int:
        """The number of subjects that could not be written."""
        return len(self._failed)

    @property
    def pending(self) -> bool:
        """True while anything is not on the disk, even for the moment that a write takes."""
        return bool(self._newest)

    def holds(self, subject: str) -> bool:
        """Tell whether the subject could not be written."""
        return subject in self._failed

    def write(self, subject: str, work: Callable[[Transaction], object], then: Callable[[], object] = lambda: None) -> None:
        """Run `work` in one transaction that begins now, then `then`. It replaces an earlier failed write of the subject."""
        wanted = _Write(work, then)
        self._newest[subject] = wanted
        if self._failed.pop(subject, None):
            self._failed[subject] = wanted
        submitted = self._database.submit(work)

        async def follow() -> None:
            try:
                await self._database.done(submitted)
            except StorageError as problem:
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
        """Drop the unwritten data of a subject that was deleted."""
        self._newest.pop(subject, None)
        if self._failed.pop(subject, None):
            self.changed.emit()

    async def run(self) -> None:
        """Repeat failed writes, as long as there are any; never ends."""
        while True:
            await self._storage_failed.wait()
            await asyncio.sleep(_AGAIN_EVERY_S)
            await self.try_again()

    async def try_again(self) -> None:
        """Repeat the failed writes; if there are none, test whether the disk can be written."""
        if not self._failed and self._database.failure in _PASSING:
            await self._try_the_disk()
        for subject, wanted in tuple(self._failed.items()):
            if self._failed.get(subject) is not wanted:
                continue  # dropped or written again meanwhile
            try:
                await self._database.run(wanted.work)
            except StorageError as problem:
                self._not_written(subject, wanted, problem)
                return
            self._written(subject, wanted)
        if not self._failed and self._database.failure not in _PASSING:
            self._storage_failed.clear()

    async def settle(self) -> None:
        """Wait until each write has succeeded or failed; failed ones are tried once more."""
        while self._under_way:
            await asyncio.gather(*map(asyncio.wrap_future, self._under_way), return_exceptions=True)
            await asyncio.sleep(0)
        await self.try_again()

    async def _try_the_disk(self) -> None:
        try:
            await self._database.run(lambda conn: settings.remember(conn, _TRIED, str(next(self._numbers))))
        except StorageError:
            return

    def _not_written(self, subject: str, wanted: _Write, problem: StorageError) -> None:
        if self._newest.get(subject) is not wanted:
            return
        if problem.failure is StorageFailure.DEFECT:  # waiting does not fix a defect
            self.forget(subject)
            self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED, detail=problem.failure))
            return
        if self._failed.get(subject) is not wanted:
            self._failed[subject] = wanted
            self.changed.emit()
        self._storage_failed.set()

    def _written(self, subject: str, wanted: _Write) -> None:
        held = self._failed.get(subject) is wanted
        if self._newest.get(subject) is wanted:
            del self._newest[subject]
            self._failed.pop(subject, None)
        wanted.then()
        if held:
            self.changed.emit()

    def _note_failure(self, failure: StorageFailure | None) -> None:
        if failure in _PASSING:
            self._storage_failed.set()

    def close(self) -> None:
        """Stop listening to the database."""
        self._database.listeners.remove(self._note_failure)


async def settle_all(unsaved: Collection[UnsavedWrites], then: Callable[[int], object]) -> None:
    """Wait until each write has succeeded or failed, then call `then` with the number of failed ones."""
    await asyncio.gather(*(each.settle() for each in unsaved))
    then(sum(each.count for each in unsaved))
