"""The pause switch: holds all unsent posts in every workspace of the profile until the user ends it."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject

from postdesk.domain.clients import Workspace, WorkspaceKind
from postdesk.domain.delivery import State
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Entry, SendMode
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted, clients, connections, entries, workspaces


@dataclass(frozen=True, slots=True)
class LockedEntry:
    """A request that the service still sends by itself, with the names of its client and accounts.

    `client` also names the workspace if it is not the one in the window.
    """

    entry: Entry
    client: str
    accounts: tuple[str, ...]


class Pause(QObject):
    """The pause switch. While paused, no entry is marked as sending; entries sent before are the service's."""

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._settings = context.settings

    @property
    def since(self) -> datetime | None:
        """The time at which the pause began, by this computer's clock (aware UTC); None while sending is not paused."""
        return self._settings.current.paused_since

    def begin(self) -> None:
        """Hold all unsent posts; the `changed` signal of the settings follows."""
        if self.since is None:
            self._settings.change(replace(self._settings.current, paused_since=self._clock.computer_now()))

    def end(self) -> None:
        """End the pause: posts still in time are sent; the others are marked missed and need an answer."""
        self._settings.change(replace(self._settings.current, paused_since=None))

    def waiting(self) -> int:
        """Return the number of unsent posts in all workspaces that the pause holds."""
        return sum(entries.count_unsent_posts(self._database.reader, each.id) for each in self._held())

    def locked(self, limit: int) -> tuple[LockedEntry, ...]:
        """Return the entries that the service sends by itself from now on, earliest first, at most `limit`."""
        found = [one for each in self._held() for one in self._locked_in(each, limit)]
        return tuple(sorted(found, key=lambda one: one.entry.due_at)[:limit])

    def doubtful(self) -> int:
        """Return the number of requests that may be on their way, or be sent by the service: their acceptance is unknown."""
        return sum(
            entry.state == State.SENDING or (entry.mode == SendMode.SCHEDULED and entry.due_at > self._now_in(each))
            for each in self._held()
            for entry in entries.may_be_out(self._database.reader, each.id)
        )

    def _held(self) -> tuple[Workspace, ...]:
        """Return the workspaces that the pause holds: the open one, and every real one, since those send in the background."""
        known = workspaces.all_of(self._database.reader)
        return tuple(each for each in known if each.id == self._workspace.id or each.kind is WorkspaceKind.REAL)

    def _now_in(self, workspace: Workspace) -> datetime:
        return self._clock.now() if workspace.id == self._workspace.id else self._clock.computer_now()

    def _locked_in(self, workspace: Workspace, limit: int) -> tuple[LockedEntry, ...]:
        reader = self._database.reader
        beside = "" if workspace.id == self._workspace.id else f" ({workspace.name})"
        names = {client.id: client.name + beside for client in clients.all_of(reader, workspace.id)}
        accounts = {
            (client_id, each.platform): each.remote_username
            for client_id in names
            for each in connections.of_client(reader, client_id)
        }
        return tuple(
            LockedEntry(
                entry,
                names.get(entry.client_id, ""),
                tuple(accounts.get((entry.client_id, platform), "") for platform in entry.platforms),
            )
            for entry in accepted.locked(reader, workspace.id, self._now_in(workspace), limit)
        )
