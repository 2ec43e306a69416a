"""The `workspaces` table, and which workspace the window opens with."""

import json
import sqlite3

from postdesk.domain.clients import DEFAULT_REDIRECT_PORTS, Workspace, WorkspaceKind
from postdesk.store import confirmed, settings

_LAST = "last_workspace"


def all_of(conn: sqlite3.Connection) -> tuple[Workspace, ...]:
    """All workspaces, in the order they were made."""
    return tuple(_workspace(row) for row in conn.execute("SELECT * FROM workspaces ORDER BY id"))


def get(conn: sqlite3.Connection, workspace_id: int) -> Workspace | None:
    """The workspace with that id."""
    row = conn.execute("SELECT * FROM workspaces WHERE id = ?", (workspace_id,)).fetchone()
    return None if row is None else _workspace(row)


def sandbox(conn: sqlite3.Connection) -> Workspace | None:
    """The practice workspace: a profile has at most one."""
    return next((each for each in all_of(conn) if each.kind is WorkspaceKind.SANDBOX), None)


def add(conn: sqlite3.Connection, kind: WorkspaceKind, name: str, base_url: str) -> Workspace:
    """A new workspace at an address that the user typed, with the default redirect ports and no return page."""
    row = (kind, name, base_url, json.dumps(DEFAULT_REDIRECT_PORTS))
    sql = "INSERT INTO workspaces (kind, name, base_url, redirect_ports) VALUES (?, ?, ?, ?)"
    made = Workspace(int(conn.execute(sql, row).lastrowid or 0), kind, name, base_url)
    confirmed.confirm(conn, (made.external,))
    return made


def update(conn: sqlite3.Connection, workspace: Workspace) -> None:
    """Keep the changed name, base URL, ports and return page; a workspace's kind stays."""
    conn.execute(
        "UPDATE workspaces SET name = ?, base_url = ?, redirect_ports = ?, return_page = ? WHERE id = ?",
        (
            workspace.name,
            workspace.base_url,
            json.dumps(workspace.redirect_ports),
            workspace.return_page,
            workspace.id,
        ),
    )


def last(conn: sqlite3.Connection) -> Workspace | None:
    """The workspace that was open last; None in a new profile."""
    text = settings.value(conn, _LAST)
    known = get(conn, int(text)) if text and text.isdecimal() else None
    return known or next(iter(all_of(conn)), None)


def open_next(conn: sqlite3.Connection, workspace_id: int) -> None:
    """Remember which workspace the next start opens."""
    settings.remember(conn, _LAST, str(workspace_id))


def _workspace(row: sqlite3.Row) -> Workspace:
    return Workspace(
        id=row["id"],
        kind=WorkspaceKind(row["kind"]),
        name=row["name"],
        base_url=row["base_url"],
        redirect_ports=tuple(json.loads(row["redirect_ports"])),
        return_page=row["return_page"],
    )
