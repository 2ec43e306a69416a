"""The application: builds everything, runs it, and takes it down.

One coroutine is the application; it ends by finishing, never by quitting Qt's loop.
"""

import postdesk.plain_import  # noqa: F401, I001  # before PySide6

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import qasync
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QApplication

from postdesk import __version__
from postdesk.command_line import Options, parse
from postdesk.desk_window import DeskWindow, Setting, lockable, needing
from postdesk.domain.clients import DEFAULT_BASE_URL, Workspace, WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.domain.local_zone import local_zone_name
from postdesk.domain.times import from_ms, to_ms
from postdesk.engine.desk import Desk
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.welcome import Opening, Welcome
from postdesk.garbage import IdleCollector
from postdesk.logbook import Logbook
from postdesk.presence import Presence
from postdesk.profile import OnlyOne, Profile, ProfileProblem
from postdesk.resources import find_resources
from postdesk.outside import outside_of
from postdesk.running_desk import RunningDesk
from postdesk.store import settings, workspaces
from postdesk.store.database import Database, StorageProblem, Transaction
from postdesk.store.keys import Kept, KeyStore, Place
from postdesk.ui.close_question import CloseChoice
from postdesk.ui.first_run import FirstRun
from postdesk.ui.start_problem import Cause, StartProblem
from postdesk.ui.theme import Theme

if TYPE_CHECKING:
    from postdesk.api.client import Client as Api

