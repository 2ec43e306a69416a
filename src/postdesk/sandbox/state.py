"""The sandbox's state: a SQLite file, or memory. Plain SQL in, records out; no rules.

A commit survives the end of the process, kill -9 included. Callers hold `transaction()` around each change.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

from postdesk.sandbox.records import Connection, ConnectSession, EndUser, PlatformResult, Post, PostFilter

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS redirect_uris (uri TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS end_users (
    external_user_id TEXT PRIMARY KEY, id TEXT NOT NULL, display_name TEXT, email TEXT, metadata TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS connections (
    external_user_id TEXT NOT NULL, platform TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, account_id TEXT NOT NULL,
    PRIMARY KEY (external_user_id, platform));
CREATE TABLE IF NOT EXISTS connect_sessions (
    id TEXT PRIMARY KEY, external_user_id TEXT NOT NULL, platform TEXT NOT NULL, redirect_uri TEXT NOT NULL,
    status TEXT NOT NULL, error_code TEXT, expires_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sessions_by_end ON connect_sessions (status, expires_at);
CREATE TABLE IF NOT EXISTS posts (
    id TEXT PRIMARY KEY, mode TEXT NOT NULL, status TEXT NOT NULL, external_user_id TEXT NOT NULL, title TEXT,
    content TEXT NOT NULL, platforms TEXT NOT NULL, media_url TEXT, thumbnail_url TEXT, metadata TEXT NOT NULL,
    schedule_at TEXT, created_at TEXT NOT NULL, outside INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS posts_by_user ON posts (external_user_id);
CREATE INDEX IF NOT EXISTS posts_by_time ON posts (status, schedule_at);
CREATE TABLE IF NOT EXISTS platform_results (
    post_id TEXT NOT NULL, platform TEXT NOT NULL, status TEXT NOT NULL, account_id TEXT, external_id TEXT, error_code TEXT,
    error_message TEXT, finish_at TEXT, published_at TEXT, PRIMARY KEY (post_id, platform));
CREATE INDEX IF NOT EXISTS results_by_finish ON platform_results (status, finish_at);
"""
_TABLES: Final = ("redirect_uris", "end_users", "connections", "connect_sessions", "posts", "platform_results")

_TABLE_OF: Final = {EndUser: "end_users", Connection: "connections", ConnectSession: "connect_sessions"}
_AS_JSON: Final = ("metadata", "platforms")

_COUNTED: Final = {
    "end_users": "end_users",
    "connections": "connections",
    "pending_sessions": "connect_sessions WHERE status = 'pending'",
    "posts": "posts",
    "scheduled": "posts WHERE status = 'scheduled'",
}
_NEXT: Final = {
    "post_due": "SELECT min(schedule_at) FROM posts WHERE status = 'scheduled'",
    "publish_finishes": "SELECT min(finish_at) FROM platform_results WHERE status IN ('processing', 'failed')",
    "session_expires": "SELECT min(expires_at) FROM connect_sessions WHERE status = 'pending'",
}
"""The queries for the time of the next event of each kind."""

Record = EndUser | Connection | ConnectSession | PlatformResult | Post


def _columns(record: Record | type[Record]) -> tuple[str, ...]:
    """Return the names of a record's fields; the results of a post have their own table."""
    return tuple(field.name for field in fields(record) if field.name != "results")


_USER: Final = ", ".join(_columns(EndUser))
_CONNECTION: Final = ", ".join(_columns(Connection))
_SESSION: Final = ", ".join(_columns(ConnectSession))
_POST: Final = ", ".join(_columns(Post))
_RESULT: Final = ", ".join(_columns(PlatformResult))


