"""The files of a profile are for its user alone, whatever the folder's rights and the umask were; checked as another user."""

import ast
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.processes import until
from tests.support.running_app import close_window, running_app
from tests.support.screen_reader import ScreenReader

from postdesk.engine.pasted_pictures import _save
from postdesk.profile import ExposedProfile, Profile, SingleInstance
from postdesk.sandbox.samples import noisy_png
from postdesk.store import backups, profile_identity, repair
from postdesk.store.database import FILE, Database

pytestmark = pytest.mark.logs("the database is damaged")

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_NOBODY = 65534

_CANNOT_READ = """
import os, sys
seen = []
for folder, folders, files in os.walk(sys.argv[1]):
    for name in files:
        try:
            open(os.path.join(folder, name), "rb").close()
        except OSError:
            continue
        seen.append(name)
print(seen)
"""


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Set the umask of most systems: others may read new files."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A profile folder that others can read, as can all folders above it."""
    made = tmp_path / "profile"
    made.mkdir(mode=0o755)
    for each in (tmp_path, *tmp_path.parents):
        if each.owner() == made.owner() and "pytest" in str(each):
            each.chmod(0o755)
    return made


def exposed(folder: Path, excluded: frozenset[str] = frozenset()) -> list[str]:
    """Return the files and folders to which others have any rights."""
    places = (folder, *folder.rglob("*"))
    return [str(each) for each in places if each.name not in excluded and stat.S_IMODE(each.lstat().st_mode) & 0o077]


def read_by_another(folder: Path) -> str:
    if os.geteuid():
        pytest.skip("only root can be somebody else")
    command = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "/usr/bin/python3", "-c", _CANNOT_READ)
    done = subprocess.run((*command, folder), check=True, capture_output=True, text=True, cwd="/")
    return done.stdout.strip()


def used(folder: Path) -> None:
    """Create all files that Postdesk creates in a profile without a window."""
    profiles.practised(folder, "Alex Morgan")
    database = Database(folder)
    database.submit(lambda conn: conn.execute("UPDATE clients SET name = 'Alex'")).result()
    backups.back_up(folder / FILE, NOW)
    assert exposed(folder, excluded=frozenset({folder.name})) == []
    database.close()
    repair.repair(folder, NOW)
    assert exposed(folder, excluded=frozenset({folder.name})) == []
    Database(folder).close()


def test_a_folder_that_others_could_read_is_closed_to_them(folder: Path) -> None:
    Profile(folder).prepare()
    used(folder)
    assert exposed(folder) == []


def test_what_an_earlier_start_left_readable_is_closed(folder: Path) -> None:
    used(folder)
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    Profile(folder).prepare()
    assert exposed(folder, excluded=frozenset({profile_identity.LOCATION_KEY})) == []
    assert read_by_another(folder) == "[]"


def test_a_profile_that_is_closed_to_others_is_the_same_profile(folder: Path) -> None:
    """The age of a file identifies the place of a profile. With a new file for the rights, all data would count as a copy's."""
    used(folder)
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    before = profile_identity.fingerprint(folder / FILE)
    Profile(folder).prepare()
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert profile_identity.fingerprint(folder / FILE) == before


def test_a_folder_with_something_else_in_it_keeps_its_rights_and_what_is_ours_is_closed(folder: Path) -> None:
    used(folder)
    other = folder / "of the user.txt"
    other.write_text("shared on purpose")
    for each in folder.rglob("*"):
        each.chmod(0o755 if each.is_dir() else 0o644)
    Profile(folder).prepare()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    told_by_age = profile_identity.LOCATION_KEY
    assert exposed(folder, excluded=frozenset({folder.name, other.name, told_by_age})) == []
    assert {*ast.literal_eval(read_by_another(folder))} <= {other.name, told_by_age}


def test_a_database_that_is_a_link_is_closed_where_it_lies(folder: Path, tmp_path: Path) -> None:
    used(folder)
    elsewhere = tmp_path / "larger disk"
    elsewhere.mkdir(mode=0o755)
    (folder / FILE).rename(elsewhere / FILE)
    (elsewhere / FILE).chmod(0o644)
    (folder / FILE).symlink_to(elsewhere / FILE)
    Profile(folder).prepare()
    assert read_by_another(elsewhere) == "[]"


@pytest.mark.usefixtures("qapp")
def test_a_lock_and_a_pasted_picture_are_for_this_user_alone(folder: Path) -> None:
    profile = Profile(folder)
    profile.prepare()
    folder.chmod(0o755)
    lock = SingleInstance(profile)
    assert lock.take()
    picture = folder / "pasted" / "1" / "a-draft" / "shared" / "pasted.png"
    _save(noisy_png(64, 64), picture)
    assert exposed(folder, excluded=frozenset({folder.name})) == []
    lock.release()


def test_a_folder_that_others_may_write_into_is_refused_with_the_command(folder: Path) -> None:
    (folder / "of the user.txt").touch()
    folder.chmod(0o777)
    with pytest.raises(ExposedProfile) as refused:
        Profile(folder).prepare()
    assert str(refused.value) == f"chmod go-w {folder}"
    subprocess.run(str(refused.value), shell=True, check=True)
    Profile(folder).prepare()


def test_where_nothing_is_let_changed_the_command_is_named(folder: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a folder to somebody else")
    used(folder)
    folder.chmod(0o777)
    (folder / FILE).chmod(0o666)
    script = (
        "import os, sys; from pathlib import Path; from postdesk.profile import ExposedProfile, Profile\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: Profile(Path(sys.argv[1])).prepare()\n"
        "except ExposedProfile as exposed: print(exposed)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, folder], check=True, capture_output=True, text=True)
    assert done.stdout.startswith(f"chmod -R go-rwx {folder}")


@pytest.mark.real_window
@pytest.mark.accessibility
def test_a_used_profile_in_a_readable_folder_has_nothing_for_others(screen: Desktop, reader: ScreenReader, folder: Path) -> None:
    with running_app(screen, folder, "--sandbox") as app:
        reader.follow(app.pid)
        until(lambda: (folder / "sandbox").is_dir() and any((folder / "sandbox").iterdir()))
        until(lambda: (folder / "log").is_dir())
        assert exposed(folder) == []
        assert read_by_another(folder) == "[]"
        until(lambda: (folder / f"{FILE}-wal").exists())
        close_window(screen, app)
    assert exposed(folder) == []


@pytest.mark.real_window
@pytest.mark.accessibility
def test_a_folder_that_cannot_be_closed_is_told(screen: Desktop, reader: ScreenReader, folder: Path) -> None:
    (folder / "of the user.txt").touch()
    folder.chmod(0o777)
    with running_app(screen, folder) as app:
        reader.follow(app.pid)
        reader.find("Others on this computer can read Postdesk’s folder")
        reader.hear("chmod go-w")
        reader.press("Quit")
        assert app.wait(10) == 1
    shutil.rmtree(folder)
