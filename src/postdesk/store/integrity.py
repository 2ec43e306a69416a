"""The integrity check of a database: its pages, its schema, and the kinds of its values (`columns.py`).

A damaged bit within a text isn't found here: an entry's hash is checked before it is sent.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.storage import StorageFailure
from postdesk.store.columns import COLUMNS
from postdesk.store.rows import sql_list
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import failure_of, open_reader, sqlite_code, version_of

_UNSETTLED: Final = {"entries": "state != 'accepted'", "posts": "id IN (SELECT post_id FROM entries WHERE state != 'accepted')"}
"""The rows checked in every case: of 100,000 posts, most have long been final."""

_STEPS: Final = 1_000_000
"""Steps of SQLite between two questions whether to stop: some hundredths of a second, as a rule."""


def find_file_damage(path: Path, *, thorough: bool = False, stopped: Callable[[], bool] = lambda: False) -> str:
    """Return a description of the damage, or an empty text. Raises sqlite3.Error, OSError when the check itself fails.

    It also fails once `stopped` returns True, which is asked often. The file may be in use, so it is opened by SQLite only:
    closing another descriptor of it drops the process's locks.
    """
    if wrong := _unwritable(path):
        return wrong
    with closing(open_reader(path)) as connection:
        connection.set_progress_handler(stopped, _STEPS)
        return find_damage(connection, thorough=thorough)


def _unwritable(path: Path) -> str:
    """Return a description of a header that lets SQLite only read the file, though the system permits writing; else empty."""
    if not os.access(path, os.W_OK):
        return ""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=0)) as trial:
        try:
            trial.execute("BEGIN IMMEDIATE")
            trial.execute("UPDATE settings SET value = '' WHERE 0")
            trial.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            if sqlite_code(error) == sqlite3.SQLITE_READONLY:
                return "its header forbids to write it"
            return str(error) if failure_of(error) is StorageFailure.DAMAGED else ""
    return ""


def find_damage(connection: sqlite3.Connection, *, thorough: bool = False) -> str:
    """Check an open database as `find_file_damage` does. `thorough` also compares indexes with tables and reads every post.

    With 100,000 posts this takes 0.4 s of CPU time, and 2 s when thorough.
    """
    try:
        return _torn(connection, thorough) or _misshapen(connection) or _unreadable(connection, thorough)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return str(error)


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Return True for an error caused by damage: with correct queries, only the disk, locks and a stop cause others."""
    return sqlite_code(error) != sqlite3.SQLITE_INTERRUPT and failure_of(error) in (StorageFailure.DAMAGED, StorageFailure.DEFECT)


def columns_of(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Return the names of a table's columns; empty where there is no such table."""
    return tuple(str(row[0]) for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)))


def tables_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return our own tables, without the internal ones of the search; earlier versions lack some."""
    return tuple(dict.fromkeys(table for table, _ in sorted(_columns(connection))))


def condition(connection: sqlite3.Connection, table: str) -> str:
    """Return the SQL condition that all values of a row are readable."""
    return " AND ".join(condition_of_each(connection, table).values()) or "1"


def condition_of_each(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the conditions by column; a column without a kind of its own only has to have its declared type."""
    known = COLUMNS.get(table, {})
    return {
        column.name: known[column.name].sql(column.name) if column.name in known else column.is_of_its_type
        for column in _declared(connection, table)
    }


@dataclass(frozen=True, slots=True)
class _DeclaredColumn:
    """A column as declared in the table."""

    name: str
    type_name: str
    may_miss: bool

    @property
    def is_of_its_type(self) -> str:
        allowed = {"text": ("text",), "integer": ("integer",)}.get(self.type_name, ("blob", "text"))
        return f"typeof({self.name}) IN {sql_list((*allowed, 'null') if self.may_miss else allowed)}"


def _declared(connection: sqlite3.Connection, table: str) -> tuple[_DeclaredColumn, ...]:
    columns = connection.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (table,))
    return tuple(_DeclaredColumn(str(name), str(type_name).lower(), not notnull) for name, type_name, notnull in columns)


def _types_alone(connection: sqlite3.Connection, table: str) -> str:
    """Return the SQL condition that values have their columns' types; SQLite itself accepts bytes in other columns.

    Bytes sort after text and text after numbers, so the largest value of a row stands for all of them.
    """
    columns = _declared(connection, table)
    texts = ", ".join(f"coalesce({each.name}, '')" for each in columns if each.type_name == "text")
    numbers = ", ".join(f"coalesce({each.name}, 0)" for each in columns if each.type_name == "integer")
    return f"typeof(max('', '', {texts})) = 'text' AND typeof(max(0, 0, {numbers})) IN ('integer', 'real')"


def _torn(connection: sqlite3.Connection, thorough: bool) -> str:
    check = "integrity_check" if thorough else "quick_check"
    result = str(connection.execute(f"PRAGMA {check}(1)").fetchone()[0])
    if result == "ok" and (lost := connection.execute("PRAGMA foreign_key_check").fetchone()):
        return f"a row in {lost[0]} belongs to none in {lost[2]}"
    return "" if result == "ok" else result


def _misshapen(connection: sqlite3.Connection) -> str:
    """Return a description of a wrong version number or schema name: our files have exactly the tables of their version."""
    expected = _tables_of_version(version_of(connection))
    return "" if _tables(connection) == expected else "the tables are not those of its version"


def _tables_of_version(version: int) -> frozenset[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as fresh:
        for script in MIGRATIONS[:version]:
            fresh.executescript(script)
        return _tables(fresh)


def _tables(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Return each column with its table, each index, and the text of each trigger and view.

    A foreign trigger or view could change what is written to the file or read from it.
    """
    made = "SELECT name, iif(type = 'index', type, sql) FROM sqlite_master WHERE type != 'table' AND sql IS NOT NULL"
    return _columns(connection) | {(str(name), " ".join(str(sql).split())) for name, sql in connection.execute(made)}


def _columns(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Return each column with its table and its key or generated flag. The search's own tables are known to SQLite only."""
    return frozenset(
        (str(name), str(column))
        for name, column in connection.execute(
            "SELECT t.name, c.name || ' ' || c.pk || ' ' || c.hidden FROM sqlite_master AS t, pragma_table_xinfo(t.name) AS c "
            "WHERE t.type = 'table' AND t.name NOT LIKE 'words\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
            "AND t.name NOT LIKE 'draft\\_words\\_%' ESCAPE '\\'"
        )
    )


def _unreadable(connection: sqlite3.Connection, thorough: bool) -> str:
    for table in tables_of(connection):
        closely = condition(connection, table)
        if not thorough and table in _UNSETTLED:
            closely = f"CASE WHEN {_UNSETTLED[table]} THEN {closely} ELSE {_types_alone(connection, table)} END"
        if connection.execute(f"SELECT 1 FROM {table} WHERE NOT ({closely}) LIMIT 1").fetchone():
            return f"a value in {table} cannot be read"
    if thorough:
        _read_everything(connection)
    return ""


def _read_everything(connection: sqlite3.Connection) -> None:
    """Read every text. Raises sqlite3.OperationalError for one that isn't valid text."""
    tolerant, connection.text_factory = connection.text_factory, str
    try:
        _read_each_row(connection)
    finally:
        connection.text_factory = tolerant


def _read_each_row(connection: sqlite3.Connection) -> None:
    for table in tables_of(connection):
        for _ in connection.execute(f"SELECT * FROM {table}"):
            pass
