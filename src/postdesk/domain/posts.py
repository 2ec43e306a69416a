"""Posts and their entries, as this computer stores them.

A submitted draft becomes a **post** for each of its times, normally with one **entry** per platform (one for equal contents if
they are bundled). An entry is one request to the service. A post made elsewhere is a post as well, with one accepted entry per
request and no text of its own.
"""

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from postdesk.domain.approval import NO_APPROVAL, ApprovalRecord
from postdesk.domain.delivery import Evidence, Hold, Reason, Stage, State, format_reason, parse_reason, stage_of
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import LOCKABLE
from postdesk.domain.remote import PlatformResult, RemotePost
from postdesk.domain.request_stage import platform_stages


class SendMode(StrEnum):
    """The way of sending: from this computer when due, or locked in (submitted to the service's scheduler)."""

    IMMEDIATE = "immediate"
    SCHEDULED = "scheduled"


def mode_of(remote: RemotePost) -> SendMode:
    """Return the mode in which a post of the service was sent."""
    return SendMode.SCHEDULED if remote.mode == SendMode.SCHEDULED else SendMode.IMMEDIATE


@dataclass(frozen=True, slots=True)
class ExpectedAccount:
    """The account behind a connection when the entry was queued. The entry is sent to no other account."""

    platform: str
    account_id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One request to the service, and all that is known of its outcome. Datetimes are aware UTC.

    `due_at` includes the unique milliseconds of its `scheduleAt`. `lock_in_at` is None where this computer sends the entry when
    due. `written` is the text of `content` before its links got tags, empty where they got none. `token` is sent as
    `metadata.clientToken`. `hash` covers everything that is sent. `reason`: see `delivery.format_reason`.

    `media_confirmed`: the user confirmed to send the entry with its file as it is; this outlasts holds and moves. `earlier`: the
    failed or contradictory entries whose text it sends again; the service is asked about each just before it is sent.

    `stage` is the state of the whole request, derived from the service's status (`remote_status`) and `results`. `stage_since`:
    when one of these three last changed, or when the user confirmed the post.
    """

    id: int
    post_id: int
    client_id: int
    platforms: tuple[str, ...]
    state: State
    mode: SendMode
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
    accounts: tuple[ExpectedAccount, ...] = ()
    attempts: int = 0
    reason: str = ""
    media_confirmed: bool = False
    earlier: tuple[int, ...] = ()
    evidence: Evidence = Evidence.NONE
    remote_id: str = ""
    remote_status: str = ""
    stage: Stage = Stage.SCHEDULED
    results: tuple[PlatformResult, ...] = ()
    stage_since: datetime | None = None
    checked_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def lockable(self) -> bool:
        """True where the service can schedule the entry: text only, on platforms that need no media or title."""
        return not (self.title or self.media_url or self.thumbnail_url) and all(
            platform in LOCKABLE for platform in self.platforms
        )


def without_match(entry: Entry) -> Entry:
    """Return the entry without the data of a matched post of the service: it matches another one, or none yet."""
    found_nothing = replace(entry, remote_id="", remote_status="", stage=Stage.SCHEDULED, results=(), checked_at=None)
    return replace(found_nothing, stage_since=None, evidence=Evidence.CANNOT_TELL)


def with_delete_reminder(entry: Entry, *, wanted: bool) -> Entry:
    """Return the entry with the reminder to delete the post once it is published, or without it and with the earlier reason."""
    reason, detail = parse_reason(entry.reason)
    if (reason == Reason.UNWANTED) == wanted:
        return entry
    return replace(entry, reason=format_reason(Reason.UNWANTED, entry.reason) if wanted else detail)


def stages_of(entry: Entry) -> tuple[Stage, ...]:
    """Return the stage of each platform of an accepted entry, in the entry's order, by the service's results."""
    request = stage_of(entry.remote_status) if entry.remote_status and entry.results else entry.stage
    return platform_stages(request, entry.platforms, entry.results)


def failed_platforms(entry: Entry) -> tuple[str, ...]:
    """Return the platforms that failed for certain: not those matched by a guess, unknown, contradictory or processing."""
    if entry.state != State.ACCEPTED or may_be_another(entry):
        return entry.platforms if entry.state == State.REJECTED else ()
    return tuple(platform for platform, stage in zip(entry.platforms, stages_of(entry), strict=True) if stage == Stage.FAILED)


def platforms_to_retry(post: "Post") -> tuple[str, ...]:
    """Return the platforms of a post to retry: known failures without another request or retry for the same platform.

    The service may have refused the second of two equal requests while the first one was published.
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
    """Return the SHA-256 over everything that would be sent for `entry`, so that only the approved content is sent."""
    written = (entry.content, entry.title, entry.media_url, entry.thumbnail_url)
    sent = (external_user_id, *written, entry.platforms, entry.due_at.isoformat(), entry.token)
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def may_be_ours(entry: Entry) -> bool:
    """Tell whether this entry of a post made elsewhere may be one of ours that the user confirmed as published."""
    return entry.state == State.ACCEPTED and entry.evidence == Evidence.CANNOT_TELL