class State:
    def __init__(self, file: Path | None) -> None:
        self._db = sqlite3.connect(file or ":memory:", check_same_thread=False, isolation_level=None, timeout=2)
        self._db.row_factory = sqlite3.Row
        self._lock = threading.RLock()
        # A second sandbox on the same file would publish everything twice.
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block alone as one transaction, rolled back when it raises."""
        with self._lock:
            self._db.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def clear(self) -> None:
        """Delete everything but the settings."""
        for table in _TABLES:
            self._db.execute(f"DELETE FROM {table}")

    # Settings and redirect URIs

    def setting(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_setting(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def redirect_uris(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self._db.execute("SELECT uri FROM redirect_uris ORDER BY rowid"))

    def add_redirect_uri(self, uri: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO redirect_uris VALUES (?)", (uri,))

    # End users and connections

    def save(self, it: EndUser | Connection | ConnectSession) -> None:
        self._insert(_TABLE_OF[type(it)], _row(it))

    def end_user(self, external_user_id: str) -> EndUser | None:
        query = f"SELECT {_USER} FROM end_users WHERE external_user_id = ?"
        row = self._db.execute(query, (external_user_id,)).fetchone()
        return None if row is None else _end_user(row)

    def end_users(self) -> tuple[EndUser, ...]:
        return tuple(_end_user(row) for row in self._db.execute(f"SELECT {_USER} FROM end_users ORDER BY created_at"))

    def connections(self, external_user_id: str) -> tuple[Connection, ...]:
        query = f"SELECT {_CONNECTION} FROM connections WHERE external_user_id = ? ORDER BY platform"
        return tuple(Connection(*row) for row in self._db.execute(query, (external_user_id,)))

    def connection(self, external_user_id: str, platform: str) -> Connection | None:
        return next((each for each in self.connections(external_user_id) if each.platform == platform), None)

    def delete_connection(self, it: Connection) -> None:
        self._db.execute("DELETE FROM connections WHERE id = ?", (it.id,))

    # Connect sessions

    def session(self, session_id: str) -> ConnectSession | None:
        row = self._db.execute(f"SELECT {_SESSION} FROM connect_sessions WHERE id = ?", (session_id,)).fetchone()
        return None if row is None else ConnectSession(*row)

    def sessions_ending(self, until: str) -> tuple[ConnectSession, ...]:
        """Return the pending sessions that expire by then."""
        query = f"SELECT {_SESSION} FROM connect_sessions WHERE status = 'pending' AND expires_at <= ?"
        return tuple(ConnectSession(*row) for row in self._db.execute(query, (until,)))

    # Posts

    def save_post(self, it: Post) -> None:
        """Insert a post, or update a known one, which keeps its position among the others."""
        row = _row(it)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row)
        insert = f"INSERT INTO posts ({_POST}) VALUES ({', '.join('?' * len(row))}) ON CONFLICT (id) DO UPDATE SET {changes}"
        self._db.execute(insert, tuple(row.values()))
        for each in it.results:
            self._insert("platform_results", {"post_id": it.id} | _row(each))

    def post(self, post_id: str) -> Post | None:
        return next(iter(self._posts("WHERE id = ?", (post_id,))), None)

    def posts(self, wanted: PostFilter) -> tuple[Post, ...]:
        """Return the matching posts, newest first."""
        terms = {
            "external_user_id = ?": wanted.external_user_id,
            "status = ?": wanted.status,
            "EXISTS (SELECT 1 FROM json_each(platforms) WHERE value = ?)": wanted.platform,
            "coalesce(schedule_at, created_at) >= ?": wanted.date_from,
            "coalesce(schedule_at, created_at) <= ?": wanted.date_to,
        }
        given = {term: value for term, value in terms.items() if value is not None}
        where = f"WHERE {' AND '.join(given)}" if given else ""
        return self._posts(f"{where} ORDER BY rowid DESC", tuple(given.values()))

    def due_posts(self, until: str) -> tuple[Post, ...]:
        """Return the scheduled posts due by then, in order of time."""
        return self._posts("WHERE status = 'scheduled' AND schedule_at <= ? ORDER BY schedule_at, rowid", (until,))

    def processing_posts(self, until: str) -> tuple[Post, ...]:
        """Return the posts with a platform whose publishing finishes by then, whatever was reported before."""
        unfinished = "SELECT post_id FROM platform_results WHERE status IN ('processing', 'failed') AND finish_at <= ?"
        return self._posts(f"WHERE id IN ({unfinished}) ORDER BY rowid", (until,))

    def next_event(self) -> tuple[str, str] | None:
        """Return the time and the kind of the next event caused by time."""
        found = ((self._db.execute(query).fetchone()[0], what) for what, query in _NEXT.items())
        return min(((str(at), what) for at, what in found if at is not None), default=None)

    def counts(self) -> dict[str, int]:
        return {name: int(self._db.execute(f"SELECT count(*) FROM {of}").fetchone()[0]) for name, of in _COUNTED.items()}

    def _posts(self, clause: str, values: Sequence[object]) -> tuple[Post, ...]:
        rows = self._db.execute(f"SELECT {_POST} FROM posts {clause}", tuple(values)).fetchall()
        return tuple(self._post(row) for row in rows)

    def _post(self, row: sqlite3.Row) -> Post:
        results = self._db.execute(f"SELECT {_RESULT} FROM platform_results WHERE post_id = ? ORDER BY rowid", (row["id"],))
        return replace(
            Post(*row),
            platforms=tuple(json.loads(row["platforms"])),
            metadata=json.loads(row["metadata"]),
            outside=bool(row["outside"]),
            results=tuple(PlatformResult(*each) for each in results),
        )

    def _insert(self, table: str, row: Mapping[str, object]) -> None:
        """Insert the row, or replace the one with the same key."""
        insert = f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        self._db.execute(insert, tuple(row.values()))


def _row(record: Record) -> dict[str, object]:
    """Return the columns of a record by their names."""
    values = {name: getattr(record, name) for name in _columns(record)}
    return {name: json.dumps(value) if name in _AS_JSON else value for name, value in values.items()}


def _end_user(row: sqlite3.Row) -> EndUser:
    return replace(EndUser(*row), metadata=json.loads(row["metadata"]))
