"""The results: the state of each post, live, and its actions."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from postdesk.domain.posts import PostState
from postdesk.domain.recall import is_undoable
from postdesk.domain.state_groups import NEEDS_ATTENTION
from postdesk.engine.composer import SubmittedDraft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.filters import ClientFilter, PlatformFilter, StateFilter
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import ActionNotice, ActionOutcome
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.pane_title import PaneTitle
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import PostActions
from postdesk.ui.results.away_bar import AwayBar
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.post_views import PostViews
from postdesk.ui.results.selection_panel import SelectionPanel
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.scope import Scope
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_GATHER_MS: Final = 80


class ResultsPane(Pane):
    """The list of posts with their states and actions.

    Drafts that the engine makes of posts ("Back to draft", "Fix Instagram") are broadcast by `PostCommands.undone`.
    """

    def __init__(
        self,
        session: WorkspaceSession,
        scope: Scope,
        navigator: Navigator,
        theme: Theme,
        local_zone: ZoneInfo,
        open_url: Callable[[QUrl], bool],
    ) -> None:
        super().__init__()
        self._session, self._scope, self._navigator = session, scope, navigator
        self._title = PaneTitle(self.tr("Results"), "results.title")
        self.filters = ResultsFilters(theme)
        self._title.add(self.filters)
        self._away = AwayBar(session, theme, local_zone)
        self._notice = ActionNotice(theme, "results.notice")
        self.model = ResultsModel(session, scope, local_zone, self)
        self.table = ResultsTable(theme, self.model, session.clock)
        self._empty = EmptyState(theme, "results.empty", "list", "")
        self._panel = SelectionPanel(theme, self.table, session.clock)
        self.post_actions = PostActions(session, navigator, self, place="results", undo_beside=True)
        self._views = PostViews(session, navigator, theme, self.post_actions, self.model, self.table, self._panel, open_url, self)
        self._queued = 0
        self._asking: ActionOutcome | None = None
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._lay_out()
        self._wire()
        self._wire_actions()
        self.show_again()

    @property
    def focus_target(self) -> QWidget:
        return self._empty.action if self.table.isHidden() else self.table

    def show_away(self, since: datetime) -> None:
        """Report the results since then, and those that arrive in the next moments."""
        self._away.begin(since)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Show only the posts in these states."""
        self.filters.states.choose(states)

    def open_post(self, post_id: int) -> None:
        """Select a post's line, whatever the filter."""
        if not self.table.go_to(post_id):
            self.filters.clear()
            self.table.go_to(post_id)
        self.table.setFocus()

    def show_again(self) -> None:
        """Show the posts of the scope from the top."""
        self._take_filters()
        self.model.read()
        self._after_reading()

    def refresh(self) -> None:
        """Read again, in place, and announce new results."""
        if self.table.held:
            self._soon()
            return
        before = self.model.tree.states()
        self._take_filters()
        self.table.read_again()
        words, urgent = self.model.news_words(before)
        if words:
            announce(self.table, words, urgent=urgent)
        self._after_reading()
        self._keep_queued()
        self._away.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._notice.undo()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        above = self._title, self._away, self._notice
        column = column_of(*above, self.table, self._empty, self._panel, spacing=0, grow=self.table)
        column.setStretchFactor(self._empty, 1)
        self.setLayout(column)

    def _wire(self) -> None:
        changes = self._session.changes
        for signal in (changes.posts, changes.connections, changes.practice, changes.clients):
            signal.connect(self._soon)
        self._session.composer.submitted.connect(self._show_submitted)
        self._session.post_commands.moved.connect(self._show_moved)
        self._gather.timeout.connect(self.refresh)
        for signal, slot in (
            (self._scope.changed, self.show_again),
            (self.filters.clients.chosen, self.show_again),
            (self.filters.platforms.chosen, self.show_again),
            (self.filters.states.chosen, self.show_again),
            (self.model.line_changed, self._show_selected),
            (self._away.action.clicked, partial(self.show_states, NEEDS_ATTENTION)),
            (self._empty.action.clicked, self._act_on_empty),
        ):
            signal.connect(slot)

    def _wire_actions(self) -> None:
        actions, views = self.post_actions, self._views
        for signal, slot in (
            (actions.reported, self._notice.show_outcome),
            (actions.asked, self._show_asking),
            (actions.queued, self._stay_with),
            (views.links.reported, self._notice.show_outcome),
            (views.post_requested, self.open_post),
            (self._session.changes.health, self._stop_asking),
        ):
            signal.connect(slot)

    def _show_asking(self) -> None:
        """Show that the service is being asked."""
        self._asking = ActionOutcome(translate("ActionNotice", "Asking MyPostShare…"), Tone.LOCKED, "info")
        self._notice.show_outcome(self._asking)

    def _stop_asking(self) -> None:
        """Hide that the service is being asked: an answer came, or none can come, which the window shows elsewhere."""
        if self._notice.told is self._asking:
            self._notice.hide()

    def _show_submitted(self, submitted: SubmittedDraft) -> None:
        # A method, not a lambda: its connection ends with the pane, and a session may submit a moment longer.
        self._show_made(submitted.post_id)

    def _show_made(self, post_id: int) -> None:
        """Select the post that the user just made, where it is shown; the focus stays where it is."""
        self.refresh()
        self.table.go_to(post_id)

    def _stay_with(self, post_id: int) -> None:
        """Keep the post about to be sent in view, with its Undo."""
        self._queued = post_id

    def _keep_queued(self) -> None:
        post = self._session.post_commands.post(self._queued) if self._queued else None
        if post and any(map(is_undoable, post.entries)):
            self._queued = 0
            # Its new place may be far below, or outside of the filter.
            if not self.table.go_to(post.id):
                self.open_post(post.id)

    def _show_moved(self, post_id: int, moved_id: int) -> None:
        """Select a moved post, which may be a post of its own by then."""
        if moved_id != post_id:
            self._show_made(moved_id)

    def _soon(self) -> None:
        """Read soon, once for many changes."""
        if not self._gather.isActive():
            self._gather.start()

    def _take_filters(self) -> None:
        filters, clients = self.filters, self.model.clients
        filters.clients.show_clients(clients)
        self.table.show_clients(bool(clients))
        self.model.filter_by(filters.clients.client_id, filters.platforms.platform, filters.states.states)

    def _after_reading(self) -> None:
        empty = self.model.tree.rowCount() == 0
        # Both in view at once, even briefly, would make the dock higher, and it stays so.
        gone, there = (self.table, self._empty) if empty else (self._empty, self.table)
        gone.hide()
        there.show()
        self._panel.setVisible(not empty)
        if empty:
            self._empty.tell(*_empty_words(filtered=self.model.is_filtered, nobody=not self._session.clients.all()))
        self._title.remark.setText(self.model.count_words())
        self._show_selected()

    def _act_on_empty(self) -> None:
        if self.model.is_filtered:
            self._scope.search("")
            self.filters.clear()
        else:
            self._navigator.new_post()

    def _show_selected(self) -> None:
        if not self.table.held:
            self._panel.show_line(self.model.line, names_client=bool(self.model.clients))


class ResultsFilters(QWidget):
    """The filters in the pane's title: client, platform and states."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clients = ClientFilter(theme, "results")
        self.platforms = PlatformFilter(theme, "results")
        self.states = StateFilter(theme, "results")
        self.setLayout(row_of(self.clients, self.platforms, self.states, spacing=4))

    def clear(self) -> None:
        """Reset the filters."""
        self.clients.choose(None)
        self.platforms.choose("")
        self.states.choose(frozenset())


def _empty_words(*, filtered: bool, nobody: bool) -> tuple[str, str, str, str]:
    """Return icon, headline, text and the next action of an empty list. `nobody`: there is no client yet."""
    if filtered:
        return "filter", translate("Results", "No posts match"), "", translate("Results", "Show all")
    headline = translate("Results", "No posts yet")
    if nobody:
        words = translate("Results", "Add a client or brand and connect an account. Then write the first post.")
        return "list", headline, words, ""
    return "list", headline, translate("Results", "See here what happened to each post."), translate("Results", "New post")
