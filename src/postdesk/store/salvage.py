"""Recovery of the rows in a damaged database that are newer than those of its replacement, row by row.

A text with a damaged byte keeps a mark in that place. For an unreadable value, the backup's value or the column's fallback
(`columns.py`) is used; the rest of the row is recovered.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from postdesk.domain.delivery import Evidence, State
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.store import confirmed, integrity, posts, profile_identity, unbound_secrets
from postdesk.store.columns import COLUMNS
from postdesk.store.sqlite import tolerate_bad_text, transaction


@dataclass(frozen=True, slots=True)
class _Table:
    """A table to recover. `newer` is SQL for a row's time or number of changes; if it is constant, existing rows stay."""

    name: str
    key: tuple[str, ...]
    newer: str = "0"
    by_row: bool = True


@dataclass(frozen=True, slots=True)
class SalvageResult:
    """Numbers of recovered drafts and posts; `whole` is True when every row could be read."""

    drafts: int = 0
    posts: int = 0
    whole: bool = True


_TABLES: Final = (
    _Table("settings", ("name",), by_row=False),
    _Table("workspaces", ("id",)),
    _Table("clients", ("id",), "changes"),
    _Table("connections", ("client_id", "platform"), by_row=False),
    _Table("connect_sessions", ("id",)),
    _Table("drafts", ("id",), "updated_ms"),
    _Table("draft_versions", ("id",)),
    _Table("snippets", ("id",), "changed_ms"),
    _Table("posts", ("id",), "changed_ms"),
    _Table("entries", ("id",), "changed_ms"),
    _Table("attempts", ("entry_id", "number"), "max(started_ms, coalesce(ended_ms, 0))", by_row=False),
    _Table("answers", ("id",)),
    _Table("habits", ("base_url", "habit"), "at_ms", by_row=False),
    _Table("upload_targets", ("id",)),
    _Table("uploads", ("id",)),
    _Table("unfinished", ("target_id", "key"), "begun_ms", by_row=False),
    _Table("slots", ("id",)),
    _Table("day_notes", ("id",), "changed_ms"),
    _Table("imports", ("id",)),
    _Table("imported_rows", ("draft_id",)),
    _Table("series", ("id",), "changed_ms"),
    _Table("occurrences", ("series_id", "number")),
)
_NOT_BELIEVED: Final = frozenset({confirmed.NAME, unbound_secrets.NAME, profile_identity.SETTLED})
"""Settings never recovered: confirmations count only from our own backup, as others may have made the damaged file."""
_ORPHANS: Final = (
    "clients WHERE workspace_id NOT IN (SELECT id FROM workspaces)",
    "connections WHERE client_id NOT IN (SELECT id FROM clients)",
    "connect_sessions WHERE client_id NOT IN (SELECT id FROM clients)",
    "drafts WHERE client_id NOT IN (SELECT id FROM clients)",
    "slots WHERE client_id NOT IN (SELECT id FROM clients)",
    "day_notes WHERE workspace_id NOT IN (SELECT id FROM workspaces) OR client_id NOT IN (SELECT id FROM clients)",
    "snippets WHERE workspace_id NOT IN (SELECT id FROM workspaces)",
    "snippets WHERE client_id NOT IN (SELECT id FROM clients)",
    "posts WHERE workspace_id NOT IN (SELECT id FROM workspaces) OR client_id NOT IN (SELECT id FROM clients)",
    "entries WHERE post_id NOT IN (SELECT id FROM posts)",
    "posts WHERE id NOT IN (SELECT post_id FROM entries)",
    "upload_targets WHERE workspace_id NOT IN (SELECT id FROM workspaces)",
    "uploads WHERE workspace_id NOT IN (SELECT id FROM workspaces)",
    "imports WHERE workspace_id NOT IN (SELECT id FROM workspaces)",
    "imported_rows WHERE import_id NOT IN (SELECT id FROM imports) OR client_id NOT IN (SELECT id FROM clients)",
    "series WHERE client_id NOT IN (SELECT id FROM clients)",
    "occurrences WHERE series_id NOT IN (SELECT id FROM series)",
    "attempts WHERE entry_id NOT IN (SELECT id FROM entries)",
    "answers WHERE entry_id NOT IN (SELECT id FROM entries)",
)
_NOT_FROM_BEFORE: Final = frozenset({("entries", "state"), ("entries", "earlier")})
"""Columns that never fall back to the older row: since then the entry, or the one it resends, may have gone out."""
_WITH: Final = {("entries", "state"): ("evidence", Evidence.CANNOT_TELL), ("attempts", "baseline"): ("whole", 0)}
"""A second column to set when the first one couldn't be read."""
_OF_ITS_OWN: Final = ("entries", "due_ms")
"""Due times must be unique: an unreadable one becomes the entry's number, in milliseconds since 1970."""
_WITHOUT_ATTEMPT: Final = (
    f"UPDATE entries SET state = '{State.NEEDS_USER}', evidence = '{Evidence.CANNOT_TELL}' "
    f"WHERE state IN ('{State.SENDING}', '{State.UNCERTAIN}') AND id NOT IN (SELECT entry_id FROM attempts)"
)
"""An entry without an attempt can't be looked up, since its send time is unknown: the user is asked at once."""
_POSTS_ALREADY: Final = "drafts WHERE id IN (SELECT group_token FROM posts)"
"""Drafts that became posts aren't restored as drafts."""
_MOST_FAILURES: Final = 20_000
"""Limit of failed reads between two damaged places of a table: a second or two."""


