"""A damaged database is found, set aside, and replaced by the newest good backup with all data that can still be read."""

import logging
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.filled import Filled, an_entry, at, fill
from tests.support.spoiled_files import SPOILED

from postdesk.domain.delivery import Evidence, Hold, State
from postdesk.domain.drafts import Draft
from postdesk.domain.storage import StorageFailure
from postdesk.store import backups, clients, drafts, entries, integrity, repair, replacement_notice, settings
from postdesk.store import database as database_module
from postdesk.store.backups import back_up
from postdesk.store.copy_detection import hold_if_copied
from postdesk.store.database import FILE, READY, Database, open_writer
from postdesk.store.salvage import _TABLES, salvage
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import StorageError, open_reader

pytestmark = [pytest.mark.logs("the database is damaged", "nothing could be read", "is no good")]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path)
    for number in range(40):
        words = f"Post {number} " * 40
        made.add(an_entry(due_at=at(NOW, number), content=words), text=words)
    keep_draft(made, "early", "written before the backup")
    yield made
    made.database.close()


def keep_draft(filled: Filled, name: str, text: str, when: datetime = NOW) -> None:
    draft = Draft(name, filled.clients[0].id, text=text, updated_at=when)
    filled.database.submit(lambda conn: drafts.save(conn, draft)).result()


def damage(folder: Path, change: Callable[[bytearray], None]) -> bytes:
    """Change the bytes of the file; return the new ones."""
    data = bytearray((folder / FILE).read_bytes())
    change(data)
    (folder / FILE).write_bytes(data)
    return bytes(data)


def overwrite(page: int) -> Callable[[bytearray], None]:
    def change(data: bytearray) -> None:
        data[page * 4096 : (page + 1) * 4096] = random.Random(page).randbytes(4096)

    return change


def page_of(folder: Path, name: str) -> int:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        page: int = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    return page - 1


def texts(database: Database) -> set[str]:
    return {row["text"] for row in database.reader.execute("SELECT text FROM drafts")}


def repaired(folder: Path) -> Database:
    assert repair.is_damaged(folder)
    repair.repair(folder, LATER)
    database = Database(folder)
    assert integrity.find_damage(database.reader, thorough=True) == ""
    return database


def test_a_check_that_is_stopped_finds_nothing(
    filled: Filled, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(integrity, "_STEPS", 1)
    filled.database.close()
    path = filled.database.path
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        integrity.find_file_damage(path, stopped=lambda: True)
    with pytest.raises(StorageError, match="interrupted"):
        repair.is_damaged(path.parent, stopped=lambda: True)
    assert not caplog.records


def test_a_whole_database_has_no_flaw(filled: Filled) -> None:
    assert integrity.find_damage(filled.database.reader, thorough=True) == ""
    assert not repair.is_damaged(filled.database.path.parent, thorough=True)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(overwrite(0), id="header"),
        pytest.param(lambda data: data.__delitem__(slice(30_000, None)), id="cut"),
        pytest.param(lambda data: data.__setitem__(slice(0, None), b"a letter" * 2000), id="no database"),
    ],
)
def test_what_cannot_be_read_at_all_comes_back_from_the_newest_backup_and_is_kept_untouched(
    filled: Filled, tmp_path: Path, change: Callable[[bytearray], None]
) -> None:
    back_up(filled.database.path, NOW)
    filled.database.close()
    damaged = damage(tmp_path, change)
    database = repaired(tmp_path)
    assert "written before the backup" in texts(database)
    assert database.reader.execute("SELECT count(*) FROM posts").fetchone()[0] == 40
    told = replacement_notice.pending(database.reader)
    assert told
    assert (told.brought, told.made_at, told.whole) == (False, NOW, False)
    assert (tmp_path / told.aside / FILE).read_bytes() == damaged
    database.close()


