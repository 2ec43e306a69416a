"""Only one Postdesk works in a profile: two processes, and one that was killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.processes import ended
from tests.support.running_app import SOURCES

from postdesk.profile import Profile, ProfileProblem, SingleInstance

OTHER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from postdesk.profile import SingleInstance, Profile
app = QCoreApplication([])
profile = Profile(Path(sys.argv[1]))
profile.prepare()
only_one = SingleInstance(profile)
only_one.raised.connect(lambda: print("raised", flush=True))
print("alone" if only_one.take() else "second", flush=True)
app.exec()
"""


class OtherProcess:
    """Another process on the profile, and its output."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._said: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def says(self) -> str:
        return self._said.get(timeout=20)

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._said.put(line.strip())


@contextmanager
def other(folder: Path) -> Iterator[OtherProcess]:
    command = [sys.executable, "-c", OTHER, str(folder)]
    environment = {"PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    with ended(process):
        yield OtherProcess(process)


@pytest.fixture
def profile(tmp_path: Path, qapp: QApplication) -> Profile:
    made = Profile(tmp_path / "profile")
    made.prepare()
    return made


def test_the_second_process_asks_the_first_to_show_itself(profile: Profile) -> None:
    with other(profile.folder) as first:
        assert first.says() == "alone"
        assert not SingleInstance(profile).take()
        assert first.says() == "raised"


def test_the_first_hears_each_knock_of_a_second(profile: Profile, qtbot: QtBot) -> None:
    only_one = SingleInstance(profile)
    assert only_one.take()
    for _ in range(2):
        with qtbot.waitSignal(only_one.raised, timeout=5000), other(profile.folder) as second:
            assert second.says() == "second"
    only_one.release()


def test_what_was_killed_leaves_the_profile_to_the_next(profile: Profile) -> None:
    with other(profile.folder) as killed:
        assert killed.says() == "alone"
        killed.process.kill()
        killed.process.wait()
    next_one = SingleInstance(profile)
    assert next_one.take()
    with other(profile.folder) as second:
        assert second.says() == "second"
    next_one.release()


def test_what_has_ended_leaves_the_profile_to_the_next(profile: Profile) -> None:
    only_one = SingleInstance(profile)
    assert only_one.take()
    only_one.release()
    with other(profile.folder) as following:
        assert following.says() == "alone"


def test_two_profiles_do_not_keep_each_other_out(profile: Profile, tmp_path: Path) -> None:
    only_one = SingleInstance(profile)
    assert only_one.take()
    with other(tmp_path / "another") as beside:
        assert beside.says() == "alone"
    only_one.release()


def test_a_profile_that_is_no_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file")
    with pytest.raises(ProfileProblem):
        Profile(tmp_path / "profile").prepare()


def test_a_lock_that_can_not_be_made_is_a_problem(tmp_path: Path, qapp: QApplication) -> None:
    with pytest.raises(ProfileProblem):
        SingleInstance(Profile(tmp_path / "there is none")).take()


def test_the_folder_is_for_this_user_only(profile: Profile) -> None:
    assert profile.folder.stat().st_mode & 0o077 == 0
    made = [*profile.folder.iterdir()]
    assert [each.name for each in made] == ["window.ini"]
    assert all(each.stat().st_mode & 0o077 == 0 for each in made)
