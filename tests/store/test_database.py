"""The file itself: made, migrated, of a newer version, read-only, full, torn, shared, killed."""

import _sqlite3
import asyncio
import ctypes
import gc
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import postdesk
from postdesk.domain.storage import StorageFailure
from postdesk.store import database as database_module
from postdesk.store import integrity, packed_files, settings
from postdesk.store.backups import backups
from postdesk.store.database import FILE, Database
from postdesk.store.profile_identity import LOCATION_KEY
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import StorageError, Transaction

SOURCE = Path(postdesk.__file__).parents[1]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else or mount a small disk")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path)
    yield opened
    opened.close()


def remember(database: Database, name: str, value: str) -> None:
    database.submit(lambda conn: settings.remember(conn, name, value)).result()


def run_python(script: str, *arguments: object, wrapper: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*wrapper, sys.executable, "-c", script, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


def test_a_new_folder_gets_a_durable_database(tmp_path: Path) -> None:
    database = Database(tmp_path / "new" / "profile")
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "user_version")
    told = database.submit(lambda conn: [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]).result()
    assert told == ["wal", 2, 1, len(MIGRATIONS)]
    database.close()


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    database = Database(tmp_path)
    remember(database, "colour", "blue")
    database.close()
    again = Database(tmp_path)
    assert settings.value(again.reader, "colour") == "blue"
    assert not again.read_only
    again.close()


