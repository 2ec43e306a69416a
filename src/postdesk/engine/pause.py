"""One switch that holds all that is still ours, in every workspace of the profile, until the user lets go of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject

from postdesk.domain.posts import Entry
from postdesk.engine.bench import Bench
from postdesk.store import clients, connections, entries


@dataclass(frozen=True, slots=True)
class LockedEntry:
    """One request that still goes out by itself, with its client's and its accounts' names."""

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
            now = self._clock.now() - self._clock.offset
            self._settings.change(replace(self._settings.current, paused_since=now))

    def end(self) -> None:
        """Let everything go out again that is in time; what is not was missed, and asks."""
        self._settings.change(replace(self._settings.current, paused_since=None))

    def waiting(self) -> int:
        """How many posts are still ours."""
        return entries.posts_still_ours(self._database.reader, self._workspace.id)

    def locked(self, limit: int) -> tuple[LockedEntry, ...]:
        """What the service publishes by itself from now on, the next first: at most `limit`."""
        reader = self._database.reader
        names = {client.id: client.name for client in clients.all_of(reader, self._workspace.id)}
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
            for entry in entries.locked(reader, self._workspace.id, self._clock.now(), limit)
        )
