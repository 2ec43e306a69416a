"""The thread for reads that take longer than a frame."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from postdesk.store.database import Database
from postdesk.store.reader_thread import was_ended

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path)
    yield opened
    opened.close()


def name_of_thread(conn: sqlite3.Connection) -> str:
    return threading.current_thread().name


def posts(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM posts").fetchone()[0])


def test_a_read_is_done_in_a_thread_of_its_own_and_sees_what_was_committed(database: Database) -> None:
    assert database.reader_thread.read(name_of_thread).result().startswith("reader")
    assert database.reader_thread.read(posts).result() == 0


def test_nothing_can_be_written(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        database.reader_thread.read(lambda conn: conn.execute("DELETE FROM posts")).result()


def test_a_read_ends_the_one_before(database: Database) -> None:
    begun = threading.Event()

    def endless(conn: sqlite3.Connection) -> None:
        begun.set()
        conn.execute(ENDLESS)

    first = database.reader_thread.read(endless)
    assert begun.wait(5)
    while not first.done():  # an interruption before the statement begins would be lost
        waiting = database.reader_thread.read(posts)
    last = database.reader_thread.read(posts)

    assert was_ended(first)
    assert last.result(5) == 0
    assert was_ended(waiting) or waiting.result(5) == 0


async def test_releasing_the_caches_ends_no_read(database: Database) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def held(conn: sqlite3.Connection) -> None:
        begun.set()
        may_end.wait(5)

    database.reader_thread.read(held)
    assert begun.wait(5)
    waiting = database.reader_thread.read(posts)
    await database.release_caches()
    may_end.set()

    assert waiting.result(5) == 0


def test_an_error_is_no_end_by_another_read(database: Database) -> None:
    reading = database.reader_thread.read(lambda conn: conn.execute("SELECT nothing"))
    with pytest.raises(sqlite3.OperationalError):
        reading.result()
    assert not was_ended(reading)


def test_closing_ends_what_is_read(tmp_path: Path) -> None:
    database, begun = Database(tmp_path), threading.Event()

    def endless(conn: sqlite3.Connection) -> None:
        conn.set_progress_handler(begun.set, 1000)  # its None goes on
        conn.execute(ENDLESS)

    reading = database.reader_thread.read(endless)
    assert begun.wait(5)
    database.close()

    assert was_ended(reading)
    assert not (tmp_path / "postdesk.sqlite3-wal").exists()
