"""The identity of a profile in any place, and its external connections that are off until its user confirms them."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.externals import ExternalKind
from postdesk.domain.settings import Settings
from postdesk.domain.uploads import Bucket, UploadCommand, UploadTarget
from postdesk.store import confirmed, externals, packed_files, profile_identity, settings, unbound_secrets, uploads, workspaces
from postdesk.store.backups import UnusableCopy, back_up, backups, copy
from postdesk.store.copy_detection import hold_if_copied, note_start
from postdesk.store.database import FILE, Database
from postdesk.store.externals import settle_profile
from postdesk.store.repair import is_damaged, prepare_import, repair
from postdesk.store.unbound_secrets import SecretOwnerKind

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ALL = [ExternalKind.ADDRESS, ExternalKind.PROXY, ExternalKind.CA_FILE, ExternalKind.BUCKET, ExternalKind.COMMAND]
COMMAND = UploadCommand(("/usr/bin/upload", "--public", "{file}"))
BUCKET = Bucket("media", "key", "https://media.example", "https://storage.example:9000")
EVIL = """INSERT INTO upload_targets (id, workspace_id, name, kind, preferred, arguments)
VALUES (9, 1, 'Evil', 'command', 0, '["/bin/sh"]')"""
BEFORE = "DELETE FROM settings WHERE name IN ('confirmed', 'unbound_secrets', 'settled_at')"
"""Turns a profile into one of a version without confirmed externals."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A profile that was used twice."""
    folder = tmp_path / "profile"
    database = Database(folder)
    for work in (
        lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Mine", "https://MyPostShare.example/api"),
        lambda conn: settings.save(conn, Settings(proxy="http://proxy.example:3128", ca_file="/etc/ssl/own.pem")),
        lambda conn: uploads.save_target(conn, 1, UploadTarget(0, "Bucket", BUCKET)),
        lambda conn: uploads.save_target(conn, 1, UploadTarget(0, "Own", COMMAND)),
    ):
        database.submit(work).result()
    database.close()
    for _ in range(2):
        started(folder).close()
    return folder


def started(folder: Path) -> Database:
    """Open the database as at each start."""
    database = Database(folder)
    database.submit(partial(settle_profile, database=database.path)).result()
    database.submit(lambda conn: hold_if_copied(conn, database.path, NOW)).result()
    database.submit(lambda conn: note_start(conn, database.path)).result()
    return database


def profile_id(folder: Path) -> str:
    with closing(sqlite3.connect(folder / FILE)) as conn:
        return str(conn.execute("SELECT value FROM settings WHERE name = 'profile_id'").fetchone()[0])


def change(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as conn:
        conn.execute(sql)
        conn.commit()


def off(database: Database) -> list[ExternalKind]:
    return [each.kind for each in externals.unconfirmed(database.reader)]


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[[Path], Database]]:
    made: list[Database] = []

    def start(where: Path) -> Database:
        made.append(started(where))
        return made[-1]

    yield start
    for database in made:
        database.close()


def test_what_was_typed_here_is_confirmed_and_stays_so(folder: Path, opened: Callable[[Path], Database]) -> None:
    before = profile_id(folder)
    database = opened(folder)
    assert off(database) == []
    assert profile_id(folder) == before
    assert settings.load(database.reader).proxy == "http://proxy.example:3128"


def a_copied_folder(folder: Path) -> Path:
    return Path(shutil.copytree(folder, folder.with_name("copy")))


def a_backup_put_back_by_hand(folder: Path) -> Path:
    back_up(folder / FILE, NOW)
    (backup,) = backups(folder / FILE)
    packed_files.unpack(backup.path, folder / FILE)
    return folder


def an_older_file_written_over_it(folder: Path) -> Path:
    data = (folder / FILE).read_bytes()
    started(folder).close()
    (folder / FILE).write_bytes(data)
    return folder


def an_earlier_copy_written_over_it_with_all_in_it_that_a_file_can_say(folder: Path) -> Path:
    """The writer has a copy, and so the profile's id and its remembered place."""
    copied = a_copied_folder(folder)
    started(folder).close()
    with closing(sqlite3.connect(copied / FILE)) as conn:
        conn.row_factory = sqlite3.Row
        conn.execute("UPDATE workspaces SET base_url = 'https://stranger.example/api'")
        confirmed.confirm(conn, externals.all_externals(conn))
        settings.remember(conn, "starts", "999999999")
        conn.commit()
    (folder / FILE).write_bytes((copied / FILE).read_bytes())
    return folder


