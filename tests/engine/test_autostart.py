"""The start at login by each system's own convention, and its end once it is switched off."""

import plistlib
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.support.waiting import until

from postdesk.engine.autostart import Autostart, background_command
from postdesk.engine.login_items import AutostartEntry, LaunchAgent, LoginItem, RunKey, login_item
from postdesk.engine.tasks import Tasks

COMMAND = background_command('/opt/my apps/python 50% $HOME "x" `y` \\z', Path("/home/ann/Café posts"))
FILE = "org.postdesk.Postdesk.desktop"
PROBE = """
import sys
from gi.repository import GLib
known = GLib.KeyFile()
known.load_from_file(sys.argv[1], GLib.KeyFileFlags.NONE)
_, parts = GLib.shell_parse_argv(known.get_string("Desktop Entry", "Exec").replace("%%", "%"))
print("\\n".join(parts))
"""


@pytest.mark.parametrize("kind", [AutostartEntry, LaunchAgent])
def test_it_is_on_after_it_was_added_and_off_after_it_was_removed(
    kind: type[AutostartEntry | LaunchAgent], tmp_path: Path
) -> None:
    item: LoginItem = kind(tmp_path / "not" / "there")
    assert not item.starts(COMMAND)
    item.remove()
    item.add(COMMAND)
    assert item.starts(COMMAND)
    assert not item.starts(background_command("/usr/bin/python3", None))
    item.remove()
    assert not item.starts(COMMAND)
    assert list((tmp_path / "not" / "there").iterdir()) == []


def test_the_desktop_entry_is_a_valid_one(tmp_path: Path) -> None:
    AutostartEntry(tmp_path).add(COMMAND)
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-validate is not installed")
    said = subprocess.run(["desktop-file-validate", str(tmp_path / FILE)], capture_output=True, text=True, check=False).stdout
    assert not [line for line in said.splitlines() if "error" in line and "Version" not in line]


def test_the_command_is_read_back_by_the_desktop_as_it_was_meant(tmp_path: Path) -> None:
    AutostartEntry(tmp_path).add(COMMAND)
    probe = ["/usr/bin/python3", "-c", PROBE, str(tmp_path / FILE)]
    done = subprocess.run(probe, capture_output=True, text=True, check=False)
    if "No module named 'gi'" in done.stderr:
        pytest.skip("GLib for Python is not installed")
    assert done.stdout.splitlines() == list(COMMAND), done.stderr


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_was_switched_off_elsewhere_is_off(line: str, tmp_path: Path) -> None:
    item = AutostartEntry(tmp_path)
    item.add(COMMAND)
    file = tmp_path / FILE
    file.write_text(file.read_text().replace("X-GNOME-Autostart-enabled=true\n", f"{line}\n"))
    assert not item.starts(COMMAND)


def test_a_broken_file_is_off(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\0")
    (tmp_path / "org.postdesk.Postdesk.plist").write_bytes(b"<plist")
    assert not AutostartEntry(tmp_path).starts(COMMAND)
    assert not LaunchAgent(tmp_path).starts(COMMAND)


def test_the_launch_agent_runs_the_command_at_login(tmp_path: Path) -> None:
    LaunchAgent(tmp_path).add(COMMAND)
    known = plistlib.loads((tmp_path / "org.postdesk.Postdesk.plist").read_bytes())
    assert (known["RunAtLoad"], known["ProgramArguments"]) == (True, list(COMMAND))


def test_each_system_has_its_own(tmp_path: Path) -> None:
    assert isinstance(login_item("win32", tmp_path), RunKey)
    assert isinstance(login_item("darwin", tmp_path), LaunchAgent)
    for config, folder in (("", tmp_path / ".config"), ("relative", tmp_path / ".config"), ("/etc/x", Path("/etc/x"))):
        item = login_item("linux", tmp_path, {"XDG_CONFIG_HOME": config})
        assert isinstance(item, AutostartEntry)
        assert item._file == folder / "autostart" / FILE


async def test_a_switch_that_the_system_refuses_is_told_and_is_as_before(tmp_path: Path) -> None:
    tasks = Tasks(lambda name, error: None)
    (tmp_path / "autostart").write_text("a file where the folder should be")
    switch = Autostart(AutostartEntry(tmp_path / "autostart"), COMMAND, tasks)
    told: list[str] = []
    switch.failed.connect(told.append)
    switch.switch(True)
    await until(lambda: not tasks.running("start at login"))
    assert len(told) == 1
    assert not switch.on
    (tmp_path / "autostart").unlink()
    switch.switch(True)
    await until(lambda: switch.on)
    switch.switch(False)
    await until(lambda: not switch.on)
    await tasks.close()
