"""The reading of all posts that are not of the days around now: the older ones, and those further ahead."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Final

from postdesk.api.errors import ApiError
from postdesk.domain.list_plan import ListPlan
from postdesk.domain.remote import Priority, RemotePost
from postdesk.engine.full_list import FullList
from postdesk.engine.health import ListRange
from postdesk.engine.list_progress import ListProgress
from postdesk.engine.listed_posts import ListedPosts
from postdesk.engine.post_sync import days_around
from postdesk.engine.tasks import wait_for_event
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import list_plans
from postdesk.store.list_plans import StartedList

_EVERY: Final = timedelta(days=7)
_SOON: Final = timedelta(days=1)
_AFTER_FAILURE_S: Final = 30.0
_LONGEST_SLEEP_S: Final = 3600.0


class DistantSync:
    """Reads these posts once a week, after the days around now. What was read is known to the next start, which goes on there."""

    def __init__(self, context: WorkspaceContext, listed_posts: ListedPosts) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._gateway, self._listed_posts = context.gateway, listed_posts
        self._progress = ListProgress(context, ListRange.BEYOND)
        self._wake_event = asyncio.Event()
        self._near: ListPlan | None = None
        self._anew = False
        self._left_out = False
        self._doubted: dict[str, RemotePost] = {}

    def go_on(self, near: ListPlan) -> None:
        """Begin or go on: the days around now were read by the plan `near`."""
        self._near = near
        self._wake_event.set()

    def restart(self) -> None:
        """Begin anew once the days around now are read again, also after another start: there is a new client."""
        self._near, self._anew = None, True
        self._database.submit(lambda conn: list_plans.delete(conn, self._workspace))

    async def run(self) -> None:
        """Read when it is time; never ends."""
        while True:
            self._wake_event.clear()
            pause = _LONGEST_SLEEP_S
            try:
                if self._near is not None:
                    await self._read(self._near)
            except ApiError as error:
                pause = max(_AFTER_FAILURE_S, error.retry_after or 0)
            await wait_for_event(self._wake_event, pause)

    async def _read(self, near: ListPlan) -> None:
        """Read what remains of the list that was begun; if that is over, begin another one when it is time."""
        now = self._clock.now()
        started = await self._database.run(lambda conn: list_plans.load(conn, self._workspace))
        is_first = started is None or self._anew
        if started is None or is_first or not started.begun_at <= now < started.begun_at + _EVERY:
            self._left_out, self._anew = False, False
            started = StartedList(ListPlan.beyond(days_around(now), near), now, is_first)
            await self._save(started)
        full_list = FullList(self._gateway, started.plan)
        try:
            while (full_list.is_open or self._doubted) and not self._anew:
                try:
                    await self._read_part(full_list, is_first=started.is_first)
                except ApiError:  # the next request is for less
                    if not self._doubted:  # otherwise the next start has to find them again
                        await self._save(started._replace(plan=full_list.plan))
                    raise
                await self._save(started._replace(plan=full_list.plan))
            if self._has_left_out():
                await self._save(started._replace(plan=full_list.plan, begun_at=now - _EVERY + _SOON))
                self._left_out = False
        finally:
            self._progress.note_end(full_list, shown=False)

    def _has_left_out(self) -> bool:
        """Return True if posts were left out, which the next list can tell more about."""
        return self._left_out

    async def _read_part(self, full_list: FullList, *, is_first: bool) -> None:
        before = self._end_of(full_list)

        async def take(page: tuple[RemotePost, ...]) -> None:
            taken = await self._listed_posts.take(page, before)
            self._doubted.update((post.id, post) for post in taken.doubted)
            self._left_out |= taken.left_out
            self._progress.note(full_list, added=taken.added, shown=is_first)

        # The first list is what the user waits for; a long one goes on within the budget of polling.
        is_short = is_first and not full_list.plan.cut_answers
        if not self._doubted:
            await full_list.next_part("sync", Priority.USER if is_short else Priority.POLL, take)
        self._left_out |= await self._listed_posts.settle(tuple(self._doubted.values()))
        self._doubted.clear()

    def _end_of(self, full_list: FullList) -> datetime | None:
        """Return the end of the next part, if it is over and the service is proven to heed dates; otherwise None."""
        if not (full_list.days and full_list.plan.dates_proven):
            return None
        end = datetime.combine(full_list.days.last, time.max, UTC)
        return end if end < self._clock.now() else None

    async def _save(self, started: StartedList) -> None:
        if not self._anew:
            await self._database.run(lambda conn: list_plans.save(conn, self._workspace, started))
