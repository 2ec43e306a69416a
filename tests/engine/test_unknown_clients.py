"""The service says that it doesn't know a client: its posts wait, nothing is asked over and over, and the user is told."""

import asyncio
from datetime import timedelta

from tests.support.working_session import WorkingSession

from postdesk.domain.attention import AttentionKind
from postdesk.domain.delivery import Hold, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform

MANY = 10_000


async def answered(work: WorkingSession) -> int:
    """Return the number of answers that the only fault gave."""
    (fault,) = (await work.ask("GET", "state"))["faults"]
    return int(fault["fired"])


async def test_a_client_without_a_list_of_accounts_has_to_reconnect_them(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("not_found", "connections", MANY)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).hold == Hold.NOT_CONNECTED)
    await asyncio.sleep(0.5)
    assert work.entry(post).hold == Hold.NOT_CONNECTED
    assert await answered(work) == 1
    assert [item.kind for item in work.session.attention.items(None, 9)] == [AttentionKind.RECONNECT]
    await work.disarm()
    await work.connected(ann, Platform.LINKEDIN)
    await work.until_state(post, State.ACCEPTED)
    assert len(await work.ledger()) == 1


async def test_a_client_without_a_list_of_posts_is_asked_for_again_after_a_pause(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.listed()
    await work.fault("not_found", "list_posts", MANY)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).hold == Hold.NOT_CONNECTED)
    await asyncio.sleep(0.5)
    assert work.entry(post).hold == Hold.NOT_CONNECTED
    assert await answered(work) == 1
    await work.disarm()
    await work.advance(timedelta(minutes=2))
    await work.until_state(post, State.ACCEPTED)
    assert len(await work.ledger()) == 1
