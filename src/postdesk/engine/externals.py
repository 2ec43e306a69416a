"""External items of a profile from elsewhere (addresses, commands, …), which are off until the user confirms them."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from postdesk.domain.externals import External
from postdesk.engine.tasks import Tasks
from postdesk.store import confirmed, externals
from postdesk.store.database import Database


class Externals(QObject):
    """The externals of the whole profile. `changed` follows when some were confirmed or entered again."""

    changed = Signal()

    def __init__(self, database: Database, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._tasks = database, tasks

    def unconfirmed(self) -> tuple[External, ...]:
        """Return the externals that are off; none if the database can't be read."""
        # Unreadable externals stay off, too.
        return self._database.read_or(externals.unconfirmed, ())

    def is_confirmed(self, external: External) -> bool:
        """Return True if the external may be used."""
        return confirmed.is_confirmed(self._database.reader, external)

    def confirm(self, chosen: Iterable[External]) -> None:
        """Confirm these externals, as they were shown to the user; `changed` follows."""
        self._tasks.start("confirm", self._confirm(tuple(chosen)))

    async def _confirm(self, chosen: tuple[External, ...]) -> None:
        await self._database.run(partial(confirmed.confirm, externals=chosen))
        self.changed.emit()
