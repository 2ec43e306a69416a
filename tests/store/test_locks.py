"""The locks that keep other programs from emptying the log of an open database: they stay through all other work."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.filled import Filled, an_entry, at, fill

from postdesk.domain.storage import StorageFailure
from postdesk.store import backups, integrity, repair, settings
from postdesk.store.copy_detection import hold_if_copied, note_start
from postdesk.store.database import Database
from postdesk.store.export import snapshot
from postdesk.store.sqlite import StorageError

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lists the locks of processes"),
    pytest.mark.logs("the database is damaged"),
]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

_ANOTHER_PROGRAM = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None, timeout=2) as other:
    {work}
other.close()
"""


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path / "profile")
    for number in range(5):
        made.add(an_entry(due_at=at(NOW, number)))
    made.database.submit(lambda conn: hold_if_copied(conn, made.database.path, NOW)).result()
    yield made
    made.database.close()


def locks_on(file: Path) -> int:
    """Return the number of locks of this process on a file, as the system lists them."""
    process, inode = str(os.getpid()), file.stat().st_ino
    # The list is read in pieces: where another process locks a file meanwhile, a line may come twice, or not at all.
    lines = {tuple(line.split()[1:]) for _ in range(3) for line in Path("/proc/locks").read_text().splitlines()}
    ours = [words for words in lines if (words[0], words[3]) == ("POSIX", process)]
    return sum(words[4].endswith(f":{inode}") for words in ours)


def _snapshot(database: Database) -> None:
    with snapshot(database.path) as conn:
        conn.execute("SELECT count(*) FROM posts").fetchone()


def _copied(database: Database) -> None:
    backups.copy(database.path, database.path.with_name("all.postdesk"), NOW)


def _backed_up_again(database: Database) -> None:
    first = backups.back_up(database.path, NOW)
    assert backups.back_up(database.path, NOW + timedelta(days=1)).content == first.content


def _brought(database: Database) -> None:
    _copied(database)
    repair.prepare_import(database.path.parent, database.path.with_name("all.postdesk"), NOW)


def _noted(database: Database) -> None:
    database.submit(lambda conn: hold_if_copied(conn, database.path, NOW)).result()
    note_start(database.reader, database.path)


def _copied_onto_itself(database: Database) -> None:
    with pytest.raises(StorageError) as told:
        backups.copy(database.path, database.path, NOW)
    assert told.value.failure is StorageFailure.UNWRITABLE


def _damage_looked_for(database: Database) -> None:
    database.submit(lambda conn: conn.execute("UPDATE posts SET marks = '{'")).result()
    assert repair.is_damaged(database.path.parent, thorough=True)


BESIDE: dict[str, Callable[[Database], object]] = {
    "looked at": lambda database: integrity.find_file_damage(database.path),
    "looked through": lambda database: integrity.find_file_damage(database.path, thorough=True),
    "found damaged": _damage_looked_for,
    "backed up": lambda database: backups.back_up(database.path, NOW),
    "found as the backup holds it": _backed_up_again,
    "copied": _copied,
    "copied onto itself": _copied_onto_itself,
    "seen as a copy": lambda database: backups.read_contents(database.path, database.path.parent),
    "brought": _brought,
    "exported": _snapshot,
    "noted as started": _noted,
}


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
def test_what_is_done_beside_an_open_database_leaves_its_locks(filled: Filled, beside: Callable[[Database], object]) -> None:
    database = filled.database
    endings = ("", "-shm")
    before = [locks_on(database.path.with_name(database.path.name + each)) for each in endings]
    assert all(before)
    beside(database)
    assert [locks_on(database.path.with_name(database.path.name + each)) for each in endings] == before


@pytest.mark.parametrize(
    "work",
    [
        "other.execute('PRAGMA wal_checkpoint(TRUNCATE)')",
        "other.execute('VACUUM')",
        "other.execute('UPDATE clients SET name = name')",
    ],
    ids=["checkpoint", "vacuum", "write"],
)
@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
def test_another_program_that_works_on_the_file_meanwhile_takes_nothing_away(
    filled: Filled, beside: Callable[[Database], object], work: str
) -> None:
    database = filled.database
    beside(database)
    script = _ANOTHER_PROGRAM.format(work=work)
    subprocess.run([sys.executable, "-c", script, database.path], check=True, timeout=30)
    database.submit(lambda conn: settings.remember(conn, "written", "afterwards")).result()
    reading = _ANOTHER_PROGRAM.format(
        work="print(other.execute(\"SELECT value FROM settings WHERE name = 'written'\").fetchone())"
    )
    seen = subprocess.run(
        [sys.executable, "-c", reading, database.path], check=True, timeout=30, capture_output=True, text=True
    ).stdout
    assert "afterwards" in seen
    assert integrity.find_file_damage(database.path) == "" or beside is _damage_looked_for
