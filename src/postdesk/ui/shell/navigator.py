"""The navigation from anywhere in a window to its panes, their contents, and its dialogs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from postdesk.domain.post_actions import PostAction
from postdesk.domain.posts import PostState
from postdesk.ui.shell.dialogs import WindowDialogs
from postdesk.ui.shell.health import Remedy
from postdesk.ui.shell.places import Places
from postdesk.ui.text.names import beginning

if TYPE_CHECKING:
    from postdesk.ui.composer.pane import ComposerPane
    from postdesk.ui.results.pane import ResultsPane

_LONGEST: Final = 40
_SEARCHED: Final = "calendar", "results"
"""The places that show what a search finds: the calendar its notes, the results its posts."""


class WindowNavigator(WindowDialogs):
    """The `Navigator` of a window. Before the calendar and the bars are built, `places` is None, and nothing is shown.

    `client_wanted` asks for the client of a new post, where those of several are shown.
    """

    client_wanted = Signal()

    places: Places | None = None
    _expected: tuple[int, str] | None = None
    """The client and the text of the post that is expected back as a draft."""

    def show(self, place: str) -> None:
        """Show that place ("calendar", "results", …)."""
        if self.places:
            self.places.show(place)

    def go_to(self, place: str) -> None:
        """Show a place by its button or key; any but the results ends the search, since they alone show only its posts."""
        if place != "results":
            self._scope.search("")
        self.show(place)

    def show_composer(self) -> None:
        """Show the composer with the draft that it has, and give it the focus."""
        self._in_composer(lambda composer: None)

    def show_composer_sheet(self) -> None:
        """Show the composer on its sheet, or back on the panel."""
        if self.places:
            self.places.build_composer()
            self._window.composer.toggle_sheet()

    def new_post(self) -> None:
        """Open an empty draft in the composer, where several clients are shown after the question for whom."""
        if self.places and self._scope.client_id is None and len(self._session.clients.all()) > 1:
            self.client_wanted.emit()
        else:
            self.new_post_for(None)

    def new_post_for(self, client_id: int | None) -> None:
        """Open an empty draft for that client, or the one in scope."""
        self._in_composer(lambda composer: composer.new_draft(client_id))

    def new_post_at(self, due_at: datetime, client_id: int | None = None) -> None:
        """Open an empty draft for that time, for that client or the one in scope."""
        self._in_composer(lambda composer: composer.new_draft(client_id, due_at))

    def new_from_template(self, template_id: str) -> None:
        """Open a new draft made from a template."""
        self._in_composer(lambda composer: composer.new_from_template(template_id))

    def fill_slots(self, draft_ids: Sequence[str]) -> None:
        """Ask for the next free slots of these drafts."""
        self._in_composer(lambda composer: composer.fill_slots(draft_ids))

    def open_draft(self, draft_id: str) -> None:
        """Open a kept draft in the composer."""
        self._in_composer(lambda composer: composer.open_draft(draft_id))

    def expect_back(self, post_id: int) -> None:
        """Expect a post that becomes a draft again: it is not opened over another one that is being written."""
        post = self._session.post_commands.post(post_id)
        self._expected = (post.client_id, post.text) if post else None

    def show_undone(self, draft_id: str) -> None:
        """Open the draft that a post became again; only offer an expected one while another one is being written."""
        draft, expected = self._session.composer.draft(draft_id), self._expected
        written = self.places.composer.model.draft if self.places else None
        if draft and expected == (draft.client_id, draft.text) and written and not written.empty:
            client, text = self._session.clients.get(draft.client_id), beginning(draft.text, _LONGEST)
            words = self.tr("A draft again, for {0}: “{1}”").format(client.name if client else "", text)
            self._notice.offer(words, self.tr("Open draft"), lambda: self.open_draft(draft_id))
        else:
            self.open_draft(draft_id)
        self._expected = None

    def take_moved_draft(self, draft_id: str) -> None:
        """Take over a draft with another time or other labels, where the composer shows it."""
        if self.places and self.places.built_composer:
            self.places.built_composer.update_moved_draft(draft_id)

    def edit_post(self, post_id: int) -> None:
        """Open a draft that changes a scheduled post."""
        self._in_composer(lambda composer: composer.edit_post(post_id))

    def repeat_post(self, post_id: int) -> None:
        """Ask how the series of a post continues from it."""
        self._in_composer(lambda composer: composer.repeat_post(post_id))

    def copy_post(self, post_id: int, client_id: int | None = None) -> None:
        """Open a draft with a post's text, for another client if one is given."""
        self._in_composer(lambda composer: composer.copy_post(post_id, client_id))

    def open_post(self, post_id: int) -> None:
        """Show a post in the results."""
        self._in_results(lambda results: results.open_post(post_id))

    def run_action(self, action: PostAction) -> None:
        """Run an action on a post whose view is in the results."""
        self.open_post(action.post_id)
        if self.places:
            self.places.results.post_actions.run(action)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Show only the posts in these states in the results: of all clients, if the shown one has none."""
        self._in_results(lambda results: results.show_states(states))
        if self.places and not self.places.results.model.rows.rowCount():
            self._scope.show_client(None)

    def show_attention(self) -> None:
        """Show what needs attention in the results: of all clients, if nothing of the shown one does."""
        if not self._session.attention.count_for(self._scope.client_id):
            self._scope.show_client(None)
        from postdesk.ui.results.tabs import ResultsTab

        self._in_results(lambda results: results.show_tab(ResultsTab.ATTENTION))

    def show_search(self) -> None:
        """Show the posts that match the search, unless the shown place does; the focus stays in the search."""
        if self.places and self.places.current not in _SEARCHED:
            self.places.show("results", focus=False)

    def show_found(self) -> None:
        """Show the first post that matches the search, in the results, or else the first note, in the calendar."""
        if self.places and self._scope.text and self.places.results.open_first():
            self.show("results")
        elif self.places and self.places.calendar.open_first_note():
            self.show("calendar")

    def show_connections(self, client_id: int | None = None) -> None:
        """Show a client's accounts; those of the shown client for None. The window's client stays."""
        if self.places:
            self.places.connections.show_client(self._scope.client_id if client_id is None else client_id)
            self.show("connections")

    def export_posts(self) -> None:
        """Ask which posts to export, beginning with those that the calendar shows."""
        if self.places:
            self.open_export(self.places.calendar.period)

    def show_reports(self) -> None:
        """Show the reports, beginning with the shown client and the calendar's days."""
        if self.places:
            self.places.reports.choose(self._scope.client_id, self.places.calendar.period)
            self.show("reports")

    def show_settings(self, page: str) -> None:
        """Show the settings at a page; an empty name keeps the page they show."""
        if self.places:
            self.places.settings.show_page(page)
            self.show("settings")

    def show_overview(self) -> None:
        """Show the overview of all clients."""
        self.show("clients")

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
                self.show("testing")
            case Remedy.RESUME:
                self._session.pause.end()

    def _in_composer(self, act: Callable[["ComposerPane"], object]) -> None:
        """Call `act` with the composer, and show it."""
        if self.places:
            act(self.places.composer)
            self._window.composer.show()
            self._window.focus_pane(self.places.composer)

    def _in_results(self, act: Callable[["ResultsPane"], object]) -> None:
        """Call `act` with the results, and show them."""
        if self.places:
            act(self.places.results)
            self.show("results")
