"""The state machine of an entry.

An entry is one request to the service: normally one platform of one post. `next_state` is pure and total: each pair of
state and event gives the next state or raises `IllegalTransition`. Every change of an entry's state goes through it.
The service's report on an accepted entry is its `Stage`, which only advances (`later_stage`), at last to published.
"""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """The state of an entry, as this computer knows it."""

    PLANNED = "planned"
    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    ACCEPTED_WITHOUT_ID = "accepted_without_id"
    UNCERTAIN = "uncertain"
    NEEDS_USER = "needs_user"
    REJECTED = "rejected"
    MISSED = "missed"
    CONFIRMED_BY_USER = "confirmed_by_user"
    CANCELLED = "cancelled"


class Hold(StrEnum):
    """The reason why a planned or queued entry is not sent now."""

    UNDO_DELAY = "undo_delay"
    NOT_DUE = "not_due"
    ACCOUNT_CHANGED = "account_changed"
    NOT_CONNECTED = "not_connected"
    KEY_REJECTED = "key_rejected"
    REFUSED_PERMISSION = "refused_permission"
    OFFLINE = "offline"
    CLOCK = "clock"
    STORAGE = "storage"
    RESTORED = "restored"
    CHANGED = "changed"
    EARLIER_PUBLISHED = "first_is_up"
    EARLIER_UNCLEAR = "first_unclear"
    EARLIER_MISSING = "first_missing"
    PAUSED = "paused"
    MEDIA = "media"
    NOT_APPROVED = "not_approved"


class Event(StrEnum):
    """An event of an entry: the input of `next_state`."""

    RELEASED = "released"
    MARKED = "marked"
    ACCEPTED = "accepted"
    BODY_LOST = "body_lost"
    LOST = "lost"
    NOT_SENT = "not_sent"
    REFUSED = "refused"
    REFUSED_FOR_NOW = "refused_for_now"
    RESTARTED = "restarted"
    DOUBTED = "doubted"
    FOUND = "found"
    NOT_THERE = "not_there"
    UNDECIDED = "undecided"
    TIME_PASSED = "time_passed"
    USER_SAW_IT = "user_saw_it"
    USER_SENDS_AGAIN = "user_sends_again"
    USER_PLANS_AGAIN = "user_plans_again"
    USER_DENIES_IT = "user_denies_it"
    USER_DENIES_THE_FIND = "user_denies_the_find"
    USER_DENIES_THE_REFERENCE = "user_denies_the_reference"
    USER_SENDS_NOW = "user_sends_now"
    USER_RESCHEDULES = "user_reschedules"
    USER_CANCELS = "user_cancels"


class Evidence(StrEnum):
    """The strength of the evidence that an entry was found, or that it could not be found."""

    NONE = ""
    TOKEN = "token"
    SCHEDULE_TIME = "schedule_time"
    WORDS = "words"
    LOOKS_LIKE = "looks_like"
    VERY_LIKELY_NOT = "very_likely_not"
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """The reason for an entry's state. An entry may keep the service's own words beside it."""

    DROPPED = "dropped"
    SERVER_FAILURE = "server_trouble"
    RATE_LIMITED = "rate_limited"
    NOT_THE_SERVICE = "not_the_service"
    BODY_LOST = "body_lost"
    STOPPED_WHILE_SENDING = "stopped_while_sending"
    REFUSED = "refused"
    KEY_REJECTED = "key_rejected"
    PERMISSION_REFUSED = "permission_refused"
    NO_CONNECTION = "no_connection"
    NOT_CONNECTED = "not_connected"
    ACCOUNT_CHANGED = "account_changed"
    NOT_STORED = "not_stored"
    AWAY = "away"
    CLOCK_MOVED = "clock_moved"
    HELD_TOO_LONG = "held_too_long"
    UNDONE = "undone"
    REPLACED = "replaced"
    LATE_LOCK_IN = "late_lock_in"
    PUBLISHED_AFTER_ALL = "went_out_after_all"
    PUBLISHED_TWICE = "up_twice"
    TIME_UNKNOWN = "time_unknown"
    NO_REFERENCE = "no_reference"
    UNWANTED = "unwanted"
    RESTORED = "restored"
    MEDIA_FLAWED = "media_flawed"
    EARLIER_SAYS = "first_says"


_REASONS: Final = {reason.value: reason for reason in Reason}


def format_reason(reason: Reason, words: str = "") -> str:
    """Return a reason in its stored form: the code, then a bar and the service's words, if any."""
    return f"{reason}|{words}" if words else str(reason)


def parse_reason(kept: str) -> tuple[Reason | None, str]:
    """Return the code and the words of a stored reason; None and the whole text for an unknown code."""
    code, _, words = kept.partition("|")
    reason = _REASONS.get(code)  # Reason("") would raise an error for most entries, which have none
    return (reason, words) if reason else (None, kept)