def test_what_is_newer_than_the_backup_is_read_from_the_damaged_file(filled: Filled, tmp_path: Path) -> None:
    back_up(filled.database.path, NOW)
    keep_draft(filled, "late", "written after it", LATER)
    keep_draft(filled, "early", "changed after it", LATER)
    new = filled.add(an_entry(state=State.PLANNED, due_at=at(NOW, 50)), text="scheduled after it")
    sent = entries.unfinished(filled.database.reader)[0]
    filled.database.submit(
        lambda conn: conn.execute("UPDATE entries SET state = 'accepted', changed_ms = changed_ms + 1 WHERE id = ?", (sent.id,))
    ).result()
    filled.database.close()
    damage(tmp_path, overwrite(page_of(tmp_path, "posts_due")))
    database = repaired(tmp_path)
    assert texts(database) == {"written after it", "changed after it"}
    kept = entries.get(database.reader, sent.id)
    assert kept
    assert kept.state is State.ACCEPTED
    found = entries.get(database.reader, new.entries[0].id)
    assert found
    assert found.state is State.PLANNED
    told = replacement_notice.pending(database.reader)
    assert told
    assert (told.drafts, told.posts, told.whole) == (2, 1, True)
    database.close()


def test_what_was_switched_on_for_a_client_since_the_backup_stays_on(filled: Filled, tmp_path: Path) -> None:
    client, other = filled.clients[:2]
    back_up(filled.database.path, NOW)
    strict = replace(client, approval=True, archived=True)
    filled.database.submit(lambda conn: clients.update(conn, strict)).result()
    filled.database.close()
    damage(tmp_path, overwrite(page_of(tmp_path, "posts_due")))
    database = repaired(tmp_path)
    assert clients.get(database.reader, client.id) == strict
    assert clients.get(database.reader, other.id) == other
    database.close()


def test_a_client_that_was_changed_more_often_than_in_the_damaged_file_stays(filled: Filled, tmp_path: Path) -> None:
    client = filled.clients[0]
    path = filled.database.path
    with closing(sqlite3.connect(tmp_path / "damaged")) as older:
        filled.database.reader.backup(older)
    named = replace(client, name="Its later name")
    filled.database.submit(lambda conn: clients.update(conn, named)).result()
    filled.database.close()
    with closing(open_reader(tmp_path / "damaged")) as damaged, closing(open_writer(path)) as into:
        salvage(damaged, into, LATER)
        assert clients.get(into, client.id) == named


def test_clients_of_a_version_that_did_not_count_their_changes_are_salvaged(filled: Filled, tmp_path: Path) -> None:
    client = filled.clients[0]
    filled.database.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as older:
        older.execute("ALTER TABLE clients DROP COLUMN changes")
    fresh = Database(tmp_path / "fresh")
    fresh.close()
    with closing(open_reader(tmp_path / FILE)) as damaged, closing(open_writer(fresh.path)) as into:
        assert salvage(damaged, into, LATER).whole
        assert clients.get(into, client.id) == client


def test_a_post_of_a_series_is_one_also_where_the_note_of_its_time_is_torn(filled: Filled, tmp_path: Path) -> None:
    post = filled.add(an_entry(due_at=at(NOW, 90)))
    filled.database.submit(
        lambda conn: conn.execute("UPDATE posts SET series_id = 'tuesdays', group_token = 'made' WHERE id = ?", (post.id,))
    ).result()
    filled.database.close()
    fresh = Database(tmp_path / "fresh")
    fresh.close()
    with closing(open_reader(tmp_path / FILE)) as damaged, closing(open_writer(fresh.path)) as into:
        salvage(damaged, into, LATER)
        assert into.execute("SELECT series_id FROM posts WHERE id = ?", (post.id,)).fetchone()[0] == "tuesdays"


def test_nothing_of_a_repaired_database_is_sent_by_itself(filled: Filled, tmp_path: Path) -> None:
    path = filled.database.path
    filled.database.submit(lambda conn: hold_if_copied(conn, path, NOW)).result()
    back_up(path, NOW)
    filled.database.close()
    damage(tmp_path, overwrite(0))
    database = repaired(tmp_path)
    assert database.submit(lambda conn: hold_if_copied(conn, path, LATER)).result()
    assert {entry.hold for entry in entries.unfinished(database.reader)} == {Hold.RESTORED}
    database.close()


