"""The notes that the user dismissed for the accounts of a client."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QObject, Signal

from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import dismissed_notes


class DismissedNotes(QObject):
    """The keys of the dismissed notes (`domain.standing_notes`), by client. `changed` follows each change at once."""

    changed = Signal()

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._unsaved = context.database, context.unsaved
        self._known: dict[int, frozenset[str]] = {}

    def of(self, client_id: int) -> frozenset[str]:
        """Return the keys of the client's dismissed notes."""
        if client_id not in self._known:
            self._known[client_id] = dismissed_notes.get(self._database.reader, client_id)
        return self._known[client_id]

    def dismiss(self, client_id: int, notes: Collection[str]) -> None:
        """Dismiss these notes."""
        self._keep(client_id, self.of(client_id) | {*notes})

    def restore(self, client_id: int, notes: Collection[str]) -> None:
        """Show these notes again."""
        self._keep(client_id, self.of(client_id) - {*notes})

    def _keep(self, client_id: int, notes: frozenset[str]) -> None:
        self._known[client_id] = notes
        self._unsaved.write(f"dismissed notes {client_id}", partial(dismissed_notes.remember, client_id=client_id, notes=notes))
        self.changed.emit()
