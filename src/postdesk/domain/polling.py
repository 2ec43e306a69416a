"""Rules of polling: the intervals at which accepted posts are checked, and the news in the service's lists."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from postdesk.domain.delivery import FINAL_STAGES, Stage, stage_of, stage_rank
from postdesk.domain.posts import Entry
from postdesk.domain.remote import RemotePost
from postdesk.domain.request_stage import next_check_at

_PACES: Final = (
    (timedelta(minutes=1), timedelta(seconds=3)),
    (timedelta(minutes=10), timedelta(seconds=10)),
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=5)),
)
_SLOWEST: Final = timedelta(minutes=15)


class UnpublishedRequest(NamedTuple):
    """The status of an accepted entry that failed, in part or whole, or whose answers contradict each other."""

    entry_id: int
    post_id: int
    remote_id: str
    remote_status: str
    stage: Stage
    stage_since: datetime | None
    checked_at: datetime | None


def poll_interval(due_for: timedelta) -> timedelta:
    """Return the polling interval of a post that has been due for that long."""
    return next((every for limit, every in _PACES if due_for < limit), _SLOWEST)


def started_post_ids(listed: Iterable[RemotePost]) -> list[str]:
    """Return the ids of the listed posts whose state is beyond scheduled."""
    return [post.id for post in listed if stage_of(post.status) != Stage.SCHEDULED]


def is_news(entry: Entry, remote: RemotePost) -> bool:
    """Tell whether a listed post has a new status, or a final one whose results are not stored yet."""
    over_without_results = stage_of(remote.status) in FINAL_STAGES and not entry.results
    return remote.status != entry.remote_status or over_without_results


def has_advanced(request: UnpublishedRequest, remote: RemotePost) -> bool:
    """Tell whether a listed post is in a later stage than the one that is stored."""
    return stage_rank(stage_of(remote.status)) > stage_rank(stage_of(request.remote_status))


def is_unchecked(entry: Entry, now: datetime) -> bool:
    """Tell whether the entry has not been checked since it was due.

    A check in the future does not count: a practice clock was set back since.
    """
    return entry.checked_at is None or entry.checked_at > now or entry.checked_at < entry.due_at <= now


def is_overdue(entry: Entry, now: datetime) -> bool:
    """Tell whether the next check of the entry, at the interval for its age, should have happened by now."""
    return (
        entry.checked_at is None or is_unchecked(entry, now) or entry.checked_at + poll_interval(abs(now - entry.due_at)) <= now
    )


def next_poll_at(request: UnpublishedRequest) -> datetime | None:
    """Return the time of the next check of a status that may still change; None where only the user can start it."""
    return next_check_at(request.stage, request.stage_since, request.checked_at)
