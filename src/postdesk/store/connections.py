"""The `connections` table: a copy of the service's list, and the user's settings for each account.

A connection that the service no longer lists keeps its row with an empty status. Reconnecting thus keeps the confirmed
account and the address of its posts.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from postdesk.domain.clients import Connection
from postdesk.domain.limits import OwnLimit
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.store import shared_accounts
from postdesk.store.columns import LIMITS
from postdesk.store.rows import as_json

_ORDER = tuple(Platform)
_NOT_LISTED = ""


def of_client(conn: sqlite3.Connection, client_id: int) -> tuple[Connection, ...]:
    """Return a client's connections as last listed, in the order of the platforms, unknown platforms last."""
    rows = conn.execute("SELECT * FROM connections WHERE client_id = ? AND status != ''", (client_id,))
    shared = shared_accounts.other_clients(conn, client_id)
    found = (_connection(row) for row in rows)
    return tuple(sorted((replace(each, shared_with=shared.get(each.platform, ())) for each in found), key=_position))


def get(conn: sqlite3.Connection, client_id: int, platform: str) -> Connection | None:
    """Return the client's connection on that platform; None where the service lists none."""
    found = known(conn, client_id, platform)
    if found is None or found.status == _NOT_LISTED:
        return None
    return replace(found, shared_with=shared_accounts.other_clients(conn, client_id).get(platform, ()))


def known(conn: sqlite3.Connection, client_id: int, platform: str) -> Connection | None:
    """Return the connection as `get` does, or one that the service no longer lists."""
    sql = "SELECT * FROM connections WHERE client_id = ? AND platform = ?"
    row = conn.execute(sql, (client_id, platform)).fetchone()
    return None if row is None else _connection(row)


def broken_count(conn: sqlite3.Connection, workspace_id: int) -> int:
    """Return how many accounts of a workspace's current clients need reconnecting, or aren't the confirmed ones."""
    sql = """
        SELECT count(*) FROM connections JOIN clients ON clients.id = connections.client_id
        WHERE clients.workspace_id = ? AND NOT clients.archived AND connections.status != ''
          AND (connections.status != 'connected'
               OR connections.confirmed_account_id NOT IN ('', connections.remote_account_id))"""
    return int(conn.execute(sql, (workspace_id,)).fetchone()[0])


def to_reconnect(conn: sqlite3.Connection, workspace_id: int) -> frozenset[tuple[int, str]]:
    """Return the client and the platform of each account of a workspace's current clients that needs reconnecting."""
    sql = """
        SELECT client_id, platform FROM connections JOIN clients ON clients.id = client_id
        WHERE workspace_id = ? AND NOT archived AND status NOT IN ('', 'connected')"""
    return frozenset((client_id, platform) for client_id, platform in conn.execute(sql, (workspace_id,)))


def save_list(conn: sqlite3.Connection, client_id: int, remote: Iterable[RemoteConnection]) -> None:
    """Save the service's current list of a client's connections ("List end user connections").

    The first account on a platform counts as confirmed, since the user connected it; a later different one doesn't. Where the
    service lists two of a platform (API gap G20), the confirmed one is kept and marked as doubled.
    """
    by_platform: dict[str, list[RemoteConnection]] = {}
    for each in remote:
        by_platform.setdefault(each.platform, []).append(each)
    conn.execute("UPDATE connections SET status = ? WHERE client_id = ?", (_NOT_LISTED, client_id))
    for platform, rows in by_platform.items():
        before = known(conn, client_id, platform)
        _save(conn, client_id, before, _chosen(rows, before), doubled=len(rows) > 1)


def confirm(conn: sqlite3.Connection, client_id: int, platform: str) -> None:
    """Record that the user confirmed the account connected now."""
    conn.execute(
        "UPDATE connections SET confirmed_account_id = remote_account_id, confirmed_username = remote_username"
        " WHERE client_id = ? AND platform = ?",
        (client_id, platform),
    )


def remove(conn: sqlite3.Connection, client_id: int, platform: str) -> None:
    """Mark the connection as no longer listed by the service."""
    sql = "UPDATE connections SET status = ? WHERE client_id = ? AND platform = ?"
    conn.execute(sql, (_NOT_LISTED, client_id, platform))


def set_profile_url(conn: sqlite3.Connection, client_id: int, platform: str, url: str) -> None:
    """Save the address where the user looks for posts; empty to derive it again."""
    sql = "UPDATE connections SET profile_url = ? WHERE client_id = ? AND platform = ?"
    conn.execute(sql, (url, client_id, platform))


def set_premium(conn: sqlite3.Connection, client_id: int, platform: str, premium: bool) -> None:
    """Save whether the account may write longer posts."""
    sql = "UPDATE connections SET premium = ? WHERE client_id = ? AND platform = ?"
    conn.execute(sql, (int(premium), client_id, platform))


def set_limits(conn: sqlite3.Connection, client_id: int, platform: str, limits: tuple[OwnLimit, ...]) -> None:
    """Save the account's own limits, which replace the platform's."""
    sql = "UPDATE connections SET limits = ? WHERE client_id = ? AND platform = ?"
    conn.execute(sql, (as_json((each.key, each.value) for each in limits), client_id, platform))


def _chosen(rows: list[RemoteConnection], before: Connection | None) -> RemoteConnection:
    agreed = before.confirmed_account_id if before else ""
    return min(rows, key=lambda row: (row.remote_account_id != agreed, row.status != "connected"))


def _save(
    conn: sqlite3.Connection, client_id: int, before: Connection | None, remote: RemoteConnection, *, doubled: bool
) -> None:
    account_id, username = remote.remote_account_id, remote.remote_username
    if before and not account_id and remote.status != "connected":
        account_id, username = before.remote_account_id, before.remote_username
    # An empty status would read as not connected, so a missing one becomes a text that never counts as ready.
    status = remote.status or "unknown"
    conn.execute(
        "INSERT INTO connections (client_id, platform, status, remote_account_id, remote_username, account_type, doubled, raw)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET status = excluded.status,"
        " remote_account_id = excluded.remote_account_id, remote_username = excluded.remote_username,"
        " account_type = excluded.account_type, doubled = excluded.doubled, raw = excluded.raw",
        (client_id, remote.platform, status, account_id, username, remote.account_type, int(doubled), remote.raw),
    )
    if status == "connected" and (before is None or before.confirmed_account_id in ("", account_id)):
        confirm(conn, client_id, remote.platform)


def _position(connection: Connection) -> tuple[int, str]:
    known_platform = connection.platform in _ORDER
    return (_ORDER.index(Platform(connection.platform)) if known_platform else len(_ORDER), connection.platform)


def _connection(row: sqlite3.Row) -> Connection:
    return Connection(
        client_id=row["client_id"],
        platform=row["platform"],
        status=row["status"],
        remote_account_id=row["remote_account_id"],
        remote_username=row["remote_username"],
        account_type=row["account_type"],
        confirmed_account_id=row["confirmed_account_id"],
        profile_url=row["profile_url"],
        premium=bool(row["premium"]),
        doubled=bool(row["doubled"]),
        confirmed_username=row["confirmed_username"],
        limits=LIMITS.read(row["limits"]),
    )
