"""Whether a database is whole: its pages, its tables, and the values in them that have to be of a kind (`columns.py`).

A bit that is wrong within words is not found here: the hash of an entry is compared before it is sent.
"""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from postdesk.domain.storage import StorageTrouble
from postdesk.store.columns import COLUMNS
from postdesk.store.rows import listed
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import code_of, open_reader, trouble_of, version_of

_UNSETTLED: Final = {
    "entries": "state != 'accepted'",
    "posts": "id IN (SELECT post_id FROM entries WHERE state != 'accepted')",
}
"""Which rows are looked at closely in any case: of 100,000 posts most have long been settled."""


def flaw_of(path: Path, *, thorough: bool = False) -> str:
    """What is wrong with the file, empty where nothing is. Raises sqlite3.Error, OSError where that cannot be found out.

    The file may be in use, so it is opened through SQLite alone: to close any other descriptor of it ends the process's locks.
    """
    if wrong := _unwritable(path):
        return wrong
    with closing(open_reader(path)) as connection:
        return flaw(connection, thorough=thorough)


def _unwritable(path: Path) -> str:
    """A number of the header that lets SQLite read the file, and write it no more, though the system would let it."""
    if not os.access(path, os.W_OK):
        return ""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=0)) as trial:
        try:
            trial.execute("BEGIN IMMEDIATE")
            trial.execute("UPDATE settings SET value = '' WHERE 0")
            trial.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            if code_of(error) == sqlite3.SQLITE_READONLY:
                return "its header forbids to write it"
            return str(error) if trouble_of(error) is StorageTrouble.DAMAGED else ""
    return ""


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
    return " AND ".join(condition_of_each(connection, table).values()) or "1"


def condition_of_each(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The same of each column: where it is of no kind of its own, that it has the type it was declared with."""
    known = COLUMNS.get(table, {})
    return {
        column.name: known[column.name].sql(column.name) if column.name in known else column.is_of_its_type
        for column in _declared(connection, table)
    }


@dataclass(frozen=True, slots=True)
class _Declared:
    """A column as the table has it."""

    name: str
    type_name: str
    may_miss: bool

    @property
    def is_of_its_type(self) -> str:
        allowed = {"text": ("text",), "integer": ("integer",)}.get(self.type_name, ("blob", "text"))
        return f"typeof({self.name}) IN {listed((*allowed, 'null') if self.may_miss else allowed)}"


def _declared(connection: sqlite3.Connection, table: str) -> tuple[_Declared, ...]:
    columns = connection.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (table,))
    return tuple(_Declared(str(name), str(type_name).lower(), not notnull) for name, type_name, notnull in columns)


def _types_alone(connection: sqlite3.Connection, table: str) -> str:
    """Whether the values are of the types of their columns, as SQLite itself does not look for bytes in the place of others.

    Bytes are more than any text to it, and a text more than any number, so that the largest of a row tells of all.
    """
    columns = _declared(connection, table)
    texts = ", ".join(f"coalesce({each.name}, '')" for each in columns if each.type_name == "text")
    numbers = ", ".join(f"coalesce({each.name}, 0)" for each in columns if each.type_name == "integer")
    return f"typeof(max('', '', {texts})) = 'text' AND typeof(max(0, 0, {numbers})) IN ('integer', 'real')"


def _torn(connection: sqlite3.Connection, thorough: bool) -> str:
    check = "integrity_check" if thorough else "quick_check"
    said = str(connection.execute(f"PRAGMA {check}(1)").fetchone()[0])
    if said == "ok" and (lost := connection.execute("PRAGMA foreign_key_check").fetchone()):
        return f"a row in {lost[0]} belongs to none in {lost[2]}"
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
    """Each column with its table, each index, and the text of each trigger and view.

    By a trigger or a view of another's making a file would change what is written to it, or say something else when it is read.
    """
    made = "SELECT name, iif(type = 'index', type, sql) FROM sqlite_master WHERE type != 'table' AND sql IS NOT NULL"
    return _columns(connection) | {(str(name), " ".join(str(told).split())) for name, told in connection.execute(made)}


def _columns(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Each with its table, and whether it is of the key or made of others; of the search's own tables SQLite alone knows."""
    return frozenset(
        (str(name), str(column))
        for name, column in connection.execute(
            "SELECT t.name, c.name || ' ' || c.pk || ' ' || c.hidden FROM sqlite_master AS t, pragma_table_xinfo(t.name) AS c "
            "WHERE t.type = 'table' AND t.name NOT LIKE 'words\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
            "AND t.name NOT LIKE 'draft\\_words\\_%' ESCAPE '\\'"
        )
    )


def _unreadable(connection: sqlite3.Connection, thorough: bool) -> str:
    for table in _owned(connection):
        closely = condition(connection, table)
        if not thorough and table in _UNSETTLED:
            closely = f"CASE WHEN {_UNSETTLED[table]} THEN {closely} ELSE {_types_alone(connection, table)} END"
        if connection.execute(f"SELECT 1 FROM {table} WHERE NOT ({closely}) LIMIT 1").fetchone():
            return f"a value in {table} cannot be read"
    if thorough:
        _read_everything(connection)
    return ""


def _owned(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The tables of ours, without those that the search keeps for itself; an earlier version does not have them all."""
    return tuple(dict.fromkeys(table for table, _ in sorted(_columns(connection))))


def _read_everything(connection: sqlite3.Connection) -> None:
    """Raises sqlite3.OperationalError where a text is none any more."""
    tolerant, connection.text_factory = connection.text_factory, str
    try:
        _read_each_row(connection)
    finally:
        connection.text_factory = tolerant


def _read_each_row(connection: sqlite3.Connection) -> None:
    for table in _owned(connection):
        for _ in connection.execute(f"SELECT * FROM {table}"):
            pass