class PostState(StrEnum):
    """The shown state of a post, or of one of its platforms. The order is by urgency, the most urgent first."""

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
    NEEDS_THIS_COMPUTER = "from_here"
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
    """Return the shown state of one entry."""
    match entry.state:
        case State.ACCEPTED if entry.stage in _UP_STAGES and parse_reason(entry.reason)[0] == Reason.UNWANTED:
            return PostState.TO_DELETE
        case State.ACCEPTED:
            return _OF_STAGE[entry.stage]
        case State.PLANNED | State.QUEUED if entry.hold not in QUIET_HOLDS:
            return PostState.HELD
        case State.PLANNED:
            return PostState.SCHEDULED if entry.lock_in_at or entry.lockable else PostState.NEEDS_THIS_COMPUTER
        case State.QUEUED:
            return PostState.QUEUED
        case _:
            return _OF_STATE[entry.state]


def effective_entries(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries that decide a post's state. Left out are `superseded_entries`, and cancelled ones unless all are."""
    live = _live(entries)
    left_out = _superseded(live)
    return tuple(entry for entry in live if entry not in left_out) if left_out else live


def may_be_another(entry: Entry) -> bool:
    """Tell whether the matched post only looks like the entry, so that it may be a different one."""
    return entry.state == State.ACCEPTED and entry.evidence == Evidence.LOOKS_LIKE


def superseded_entries(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the failed entries whose platforms were all published by other entries of the post."""
    return _superseded(_live(entries))


def _superseded(live: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if _NOT_UP.isdisjoint(map(entry_state, live)):
        return ()
    up = {platform for entry in live if entry_state(entry) in _UP for platform in entry.platforms}
    # A post made elsewhere may have no known platform. It is no retry.
    return tuple(each for each in live if each.platforms and entry_state(each) in _NOT_UP and up.issuperset(each.platforms))


def _live(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if all(entry.state != State.CANCELLED for entry in entries):
        return entries
    return tuple(entry for entry in entries if entry.state != State.CANCELLED) or entries


def post_state(entries: tuple[Entry, ...]) -> PostState:
    """Return the most urgent state of a post's effective entries. Published and failed ones together make PARTIAL."""
    states = {entry_state(entry) for entry in effective_entries(entries)}
    partly = {PostState.FAILED} < states <= _PUBLISHED | {PostState.FAILED}
    return PostState.PARTIAL if partly else min(states, key=_ORDER.index)


def platform_states(entries: tuple[Entry, ...]) -> tuple[tuple[str, PostState], ...]:
    """Return the shown state of each platform of a post, by its effective entries."""
    return tuple(
        (platform, platform_state(entry, platform)) for entry in effective_entries(entries) for platform in entry.platforms
    )


def platform_state(entry: Entry, platform: str) -> PostState:
    """Return the shown state of one platform of an entry. Its own result outranks the status of the request."""
    stage = dict(zip(entry.platforms, stages_of(entry), strict=True)).get(platform, entry.stage)
    return entry_state(entry if stage == entry.stage else replace(entry, stage=stage))


class PostOrigin(StrEnum):
    """The place where a post was made: here, or elsewhere. The service does not return the text of the latter."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Post:
    """A post with its entries: its text, client, time, and shown state.

    `overridden`: the warnings that the user overrode, as `platform:kind of problem`. `retries_post`: the post whose failed
    platforms this one tries again. `retried_by`: the latest post that retries this one and was not cancelled. `retried`: the
    platforms of all those retries. `family`: the group of the first of the posts that this one replaced, one after another;
    empty where there is none. `approval`: the client's approval. `series_id`: the series, empty for a post of none.
    """

    id: int
    client_id: int
    origin: PostOrigin
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
    approval: ApprovalRecord = NO_APPROVAL
    series_id: str = ""
