"""Platforms of one draft that go out at times of their own: a post each, made together, once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.working_session import MANUAL, WorkingSession

from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.engine.composer import SubmittedDraft
from postdesk.engine.recall import UndoContext
from postdesk.engine.submission import RefusedReason

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
X, LINKEDIN, THREADS, REDDIT = Platform.TWITTER, Platform.LINKEDIN, Platform.THREADS, Platform.REDDIT


async def written(work: WorkingSession, later: timedelta = 2 * HOUR) -> Draft:
    """A draft for three platforms; X goes out `later` and has a text of its own."""
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, LINKEDIN, X, THREADS)
    draft = work.draft(ann, "Once", LINKEDIN, X, THREADS, due_in=3 * DAY)
    assert draft.due_at
    return draft.with_variant(Variant(X, "Short", due_at=draft.due_at + later))


async def submitted(work: WorkingSession, draft: Draft, act: SubmitMode = SubmitMode.SCHEDULE) -> SubmittedDraft:
    await work.submit(draft, act)
    return next(each for each in work.submitted if each.draft_id == draft.id)


def all_of(work: WorkingSession, done: SubmittedDraft) -> tuple[Post, ...]:
    return tuple(work.post(each) for each in (done.post_id, *done.later))


async def test_each_time_makes_a_post(work: WorkingSession) -> None:
    draft = await written(work)
    first, second = all_of(work, await submitted(work, draft))
    assert (first.platforms, first.due_at) == ((LINKEDIN, THREADS), draft.due_at)
    assert (second.platforms, second.due_at, second.entries[0].content) == ((X,), draft.due_for(X), "Short")
    assert work.session.composer.drafts() == ()
    assert work.session.composer.last_time(draft.client_id) == draft.due_at


async def test_each_goes_out_at_its_time(work: WorkingSession) -> None:
    draft = await written(work)
    first, second = all_of(work, await submitted(work, draft))
    await work.advance(3 * DAY + timedelta(minutes=1))
    await work.until(lambda: {entry.state for entry in work.post(first.id).entries} == {State.ACCEPTED})
    assert work.entry(second).state == State.PLANNED
    await work.advance(2 * HOUR)
    await work.until_state(second, State.ACCEPTED)
    assert sorted(each["platforms"] for each in await work.ledger()) == [["linkedin"], ["threads"], ["twitter"]]


async def test_a_double_press_makes_them_once(work: WorkingSession) -> None:
    draft = await written(work)
    done = await submitted(work, draft)
    work.session.composer.submit(Submission.of(draft), SubmitMode.SCHEDULE)
    await work.until(lambda: len(work.submitted) == 2)
    assert (work.submitted[1].post_id, work.submitted[1].later) == (done.post_id, done.later)
    count = work.database.reader.execute("SELECT count(*) FROM posts").fetchone()[0]
    assert count == 2


async def test_a_late_save_does_not_bring_the_draft_back(work: WorkingSession) -> None:
    draft = await written(work)
    await submitted(work, draft)
    work.session.composer.save(draft)
    await asyncio.sleep(0.1)
    assert work.session.composer.drafts() == ()


async def test_publishing_now_ignores_the_times(work: WorkingSession) -> None:
    done = await submitted(work, await written(work), SubmitMode.PUBLISH_NOW)
    assert done.later == ()
    await work.until(lambda: {entry.state for entry in work.post(done.post_id).entries} == {State.ACCEPTED})
    assert len(await work.ledger()) == 3


@pytest.mark.parametrize(
    ("lead", "reason"), [(-HOUR, RefusedReason.TIME_PAST), (timedelta(minutes=1), RefusedReason.TIME_TOO_SOON)]
)
async def test_a_time_that_can_not_be_taken_is_refused_with_its_platform(
    work: WorkingSession, lead: timedelta, reason: RefusedReason
) -> None:
    draft = await written(work)
    work.session.composer.submit(
        Submission.of(draft.with_variant(Variant(X, due_at=work.session.clock.now() + lead))), SubmitMode.SCHEDULE
    )
    await work.until(lambda: bool(work.refused))
    assert (work.refused[0].reason, work.refused[0].platform) == (reason, X)
    assert work.database.reader.execute("SELECT count(*) FROM posts").fetchone()[0] == 0


async def test_an_undo_makes_one_draft_of_them_as_it_was(work: WorkingSession) -> None:
    draft = await written(work)
    done = await submitted(work, draft)
    work.session.post_commands.undo(done.post_id, UndoContext(draft, done.later))
    await work.until(lambda: bool(work.session.composer.drafts()))
    (again,) = work.session.composer.drafts()
    assert replace(again, id=draft.id, updated_at=None) == draft
    assert {post.state for post in all_of(work, done)} == {PostState.CANCELLED}


async def test_an_undo_leaves_out_of_the_draft_what_is_out(work: WorkingSession) -> None:
    draft = await written(work)
    done = await submitted(work, draft)
    await work.advance(3 * DAY + timedelta(minutes=1))
    await work.until(lambda: {entry.state for entry in work.post(done.post_id).entries} == {State.ACCEPTED})
    work.session.post_commands.undo(done.post_id, UndoContext(draft, done.later))
    await work.until(lambda: bool(work.session.composer.drafts()))
    (again,) = work.session.composer.drafts()
    assert (again.platforms, again.due_for(X), again.text_for(X)) == ((X,), draft.due_for(X), "Short")


async def test_a_post_is_edited_with_its_own_time_alone(work: WorkingSession) -> None:
    draft = await written(work)
    done = await submitted(work, draft)
    edited = work.session.composer.factory.edit(done.later[0])
    assert edited
    assert (edited.platforms, edited.due_at, edited.variant(X).due_at) == ((X,), draft.due_for(X), None)


async def test_a_platform_that_goes_out_by_another_post_of_the_draft_is_not_posted_twice(work: WorkingSession) -> None:
    done = await submitted(work, await written(work))
    edited = work.session.composer.factory.edit(done.post_id)
    assert edited
    work.session.composer.submit(Submission.of(replace(edited, platforms=(LINKEDIN, X))), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.refused))
    assert (work.refused[0].reason, work.refused[0].platform) == (RefusedReason.PART_HAS_ITS_OWN_TIME, X)


@pytest.mark.parametrize("changes", [1, 2])
async def test_nor_is_it_once_the_other_post_was_changed_too(work: WorkingSession, changes: int) -> None:
    done = await submitted(work, await written(work))
    first = done.post_id
    for _ in range(changes):
        changed = work.session.composer.factory.edit(first)
        assert changed
        first = (await submitted(work, replace(changed, text=changed.text + "!"))).post_id
    edited = work.session.composer.factory.edit(done.later[0])
    assert edited
    work.session.composer.submit(Submission.of(replace(edited, platforms=(LINKEDIN, X))), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.refused) or len(work.submitted) > 1 + changes)
    assert [(each.reason, each.platform) for each in work.refused] == [(RefusedReason.PART_HAS_ITS_OWN_TIME, LINKEDIN)]
    back = work.session.composer.factory.edit(first)
    assert back
    work.session.composer.submit(Submission.of(replace(back, platforms=(*back.platforms, X))), SubmitMode.SCHEDULE)
    await work.until(lambda: len(work.refused) > 1 or len(work.submitted) > 1 + changes)
    assert [each.platform for each in work.refused] == [LINKEDIN, X]


async def test_a_change_that_made_two_posts_of_one_is_undone_as_a_whole(work: WorkingSession) -> None:
    draft = await written(work)
    whole = await submitted(work, draft.with_variant(Variant(X)))
    before = work.session.composer.factory.unchanged_submission(whole.post_id)
    assert before
    assert before.written.due_at
    done = await submitted(work, before.written.with_variant(Variant(X, due_at=before.written.due_at + DAY)))
    again = before.in_place_of(done.post_id, "again")
    work.session.composer.submit(again, SubmitMode.SCHEDULE, also_replaces=done.later)
    await work.until(lambda: bool(work.refused) or len(work.submitted) == 3)
    assert work.refused == []
    assert {post.state for post in all_of(work, done)} == {PostState.CANCELLED}
    assert work.post(work.submitted[-1].post_id).platforms == (LINKEDIN, X, THREADS)


ALL_ITS_OWN = Variant(REDDIT, "Its own text", "Its own title", "https://example.com/own.jpg", "https://example.com/cover.jpg")


async def with_all_its_own(work: WorkingSession) -> Draft:
    """A draft in which Reddit has everything of its own except a time, and nothing else goes there."""
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, LINKEDIN, REDDIT)
    draft = replace(work.draft(ann, "Shared", LINKEDIN, REDDIT, due_in=3 * DAY), title="Title")
    return draft.with_variant(ALL_ITS_OWN)


async def test_an_edit_and_a_copy_for_another_client_keep_all_that_is_a_platforms_own(work: WorkingSession) -> None:
    draft = await with_all_its_own(work)
    post = await work.submit(draft, SubmitMode.SCHEDULE)
    bob = await work.client("Bob")
    await work.connected(bob, LINKEDIN, REDDIT)
    for again in (work.session.composer.factory.edit(post.id), work.session.composer.factory.copy(post.id, bob.id)):
        assert again
        assert again.platforms == draft.platforms
        assert [again.content_for(each) for each in again.platforms] == [draft.content_for(each) for each in draft.platforms]


async def test_what_failed_is_tried_again_with_all_that_is_its_own(work: WorkingSession) -> None:
    draft = await with_all_its_own(work)
    await work.fault("platform_fails", platform="reddit")
    post = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.post(post.id).state == PostState.PARTIAL)
    work.session.post_commands.retry_failed(post.id)
    await work.until(lambda: bool(work.session.composer.drafts()))
    (again,) = work.session.composer.drafts()
    assert (again.platforms, again.content_for(REDDIT)) == ((REDDIT,), draft.content_for(REDDIT))
