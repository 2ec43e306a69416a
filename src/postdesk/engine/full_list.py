"""The service's list of all posts around now, asked for in parts of its days where one answer can't hold it."""

from datetime import datetime, timedelta
from typing import Final

from postdesk.api.errors import Lost, ServerTrouble, UnreadableAnswer, ValidationRefused
from postdesk.domain.list_plan import NO_GAP, Days, Gap, ListPlan
from postdesk.domain.remote import Priority, RemotePost
from postdesk.engine.uplink import Uplink

_TOO_MUCH: Final = (ServerTrouble, UnreadableAnswer, ValidationRefused)
"""What may be answered to a list that is too long for the service."""


class FullList:
    """One list at a time; `caught_up`: all of it that can be had came once."""

    def __init__(self, uplink: Uplink) -> None:
        self._uplink = uplink
        self._plan: ListPlan | None = None
        self._ids: set[str] = set()
        self.caught_up = False

    def begin(self, now: datetime, back: timedelta, ahead: timedelta, *, anew: bool = False) -> None:
        """From now on ask for the days around `now`; `anew`: as if nothing was learned of the list before."""
        before = None if anew else self._plan
        self._plan = ListPlan.over(Days((now - back).date(), (now + ahead).date()), before)
        self.caught_up = self.caught_up and not anew
        self._ids.clear()

    @property
    def is_open(self) -> bool:
        """Whether something is left to be asked for."""
        return self._plan is not None and self._plan.next is not None

    @property
    def so_far(self) -> int | None:
        """How many posts came of a list that came in no piece, and of which the rest comes for the first time; None otherwise."""
        behind = self.is_open and self._plan is not None and self._plan.cuts > 0 and not self.caught_up
        return len(self._ids) if behind else None

    @property
    def gap(self) -> Gap:
        """What of it can't be had."""
        return self._plan.gap if self._plan else NO_GAP

    async def next_part(self, cause: str, priority: Priority) -> tuple[RemotePost, ...]:
        """Ask for what comes next; gives the posts of it, none where it broke off. Raises ApiError; then less may be next."""
        plan = self._plan
        if plan is None or plan.next is None:
            return ()
        wanted = plan.next.filter
        try:
            listed = await self._uplink.ask(lambda api: api.list_posts(wanted, cause=cause, priority=priority))
        except Lost as error:
            if error.status is None:
                raise
            self._plan = plan.failed()
            return ()
        except _TOO_MUCH:
            self._plan = plan.failed()
            raise
        ids = frozenset(post.id for post in listed.posts)
        self._plan = plan.told(ids, whole=listed.complete)
        self._ids |= ids
        if not self.is_open:
            self.caught_up = True
            self._ids.clear()
        return listed.posts
