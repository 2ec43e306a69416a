"""Reconciling a lost answer, step by step, against a service that repeats much, little or nothing of what it accepted."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import WorkingSession

from postdesk.domain.clients import Client, LockIn, LockInRule
from postdesk.domain.delivery import Evidence, Reason, State
from postdesk.domain.habits import Habit, Habits
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostState
from postdesk.engine.notices import NoticeKind
from postdesk.store import habits

IMMEDIATE = LockIn(LockInRule.IMMEDIATE)
UNTIL_LOOKED_FOR = timedelta(seconds=6)
MINUTES, DAYS = timedelta(minutes=1), timedelta(days=1)


async def a_client(work: WorkingSession) -> Client:
    ann = await work.client("ann", lock_in=IMMEDIATE)
    await work.connected(ann, Platform.LINKEDIN, Platform.THREADS)
    return ann


async def lost(work: WorkingSession, ann: Client, fault: str, text: str = "Lost", *, scheduled: bool = False) -> Post:
    """Return a post whose answer never came."""
    await work.fault(fault, "schedule" if scheduled else "publish")
    draft = work.draft(ann, text, due_in=3 * DAYS if scheduled else None)
    post = await work.submit(draft, SubmitMode.SCHEDULE if scheduled else SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.UNCERTAIN)
    return post


async def known_for_tokens(work: WorkingSession, ann: Client) -> None:
    """Make the service repeat our token, and wait until the session has noticed that."""
    await work.ask("POST", "echo", {"token": True})
    await work.until_state(await work.submit(work.draft(ann, "Before"), SubmitMode.PUBLISH_NOW), State.ACCEPTED)
    work.session.watcher.refresh()
    await work.until(lambda: seen(work).has(Habit.TOKEN))


def seen(work: WorkingSession) -> Habits:
    return habits.habits_of(work.database.reader, work.session.workspace.base_url)


async def test_the_same_words_are_found_where_the_service_repeats_them(work: WorkingSession) -> None:
    ann = await a_client(work)
    await work.ask("POST", "echo", {"content": True})
    post = await lost(work, ann, "drop_after")
    await work.advance(UNTIL_LOOKED_FOR)
    assert (await work.until_state(post, State.ACCEPTED)).evidence == Evidence.WORDS
    assert len(await work.ledger()) == 1


async def test_where_nothing_is_repeated_the_only_new_post_looks_like_it(work: WorkingSession) -> None:
    ann = await a_client(work)
    post = await lost(work, ann, "drop_after")
    await work.advance(UNTIL_LOOKED_FOR)
    entry = await work.until_state(post, State.ACCEPTED)
    assert (entry.evidence, entry.attempts) == (Evidence.LOOKS_LIKE, 1)
    await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)


async def test_what_looked_like_it_and_is_a_different_post_is_asked_about_and_never_found_again(work: WorkingSession) -> None:
    ann = await a_client(work)
    post = await lost(work, ann, "drop_after")
    await work.advance(UNTIL_LOOKED_FOR)
    found = await work.until_state(post, State.ACCEPTED)
    work.session.post_commands.reject_match(found.id)
    denied = await work.until_state(post, State.NEEDS_USER)
    assert (denied.remote_id, denied.results, denied.evidence) == ("", (), Evidence.CANNOT_TELL)
    assert denied.reason == Reason.DROPPED
    work.session.post_commands.check_now(post.id)
    await work.until(lambda: work.entry(post).checked_at is not None)
    assert work.entry(post).state == State.NEEDS_USER
    work.session.post_commands.confirm_published(found.id)
    await work.until_state(post, State.CONFIRMED_BY_USER)
    assert len(await work.ledger()) == 1


async def test_what_was_received_stays_so_where_another_post_looked_like_it(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(repeats_tokens=False)
    async with serving(service, tmp_path, sandbox) as work:
        ann = await served(service, work)
        service.next_id = lambda: ""
        post = await work.submit(work.draft(ann, "Received"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.ACCEPTED_WITHOUT_ID)
        why = work.entry(post).reason
        service.posts["theirs"] = service.posts.pop("") | {"id": "theirs"}
        await work.advance(UNTIL_LOOKED_FOR)
        found = await work.until_state(post, State.ACCEPTED)
        assert found.evidence == Evidence.LOOKS_LIKE
        work.session.post_commands.reject_match(found.id)
        assert (await work.until_state(post, State.ACCEPTED_WITHOUT_ID)).reason == why


async def test_what_was_found_for_certain_cannot_be_called_a_different_post(work: WorkingSession) -> None:
    ann = await a_client(work)
    entry = await work.until_state(await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW), State.ACCEPTED)
    work.session.post_commands.reject_match(entry.id)
    await work.until(lambda: any(notice.kind == NoticeKind.TOO_LATE for notice in work.notices))
    assert entry_now(work, entry).state == State.ACCEPTED


def entry_now(work: WorkingSession, entry: Entry) -> Entry:
    return next(each for each in work.post(entry.post_id).entries if each.id == entry.id)


async def test_of_two_lost_ones_for_one_account_neither_is_guessed(work: WorkingSession) -> None:
    ann = await a_client(work)
    first = await lost(work, ann, "drop_before", "First")
    second = await lost(work, ann, "drop_after", "Second")
    await work.advance(3 * MINUTES)
    for post in (first, second):
        assert (await work.until_state(post, State.NEEDS_USER)).evidence == Evidence.CANNOT_TELL
    assert len(await work.ledger()) == 1


async def test_what_was_only_guessed_may_be_another_s_so_that_the_next_one_is_not_guessed(work: WorkingSession) -> None:
    ann = await a_client(work)
    body = {"externalUserId": "ann", "content": "Made elsewhere", "platforms": ["linkedin"]}
    first = await lost(work, ann, "drop_before", "First")
    await work.ask("POST", "posts", body)
    await work.advance(UNTIL_LOOKED_FOR)
    assert (await work.until_state(first, State.ACCEPTED)).evidence == Evidence.LOOKS_LIKE
    second = await lost(work, ann, "drop_before", "Second")
    await work.ask("POST", "posts", body)
    await work.advance(3 * MINUTES)
    assert (await work.until_state(second, State.NEEDS_USER)).evidence == Evidence.CANNOT_TELL


async def test_two_lost_ones_for_two_platforms_are_each_found_by_theirs(work: WorkingSession) -> None:
    ann = await a_client(work)
    await work.fault("drop_after", count=2)
    draft = work.draft(ann, "Lost", Platform.LINKEDIN, Platform.THREADS)
    post = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await work.until(lambda: {each.state for each in work.post(post.id).entries} == {State.UNCERTAIN})
    await work.advance(UNTIL_LOOKED_FOR)
    await work.until(lambda: {each.state for each in work.post(post.id).entries} == {State.ACCEPTED})
    owned = {each["id"]: each["platforms"] for each in await work.ledger()}
    assert {each.remote_id: list(each.platforms) for each in work.post(post.id).entries} == owned


@pytest.mark.parametrize("scheduled", [False, True], ids=["at once", "scheduled"])
async def test_a_server_that_repeats_our_token_and_never_showed_it_very_likely_did_not_post(
    work: WorkingSession, scheduled: bool
) -> None:
    ann = await a_client(work)
    await known_for_tokens(work, ann)
    post = await lost(work, ann, "drop_before", scheduled=scheduled)
    await work.advance(4 * MINUTES)
    await work.until(lambda: work.entry(post).checked_at is not None)
    assert work.entry(post).state == State.UNCERTAIN
    for _ in range(2):
        await looked_once_more(work, post)
    await work.advance(7 * MINUTES)
    assert (await work.until_state(post, State.NEEDS_USER)).evidence == Evidence.VERY_LIKELY_NOT
    assert len(await work.ledger()) == 1


async def looked_once_more(work: WorkingSession, post: Post) -> None:
    before = work.entry(post).checked_at
    work.session.post_commands.check_now(post.id)
    await work.until(lambda: work.entry(post).checked_at != before)


async def test_a_server_that_repeats_our_token_is_not_misled_by_a_post_made_elsewhere(work: WorkingSession) -> None:
    ann = await a_client(work)
    await known_for_tokens(work, ann)
    post = await lost(work, ann, "drop_before")
    body = {"externalUserId": "ann", "content": "Lost", "platforms": ["linkedin"]}
    await work.ask("POST", "posts", body)
    await work.advance(12 * MINUTES)
    assert (await work.until_state(post, State.NEEDS_USER)).remote_id == ""


async def test_nothing_is_concluded_from_a_list_that_lacks_what_it_should_hold(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(repeats_tokens=False)
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work)
        before = await work.submit(work.draft(ann, "Before"), SubmitMode.PUBLISH_NOW)
        await work.until_state(before, State.ACCEPTED)
        service.hidden = {work.entry(before).remote_id}
        await work.advance(MINUTES)
        service.loses_answers = True
        post = await work.submit(work.draft(ann, "Lost"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.UNCERTAIN)
        await work.advance(3 * MINUTES)
        assert (await work.until_state(post, State.NEEDS_USER)).evidence == Evidence.CANNOT_TELL
        service.hidden.clear()
        await looked_once_more(work, post)
        assert work.entry(post).state == State.NEEDS_USER, "its baseline was taken from such a list, too"


async def never_arrived(service: FakeService, work: WorkingSession, ann: Client) -> Post:
    """Return a post of which nothing arrived, though the connection dropped only after the first byte."""
    taken = set(service.posts)
    service.loses_answers = True
    post = await work.submit(work.draft(ann, "Lost"), SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.UNCERTAIN)
    for post_id in set(service.posts) - taken:
        del service.posts[post_id]
    service.loses_answers = False
    return post


async def served(service: FakeService, work: WorkingSession) -> Client:
    """A client of the service's, and a post of it that was sent and followed."""
    ann = await client_with_accounts(work)
    await work.until_state(await work.submit(work.draft(ann, "Before"), SubmitMode.PUBLISH_NOW), State.ACCEPTED)
    work.session.watcher.refresh()
    await work.until(lambda: bool(seen(work).seen))
    return ann


