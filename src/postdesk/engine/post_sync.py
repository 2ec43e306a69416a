"""The regular reading of the posts around now, for posts made elsewhere and for those that changed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.list_plan import DayRange, ListPlan
from postdesk.domain.remote import Priority, RemotePost
from postdesk.engine.full_list import FullList
from postdesk.engine.health import ListRange
from postdesk.engine.list_progress import ListProgress
from postdesk.engine.listed_posts import ListedPosts
from postdesk.engine.workspace_context import WorkspaceContext

_BACK: Final = timedelta(days=30)
_AHEAD: Final = timedelta(days=183)
_PARTS_AT_ONCE: Final = 4
_EVERY: Final = timedelta(minutes=15)
_MORE_AFTER: Final = timedelta(minutes=5)


def days_around(now: datetime) -> DayRange:
    """Return the days that are read regularly."""
    return DayRange((now - _BACK).date(), (now + _AHEAD).date())


class PostSync:
    """Reads the list of the days around now again and again, some parts at a time, and takes over posts made elsewhere.

    `is_open`: the parts of a list are still to be read, or its changed posts to be processed. `changed_posts` are those of the
    parts read so far. `requested`: the user asked for a list of their own. `on_caught_up(plan)` is called after each list that
    was read to its end.
    """

    def __init__(self, context: WorkspaceContext, listed_posts: ListedPosts) -> None:
        self._clock, self._gateway = context.clock, context.gateway
        self._listed_posts = listed_posts
        self._progress = ListProgress(context, ListRange.AROUND)
        self._full_list: FullList | None = None
        self._caught_up = False
        self._next_at: datetime | None = None
        self._priority = Priority.POLL
        self._doubted: dict[str, RemotePost] = {}
        self._changed_by_id: dict[str, RemotePost] = {}
        self._more_to_ask = False
        self.is_open = False
        self.requested = False
        self.on_caught_up: Callable[[ListPlan], None] = lambda plan: None

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
        return bool(self._doubted) or (self._full_list is not None and self._full_list.is_open)

    def request(self) -> None:
        """Begin a new list as soon as possible, with the priority of the user."""
        self._next_at = None
        self.requested = True

    def renew(self) -> None:
        """Begin a new list as soon as possible."""
        self._next_at = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to begin a list."""
        return self._next_at is None or (now >= self._next_at and not self.is_open)

    def wait(self, now: datetime) -> timedelta:
        """Return the time until the next part or list is to be read."""
        return timedelta() if self._next_at is None or self.is_open else self._next_at - now

    def begin(self, now: datetime) -> None:
        """Begin a list; a requested one forgets everything learned from earlier lists."""
        # The first list goes before the accounts of all clients, which are requested at the start, too.
        is_awaited = self.requested or self._full_list is None
        before = self._full_list.plan if self._full_list and not self.requested else None
        self._full_list = FullList(self._gateway, ListPlan.covering(days_around(now), before))
        self._caught_up = self._caught_up and not self.requested
        self._priority = Priority.USER if is_awaited else Priority.POLL
        self._next_at = now + _EVERY
        self.is_open = True
        self.requested = self._more_to_ask = False
        self._changed_by_id.clear()
        self._doubted.clear()

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
        if self._full_list is not None:
            self.on_caught_up(self._full_list.plan)

    async def _read_next_part(self) -> None:
        """Read the next part, or process the doubted posts of one whose processing failed."""
        full_list = self._full_list
        if full_list is not None and not self._doubted:
            try:
                await full_list.next_part("sync", self._priority, self._take)
            finally:
                self._caught_up = self._caught_up or not full_list.is_open
                self._progress.note_end(full_list, shown=not self._caught_up)
            self._priority = Priority.POLL
        self._more_to_ask |= await self._listed_posts.settle(tuple(self._doubted.values()))
        self._doubted.clear()

    async def _take(self, page: tuple[RemotePost, ...]) -> None:
        taken = await self._listed_posts.take(page)
        self._changed_by_id.update(taken.changed)
        self._doubted.update((post.id, post) for post in taken.doubted)
        if self._full_list is not None:
            self._progress.note(self._full_list, added=taken.added, shown=not self._caught_up)
