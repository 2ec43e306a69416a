"""Backups of the database: made while it is in use, checked, seven kept, and never taken for the original."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.filled import Filled, an_entry, at, fill

from postdesk.domain.delivery import Hold, State
from postdesk.domain.storage import CopyProblem, StorageFailure
from postdesk.store import entries, settings
from postdesk.store.backups import KEPT, UnusableCopy, back_up, backups, copy, read_contents, time_until_due
from postdesk.store.copy_detection import hold_if_copied
from postdesk.store.database import Database
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import StorageError

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path / "profile")
    made.add(an_entry(state=State.PLANNED), text="Studio tour")
    yield made
    made.database.close()


def test_a_backup_holds_what_was_written_last_and_is_one_file(filled: Filled) -> None:
    filled.database.submit(lambda conn: settings.remember(conn, "colour", "blue")).result()
    backup = back_up(filled.database.path, NOW)
    assert [each.name for each in backup.path.parent.iterdir()] == ["postdesk-20261124-120000.sqlite3"]
    with closing(sqlite3.connect(backup.path)) as kept:
        assert kept.execute("SELECT value FROM settings WHERE name = 'colour'").fetchone() == ("blue",)
        assert kept.execute("SELECT text FROM posts").fetchall() == [("Studio tour",)]
        assert kept.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert backup.path.stat().st_mode & 0o077 == 0


def test_it_holds_one_moment_s_state_though_writing_goes_on(filled: Filled, tmp_path: Path) -> None:
    def both(conn: sqlite3.Connection, number: int) -> None:
        settings.remember(conn, "first", str(number))
        settings.remember(conn, "padding", "x" * 200_000)
        settings.remember(conn, "second", str(number))

    written = [filled.database.submit(lambda conn, number=number: both(conn, number)) for number in range(200)]  # type: ignore[misc]
    written[0].result()
    for number in range(5):
        copy(filled.database.path, tmp_path / f"{number}.postdesk", NOW)
        with closing(sqlite3.connect(tmp_path / f"{number}.postdesk")) as kept:
            kept.row_factory = sqlite3.Row
            first, second = settings.value(kept, "first"), settings.value(kept, "second")
            assert first is not None
            assert first == second
    for each in written:
        each.result()


def test_seven_are_kept_and_the_next_is_due_a_day_after_the_last(filled: Filled) -> None:
    path = filled.database.path
    assert time_until_due(path, NOW) <= timedelta()
    for day in range(KEPT + 2):
        back_up(path, NOW + day * DAY)
    last = NOW + (KEPT + 1) * DAY
    assert [each.made_at for each in backups(path)] == [last - day * DAY for day in range(KEPT)]
    assert time_until_due(path, last + timedelta(hours=1)) == timedelta(hours=23)
    assert time_until_due(path, last + DAY) <= timedelta()


def test_a_backup_of_a_time_to_come_keeps_none_from_being_made(filled: Filled) -> None:
    back_up(filled.database.path, NOW + 300 * DAY)
    assert time_until_due(filled.database.path, NOW) <= timedelta()


def test_a_copy_of_a_damaged_database_is_thrown_away(filled: Filled) -> None:
    path = filled.database.path
    good = back_up(path, NOW)
    filled.database.submit(lambda conn: conn.execute("UPDATE entries SET state = 'plannad'")).result()
    with pytest.raises(StorageError) as told:
        back_up(path, NOW + DAY)
    assert told.value.failure is StorageFailure.DAMAGED
    assert list(good.path.parent.iterdir()) == [good.path]


def test_a_copy_that_cannot_be_written_is_told_and_leaves_nothing(filled: Filled, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as told:
        copy(filled.database.path, tmp_path / "no folder" / "all.postdesk", NOW)
    assert told.value.failure is StorageFailure.UNWRITABLE
    assert [each.name for each in tmp_path.iterdir()] == ["profile"]


def test_a_copy_in_the_place_of_the_original_is_held(filled: Filled) -> None:
    """Also a copy that by chance gets the number of the original's file."""
    path = filled.database.path
    filled.database.submit(lambda conn: hold_if_copied(conn, path, NOW)).result()
    backup = back_up(path, NOW)
    filled.database.close()
    shutil.copyfile(backup.path, path)
    again = Database(path.parent)
    assert again.submit(lambda conn: hold_if_copied(conn, path, NOW)).result()
    assert [entry.hold for entry in entries.unfinished(again.reader)] == [Hold.RESTORED]
    again.close()


def test_a_copy_says_what_it_holds(filled: Filled, tmp_path: Path) -> None:
    target = tmp_path / "all.postdesk"
    filled.add(an_entry(state=State.ACCEPTED, due_at=at(NOW, 2)), text="Out already")
    copy(filled.database.path, target, NOW)
    told = read_contents(target)
    assert (told.made_at, told.drafts, told.posts, told.waiting) == (NOW, 0, 2, 1)


def test_a_copy_that_does_not_tell_when_it_was_made_is_as_old_as_its_file(filled: Filled, tmp_path: Path) -> None:
    target = tmp_path / "all.postdesk"
    copy(filled.database.path, target, NOW)
    with closing(sqlite3.connect(target)) as conn:
        settings.remember(conn, "copied_ms", "17x4")
        conn.commit()
    os.utime(target, 2 * ((NOW - DAY).timestamp(),))
    assert read_contents(target).made_at == NOW - DAY


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def _torn(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[20_000:60_000] = b"\xff" * 40_000
    path.write_bytes(data)


def _of_somebody_else(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


@pytest.mark.parametrize(
    ("spoil", "flaw"),
    [
        (_newer, CopyProblem.NEWER),
        (_torn, CopyProblem.DAMAGED),
        (_of_somebody_else, CopyProblem.NOT_OURS),
        (lambda path: path.write_text("a letter"), CopyProblem.NOT_OURS),
        (lambda path: path.write_bytes(b""), CopyProblem.NOT_OURS),
        (lambda path: path.write_bytes(path.read_bytes()[:50_000]), CopyProblem.DAMAGED),
        (lambda path: path.unlink(), CopyProblem.MISSING),
    ],
)
def test_what_is_no_copy_of_ours_is_told_apart(filled: Filled, tmp_path: Path, spoil: object, flaw: CopyProblem) -> None:
    target = tmp_path / "all.postdesk"
    copy(filled.database.path, target, NOW)
    assert callable(spoil)
    spoil(target)
    with pytest.raises(UnusableCopy) as told:
        read_contents(target)
    assert told.value.problem is flaw
