"""Posts that may be partly published: only the rest is changed and recalled, and nothing goes out a second time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.working_session import IMMEDIATE, MANUAL, WorkingSession

from postdesk.domain.board import BoardFilter, ResultSort
from postdesk.domain.clients import LockIn
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, SendMode
from postdesk.domain.recall import movable_entries
from postdesk.engine.notices import NoticeKind
from postdesk.engine.recall import UndoContext
from postdesk.engine.submission import RefusedReason
from postdesk.store import entries

DAY = timedelta(days=1)


async def in_states(work: WorkingSession, **states: State) -> Post:
    """Return a post whose entries reached these states, by platform."""
    ann = await work.client(lock_in=MANUAL)
    platforms = tuple(Platform(name) for name in states)
    await work.connected(ann, *platforms)
    post = await work.submit(work.draft(ann, "Once", *platforms, due_in=3 * DAY), SubmitMode.SCHEDULE)
    for entry in post.entries:
        state = states[entry.platforms[0]]
        # Days before its time, only the entries to be locked in can have been sent.
        changed = replace(entry, state=state, mode=SendMode.SCHEDULED if state == State.NEEDS_USER else entry.mode)
        await work.database.run(lambda conn, changed=changed: entries.write(conn, changed, work.session.clock.now()))  # type: ignore[misc]
    return work.post(post.id)


def states_of(work: WorkingSession, post: Post) -> dict[str, State]:
    return {entry.platforms[0]: entry.state for entry in work.post(post.id).entries}


async def until_taken_back(work: WorkingSession, post: Post, platform: str) -> None:
    ended = f"undo {post.id}"  # a second click on the same button while the first is at work has no effect
    await work.until(lambda: states_of(work, post)[platform] == State.CANCELLED and not work.session.tasks.running(ended))


MAY_BE_OUT = [State.ACCEPTED_WITHOUT_ID, State.NEEDS_USER, State.UNCERTAIN, State.ACCEPTED]


@pytest.mark.parametrize("ours", [State.MISSED, State.REJECTED])
@pytest.mark.parametrize("out", MAY_BE_OUT)
async def test_a_new_time_is_for_what_was_not_sent(work: WorkingSession, out: State, ours: State) -> None:
    post = await in_states(work, linkedin=out, twitter=ours)
    draft = work.session.composer.factory.edit(post.id)
    assert draft
    assert draft.platforms == (Platform.TWITTER,)
    again = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await work.until_state(again, State.ACCEPTED)
    assert states_of(work, post) == {"linkedin": out, "twitter": State.CANCELLED}
    assert work.post(post.id).platforms == ("linkedin",)
    assert [each["platforms"] for each in await work.ledger()] == [["twitter"]]


@pytest.mark.parametrize("out", MAY_BE_OUT)
async def test_back_to_a_draft_comes_what_was_not_sent(work: WorkingSession, out: State) -> None:
    post = await in_states(work, linkedin=out, twitter=State.PLANNED)
    work.session.post_commands.undo(post.id)
    await until_taken_back(work, post, "twitter")
    assert states_of(work, post)["linkedin"] == out
    assert [draft.platforms for draft in work.session.composer.drafts()] == [(Platform.TWITTER,)]


@pytest.mark.parametrize("out", MAY_BE_OUT)
async def test_what_may_be_out_is_neither_edited_nor_taken_back(work: WorkingSession, out: State) -> None:
    post = await in_states(work, linkedin=out)
    assert work.session.composer.factory.edit(post.id) is None
    work.session.post_commands.undo(post.id)
    await work.until(lambda: any(notice.kind == NoticeKind.TOO_LATE for notice in work.notices))
    assert states_of(work, post) == {"linkedin": out}
    assert work.session.composer.drafts() == ()


async def test_a_platform_that_may_be_out_is_not_put_back_into_the_draft(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.ACCEPTED_WITHOUT_ID, twitter=State.MISSED)
    draft = work.session.composer.factory.edit(post.id)
    assert draft
    work.session.composer.submit(
        Submission.of(replace(draft, platforms=(Platform.LINKEDIN, Platform.TWITTER))), SubmitMode.PUBLISH_NOW
    )
    await work.until(lambda: bool(work.refused))
    assert work.refused[0].reason == RefusedReason.REPLACED_ALREADY_LOCKED
    assert states_of(work, post) == {"linkedin": State.ACCEPTED_WITHOUT_ID, "twitter": State.MISSED}
    assert await work.ledger() == []


async def test_a_platform_that_was_left_out_of_the_draft_is_cancelled_with_the_old_post(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.PLANNED, twitter=State.PLANNED)
    draft = work.session.composer.factory.edit(post.id)
    assert draft
    await work.submit(replace(draft, platforms=(Platform.TWITTER,)), SubmitMode.SCHEDULE)
    assert set(states_of(work, post).values()) == {State.CANCELLED}


async def test_the_user_says_that_it_is_not_there_and_it_is_a_draft_again(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.NEEDS_USER, twitter=State.MISSED)
    work.session.post_commands.mark_not_published(post.id)
    await until_taken_back(work, post, "linkedin")
    assert states_of(work, post)["twitter"] == State.CANCELLED
    assert [draft.platforms for draft in work.session.composer.drafts()] == [(Platform.LINKEDIN, Platform.TWITTER)]


@pytest.mark.parametrize("out", [State.ACCEPTED_WITHOUT_ID, State.UNCERTAIN, State.ACCEPTED])
async def test_that_answer_does_not_reach_what_was_not_asked_about(work: WorkingSession, out: State) -> None:
    post = await in_states(work, linkedin=State.NEEDS_USER, twitter=out)
    work.session.post_commands.mark_not_published(post.id)
    await work.until(lambda: any(notice.kind == NoticeKind.TOO_LATE for notice in work.notices))
    assert states_of(work, post) == {"linkedin": State.NEEDS_USER, "twitter": out}
    assert work.session.composer.drafts() == ()


def parts(post: Post) -> dict[str, Entry]:
    return {entry.platforms[0]: entry for entry in post.entries}


async def test_undoing_what_is_sent_again_takes_back_that_alone(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.NEEDS_USER, twitter=State.PLANNED, reddit=State.MISSED)
    work.session.settings.change(replace(work.session.settings.current, undo_delay=DAY))
    work.session.post_commands.send_again(parts(post)["linkedin"].id)
    await work.until(lambda: states_of(work, post)["linkedin"] == State.QUEUED)
    work.session.post_commands.undo_click(post.id)
    await until_taken_back(work, post, "linkedin")
    assert states_of(work, post) == {"linkedin": State.CANCELLED, "twitter": State.PLANNED, "reddit": State.MISSED}
    assert [draft.platforms for draft in work.session.composer.drafts()] == [(Platform.LINKEDIN,)]


async def test_an_undo_that_comes_too_late_takes_back_nothing_else(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.ACCEPTED, twitter=State.PLANNED)
    work.session.post_commands.undo_click(post.id)
    await work.until(lambda: any(notice.kind == NoticeKind.TOO_LATE for notice in work.notices))
    assert states_of(work, post) == {"linkedin": State.ACCEPTED, "twitter": State.PLANNED}


async def test_of_two_clicks_the_last_one_is_undone_first_and_each_by_the_platform_it_was_for(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.NEEDS_USER, twitter=State.NEEDS_USER, reddit=State.NEEDS_USER)
    work.session.settings.change(replace(work.session.settings.current, undo_delay=DAY))
    for platform in ("linkedin", "twitter", "reddit"):
        work.session.post_commands.send_again(parts(post)[platform].id)
        await work.until(lambda platform=platform: states_of(work, post)[platform] == State.QUEUED)  # type: ignore[misc]
    work.session.post_commands.undo_click(post.id, parts(post)["linkedin"].id)
    await until_taken_back(work, post, "linkedin")
    work.session.post_commands.undo_click(post.id)
    await until_taken_back(work, post, "reddit")
    assert states_of(work, post)["twitter"] == State.QUEUED


async def test_undoing_what_is_published_now_takes_back_all_that_it_queued(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.PLANNED, twitter=State.PLANNED)
    work.session.settings.change(replace(work.session.settings.current, undo_delay=DAY))
    work.session.post_commands.publish_now(post.id)
    await work.until(lambda: set(states_of(work, post).values()) == {State.QUEUED})
    work.session.post_commands.undo_click(post.id, parts(post)["twitter"].id)
    await work.until(lambda: set(states_of(work, post).values()) == {State.CANCELLED})


@pytest.mark.parametrize(("lock_in", "leads"), [(LockIn(), True), (MANUAL, False), (IMMEDIATE, False)])
async def test_a_lock_in_that_is_undone_leaves_the_post_scheduled_as_it_was(
    work: WorkingSession, lock_in: LockIn, leads: bool
) -> None:
    post = await in_states(work, linkedin=State.PLANNED)
    work.session.settings.change(replace(work.session.settings.current, undo_delay=DAY))
    work.session.clients.update(replace(work.session.clients.all()[0], lock_in=lock_in))
    await work.until(lambda: work.session.clients.all()[0].lock_in == lock_in)
    before = work.entry(post)
    work.session.post_commands.lock_in(post.id)
    await work.until_state(post, State.QUEUED)
    work.session.post_commands.undo_click(post.id)
    entry = await work.until_state(post, State.PLANNED)
    assert (entry.due_at, entry.token, entry.hash, entry.hold) == (before.due_at, before.token, before.hash, None)
    assert entry.lock_in_at == (entry.due_at - DAY if leads else None)
    assert work.session.composer.drafts() == ()
    await work.advance(DAY / 2)
    assert (work.entry(post).state, await work.ledger()) == (State.PLANNED, [])


async def test_what_was_scheduled_and_locked_in_with_one_click_is_a_draft_again(work: WorkingSession) -> None:
    work.session.settings.change(replace(work.session.settings.current, undo_delay=DAY))
    ann = await work.client(lock_in=IMMEDIATE)
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, "Once", due_in=3 * DAY), SubmitMode.SCHEDULE)
    work.session.post_commands.undo_click(post.id)
    await work.until_state(post, State.CANCELLED)
    assert [draft.text for draft in work.session.composer.drafts()] == ["Once"]


async def test_what_is_left_out_is_kept_with_the_post_and_comes_back_with_its_undo(work: WorkingSession) -> None:
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, Platform.LINKEDIN, Platform.INSTAGRAM)
    draft = work.draft(ann, "Once", Platform.LINKEDIN, Platform.INSTAGRAM, due_in=3 * DAY)
    work.session.composer.submit(Submission.of(draft, left_out={Platform.INSTAGRAM}), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.submitted))
    done = work.submitted[-1]
    rest = work.session.composer.draft(done.rest_id)
    assert rest
    assert (rest.platforms, rest.text, rest.due_at) == ((Platform.INSTAGRAM,), "Once", draft.due_at)
    assert work.post(done.post_id).platforms == (Platform.LINKEDIN,)
    assert work.session.composer.factory.new_draft(ann.id).platforms == draft.platforms
    work.session.post_commands.undo(done.post_id, UndoContext(rest_id=done.rest_id))
    await work.until(lambda: [each.platforms for each in work.session.composer.drafts()] == [draft.platforms])


@pytest.mark.parametrize("edited", [False, True])
async def test_what_was_left_out_of_a_change_is_gone_with_its_undo_unless_it_was_edited(
    work: WorkingSession, edited: bool
) -> None:
    both = Platform.LINKEDIN, Platform.INSTAGRAM
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, *both)
    post = await work.submit(work.draft(ann, "Once", *both, due_in=3 * DAY), SubmitMode.SCHEDULE)
    composer = work.session.composer
    before, change = composer.factory.unchanged_submission(post.id), composer.factory.edit(post.id)
    assert before
    assert change
    changing = Submission.of(replace(change, text="Changed"), left_out={Platform.INSTAGRAM})
    composer.submit(changing, SubmitMode.SCHEDULE)
    await work.until(lambda: work.submitted[-1].draft_id == change.id)
    if edited:
        (rest,) = composer.drafts()
        composer.save(replace(rest, text="Edited"))
    undo = before.in_place_of(work.submitted[-1].post_id, "undo")
    composer.submit(undo, SubmitMode.SCHEDULE, merged_rest=changing.rest)
    await work.until(lambda: work.submitted[-1].draft_id == "undo")
    again = work.post(work.submitted[-1].post_id)
    assert (again.text, {*again.platforms}) == ("Once", {*both})
    left = [("Edited", again.id)] if edited else []
    assert [(each.text, each.copied_from_post) for each in composer.drafts()] == left


async def test_a_post_is_changed_by_one_draft_however_often_it_is_opened(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.PLANNED)
    draft = work.session.composer.factory.edit(post.id)
    assert draft
    work.session.composer.save(replace(draft, text="Changed"))
    await work.until(lambda: bool(work.session.composer.drafts()))
    again = work.session.composer.factory.edit(post.id)
    assert again
    assert (again.id, again.text) == (draft.id, "Changed")
    assert states_of(work, post) == {"linkedin": State.PLANNED}


async def test_what_was_missed_of_a_locked_post_gets_a_time_of_its_own(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.ACCEPTED, twitter=State.MISSED)
    assert movable_entries(post)
    due_at = (work.session.clock.now() + timedelta(days=2)).replace(microsecond=0)
    work.session.post_commands.move(post.id, due_at)
    await work.until(lambda: states_of(work, post) == {"linkedin": State.ACCEPTED})
    (moved,) = (
        row for row in work.session.board.rows(BoardFilter(), ResultSort.WHEN, descending=False, limit=9) if row.id != post.id
    )
    assert (moved.due_at, moved.head) == (due_at, post.text)
    assert states_of(work, work.post(moved.id)) == {"twitter": State.PLANNED}
    assert work.post(post.id).due_at == post.due_at


async def test_a_change_begun_before_a_part_got_a_time_of_its_own_makes_no_second_of_it(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.ACCEPTED, twitter=State.MISSED, threads=State.PLANNED)
    change = work.session.composer.factory.edit(post.id)
    assert change
    assert change.platforms == (Platform.TWITTER, Platform.THREADS)
    work.session.post_commands.move(post.id, (work.session.clock.now() + timedelta(days=2)).replace(microsecond=0))
    await work.until(lambda: "twitter" not in states_of(work, post))
    work.session.composer.submit(Submission.of(change), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.refused))
    assert (work.refused[0].reason, work.refused[0].platform) == (RefusedReason.PART_HAS_ITS_OWN_TIME, "twitter")
    assert states_of(work, post)["threads"] == State.PLANNED
    await work.submit(replace(change, id="without it", platforms=(Platform.THREADS,)), SubmitMode.SCHEDULE)
    assert states_of(work, post)["threads"] == State.CANCELLED


async def test_what_waits_here_of_a_locked_post_keeps_its_time(work: WorkingSession) -> None:
    post = await in_states(work, linkedin=State.ACCEPTED, twitter=State.PLANNED)
    assert not movable_entries(post)
    work.session.post_commands.move(post.id, work.session.clock.now() + timedelta(days=2))
    await work.until(lambda: any(notice.kind == NoticeKind.TOO_LATE for notice in work.notices))
    assert states_of(work, post) == {"linkedin": State.ACCEPTED, "twitter": State.PLANNED}