async def test_another_client_s_post_is_not_ours_also_where_the_service_lists_everybody_s(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService(repeats_tokens=False)
    async with serving(service, tmp_path, sandbox) as work:
        post = await never_arrived(service, work, await served(service, work))
        service.add("bob's", "published", "bob")
        await work.advance(3 * MINUTES)
        assert (await work.until_state(post, State.NEEDS_USER)).evidence == Evidence.CANNOT_TELL


async def test_a_question_is_not_answered_by_a_post_that_was_made_long_after(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(repeats_tokens=False)
    async with serving(service, tmp_path, sandbox) as work:
        post = await never_arrived(service, work, await served(service, work))
        for pause in (UNTIL_LOOKED_FOR, MINUTES, 2 * MINUTES, 8 * MINUTES):
            before = work.entry(post).checked_at
            await work.advance(pause)
            await work.until(lambda before=before: work.entry(post).checked_at != before)  # type: ignore[misc]
        service.add("later", "published")
        await work.advance(2 * DAYS)
        await looked_once_more(work, post)
        assert (work.entry(post).state, work.entry(post).remote_id) == (State.NEEDS_USER, "")


async def test_it_is_not_called_unlikely_by_lists_of_the_first_minutes_alone(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        post = await never_arrived(service, work, await served(service, work))
        await work.advance(MINUTES)
        for _ in range(3):
            await looked_once_more(work, post)
        service.list_status = 403
        await work.advance(11 * MINUTES)
        assert (await work.until_state(post, State.NEEDS_USER)).evidence == Evidence.CANNOT_TELL


@pytest.mark.parametrize("status", [429, 500])
async def test_one_request_that_became_two_posts_there_is_neither_sent_again_nor_called_unlikely(
    tmp_path: Path, sandbox: SandboxProcess, status: int
) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        ann = await served(service, work)
        service.answers_posts_with = status
        post = await work.submit(work.draft(ann, "Twice"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.UNCERTAIN)
        taken = service.posts[f"id-{len(service.posts) - 1}"]
        service.add("its twin", "published", metadata=taken["metadata"])
        sent = service.requests["publish"]
        for pause in (UNTIL_LOOKED_FOR, MINUTES, 2 * MINUTES, 8 * MINUTES):
            await work.advance(pause)
            await looked_once_more(work, post)
        assert (work.entry(post).state, work.entry(post).evidence) == (State.NEEDS_USER, Evidence.CANNOT_TELL)
        assert service.requests["publish"] == sent


async def test_a_post_from_before_is_not_taken_for_a_lost_one_where_it_is_looked_for_together_with_an_older_one(
    work: WorkingSession,
) -> None:
    ann = await a_client(work)
    await lost(work, ann, "drop_before", "On LinkedIn")
    await work.advance(7 * DAYS)
    body = {"externalUserId": "ann", "content": "Made elsewhere", "platforms": ["threads"]}
    await work.ask("POST", "posts", body)
    await work.advance(3 * DAYS)
    await work.fault("drop_before")
    post = await work.submit(work.draft(ann, "On Threads", Platform.THREADS), SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.UNCERTAIN)
    work.session.refresh()
    await work.until(lambda: work.entry(post).checked_at is not None)
    assert (work.entry(post).state, work.entry(post).remote_id) == (State.UNCERTAIN, "")


async def test_what_a_server_repeats_is_seen_on_posts_that_settled_at_once(work: WorkingSession) -> None:
    ann = await a_client(work)
    await work.until_state(await work.submit(work.draft(ann, "Settled"), SubmitMode.PUBLISH_NOW), State.ACCEPTED)
    work.session.watcher.refresh()
    await work.until(lambda: bool(seen(work).seen))
    assert not seen(work).has(Habit.TOKEN)
    assert not seen(work).has(Habit.WORDS)


async def test_what_a_server_repeats_of_a_moment_is_seen_on_a_scheduled_post(work: WorkingSession) -> None:
    ann = await a_client(work)
    draft = work.draft(ann, "Scheduled", due_in=timedelta(hours=1))
    await work.until_state(await work.submit(draft, SubmitMode.SCHEDULE), State.ACCEPTED)
    await work.advance(timedelta(hours=2))
    await work.until(lambda: seen(work).has(Habit.MOMENT))
