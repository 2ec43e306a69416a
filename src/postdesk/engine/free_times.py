"""Times without a conflict for a draft: no other post is too near, and the day's limit is not reached."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Measure, PostPart
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import PlatformRules
from postdesk.engine.composer import Composer
from postdesk.engine.connector import Connector
from postdesk.engine.slots import SlotBook

_STEP: Final = timedelta(hours=1)
_TRIES: Final = 14 * 24
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time without a conflict. `in_slot`: it is one of the client's weekly slots."""

    moment: datetime
    in_slot: bool


class FreeTimes:
    """The search for a free time: in the client's slots, or by full hours if there are no slots."""

    def __init__(self, slots: SlotBook, composer: Composer, connections: Connector) -> None:
        self._slots, self._composer, self._connections = slots, composer, connections

    def next_for(self, draft: Draft, platforms: Collection[Platform]) -> FreeTime | None:
        """Return the next free slot; for a client without slots, the next free full hour after the draft's time.

        Hours are tried for two weeks; None if none is free.
        """
        rules = self._rules(draft, platforms)

        def fits(moment: datetime) -> bool:
            return all(self._is_clear(draft, platform, moment, platform_rules) for platform, platform_rules in rules)

        if self._slots.of(draft.client_id):
            free_slot = self._slots.next_free(draft, platforms, fits)
            return FreeTime(free_slot.moment, in_slot=True) if free_slot else None
        moment = next((each for each in self._hours(draft, platforms) if fits(each)), None)
        return FreeTime(moment, in_slot=False) if moment else None

    def _rules(self, draft: Draft, platforms: Collection[Platform]) -> tuple[tuple[Platform, PlatformRules], ...]:
        own = {account.platform: account.limits for account in self._connections.of(draft.client_id)}
        rules = self._composer.rules
        return tuple((each, rules.for_platform(each).with_own(own.get(each, ()))) for each in platforms) if rules else ()

    def _is_clear(self, draft: Draft, platform: Platform, moment: datetime, platform_rules: PlatformRules) -> bool:
        moved, conflicts = draft.with_field(platform, DraftField.DUE_AT, moment), self._composer.conflicts
        if conflicts.too_near(moved, platform):
            return False
        capped = platform_rules.of(PostPart.POST, Measure.POSTS_PER_DAY)
        return (
            not capped
            or platform_rules.broken(PostPart.POST, Measure.POSTS_PER_DAY, conflicts.within_a_day(moved, platform) + 1) is None
        )

    def _hours(self, draft: Draft, platforms: Collection[Platform]) -> Iterator[datetime]:
        due = [moment for each in platforms if (moment := draft.due_for(each))]
        begin = max(self._slots.earliest(), *due) if due else self._slots.earliest()
        full = begin - (begin - _EPOCH) % _STEP
        return (full + (n + 1) * _STEP for n in range(_TRIES))
