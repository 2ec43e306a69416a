"""A kill at each step of sending, for each behaviour of a service, and a restart: never twice, never lost.

A case is a point, a behaviour, whether the service echoes, and whether the post goes out at once or is locked in. The service's
ledger and the profile on the disk are compared when nothing can happen any more.
"""

import asyncio
import random
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from tests.proofs.points import POINTS
from tests.proofs.process_forker import Order, ProcessForker, process_forker
from tests.proofs.process_runs import DRAFT, TEXT
from tests.proofs.service import (
    A_BODY,
    A_STATUS,
    ACCEPTS,
    BEHAVIOURS,
    CHANGES_ITS_MIND,
    ELSEWHERE,
    NOTHING,
    RESET_ON_CONNECT,
    Behaviour,
    Service,
    at_work,
    twice,
)

from postdesk.domain.delivery import Evidence, Stage, State
from postdesk.domain.posts import Entry
from postdesk.store import posts
from postdesk.store.database import Database

WORKERS = 2
_POINTS = tuple(POINTS)
_MARKED = _POINTS.index("marked")
_NEEDS_ANSWER = {"status read": A_STATUS, "half of the answer read": A_BODY}
_IN_PIECES = frozenset(_NEEDS_ANSWER)
_ON_THE_WIRE = frozenset({"before the first byte", "headers sent", "half of the body sent", "all sent"})
_SHORT_S, _LONG_S = 0.4, 5.0


@dataclass(frozen=True, slots=True)
class Case:
    """A case. `scheduled`: the post is locked in; otherwise it goes out at once."""

    point: str
    behaviour: Behaviour
    echoes: bool
    scheduled: bool

    def __str__(self) -> str:
        echo, mode = "echo" if self.echoes else "no echo", "locked in" if self.scheduled else "at once"
        return f"{self.point} / {self.behaviour.name} / {echo} / {mode}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a case. `faults` are words for broken promises: twice, lost, false, …"""

    case: Case
    killed: bool
    taken: int
    state: str
    faults: tuple[str, ...]


def cases(seed: int, share: int = 1) -> list[Case]:
    """Return every point with every behaviour, with and without echo; of these one in `share`, other ones with each seed.

    The seed also changes the cases that are locked in.
    """
    every = [
        Case(point, behaviour, echoes, scheduled=(row + column + echoes + seed) % 2 == 0)
        for row, point in enumerate(POINTS)
        for column, behaviour in enumerate(BEHAVIOURS.values())
        for echoes in (False, True)
    ]
    random.Random(seed).shuffle(every)
    return every[::share]


async def run(wanted: Iterable[Case], told: Callable[[Verdict], None] = lambda verdict: None, without: str = "") -> list[Verdict]:
    """Try those cases, some side by side; call `told` after each. `without` is that of an `Order`."""
    left = list(wanted)
    verdicts: list[Verdict] = []

    async def work(home: ProcessForker) -> None:
        while left:
            verdicts.append(await tried(left.pop(), home, without))
            told(verdicts[-1])

    async with AsyncExitStack() as stack:
        homes = [await stack.enter_async_context(process_forker()) for _ in range(WORKERS)]
        await asyncio.gather(*(work(home) for home in homes))
    return verdicts


async def tried(case: Case, home: ProcessForker, without: str = "") -> Verdict:
    """Run the processes of one profile: the first is killed at the point, the second too if it gets there, the last is not."""
    service = Service(platforms=("linkedin",), behaviour=case.behaviour, echoes=case.echoes, in_pieces=case.point in _IN_PIECES)
    detail = {"deadline": _LONG_S if case.behaviour.said else _SHORT_S, "scheduled": case.scheduled, "again": 0}
    with tempfile.TemporaryDirectory() as folder:
        async with at_work(service) as addresses:
            order = Order("one post", folder, addresses, case.point, detail, without)
            killed, failed = False, tuple[str, ...]()
            try:
                killed = await home.live(order) == signal.SIGKILL
                if await home.live(replace(order, detail=detail | {"again": 1})) == signal.SIGKILL:
                    await home.live(replace(order, point=""))
            except AssertionError as error:
                failed = (str(error),)
        entry = kept(Path(folder))
    wrong = (*failed, *faults(case, service, entry, killed))
    return Verdict(case, killed, len(service.taken), _state(entry), wrong)


