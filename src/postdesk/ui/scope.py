"""The window's scope: the client (or all clients) and the search by which every pane filters its posts."""

from typing import Final

from PySide6.QtCore import QObject, Signal

_MANY: Final = 3
"""The number of accounts up to which publishing needs no confirmation."""


class Scope(QObject):
    """The window's client (None: all clients) and the search text.

    `client_changed` is for all that shows one client's data; `changed`, which follows it and each other text, only for the few
    that show what a search finds.
    """

    changed = Signal()
    client_changed = Signal()

    def __init__(self, client_id: int | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client_id = client_id
        self._text = ""
        self.last_client: int | None = None
        """The client for whom the last post was scheduled or published."""

    @property
    def client_id(self) -> int | None:
        """The client whose posts are shown, None for all."""
        return self._client_id

    @property
    def text(self) -> str:
        """The search text, empty for none."""
        return self._text

    def show_client(self, client_id: int | None) -> None:
        """Show the posts of one client, or of all."""
        if client_id != self._client_id:
            self._client_id = client_id
            self.client_changed.emit()
            self.changed.emit()

    def search(self, text: str) -> None:
        """Show only posts that hold these words; an empty text shows all."""
        if text != self._text:
            self._text = text
            self.changed.emit()

    def needs_confirmation(self, client_id: int, accounts: int, *, several_clients: bool) -> bool:
        """Return True if publishing needs confirmation: another client than that of the last post, or many accounts."""
        return accounts > _MANY or (several_clients and client_id != self.last_client)
