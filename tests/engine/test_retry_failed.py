"""A text is sent again only after a GET showed no published post: a service may report a failure first and publish later."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import Options, WorkingSession, working_session

from postdesk.domain.delivery import Evidence, Hold, Reason, State, parse_reason
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState, platforms_to_retry

MINUTE = timedelta(minutes=1)


async def failed(work: WorkingSession, kind: str = "platform_fails") -> Post:
    """Return a post that the service reports as failed."""
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault(kind)
    post = await work.submit(work.draft(ann, "Once"), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.post(post.id).state == PostState.FAILED)
    return post


async def tried_again(work: WorkingSession, post: Post) -> Draft:
    """Return the draft of a new try."""
    work.session.post_commands.retry_failed(post.id)
    await work.until(lambda: len(work.session.composer.drafts()) == 1)
    return work.session.composer.drafts()[0]


async def until_held(work: WorkingSession, post: Post, hold: Hold) -> None:
    await work.until(lambda: work.entry(post).hold == hold, said=lambda: str(work.entry(post)))
    assert len(await work.ledger()) == 1, "nothing was sent"


def published_unheard(sandbox: SandboxProcess) -> None:
    """Let the service publish a post that it reported as failed, unknown to the session."""
    sandbox.control("POST", "clock", {"advance": 200})


async def test_what_failed_is_asked_for_until_it_has_stood_for_a_day_and_published_if_it_comes_up(work: WorkingSession) -> None:
    post = await failed(work, "fails_then_publishes")
    await work.advance(4 * MINUTE)
    await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)
    assert platforms_to_retry(work.post(post.id)) == ()


async def test_a_new_try_sends_nothing_where_the_first_came_up_meanwhile(work: WorkingSession, sandbox: SandboxProcess) -> None:
    post = await failed(work, "fails_then_publishes")
    draft = await tried_again(work, post)
    published_unheard(sandbox)
    again = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await until_held(work, again, Hold.EARLIER_PUBLISHED)
    assert work.post(post.id).state == PostState.PUBLISHED
    work.session.post_commands.resume(again.id)
    await work.until_state(again, State.ACCEPTED)
    assert len(await work.ledger()) == 2, "by the user's own word"


async def test_a_new_try_is_sent_where_the_first_failed_for_good(work: WorkingSession) -> None:
    post = await failed(work)
    again = await work.submit(await tried_again(work, post), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.post(again.id).state == PostState.PUBLISHED)
    assert len(await work.ledger()) == 2
    assert work.entry(again).earlier == (work.entry(post).id,)


async def test_other_words_of_a_new_try_are_held_as_well(work: WorkingSession, sandbox: SandboxProcess) -> None:
    draft = await tried_again(work, await failed(work, "fails_then_publishes"))
    published_unheard(sandbox)
    again = await work.submit(replace(draft, text="Better words"), SubmitMode.PUBLISH_NOW)
    await until_held(work, again, Hold.EARLIER_PUBLISHED)


async def test_a_copy_of_what_failed_asks_first_too(work: WorkingSession, sandbox: SandboxProcess) -> None:
    post = await failed(work, "fails_then_publishes")
    copy = work.session.composer.factory.copy(post.id)
    assert copy
    published_unheard(sandbox)
    again = await work.submit(copy, SubmitMode.PUBLISH_NOW)
    await until_held(work, again, Hold.EARLIER_PUBLISHED)


async def test_a_look_that_was_not_made_before_postdesk_ended_is_made_after_it(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox, Options(undo_delay=60)) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN)
        await work.fault("fails_then_publishes")
        post = await work.submit(work.draft(ann, "Once"), SubmitMode.PUBLISH_NOW)
        await work.advance(timedelta(seconds=61))
        await work.until(lambda: work.post(post.id).state == PostState.FAILED)
        again = await work.submit(await tried_again(work, post), SubmitMode.PUBLISH_NOW)
    published_unheard(sandbox)
    async with working_session(tmp_path / "profile", sandbox) as work:
        await until_held(work, again, Hold.EARLIER_PUBLISHED)


@pytest.mark.parametrize("fault", ["error_before", "malformed_json", "html", "forbidden", "cut_body", "unknown_status"])
async def test_without_a_clear_answer_it_waits_and_says_so(work: WorkingSession, fault: str) -> None:
    post = await failed(work)
    draft = await tried_again(work, post)
    await work.fault(fault, "get_post", count=1000)
    again = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await until_held(work, again, Hold.EARLIER_UNCLEAR)
    await work.disarm()
    work.session.post_commands.resume(again.id)
    await work.until_state(again, State.ACCEPTED)
    assert len(await work.ledger()) == 2


async def test_it_is_asked_for_again_by_itself(work: WorkingSession) -> None:
    post = await failed(work)
    draft = await tried_again(work, post)
    await work.fault("error_before", "get_post", count=1000)
    again = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await until_held(work, again, Hold.EARLIER_UNCLEAR)
    await work.disarm()
    await work.advance(MINUTE)
    await work.until_state(again, State.ACCEPTED)


async def test_what_the_service_does_not_know_any_more_is_asked_of_the_person(work: WorkingSession) -> None:
    post = await failed(work)
    draft = await tried_again(work, post)
    await work.fault("not_found", "get_post", count=1000)
    again = await work.submit(draft, SubmitMode.PUBLISH_NOW)
    await until_held(work, again, Hold.EARLIER_MISSING)
    await work.advance(MINUTE)
    await until_held(work, again, Hold.EARLIER_MISSING)
    work.session.post_commands.resume(again.id)
    await work.until_state(again, State.ACCEPTED)


@pytest.mark.parametrize("word", ["processing", "pending", "under_review", "published"])
async def test_what_is_under_way_again_at_the_service_is_not_sent(tmp_path: Path, sandbox: SandboxProcess, word: str) -> None:
    service = FakeService(published_as="failed")
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work)
        post = await work.submit(work.draft(ann, "Once"), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: work.post(post.id).state == PostState.FAILED)
        draft = await tried_again(work, post)
        service.say("id-0", word)
        again = await work.submit(draft, SubmitMode.PUBLISH_NOW)
        up = word == "published"
        await work.until(lambda: work.entry(again).hold == (Hold.EARLIER_PUBLISHED if up else Hold.EARLIER_UNCLEAR))
        assert service.requests["publish"] == 1


@pytest.mark.parametrize(("fault", "words"), [("result_failed", "failed"), ("result_pending", "pending")])
async def test_published_with_another_result_is_a_question_until_both_agree(work: WorkingSession, fault: str, words: str) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault(fault, "publish")
    await work.fault(fault, "get_post", count=1000)
    post = await work.submit(work.draft(ann, "Once"), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.post(post.id).state == PostState.CONTRADICTORY)
    entry = work.entry(post)
    assert (entry.remote_status, entry.results[0].status) == ("published", words)
    assert platforms_to_retry(work.post(post.id)) == ()
    await work.disarm()
    work.session.post_commands.check_now(post.id)
    await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)


async def test_failed_with_a_published_result_is_a_question_and_is_not_tried_again(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("result_published", "publish")
    await work.fault("result_published", "get_post", count=1000)
    post = await work.submit(work.draft(ann, "Once"), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.post(post.id).state == PostState.CONTRADICTORY)
    work.session.post_commands.retry_failed(post.id)
    copy = work.session.composer.factory.copy(post.id)
    assert copy
    again = await work.submit(copy, SubmitMode.PUBLISH_NOW)
    await until_held(work, again, Hold.EARLIER_UNCLEAR)
    assert parse_reason(work.entry(again).reason)[0] == Reason.EARLIER_SAYS
    assert work.session.composer.drafts() == ()


async def test_what_failed_by_a_guess_is_no_known_failure(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(repeats_tokens=False)
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work)
        service.loses_answers = True
        post = await work.submit(work.draft(ann, "Once is enough"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.UNCERTAIN)
        service.loses_answers = False
        service.hidden = {"id-0"}
        service.add("other", "failed")
        work.session.post_commands.check_now(post.id)
        found = await work.until_state(post, State.ACCEPTED)
        assert (found.evidence, found.remote_id) == (Evidence.LOOKS_LIKE, "other")
        await work.until(lambda: work.post(post.id).state == PostState.FAILED)
        work.session.post_commands.retry_failed(post.id)
        copy = work.session.composer.factory.copy(post.id)
        assert copy
        again = await work.submit(copy, SubmitMode.PUBLISH_NOW)
        await work.until(lambda: work.entry(again).hold == Hold.EARLIER_UNCLEAR, said=lambda: str(work.entry(again)))
        assert service.requests["publish"] == 1
