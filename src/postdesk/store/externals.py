"""Externals: everything in the profile that runs or connects elsewhere. Each is off until this profile's user confirmed it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from postdesk.domain.addresses import origin_of
from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.externals import External
from postdesk.domain.uploads import Bucket
from postdesk.store import confirmed, profile_identity, settings, unbound_secrets, uploads, workspaces
from postdesk.store.unbound_secrets import SecretOwnerKind


def settle_profile(conn: sqlite3.Connection, database: Path) -> str:
    """Return the profile's id at the start. A copied, restored or imported profile gets a new id, and its externals are off."""
    if not profile_identity.has_valid_identity(conn, database):
        profile_identity.renew(conn, database)
        confirmed.clear(conn)
        unbound_secrets.clear(conn)
    elif not confirmed.has_records(conn):
        confirm_all(conn)
        profile_identity.bind_to_location(conn, database)
    return profile_identity.profile_id(conn)


def confirm_all(conn: sqlite3.Connection) -> None:
    """Confirm all externals of a profile from before confirmations existed, and note the origins of its stored secrets."""
    confirmed.confirm(conn, all_externals(conn))
    real = (each for each in workspaces.all_of(conn) if each.kind is WorkspaceKind.REAL)
    unbound_secrets.record(conn, SecretOwnerKind.KEYS, {each.id: origin for each in real if (origin := origin_of(each.base_url))})
    places = ((each.id, each.place) for each in uploads.all_targets(conn))
    buckets = {number: place.origin for number, place in places if isinstance(place, Bucket) and place.origin}
    unbound_secrets.record(conn, SecretOwnerKind.UPLOADS, buckets)


def all_externals(conn: sqlite3.Connection) -> tuple[External, ...]:
    """Return all externals in display order."""
    return tuple(_found(conn))


def unconfirmed(conn: sqlite3.Connection) -> tuple[External, ...]:
    """Return the externals that are off."""
    return tuple(each for each in _found(conn) if not confirmed.is_confirmed(conn, each))


def _found(conn: sqlite3.Connection) -> Iterator[External]:
    yield from (each.external for each in workspaces.all_of(conn) if each.kind is WorkspaceKind.REAL)
    yield from settings.network(conn)
    yield from (each.external for each in uploads.all_targets(conn))
