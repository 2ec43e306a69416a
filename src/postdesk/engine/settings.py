"""The user's settings: read once, stored on change, shared by all workspace sessions of the profile."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from postdesk.domain.settings import Settings
from postdesk.engine.tasks import Tasks
from postdesk.store import settings
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageError


class SettingsBook(QObject):
    """The settings of the profile. `current` changes at once; `changed` follows the commit, `failed` a failed one."""

    changed = Signal()
    failed = Signal()

    def __init__(self, database: Database, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._tasks = database, tasks
        self._kept = settings.load(database.reader)
        self.current = self._kept

    def change(self, new: Settings) -> None:
        """Use `new` from now on and store it. If storing fails, the old settings come back and `failed` follows."""
        self.current = new
        self._tasks.start("settings", self._save())

    def reload_network(self) -> None:
        """Read proxy and CA file again: the user may have confirmed settings that came with a copied profile."""
        self._kept = settings.load(self._database.reader)
        self.current = replace(self.current, proxy=self._kept.proxy, ca_file=self._kept.ca_file)
        self.changed.emit()

    async def _save(self) -> None:
        while self._kept != self.current:
            wanted = self.current
            try:
                await self._database.run(partial(settings.save, settings=wanted))
            except StorageError:
                self.current = self._kept
                self.failed.emit()
            else:
                self._kept = wanted
            self.changed.emit()
