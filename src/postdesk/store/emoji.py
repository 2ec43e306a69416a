"""The recently used emoji and the selected skin tone."""

import sqlite3

from postdesk.store import settings

_RECENT = "emoji_recent"
_TONE = "emoji_tone"
_TONES = 5


def recent(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Return the recently used emoji, newest first."""
    return tuple((settings.value(conn, _RECENT) or "").split())


def remember_recent(conn: sqlite3.Connection, used: tuple[str, ...]) -> None:
    """Save the recently used emoji, newest first."""
    settings.remember(conn, _RECENT, " ".join(used))


def tone(conn: sqlite3.Connection) -> int:
    """Return the skin tone: 1 (light) to 5 (dark), or 0 for none."""
    return min(_TONES, settings.number(settings.value(conn, _TONE), 1) or 0)


def remember_tone(conn: sqlite3.Connection, chosen: int) -> None:
    """Save the skin tone, 0 to 5."""
    settings.remember(conn, _TONE, str(chosen))
