"""Profiles that were used before the test begins."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from tests.support.person import free_ports

from postdesk.domain.clients import Client, LockIn, Workspace, WorkspaceKind
from postdesk.domain.settings import Settings
from postdesk.store import clients, settings, workspaces
from postdesk.store.database import Database


def new(folder: Path, undo_delay: timedelta = timedelta(seconds=1)) -> None:
    """A profile that nothing was chosen in yet, but for a short undo delay."""
    database = Database(folder)
    try:
        database.submit(partial(settings.save, settings=Settings(undo_delay=undo_delay))).result()
    finally:
        database.close()


def practised(folder: Path, *client_names: str, zone: str = "Europe/London", lock_in: LockIn | None = None) -> Workspace:
    """A profile of practice mode, with clients, a short undo delay, and redirect ports that nobody else listens on."""
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
