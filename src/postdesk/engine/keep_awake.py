"""Keeps this computer awake while a post that needs it is due soon."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.lock_in import GRACE
from postdesk.engine.sleep_inhibitor import SleepInhibitor, new_sleep_inhibitor
from postdesk.engine.tasks import wait_for_event
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import upcoming

_AHEAD: Final = timedelta(minutes=30)
_LONGEST_SLEEP: Final = timedelta(hours=1)
_SHORTEST_SLEEP: Final = timedelta(seconds=1)


class KeepAwake(QObject):
    """Inhibits sleep for the posts of one workspace. `changed` follows each change of `until` and `refused`.

    `until` is the time of the last post that the computer has to stay awake for, None without such a post. `refused` is True
    while the system refuses to stay awake.
    """

    changed = Signal()

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._settings = context.settings
        self._wake_event = asyncio.Event()
        self._inhibitor: SleepInhibitor | None = None
        self.until: datetime | None = None
        self.refused = False

    def wake(self) -> None:
        """Check again now: a post was added, moved or sent, or a setting or the clock was changed."""
        self._wake_event.set()

    async def run(self) -> None:
        """Check, then pause until the next post is near, forever. When cancelled, let the computer sleep."""
        try:
            while True:
                self._wake_event.clear()
                await self._follow(self._needed())
                await wait_for_event(self._wake_event, self._pause().total_seconds())
        finally:
            self._allow_sleep()

    def _needed(self) -> datetime | None:
        current, now = self._settings.current, self._clock.now()
        if not current.stay_awake or current.paused_since:
            return None
        begun = self._inhibitor is not None
        earliest = now - GRACE if begun else now
        return upcoming.last_needing_this_computer(self._database.reader, self._workspace.id, earliest, now + _AHEAD, begun=begun)

    def _pause(self) -> timedelta:
        now = self._clock.now()
        coming = upcoming.next_needing_this_computer(self._database.reader, self._workspace.id, now + _AHEAD)
        moments = [moment for moment in (coming and coming - _AHEAD, self.until and self.until + GRACE) if moment]
        return max(_SHORTEST_SLEEP, min((_LONGEST_SLEEP, *(moment - now for moment in moments))))

    async def _follow(self, needed: datetime | None) -> None:
        before = self.until, self.refused
        if needed is None:
            self._allow_sleep()
        elif self._inhibitor is None or self.refused:
            self._inhibitor = new_sleep_inhibitor()
            self.refused = not await self._inhibitor.begin()
        self.until = needed
        if before != (self.until, self.refused):
            self.changed.emit()

    def _allow_sleep(self) -> None:
        if self._inhibitor:
            self._inhibitor.end()
        self._inhibitor, self.refused = None, False