def a_saved_copy_written_over_it_with_all_in_it_that_a_file_can_say(folder: Path) -> Path:
    """The writer got the copy from the user."""
    saved = folder.with_name("saved.postdesk")
    copy(folder / FILE, saved, NOW)
    with closing(sqlite3.connect(saved)) as conn:
        conn.row_factory = sqlite3.Row
        conn.execute("UPDATE workspaces SET base_url = 'https://stranger.example/api'")
        confirmed.confirm(conn, externals.all_externals(conn))
        settings.remember(conn, "whereabouts", settings.value(conn, "settled_at") or "")
        settings.remember(conn, "starts", "999999999")
        conn.commit()
    (folder / FILE).write_bytes(saved.read_bytes())
    return folder


def a_file_that_is_brought_in(folder: Path) -> Path:
    copy(folder / FILE, folder.with_name("saved.postdesk"), NOW)
    prepare_import(folder, folder.with_name("saved.postdesk"), NOW)
    return folder


def a_folder_that_says_nothing_of_where_it_was(folder: Path) -> Path:
    copied = a_copied_folder(folder)
    change(copied / FILE, "DELETE FROM settings WHERE name IN ('whereabouts', 'settled_at', 'starts')")
    return copied


def a_folder_of_an_earlier_version(folder: Path) -> Path:
    copied = a_copied_folder(folder)
    change(copied / FILE, BEFORE)
    return copied


@pytest.mark.parametrize(
    "made",
    [
        a_copied_folder,
        a_backup_put_back_by_hand,
        an_older_file_written_over_it,
        a_saved_copy_written_over_it_with_all_in_it_that_a_file_can_say,
        an_earlier_copy_written_over_it_with_all_in_it_that_a_file_can_say,
        a_file_that_is_brought_in,
        a_folder_that_says_nothing_of_where_it_was,
        a_folder_of_an_earlier_version,
    ],
)
def test_one_from_elsewhere_is_a_profile_of_its_own_in_which_all_is_off(
    folder: Path, opened: Callable[[Path], Database], made: Callable[[Path], Path]
) -> None:
    before = profile_id(folder)
    database = opened(made(folder))
    assert profile_identity.stored_id(database.reader) != before
    assert off(database) == ALL
    assert unbound_secrets.origins(database.reader, SecretOwnerKind.KEYS) == {}
    known = settings.load(database.reader)
    assert (known.proxy, known.ca_file) == ("", "")
    address, proxy, *_ = externals.unconfirmed(database.reader)
    database.submit(partial(confirmed.confirm, externals=(address, proxy))).result()
    assert off(database) == ALL[2:]
    assert settings.load(database.reader).proxy == "http://proxy.example:3128"
    settled = profile_identity.stored_id(database.reader)
    again = opened(database.path.parent)
    assert (profile_identity.stored_id(again.reader), off(again)) == (settled, ALL[2:])


def test_an_earlier_version_s_profile_keeps_all_and_notes_for_which_origins_its_secrets_are(
    folder: Path, opened: Callable[[Path], Database]
) -> None:
    before = profile_id(folder)
    change(folder / FILE, BEFORE)
    database = opened(folder)
    assert (profile_identity.stored_id(database.reader), off(database)) == (before, [])
    change(folder / FILE, "UPDATE workspaces SET base_url = 'https://stranger.example/api'")
    again = opened(folder)
    assert unbound_secrets.origins(again.reader, SecretOwnerKind.KEYS) == {1: "https://mypostshare.example"}
    assert unbound_secrets.origins(again.reader, SecretOwnerKind.UPLOADS) == {1: "https://storage.example:9000"}
    assert off(again) == [ExternalKind.ADDRESS]
    again.submit(partial(unbound_secrets.mark_bound, owner_kind=SecretOwnerKind.KEYS, owner=1)).result()
    assert unbound_secrets.origins(again.reader, SecretOwnerKind.KEYS) == {}
    assert unbound_secrets.origins(again.reader, SecretOwnerKind.UPLOADS) == {1: "https://storage.example:9000"}