def test_without_a_backup_what_can_be_read_is_kept(filled: Filled, tmp_path: Path) -> None:
    filled.database.close()
    damage(tmp_path, overwrite(page_of(tmp_path, "entries_waiting")))
    database = repaired(tmp_path)
    assert texts(database) == {"written before the backup"}
    assert database.reader.execute("SELECT count(*) FROM posts").fetchone()[0] == 40
    told = replacement_notice.pending(database.reader)
    assert told
    assert (told.made_at, told.posts, told.whole) == (None, 40, True)
    database.close()


def test_a_torn_page_of_the_posts_costs_no_other_post(filled: Filled, tmp_path: Path) -> None:
    filled.database.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        if ("ENABLE_DBSTAT_VTAB",) not in connection.execute("PRAGMA compile_options").fetchall():
            pytest.skip("this SQLite does not tell which page is whose")
        (page,) = connection.execute("SELECT pageno FROM dbstat WHERE name = 'posts' AND pagetype = 'leaf'").fetchone()
    damage(tmp_path, overwrite(page - 1))
    database = repaired(tmp_path)
    assert 25 <= database.reader.execute("SELECT count(*) FROM posts").fetchone()[0] < 40
    assert database.reader.execute("SELECT count(*) FROM entries WHERE post_id NOT IN (SELECT id FROM posts)").fetchone()[0] == 0
    database.close()


def test_a_damaged_file_of_an_earlier_version_is_repaired_before_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(database_module, "MIGRATIONS", MIGRATIONS[:2])
        old = Database(tmp_path)
        old.submit(lambda conn: settings.remember(conn, "colour", "blue")).result()
        old.close()
    back_up(tmp_path / FILE, NOW)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("INSERT INTO settings VALUES ('shape', 'round')")
        connection.commit()
    damage(tmp_path, overwrite(page_of(tmp_path, "posts_due")))
    with pytest.raises(StorageError) as told:
        Database(tmp_path)
    assert told.value.failure is StorageFailure.DAMAGED
    database = repaired(tmp_path)
    assert database.reader.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert [settings.value(database.reader, name) for name in ("colour", "shape")] == ["blue", "round"]
    database.close()


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_bad_backup_is_passed_over(filled: Filled, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    back_up(filled.database.path, NOW)
    keep_draft(filled, "late", "written after it")
    bad = back_up(filled.database.path, NOW + timedelta(hours=1))
    spoil(bad.path)
    filled.database.close()
    damage(tmp_path, overwrite(0))
    database = repaired(tmp_path)
    told = replacement_notice.pending(database.reader)
    assert told
    assert told.made_at == NOW
    database.close()


def test_where_nothing_is_left_a_new_one_begins(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"a letter" * 1000)
    database = repaired(tmp_path)
    told = replacement_notice.pending(database.reader)
    assert told
    assert (told.made_at, told.whole) == (None, False)
    assert (tmp_path / told.aside / FILE).read_bytes() == b"a letter" * 1000
    database.submit(replacement_notice.forget).result()
    assert replacement_notice.pending(database.reader) is None
    database.close()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("entries", "state = 'plannad'"),
        ("entries", "hold = 'rest'"),
        ("entries", "accounts = '[[1'"),
        ("entries", "due_ms = due_ms + 9000000000000000"),
        ("posts", "state = 'x'"),
        ("posts", "marks = '{}'"),
        ("clients", "lock_in_rule = 'next year'"),
        ("workspaces", "kind = 'sandbax'"),
        ("drafts", "platforms = 'linkedin'"),
    ],
)
def test_a_value_that_nothing_could_be_made_of_is_damage_and_the_backup_s_row_is_taken(
    filled: Filled, tmp_path: Path, table: str, change: str
) -> None:
    back_up(filled.database.path, NOW)
    filled.database.submit(lambda conn: conn.execute(f"UPDATE {table} SET {change}")).result()
    filled.database.close()
    database = repaired(tmp_path)
    assert database.reader.execute("SELECT count(*) FROM posts").fetchone()[0] == 40
    assert texts(database) == {"written before the backup"}
    database.close()


