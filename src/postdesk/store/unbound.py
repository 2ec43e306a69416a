"""Secrets in the keyring from before each belonged to an origin, and the origin that each of them is for.

It is noted once, when a profile comes to this version where it always was: what is stored as an address later says nothing
of what a secret was typed for.
"""

import json
import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from postdesk.store.remembered import remember, value

NAME: Final = "unbound_secrets"


class Shelf(StrEnum):
    """Whose secrets: of workspaces, by their ids, or of upload targets by theirs."""

    KEYS = "keys"
    UPLOADS = "uploads"


def origins(conn: sqlite3.Connection, shelf: Shelf) -> dict[int, str]:
    """The origins of the secrets that are not bound yet, by their owners' ids."""
    return {int(owner): str(origin) for owner, origin in _noted(conn).get(shelf, {}).items() if owner.isdecimal()}


def note(conn: sqlite3.Connection, shelf: Shelf, owners: Mapping[int, str]) -> None:
    """There may be a secret of each of these owners, for that origin."""
    _keep(conn, _noted(conn) | {shelf: {str(owner): origin for owner, origin in owners.items()}})


def settle(conn: sqlite3.Connection, shelf: Shelf, owner: int) -> None:
    """There is none of that owner any more."""
    left = {each: origin for each, origin in origins(conn, shelf).items() if each != owner}
    note(conn, shelf, left)


def clear(conn: sqlite3.Connection) -> None:
    """There is none that this profile may have."""
    _keep(conn, {})


def _noted(conn: sqlite3.Connection) -> dict[str, dict[str, str]]:
    try:
        kept = json.loads(value(conn, NAME) or "{}")
        return {str(shelf): dict(owners) for shelf, owners in kept.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _keep(conn: sqlite3.Connection, noted: Mapping[str, Mapping[str, str]]) -> None:
    remember(conn, NAME, json.dumps(noted))
