"""The `clients` table: the local list of clients, since the service offers no list of end users (API gap G25)."""

import sqlite3
from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.clients import Client, LockIn, OpenWork
from postdesk.domain.posts import PostState
from postdesk.domain.series import SeriesState
from postdesk.domain.state_groups import UNSENT_STATES
from postdesk.domain.times import to_ms
from postdesk.domain.utm import DEFAULT_TAGS, TagSettings
from postdesk.store.columns import GAP_MINUTES, LOCK_IN_HOURS, LOCK_IN_RULE, PLATFORMS, TAGS, TEXTS
from postdesk.store.rows import as_json, sql_list


class ClientCache:
    """The clients of a workspace as a reading connection sees them, decoded again only after their rows changed.

    A client takes longer to decode than all their rows to read, and many parts of a window ask for all in one turn.
    """

    def __init__(self, workspace_id: int) -> None:
        self._workspace_id = workspace_id
        self._seen: tuple[sqlite3.Connection, int] | None = None
        self._rows: list[sqlite3.Row] = []
        self._by_id: Mapping[int, Client] = {}
        self._current: tuple[Client, ...] = ()

    def by_id(self, reader: sqlite3.Connection) -> Mapping[int, Client]:
        """Return all clients by id, in the order of their names."""
        self._follow(reader)
        return self._by_id

    def current(self, reader: sqlite3.Connection) -> tuple[Client, ...]:
        """Return the clients that aren't archived, by name."""
        self._follow(reader)
        return self._current

    def _follow(self, reader: sqlite3.Connection) -> None:
        """Read the rows again if another connection committed anything since, be it of another process."""
        seen = reader, reader.execute("PRAGMA data_version").fetchone()[0]
        if seen == self._seen:
            return
        rows = _rows(reader, self._workspace_id)
        if rows != self._rows:
            found = _by_name(rows)
            self._by_id = {client.id: client for client in found}
            self._current = tuple(client for client in found if not client.archived)
        self._seen, self._rows = seen, rows


def all_of(conn: sqlite3.Connection, workspace_id: int) -> tuple[Client, ...]:
    """Return the clients of a workspace by name."""
    return _by_name(_rows(conn, workspace_id))


def _rows(conn: sqlite3.Connection, workspace_id: int) -> list[sqlite3.Row]:
    return conn.execute("SELECT * FROM clients WHERE workspace_id = ?", (workspace_id,)).fetchall()


def _by_name(rows: list[sqlite3.Row]) -> tuple[Client, ...]:
    return tuple(sorted(map(_client, rows), key=lambda client: (client.name.casefold(), client.id)))


def ids_by_user(conn: sqlite3.Connection, workspace_id: int) -> dict[str, int]:
    """Return the ids of a workspace's clients by their ids at the service."""
    return dict(conn.execute("SELECT external_user_id, id FROM clients WHERE workspace_id = ?", (workspace_id,)).fetchall())


def current(conn: sqlite3.Connection, workspace_id: int) -> tuple[Client, ...]:
    """Return the clients that aren't archived, by name."""
    return tuple(client for client in all_of(conn, workspace_id) if not client.archived)


def archived(conn: sqlite3.Connection, workspace_id: int) -> tuple[int, ...]:
    """Return the ids of the archived clients: mostly none."""
    rows = conn.execute("SELECT id FROM clients WHERE workspace_id = ? AND archived", (workspace_id,))
    return tuple(row["id"] for row in rows)


def get(conn: sqlite3.Connection, client_id: int) -> Client | None:
    """Return the client with that id, or None."""
    row = conn.execute("SELECT * FROM clients WHERE id = ?", (client_id,)).fetchone()
    return None if row is None else _client(row)


def find(conn: sqlite3.Connection, workspace_id: int, external_user_id: str) -> Client | None:
    """Return the client of a workspace with that `externalUserId`, or None."""
    sql = "SELECT * FROM clients WHERE workspace_id = ? AND external_user_id = ?"
    row = conn.execute(sql, (workspace_id, external_user_id)).fetchone()
    return None if row is None else _client(row)


