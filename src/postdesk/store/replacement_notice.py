"""The notice of how this database replaced another one, kept in it until the user has seen it."""

import json
import sqlite3
from dataclasses import asdict
from typing import Final

from postdesk.domain.storage import DatabaseReplacement
from postdesk.domain.times import to_ms
from postdesk.store import settings
from postdesk.store.columns import REPLACED

_KEY: Final = "replaced"


def remember(conn: sqlite3.Connection, replacement: DatabaseReplacement) -> None:
    """Store how the database replaced another one."""
    made_at = replacement.made_at
    settings.remember(conn, _KEY, json.dumps(asdict(replacement) | {"made_at": to_ms(made_at) if made_at else None}))


def pending(conn: sqlite3.Connection) -> DatabaseReplacement | None:
    """Return how this database replaced another one, until the user has seen the message; None afterwards."""
    return REPLACED.read(settings.value(conn, _KEY))


def forget(conn: sqlite3.Connection) -> None:
    """Record that the user has seen the message."""
    settings.remember(conn, _KEY, "")
