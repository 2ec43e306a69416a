"""The results: the state of each post, live, and its actions."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget

from postdesk.domain.clock import Clock
from postdesk.domain.posts import PostState
from postdesk.engine.composer import SubmittedDraft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import TO_READ_MS, ActionNotice, ActionOutcome
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.posts_in_view import PostsInView
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.actions import PostActions
from postdesk.ui.results.away_bar import AwayPlace
from postdesk.ui.results.header import ResultsFilters, ResultsHeader
from postdesk.ui.results.line_buttons import SEEN_AFTER
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.post_list import ListAndPanel, PostList, go_on
from postdesk.ui.results.post_views import PostViews
from postdesk.ui.results.reader import ResultsReader
from postdesk.ui.results.selection_panel import SelectionPanel
from postdesk.ui.results.tabs import TAB_STATES, Period, ResultsTab, tab_of
from postdesk.ui.scope import Scope
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate


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
        self.header = ResultsHeader(theme)
        self.filters = ResultsFilters(theme, self.header.filter)
        self._away = AwayPlace(session, theme, local_zone, partial(self.show_tab, ResultsTab.ATTENTION))
        self._notice = ResultsNotice(theme, session.clock)
        self.model = ResultsModel(session, scope, local_zone, self)
        self._list = PostList(theme, self.model, session.clock)
        self.table, self._empty = self._list.table, self._list.empty
        self._panel = SelectionPanel(theme, session.clock)
        self.post_actions = PostActions(session, scope, navigator, self, place="results")
        self._views = PostViews(session, navigator, theme, self.post_actions, self.model, self.table, self._panel, open_url, self)
        self._in_view = PostsInView(self.table, self._posts_in_view, session.post_details.show)
        self._body = body = ListAndPanel(self._list, self._panel)
        self.reader = ResultsReader(self, self.model, self.header, self.filters, body)
        self.setLayout(column_of(self.header, self.filters, self._away, body, self._notice, spacing=0, grow=body))
        body.left.connect(self._release_line)
        self._wire()
        self.show_again()
        self.reader.finish()

    @property
    def focus_target(self) -> QWidget:
        if not self.table.isHidden():
            return self.table
        return self.header.tabs.pressed_button if self._empty.action.isHidden() else self._empty.action

    def show_away(self, since: datetime) -> None:
        """Report the results since then, and those that arrive in the next moments."""
        self._away.report.begin(since)

    def show_tab(self, tab: ResultsTab) -> None:
        """Show the posts of a tab, in any state of it."""
        self.reader.catch_up()
        self.model.tab = tab
        self.filters.states.choose(frozenset())

    def show_states(self, states: frozenset[PostState]) -> None:
        """Show only the posts in these states, in their tab."""
        self.reader.catch_up()
        self.model.tab = tab_of(states)
        if self.model.tab is ResultsTab.WENT_OUT:
            self.model.period = Period.EVER
        self.filters.states.choose(frozenset() if states == TAB_STATES[self.model.tab] else states)

    def open_post(self, post_id: int) -> None:
        """Select a post's line, in the tab that has it, whatever the filter, the search and the shown client."""
        self.reader.catch_up()
        if not self.table.go_to(post_id) and (post := self.model.told_by(post_id)):
            self._scope.search("")
            if self._scope.client_id is not None:
                self._scope.show_client(post.client_id)
            self.filters.clear()
            self.model.show_tab_of(post)
            self.show_again()
            if not self.table.go_to(post.id):  # its state alone doesn't tell whether it needs attention
                self.show_tab(ResultsTab.ALL)
                self.table.go_to(post.id)
        self.table.setFocus()

    def open_first(self) -> bool:
        """Select the first line; return True where there is one."""
        self.reader.catch_up()
        self.model.rows.source.wait()
        return self.table.go_to_first()

    def show_again(self) -> None:
        """Show the posts of the scope from the top."""
        self.reader.begin()

    def refresh(self) -> None:
        """Read again, in place."""
        self.reader.refresh()

    def refresh_if_shown(self) -> None:
        """Read again, in place, now or when the pane is shown."""
        self.reader.refresh_if_shown()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reader.catch_up()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._notice.undo()
        else:
            super().keyPressEvent(event)

    def _wire(self) -> None:
        changes, header, filters = self._session.changes, self.header, self.filters
        bar, rows = self.table.verticalScrollBar(), self.model.rows
        for signal in (bar.valueChanged, bar.rangeChanged, rows.rowsInserted, rows.rowsRemoved, rows.modelReset):
            signal.connect(self._in_view.look_soon)
        for signal in (changes.posts, changes.connections, changes.practice, changes.clients):
            signal.connect(self.reader.soon)
        self._session.composer.submitted.connect(self._show_submitted)
        self._session.post_commands.moved.connect(self._show_moved)
        for signal, slot in (
            (self._scope.changed, self.reader.follow_scope),
            (self.reader.begun, self._notice.go_on),
            (header.tabs.chosen, self.show_tab),
            (header.period.chosen, self._show_period),
            (self._list.summary.chart.chosen, self._toggle_day),
            (filters.clients.chosen, self.show_again),
            (filters.platforms.chosen, self.show_again),
            (filters.states.chosen, self._follow_states),
            (self.model.line_changed, self._body.show_selected),
            (self.model.line_changed, self._open_selected),
            (self._panel.closed, self.table.clearSelection),
            (self._list.accounts.asked, self._navigator.show_connections),
            (self._empty.action.clicked, self._act_on_empty),
            (self.post_actions.reported, self._notice.show_outcome),
            (self.post_actions.asked, self._notice.show_asking),
            (self._views.links.reported, self._notice.show_outcome),
            (self._views.post_requested, self.open_post),
            (changes.health, self._notice.stop_asking),
        ):
            signal.connect(slot)

    def _posts_in_view(self) -> list[int]:
        found = map(self.model.post_at, self.table.rows_in_view())
        return [post_id for post_id in found if post_id is not None]

    def _show_submitted(self, submitted: SubmittedDraft) -> None:
        """Select the post that the user just made, where it is shown; the focus stays where it is."""
        # A method, not a lambda: its connection ends with the pane, and a session may submit a moment longer.
        self.reader.show_at(submitted.post_id)

    def _show_moved(self, post_id: int, moved_id: int) -> None:
        """Select a moved post, if it is a post of its own by then."""
        if moved_id != post_id:
            self.reader.show_at(moved_id)

    def _open_selected(self) -> None:
        """Have the details of the selected post read, if the service's list left them out."""
        if line := self.model.line:
            self._session.post_details.open(line.post_id)

    def _release_line(self) -> None:
        """Read again without the line whose button was clicked, if its post belongs elsewhere by now."""
        if self.model.rows.kept_id:
            self.model.rows.kept_id = 0
            self.refresh()

    def _show_period(self, period: Period) -> None:
        self.model.period, self.model.day = period, None
        self.show_again()

    def _toggle_day(self, day: datetime) -> None:
        """Show only the posts of a day, or again those of all."""
        self.model.day = None if self.model.day == day else day
        self.show_again()
        self.reader.finish()
        announce(self, self._list.summary.words.text())

    def _follow_states(self) -> None:
        """Show the tab that has posts in the chosen states."""
        states = self.filters.states.states
        if not self.model.tab.holds(states):
            self.model.tab = tab_of(states)
        self.show_again()

    def _act_on_empty(self) -> None:
        """Try to read again, or leave out fewer posts, or go on where there is more."""
        if self._list.failed:
            self.show_again()
            self.setFocus()
        elif self.model.is_filtered:
            self._scope.search("")
            self.filters.clear()
            self.show_tab(ResultsTab.ALL)
        elif self.model.shows_one_day:
            self._show_period(self.model.period)
            self.setFocus()
        elif self.model.shows_some_days and not self.model.nobody:
            self._show_period(Period.EVER)
        else:
            go_on(self.model, self._navigator)


class ResultsNotice(ActionNotice):
    """The outcome of an action, or that the service is being asked."""

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__(theme, "results.notice", to_read_ms=TO_READ_MS)
        self._clock, self._came = clock, float("-inf")
        self._asking: ActionOutcome | None = None
        self.action.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._came = self._clock.monotonic()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignore the second click of a double click on the last line, whose place the notice has just taken."""
        pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        return pressed and self._clock.monotonic() - self._came < SEEN_AFTER

    def show_asking(self) -> None:
        """Show that the service is being asked."""
        self._asking = ActionOutcome(translate("ActionNotice", "Asking MyPostShare…"), Tone.LOCKED, "info")
        self.show_outcome(self._asking)
        self._read.stop()  # until the answer

    def stop_asking(self) -> None:
        """Hide that the service is being asked: an answer came, or none can come, which the window shows elsewhere."""
        if self.told is self._asking:
            self.hide()
