"""Backups of the database: made while it is in use, checked, seven kept, and never taken for the original."""

import gzip
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.filled import Filled, an_entry, at, fill
from tests.support.seed import Amount, seed
from tests.support.small_disk import fill as fill_up
from tests.support.small_disk import small_disk
from tests.support.spoiled_files import SPOILED, cut, flipped

from postdesk.domain.delivery import Hold, State
from postdesk.domain.storage import CopyContents, CopyProblem, StorageFailure
from postdesk.store import backups as module
from postdesk.store import entries, packed_files, settings
from postdesk.store.backups import KEPT, Backup, UnusableCopy, back_up, backups, copy, read_contents, time_until_due
from postdesk.store.content_digest import content_digest
from postdesk.store.copy_detection import hold_if_copied
from postdesk.store.database import FILE, Database
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


@contextmanager
def unpacked(backup: Backup) -> Iterator[sqlite3.Connection]:
    plain = backup.path.parent.parent / "unpacked"
    packed_files.unpack(backup.path, plain)
    with closing(sqlite3.connect(plain)) as kept:
        yield kept
    plain.unlink()


def remember(filled: Filled, name: str, text: str) -> None:
    filled.database.submit(lambda conn: settings.remember(conn, name, text)).result()


def in_an_earlier_version(backup: Backup) -> Path:
    """Make it the plain file that earlier versions made."""
    plain = backup.path.with_name(f"postdesk-{backup.made_at:%Y%m%d-%H%M%S}.sqlite3")
    packed_files.unpack(backup.path, plain)
    backup.path.unlink()
    return plain


def test_a_backup_holds_what_was_written_last_and_is_one_private_file(filled: Filled) -> None:
    remember(filled, "colour", "blue")
    backup = back_up(filled.database.path, NOW)
    assert [*backup.path.parent.iterdir()] == [backup.path]
    assert backup.path.name == f"postdesk-20261124-120000-{backup.content}.sqlite3.gz"
    with unpacked(backup) as kept:
        assert kept.execute("SELECT value FROM settings WHERE name = 'colour'").fetchone() == ("blue",)
        assert kept.execute("SELECT text FROM posts").fetchall() == [("Studio tour",)]
        assert kept.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert backup.path.stat().st_mode & 0o077 == 0


def test_any_archive_program_unpacks_a_backup(filled: Filled, tmp_path: Path) -> None:
    if not (program := shutil.which("gunzip")):
        pytest.skip("there is no gunzip here")
    backup = back_up(filled.database.path, NOW)
    done = subprocess.run([program, "--stdout", backup.path], capture_output=True, check=True)
    packed_files.unpack(backup.path, tmp_path / "plain")
    assert done.stdout == (tmp_path / "plain").read_bytes()


def test_a_backup_of_many_posts_takes_a_fourth_of_their_room(tmp_path: Path) -> None:
    seed(tmp_path, Amount(3000))
    backup = back_up(tmp_path / FILE, NOW)
    assert backup.path.stat().st_size * 4 < (tmp_path / FILE).stat().st_size


def test_a_day_without_a_change_renews_the_newest_backup(filled: Filled) -> None:
    path = filled.database.path
    before = back_up(path, NOW)
    remember(filled, "colour", "blue")
    first = back_up(path, NOW + DAY)
    inode = first.path.stat().st_ino
    for name in ("starts", "start_marks", "left_1", "last_open:1", "list_plan_1"):
        remember(filled, name, "a trace of a start")
    filled.database.submit(lambda conn: conn.execute("UPDATE clients SET accounts_read_ms = 17")).result()
    renewed = back_up(path, NOW + 20 * DAY)
    assert backups(path) == (renewed, before)
    assert renewed.path.stat().st_ino == inode
    assert time_until_due(path, NOW + 20 * DAY) == DAY
    remember(filled, "colour", "red")
    assert back_up(path, NOW + 21 * DAY).content != first.content
    assert len(backups(path)) == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE posts SET text = 'Studio tours'",
        "UPDATE entries SET state = 'accepted'",
        "UPDATE clients SET approval = 1",
        "INSERT INTO answers (entry_id, at_ms, what, raw) VALUES (1, 1, 'HTTP 200', '{}')",
        "DELETE FROM workspaces WHERE name = 'Other'",
    ],
)
def test_any_change_makes_a_new_backup(filled: Filled, change: str) -> None:
    path = filled.database.path
    back_up(path, NOW)
    filled.database.submit(lambda conn: conn.execute(change)).result()
    back_up(path, NOW + DAY)
    assert len(backups(path)) == 2


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_backup_that_is_no_longer_whole_is_not_renewed(filled: Filled, spoil: Callable[[Path], None]) -> None:
    path = filled.database.path
    spoil(back_up(path, NOW).path)
    again = back_up(path, NOW + DAY)
    assert len(backups(path)) == 2
    assert packed_files.is_whole(again.path)


