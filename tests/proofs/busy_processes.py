"""The work of a process with many posts to send: alone, beside another, until it is killed, or with hurried clicks."""

import asyncio
import os
import random
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast

from tests.proofs.process_forker import Order
from tests.support.processes import until
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import Options, WorkingSession, working_session

from postdesk.api.client import ClientTimeouts
from postdesk.api.transport import RequestTimeouts
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft
from postdesk.domain.matching import Baseline, next_check
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry
from postdesk.engine import sender
from postdesk.engine.sender import Sender
from postdesk.store import attempts, entries

JOURNAL = "scheduled.txt"
"""In the profile's folder: a line for each post that was reported to the window as scheduled."""

UP, GO, CHOSEN = "up-", "go", "chosen-"
"""Files in the profile's folder: one that each process makes when it is up, one for which they wait, and one that each makes
for a post that it is about to mark.
"""

CLIENTS = 20
WORKERS = 4
"""The number of posts that a process sends at once where two work side by side."""

MOVES = (6, 30, 100, 500, 3100)
"""The moves of the clock while a post's fate is looked up, in seconds: past each check, and past the question to the user."""

_BRISK = ClientTimeouts(usual=RequestTimeouts(5, 5, 8), post=RequestTimeouts(5, 5, 8), first_retry=0.01)
_IN_MOTION = (State.SENDING, State.PLANNED)
_OPEN = (State.UNCERTAIN, State.NEEDS_USER, State.ACCEPTED_WITHOUT_ID)
_UNDO_S = 600
_USUAL_UNDO_S = 10
_PATIENCE_S = 300
_BETWEEN_S, _ASKED_EVERY_S = 0.3, 0.5
_TOGETHER_S = 0.3
"""The delay after the file `GO` was made, so that all begin at the same moment."""


async def clients(order: Order) -> None:
    """Make the profile of many posts: some clients with accounts."""
    async with working(order) as work:
        for name in ("Ann", "Bob", "Cat", "Dan"):
            await work.connected(await work.client(name), Platform.LINKEDIN)


async def many_posts(order: Order) -> None:
    """Print the CPU time of the start, in seconds, and submit posts until killed. The journal has a line for each."""
    async with working(order) as work:
        await work.until(lambda: work.session.tasks.running("sender"))
        print(time.process_time(), flush=True)
        life = int(order.detail["number"])
        chance = random.Random(life)
        clients = work.session.clients.all()
        with (Path(order.folder) / JOURNAL).open("a", buffering=1) as journal:
            for number in count():
                draft = work.draft(chance.choice(clients), f"Post {number} of {life}", due_in=timedelta(days=3))
                draft = replace(draft, id=f"post-{life}-{number}")
                act = chance.choice((SubmitMode.PUBLISH_NOW, SubmitMode.PUBLISH_NOW, SubmitMode.LOCK_IN))
                if await _submitted(work, draft, act):
                    journal.write(f"{draft.id}\n")
                await asyncio.sleep(chance.uniform(0, _BETWEEN_S))


async def _submitted(work: WorkingSession, draft: Draft, act: SubmitMode) -> bool:
    """Return True where the draft became a post: it may not, where the service has just reported that the account is gone."""
    work.session.composer.save(draft)
    work.session.composer.submit(Submission.of(draft), act)

    def taken() -> bool:
        return any(each.draft_id == draft.id for each in work.submitted)

    await work.until(lambda: taken() or any(each.draft_id == draft.id for each in work.refused))
    return taken()


async def the_end(order: Order) -> None:
    """Let everything come to rest: resume each post that waits for the user, and move the clock on."""
    async with working(order) as work:
        await _at_rest(work)
        for seconds in (*MOVES, timedelta(days=3).total_seconds()):
            await work.advance(timedelta(seconds=seconds))
            await _at_rest(work)
        await work.until(lambda: not any(entry.state == State.UNCERTAIN for entry in kept(work)), patience=30)


async def _at_rest(work: WorkingSession) -> None:
    while any(in_motion(entry) or entry.state == State.QUEUED for entry in kept(work)):
        work.session.refresh()
        for entry in kept(work):
            if entry.hold not in (None, Hold.UNDO_DELAY):
                work.session.post_commands.resume(entry.post_id)
        await asyncio.sleep(0.5)
    await asyncio.sleep(0.5)


def kept(work: WorkingSession) -> list[Entry]:
    """Return all entries that were made here."""
    rows = work.database.reader.execute("SELECT id FROM entries WHERE ours").fetchall()
    return [entry for row in rows if (entry := entries.get(work.database.reader, row["id"]))]


def working(order: Order, undo_delay: float = 0) -> AbstractAsyncContextManager[WorkingSession]:
    """Return the working session of an order."""
    sandbox = SandboxProcess(**order.service, process=cast("Any", None))
    return working_session(Path(order.folder), sandbox, Options(timeouts=_BRISK, undo_delay=undo_delay))


