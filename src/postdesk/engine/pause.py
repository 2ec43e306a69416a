"""One switch that holds all that is still ours, in every workspace of the profile, until the user lets go of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject

from postdesk.domain.clients import Workspace, WorkspaceKind
from postdesk.domain.delivery import State
from postdesk.domain.posts import Entry, Mode
from postdesk.engine.bench import Bench
from postdesk.store import accepted, clients, connections, entries, workspaces


@dataclass(frozen=True, slots=True)
class LockedEntry:
    """One request that still goes out by itself, with its client's and its accounts' names.

    `client` names the MyPostShare account, too, where that is not the one the window shows.
    """

    entry: Entry
    client: str
    accounts: tuple[str, ...]


class Pause(QObject):
    """The switch. While it is on, nothing is marked as leaving; what left before that is the service's."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._settings = bench.settings

    @property
    def since(self) -> datetime | None:
        """Since when all sending is paused, by this computer's clock (aware UTC); None where it is not."""
        return self._settings.current.paused_since

    def begin(self) -> None:
        """Hold everything of ours; the settings' `changed` follows."""
        if self.since is None:
            self._settings.change(replace(self._settings.current, paused_since=self._clock.computer_now()))

    def end(self) -> None:
        """Let everything go out again that is in time; what is not was missed, and asks."""
        self._settings.change(replace(self._settings.current, paused_since=None))

    def waiting(self) -> int:
        """How many posts are still ours, of all that are held."""
        return sum(entries.posts_still_ours(self._database.reader, each.id) for each in self._held())

    def locked(self, limit: int) -> tuple[LockedEntry, ...]:
        """What the service publishes by itself from now on, the next first: at most `limit`."""
        found = [one for each in self._held() for one in self._locked_in(each, limit)]
        return tuple(sorted(found, key=lambda one: one.entry.due_at)[:limit])

    def doubtful(self) -> int:
        """How many more requests may be on their way out, or go out by themselves: it is not known whether they were taken."""
        return sum(
            entry.state == State.SENDING or (entry.mode == Mode.SCHEDULED and entry.due_at > self._now_in(each))
            for each in self._held()
            for entry in entries.may_be_out(self._database.reader, each.id)
        )

    def _held(self) -> tuple[Workspace, ...]:
        """Whose posts the switch holds: the one workspace's, and those of every real one, which are at work beside it."""
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
