"""Conversion between rows and domain values (lists are JSON in a column), and SQL fragments that several tables share."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from postdesk.domain.new_posts import NoFreeMoment
from postdesk.domain.posts import Entry
from postdesk.domain.times import to_ms
from postdesk.store.columns import ACCOUNTS, AT, COLUMNS, EARLIER, EVIDENCE, HOLD, MAYBE_AT, MODE, RESULTS, STAGE, STATE, TEXTS

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
    return Entry(
        id=row["id"],
        post_id=row["post_id"],
        client_id=row["client_id"],
        platforms=TEXTS.read(row["platforms"]),
        state=STATE.read(row["state"]),
        mode=MODE.read(row["mode"]),
        due_at=AT.read(row["due_ms"]),
        content=row["content"],
        written=row["written"],
        title=row["title"],
        media_url=row["media_url"],
        thumbnail_url=row["thumbnail_url"],
        lock_in_at=MAYBE_AT.read(row["lock_in_ms"]),
        hold=HOLD.read(row["hold"]),
        not_before=MAYBE_AT.read(row["not_before_ms"]),
        token=row["token"],
        hash=row["hash"] if _is_readable(row) else "",
        accounts=ACCOUNTS.read(row["accounts"]),
        attempts=row["attempts"],
        reason=row["reason"],
        media_confirmed=bool(row["media_meant"]),
        earlier=EARLIER.read(row["earlier"]),
        evidence=EVIDENCE.read(row["evidence"]),
        remote_id=row["remote_id"],
        remote_status=row["remote_status"],
        stage=STAGE.read(row["stage"]),
        results=RESULTS.read(row["results"]),
        stage_since=MAYBE_AT.read(row["stands_ms"]),
        checked_at=MAYBE_AT.read(row["checked_ms"]),
        changed_at=AT.read(row["changed_ms"]),
    )


def _is_readable(row: sqlite3.Row) -> bool:
    return all(column.is_readable(row[name]) for name, column in COLUMNS["entries"].items())


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
