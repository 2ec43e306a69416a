"""The computer is kept awake for posts that need it, by the session manager on a real bus, and may sleep again afterwards."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.inhibitor import SUSPEND, Inhibitor, inhibitor
from tests.support.working_session import MANUAL, WorkingSession

from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post

ASKED = f"inhibit {SUSPEND}"


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[Inhibitor]:
    with inhibitor(dict(os.environ)) as (address, running):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield running


async def a_client(work: WorkingSession) -> Client:
    client = await work.client(lock_in=MANUAL)
    await work.connected(client, Platform.LINKEDIN)
    return client


async def due(work: WorkingSession, client: Client, minutes: int) -> Post:
    draft = work.draft(client, f"In {minutes} minutes", due_in=timedelta(minutes=minutes))
    return await work.submit(draft, SubmitMode.SCHEDULE)


async def test_it_is_kept_awake_from_half_an_hour_before_until_the_post_is_out(manager: Inhibitor, work: WorkingSession) -> None:
    post = await due(work, await a_client(work), 45)
    assert work.session.awake.until is None
    await work.advance(timedelta(minutes=16))
    await work.until(lambda: manager.said() == [ASKED])
    await work.until(lambda: work.session.awake.until == work.entry(post).due_at)
    assert not work.session.awake.refused
    await work.advance(timedelta(minutes=29))
    await work.until_state(post, State.ACCEPTED)
    await work.until(lambda: manager.said() == [ASKED, "gone"])
    assert work.session.awake.until is None


async def test_a_post_months_ahead_is_waited_for_in_steps(manager: Inhibitor, work: WorkingSession) -> None:
    client = await a_client(work)
    await due(work, client, 60 * 24 * 60)
    await due(work, client, 10)
    await work.until(lambda: work.session.awake.until is not None)
    assert manager.said() == [ASKED]


async def test_one_request_lasts_for_all_that_follow_each_other(manager: Inhibitor, work: WorkingSession) -> None:
    client = await a_client(work)
    first, last = await due(work, client, 10), await due(work, client, 25)
    await work.until(lambda: work.session.awake.until == work.entry(last).due_at)
    await work.advance(timedelta(minutes=10))
    await work.until_state(first, State.ACCEPTED)
    assert work.session.awake.until == work.entry(last).due_at
    work.session.post_commands.undo(last.id)
    await work.until(lambda: work.session.awake.until is None)
    await work.until(lambda: manager.said() == [ASKED, "gone"])


async def test_not_while_paused_or_switched_off(manager: Inhibitor, work: WorkingSession) -> None:
    await due(work, await a_client(work), 10)
    await work.until(lambda: work.session.awake.until is not None)
    settings = work.session.settings
    work.session.pause.begin()
    await work.until(lambda: manager.said() == [ASKED, "gone"])
    work.session.pause.end()
    await work.until(lambda: manager.said() == [ASKED, "gone", ASKED])
    settings.change(replace(settings.current, stay_awake=False))
    await work.until(lambda: manager.said() == [ASKED, "gone", ASKED, "gone"])
    assert work.session.awake.until is None


async def test_nothing_is_asked_for_what_is_locked_or_goes_out_at_once(manager: Inhibitor, work: WorkingSession) -> None:
    client = await a_client(work)
    locked = await work.submit(work.draft(client, "Locked", due_in=timedelta(minutes=20)), SubmitMode.LOCK_IN)
    now = await work.submit(work.draft(client, "Now"), SubmitMode.PUBLISH_NOW)
    for post in (locked, now):
        await work.until_state(post, State.ACCEPTED)
    assert work.session.awake.until is None
    assert manager.said() == []


async def test_a_refusal_is_said(monkeypatch: pytest.MonkeyPatch, work: WorkingSession) -> None:
    with inhibitor(dict(os.environ), refuses=True) as (address, manager):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        post = await due(work, await a_client(work), 10)
        await work.until(lambda: work.session.awake.refused)
        assert work.session.awake.until == work.entry(post).due_at
        assert ASKED not in manager.said()


async def test_what_was_refused_is_asked_for_again(monkeypatch: pytest.MonkeyPatch, work: WorkingSession) -> None:
    with inhibitor(dict(os.environ), refuses=True) as (address, _):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        await due(work, await a_client(work), 10)
        await work.until(lambda: work.session.awake.refused)
    with inhibitor(dict(os.environ)) as (address, manager):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        work.session.changes.posts.emit()
        await work.until(lambda: manager.said() == [ASKED])
        await work.until(lambda: not work.session.awake.refused)


async def test_without_a_bus_that_is_said_too(monkeypatch: pytest.MonkeyPatch, work: WorkingSession) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    await due(work, await a_client(work), 10)
    await work.until(lambda: work.session.awake.refused)
