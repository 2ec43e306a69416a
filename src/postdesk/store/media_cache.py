"""The `looks` table: a cache of the facts found at media addresses.

Only good results are cached: a file with a problem is fetched and checked again.
"""

import json
import sqlite3
from dataclasses import astuple
from datetime import timedelta
from typing import Final

from postdesk.domain.media import MediaCheck, MediaFacts, MediaType
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, MAYBE_AT
from postdesk.store.rows import as_json

_KEPT_FOR: Final = timedelta(days=7)


def get(conn: sqlite3.Connection, url: str) -> MediaCheck | None:
    """Return the cached result for the address; None where there is none or it is unreadable."""
    row = conn.execute("SELECT * FROM looks WHERE url = ?", (url,)).fetchone()
    if row is None:
        return None
    try:
        kind, *numbers = json.loads(row["facts"])
        facts = MediaFacts(MediaType(kind), *numbers)
    except (ValueError, TypeError):
        return None
    return MediaCheck(url, AT.read(row["at_ms"]), facts, expires_at=MAYBE_AT.read(row["expires_ms"]))


def save(conn: sqlite3.Connection, media_check: MediaCheck) -> None:
    """Save the result, and drop results older than a week."""
    conn.execute("DELETE FROM looks WHERE url = ? OR at_ms < ?", (media_check.url, to_ms(media_check.at - _KEPT_FOR)))
    if media_check.facts:
        values = (
            media_check.url,
            to_ms(media_check.at),
            to_ms(media_check.expires_at) if media_check.expires_at else None,
            as_json(astuple(media_check.facts)),
        )
        conn.execute("INSERT INTO looks (url, at_ms, expires_ms, facts) VALUES (?, ?, ?, ?)", values)
