"""The running workspace sessions, one for each workspace, and the one window that shows one of them."""

import asyncio
import contextlib
import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from postdesk.app_context import AppContext
from postdesk.command_line import Options
from postdesk.domain.clients import Workspace, WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.domain.times import from_ms, local_zone_name, to_ms
from postdesk.engine.at_login import AtLogin, background_command
from postdesk.engine.desk import Desk
from postdesk.engine.externals import Externals
from postdesk.engine.login_items import login_item
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.safekeeping import Safekeeping
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.welcome import Opening, Welcome
from postdesk.first_opening import FirstOpening
from postdesk.outside import outside_of
from postdesk.presence import TrayPresence
from postdesk.running_desk import RunningDesk, Uses
from postdesk.store import settings, unbound, workspaces
from postdesk.store.database import Database
from postdesk.store.keys import KeyStore
from postdesk.store.sqlite import StorageProblem
from postdesk.store.unbound import Shelf
from postdesk.ui.kit.to_front import bring_to_front
from postdesk.ui.shell.close_question import CloseChoice
from postdesk.ui.shell.closing import CloseAnswer
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.workspace_window import WorkspaceWindow

if TYPE_CHECKING:
    from postdesk.api.client import Client as Api

_LEFT: Final = "left_{}"
_NOTED_EVERY_S: Final = 300
_DIGITS: Final = 14


