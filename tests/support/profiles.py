"""Profiles that were used before the test begins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.support.ports import free_ports

from postdesk.domain.clients import Client, LockIn, Workspace, WorkspaceKind
from postdesk.domain.drafts import Draft
from postdesk.domain.settings import Settings
from postdesk.store import clients, drafts, last_open, settings, workspaces
from postdesk.store.database import Database
from postdesk.store.last_open import LastOpen


def new(folder: Path, undo_delay: timedelta = timedelta(seconds=1)) -> None:
    """Make a profile without any choices yet, but with a short undo delay."""
    database = Database(folder)
    try:
        database.submit(partial(settings.save, settings=Settings(undo_delay=undo_delay))).result()
    finally:
        database.close()


def practised(folder: Path, *client_names: str, zone: str = "Europe/London", lock_in: LockIn | None = None) -> Workspace:
    """Make a profile of practice mode, with clients, a short undo delay, and redirect ports that are free."""
    new(folder)
    database = Database(folder)
    try:
        made = database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.SANDBOX, "Practice mode", "")).result()
        workspace = replace(made, redirect_ports=free_ports(3))
        database.submit(lambda conn: workspaces.update(conn, workspace)).result()
        for name in client_names:
            client = Client(0, workspace.id, name.lower().replace(" ", "-"), name, "#3454d1", zone, lock_in or LockIn())
            database.submit(partial(clients.add, client=client)).result()
        return workspace
    finally:
        database.close()


def drafted(folder: Path, workspace: Workspace, text: str) -> None:
    """Add a draft for the first client, which was open when the window was closed."""
    database = Database(folder)
    try:
        client = clients.all_of(database.reader, workspace.id)[0]
        draft = Draft("a-draft", client.id, text=text, updated_at=datetime.now(UTC))
        database.submit(partial(drafts.save, draft=draft)).result()
        opened = LastOpen(client.id, draft.id)
        database.submit(lambda conn: last_open.remember(conn, workspace.id, opened)).result()
    finally:
        database.close()
