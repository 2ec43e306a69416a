"""The running workspace sessions, one for each workspace, and the one window that shows one of them."""

import asyncio
import sys
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.app_context import AppContext
from postdesk.command_line import Options
from postdesk.dependencies import client_for_trial, key_store
from postdesk.domain.clock import Clock
from postdesk.domain.times import local_zone_name
from postdesk.engine.answer_retention import AnswerRetention
from postdesk.engine.autostart import Autostart, background_command
from postdesk.engine.backups import Backups
from postdesk.engine.database_check import DatabaseCheck
from postdesk.engine.externals import Externals
from postdesk.engine.login_items import login_item
from postdesk.engine.onboarding import Onboarding, OpenRequest
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.first_start import FirstStart
from postdesk.garbage import trim_memory
from postdesk.last_seen import LastSeen
from postdesk.presence import TrayPresence
from postdesk.running_session import SharedServices
from postdesk.running_sessions import RunningSessions
from postdesk.start_failure import StartStep
from postdesk.stepwise_import import import_stepwise
from postdesk.store import workspaces
from postdesk.store.database import Database
from postdesk.store.unbound_secrets import SecretOwnerKind
from postdesk.ui.kit.windows import bring_to_front
from postdesk.ui.shell.close_question import CloseChoice
from postdesk.ui.shell.close_request import CloseAnswer
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.workspace_window import WorkspaceWindow

_STILL_S: Final = 1.0
"""Seconds from the start of the sessions; a composer that is opened before is loaded and built at once."""
_AT_REST_S: Final = 1.0
"""Seconds from the loading of the composer."""