APP_ID = "org.postdesk.Postdesk"
_LAST_CLOSED = "last_closed"
_NO_DISPLAY = """\
postdesk: there is no display here (DISPLAY and WAYLAND_DISPLAY are not set), so no window can open.
postdesk: the tour needs none: it walks through the app and saves pictures of it.   postdesk --tour DIR"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Postdesk; the exit status."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    if not _has_display():
        if not options.tour:
            print(_NO_DISPLAY, file=sys.stderr)  # noqa: T201
            return 1
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={find_resources() / 'tours' / 'screen.json'}"
    # A thread that imports or parses gives way to the window at once, not after 5 ms.
    sys.setswitchinterval(0.0005)
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("postdesk")
    qt.setApplicationDisplayName("Postdesk")
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName(APP_ID)
    qt.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qt)) as runner:
        return runner.run(_toured(qt, options.tour) if options.tour else Application(qt, options).run())


def _toured(qt: QApplication, pictures: Path) -> Coroutine[None, None, int]:
    from postdesk.guided import guided

    return guided(lambda options, open_url: Application(qt, options, open_url), pictures)


def _has_display() -> bool:
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return named or not sys.platform.startswith("linux")


class Application:
    """What lives as long as the process: the profile, the store, the keys, the desks, and one window."""

    def __init__(self, qt: QApplication, options: Options, open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> None:
        self._options, self._open_url = options, open_url
        self._resources = find_resources()
        qt.setWindowIcon(QIcon(str(self._resources / "icons" / f"{APP_ID}.svg")))
        self._theme = Theme(qt, self._resources)
        self._desks: dict[int, RunningDesk] = {}
        self._next: asyncio.Queue[Opening | None] = asyncio.Queue()

    async def run(self) -> int:
        """Live until the user quits; the exit status."""
        profile = Profile(self._options.profile)
        only_one = OnlyOne(profile)
        try:
            profile.prepare()
            if not only_one.take():
                print("postdesk: it is running already; its window was asked to come to the front.", file=sys.stderr)  # noqa: T201
                return 0
            database = Database(profile.folder)
        except ProfileProblem as problem:
            return await self._show_problem(profile, Cause.FOLDER, str(problem))
        except StorageProblem as problem:
            return await self._show_problem(profile, Cause.DATABASE, problem.reason)
        self._logbook = Logbook(profile.log_folder)
        self._logbook.catch(asyncio.get_running_loop())
        self._collector = IdleCollector()
        try:
            if database.newer:
                return await self._show_problem(profile, Cause.NEWER, "")
            return await self._live(profile, database, only_one)
        finally:
            database.close()
            only_one.release()
            self._logbook.release()

    def leave(self) -> None:
        """End without a question."""
        self._next.put_nowait(None)

    async def _show_problem(self, profile: Profile, cause: Cause, reason: str) -> int:
        """Say why nothing can be opened, and wait until that was read; the exit status."""
        read = asyncio.Event()
        window = StartProblem(self._theme, profile.folder, cause, reason)
        window.left.connect(read.set)
        self._theme.dress()
        window.show()
        await read.wait()
        return 1

    async def _live(self, profile: Profile, database: Database, only_one: OnlyOne) -> int:
        self._profile, self._database = profile, database
        self._tasks = Tasks(lambda name, error: None)
        self._settings = SettingsBook(database, self._tasks)
        self._theme.set_appearance(self._settings.current.appearance)
        try:
            self._keys = KeyStore(await database.run(settings.profile_id))
        except StorageProblem as problem:
            return await self._show_problem(profile, Cause.DATABASE, problem.reason)
        self._welcome = Welcome(database, self._keys, self._tasks, self._connect_for_trial)
        self._welcome.opened.connect(self._next.put_nowait)
        self._presence = Presence(self._resources)
        self._presence.workspace_asked.connect(self._welcome.open)
        only_one.raised.connect(self._presence.show_asked)
        opening = await self._first_opening()
        while opening:
            opening = await self._show(opening)
        await self._end()
        return 0

    def _connect_for_trial(self, base_url: str, key: str) -> "Api":
        from postdesk.api.client import Client

        # In a thread of its own, where the reader's connection cannot be used.
        known = self._database.submit(settings.load).result()
        return Client(base_url, key, proxy=known.proxy, ca_file=known.ca_file)

    async def _first_opening(self) -> Opening | None:
        """The workspace to start with: the one asked for, the last one, or the one chosen in the first window."""
        options = self._options
        last = workspaces.last(self._database.reader)
        if options.sandbox:
            self._welcome.start_practice()
        elif options.api_url or (options.key and not (last and last.kind == WorkspaceKind.REAL)):
            await self._open_named(options.api_url or DEFAULT_BASE_URL, options.key)
        elif last:
            if options.key:
                self._keys.hold(last.id, options.key)
            return Opening(last, Kept(Place.NOWHERE))
        else:
            return await self._first_run()
        return await self._next.get()

    async def _open_named(self, base_url: str, key: str) -> None:
        """The workspace of that address, made where there is none; a key from the environment is never stored."""
        workspace = await self._database.run(lambda conn: _at(conn, base_url))
        if key:
            self._keys.hold(workspace.id, key)
        self._welcome.open(workspace.id)

    async def _first_run(self) -> Opening | None:
        window = FirstRun(self._welcome, self._theme, self._resources)
        window.closed.connect(lambda: self._next.put_nowait(None))
        self._theme.dress()
        window.show()
        opening = await self._next.get()
        window.hide()
        window.deleteLater()
        return opening

    async def _show(self, opening: Opening) -> Opening | None:
        """A window on a workspace, until it is left for another, or for good."""
        await self._close_if_changed(opening.workspace)
        running = self._running(opening.workspace)
        shown = DeskWindow(running, self._setting())
        shown.painted.connect(lambda: self._work_begins(opening))
        self._presence.shows(shown)
        self._theme.dress()
        shown.show()
        following = asyncio.ensure_future(self._next.get())
        try:
            return await self._until_left(shown, following)
        finally:
            following.cancel()
            self._presence.shows(None)
            shown.end()
            if running.desk.practice:
                await self._close(running)

    async def _until_left(self, shown: DeskWindow, following: "asyncio.Future[Opening | None]") -> Opening | None:
        choices: asyncio.Queue[CloseChoice] = asyncio.Queue()
        shown.closed.connect(choices.put_nowait)
        while True:
            choice = asyncio.ensure_future(choices.get())
            await asyncio.wait((choice, following), return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                choice.cancel()
                return following.result()
            if await self._may_go(choice.result(), shown):
                return None

    async def _may_go(self, choice: CloseChoice, shown: DeskWindow) -> bool:
        if choice == CloseChoice.BACKGROUND:
            self._presence.go_to_background()
            return False
        if choice == CloseChoice.LOCK_IN:
            here = ZoneInfo(local_zone_name())
            left = [await desk.lock_in_all(tuple(filter(lockable, needing(desk, here)))) for desk in self._at_work()]
            if any(left):
                shown.tell_not_locked(sum(map(len, left)))
                return False
        return True

    async def _close_if_changed(self, workspace: Workspace) -> None:
        """A desk whose address or ports were changed is opened anew."""
        known = self._desks.get(workspace.id)
        if known and known.desk.workspace != workspace:
            await self._close(known)

    async def _close(self, running: RunningDesk) -> None:
        del self._desks[running.desk.workspace.id]
        self._presence.forget(running.desk)
        await running.close()

    def _at_work(self) -> tuple[Desk, ...]:
        return tuple(running.desk for running in self._desks.values())

    def _running(self, workspace: Workspace) -> RunningDesk:
        if workspace.id not in self._desks:
            outside = outside_of(self._open_url, self._resources)
            made = RunningDesk(workspace, self._database, self._settings, outside, self._keys, self._logbook)
            self._desks[workspace.id] = made
            self._presence.follow(made.desk)
        return self._desks[workspace.id]

    def _work_begins(self, opening: Opening) -> None:
        """After the first paint: this desk, and those of the other accounts, whose posts are waiting too."""
        known = self._running(opening.workspace)
        known.start(opening.kept)
        for workspace in workspaces.all_of(self._database.reader):
            if workspace.kind == WorkspaceKind.REAL:
                self._running(workspace).start()

    def _setting(self) -> Setting:
        last = settings.value(self._database.reader, _LAST_CLOSED)
        return Setting(
            profile=self._profile,
            desks=self._at_work,
            workspaces=lambda: workspaces.all_of(self._database.reader),
            welcome=self._welcome,
            logbook=self._logbook,
            theme=self._theme,
            here=ZoneInfo(local_zone_name()),
            open_url=self._open_url,
            away_since=from_ms(int(last)) if last else None,
        )

    async def _end(self) -> None:
        await asyncio.gather(*(running.close() for running in self._desks.values()))
        await self._tasks.close()
        now = str(to_ms(Clock().now()))
        with contextlib.suppress(StorageProblem):
            await self._database.run(lambda conn: settings.remember(conn, _LAST_CLOSED, now))


def _at(conn: Transaction, base_url: str) -> Workspace:
    known = next((each for each in workspaces.all_of(conn) if each.base_url == base_url), None)
    return known or workspaces.add(conn, WorkspaceKind.REAL, base_url, base_url)
