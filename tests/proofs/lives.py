"""What a process does that can be killed at any moment: a desk without a window, at work on a profile."""

import asyncio
import json
import random
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import qasync
from PySide6.QtCore import QCoreApplication
from tests.proofs.nursery import Order
from tests.proofs.points import Watching
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_desk import Options, WorkingDesk, working_desk

from postdesk.api.client import Waits
from postdesk.api.transport import Patience, load_http_backend
from postdesk.domain.clients import Client
from postdesk.domain.delivery import SETTLED_STAGES, Hold, State
from postdesk.domain.matching import next_check
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Draft, Entry, Post
from postdesk.domain.submitting import Act
from postdesk.store import entries, posts

load_http_backend()

DRAFT = "the-draft"
TEXT = "Once, whatever happens"
MOVES = (6, 30, 100, 500, 3100)
"""How the clock is moved while it is found out what became of a post, in seconds: past each look at it, and past the question."""

JOURNAL = "scheduled.txt"
"""In the profile's folder: a line for each post of which the window was told that it is scheduled."""

_BRISK = Waits(usual=Patience(1, 1, 1.5), post=Patience(1, 1, 1.5), first_retry=0.01)
_IN_MOTION = (State.SENDING, State.PLANNED)
_OPEN = (State.UNCERTAIN, State.NEEDS_USER, State.ACCEPTED_WITHOUT_ID)
_UNTIL_TOLD = (Hold.KEY_REJECTED, Hold.REFUSED_PERMISSION)
_DUE_IN = timedelta(minutes=30)


def live(order: Order) -> None:
    """Live that life to its end, unless it is killed."""
    lives: dict[str, Callable[[Order], Coroutine[Any, Any, None]]] = {
        "one post": one_post,
        "first": first,
        "many posts": many_posts,
        "last": last,
    }
    application = QCoreApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application, set_running_loop=False)) as runner:
        runner.run(lives[order.life](order))


async def one_post(order: Order) -> None:
    """Submit one post, as if nobody knew whether that was done before, and follow it to its end."""
    watching = Watching()
    deadline = order.detail["deadline"]
    waits = Waits(usual=Patience(5, 5, 10), post=Patience(5, deadline, deadline), first_retry=0.01)
    sandbox = SandboxProcess(**order.service, process=cast("Any", None))
    async with working_desk(Path(order.folder), sandbox, Options(waits=waits)) as work:
        client = await _client(work)
        draft = await _draft(work, client)
        if order.point:
            watching.arm(order.point)
        act = Act.LOCK_IN if order.detail["scheduled"] else Act.PUBLISH_NOW
        await _follow(work, await work.submit(draft, act))


async def first(order: Order) -> None:
    """Make the profile of many posts: some clients with accounts."""
    async with _working(order) as work:
        for name in ("Ann", "Bob", "Cat", "Dan"):
            await work.connected(await work.client(name), Platform.LINKEDIN)


async def many_posts(order: Order) -> None:
    """Say what CPU time it took to be at work, in seconds, and submit posts until killed. The journal has a line each."""
    async with _working(order) as work:
        await work.until(lambda: work.desk.tasks.running("sender"))
        print(time.process_time(), flush=True)
        chance = random.Random(order.detail["first"])
        clients = work.desk.clients.all()
        with (Path(order.folder) / JOURNAL).open("a", buffering=1) as journal:
            for number in range(int(order.detail["first"]), int(order.detail["first"] + order.detail["count"])):
                draft = work.draft(chance.choice(clients), f"Post {number}", due_in=timedelta(days=3))
                draft = replace(draft, id=f"post-{number}")
                work.desk.composer.save(draft)
                await work.submit(draft, chance.choice((Act.PUBLISH_NOW, Act.PUBLISH_NOW, Act.LOCK_IN)))
                journal.write(f"{draft.id}\n")
        await asyncio.Event().wait()


async def last(order: Order) -> None:
    """Let everything come to rest, with the user's word for what waits for it, and the clock moved on."""
    async with _working(order) as work:
        await _at_rest(work)
        for seconds in (*MOVES, timedelta(days=3).total_seconds()):
            await work.advance(timedelta(seconds=seconds))
            await _at_rest(work)
        await work.until(lambda: not any(entry.state == State.UNCERTAIN for entry in _entries(work)), patience=30)


async def _at_rest(work: WorkingDesk) -> None:
    while any(_in_motion(entry) or entry.state == State.QUEUED for entry in _entries(work)):
        work.desk.refresh()
        for entry in _entries(work):
            if entry.hold not in (None, Hold.UNDO_DELAY):
                work.desk.outbox.resume(entry.post_id)
        await asyncio.sleep(0.5)
    await asyncio.sleep(0.5)


def _entries(work: WorkingDesk) -> list[Entry]:
    rows = work.database.reader.execute("SELECT id FROM entries WHERE ours").fetchall()
    return [entry for row in rows if (entry := entries.get(work.database.reader, row["id"]))]


def _working(order: Order) -> AbstractAsyncContextManager[WorkingDesk]:
    sandbox = SandboxProcess(**order.service, process=cast("Any", None))
    return working_desk(Path(order.folder), sandbox, Options(waits=_BRISK))


async def _client(work: WorkingDesk) -> Client:
    if known := work.desk.clients.all():
        return known[0]
    client = await work.client()
    work.desk.connections.refresh(client.id)
    await work.until(lambda: bool(work.desk.connections.of(client.id)))
    return client


async def _draft(work: WorkingDesk, client: Client) -> Draft:
    due_at = (work.desk.clock.now() + _DUE_IN).replace(microsecond=0)
    draft = Draft(DRAFT, client.id, (Platform.LINKEDIN,), TEXT, due_at=due_at)
    if not posts.made_from(work.database.reader, DRAFT):
        work.desk.composer.save(draft)
        await work.until(lambda: work.desk.composer.draft(DRAFT) is not None)
    return draft


async def _follow(work: WorkingDesk, post: Post) -> None:
    """Move the clock on until nothing can happen any more; what waits for the user gets the user's word once."""
    for seconds in MOVES:
        await work.until(lambda: not _in_motion(work.entry(post)), said=lambda: str(work.entry(post)))
        while work.entry(post).hold in _UNTIL_TOLD:
            work.desk.refresh()
            work.desk.outbox.resume(post.id)
            await asyncio.sleep(0.05)
            await work.until(lambda: not _in_motion(work.entry(post)))
        if _is_final(work.entry(post)):
            return
        await _move(work, post, seconds)


async def _move(work: WorkingDesk, post: Post, seconds: float) -> None:
    await work.advance(timedelta(seconds=seconds))
    now, before = work.desk.clock.now(), work.entry(post)

    def seen_to() -> bool:
        entry = work.entry(post)
        if entry.state in _OPEN:
            attempt = entries.last_attempt(work.database.reader, entry.id)
            assert attempt
            again = next_check(entry, attempt.ended_at or attempt.started_at)
            return again is None or again > now
        return entry != before or (entry.state == State.ACCEPTED and entry.due_at > now)

    await work.until(seen_to, said=lambda: str(work.entry(post)))


def _in_motion(entry: Entry) -> bool:
    return entry.state in _IN_MOTION or (entry.state == State.QUEUED and entry.hold in (None, Hold.UNDO_DELAY))


def _is_final(entry: Entry) -> bool:
    return entry.state == State.REJECTED or (entry.state == State.ACCEPTED and entry.stage in SETTLED_STAGES)


if __name__ == "__main__":
    live(Order(**json.loads(sys.argv[1])))
