"""Posts that went out since a profile was copied: they are looked up at the service first, and no click sends them again."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import MANUAL, Options, WorkingSession, working_session

from postdesk.domain.delivery import Evidence, Hold, Reason, State, parse_reason
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, ActionContext, post_actions
from postdesk.domain.posts import Post, PostState
from postdesk.engine.notices import NoticeKind
from postdesk.engine.workspace_session import WorkspaceSession

HOUR = timedelta(hours=1)
GRACE = timedelta(minutes=15)
TELLS_TOKENS = {"token": True, "content": False, "schedule_at": True}
TELLS_NOTHING = {"token": False, "content": False, "schedule_at": False}
SENDING_ACTS = {Action.PUBLISH_NOW, Action.RELEASE, Action.SEND_AGAIN, Action.RETRY, Action.LOCK_IN, Action.RESUME}


async def used_after_the_backup(folder: Path, sandbox: SandboxProcess) -> Post:
    """A profile with a post that is due in an hour, and a backup of it; the post then goes out from the profile."""
    async with working_session(folder / "profile", sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        post = await work.submit(work.draft(ann, "Once", due_in=HOUR), SubmitMode.SCHEDULE)
    shutil.copytree(folder / "profile", folder / "backup")
    async with working_session(folder / "profile", sandbox) as work:
        await work.advance(HOUR)
        await work.until_state(post, State.ACCEPTED)
    return post


@asynccontextmanager
async def restored(
    folder: Path, sandbox: SandboxProcess, options: Options | None = None, *, later: timedelta = 3 * HOUR
) -> AsyncIterator[WorkingSession]:
    """The backup in the profile's place, opened that much later."""
    sandbox.control("POST", "clock", {"advance": later.total_seconds()})
    shutil.copytree(folder / "backup", folder / "profile", dirs_exist_ok=True)
    async with working_session(folder / "profile", sandbox, options) as work:
        yield work


def clicks(session: WorkspaceSession, post: Post) -> None:
    """Click everything that could send it."""
    session.post_commands.publish_now(post.id)
    session.post_commands.resume(post.id)
    session.post_commands.lock_in(post.id)
    session.post_commands.move(post.id, session.clock.now() + HOUR)
    for entry in post.entries:
        session.post_commands.send_again(entry.id)


