"""The `workspaces` table, and the workspace the window opens first."""

import json
import sqlite3

from postdesk.domain.clients import DEFAULT_REDIRECT_PORTS, Workspace, WorkspaceKind
from postdesk.store import confirmed, settings
from postdesk.store.value_kinds import ColumnKind, EnumKind, IntegerKind, JsonKind, ListKind

_LAST = "last_workspace"
_DIGITS = 18
_MOST_PORTS = 65_535

# Defined here rather than in columns.py, which imports half of the domain.
KIND = ColumnKind(EnumKind(WorkspaceKind), WorkspaceKind.REAL)
PORTS = ColumnKind(JsonKind(ListKind(IntegerKind(0, _MOST_PORTS))), json.dumps(DEFAULT_REDIRECT_PORTS))


def all_of(conn: sqlite3.Connection) -> tuple[Workspace, ...]:
    """Return all workspaces in order of creation."""
    return tuple(_workspace(row) for row in conn.execute("SELECT * FROM workspaces ORDER BY id"))


def get(conn: sqlite3.Connection, workspace_id: int) -> Workspace | None:
    """Return the workspace with that id, or None."""
    row = conn.execute("SELECT * FROM workspaces WHERE id = ?", (workspace_id,)).fetchone()
    return None if row is None else _workspace(row)


def sandbox(conn: sqlite3.Connection) -> Workspace | None:
    """Return the practice workspace, or None; a profile has at most one."""
    return next((each for each in all_of(conn) if each.kind is WorkspaceKind.SANDBOX), None)


def add(conn: sqlite3.Connection, kind: WorkspaceKind, name: str, base_url: str) -> Workspace:
    """Insert a workspace at an address the user typed, with the default redirect ports and no return page."""
    row = (kind, name, base_url, json.dumps(DEFAULT_REDIRECT_PORTS))
    sql = "INSERT INTO workspaces (kind, name, base_url, redirect_ports) VALUES (?, ?, ?, ?)"
    made = Workspace(int(conn.execute(sql, row).lastrowid or 0), kind, name, base_url)
    confirmed.confirm(conn, (made.external,))
    return made


def update(conn: sqlite3.Connection, workspace: Workspace) -> None:
    """Save the workspace's name, base URL, ports and return page. Its kind never changes."""
    conn.execute(
        "UPDATE workspaces SET name = ?, base_url = ?, redirect_ports = ?, return_page = ? WHERE id = ?",
        (workspace.name, workspace.base_url, json.dumps(workspace.redirect_ports), workspace.return_page, workspace.id),
    )


def last(conn: sqlite3.Connection) -> Workspace | None:
    """Return the last open workspace; None in a new profile."""
    text = settings.value(conn, _LAST)
    number = settings.number(text, _DIGITS)
    known = get(conn, number) if number is not None else None
    return known or next(iter(all_of(conn)), None)


def save_last(conn: sqlite3.Connection, workspace_id: int) -> None:
    """Save the workspace that the next start opens."""
    settings.remember(conn, _LAST, str(workspace_id))


def _workspace(row: sqlite3.Row) -> Workspace:
    return Workspace(
        id=row["id"],
        kind=KIND.read(row["kind"]),
        name=row["name"],
        base_url=row["base_url"],
        redirect_ports=PORTS.read(row["redirect_ports"]) or DEFAULT_REDIRECT_PORTS,
        return_page=row["return_page"],
    )
