"""The user's settings: read once, kept on change, broadcast."""

from functools import partial

from PySide6.QtCore import QObject

from postdesk.domain.settings import Settings
from postdesk.engine.changes import Changes
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import Tasks
from postdesk.store import settings
from postdesk.store.database import Database, StorageProblem


class SettingsBook(QObject):
    """The settings of the profile. `current` changes at once; `changes.settings` follows the commit."""

    def __init__(self, database: Database, changes: Changes, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self._changes = changes
        self._tasks = tasks
        self._kept = settings.load(database.reader)
        self.current = self._kept

    def change(self, new: Settings) -> None:
        """Use `new` from now on and keep it; where it can't be kept, the old ones come back with a notice."""
        self.current = new
        self._tasks.start("settings", self._keep())

    async def _keep(self) -> None:
        while self._kept != self.current:
            wanted = self.current
            try:
                await self._database.run(partial(settings.save, settings=wanted))
            except StorageProblem:
                self.current = self._kept
                self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED))
            else:
                self._kept = wanted
            self._changes.settings.emit()
