"""The window of a running desk: its panes and dialogs, and the one question when it closes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from postdesk.domain.clients import Workspace
from postdesk.domain.closing import likely_back
from postdesk.domain.posts import PostState
from postdesk.engine.at_login import AtLogin
from postdesk.engine.desk import Desk
from postdesk.engine.externals import Externals
from postdesk.engine.safekeeping import Safekeeping
from postdesk.engine.welcome import Welcome
from postdesk.logbook import Logbook
from postdesk.profile import Profile
from postdesk.running_desk import RunningDesk
from postdesk.ui.kit.theme import Theme
from postdesk.ui.kit.to_front import bring_to_front
from postdesk.ui.missed import MissedWatch
from postdesk.ui.scope import Scope
from postdesk.ui.shell import dialogs, last_view
from postdesk.ui.shell.close_question import CloseChoice, CloseQuestion, UnsavedQuestion
from postdesk.ui.shell.fittings import Fittings
from postdesk.ui.shell.last_view import LastView
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.panes import Panes
from postdesk.ui.shell.waiting_here import Waiting, waiting_here

_ENDING = (CloseChoice.LOCK_IN, CloseChoice.QUIT)


@dataclass(frozen=True, slots=True)
class Setting:
    """What windows share: the profile, workspaces and desks at work, the log, the theme, this computer's zone, the browser."""

    profile: Profile
    desks: Callable[[], tuple[Desk, ...]]
    workspaces: Callable[[], tuple[Workspace, ...]]
    welcome: Welcome
    safekeeping: Safekeeping
    externals: Externals
    logbook: Logbook
    theme: Theme
    here: ZoneInfo
    open_url: Callable[[QUrl], bool]
    away_since: datetime | None
    at_login: AtLogin


@dataclass(frozen=True, slots=True)
class Leaving:
    """The answer to the question, and the entries that it named as those that can be locked in."""

    choice: CloseChoice
    to_lock_in: frozenset[int] = frozenset()


