"""How rows become domain values: lists are JSON in a column; and the pieces of SQL that several tables share."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from postdesk.domain.delivery import Evidence, Hold, Stage, State
from postdesk.domain.limits import OwnLimit
from postdesk.domain.posts import Entry, Mode, NotedAccount
from postdesk.domain.remote import PlatformResult
from postdesk.domain.submitting import NoFreeMoment
from postdesk.domain.times import from_ms, to_ms

OF_REMOTE_ID: Final = "workspace_id = ? AND remote_id = ? AND remote_id != ''"
"""The entry of a workspace with the service's id. The index holds no empty ones, and serves only who says so."""


def listed(words: Iterable[str]) -> str:
    """Words of ours, none of which has a quote in it, as SQL takes them after IN."""
    return "(" + ", ".join(f"'{word}'" for word in sorted(words)) + ")"


def strings(text: str) -> tuple[str, ...]:
    """The strings of a JSON list."""
    return tuple(json.loads(text))


def numbers(text: str) -> tuple[int, ...]:
    """The whole numbers of a JSON list."""
    return tuple(int(each) for each in json.loads(text))


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs of strings of a JSON list of lists."""
    return tuple((first, second) for first, second in json.loads(text))


def own_limits(text: str) -> tuple[OwnLimit, ...]:
    """The numbers of a JSON list of pairs of a limit's key and its number."""
    return tuple(OwnLimit(str(key), float(value)) for key, value in json.loads(text))


def as_json(items: Iterable[object]) -> str:
    """A JSON list of strings and numbers, or of lists of them."""
    return json.dumps(list(items), ensure_ascii=False)


@contextmanager
def moment_of_its_own() -> Iterator[None]:
    """Raises NoFreeMoment where an entry is written whose moment another of the workspace has."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        if "entries.due_ms" in str(error):
            raise NoFreeMoment from None
        raise


def entry_of(row: sqlite3.Row) -> Entry:
    """An entry from a row of `entries`."""
    return Entry(
        id=row["id"],
        post_id=row["post_id"],
        client_id=row["client_id"],
        platforms=strings(row["platforms"]),
        state=State(row["state"]),
        mode=Mode(row["mode"]),
        due_at=from_ms(row["due_ms"]),
        content=row["content"],
        written=row["written"],
        title=row["title"],
        media_url=row["media_url"],
        thumbnail_url=row["thumbnail_url"],
        lock_in_at=from_ms(row["lock_in_ms"]) if row["lock_in_ms"] is not None else None,
        hold=Hold(row["hold"]) if row["hold"] else None,
        not_before=from_ms(row["not_before_ms"]) if row["not_before_ms"] is not None else None,
        token=row["token"],
        hash=row["hash"],
        accounts=tuple(NotedAccount(platform, account) for platform, account in pairs(row["accounts"])),
        attempts=row["attempts"],
        reason=row["reason"],
        media_meant=bool(row["media_meant"]),
        earlier=numbers(row["earlier"]),
        evidence=Evidence(row["evidence"]),
        remote_id=row["remote_id"],
        remote_status=row["remote_status"],
        stage=Stage(row["stage"]),
        results=tuple(PlatformResult(*fields) for fields in json.loads(row["results"])),
        stands_since=from_ms(row["stands_ms"]) if row["stands_ms"] is not None else None,
        checked_at=from_ms(row["checked_ms"]) if row["checked_ms"] is not None else None,
        changed_at=from_ms(row["changed_ms"]),
    )


def columns_of(entry: Entry) -> tuple[tuple[str, object], ...]:
    """The columns of `entries` that keep what can change of an entry."""
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
        ("media_meant", int(entry.media_meant)),
        ("earlier", as_json(entry.earlier)),
        ("evidence", entry.evidence),
        ("remote_id", entry.remote_id),
        ("remote_status", entry.remote_status),
        ("stage", entry.stage),
        ("results", as_json((r.platform, r.status, r.external_id, r.detail) for r in entry.results)),
        ("stands_ms", to_ms(entry.stands_since) if entry.stands_since else None),
        ("checked_ms", to_ms(entry.checked_at) if entry.checked_at else None),
    )
