"""The search for the service's post that belongs to an entry of ours, and the verdict where there is none.

The service promises to repeat nothing of what was sent (API gap G6). Evidence is therefore tried in steps: our token, the exact
`scheduleAt`, the same text for the same platforms, and last that no other entry could be meant. A step counts only where one
candidate fits, and fits no other entry of ours that may be out.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from postdesk.domain.delivery import Evidence, State
from postdesk.domain.habits import NO_HABITS, Habit, Habits
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Entry, SendMode, mode_of
from postdesk.domain.remote import PostList, RemotePost
from postdesk.domain.times import parse_wire_time

CHECKS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600))
"""The delays after the end of an attempt at which the entry is searched for."""

ASK_AFTER = timedelta(seconds=120)
"""The delay after which the user is asked about an immediate entry that was not found."""

ABSENT_TIMES, ABSENT_FOR = 3, timedelta(minutes=10)
"""The number of lists without the entry, and the time since the attempt, for "very likely not posted".

Only where the service repeats our token.
"""

ASK_AFTER_ITS_TIME = timedelta(minutes=5)
"""The delay after its time at which the user is asked about a scheduled entry: nobody can check it earlier."""

DOUBTED_FOR = timedelta(days=30)
"""For this long after the user confirmed a post, a new post at the service is still compared with it."""

GUESS_DOUBTED_FOR = timedelta(hours=2)
"""The time after its due time for which a match by looks alone may be wrong: the real post may appear late."""

_SAME_TIME = timedelta(hours=1)
"""The tolerance between the service's creation time and our sending time: more than two clocks usually differ."""

_ROUNDED = timedelta(minutes=1)
"""The tolerance between the `scheduleAt` returned and the one sent, where the service stores no seconds."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The ids that existed before an attempt and belong to no entry of ours. `whole`: no known post was missing."""

    ids: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SentEntry:
    """An entry that was sent at `sent_at` and may be out.

    `presumed`: nothing is known of its sending. Another copy of the profile may have sent it at any time since then.
    """

    entry: Entry
    sent_at: datetime
    presumed: bool = False


def is_whole(listed: PostList, ids_to_be_listed: frozenset[str]) -> bool:
    """Tell whether absence from a list is evidence: it was not cut and holds all posts that it must hold (API gap G7)."""
    return listed.complete and ids_to_be_listed <= {post.id for post in listed.posts}


def match(
    sent_entry: SentEntry,
    candidates: Sequence[RemotePost],
    competitors: Iterable[SentEntry] = (),
    habits: Habits = NO_HABITS,
    *,
    new: bool = False,
    whole: bool = False,
) -> tuple[RemotePost, Evidence] | None:
    """Return the one candidate that is the entry, with the evidence; None where none is, or more than one could be.

    `candidates`: posts with ids outside the baseline that no entry of ours owns. `competitors`: the client's other entries that
    may be out, or have an id by a guess. `new`: the baseline was whole, so that ids outside of it were not there before.
    `whole`: there is no other candidate.
    """
    others = tuple(competitors)
    for evidence, fits in _MATCHERS:
        if evidence == Evidence.LOOKS_LIKE and not (new and whole):
            break
        found = [post for post in candidates if fits(sent_entry, post, habits)]
        if len(found) == 1 and _counts(evidence, found[0], new=new) and not any(fits(each, found[0], habits) for each in others):
            return found[0], evidence
    return None


def is_absent(sent_entry: SentEntry, candidates: Iterable[RemotePost]) -> bool:
    """Tell whether no candidate could be the entry, even if the service repeated less than it usually does."""
    return not any(fits(sent_entry, post, NO_HABITS) for post in candidates for _, fits in _MATCHERS)


def is_long_absent(ended_at: datetime, absent: int, now: datetime) -> bool:
    """Tell whether complete lists lacked the entry so often and so long that a later post is hardly the entry."""
    return absent >= ABSENT_TIMES and now >= ended_at + ABSENT_FOR


def is_attempt(sent_entry: SentEntry, post: RemotePost, *, new: bool) -> bool:
    """Tell whether a post that nobody owns is the sent entry by more than a guess. `new`: the post was not there before."""
    matchers = ((evidence, fits) for evidence, fits in _MATCHERS if evidence != Evidence.LOOKS_LIKE)
    return any(fits(sent_entry, post, NO_HABITS) and _counts(evidence, post, new=new) for evidence, fits in matchers)


def may_be_attempt(sent_entry: SentEntry, post: RemotePost) -> bool:
    """Tell whether nothing that the service returns of a post contradicts its being the sent entry."""
    return _could_be(sent_entry, post, NO_HABITS)


def _counts(evidence: Evidence, post: RemotePost, *, new: bool) -> bool:
    """Tell whether the evidence counts: the same text may be older, unless the baseline or the creation time excludes that."""
    return new or evidence != Evidence.WORDS or post.created_at is not None


