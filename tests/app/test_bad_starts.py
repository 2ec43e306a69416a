"""Starts that can't go as usual: each says what it means for the posts, and loses nothing."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.person import decide
from tests.support.processes import until
from tests.support.running_app import ask_to_close, close_window, running_app, window_of
from tests.support.screen_reader import ScreenReader
from tests.support.small_disk import fill, small_disk

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]

_WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
"""Root without its capabilities has the write permissions of other users, and can still use its own desktop."""


def minimise(screen: Desktop, app: "subprocess.Popen[bytes]") -> None:
    window = until(lambda: window_of(screen, app))
    subprocess.run(["xdotool", "windowminimize", window], env=screen.environment, check=True)
    until(lambda: not window_of(screen, app))


def test_a_second_start_brings_the_first_window_back(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        minimise(screen, app)
        with running_app(screen, profile) as second:
            assert second.wait(10) == 0
        until(lambda: window_of(screen, app))
        assert app.poll() is None


def test_a_second_start_brings_the_first_run_back_too(screen: Desktop, profile: Path) -> None:
    with running_app(screen, profile) as app:
        minimise(screen, app)
        with running_app(screen, profile) as second:
            assert second.wait(10) == 0
        until(lambda: window_of(screen, app))


def test_a_killed_postdesk_starts_again_with_everything_in_it(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.find("Client: Alex Morgan")
        app.kill()
        app.wait()
    with running_app(screen, profile) as app:
        reader.follow(app.pid)
        reader.find("Client: Alex Morgan")
        assert reader.find(id="top_bar.practice").name.startswith("Practice: ")
        assert app.poll() is None


def test_a_folder_that_cannot_be_written_is_told(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    profile.mkdir()
    profile.chmod(0o555)
    with running_app(screen, profile, prefix=_WITHOUT_RIGHTS) as app:
        reader.follow(app.pid)
        reader.find("Postdesk can’t write to its folder")
        reader.hear("nothing is opened or sent")
        reader.press("Quit")
        assert app.wait(10) == 1
    assert list(profile.iterdir()) == []


def test_a_full_disk_is_told(screen: Desktop, reader: ScreenReader, disk: Path) -> None:
    fill(disk)
    with running_app(screen, disk / "profile") as app:
        reader.follow(app.pid)
        reader.hear("No space left on device")
        reader.hear("nothing is opened or sent")
        reader.press("Quit")
        assert app.wait(10) == 1


def test_a_full_disk_is_told_also_where_practice_mode_was_asked_for(screen: Desktop, reader: ScreenReader, disk: Path) -> None:
    profiles.practised(disk / "profile", "Alex Morgan")
    fill(disk)
    with running_app(screen, disk / "profile", "--sandbox") as app:
        reader.follow(app.pid)
        reader.hear("nothing is opened or sent")
        reader.press("Quit")
        assert app.wait(10) == 1


def test_a_disk_that_fills_up_is_told_and_what_is_typed_is_kept_once_there_is_room(
    screen: Desktop, reader: ScreenReader, disk: Path
) -> None:
    profiles.practised(disk / "profile", "Alex Morgan")
    with running_app(screen, disk / "profile", "--sandbox") as app:
        reader.follow(app.pid)
        reader.reached("calendar.month")
        reader.keys("ctrl+n")
        reader.reached("composer.text")
        full = fill(disk)
        reader.write("Black Friday, the honest version " * 100, "Text", "text")
        reader.hear("The disk is full")
        full.unlink()
        reader.write("Written again", "Text", "text")
        reader.hear("saved")
    with running_app(screen, disk / "profile", "--sandbox") as app:
        reader.follow(app.pid)
        reader.hear("Written again")


def test_what_is_typed_on_a_full_disk_is_written_by_itself_once_there_is_room(
    screen: Desktop, reader: ScreenReader, disk: Path
) -> None:
    profiles.practised(disk / "profile", "Alex Morgan")
    words = "Black Friday, the honest version " * 100
    with running_app(screen, disk / "profile", "--sandbox") as app:
        reader.follow(app.pid)
        reader.reached("calendar.month")
        reader.keys("ctrl+n")
        reader.reached("composer.text")
        full = fill(disk)
        reader.write(words, "Text", "text")
        reader.hear("not saved yet")
        reader.hear("One change is not saved yet")
        full.unlink()
        reader.hear("saved ")
        until(lambda: not any(node.says("The disk is full") for node in reader.nodes()))
        close_window(screen, app)
    with running_app(screen, disk / "profile", "--sandbox") as app:
        reader.follow(app.pid)
        assert reader.find(id="composer.text").text == words


def test_the_window_does_not_close_on_what_is_not_saved_without_a_question(
    screen: Desktop, reader: ScreenReader, disk: Path
) -> None:
    profiles.practised(disk / "profile", "Alex Morgan")
    with running_app(screen, disk / "profile", "--sandbox") as app:
        reader.follow(app.pid)
        reader.reached("calendar.month")
        reader.keys("ctrl+n")
        reader.reached("composer.text")
        full = fill(disk)
        reader.write("Black Friday, the honest version " * 100, "Text", "text")
        ask_to_close(screen, app)
        reader.find("One change is not saved")
        reader.press("Keep open", "button")
        reader.gone("unsaved_question")
        full.unlink()
        reader.hear("saved ")
        close_window(screen, app)


def test_a_database_of_a_newer_version_is_left_alone(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    file = profile / "postdesk.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 9999")
    database.close()
    before = file.read_bytes()
    with running_app(screen, profile) as app:
        reader.follow(app.pid)
        reader.find("This folder belongs to a newer Postdesk")
        reader.press("Quit")
        assert app.wait(10) == 1
    assert file.read_bytes() == before


def test_kill_9_loses_neither_the_text_nor_the_connecting(
    screen: Desktop, reader: ScreenReader, profile: Path, tmp_path: Path
) -> None:
    profiles.practised(profile, "Alex Morgan")
    opened = tmp_path / "opened"
    screen.command("xdg-open", f'echo "$1" >> "{opened}"')
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.press(id="rail.connections")
        reader.press("Connect LinkedIn")
        reader.hear("Waiting for your browser")
        reader.keys("ctrl+n")
        reader.write("Studio tour on Monday", "Text", "text")
        reader.hear("saved")
        app.kill()
        app.wait()
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        assert reader.find("Text", "text").text == "Studio tour on Monday"
        reader.press(id="rail.connections")
        reader.hear("Waiting for your browser")
        reader.press("Open again, LinkedIn")
        url = until(lambda: opened.read_text().splitlines()[1:])[0]
        decide(url, account="H8a9UFibz4")
        reader.find("Connected")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path) as place:
        yield place
