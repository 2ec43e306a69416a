"""The promises of the window are kept: while it was closed, in two zones, for parts of a post, for many posts at once."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import IMMEDIATE, MANUAL, Options, WorkingSession, working_session

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Evidence, Hold, Reason, Stage, State, parse_reason
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostState, platforms_to_retry
from postdesk.domain.times import WallTimeKind, resolve
from postdesk.engine.health import KeyState
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.store import entries
from postdesk.store.sqlite import Transaction

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PER_MINUTE, BURST = 60, 10
MINUTES_ALLOWED = 3


def entry_on(work: WorkingSession, post: Post, platform: Platform) -> Entry:
    return next(entry for entry in work.post(post.id).entries if entry.platforms == (platform,))


async def test_a_closed_window_keeps_exactly_what_it_promised(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN, Platform.REDDIT)
        locked = await work.submit(work.draft(ann, "Locked", due_in=2 * DAY), SubmitMode.LOCK_IN)
        lockable = await work.submit(work.draft(ann, "Lockable", due_in=2 * DAY + HOUR), SubmitMode.SCHEDULE)
        needs_this_computer = await work.submit(
            work.draft(ann, "From here", Platform.REDDIT, due_in=2 * DAY + 2 * HOUR), SubmitMode.SCHEDULE
        )
        await work.until(lambda: work.post(locked.id).state == PostState.LOCKED)
        said = [work.post(post.id).state for post in (locked, lockable, needs_this_computer)]
        assert said == [PostState.LOCKED, PostState.SCHEDULED, PostState.NEEDS_THIS_COMPUTER]
        waiting = work.session.board.due_here(work.session.clock.now() + 3 * DAY)
        assert [post.id for post in waiting] == [lockable.id, needs_this_computer.id]
    sandbox.control("POST", "clock", {"advance": (3 * DAY).total_seconds()})
    async with working_session(tmp_path / "profile", sandbox) as work:
        await work.until(lambda: work.post(locked.id).state == PostState.PUBLISHED)
        for post in (lockable, needs_this_computer):
            entry = await work.until_state(post, State.MISSED)
            assert parse_reason(entry.reason)[0] == Reason.AWAY
        assert [each["content"] for each in await work.ledger()] == ["Locked"]
        told = {card.id for card in work.session.board.results_since(locked.created_at)}
        assert told == {str(post.id) for post in (locked, lockable, needs_this_computer)}
        work.session.post_commands.publish_now(needs_this_computer.id)
        await work.until_state(needs_this_computer, State.ACCEPTED)


async def test_locking_in_at_the_close_takes_what_it_can_and_does_not_wait_for_the_rest(work: WorkingSession) -> None:
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, Platform.LINKEDIN, Platform.REDDIT)
    post = await work.submit(work.draft(ann, "Both", Platform.LINKEDIN, Platform.REDDIT, due_in=5 * HOUR), SubmitMode.SCHEDULE)
    started = time.monotonic()
    assert await work.session.lock_in_all([entry.id for entry in work.post(post.id).entries if entry.lockable]) == frozenset()
    assert time.monotonic() - started < 5
    assert entry_on(work, post, Platform.LINKEDIN).state == State.ACCEPTED
    assert entry_on(work, post, Platform.REDDIT).state == State.PLANNED


async def partly_missed(folder: Path, sandbox: SandboxProcess) -> Post:
    """A post that is published on X, and was missed on Reddit while the computer was off."""
    async with working_session(folder, sandbox) as work:
        ann = await work.client(lock_in=IMMEDIATE)
        await work.connected(ann, Platform.TWITTER, Platform.REDDIT)
        draft = replace(work.draft(ann, "Both", Platform.TWITTER, Platform.REDDIT, due_in=HOUR), title="For Reddit")
        post = await work.submit(draft, SubmitMode.SCHEDULE)
        await work.until(lambda: entry_on(work, post, Platform.TWITTER).state == State.ACCEPTED)
    sandbox.control("POST", "clock", {"advance": (3 * HOUR).total_seconds()})
    return post


async def test_what_was_missed_of_a_post_can_be_published_though_the_rest_is_out(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await partly_missed(tmp_path / "profile", sandbox)
    async with working_session(tmp_path / "profile", sandbox) as work:
        await work.until(lambda: entry_on(work, post, Platform.REDDIT).state == State.MISSED)
        work.session.post_commands.publish_now(post.id)
        await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)
        assert sorted(each["platforms"][0] for each in await work.ledger()) == ["reddit", "twitter"]


async def test_cancelling_takes_back_what_was_not_sent_of_a_post(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await partly_missed(tmp_path / "profile", sandbox)
    async with working_session(tmp_path / "profile", sandbox) as work:
        await work.until(lambda: entry_on(work, post, Platform.REDDIT).state == State.MISSED)
        work.session.post_commands.cancel(post.id)
        await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)
        assert work.post(post.id).platforms == ("twitter",)


async def test_only_the_platforms_that_failed_are_tried_again_also_of_one_request_for_several(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    async with working_session(tmp_path / "profile", sandbox, Options(bundle=True)) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN, Platform.TWITTER)
        await work.fault("platform_fails", platform="twitter")
        post = await work.submit(work.draft(ann, "Two in one", Platform.LINKEDIN, Platform.TWITTER), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: work.post(post.id).state == PostState.PARTIAL)
        assert len(await work.ledger()) == 1
        assert work.session.attention.count == 1
        work.session.post_commands.retry_failed(post.id)
        await work.until(lambda: [draft.platforms for draft in work.session.composer.drafts()] == [(Platform.TWITTER,)])
        (draft,) = work.session.composer.drafts()
        again = await work.submit(draft, SubmitMode.PUBLISH_NOW)
        assert (again.retries_post, work.post(post.id).retried_by) == (post.id, again.id)
        await work.until(lambda: work.post(again.id).state == PostState.PUBLISHED)
        assert platforms_to_retry(work.post(post.id)) == (), "what was tried again is not offered for it once more"
        assert work.session.attention.count == 0, "nor does it ask for anything any more"
        assert work.session.composer.factory.new_draft(ann.id).platforms == (Platform.LINKEDIN, Platform.TWITTER)


async def test_a_new_try_that_was_taken_back_can_be_made_again_and_stays_tied_to_what_failed(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    async with working_session(tmp_path / "profile", sandbox, Options(undo_delay=60)) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN)
        await work.fault("platform_fails")
        post = await work.submit(work.draft(ann, "Fails"), SubmitMode.PUBLISH_NOW)
        await work.advance(timedelta(seconds=61))
        await work.until(lambda: work.post(post.id).state == PostState.FAILED)
        work.session.post_commands.retry_failed(post.id)
        await work.until(lambda: len(work.session.composer.drafts()) == 1)
        again = await work.submit(work.session.composer.drafts()[0], SubmitMode.PUBLISH_NOW)
        work.session.post_commands.undo(again.id)
        await work.until(lambda: len(work.session.composer.drafts()) == 1)
        assert work.session.composer.drafts()[0].retries_post == post.id
        assert platforms_to_retry(work.post(post.id)) == ("linkedin",)
        assert work.session.attention.count == 1


async def test_what_failed_has_one_draft_of_a_new_try_and_a_copy_of_that_is_no_new_try(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("platform_fails", count=2)
    post = await work.submit(work.draft(ann, "Fails"), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.post(post.id).state == PostState.FAILED)
    opened: list[str] = []
    work.session.post_commands.undone.connect(opened.append)
    for presses in (2, 1):
        before = len(opened)
        for _ in range(presses):
            work.session.post_commands.retry_failed(post.id)
        await work.until(lambda before=before: len(opened) > before)  # type: ignore[misc]
    (draft,) = work.session.composer.drafts()
    assert set(opened) == {draft.id}
    again = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.post(again.id).state == PostState.FAILED)
    copied = work.session.composer.factory.copy(again.id)
    assert copied
    assert copied.retries_post is None
    assert work.session.composer.factory.for_client(draft, ann.id).retries_post is None


async def test_what_failed_later_is_tried_again_with_the_draft_that_was_begun_for_another_platform(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService(published_as="failed")
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work)
        service.posts_as = {"twitter": "processing"}
        post = await work.submit(work.draft(ann, "Both", Platform.LINKEDIN, Platform.TWITTER), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: platforms_to_retry(work.post(post.id)) == ("linkedin",))
        work.session.post_commands.retry_failed(post.id)
        await work.until(lambda: [each.platforms for each in work.session.composer.drafts()] == [(Platform.LINKEDIN,)])
        await work.until(lambda: entry_on(work, post, Platform.TWITTER).state == State.ACCEPTED)
        service.say("id-1", "failed")
        work.session.watcher.refresh()
        await work.until(lambda: len(platforms_to_retry(work.post(post.id))) == 2)
        work.session.post_commands.retry_failed(post.id)
        await work.until(lambda: {*work.session.composer.drafts()[0].platforms} == {Platform.LINKEDIN, Platform.TWITTER})
        assert len(work.session.composer.drafts()) == 1


async def test_a_draft_becomes_a_post_once_however_often_it_is_submitted_or_saved(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    draft = work.draft(ann, "Once")
    first = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    work.session.composer.save(draft)
    work.session.composer.submit(Submission.of(draft), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: len(work.submitted) == 2)
    assert {each.post_id for each in work.submitted} == {first.id}
    await work.until_state(first, State.ACCEPTED)
    assert work.session.composer.drafts() == ()
    assert len(await work.ledger()) == 1


async def test_another_account_gets_nothing_until_it_is_agreed_to(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, due_in=3 * DAY), SubmitMode.SCHEDULE)
    other = {"external_user_id": ann.external_user_id, "platform": "linkedin", "account": "K2c7TRowm9"}
    await work.ask("POST", "connections", other)
    work.session.post_commands.lock_in(post.id)
    await work.until(lambda: work.entry(post).hold == Hold.ACCOUNT_CHANGED)
    assert parse_reason(work.entry(post).reason) == (Reason.ACCOUNT_CHANGED, "harbour-bakery")
    assert await work.ledger() == []
    work.session.connections.settings.confirm_account(ann.id, "linkedin")
    await work.until_state(post, State.ACCEPTED)
    assert len(await work.ledger()) == 1


async def test_a_key_that_may_read_but_not_post_is_tried_again_only_when_asked_for(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("key_revoked", count=2)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).hold == Hold.KEY_REJECTED)
    work.session.watcher.refresh()
    await work.until(lambda: work.session.health.state.key == KeyState.OK)
    await asyncio.sleep(0.3)
    assert (work.entry(post).hold, work.entry(post).attempts) == (Hold.KEY_REJECTED, 1)
    assert not work.notices
    work.session.refresh()
    await work.until(lambda: work.entry(post).attempts == 2)
    assert work.notices == [Notice(NoticeKind.KEY_TRIED_AGAIN, detail="1")]
    await work.until(lambda: work.entry(post).hold == Hold.KEY_REJECTED)
    work.session.refresh()
    await work.until_state(post, State.ACCEPTED)
    assert len(work.notices) == 2
    work.session.refresh()
    await work.until(lambda: not work.session.watcher.is_listing)
    assert len(work.notices) == 2, "nothing was on hold"


async def test_what_is_let_go_while_a_refusal_is_recorded_stays_let_go(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("key_revoked")

    def free(conn: Transaction) -> None:
        for entry in entries.held(conn, work.session.workspace.id, Hold.KEY_REJECTED):
            entries.write(conn, replace(entry, hold=None, reason=""), work.session.clock.now())

    def let_go(_: object) -> None:
        work.database.submit(free)

    work.database.listeners.append(let_go)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    assert (await work.until_state(post, State.ACCEPTED)).attempts == 2
    work.database.listeners.remove(let_go)


def week_when_only_new_york_changed(after: datetime) -> Iterator[datetime]:
    """The days next spring on which New York has summer time and Berlin has not."""
    first = datetime(after.year + 1, 3, 1, tzinfo=UTC)
    for day in (first + number * DAY for number in range(31)):
        new_york, berlin = (day.astimezone(ZoneInfo(name)).dst() for name in ("America/New_York", "Europe/Berlin"))
        if new_york and not berlin:
            yield day


async def test_two_clients_in_two_zones_each_at_the_right_moment(work: WorkingSession) -> None:
    ann = await work.client("Ann", "Europe/Berlin", IMMEDIATE)
    bob = await work.client("Bob", "America/New_York", IMMEDIATE)
    day = next(week_when_only_new_york_changed(work.session.clock.now())) + 2 * DAY
    expected = set()
    for client, weeks, hour in ((ann, -3, 8), (bob, -3, 14), (ann, 0, 8), (bob, 0, 13), (ann, 3, 7), (bob, 3, 13)):
        await work.connected(client, Platform.LINKEDIN)
        wall = (day + timedelta(weeks=weeks)).replace(hour=9, tzinfo=None)
        due = resolve(wall, ZoneInfo(client.zone))
        assert due.kind == WallTimeKind.PLAIN
        draft = replace(work.draft(client, f"{client.name} {weeks}"), due_at=due.first)
        post = await work.submit(draft, SubmitMode.SCHEDULE)
        await work.until_state(post, State.ACCEPTED)
        expected.add((client.external_user_id, f"{wall:%Y-%m-%d}T{hour:02}:00:00"))
    ledger = await work.ledger()
    assert {(each["externalUserId"], each["scheduleAt"][:19]) for each in ledger} == expected


async def test_a_draft_goes_out_for_its_own_client(work: WorkingSession) -> None:
    ann, bob = await work.client("Ann"), await work.client("Bob")
    for client in (ann, bob):
        await work.connected(client, Platform.LINKEDIN)
    anns = work.draft(ann, "For Ann")
    for draft in (work.draft(bob, "For Bob"), anns):
        await work.until_state(await work.submit(draft, SubmitMode.PUBLISH_NOW), State.ACCEPTED)
    ledger = await work.ledger()
    assert {(each["externalUserId"], each["content"]) for each in ledger} == {("ann", "For Ann"), ("bob", "For Bob")}


async def test_a_late_acceptance_is_still_found(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(hidden={"id-0"})
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work)
        service.loses_answers = True
        post = await work.submit(work.draft(ann, "Late"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.UNCERTAIN)
        await work.advance(timedelta(minutes=3))
        await work.until_state(post, State.NEEDS_USER)
        service.hidden.clear()
        await work.advance(timedelta(minutes=8))
        entry = await work.until_state(post, State.ACCEPTED)
        assert (entry.evidence, entry.stage) == (Evidence.TOKEN, Stage.PUBLISHED)
        assert service.requests["publish"] == 1


async def test_a_hundred_and_twenty_entries_are_locked_in_within_the_budget_of_three_minutes(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work, MANUAL)
        made = [await work.submit(month_ahead(work, ann, number), SubmitMode.SCHEDULE) for number in range(40)]
        before = service.requests.total()
        for post in made:
            work.session.post_commands.lock_in(post.id)
        await work.until(lambda: all(work.post(post.id).state == PostState.LOCKED for post in made), patience=60)
        used = service.requests.total() - before
        assert service.requests["schedule"] == 120
        looks = used - 120
        # In three minutes of real time each check is repeated five more times.
        flow = (PER_MINUTE - BURST) * MINUTES_ALLOWED + BURST
        assert 120 + looks + 10 <= flow, service.requests


def month_ahead(work: WorkingSession, client: Client, number: int) -> Draft:
    platforms = (Platform.LINKEDIN, Platform.TWITTER, Platform.THREADS)
    return work.draft(client, f"Post {number}", *platforms, due_in=(number + 2) * DAY)