def test_what_is_edited_in_its_place_is_off_until_it_is_confirmed(folder: Path, opened: Callable[[Path], Database]) -> None:
    change(folder / FILE, """UPDATE upload_targets SET arguments = '["/bin/sh", "-c", "evil"]' WHERE id = 2""")
    change(folder / FILE, "UPDATE settings SET value = 'http://stranger.example:3128' WHERE name = 'proxy'")
    database = opened(folder)
    assert off(database) == [ExternalKind.PROXY, ExternalKind.COMMAND]
    assert settings.load(database.reader).proxy == ""


def test_a_proxy_that_is_off_is_not_lost_when_other_settings_are_saved(folder: Path, opened: Callable[[Path], Database]) -> None:
    database = opened(a_copied_folder(folder))
    database.submit(lambda conn: settings.save(conn, settings.load(conn))).result()
    assert ExternalKind.PROXY in off(database)
    database.submit(partial(settings.save, settings=Settings(proxy="http://typed.example:1"))).result()
    assert ExternalKind.PROXY not in off(database)


def test_an_upload_target_that_is_only_renamed_stays_off(folder: Path, opened: Callable[[Path], Database]) -> None:
    database = opened(a_copied_folder(folder))
    database.submit(lambda conn: uploads.save_target(conn, 1, UploadTarget(2, "Another name", COMMAND))).result()
    assert ExternalKind.COMMAND in off(database)
    database.submit(lambda conn: uploads.save_target(conn, 1, UploadTarget(2, "Own", UploadCommand(("/bin/true",))))).result()
    assert ExternalKind.COMMAND not in off(database)


@pytest.mark.logs("the database is damaged", "nothing could be read", "is no good")
@pytest.mark.parametrize("earlier", [False, True])
def test_a_repair_in_its_place_keeps_the_profile_and_believes_the_backup_alone(
    folder: Path, opened: Callable[[Path], Database], earlier: bool
) -> None:
    before = profile_id(folder)
    if earlier:
        change(folder / FILE, BEFORE)
    back_up(folder / FILE, NOW)
    change(folder / FILE, "DELETE FROM settings WHERE name = 'confirmed'")
    change(folder / FILE, EVIL)
    change(folder / FILE, "DROP INDEX drafts_due")
    repair(folder, NOW)
    database = opened(folder)
    assert profile_identity.stored_id(database.reader) == before
    assert [(each.kind, each.name) for each in externals.unconfirmed(database.reader)] == [(ExternalKind.COMMAND, "Evil")]
    assert unbound_secrets.origins(database.reader, SecretOwnerKind.KEYS) == (
        {1: "https://mypostshare.example"} if earlier else {}
    )


@pytest.mark.logs("the database is damaged", "nothing could be read", "is no good")
def test_a_repair_without_a_backup_keeps_the_profile_and_confirms_nothing(
    folder: Path, opened: Callable[[Path], Database]
) -> None:
    before = profile_id(folder)
    change(folder / FILE, "DROP INDEX drafts_due")
    repair(folder, NOW)
    database = opened(folder)
    assert (profile_identity.stored_id(database.reader), off(database)) == (before, ALL)


@pytest.mark.logs("the database is damaged", "nothing could be read", "is no good")
@pytest.mark.parametrize("earlier", [False, True])
@pytest.mark.parametrize("with_backup", [False, True])
def test_a_repair_elsewhere_believes_no_backup_that_came_with_the_folder(
    folder: Path, opened: Callable[[Path], Database], earlier: bool, with_backup: bool
) -> None:
    """Anybody who has a copy of a profile knows its id, and can make a backup in which all seems to be confirmed."""
    before = profile_id(folder)
    copied = a_copied_folder(folder)
    if earlier:
        change(copied / FILE, BEFORE)
    if with_backup:
        back_up(copied / FILE, NOW)
    change(copied / FILE, "DROP INDEX drafts_due")
    repair(copied, NOW)
    database = opened(copied)
    assert profile_identity.stored_id(database.reader) != before
    assert off(database) == ALL
    assert unbound_secrets.origins(database.reader, SecretOwnerKind.KEYS) == {}


