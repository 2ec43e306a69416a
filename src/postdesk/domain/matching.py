"""Which of the service's posts is an entry of ours, and what to make of it where none is: the ladder of reconciling.

The service promises to repeat nothing of what was sent (API gap G6), so that evidence comes in steps: our token, the exact
`scheduleAt`, the same words for the same platforms, and at last that nothing else could be it. Each step counts only where
one candidate fits, and fits nothing else of ours that may be out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from postdesk.domain.delivery import Evidence, State
from postdesk.domain.habits import UNKNOWN, Habit, Habits
from postdesk.domain.posts import Entry, Mode, mode_of
from postdesk.domain.remote import PostList, RemotePost
from postdesk.domain.times import parse_wire_time

CHECKS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600))
"""How long after an attempt ended it is looked for."""

ASK_AFTER = timedelta(seconds=120)
"""When the user is asked about an entry that was to go out at once and was not found."""

ABSENT_TIMES, ABSENT_FOR = 3, timedelta(minutes=10)
"""How often, and how long after the attempt, lists have to lack it for "very likely not posted" where our token is repeated."""

ASK_AFTER_ITS_TIME = timedelta(minutes=5)
"""When the user is asked about a scheduled one: nobody can look it up before its time."""

DOUBTED_FOR = timedelta(days=30)
"""How long the user's own word of what is out may turn out to be wrong."""

GUESS_DOUBTED_FOR = timedelta(hours=2)
"""How long after its time one that only looked like it may be another's: what was sent may turn up late."""

_SAME_TIME = timedelta(hours=1)
"""How far the service's word for when a post was made may be from when it was sent: more than two clocks usually differ."""

_ROUNDED = timedelta(minutes=1)
"""How far the moment that it tells may be from the one that it was given, where it keeps no seconds."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The ids that existed before an attempt and belong to no entry of ours; `whole`: nothing we know of was lacking."""

    ids: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """An entry as it was sent at `sent_at`, and may be out.

    `presumed`: nothing is known of how it was sent; another copy of the profile may have done so at any time since then.
    """

    entry: Entry
    sent_at: datetime
    presumed: bool = False


def is_whole(listed: PostList, ids_to_be_listed: frozenset[str]) -> bool:
    """Whether absence from a list means something: it was not cut, and holds all that it has to hold (API gap G7)."""
    return listed.complete and ids_to_be_listed <= {post.id for post in listed.posts}


def match(
    sought: Sought,
    candidates: Sequence[RemotePost],
    rivals: Iterable[Sought] = (),
    habits: Habits = UNKNOWN,
    *,
    new: bool = False,
    whole: bool = False,
) -> tuple[RemotePost, Evidence] | None:
    """The one candidate that is the entry, and by which evidence; None where none is, or more than one could be.

    `candidates`: ids outside the baseline that no entry of ours owns. `rivals`: what else may be out for that client, or has an
    id by a guess. `new`: the baseline was whole, so that what it lacks was not there before. `whole`: there is no other
    candidate.
    """
    others = tuple(rivals)
    for evidence, fits in _LADDER:
        if evidence == Evidence.LOOKS_LIKE and not (new and whole):
            break
        found = [post for post in candidates if fits(sought, post, habits)]
        if len(found) == 1 and _counts(evidence, found[0], new=new) and not any(fits(each, found[0], habits) for each in others):
            return found[0], evidence
    return None


def is_absent(sought: Sought, candidates: Iterable[RemotePost]) -> bool:
    """Whether none of the candidates could be the entry, though the server repeated less of it than it usually does."""
    return not any(fits(sought, post, UNKNOWN) for post in candidates for _, fits in _LADDER)


def long_absent(ended_at: datetime, absent: int, now: datetime) -> bool:
    """Whether lists known to be whole lacked it so often and so long that what appears from now on is hardly it."""
    return absent >= ABSENT_TIMES and now >= ended_at + ABSENT_FOR


def is_attempt(sought: Sought, post: RemotePost, *, new: bool) -> bool:
    """Whether a post that nobody owns is what was sent by more than a guess. `new`: that it was there before does not count."""
    ladder = ((evidence, fits) for evidence, fits in _LADDER if evidence != Evidence.LOOKS_LIKE)
    return any(fits(sought, post, UNKNOWN) and _counts(evidence, post, new=new) for evidence, fits in ladder)


def may_be_attempt(sought: Sought, post: RemotePost) -> bool:
    """Return whether nothing that the service says of a post speaks against its being what was sent."""
    return _could_be(sought, post, UNKNOWN)