def _state(entry: Entry | None) -> str:
    return A_GUESS if is_guessed(entry) else str(entry.state) if entry else "none"


def is_guessed(entry: Entry | None) -> bool:
    """Return True where another's similar post was taken for it, which the window shows and the user can deny."""
    return entry is not None and (entry.evidence, entry.remote_id) == (Evidence.LOOKS_LIKE, ELSEWHERE)


def kept(folder: Path) -> Entry | None:
    """Return the entry as it is on the disk; None where there is none, or one with another text."""
    database = Database(folder)
    made = posts.made_from(database.reader, DRAFT)
    database.close()
    return made[0].entries[0] if made and made[0].entries[0].content == TEXT else None


def faults(case: Case, service: Service, entry: Entry | None, killed: bool) -> Iterable[str]:
    """Yield the broken promises."""
    taken, state = len(service.taken), entry.state if entry else None
    if twice(service):
        yield "twice"
    if state not in _LEGAL:
        yield "lost"
    guessed = is_guessed(entry)
    if state in (State.ACCEPTED, State.ACCEPTED_WITHOUT_ID) and not (taken or guessed):
        yield "falsely accepted"
    if entry and state == State.ACCEPTED and entry.remote_id not in service.taken and not guessed:
        yield "accepted as another's"
    if state == State.REJECTED and (taken or not case.behaviour.refuses):
        yield "falsely refused"
    if case.echoes and taken and state != State.ACCEPTED:
        yield "not found though it is echoed"
    if case.behaviour is ACCEPTS and _POINTS.index(case.point) < _MARKED and state != State.ACCEPTED:
        yield "asked without need"
    changed = case.behaviour is CHANGES_ITS_MIND and not case.scheduled  # a locked post is not followed to its time
    if changed and entry and state == State.ACCEPTED and entry.stage != Stage.PUBLISHED:
        yield "called failed though it is up"
    if (expected := reached(case)) is not None and killed != expected:
        yield "came to a point that was thought unreachable" if killed else "never came to that point"


_LEGAL = (State.ACCEPTED, State.ACCEPTED_WITHOUT_ID, State.NEEDS_USER, State.REJECTED)


def reached(case: Case) -> bool | None:
    """Return True where the first run reaches the point; None where a reset may be quicker, or hit another connection.

    A missing answer is not read, after a refusal nothing is looked up, and a post that was not lost is not found.
    """
    if case.behaviour is RESET_ON_CONNECT or (case.behaviour.resets and case.point in _ON_THE_WIRE):
        return None
    if case.point == "found, before the commit":
        return True if case.echoes and case.behaviour.loses else None
    if case.point == "asking what became of it" and case.behaviour.refuses:
        return False
    return case.behaviour.said >= _NEEDS_ANSWER.get(case.point, NOTHING)


def table(verdicts: Sequence[Verdict]) -> str:
    """Return the results at each point and with each behaviour, in Markdown."""
    by_point = _rows("killed when", verdicts, list(POINTS), lambda verdict: verdict.case.point)
    by_behaviour = _rows("the service", verdicts, list(BEHAVIOURS), lambda verdict: verdict.case.behaviour.name)
    return f"{by_point}\n\n{by_behaviour}"


_ZEROS = ("twice", "lost", "falsely accepted")
A_GUESS = "looks like it"
_STATES = (State.ACCEPTED, A_GUESS, State.ACCEPTED_WITHOUT_ID, State.NEEDS_USER, State.REJECTED)


def _rows(title: str, verdicts: Sequence[Verdict], names: Sequence[str], name_of: Callable[[Verdict], str]) -> str:
    columns = (title, "cases", "killed", "taken", *_STATES, *_ZEROS, "other")
    lines = [columns, ("---", *("--:" for _ in columns[1:]))]
    for name in (*names, "all"):
        those = [verdict for verdict in verdicts if name in ("all", name_of(verdict))]
        states = Counter(verdict.state for verdict in those)
        wrong = Counter(fault for verdict in those for fault in verdict.faults)
        other = sum(wrong.values()) - sum(wrong[zero] for zero in _ZEROS)
        numbers = (len(those), sum(verdict.killed for verdict in those), sum(verdict.taken > 0 for verdict in those))
        figures = (*numbers, *(states[state] for state in _STATES), *(wrong[zero] for zero in _ZEROS), other)
        lines.append((name, *map(str, figures)))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
