"""A session at work in a world whose time is virtual: the real parts over a real file, and a service without a socket."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.proofs.ledger import Account, Ledger
from tests.proofs.promises import Promises, Row
from tests.proofs.two_clients import FILE, PEOPLE, PLATFORMS, account_of, new_folder, new_profile
from tests.proofs.virtual_process import VirtualProcess
from tests.proofs.virtual_time import VirtualLoop
from tests.proofs.wire import Wire

from postdesk.domain.clients import Client
from postdesk.domain.clock import Clock
from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft
from postdesk.domain.import_columns import FileRow
from postdesk.domain.import_problems import CheckedRow
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission, outgoing_draft
from postdesk.domain.platforms import Platform
from postdesk.domain.sheet import SheetRow
from postdesk.domain.times import from_ms
from postdesk.domain.utm import Tags, TagSettings
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import imports, posts

_EPOCH = datetime(2030, 3, 1, 12, tzinfo=UTC)
_MOST_TURNS = 400
_FIRST_START_S = 0.1
_TAGGING = TagSettings(True, Tags("{platform}"))
_LONGER_THAN_A_LOOK_S = 65
_STILL_OURS = (State.PLANNED, State.QUEUED)
_FINAL = frozenset(
    {State.ACCEPTED, State.ACCEPTED_WITHOUT_ID, State.NEEDS_USER, State.REJECTED, State.MISSED, State.CONFIRMED_BY_USER}
    | {State.CANCELLED}
)


class WorldClock(Clock):
    """This computer's clock: the world's, plus or minus an offset that somebody set."""

    def __init__(self, world: "World") -> None:
        self._world = world
        super().__init__()

    def now(self) -> datetime:
        return self._world.true_now() + self._world.clock_off + self.offset

    def monotonic(self) -> float:
        return self._world.loop.time()


class World:
    """One profile, one service, and their events; `tell` gets a line for each. `failures` are tasks that failed."""

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
        self._importing: list[Draft] = []
        self._undoing: list[Draft] = []
        self._backup: tuple[Path, Any] | None = None
        self.promises.clock = lambda: self.true_now() + self.clock_off
        for person in PEOPLE:
            for platform in PLATFORMS:
                self.ledger.accounts[person, platform] = Account(account_of(person, platform))
                self.promises.agreed.add((person, platform, account_of(person, platform)))
        new_profile(self.folder / "profile")
        self._open()
        self.run(_FIRST_START_S)  # the profile knows its place from then on

    def true_now(self) -> datetime:
        """Return the time, as the service's clock has it."""
        return _EPOCH + self.slept + timedelta(seconds=self.loop.time())

    @property
    def session(self) -> WorkspaceSession:
        """The session of the process that is at work now."""
        return self._life.session

    def _open(self) -> None:
        self.loop.doom = None
        seen = self.promises.committed, self.failures.append
        self._life = VirtualProcess(self.folder / "profile", self.loop, WorldClock(self), self.wire, *seen)
        self.session.composer.submitted.connect(lambda told: self._was_submitted(told.draft_id))
        if self._submitting and posts.made_from(self._life.database.reader, self._submitting.id):
            self._was_submitted(self._submitting.id)
        self._submitting = None

    def act(self, name: str, act: Callable[[], object]) -> None:
        """Do something as the user, and wait until it is done."""
        self.promises.acting = name
        self._life.act(act, _MOST_TURNS)
        self.promises.acting = ""
        self._see_to_the_end()

    def submit(self, draft: Draft, act: SubmitMode) -> None:
        """Make a post of a draft as the user; its links get tags."""
        client = self.session.clients.get(draft.client_id)
        self._submitting = shown = outgoing_draft(draft, replace(client, tagging=_TAGGING) if client else None)
        self.promises.submitting = draft.id
        self.act(f"submit {draft.text!r}", lambda: self.session.composer.submit(Submission.of(draft, shown), act))

    def import_drafts(self, drafts: list[Draft]) -> None:
        """Import rows of a file as the user."""
        rows = [
            CheckedRow(FileRow(n, SheetRow(text=each.text)), SheetRow(), True, None, each, each) for n, each in enumerate(drafts)
        ]
        self._importing = drafts
        self.act(f"import {len(rows)} rows", lambda: self.session.importing.start("plan.csv", rows, schedule=True))
        self._were_brought()

    def _were_brought(self) -> None:
        """Check that all rows were imported, or none: also where the process ended meanwhile."""
        reader = self._life.database.reader
        if imports.under_way(reader, self.session.workspace.id):
            self._undoing, self._importing = self._importing, []
        made = [draft for draft in self._importing if posts.made_from(reader, draft.id)]
        if made and len(made) < len(self._importing):
            self.failures.append(f"{len(made)} of {len(self._importing)} rows were imported")
        for draft in made:
            self._asked_for(draft)
        self._importing = []

    def _was_undone(self) -> None:
        """Check that the rest of an unfinished import is undone as soon as possible."""
        reader = self._life.database.reader
        if self._undoing and not imports.under_way(reader, self.session.workspace.id):
            left = [draft for draft in self._undoing if posts.made_from(reader, draft.id)]
            if left:
                self.failures.append(f"{len(left)} of {len(self._undoing)} rows stayed though they were not brought in")
            self._undoing = []

    def _was_submitted(self, draft_id: str) -> None:
        draft = self._submitting
        if draft and draft.id == draft_id:
            self._asked_for(draft)
            self._submitting = None

    def _asked_for(self, draft: Draft) -> None:
        user = PEOPLE[draft.client_id - 1]
        self.promises.asked_for([(user, str(platform), draft.text_for(platform)) for platform in draft.platforms], draft.id)

    def run(self, seconds: float) -> None:
        """Let so much time pass."""
        self.loop.run_for(seconds)
        self._was_undone()
        self._see_to_the_end()

    def _see_to_the_end(self) -> None:
        if self.loop.doomed:
            self.crash()

    def sleep(self, span: timedelta) -> None:
        """Let this computer sleep."""
        self.slept += span

    def crash(self) -> None:
        """Kill the process, and start it again."""
        self.tell("    killed, and started again")
        self._kill()
        self._open()

    def _kill(self) -> None:
        self.loop.doom = None
        self._life.kill()

    def disk_full(self, times: int) -> None:
        """Let so many of the next transactions that write something find no room."""
        self._life.hand.refusals = times

    def restart(self) -> None:
        """Quit, and start again."""
        self.loop.doom = None
        self._life.quit()
        self._open()

    def back_up(self) -> None:
        """Make a copy of the profile."""
        kept = self.folder / f"kept-{self.loop.time()}-{self.slept.total_seconds()}"
        with contextlib.closing(sqlite3.connect(kept)) as copy:
            self._life.database.reader.backup(copy)
        self._backup = kept, self.promises.snapshot()

    @property
    def has_backup(self) -> bool:
        """True where there is a copy to go back to."""
        return self._backup is not None

    def restore(self) -> None:
        """Put the copy in the place of the profile."""
        assert self._backup
        self._kill()
        kept, known = self._backup
        profile = self.folder / "profile"
        fresh = profile / "fresh"
        shutil.copy(kept, fresh)
        for name in (f"{FILE}-wal", f"{FILE}-shm"):
            (profile / name).unlink(missing_ok=True)
        fresh.replace(profile / FILE)
        with contextlib.closing(sqlite3.connect(kept)) as copy:
            running = [series_id for (series_id,) in copy.execute("SELECT id FROM series WHERE state = 'running'")]
        self.promises.restore(known, running)
        self._open()

    def confirm(self, number: int, platform: Platform) -> None:
        """Confirm as the user the account that answers, as far as it is known here."""
        client = self.client(number)
        known = self.session.connections.get(client.id, platform)
        if known:
            self.promises.agreed.add((client.external_user_id, platform, known.remote_account_id))
            self.act("confirm", lambda: self.session.connections.settings.confirm_account(client.id, platform))

    def rows(self) -> list[Row]:
        """Return the entries that were made here, in order."""
        return [row for row in self.promises.known.rows.values() if row.ours]

    def client(self, number: int) -> Client:
        """Return one of the clients."""
        return self.session.clients.all()[number]

    def heal(self) -> None:
        """End all faults, and let enough time pass for everything to settle that can."""
        self.loop.doom = None
        self.clock_off = timedelta()
        odd = self.ledger.odd
        odd.online, odd.key_works, odd.lists, odd.gets, odd.goes_back = True, True, "whole", "well", False
        odd.contradicts = ""
        for account in self.ledger.accounts.values():
            account.status = "connected"
        self.wire.next_ones.clear()
        self.disk_full(0)
        for standing in self.session.series.statuses():
            self.act("end a series", partial(self.session.series.end, standing.series.id))
        self._life.at_once(self.session.pause.end)
        self._look_around(timedelta(), timedelta(seconds=90), timedelta(seconds=700))
        for moment in sorted(from_ms(row.due_ms) for row in self.rows() if row.state in _STILL_OURS):
            self._look_around(max(timedelta(), moment - self.true_now()))
        latest = max((from_ms(row.due_ms) for row in self.rows()), default=self.true_now())
        self._look_around(max(timedelta(), latest - self.true_now()), *(timedelta(seconds=span) for span in (400, 3700, 4000)))

    def _look_around(self, *spans: timedelta) -> None:
        for span in spans:
            self.sleep(span)
            self._life.at_once(self.session.refresh)
            self.loop.run_for(_LONGER_THAN_A_LOOK_S)

    def unsettled(self) -> list[Row]:
        """Return the entries that neither ended nor wait for the user, though they should by now."""
        return [row for row in self.rows() if row.state not in _FINAL and not _waits_for_the_user(row)]

    def end(self) -> None:
        """Stop everything and remove all files."""
        self._kill()
        self.loop.close()
        shutil.rmtree(self.folder)


def _waits_for_the_user(row: Row) -> bool:
    held = (
        Hold.RESTORED,
        Hold.CHANGED,
        Hold.EARLIER_PUBLISHED,
        Hold.EARLIER_MISSING,
        Hold.REFUSED_PERMISSION,
        Hold.ACCOUNT_CHANGED,
    )
    return row.hold in held
