"""What can still be read of a damaged database, row by row, and is newer than what stands in its place.

A text with a wrong bit in it is taken with a mark in that place. In the place of a value that cannot be read stands the one of
the backup's row, or what stands for such (`columns.py`); the row is taken with it.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from postdesk.domain.delivery import Evidence, State
from postdesk.store import confirmed, identity, posts, soundness, unbound
from postdesk.store.columns import COLUMNS
from postdesk.store.sqlite import tolerate, transaction


@dataclass(frozen=True, slots=True)
class _Table:
    """`newer` says in SQL when, or how often, a row was changed; where it is constant, a row that is there already stays."""

    name: str
    key: tuple[str, ...]
    newer: str = "0"
    by_row: bool = True


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many drafts and posts were taken; `whole`: all rows there were could be read."""

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
_NOT_BELIEVED: Final = frozenset({confirmed.NAME, unbound.NAME, identity.SETTLED})
"""What the user confirmed is known from a backup of ours: the damaged file may have been made by somebody else."""
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
"""What an older row does not tell: an entry may have gone out since, or what it sends again may have turned up."""
_WITH: Final = {("entries", "state"): ("evidence", Evidence.CANNOT_TELL), ("attempts", "baseline"): ("whole", 0)}
"""What a column has to say, where another could not be read."""
_OF_ITS_OWN: Final = ("entries", "due_ms")
"""No two have the same moment: one that can't be read is as many milliseconds after 1970 as the entry's number says."""
_WITHOUT_ATTEMPT: Final = (
    f"UPDATE entries SET state = '{State.NEEDS_USER}', evidence = '{Evidence.CANNOT_TELL}' "
    f"WHERE state IN ('{State.SENDING}', '{State.UNCERTAIN}') AND id NOT IN (SELECT entry_id FROM attempts)"
)
"""Nobody can look for what was sent when nobody knows when: the user is asked at once."""
_POSTS_ALREADY: Final = "drafts WHERE id IN (SELECT group_token FROM posts)"
"""What became a post is not brought back as a draft."""
_MOST_FAILURES: Final = 20_000
"""How often it is tried to read between two torn places of a table: a second or two."""


def salvage(damaged: sqlite3.Connection, into: sqlite3.Connection, now: datetime) -> Salvaged:
    """Take over what is newer; both are read by this thread alone, and `into` is in no transaction."""
    tolerate(damaged)
    into.execute("PRAGMA foreign_keys = OFF")
    with transaction(into):
        found = {table.name: _Taking(damaged, into, table).take() for table in _TABLES}
        lost = sum(into.execute(f"DELETE FROM {orphans}").rowcount for orphans in _ORPHANS)
        into.execute(f"DELETE FROM {_POSTS_ALREADY}")
        into.execute(_WITHOUT_ATTEMPT)
        changed = found["entries"].post_ids | found["posts"].post_ids
        for post_id in changed & {row["id"] for row in into.execute("SELECT id FROM posts")}:
            posts.refresh(into, post_id, now)
    into.execute("PRAGMA foreign_keys = ON")
    whole = not lost and all(each.whole for each in found.values())
    return Salvaged(found["drafts"].rows, found["posts"].rows, whole)


@dataclass(frozen=True, slots=True)
class _Taken:
    """`post_ids`: those of entries, and posts of which something could not be read."""

    rows: int = 0
    whole: bool = True
    post_ids: frozenset[int] = frozenset()


class _Taking:
    """One table's rows."""

    def __init__(self, damaged: sqlite3.Connection, into: sqlite3.Connection, table: _Table) -> None:
        self._damaged, self._into, self._table = damaged, into, table
        self._whole = True
        self._failures = 0
        self._same_key = " AND ".join(f"{each} = ?" for each in table.key)
        self._conditions = soundness.condition_of_each(into, table.name)
        self._mended = set[int]()
        self._columns = self._shared_columns()
        self._newer = self._newer_there()
        keys = f"SELECT {', '.join(table.key)}, {table.newer} FROM {table.name}"
        self._known: dict[tuple[object, ...], int] = {tuple(row)[:-1]: row[-1] for row in into.execute(keys)}

    def take(self) -> _Taken:
        """Take what is newer; what collides with a row that is still to be replaced is tried once more at the end."""
        if not self._columns:
            return _Taken(whole=False)
        newer = [row for row in self._read() if self._is_newer(row)]
        again = [row for row in newer if not self._write(row)]
        refused = [row for row in again if not self._write(row)]
        post_ids = frozenset(row["post_id"] for row in newer) if "post_id" in self._columns else frozenset(self._mended)
        return _Taken(len(newer) - len(refused), self._whole and not refused, post_ids)

    def _shared_columns(self) -> tuple[str, ...]:
        """An earlier version may not have them all."""
        try:
            there = soundness.columns_of(self._damaged, self._table.name)
        except sqlite3.DatabaseError:
            return ()
        return tuple(each for each in soundness.columns_of(self._into, self._table.name) if each in there)

    def _newer_there(self) -> str:
        """`newer`, where the damaged table can say it: an earlier version may not have that column."""
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
        """Whether it could be put in its place, and can be read there; otherwise what was there stays."""
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
        """Put something in the place of what cannot be read; whether all of the row can be read then."""
        if not (bad := self._unreadable(row)):
            return True
        if {*bad} & {*self._table.key}:
            return False
        for name in bad:
            sql, value = self._instead(name, before)
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
        told = self._select_there(", ".join(self._conditions.values()), row)
        return tuple(name for name, good in zip(self._conditions, told or (), strict=True) if not good)

    def _select_there(self, what: str, row: sqlite3.Row) -> sqlite3.Row | None:
        sql = f"SELECT {what} FROM {self._table.name} WHERE {self._same_key}"
        found: sqlite3.Row | None = self._into.execute(sql, self._key(row)).fetchone()
        return found

    def _instead(self, name: str, before: sqlite3.Row | None) -> tuple[str, tuple[object, ...]]:
        """In SQL, with its values. A text that is bytes is read as one."""
        column = COLUMNS.get(self._table.name, {}).get(name)
        if column is None:
            return f"CAST({name} AS TEXT)", ()
        if before and (self._table.name, name) not in _NOT_FROM_BEFORE and column.is_readable(before[name]):
            return "?", (before[name],)
        if (self._table.name, name) == _OF_ITS_OWN:
            return self._table.key[0], ()
        return "?", (column.instead,)

    def _read(self) -> Iterator[sqlite3.Row]:
        """Row by row from both ends, and where both end at something torn, what lies between."""
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
        """The rows of that span; where one of them cannot be read, those of each half of it."""
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
