"""Weekly slots in the notation of the tests: "1 09:00" is Monday at nine for any platform, "1 09:00 linkedin" LinkedIn's."""

from datetime import time

from postdesk.domain.slots import ANY, Slot


def slots_of(client_id: int, *words: str) -> tuple[Slot, ...]:
    """Return new slots of a client, in that order."""
    return tuple(_slot(client_id, *each.split()) for each in words)


def _slot(client_id: int, weekday: str, clock: str, platform: str = ANY) -> Slot:
    return Slot(0, client_id, platform, int(weekday), time.fromisoformat(clock))
