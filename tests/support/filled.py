"""A database with a workspace and clients, and posts in any state, for tests of reading."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.support.factories import NOON, an_entry

from postdesk.domain.clients import Client, Workspace, WorkspaceKind
from postdesk.domain.posts import Entry, Post, PostOrigin, PostState
from postdesk.store import clients, posts, workspaces
from postdesk.store.database import Database


@dataclass(frozen=True)
class Filled:
    """The database and its contents. `clients` belong to `workspace`; `stranger` is a client of another one."""

    database: Database
    workspace: Workspace
    clients: tuple[Client, ...]
    stranger: Client

    def add(
        self, *entries: Entry, text: str = "Hello", client: Client | None = None, origin: PostOrigin = PostOrigin.HERE
    ) -> Post:
        """Add a post of these entries; each gets a millisecond of its own."""
        owner = client or self.clients[0]
        post = a_post(owner, entries, text, origin)
        return self.database.submit(lambda conn: posts.add(conn, owner.workspace_id, post, NOON)).result()


def a_post(owner: Client, entries: Iterable[Entry], text: str = "Hello", origin: PostOrigin = PostOrigin.HERE) -> Post:
    owned = tuple(replace(entry, client_id=owner.id) for entry in entries)
    due_at = min(entry.due_at for entry in owned)
    return Post(0, owner.id, origin, "group", text, "", due_at, PostState.SCHEDULED, (), owned, NOON)


def at(moment: datetime, number: int) -> datetime:
    """Return that second, with the milliseconds that make entry `number` unlike every other."""
    return moment.replace(microsecond=0) + timedelta(milliseconds=1 + number % 999)


def fill(folder: Path, names: tuple[str, ...] = ("Ann", "Bob")) -> Filled:
    """Make a new database in `folder`."""
    database = Database(folder)

    def client(workspace: Workspace, name: str) -> Client:
        new = Client(0, workspace.id, name.lower(), name, "#3454d1", "Europe/Berlin")
        number = database.submit(lambda conn: clients.add(conn, new)).result()
        return replace(new, id=number)

    def space(name: str) -> Workspace:
        url = "https://example.com/api"
        return database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, name, url)).result()

    mine, other = space("Mine"), space("Other")
    return Filled(database, mine, tuple(client(mine, name) for name in names), client(other, "Zoe"))


__all__ = ["Filled", "a_post", "an_entry", "at", "fill"]
