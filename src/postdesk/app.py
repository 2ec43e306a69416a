"""The application: builds everything, runs it, and takes it down.

One coroutine is the application; it ends by returning, never by quitting Qt's loop. The imports here come before the first
paint, so the workspace host and the contents of the window are not among them: they are imported step by step later.
"""

import postdesk.lean_imports  # noqa: F401, I001  # before PySide6

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QApplication

from postdesk import __version__
from postdesk.app_context import AppContext
from postdesk.command_line import Options, parse
from postdesk.termination import on_signals
from postdesk.domain.settings import Settings
from postdesk.garbage import IdleCollector, share_heaps
from postdesk.logbook import Logbook
from postdesk.profile import SingleInstance, Profile
from postdesk.resources import find_resources
from postdesk.start_failure import NewerDatabase, StartStep, StartFailurePrompt
from postdesk.stepwise_import import import_stepwise
from postdesk.store import settings
from postdesk.store.database import Database
from postdesk.store.first_use import has_workspace
from postdesk.store.sqlite import StorageError, Transaction
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.kit.windows import bring_to_front
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.translation import install_translations

if TYPE_CHECKING:
    from postdesk.workspace_host import WorkspaceHost

_log = logging.getLogger("postdesk.app")

APP_ID = "org.postdesk.Postdesk"
_FIRST_PAINT_TIMEOUT_S = 2.0
_SWITCH_S = 0.0005
_RUNNING_ALREADY = "postdesk: it is running already; its window was asked to come to the front."
_NO_DISPLAY = """\
postdesk: there is no display here (DISPLAY and WAYLAND_DISPLAY are not set), so no window can open.
postdesk: the tour needs none: it walks through the app and saves pictures of it.   postdesk --tour DIR"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Postdesk and return the exit status."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    if not _has_display():
        if not options.tour:
            print(_NO_DISPLAY, file=sys.stderr)  # noqa: T201
            return 1
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={find_resources() / 'tours' / 'screen.json'}"
    share_heaps()
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("postdesk")
    qt.setApplicationDisplayName("Postdesk")
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName(APP_ID)
    qt.setQuitOnLastWindowClosed(False)
    install_translations(qt, find_resources())
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qt)) as runner:
        if options.tour:
            return runner.run(_tour(qt, options.tour_of, options.tour))
        application = Application(qt, options)
        qt.commitDataRequest.connect(lambda session: application.save())
        with on_signals(application.leave):
            return runner.run(application.run())


def _tour(qt: QApplication, name: str, pictures: Path) -> Coroutine[None, None, int]:
    from postdesk.guided_tour import run_guided_tour

    return run_guided_tour(lambda options, open_url: Application(qt, options, open_url), name, pictures)


def _has_display() -> bool:
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return named or not sys.platform.startswith("linux")


class Application:
    """The theme, the lock of the profile and the error log. Runs one workspace host for each database that it opens."""

    def __init__(self, qt: QApplication, options: Options, open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> None:
        self._options, self._open_url = options, open_url
        self._resources = find_resources()
        qt.setWindowIcon(QIcon(str(self._resources / "icons" / f"{APP_ID}.svg")))
        self._theme = Theme(qt, self._resources)
        self._left = asyncio.Event()
        self.host: WorkspaceHost | None = None
        self._window: MainWindow | None = None

    async def run(self) -> int:
        """Run until the user quits and return the exit status. Show every failure of the start in a window."""
        profile = Profile(self._options.profile)
        only_one = SingleInstance(profile)
        prompt = StartFailurePrompt(self._theme, profile, self._left, self._open_url)
        try:
            profile.prepare()
            if not only_one.take(quietly=self._options.background):
                print(_RUNNING_ALREADY, file=sys.stderr)  # noqa: T201
                return 0
        except Exception as error:
            await prompt.ask(error)
            return 1
        self._logbook = Logbook(profile.log_folder)
        self._logbook.catch(asyncio.get_running_loop())
        self._collector = IdleCollector()
        # A thread that imports or parses gives way to the window at once, not after 5 ms.
        sys.setswitchinterval(_SWITCH_S)
        only_one.raised.connect(self._come_to_front)
        try:
            return await self._run_until_quit(profile, prompt)
        finally:
            only_one.release()
            self._logbook.release()

    def leave(self) -> None:
        """Quit without asking."""
        self._left.set()
        if self.host:
            self.host.leave()

    def save(self) -> None:
        """Save what only the window holds: the desktop session may be about to end.

        Keep running, since it may not end after all.
        """
        if self.host:
            self.host.save()

    async def _run_until_quit(self, profile: Profile, prompt: StartFailurePrompt) -> int:
        """Run with one database after the other: a damaged or replaced one is opened anew. Return the exit status."""
        step, status = StartStep.FIRST, 0
        while step is not StartStep.END:
            try:
                step, status = await self._run_database(profile, step), 0
            except Exception as error:
                self._window = None
                step, status = await prompt.ask(error), 1
        return status

    async def _run_database(self, profile: Profile, step: StartStep) -> StartStep:
        database = await self._open_database(profile.folder, step)
        try:
            if database.newer:
                raise NewerDatabase
            return await self._run_host(profile, database, step)
        finally:
            database.close()

    async def _open_database(self, folder: Path, step: StartStep) -> Database:
        if step is StartStep.REPAIR:
            await self._repair(folder)
        try:
            return Database(folder)
        except StorageError:
            if step is StartStep.REPAIR or not await asyncio.to_thread(_is_damaged, folder):
                raise
        return await self._open_database(folder, StartStep.REPAIR)

    async def _repair(self, folder: Path) -> None:
        from postdesk.ui.start.start_failure_dialog import RepairProgress

        window = RepairProgress(self._theme)
        self._theme.apply_style()
        window.show()
        try:
            await asyncio.to_thread(_repair, folder)
        finally:
            window.hide()
            window.deleteLater()

    async def _run_host(self, profile: Profile, database: Database, step: StartStep) -> StartStep:
        self._theme.set_appearance(database.read_or(settings.load, Settings()).appearance)
        self._theme.apply_style()
        window = await self._show_empty_window(profile, database)
        # A repair has checked what it made; every other database is checked once its window is whole, before anything is sent.
        if step is StartStep.ANEW and await asyncio.to_thread(_is_damaged, profile.folder):
            self._put_away(window)
            return StartStep.REPAIR
        host_class = await _import_host()
        try:
            next_step = await self._run_sessions(profile, database, window, host_class, checked=step is StartStep.REPAIR)
        except Exception:
            # Damage may be found only by reading or writing.
            if step is StartStep.REPAIR or not await asyncio.to_thread(_is_damaged, profile.folder):
                raise
            _log.exception("while the database was damaged")
            next_step = StartStep.REPAIR
        finally:
            self.host = None
        if next_step is StartStep.REPAIR:
            self._put_away(window)
        self._window = None
        return StartStep.END if self._left.is_set() else next_step

    async def _run_sessions(
        self, profile: Profile, database: Database, window: MainWindow | None, host_class: "type[WorkspaceHost]", *, checked: bool
    ) -> StartStep:
        app_context = AppContext(profile, database, self._theme, self._logbook, self._resources, self._open_url)
        profile_id = await database.run(_settle(database.path))
        await _hold_if_copied(database)
        self.host = host_class(app_context, profile_id, window, checked=checked)
        if self._left.is_set():
            self.host.leave()
        return await self.host.run(self._options)

    def _put_away(self, window: MainWindow | None) -> None:
        self._window = None
        if window:
            with contextlib.suppress(RuntimeError):  # already deleted with its session
                window.hide()
                window.deleteLater()

    def _come_to_front(self) -> None:
        if self.host:
            self.host.come_to_front()
        elif self._window:
            bring_to_front(self._window)
        else:  # no window exists yet, and the next one has to be visible
            self._options = replace(self._options, background=False)

    async def _show_empty_window(self, profile: Profile, database: Database) -> MainWindow | None:
        """Show the empty window and return it once it is painted; None in the background.

        Also None for the first run, which has a window of its own.
        """
        options = self._options
        if options.background or not (
            options.sandbox or options.api_url or options.key or database.read_or(has_workspace, False)
        ):
            return None
        self._window = window = MainWindow(self._theme, profile.layout_file)
        painted = asyncio.Event()
        window.painted.connect(painted.set)
        window.show()
        # A window that comes up minimised, or under a locked screen, is not painted; due posts must not wait for that.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_PAINT_TIMEOUT_S):
                await painted.wait()
        return window


async def _import_host() -> "type[WorkspaceHost]":
    """Import the workspace host step by step, so that the window answers meanwhile."""
    await import_stepwise("postdesk.workspace_host")
    from postdesk.workspace_host import WorkspaceHost

    return WorkspaceHost


def _settle(database: Path) -> Callable[[Transaction], str]:
    """Return the transaction that settles the profile's id and external connections; imported only after the first paint."""
    from postdesk.store.externals import settle_profile

    return partial(settle_profile, database=database)


async def _hold_if_copied(database: Database) -> None:
    """Hold the waiting posts of a copied profile before a window shows them: a click meant for another hold would release them.

    Where that can't be written, each workspace session does it again before anything is sent.
    """
    from postdesk.store.copy_detection import hold_if_copied

    with contextlib.suppress(StorageError):
        await database.run(lambda conn: hold_if_copied(conn, database.path, datetime.now(UTC)))


def _is_damaged(folder: Path) -> bool:
    """Return True where a thorough check finds damage; False where the check fails: a repair gives up what is in the file.

    Runs in a thread: 100,000 posts take two seconds. The import is late since the first paint doesn't need it.
    """
    from postdesk.store.repair import is_damaged

    try:
        return is_damaged(folder, thorough=True)
    except StorageError:
        return False


def _repair(folder: Path) -> None:
    from postdesk.store.repair import repair

    repair(folder, datetime.now(UTC))
