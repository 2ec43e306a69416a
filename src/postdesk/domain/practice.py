"""Practice mode's test tools as values: the sandbox's movable clock, and the faults that can be armed in it."""

from datetime import datetime, timedelta
from enum import StrEnum

from postdesk.domain.lazy_dataclass import dataclass


class FaultKind(StrEnum):
    """The kind of a fault. The values are the sandbox's own names."""

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
    """The requests that a fault can be limited to."""

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
    """A fault to arm. `count` None: until it is disarmed. Other fields that are None or empty are left to the sandbox.

    `delay`: the length of a delay or of a refusal of connections. `retry_after`: in whole seconds. `word`: the unknown status
    word.
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
    """One use of a fault: the time by the sandbox's clock, the kind of request, and its platforms."""

    at: datetime
    operation: str
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArmedFault:
    """A fault as the sandbox lists it. `remaining` is 0 when used up, None where it ends after a time or when disarmed.

    `lasts`: the time after which it ends; None where it does not end by itself. `kind`, `operation` and `platform` are plain
    strings, since the sandbox may know more values than this version. `last`: its last use in a request.
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
        """True while the fault can still fire."""
        return self.remaining != 0


@dataclass(frozen=True, slots=True)
class PracticeState:
    """The sandbox's clock, its lead over the computer's clock, its next event, and the faults.

    `next_event`: the sandbox's name of the event, empty with `next_event_at` None where none is planned.
    """

    now: datetime
    offset: timedelta
    next_event_at: datetime | None = None
    next_event: str = ""
    faults: tuple[ArmedFault, ...] = ()
