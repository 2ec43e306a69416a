"""Posts that appear in the service's list later: the first of two after all, or one made outside Postdesk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import IMMEDIATE, MANUAL, Options, WorkingSession

from postdesk.domain.board import BoardFilter, ResultRow, ResultSort
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, Reason, Stage, State, parse_reason
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.posts import Post, PostOrigin, PostState, may_be_ours, platforms_to_retry
from postdesk.domain.remote import RemotePost
from postdesk.domain.times import wire_time
from postdesk.engine.notices import NoticeKind
from postdesk.store import entries

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def connected(work: WorkingSession) -> Client:
    return await client_with_accounts(work, IMMEDIATE)


def rows(work: WorkingSession) -> tuple[ResultRow, ...]:
    return work.session.board.rows(BoardFilter(), ResultSort.WHEN, descending=True, limit=1000)


@dataclass(frozen=True)
class UnlistedPostScenario:
    """Makes a session, its service, and a post that the service accepted and does not list, about which the user is asked."""

    folder: Path
    sandbox: SandboxProcess

    @asynccontextmanager
    async def about(
        self, act: SubmitMode = SubmitMode.PUBLISH_NOW, due_in: timedelta = DAY, undo_delay: float = 0
    ) -> AsyncIterator[tuple[WorkingSession, FakeService, Post]]:
        service = FakeService()
        async with serving(service, self.folder, self.sandbox, Options(undo_delay=undo_delay)) as work:
            ann = await connected(work)
            service.loses_answers = True
            post = await work.submit(work.draft(ann, "Once is enough", due_in=due_in), act)
            await work.until_state(post, State.UNCERTAIN)
            service.loses_answers = False
            service.hidden = set(service.posts)
            await work.advance(3 * MINUTE if act == SubmitMode.PUBLISH_NOW else due_in + 10 * MINUTE)
            await work.until_state(post, State.NEEDS_USER)
            yield work, service, post


@pytest.fixture
def asking(tmp_path: Path, sandbox: SandboxProcess) -> UnlistedPostScenario:
    return UnlistedPostScenario(tmp_path, sandbox)


async def locked_in_when_i_say(work: WorkingSession) -> Client:
    work.session.clients.update(replace(work.session.clients.all()[0], lock_in=MANUAL))
    await work.until(lambda: work.session.clients.all()[0].lock_in == MANUAL)
    return work.session.clients.all()[0]


async def list_everything(work: WorkingSession, service: FakeService) -> None:
    service.hidden = set()
    work.session.refresh()
    await work.until(lambda: NoticeKind.PUBLISHED_AFTER_ALL in [notice.kind for notice in work.notices])


async def test_a_first_one_that_turns_up_after_it_was_sent_again_is_said_to_be_up_twice(asking: UnlistedPostScenario) -> None:
    async with asking.about() as (work, service, post):
        work.session.post_commands.send_again(work.entry(post).id)
        again = await work.until_state(post, State.ACCEPTED)
        await list_everything(work, service)
        second, first = work.post(post.id).entries
        assert (second.remote_id, second.reason) == (again.remote_id, "")
        assert (first.remote_id, first.state) == ("id-0", State.ACCEPTED)
        assert parse_reason(first.reason)[0] == Reason.PUBLISHED_TWICE
        (row,) = rows(work)
        assert (row.origin, row.state, parse_reason(row.reason)[0]) == (
            PostOrigin.HERE,
            PostState.PUBLISHED,
            Reason.PUBLISHED_TWICE,
        )


async def test_a_locked_one_is_known_by_its_moment_and_what_would_be_a_second_is_held(asking: UnlistedPostScenario) -> None:
    async with asking.about(SubmitMode.LOCK_IN, 10 * MINUTE, undo_delay=0.2) as (work, service, post):
        service.posts["id-0"] |= {"metadata": {}, "scheduleAt": wire_time(work.entry(post).due_at)}
        service.say("id-0", "published")
        work.session.settings.change(replace(work.session.settings.current, undo_delay=DAY))
        work.session.post_commands.send_again(work.entry(post).id)
        await work.until_state(post, State.QUEUED)
        await list_everything(work, service)
        second, first = work.post(post.id).entries
        assert (first.remote_id, parse_reason(first.reason)[0]) == ("id-0", Reason.PUBLISHED_AFTER_ALL)
        assert (second.state, second.hold) == (State.QUEUED, Hold.EARLIER_PUBLISHED)
        assert service.requests["publish"] + service.requests["schedule"] == 1
        work.session.post_commands.resume(post.id)
        await work.until(lambda: service.requests["publish"] == 1)


async def test_before_it_goes_out_again_it_is_looked_whether_the_first_one_is_listed_by_now(asking: UnlistedPostScenario) -> None:
    async with asking.about(SubmitMode.LOCK_IN, 10 * MINUTE, undo_delay=3) as (work, service, post):
        service.hidden = set()
        work.session.post_commands.send_again(work.entry(post).id)
        await work.until(lambda: len(work.post(post.id).entries) == 2)
        assert work.post(post.id).entries[0].hold == Hold.EARLIER_PUBLISHED
        assert service.requests["publish"] + service.requests["schedule"] == 1


@pytest.mark.parametrize("as_a_draft", [False, True])
async def test_it_is_looked_for_just_before_it_goes_out_again_also_without_an_undo_delay(
    asking: UnlistedPostScenario, as_a_draft: bool
) -> None:
    async with asking.about() as (work, service, post):
        service.hidden, again = set(), post
        work.session.post_commands.marked_not_sent.disconnect()  # by the sender's own look
        if as_a_draft:
            work.session.post_commands.mark_not_published(post.id)
            await work.until(lambda: len(work.session.composer.drafts()) == 1)
            again = await work.submit(work.session.composer.drafts()[0], SubmitMode.PUBLISH_NOW)
        else:
            work.session.post_commands.send_again(work.entry(post).id)
        await work.until(lambda: work.post(again.id).entries[0].hold == Hold.EARLIER_PUBLISHED)
        assert service.requests["publish"] == 1


async def test_what_became_a_draft_again_and_did_go_out_is_not_called_anothers(asking: UnlistedPostScenario) -> None:
    async with asking.about() as (work, service, post):
        work.session.post_commands.mark_not_published(post.id)
        await work.until_state(post, State.CANCELLED)
        await list_everything(work, service)
        assert work.post(post.id).state == PostState.PUBLISHED
        assert parse_reason(work.post(post.id).entries[1].reason)[0] == Reason.PUBLISHED_AFTER_ALL


async def test_what_is_said_not_to_be_there_is_looked_for_once_more(asking: UnlistedPostScenario) -> None:
    async with asking.about() as (work, service, post):
        service.hidden = set()
        work.session.post_commands.mark_not_published(post.id)
        await work.until(lambda: work.post(post.id).state == PostState.PUBLISHED)
        (draft,) = work.session.composer.drafts()
        assert draft.text == post.text


async def test_a_first_one_is_up_though_the_second_was_refused_as_the_same_and_nothing_is_tried_again(
    asking: UnlistedPostScenario,
) -> None:
    async with asking.about() as (work, service, post):
        service.published_as = "failed"
        work.session.post_commands.send_again(work.entry(post).id)
        await work.until_state(post, State.ACCEPTED)
        assert platforms_to_retry(work.post(post.id)) == ("linkedin",)
        await list_everything(work, service)
        second, first = work.post(post.id).entries
        assert (second.remote_status, first.remote_status, first.stage) == ("failed", "published", Stage.PUBLISHED)
        assert [result.external_id for result in first.results] == ["urn:id-0"]
        assert parse_reason(first.reason)[0] == Reason.PUBLISHED_AFTER_ALL
        assert platforms_to_retry(work.post(post.id)) == ()


async def test_a_first_one_that_failed_there_makes_no_second_of_what_was_sent_again(asking: UnlistedPostScenario) -> None:
    async with asking.about() as (work, service, post):
        service.say("id-0", "failed")
        work.session.post_commands.send_again(work.entry(post).id)
        await work.until_state(post, State.ACCEPTED)
        service.hidden = set()
        work.session.refresh()
        await work.until(lambda: len(work.post(post.id).entries) == 2)
        second, first = work.post(post.id).entries
        assert (second.stage, first.stage, first.reason) == (Stage.PUBLISHED, Stage.FAILED, "")
        assert NoticeKind.PUBLISHED_AFTER_ALL not in [notice.kind for notice in work.notices]
        (row,) = rows(work)
        assert (row.state, row.platform_states) == (PostState.PUBLISHED, (("linkedin", PostState.PUBLISHED),))


async def test_a_second_that_was_missed_and_has_a_new_time_is_held_too(asking: UnlistedPostScenario) -> None:
    async with asking.about(undo_delay=0.2) as (work, service, post):
        work.session.settings.change(replace(work.session.settings.current, undo_delay=DAY))
        work.session.post_commands.send_again(work.entry(post).id)
        waiting = await work.until_state(post, State.QUEUED)
        await locked_in_when_i_say(work)
        missed = replace(waiting, state=State.MISSED, hold=None, not_before=None)
        await work.database.run(lambda conn: entries.write(conn, missed, work.session.clock.now()))
        work.session.post_commands.move(post.id, work.session.clock.now() + 2 * DAY)
        await work.until_state(post, State.PLANNED)
        await list_everything(work, service)
        assert work.post(post.id).entries[0].hold == Hold.EARLIER_PUBLISHED


async def test_what_was_scheduled_anew_from_the_draft_is_held_and_what_was_there_before_is_not(
    asking: UnlistedPostScenario,
) -> None:
    async with asking.about() as (work, service, post):
        ann = await locked_in_when_i_say(work)
        each_week = await work.submit(work.draft(ann, post.text, due_in=7 * DAY), SubmitMode.SCHEDULE)
        work.session.post_commands.mark_not_published(post.id)
        await work.until(lambda: bool(work.session.composer.drafts()))
        (draft,) = work.session.composer.drafts()
        again = await work.submit(replace(draft, due_at=work.session.clock.now() + DAY), SubmitMode.SCHEDULE)
        await list_everything(work, service)
        assert work.entry(again).hold == Hold.EARLIER_PUBLISHED
        assert work.entry(each_week).hold is None


async def test_what_the_user_said_is_up_is_not_called_anothers_when_it_is_listed(asking: UnlistedPostScenario) -> None:
    async with asking.about() as (work, service, post):
        work.session.post_commands.confirm_published(work.entry(post).id)
        await work.until_state(post, State.CONFIRMED_BY_USER)
        service.hidden = set()
        work.session.refresh()
        await work.until(lambda: work.entry(post).remote_id == "id-0")
        assert [(row.origin, row.state) for row in rows(work)] == [(PostOrigin.HERE, PostState.CONFIRMED)]
        assert [result.external_id for result in work.entry(post).results] == ["urn:id-0"]


async def test_of_two_that_may_be_what_the_user_said_is_up_neither_is_called_made_outside_for_certain(
    asking: UnlistedPostScenario,
) -> None:
    async with asking.about() as (work, service, post):
        service.repeats_tokens = False
        service.posts["id-0"]["metadata"] = {}
        service.add("from-the-web", "published")
        service.hidden = set()
        work.session.post_commands.confirm_published(work.entry(post).id)
        await work.until_state(post, State.CONFIRMED_BY_USER)
        assert work.entry(post).stage_since is not None, "when the user said so"
        work.session.refresh()
        await work.until(lambda: len(rows(work)) == 3)
        doubtful = [work.post(row.id) for row in rows(work) if row.origin == PostOrigin.ELSEWHERE]
        assert [may_be_ours(work.entry(each)) for each in doubtful] == [True, True]


async def test_another_post_of_the_client_is_not_taken_for_the_first_one(asking: UnlistedPostScenario) -> None:
    async with asking.about() as (work, service, post):
        work.session.post_commands.send_again(work.entry(post).id)
        await work.until_state(post, State.ACCEPTED)
        service.add("from-the-web", "published")
        work.session.refresh()
        await work.until(lambda: len(rows(work)) == 2)
        assert {row.origin for row in rows(work)} == {PostOrigin.HERE, PostOrigin.ELSEWHERE}
        assert len(work.post(post.id).entries) == 1


async def test_all_that_was_made_elsewhere_is_taken_over_at_once_and_asked_about_a_few_at_a_time(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService()
    for number in range(250):
        service.add(f"made-{number}", "published", createdAt="2026-11-01T10:00:00.000Z" if number % 2 else "")
    async with serving(service, tmp_path, sandbox) as work:
        await connected(work)
        work.session.refresh()
        await work.until(lambda: work.session.board.count(BoardFilter()) == 250)
        assert service.requests["get_post"] <= 20
        before = service.requests["get_post"]
        await work.advance(2 * MINUTE)
        await work.until(lambda: service.requests["get_post"] > before)
        assert work.session.board.count(BoardFilter()) == 250


@pytest.mark.parametrize(("created_at", "known", "news"), [("", False, False), ("{old}", True, False), ("{new}", True, True)])
async def test_a_post_from_elsewhere_has_the_services_time_or_none_and_is_news_only_when_it_is_new(
    tmp_path: Path, sandbox: SandboxProcess, created_at: str, known: bool, news: bool
) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        now = work.session.clock.now()
        created_at = created_at.format(old=(now - 3 * DAY).isoformat(), new=(now - MINUTE).isoformat())
        service.add("from-the-web", "published", createdAt=created_at)
        await connected(work)
        work.session.refresh()
        await work.until(lambda: bool(rows(work)) and bool(rows(work)[0].platform_states))
        (row,) = rows(work)
        assert (parse_reason(row.reason)[0] == Reason.TIME_UNKNOWN) == (not known)
        if known:
            assert row.due_at.isoformat(timespec="seconds") == created_at[:19] + "+00:00"
        assert bool(work.session.board.results_since(now - DAY)) == news


async def test_a_post_that_cannot_be_read_keeps_no_other_from_being_completed(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(failing={"latest"})
    for number in range(3):
        service.add(f"made-{number}", "published", createdAt=f"2026-11-0{number + 1}T10:00:00.000Z")
    service.add("latest", "published", createdAt="2026-11-09T10:00:00.000Z")
    async with serving(service, tmp_path, sandbox) as work:
        await connected(work)
        work.session.refresh()
        await work.until(lambda: [bool(row.platform_states) for row in rows(work)] == [False, True, True, True])
        await work.until(lambda: work.session.watcher.checked_at is not None)
        service.failing.clear()
        await work.advance(2 * MINUTE)
        await work.until(lambda: all(row.platform_states for row in rows(work)) and len(rows(work)) == 4)


async def test_a_post_that_cannot_be_read_keeps_no_other_from_being_known_again(asking: UnlistedPostScenario) -> None:
    async with asking.about() as (work, service, post):
        service.failing = {"another"}
        work.session.post_commands.mark_not_published(post.id)
        await work.until_state(post, State.CANCELLED)
        service.add("another", "published")
        await list_everything(work, service)
        assert work.post(post.id).state == PostState.PUBLISHED
        await work.until(lambda: work.session.watcher.checked_at is not None)


@pytest.mark.parametrize(("made_after", "by_hand"), [(timedelta(seconds=2), False), (2 * HOUR, True)])
async def test_the_same_words_posted_by_hand_later_are_not_taken_for_what_was_called_not_sent(
    asking: UnlistedPostScenario, made_after: timedelta, by_hand: bool
) -> None:
    async with asking.about() as (work, service, post):
        made_at = work.entry(post).due_at + made_after
        work.session.post_commands.mark_not_published(post.id)
        await work.until_state(post, State.CANCELLED)
        service.add("same words", "published", content=post.text, createdAt=wire_time(made_at))
        work.session.refresh()
        await work.until(lambda: work.session.watcher.checked_at is not None and service.requests["get_post"] > 0)
        await work.until(lambda: [row.origin for row in rows(work)] == [PostOrigin.ELSEWHERE if by_hand else PostOrigin.HERE])
        assert work.post(post.id).state == (PostState.CANCELLED if by_hand else PostState.PUBLISHED)


async def test_only_what_is_certainly_older_than_an_attempt_is_called_anothers_while_that_is_open(
    asking: UnlistedPostScenario,
) -> None:
    async with asking.about() as (work, _, post):
        listed_posts, long_ago = work.session.watcher.listed_posts, work.session.clock.now() - 100 * DAY
        page = tuple(RemotePost(f"bare {number}", "immediate", "published", "ann") for number in range(2))
        waiting = await listed_posts.take(page)
        assert (waiting.left_out, waiting.doubted, waiting.added) == (True, (), False)
        assert (await listed_posts.take(page[:1], long_ago)).added

        work.session.post_commands.mark_not_published(post.id)
        await work.until_state(post, State.CANCELLED)
        doubted = await listed_posts.take(page)
        assert (doubted.left_out, doubted.doubted, doubted.added) == (False, page[1:], False)
        assert (await listed_posts.take(page, long_ago)).added
        elsewhere = [row for row in rows(work) if row.origin == PostOrigin.ELSEWHERE]
        assert {row.due_at for row in elsewhere} == {long_ago.replace(microsecond=0)}
