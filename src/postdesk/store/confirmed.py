"""What the user of this profile agreed to have asked and run.

It is noted under the profile's id, which no copy has: in a copy nothing is confirmed.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from postdesk.domain.externals import External
from postdesk.store import identity
from postdesk.store.remembered import remember, value

NAME: Final = "confirmed"


def holds(conn: sqlite3.Connection, external: External) -> bool:
    """Whether it was confirmed as it is now."""
    profile_id = identity.known(conn)
    return bool(profile_id) and _print(profile_id, external) in _prints(conn)


def confirm(conn: sqlite3.Connection, externals: Iterable[External]) -> None:
    """The user typed these, or agreed to them as they were shown."""
    profile_id = identity.of(conn)
    added = {_print(profile_id, each) for each in externals}
    remember(conn, NAME, json.dumps(sorted(_prints(conn) | added)))


def clear(conn: sqlite3.Connection) -> None:
    """Nothing is confirmed."""
    remember(conn, NAME, "[]")


def is_kept(conn: sqlite3.Connection) -> bool:
    """Whether it was ever noted: not so in a profile from before there was anything to confirm."""
    return value(conn, NAME) is not None


def _prints(conn: sqlite3.Connection) -> set[str]:
    try:
        return {str(each) for each in json.loads(value(conn, NAME) or "[]")}
    except (ValueError, TypeError):
        return set()


def _print(profile_id: str, external: External) -> str:
    """No text of it is kept a second time: there may be a token in a command's arguments."""
    told = json.dumps([profile_id, external.kind, external.owner, *external.parts])
    return hashlib.sha256(told.encode()).hexdigest()