def _counts(evidence: Evidence, post: RemotePost, *, new: bool) -> bool:
    """The same words may have been up before, unless it is known what was or the service tells when the post was made."""
    return new or evidence != Evidence.WORDS or post.created_at is not None


def _has_token(sought: Sought, post: RemotePost, _: Habits) -> bool:
    return bool(sought.entry.token) and post.token == sought.entry.token


def _has_moment(sought: Sought, post: RemotePost, _: Habits) -> bool:
    scheduled = sought.presumed or sought.entry.mode == Mode.SCHEDULED
    return scheduled and not post.token and parse_wire_time(post.schedule_at) == sought.entry.due_at


def _has_words(sought: Sought, post: RemotePost, habits: Habits) -> bool:
    told = bool(post.content) and bool(post.reached) and _could_be(sought, post, habits)
    return told and (not sought.presumed or _went_as_planned(sought.entry, post, habits))


def _could_be(sought: Sought, post: RemotePost, habits: Habits) -> bool:
    """Whether nothing that the service says of a post speaks against its being the entry."""
    entry = sought.entry
    if sought.presumed:
        return _could_be_from_another_copy(sought, post, habits)
    return not (
        _has_another_token(entry, post, habits)
        or (post.content and post.content != entry.content)
        or (post.reached and set(post.reached) != set(entry.platforms))
        or mode_of(post) != entry.mode
        or (post.created_at and abs(post.created_at - sought.sent_at) > _SAME_TIME)
        or _goes_out_at_another_time(entry, post, habits)
    )


def _has_another_token(entry: Entry, post: RemotePost, habits: Habits) -> bool:
    return bool(post.token or (habits.has(Habit.TOKEN) and entry.token))


def _could_be_from_another_copy(sought: Sought, post: RemotePost, habits: Habits) -> bool:
    """The same where the user of another copy may have moved it, locked it in, or sent it again with another token."""
    entry = sought.entry
    return not (
        (_has_another_token(entry, post, habits) and post.content != entry.content)
        or (post.content and post.content != entry.content)
        or (post.reached and set(post.reached) != set(entry.platforms))
        or (post.created_at and post.created_at < sought.sent_at - _SAME_TIME)
    )


def _went_as_planned(entry: Entry, post: RemotePost, habits: Habits) -> bool:
    """Whether it went out for the time of the entry: the same words of another time may be another post."""
    scheduled, created = parse_wire_time(post.schedule_at), post.created_at
    if _has_another_token(entry, post, habits):
        return False
    if scheduled:
        return abs(scheduled - entry.due_at) <= _ROUNDED
    return created is not None and abs(created - entry.due_at) <= _SAME_TIME


def _goes_out_at_another_time(entry: Entry, post: RemotePost, habits: Habits) -> bool:
    moment = parse_wire_time(post.schedule_at)
    if entry.mode != Mode.SCHEDULED or moment is None:
        return False
    return moment != entry.due_at if habits.has(Habit.MOMENT) else abs(moment - entry.due_at) > _ROUNDED


_LADDER = (
    (Evidence.TOKEN, _has_token),
    (Evidence.SCHEDULE_TIME, _has_moment),
    (Evidence.WORDS, _has_words),
    (Evidence.LOOKS_LIKE, _could_be),
)


def next_check(entry: Entry, ended_at: datetime) -> datetime | None:
    """When an entry whose attempt ended then is looked for next; None where that is left to the user's click."""
    due = [ended_at + pause for pause in CHECKS]
    if entry.mode == Mode.SCHEDULED:
        due.append(entry.due_at + ASK_AFTER_ITS_TIME)
    last = max(ended_at, entry.checked_at or ended_at)
    return min((moment for moment in due if moment > last), default=None)


def verdict(entry: Entry, ended_at: datetime, absent: int, habits: Habits, now: datetime) -> Evidence:
    """With which evidence the user is asked about an entry that was not found; NONE where it is not time to ask.

    `absent`: in how many lists, known to be whole, nothing was that could be it; 0 where that is not so now.
    """
    tells = habits.has(Habit.TOKEN)
    if tells and long_absent(ended_at, absent, now) and entry.state != State.ACCEPTED_WITHOUT_ID:
        return Evidence.VERY_LIKELY_NOT
    return Evidence.CANNOT_TELL if now >= _time_to_ask(entry, ended_at, tells=tells) else Evidence.NONE


def _time_to_ask(entry: Entry, ended_at: datetime, *, tells: bool) -> datetime:
    """A server that repeats our token is given the time that it needs to tell."""
    asked = ended_at + (ABSENT_FOR if tells else ASK_AFTER)
    return max(asked, entry.due_at + ASK_AFTER_ITS_TIME) if entry.mode == Mode.SCHEDULED else asked