class Desks:
    """Runs all workspace sessions; the window shows the one opened last. `window` is the one that exists already, if any."""

    def __init__(self, around: AppContext, profile_id: str, window: MainWindow | None) -> None:
        self._around = around
        self._window = window
        self._shown: WorkspaceWindow | None = None
        self._running_desks: dict[int, RunningDesk] = {}
        self._next: asyncio.Queue[Opening | None] = asyncio.Queue()
        self._tasks = Tasks(lambda name, error: None)
        self._safekeeping = Safekeeping(around.database, self._tasks, Clock().now)
        self._safekeeping.replaced.connect(self._open_anew)
        around.logbook.problem.connect(self._safekeeping.doubt)
        around.logbook.unreadable.connect(self._safekeeping.doubt)
        self._anew = False
        self._looked_at = LookedAt(around.database)
        self._settings = SettingsBook(around.database, self._tasks)
        self._externals = Externals(around.database, self._tasks)
        self._externals.changed.connect(self._look_again)
        self._keys = self._key_store(profile_id, Shelf.KEYS)
        self._upload_keys = self._key_store(f"{profile_id}/uploads", Shelf.UPLOADS)
        self._welcome = Welcome(around.database, self._keys, self._tasks, partial(_client_for_trial, around.database))
        self._welcome.opened.connect(self._next.put_nowait)
        self._first = FirstOpening(around, self._keys, self._externals, self._welcome, self._safekeeping, self._next)
        self._at_login = AtLogin(
            login_item(sys.platform, Path.home()), background_command(sys.executable, around.profile.named), self._tasks
        )
        self._in_background = False
        self.presence = TrayPresence(around.resources, ZoneInfo(local_zone_name()))
        self.presence.workspace_asked.connect(self._welcome.open)

    def _key_store(self, name: str, shelf: Shelf) -> KeyStore:
        database = self._around.database
        known = unbound.origins(database.reader, shelf)

        def bound(owner: int) -> None:
            database.submit(partial(unbound.settle, shelf=shelf, owner=owner))

        return KeyStore(name, unbound=known, bound=bound)

    async def live(self, options: Options) -> bool:
        """Run until the user quits. Return True where the database has to be opened anew instead.

        Raises StorageError where not even the first session could be opened.
        """
        self._in_background = options.background
        self._safekeeping.start()
        try:
            opening = await self._first.asked(options)
            while opening:
                opening = await self._show(opening)
        finally:
            await self._end()
        return self._anew

    def _open_anew(self) -> None:
        self._anew = True
        self.leave()

    def leave(self) -> None:
        """Quit without asking."""
        self._next.put_nowait(None)

    def keep(self) -> None:
        """Save the window's view and the last typing."""
        if self._shown:
            self._shown.keep()

    def come_to_front(self) -> None:
        """Bring the current window to the front."""
        if waiting := self._first.window or self._window:
            bring_to_front(waiting)
        elif self._shown:
            self.presence.show_asked()
        else:  # the next window has to be visible
            self._in_background = False

    @property
    def at_work(self) -> tuple[Desk, ...]:
        """All running sessions, including those that no window shows."""
        return tuple(running.desk for running in self._running_desks.values())

    async def _show(self, opening: Opening) -> Opening | None:
        """Show a window on a workspace until it is left for another one (returned), or for good (None)."""
        await self._close_if_changed(opening.workspace)
        running = self._running(opening.workspace)
        window, self._window = self._window or MainWindow(self._around.theme, self._around.profile.layout_file), None
        self._shown = shown = WorkspaceWindow(running.desk, self._window_context(running.desk), window)
        choices: asyncio.Queue[CloseAnswer] = asyncio.Queue()
        shown.closing.granted.connect(choices.put_nowait)
        self._around.logbook.problem.connect(shown.tell_problem)
        self.presence.shows(shown)
        self._bring_up(window)
        for _ in shown.furnish():
            await asyncio.sleep(0)
        self.presence.furnished()
        await self._looked_at.note(running.desk)
        self._work_begins(opening)
        noting = asyncio.ensure_future(self._looked_at.keep_noting(running.desk))
        following = asyncio.ensure_future(self._next.get())
        try:
            return await self._until_left(shown, choices, following)
        finally:
            following.cancel()
            noting.cancel()
            self.presence.shows(None)
            self._shown = None
            # A closed window can't show a problem: the attempt would be the next problem.
            self._around.logbook.problem.disconnect(shown.tell_problem)
            shown.end()
            await self._looked_at.note(running.desk)
            if running.desk.practice:
                await self._close(running)

    def _bring_up(self, window: MainWindow) -> None:
        """Show the window, or start in the background: only the first one, since the user asked for any later one."""
        if self._in_background:
            self.presence.begin_in_background()
        else:
            window.show()
        self._in_background = False

    async def _until_left(
        self, shown: WorkspaceWindow, choices: "asyncio.Queue[CloseAnswer]", following: "asyncio.Future[Opening | None]"
    ) -> Opening | None:
        while True:
            choice = asyncio.ensure_future(choices.get())
            await asyncio.wait((choice, following), return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                choice.cancel()
                return following.result()
            if await self._may_go(choice.result(), shown):
                return None

    async def _may_go(self, answer: CloseAnswer, shown: WorkspaceWindow) -> bool:
        if answer.choice == CloseChoice.BACKGROUND:
            self.presence.go_to_background()
            return False
        if answer.choice == CloseChoice.LOCK_IN:
            left = [await desk.lock_in_all(answer.to_lock_in) for desk in self.at_work]
            if count := sum(map(len, left)):
                shown.tell_not_locked(count)
                return False
        return True

    async def _close_if_changed(self, workspace: Workspace) -> None:
        """Close a session whose address or ports were changed, so that it is opened anew."""
        known = self._running_desks.get(workspace.id)
        if known and known.desk.workspace != workspace:
            await self._close(known)

    async def _close(self, running: RunningDesk) -> None:
        del self._running_desks[running.desk.workspace.id]
        self.presence.forget(running.desk)
        await running.close()

    def _running(self, workspace: Workspace) -> RunningDesk:
        if workspace.id not in self._running_desks:
            outside = outside_of(self._around.open_url, self._around.resources, self._upload_keys)
            uses = Uses(self._keys, self._externals, self._around.logbook)
            made = RunningDesk(workspace, self._around.database, self._settings, outside, uses)
            self._running_desks[workspace.id] = made
            self.presence.follow(made.desk)
            made.desk.changes.notice.connect(self._noticed)
        return self._running_desks[workspace.id]

    def _look_again(self) -> None:
        """Read again, since the user may have confirmed an external connection or command."""
        self._settings.look_again()
        for running in self._running_desks.values():
            running.look_again()

    def _noticed(self, notice: Notice) -> None:
        if notice.kind is NoticeKind.INTERNAL_ERROR:
            self._safekeeping.doubt()

    def _work_begins(self, opening: Opening) -> None:
        """Start this session after the first paint, and those of the other accounts, whose posts are waiting too."""
        known = self._running(opening.workspace)
        known.start(opening.kept)
        for workspace in workspaces.all_of(self._around.database.reader):
            if workspace.kind == WorkspaceKind.REAL:
                self._running(workspace).start()

    def _window_context(self, desk: Desk) -> WindowContext:
        around = self._around
        return WindowContext(
            theme=around.theme,
            here=ZoneInfo(local_zone_name()),
            folder=around.profile.folder,
            layout_file=around.profile.layout_file,
            desks=lambda: self.at_work,
            workspaces=lambda: workspaces.all_of(around.database.reader),
            welcome=self._welcome,
            safekeeping=self._safekeeping,
            externals=self._externals,
            at_login=self._at_login,
            open_url=around.open_url,
            problems=around.logbook.problems,
            diagnostics=around.logbook.diagnostics,
            away_since=self._looked_at.last(desk),
        )

    async def _end(self) -> None:
        await asyncio.gather(*(self._close(running) for running in tuple(self._running_desks.values())))
        await self._tasks.close()


def _client_for_trial(database: Database, base_url: str, key: str) -> "Api":
    from postdesk.api.client import Client

    # This runs in a thread, where the reader's connection cannot be used.
    known = database.submit(settings.load).result()
    return Client(base_url, key, proxy=known.proxy, ca_file=known.ca_file)


class LookedAt:
    """The moments at which each workspace was last seen, by its session's clock: later events are news for the user."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, desk: Desk) -> datetime | None:
        """Return the moment at which the session was last seen; None where it never was."""
        kept = settings.number(settings.value(self._database.reader, _LEFT.format(desk.workspace.id)), _DIGITS)
        return from_ms(kept) if kept else None

    async def note(self, desk: Desk) -> None:
        """Store the present moment as the last one at which the session was seen."""
        name, now = _LEFT.format(desk.workspace.id), str(to_ms(desk.clock.now()))
        with contextlib.suppress(StorageProblem):
            await self._database.run(lambda conn: settings.remember(conn, name, now))

    async def keep_noting(self, desk: Desk) -> None:
        """Store the moment at intervals, since a crash skips the one at the end: then more is reported than was missed.

        Never ends.
        """
        while True:
            await asyncio.sleep(_NOTED_EVERY_S)
            await self.note(desk)