def test_damage_is_found_also_where_nothing_was_written(filled: Filled) -> None:
    path = filled.database.path
    filled.database.submit(lambda conn: conn.execute("DROP INDEX drafts_due")).result()
    content = content_digest(filled.database.reader)
    filled.database.submit(
        lambda conn: conn.execute("CREATE INDEX drafts_due ON drafts (due_ms) WHERE due_ms IS NOT NULL")
    ).result()
    good = back_up(path, NOW)
    assert good.content == content
    filled.database.submit(lambda conn: conn.execute("DROP INDEX drafts_due")).result()
    with pytest.raises(StorageError) as told:
        back_up(path, NOW + DAY)
    assert told.value.failure is StorageFailure.DAMAGED
    assert backups(path) == (good,)


def test_plain_backups_of_earlier_versions_are_kept_read_and_expire(filled: Filled) -> None:
    path = filled.database.path
    old = in_an_earlier_version(back_up(path, NOW))
    assert [(each.path, each.made_at, each.content) for each in backups(path)] == [(old, NOW, "")]
    assert read_contents(old, path.parent).posts == 1
    for day in range(1, KEPT):
        remember(filled, "day", str(day))
        back_up(path, NOW + day * DAY)
    assert old.exists()
    remember(filled, "day", "the last")
    back_up(path, NOW + KEPT * DAY)
    assert not old.exists()
    assert len(backups(path)) == KEPT


@pytest.mark.parametrize("left", [0, 0.5, 1, 1.08], ids="with room for {} of the database".format)
def test_a_backup_for_which_there_is_no_room_is_told_and_the_others_stay(
    tmp_path: Path, left: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where another program takes the room while it is made."""
    monkeypatch.setattr(module, "_ROOM", 0)
    with small_disk(tmp_path, "9m") as disk:
        seed(disk, Amount(1000))
        first = back_up(disk / FILE, NOW)
        with closing(sqlite3.connect(disk / FILE)) as conn:
            conn.execute("PRAGMA journal_mode = DELETE")
            conn.execute("UPDATE settings SET value = 'another' WHERE name = 'profile_id'")
            conn.commit()
        with fill_up(disk).open("r+b") as filler:
            filler.truncate(int(os.fstat(filler.fileno()).st_size - left * (disk / FILE).stat().st_size))
        with pytest.raises(StorageError) as told:
            back_up(disk / FILE, NOW + DAY)
        assert told.value.failure is StorageFailure.FULL
        assert [*first.path.parent.iterdir()] == [first.path]
        assert packed_files.is_whole(first.path)


def test_a_backup_is_not_begun_where_it_would_take_the_last_room(tmp_path: Path) -> None:
    with small_disk(tmp_path, "3m") as disk:
        seed(disk, Amount(1000))
        with pytest.raises(StorageError) as told:
            back_up(disk / FILE, NOW)
        assert told.value.failure is StorageFailure.FULL
        assert [*(disk / "backups").iterdir()] == []


def test_a_file_that_unpacks_to_more_than_there_is_room_for_leaves_some(filled: Filled, tmp_path: Path) -> None:
    with small_disk(tmp_path, "12m") as disk:
        with gzip.open(disk / "bomb.gz", "wb") as bomb:
            bomb.write(bytes(40_000_000))
        with pytest.raises(StorageError) as told:
            read_contents(disk / "bomb.gz", disk)
        assert told.value.failure is StorageFailure.FULL
        assert [each.name for each in disk.iterdir()] == ["bomb.gz"]


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
        remember(filled, "day", str(day))
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
    packed_files.unpack(backup.path, path)
    again = Database(path.parent)
    assert again.submit(lambda conn: hold_if_copied(conn, path, NOW)).result()
    assert [entry.hold for entry in entries.unfinished(again.reader)] == [Hold.RESTORED]
    again.close()


def test_a_copy_says_what_it_holds(filled: Filled, tmp_path: Path) -> None:
    target = tmp_path / "all.postdesk"
    filled.add(an_entry(state=State.ACCEPTED, due_at=at(NOW, 2)), text="Out already")
    copy(filled.database.path, target, NOW)
    told = read_contents(target, tmp_path)
    assert (told.made_at, told.drafts, told.posts, told.waiting) == (NOW, 0, 2, 1)


def test_a_copy_that_does_not_tell_when_it_was_made_is_as_old_as_its_file(filled: Filled, tmp_path: Path) -> None:
    target = tmp_path / "all.postdesk"
    copy(filled.database.path, target, NOW)
    with closing(sqlite3.connect(target)) as conn:
        settings.remember(conn, "copied_ms", "17x4")
        conn.commit()
    os.utime(target, 2 * ((NOW - DAY).timestamp(),))
    assert read_contents(target, tmp_path).made_at == NOW - DAY


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


def test_a_backup_is_read_as_a_copy_is(filled: Filled, tmp_path: Path) -> None:
    backup = back_up(filled.database.path, NOW)
    assert read_contents(backup.path, tmp_path) == CopyContents(NOW, drafts=0, posts=1, waiting=1)
    assert [each.name for each in tmp_path.iterdir()] == ["profile"]


@pytest.mark.parametrize("spoil", [cut, flipped])
def test_a_damaged_packed_copy_is_told(filled: Filled, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    backup = back_up(filled.database.path, NOW)
    spoil(backup.path)
    with pytest.raises(UnusableCopy) as told:
        read_contents(backup.path, tmp_path)
    assert told.value.problem is CopyProblem.DAMAGED
    assert [each.name for each in tmp_path.iterdir()] == ["profile"]


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
        read_contents(target, tmp_path)
    assert told.value.problem is flaw
