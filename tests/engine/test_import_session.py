"""Posts imported from files: all or none of them, none twice, and all of them undone together."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.file_server import whole
from tests.support.filled import fill
from tests.support.import_work import MADE, MANY, SHEET, ImportWork, connected, edited, import_work
from tests.support.local_probe import probe_file_server
from tests.support.waiting import until

from postdesk.domain.bulk import BulkSelection
from postdesk.domain.csv_files import CsvFile, FileProblem, FileRefused
from postdesk.domain.delivery import Event
from postdesk.domain.import_columns import recognise_columns
from postdesk.domain.import_facts import ImportDefaults
from postdesk.domain.import_problems import RowProblemKind
from postdesk.domain.imports import ImportResult, ImportUndoResult
from postdesk.domain.new_posts import SubmitMode, draft_of
from postdesk.domain.platforms import Platform
from postdesk.domain.recall import recallable_entries
from postdesk.domain.sheet import csv_lines, row_of
from postdesk.domain.storage import StorageFailure
from postdesk.engine import bulk_changes
from postdesk.engine.bulk_moves import BulkContext
from postdesk.engine.import_steps import ImportRefused
from postdesk.engine.recall import back_to_draft
from postdesk.engine.reschedule import move_time
from postdesk.engine.submission import RefusedReason
from postdesk.engine.tasks import Tasks
from postdesk.sandbox.samples import jpeg
from postdesk.store import drafts, entries


@pytest.fixture
async def work(tmp_path: Path, qapp: QApplication) -> AsyncIterator[ImportWork]:
    async with import_work(tmp_path) as made:
        yield made


async def test_rows_become_posts_and_what_is_a_draft_stays_one(work: ImportWork) -> None:
    imported = await work.imported()
    assert (imported.posts, imported.drafts) == (2, 1)
    assert [(post.text, post.platforms) for post in work.posts()] == [
        ("First", (Platform.LINKEDIN, Platform.TWITTER)),
        ("Second", (Platform.LINKEDIN,)),
    ]
    assert work.posts()[0].due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert work.draft_texts() == ["Third"]
    assert [(each.name, each.rows) for each in work.importing.recent()] == [("plan.csv", 3)]
    assert work.steps[-1] == (3, 3)


async def test_all_can_become_drafts_and_a_time_that_is_past_is_none(work: ImportWork) -> None:
    imported = await work.imported(SHEET.replace("2026-12-01", "2026-11-01"), schedule=False)
    assert (imported.posts, imported.drafts) == (0, 3)
    kept = {draft.text: draft.due_at for draft in drafts.of_workspace(work.database.reader, work.filled.workspace.id)}
    assert kept["First"] is None
    assert kept["Second"] == datetime(2026, 12, 2, 8, tzinfo=UTC)


async def test_a_second_run_names_what_is_there_and_brings_in_nothing(work: ImportWork) -> None:
    await work.imported()
    again = await work.run()
    assert all(RowProblemKind.IMPORTED_BEFORE in row.kinds and not row.included for row in again.rows)
    longer = await work.run(SHEET + "Bob,2026-12-04,09:00,LinkedIn,Fourth,\r\n")
    assert [row.included for row in longer.rows] == [False, False, False, True]
    imported = await work.import_run(longer)
    assert isinstance(imported, ImportResult)
    assert imported.posts == 1
    assert len(work.posts()) == 3


async def test_what_was_exported_and_is_still_here_is_left_out_when_it_is_read_again(work: ImportWork) -> None:
    await work.imported()
    zone, reader = ZoneInfo("Europe/Berlin"), work.database.reader
    kept = [row_of(draft_of(post, "draft", MADE), "Ann", zone, post.state) for post in work.posts()]
    kept += [row_of(draft, "Bob", zone) for draft in drafts.of_workspace(reader, work.filled.workspace.id)]
    work.database.submit(lambda conn: conn.execute("DELETE FROM imports")).result()
    again = await work.run("".join(csv_lines(kept)))
    assert [row.kinds & {RowProblemKind.THERE_ALREADY} for row in again.rows] == [{RowProblemKind.THERE_ALREADY}] * 3
    assert not any(row.included for row in again.rows)


async def test_what_was_deleted_since_can_be_imported_again(work: ImportWork) -> None:
    await work.imported()
    for draft in drafts.of_workspace(work.database.reader, work.filled.workspace.id):
        work.database.submit(partial(drafts.delete, draft_id=draft.id)).result()
    assert [row.included for row in (await work.run()).rows] == [False, False, True]


async def test_the_whole_import_is_taken_back(work: ImportWork) -> None:
    imported = await work.imported()
    assert await work.import_undone(imported.made.id) == ImportUndoResult(removed=3)
    assert not work.posts()
    assert not work.draft_texts()
    assert not work.importing.recent()
    assert all(row.included for row in (await work.run()).rows)


async def test_what_is_out_or_was_changed_since_stays_and_is_counted(work: ImportWork) -> None:
    imported = await work.imported()
    first = work.posts()[0].entries[0]
    for event in (Event.RELEASED, Event.MARKED):
        work.database.submit(partial(entries.advance, entry_id=first.id, event=event, now=MADE)).result()
    third = drafts.of_workspace(work.database.reader, work.filled.workspace.id)[0]
    changed = replace(third, text="Third, better", updated_at=MADE + timedelta(minutes=5))
    work.database.submit(lambda conn: drafts.save(conn, changed)).result()
    assert await work.import_undone(imported.made.id) == ImportUndoResult(removed=1, not_recallable=1, edited=1)
    assert [post.text for post in work.posts()] == ["First"]
    assert work.draft_texts() == ["Third, better"]
    assert [each.rows for each in work.importing.recent()] == [2]


async def test_a_draft_that_was_given_a_label_since_stays_and_is_counted(work: ImportWork) -> None:
    imported = await work.imported()
    (draft,) = drafts.of_workspace(work.database.reader, work.filled.workspace.id)
    await work.database.run(partial(bulk_changes.label, picks=BulkSelection((), (draft.id,)), name="Spring", on=True))
    assert await work.import_undone(imported.made.id) == ImportUndoResult(removed=2, edited=1)
    assert work.draft_texts() == [draft.text]


async def test_a_post_that_was_moved_since_stays_and_is_counted(work: ImportWork) -> None:
    imported = await work.imported()
    post = work.posts()[1]
    moved = partial(move_time, workspace_id=work.filled.workspace.id, post_id=post.id, due_at=post.due_at + timedelta(days=1))
    work.database.submit(partial(moved, now=work.clock.now())).result()
    assert await work.import_undone(imported.made.id) == ImportUndoResult(removed=2, edited=1)
    assert [each.id for each in work.posts()] == [post.id]


async def test_one_row_that_is_refused_meanwhile_keeps_out_all(work: ImportWork) -> None:
    run = await work.run()
    work.clock.offset += datetime(2026, 12, 2, 12, tzinfo=UTC) - MADE
    refused = await work.import_run(run)
    assert isinstance(refused, ImportRefused)
    assert (refused.number, refused.reason) == (2, RefusedReason.TIME_PAST)
    assert not work.posts()
    assert not work.draft_texts()
    assert not work.importing.recent()


async def test_a_file_that_was_checked_twice_is_brought_in_once(work: ImportWork) -> None:
    one, two = await work.run(), await work.run()
    imported = await work.import_run(one)
    assert isinstance(imported, ImportResult)
    for again in (one, two):
        refused = await work.import_run(again)
        assert isinstance(refused, ImportRefused)
        assert (refused.number, refused.reason) == (2, RefusedReason.IMPORTED_MEANWHILE)
    assert (len(work.posts()), work.draft_texts()) == (2, ["Third"])
    assert len(work.importing.recent()) == 1


async def test_what_is_known_to_be_here_can_be_imported_once_more(work: ImportWork) -> None:
    await work.imported()
    again = await work.run()
    for at in range(len(again.rows)):
        again.include(at, included=True)
    assert isinstance(await work.import_run(again), ImportResult)
    assert len(work.posts()) == 4
    assert isinstance(await work.import_run(again), ImportRefused)
    assert len(work.posts()) == 4


async def test_more_posts_in_a_second_than_there_are_milliseconds_are_none(work: ImportWork) -> None:
    rows = "".join(f'Ann,2026-12-01,09:00,"LinkedIn, X",Number {n},\r\n' for n in range(500))
    refused = await work.import_run(await work.run(SHEET.partition("\r\n")[0] + "\r\n" + rows))
    assert isinstance(refused, ImportRefused)
    assert refused.reason is RefusedReason.NO_FREE_MILLISECOND
    assert not work.posts()


async def test_a_cancel_ends_the_check_and_the_import_as_if_they_had_not_begun(work: ImportWork) -> None:
    file = await work.read(MANY)
    work.importing.check(file, recognise_columns(file.header), ImportDefaults())
    work.importing.cancel()
    assert await work.answer() == "stopped"
    run = await work.run(MANY)
    work.importing.start("plan.csv", run.rows, schedule=True)
    await until(lambda: work.steps and work.steps[-1][1] == len(run.rows))
    work.importing.cancel()
    assert await work.answer() == "stopped"
    assert not work.posts()


async def test_no_collection_of_garbage_looks_at_rows_that_were_checked(work: ImportWork) -> None:
    run = await work.run()
    try:
        assert not any(each is row for each in gc.get_objects() for row in run.rows)
    finally:
        gc.unfreeze()


@pytest.mark.logs("import")
async def test_a_defect_while_reading_is_told(work: ImportWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.domain.csv_files.parse_csv", None)
    work.importing.open(work.file())
    assert await work.answer() is StorageFailure.DEFECT


async def test_after_a_cancel_the_next_step_begins_at_once_and_nothing_is_told_of_the_one_before(work: ImportWork) -> None:
    file = await work.read(MANY)
    assert work.importing.check(file, recognise_columns(file.header), ImportDefaults())
    assert not work.importing.open(work.folder / "plan.csv")
    work.importing.cancel()
    assert work.importing.open(work.folder / "plan.csv")
    assert isinstance(await work.answer(), CsvFile)
    assert not work.outcomes


async def test_files_are_looked_at_and_the_rows_that_name_them_are_checked_anew(tmp_path: Path, qapp: QApplication) -> None:
    filled, tasks = fill(tmp_path / "profile"), Tasks(lambda name, error: None)
    connected(filled)
    async with probe_file_server() as looking:
        work = ImportWork(filled, tasks, tmp_path, lambda ca_file, own: looking.probe())
        there, gone = looking.files.serves("/there.jpg", whole(jpeg(640, 480))), looking.files.url("/gone.jpg")
        rows = f"Ann,2026-12-01,09:00,LinkedIn,First,{there}\r\nAnn,2026-12-02,09:00,LinkedIn,Second,{gone}\r\n"
        run = await work.run(f"Client,Date,Time,Platforms,Text,Media\r\n{rows}")
        assert [row.can_be_scheduled for row in run.rows] == [True, True]
        left: list[int] = []
        work.importing.media_checked.connect(run.add_media_check)
        work.importing.files_left.connect(left.append)
        work.importing.check_media(run.files())
        await until(lambda: not run.rows[1].can_be_scheduled, said=lambda: left)
        await until(lambda: left[-1:] == [0])
    await tasks.close()
    filled.database.close()
    assert left[0] == 2


async def test_a_session_that_ends_at_the_answer_of_an_import_settles_nothing_afterwards(
    tmp_path: Path, qapp: QApplication
) -> None:
    filled, failures = fill(tmp_path / "profile"), list[str]()
    connected(filled)
    tasks, closing = Tasks(lambda name, error: failures.append(name)), list[asyncio.Future[None]]()
    work = ImportWork(filled, tasks, tmp_path)
    run = await work.run()

    def end(result: object) -> None:
        assert tasks.running("imports"), "it is to be settled"
        closing.append(asyncio.ensure_future(tasks.close()))

    work.importing.imported.connect(end)
    work.importing.start("plan.csv", run.rows, schedule=True)
    await until(lambda: closing)
    await closing[0]
    filled.database.close()
    assert not work.importing.start("plan.csv", run.rows, schedule=True)
    await asyncio.sleep(0.05)
    assert not failures


async def test_a_second_press_while_a_step_is_under_way_does_nothing(work: ImportWork) -> None:
    run = await work.run()
    rows = [row for row in run.rows if row.can_be_draft]
    assert work.importing.start("plan.csv", rows, schedule=True)
    assert not work.importing.start("plan.csv", rows, schedule=True)
    await work.answer()
    assert len(work.posts()) == 2


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, FileProblem.NOT_THERE),
        (lambda path: path.mkdir(), FileProblem.NO_FILE),
        (lambda path: path.write_bytes(b""), FileProblem.EMPTY),
        (lambda path: path.write_bytes(b"a" * (64 * 2**20 + 1)), FileProblem.TOO_LARGE),
        (lambda path: path.write_bytes(b"Text\r\n" + b"a\r\n" * 100_000), FileProblem.TOO_MANY_ROWS),
    ],
)
async def test_a_file_that_can_not_be_taken_is_told(
    work: ImportWork, make: Callable[[Path], object], problem: FileProblem
) -> None:
    path = work.folder / "hostile.csv"
    make(path)
    assert work.importing.open(path)
    told = await work.answer()
    assert isinstance(told, FileRefused)
    assert told.problem is problem


async def test_a_post_that_was_changed_since_stays_and_is_counted(work: ImportWork) -> None:
    imported = await work.imported()
    changed = await edited(work, "Changed")
    assert await work.import_undone(imported.made.id) == ImportUndoResult(removed=2, edited=1)
    assert [post.id for post in work.posts()] == [changed.id]


async def test_a_row_is_known_again_whose_post_was_changed_and_became_a_draft(work: ImportWork) -> None:
    await work.imported()
    changed = await edited(work, "Changed")
    now = work.clock.now()
    await work.database.run(lambda conn: back_to_draft(conn, changed.id, "again", recallable_entries, now))
    assert not any(row.included for row in (await work.run()).rows)


async def test_a_draft_stays_that_was_changed_after_the_clock_was_set_back(work: ImportWork) -> None:
    imported = await work.imported(schedule=False)
    draft = drafts.of_workspace(work.database.reader, work.filled.workspace.id)[0]
    changed = replace(draft, text="Mine", updated_at=imported.made.at - timedelta(hours=2))
    await work.database.run(partial(drafts.save, draft=changed))
    assert await work.import_undone(imported.made.id) == ImportUndoResult(removed=2, edited=1)
    assert work.draft_texts() == ["Mine"]


async def test_rows_are_known_again_whose_posts_were_deleted_and_brought_back(work: ImportWork) -> None:
    imported = await work.imported()
    before = work.posts()
    times = BulkContext(work.filled.workspace.id, work.clock.now(), ZoneInfo("UTC"))
    picks = BulkSelection(posts=tuple(post.id for post in before))
    deleted = await work.database.run(lambda conn: bulk_changes.delete(conn, picks, times))
    terms = work.composer.submit_terms(SubmitMode.SCHEDULE)
    await work.database.run(lambda conn: bulk_changes.undo_delete(conn, deleted, terms, times))
    again = work.posts()
    assert [post.text for post in again] == [post.text for post in before]
    for post in again:
        moved = partial(move_time, workspace_id=times.workspace_id, post_id=post.id, now=times.now)
        await work.database.run(partial(moved, due_at=post.due_at + timedelta(days=10)))
    assert not any(row.included for row in (await work.run()).rows)
    assert (await work.import_undone(imported.made.id)).edited == len(again)
