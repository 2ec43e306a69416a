"""Whether a database is whole: its pages, its tables, and the values in them that have to be one of few.

A bit that is wrong within words is not found here: the hash of an entry is compared before it is sent.
"""

import sqlite3
from collections.abc import Container, Iterator
from contextlib import closing
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Final

from postdesk.domain.approval import Approval
from postdesk.domain.clients import LockInRule, SessionKind, WorkspaceKind
from postdesk.domain.delivery import Evidence, Hold, Stage, State
from postdesk.domain.drafts import Piece
from postdesk.domain.habits import Habit
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Mode, Origin, PostState
from postdesk.domain.series import Every, Outcome, SeriesState
from postdesk.domain.storage import StorageTrouble
from postdesk.store.rows import listed
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import open_reader, trouble_of, version_of
from postdesk.store.uploads import TargetKind

_WORDS: Final[tuple[tuple[str, str, type[StrEnum]], ...]] = (
    ("workspaces", "kind", WorkspaceKind),
    ("clients", "lock_in_rule", LockInRule),
    ("connect_sessions", "kind", SessionKind),
    ("posts", "origin", Origin),
    ("posts", "state", PostState),
    ("posts", "approval", Approval),
    ("entries", "state", State),
    ("entries", "mode", Mode),
    ("entries", "hold", Hold),
    ("entries", "evidence", Evidence),
    ("entries", "stage", Stage),
    ("attempts", "mode", Mode),
    ("habits", "habit", Habit),
    ("upload_targets", "kind", TargetKind),
    ("uploads", "field", Piece),
    ("slots", "platform", Platform),
    ("series", "every", Every),
    ("series", "state", SeriesState),
    ("occurrences", "outcome", Outcome),
)
_MAY_BE_EMPTY: Final = (("entries", "hold"), ("attempts", "mode"), ("slots", "platform"))
_LISTS: Final = (
    ("workspaces", ("redirect_ports",)),
    ("clients", ("tags", "sites", "platforms")),
    ("connections", ("limits",)),
    ("drafts", ("platforms", "texts", "labels", "overridden")),
    ("looks", ("facts",)),
    ("draft_versions", ("texts",)),
    ("posts", ("platforms", "marks", "overridden", "labels", "approved_for")),
    ("entries", ("platforms", "accounts", "results")),
    ("attempts", ("baseline",)),
    ("upload_targets", ("arguments",)),
    ("series", ("weekdays", "platforms", "wordings", "labels", "overridden")),
    ("occurrences", ("moments",)),
    ("imported_rows", ("moments",)),
)
_MOMENTS: Final = (
    ("clients", ("accounts_read_ms",)),
    ("connect_sessions", ("created_ms", "watched_until_ms")),
    ("drafts", ("due_ms", "updated_ms")),
    ("draft_versions", ("at_ms",)),
    ("posts", ("due_ms", "created_ms", "changed_ms")),
    ("entries", ("due_ms", "lock_in_ms", "not_before_ms", "stands_ms", "checked_ms", "changed_ms")),
    ("attempts", ("due_ms", "started_ms", "ended_ms")),
    ("answers", ("at_ms",)),
    ("habits", ("at_ms",)),
    ("snippets", ("changed_ms",)),
    ("looks", ("at_ms", "expires_ms")),
    ("unfinished", ("begun_ms",)),
    ("imports", ("at_ms",)),
    ("day_notes", ("changed_ms",)),
    ("series", ("first_ms", "until_ms", "own_times_ms", "since_ms", "changed_ms")),
)
_DAYS: Final = (("day_notes", ("day",)),)
_CHECKED: Final = tuple(dict.fromkeys((*(each for each, *_ in _WORDS), *dict(_LISTS), *dict(_MOMENTS))))
_UNSETTLED: Final = (
    ("entries", "state != 'accepted'"),
    ("posts", "id IN (SELECT post_id FROM entries WHERE state != 'accepted')"),
)
"""What is looked at in any case: of 100,000 posts most have long been settled."""
_YEAR_1_MS: Final = -62_135_596_800_000
_YEAR_9999_MS: Final = 253_402_300_799_999
_HEADER = 20
_FORMATS = b"\1\2"
"""What the two bytes before the header's 20th may be: a rollback journal or a write-ahead log."""


def flaw_of(path: Path, *, thorough: bool = False) -> str:
    """What is wrong with the file, empty where nothing is. Raises sqlite3.Error, OSError where that cannot be found out."""
    with path.open("rb") as file:
        formats = file.read(_HEADER)[18:]
    if any(each not in _FORMATS for each in formats):
        return "not a database"
    with closing(open_reader(path)) as connection:
        return flaw(connection, thorough=thorough)