@pytest.mark.logs("the database is damaged", "nothing could be read", "is no good")
def test_a_repair_in_its_place_keeps_the_profile_where_its_settings_are_torn(
    folder: Path, opened: Callable[[Path], Database]
) -> None:
    """Also where the backup is several starts old."""
    before = profile_id(folder)
    back_up(folder / FILE, NOW)
    for _ in range(2):
        started(folder).close()
    (folder / FILE).write_bytes(bytes(4096))
    repair(folder, NOW)
    database = opened(folder)
    assert (profile_identity.stored_id(database.reader), off(database)) == (before, [])


FORGED = {
    "a trigger under the name of another": """
DROP TRIGGER words_of_new;
CREATE TRIGGER words_of_new AFTER INSERT ON settings WHEN new.name = 'profile_id' BEGIN
UPDATE settings SET value = (SELECT value FROM settings WHERE name = 'kept') WHERE name = 'profile_id'; END""",
    "a view": "CREATE VIEW all_words AS SELECT text FROM drafts",
    "a table without its key": """
ALTER TABLE settings RENAME TO old_settings;
CREATE TABLE settings (name TEXT NOT NULL, value TEXT NOT NULL);
INSERT INTO settings SELECT name, value FROM old_settings;
DROP TABLE old_settings""",
    "a column that is made of others": "ALTER TABLE workspaces ADD COLUMN also TEXT AS (base_url)",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_file_whose_schema_could_change_what_was_checked_is_not_brought_in(folder: Path, forged: str) -> None:
    file = folder.with_name("saved.postdesk")
    copy(folder / FILE, file, NOW)
    with closing(sqlite3.connect(file)) as conn:
        conn.execute("INSERT INTO settings SELECT 'kept', value FROM settings WHERE name = 'profile_id'")
        conn.commit()
        conn.executescript(forged)
    with pytest.raises(UnusableCopy):
        prepare_import(folder, file, NOW)


@pytest.mark.logs("the database is damaged")
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_folder_with_such_a_schema_is_found_damaged_at_the_start(folder: Path, forged: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as conn:
        conn.executescript(forged)
    assert is_damaged(folder)


def test_what_waits_in_one_that_says_nothing_of_where_it_was_is_held(folder: Path, opened: Callable[[Path], Database]) -> None:
    copied = a_folder_that_says_nothing_of_where_it_was(folder)
    database = Database(copied)
    database.submit(partial(settle_profile, database=database.path)).result()
    held = database.submit(lambda conn: hold_if_copied(conn, database.path, NOW)).result()
    database.close()
    assert held
    again = Database(copied)
    before = profile_identity.stored_id(again.reader)
    again.submit(partial(settle_profile, database=again.path)).result()
    held = again.submit(lambda conn: hold_if_copied(conn, again.path, NOW)).result()
    assert (held, profile_identity.stored_id(again.reader)) == (False, before)
    again.close()


def test_a_saved_copy_does_not_tell_which_profile_it_is_of(folder: Path) -> None:
    before = profile_id(folder)
    saved = folder.with_name("saved.postdesk")
    copy(folder / FILE, saved, NOW)
    assert before.encode() not in saved.read_bytes()


def test_a_command_that_was_deleted_is_in_no_copy(folder: Path, opened: Callable[[Path], Database]) -> None:
    """There may be a token in its arguments."""
    database = opened(folder)
    token = "token-that-nobody-else-may-see"
    command = UploadTarget(0, "Other", UploadCommand(("/usr/bin/upload", token, "{file}")))
    target = database.submit(partial(uploads.save_target, workspace_id=1, target=command)).result()
    database.submit(partial(uploads.delete_target, workspace_id=1, target_id=target.id)).result()
    saved = folder.with_name("saved.postdesk")
    copy(folder / FILE, saved, NOW)
    assert token.encode() not in saved.read_bytes()


def test_a_broken_list_of_what_is_confirmed_confirms_nothing(folder: Path, opened: Callable[[Path], Database]) -> None:
    for spoilt in ("[[1", "7", "null", '{"a": 1}', '{"keys": {"x": "https://a.example"}}'):
        for name in ("confirmed", "unbound_secrets"):
            change(folder / FILE, f"INSERT OR REPLACE INTO settings VALUES ('{name}', '{spoilt}')")
        database = opened(folder)
        assert off(database) == ALL
        assert unbound_secrets.origins(database.reader, SecretOwnerKind.KEYS) == {}