def test_a_swap_that_was_cut_short_is_finished_by_the_next_start(filled: Filled, tmp_path: Path) -> None:
    back_up(filled.database.path, NOW)
    filled.database.close()
    damaged = damage(tmp_path, overwrite(0))
    repair.repair(tmp_path, LATER)
    aside = tmp_path / "set-aside-20261124-170000"
    aside.mkdir()
    (tmp_path / FILE).replace(aside / FILE)
    database = Database(tmp_path)
    assert database.reader.execute("SELECT count(*) FROM posts").fetchone()[0] == 40
    assert (aside / FILE).read_bytes() == damaged
    assert not (tmp_path / READY).exists()
    database.close()


def test_a_copy_from_elsewhere_takes_the_place_of_what_is_here(filled: Filled, tmp_path: Path) -> None:
    file = tmp_path / "all.postdesk"
    filled.database.submit(lambda conn: settings.remember(conn, "colour", "blue")).result()
    backups.copy(filled.database.path, file, NOW)
    other = tmp_path / "other"
    Database(other).close()
    repair.prepare_import(other, file, LATER)
    database = Database(other)
    assert settings.value(database.reader, "colour") == "blue"
    told = replacement_notice.pending(database.reader)
    assert told
    assert (told.brought, told.made_at, told.aside) == (True, NOW, "set-aside-20261124-170000")
    assert (other / told.aside / FILE).exists()
    assert database.submit(lambda conn: hold_if_copied(conn, database.path, LATER)).result()
    assert file.exists()
    database.close()


def test_what_is_wrong_is_written_down_without_words(filled: Filled, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    filled.database.submit(lambda conn: conn.execute("UPDATE drafts SET platforms = 'my words'")).result()
    filled.database.close()
    with caplog.at_level(logging.WARNING):
        repaired(tmp_path).close()
    assert "a value in drafts cannot be read" in caplog.text
    assert "my words" not in caplog.text


def test_every_table_is_salvaged_that_holds_something_of_the_user_s(filled: Filled) -> None:
    tables = {row["name"] for row in filled.database.reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {table.name for table in _TABLES} == {
        name for name in tables if not name.startswith(("words", "draft_words", "sqlite_", "looks"))
    }


def test_what_has_no_time_that_could_be_read_is_not_lost_over_another_such(filled: Filled, tmp_path: Path) -> None:
    change = "UPDATE entries SET due_ms = 'soon' || id WHERE id <= 3"
    filled.database.submit(lambda conn: conn.execute(change)).result()
    filled.database.close()
    database = repaired(tmp_path)
    assert database.reader.execute("SELECT count(*) FROM posts").fetchone()[0] == 40
    assert {entry.hold for number in (1, 2, 3) if (entry := entries.get(database.reader, number))} == {None}
    database.close()


def test_what_may_be_out_and_of_which_the_attempt_is_lost_is_asked_about(filled: Filled, tmp_path: Path) -> None:
    tried = filled.add(an_entry(state=State.UNCERTAIN, due_at=at(NOW, 50), attempts=1), text="maybe out").entries[0]
    filled.database.close()
    damage(tmp_path, overwrite(page_of(tmp_path, "posts_due")))
    database = repaired(tmp_path)
    kept = entries.get(database.reader, tried.id)
    assert kept
    assert (kept.state, kept.evidence) == (State.NEEDS_USER, Evidence.CANNOT_TELL)
    database.close()


def test_an_older_row_does_not_say_what_is_sent_again(filled: Filled, tmp_path: Path) -> None:
    back_up(filled.database.path, NOW)
    change = "UPDATE entries SET earlier = '[2', changed_ms = changed_ms + 1 WHERE id = 3"
    filled.database.submit(lambda conn: conn.execute(change)).result()
    filled.database.close()
    database = repaired(tmp_path)
    kept = entries.get(database.reader, 3)
    assert kept
    assert kept.earlier == (0,)
    database.close()