def salvage(damaged: sqlite3.Connection, into: sqlite3.Connection, now: datetime) -> SalvageResult:
    """Copy the newer rows into `into`. Both connections belong to this thread alone, and `into` has no open transaction."""
    tolerate_bad_text(damaged)
    into.execute("PRAGMA foreign_keys = OFF")
    with transaction(into):
        found = {table.name: _TableSalvage(damaged, into, table).take() for table in _TABLES}
        lost = sum(into.execute(f"DELETE FROM {orphans}").rowcount for orphans in _ORPHANS)
        into.execute(f"DELETE FROM {_POSTS_ALREADY}")
        into.execute(_WITHOUT_ATTEMPT)
        changed = found["entries"].post_ids | found["posts"].post_ids
        for post_id in changed & {row["id"] for row in into.execute("SELECT id FROM posts")}:
            posts.refresh(into, post_id, now)
    into.execute("PRAGMA foreign_keys = ON")
    whole = not lost and all(each.whole for each in found.values())
    return SalvageResult(found["drafts"].rows, found["posts"].rows, whole)


@dataclass(frozen=True, slots=True)
class _TableResult:
    """The result for one table. `post_ids` holds the posts of recovered entries, and posts with an unreadable value."""

    rows: int = 0
    whole: bool = True
    post_ids: frozenset[int] = frozenset()


