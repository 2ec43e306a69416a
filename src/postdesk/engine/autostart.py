"""Start at login: switched on and off by the user, and read from the system at each request."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from postdesk.engine.login_items import LoginItem
from postdesk.engine.tasks import Tasks
from postdesk.store.sqlite import StorageError


def background_command(program: str, profile: Path | None) -> tuple[str, ...]:
    """Return the command that starts Postdesk in the background, with the Python `program`. `profile`: None for the default."""
    command = (program, "-m", "postdesk", "--background")
    return (*command, "--profile", str(profile.absolute())) if profile else command


class Autostart(QObject):
    """The start at login. `on` is the last state read; `changed` follows each reading, `failed` carries the system's reason."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, item: LoginItem, command: tuple[str, ...], tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._item, self._command, self._tasks = item, command, tasks
        self.on = False

    def refresh(self) -> None:
        """Read again whether Postdesk starts at login; `changed` follows."""
        self._tasks.start("look at login", self._read())

    def switch(self, on: bool) -> None:
        """Switch the start at login on or off; `changed` follows, after `failed` if the system refused."""
        self._tasks.start("start at login", self._switch(on=on))

    async def _read(self) -> None:
        try:
            self.on = await asyncio.to_thread(self._item.starts, self._command)
        except OSError:
            self.on = False
        self.changed.emit()

    async def _switch(self, *, on: bool) -> None:
        try:
            await (asyncio.to_thread(self._item.add, self._command) if on else asyncio.to_thread(self._item.remove))
        except (OSError, StorageError) as error:
            self.failed.emit(str(error.strerror or error) if isinstance(error, OSError) else error.reason)
        await self._read()
