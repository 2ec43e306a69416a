"""Small named values in the `settings` table."""

import sqlite3


def value(conn: sqlite3.Connection, name: str) -> str | None:
    """Return the text stored under that name, or None."""
    row = conn.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row["value"])


def remember(conn: sqlite3.Connection, name: str, text: str) -> None:
    """Store `text` under that name."""
    conn.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, text))


def forget(conn: sqlite3.Connection, name: str) -> None:
    """Delete the value with that name."""
    conn.execute("DELETE FROM settings WHERE name = ?", (name,))


def number(text: str | None, digits: int) -> int | None:
    """Parse a stored text as a number of at most `digits` digits; None if it isn't one."""
    return int(text) if text and text.isdecimal() and len(text) <= digits else None
