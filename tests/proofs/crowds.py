"""Many posts at once: accepted long after the connection dropped, sent by two processes on one profile, clicked at twice.

`without` is that of an `Order`.
"""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.proofs.busy_processes import GO, UP
from tests.proofs.process_forker import Order, process_forker
from tests.proofs.service import Service, at_work, drops_and_takes_after, twice
from tests.support.processes import until

from postdesk.store.database import Database

LONGEST_S = 600
_PATIENCE_S = 900


@dataclass(frozen=True, slots=True)
class Crowd:
    """The result of a crowd of posts. `posted` counts the requests to post; `states` are those in the profile."""

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
    """Drop each post's connection; the service accepts the post up to ten minutes later all the same."""
    chance = random.Random(seed)
    service = Service(platforms=("linkedin",), echoes=echoes, each=lambda: drops_and_takes_after(chance.uniform(0, LONGEST_S)))
    async with _place(service, without) as place, process_forker() as home:
        await home.live(place.order("lost answers", count), _PATIENCE_S)
        return place.crowd()


async def side_by_side(count: int, without: str = "") -> Crowd:
    """Send the queued posts of one profile from two processes."""
    service = Service(platforms=("linkedin",))
    async with _place(service, without) as place, process_forker() as one, process_forker() as other:
        await one.live(place.order("queue", count), _PATIENCE_S)
        for home in (one, other):
            await home.begin(place.order("beside another", count))
        await asyncio.to_thread(until, lambda: len(list(place.folder.glob(f"{UP}*"))) == 2)
        (place.folder / GO).touch()
        await asyncio.gather(one.end(_PATIENCE_S), other.end(_PATIENCE_S))
        return place.crowd()


async def double_clicks(count: int, without: str = "") -> Crowd:
    """Submit each draft twice, as a double click does."""
    service = Service(platforms=("linkedin",))
    async with _place(service, without) as place, process_forker() as home:
        await home.live(place.order("double clicks", count), _PATIENCE_S)
        return place.crowd()


def table(crowds: Mapping[str, Crowd]) -> str:
    """Return the crowds in Markdown."""
    lines = [("", "requests to post", "taken", "ended as", "twice"), ("---", "--:", "--:", "---", "--:")]
    for name, crowd in crowds.items():
        states = ", ".join(f"{times} {state}" for state, times in crowd.states.most_common())
        lines.append((name, str(crowd.posted), str(crowd.taken), states, str(len(crowd.twice))))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
