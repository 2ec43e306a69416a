"""Posts and their entries, as this computer keeps them.

Submitting a draft makes a **post** with one **entry** a platform: an entry is one request to the service. A post made elsewhere
is a post too, with an accepted entry a request and no words of its own.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from postdesk.domain.approval import UNSAID, Word
from postdesk.domain.delivery import Evidence, Hold, Reason, Stage, State, because, read_reason, stage_of
from postdesk.domain.fate import platform_stages
from postdesk.domain.platforms import LOCKABLE
from postdesk.domain.remote import PlatformResult, RemotePost


class Mode(StrEnum):
    """How an entry goes out: sent from this computer when due, or locked in, that is, submitted to the service's scheduler."""

    IMMEDIATE = "immediate"
    SCHEDULED = "scheduled"


def mode_of(told: RemotePost) -> Mode:
    """How a post went out that the service tells of."""
    return Mode.SCHEDULED if told.mode == Mode.SCHEDULED else Mode.IMMEDIATE


@dataclass(frozen=True, slots=True)
class NotedAccount:
    """The account a connection answered with when the entry was queued; nothing is sent to any other."""

    platform: str
    account_id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One request to the service, and all that is known of what became of it. Moments are aware UTC.

    `due_at` carries the unique milliseconds of its `scheduleAt`. `lock_in_at` is None where this computer sends it when due.
    `written` is the text of `content` before its links got tags, empty where they got none.
    `token` is sent as `metadata.clientToken`; `hash` covers all that is sent. `reason`: see `delivery.because`.
    `media_meant`: the user said that it goes out with its file as it is, whatever holds it or moves it meanwhile.
    `earlier`: the entries whose words it sends again, and of which nothing had come; each is asked about before it is sent.
    `stage` is the fate of the whole request, by its word (`remote_status`) and its `results`; those stand since `stands_since`,
    and so does the user's word that it is up.
    """

    id: int
    post_id: int
    client_id: int
    platforms: tuple[str, ...]
    state: State
    mode: Mode
    due_at: datetime
    content: str = ""
    written: str = ""
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""
    lock_in_at: datetime | None = None
    hold: Hold | None = None
    not_before: datetime | None = None
    token: str = ""
    hash: str = ""
    accounts: tuple[NotedAccount, ...] = ()
    attempts: int = 0
    reason: str = ""
    media_meant: bool = False
    earlier: tuple[int, ...] = ()
    evidence: Evidence = Evidence.NONE
    remote_id: str = ""
    remote_status: str = ""
    stage: Stage = Stage.SCHEDULED
    results: tuple[PlatformResult, ...] = ()
    stands_since: datetime | None = None
    checked_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def lockable(self) -> bool:
        """Whether the service can schedule it: text only, and a platform that needs no media or title."""
        return not (self.title or self.media_url or self.thumbnail_url) and all(
            platform in LOCKABLE for platform in self.platforms
        )


def without_a_find(entry: Entry) -> Entry:
    """The entry without what a post of the service's told: a different one, or none that is known yet."""
    found_nothing = replace(entry, remote_id="", remote_status="", stage=Stage.SCHEDULED, results=(), checked_at=None)
    return replace(found_nothing, stands_since=None, evidence=Evidence.CANNOT_TELL)


def reminding(entry: Entry, *, wanted: bool) -> Entry:
    """The entry to be deleted once it is up, or no more; what else is said of it comes back then."""
    reason, said = read_reason(entry.reason)
    if (reason == Reason.UNWANTED) == wanted:
        return entry
    return replace(entry, reason=because(Reason.UNWANTED, entry.reason) if wanted else said)


def stages_of(entry: Entry) -> tuple[Stage, ...]:
    """Return what the service says of each platform of an entry that it took, in their order."""
    request = stage_of(entry.remote_status) if entry.remote_status and entry.results else entry.stage
    return platform_stages(request, entry.platforms, entry.results)


def failed_platforms(entry: Entry) -> tuple[str, ...]:
    """The platforms whose result is a known failure: by no guess, and not unknown, contradictory or still processing."""
    if entry.state != State.ACCEPTED or may_be_another(entry):
        return entry.platforms if entry.state == State.REJECTED else ()
    return tuple(platform for platform, stage in zip(entry.platforms, stages_of(entry), strict=True) if stage == Stage.FAILED)


def to_retry(post: "Post") -> tuple[str, ...]:
    """The platforms of a post whose result is a known failure, unless something else is for them too: a request, or a new try.

    The service refused the second of two alike, perhaps, and the first is up after all.
    """
    failed = [platform for entry in post.entries for platform in failed_platforms(entry)]
    going = {
        platform
        for entry in post.entries
        if entry.state != State.CANCELLED
        for platform in entry.platforms
        if platform not in failed_platforms(entry)
    }
    return tuple(platform for platform in dict.fromkeys(failed) if platform not in going | {*post.retried})


def content_hash(external_user_id: str, entry: Entry) -> str:
    """SHA-256 over all that would be sent for `entry`, so that what was agreed to and what goes out cannot differ."""
    sent = (
        external_user_id,
        entry.content,
        entry.title,
        entry.media_url,
        entry.thumbnail_url,
        entry.platforms,
        entry.due_at.isoformat(),
        entry.token,
    )
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def may_be_ours(entry: Entry) -> bool:
    """Return whether a post that no entry owns may be one of which the user said that it is up."""
    return entry.state == State.ACCEPTED and entry.evidence == Evidence.CANNOT_TELL


