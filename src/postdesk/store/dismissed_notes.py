"""The notes that the user dismissed for the accounts of a client, by the keys of `domain.standing_notes`."""

import sqlite3
from collections.abc import Collection

from postdesk.store import settings
from postdesk.store.columns import TEXTS
from postdesk.store.rows import as_json


def get(conn: sqlite3.Connection, client_id: int) -> frozenset[str]:
    """Return the keys of the dismissed notes."""
    return frozenset(TEXTS.read(settings.value(conn, _name(client_id)) or TEXTS.fallback))


def remember(conn: sqlite3.Connection, client_id: int, notes: Collection[str]) -> None:
    """Save the keys of the dismissed notes, in place of the earlier ones."""
    settings.remember(conn, _name(client_id), as_json(sorted(notes)))


def _name(client_id: int) -> str:
    return f"dismissed_notes:{client_id}"
