"""The desks at work, one a workspace, and the one window that shows one of them."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from postdesk.around import Around
from postdesk.command_line import Options
from postdesk.desk_window import DeskWindow, Setting, lockable, needing
from postdesk.domain.clients import DEFAULT_BASE_URL, Workspace, WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.domain.local_zone import local_zone_name
from postdesk.engine.desk import Desk
from postdesk.engine.looked_at import LookedAt
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.safekeeping import Safekeeping
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.welcome import Opening, Welcome
from postdesk.outside import outside_of
from postdesk.presence import Presence
from postdesk.running_desk import RunningDesk
from postdesk.store import settings, workspaces
from postdesk.store.database import Database
from postdesk.store.keys import Kept, KeyStore, Place
from postdesk.store.sqlite import Transaction
from postdesk.ui.close_question import CloseChoice
from postdesk.ui.first_run import FirstRun
from postdesk.ui.main_window import MainWindow
from postdesk.ui.parts.to_front import bring_to_front

if TYPE_CHECKING:
    from postdesk.api.client import Client as Api


class Desks:
    """All desks work; the window shows the one that was opened last. `window` is the one that stands already, if one does."""

    def __init__(self, around: Around, profile_id: str, window: MainWindow | None) -> None:
        self._around = around
        self._window = window
        self._first: FirstRun | None = None
        self._shown: DeskWindow | None = None
        self._running_desks: dict[int, RunningDesk] = {}
        self._next: asyncio.Queue[Opening | None] = asyncio.Queue()
        self._tasks = Tasks(lambda name, error: None)
        self._safekeeping = Safekeeping(around.database, self._tasks, Clock().now)
        self._safekeeping.replaced.connect(self._open_anew)
        around.logbook.problem.connect(self._safekeeping.doubt)
        self._anew = False
        self._looked_at = LookedAt(around.database)
        self._settings = SettingsBook(around.database, self._tasks)
        self._keys = KeyStore(profile_id)
        self._welcome = Welcome(around.database, self._keys, self._tasks, partial(_client_for_trial, around.database))
        self._welcome.opened.connect(self._next.put_nowait)
        self.presence = Presence(around.resources)
        self.presence.workspace_asked.connect(self._welcome.open)

    async def live(self, options: Options) -> bool:
        """Until the user quits; whether the database is to be opened anew instead.

        Raises StorageProblem where not even the first desk could be opened.
        """
        self._safekeeping.start()
        try:
            opening = await self._first_opening(options)
            while opening:
                opening = await self._show(opening)
        finally:
            await self._end()
        return self._anew

    def _open_anew(self) -> None:
        self._anew = True
        self.leave()

    def leave(self) -> None:
        """End without a question."""
        self._next.put_nowait(None)

    def keep(self) -> None:
        """Write down what the window shows, and what was typed a moment ago."""
        if self._shown:
            self._shown.keep()

    def come_to_front(self) -> None:
        """Bring the window back, whichever there is."""
        if waiting := self._first or self._window:
            bring_to_front(waiting)
        else:
            self.presence.show_asked()

    @property
    def at_work(self) -> tuple[Desk, ...]:
        """The desks, those that no window shows included."""
        return tuple(running.desk for running in self._running_desks.values())

    async def _first_opening(self, options: Options) -> Opening | None:
        """The workspace to start with: the one asked for, the last one, or the one chosen in the first window.

        Raises StorageProblem where the one asked for cannot be made.
        """
        last = workspaces.last(self._around.database.reader)
        if options.sandbox:
            await self._welcome.open_practice()
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
        workspace = await self._around.database.run(lambda conn: _at(conn, base_url))
        if key:
            self._keys.hold(workspace.id, key)
        self._welcome.open(workspace.id)

    async def _first_run(self) -> Opening | None:
        self._first = window = FirstRun(self._welcome, self._safekeeping, self._around.theme, self._around.resources)
        window.closed.connect(lambda: self._next.put_nowait(None))
        window.show()
        opening = await self._next.get()
        self._first = None
        window.hide()
        window.deleteLater()
        return opening

    async def _show(self, opening: Opening) -> Opening | None:
        """A window on a workspace, until it is left for another, or for good."""
        await self._close_if_changed(opening.workspace)
        running = self._running(opening.workspace)
        window, self._window = self._window or MainWindow(self._around.theme, self._around.profile.layout_file), None
        self._shown = shown = DeskWindow(running, self._setting(running.desk), window)
        choices: asyncio.Queue[CloseChoice] = asyncio.Queue()
        shown.closed.connect(choices.put_nowait)
        self.presence.shows(shown)
        window.show()
        await shown.furnish()
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
            shown.end()
            await self._looked_at.note(running.desk)
            if running.desk.practice:
                await self._close(running)

    async def _until_left(
        self, shown: DeskWindow, choices: "asyncio.Queue[CloseChoice]", following: "asyncio.Future[Opening | None]"
    ) -> Opening | None:
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
            self.presence.go_to_background()
            return False
        if choice == CloseChoice.LOCK_IN and (left := await _lock_in_all(self.at_work)):
            shown.tell_not_locked(left)
            return False
        return True

    async def _close_if_changed(self, workspace: Workspace) -> None:
        """A desk whose address or ports were changed is opened anew."""
        known = self._running_desks.get(workspace.id)
        if known and known.desk.workspace != workspace:
            await self._close(known)

    async def _close(self, running: RunningDesk) -> None:
        del self._running_desks[running.desk.workspace.id]
        self.presence.forget(running.desk)
        await running.close()

    def _running(self, workspace: Workspace) -> RunningDesk:
        if workspace.id not in self._running_desks:
            outside = outside_of(self._around.open_url, self._around.resources)
            made = RunningDesk(workspace, self._around.database, self._settings, outside, self._keys, self._around.logbook)
            self._running_desks[workspace.id] = made
            self.presence.follow(made.desk)
            made.desk.changes.notice.connect(self._noticed)
        return self._running_desks[workspace.id]

    def _noticed(self, notice: Notice) -> None:
        if notice.kind is NoticeKind.INTERNAL_ERROR:
            self._safekeeping.doubt()

    def _work_begins(self, opening: Opening) -> None:
        """After the first paint: this desk, and those of the other accounts, whose posts are waiting too."""
        known = self._running(opening.workspace)
        known.start(opening.kept)
        for workspace in workspaces.all_of(self._around.database.reader):
            if workspace.kind == WorkspaceKind.REAL:
                self._running(workspace).start()

    def _setting(self, desk: Desk) -> Setting:
        return Setting(
            profile=self._around.profile,
            desks=lambda: self.at_work,
            workspaces=lambda: workspaces.all_of(self._around.database.reader),
            welcome=self._welcome,
            safekeeping=self._safekeeping,
            logbook=self._around.logbook,
            theme=self._around.theme,
            here=ZoneInfo(local_zone_name()),
            open_url=self._around.open_url,
            away_since=self._looked_at.last(desk),
        )

    async def _end(self) -> None:
        await asyncio.gather(*(self._close(running) for running in tuple(self._running_desks.values())))
        await self._tasks.close()


def _client_for_trial(database: Database, base_url: str, key: str) -> "Api":
    from postdesk.api.client import Client

    # In a thread of its own, where the reader's connection cannot be used.
    known = database.submit(settings.load).result()
    return Client(base_url, key, proxy=known.proxy, ca_file=known.ca_file)


async def _lock_in_all(desks: tuple[Desk, ...]) -> int:
    """Lock in all that needs this computer; how many posts could not be."""
    here = ZoneInfo(local_zone_name())
    return sum([len(await desk.lock_in_all(tuple(filter(lockable, needing(desk, here))))) for desk in desks])


def _at(conn: Transaction, base_url: str) -> Workspace:
    known = next((each for each in workspaces.all_of(conn) if each.base_url == base_url), None)
    return known or workspaces.add(conn, WorkspaceKind.REAL, base_url, base_url)
