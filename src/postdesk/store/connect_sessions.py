"""The `connect_sessions` table: watched sessions, resumed after a restart, and the last failed ones."""

import sqlite3

from postdesk.domain.clients import ConnectSession
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, SESSION_KIND


def add(conn: sqlite3.Connection, session: ConnectSession) -> None:
    """Insert a new session, which replaces the client's earlier ones of the same kind on that platform."""
    conn.execute(
        "DELETE FROM connect_sessions WHERE client_id = ? AND platform = ? AND (kind = ? OR status != 'pending')",
        (session.client_id, session.platform, session.kind),
    )
    conn.execute(
        "INSERT INTO connect_sessions (id, client_id, platform, kind, status, connect_url, created_ms, watched_until_ms,"
        " error_code, known_account_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session.id,
            session.client_id,
            session.platform,
            session.kind,
            session.status,
            session.connect_url,
            to_ms(session.created_at),
            to_ms(session.watched_until),
            session.error_code,
            session.known_account_id,
        ),
    )


def get(conn: sqlite3.Connection, session_id: str) -> ConnectSession | None:
    """Return the session with that id, or None."""
    row = conn.execute("SELECT * FROM connect_sessions WHERE id = ?", (session_id,)).fetchone()
    return None if row is None else _session(row)


def of_client(conn: sqlite3.Connection, client_id: int) -> tuple[ConnectSession, ...]:
    """Return the client's pending sessions and the last failed ones, oldest first."""
    sql = "SELECT * FROM connect_sessions WHERE client_id = ? ORDER BY created_ms, id"
    return tuple(map(_session, conn.execute(sql, (client_id,))))


def pending(conn: sqlite3.Connection, workspace_id: int) -> tuple[ConnectSession, ...]:
    """Return a workspace's sessions that may still become connections, oldest first."""
    sql = (
        "SELECT connect_sessions.* FROM connect_sessions JOIN clients ON clients.id = client_id"
        " WHERE workspace_id = ? AND status = 'pending' ORDER BY created_ms, connect_sessions.id"
    )
    return tuple(map(_session, conn.execute(sql, (workspace_id,))))


def end(conn: sqlite3.Connection, session_id: str, status: str, error_code: str) -> None:
    """Save the status and error code, in the service's words, of a session that ended without a connection."""
    sql = "UPDATE connect_sessions SET status = ?, error_code = ? WHERE id = ?"
    conn.execute(sql, (status, error_code, session_id))


def remove(conn: sqlite3.Connection, *session_ids: str) -> None:
    """Delete these sessions."""
    conn.executemany("DELETE FROM connect_sessions WHERE id = ?", [(session_id,) for session_id in session_ids])


def _session(row: sqlite3.Row) -> ConnectSession:
    return ConnectSession(
        id=row["id"],
        client_id=row["client_id"],
        platform=row["platform"],
        kind=SESSION_KIND.read(row["kind"]),
        status=row["status"],
        connect_url=row["connect_url"],
        created_at=AT.read(row["created_ms"]),
        watched_until=AT.read(row["watched_until_ms"]),
        error_code=row["error_code"],
        known_account_id=row["known_account_id"],
    )
