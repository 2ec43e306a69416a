"""Keyring secrets from before secrets belonged to an origin, with the origin each of them is for.

The origins are recorded once, when a profile in its known location first runs this version: an address stored later doesn't
show what a secret was typed for.
"""

import json
import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from postdesk.store.key_values import remember, value

NAME: Final = "unbound_secrets"


class SecretOwnerKind(StrEnum):
    """The kind of owner: workspaces or upload targets, each by their ids."""

    KEYS = "keys"
    UPLOADS = "uploads"


def origins(conn: sqlite3.Connection, owner_kind: SecretOwnerKind) -> dict[int, str]:
    """Return the origins of secrets not bound yet, by owner id."""
    return {int(owner): str(origin) for owner, origin in _recorded(conn).get(owner_kind, {}).items() if owner.isdecimal()}


def record(conn: sqlite3.Connection, owner_kind: SecretOwnerKind, owners: Mapping[int, str]) -> None:
    """Record that each of these owners may have an unbound secret for that origin."""
    _save(conn, _recorded(conn) | {owner_kind: {str(owner): origin for owner, origin in owners.items()}})


def mark_bound(conn: sqlite3.Connection, owner_kind: SecretOwnerKind, owner: int) -> None:
    """Record that the owner has no unbound secret any more."""
    left = {each: origin for each, origin in origins(conn, owner_kind).items() if each != owner}
    record(conn, owner_kind, left)


def clear(conn: sqlite3.Connection) -> None:
    """Remove all records: this profile may use no unbound secret."""
    _save(conn, {})


def _recorded(conn: sqlite3.Connection) -> dict[str, dict[str, str]]:
    try:
        kept = json.loads(value(conn, NAME) or "{}")
        return {str(owner_kind): dict(owners) for owner_kind, owners in kept.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _save(conn: sqlite3.Connection, recorded: Mapping[str, Mapping[str, str]]) -> None:
    remember(conn, NAME, json.dumps(recorded))
