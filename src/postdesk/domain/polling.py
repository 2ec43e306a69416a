"""Rules of polling: how often an accepted post is asked for, and what a list of the service says that is news."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.delivery import FINAL_STAGES, Stage, rank, stage_of
from postdesk.domain.fate import next_look
from postdesk.domain.posts import Entry
from postdesk.domain.remote import RemotePost

_PACES: Final = (
    (timedelta(minutes=1), timedelta(seconds=3)),
    (timedelta(minutes=10), timedelta(seconds=10)),
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=5)),
)
_SLOWEST: Final = timedelta(minutes=15)


def pace(due_for: timedelta) -> timedelta:
    """Return the time between two looks at what has been due for that long."""
    return next((every for limit, every in _PACES if due_for < limit), _SLOWEST)


def under_way(listed: Iterable[RemotePost]) -> list[str]:
    """Return the ids of the listed posts that are more than scheduled."""
    return [post.id for post in listed if stage_of(post.status) != Stage.SCHEDULED]


def is_news(entry: Entry, told: RemotePost) -> bool:
    """Return whether a list tells of the post what is not known, or not in full."""
    over_without_results = stage_of(told.status) in FINAL_STAGES and not entry.results
    return told.status != entry.remote_status or over_without_results


def is_further(entry: Entry, told: RemotePost) -> bool:
    """Return whether a list tells of the post that it has come further."""
    return rank(stage_of(told.status)) > rank(stage_of(entry.remote_status))


def is_unasked(entry: Entry, now: datetime) -> bool:
    """Return whether nobody has asked for it since it was due; a practice clock that was set back makes nothing asked."""
    return entry.checked_at is None or entry.checked_at > now or entry.checked_at < entry.due_at <= now


def is_overdue(entry: Entry, now: datetime) -> bool:
    """Return whether it should have been asked for again by now, at the pace of what has been due for that long."""
    return entry.checked_at is None or is_unasked(entry, now) or entry.checked_at + pace(abs(now - entry.due_at)) <= now


def next_look_at(entry: Entry) -> datetime | None:
    """Return when to ask again about what may not be its last word; None where that takes a click."""
    return next_look(entry.stage, entry.stands_since, entry.checked_at)