def test_the_gui_threads_connection_cannot_write(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        database.reader.execute("DELETE FROM settings")


def test_a_write_is_read_at_once(database: Database) -> None:
    for number in range(20):
        remember(database, "number", str(number))
        assert settings.value(database.reader, "number") == str(number)


def test_work_that_fails_leaves_nothing_behind(database: Database) -> None:
    def work(conn: Transaction) -> None:
        settings.remember(conn, "half", "done")
        raise LookupError

    with pytest.raises(LookupError):
        database.submit(work).result()
    assert settings.value(database.reader, "half") is None
    remember(database, "whole", "done")
    assert settings.value(database.reader, "whole") == "done"


async def test_a_write_that_was_asked_for_happens_though_nobody_waits_any_more(database: Database) -> None:
    task = asyncio.ensure_future(database.run(lambda conn: settings.remember(conn, "asked", "yes")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    database.submit(lambda conn: None).result()
    assert settings.value(database.reader, "asked") == "yes"


def test_what_was_closed_is_one_file_with_everything_in_it(tmp_path: Path) -> None:
    database = Database(tmp_path / "profile")
    database.submit(lambda conn: settings.remember(conn, "kept", "yes")).result()
    database.reader.execute("SELECT * FROM settings").fetchall()
    database.close()
    assert {file.name for file in (tmp_path / "profile").iterdir()} == {FILE, LOCATION_KEY}


def test_closing_finishes_what_was_asked_for(tmp_path: Path) -> None:
    database = Database(tmp_path)
    for number in range(50):
        database.submit(lambda conn, number=number: settings.remember(conn, f"name {number}", "kept"))  # type: ignore[misc]
    database.close()
    again = Database(tmp_path)
    assert settings.value(again.reader, "name 49") == "kept"
    again.close()


def test_a_migration_is_preceded_by_a_copy_of_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Database(tmp_path)
    remember(before, "colour", "blue")
    before.close()
    monkeypatch.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (id INTEGER PRIMARY KEY);"))
    after = Database(tmp_path)
    assert settings.value(after.reader, "colour") == "blue"
    assert after.reader.execute("SELECT count(*) FROM later").fetchone()[0] == 0
    after.close()
    (backup,) = backups(tmp_path / FILE)
    packed_files.unpack(backup.path, tmp_path / "unpacked")
    kept = sqlite3.connect(tmp_path / "unpacked")
    assert kept.execute("SELECT value FROM settings WHERE name = 'colour'").fetchone() == ("blue",)
    assert kept.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    kept.close()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_file_of_each_earlier_version_becomes_one_of_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(database_module, "MIGRATIONS", MIGRATIONS[:version])
        Database(tmp_path / "old").close()
    migrated, new = Database(tmp_path / "old"), Database(tmp_path / "new")
    schema = "SELECT type, name, tbl_name FROM sqlite_master ORDER BY name"
    assert [tuple(row) for row in migrated.reader.execute(schema)] == [tuple(row) for row in new.reader.execute(schema)]
    migrated.close()
    new.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Database(tmp_path)
    remember(before, "colour", "blue")
    before.close()
    broken = "CREATE TABLE later (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1);"
    with monkeypatch.context() as patch:
        patch.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, broken))
        with pytest.raises(StorageError):
            Database(tmp_path)
    again = Database(tmp_path)
    assert settings.value(again.reader, "colour") == "blue"
    tables = {row["name"] for row in again.reader.execute("SELECT name FROM sqlite_master")}
    assert "later" not in tables
    again.close()


def test_a_database_of_a_newer_version_opens_for_reading_only(tmp_path: Path) -> None:
    newer = Database(tmp_path)
    remember(newer, "colour", "blue")
    newer.submit(lambda conn: conn.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")).result()
    newer.close()
    opened = Database(tmp_path)
    assert (opened.read_only, opened.newer) == (True, True)
    assert settings.value(opened.reader, "colour") == "blue"
    with pytest.raises(StorageError):
        remember(opened, "colour", "red")
    opened.close()


@pytest.mark.parametrize(
    "content", [b"this is no database, but a text of some length" * 100, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_what_is_no_database_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StorageError):
        Database(tmp_path)
    gc.collect()
    assert (tmp_path / FILE).read_bytes() == content


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    database = Database(tmp_path)
    remember(database, "colour", "blue")
    database.close()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file")
    with pytest.raises(StorageError):
        Database(tmp_path / "profile")


@pytest.mark.logs("SQLITE_CORRUPT")
def test_a_torn_page_is_a_storage_problem(tmp_path: Path) -> None:
    database = Database(tmp_path)
    remember(database, "colour", "blue" * 10_000)
    database.close()
    data = bytearray((tmp_path / FILE).read_bytes())
    data[-20_000:] = b"\xff" * 20_000
    (tmp_path / FILE).write_bytes(data)
    torn = Database(tmp_path)
    with pytest.raises(StorageError) as told:
        remember(torn, "colour", "red")
    assert told.value.failure is StorageFailure.DAMAGED
    torn.close()


@pytest.mark.logs("OperationalError: SQLITE_ERROR, in with_a_slip")
async def test_a_slip_in_our_own_sql_is_not_taken_for_a_full_disk_and_is_written_down_without_values(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[StorageFailure | None] = []
    database.listeners.append(told.append)

    def with_a_slip(conn: Transaction) -> None:
        conn.execute("UPDATE settings SET no_such_column = ?", ("my words",))

    with pytest.raises(StorageError) as problem:
        await database.run(with_a_slip)
    assert problem.value.failure is StorageFailure.DEFECT
    assert told == [None]
    assert "my words" not in caplog.text


def test_text_that_is_no_text_any_more_is_read_with_a_mark_and_found_by_the_check(database: Database) -> None:
    def kept(conn: Transaction) -> str:
        conn.execute("INSERT INTO settings (name, value) VALUES ('theme', CAST(x'41ff' AS TEXT))")
        return str(conn.execute("SELECT value FROM settings WHERE name = 'theme'").fetchone()[0])

    assert integrity.find_file_damage(database.path) == ""
    assert database.submit(kept).result() == "A\ufffd"
    assert integrity.find_file_damage(database.path, thorough=True) != ""


@needs_root
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    _let_others_through(tmp_path)
    Database(tmp_path / "profile").close()
    (tmp_path / "profile").chmod(0o555)
    (tmp_path / "profile" / FILE).chmod(0o444)
    script = (
        "import sys; from pathlib import Path\n"
        "from postdesk.store.database import Database\nfrom postdesk.store.sqlite import StorageError\n"
        "try: Database(Path(sys.argv[1]))\n"
        "except StorageError as problem: print('told:', problem.reason)\n"
        "else: print('opened')"
    )
    nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    if run_python("import postdesk", tmp_path, wrapper=nobody).returncode:
        pytest.skip("this Python or this checkout cannot be read by an unprivileged user")
    for folder in (tmp_path / "profile", tmp_path / "profile" / "new"):
        ended = run_python(script, folder, wrapper=nobody)
        assert ended.stdout.startswith("told:"), ended.stdout + ended.stderr
        assert "ResourceWarning" not in ended.stderr


def _let_others_through(folder: Path) -> None:
    for each in (folder, *folder.parents):
        if each.stat().st_uid == os.geteuid() and each != Path("/"):
            each.chmod(each.stat().st_mode | 0o011)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@needs_root
@pytest.mark.logs("SQLITE_FULL")
def test_a_full_disk_is_told_loses_nothing_and_works_again_with_room(small_disk: Path) -> None:
    database = Database(small_disk)
    remember(database, "colour", "blue")
    before = names(database)
    filler = small_disk / "filler"
    _fill_up(filler)
    for _ in range(2):
        with pytest.raises(StorageError) as told:
            remember(database, "too much", "x" * 400_000)
        assert told.value.failure is StorageFailure.FULL
    assert names(database) == before
    filler.unlink()
    remember(database, "shape", "round")
    database.close()
    again = Database(small_disk)
    assert settings.value(again.reader, "shape") == "round"
    assert again.reader.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    again.close()


@needs_root
def test_a_disk_that_is_full_from_the_start_is_told(small_disk: Path) -> None:
    _fill_up(small_disk / "filler")
    with pytest.raises(StorageError):
        Database(small_disk)
    gc.collect()


def names(database: Database) -> set[str]:
    return {row["name"] for row in database.reader.execute("SELECT name FROM settings")}


def _fill_up(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


WRITE_AND_TELL = """
import sys
from pathlib import Path
from postdesk.store import settings
from postdesk.store.database import FILE, Database
database = Database(Path(sys.argv[1]))
for number in range(100_000):
    def both(conn, number=number):
        settings.remember(conn, "first", str(number))
        settings.remember(conn, "second", str(number))
    database.submit(both).result()
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 20])
def test_kill_9_leaves_whole_transactions_and_all_that_was_told(tmp_path: Path, lines: int) -> None:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-c", WRITE_AND_TELL, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        told = [int(process.stdout.readline()) for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        told += [int(line) for line in process.stdout.read().splitlines()]
    database = Database(tmp_path)
    first, second = settings.value(database.reader, "first"), settings.value(database.reader, "second")
    assert first == second
    assert first is not None
    assert int(first) >= told[-1]
    assert database.reader.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    database.close()


@pytest.mark.logs("SQLITE_BUSY")
def test_a_second_writer_waits_for_the_first_and_gives_up_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "_BUSY_TIMEOUT_S", 0.2)
    one, two = Database(tmp_path), Database(tmp_path)
    remember(one, "from", "one")
    remember(two, "from", "two")
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as told:
        remember(one, "from", "one again")
    assert told.value.failure is StorageFailure.BUSY
    other.execute("ROLLBACK")
    other.close()
    remember(one, "from", "one at last")
    assert settings.value(two.reader, "from") == "one at last"
    one.close()
    two.close()


async def test_released_pages_leave_the_memory_and_can_be_read_again(tmp_path: Path) -> None:
    try:
        used = ctypes.CDLL(_sqlite3.__file__).sqlite3_memory_used
    except (AttributeError, OSError):
        pytest.skip("this SQLite does not tell what it uses")
    database = Database(tmp_path)
    remember(database, "much", "x" * 1_000_000)
    assert len(settings.value(database.reader, "much") or "") == 1_000_000
    before = used()
    await database.release_caches()
    assert used() < before - 1_000_000
    assert len(settings.value(database.reader, "much") or "") == 1_000_000
    remember(database, "little", "y")
    database.close()
