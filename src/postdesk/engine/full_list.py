"""The service's list of all posts around now, requested in parts (ranges of days) if one answer can't hold it."""

from datetime import datetime, timedelta
from typing import Final

from postdesk.api.errors import ConnectionLost, ServerFailure, UnreadableResponse, ValidationRefused
from postdesk.domain.list_plan import NO_GAP, DayRange, ListGap, ListPlan
from postdesk.domain.remote import Priority, RemotePost
from postdesk.engine.api_gateway import ApiGateway

_TOO_MUCH: Final = (ServerFailure, UnreadableResponse, ValidationRefused)
"""The errors with which a service may answer a request for a list that is too long."""


class FullList:
    """Requests one list at a time, part by part. `caught_up`: all available parts were received once."""

    def __init__(self, gateway: ApiGateway) -> None:
        self._gateway = gateway
        self._plan: ListPlan | None = None
        self._ids: set[str] = set()
        self.caught_up = False

    def begin(self, now: datetime, back: timedelta, ahead: timedelta, *, anew: bool = False) -> None:
        """Start a list of the days around `now`. `anew`: forget everything learned from earlier lists."""
        before = None if anew else self._plan
        self._plan = ListPlan.covering(DayRange((now - back).date(), (now + ahead).date()), before)
        self.caught_up = self.caught_up and not anew
        self._ids.clear()

    @property
    def is_open(self) -> bool:
        """True while parts of the list remain to be requested."""
        return self._plan is not None and self._plan.next is not None

    @property
    def received_count(self) -> int | None:
        """The number of posts received so far, while the first list that needs several parts is incomplete; None otherwise."""
        behind = self.is_open and self._plan is not None and self._plan.cut_answers > 0 and not self.caught_up
        return len(self._ids) if behind else None

    @property
    def gap(self) -> ListGap:
        """The part of the list that is not available."""
        return self._plan.gap if self._plan else NO_GAP

    async def next_part(self, cause: str, priority: Priority) -> tuple[RemotePost, ...]:
        """Request the next part and return its posts, none if the answer broke off. Raises ApiError; parts may shrink then."""
        plan = self._plan
        if plan is None or plan.next is None:
            return ()
        wanted = plan.next.filter
        try:
            listed = await self._gateway.ask(lambda api: api.list_posts(wanted, cause=cause, priority=priority))
        except ConnectionLost as error:
            if error.status is None:
                raise
            self._plan = plan.after_failure()
            return ()
        except _TOO_MUCH:
            self._plan = plan.after_failure()
            raise
        ids = frozenset(post.id for post in listed.posts)
        self._plan = plan.after_answer(ids, whole=listed.complete)
        self._ids |= ids
        if not self.is_open:
            self.caught_up = True
            self._ids.clear()
        return listed.posts
