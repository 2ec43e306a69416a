"""Faults armed by a tester, matched to requests and counted. They are kept in memory: a restart disarms them."""

import itertools
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

ANY: Final = "any"
RETRY_AFTER: Final = 30
HUGE: Final = 9 * 1024 * 1024


class Kind(StrEnum):
    """The kinds of faults, grouped by their time of effect. `fault_effects` implements the second and third group."""

    # Network faults, before a request is read.
    REFUSE_CONNECTION = "refuse_connection"
    RESET_CONNECTION = "reset_connection"
    # The request is not executed; this response is sent instead.
    DROP_BEFORE = "drop_before"
    ERROR_BEFORE = "error_before"
    RATE_LIMIT = "rate_limit"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    KEY_REVOKED = "key_revoked"
    REDIRECT = "redirect"
    HTML = "html"
    # The request is executed, and its response goes wrong.
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
    # Time.
    DELAY = "delay"
    DELAY_AFTER = "delay_after"
    # The platforms.
    PLATFORM_FAILS = "platform_fails"
    FAILS_THEN_PUBLISHES = "fails_then_publishes"
    NEEDS_RECONNECT = "needs_reconnect"


@dataclass(frozen=True, slots=True)
class FaultOrder:
    """A fault to arm: for requests of one operation (or any), client and platform, `count` times (None: until disarmed).

    `delay` is in seconds: the wait, the time to refuse connections (None: until disarmed; `count` has no effect there), or
    the pause between the bytes of a drip. Platform faults have the operation `publish` or `schedule` when a post is
    delivered, at once or at its due time; a connection that needs to reconnect also shows when `connections` are listed.
    """

    kind: Kind
    operation: str = ANY
    count: int | None = None
    external_user_id: str | None = None
    platform: str | None = None
    delay: float | None = None
    retry_after: int = RETRY_AFTER
    status: int | None = None
    word: str | None = None
    size: int = HUGE


@dataclass(frozen=True, slots=True)
class Subject:
    """The operation, client and platforms of a request, as far as the request names them."""

    operation: str
    external_user_id: str | None = None
    platforms: tuple[str, ...] = ()


@dataclass(slots=True)
class Fault:
    """An armed fault. `last_at` and `last_by` are the service's time and the subject of its last firing."""

    id: str
    order: FaultOrder
    fired: int = 0
    over: bool = False
    last_at: datetime | None = None
    last_by: Subject | None = None

    @property
    def remaining(self) -> int | None:
        if self.over:
            return 0
        if self.order.count is None or self.order.kind is Kind.REFUSE_CONNECTION:
            return None
        return self.order.count - self.fired

    @property
    def armed(self) -> bool:
        return self.remaining != 0

    def fits(self, subject: Subject) -> bool:
        order = self.order
        return (
            order.operation in {ANY, subject.operation}
            and order.external_user_id in {None, subject.external_user_id}
            and (order.platform is None or order.platform in subject.platforms)
        )


class Faults:
    """The armed faults and the used ones, with their counts. Thread-safe."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._faults: list[Fault] = []
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._on_change: Callable[[], None] = lambda: None

    def when_changed(self, call: Callable[[], None]) -> None:
        """Register a callback for when a fault is armed or disarmed, or a refusal of connections ends."""
        self._on_change = call

    def all(self) -> tuple[Fault, ...]:
        with self._lock:
            return tuple(self._faults)

    def arm(self, order: FaultOrder) -> Fault:
        fault = Fault(f"fault-{next(self._numbers)}", order)
        with self._lock:
            self._faults.append(fault)
        if order.kind is Kind.REFUSE_CONNECTION:
            self._refuse(fault)
        self._on_change()
        return fault

    def disarm(self, fault_id: str | None = None) -> bool:
        """Disarm one fault, or all. Return False where there is no such fault."""
        with self._lock:
            kept = [fault for fault in self._faults if fault_id not in {None, fault.id}]
            found = len(kept) < len(self._faults)
            self._faults = kept
        self._on_change()
        return found

    def take(self, kinds: Collection[Kind], subject: Subject) -> FaultOrder | None:
        """Return the first armed fault of these kinds that matches, and count its firing."""
        with self._lock:
            for fault in self._faults:
                if fault.order.kind in kinds and fault.armed and fault.fits(subject):
                    fault.fired += 1
                    fault.last_at, fault.last_by = self._now(), subject
                    return fault.order
        return None

    @property
    def refusing(self) -> bool:
        return any(fault.order.kind is Kind.REFUSE_CONNECTION and fault.armed for fault in self.all())

    def _refuse(self, fault: Fault) -> None:
        """Fire a refusal once for its whole time: a closed port cannot count the clients it refuses."""
        fault.fired = 1
        if fault.order.delay is not None:
            timer = threading.Timer(fault.order.delay, self._end_refusal, (fault,))
            timer.daemon = True
            timer.start()

    def _end_refusal(self, fault: Fault) -> None:
        fault.over = True
        self._on_change()
