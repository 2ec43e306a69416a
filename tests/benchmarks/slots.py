"""Measures inside one process: the next free slot of a client with many posts, and many drafts put into slots."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.benchmarks.figures import Figure, middle, worst
from tests.benchmarks.inside import shown
from tests.support.seed import Amount
from tests.support.slots import slots_of

from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.store import slots
from postdesk.ui.kit.theme import Theme

_DAYS: Final = range(1, 8)
_CLOCKS: Final = ("09:00", "12:30", "17:00")
_WEEK: Final = timedelta(weeks=1)


def next_free(
    folder: Path,
    theme: Theme,
    few: int = 1000,
    many: int = 100_000,
    turns: int = 100,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Figure]:
    """Time the next free slot, the last one of a client whose slots are all taken, a week's free ones, and 100 placed drafts.

    All posts are one client's: half of them go out within the next half year.
    """
    (little, *_), (some, none, week, placed) = (
        _measured(folder / str(count), theme, count, turns, clock) for count in (few, many)
    )
    return [
        Figure(f"the next free slot, {many:,} posts of one client", middle(some), "ms", 2, smaller=middle(little)),
        Figure("the same, 99th percentile", worst(some), "ms", 16),
        Figure("the same where none is free for a year", middle(none), "ms", 50),
        Figure("the free slots of a week", middle(week), "ms", 4),
        Figure("100 drafts put into slots", middle(placed), "ms", 50),
    ]


def _measured(folder: Path, theme: Theme, count: int, turns: int, clock: Callable[[], float]) -> tuple[list[float], ...]:
    with shown(folder, Amount(count, clients=1), theme) as given:
        (client,) = given.session.clients.all()
        words = [f"{day} {at}" for day in _DAYS for at in _CLOCKS]
        given.database.submit(lambda conn: slots.add(conn, slots_of(client.id, *words))).result()
        draft = Draft("new", client.id, (Platform.LINKEDIN, Platform.TWITTER), "Text")
        drafts = [Draft(str(n), client.id, (Platform.LINKEDIN,), "Text") for n in range(100)]
        book, now = given.session.slots, given.session.clock.now()
        acts: tuple[Callable[[], object], ...] = (
            lambda: book.next_free(draft),
            lambda: book.next_free(draft, fits=lambda moment: False),
            lambda: book.free_between(client.id, now, now + _WEEK),
            lambda: book.place(drafts),
        )
        return tuple(_times(act, turns if n != 1 else max(1, turns // 20), clock) for n, act in enumerate(acts))


def _times(act: Callable[[], object], turns: int, clock: Callable[[], float]) -> list[float]:
    act()  # the first read is not measured
    times = []
    for _ in range(turns):
        begun = clock()
        act()
        times.append((clock() - begun) * 1000)
    return times
