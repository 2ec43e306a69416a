"""Which draft is open where the user opened none: the last one, or a new one for the client whose posts are looked at."""

from datetime import datetime

from PySide6.QtCore import QObject

from postdesk.engine.desk import Desk
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.scope import Scope


class Opening(QObject):
    """Finds the client for whom a draft begins, and opens what is open at first."""

    def __init__(self, desk: Desk, scope: Scope, drafting: Drafting, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._scope, self._drafting = desk, scope, drafting

    def begin(self, client_id: int | None = None, due_at: datetime | None = None) -> bool:
        """Open an empty draft for the client, or for the one whose posts are shown; False where there is no client."""
        wanted = client_id or self._looked_at() or self._usual_client()
        if wanted is None:
            return False
        self._drafting.open_new(wanted, due_at)
        return True

    def bring_back(self) -> None:
        """Open what was open last, or an empty draft for the client whose posts are shown, or for whom the last one was."""
        last = self._desk.composer.last_open()
        draft = self._desk.composer.draft(last.draft_id) if last else None
        if draft and self._is_current(draft.client_id):
            self._drafting.open(draft)
        else:
            self.begin(self._looked_at() or (last.client_id if last and self._is_current(last.client_id) else None))

    def scope_changed(self) -> None:
        """An open draft keeps its client; an empty one makes room for the client that is looked at now."""
        draft, client = self._drafting.draft, self._scope.client_id
        if client is not None and (draft is None or (draft.empty and draft.client_id != client)):
            self._drafting.open_new(client)

    def clients_changed(self) -> None:
        """There may be a client for the first time."""
        if self._drafting.draft is None:
            self.bring_back()

    def _looked_at(self) -> int | None:
        client_id = self._scope.client_id
        return client_id if client_id is not None and self._is_current(client_id) else None

    def _is_current(self, client_id: int) -> bool:
        client = self._desk.clients.get(client_id)
        return client is not None and not client.archived

    def _usual_client(self) -> int | None:
        """Whose post a new one is while the posts of all are shown: as the open one, else the first."""
        if self._drafting.draft:
            return self._drafting.draft.client_id
        return next((client.id for client in self._desk.clients.all()), None)
