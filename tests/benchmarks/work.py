"""Minutes of work in the whole window, with much going on beside it: each turn of the loop that took too long, and what ran."""

import asyncio
import signal
import sys
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTableView, QTreeView
from tests.benchmarks.figures import Figure
from tests.benchmarks.loop_stalls import LoopStalls
from tests.support.application import RunningApplication, application
from tests.support.sandbox_process import SandboxProcess, start_sandbox
from tests.support.seed import Amount, seed
from tests.support.window_places import button_of

from postdesk.domain.clients import Client
from postdesk.domain.csv_files import CsvFile
from postdesk.domain.drafts import Draft
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_columns import recognise_columns
from postdesk.domain.import_facts import ImportDefaults
from postdesk.domain.import_problems import row_counts
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.remote import EndUser, Priority
from postdesk.domain.times import to_ms
from postdesk.store.sqlite import Transaction
from postdesk.tour import user_input
from postdesk.tour.actions import run_outside_task
from postdesk.tour.finder import find

_MANY: Final = Amount(300_000, clients=50)
_WORDS: Final = "fresh", "queue", "behind the"
_TEXT: Final = "What we baked this morning, and who came for it 🥐 https://example.com/journal/today #bread"
_BETWEEN_KEYS_S: Final = 0.12
_PLACES: Final = ("drafts", "clients", "connections", "repeating", "reports", "settings")
_OPENINGS: Final = ("results", "the composer", *_PLACES)
_FRAME_MS: Final = 16
_FIRST_MS: Final = 100
_SETTLED_S: Final = 5.0
_LOOK_S: Final = 0.003


async def minutes_of_work(folder: Path, minutes: float = 10, amount: Amount = _MANY) -> list[Figure]:
    """Work for so long; return the longest turn of the loop, first openings apart. Those over a frame go to standard error."""
    with start_sandbox() as sandbox:
        seed(folder / "profile", amount, sandbox.base_url)
        async with application(folder / "profile", sandbox=False, key=sandbox.key) as used:
            with StallLog() as log:
                await Day(used, sandbox, log, folder).work(minutes * 60)
    long = [turn for turn in log.turns if turn.milliseconds > _FRAME_MS]
    print(*sorted(long, key=lambda turn: -turn.milliseconds), sep="\n", file=sys.stderr)
    first = [turn.milliseconds for turn in long if turn.first]
    later = [turn.milliseconds for turn in long if not turn.first]
    name = f"{minutes:g} minutes of work with {amount.posts:,} posts of {amount.clients}"
    return [
        Figure(f"{name}: the longest turn of the loop", max(later, default=0), "ms", _FRAME_MS),
        Figure("turns over a frame", len(later), "", 0),
        Figure("the longest turn of a first opening", max(first, default=0), "ms", _FIRST_MS),
    ]


@dataclass(frozen=True)
class LongTurn:
    """A turn of the loop, the action during which it came (`first`: for the first time), and what ran, the longest first."""

    milliseconds: float
    act: str
    first: bool
    ran: tuple[str, ...]

    def __str__(self) -> str:
        mark = " (first)" if self.first else ""
        return "\n      ".join((f"{self.milliseconds:6.1f} ms  {self.act}{mark}", *self.ran))


@dataclass
class StallLog:
    """The turns of the loop since it was entered, each with what ran in it.

    A signal looks, in the thread of the loop: a second thread that held a frame would end its widgets there.
    """

    turns: list[LongTurn] = field(default_factory=list)
    act: str = ""
    first: bool = False
    _seen: Counter[str] = field(default_factory=Counter)
    _looked: float = 0.0

    def __enter__(self) -> "StallLog":
        self._turning = asyncio.ensure_future(self._turn())
        self._before = signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _LOOK_S, _LOOK_S)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, self._before)
        self._turning.cancel()

    async def _turn(self) -> None:
        while True:
            self._seen, self._looked, turn = Counter(), time.thread_time(), LoopStalls()
            await turn.turn()
            if turn.longest > _FRAME_MS:
                self.turns.append(LongTurn(turn.longest, self.act, self.first, tuple(_most(self._seen))))

    def _look(self, _number: int, frame: FrameType | None) -> None:
        """Count this thread's processor milliseconds since the last look for what runs: no signal comes while a query does."""
        now = time.thread_time()
        self._seen[_path(frame)] += round((now - self._looked) * 1000)
        self._looked = now


def _most(seen: Counter[str]) -> list[str]:
    return [f"{milliseconds:3} {path}" for path, milliseconds in seen.most_common(4)]


def _path(frame: FrameType | None) -> str:
    """Return the product's functions that are running, the outermost first."""
    names: list[str] = []
    while frame:
        if "/postdesk/" in frame.f_code.co_filename:
            names.append(f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_qualname}")
        frame = frame.f_back
    return " > ".join(reversed(names[:7])) or "Qt"


