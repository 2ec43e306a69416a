"""Posts out of files: all or none of them, none twice, and all of them taken back."""

import asyncio
import gc
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from tests.conftest import ROOT
from tests.support.bench import a_bench
from tests.support.file_server import whole
from tests.support.filled import Filled, fill
from tests.support.looking import looking_at_files
from tests.support.waiting import until

from postdesk.domain.clock import Clock
from postdesk.domain.csv_files import CsvFile, FileFlaw, NotTaken
from postdesk.domain.delivery import Event
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_flaws import CheckedRow, FlawKind
from postdesk.domain.import_known import Usual
from postdesk.domain.imported import Brought, TakenBack
from postdesk.domain.importing import recognised
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.remote import RemoteConnection
from postdesk.domain.several import Picks
from postdesk.domain.sheet import row_of, written
from postdesk.domain.storage import StorageTrouble
from postdesk.domain.submitting import Act, draft_of
from postdesk.domain.taking_back import not_sent
from postdesk.engine import several_changes
from postdesk.engine.bringing_in import NotBrought, begin_taking_back
from postdesk.engine.changes import Changes
from postdesk.engine.clients import ClientBook
from postdesk.engine.composer import Composer
from postdesk.engine.importing import Importing
from postdesk.engine.media import MakeEye, Media
from postdesk.engine.moving import move_time
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.several_moves import Times
from postdesk.engine.submission import RefusedReason
from postdesk.engine.taking_back import back_to_draft
from postdesk.engine.tasks import Tasks
from postdesk.sandbox.pictures import jpeg
from postdesk.store import connections, drafts, entries, posts
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

MADE: Final = datetime(2026, 11, 25, 10, tzinfo=UTC)
SHEET: Final = (
    "Client,Date,Time,Platforms,Text,State\r\n"
    'Ann,2026-12-01,09:00,"LinkedIn, X",First,\r\n'
    "Ann,2026-12-02,09:00,LinkedIn,Second,\r\n"
    "Bob,2026-12-03,09:00,LinkedIn,Third,draft\r\n"
)


MANY: Final = SHEET + "".join(f"Ann,2027-01-{n % 28 + 1:02},09:{n % 60:02},LinkedIn,Number {n},\r\n" for n in range(400))
TABLES: Final = ("posts", "entries", "drafts", "imports", "imported_rows")


