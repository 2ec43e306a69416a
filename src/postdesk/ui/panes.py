"""The four panes, and what a click in one shows in another."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.posts import Draft, PostState
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.composer.pane import ComposerPane
from postdesk.ui.connections.pane import ConnectionsPane
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.scope import Scope
from postdesk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class PanePlace:
    """A pane with its title, and where its dock stands in a wide window: its area, and how wide or high it is (logical pixels).

    `area` is None for the pane in the middle, which has no dock.
    """

    identifier: str
    title: str
    pane: QWidget
    area: Qt.DockWidgetArea | None = None
    extent: int = 0


class Panes(QObject):
    """The panes of a window, wired to each other. `shown` carries the pane that something was opened in."""

    shown = Signal(object)
    add_client_asked = Signal()
    settings_asked = Signal(str)

    def __init__(self, desk: Desk, scope: Scope, theme: Theme, here: ZoneInfo, open_url: Callable[[QUrl], bool]) -> None:
        super().__init__()
        self._scope = scope
        self.connections = ConnectionsPane(desk, scope, theme)
        self.calendar = CalendarPane(desk, scope, theme, here)
        self.composer = ComposerPane(desk, scope, theme, here)
        self.results = ResultsPane(desk, scope, theme, here, open_url)
        self.places = self._places()
        self._wire(desk)

    def _places(self) -> tuple[PanePlace, ...]:
        """As they are numbered for Ctrl+1…4: from left to right, then below."""
        area = Qt.DockWidgetArea
        return (
            PanePlace("connections", self.tr("Connections"), self.connections, area.LeftDockWidgetArea, 264),
            PanePlace("calendar", self.tr("Calendar"), self.calendar),
            PanePlace("composer", self.tr("Composer"), self.composer, area.RightDockWidgetArea, 384),
            PanePlace("results", self.tr("Results"), self.results, area.BottomDockWidgetArea, 240),
        )

    def _wire(self, desk: Desk) -> None:
        calendar, composer, results = self.calendar, self.composer, self.results
        for asked in (calendar.add_client_asked, composer.add_client_asked, self.connections.add_client):
            asked.connect(self.add_client_asked)
        for asked in (calendar.new_asked, results.new_post):
            asked.connect(self.new_post)
        for undone in (calendar.open_draft, desk.outbox.undone):
            undone.connect(self.open_draft)
        calendar.new_at.connect(lambda moment: self._compose(lambda: composer.new_draft(due_at=moment)))
        calendar.open_post.connect(self.open_post)
        calendar.edit_post.connect(lambda post_id: self._compose(lambda: composer.edit_post(post_id)))
        calendar.copy_post.connect(lambda post_id: self._compose(lambda: composer.copy_post(post_id)))
        calendar.draft_moved.connect(composer.draft_moved)
        composer.connections_asked.connect(lambda: self._show(self.connections))
        results.open_draft.connect(self._open_value)
        results.show_connections.connect(self._show_connections)
        results.settings_asked.connect(self.settings_asked)

    def new_post(self) -> None:
        """A new draft in the composer."""
        self._compose(self.composer.new_draft)

    def open_draft(self, draft_id: str) -> None:
        """A kept draft in the composer."""
        self._compose(lambda: self.composer.open_draft(draft_id))

    def open_post(self, post_id: int) -> None:
        """A post in the results."""
        self.results.open_post(post_id)
        self._show(self.results)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Only the posts in these states in the results."""
        self.results.show_states(states)
        self._show(self.results)

    def minute_passed(self) -> None:
        """What is said about times has changed with the minute."""
        self.calendar.minute_passed()
        self.composer.minute()
        self.results.minute_passed()

    def _open_value(self, draft: Draft) -> None:
        self._compose(lambda: self.composer.open_value(draft))

    def _show_connections(self, client_id: int) -> None:
        self._scope.show_client(client_id)
        self._show(self.connections)

    def _compose(self, act: Callable[[], object]) -> None:
        act()
        self._show(self.composer)

    def _show(self, pane: QWidget) -> None:
        self.shown.emit(pane)
