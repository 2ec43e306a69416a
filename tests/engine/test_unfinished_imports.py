"""Imports and their undo in parts: unfinished posts are not sent, edited or sent posts stay, and the user gets a notice."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.conftest import ROOT
from tests.support.filled import fill
from tests.support.import_work import MANY, SHEET, ImportWork, connected, edited, import_work, opened_again
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.delivery import Hold
from postdesk.domain.imports import ImportResult, ImportUndoResult
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.posts import PostState
from postdesk.domain.recall import recallable_entries
from postdesk.domain.storage import StorageFailure
from postdesk.engine import import_steps
from postdesk.engine.import_steps import ImportJob, StartedImport, begin_import, begin_undo, finish_import, import_rows
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.planner import Planner
from postdesk.engine.recall import back_to_draft, cancel_unsent
from postdesk.engine.submission import submit
from postdesk.engine.tasks import Tasks
from postdesk.store import copy_detection, drafts, imports, posts, repair
from postdesk.store.backups import back_up, copy
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

UNFINISHED = Notice(NoticeKind.IMPORT_UNFINISHED, detail="plan.csv")


@pytest.fixture
async def work(tmp_path: Path, qapp: QApplication) -> AsyncIterator[ImportWork]:
    async with import_work(tmp_path) as made:
        yield made


async def begun_of(work: ImportWork, *, schedule: bool = True) -> tuple[ImportJob, StartedImport]:
    """An import whose rows are all stored, and which is not finished."""
    run = await work.run()
    terms = work.composer.submit_terms(SubmitMode.SCHEDULE)
    job = ImportJob(work.filled.workspace.id, "plan.csv", tuple(run.rows), schedule, terms)
    begun = await work.database.run(partial(begin_import, job=job))
    await work.database.run(partial(import_rows, job=job, begun=begun, done=0))
    return job, begun


def notices_of(work: ImportWork) -> list[Notice]:
    """Return a list that collects the notices from now on; the import session reports each undo."""
    notices: list[Notice] = []
    work.changes.notice.connect(notices.append)
    work.importing.rolled_back.connect(work.importing.tell_undone)
    work.importing.tell_undone()
    return notices


@pytest.mark.parametrize("rows", [0, 1, 2, 3])
async def test_killed_in_the_middle_nothing_is_sent_and_the_next_start_leaves_nothing_there(tmp_path: Path, rows: int) -> None:
    filled = fill(tmp_path / "profile")
    connected(filled)
    filled.database.close()
    (tmp_path / "plan.csv").write_text(SHEET)
    command = [sys.executable, "-m", "tests.support.killed_import", str(tmp_path), str(rows)]
    ended = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, check=False, capture_output=True, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    filled, tasks = replace(filled, database=Database(tmp_path / "profile")), Tasks(lambda name, error: None)
    work = ImportWork(filled, tasks, tmp_path)
    assert work.rows() == rows
    await work.database.run(work.queue)
    assert not work.to_send()
    await work.importing.settle(resume=True)
    assert work.is_empty()
    assert notices_of(work) == [UNFINISHED]
    await until(lambda: not imports.undone_names(work.database.reader, filled.workspace.id))
    assert notices_of(work) == []
    assert isinstance(await work.imported(), ImportResult)
    await tasks.close()
    filled.database.close()


async def test_what_is_asked_for_while_rows_come_is_done_between_two_parts(work: ImportWork) -> None:
    run = await work.run(MANY)
    assert work.importing.start("plan.csv", run.rows, schedule=True)
    await until(lambda: work.steps and work.steps[-1][0] and work.steps[-1][1] == len(run.rows))
    assert await work.database.run(work.rows) < len(run.rows)
    assert isinstance(await work.answer(), ImportResult)
    assert work.rows() == len(run.rows)


async def test_nothing_of_an_import_is_sent_before_its_last_row_is_there(work: ImportWork) -> None:
    run = await work.run(MANY)
    assert work.importing.start("plan.csv", run.rows, schedule=True)
    await until(work.posts)
    await work.database.run(work.queue)
    assert work.importing.busy
    assert not work.to_send()
    assert isinstance(await work.answer(), ImportResult)
    await work.database.run(work.queue)
    assert work.to_send()


async def test_nothing_of_an_import_is_sent_while_it_is_taken_back_and_a_stop_leaves_the_rest(work: ImportWork) -> None:
    imported = await work.imported(MANY)
    await work.database.run(work.queue)
    assert work.to_send()
    work.steps.clear()
    assert work.importing.undo(imported.made.id)
    await until(lambda: work.steps)
    assert not work.to_send()
    work.importing.cancel()
    back = await work.answer()
    assert isinstance(back, ImportUndoResult)
    assert back.removed
    assert back.remaining == imported.made.rows - back.removed > 0
    assert len(work.posts()) + len(work.draft_texts()) == back.remaining
    assert work.to_send()
    assert (await work.import_undone(imported.made.id)).removed == back.remaining
    assert work.is_empty()


async def test_what_was_being_taken_back_when_postdesk_ended_is_by_the_next_start(work: ImportWork) -> None:
    imported = await work.imported()
    await work.database.run(partial(begin_undo, import_id=imported.made.id))
    assert not work.importing.recent()
    # The sender makes this check again in the transaction of the mark.
    assert all(imports.is_under_way(work.database.reader, post.id) for post in work.posts())
    await work.importing.settle(resume=True)
    assert work.is_empty()
    assert notices_of(work) == []


@pytest.mark.logs("OperationalError", "imports failed")
async def test_an_import_that_a_full_disk_ended_leaves_nothing_once_there_is_room(work: ImportWork) -> None:
    run = await work.run(MANY)
    assert work.importing.start("plan.csv", run.rows, schedule=True)
    await until(work.posts)
    await work.database.run(work.queue)
    await work.set_writable(writable=False)
    assert await work.answer() is StorageFailure.UNWRITABLE
    assert work.posts()
    assert not work.to_send()
    await work.set_writable(writable=True)
    await until(work.is_empty)
    assert isinstance(await work.import_run(run), ImportResult)


@pytest.mark.logs("OperationalError", "imports failed")
async def test_an_import_that_was_stopped_on_a_full_disk_leaves_nothing_once_there_is_room(work: ImportWork) -> None:
    run = await work.run(MANY)
    assert work.importing.start("plan.csv", run.rows, schedule=True)
    await until(work.posts)
    work.importing.cancel()
    await work.set_writable(writable=False)
    await until(lambda: work.outcomes)
    await work.set_writable(writable=True)
    await until(work.is_empty)


@pytest.mark.logs("OperationalError", "imports failed")
async def test_a_full_disk_ends_the_taking_back_where_it_is(work: ImportWork) -> None:
    imported = await work.imported(MANY)
    work.steps.clear()
    assert work.importing.undo(imported.made.id)
    await until(lambda: work.steps and work.steps[-1][0])
    await work.set_writable(writable=False)
    back = await work.answer()
    assert isinstance(back, ImportUndoResult)
    left = len(work.posts()) + len(work.draft_texts())
    assert left == back.remaining
    await work.set_writable(writable=True)
    await until(work.importing.recent)
    assert len(work.posts()) + len(work.draft_texts()) == left


@pytest.mark.logs("a defect", "import")
async def test_a_defect_while_taking_back_leaves_the_rest_as_it_was(work: ImportWork, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    imported = await work.imported()
    monkeypatch.setattr(import_steps, "cancel_unsent", broken)
    assert work.importing.undo(imported.made.id)
    assert await work.answer() is StorageFailure.DEFECT
    await until(work.importing.recent)
    await work.database.run(work.queue)
    assert work.to_send()
    assert isinstance(await work.import_run(await work.run(SHEET.replace("First", "Another"))), ImportResult)


async def test_a_row_of_which_nothing_was_there_any_more_is_not_called_left(work: ImportWork) -> None:
    imported = await work.imported()
    post, now = work.posts()[0], work.clock.now()
    await work.database.run(lambda conn: cancel_unsent(conn, post, now))
    assert await work.import_undone(imported.made.id) == ImportUndoResult(removed=2)
    assert work.steps[-1] == (3, 3)


async def test_what_the_user_made_of_rows_meanwhile_stays(work: ImportWork) -> None:
    await begun_of(work)
    post, now = work.posts()[0], work.clock.now()
    await work.database.run(lambda conn: back_to_draft(conn, post.id, "mine", recallable_entries, now))
    draft = drafts.get(work.database.reader, "mine")
    assert draft
    written = replace(draft, text="What I wrote for an hour", updated_at=now + timedelta(minutes=3))
    await work.database.run(partial(drafts.save, draft=written))
    await work.importing.settle(resume=True)
    assert work.draft_texts() == ["What I wrote for an hour"]
    assert not work.posts()


async def test_a_draft_that_the_user_scheduled_meanwhile_stays(work: ImportWork) -> None:
    await begun_of(work, schedule=False)
    found = drafts.of_workspace(work.database.reader, work.filled.workspace.id)
    mine = replace(next(each for each in found if each.text == "Second"), text="Second, as I want it")
    terms = work.composer.submit_terms(SubmitMode.SCHEDULE)
    await work.database.run(lambda conn: submit(conn, work.filled.workspace.id, Submission(mine, mine), terms))
    await work.importing.settle(resume=True)
    assert [post.text for post in work.posts()] == ["Second, as I want it"]


async def test_a_row_that_was_changed_meanwhile_is_known_again_after_a_stop(work: ImportWork) -> None:
    run = await work.run(MANY)
    assert work.importing.start("plan.csv", run.rows, schedule=True)
    await until(lambda: len(work.posts()) > 2)
    await edited(work, "Second, mended")
    work.importing.cancel()
    assert await work.answer() == "stopped"
    assert [post.text for post in work.posts()] == ["Second, mended"]
    again = await work.run(MANY)
    assert [row.included for row in again.rows[:3]] == [True, False, True]


async def test_a_draft_that_changes_a_post_of_an_unfinished_import_changes_no_other(work: ImportWork) -> None:
    await begun_of(work)
    post = work.posts()[-1]
    draft = work.composer.factory.edit(post.id)
    assert draft
    await work.importing.settle(resume=True)
    later = await work.imported(SHEET.replace("First", "Another").replace("Second", "One more"))
    there = {each.text for each in work.posts()}
    terms = work.composer.submit_terms(SubmitMode.SCHEDULE)
    await work.database.run(lambda conn: submit(conn, work.filled.workspace.id, Submission(draft, draft), terms))
    assert later.posts == 2
    assert {each.text for each in work.posts()} >= there


@pytest.mark.logs("the database is damaged")
async def test_a_repair_with_a_backup_from_the_middle_of_an_import_leaves_what_was_published(work: ImportWork) -> None:
    job, begun = await begun_of(work)
    folder, now = work.database.path.parent, work.clock.now() + timedelta(minutes=5)
    back_up(work.database.path, datetime.now(UTC))
    await work.database.run(partial(finish_import, job=job, begun=begun))

    def published(conn: Transaction) -> None:
        conn.execute(
            "UPDATE entries SET state = 'accepted', stage = 'published', remote_id = 'r' || id, changed_ms = changed_ms + 1"
        )
        for row in conn.execute("SELECT id FROM posts").fetchall():
            posts.refresh(conn, row["id"], now)

    await work.database.run(published)
    await work.tasks.close()
    work.database.close()
    repair.repair(folder, datetime.now(UTC))
    async with opened_again(work, folder) as repaired:
        await repaired.importing.settle(resume=True)
        assert {post.state for post in repaired.posts()} == {PostState.PUBLISHED}
        assert notices_of(repaired) == []


async def test_a_copy_from_the_middle_of_an_import_holds_what_the_original_may_have_sent(work: ImportWork) -> None:
    job, begun = await begun_of(work)
    other, saved = work.folder / "other", work.folder / "mine.sqlite3"
    copy(work.database.path, saved, datetime.now(UTC))
    await work.database.run(partial(finish_import, job=job, begun=begun))
    other.mkdir()
    repair.prepare_import(other, saved, datetime.now(UTC))
    async with opened_again(work, other) as copied:
        path, now = copied.database.path, work.clock.now()
        await copied.database.run(lambda conn: copy_detection.hold_if_copied(conn, path, now))
        await copied.importing.settle(resume=True)
        assert {entry.hold for post in copied.posts() for entry in post.entries} == {Hold.RESTORED}
        assert notices_of(copied) == []


async def test_an_import_whose_state_cannot_be_read_is_not_sent_before_a_start_has_seen_to_it(work: ImportWork) -> None:
    await begun_of(work)
    await work.database.run(lambda conn: conn.execute("UPDATE imports SET state = 'unfinishee'"))
    await work.database.run(work.queue)
    assert not work.to_send()
    await work.importing.settle(resume=True)
    assert work.to_send()


async def test_nothing_of_an_unfinished_import_is_missed(work: ImportWork) -> None:
    await begun_of(work)
    work.clock.offset += timedelta(days=30)
    planner = Planner(a_workspace_context(work.filled.workspace, work.database, work.clock, work.changes, work.tasks))
    planner.outage_history.detect_sleep()
    await work.database.run(lambda conn: planner._step_waiting(conn, work.clock.now()))
    assert PostState.MISSED not in {post.state for post in work.posts()}
