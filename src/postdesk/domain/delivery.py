"""The states an entry moves through, and the one function that moves it.

An entry is one request to the service: normally one platform of one post. `next_state` is pure and total: each pair of
state and event gives the next state or raises `IllegalMove`. Everything that changes an entry's state calls it.
What the service says of an entry after it took it is its `Stage`, which only advances (`later_stage`): to published at last.
"""

from enum import StrEnum


class State(StrEnum):
    """Where an entry stands, as this computer knows it."""

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
    """Why a planned or queued entry is not sent now."""

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
    FIRST_IS_UP = "first_is_up"
    FIRST_UNCLEAR = "first_unclear"
    FIRST_MISSING = "first_missing"
    PAUSED = "paused"
    MEDIA = "media"
    NOT_APPROVED = "not_approved"


class Event(StrEnum):
    """What can happen to an entry."""

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
    """How strong the ground is on which an entry was found, or could not be."""

    NONE = ""
    TOKEN = "token"
    SCHEDULE_TIME = "schedule_time"
    WORDS = "words"
    LOOKS_LIKE = "looks_like"
    VERY_LIKELY_NOT = "very_likely_not"
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """Why an entry is where it is; what the service itself said may stand beside it."""

    DROPPED = "dropped"
    SERVER_TROUBLE = "server_trouble"
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
    WENT_OUT_AFTER_ALL = "went_out_after_all"
    UP_TWICE = "up_twice"
    TIME_UNKNOWN = "time_unknown"
    NO_REFERENCE = "no_reference"
    UNWANTED = "unwanted"
    RESTORED = "restored"
    MEDIA_FLAWED = "media_flawed"
    FIRST_SAYS = "first_says"


def because(reason: Reason, words: str = "") -> str:
    """A reason as an entry keeps it: its code, and after a bar what the service said."""
    return f"{reason}|{words}" if words else str(reason)


def read_reason(kept: str) -> tuple[Reason | None, str]:
    """The code and the words of a kept reason; words alone where there is no code of ours."""
    code, _, words = kept.partition("|")
    try:
        return Reason(code), words
    except ValueError:
        return None, kept


class IllegalMove(Exception):
    """The event cannot happen in that state: a defect, or a choice that came too late."""

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
    """The state after `event`. Raises IllegalMove where the event cannot happen in `state`."""
    try:
        return _NEXT[state, event]
    except KeyError:
        raise IllegalMove(state, event) from None


def possible(state: State, event: Event) -> bool:
    """Whether `event` can happen in `state`."""
    return (state, event) in _NEXT


class Stage(StrEnum):
    """What the service says of a post, or of one platform of it, normalised; the words themselves are kept beside it.

    No word stands for CONTRADICTORY: a request and its platforms' results disagree then (`domain.fate`).
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
"""The service has not said how it ended."""

FINAL_STAGES = frozenset({Stage.PUBLISHED, Stage.PARTIAL, Stage.FAILED})
"""The service has said how it ended; a failure may be followed by another word all the same (`fate.is_settled`)."""


def stage_of(word: str) -> Stage:
    """The stage a status word stands for; the words are not enumerated by the service, so any other is UNKNOWN."""
    return _STAGE_OF_WORD.get(word.strip().lower(), Stage.UNKNOWN)


def rank(stage: Stage) -> int:
    """How far on its way a post of that stage is: the service may fail first and publish later, never the reverse."""
    return _RANK[stage]


def later_stage(known: Stage, told: Stage) -> Stage:
    """The later of two stages: what the service said never goes back."""
    return told if rank(told) >= rank(known) else known
