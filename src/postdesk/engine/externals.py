"""What in the profile can act or talk and is off, since it came from elsewhere, until the user confirms it."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from postdesk.domain.externals import External
from postdesk.engine.tasks import Tasks
from postdesk.store import confirmed, externals
from postdesk.store.database import Database


class Externals(QObject):
    """One for the whole profile. `changed` follows when some of it was confirmed, or typed anew."""

    changed = Signal()

    def __init__(self, database: Database, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._tasks = database, tasks

    def unconfirmed(self) -> tuple[External, ...]:
        """What is off."""
        # What can't be read is off all the same.
        return self._database.read_or(externals.unconfirmed, ())

    def is_confirmed(self, external: External) -> bool:
        """Whether it may be asked or run."""
        return confirmed.holds(self._database.reader, external)

    def confirm(self, chosen: Iterable[External]) -> None:
        """The user agrees to these, as they were shown; `changed` follows."""
        self._tasks.start("confirm", self._confirm(tuple(chosen)))

    async def _confirm(self, chosen: tuple[External, ...]) -> None:
        await self._database.run(partial(confirmed.confirm, externals=chosen))
        self.changed.emit()
