"""Approval: a post that waits for it never goes out, and an approval counts only for the content that it was given for."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from tests.support.working_session import WorkingSession

from postdesk.domain.approval import Approval
from postdesk.domain.clients import Client, LockIn, LockInRule
from postdesk.domain.delivery import Hold, Reason, State, parse_reason
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.engine.approvals import ApprovalChange
from postdesk.store import clients

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
IMMEDIATE = LockIn(LockInRule.IMMEDIATE)
MANUAL = LockIn(LockInRule.MANUAL)


async def a_client(work: WorkingSession, lock_in: LockIn = IMMEDIATE, *, approval: bool = True) -> Client:
    ann = await work.client("ann", lock_in=lock_in)
    await work.connected(ann, Platform.LINKEDIN)
    await work.database.run(lambda conn: clients.update(conn, replace(ann, approval=approval)))
    return replace(ann, approval=approval)


def word(work: WorkingSession, post: Post) -> Approval:
    return work.post(post.id).approval.state


async def approved(work: WorkingSession, *posts: Post) -> ApprovalChange:
    heard: list[ApprovalChange] = []
    work.session.approvals.marked.connect(heard.append)
    work.session.approvals.approve([post.id for post in posts])
    # An answer that was asked for earlier may arrive after this began.
    await work.until(lambda: bool(heard) and heard[-1].approval is Approval.APPROVED)
    return heard[-1]


@pytest_asyncio.fixture
async def waiting(work: WorkingSession) -> AsyncIterator[Post]:
    """A post due in two hours that its client has not approved, and that would be locked in right away."""
    ann = await a_client(work)
    post = await work.submit(work.draft(ann, due_in=2 * HOUR), SubmitMode.SCHEDULE)
    await work.until(lambda: work.entry(post).hold == Hold.NOT_APPROVED)
    yield post


async def test_what_is_not_approved_is_held_when_it_would_be_locked_in_and_leaves_once_it_is(
    work: WorkingSession, waiting: Post
) -> None:
    assert (word(work, waiting), work.post(waiting.id).state) == (Approval.WAITING, PostState.HELD)
    assert await work.ledger() == []
    await approved(work, waiting)
    await work.until_state(waiting, State.ACCEPTED)
    assert len(await work.ledger()) == 1


@pytest.mark.parametrize("act", [SubmitMode.PUBLISH_NOW, SubmitMode.LOCK_IN])
async def test_no_act_of_the_users_sends_what_is_not_approved(work: WorkingSession, act: SubmitMode) -> None:
    ann = await a_client(work, MANUAL)
    post = await work.submit(work.draft(ann, due_in=2 * HOUR), act)
    await work.until(lambda: work.entry(post).hold == Hold.NOT_APPROVED)
    assert await work.ledger() == []


async def test_its_time_passes_and_it_is_missed_because_nobody_approved_it(work: WorkingSession, waiting: Post) -> None:
    await work.advance(2 * HOUR + 20 * MINUTE)
    missed = await work.until_state(waiting, State.MISSED)
    assert parse_reason(missed.reason) == (Reason.HELD_TOO_LONG, Hold.NOT_APPROVED)
    assert await work.ledger() == []


async def test_a_post_that_was_far_from_its_moment_is_missed_for_the_same_reason(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL)
    post = await work.submit(work.draft(ann, due_in=2 * HOUR), SubmitMode.SCHEDULE)
    assert work.entry(post).hold is None
    await work.advance(3 * HOUR)
    missed = await work.until_state(post, State.MISSED)
    assert parse_reason(missed.reason) == (Reason.HELD_TOO_LONG, Hold.NOT_APPROVED)


async def test_another_time_asks_again_and_the_old_one_needs_no_new_word(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL)
    post = await work.submit(work.draft(ann, due_in=2 * HOUR), SubmitMode.SCHEDULE)
    await approved(work, post)
    work.session.post_commands.move(post.id, post.due_at + HOUR)
    await work.until(lambda: work.post(post.id).due_at != post.due_at)
    assert word(work, post) == Approval.WAITING
    work.session.post_commands.move(post.id, post.due_at)
    await work.until(lambda: work.post(post.id).due_at == post.due_at)
    assert word(work, post) == Approval.APPROVED


@pytest.mark.parametrize(
    ("text", "expected"), [("Hello", Approval.APPROVED), ("Hello!", Approval.WAITING)], ids=["the same", "another text"]
)
async def test_an_edit_asks_again_only_where_it_changes_something(work: WorkingSession, text: str, expected: Approval) -> None:
    ann = await a_client(work, MANUAL, approval=False)
    post = await work.submit(work.draft(ann, due_in=2 * HOUR), SubmitMode.SCHEDULE)
    await approved(work, post)
    draft = work.session.composer.factory.edit(post.id)
    assert draft
    changed = await work.submit(replace(draft, text=text), SubmitMode.SCHEDULE)
    assert word(work, changed) == expected


async def test_an_edit_of_what_waits_still_waits_where_nothing_else_says_so(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL, approval=False)
    post = await work.submit(work.draft(ann, due_in=2 * HOUR), SubmitMode.SCHEDULE)
    work.session.approvals.ask([post.id])
    await work.until(lambda: word(work, post) == Approval.WAITING)
    draft = work.session.composer.factory.edit(post.id)
    assert draft
    assert word(work, await work.submit(replace(draft, text="Other"), SubmitMode.SCHEDULE)) == Approval.WAITING


async def test_what_waits_goes_out_where_the_client_does_not_ask_for_a_word(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL, approval=False)
    post = await work.submit(work.draft(ann, due_in=HOUR), SubmitMode.SCHEDULE)
    work.session.approvals.ask([post.id])
    await work.until(lambda: word(work, post) == Approval.WAITING)
    await work.advance(HOUR)
    await work.until_state(post, State.ACCEPTED)


async def test_several_are_approved_in_one_act_and_put_back_as_they_were(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL, approval=False)
    first, second = [await work.submit(work.draft(ann, due_in=n * HOUR), SubmitMode.SCHEDULE) for n in (2, 3)]
    work.session.approvals.ask([second.id])
    await work.until(lambda: word(work, second) == Approval.WAITING)
    marked = await approved(work, first, second)
    assert [word(work, first), word(work, second)] == [Approval.APPROVED, Approval.APPROVED]
    work.session.approvals.revert(marked)
    await work.until(lambda: word(work, second) == Approval.WAITING)
    assert word(work, first) == Approval.NONE


async def test_what_went_out_meanwhile_keeps_the_word_it_went_out_with(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL)
    post = await work.submit(work.draft(ann, due_in=HOUR), SubmitMode.SCHEDULE)
    marked = await approved(work, post)
    await work.advance(HOUR)
    await work.until_state(post, State.ACCEPTED)
    heard: list[ApprovalChange] = []
    work.session.approvals.marked.connect(heard.append)
    work.session.approvals.revert(marked)
    await work.until(lambda: bool(heard))
    assert heard[0].before == ()
    assert word(work, post) == Approval.APPROVED


async def test_what_is_locked_is_left_alone(work: WorkingSession) -> None:
    ann = await a_client(work, IMMEDIATE, approval=False)
    post = await work.submit(work.draft(ann, due_in=2 * HOUR), SubmitMode.SCHEDULE)
    await work.until_state(post, State.ACCEPTED)
    assert (await approved(work, post)).before == ()


async def test_the_setting_asks_about_what_is_planned_and_lets_it_go_again(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL, approval=False)
    post = await work.submit(work.draft(ann, due_in=HOUR), SubmitMode.SCHEDULE)
    work.session.clients.update(replace(ann, approval=True))
    await work.until(lambda: word(work, post) == Approval.WAITING)
    await work.advance(HOUR)
    await work.until(lambda: work.entry(post).hold == Hold.NOT_APPROVED)
    work.session.clients.update(replace(ann, approval=False))
    await work.until_state(post, State.ACCEPTED)


async def test_nothing_is_marked_as_leaving_once_the_word_is_taken_back(work: WorkingSession) -> None:
    ann = await a_client(work, MANUAL)
    post = await work.submit(work.draft(ann, due_in=HOUR), SubmitMode.SCHEDULE)
    await approved(work, post)
    await work.fault("delay", "connections", delay=0.5)
    await work.advance(HOUR)
    await work.until_state(post, State.QUEUED)
    work.session.approvals.ask([post.id])
    await work.until(lambda: work.entry(post).hold == Hold.NOT_APPROVED)
    assert await work.ledger() == []
