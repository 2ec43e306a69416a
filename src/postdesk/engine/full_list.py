"""The service's list of all posts of some days, requested in parts (ranges of days) if one answer can't hold it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from postdesk.api.errors import ConnectionLost, ServerFailure, UnreadableResponse, ValidationRefused
from postdesk.domain.list_plan import PROBE_DAYS, DayRange, ListGap, ListPlan
from postdesk.domain.remote import Priority, RemotePost
from postdesk.domain.times import parse_wire_time
from postdesk.engine.api_gateway import ApiGateway

_TOO_MUCH: Final = (ServerFailure, UnreadableResponse, ValidationRefused)
"""The errors with which a service may answer a request for a list that is too long."""
_SAMPLE: Final = 20
"""The posts of a page whose times are compared with the requested days."""
_PROBE_CAP: Final = 1 << 20
"""One post is enough to show that a service ignores dates."""

Take = Callable[[tuple[RemotePost, ...]], Awaitable[None]]


class FullList:
    """Requests one list, part by part, and hands its posts on in pages while they arrive."""

    def __init__(self, gateway: ApiGateway, plan: ListPlan) -> None:
        self._gateway = gateway
        self._ids: set[str] = set()
        self._is_unsure = False
        self.plan = plan

    @property
    def is_open(self) -> bool:
        """True while parts of the list remain to be requested."""
        return self.plan.next is not None

    @property
    def days(self) -> DayRange | None:
        """The days of the next part; None for a test of the service, and where none remains."""
        return None if self.plan.next == PROBE_DAYS else self.plan.next

    @property
    def received_count(self) -> int:
        """The number of posts received so far."""
        return len(self._ids)

    @property
    def gap(self) -> ListGap:
        """The part of the list that is not available."""
        return self.plan.gap

    async def next_part(self, cause: str, priority: Priority, take: Take) -> None:
        """Request the next part, and hand on its posts. Raises ApiError, and the errors of `take`; parts may shrink then."""
        days, wanted = self.plan.next, self.plan.next_filter
        if days is None or wanted is None:
            return
        ids: set[str] = set()
        self._is_unsure = False

        async def taken(page: tuple[RemotePost, ...]) -> None:
            ids.update(post.id for post in page)
            self._ids.update(post.id for post in page)
            self._is_unsure |= any(_is_unsure(post, days) for post in page[:_SAMPLE])
            await take(page)

        cap = _PROBE_CAP if days == PROBE_DAYS else None
        try:
            complete = await self._gateway.ask(
                lambda api: api.stream_posts(wanted, taken, cause=cause, priority=priority, cap=cap)
            )
        except ConnectionLost as error:
            if error.status is None:
                raise
            self.plan = self.plan.after_failure()
        except _TOO_MUCH:
            self.plan = self.plan.after_failure()
            raise
        else:
            self.plan = self.plan.after_answer(frozenset(ids), whole=complete, unsure=self._is_unsure)
        if not self.is_open:
            self._ids.clear()


def _is_unsure(post: RemotePost, days: DayRange) -> bool:
    """Tell whether a post leaves it open that the service heeds dates: by none of its times it is of these days."""
    times: tuple[datetime | None, ...] = (parse_wire_time(post.schedule_at), post.created_at)
    return all(moment is None or days.is_far_from(moment) for moment in times)
