"""The four panes, and what a click in one shows in another."""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.drafts import Draft
from postdesk.domain.post_actions import PostAction
from postdesk.domain.posts import PostState
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.composer.pane import ComposerPane
from postdesk.ui.connections.pane import ConnectionsPane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.scope import Scope


class Panes(QObject):
    """The panes of a window, wired to each other. `shown` carries the pane that something was opened in, `told` a sentence."""

    shown = Signal(object)
    told = Signal(str)
    add_client_asked = Signal()
    settings_asked = Signal(str)
    export_asked = Signal()
    paper_asked = Signal()
    lock_in_asked = Signal()

    connections: ConnectionsPane
    calendar: CalendarPane
    composer: ComposerPane
    results: ResultsPane

    def __init__(self, desk: Desk, scope: Scope, theme: Theme, here: ZoneInfo, open_url: Callable[[QUrl], bool]) -> None:
        super().__init__()
        self._desk, self._scope, self._theme, self._here, self._open_url = desk, scope, theme, here, open_url

    def build(self) -> Iterator[tuple[str, QWidget]]:
        """Make the panes, one at a step, each with the name of its place: the window is painted, and answers, between two."""
        desk, scope, theme, here = self._desk, self._scope, self._theme, self._here
        self.calendar = CalendarPane(desk, scope, theme, here)
        yield "calendar", self.calendar
        self.connections = ConnectionsPane(desk, scope, theme, here)
        yield "connections", self.connections
        self.composer = ComposerPane(desk, scope, theme, here)
        yield "composer", self.composer
        self.results = ResultsPane(desk, scope, theme, here, self._open_url)
        yield "results", self.results
        self._wire(desk)

    def _wire(self, desk: Desk) -> None:
        calendar, composer, results = self.calendar, self.composer, self.results
        composer.settings_asked.connect(self.settings_asked)
        for asked in (calendar.add_client_asked, composer.add_client_asked, self.connections.add_client):
            asked.connect(self.add_client_asked)
        for asked in (calendar.new_asked, results.new_post):
            asked.connect(self.new_post)
        for undone in (calendar.open_draft, desk.outbox.undone):
            undone.connect(self.open_draft)
        calendar.new_at.connect(lambda moment: self._compose(lambda: composer.new_draft(due_at=moment)))
        calendar.open_post.connect(self.open_post)
        calendar.post_chosen.connect(results.table.go_to)
        calendar.edit_post.connect(lambda post_id: self._compose(lambda: composer.edit_post(post_id)))
        calendar.repeat_post.connect(lambda post_id: self._compose(lambda: composer.repeat_post(post_id)))
        calendar.copy_post.connect(lambda post_id: self._compose(lambda: composer.copy_post(post_id)))
        calendar.show_action.connect(self._show_action)
        for copied in (calendar.copy_post_for, results.copy_post_for):
            copied.connect(lambda post_id, whom: self._compose(lambda: composer.copy_post(post_id, whom)))
        calendar.export_asked.connect(self.export_asked)
        calendar.paper_asked.connect(self.paper_asked)
        calendar.lock_in_asked.connect(self.lock_in_asked)
        calendar.draft_moved.connect(composer.draft_moved)
        composer.connections_asked.connect(lambda: self._show(self.connections))
        composer.post_asked.connect(self.open_post)
        results.open_draft.connect(self._open_value)
        results.show_connections.connect(self.show_connections)
        results.settings_asked.connect(self.settings_asked)
        self.connections.told.connect(self.told)

    def new_post(self) -> None:
        """A new draft in the composer."""
        self._compose(self.composer.new_draft)

    def show_drafts(self) -> None:
        """The list of all drafts, before the composer."""
        self._compose(self.composer.show_drafts)

    def show_series(self) -> None:
        """What repeats, of the client that is shown, before the composer."""
        self._compose(lambda: self.composer.show_series(self._scope.client_id))

    def open_draft(self, draft_id: str) -> None:
        """A kept draft in the composer."""
        self._compose(lambda: self.composer.open_draft(draft_id))

    def show(self, identifier: str) -> None:
        """The pane of that name."""
        named = {"connections": self.connections, "calendar": self.calendar, "composer": self.composer, "results": self.results}
        self._show(named[identifier])

    def open_post(self, post_id: int) -> None:
        """A post in the results."""
        self.results.open_post(post_id)
        self._show(self.results)

    def _show_action(self, action: PostAction) -> None:
        """What an action shows of a post stands in the results, beside what happened to it."""
        self.open_post(action.post_id)
        self.results.post_actions.run(action)

    def show_found(self) -> None:
        """The first post that the search found, in the results."""
        if self._scope.text and self.results.open_first():
            self._show(self.results)
        elif self.calendar.open_first_note():
            self._show(self.calendar)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Only the posts in these states in the results."""
        self.results.show_states(states)
        self._show(self.results)

    def show_connections(self, client_id: int) -> None:
        """A client's accounts."""
        self._scope.show_client(client_id)
        self._show(self.connections)

    def minute_passed(self) -> None:
        """What is said about times has changed with the minute."""
        self.calendar.refresh()
        self.composer.minute()
        self.results.minute_passed()

    def _open_value(self, draft: Draft) -> None:
        self._compose(lambda: self.composer.open_value(draft))

    def _compose(self, act: Callable[[], object]) -> None:
        act()
        self._show(self.composer)

    def _show(self, pane: QWidget) -> None:
        self.shown.emit(pane)
