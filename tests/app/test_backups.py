"""Backups, from the click on: saved, brought to another computer, and used to restore a damaged database."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from tests.support import processes, profiles
from tests.support.application import SOON, RunningApplication, application
from tests.support.desktop import Desktop
from tests.support.running_app import running_app
from tests.support.screen_reader import ScreenReader

from postdesk.domain.delivery import Hold
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.store import packed_files
from postdesk.store.backups import back_up, backups
from postdesk.store.database import FILE
from postdesk.tour.actions import retry
from postdesk.tour.script import StepMismatch

pytestmark = pytest.mark.logs("This plugin does not support", "the database is damaged", "nothing could be read")

PICTURE = "https://example.com/picture.png"


async def scheduled(used: RunningApplication, text: str) -> int:
    """Schedule a post that is sent from this computer in three hours, and return its id."""
    (client,) = used.session.clients.all()
    await used.connected(client, Platform.LINKEDIN)
    due_at = used.session.clock.now().replace(microsecond=0) + timedelta(hours=3)
    draft = Draft(text, client.id, (Platform.LINKEDIN,), text, media_url=PICTURE, due_at=due_at)
    return (await used.submit(draft, SubmitMode.SCHEDULE)).id


async def choose_file(name: str, file: Path) -> None:
    """Type the path into the file dialog and accept it."""
    dialog = await retry(partial(_file_dialog, name), SOON)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line
    line.setText(str(file))
    dialog.accept()


def _file_dialog(name: str) -> QFileDialog:
    for each in QApplication.allWidgets():
        if isinstance(each, QFileDialog) and each.objectName() == name and each.isVisible():
            return each
    raise StepMismatch(name)


async def open_data_settings(used: RunningApplication) -> None:
    await used.click("rail.settings")
    await used.click_page("Data")


async def saved_copy(used: RunningApplication, file: Path) -> None:
    await open_data_settings(used)
    await used.click("settings.data.save")
    await choose_file("save_file", file)
    await used.see("Saved and checked", "settings.data.notice")


async def test_everything_goes_to_another_computer_and_sends_nothing_there_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "postdesk.postdesk"
    profiles.practised(tmp_path / "one", "Alex Morgan")
    async with application(tmp_path / "one") as used:
        post = await scheduled(used, "Written on the other computer")
        await saved_copy(used, file)
    profiles.practised(tmp_path / "two", "Somebody Else")
    async with application(tmp_path / "two") as used:
        await open_data_settings(used)
        await used.click("settings.data.bring")
        await choose_file("bring_file", file)
        await used.see("Posts not sent yet: 1.", "bring_question")
        await used.click("bring_question.replace")
        await used.see("Everything from the other computer is here", "replaced")
        await used.until(lambda: [client.name for client in used.session.clients.all()] == ["Alex Morgan"])
        await used.until(lambda: used.post(post).entries[0].hold is Hold.RESTORED)
        await used.click("replaced.close")
    (backup,) = backups(tmp_path / "two" / FILE)
    packed_files.unpack(backup.path, tmp_path / "unpacked")
    with closing(sqlite3.connect(tmp_path / "unpacked")) as kept:
        assert kept.execute("SELECT name FROM clients").fetchall() == [("Somebody Else",)]
    async with application(tmp_path / "two") as used:
        await used.see("top_bar")
        assert not [each for each in QApplication.allWidgets() if each.objectName() == "replaced" and each.isVisible()]


async def test_a_day_on_which_postdesk_was_only_open_needs_no_new_backup(tmp_path: Path) -> None:
    profiles.practised(tmp_path / "one", "Alex Morgan")
    async with application(tmp_path / "one") as used:
        await scheduled(used, "Written on the first day")
    async with application(tmp_path / "one") as used:  # a start forgets the versions of a draft that became a post
        await used.until(lambda: used.session.drafts.versions("Written on the first day") == ())
    today = datetime.now(UTC).replace(microsecond=0)
    first = back_up(tmp_path / "one" / FILE, today)
    async with application(tmp_path / "one") as used:
        await used.see("top_bar")
        await used.until(lambda: used.session.clients.all() != ())
    again = back_up(tmp_path / "one" / FILE, today + timedelta(days=1))
    assert backups(tmp_path / "one" / FILE) == (again,)
    assert again.content == first.content


@pytest.mark.logs("no backup could be made")
async def test_a_backup_that_could_not_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.engine.backups._FIRST_AFTER_S", 3)
    profiles.practised(tmp_path / "one", "Alex Morgan")
    (tmp_path / "one" / "backups").write_text("no folder")
    async with application(tmp_path / "one") as used:
        await used.see("No backup could be made today. Postdesk can’t write to its folder.", "notice")
        await open_data_settings(used)
        await used.see("There is no backup yet", "settings.data.newest")


async def test_what_is_no_copy_changes_nothing(tmp_path: Path) -> None:
    letter = tmp_path / "letter.postdesk"
    letter.write_text("Dear Alex")
    profiles.practised(tmp_path / "one", "Alex Morgan")
    async with application(tmp_path / "one") as used:
        await open_data_settings(used)
        await used.click("settings.data.bring")
        await choose_file("bring_file", letter)
        await used.see("Nothing was changed here. This file isn’t a copy made by Postdesk.", "settings.data.notice")
        await used.click("settings.data.save")
        await choose_file("save_file", tmp_path / "no folder" / "a.postdesk")
        await used.see("Nothing was saved. Postdesk can’t write there", "settings.data.notice")
        assert [client.name for client in used.session.clients.all()] == ["Alex Morgan"]
    assert not list((tmp_path / "one").glob("set-aside-*"))


async def test_damage_that_is_found_at_work_is_told_and_repaired_on_a_click(tmp_path: Path) -> None:
    profiles.practised(tmp_path / "one", "Alex Morgan")
    async with application(tmp_path / "one") as used:
        post = await scheduled(used, "Written before the damage")
        await used.checked()
        await used.database.run(lambda conn: conn.execute("DROP INDEX answers_entry"))
        used.problem()
        await used.see("Postdesk’s database is damaged", "banner.trouble")
        await used.click("banner.trouble.action")
        await used.see("Postdesk’s damaged database was repaired", "replaced")
        await used.until(lambda: used.post(post).entries[0].hold is Hold.RESTORED)
        await used.click("replaced.close")


@pytest.mark.real_window
@pytest.mark.accessibility
@pytest.mark.parametrize("damage", ["torn", "cut", "no database"])
def test_a_damaged_database_is_repaired_at_the_start_and_that_is_told(
    screen: Desktop, reader: ScreenReader, profile: Path, damage: str
) -> None:
    workspace = profiles.practised(profile, "Alex Morgan")
    profiles.drafted(profile, workspace, "Studio tour on Monday")
    back_up(profile / FILE, datetime.now(UTC) - timedelta(hours=2))
    data, torn = bytearray((profile / FILE).read_bytes()), slice(8192, 40_960)
    match damage:
        case "torn":
            data[torn] = b"\xff" * 32_768
        case "cut":
            del data[30_000:]
        case _:
            data[:] = b"a letter" * 1000
    (profile / FILE).write_bytes(data)
    with running_app(screen, profile) as app:
        reader.follow(app.pid)
        reader.find("Postdesk’s damaged database was repaired")
        reader.press("OK")
        processes.until(lambda: "damaged database was repaired" not in reader.describe_nodes())
        reader.reached("calendar.month")
        reader.keys("ctrl+e")
        reader.hear("Studio tour on Monday")
        app.terminate()
        app.wait(20)
    (aside,) = profile.glob("set-aside-*")
    assert (aside / FILE).read_bytes()[torn] == data[torn]
    with running_app(screen, profile) as app:
        reader.follow(app.pid)
        reader.reached("calendar.month")
        reader.keys("ctrl+e")
        reader.hear("Studio tour on Monday")
        assert "damaged database was repaired" not in reader.describe_nodes()


@pytest.mark.logs("uncaught exception", "while the database was damaged", "failed")
@pytest.mark.parametrize("spoilt", ["marks = '[[1'", "origin = 'hare'", "due_ms = 4000000000000000"])
async def test_a_value_of_an_old_post_that_cannot_be_read_is_found_by_being_read(tmp_path: Path, spoilt: str) -> None:
    profiles.practised(tmp_path / "one", "Alex Morgan")
    async with application(tmp_path / "one") as used:
        post = await scheduled(used, "Out long ago")
        out = "UPDATE entries SET state = 'accepted', stage = 'published'"
        await used.database.run(lambda conn: conn.execute(out))
        back_up(used.database.path, datetime.now(UTC))
    with closing(sqlite3.connect(tmp_path / "one" / FILE, isolation_level=None)) as conn:
        conn.execute(f"UPDATE posts SET {spoilt}")
    async with application(tmp_path / "one") as used:
        if spoilt.startswith("due_ms"):
            await used.click("rail.results")
            await used.click("results.tab.scheduled")
        await used.until(lambda: used.is_told("damaged database was repaired") or used.is_told("database is damaged"))
        if used.is_told("database is damaged"):
            await used.click("banner.trouble.action")
            await used.see("damaged database was repaired")
        assert used.post(post).text == "Out long ago"
        await used.click("replaced.close")
