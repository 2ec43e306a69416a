"""The navigation from anywhere in a window to its panes, their contents, and its dialogs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from postdesk.domain.post_actions import PostAction
from postdesk.domain.posts import PostState
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.composer.pane import ComposerPane
from postdesk.ui.connections.pane import ConnectionsPane
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.pane import Pane
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.shell.dialogs import WindowDialogs
from postdesk.ui.shell.health import Remedy
from postdesk.ui.shell.places import LatePlaces


@dataclass(frozen=True, slots=True)
class Panes:
    """The panes of a window, by the names of their places."""

    calendar: CalendarPane
    connections: ConnectionsPane
    composer: ComposerPane
    results: ResultsPane


class WindowNavigator(WindowDialogs):
    """The `Navigator` of a window. Panes can be used once all of them are made, and `panes` is set."""

    panes: Panes | None = None

    def show(self, place: str) -> None:
        """Show the pane of that name; some places are still in dialogs of their own."""
        if place in self._late.makers:
            if self.panes:
                self.late_place(place)
        else:
            self._show_in(place, lambda panes: None)

    @property
    def _late(self) -> LatePlaces:
        return LatePlaces(self._session, self._scope, self._context, self)

    def late_place(self, place: str) -> Pane:
        """Show a place in a dialog, and return it."""

        def made() -> QDialog:
            dialog = QDialog(self._window)
            dialog.setObjectName(f"place.{place}")
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setLayout(column_of(self._late.makers[place]()))
            dialog.resize(900, 640)
            return dialog

        self._show(place, made)
        return next(each for each in self._open[place].children() if isinstance(each, Pane))

    def show_settings(self, page: str) -> None:
        """Show the settings at a page; an empty name keeps the page they show."""
        from postdesk.ui.settings.pane import SettingsPane

        pane = self.late_place("settings")
        assert isinstance(pane, SettingsPane)
        pane.show_page(page)

    def show_practice_tools(self) -> None:
        """Show practice mode's tools."""
        self.show("testing")

    def show_overview(self) -> None:
        """Show all clients."""
        self.show("clients")

    def new_post(self) -> None:
        """Open an empty draft in the composer."""
        self._show_in("composer", lambda panes: panes.composer.new_draft())

    def new_post_at(self, due_at: datetime) -> None:
        """Open an empty draft for that time."""
        self._show_in("composer", lambda panes: panes.composer.new_draft(due_at=due_at))

    def show_drafts(self) -> None:
        """Show all drafts."""
        self.show("drafts")

    def show_series(self) -> None:
        """Show the series."""
        self.show("repeating")

    def new_from_template(self, template_id: str) -> None:
        """Open a new draft made from a template."""
        self._show_in("composer", lambda panes: panes.composer.new_from_template(template_id))

    def fill_slots(self, draft_ids: Sequence[str]) -> None:
        """Ask for the next free slots of these drafts."""
        self._show_in("composer", lambda panes: panes.composer.fill_slots(draft_ids))

    def open_draft(self, draft_id: str) -> None:
        """Open a kept draft in the composer."""
        self._show_in("composer", lambda panes: panes.composer.open_draft(draft_id))

    def take_moved_draft(self, draft_id: str) -> None:
        """Take over a draft with another time or other labels, where the composer shows it."""
        if self.panes:
            self.panes.composer.update_moved_draft(draft_id)

    def edit_post(self, post_id: int) -> None:
        """Open a draft that changes a scheduled post."""
        self._show_in("composer", lambda panes: panes.composer.edit_post(post_id))

    def repeat_post(self, post_id: int) -> None:
        """Ask how the series of a post continues from it."""
        self._show_in("composer", lambda panes: panes.composer.repeat_post(post_id))

    def copy_post(self, post_id: int, client_id: int | None = None) -> None:
        """Open a draft with a post's text, for another client if one is given."""
        self._show_in("composer", lambda panes: panes.composer.copy_post(post_id, client_id))

    def open_post(self, post_id: int) -> None:
        """Show a post in the results."""
        self._show_in("results", lambda panes: panes.results.open_post(post_id))

    def point_to_post(self, post_id: int) -> None:
        """Select a post in the results; the focus stays where it is."""
        if self.panes:
            self.panes.results.table.go_to(post_id)

    def run_action(self, action: PostAction) -> None:
        """Run an action on a post whose view is in the results."""
        self.open_post(action.post_id)
        if self.panes:
            self.panes.results.post_actions.run(action)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Show only the posts in these states in the results."""
        self._show_in("results", lambda panes: panes.results.show_states(states))

    def show_found(self) -> None:
        """Show the first post that matches the search, in the results, or else the first note, in the calendar."""
        if self.panes and self._scope.text and self.panes.results.table.go_to_first():
            self.show("results")
        elif self.panes and self.panes.calendar.open_first_note():
            self.show("calendar")

    def show_connections(self, client_id: int | None = None) -> None:
        """Show a client's accounts; those of the shown client for None."""
        if client_id is not None:
            self._scope.show_client(client_id)
        self.show("connections")

    def export_posts(self) -> None:
        """Ask which posts to export, beginning with those that the calendar shows."""
        if self.panes:
            self.open_export(self.panes.calendar.period)

    def show_reports(self) -> None:
        """Ask for a proof sheet or a report, beginning with the calendar's days."""
        from postdesk.ui.client_reports.pane import ReportsPane

        if self.panes:
            pane = self.late_place("reports")
            assert isinstance(pane, ReportsPane)
            pane.choose(self._scope.client_id, self.panes.calendar.period)

    def open_workspace(self, workspace_id: int) -> None:
        """Show another workspace in the place of this one."""
        self._context.onboarding.open(workspace_id)

    def remedy(self, remedy: Remedy) -> None:
        """Run the action of a problem's button."""
        match remedy:
            case Remedy.CHECK:
                self._session.watcher.refresh()
            case Remedy.KEY | Remedy.WORKSPACE:
                self.show_settings("workspaces")
            case Remedy.FOLDER:
                self.open_folder()
            case Remedy.CONFIRM:
                self.ask_to_confirm()
            case Remedy.REPAIR:
                self._context.backups.repair()
            case Remedy.TOOLS:
                self.show_practice_tools()
            case Remedy.RESUME:
                self._session.pause.end()

    def _show_in(self, place: str, act: Callable[[Panes], object]) -> None:
        """Call `act` with the panes, and show the one of that name."""
        if self.panes:
            act(self.panes)
            pane: QWidget = getattr(self.panes, place)
            self._window.go_to(pane)
