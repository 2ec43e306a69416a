"""A desk at work in a world whose time is virtual: the real parts over a real file, and a service without a socket."""

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from tests.proofs.ledger import Account, Ledger
from tests.proofs.promises import Promises, Row
from tests.proofs.two_clients import BASE_URL, FILE, PEOPLE, PLATFORMS, account_of, new_folder, new_profile
from tests.proofs.virtual_time import Hand, VirtualLoop
from tests.proofs.wire import Wire

from postdesk.api import client as api_client
from postdesk.api.budget import Budget
from postdesk.api.listener import Listener
from postdesk.api.sandbox_control import SandboxControl
from postdesk.domain.clients import Client
from postdesk.domain.clock import Clock
from postdesk.domain.delivery import Hold, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Draft
from postdesk.domain.submitting import Act
from postdesk.engine import composer
from postdesk.engine import desk as engine_desk
from postdesk.engine.desk import Desk, Outside
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.store import database, posts, workspaces
from postdesk.store.database import Database, StorageProblem

_RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_EPOCH = datetime(2030, 3, 1, 12, tzinfo=UTC)
_MOST_TURNS = 400
_FINAL = frozenset(
    {State.ACCEPTED, State.ACCEPTED_WITHOUT_ID, State.NEEDS_USER, State.REJECTED, State.MISSED, State.CONFIRMED_BY_USER}
    | {State.CANCELLED}
)


class WorldClock(Clock):
    """This computer's clock: the world's, less or more what somebody set it to."""

    def __init__(self, world: "World") -> None:
        self._world = world
        super().__init__()

    def now(self) -> datetime:
        return self._world.true_now() + self._world.clock_off + self.offset

    def monotonic(self) -> float:
        return self._world.loop.time()