class _TableSalvage:
    """The recovery of one table."""

    def __init__(self, damaged: sqlite3.Connection, into: sqlite3.Connection, table: _Table) -> None:
        self._damaged, self._into, self._table = damaged, into, table
        self._whole = True
        self._failures = 0
        self._same_key = " AND ".join(f"{each} = ?" for each in table.key)
        self._conditions = integrity.condition_of_each(into, table.name)
        self._mended = set[int]()
        self._columns = self._shared_columns()
        self._newer = self._newer_there()
        keys = f"SELECT {', '.join(table.key)}, {table.newer} FROM {table.name}"
        self._known: dict[tuple[object, ...], int] = {tuple(row)[:-1]: row[-1] for row in into.execute(keys)}

    def take(self) -> _TableResult:
        """Copy the newer rows. A row that collides with one still to be replaced is tried again at the end."""
        if not self._columns:
            return _TableResult(whole=False)
        newer = [row for row in self._read() if self._is_newer(row)]
        again = [row for row in newer if not self._write(row)]
        refused = [row for row in again if not self._write(row)]
        post_ids = frozenset(row["post_id"] for row in newer) if "post_id" in self._columns else frozenset(self._mended)
        return _TableResult(len(newer) - len(refused), self._whole and not refused, post_ids)

    def _shared_columns(self) -> tuple[str, ...]:
        """Return the columns that both databases have; earlier versions lack some."""
        try:
            there = integrity.columns_of(self._damaged, self._table.name)
        except sqlite3.DatabaseError:
            return ()
        return tuple(each for each in integrity.columns_of(self._into, self._table.name) if each in there)

    def _newer_there(self) -> str:
        """Return the `newer` expression, or "0" where the damaged table lacks its column."""
        try:
            self._damaged.execute(f"SELECT {self._table.newer} FROM {self._table.name} LIMIT 0")
        except sqlite3.DatabaseError:
            return "0"
        return self._table.newer

    def _is_newer(self, row: sqlite3.Row) -> bool:
        if self._table.name == "settings" and row["name"] in _NOT_BELIEVED:
            return False
        known, newer = self._known.get(self._key(row)), row["newer"]
        return known is None or (isinstance(newer, int) and newer > known)

    def _key(self, row: sqlite3.Row) -> tuple[object, ...]:
        return tuple(row[each] for each in self._table.key)

    def _write(self, row: sqlite3.Row) -> bool:
        """Return True when the row was written and is readable; otherwise the existing row stays."""
        self._into.execute("SAVEPOINT one_row")
        good = self._put(row)
        if not good:
            self._into.execute("ROLLBACK TO one_row")
        self._into.execute("RELEASE one_row")
        return good

    def _put(self, row: sqlite3.Row) -> bool:
        names, places = ", ".join(self._columns), ", ".join("?" * len(self._columns))
        changes = ", ".join(f"{each} = excluded.{each}" for each in self._columns)
        before = self._select_there("*", row)
        try:
            self._into.execute(
                f"INSERT INTO {self._table.name} ({names}) VALUES ({places}) "
                f"ON CONFLICT ({', '.join(self._table.key)}) DO UPDATE SET {changes}",
                tuple(row[each] for each in self._columns),
            )
            return self._mend(row, before)
        except (sqlite3.IntegrityError, sqlite3.DataError):
            return False

    def _mend(self, row: sqlite3.Row, before: sqlite3.Row | None) -> bool:
        """Replace unreadable values by their fallbacks. Return True when the whole row is readable then."""
        if not (bad := self._unreadable(row)):
            return True
        if {*bad} & {*self._table.key}:
            return False
        for name in bad:
            sql, value = self._fallback_sql(name, before)
            self._into.execute(f"UPDATE {self._table.name} SET {name} = {sql} WHERE {self._same_key}", (*value, *self._key(row)))
            if also := _WITH.get((self._table.name, name)):
                sql = f"UPDATE {self._table.name} SET {also[0]} = ? WHERE {self._same_key}"
                self._into.execute(sql, (also[1], *self._key(row)))
        if self._unreadable(row):
            return False
        self._whole = False
        if self._table.name == "posts":
            self._mended.add(row["id"])
        return True

    def _unreadable(self, row: sqlite3.Row) -> tuple[str, ...]:
        readable = self._select_there(", ".join(self._conditions.values()), row)
        return tuple(name for name, good in zip(self._conditions, readable or (), strict=True) if not good)

    def _select_there(self, what: str, row: sqlite3.Row) -> sqlite3.Row | None:
        sql = f"SELECT {what} FROM {self._table.name} WHERE {self._same_key}"
        found: sqlite3.Row | None = self._into.execute(sql, self._key(row)).fetchone()
        return found

    def _fallback_sql(self, name: str, before: sqlite3.Row | None) -> tuple[str, tuple[object, ...]]:
        """Return the fallback as SQL with its values. Text stored as bytes is read as text."""
        column = COLUMNS.get(self._table.name, {}).get(name)
        if column is None:
            return f"CAST({name} AS TEXT)", ()
        if before and (self._table.name, name) not in _NOT_FROM_BEFORE and column.is_readable(before[name]):
            return "?", (before[name],)
        if (self._table.name, name) == _OF_ITS_OWN:
            return self._table.key[0], ()
        return "?", (column.fallback,)

    def _read(self) -> Iterator[sqlite3.Row]:
        """Yield the rows from both ends; if both ends stop at damage, also the rows in between."""
        first = last = None
        for row in self._until_torn("ASC"):
            first = row
            yield row
        if self._whole:
            return
        for row in self._until_torn("DESC"):
            last = row
            yield row
        if self._table.by_row and first and last:
            yield from self._between(first["place"] + 1, last["place"] - 1)

    def _until_torn(self, order: str) -> Iterator[sqlite3.Row]:
        key = ("place",) if self._table.by_row else self._table.key
        try:
            yield from self._damaged.execute(f"{self._select()} ORDER BY {', '.join(f'{each} {order}' for each in key)}")
        except sqlite3.DatabaseError:
            self._whole = False

    def _between(self, first: int, last: int) -> Iterator[sqlite3.Row]:
        """Yield the rows of that span, split in halves where a row can't be read."""
        if first > last or self._failures > _MOST_FAILURES:
            return
        try:
            rows = self._damaged.execute(f"{self._select()} WHERE rowid BETWEEN ? AND ?", (first, last)).fetchall()
        except sqlite3.DatabaseError:
            self._failures += 1
            if first < last:
                middle = (first + last) // 2
                yield from self._between(first, middle)
                yield from self._between(middle + 1, last)
        else:
            yield from rows

    def _select(self) -> str:
        place = "rowid" if self._table.by_row else "0"
        return f"SELECT {', '.join(self._columns)}, {self._newer} AS newer, {place} AS place FROM {self._table.name}"
