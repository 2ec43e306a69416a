"""Pausing all sending: all our posts are held at once, nothing is lost, and nothing goes out late or in a burst."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.filled import a_post, an_entry
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import WorkingSession, working_session

from postdesk.domain.clients import Client, LockIn, LockInRule, WorkspaceKind
from postdesk.domain.delivery import Hold, Reason, State, format_reason, parse_reason
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState, SendMode
from postdesk.domain.times import wire_time
from postdesk.store import clients, posts, settings, workspaces

IMMEDIATE = LockIn(LockInRule.IMMEDIATE)
MANUAL = LockIn(LockInRule.MANUAL)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def a_client(work: WorkingSession, lock_in: LockIn | None = None) -> Client:
    ann = await work.client("ann", lock_in=lock_in)
    await work.connected(ann, Platform.LINKEDIN)
    return ann


async def paused(work: WorkingSession) -> None:
    work.session.pause.begin()
    await work.until(lambda: settings.is_paused(work.database.reader))


async def resumed(work: WorkingSession) -> None:
    work.session.pause.end()
    await work.until(lambda: not settings.is_paused(work.database.reader))


@pytest.mark.parametrize("act", [SubmitMode.PUBLISH_NOW, SubmitMode.SCHEDULE], ids=["publish now", "lock in"])
async def test_what_would_leave_is_held_and_leaves_when_it_is_resumed(work: WorkingSession, act: SubmitMode) -> None:
    ann = await a_client(work, IMMEDIATE)
    await paused(work)
    post = await work.submit(work.draft(ann, due_in=None if act is SubmitMode.PUBLISH_NOW else 2 * HOUR), act)
    await work.until(lambda: work.entry(post).hold == Hold.PAUSED)
    assert work.post(post.id).state == PostState.HELD
    await work.advance(10 * MINUTE)
    assert await work.ledger() == []
    await resumed(work)
    await work.until_state(post, State.ACCEPTED)
    assert len(await work.ledger()) == 1


async def test_what_comes_due_while_paused_is_missed_after_the_grace_and_never_sent_late(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL)
    soon = await work.submit(work.draft(ann, "Soon", due_in=HOUR), SubmitMode.SCHEDULE)
    later = await work.submit(work.draft(ann, "Later", due_in=2 * HOUR), SubmitMode.SCHEDULE)
    await paused(work)
    await work.advance(HOUR + 5 * MINUTE)
    await work.until(lambda: work.entry(soon).hold == Hold.PAUSED)
    assert (work.entry(later).state, work.entry(later).hold) == (State.PLANNED, None)
    await work.advance(HOUR)
    missed = await work.until_state(soon, State.MISSED)
    assert parse_reason(missed.reason)[1] == Hold.PAUSED
    await resumed(work)
    await work.until_state(later, State.ACCEPTED)
    assert [each["content"] for each in await work.ledger()] == ["Later"]


async def test_it_is_still_paused_after_a_restart(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path, sandbox) as work:
        ann = await a_client(work)
        await paused(work)
        post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: work.entry(post).hold == Hold.PAUSED)
    async with working_session(tmp_path, sandbox) as work:
        assert work.session.pause.since is not None
        await work.advance(MINUTE)
        assert await work.ledger() == []
        await resumed(work)
        await work.until_state(post, State.ACCEPTED)


async def test_nothing_is_marked_as_leaving_once_it_is_paused(work: WorkingSession) -> None:
    ann = await a_client(work)
    await work.fault("delay", "connections", delay=0.5)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.QUEUED)
    await paused(work)
    await work.until(lambda: work.entry(post).hold == Hold.PAUSED)
    assert work.entry(post).attempts == 0
    assert await work.ledger() == []


async def test_another_reason_to_wait_outlasts_the_pause(work: WorkingSession) -> None:
    ann = await a_client(work)
    await work.fault("key_revoked", "publish")
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).hold == Hold.KEY_REJECTED)
    await paused(work)
    await work.advance(MINUTE)
    assert work.entry(post).hold == Hold.KEY_REJECTED
    await resumed(work)
    await work.advance(MINUTE)
    assert work.entry(post).hold == Hold.KEY_REJECTED


async def test_what_is_locked_is_listed_with_its_account_and_reminded_of_once_it_is_up(work: WorkingSession) -> None:
    ann = await a_client(work, IMMEDIATE)
    post = await work.submit(work.draft(ann, "Beyond recall", due_in=HOUR), SubmitMode.SCHEDULE)
    entry = await work.until_state(post, State.ACCEPTED)
    await paused(work)
    (account,) = work.session.connections.of(ann.id)
    (listed,) = work.session.pause.locked(10)
    assert (listed.entry.id, listed.client, listed.entry.platforms) == (entry.id, "ann", ("linkedin",))
    assert listed.accounts == (account.remote_username,)
    assert account.remote_username
    work.session.post_commands.remind_to_delete(entry.id, wanted=True)
    await work.advance(HOUR + MINUTE)
    await work.until(lambda: work.post(post.id).state == PostState.TO_DELETE)
    assert work.session.pause.locked(10) == ()
    work.session.post_commands.remind_to_delete(entry.id, wanted=False)
    await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)


async def test_what_may_be_locked_is_counted_and_so_is_what_is_called_otherwise_there(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService(repeats_tokens=False, scheduled_as="pending")
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work, IMMEDIATE)
        called = await work.submit(work.draft(ann, "Pending there", due_in=HOUR), SubmitMode.SCHEDULE)
        await work.until_state(called, State.ACCEPTED)
        assert [each.entry.post_id for each in work.session.pause.locked(10)] == [called.id]
        service.loses_answers = True
        await work.until_state(await work.submit(work.draft(ann, "Lost", due_in=2 * HOUR), SubmitMode.SCHEDULE), State.UNCERTAIN)
        assert work.session.pause.doubtful() == 1
        assert work.session.pause.waiting() == 0


async def test_the_other_accounts_that_the_switch_holds_are_named_too(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL)
    await work.submit(work.draft(ann, due_in=HOUR), SubmitMode.SCHEDULE)
    other = await work.database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Other", "https://example.com/api"))
    theirs = replace(ann, id=0, workspace_id=other.id)
    zoe = await work.database.run(lambda conn: clients.add(conn, theirs))
    due = work.session.clock.now() + HOUR
    for entry in (
        an_entry(due_at=due),
        an_entry(due_at=due + HOUR, state=State.ACCEPTED, mode=SendMode.SCHEDULED, remote_id="x"),
    ):
        post = a_post(replace(theirs, id=zoe), (entry,))
        await work.database.run(lambda conn, post=post: posts.add(conn, other.id, post, due))  # type: ignore[misc]
    assert work.session.pause.waiting() == 2
    assert [each.client for each in work.session.pause.locked(10)] == ["ann (Other)"]


async def test_what_was_missed_while_paused_waits_for_its_new_time_alone(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL)
    await paused(work)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).hold == Hold.PAUSED)
    await work.advance(20 * MINUTE)
    await work.until_state(post, State.MISSED)
    await resumed(work)
    work.session.post_commands.move(post.id, work.session.clock.now() + HOUR)
    await work.until_state(post, State.PLANNED)
    assert work.post(post.id).state == PostState.SCHEDULED


async def test_a_post_made_elsewhere_is_reminded_of_also_when_more_is_learned_of_it(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        await work.client("ann")
        at = wire_time(work.session.clock.now() + HOUR)
        service.failing.add("theirs")
        service.add("theirs", "scheduled", mode="scheduled", scheduleAt=at, platformResults=[])
        work.session.watcher.refresh()
        await work.until(lambda: len(work.session.pause.locked(10)) == 1)
        work.session.post_commands.remind_to_delete(work.session.pause.locked(10)[0].entry.id, wanted=True)
        await work.until(lambda: bool(work.session.pause.locked(10)[0].entry.reason))
        service.failing.clear()
        service.posts["theirs"]["platforms"] = ["threads"]
        work.session.watcher.refresh()
        await work.until(lambda: work.session.pause.locked(10)[0].entry.platforms == ("threads",))
        assert work.session.pause.locked(10)[0].entry.reason == format_reason(Reason.UNWANTED)


async def test_of_two_hundred_that_came_due_in_a_day_of_pause_only_what_is_in_time_goes_out_in_its_order(
    work: WorkingSession,
) -> None:
    ann = await a_client(work, MANUAL)
    await paused(work)
    made = [
        await work.submit(work.draft(ann, f"Number {number}", due_in=HOUR + number * 7 * MINUTE), SubmitMode.SCHEDULE)
        for number in range(200)
    ]
    await work.advance(24 * HOUR)
    await work.until(lambda: sum(work.entry(post).state == State.MISSED for post in made) > 150, 30)
    await resumed(work)
    await work.until(lambda: not any(work.entry(post).hold == Hold.PAUSED for post in made), 30)
    await work.until(lambda: not any(work.entry(post).state in (State.QUEUED, State.SENDING) for post in made), 30)
    states = [work.entry(post).state for post in made]
    assert set(states) == {State.MISSED, State.ACCEPTED, State.PLANNED}
    sent = [each["content"] for each in await work.ledger()]
    assert sent == [post.text for post, state in zip(made, states, strict=True) if state == State.ACCEPTED]
    assert 1 <= len(sent) <= 3
