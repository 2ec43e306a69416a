"""A digest of all that a database holds but the traces of a day on which nothing happened: two equal ones need one backup."""

import hashlib
import marshal
import sqlite3
from typing import Final

from postdesk.store import integrity

_TRACES: Final = {"clients": ("accounts_read_ms",)}
"""Columns that are written without a change: a restored database reads the accounts once more."""
_TRACE_SETTINGS: Final = (
    "name IN ('starts', 'start_marks') OR name GLOB 'left_*' OR name GLOB 'last_open:*' OR name GLOB 'answers_removed_*' "
    "OR name GLOB 'list_plan_*'"
)
"""Settings that each start, end and day write: a restored database counts and lists anew, and opens another draft."""
_CACHES: Final = frozenset({"looks"})
_FORMAT: Final = 2
"""The last one of `marshal` that is the same for equal values; `repr` takes twice the time."""
_ROWS: Final = 64
"""Rows at a time: Python's lock is held for a fraction of a millisecond."""


def content_digest(connection: sqlite3.Connection) -> str:
    """Return the digest of the connection's present state, as 32 hexadecimal digits.

    With 100,000 posts this takes 1.1 s of CPU time.
    """
    digest = hashlib.blake2b(str(connection.execute("PRAGMA user_version").fetchone()[0]).encode(), digest_size=16)
    for table in integrity.tables_of(connection):
        if table not in _CACHES:
            _add_table(digest, connection, table)
    return digest.hexdigest()


def _add_table(digest: "hashlib.blake2b", connection: sqlite3.Connection, table: str) -> None:
    columns = [each for each in integrity.columns_of(connection, table) if each not in _TRACES.get(table, ())]
    left_out = f"WHERE NOT ({_TRACE_SETTINGS})" if table == "settings" else ""
    digest.update(table.encode())
    usual, connection.text_factory = connection.text_factory, bytes  # damaged texts, too, and no time for decoding
    try:
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table} {left_out}")
        rows.row_factory = None
        while some := rows.fetchmany(_ROWS):
            digest.update(marshal.dumps(some, _FORMAT))
    finally:
        connection.text_factory = usual
