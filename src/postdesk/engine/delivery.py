"""The delivery of a workspace: the parts that send due posts and find out what became of them."""

import asyncio
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from postdesk.domain.delivery import Hold
from postdesk.domain.posts import Entry, failed_platforms
from postdesk.engine.connector import Connector
from postdesk.engine.keep_awake import KeepAwake
from postdesk.engine.lock_in_run import LockInRun
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.media_guard import MediaGuard
from postdesk.engine.pause import Pause
from postdesk.engine.planner import Planner
from postdesk.engine.post_commands import PostCommands
from postdesk.engine.post_details import PostDetails
from postdesk.engine.reconciler import Reconciler
from postdesk.engine.sender import Sender
from postdesk.engine.watcher import Watcher
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import entries


class Delivery(QObject):
    """Builds these parts, wakes them on changes, starts them, and lets posts in flight end."""

    def __init__(
        self, context: WorkspaceContext, media: MediaChecks, connections: Connector, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._database, self._changes, self._tasks = context.database, context.changes, context.tasks
        self._health, self._connections = context.health, connections
        self.post_commands = PostCommands(context, self)
        self.awake = KeepAwake(context, self)
        self.lock_in_run = LockInRun(context, self.post_commands, self)
        self.pause = Pause(context, self)
        self.watcher = Watcher(context, self)
        self.post_details = PostDetails(context, self.watcher)
        self._planner = Planner(context)
        self._reconciler = Reconciler(context)
        self._media_guard = MediaGuard(context, media, self._planner.outage_history)
        self._sender = Sender(context, self._planner, self._media_guard, self._attempt_ended)
        context.settings.changed.connect(self._planner.wake)
        context.settings.changed.connect(self.awake.wake)
        self._connect_parts()

    def _connect_parts(self) -> None:
        for part in (self._planner, self._sender, self.awake, self._reconciler, self._media_guard, self.watcher):
            self._changes.posts.connect(part.wake)
        for changed in (self._changes.connections, self._changes.account_work):
            changed.connect(self._planner.wake)
        self._changes.practice.connect(self._reload_practice)
        self._changes.health.connect(self._release_holds)
        self._changes.outage_ended.connect(lambda since, asleep: self.watcher.wake())
        self.post_commands.check_requested.connect(self._reconciler.check)
        self.post_commands.check_requested.connect(self.watcher.check)
        # The first post may be listed by now: look for it before the second one goes out.
        self.post_commands.marked_not_sent.connect(self.watcher.refresh)

    async def start(self, sound: asyncio.Event | None) -> None:
        """Recover what an end of the process left in flight, then start all tasks. Sending waits for a `sound` database."""
        await self._planner.recover()
        self._tasks.supervise("planner", self._planner.run)
        self._tasks.supervise("sender", partial(self._sender.run, sound))
        self._tasks.supervise("files", self._media_guard.run)
        self._tasks.supervise("reconciler", self._reconciler.run)
        self._tasks.supervise("awake", self.awake.run)
        self._tasks.supervise("watcher", self.watcher.run)
        self._tasks.supervise("distant posts", self.watcher.distant_sync.run)
        self._tasks.supervise("details", self.post_details.run)

    async def drain(self, patience: float) -> None:
        """Let posts in flight end, for at most `patience` seconds; those that haven't then are marked as uncertain."""
        await self._sender.drain(patience)

    def try_key(self) -> None:
        """Let the posts go on that a rejected key has held, with the key that is used now."""
        self._tasks.start("try the key", self._planner.release(Hold.KEY_REJECTED))

    def refresh(self) -> None:
        """Try the key again, and look for all posts now."""
        self._tasks.start("try the key", self._planner.try_key_again())
        self.watcher.refresh()
        self._reconciler.check_everything()

    def next_sending_at(self) -> datetime | None:
        """Return the time at which the next post is sent or locked in from here, None if there is none."""
        return self._planner.next_sending_at()

    def sending_now(self) -> tuple[Entry, ...]:
        """Return the entries that are being sent."""
        return self._planner.sending_now()

    def _reload_practice(self) -> None:
        """Plan and check everything again: the clock was moved."""
        self._planner.wake()
        self.awake.wake()
        self._reconciler.wake()
        self._media_guard.wake()
        self._connections.account_refresher.wake()
        self.watcher.refresh()

    def _release_holds(self) -> None:
        if not self._health.state.clock_stops_lock_in:
            self._tasks.start("release clock", self._planner.release(Hold.CLOCK))
        if self._health.key_works:
            self._tasks.start("release key", self._planner.release(Hold.KEY_REJECTED))

    def _attempt_ended(self, entry: Entry) -> None:
        self._reconciler.wake()
        self.watcher.wake()
        now = entries.get(self._database.reader, entry.id)
        if now and failed_platforms(now):
            # The account may have to be reconnected, and the next post would fail, too.
            self._connections.refresh(entry.client_id)
