"""The words that the user added to the dictionary, and the languages chosen for clients."""

import json
import sqlite3

from postdesk.store import settings
from postdesk.store.columns import TEXTS

_WORDS = "spelling_words"


def words(conn: sqlite3.Connection) -> frozenset[str]:
    """The added words."""
    return frozenset(TEXTS.read(settings.value(conn, _WORDS) or TEXTS.instead))


def add(conn: sqlite3.Connection, word: str) -> None:
    """Add one."""
    _keep(conn, words(conn) | {word})


def remove(conn: sqlite3.Connection, word: str) -> None:
    """Take one away."""
    _keep(conn, words(conn) - {word})


def language(conn: sqlite3.Connection, client_id: int) -> str:
    """The language chosen for the client, empty where none was."""
    return settings.value(conn, _name(client_id)) or ""


def choose(conn: sqlite3.Connection, client_id: int, chosen: str) -> None:
    """Keep it."""
    settings.remember(conn, _name(client_id), chosen)


def _keep(conn: sqlite3.Connection, kept: frozenset[str]) -> None:
    settings.remember(conn, _WORDS, json.dumps(sorted(kept)))


def _name(client_id: int) -> str:
    return f"spelling:{client_id}"
