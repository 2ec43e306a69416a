"""Import of posts from a CSV file: read and checked in a thread, written, and undone."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, SignalInstance

from postdesk.domain.imports import Import
from postdesk.domain.new_posts import SubmitMode
from postdesk.engine.clients import ClientBook
from postdesk.engine.composer import Composer
from postdesk.engine.gc_freeze import freeze_new_objects
from postdesk.engine.import_steps import ImportCancelled, ImportJob, ImportRefused
from postdesk.engine.import_writer import ImportWriter
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.storage_failures import report_storage_failures
from postdesk.engine.tasks import Work, run_in_thread
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import imports

if TYPE_CHECKING:  # what a start doesn't need is imported where it is used
    from postdesk.domain.csv_files import CsvFile, Encoding
    from postdesk.domain.dry_run import DryRun
    from postdesk.domain.import_columns import ColumnMapping
    from postdesk.domain.import_facts import ImportDefaults
    from postdesk.domain.import_problems import CheckedRow
    from postdesk.engine.import_context import ImportContext

_TELL_EVERY = 50
_RECENT = 5
_STEP = "import"
_MOST_CHECKED = 100
_AT_ONCE = 4


class ImportSession(QObject):
    """The imports of one workspace, one step at a time.

    Results of the steps: `read` carries a CsvFile, or `file_refused` a FileRefused; `checked` a DryRun; `imported` an
    ImportResult, or `refused` an ImportRefused, and then nothing was imported; `import_undone` an ImportUndoResult.
    `progressed` carries the number of rows done and the total; `stopped` follows a cancel, `failed` carries a StorageFailure.

    Independent of the steps: `media_checked` carries the MediaCheck of a media file of a row, `files_left` the number of files
    to check. `rolled_back`: an unfinished import was undone, see `tell_undone`.
    """

    read = Signal(object)
    file_refused = Signal(object)
    progressed = Signal(int, int)
    checked = Signal(object)
    imported = Signal(object)
    refused = Signal(object)
    import_undone = Signal(object)
    stopped = Signal()
    failed = Signal(object)
    media_checked = Signal(object)
    files_left = Signal(int)
    rolled_back = Signal()

    def __init__(
        self,
        context: WorkspaceContext,
        clients: ClientBook,
        composer: Composer,
        media: MediaChecks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._tasks = context.changes, context.tasks
        self._clients, self._composer, self._media = clients, composer, media
        self._writer = ImportWriter(context)
        self._stop, self._step, self._numbers = Event(), "", count(1)
        self._to_check: list[str] = []

    def recent(self) -> tuple[Import, ...]:
        """Return the latest imports, the last first, at most 5."""
        return self._database.read_or(lambda conn: imports.recent(conn, self._workspace.id, _RECENT), ())

    @property
    def busy(self) -> bool:
        """True while a step is under way."""
        return self._tasks.running(self._step)

    def open(self, path: Path, encoding: "Encoding | None" = None, delimiter: str = "", *, named: bool = True) -> bool:
        """Start to read the file; return False, as every step does, while another step is under way.

        A missing encoding or delimiter is detected from the content. `named`: the first row holds the column names.
        """
        return self._begin_step(partial(self._read, partial(_read, path, encoding, delimiter, named=named)))

    def check(self, file: "CsvFile", shape: "ColumnMapping", usual: "ImportDefaults") -> bool:
        """Start to check all rows against all rules; nothing is written."""
        return self._begin_step(partial(self._check, file, shape, usual))

    def start(self, name: str, rows: "Sequence[CheckedRow]", *, schedule: bool) -> bool:
        """Start to make posts (`schedule`) or drafts of the rows: of all, or of none."""
        return self._begin_step(partial(self._import_rows, name, tuple(rows), schedule=schedule))

    def undo(self, import_id: str) -> bool:
        """Start to undo an import, except for rows that were sent or changed since."""
        return self._begin_step(partial(self._undo, import_id))

    def check_media(self, urls: Collection[str]) -> None:
        """Check the media files that were not checked yet, at most a hundred; an earlier list is dropped."""
        self._to_check = [url for url in dict.fromkeys(urls) if self._media.can_check(url) and not self._media.cached(url)]
        del self._to_check[_MOST_CHECKED:]
        self.files_left.emit(len(self._to_check))
        for number in range(_AT_ONCE):
            self._tasks.start(f"{_STEP} media {number}", self._check_media())

    async def _check_media(self) -> None:
        while self._to_check:
            media_check = await self._media.ensure_fresh(self._to_check.pop(0))
            if media_check:
                self.media_checked.emit(media_check)
            self.files_left.emit(len(self._to_check))

    def cancel(self) -> None:
        """Cancel the current step, without any effect of it; only rows that were undone by then stay undone."""
        self._stop.set()

    def _begin_step(self, step: Callable[[Event], Work]) -> bool:
        """Start a step. A cancelled one may take a moment to end, but emits nothing any more."""
        if self.busy and not self._stop.is_set():
            return False
        self._stop = Event()
        self._step = f"{_STEP} {next(self._numbers)}"
        return self._tasks.start(self._step, step(self._stop))

    def _tell(self, stop: Event, signal: SignalInstance, *what: object) -> None:
        if stop is self._stop:
            signal.emit(*what)

    async def _read(self, work: "Callable[[], CsvFile]", stop: Event) -> None:
        from postdesk.domain.csv_files import FileRefused

        with report_storage_failures(partial(self._tell, stop, self.failed)):
            try:
                file = await run_in_thread("read an import", work)
            except FileRefused as refusal:
                self._tell(stop, self.file_refused, refusal)
            else:
                told = (self.stopped,) if stop.is_set() else (self.read, file)
                self._tell(stop, *told)

    async def _check(self, file: "CsvFile", shape: "ColumnMapping", usual: "ImportDefaults", stop: Event) -> None:
        work = partial(_check, self._import_context(), file, shape, usual, stop, self._later(stop))
        with report_storage_failures(partial(self._tell, stop, self.failed)):
            try:
                run = await run_in_thread("check an import", work)
            except ImportCancelled:
                self._tell(stop, self.stopped)
            except asyncio.CancelledError:
                stop.set()
                raise
            else:
                self._tell(stop, self.checked, run)

    def _import_context(self) -> "ImportContext":
        from postdesk.engine.import_context import ImportContext

        default_platforms = tuple((each.id, self._composer.factory.new_draft(each.id).platforms) for each in self._clients.all())
        return ImportContext(
            database=self._database.path,
            workspace_id=self._workspace.id,
            rules_file=self._composer.rules_file,
            now=self._clock.now(),
            server_offset=self._clock.server_offset,
            default_platforms=default_platforms,
            cached_check=self._media.cached,
        )

    async def _import_rows(self, name: str, rows: "tuple[CheckedRow, ...]", stop: Event, *, schedule: bool) -> None:
        terms = self._composer.submit_terms(SubmitMode.SCHEDULE)
        job = ImportJob(self._workspace.id, name, rows, schedule, terms)
        await self._write(self._writer.write(job, stop.is_set, partial(self._tell, stop, self.progressed)), self.imported, stop)

    async def _undo(self, import_id: str, stop: Event) -> None:
        tell = partial(self._tell, stop, self.progressed)
        await self._write(self._writer.undo(import_id, stop.is_set, tell), self.import_undone, stop)

    async def _write(self, work: Coroutine[Any, Any, object], done: SignalInstance, stop: Event) -> None:
        """Await the work and emit its result."""
        with report_storage_failures(partial(self._tell, stop, self.failed)):
            try:
                told: tuple[SignalInstance, *tuple[object, ...]] = (done, await work)
            except ImportCancelled:
                told = (self.stopped,)
            except ImportRefused as refused:
                told = (self.refused, refused)
            finally:
                # After a full disk or a cancel, an import may be left to settle.
                self._tasks.supervise("imports", self.settle)
                self._rows_changed()
            self._tell(stop, *told)

    async def settle(self, *, resume: bool = False) -> None:
        """Settle the imports that were left under way; `rolled_back` follows. Raises StorageError.

        `resume`: complete an unfinished undo, at a start.
        """
        if await self._writer.settle(resume=resume):
            self._rows_changed()
            self.rolled_back.emit()

    def tell_undone(self) -> None:
        """Show a notice for each unfinished import that was undone, in the window that is open now."""
        nothing: tuple[str, ...] = ()
        names = self._database.read_or(lambda conn: imports.undone_names(conn, self._workspace.id), nothing)
        for name in names:
            self._changes.notice.emit(Notice(NoticeKind.IMPORT_UNFINISHED, detail=name))
        if names:
            forget = partial(imports.forget_undone, workspace_id=self._workspace.id)
            self._tasks.start("undone imports told", self._database.run(forget))

    def _rows_changed(self) -> None:
        self._changes.drafts.emit()
        self._changes.posts.emit()

    def _later(self, stop: Event) -> Callable[[int, int], None]:
        """Return a progress callback for another thread; the loop may end before it is called."""
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            if done % _TELL_EVERY == 0 or done == total:
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._tell, stop, self.progressed, done, total)

        return tell


def _read(path: Path, encoding: "Encoding | None", delimiter: str, *, named: bool) -> "CsvFile":
    """Read and parse the file. Raises FileRefused, also for all but regular files: reading a device might never end."""
    from postdesk.domain.csv_files import MOST_BYTES, FileProblem, FileRefused, parse_csv

    try:
        if not path.is_file():
            raise FileRefused(FileProblem.NO_FILE if path.exists() else FileProblem.NOT_THERE)
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError:
        raise FileRefused(FileProblem.NO_FILE) from None
    if len(raw) > MOST_BYTES:
        raise FileRefused(FileProblem.TOO_LARGE)
    return parse_csv(path.name, raw, encoding, delimiter, named=named)


def _check(
    context: "ImportContext",
    file: "CsvFile",
    shape: "ColumnMapping",
    usual: "ImportDefaults",
    stop: Event,
    tell: Callable[[int, int], None],
) -> "DryRun":
    """Check the rows and return the result. Raises ImportCancelled, StorageError."""
    from postdesk.domain.dry_run import DryRun
    from postdesk.domain.import_columns import file_rows
    from postdesk.engine.import_context import load_facts

    with freeze_new_objects():
        rows = tuple(file_rows(file, shape))
        run = DryRun(rows, load_facts(context, rows), usual)
        for done in run.work():
            if stop.is_set():
                raise ImportCancelled
            tell(done, 2 * len(rows))
    return run
