"""How long this computer was able to send: what tells a post that waited its turn from one that was forgotten about."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from postdesk.domain.clock import Clock
from postdesk.domain.posts import Entry

LONGEST_LOOK = timedelta(minutes=1)
"""While a post waits, the planner looks at least this often."""

_AWAY_AFTER = timedelta(seconds=60)
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which nothing could be sent. `away`: Postdesk was not running, or this computer was asleep."""

    start: datetime
    end: datetime
    away: bool

    def after(self, moment: datetime) -> timedelta:
        """How much of it came after `moment`."""
        return max(timedelta(), self.end - max(self.start, moment))


class Readiness:
    """When this computer could send and when not: not running, asleep, without a client, or stopped by its disk.

    `look`, `start` and `stop` are called in the loop; the rest only reads, and may be called in the writer thread.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen = clock.now(), clock.monotonic()
        self._stopped_at: datetime | None = self._seen[0]
        self._outages: tuple[Outage, ...] = (Outage(_BEFORE_ALL, self._seen[0], away=True),)

    def start(self) -> None:
        """From now on posts can be sent."""
        if self._stopped_at is not None:
            self._note(Outage(self._stopped_at, self._clock.now(), away=False))
            self._stopped_at = None

    def stop(self) -> None:
        """From now on none can. Stops that follow each other closely are one: nothing went out between them."""
        if self._stopped_at is None:
            self._stopped_at = self._clock.now()
            last = self._outages[-1]
            if not last.away and self._stopped_at - last.end < _AWAY_AFTER:
                self._stopped_at = last.start
                self._outages = self._outages[:-1]

    def look(self, at_most: timedelta | None = None) -> Outage | None:
        """Note whether this computer was away since the last look, from which it meant to rest `at_most` so long; gives when."""
        asleep = self._asleep(at_most)
        if asleep is not None:
            self._note(asleep)
        self._seen = self._clock.now(), self._clock.monotonic()
        return asleep

    def waited(self, entry: Entry) -> timedelta:
        """For how long `entry`, as it is, has been due and could have been sent."""
        now = self._clock.now()
        since = max(entry.due_at, entry.changed_at or now)
        return max(timedelta(), now - since - sum((each.after(since) for each in self._until_now(now)), timedelta()))

    def away_since(self, moment: datetime) -> bool:
        """Whether this computer was away after `moment`, as far as anything can be said of it."""
        return any(each.away and each.after(moment) for each in self._until_now(self._clock.now()))

    def _until_now(self, now: datetime) -> tuple[Outage, ...]:
        stopped_at, asleep = self._stopped_at, self._asleep(LONGEST_LOOK)
        still = Outage(stopped_at, now, away=False) if stopped_at else None
        return (*self._outages, *(each for each in (still, asleep) if each))

    def _asleep(self, at_most: timedelta | None) -> Outage | None:
        """The time in which the clock on the wall went on and we did not; some monotonic clocks go on in sleep too."""
        now, (seen, mark) = self._clock.now(), self._seen
        awake = timedelta(seconds=self._clock.monotonic() - mark)
        asleep = now - seen - (awake if at_most is None else min(awake, at_most))
        return Outage(now - asleep, now, away=True) if asleep > _AWAY_AFTER else None

    def _note(self, outage: Outage) -> None:
        self._outages = (*self._outages, outage)[-_KEPT:]