def flaw(connection: sqlite3.Connection, *, thorough: bool = False) -> str:
    """The same of an open one. `thorough` compares the indexes with their tables as well, and reads all that was ever posted.

    With 100,000 posts 0.4 s of CPU time, and 2 s where it is thorough.
    """
    try:
        return _torn(connection, thorough) or _misshapen(connection) or _unreadable(connection, thorough)
    except sqlite3.DatabaseError as error:
        if not is_due_to_the_file(error):
            raise
        return str(error)


def is_due_to_the_file(error: sqlite3.DatabaseError) -> bool:
    """Whether it is damaged: where the questions are right, SQLite takes exception to nothing else but the disk and a lock."""
    return trouble_of(error) in (StorageTrouble.DAMAGED, StorageTrouble.DEFECT)


def columns_of(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The names of a table's columns; none where there is no such table."""
    return tuple(str(row[0]) for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)))


def condition(connection: sqlite3.Connection, table: str) -> str:
    """What holds in SQL for each row of the table whose values can be read."""
    columns = columns_of(connection, table)
    kinds = (_words(table, columns), _json(table, columns), _ranges(table, columns), _days(table, columns))
    return " AND ".join(chain.from_iterable(kinds)) or "1"


def _torn(connection: sqlite3.Connection, thorough: bool) -> str:
    check = "integrity_check" if thorough else "quick_check"
    said = str(connection.execute(f"PRAGMA {check}(1)").fetchone()[0])
    return "" if said == "ok" else said


def _misshapen(connection: sqlite3.Connection) -> str:
    """A number or a name of the schema that is wrong: a file of ours has the tables of its version."""
    expected = _tables_of_version(version_of(connection))
    return "" if _tables(connection) == expected else "the tables are not those of its version"


def _tables_of_version(version: int) -> frozenset[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as fresh:
        for script in MIGRATIONS[:version]:
            fresh.executescript(script)
        return _tables(fresh)


def _tables(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Each column with its table, and each index and trigger; of the search's own tables SQLite alone knows."""
    return frozenset(
        (str(name), str(column))
        for name, column in connection.execute(
            "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
            "WHERE t.type = 'table' AND t.name NOT LIKE 'words\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
            "AND t.name NOT LIKE 'draft\\_words\\_%' ESCAPE '\\' "
            "UNION ALL SELECT name, type FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        )
    )


def _unreadable(connection: sqlite3.Connection, thorough: bool) -> str:
    for table in _CHECKED:
        # An earlier version does not have them all.
        asked = "1" if thorough else dict(_UNSETTLED).get(table, "1")
        wrong = f"SELECT 1 FROM {table} WHERE {asked} AND NOT ({condition(connection, table)}) LIMIT 1"
        if columns_of(connection, table) and connection.execute(wrong).fetchone():
            return f"a value in {table} cannot be read"
    if thorough:
        _read_everything(connection)
    return ""


def _read_everything(connection: sqlite3.Connection) -> None:
    """Raises sqlite3.OperationalError where a text is none any more."""
    for table in dict.fromkeys(table for table, _ in sorted(_tables(connection))):
        if columns_of(connection, table):
            for _ in connection.execute(f"SELECT * FROM {table}"):
                pass


def _words(table: str, columns: Container[str]) -> Iterator[str]:
    for owner, column, kind in _WORDS:
        if owner == table and column in columns:
            empty = ("",) if (owner, column) in _MAY_BE_EMPTY else ()
            yield f"coalesce({column}, '') IN {listed((*kind, *empty))}"


def _json(table: str, columns: Container[str]) -> Iterator[str]:
    lists = (each for each in dict(_LISTS).get(table, ()) if each in columns)
    return (f"coalesce(json_type(CASE WHEN json_valid({each}) THEN {each} END), '') = 'array'" for each in lists)


def _ranges(table: str, columns: Container[str]) -> Iterator[str]:
    moments = (each for each in dict(_MOMENTS).get(table, ()) if each in columns)
    kinds = "('integer', 'null')"
    return (f"(typeof({each}) IN {kinds} AND coalesce({each}, 0) BETWEEN {_YEAR_1_MS} AND {_YEAR_9999_MS})" for each in moments)


def _days(table: str, columns: Container[str]) -> Iterator[str]:
    return (f"date({each}) IS {each}" for each in dict(_DAYS).get(table, ()) if each in columns)
