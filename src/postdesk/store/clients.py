"""The `clients` table: the local registry, since the service has no list of end users (API gap G25)."""

import sqlite3

from postdesk.domain.clients import Client, LockIn, LockInRule


def all_of(conn: sqlite3.Connection, workspace_id: int) -> tuple[Client, ...]:
    """The clients of a workspace by name."""
    rows = conn.execute("SELECT * FROM clients WHERE workspace_id = ?", (workspace_id,))
    return tuple(sorted(map(_client, rows), key=lambda client: (client.name.casefold(), client.id)))


def get(conn: sqlite3.Connection, client_id: int) -> Client | None:
    """The client with that id."""
    row = conn.execute("SELECT * FROM clients WHERE id = ?", (client_id,)).fetchone()
    return None if row is None else _client(row)


def find(conn: sqlite3.Connection, workspace_id: int, external_user_id: str) -> Client | None:
    """The client of a workspace with that `externalUserId`."""
    sql = "SELECT * FROM clients WHERE workspace_id = ? AND external_user_id = ?"
    row = conn.execute(sql, (workspace_id, external_user_id)).fetchone()
    return None if row is None else _client(row)


def add(conn: sqlite3.Connection, client: Client) -> int:
    """Keep a new client; its id is made here and returned. A known `externalUserId` keeps its row and gives its id."""
    if known := find(conn, client.workspace_id, client.external_user_id):
        return known.id
    cursor = conn.execute(
        "INSERT INTO clients (workspace_id, external_user_id, name, colour, zone, lock_in_rule, lock_in_hours, email)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (client.workspace_id, client.external_user_id, *_changeable(client)),
    )
    return int(cursor.lastrowid or 0)


def update(conn: sqlite3.Connection, client: Client) -> None:
    """Keep what can change of a client: its `externalUserId` is fixed once made."""
    conn.execute(
        "UPDATE clients SET name = ?, colour = ?, zone = ?, lock_in_rule = ?, lock_in_hours = ?, email = ? WHERE id = ?",
        (*_changeable(client), client.id),
    )


def _changeable(client: Client) -> tuple[str, str, str, str, int, str]:
    rule = client.lock_in
    return client.name, client.colour, client.zone, rule.rule, rule.hours, client.email


def _client(row: sqlite3.Row) -> Client:
    return Client(
        id=row["id"],
        workspace_id=row["workspace_id"],
        external_user_id=row["external_user_id"],
        name=row["name"],
        colour=row["colour"],
        zone=row["zone"],
        lock_in=LockIn(LockInRule(row["lock_in_rule"]), row["lock_in_hours"]),
        email=row["email"],
    )
