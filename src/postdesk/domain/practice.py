"""Practice mode's test tools as values: the sandbox's movable clock, and the faults that can be armed in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class FaultKind(StrEnum):
    """What can be made to go wrong; the values are the sandbox's own names."""

    REFUSE_CONNECTION = "refuse_connection"
    RESET_CONNECTION = "reset_connection"
    DROP_BEFORE = "drop_before"
    ERROR_BEFORE = "error_before"
    RATE_LIMIT = "rate_limit"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    KEY_REVOKED = "key_revoked"
    REDIRECT = "redirect"
    HTML = "html"
    DROP_AFTER = "drop_after"
    ERROR_AFTER = "error_after"
    HTML_AFTER = "html_after"
    EMPTY = "empty"
    MALFORMED_JSON = "malformed_json"
    CUT_BODY = "cut_body"
    BAD_GZIP = "bad_gzip"
    HUGE_BODY = "huge_body"
    NO_ID = "no_id"
    UNKNOWN_STATUS = "unknown_status"
    RESULT_FAILED = "result_failed"
    RESULT_PENDING = "result_pending"
    RESULT_PUBLISHED = "result_published"
    BODY_AFTER_204 = "body_after_204"
    DRIP = "drip"
    DELAY = "delay"
    DELAY_AFTER = "delay_after"
    PLATFORM_FAILS = "platform_fails"
    FAILS_THEN_PUBLISHES = "fails_then_publishes"
    NEEDS_RECONNECT = "needs_reconnect"


class Operation(StrEnum):
    """The requests a fault can be limited to."""

    ANY = "any"
    UPSERT_END_USER = "upsert_end_user"
    GET_END_USER = "get_end_user"
    CONNECTIONS = "connections"
    DISCONNECT = "disconnect"
    CREATE_SESSION = "create_session"
    GET_SESSION = "get_session"
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    GET_POST = "get_post"
    LIST_POSTS = "list_posts"


@dataclass(frozen=True, slots=True)
class FaultOrder:
    """A fault to arm. `count` None means until it is disarmed; the other fields are left to the sandbox where None or empty.

    `delay` is how long a delay or a refusal of connections lasts; `retry_after` is in whole seconds; `word` is the unknown
    status word.
    """

    kind: FaultKind
    operation: Operation = Operation.ANY
    count: int | None = 1
    external_user_id: str = ""
    platform: str = ""
    delay: timedelta | None = None
    retry_after: int | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class FaultUse:
    """When a fault fired, by the sandbox's clock, in which kind of request, and for which platforms."""

    at: datetime
    operation: str
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArmedFault:
    """A fault as the sandbox lists it. `remaining` is 0 when it is used up, None where it ends by itself or is disarmed.

    `lasts`: after how long it ends by itself; None where it does not.
    `kind`, `operation` and `platform` are plain words, since the sandbox may know more than this version. `last` is its last
    use in a request.
    """

    id: str
    kind: str
    operation: str
    remaining: int | None
    fired: int
    platform: str = ""
    last: FaultUse | None = None
    lasts: timedelta | None = None

    @property
    def armed(self) -> bool:
        """Whether it can still fire."""
        return self.remaining != 0


@dataclass(frozen=True, slots=True)
class PracticeState:
    """The sandbox's clock, how far it is ahead of the computer's, the next thing that happens by itself, and the faults.

    `next_event` is the sandbox's word for it, empty with `next_event_at` None where nothing is to come.
    """

    now: datetime
    offset: timedelta
    next_event_at: datetime | None = None
    next_event: str = ""
    faults: tuple[ArmedFault, ...] = ()
