"""The state of the connection to the service: network, key, clocks, storage. Every request reports to it."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_

from PySide6.QtCore import QObject

from postdesk.api.errors import ApiError, HttpStatusError, KeyRejected, NotSent, NotSentReason, NotTheService, UnexpectedRedirect
from postdesk.domain.clock import Clock
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.list_plan import NO_GAP, ListGap
from postdesk.domain.storage import StorageFailure
from postdesk.engine.changes import Changes

SHOWN_FROM = timedelta(minutes=2)
NO_LOCK_IN_FROM = timedelta(minutes=10)
_TOLD_FROM = timedelta(minutes=1)
_MISSED_FROM = timedelta(minutes=1)


class KeyState(StrEnum):
    """The state of the API key. SESSION_ONLY: the key works, but is in memory only. UNREADABLE: the keyring did not answer.

    ASKED: the keyring is slow, and may be asking the user for its password. UNCONFIRMED: the base URL came with a profile from
    elsewhere, and no key is read before the user has confirmed it.
    """

    OK = "ok"
    REJECTED = "rejected"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    SESSION_ONLY = "session_only"
    ASKED = "asked"
    UNCONFIRMED = "unconfirmed"


class ListRange(StrEnum):
    """The lists of posts that are read: of the days around now, and of all others."""

    AROUND = "around"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class HealthState:
    """The health at one moment. `clock_off`: the server's clock minus this computer's; `checked_at`: the last success.

    `busy_until`: the service asked for no requests before then. `listed_so_far`: the number of posts received of incomplete
    lists; `list_gap`: the part of the lists that is not available. `without_details`: the number of posts made elsewhere of which
    only the list is known. `check_failing`: the database could not be checked for damage so far, and nothing is sent before.
    """

    online: bool = True
    key: KeyState = KeyState.OK
    clock_off: timedelta = timedelta()
    storage_problem: StorageFailure | None = None
    not_the_service: bool = False
    checked_at: datetime | None = None
    busy_until: datetime | None = None
    listed_so_far: int | None = None
    list_gap: ListGap = NO_GAP
    without_details: int = 0
    check_failing: bool = False

    @property
    def clock_differs(self) -> bool:
        """True while the clocks differ by more than 2 minutes, which is shown."""
        return abs(self.clock_off) > SHOWN_FROM

    @property
    def clock_stops_lock_in(self) -> bool:
        """True while the clocks differ by more than 10 minutes, which stops lock-ins."""
        return abs(self.clock_off) > NO_LOCK_IN_FROM


class Health(QObject):
    """The health of one workspace. `changes.health` is emitted when a part of it that the window shows changes."""

    def __init__(self, clock: Clock, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._changes = clock, changes
        self._key = KeyState.OK
        self._only_reads = False
        self._offline_since: datetime | None = None
        self._lists: dict[ListRange, tuple[int | None, ListGap]] = {}
        self.state = HealthState()

    def note_success(self) -> None:
        """Note a request that succeeded."""
        self._become(replace(self.state, online=True, not_the_service=False, key=self._key, checked_at=self._clock.now()))

    def note_error(self, error: ApiError) -> None:
        """Note a request that failed. A lost answer alone does not count as offline: the next request decides."""
        if error.retry_after and timedelta(seconds=error.retry_after) >= _TOLD_FROM:
            self._become(replace(self.state, busy_until=self._clock.now() + timedelta(seconds=error.retry_after)))
        match error:
            case NotSent() if error.reason is not NotSentReason.NOT_MARKED:
                self._become(replace(self.state, online=False))
            case KeyRejected():
                self._only_reads = False
                self._become(replace(self.state, online=True, not_the_service=False, key=KeyState.REJECTED))
            case NotTheService() | UnexpectedRedirect():
                self._become(replace(self.state, online=True, not_the_service=True))
            case HttpStatusError():
                self._become(replace(self.state, online=True, not_the_service=False))

    def clear_busy(self) -> None:
        """End the pause (`busy_until`): requests are sent although the service asked to wait."""
        self._become(replace(self.state, busy_until=None))

    def note_list(self, kind: ListRange, so_far: int | None, gap: ListGap) -> None:
        """Note the progress of a list; `so_far` is None where that is not to be shown."""
        self._lists[kind] = so_far, gap
        counts = [count for count, _ in self._lists.values() if count is not None]
        gaps = reduce(or_, (each for _, each in self._lists.values()), NO_GAP)
        self._become(replace(self.state, listed_so_far=sum(counts) if counts else None, list_gap=gaps))

    def note_without_details(self, count: int) -> None:
        """Note the number of posts of which only the list is known."""
        self._become(replace(self.state, without_details=count))

    def note_post_refused(self) -> None:
        """Note that the last error was the refusal of a post: a key that works for all else is read-only."""
        self._only_reads = True

    def note_post_taken(self) -> None:
        """Note an accepted post: the key is not read-only."""
        self._only_reads = False

    @property
    def key_works(self) -> bool:
        """True while the service is not known to reject the key, for posts either."""
        return self.state.key is not KeyState.REJECTED and not self._only_reads

    def note_server_date(self, moment: datetime) -> None:
        """Note the server's clock (aware, UTC, whole seconds) from the `Date` header of an answer just received."""
        self._clock.server_offset = moment - self._clock.now()
        self._become(replace(self.state, clock_off=self._clock.server_offset))

    def note_key(self, key: KeyState) -> None:
        """Note the state of the stored key; a new key counts as valid until the service rejects it."""
        self._key = key
        self._only_reads = False
        self._become(replace(self.state, key=key))

    def note_storage_problem(self, failure: StorageFailure | None) -> None:
        """Note a failed write; None when writing works again."""
        self._become(replace(self.state, storage_problem=failure))

    def note_check(self, *, failing: bool) -> None:
        """Note whether the check of the database fails."""
        self._become(replace(self.state, check_failing=failing))

    def _become(self, new: HealthState) -> None:
        old, self.state = self.state, new
        self._note_return()
        if _shown(old) != _shown(new):
            self._changes.health.emit()

    def _note_return(self) -> None:
        """Emit `Changes.outage_ended` after an outage of a minute or more, so that missed events can be shown."""
        now, out_since = self._clock.now(), self._offline_since
        if not _in_reach(self.state):
            self._offline_since = out_since or now
        elif out_since is not None:
            self._offline_since = None
            if now - out_since >= _MISSED_FROM:
                self._changes.outage_ended.emit(out_since, False)


def _in_reach(state: HealthState) -> bool:
    return state.online and not state.not_the_service and state.key in (KeyState.OK, KeyState.SESSION_ONLY)


def _shown(state: HealthState) -> tuple[object, ...]:
    clock = (state.clock_differs, state.clock_stops_lock_in)
    of_list = (state.listed_so_far, state.list_gap, state.without_details)
    of_storage = (state.storage_problem, state.check_failing)
    return (state.online, state.key, clock, *of_storage, state.not_the_service, state.busy_until, *of_list)
