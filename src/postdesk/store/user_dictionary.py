"""The user's dictionary words, and the spell-check language of each client."""

import json
import sqlite3

from postdesk.store import settings
from postdesk.store.columns import TEXTS

_WORDS = "spelling_words"


def words(conn: sqlite3.Connection) -> frozenset[str]:
    """Return the added words."""
    return frozenset(TEXTS.read(settings.value(conn, _WORDS) or TEXTS.fallback))


def add(conn: sqlite3.Connection, word: str) -> None:
    """Add a word."""
    _save(conn, words(conn) | {word})


def remove(conn: sqlite3.Connection, word: str) -> None:
    """Remove a word."""
    _save(conn, words(conn) - {word})


def language(conn: sqlite3.Connection, client_id: int) -> str:
    """Return the client's language; empty where none was selected."""
    return settings.value(conn, _name(client_id)) or ""


def set_language(conn: sqlite3.Connection, client_id: int, chosen: str) -> None:
    """Save the client's language."""
    settings.remember(conn, _name(client_id), chosen)


def _save(conn: sqlite3.Connection, kept: frozenset[str]) -> None:
    settings.remember(conn, _WORDS, json.dumps(sorted(kept)))


def _name(client_id: int) -> str:
    return f"spelling:{client_id}"