class Work:
    """A desk's imports beside a database that a test fills; it is ten o'clock on 25 November 2026."""

    def __init__(self, filled: Filled, tasks: Tasks, folder: Path, make_eye: MakeEye | None = None) -> None:
        self.filled, self.database, self.folder, self.tasks = filled, filled.database, folder, tasks
        self.clock = Clock()
        self.clock.offset = MADE - datetime.now(UTC)
        self.changes = Changes()
        bench = a_bench(filled.workspace, filled.database, self.clock, self.changes, tasks)
        self.composer = Composer(bench, ROOT / "resources" / "platforms.toml")
        self.importing = Importing(bench, ClientBook(bench), self.composer, Media(bench, make_eye))
        self.told: list[object] = []
        self.steps: list[tuple[int, int]] = []
        for name in ("read", "not_taken", "checked", "brought", "refused", "taken_back", "failed"):
            getattr(self.importing, name).connect(self.told.append)
        self.importing.stopped.connect(lambda: self.told.append("stopped"))
        self.importing.progressed.connect(lambda *step: self.steps.append(step))

    async def answer(self) -> Any:
        await until(lambda: self.told and not self.importing.busy, said=lambda: self.steps)
        return self.told.pop()

    def file(self, text: str = SHEET, name: str = "plan.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode("utf-8-sig"))
        return path

    async def read(self, text: str = SHEET) -> CsvFile:
        assert self.importing.open(self.file(text))
        file = await self.answer()
        assert isinstance(file, CsvFile), file
        return file

    async def run(self, text: str = SHEET, usual: Usual | None = None) -> DryRun:
        file = await self.read(text)
        assert self.importing.check(file, recognised(file.header), usual or Usual())
        run = await self.answer()
        assert isinstance(run, DryRun), run
        return run

    async def bring_in(self, run: DryRun, *, schedule: bool = True) -> Any:
        def wanted(row: CheckedRow) -> bool:
            return row.included and (row.can_be_scheduled or row.stays_draft if schedule else row.can_be_draft)

        assert self.importing.bring_in("plan.csv", [row for row in run.rows if wanted(row)], schedule=schedule)
        return await self.answer()

    async def brought(self, text: str = SHEET, *, schedule: bool = True) -> Brought:
        brought = await self.bring_in(await self.run(text), schedule=schedule)
        assert isinstance(brought, Brought), brought
        return brought

    async def taken_back(self, import_id: str) -> TakenBack:
        assert self.importing.take_back(import_id)
        back = await self.answer()
        assert isinstance(back, TakenBack), back
        return back

    def counts(self, conn: Transaction | None = None) -> dict[str, int]:
        """How many rows the tables have that an import writes."""
        reader = conn or self.database.reader
        return {each: reader.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in TABLES}

    async def let_keep(self, *, more: bool) -> None:
        """From now on the disk takes no more, or does again."""
        writer = self.database._writer
        assert writer
        await asyncio.wrap_future(self.database._thread.submit(writer.execute, f"PRAGMA query_only = {not more:d}"))

    def queue(self, conn: Transaction) -> None:
        """Each post's time has come."""
        conn.execute("UPDATE entries SET state = 'queued', hold = NULL WHERE state = 'planned'")

    def to_send(self) -> tuple[Entry, ...]:
        return entries.next_to_send(self.database.reader, self.filled.workspace.id)

    def posts(self) -> list[Post]:
        rows = self.database.reader.execute("SELECT id FROM posts WHERE state != 'cancelled' ORDER BY due_ms").fetchall()
        return [post for row in rows if (post := posts.get(self.database.reader, row["id"]))]

    def draft_texts(self) -> list[str]:
        return [draft.text for draft in drafts.of_workspace(self.database.reader, self.filled.workspace.id)]


def connected(filled: Filled) -> None:
    for client in filled.clients:
        told = [RemoteConnection(each, each, "connected", f"id-{each}") for each in (Platform.LINKEDIN, Platform.TWITTER)]
        filled.database.submit(partial(connections.take_over, client_id=client.id, told=told)).result()


@pytest.fixture
async def work(tmp_path: Path, qapp: QApplication) -> AsyncIterator[Work]:
    filled = fill(tmp_path / "profile")
    connected(filled)
    tasks = Tasks(lambda name, error: None)
    yield Work(filled, tasks, tmp_path)
    await tasks.close()
    filled.database.close()


async def test_rows_become_posts_and_what_is_a_draft_stays_one(work: Work) -> None:
    brought = await work.brought()
    assert (brought.posts, brought.drafts) == (2, 1)
    assert [(post.text, post.platforms) for post in work.posts()] == [
        ("First", (Platform.LINKEDIN, Platform.TWITTER)),
        ("Second", (Platform.LINKEDIN,)),
    ]
    assert work.posts()[0].due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert work.draft_texts() == ["Third"]
    assert [(each.name, each.rows) for each in work.importing.recent()] == [("plan.csv", 3)]
    assert work.steps[-1] == (3, 3)


async def test_all_can_become_drafts_and_a_time_that_is_past_is_none(work: Work) -> None:
    brought = await work.brought(SHEET.replace("2026-12-01", "2026-11-01"), schedule=False)
    assert (brought.posts, brought.drafts) == (0, 3)
    kept = {draft.text: draft.due_at for draft in drafts.of_workspace(work.database.reader, work.filled.workspace.id)}
    assert kept["First"] is None
    assert kept["Second"] == datetime(2026, 12, 2, 8, tzinfo=UTC)


async def test_a_second_run_names_what_is_there_and_brings_in_nothing(work: Work) -> None:
    await work.brought()
    again = await work.run()
    assert all(FlawKind.IMPORTED_BEFORE in row.kinds and not row.included for row in again.rows)
    longer = await work.run(SHEET + "Bob,2026-12-04,09:00,LinkedIn,Fourth,\r\n")
    assert [row.included for row in longer.rows] == [False, False, False, True]
    brought = await work.bring_in(longer)
    assert isinstance(brought, Brought)
    assert brought.posts == 1
    assert len(work.posts()) == 3


async def test_what_was_exported_and_is_still_here_is_left_out_when_it_is_read_again(work: Work) -> None:
    await work.brought()
    zone, reader = ZoneInfo("Europe/Berlin"), work.database.reader
    kept = [row_of(draft_of(post, "draft", MADE), "Ann", zone, post.state) for post in work.posts()]
    kept += [row_of(draft, "Bob", zone) for draft in drafts.of_workspace(reader, work.filled.workspace.id)]
    work.database.submit(lambda conn: conn.execute("DELETE FROM imports")).result()
    again = await work.run("".join(written(kept)))
    assert [row.kinds & {FlawKind.THERE_ALREADY} for row in again.rows] == [{FlawKind.THERE_ALREADY}] * 3
    assert not any(row.included for row in again.rows)


async def test_what_was_deleted_since_can_be_imported_again(work: Work) -> None:
    await work.brought()
    for draft in drafts.of_workspace(work.database.reader, work.filled.workspace.id):
        work.database.submit(partial(drafts.delete, draft_id=draft.id)).result()
    assert [row.included for row in (await work.run()).rows] == [False, False, True]


async def test_the_whole_import_is_taken_back(work: Work) -> None:
    brought = await work.brought()
    assert await work.taken_back(brought.made.id) == TakenBack(taken=3)
    assert not work.posts()
    assert not work.draft_texts()
    assert not work.importing.recent()
    assert all(row.included for row in (await work.run()).rows)


async def test_what_is_out_or_was_changed_since_stays_and_is_counted(work: Work) -> None:
    brought = await work.brought()
    first = work.posts()[0].entries[0]
    for event in (Event.RELEASED, Event.MARKED):
        work.database.submit(partial(entries.advance, entry_id=first.id, event=event, now=MADE)).result()
    third = drafts.of_workspace(work.database.reader, work.filled.workspace.id)[0]
    changed = replace(third, text="Third, better", updated_at=MADE + timedelta(minutes=5))
    work.database.submit(lambda conn: drafts.save(conn, changed)).result()
    assert await work.taken_back(brought.made.id) == TakenBack(taken=1, out=1, changed=1)
    assert [post.text for post in work.posts()] == ["First"]
    assert work.draft_texts() == ["Third, better"]
    assert [each.rows for each in work.importing.recent()] == [2]


async def test_a_draft_that_was_given_a_label_since_stays_and_is_counted(work: Work) -> None:
    brought = await work.brought()
    (draft,) = drafts.of_workspace(work.database.reader, work.filled.workspace.id)
    await work.database.run(partial(several_changes.label, picks=Picks((), (draft.id,)), name="Spring", on=True))
    assert await work.taken_back(brought.made.id) == TakenBack(taken=2, changed=1)
    assert work.draft_texts() == [draft.text]


async def test_a_post_that_was_moved_since_stays_and_is_counted(work: Work) -> None:
    brought = await work.brought()
    post = work.posts()[1]
    moved = partial(move_time, workspace_id=work.filled.workspace.id, post_id=post.id, due_at=post.due_at + timedelta(days=1))
    work.database.submit(partial(moved, now=work.clock.now())).result()
    assert await work.taken_back(brought.made.id) == TakenBack(taken=2, changed=1)
    assert [each.id for each in work.posts()] == [post.id]


async def test_one_row_that_is_refused_meanwhile_keeps_out_all(work: Work) -> None:
    run = await work.run()
    work.clock.offset += datetime(2026, 12, 2, 12, tzinfo=UTC) - MADE
    refused = await work.bring_in(run)
    assert isinstance(refused, NotBrought)
    assert (refused.number, refused.reason) == (2, RefusedReason.TIME_PAST)
    assert not work.posts()
    assert not work.draft_texts()
    assert not work.importing.recent()


async def test_a_file_that_was_checked_twice_is_brought_in_once(work: Work) -> None:
    one, two = await work.run(), await work.run()
    brought = await work.bring_in(one)
    assert isinstance(brought, Brought)
    for again in (one, two):
        refused = await work.bring_in(again)
        assert isinstance(refused, NotBrought)
        assert (refused.number, refused.reason) == (2, RefusedReason.IMPORTED_MEANWHILE)
    assert (len(work.posts()), work.draft_texts()) == (2, ["Third"])
    assert len(work.importing.recent()) == 1


async def test_what_is_known_to_be_here_can_be_imported_once_more(work: Work) -> None:
    await work.brought()
    again = await work.run()
    for at in range(len(again.rows)):
        again.include(at, included=True)
    assert isinstance(await work.bring_in(again), Brought)
    assert len(work.posts()) == 4
    assert isinstance(await work.bring_in(again), NotBrought)
    assert len(work.posts()) == 4


async def test_more_posts_in_a_second_than_there_are_milliseconds_are_none(work: Work) -> None:
    rows = "".join(f'Ann,2026-12-01,09:00,"LinkedIn, X",Number {n},\r\n' for n in range(500))
    refused = await work.bring_in(await work.run(SHEET.partition("\r\n")[0] + "\r\n" + rows))
    assert isinstance(refused, NotBrought)
    assert refused.reason is RefusedReason.NO_FREE_MILLISECOND
    assert not work.posts()


async def test_a_cancel_ends_the_check_and_the_import_as_if_they_had_not_begun(work: Work) -> None:
    file = await work.read(MANY)
    work.importing.check(file, recognised(file.header), Usual())
    work.importing.cancel()
    assert await work.answer() == "stopped"
    run = await work.run(MANY)
    work.importing.bring_in("plan.csv", run.rows, schedule=True)
    await until(lambda: work.steps and work.steps[-1][1] == len(run.rows))
    work.importing.cancel()
    assert await work.answer() == "stopped"
    assert not work.posts()


async def test_no_collection_of_garbage_looks_at_rows_that_were_checked(work: Work) -> None:
    run = await work.run()
    try:
        assert not any(each is row for each in gc.get_objects() for row in run.rows)
    finally:
        gc.unfreeze()


@pytest.mark.logs("import")
async def test_a_defect_while_reading_is_told(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.engine.importing.taken_apart", None)
    work.importing.open(work.file())
    assert await work.answer() is StorageTrouble.DEFECT


async def test_after_a_cancel_the_next_step_begins_at_once_and_nothing_is_told_of_the_one_before(work: Work) -> None:
    file = await work.read(MANY)
    assert work.importing.check(file, recognised(file.header), Usual())
    assert not work.importing.open(work.folder / "plan.csv")
    work.importing.cancel()
    assert work.importing.open(work.folder / "plan.csv")
    assert isinstance(await work.answer(), CsvFile)
    assert not work.told


async def test_files_are_looked_at_and_the_rows_that_name_them_are_checked_anew(tmp_path: Path, qapp: QApplication) -> None:
    filled, tasks = fill(tmp_path / "profile"), Tasks(lambda name, error: None)
    connected(filled)
    async with looking_at_files() as looking:
        work = Work(filled, tasks, tmp_path, lambda ca_file, own: looking.eye())
        there, gone = looking.files.serves("/there.jpg", whole(jpeg(640, 480))), looking.files.url("/gone.jpg")
        rows = f"Ann,2026-12-01,09:00,LinkedIn,First,{there}\r\nAnn,2026-12-02,09:00,LinkedIn,Second,{gone}\r\n"
        run = await work.run(f"Client,Date,Time,Platforms,Text,Media\r\n{rows}")
        assert [row.can_be_scheduled for row in run.rows] == [True, True]
        left: list[int] = []
        work.importing.looked.connect(run.looked)
        work.importing.files_left.connect(left.append)
        work.importing.look_at(run.files())
        await until(lambda: not run.rows[1].can_be_scheduled, said=lambda: left)
        await until(lambda: left[-1:] == [0])
    await tasks.close()
    filled.database.close()
    assert left[0] == 2


async def test_a_second_press_while_a_step_is_under_way_does_nothing(work: Work) -> None:
    run = await work.run()
    rows = [row for row in run.rows if row.can_be_draft]
    assert work.importing.bring_in("plan.csv", rows, schedule=True)
    assert not work.importing.bring_in("plan.csv", rows, schedule=True)
    await work.answer()
    assert len(work.posts()) == 2


@pytest.mark.parametrize(
    ("make", "flaw"),
    [
        (lambda path: None, FileFlaw.NOT_THERE),
        (lambda path: path.mkdir(), FileFlaw.NO_FILE),
        (lambda path: path.write_bytes(b""), FileFlaw.EMPTY),
        (lambda path: path.write_bytes(b"a" * (64 * 2**20 + 1)), FileFlaw.TOO_LARGE),
        (lambda path: path.write_bytes(b"Text\r\n" + b"a\r\n" * 100_000), FileFlaw.TOO_MANY_ROWS),
    ],
)
async def test_a_file_that_can_not_be_taken_is_told(work: Work, make: Callable[[Path], object], flaw: FileFlaw) -> None:
    path = work.folder / "hostile.csv"
    make(path)
    assert work.importing.open(path)
    told = await work.answer()
    assert isinstance(told, NotTaken)
    assert told.flaw is flaw


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
    work = Work(filled, tasks, tmp_path)
    notices: list[Notice] = []
    work.changes.notice.connect(notices.append)
    assert work.counts()["imported_rows"] == rows
    await work.database.run(work.queue)
    assert not work.to_send()
    await work.importing.settle()
    assert set(work.counts().values()) == {0}
    assert notices == [Notice(NoticeKind.IMPORT_UNFINISHED, detail="plan.csv")]
    await tasks.close()
    filled.database.close()


async def test_what_is_asked_for_while_rows_come_is_done_between_two_parts(work: Work) -> None:
    run = await work.run(MANY)
    assert work.importing.bring_in("plan.csv", run.rows, schedule=True)
    await until(lambda: work.steps and work.steps[-1][0] and work.steps[-1][1] == len(run.rows))
    there = await work.database.run(lambda conn: work.counts(conn)["imported_rows"])
    assert there < len(run.rows)
    assert isinstance(await work.answer(), Brought)
    assert work.counts()["imported_rows"] == len(run.rows)


async def test_nothing_of_an_import_is_sent_before_its_last_row_is_there(work: Work) -> None:
    run = await work.run(MANY)
    assert work.importing.bring_in("plan.csv", run.rows, schedule=True)
    await until(lambda: work.counts()["posts"])
    await work.database.run(work.queue)
    assert work.importing.busy
    assert not work.to_send()
    assert isinstance(await work.answer(), Brought)
    await work.database.run(work.queue)
    assert work.to_send()


async def test_nothing_of_an_import_is_sent_while_it_is_taken_back_and_a_stop_leaves_the_rest(work: Work) -> None:
    brought = await work.brought(MANY)
    await work.database.run(work.queue)
    assert work.to_send()
    work.steps.clear()
    assert work.importing.take_back(brought.made.id)
    await until(lambda: work.steps)
    assert not work.to_send()
    work.importing.cancel()
    back = await work.answer()
    assert isinstance(back, TakenBack)
    assert back.taken
    assert back.left == brought.made.rows - back.taken > 0
    assert len(work.posts()) == back.left
    assert work.to_send()
    assert (await work.taken_back(brought.made.id)).taken == back.left
    assert not work.posts()


async def test_what_was_being_taken_back_when_postdesk_ended_is_by_the_next_start(work: Work) -> None:
    brought = await work.brought()
    await work.database.run(partial(begin_taking_back, import_id=brought.made.id))
    assert not work.importing.recent()
    await work.importing.settle()
    assert not work.posts()
    assert not work.draft_texts()


@pytest.mark.logs("OperationalError", "imports failed")
async def test_an_import_that_a_full_disk_ended_leaves_nothing_once_there_is_room(work: Work) -> None:
    run = await work.run(MANY)
    assert work.importing.bring_in("plan.csv", run.rows, schedule=True)
    await until(lambda: work.counts()["posts"])
    await work.database.run(work.queue)
    await work.let_keep(more=False)
    assert await work.answer() is StorageTrouble.UNWRITABLE
    assert work.counts()["posts"]
    assert not work.to_send()
    await work.let_keep(more=True)
    await until(lambda: not any(work.counts().values()))
    assert isinstance(await work.bring_in(run), Brought)


async def edited(work: Work, text: str) -> Post:
    """The second post, with another text."""
    draft = work.composer.edit(work.posts()[1].id)
    assert draft
    submitted: list[object] = []
    work.composer.submitted.connect(submitted.append)
    work.composer.submit(replace(draft, text=text), Act.SCHEDULE)
    await until(lambda: submitted)
    return next(post for post in work.posts() if post.text == text)


async def test_a_post_that_was_changed_since_stays_and_is_counted(work: Work) -> None:
    brought = await work.brought()
    changed = await edited(work, "Changed")
    assert await work.taken_back(brought.made.id) == TakenBack(taken=2, changed=1)
    assert [post.id for post in work.posts()] == [changed.id]


async def test_a_row_is_known_again_whose_post_was_changed_and_became_a_draft(work: Work) -> None:
    await work.brought()
    changed = await edited(work, "Changed")
    now = work.clock.now()
    await work.database.run(lambda conn: back_to_draft(conn, changed.id, "again", not_sent, now))
    assert not any(row.included for row in (await work.run()).rows)


async def test_a_draft_stays_that_was_changed_after_the_clock_was_set_back(work: Work) -> None:
    brought = await work.brought(schedule=False)
    draft = drafts.of_workspace(work.database.reader, work.filled.workspace.id)[0]
    changed = replace(draft, text="Mine", updated_at=brought.made.at - timedelta(hours=2))
    await work.database.run(partial(drafts.save, draft=changed))
    assert await work.taken_back(brought.made.id) == TakenBack(taken=2, changed=1)
    assert work.draft_texts() == ["Mine"]


async def test_rows_are_known_again_whose_posts_were_deleted_and_brought_back(work: Work) -> None:
    brought = await work.brought()
    before = work.posts()
    times = Times(work.filled.workspace.id, work.clock.now(), ZoneInfo("UTC"))
    picks = Picks(posts=tuple(post.id for post in before))
    deleted = await work.database.run(lambda conn: several_changes.delete(conn, picks, times))
    terms = work.composer.terms(Act.SCHEDULE)
    await work.database.run(lambda conn: several_changes.delete_back(conn, deleted, terms, times))
    again = work.posts()
    assert [post.text for post in again] == [post.text for post in before]
    for post in again:
        moved = partial(move_time, workspace_id=times.workspace_id, post_id=post.id, now=times.now)
        await work.database.run(partial(moved, due_at=post.due_at + timedelta(days=10)))
    assert not any(row.included for row in (await work.run()).rows)
    assert (await work.taken_back(brought.made.id)).changed == len(again)
