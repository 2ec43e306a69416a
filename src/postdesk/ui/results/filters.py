"""The filters in the results' title: whose posts, which platform, which states."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.posts import PostState
from postdesk.ui.kit.filters import ClientFilter, PlatformFilter, StateFilter
from postdesk.ui.kit.theme import Theme


class Filters(QWidget):
    """Quiet menus. `changed` follows a choice."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clients = ClientFilter(theme, "results")
        self._platforms = PlatformFilter(theme, "results")
        self._states = StateFilter(theme, "results")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for menu in (self._clients, self._platforms, self._states):
            row.addWidget(menu)
            menu.chosen.connect(self.changed)

    @property
    def client_id(self) -> int | None:
        return self._clients.client_id

    @property
    def platform(self) -> str:
        return self._platforms.platform

    @property
    def states(self) -> frozenset[PostState]:
        return self._states.states

    @property
    def active(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.platform or self.states or self.client_id is not None)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Only these states, all where empty."""
        self._states.choose(states)

    def show_clients(self, clients: Sequence[Client]) -> None:
        """Among whom can be chosen; nobody where only one client's posts are shown."""
        self._clients.show_clients(clients)

    def clear(self) -> None:
        """Everything."""
        self._clients.choose(None)
        self._platforms.choose("")
        self._states.choose(frozenset())