def _has_token(sent_entry: SentEntry, post: RemotePost, _: Habits) -> bool:
    return bool(sent_entry.entry.token) and post.token == sent_entry.entry.token


def _has_moment(sent_entry: SentEntry, post: RemotePost, _: Habits) -> bool:
    scheduled = sent_entry.presumed or sent_entry.entry.mode == SendMode.SCHEDULED
    return scheduled and not post.token and parse_wire_time(post.schedule_at) == sent_entry.entry.due_at


def _has_words(sent_entry: SentEntry, post: RemotePost, habits: Habits) -> bool:
    comparable = bool(post.content) and bool(post.named_platforms) and _could_be(sent_entry, post, habits)
    return comparable and (not sent_entry.presumed or _went_as_planned(sent_entry.entry, post, habits))


def _could_be(sent_entry: SentEntry, post: RemotePost, habits: Habits) -> bool:
    """Tell whether nothing that the service returns of a post contradicts its being the entry."""
    entry = sent_entry.entry
    if sent_entry.presumed:
        return _could_be_from_another_copy(sent_entry, post, habits)
    return not (
        _has_another_token(entry, post, habits)
        or (post.content and post.content != entry.content)
        or (post.named_platforms and set(post.named_platforms) != set(entry.platforms))
        or mode_of(post) != entry.mode
        or (post.created_at and abs(post.created_at - sent_entry.sent_at) > _SAME_TIME)
        or _goes_out_at_another_time(entry, post, habits)
    )


def _has_another_token(entry: Entry, post: RemotePost, habits: Habits) -> bool:
    return bool(post.token or (habits.has(Habit.TOKEN) and entry.token))


def _could_be_from_another_copy(sent_entry: SentEntry, post: RemotePost, habits: Habits) -> bool:
    """Tell whether the post may be an entry that another copy of the profile may have sent.

    Its user may have moved it, locked it in, or sent it again with another token.
    """
    entry = sent_entry.entry
    return not (
        (_has_another_token(entry, post, habits) and post.content != entry.content)
        or (post.content and post.content != entry.content)
        or (post.named_platforms and set(post.named_platforms) != set(entry.platforms))
        or (post.created_at and post.created_at < sent_entry.sent_at - _SAME_TIME)
    )


def _went_as_planned(entry: Entry, post: RemotePost, habits: Habits) -> bool:
    """Tell whether the post went out at the entry's time: the same text at another time may be another post."""
    scheduled, created = parse_wire_time(post.schedule_at), post.created_at
    if _has_another_token(entry, post, habits):
        return False
    if scheduled:
        return abs(scheduled - entry.due_at) <= _ROUNDED
    return created is not None and abs(created - entry.due_at) <= _SAME_TIME


def _goes_out_at_another_time(entry: Entry, post: RemotePost, habits: Habits) -> bool:
    moment = parse_wire_time(post.schedule_at)
    if entry.mode != SendMode.SCHEDULED or moment is None:
        return False
    return moment != entry.due_at if habits.has(Habit.MOMENT) else abs(moment - entry.due_at) > _ROUNDED


_MATCHERS = (
    (Evidence.TOKEN, _has_token),
    (Evidence.SCHEDULE_TIME, _has_moment),
    (Evidence.WORDS, _has_words),
    (Evidence.LOOKS_LIKE, _could_be),
)


def next_check(entry: Entry, ended_at: datetime) -> datetime | None:
    """Return the next time to search for an entry whose attempt ended at `ended_at`; None where only the user can start it."""
    due = [ended_at + pause for pause in CHECKS]
    if entry.mode == SendMode.SCHEDULED:
        due.append(entry.due_at + ASK_AFTER_ITS_TIME)
    last = max(ended_at, entry.checked_at or ended_at)
    return min((moment for moment in due if moment > last), default=None)


def verdict(entry: Entry, ended_at: datetime, absent: int, habits: Habits, now: datetime) -> Evidence:
    """Return the evidence with which the user is asked about an entry that was not found; NONE while it is too early to ask.

    `absent`: the number of complete lists without a post that could be the entry; 0 if the last one had a candidate.
    """
    tells = habits.has(Habit.TOKEN)
    if tells and is_long_absent(ended_at, absent, now) and entry.state != State.ACCEPTED_WITHOUT_ID:
        return Evidence.VERY_LIKELY_NOT
    return Evidence.CANNOT_TELL if now >= _time_to_ask(entry, ended_at, tells=tells) else Evidence.NONE


def _time_to_ask(entry: Entry, ended_at: datetime, *, tells: bool) -> datetime:
    """Return the time to ask the user. A service that repeats our token is given longer."""
    asked = ended_at + (ABSENT_FOR if tells else ASK_AFTER)
    return max(asked, entry.due_at + ASK_AFTER_ITS_TIME) if entry.mode == SendMode.SCHEDULED else asked