class IllegalTransition(Exception):
    """The event cannot happen in that state: a defect, or a user's command that came too late."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"{event} in state {state}")
        self.state = state
        self.event = event


_WAITING = (State.PLANNED, State.QUEUED)
_OPEN_QUESTIONS = (State.UNCERTAIN, State.NEEDS_USER, State.ACCEPTED_WITHOUT_ID)

_MOVES: tuple[tuple[tuple[State, ...], Event, State], ...] = (
    ((State.PLANNED,), Event.RELEASED, State.QUEUED),
    ((State.QUEUED,), Event.MARKED, State.SENDING),
    ((State.SENDING,), Event.ACCEPTED, State.ACCEPTED),
    ((State.SENDING,), Event.BODY_LOST, State.ACCEPTED_WITHOUT_ID),
    ((State.SENDING,), Event.LOST, State.UNCERTAIN),
    ((State.SENDING,), Event.RESTARTED, State.UNCERTAIN),
    ((State.SENDING,), Event.REFUSED, State.REJECTED),
    ((State.SENDING,), Event.REFUSED_FOR_NOW, State.QUEUED),
    ((State.QUEUED,), Event.NOT_SENT, State.QUEUED),
    ((State.UNCERTAIN,), Event.REFUSED_FOR_NOW, State.QUEUED),
    ((State.PLANNED, State.QUEUED, State.MISSED), Event.DOUBTED, State.UNCERTAIN),
    ((State.UNCERTAIN, State.NEEDS_USER), Event.NOT_THERE, State.PLANNED),
    (_OPEN_QUESTIONS, Event.FOUND, State.ACCEPTED),
    ((State.UNCERTAIN, State.NEEDS_USER), Event.UNDECIDED, State.NEEDS_USER),
    ((State.ACCEPTED_WITHOUT_ID,), Event.UNDECIDED, State.ACCEPTED_WITHOUT_ID),
    ((State.ACCEPTED,), Event.USER_DENIES_THE_FIND, State.NEEDS_USER),
    ((State.ACCEPTED,), Event.USER_DENIES_THE_REFERENCE, State.ACCEPTED_WITHOUT_ID),
    (_WAITING, Event.TIME_PASSED, State.MISSED),
    (_OPEN_QUESTIONS, Event.USER_SAW_IT, State.CONFIRMED_BY_USER),
    ((State.NEEDS_USER,), Event.USER_SENDS_AGAIN, State.QUEUED),
    ((State.NEEDS_USER,), Event.USER_PLANS_AGAIN, State.PLANNED),
    ((State.PLANNED, State.QUEUED, State.MISSED), Event.USER_SENDS_NOW, State.QUEUED),
    ((State.PLANNED, State.QUEUED, State.MISSED), Event.USER_RESCHEDULES, State.PLANNED),
    ((State.PLANNED, State.QUEUED, State.MISSED, State.REJECTED), Event.USER_CANCELS, State.CANCELLED),
    ((State.NEEDS_USER,), Event.USER_DENIES_IT, State.CANCELLED),
)
_NEXT = {(state, event): target for states, event, target in _MOVES for state in states}

MAY_BE_OUT = frozenset({State.SENDING, *_OPEN_QUESTIONS})


def next_state(state: State, event: Event) -> State:
    """Return the state after `event`. Raises IllegalTransition if the event cannot happen in `state`."""
    try:
        return _NEXT[state, event]
    except KeyError:
        raise IllegalTransition(state, event) from None


def can_happen(state: State, event: Event) -> bool:
    """Return True if `event` can happen in `state`."""
    return (state, event) in _NEXT


class Stage(StrEnum):
    """The service's status of a post, or of one platform of a post, normalised; the words themselves are stored beside it.

    CONTRADICTORY has no word: a request and the results of its platforms disagree (`domain.request_stage`).
    """

    SCHEDULED = "scheduled"
    PROCESSING = "processing"
    UNKNOWN = "unknown"
    PUBLISHED = "published"
    PARTIAL = "partial"
    FAILED = "failed"
    CONTRADICTORY = "contradictory"


_STAGE_OF_WORD = {
    "scheduled": Stage.SCHEDULED,
    "draft": Stage.PROCESSING,
    "queued": Stage.PROCESSING,
    "pending": Stage.PROCESSING,
    "processing": Stage.PROCESSING,
    "publishing": Stage.PROCESSING,
    "partial": Stage.PARTIAL,
    "partially_published": Stage.PARTIAL,
    "published": Stage.PUBLISHED,
    "failed": Stage.FAILED,
    "cancelled": Stage.FAILED,
}
_RANK = {
    Stage.SCHEDULED: 0,
    Stage.PROCESSING: 1,
    Stage.UNKNOWN: 1,
    Stage.CONTRADICTORY: 1,
    Stage.FAILED: 2,
    Stage.PARTIAL: 3,
    Stage.PUBLISHED: 4,
}

OPEN_STAGES = frozenset({Stage.SCHEDULED, Stage.PROCESSING, Stage.UNKNOWN})
"""The service has not reported a result."""

FINAL_STAGES = frozenset({Stage.PUBLISHED, Stage.PARTIAL, Stage.FAILED})
"""The service has reported a result. A failure may still become a success (`request_stage.is_settled`)."""


def stage_of(word: str) -> Stage:
    """Return the stage for a status word; UNKNOWN for unlisted words, since the API text does not enumerate them."""
    return _STAGE_OF_WORD.get(word.strip().lower(), Stage.UNKNOWN)


def stage_rank(stage: Stage) -> int:
    """Return the progress of a stage: the service may report a failure first and publish later, never the reverse."""
    return _RANK[stage]


def later_stage(known: Stage, reported: Stage) -> Stage:
    """Return the later of two stages: the service's status never goes back."""
    return reported if stage_rank(reported) >= stage_rank(known) else known
