"""The check of a database for damage, in a thread beside the writer."""

import asyncio
import threading
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.store.database import Database

_AFTER_S: Final = 1.0
"""Seconds from the start of the sessions, which load the HTTP library first: nothing could be sent before that either."""


class DatabaseCheck(QObject):
    """The check of a database that a window shows already: nothing is sent before it is known to be `sound`.

    `failing`: the check itself failed, and is tried again; `failing_changed` follows. `damaged` follows damage that was found.
    """

    damaged = Signal()
    failing_changed = Signal()

    def __init__(self, database: Database, parent: QObject | None = None, *, checked: bool) -> None:
        super().__init__(parent)
        self._folder = database.path.parent
        self.failing = False
        self.sound = asyncio.Event()
        if checked:
            self.sound.set()

    async def run(self) -> None:
        """Check the database, unless it is known to be sound. Raises the error of a check that failed."""
        if self.sound.is_set():
            return
        await asyncio.sleep(_AFTER_S)
        try:
            damaged = await is_damaged(self._folder)
        except Exception:
            self._note(failing=True)
            raise
        self._note(failing=False)
        if damaged:
            self.damaged.emit()
        else:
            self.sound.set()

    def _note(self, *, failing: bool) -> None:
        if failing is not self.failing:
            self.failing = failing
            self.failing_changed.emit()


async def is_damaged(folder: Path, *, thorough: bool = False) -> bool:
    """Return True where the database in the folder is damaged. Raises StorageError when the check itself fails.

    When this is cancelled, the check is stopped, and awaited: its connection has to be closed before the writer.
    """
    from postdesk.store import repair

    stopped = threading.Event()
    work = partial(repair.is_damaged, folder, thorough=thorough, stopped=stopped.is_set)
    check = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(check)
    finally:
        stopped.set()
        await asyncio.wait((check,))
        check.cancelled() or check.exception()  # Retrieve the error of a stopped check, which nobody else will.
