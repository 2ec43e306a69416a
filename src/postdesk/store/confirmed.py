"""Externals (addresses, programs, files) that the user of this profile confirmed.

Confirmations are stored under the profile's id, which no copy keeps: in a copy nothing is confirmed.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from postdesk.domain.externals import External
from postdesk.store import profile_identity
from postdesk.store.key_values import remember, value

NAME: Final = "confirmed"


def is_confirmed(conn: sqlite3.Connection, external: External) -> bool:
    """Return True when the external was confirmed in its present form."""
    profile_id = profile_identity.stored_id(conn)
    return bool(profile_id) and _print(profile_id, external) in _prints(conn)


def confirm(conn: sqlite3.Connection, externals: Iterable[External]) -> None:
    """Record that the user typed these externals, or confirmed them as shown."""
    profile_id = profile_identity.profile_id(conn)
    added = {_print(profile_id, each) for each in externals}
    remember(conn, NAME, json.dumps(sorted(_prints(conn) | added)))


def clear(conn: sqlite3.Connection) -> None:
    """Remove all confirmations."""
    remember(conn, NAME, "[]")


def has_records(conn: sqlite3.Connection) -> bool:
    """Return True when confirmations were ever stored; False in a profile from before confirmations existed."""
    return value(conn, NAME) is not None


def _prints(conn: sqlite3.Connection) -> set[str]:
    try:
        return {str(each) for each in json.loads(value(conn, NAME) or "[]")}
    except (ValueError, TypeError):
        return set()


def _print(profile_id: str, external: External) -> str:
    """Return a hash: the text itself is not stored twice, as command arguments may contain a token."""
    content = json.dumps([profile_id, external.kind, external.owner, *external.parts])
    return hashlib.sha256(content.encode()).hexdigest()
