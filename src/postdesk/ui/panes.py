"""The four panes, and what a click in one shows in another."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from postdesk.domain.posts import PostState


class Panes(QObject):
    """The panes of a window, wired to each other."""

    def __init__(self, connections: QWidget, calendar: QWidget, composer: QWidget, results: QWidget) -> None:
        super().__init__()
        self.connections = connections
        self.calendar = calendar
        self.composer = composer
        self.results = results

    def in_order(self) -> tuple[QWidget, ...]:
        """As they are numbered for Ctrl+1…4: from left to right, then below."""
        return self.connections, self.calendar, self.composer, self.results

    def new_post(self) -> None:
        """A new draft in the composer."""

    def show_states(self, states: frozenset[PostState]) -> None:
        """Only the posts in these states in the results."""
