"""Small things that are remembered in the `settings` table, each by its name."""

import sqlite3


def value(conn: sqlite3.Connection, name: str) -> str | None:
    """The remembered text of that name, None where there is none."""
    row = conn.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row["value"])


def remember(conn: sqlite3.Connection, name: str, text: str) -> None:
    """Keep `text` under that name."""
    conn.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, text))


def forget(conn: sqlite3.Connection, name: str) -> None:
    """Keep nothing under that name."""
    conn.execute("DELETE FROM settings WHERE name = ?", (name,))


def number(text: str | None, digits: int) -> int | None:
    """The number that a remembered text is, of at most so many digits; None where it is none."""
    return int(text) if text and text.isdecimal() and len(text) <= digits else None
