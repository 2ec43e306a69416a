"""Posts out of a file: read and checked in a thread, brought in, and taken back."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance

from postdesk.domain.csv_files import MOST_BYTES, CsvFile, Encoding, FileFlaw, NotTaken, taken_apart
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_flaws import CheckedRow
from postdesk.domain.import_known import Usual
from postdesk.domain.imported import Import
from postdesk.domain.importing import Shape, file_rows
from postdesk.domain.submitting import Act
from postdesk.engine.bench import Bench
from postdesk.engine.bringing_in import Bringing, NotBrought, Stopped
from postdesk.engine.clients import ClientBook
from postdesk.engine.composer import Composer
from postdesk.engine.import_world import World, known
from postdesk.engine.import_writer import ImportWriter
from postdesk.engine.keeping import keeping
from postdesk.engine.media import Media
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import Work, apart
from postdesk.engine.telling import trouble_told
from postdesk.store import imports

_TELL_EVERY = 50
_RECENT = 5
_STEP = "import"
_MOST_LOOKED = 100
_AT_ONCE = 4


class Importing(QObject):
    """The imports of one workspace, one step at a time.

    `read` carries a CsvFile, `not_taken` the NotTaken that it is instead; `checked` a DryRun, `brought` a Brought, `refused` a
    NotBrought: then nothing was brought in; `taken_back` a TakenBack. `progressed`: how many of how many; `stopped` follows a
    cancel, `failed` carries a StorageTrouble. Beside the steps, `looked` carries the Look at a file that a row names, and
    `files_left` how many are still to be looked at. `undone`: an import that was not finished was taken back, see `tell_undone`.
    """

    read = Signal(object)
    not_taken = Signal(object)
    progressed = Signal(int, int)
    checked = Signal(object)
    brought = Signal(object)
    refused = Signal(object)
    taken_back = Signal(object)
    stopped = Signal()
    failed = Signal(object)
    looked = Signal(object)
    files_left = Signal(int)
    undone = Signal()

    def __init__(
        self, bench: Bench, clients: ClientBook, composer: Composer, media: Media, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._changes, self._tasks = bench.changes, bench.tasks
        self._clients, self._composer, self._media = clients, composer, media
        self._writer = ImportWriter(bench)
        self._stop, self._step, self._numbers = Event(), "", count(1)
        self._to_look: list[str] = []

    def recent(self) -> tuple[Import, ...]:
        """The latest imports, the last first."""
        return self._database.read_or(lambda conn: imports.recent(conn, self._workspace.id, _RECENT), ())

    @property
    def busy(self) -> bool:
        """Whether a step is under way."""
        return self._tasks.running(self._step)

    def open(self, path: Path, encoding: Encoding | None = None, delimiter: str = "", *, named: bool = True) -> bool:
        """Read the file; what is not said of it is told from it. False while another step is under way, as with all steps.

        `named`: its first row has the names of the columns.
        """
        return self._start(partial(self._read, partial(_read, path, encoding, delimiter, named=named)))

    def check(self, file: CsvFile, shape: Shape, usual: Usual) -> bool:
        """Check all rows against all rules, without making anything of them."""
        return self._start(partial(self._check, file, shape, usual))

    def bring_in(self, name: str, rows: Sequence[CheckedRow], *, schedule: bool) -> bool:
        """Make posts of the rows, or drafts: of all, or of none."""
        return self._start(partial(self._bring_in, name, tuple(rows), schedule=schedule))

    def take_back(self, import_id: str) -> bool:
        """Take back what an import made, but for what is out or was changed since."""
        return self._start(partial(self._take_back, import_id))

    def look_at(self, urls: Collection[str]) -> None:
        """Look at those files of which nothing is known yet, a hundred at most; what was asked before is given up."""
        self._to_look = [url for url in dict.fromkeys(urls) if self._media.can_look_at(url) and not self._media.look(url)]
        del self._to_look[_MOST_LOOKED:]
        self.files_left.emit(len(self._to_look))
        for number in range(_AT_ONCE):
            self._tasks.start(f"{_STEP} look {number}", self._look())

    async def _look(self) -> None:
        while self._to_look:
            look = await self._media.fresh(self._to_look.pop(0))
            if look:
                self.looked.emit(look)
            self.files_left.emit(len(self._to_look))

    def cancel(self) -> None:
        """End the step that is under way, as if it had not begun; what was taken back by then is."""
        self._stop.set()

    def _start(self, step: Callable[[Event], Work]) -> bool:
        """A step that was cancelled may take a moment to end: it tells nobody of it any more."""
        if self.busy and not self._stop.is_set():
            return False
        self._stop = Event()
        self._step = f"{_STEP} {next(self._numbers)}"
        return self._tasks.start(self._step, step(self._stop))

    def _tell(self, stop: Event, signal: SignalInstance, *what: object) -> None:
        if stop is self._stop:
            signal.emit(*what)

    async def _read(self, work: Callable[[], CsvFile], stop: Event) -> None:
        with trouble_told(partial(self._tell, stop, self.failed)):
            try:
                file = await apart("read an import", work)
            except NotTaken as not_taken:
                self._tell(stop, self.not_taken, not_taken)
            else:
                told = (self.stopped,) if stop.is_set() else (self.read, file)
                self._tell(stop, *told)

    async def _check(self, file: CsvFile, shape: Shape, usual: Usual, stop: Event) -> None:
        work = partial(_check, self._world(), file, shape, usual, stop, self._later(stop))
        with trouble_told(partial(self._tell, stop, self.failed)):
            try:
                run = await apart("check an import", work)
            except Stopped:
                self._tell(stop, self.stopped)
            except asyncio.CancelledError:
                stop.set()
                raise
            else:
                self._tell(stop, self.checked, run)

    def _world(self) -> World:
        begins = tuple((each.id, self._composer.new_draft(each.id).platforms) for each in self._clients.all())
        return World(
            database=self._database.path,
            workspace_id=self._workspace.id,
            rules_file=self._composer.rules_file,
            now=self._clock.now(),
            server_ahead=self._clock.server_ahead,
            begins=begins,
            look=self._media.look,
        )

    async def _bring_in(self, name: str, rows: tuple[CheckedRow, ...], stop: Event, *, schedule: bool) -> None:
        terms = self._composer.terms(Act.SCHEDULE)
        bringing = Bringing(self._workspace.id, name, rows, schedule, terms)
        await self._write(
            self._writer.bring_in(bringing, stop.is_set, partial(self._tell, stop, self.progressed)), self.brought, stop
        )

    async def _take_back(self, import_id: str, stop: Event) -> None:
        tell = partial(self._tell, stop, self.progressed)
        await self._write(self._writer.take_back(import_id, stop.is_set, tell), self.taken_back, stop)

    async def _write(self, work: Coroutine[Any, Any, object], done: SignalInstance, stop: Event) -> None:
        """Do it, and tell what came of it."""
        with trouble_told(partial(self._tell, stop, self.failed)):
            try:
                told: tuple[SignalInstance, *tuple[object, ...]] = (done, await work)
            except Stopped:
                told = (self.stopped,)
            except NotBrought as refused:
                told = (self.refused, refused)
            finally:
                # Where the disk was full, or it was stopped, something may be left to be seen to.
                self._tasks.supervise("imports", self.settle)
                self._rows_changed()
            self._tell(stop, *told)

    async def settle(self, *, resume: bool = False) -> None:
        """See to imports that are under way still, though nobody is at them; `undone` follows. Raises StorageProblem.

        `resume`: at a start, where what was being taken back still is to be.
        """
        if await self._writer.settle(resume=resume):
            self._rows_changed()
            self.undone.emit()

    def tell_undone(self) -> None:
        """Tell the user, in the window that is there now, of each import that was not finished."""
        nothing: tuple[str, ...] = ()
        names = self._database.read_or(lambda conn: imports.undone(conn, self._workspace.id), nothing)
        for name in names:
            self._changes.notice.emit(Notice(NoticeKind.IMPORT_UNFINISHED, detail=name))
        if names:
            forget = partial(imports.forget_undone, workspace_id=self._workspace.id)
            self._tasks.start("undone imports told", self._database.run(forget))

    def _rows_changed(self) -> None:
        self._changes.drafts.emit()
        self._changes.posts.emit()

    def _later(self, stop: Event) -> Callable[[int, int], None]:
        """To be called in another thread; the loop may have ended."""
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            if done % _TELL_EVERY == 0 or done == total:
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._tell, stop, self.progressed, done, total)

        return tell


def _read(path: Path, encoding: Encoding | None, delimiter: str, *, named: bool) -> CsvFile:
    """Raises NotTaken. What is no plain file might never end."""
    try:
        if not path.is_file():
            raise NotTaken(FileFlaw.NO_FILE if path.exists() else FileFlaw.NOT_THERE)
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError:
        raise NotTaken(FileFlaw.NO_FILE) from None
    if len(raw) > MOST_BYTES:
        raise NotTaken(FileFlaw.TOO_LARGE)
    return taken_apart(path.name, raw, encoding, delimiter, named=named)


def _check(world: World, file: CsvFile, shape: Shape, usual: Usual, stop: Event, tell: Callable[[int, int], None]) -> DryRun:
    """Raises Stopped, StorageProblem."""
    with keeping():
        rows = tuple(file_rows(file, shape))
        run = DryRun(rows, known(world, rows), usual)
        for done in run.work():
            if stop.is_set():
                raise Stopped
            tell(done, 2 * len(rows))
    return run