class DeskWindow(QObject):
    """Furnishes a window with a desk. `closed` carries with what (Leaving) it may go."""

    closed = Signal(object)

    def __init__(self, running: RunningDesk, setting: Setting, window: MainWindow) -> None:
        super().__init__()
        self.window = window
        self.desk = self._desk = running.desk
        self._setting = setting
        self._last = _last_view(running.desk, setting.profile.layout_file)
        self.scope = Scope(self._last.client_id, self)
        self._panes = Panes(running.desk, self.scope, setting.theme, setting.here, setting.open_url)
        self._fittings: Fittings | None = None
        self._question: CloseQuestion | None = None
        self._unsaved_question: UnsavedQuestion | None = None
        setting.logbook.problem.connect(self._tell_problem)
        running.desk.changes.settings.connect(self._dress)
        self._dress()
        running.desk.clients.added.connect(self.scope.show_client)

    async def furnish(self) -> None:
        """Put everything into the window, step by step, so that it is painted and answers meanwhile."""
        setting = self._setting
        for identifier, pane in self._panes.build():
            self.window.take_pane(identifier, pane)
            await asyncio.sleep(0)
        self._fittings = Fittings(self.window, self._desk, self.scope, setting.theme, self._panes, setting.here)
        self._fittings.leaving.tell_of(setting.desks)
        self._fittings.leaving.account_asked.connect(setting.welcome.open)
        self._dialogs = self._make_dialogs(self._desk, self._fittings)
        if setting.away_since:
            self._panes.results.show_away(setting.away_since)
            watch = MissedWatch(self._desk, self.window, setting.away_since)
            watch.found.connect(self._dialogs.ask_about_missed)
        if self._last.view is not self._panes.calendar.view:
            self._panes.calendar.show_view(self._last.view)
        self._panes.calendar.setFocus()
        if replaced := setting.safekeeping.to_tell():
            self._dialogs.tell_replaced(replaced)
        else:
            self._dialogs.ask_to_confirm()
        self._desk.importing.undone.connect(self._tell_undone)
        self._tell_undone()
        self.window.close_asked.connect(self._close_asked)
        if self.window.close_was_asked:
            self._close_asked()

    def _make_dialogs(self, desk: Desk, fittings: Fittings) -> dialogs.Dialogs:
        setting = self._setting
        outside = dialogs.Outside(
            here=setting.here,
            folder=setting.profile.folder,
            workspaces=setting.workspaces,
            open_url=setting.open_url,
            problems=setting.logbook.problems,
            diagnostics=setting.logbook.diagnostics,
            safekeeping=setting.safekeeping,
            externals=setting.externals,
            at_login=setting.at_login,
        )
        return dialogs.Dialogs(self.window, fittings, desk, setting.welcome, setting.theme, outside)

    def raise_(self) -> None:
        """Bring the window to the front, also out of the background."""
        bring_to_front(self.window)

    def _dress(self) -> None:
        theme, settings = self._setting.theme, self._desk.settings.current
        theme.set_appearance(settings.appearance)
        theme.set_clock_face(settings.clock_face)
        theme.set_first_weekday(settings.first_weekday)

    def _tell_undone(self) -> None:
        self._desk.importing.tell_undone()

    def _tell_problem(self) -> None:
        self._tell(self.tr("Postdesk had an internal error. Your posts are safe. See “Error log” in the menu."))

    def _tell(self, text: str) -> None:
        if self._fittings:
            self._fittings.tell(text)

    def open_post(self, post_id: int) -> None:
        """Show a post in the results, where they are there yet."""
        if self._fittings:
            self._panes.results.open_post(post_id)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Show the posts in these states in the results, where they are there yet."""
        if self._fittings:
            self._panes.show_states(states)

    def show_connections(self, client_id: int) -> None:
        """Show a client's accounts, where they are there yet."""
        if self._fittings:
            self._panes.show_connections(client_id)

    def tell_not_locked(self, count: int) -> None:
        """Postdesk stays open, since not all could be locked in."""
        self._tell(self.tr("Postdesk stays open, since not everything could be locked in ({0}). See the results.").format(count))

    def waiting(self) -> Waiting:
        """The posts that wait here and are due before the user is likely back."""
        return waiting_here(self._setting.desks(), likely_back(self._desk.clock.now(), self._setting.here))

    def _close_asked(self) -> None:
        """First what was typed is written down; what can't be is asked about."""
        self.keep()
        if any(desk.unsaved.pending for desk in self._setting.desks()):
            self._desk.tasks.start("ask about the unsaved", self._ask_about_unsaved())
        else:
            self._ask_about_waiting()

    async def _ask_about_unsaved(self) -> None:
        desks = self._setting.desks()
        await asyncio.gather(*(desk.unsaved.settle() for desk in desks))
        if not (count := sum(desk.unsaved.count for desk in desks)):
            self._ask_about_waiting()
        elif self._unsaved_question is None:
            trouble = self._desk.health.state.storage_problem
            self._unsaved_question = question = UnsavedQuestion(self._setting.theme, count, trouble, self.window)
            question.chosen.connect(self._answered_about_unsaved)
            question.open()

    def _answered_about_unsaved(self, close: bool) -> None:
        self._unsaved_question = None
        if close:
            self._ask_about_waiting()

    def _ask_about_waiting(self) -> None:
        waiting = self.waiting()
        if not waiting.count:
            self.closed.emit(Leaving(CloseChoice.QUIT))
            return
        if self._question is None:
            self._question = question = CloseQuestion(
                self._setting.theme,
                waiting,
                self._setting.here,
                self._desk.clock.now(),
                tray=QSystemTrayIcon.isSystemTrayAvailable(),
                parent=self.window,
            )
            question.chosen.connect(lambda choice: self._chosen(choice, waiting))
            question.open()

    def _chosen(self, choice: CloseChoice, named: Waiting) -> None:
        """What came to wait while the question stood was not asked about: it is asked anew."""
        self._question = None
        if choice in _ENDING and not self.waiting().entry_ids <= named.entry_ids:
            self._ask_about_waiting()
        elif choice != CloseChoice.STAY:
            self.closed.emit(Leaving(choice, named.lockable_ids))

    def keep(self) -> None:
        """Write down what the window shows, and what was typed a moment ago."""
        if self._fittings:
            self._panes.composer.keep()
            last = LastView(self.scope.client_id, self._panes.calendar.view)
            last_view.keep(self._setting.profile.layout_file, self._desk.workspace.id, last)
        self.window.keep_layout()

    def end(self) -> None:
        """Take the window away."""
        self.keep()
        # Told to a window that is gone, a problem would be the next problem.
        self._setting.logbook.problem.disconnect(self._tell_problem)
        self.window.hide()
        self.window.deleteLater()


def _last_view(desk: Desk, layout_file: Path) -> LastView:
    """As it was left. With one client there is no choice to make; otherwise the window starts with all of them."""
    known = [client.id for client in desk.clients.all()]
    last = last_view.read(layout_file, desk.workspace.id) or LastView(None)
    client_id = known[0] if len(known) == 1 else last.client_id
    return replace(last, client_id=client_id if client_id in known else None)
