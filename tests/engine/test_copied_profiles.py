"""A copied or restored profile sends nothing by itself; one that stayed in its place does."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import MANUAL, WorkingSession, working_session

from postdesk.domain.board import BoardFilter, ResultSort
from postdesk.domain.delivery import Hold, Reason, State, format_reason
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostState
from postdesk.store import entries

HOUR = timedelta(hours=1)
FILE = "postdesk.sqlite3"


async def scheduled(folder: Path, sandbox: SandboxProcess) -> Post:
    """A closed profile with a post that is sent from this computer in an hour."""
    async with working_session(folder, sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        return await work.submit(work.draft(ann, "Once", due_in=HOUR), SubmitMode.SCHEDULE)


async def test_of_two_copies_one_sends(tmp_path: Path, sandbox: SandboxProcess) -> None:
    sandbox.control("POST", "echo", {"token": True, "content": False, "schedule_at": True})
    post = await scheduled(tmp_path / "profile", sandbox)
    shutil.copytree(tmp_path / "profile", tmp_path / "copy")
    async with working_session(tmp_path / "profile", sandbox) as work, working_session(tmp_path / "copy", sandbox) as copy:
        await copy.until(lambda: copy.post(post.id).state == PostState.HELD)
        assert work.post(post.id).state != PostState.HELD
        await work.advance(HOUR)
        copy.session.clock.offset += HOUR
        copy.session.changes.practice.emit()
        await work.until_state(post, State.ACCEPTED)
        assert copy.entry(post).hold == Hold.RESTORED
        assert len(await work.ledger()) == 1
        copy.session.post_commands.resume(post.id)
        await copy.until_state(post, State.ACCEPTED)
        assert len(await work.ledger()) == 1


def copied_over(folder: Path, kept: Path) -> None:
    shutil.copytree(kept, folder, dirs_exist_ok=True)


def put_in_its_place(folder: Path, kept: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)


def the_database_alone(folder: Path, kept: Path) -> None:
    (folder / FILE).unlink()
    (kept / FILE).rename(folder / FILE)


@pytest.mark.parametrize("restore", [copied_over, put_in_its_place, the_database_alone])
async def test_a_restored_profile_sends_nothing(
    tmp_path: Path, sandbox: SandboxProcess, restore: Callable[[Path, Path], None]
) -> None:
    post = await scheduled(tmp_path / "profile", sandbox)
    shutil.copytree(tmp_path / "profile", tmp_path / "kept")
    restore(tmp_path / "profile", tmp_path / "kept")
    async with working_session(tmp_path / "profile", sandbox) as work:
        await work.until(lambda: work.entry(post).hold == Hold.RESTORED)
        await work.advance(HOUR + timedelta(minutes=1))
        assert await work.ledger() == []


async def test_an_older_database_written_over_the_newer_one_sends_nothing(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await scheduled(tmp_path / "profile", sandbox)
    older = (tmp_path / "profile" / FILE).read_bytes()
    async with working_session(tmp_path / "profile", sandbox) as work:
        await work.advance(HOUR)
        await work.until_state(post, State.ACCEPTED)
    (tmp_path / "profile" / FILE).write_bytes(older)
    async with working_session(tmp_path / "profile", sandbox) as work:
        await work.until(lambda: work.entry(post).hold == Hold.RESTORED)
        await work.advance(timedelta(minutes=1))
        assert len(await work.ledger()) == 1


async def test_a_profile_that_stayed_or_was_moved_goes_on(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await scheduled(tmp_path / "profile", sandbox)
    connection = sqlite3.connect(tmp_path / "profile" / FILE)
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    (tmp_path / "profile").rename(tmp_path / "moved")
    async with working_session(tmp_path / "moved", sandbox) as work:
        await work.advance(HOUR)
        await work.until_state(post, State.ACCEPTED)


async def become(work: WorkingSession, entry: Entry) -> None:
    await work.database.run(lambda conn: entries.write(conn, entry, work.session.clock.now()))


async def put_off_and_copied(folder: Path, sandbox: SandboxProcess) -> Post:
    """A post that the service put off, of a profile that was copied since."""
    async with working_session(folder / "profile", sandbox) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN)
        await work.fault("rate_limit")
        post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.UNCERTAIN)
    shutil.copytree(folder / "profile", folder / "copy")
    return post


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.UNCERTAIN])
async def test_whatever_may_still_be_sent_by_itself_is_held(tmp_path: Path, sandbox: SandboxProcess, state: State) -> None:
    post = await scheduled(tmp_path / "profile", sandbox)
    async with working_session(tmp_path / "profile", sandbox) as work:
        kept = replace(work.entry(post), state=state, hold=Hold.KEY_REJECTED, reason=format_reason(Reason.RATE_LIMITED))
        await become(work, kept)
    shutil.copytree(tmp_path / "profile", tmp_path / "copy")
    async with working_session(tmp_path / "copy", sandbox) as copy:
        await copy.until(lambda: copy.entry(post).hold == Hold.RESTORED)
        await copy.until_state(post, State.PLANNED if state == State.QUEUED else State.UNCERTAIN)
        copy.session.post_commands.resume(post.id)
        await copy.until(lambda: copy.entry(post).hold is None)
        free = copy.entry(post)
        assert free.state != State.UNCERTAIN or free.reason


async def test_a_question_that_the_service_may_answer_is_held_in_the_next_copy(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await scheduled(tmp_path / "profile", sandbox)
    shutil.copytree(tmp_path / "profile", tmp_path / "copy")
    async with working_session(tmp_path / "copy", sandbox) as copy:
        await copy.until(lambda: copy.entry(post).hold == Hold.RESTORED)
        await copy.until_state(post, State.PLANNED)
        await become(copy, replace(copy.entry(post), state=State.NEEDS_USER, hold=None))
    shutil.copytree(tmp_path / "copy", tmp_path / "next")
    async with working_session(tmp_path / "next", sandbox) as copy:
        await copy.until_state(post, State.PLANNED)
        assert copy.entry(post).hold == Hold.RESTORED
        await copy.advance(HOUR)
        assert await copy.ledger() == []


async def test_what_was_put_off_by_the_service_is_held_also_once_it_is_known_not_to_be_out(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    post = await put_off_and_copied(tmp_path, sandbox)
    async with working_session(tmp_path / "copy", sandbox) as copy:
        await copy.until_state(post, State.QUEUED)
        assert copy.entry(post).hold == Hold.RESTORED
        await copy.advance(timedelta(minutes=2))
        assert await copy.ledger() == []


async def test_what_is_held_is_not_locked_in_with_the_rest_at_the_close(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await scheduled(tmp_path / "profile", sandbox)
    shutil.copytree(tmp_path / "profile", tmp_path / "copy")
    async with working_session(tmp_path / "copy", sandbox) as copy:
        await copy.until(lambda: copy.entry(post).hold == Hold.RESTORED)
        assert await copy.session.lock_in_all([copy.entry(post).id]) == {post.id}
        assert copy.entry(post).hold == Hold.RESTORED
        assert await copy.ledger() == []


async def test_a_copy_looks_for_what_was_put_off_by_the_service_among_what_it_took_for_another_s(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    sandbox.control("POST", "echo", {"token": True, "content": False, "schedule_at": True})
    post = await put_off_and_copied(tmp_path, sandbox)
    async with working_session(tmp_path / "copy", sandbox) as copy:
        await copy.until_state(post, State.QUEUED)
        assert copy.entry(post).hold == Hold.RESTORED
        async with working_session(tmp_path / "profile", sandbox) as work:
            await work.advance(timedelta(seconds=30))
            await work.until_state(post, State.ACCEPTED)
        copy.session.refresh()
        await copy.until(lambda: len(copy.session.board.rows(BoardFilter(), ResultSort.WHEN, descending=True, limit=9)) == 2)
        copy.session.post_commands.resume(post.id)
        await copy.until_state(post, State.ACCEPTED)
        assert len(await copy.ledger()) == 1


async def test_a_change_of_what_is_held_is_held_as_well(tmp_path: Path, sandbox: SandboxProcess) -> None:
    post = await scheduled(tmp_path / "profile", sandbox)
    shutil.copytree(tmp_path / "profile", tmp_path / "copy")
    async with working_session(tmp_path / "profile", sandbox) as work, working_session(tmp_path / "copy", sandbox) as copy:
        await copy.until(lambda: copy.entry(post).hold == Hold.RESTORED and copy.entry(post).state == State.PLANNED)
        draft = copy.session.composer.factory.edit(post.id)
        assert draft
        changed = await copy.submit(replace(draft, text="Once, in better words"), SubmitMode.SCHEDULE)
        await work.advance(HOUR)
        copy.session.clock.offset += HOUR
        copy.session.changes.practice.emit()
        await work.until_state(post, State.ACCEPTED)
        await copy.until(lambda: copy.post(changed.id).state == PostState.HELD, said=lambda: str(copy.entry(changed)))
        assert copy.entry(changed).hold == Hold.RESTORED
        assert len(await work.ledger()) == 1
