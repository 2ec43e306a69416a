"""Files and folders that only this user can access: modes 0600 and 0700, regardless of umask and parent folders.

On Windows, a user's own folder is private by default.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_FOLDER: Final = 0o700
_FILE: Final = 0o600
_OTHERS: Final = 0o077
_OTHERS_WRITE: Final = 0o022


def make_folder(folder: Path) -> None:
    """Create the folder and its missing parents. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=_FOLDER, exist_ok=True)


def make_file(file: Path) -> None:
    """Create an empty file if there is none; an existing one isn't opened. Raises OSError."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE))


def restrict_to_user(place: Path, excluded: Path | None = None) -> bool:
    """Remove other users' permissions from a file or a whole folder, except `excluded`. Return True when none are left.

    Links are not followed.
    """
    if os.name != "posix":
        return True
    return not [each for each in (place, *_within(place)) if each != excluded and not _close(each)]


def is_writable_by_others(folder: Path) -> bool:
    """Return True when other users can replace files in the folder."""
    status = folder.stat()
    mine = status.st_uid in (os.geteuid(), 0)
    return os.name == "posix" and not (mine and (not status.st_mode & _OTHERS_WRITE or status.st_mode & stat.S_ISVTX))


def _within(place: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(place):
        yield from (path for name in (*folders, *files) if not (path := Path(folder, name)).is_symlink())


def _close(place: Path) -> bool:
    with suppress(FileNotFoundError):  # the database's log disappears with its last connection
        mode = place.stat().st_mode
        if mode & _OTHERS:
            with suppress(PermissionError):
                place.chmod(stat.S_IMODE(mode) & ~_OTHERS)
        return not place.stat().st_mode & _OTHERS
    return True