def add(conn: sqlite3.Connection, client: Client) -> int:
    """Insert a client and return its new id. If the `externalUserId` exists, change nothing and return that client's id."""
    if known := find(conn, client.workspace_id, client.external_user_id):
        return known.id
    cursor = conn.execute(
        f"INSERT INTO clients (workspace_id, external_user_id, {', '.join(_CHANGEABLE)}) VALUES (?, ?{', ?' * len(_CHANGEABLE)})",
        (client.workspace_id, client.external_user_id, *_changeable(client)),
    )
    return int(cursor.lastrowid or 0)


def update(conn: sqlite3.Connection, client: Client) -> None:
    """Update a client, except for its fixed `externalUserId`. `changes` counts the updates."""
    conn.execute(
        f"UPDATE clients SET {', '.join(f'{name} = ?' for name in _CHANGEABLE)}, changes = changes + 1 WHERE id = ?",
        (*_changeable(client), client.id),
    )


_TO_GO: Final = sql_list(UNSENT_STATES | {PostState.SENDING, PostState.CHECKING})
_LONG_AGO: Final = timedelta(days=1)
"""A locked post without a result counts as unfinished only this long after its time."""


def unfinished(conn: sqlite3.Connection, client_id: int, now: datetime) -> OpenWork:
    """Count the client's unfinished work: posts to send, locked posts, open questions and running series."""
    counted = conn.execute(
        f"SELECT count(*) FILTER (WHERE state IN {_TO_GO} OR id IN (SELECT post_id FROM entries WHERE client_id = ?4 "
        "AND state IN ('planned', 'queued', 'sending', 'uncertain'))), count(*) FILTER (WHERE state = ?1 AND due_ms > ?2), "
        "count(*) FILTER (WHERE state = ?3), (SELECT count(*) FROM series WHERE client_id = ?4 AND state = ?5) "
        "FROM posts WHERE client_id = ?4",
        (PostState.LOCKED, to_ms(now - _LONG_AGO), PostState.TO_DECIDE, client_id, SeriesState.RUNNING),
    ).fetchone()
    return OpenWork(*counted)


_CHANGEABLE: Final = (
    "name",
    "colour",
    "zone",
    "lock_in_rule",
    "lock_in_hours",
    "email",
    "tags_links",
    "tags",
    "sites",
    "gap_minutes",
    "platforms",
    "approval",
    "archived",
)


def _changeable(client: Client) -> tuple[object, ...]:
    rule, tagging = client.lock_in, client.tagging
    tags = [("", *astuple(tagging.tags)), *((platform, *astuple(own)) for platform, own in tagging.own)]
    kept = int(tagging.on), as_json(tags), as_json(tagging.sites), client.gap // timedelta(minutes=1)
    ours = as_json(client.platforms), int(client.approval), int(client.archived)
    return client.name, client.colour, client.zone, rule.rule, rule.hours, client.email, *kept, *ours


def _client(row: sqlite3.Row) -> Client:
    return Client(
        id=row["id"],
        workspace_id=row["workspace_id"],
        external_user_id=row["external_user_id"],
        name=row["name"],
        colour=row["colour"],
        zone=row["zone"],
        lock_in=LockIn(LOCK_IN_RULE.read(row["lock_in_rule"]), LOCK_IN_HOURS.read(row["lock_in_hours"])),
        email=row["email"],
        tagging=_tagging(row),
        gap=timedelta(minutes=GAP_MINUTES.read(row["gap_minutes"])),
        platforms=PLATFORMS.read(row["platforms"]),
        approval=bool(row["approval"]),
        archived=bool(row["archived"]),
    )


def _tagging(row: sqlite3.Row) -> TagSettings:
    found = TAGS.read(row["tags"])
    shared = next((tags for platform, tags in found if platform is None), DEFAULT_TAGS)
    own = tuple((platform, tags) for platform, tags in found if platform)
    return TagSettings(bool(row["tags_links"]), shared, own, TEXTS.read(row["sites"]))