class World:
    """One profile, one service, and what happens to them. `story` tells it, a line each."""

    def __init__(self, tell: Callable[[str], None] = lambda line: None) -> None:
        self.tell = tell
        self.folder = new_folder()
        self.loop = VirtualLoop()
        self.loop.set_exception_handler(lambda loop, context: None)
        self.slept = timedelta()
        self.clock_off = timedelta()
        self.ledger = Ledger(self.true_now, said=tell)
        self.wire = Wire(self.ledger)
        self.promises = Promises(self.ledger)
        self.failures: list[str] = []
        self._submitting: Draft | None = None
        self._backup: tuple[Path, Any] | None = None
        self.promises.clock = lambda: self.true_now() + self.clock_off
        for person in PEOPLE:
            for platform in PLATFORMS:
                self.ledger.accounts[person, platform] = Account(account_of(person, platform))
                self.promises.agreed.add((person, platform, account_of(person, platform)))
        new_profile(self.folder / "profile")
        self._open()

    def true_now(self) -> datetime:
        """The time, as the service's clock has it."""
        return _EPOCH + self.slept + timedelta(seconds=self.loop.time())

    def _open(self) -> None:
        self.hand = Hand(self.loop, self.promises.committed)
        self.loop.doom = None
        with mock.patch.object(database, "ThreadPoolExecutor", return_value=self.hand):
            self.database = Database(self.folder / "profile")
        writer = self.database._writer
        assert writer
        self.promises.committed(writer)
        with (
            mock.patch.object(engine_desk, "Clock", return_value=WorldClock(self)),
            mock.patch.object(composer, "_ready_to_count", _ready_to_count),
        ):
            self.desk = self._desk()
            self.desk.composer.submitted.connect(lambda told: self._was_submitted(told.draft_id))
            self._at_once(self._start)
        if self._submitting and posts.made_from(self.database.reader, self._submitting.id):
            self._was_submitted(self._submitting.id)
        self._submitting = None

    def _desk(self) -> Desk:
        workspace = workspaces.all_of(self.database.reader)[0]
        outside = Outside(lambda url: True, lambda text, base: text, Listener, SandboxControl, _RESOURCES)
        desk = Desk(workspace, self.database, SettingsBook(self.database, Tasks(self._failed)), outside)
        desk.tasks._on_failure = self._failed
        return desk

    def _start(self) -> None:
        self.desk.start()
        with mock.patch.object(api_client, "Transport", return_value=self.wire):
            self.api = api_client.Client(
                BASE_URL,
                "a-key-for-tests",
                budget=Budget(60_000, 10_000, 30_000, self.loop.time),
                on_server_date=self.desk.health.note_server_date,
            )
        self.desk.attach(self.api)

    def _failed(self, name: str, error: Exception) -> None:
        if not isinstance(error, StorageProblem):
            self.failures.append(f"{name} failed: {error!r}")

    def _at_once(self, act: Callable[[], object]) -> None:
        self.loop.call_soon(act)
        self.loop.call_soon(self.loop.stop)
        self.loop.run_forever()

    def act(self, name: str, act: Callable[[], object]) -> None:
        """The user does something, and waits until it is done."""
        tasks = self.desk.tasks._running
        before = set(tasks)
        self.promises.acting = name
        self._at_once(act)
        self.loop.run_while(lambda: not set(tasks) <= before, _MOST_TURNS)
        self.promises.acting = ""
        self._see_to_the_end()

    def submit(self, draft: Draft, act: Act) -> None:
        """The user makes a post of a draft."""
        self._submitting = draft
        self.act(f"submit {draft.text!r}", lambda: self.desk.composer.submit(draft, act))

    def _was_submitted(self, draft_id: str) -> None:
        draft = self._submitting
        if draft and draft.id == draft_id:
            user = PEOPLE[draft.client_id - 1]
            self.promises.asked_for([(user, str(platform), draft.text) for platform in draft.platforms], draft_id)
            self._submitting = None

    def run(self, seconds: float) -> None:
        """So much time passes."""
        self.loop.run_for(seconds)
        self._see_to_the_end()

    def _see_to_the_end(self) -> None:
        if self.loop.doomed:
            self.crash()

    def sleep(self, span: timedelta) -> None:
        """This computer sleeps."""
        self.slept += span

    def crash(self) -> None:
        """The process is killed, and started again."""
        self.tell("    killed, and started again")
        self._kill()
        self._open()

    def _kill(self) -> None:
        self.hand.kill()
        self.loop.doom = None
        self.loop.run_until_complete(self._thrown_away())
        self.database.close()

    async def _thrown_away(self) -> None:
        """What a killed process leaves behind, without what it would still do."""
        me = asyncio.current_task()
        while left := [task for task in asyncio.all_tasks() if task is not me]:
            for task in left:
                task.cancel()
            await asyncio.sleep(0)
        self.loop._scheduled.clear()  # type: ignore[attr-defined]
        await asyncio.sleep(0)

    def close(self) -> None:
        """Quit as the user does."""
        self.loop.doom = None
        self.loop.run_until_complete(self.desk.close())
        self.loop.run_until_complete(self._thrown_away())
        self.database.close()

    def restart(self) -> None:
        """Quit, and start again."""
        self.close()
        self._open()

    def back_up(self) -> None:
        """Somebody makes a copy of the profile."""
        kept = self.folder / f"kept-{self.loop.time()}-{self.slept.total_seconds()}"
        with contextlib.closing(sqlite3.connect(kept)) as copy:
            self.database.reader.backup(copy)
        self._backup = kept, self.promises.snapshot()

    @property
    def has_backup(self) -> bool:
        """Whether there is a copy to go back to."""
        return self._backup is not None

    def restore(self) -> None:
        """Somebody puts the copy in the place of the profile."""
        assert self._backup
        self._kill()
        kept, known = self._backup
        profile = self.folder / "profile"
        fresh = profile / "fresh"
        shutil.copy(kept, fresh)
        for name in (f"{FILE}-wal", f"{FILE}-shm"):
            (profile / name).unlink(missing_ok=True)
        fresh.replace(profile / FILE)
        self.promises.restore(known)
        self._open()

    def confirm(self, number: int, platform: Platform) -> None:
        """The user agrees to the account that answers, as far as it is known here."""
        client = self.client(number)
        known = self.desk.connections.get(client.id, platform)
        if known:
            self.promises.agreed.add((client.external_user_id, platform, known.remote_account_id))
            self.act("confirm", lambda: self.desk.connections.confirm_account(client.id, platform))

    def rows(self) -> list[Row]:
        """The entries that were made here, in order."""
        return [row for row in self.promises.known.rows.values() if row.ours]

    def client(self, number: int) -> Client:
        """One of the clients."""
        return self.desk.clients.all()[number]

    def heal(self) -> None:
        """All is well from now on, and time enough passes for everything to be settled that can be."""
        self.loop.doom = None
        self.clock_off = timedelta()
        odd = self.ledger.odd
        odd.online, odd.key_works, odd.lists, odd.gets, odd.goes_back = True, True, "whole", "well", False
        for account in self.ledger.accounts.values():
            account.status = "connected"
        self.wire.next_ones.clear()
        self.hand.refusals = 0
        self._at_once(self.desk.pause.end)
        latest = max((row.due_ms for row in self.rows()), default=0) / 1000 - self.true_now().timestamp()
        self._at_once(self.desk.refresh)
        for span in (0, 90, 700, max(0.0, latest), 400, 3700, 4000):
            self.sleep(timedelta(seconds=span))
            self.loop.run_for(65)
            self._at_once(self.desk.refresh)
        self.loop.run_for(30)

    def unsettled(self) -> list[Row]:
        """What neither came to an end nor waits for the user, though it should by now."""
        return [row for row in self.rows() if row.state not in _FINAL and not _waits_for_the_user(row)]

    def end(self) -> None:
        """Leave nothing behind."""
        self._kill()
        self.loop.close()
        shutil.rmtree(self.folder)


def _waits_for_the_user(row: Row) -> bool:
    return row.hold in (Hold.RESTORED, Hold.CHANGED, Hold.FIRST_IS_UP, Hold.REFUSED_PERMISSION, Hold.ACCOUNT_CHANGED)


@cache
def _ready_to_count(*args: Any) -> Any:
    return _READY(*args)


_READY = composer._ready_to_count