async def copied(folder: Path, sandbox: SandboxProcess, due_in: timedelta) -> Post:
    """A post of a profile that was copied since: from `profile` to `copy`."""
    async with working_session(folder / "profile", sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        post = await work.submit(work.draft(ann, "Once", due_in=due_in), SubmitMode.SCHEDULE)
    shutil.copytree(folder / "profile", folder / "copy")
    return post


async def until_not_there(work: WorkingSession, post: Post) -> None:
    """Wait until the post was looked up and is planned again."""
    await work.until(lambda: work.entry(post).state == State.PLANNED and work.entry(post).checked_at is not None)


def offered_first(post: Post) -> Action:
    return next(action.kind for action in post_actions(post, ActionContext()) if action.primary)


@pytest.mark.parametrize("later", [timedelta(minutes=5), 3 * HOUR])
async def test_what_went_out_since_the_backup_is_found(tmp_path: Path, sandbox: SandboxProcess, later: timedelta) -> None:
    sandbox.control("POST", "echo", TELLS_TOKENS)
    post = await used_after_the_backup(tmp_path, sandbox)
    async with restored(tmp_path, sandbox, later=later) as work:
        found = await work.until_state(post, State.ACCEPTED)
        assert (found.evidence, found.hold) == (Evidence.TOKEN, None)
        assert len(await work.ledger()) == 1


async def test_what_was_missed_in_the_backup_is_looked_up_too(tmp_path: Path, sandbox: SandboxProcess) -> None:
    sandbox.control("POST", "echo", TELLS_TOKENS)
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        post = await work.submit(work.draft(ann, "Once", due_in=HOUR), SubmitMode.SCHEDULE)
    sandbox.control("POST", "clock", {"advance": (2 * HOUR).total_seconds()})
    async with working_session(tmp_path / "profile", sandbox) as work:
        await work.until_state(post, State.MISSED)
    shutil.copytree(tmp_path / "profile", tmp_path / "backup")
    async with working_session(tmp_path / "profile", sandbox) as work:
        work.session.post_commands.publish_now(post.id)
        await work.until_state(post, State.ACCEPTED)
    async with restored(tmp_path, sandbox) as work:
        await work.until_state(post, State.ACCEPTED)
        assert len(await work.ledger()) == 1


async def test_one_that_was_locked_in_since_is_found_by_its_moment(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        post = await work.submit(work.draft(ann, "Once", due_in=48 * HOUR), SubmitMode.SCHEDULE)
    shutil.copytree(tmp_path / "profile", tmp_path / "backup")
    async with working_session(tmp_path / "profile", sandbox) as work:
        work.session.post_commands.lock_in(post.id)
        await work.until_state(post, State.ACCEPTED)
    async with restored(tmp_path, sandbox) as work:
        await work.until_state(post, State.ACCEPTED)
        assert work.entry(post).evidence == Evidence.SCHEDULE_TIME


async def test_what_can_t_be_told_is_asked_about_with_the_true_reason(tmp_path: Path, sandbox: SandboxProcess) -> None:
    sandbox.control("POST", "echo", TELLS_NOTHING)
    post = await used_after_the_backup(tmp_path, sandbox)
    async with restored(tmp_path, sandbox) as work:
        asked = await work.until_state(post, State.NEEDS_USER)
        assert parse_reason(asked.reason)[0] == Reason.RESTORED
        assert asked.evidence == Evidence.CANNOT_TELL
        assert offered_first(work.post(post.id)) == Action.CHECK_PROFILE
        work.session.post_commands.publish_now(post.id)
        await work.until(lambda: any(each.kind == NoticeKind.TOO_LATE for each in work.notices))
        assert len(await work.ledger()) == 1


@pytest.mark.parametrize("later", [timedelta(minutes=5), 3 * HOUR])
async def test_no_click_sends_it_before_the_service_has_answered(
    tmp_path: Path, sandbox: SandboxProcess, later: timedelta
) -> None:
    post = await used_after_the_backup(tmp_path, sandbox)
    async with restored(tmp_path, sandbox, Options(base_url="http://127.0.0.1:9"), later=later) as work:
        await work.until(lambda: work.entry(post).hold == Hold.RESTORED)
        for _ in range(2):
            clicks(work.session, work.post(post.id))
            await work.until(lambda: len([each for each in work.notices if each.kind == NoticeKind.TOO_LATE]) > 2)
            work.notices.clear()
        assert work.entry(post).state == State.UNCERTAIN
        assert len(await work.ledger()) == 1


async def test_the_answer_is_kept_and_asked_for_again_after_a_restart(tmp_path: Path, sandbox: SandboxProcess) -> None:
    sandbox.control("POST", "echo", TELLS_TOKENS)
    post = await used_after_the_backup(tmp_path, sandbox)
    async with restored(tmp_path, sandbox, Options(base_url="http://127.0.0.1:9")) as work:
        await work.until(lambda: work.entry(post).state == State.UNCERTAIN)
    async with working_session(tmp_path / "profile", sandbox) as work:
        await work.until_state(post, State.ACCEPTED)
        assert len(await work.ledger()) == 1


async def test_what_is_not_there_waits_for_the_user_and_is_looked_up_once_more(tmp_path: Path, sandbox: SandboxProcess) -> None:
    sandbox.control("POST", "echo", TELLS_TOKENS)
    post = await copied(tmp_path, sandbox, due_in=24 * HOUR)
    async with working_session(tmp_path / "copy", sandbox) as copy:
        await until_not_there(copy, post)
        assert copy.entry(post).hold == Hold.RESTORED
        assert copy.post(post.id).state == PostState.HELD
        assert offered_first(copy.post(post.id)) not in SENDING_ACTS
        async with working_session(tmp_path / "profile", sandbox) as work:
            work.session.post_commands.lock_in(post.id)
            await work.until_state(post, State.ACCEPTED)
        copy.session.post_commands.resume(post.id)
        await copy.until_state(post, State.ACCEPTED)
        assert len(await copy.ledger()) == 1


async def test_what_is_not_there_goes_out_once_the_user_says_so(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await copied(tmp_path, sandbox, due_in=HOUR)
    async with working_session(tmp_path / "copy", sandbox) as copy:
        await until_not_there(copy, post)
        copy.session.post_commands.resume(post.id)
        await copy.until(lambda: copy.entry(post).state == State.PLANNED and copy.entry(post).hold is None)
        await copy.advance(HOUR)
        await copy.until_state(post, State.ACCEPTED)
        assert len(await copy.ledger()) == 1


async def test_a_hold_outranks_the_clock(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await copied(tmp_path, sandbox, due_in=HOUR)
    async with working_session(tmp_path / "copy", sandbox) as copy:
        await until_not_there(copy, post)
        await copy.advance(HOUR + 2 * GRACE)
        asked = await copy.until_state(post, State.NEEDS_USER)
        assert parse_reason(asked.reason)[0] == Reason.RESTORED
        assert await copy.ledger() == []


async def test_one_that_is_not_due_yet_and_isn_t_there_is_planned_again(tmp_path: Path, sandbox: SandboxProcess) -> None:
    """The service listed a post that could be this one."""
    sandbox.control("POST", "echo", TELLS_NOTHING)
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        post = await work.submit(work.draft(ann, "Once", due_in=24 * HOUR), SubmitMode.SCHEDULE)
    shutil.copytree(tmp_path / "profile", tmp_path / "backup")
    async with working_session(tmp_path / "profile", sandbox) as work:
        other = await work.submit(work.draft(ann, "Another"), SubmitMode.PUBLISH_NOW)
        await work.until_state(other, State.ACCEPTED)
    async with restored(tmp_path, sandbox) as work:
        await work.until_state(post, State.NEEDS_USER)
        work.session.post_commands.send_again(work.entry(post).id)
        again = await work.until_state(post, State.PLANNED)
        assert again.hold is None
        assert len(await work.ledger()) == 1
        await work.advance(21 * HOUR)
        await work.until_state(post, State.ACCEPTED)
        assert len(await work.ledger()) == 2


async def test_an_attempt_of_an_older_version_is_no_other_copy_s(tmp_path: Path, sandbox: SandboxProcess) -> None:
    """The older version did not store its mode, and it may well have arrived: its absence from a list does not plan it again."""
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        await work.fault("drop_before", "schedule")
        post = await work.submit(work.draft(ann, "Once", due_in=24 * HOUR), SubmitMode.LOCK_IN)
        await work.until_state(post, State.UNCERTAIN)
        await work.database.run(lambda conn: conn.execute("UPDATE attempts SET mode = '', due_ms = NULL"))
        work.session.post_commands.check_now(post.id)
        await work.until(lambda: work.entry(post).checked_at is not None)
        assert work.entry(post).state == State.UNCERTAIN
