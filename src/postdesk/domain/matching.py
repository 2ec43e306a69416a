"""Which of the service's posts is an entry of ours: only the token and the exact `scheduleAt` decide."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from postdesk.domain.delivery import Evidence
from postdesk.domain.posts import Entry, Mode
from postdesk.domain.remote import RemotePost
from postdesk.domain.times import parse_wire_time

CHECKS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600))
"""How long after an attempt ended it is looked for."""

ASK_AFTER = timedelta(seconds=120)
"""When the user is asked about an entry that was to go out at once and was not found."""

ASK_AFTER_ITS_TIME = timedelta(minutes=5)
"""When the user is asked about a scheduled one: nobody can look it up before its time."""

_SAME_TIME = timedelta(hours=1)
"""How far the service's word for when a post was made may be from when it was sent: more than two clocks usually differ."""


def match(entry: Entry, candidates: Iterable[RemotePost]) -> tuple[RemotePost, Evidence] | None:
    """The one candidate that is `entry` for certain, and why; None where none is, or more than one."""
    for evidence, fits in ((Evidence.TOKEN, _token), (Evidence.SCHEDULE_TIME, _schedule_time)):
        found = [post for post in candidates if fits(entry, post)]
        if len(found) == 1:
            return found[0], evidence
    return None


def is_attempt(post: RemotePost, entry: Entry, token: str, due_at: datetime | None, sent_at: datetime) -> bool:
    """Whether a post that nobody owns is what was once sent for `entry` with that token, for that moment, at `sent_at`.

    A token that is echoed decides alone, then the exact `scheduleAt`, then equal words for the same platforms, unless the
    service says that it was made at another time: the user may have posted the same by hand since.
    """
    if post.token:
        return post.token == token
    if due_at is not None and parse_wire_time(post.schedule_at) == due_at:
        return True
    if post.created_at and abs(post.created_at - sent_at) > _SAME_TIME:
        return False
    return bool(post.content) and (post.content, set(post.reached)) == (entry.content, set(entry.platforms))


def _token(entry: Entry, post: RemotePost) -> bool:
    return bool(entry.token) and post.token == entry.token


def _schedule_time(entry: Entry, post: RemotePost) -> bool:
    return entry.mode == Mode.SCHEDULED and parse_wire_time(post.schedule_at) == entry.due_at


def next_check(entry: Entry, ended_at: datetime) -> datetime | None:
    """When an entry whose attempt ended then is looked for next; None where that is left to the user's click."""
    due = [ended_at + pause for pause in CHECKS]
    if entry.mode == Mode.SCHEDULED:
        due.append(entry.due_at + ASK_AFTER_ITS_TIME)
    last = max(ended_at, entry.checked_at or ended_at)
    return min((moment for moment in due if moment > last), default=None)


def time_to_ask(entry: Entry, ended_at: datetime) -> datetime:
    """When the user is asked, if nothing was found by then."""
    asked = ended_at + ASK_AFTER
    return max(asked, entry.due_at + ASK_AFTER_ITS_TIME) if entry.mode == Mode.SCHEDULED else asked
