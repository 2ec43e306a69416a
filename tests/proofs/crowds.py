"""Many posts at once: taken long after the line dropped, sent by two processes on one profile, clicked at twice.

`without` as in an `Order`.
"""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.proofs.busy_lives import GO, UP
from tests.proofs.nursery import Order, nursery
from tests.proofs.service import Service, at_work, drops_and_takes_after, twice
from tests.support.processes import until

from postdesk.store.database import Database

LONGEST_S = 600
_PATIENCE_S = 900


@dataclass(frozen=True, slots=True)
class Crowd:
    """What became of them. `posted`: how many requests to post there were; `states` of what lies in the profile."""

    posted: int
    taken: int
    twice: tuple[str, ...]
    states: Counter[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A profile, and a service that is at work."""

    folder: Path
    service: Service
    addresses: Mapping[str, str]
    without: str

    def order(self, life: str, count: int) -> Order:
        return Order(life, str(self.folder), self.addresses, detail={"count": count}, without=self.without)

    def crowd(self) -> Crowd:
        database = Database(self.folder)
        states = Counter(str(row["state"]) for row in database.reader.execute("SELECT state FROM entries WHERE ours"))
        database.close()
        return Crowd(self.service.posted, len(self.service.taken), twice(self.service), states)


@asynccontextmanager
async def _place(service: Service, without: str) -> AsyncIterator[_Place]:
    with tempfile.TemporaryDirectory() as folder:
        async with at_work(service) as addresses:
            yield _Place(Path(folder), service, addresses, without)


async def late(count: int, echoes: bool, seed: int, without: str = "") -> Crowd:
    """Each post's line drops, and the service takes it up to ten minutes later all the same."""
    chance = random.Random(seed)
    service = Service(platforms=("linkedin",), echoes=echoes, each=lambda: drops_and_takes_after(chance.uniform(0, LONGEST_S)))
    async with _place(service, without) as place, nursery() as home:
        await home.live(place.order("lost answers", count), _PATIENCE_S)
        return place.crowd()


async def side_by_side(count: int, without: str = "") -> Crowd:
    """Two processes on one profile send what is queued there."""
    service = Service(platforms=("linkedin",))
    async with _place(service, without) as place, nursery() as one, nursery() as other:
        await one.live(place.order("queue", count), _PATIENCE_S)
        for home in (one, other):
            await home.begin(place.order("beside another", count))
        await asyncio.to_thread(until, lambda: len(list(place.folder.glob(f"{UP}*"))) == 2)
        (place.folder / GO).touch()
        await asyncio.gather(one.end(_PATIENCE_S), other.end(_PATIENCE_S))
        return place.crowd()


async def double_clicks(count: int, without: str = "") -> Crowd:
    """The act of the composer is asked for twice for each draft."""
    service = Service(platforms=("linkedin",))
    async with _place(service, without) as place, nursery() as home:
        await home.live(place.order("double clicks", count), _PATIENCE_S)
        return place.crowd()


def table(crowds: Mapping[str, Crowd]) -> str:
    """The crowds in Markdown."""
    lines = [("", "requests to post", "taken", "ended as", "twice"), ("---", "--:", "--:", "---", "--:")]
    for name, crowd in crowds.items():
        states = ", ".join(f"{times} {state}" for state, times in crowd.states.most_common())
        lines.append((name, str(crowd.posted), str(crowd.taken), states, str(len(crowd.twice))))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
