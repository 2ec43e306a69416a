"""Backups: one each day, copies saved or restored by the user, and integrity checks of the database."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.storage import DatabaseReplacement, StorageFailure
from postdesk.engine.database_check import is_damaged
from postdesk.engine.storage_failures import report_storage_failures
from postdesk.engine.tasks import Tasks, Work
from postdesk.store import replacement_notice
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageError

_log = logging.getLogger("postdesk.engine")

_FIRST_AFTER_S: Final = 60.0
"""Seconds after the start, which a backup must not slow down."""
_AGAIN_AFTER_S: Final = 3600.0
_NOT_AGAIN_FOR_S: Final = 60.0


class Backups(QObject):
    """The backups of the whole profile, made in threads beside the writer thread, so that no write waits.

    `saved` carries the Path of a finished and verified copy, `copy_read` the CopyContents of the user's file, `failed` a
    StorageFailure or a CopyProblem. `not_made` carries the StorageFailure of a daily backup, once until one is made: `problem`
    keeps it. `replaced` asks the application to open the database again, with a restored or repaired file in its place.
    """

    saved = Signal(object)
    copy_read = Signal(object)
    failed = Signal(object)
    not_made = Signal(object)
    replaced = Signal()

    def __init__(self, database: Database, tasks: Tasks, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._tasks, self.now = database, tasks, now
        self._sound = True
        self.problem: StorageFailure | None = None

    def start(self) -> None:
        """Make a backup each day from now on."""
        self._tasks.supervise("backups", self._each_day)

    def newest(self) -> datetime | None:
        """Return the last time at which the database was as a backup holds it; None without backups."""
        from postdesk.store.backups import backups

        return next((each.made_at for each in backups(self._database.path)), None)

    def save(self, target: Path) -> None:
        """Copy the database to that file; `saved` or `failed` follows."""
        self._tasks.start("save a copy", self._run_and_report(self._save(target)))

    def read_copy(self, file: Path) -> None:
        """Read the contents of the user's file; `copy_read` or `failed` follows."""
        self._tasks.start("look at a copy", self._run_and_report(self._read_copy(file)))

    def replace_by(self, file: Path) -> None:
        """Replace the database by that file, after a backup; `replaced` or `failed` follows."""
        self._tasks.start("bring in a copy", self._run_and_report(self._replace_by(file)))

    def suspect_damage(self) -> None:
        """Check the database, because an error may be due to damage. Damage is reported by the health of the workspaces."""
        if self._sound:
            self._tasks.start("look at the database", self._check_once_a_minute())

    def repair(self) -> None:
        """Open the database again, which repairs it."""
        self.replaced.emit()

    def unread_replacement(self) -> DatabaseReplacement | None:
        """Return the unread report of a restored or repaired database; None if there is none."""
        return replacement_notice.pending(self._database.reader)

    def mark_replacement_read(self) -> None:
        """Mark the report as read."""
        self._tasks.start("replacement read", self._database.run(replacement_notice.forget))

    async def _each_day(self) -> None:
        pause = _FIRST_AFTER_S
        while True:
            await asyncio.sleep(pause)
            pause = await self._back_up_where_due()

    async def _back_up_where_due(self) -> float:
        """Make a backup if one is due. Return the seconds until the next check."""
        from postdesk.store.backups import back_up, time_until_due

        left = time_until_due(self._database.path, self.now()).total_seconds()
        if left > 0:
            return min(left, _AGAIN_AFTER_S)
        try:
            await asyncio.to_thread(back_up, self._database.path, self.now())
        except StorageError as problem:
            _log.error("no backup could be made: %s", problem.reason)
            await self._note_failure(problem.failure)
        else:
            self.problem = None
        return _AGAIN_AFTER_S

    async def _note_failure(self, failure: StorageFailure) -> None:
        news, self.problem = failure is not self.problem, failure
        if failure is StorageFailure.DAMAGED:
            await self._check_database()
        elif news:
            self.not_made.emit(failure)

    async def _check_once_a_minute(self) -> None:
        """Check the database, then wait: errors come in bursts, and a thorough check of many posts takes seconds."""
        await self._check_database()
        await asyncio.sleep(_NOT_AGAIN_FOR_S)

    async def _check_database(self) -> None:
        with suppress(StorageError):  # a check that fails shows no damage
            if await is_damaged(self._database.path.parent, thorough=True):
                self._sound = False
                self._database.mark_damaged()

    async def _save(self, target: Path) -> None:
        from postdesk.store.backups import copy

        await asyncio.to_thread(copy, self._database.path, target, self.now())
        self.saved.emit(target)

    async def _read_copy(self, file: Path) -> None:
        from postdesk.store.backups import read_contents

        self.copy_read.emit(await asyncio.to_thread(read_contents, file, self._database.path.parent))

    async def _replace_by(self, file: Path) -> None:
        from postdesk.store.backups import back_up
        from postdesk.store.repair import prepare_import

        await asyncio.to_thread(back_up, self._database.path, self.now())
        await asyncio.to_thread(prepare_import, self._database.path.parent, file, self.now())
        self.replaced.emit()

    async def _run_and_report(self, work: Work) -> None:
        from postdesk.store.backups import UnusableCopy

        with closing(work), report_storage_failures(self.failed.emit):
            try:
                await work
            except UnusableCopy as none:
                self.failed.emit(none.problem)