class WorkspaceHost:
    """Runs all workspace sessions; the window shows the one opened last. `window` is the one that exists already, if any.

    A database that isn't `checked` is checked behind the window, and nothing is sent before that.
    """

    def __init__(self, app_context: AppContext, profile_id: str, window: MainWindow | None, *, checked: bool) -> None:
        self._app_context = app_context
        self._window = window
        self._shown: WorkspaceWindow | None = None
        self._next: asyncio.Queue[OpenRequest | None] = asyncio.Queue()
        self._tasks = Tasks(lambda name, error: None)
        self.check = DatabaseCheck(app_context.database, checked=checked)
        self.check.damaged.connect(partial(self._leave_for, StartStep.REPAIR))
        self._backups = Backups(app_context.database, self._tasks, Clock().now)
        self._backups.replaced.connect(partial(self._leave_for, StartStep.ANEW))
        app_context.logbook.failure_logged.connect(self._backups.suspect_damage)
        app_context.logbook.unreadable.connect(self._backups.suspect_damage)
        self._next_step = StartStep.END
        self._last_seen = LastSeen(app_context.database)
        self._settings = SettingsBook(app_context.database, self._tasks)
        self._retention = AnswerRetention(app_context.database, self._settings, self._tasks, Clock().now)
        self._externals = Externals(app_context.database, self._tasks)
        keys = key_store(app_context.database, profile_id, SecretOwnerKind.KEYS)
        self._onboarding = Onboarding(app_context.database, keys, self._tasks, partial(client_for_trial, app_context.database))
        self._onboarding.opened.connect(self._next.put_nowait)
        self._first = FirstStart(app_context, keys, self._externals, self._onboarding, self._backups, self._next)
        self._at_login = Autostart(
            login_item(sys.platform, Path.home()), background_command(sys.executable, app_context.profile.named), self._tasks
        )
        self._in_background = False
        self.presence = TrayPresence(app_context.resources, ZoneInfo(local_zone_name()))
        self.presence.workspace_requested.connect(self._onboarding.open)
        shared = SharedServices(keys, self._externals, app_context.logbook, self.check)
        upload_keys = key_store(app_context.database, f"{profile_id}/uploads", SecretOwnerKind.UPLOADS)
        self._running = RunningSessions(app_context, self._settings, shared, upload_keys, self.presence, self._backups)
        self._externals.changed.connect(self._running.reload)

    async def run(self, options: Options) -> StartStep:
        """Run until the user quits, or until the database has to be opened anew or repaired. Return the next step.

        Raises StorageError where not even the first session could be opened.
        """
        self._in_background = options.background
        self._backups.start()
        self._retention.start()
        try:
            request = await self._first.choose(options)
            while request:
                request = await self._show(request)
        finally:
            await self._end()
        return self._next_step

    def _leave_for(self, step: StartStep) -> None:
        self._next_step = step
        self.leave()

    def leave(self) -> None:
        """Quit without asking."""
        self._next.put_nowait(None)

    def save(self) -> None:
        """Save the window's view and the last typing."""
        if self._shown:
            self._shown.save()

    def come_to_front(self) -> None:
        """Bring the current window to the front."""
        if waiting := self._first.window or self._window:
            bring_to_front(waiting)
        elif self._shown:
            self.presence.raise_window()
        else:  # the next window has to be visible
            self._in_background = False

    @property
    def running_sessions(self) -> tuple[WorkspaceSession, ...]:
        """All running sessions, including those that no window shows."""
        return tuple(self._running)

    async def _show(self, request: OpenRequest) -> OpenRequest | None:
        """Show a window on a workspace until it is left for another one (returned), or for good (None)."""
        running = await self._running.open(request.workspace)
        window, self._window = self._window or MainWindow(self._app_context.theme, self._app_context.profile.layout_file), None
        self._shown = shown = WorkspaceWindow(running.session, self._window_context(running.session), window)
        choices: asyncio.Queue[CloseAnswer] = asyncio.Queue()
        shown.closing.granted.connect(choices.put_nowait)
        self._app_context.logbook.failure_logged.connect(shown.report_internal_error)
        self.presence.set_window(shown)
        self._bring_up(window)
        for _ in shown.build_contents():
            if window.composer.is_open:
                await running.session.composer.load_rules()  # it is built last, and reviews its draft at once
            await asyncio.sleep(0)
        self.presence.window_ready()
        await self._last_seen.note(running.session)
        self._start_sessions(request)
        noting = asyncio.ensure_future(self._last_seen.store_regularly(running.session))
        completing = asyncio.ensure_future(_complete(shown, self._app_context.database))
        following = asyncio.ensure_future(self._next.get())
        try:
            return await self._until_left(shown, choices, following)
        finally:
            for each in (following, completing, noting):
                each.cancel()
            self.presence.set_window(None)
            self._shown = None
            # A closed window can't show a problem: the attempt would be the next problem.
            self._app_context.logbook.failure_logged.disconnect(shown.report_internal_error)
            shown.end()
            await self._last_seen.note(running.session)
            if running.session.practice:
                await self._running.close(running)

    def _bring_up(self, window: MainWindow) -> None:
        """Show the window, or start in the background: only the first one, since the user asked for any later one."""
        if self._in_background:
            self.presence.begin_in_background()
        else:
            window.show()
        self._in_background = False

    async def _until_left(
        self, shown: WorkspaceWindow, choices: "asyncio.Queue[CloseAnswer]", following: "asyncio.Future[OpenRequest | None]"
    ) -> OpenRequest | None:
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
            left = [await session.lock_in_all(answer.to_lock_in) for session in self.running_sessions]
            if count := sum(map(len, left)):
                shown.tell_not_locked(count)
                return False
        return True

    def _start_sessions(self, request: OpenRequest) -> None:
        self._tasks.supervise("check", self.check.run)
        self._running.start(request)

    def _window_context(self, session: WorkspaceSession) -> WindowContext:
        app_context = self._app_context
        return WindowContext(
            theme=app_context.theme,
            local_zone=ZoneInfo(local_zone_name()),
            folder=app_context.profile.folder,
            layout_file=app_context.profile.layout_file,
            sessions=lambda: self.running_sessions,
            workspaces=lambda: workspaces.all_of(app_context.database.reader),
            onboarding=self._onboarding,
            backups=self._backups,
            externals=self._externals,
            at_login=self._at_login,
            open_url=app_context.open_url,
            error_log=app_context.logbook.recent_lines,
            diagnostics=app_context.logbook.diagnostics,
            away_since=self._last_seen.last(session),
        )

    async def _end(self) -> None:
        await self._running.close_all()
        await self._tasks.close()


async def _complete(shown: WorkspaceWindow, database: Database) -> None:
    """Build a closed composer once the window is still, and return the memory that the start no longer uses."""
    await asyncio.sleep(_STILL_S)
    await import_stepwise("postdesk.ui.composer.pane")
    await asyncio.sleep(_AT_REST_S)
    for _ in shown.composer_steps():
        await asyncio.sleep(0)
    await database.release_caches()
    trim_memory()