class PostState(StrEnum):
    """What the window says of a whole post, or of one platform of it: the most pressing of its entries' states first."""

    TO_DECIDE = "to_decide"
    MISSED = "missed"
    REJECTED = "rejected"
    FAILED = "failed"
    PARTIAL = "partial"
    TO_DELETE = "to_delete"
    HELD = "held"
    CONTRADICTORY = "contradictory"
    CHECKING = "checking"
    SENDING = "sending"
    QUEUED = "queued"
    PROCESSING = "processing"
    UNKNOWN = "unknown"
    RECEIVED = "received"
    SCHEDULED = "scheduled"
    FROM_HERE = "from_here"
    LOCKED = "locked"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


_OF_STATE = {
    State.SENDING: PostState.SENDING,
    State.ACCEPTED_WITHOUT_ID: PostState.RECEIVED,
    State.UNCERTAIN: PostState.CHECKING,
    State.NEEDS_USER: PostState.TO_DECIDE,
    State.REJECTED: PostState.REJECTED,
    State.MISSED: PostState.MISSED,
    State.CONFIRMED_BY_USER: PostState.CONFIRMED,
    State.CANCELLED: PostState.CANCELLED,
}
_OF_STAGE = {
    Stage.SCHEDULED: PostState.LOCKED,
    Stage.PROCESSING: PostState.PROCESSING,
    Stage.UNKNOWN: PostState.UNKNOWN,
    Stage.PUBLISHED: PostState.PUBLISHED,
    Stage.PARTIAL: PostState.PARTIAL,
    Stage.FAILED: PostState.FAILED,
    Stage.CONTRADICTORY: PostState.CONTRADICTORY,
}
_PUBLISHED = frozenset({PostState.PUBLISHED, PostState.TO_DELETE})
_UP = _PUBLISHED | {PostState.CONFIRMED}
_NOT_UP = frozenset({PostState.MISSED, PostState.REJECTED, PostState.FAILED})
_UP_STAGES = frozenset({Stage.PUBLISHED, Stage.PARTIAL})
QUIET_HOLDS = frozenset({None, Hold.NOT_DUE, Hold.UNDO_DELAY})
_ORDER = tuple(PostState)


def entry_state(entry: Entry) -> PostState:
    """What the window says of one entry."""
    match entry.state:
        case State.ACCEPTED if entry.stage in _UP_STAGES and read_reason(entry.reason)[0] == Reason.UNWANTED:
            return PostState.TO_DELETE
        case State.ACCEPTED:
            return _OF_STAGE[entry.stage]
        case State.PLANNED | State.QUEUED if entry.hold not in QUIET_HOLDS:
            return PostState.HELD
        case State.PLANNED:
            return PostState.SCHEDULED if entry.lock_in_at or entry.lockable else PostState.FROM_HERE
        case State.QUEUED:
            return PostState.QUEUED
        case _:
            return _OF_STATE[entry.state]


def effective(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that say what became of a post: without those that were cancelled, unless all were, and `other_tries`."""
    left_out = other_tries(entries)
    return tuple(entry for entry in _live(entries) if entry not in left_out)


def may_be_another(entry: Entry) -> bool:
    """Whether what was found only looks like it, so that it may be a different post."""
    return entry.state == State.ACCEPTED and entry.evidence == Evidence.LOOKS_LIKE


def other_tries(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Those of which nothing came, though by another request of the post it is up on their platforms."""
    live = _live(entries)
    up = {platform for entry in live if entry_state(entry) in _UP for platform in entry.platforms}
    # A post made elsewhere may tell no platform, and is not another try at anything.
    return tuple(each for each in live if each.platforms and entry_state(each) in _NOT_UP and up.issuperset(each.platforms))


def _live(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.state != State.CANCELLED) or entries


def post_state(entries: tuple[Entry, ...]) -> PostState:
    """The most pressing state of a post's effective entries; some published and some failed is PARTIAL."""
    states = {entry_state(entry) for entry in effective(entries)}
    partly = {PostState.FAILED} < states <= _PUBLISHED | {PostState.FAILED}
    return PostState.PARTIAL if partly else min(states, key=_ORDER.index)


def marks_of(entries: tuple[Entry, ...]) -> tuple[tuple[str, PostState], ...]:
    """What the window says of each platform of a post, by its effective entries."""
    return tuple((platform, platform_state(entry, platform)) for entry in effective(entries) for platform in entry.platforms)


def platform_state(entry: Entry, platform: str) -> PostState:
    """What the window says of one platform of an entry: its own result outranks the request's word."""
    stages = dict(zip(entry.platforms, stages_of(entry), strict=True))
    return entry_state(replace(entry, stage=stages.get(platform, entry.stage)))


class Origin(StrEnum):
    """Where a post was made: here, or elsewhere (then its words are not available: the service echoes none)."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Post:
    """A post as its entries make it: what was written, for whom, when, and the state the window shows.

    `overridden` names the warnings that the user posted past, as `platform:kind of problem`. `retries_post` is the post of which
    this one tries again what failed; `retried_by` the latest that does so for this one, and was not cancelled, `retried` the
    platforms of all such. `family` is the group of the first of the posts that gave way to it, one after
    another; empty where none did. `word` is what the client said of it. `series_id`: of what repeats, empty where it is of none.
    """

    id: int
    client_id: int
    origin: Origin
    group: str
    text: str
    title: str
    due_at: datetime
    state: PostState
    platforms: tuple[str, ...]
    entries: tuple[Entry, ...]
    created_at: datetime
    overridden: tuple[str, ...] = ()
    retries_post: int | None = None
    labels: tuple[str, ...] = ()
    retried_by: int | None = None
    retried: tuple[str, ...] = ()
    family: str = ""
    word: Word = UNSAID
    series_id: str = ""
