"""The processes that can be killed at any moment: a workspace session without a window, at work on a profile."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import qasync
from PySide6.QtCore import QCoreApplication
from tests.proofs import busy_processes
from tests.proofs.busy_processes import MOVES, in_motion, to_be_looked_for
from tests.proofs.points import PointWatcher
from tests.proofs.process_forker import Order
from tests.proofs.sabotage import WITHOUT
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import Options, WorkingSession, working_session

from postdesk.api.client import ClientTimeouts
from postdesk.api.transport import RequestTimeouts, load_http_backend
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.request_stage import is_settled
from postdesk.store import posts

load_http_backend()

DRAFT = "the-draft"
TEXT = "Once, whatever happens"
_OPEN = (State.UNCERTAIN, State.NEEDS_USER, State.ACCEPTED_WITHOUT_ID)
_UNTIL_TOLD = (Hold.KEY_REJECTED, Hold.REFUSED_PERMISSION)
_DUE_IN = timedelta(minutes=30)


def live(order: Order) -> None:
    """Run the process of an order to its end, unless it is killed."""
    lives: dict[str, Callable[[Order], Coroutine[Any, Any, None]]] = {
        "one post": one_post,
        "clients": busy_processes.clients,
        "many posts": busy_processes.many_posts,
        "the end": busy_processes.the_end,
        "lost answers": busy_processes.lost_answers,
        "queue": busy_processes.queue,
        "beside another": busy_processes.beside_another,
        "in a row": busy_processes.in_a_row,
        "double clicks": busy_processes.double_clicks,
    }
    WITHOUT[order.without]()
    application = QCoreApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application, set_running_loop=False)) as runner:
        runner.run(lives[order.life](order))


async def one_post(order: Order) -> None:
    """Submit one post, with no memory of an earlier submission, and follow it to its end.

    `again`: it may be killed from its very start, while it reconciles the last run.
    """
    watching = PointWatcher()
    deadline = order.detail["deadline"]
    timeouts = ClientTimeouts(usual=RequestTimeouts(5, 5, 10), post=RequestTimeouts(5, deadline, deadline), first_retry=0.01)
    sandbox = SandboxProcess(**order.service, process=cast("Any", None))
    if order.point and order.detail["again"]:
        watching.arm(order.point)
    async with working_session(Path(order.folder), sandbox, Options(timeouts=timeouts)) as work:
        client = await _client(work)
        draft = await _draft(work, client)
        if order.point and not order.detail["again"]:
            watching.arm(order.point)
        act = SubmitMode.LOCK_IN if order.detail["scheduled"] else SubmitMode.PUBLISH_NOW
        await _follow(work, await work.submit(draft, act))


async def _client(work: WorkingSession) -> Client:
    if known := work.session.clients.all():
        return known[0]
    client = await work.client()
    work.session.connections.refresh(client.id)
    await work.until(lambda: bool(work.session.connections.of(client.id)))
    return client


async def _draft(work: WorkingSession, client: Client) -> Draft:
    due_at = (work.session.clock.now() + _DUE_IN).replace(microsecond=0)
    draft = Draft(DRAFT, client.id, (Platform.LINKEDIN,), TEXT, due_at=due_at)
    if not posts.made_from(work.database.reader, DRAFT):
        work.session.composer.save(draft)
        await work.until(lambda: work.session.composer.draft(DRAFT) is not None)
    return draft


async def _follow(work: WorkingSession, post: Post) -> None:
    """Move the clock on until nothing can happen any more; resume once each post that waits for the user."""
    for seconds in MOVES:
        await work.until(lambda: not in_motion(work.entry(post)), said=lambda: str(work.entry(post)))
        while work.entry(post).hold in _UNTIL_TOLD:
            work.session.refresh()
            work.session.post_commands.resume(post.id)
            await asyncio.sleep(0.05)
            await work.until(lambda: not in_motion(work.entry(post)))
        if _is_final(work, work.entry(post)):
            return
        await _move(work, post, seconds)


async def _move(work: WorkingSession, post: Post, seconds: float) -> None:
    before = work.entry(post)
    await work.advance(timedelta(seconds=seconds))

    def seen_to() -> bool:
        entry = work.entry(post)
        if entry.state in _OPEN:
            return not to_be_looked_for(work, entry)
        return (
            entry != before
            or _is_final(work, entry)
            or (entry.state == State.ACCEPTED and entry.due_at > work.session.clock.now())
        )

    await work.until(seen_to, said=lambda: str(work.entry(post)))


def _is_final(work: WorkingSession, entry: Entry) -> bool:
    settled = is_settled(entry.stage, entry.stage_since, work.session.clock.now())
    return entry.state == State.REJECTED or (entry.state == State.ACCEPTED and settled)


if __name__ == "__main__":
    live(Order(**json.loads(sys.argv[1])))
