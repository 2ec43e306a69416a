"""The imports of a session beside a database that a test fills, and the sheet that they read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.conftest import ROOT
from tests.support.filled import Filled, fill
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.clock import Clock
from postdesk.domain.csv_files import CsvFile
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_columns import recognise_columns
from postdesk.domain.import_facts import ImportDefaults
from postdesk.domain.import_problems import CheckedRow
from postdesk.domain.imports import ImportResult, ImportUndoResult
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.remote import RemoteConnection
from postdesk.engine.changes import Changes
from postdesk.engine.clients import ClientBook
from postdesk.engine.composer import Composer
from postdesk.engine.import_session import ImportSession
from postdesk.engine.media_checks import MakeProbe, MediaChecks
from postdesk.engine.tasks import Tasks
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


class ImportWork:
    """The imports of a session beside a database that a test fills; it is ten o'clock on 25 November 2026."""

    def __init__(self, filled: Filled, tasks: Tasks, folder: Path, make_probe: MakeProbe | None = None) -> None:
        self.filled, self.database, self.folder, self.tasks = filled, filled.database, folder, tasks
        self.clock = Clock()
        self.clock.offset = MADE - datetime.now(UTC)
        self.changes = Changes()
        context = a_workspace_context(filled.workspace, filled.database, self.clock, self.changes, tasks)
        self.composer = Composer(context, ROOT / "resources" / "platforms.toml")
        self.importing = ImportSession(context, ClientBook(context), self.composer, MediaChecks(context, make_probe))
        self.outcomes: list[object] = []
        self.steps: list[tuple[int, int]] = []
        for name in ("read", "file_refused", "checked", "imported", "refused", "import_undone", "failed"):
            getattr(self.importing, name).connect(self.outcomes.append)
        self.importing.stopped.connect(lambda: self.outcomes.append("stopped"))
        self.importing.progressed.connect(lambda *step: self.steps.append(step))

    async def answer(self) -> Any:
        await until(lambda: self.outcomes and not self.importing.busy, said=lambda: self.steps)
        return self.outcomes.pop()

    def file(self, text: str = SHEET, name: str = "plan.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode("utf-8-sig"))
        return path

    async def read(self, text: str = SHEET) -> CsvFile:
        assert self.importing.open(self.file(text))
        file = await self.answer()
        assert isinstance(file, CsvFile), file
        return file

    async def run(self, text: str = SHEET, usual: ImportDefaults | None = None) -> DryRun:
        file = await self.read(text)
        assert self.importing.check(file, recognise_columns(file.header), usual or ImportDefaults())
        run = await self.answer()
        assert isinstance(run, DryRun), run
        return run

    async def import_run(self, run: DryRun, *, schedule: bool = True) -> Any:
        def wanted(row: CheckedRow) -> bool:
            return row.included and (row.can_be_scheduled or row.stays_draft if schedule else row.can_be_draft)

        assert self.importing.start("plan.csv", [row for row in run.rows if wanted(row)], schedule=schedule)
        return await self.answer()

    async def imported(self, text: str = SHEET, *, schedule: bool = True) -> ImportResult:
        imported = await self.import_run(await self.run(text), schedule=schedule)
        assert isinstance(imported, ImportResult), imported
        return imported

    async def import_undone(self, import_id: str) -> ImportUndoResult:
        assert self.importing.undo(import_id)
        back = await self.answer()
        assert isinstance(back, ImportUndoResult), back
        return back

    def rows(self, conn: Transaction | None = None) -> int:
        """Return the number of stored rows of all imports."""
        number: int = (conn or self.database.reader).execute("SELECT count(*) FROM imported_rows").fetchone()[0]
        return number

    def is_empty(self) -> bool:
        """Return True where nothing is stored, of any import."""
        return not (self.rows() or self.posts() or self.draft_texts() or self.importing.recent())

    async def set_writable(self, *, writable: bool) -> None:
        """Make the database refuse to store more, as a full disk does, or accept it again."""
        writer = self.database._writer
        assert writer
        await asyncio.wrap_future(self.database._thread.submit(writer.execute, f"PRAGMA query_only = {not writable:d}"))

    def queue(self, conn: Transaction) -> None:
        """Make each post due."""
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
        remote = [RemoteConnection(each, each, "connected", f"id-{each}") for each in (Platform.LINKEDIN, Platform.TWITTER)]
        filled.database.submit(partial(connections.save_list, client_id=client.id, remote=remote)).result()


@asynccontextmanager
async def import_work(folder: Path) -> AsyncIterator[ImportWork]:
    """Make the imports with two clients and their accounts."""
    filled = fill(folder / "profile")
    connected(filled)
    tasks = Tasks(lambda name, error: None)
    yield ImportWork(filled, tasks, folder)
    await tasks.close()
    filled.database.close()


@asynccontextmanager
async def opened_again(work: ImportWork, folder: Path) -> AsyncIterator[ImportWork]:
    """Open the same in a new process, with the database of that folder."""
    filled, tasks = replace(work.filled, database=Database(folder)), Tasks(lambda name, error: None)
    yield ImportWork(filled, tasks, work.folder)
    await tasks.close()
    filled.database.close()


async def edited(work: ImportWork, text: str) -> Post:
    """Edit the text of the second post, and return it."""
    draft = work.composer.factory.edit(work.posts()[1].id)
    assert draft
    submitted: list[object] = []
    work.composer.submitted.connect(submitted.append)
    work.composer.submit(Submission.of(replace(draft, text=text)), SubmitMode.SCHEDULE)
    await until(lambda: submitted)
    return next(post for post in work.posts() if post.text == text)
