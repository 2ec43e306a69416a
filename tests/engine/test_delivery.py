"""Posts on their way: planned, locked in, sent when due, lost, found, asked about. The service's ledger is the judge."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import IMMEDIATE, MANUAL, Options, WorkingSession, working_session

from postdesk.domain.delivery import Evidence, Hold, Stage, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState, SendMode
from postdesk.engine.notices import NoticeKind
from postdesk.engine.submission import RefusedReason

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def test_publish_now_goes_out_once_and_its_result_is_known(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, "Hello world"), SubmitMode.PUBLISH_NOW)
    entry = await work.until_state(post, State.ACCEPTED)
    assert entry.stage == Stage.PUBLISHED
    assert entry.results[0].external_id
    (taken,) = await work.ledger()
    assert taken["content"] == "Hello world"
    assert taken["metadata"]["clientToken"] == entry.token
    assert work.post(post.id).state == PostState.PUBLISHED


async def test_one_request_a_platform_and_each_its_own_text(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN, Platform.TWITTER)
    draft = work.draft(ann, "Hello", Platform.LINKEDIN, Platform.TWITTER)
    post = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)
    ledger = await work.ledger()
    assert sorted(tuple(each["platforms"]) for each in ledger) == [("linkedin",), ("twitter",)]
    assert len({each["metadata"]["group"] for each in ledger}) == 1


async def test_undo_within_the_delay_makes_it_a_draft_again(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path, sandbox, Options(undo_delay=60)) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN)
        post = await work.submit(work.draft(ann, "Too early"), SubmitMode.PUBLISH_NOW)
        assert work.entry(post).hold == Hold.UNDO_DELAY
        work.session.post_commands.undo(post.id)
        await work.until_state(post, State.CANCELLED)
        (draft,) = work.session.composer.drafts()
        assert draft.text == "Too early"
        assert await work.ledger() == []


async def test_a_scheduled_post_stays_here_until_its_lock_in_time(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, due_in=3 * DAY), SubmitMode.SCHEDULE)
    entry = work.entry(post)
    assert (entry.state, work.post(post.id).state) == (State.PLANNED, PostState.SCHEDULED)
    assert entry.lock_in_at == entry.due_at - DAY
    await work.advance(2 * DAY + HOUR)
    locked = await work.until_state(post, State.ACCEPTED)
    assert (locked.mode, locked.stage, work.post(post.id).state) == (SendMode.SCHEDULED, Stage.SCHEDULED, PostState.LOCKED)
    await work.advance(DAY)
    await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)
    assert len(await work.ledger()) == 1


async def test_the_due_time_reaches_the_service_to_the_millisecond_and_no_two_are_alike(work: WorkingSession) -> None:
    ann = await work.client(lock_in=IMMEDIATE)
    await work.connected(ann, Platform.LINKEDIN, Platform.THREADS)
    draft = work.draft(ann, "Twice", Platform.LINKEDIN, Platform.THREADS, due_in=3 * DAY)
    post = await work.submit(draft, SubmitMode.SCHEDULE)
    await work.until(lambda: all(entry.state == State.ACCEPTED for entry in work.post(post.id).entries))
    times = [each["scheduleAt"] for each in await work.ledger()]
    assert len(set(times)) == 2
    assert draft.due_at
    assert all(time.startswith(draft.due_at.strftime("%Y-%m-%dT%H:%M:%S.00")) for time in times)


async def test_what_the_service_cannot_schedule_is_sent_from_here_when_due(work: WorkingSession) -> None:
    ann = await work.client(lock_in=IMMEDIATE)
    await work.connected(ann, Platform.INSTAGRAM)
    draft = replace(work.draft(ann, "Look", Platform.INSTAGRAM, due_in=HOUR), media_url="https://example.com/a.jpg")
    post = await work.submit(draft, SubmitMode.SCHEDULE)
    assert work.post(post.id).state == PostState.NEEDS_THIS_COMPUTER
    assert await work.ledger() == []
    await work.advance(HOUR + timedelta(seconds=1))
    await work.until_state(post, State.ACCEPTED)
    (taken,) = await work.ledger()
    assert taken["mediaUrl"] == "https://example.com/a.jpg"


async def test_only_when_i_say_goes_out_from_here_when_nobody_said_so(work: WorkingSession) -> None:
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, due_in=HOUR), SubmitMode.SCHEDULE)
    await work.advance(HOUR + timedelta(seconds=1))
    entry = await work.until_state(post, State.ACCEPTED)
    assert entry.mode == SendMode.IMMEDIATE


async def test_lock_in_now_by_choice(work: WorkingSession) -> None:
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, due_in=3 * DAY), SubmitMode.SCHEDULE)
    work.session.post_commands.lock_in(post.id)
    entry = await work.until_state(post, State.ACCEPTED)
    assert (entry.mode, entry.stage) == (SendMode.SCHEDULED, Stage.SCHEDULED)


async def test_moving_a_planned_post_keeps_it_one_post(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, due_in=3 * DAY), SubmitMode.SCHEDULE)
    later = post.due_at + DAY
    work.session.post_commands.move(post.id, later)
    await work.until(lambda: work.post(post.id).due_at == later.replace(microsecond=0))
    assert work.entry(post).lock_in_at == work.entry(post).due_at - DAY
    await work.advance(4 * DAY + HOUR)
    await work.until(lambda: work.post(post.id).state in (PostState.PUBLISHED, PostState.MISSED))
    assert len(await work.ledger()) <= 1


async def test_a_post_that_is_moved_twice_in_a_moment_is_where_it_was_moved_last(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, due_in=3 * DAY), SubmitMode.SCHEDULE)
    for days in (1, 2):
        work.session.post_commands.move(post.id, post.due_at + days * DAY)
    await work.until(lambda: work.post(post.id).due_at.date() == (post.due_at + 2 * DAY).date())


async def test_an_edited_post_takes_the_old_ones_place(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, "First words", due_in=3 * DAY), SubmitMode.SCHEDULE)
    draft = work.session.composer.factory.edit(post.id)
    assert draft
    assert work.post(post.id).state == PostState.SCHEDULED
    changed = await work.submit(replace(draft, text="Better words"), SubmitMode.SCHEDULE)
    assert work.post(post.id).state == PostState.CANCELLED
    assert work.entry(changed).content == "Better words"


async def test_an_edit_that_comes_too_late_is_refused_and_nothing_is_lost(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, "Gone", due_in=3 * DAY), SubmitMode.SCHEDULE)
    draft = work.session.composer.factory.edit(post.id)
    assert draft
    work.session.post_commands.lock_in(post.id)
    await work.until_state(post, State.ACCEPTED)
    work.session.composer.submit(Submission.of(draft), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.refused))
    assert work.refused[0].reason == RefusedReason.REPLACED_ALREADY_LOCKED


@pytest.mark.parametrize(
    ("due_in", "reason"),
    [
        (timedelta(seconds=-5), RefusedReason.TIME_PAST),
        (timedelta(seconds=60), RefusedReason.TIME_TOO_SOON),
        (None, RefusedReason.NO_TIME),
    ],
)
async def test_times_that_cannot_be_kept_are_refused(
    work: WorkingSession, due_in: timedelta | None, reason: RefusedReason
) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    work.session.composer.submit(Submission.of(work.draft(ann, due_in=due_in)), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.refused))
    assert work.refused[0].reason == reason


async def test_a_moment_that_turns_out_to_be_taken_is_refused(work: WorkingSession, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    first, second = (work.draft(ann, due_in=3 * DAY) for _ in range(2))
    await work.submit(first, SubmitMode.SCHEDULE)
    monkeypatch.setattr("postdesk.store.entries.taken_milliseconds", lambda *_: frozenset())
    work.session.composer.submit(Submission.of(replace(second, due_at=first.due_at)), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.refused))
    assert work.refused[0].reason == RefusedReason.NO_FREE_MILLISECOND


async def test_a_lost_answer_is_asked_about_and_never_sent_again(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("drop_before")
    post = await work.submit(work.draft(ann, "Once"), SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.UNCERTAIN)
    await work.advance(timedelta(minutes=3))
    entry = await work.until_state(post, State.NEEDS_USER)
    assert entry.evidence == Evidence.CANNOT_TELL
    work.session.post_commands.confirm_published(entry.id)
    await work.until_state(post, State.CONFIRMED_BY_USER)
    assert await work.ledger() == []


async def test_a_lost_answer_is_found_by_its_token_where_the_service_echoes_it(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.ask("POST", "echo", {"token": True})
    await work.fault("drop_after")
    post = await work.submit(work.draft(ann, "Once"), SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.UNCERTAIN)
    await work.advance(timedelta(seconds=6))
    entry = await work.until_state(post, State.ACCEPTED)
    assert entry.evidence == Evidence.TOKEN
    assert len(await work.ledger()) == 1


async def test_a_lost_scheduled_post_is_found_by_its_own_millisecond(work: WorkingSession) -> None:
    ann = await work.client(lock_in=IMMEDIATE)
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("drop_after", "schedule")
    post = await work.submit(work.draft(ann, due_in=3 * DAY), SubmitMode.SCHEDULE)
    await work.until_state(post, State.UNCERTAIN)
    await work.advance(timedelta(seconds=6))
    entry = await work.until_state(post, State.ACCEPTED)
    assert entry.evidence == Evidence.SCHEDULE_TIME
    assert len(await work.ledger()) == 1


async def test_send_again_is_the_users_own_decision(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("error_before")
    post = await work.submit(work.draft(ann, "Again"), SubmitMode.PUBLISH_NOW)
    uncertain = await work.until_state(post, State.UNCERTAIN)
    work.session.post_commands.send_again(uncertain.id)
    await work.until(lambda: any(notice.kind == NoticeKind.TOO_LATE for notice in work.notices))
    await work.advance(timedelta(minutes=3))
    await work.until_state(post, State.NEEDS_USER)
    assert await work.ledger() == []
    work.session.post_commands.send_again(uncertain.id)
    entry = await work.until_state(post, State.ACCEPTED)
    assert entry.token != uncertain.token
    assert len(await work.ledger()) == 1


async def test_sending_again_can_be_undone_for_as_long_as_publishing_now(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path, sandbox, Options(undo_delay=1)) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN)
        await work.fault("error_before")
        post = await work.submit(work.draft(ann, "Again"), SubmitMode.PUBLISH_NOW)
        uncertain = await work.until_state(post, State.UNCERTAIN)
        await work.advance(timedelta(minutes=3))
        await work.until_state(post, State.NEEDS_USER)
        work.session.settings.change(replace(work.session.settings.current, undo_delay=HOUR / 10))
        work.session.post_commands.send_again(uncertain.id)
        entry = await work.until_state(post, State.QUEUED)
        assert entry.hold == Hold.UNDO_DELAY
        work.session.post_commands.undo(post.id)
        await work.until_state(post, State.CANCELLED)
        assert [draft.text for draft in work.session.composer.drafts()] == ["Again"]
        assert await work.ledger() == []


async def test_a_refusal_keeps_its_reason(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("not_found")
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    entry = await work.until_state(post, State.REJECTED)
    assert entry.reason.startswith("refused|")


async def test_too_many_requests_waits_looks_and_sends_once(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("rate_limit", retry_after=1)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).state in (State.UNCERTAIN, State.QUEUED))
    await work.advance(timedelta(seconds=6))
    await work.until_state(post, State.ACCEPTED)
    assert len(await work.ledger()) == 1


async def test_a_revoked_key_holds_everything_and_a_working_one_lets_it_go(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.ask("POST", "faults", {"kind": "key_revoked", "operation": "any"})
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).hold == Hold.KEY_REJECTED)
    assert work.post(post.id).state == PostState.HELD
    await work.ask("DELETE", "faults")
    work.session.connections.refresh(ann.id)
    await work.until_state(post, State.ACCEPTED)
    assert len(await work.ledger()) == 1


async def test_a_connection_that_needs_reconnecting_holds_its_posts(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.ask("POST", "connections", {"external_user_id": ann.external_user_id, "platform": "linkedin", "status": "expired"})
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).hold == Hold.NOT_CONNECTED)
    await work.connected(ann, Platform.LINKEDIN)
    await work.until_state(post, State.ACCEPTED)


async def test_what_was_due_while_the_computer_was_away_is_missed_after_the_grace(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    async with working_session(tmp_path, sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        late = await work.submit(work.draft(ann, "Late", due_in=HOUR), SubmitMode.SCHEDULE)
        just = await work.submit(work.draft(ann, "Just", due_in=HOUR + timedelta(minutes=20)), SubmitMode.SCHEDULE)
    sandbox.control("POST", "clock", {"advance": (HOUR + timedelta(minutes=25)).total_seconds()})
    async with working_session(tmp_path, sandbox) as work:
        await work.until_state(late, State.MISSED)
        await work.until_state(just, State.ACCEPTED)
        assert [each["content"] for each in await work.ledger()] == ["Just"]


async def test_a_choice_that_comes_too_late_changes_nothing(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.ACCEPTED)
    work.session.post_commands.undo(post.id)
    await work.until(lambda: any(notice.kind == NoticeKind.TOO_LATE for notice in work.notices))
    assert work.session.composer.drafts() == ()


async def test_posts_made_elsewhere_are_shown_without_words(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    body = {"externalUserId": ann.external_user_id, "content": "From the web", "platforms": ["linkedin"]}
    await work.ask("POST", "posts", body)
    work.session.refresh()
    from postdesk.domain.board import BoardFilter, ResultSort

    await work.until(lambda: work.session.board.count(BoardFilter()) == 1)
    (row,) = work.session.board.rows(BoardFilter(), ResultSort.WHEN, descending=False, limit=10)
    assert (row.head, row.state) == ("", PostState.PUBLISHED)


async def test_what_was_typed_a_moment_before_the_end_is_kept(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path, sandbox) as work:
        ann = await work.client()
        work.session.composer.save(work.draft(ann, "The last words"))
    async with working_session(tmp_path, sandbox) as work:
        assert [draft.text for draft in work.session.composer.drafts()] == ["The last words"]


async def test_a_warning_that_was_overridden_is_kept_with_the_post(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    draft = work.draft(ann, due_in=3 * DAY)
    work.session.composer.submit(Submission.of(draft, overridden=("linkedin:text_long_warn",)), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.submitted))
    assert work.post(work.submitted[0].post_id).overridden == ("linkedin:text_long_warn",)
