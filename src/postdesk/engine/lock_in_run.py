"""A run that locks in many posts, a few at a time: it can be stopped, and it reports the result of each post."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.delivery import Hold, State
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Entry, Post
from postdesk.engine.post_commands import PostCommands
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import entries, posts
from postdesk.store.sqlite import Transaction

FINISHED_STATES: Final = (State.ACCEPTED, State.ACCEPTED_WITHOUT_ID, State.CONFIRMED_BY_USER, State.CANCELLED)
"""States in which an entry was handed to the service, or is not wanted any more."""

_STILL_OURS: Final = (State.PLANNED, State.QUEUED, State.SENDING)
_WAITS_A_MOMENT: Final = (None, Hold.UNDO_DELAY)
_AT_ONCE: Final = 6
_MOST: Final = 500
_LOOK_EVERY_S: Final = 0.1
_PATIENCE_S: Final = 120.0
_TASK: Final = "lock in many"


def is_about_to_be_sent(entry: Entry) -> bool:
    """Tell whether the entry will be sent within moments, unless something stops it."""
    return entry.state in _STILL_OURS and entry.hold in _WAITS_A_MOMENT


@dataclass(frozen=True, slots=True)
class LockInProgress:
    """Counts of a run: all posts, the ids of those locked in, and the ids of those that were not and won't be."""

    total: int = 0
    locked: tuple[int, ...] = ()
    not_locked: tuple[int, ...] = ()

    @property
    def finished(self) -> int:
        """The number of posts that are finished, locked in or not."""
        return len(self.locked) + len(self.not_locked)


class LockInRun(QObject):
    """Locks in posts, one run at a time.

    `found` carries the posts that can still be locked in. `progressed` and `ended` follow changes of `progress`. A run goes on
    when the dialog that began it is closed.
    """

    found = Signal(object)
    progressed = Signal()
    ended = Signal()

    def __init__(self, context: WorkspaceContext, post_commands: PostCommands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database = context.workspace, context.database
        self._clock, self._tasks, self._post_commands = context.clock, context.tasks, post_commands
        self._until: datetime | None = None
        self._left: list[tuple[int, frozenset[int]]] = []
        self._going: dict[int, tuple[frozenset[int], float]] = {}
        self.progress = LockInProgress()

    @property
    def running(self) -> bool:
        """True while a run is under way."""
        return bool(self._left or self._going)

    def find_lockable(self, until: datetime) -> None:
        """Read the unsent posts due before `until`, earliest first; `found` follows. A newer call replaces one still reading."""
        self._until = until
        self._tasks.start("look what can be locked in", self._find_lockable())

    async def _find_lockable(self) -> None:
        def read(conn: Transaction, until: datetime) -> tuple[Post, ...]:
            ids = entries.posts_due_before(conn, self._workspace.id, until)[:_MOST]
            return tuple(post for post_id in ids if (post := posts.get(conn, post_id)))

        while until := self._until:
            self._until = None
            found = await self._database.run(partial(read, until=until))
            if self._until is None:
                self.found.emit(found)

    def begin(self, chosen: Mapping[int, Collection[int]]) -> bool:
        """Lock in the chosen entries (post id to entry ids), without undo. Return False while another run is under way."""
        if self.running:
            return False
        self._left = [(post_id, frozenset(entry_ids)) for post_id, entry_ids in chosen.items()]
        self._going = {}
        self.progress = LockInProgress(len(self._left))
        return self._tasks.start(_TASK, self._run())

    def stop(self) -> None:
        """Start no more posts. Those already started go on; the others keep their state."""
        self._left = []

    async def _run(self) -> None:
        try:
            while self.running:
                self._feed()
                await asyncio.sleep(_LOOK_EVERY_S)
                self._process_next()
        finally:
            self._left, self._going = [], {}
            self.ended.emit()

    def _feed(self) -> None:
        while self._left and len(self._going) < _AT_ONCE:
            post_id, entry_ids = self._left.pop(0)
            self._going[post_id] = entry_ids, self._clock.monotonic() + _PATIENCE_S
            self._post_commands.lock_in(post_id, only=entry_ids, undoable=False)

    def _process_next(self) -> None:
        for post_id, (entry_ids, patience) in tuple(self._going.items()):
            mine = [entry for entry_id in entry_ids if (entry := entries.get(self._database.reader, entry_id))]
            waits = any(map(is_about_to_be_sent, mine)) and self._clock.monotonic() < patience
            if not waits:
                del self._going[post_id]
                wanted = [entry for entry in mine if entry.state is not State.CANCELLED]
                self._note(post_id, locked=bool(wanted) and all(entry.state in FINISHED_STATES for entry in wanted))

    def _note(self, post_id: int, *, locked: bool) -> None:
        now = self.progress
        if locked:
            self.progress = LockInProgress(now.total, (*now.locked, post_id), now.not_locked)
        else:
            self.progress = LockInProgress(now.total, now.locked, (*now.not_locked, post_id))
        self.progressed.emit()