async def lost_answers(order: Order) -> None:
    """Publish posts whose answers are lost, and look for them for an hour, with the default settings."""
    async with working(order, undo_delay=_USUAL_UNDO_S) as work:
        await _publish(work, await _new_clients(work), int(order.detail["count"]))
        await work.advance(timedelta(seconds=_USUAL_UNDO_S + 1))
        await _quiet(work)
        for seconds in (*[30] * 22, 3100):
            await work.advance(timedelta(seconds=seconds))
            await work.until(lambda: not any(to_be_looked_for(work, entry) for entry in kept(work)), _PATIENCE_S)


async def queue(order: Order) -> None:
    """Queue posts that go out when the clock is moved past their undo delay."""
    async with working(order, undo_delay=_UNDO_S) as work:
        await _publish(work, await _new_clients(work), int(order.detail["count"]))


async def beside_another(order: Order) -> None:
    """Wait for the start file, then send the queued posts until nothing is left to send.

    Both processes choose the first `WORKERS` posts before either marks one, so that chance doesn't decide whether they meet.
    """
    sender.IN_FLIGHT = WORKERS
    _wait_for_the_other(Path(order.folder))
    async with working(order, undo_delay=_UNDO_S) as work:
        (Path(order.folder) / f"{UP}{os.getpid()}").touch()
        go = Path(order.folder) / GO
        await work.until(go.exists, _PATIENCE_S)
        await asyncio.sleep(go.stat().st_mtime + _TOGETHER_S - time.time())
        work.session.clock.offset = timedelta(seconds=_UNDO_S + 1)
        work.session.changes.practice.emit()

        # A process gets no signal of another one's changes.
        while any(entry.state in (State.QUEUED, State.SENDING) for entry in kept(work)):
            work.session.changes.posts.emit()
            await asyncio.sleep(_ASKED_EVERY_S)


def _wait_for_the_other(folder: Path) -> None:
    post = Sender._post
    numbers = count()

    async def post_when_both_have_chosen(self: Sender, client: Client, entry: Entry, baseline: Baseline, cause: str) -> None:
        if next(numbers) < WORKERS:
            (folder / f"{CHOSEN}{entry.id}-{os.getpid()}").touch()
            await asyncio.to_thread(until, lambda: len(list(folder.glob(f"{CHOSEN}{entry.id}-*"))) == 2, patience=_PATIENCE_S)
        await post(self, client, entry, baseline, cause)

    Sender._post = post_when_both_have_chosen  # type: ignore[method-assign]


async def double_clicks(order: Order) -> None:
    """Press twice for each draft: at once, a moment later, or when the first submission was accepted."""
    async with working(order) as work:
        everybody = await _new_clients(work)
        for number in range(int(order.detail["count"])):
            draft = _draft(everybody[number % CLIENTS], number)
            work.session.composer.submit(Submission.of(draft), SubmitMode.PUBLISH_NOW)
            if number % 3:
                await asyncio.sleep(0.001 if number % 3 == 1 else 0.03)
            work.session.composer.submit(Submission.of(draft), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: len(kept(work)) >= order.detail["count"])
        await _quiet(work)


async def in_a_row(order: Order) -> None:
    """Publish one post after the other."""
    async with working(order) as work:
        everybody = await _new_clients(work)
        for number in range(int(order.detail["count"])):
            post = await work.submit(_draft(everybody[number % CLIENTS], number), SubmitMode.PUBLISH_NOW)
            await work.until_state(post, State.ACCEPTED, _PATIENCE_S)


async def _new_clients(work: WorkingSession) -> Sequence[Client]:
    everybody = [await work.client(f"Client {number}") for number in range(CLIENTS)]
    for client in everybody:
        work.session.connections.refresh(client.id)
    await work.until(lambda: all(work.session.connections.of(client.id) for client in everybody), patience=30)
    return everybody


async def _publish(work: WorkingSession, everybody: Sequence[Client], count: int) -> None:
    for number in range(count):
        await work.submit(_draft(everybody[number % CLIENTS], number), SubmitMode.PUBLISH_NOW)


def _draft(client: Client, number: int) -> Draft:
    return Draft(f"post-{number}", client.id, (Platform.LINKEDIN,), f"Post {number}")


async def _quiet(work: WorkingSession) -> None:
    """Wait until nothing is on its way."""
    await work.until(lambda: not any(in_motion(entry) for entry in kept(work)), _PATIENCE_S)


def to_be_looked_for(work: WorkingSession, entry: Entry) -> bool:
    """Return True where it is time to look for an entry that may have been sent."""
    attempt = attempts.last(work.database.reader, entry.id)
    again = next_check(entry, attempt.ended_at or attempt.started_at) if attempt and entry.state in _OPEN else None
    return again is not None and again <= work.session.clock.now()


def in_motion(entry: Entry) -> bool:
    """Return True where the entry goes on by itself now."""
    return entry.state in _IN_MOTION or (entry.state == State.QUEUED and entry.hold in (None, Hold.UNDO_DELAY))
