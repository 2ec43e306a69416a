"""What in the profile can act or talk, and what of it is off until its user has confirmed it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from postdesk.domain.addresses import origin_of
from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.externals import External
from postdesk.domain.uploads import Bucket
from postdesk.store import confirmed, identity, settings, unbound, uploads, workspaces
from postdesk.store.unbound import Shelf


def settle(conn: sqlite3.Connection, database: Path) -> str:
    """The profile's id at the start. One that was copied, restored or brought in becomes another profile, in which all is off."""
    if not identity.is_here(conn, database):
        identity.renew(conn, database)
        confirmed.clear(conn)
        unbound.clear(conn)
    elif not confirmed.is_kept(conn):
        adopt(conn)
        identity.settle(conn, database)
    return identity.of(conn)


def adopt(conn: sqlite3.Connection) -> None:
    """All that is there was typed here, before there was anything to confirm; so were the secrets, for what is stored now."""
    confirmed.confirm(conn, found(conn))
    real = (each for each in workspaces.all_of(conn) if each.kind is WorkspaceKind.REAL)
    unbound.note(conn, Shelf.KEYS, {each.id: origin for each in real if (origin := origin_of(each.base_url))})
    places = ((each.id, each.place) for each in uploads.all_targets(conn))
    buckets = {number: place.origin for number, place in places if isinstance(place, Bucket) and place.origin}
    unbound.note(conn, Shelf.UPLOADS, buckets)


def found(conn: sqlite3.Connection) -> tuple[External, ...]:
    """All of it, in the order in which it is shown."""
    return tuple(_found(conn))


def unconfirmed(conn: sqlite3.Connection) -> tuple[External, ...]:
    """What is off."""
    return tuple(each for each in _found(conn) if not confirmed.holds(conn, each))


def _found(conn: sqlite3.Connection) -> Iterator[External]:
    yield from (each.external for each in workspaces.all_of(conn) if each.kind is WorkspaceKind.REAL)
    yield from settings.network(conn)
    yield from (each.external for each in uploads.all_targets(conn))