class Day:
    """A working day of a user, some of whose actions come again and again, beside changes that come by themselves."""

    def __init__(self, used: RunningApplication, sandbox: SandboxProcess, log: StallLog, folder: Path) -> None:
        self._used, self._sandbox, self._log, self._folder = used, sandbox, log, folder
        self._session = used.session
        self._done = set[str]()

    async def work(self, seconds: float) -> None:
        """Do everything in turn until the time is over."""
        await self._connect(self._session.clients.all()[0])
        await asyncio.sleep(_SETTLED_S)
        self._log.turns.clear()
        end, beside = time.monotonic() + seconds, asyncio.gather(self._changes(), self._publishing(), self._rounds())
        try:
            while time.monotonic() < end:
                for act, name in self._acts():
                    self._log.act, self._log.first = name, name in _OPENINGS and name not in self._done
                    await act()
                    await asyncio.sleep(0.5)
                    self._done.add(name)
                    if time.monotonic() > end:
                        break
        finally:
            beside.cancel()
            await asyncio.gather(beside, return_exceptions=True)

    def _acts(self) -> Iterator[tuple[Callable[[], Awaitable[None]], str]]:
        for word in _WORDS:
            yield partial(self._show, "calendar"), "calendar"
            yield partial(self._search, word), "a search beside the calendar"
            yield self._another_client, "another client, in the calendar"
            yield self._turn_pages, "months"
            yield partial(self._show, "results"), "results"
            yield partial(self._search, word), "a search in the results"
            yield self._another_client, "another client, in the results"
            yield self._scroll, "scrolling the results"
            yield self._begin_post, "the composer"
            yield self._type, "typing"
            yield self._import, "an import"
            for place in _PLACES:
                yield partial(self._show, place), place

    async def _show(self, place: str) -> None:
        await run_outside_task(partial(user_input.click, button_of(place)))

    async def _search(self, words: str) -> None:
        field = find("top_bar.search")
        field.setFocus()
        for letter in words:
            await run_outside_task(partial(QTest.keyClicks, field, letter))
            await asyncio.sleep(_BETWEEN_KEYS_S)
        await asyncio.sleep(0.3)
        await run_outside_task(partial(QTest.keyClick, field, Qt.Key.Key_Escape))

    async def _another_client(self) -> None:
        button = find("top_bar.client")
        assert isinstance(button, QPushButton)
        for number in (1, 2, 0):
            await run_outside_task(button.menu().aboutToShow.emit)
            await asyncio.sleep(0.2)
            await run_outside_task(button.menu().actions()[number].trigger)
            await asyncio.sleep(0.3)

    async def _turn_pages(self) -> None:
        await self._show("calendar")
        for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_T):
            await run_outside_task(partial(QTest.keyClick, user_input.focused(), key))
            await asyncio.sleep(0.2)

    async def _scroll(self) -> None:
        table = find("results.table")
        assert isinstance(table, QTableView | QTreeView)
        bar = table.verticalScrollBar()
        for part in (1, 2, 3, 0):
            await run_outside_task(partial(bar.setValue, bar.maximum() * part // 3))
            await asyncio.sleep(0.2)

    async def _begin_post(self) -> None:
        client, tomorrow = self._session.clients.all()[0], datetime.now(UTC) + timedelta(days=1)
        await run_outside_task(partial(self._used.navigator.new_post_at, tomorrow, client.id))

    async def _type(self) -> None:
        editor = user_input.focused()
        assert isinstance(editor, QPlainTextEdit)
        for letter in _TEXT:
            await run_outside_task(partial(editor.insertPlainText, letter))
            await asyncio.sleep(0.05)

    async def _import(self, rows: int = 50) -> None:
        importing, path = self._session.importing, self._folder / "plan.csv"
        path.write_text(_sheet(rows), encoding="utf-8")
        stalls = LoopStalls()
        file: CsvFile = await stalls.answer(importing.read, lambda: importing.open(path))
        check = partial(importing.check, file, recognise_columns(file.header), ImportDefaults())
        run: DryRun = await stalls.answer(importing.checked, check)
        ready = [row for row in run.rows if row_counts(row).as_draft]
        await stalls.answer(importing.imported, lambda: importing.start("plan.csv", ready, schedule=False))

    async def _connect(self, client: Client) -> None:
        await self._session.gateway.ready()
        user = EndUser(client.external_user_id, client.name)
        await self._session.gateway.ask(lambda api: api.upsert_end_user(user, cause="work"))
        body = {"external_user_id": client.external_user_id, "platform": Platform.LINKEDIN}
        await asyncio.to_thread(self._sandbox.control, "POST", "connections", body)
        self._session.connections.refresh(client.id)

    async def _changes(self) -> None:
        """Let a locked post come out each second."""
        while True:
            await asyncio.sleep(1)
            await self._used.database.run(_publish_next)
            self._session.changes.posts.emit()

    async def _publishing(self) -> None:
        """Publish a post every 20 seconds, which is followed until it is out."""
        client = self._session.clients.all()[0]
        while True:
            text = f"{_TEXT} {datetime.now(UTC):%H:%M:%S}"
            draft = Draft(str(uuid.uuid4()), client.id, (Platform.LINKEDIN,), text)
            self._session.composer.submit(Submission.of(draft), SubmitMode.PUBLISH_NOW)
            await asyncio.sleep(20)

    async def _rounds(self) -> None:
        """Read the accounts of all clients, and refresh everything, each minute."""
        while True:
            self._session.connections.check_all(Priority.POLL)
            await asyncio.sleep(40)
            self._session.refresh()
            await asyncio.sleep(20)


def _publish_next(conn: Transaction) -> None:
    """Mark the next locked post as published a moment ago."""
    (post_id,) = conn.execute(
        "SELECT id FROM posts WHERE state = ? AND workspace_id = 1 ORDER BY due_ms LIMIT 1", (PostState.LOCKED,)
    ).fetchone()
    changed = PostState.PUBLISHED, to_ms(datetime.now(UTC)), post_id
    conn.execute("UPDATE posts SET state = ?, changed_ms = ? WHERE id = ?", changed)


def _sheet(rows: int) -> str:
    first = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=1)
    lines = ["Client,Date,Time,Platforms,Text"]
    for n in range(rows):
        due = first + timedelta(minutes=17 * n)
        lines.append(f'client-{n % 50},{due:%Y-%m-%d},{due:%H:%M},"LinkedIn, X","Number {n} of {uuid.uuid4()}: {_TEXT}"')
    return "\r\n".join(lines)
