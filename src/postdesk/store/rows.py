"""Conversion between rows and domain values (lists are JSON in a column), and SQL fragments that several tables share."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from postdesk.domain.new_posts import NoFreeMoment
from postdesk.domain.posts import Entry
from postdesk.domain.times import to_ms
from postdesk.store.columns import COLUMNS
from postdesk.store.value_kinds import UnreadableValue

OF_REMOTE_ID: Final = "workspace_id = ? AND remote_id = ? AND remote_id != ''"
"""The entry of a workspace with that service id. The index holds no empty ids, so the query must exclude them explicitly."""


def sql_list(words: Iterable[str]) -> str:
    """Return our own words, none with a quote in it, as an SQL list for IN."""
    return "(" + ", ".join(f"'{word}'" for word in sorted(words)) + ")"


def as_json(items: Iterable[object]) -> str:
    """Return a JSON list of strings and numbers, or of lists of them."""
    return json.dumps(list(items), ensure_ascii=False)


@contextmanager
def unique_moment() -> Iterator[None]:
    """Raise NoFreeMoment when an entry is written with a millisecond that another one of the workspace has."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        if "entries.due_ms" in str(error):
            raise NoFreeMoment from None
        raise


def entry_of(row: sqlite3.Row) -> Entry:
    """Build an entry from a row of `entries`.

    An entry with an unreadable value gets no hash, and so counts as changed: it is held until the user checks it.
    """
    found = dict(zip(row.keys(), row, strict=True))  # a row looks for a name among all of its names
    values, readable = _values_of(found)
    return Entry(
        id=found["id"],
        post_id=found["post_id"],
        client_id=found["client_id"],
        platforms=values["platforms"],
        state=values["state"],
        mode=values["mode"],
        due_at=values["due_ms"],
        content=found["content"],
        written=found["written"],
        title=found["title"],
        media_url=found["media_url"],
        thumbnail_url=found["thumbnail_url"],
        lock_in_at=values["lock_in_ms"],
        hold=values["hold"],
        not_before=values["not_before_ms"],
        token=found["token"],
        hash=found["hash"] if readable else "",
        accounts=values["accounts"],
        attempts=found["attempts"],
        reason=found["reason"],
        media_confirmed=bool(found["media_meant"]),
        earlier=values["earlier"],
        evidence=values["evidence"],
        remote_id=found["remote_id"],
        remote_status=found["remote_status"],
        stage=values["stage"],
        results=values["results"],
        stage_since=values["stands_ms"],
        checked_at=values["checked_ms"],
        changed_at=values["changed_ms"],
    )


def _values_of(found: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the values that have a kind, and True if all are readable; the others are replaced by their fallbacks."""
    kinds = COLUMNS["entries"].items()
    try:
        return {name: kind.value(found[name]) for name, kind in kinds}, True
    except UnreadableValue:
        return {name: kind.read(found[name]) for name, kind in kinds}, False


def columns_of(entry: Entry) -> tuple[tuple[str, object], ...]:
    """Return the columns of `entries` that can change, with their values."""
    return (
        ("platforms", as_json(entry.platforms)),
        ("state", entry.state),
        ("mode", entry.mode),
        ("due_ms", to_ms(entry.due_at)),
        ("content", entry.content),
        ("written", entry.written),
        ("title", entry.title),
        ("media_url", entry.media_url),
        ("thumbnail_url", entry.thumbnail_url),
        ("lock_in_ms", to_ms(entry.lock_in_at) if entry.lock_in_at else None),
        ("hold", entry.hold),
        ("not_before_ms", to_ms(entry.not_before) if entry.not_before else None),
        ("token", entry.token),
        ("hash", entry.hash),
        ("accounts", as_json((account.platform, account.account_id) for account in entry.accounts)),
        ("attempts", entry.attempts),
        ("reason", entry.reason),
        ("media_meant", int(entry.media_confirmed)),
        ("earlier", as_json(entry.earlier)),
        ("evidence", entry.evidence),
        ("remote_id", entry.remote_id),
        ("remote_status", entry.remote_status),
        ("stage", entry.stage),
        ("results", as_json((r.platform, r.status, r.external_id, r.detail) for r in entry.results)),
        ("stands_ms", to_ms(entry.stage_since) if entry.stage_since else None),
        ("checked_ms", to_ms(entry.checked_at) if entry.checked_at else None),
    )
