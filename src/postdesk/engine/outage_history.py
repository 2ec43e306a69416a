"""The periods in which this computer could not send: they tell a post that waited its turn from one that is late."""

from datetime import UTC, datetime, timedelta

from postdesk.domain.clock import Clock
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Entry

LONGEST_INTERVAL = timedelta(minutes=1)
"""The longest interval between two looks of the planner while a post waits."""

_AWAY_AFTER = timedelta(seconds=60)
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Outage:
    """A period in which nothing could be sent. `away` is True if Postdesk was not running, or this computer was asleep."""

    start: datetime
    end: datetime
    away: bool

    def after(self, moment: datetime) -> timedelta:
        """Return the length of the part of the outage after `moment`."""
        return max(timedelta(), self.end - max(self.start, moment))


class OutageHistory:
    """The history of outages: Postdesk not running, computer asleep, no API client, or a failing disk.

    `detect_sleep`, `end_outage` and `begin_outage` are called in the event loop. The other methods only read, and may be called
    in the writer thread.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen = clock.now(), clock.monotonic()
        self._stopped_at: datetime | None = self._seen[0]
        self._outages: tuple[Outage, ...] = (Outage(_BEFORE_ALL, self._seen[0], away=True),)

    def end_outage(self) -> None:
        """End the current outage: posts can be sent from now on."""
        if self._stopped_at is not None:
            self._note(Outage(self._stopped_at, self._clock.now(), away=False))
            self._stopped_at = None

    def begin_outage(self) -> None:
        """Begin an outage. One that begins within 60 s of the last one's end extends it: nothing was sent in between."""
        if self._stopped_at is None:
            self._stopped_at = self._clock.now()
            last = self._outages[-1]
            if not last.away and self._stopped_at - last.end < _AWAY_AFTER:
                self._stopped_at = last.start
                self._outages = self._outages[:-1]

    def detect_sleep(self, at_most: timedelta | None = None) -> Outage | None:
        """Record and return the outage by sleep since the last call, or None. `at_most`: the planned pause between two looks."""
        asleep = self._asleep(at_most)
        if asleep is not None:
            self._note(asleep)
        self._seen = self._clock.now(), self._clock.monotonic()
        return asleep

    def waited(self, entry: Entry) -> timedelta:
        """Return the time that `entry`, as it is now, has been due while it could be sent."""
        now = self._clock.now()
        since = max(entry.due_at, entry.changed_at or now)
        return max(timedelta(), now - since - sum((each.after(since) for each in self._until_now(now)), timedelta()))

    def away_since(self, moment: datetime) -> bool:
        """Tell whether this computer was away after `moment`, as far as the history goes back."""
        return any(each.away and each.after(moment) for each in self._until_now(self._clock.now()))

    def _until_now(self, now: datetime) -> tuple[Outage, ...]:
        stopped_at, asleep = self._stopped_at, self._asleep(LONGEST_INTERVAL)
        still = Outage(stopped_at, now, away=False) if stopped_at else None
        return (*self._outages, *(each for each in (still, asleep) if each))

    def _asleep(self, at_most: timedelta | None) -> Outage | None:
        """Return the period in which the wall clock advanced more than we were awake. Some monotonic clocks run during sleep."""
        now, (seen, mark) = self._clock.now(), self._seen
        awake = timedelta(seconds=self._clock.monotonic() - mark)
        asleep = now - seen - (awake if at_most is None else min(awake, at_most))
        return Outage(now - asleep, now, away=True) if asleep > _AWAY_AFTER else None

    def _note(self, outage: Outage) -> None:
        self._outages = (*self._outages, outage)[-_KEPT:]
