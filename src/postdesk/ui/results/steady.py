"""Knows which buttons came to their place only just now: whoever presses there meant what stood there before."""

from collections.abc import Mapping
from typing import Final

from postdesk.domain.clock import Clock
from postdesk.domain.post_actions import PostAction

Place = tuple[int, int, int, int]
"""Left, top, width and height."""

SEEN_AFTER: Final = 0.5
"""So many seconds pass before what moved under a resting mouse is seen, and can be meant."""


class Steadiness:
    """Remembers when what stands in a place came there."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._came: dict[Place, float] = {}

    def changed(self, before: Mapping[Place, PostAction], after: Mapping[Place, PostAction]) -> None:
        """What stands where something else stood, or nothing did, came there now; into an empty table nothing moves."""
        now = self._clock.monotonic()
        kept = {place: came for place, came in self._came.items() if before.get(place) == after.get(place)}
        self._came = kept | {place: now for place, offer in after.items() if before and before.get(place) != offer}

    def moved(self, places: Mapping[Place, PostAction]) -> None:
        """All of it came to where it is now."""
        self._came = dict.fromkeys(places, self._clock.monotonic())

    def stands(self, place: Place) -> bool:
        """Whether the button there has stood there for long enough."""
        return self._clock.monotonic() - self._came.get(place, float("-inf")) >= SEEN_AFTER
