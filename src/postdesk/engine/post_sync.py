"""The regular reading of all posts of the service, for posts made elsewhere and for those that changed."""

from datetime import datetime, timedelta
from functools import partial

from postdesk.domain.polling import started_post_ids
from postdesk.domain.remote import Priority, RemotePost
from postdesk.engine.foreign_posts import ForeignPosts
from postdesk.engine.full_list import FullList
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted
from postdesk.store.sqlite import Transaction

_BACK = timedelta(days=30)
_AHEAD = timedelta(days=183)
_PARTS_AT_ONCE = 4
_EVERY = timedelta(minutes=15)
_MORE_AFTER = timedelta(minutes=5)


class PostSync:
    """Reads the full list again and again, some parts at a time, and takes over posts made elsewhere.

    `is_open`: the parts of a list are still to be read, or its changed posts to be processed. `changed_posts` are those of the
    parts read so far. `requested`: the user asked for a list of their own.
    """

    def __init__(self, context: WorkspaceContext, foreign_posts: ForeignPosts) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._health = context.health
        self._foreign_posts = foreign_posts
        self._full_list = FullList(context.gateway)
        self._next_at: datetime | None = None
        self._priority = Priority.POLL
        self._part: tuple[RemotePost, ...] = ()
        self._changed_by_id: dict[str, RemotePost] = {}
        self._more_to_ask = False
        self.is_open = False
        self.requested = False

    @property
    def is_due_at_once(self) -> bool:
        """True before the first list, and if one is requested: it begins without a pause, also while another one is open."""
        return self._next_at is None

    @property
    def changed_posts(self) -> tuple[RemotePost, ...]:
        """The listed posts that are due and may change, and those under way before they are due."""
        return tuple(self._changed_by_id.values())

    @property
    def _has_parts(self) -> bool:
        return bool(self._part) or self._full_list.is_open

    def request(self) -> None:
        """Begin a new list as soon as possible, with the priority of the user."""
        self._next_at = None
        self.requested = True

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to begin a list."""
        return self._next_at is None or (now >= self._next_at and not self.is_open)

    def wait(self, now: datetime) -> timedelta:
        """Return the time until the next part or list is to be read."""
        return timedelta() if self._next_at is None or self.is_open else self._next_at - now

    def begin(self, now: datetime) -> None:
        """Begin a list; a requested one forgets everything learned from earlier lists."""
        self._full_list.begin(now, _BACK, _AHEAD, anew=self.requested)
        self._priority = Priority.USER if self.requested else Priority.POLL
        self._next_at = now + _EVERY
        self.is_open = True
        self.requested = self._more_to_ask = False
        self._changed_by_id.clear()
        self._part = ()

    async def read(self) -> bool:
        """Read some parts, up to a request for a new list. Return True if none remain. Raises ApiError."""
        for _ in range(_PARTS_AT_ONCE):
            if self.is_due_at_once or not self._has_parts:
                break
            await self._read_next_part()
        return not self._has_parts

    def close(self) -> None:
        """Note that the list is read and its changed posts are processed."""
        self.is_open = False
        if self._next_at is not None:
            self._next_at = self._clock.now() + (_MORE_AFTER if self._more_to_ask else _EVERY)

    async def _read_next_part(self) -> None:
        """Process the pending part, or read the next; a part whose processing failed is processed again."""
        if not self._part:
            self._part = await self._full_list.next_part("sync", self._priority)
            self._priority = Priority.POLL
            self._health.note_list(self._full_list.received_count, self._full_list.gap)
            self._changed_by_id.update(await self._database.run(partial(self._changed, listed=self._part)))
        self._more_to_ask |= await self._foreign_posts.take_over(self._part)
        self._part = ()

    def _changed(self, conn: Transaction, listed: tuple[RemotePost, ...]) -> dict[str, RemotePost]:
        now = self._clock.now()
        ids = accepted.ids_that_may_change(conn, self._workspace.id, now)
        ids |= {entry.remote_id for entry in accepted.not_yet_due(conn, self._workspace.id, now, started_post_ids(listed))}
        return {post.id: post for post in listed if post.id in ids}
