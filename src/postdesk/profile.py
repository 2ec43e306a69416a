"""The profile folder, and its lock for a single Postdesk."""

import contextlib
import os
import shlex
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QStandardPaths, Signal

from postdesk.store import private_files
from postdesk.store.profile_identity import LOCATION_KEY

_LOCK = "postdesk.lock"
_LAYOUT = "window.ini"
_LOG = "log"
_OURS = (
    *("postdesk.*", "window.ini*", "starts", LOCATION_KEY, "log", "sandbox", "backups", "set-aside-*", "being-read", "pasted"),
    "dictionaries",
)
"""The files of Postdesk, for a folder that holds other files as well."""


class ProfileProblem(Exception):
    """The folder cannot be used; the text is the system's reason."""


class ExposedProfile(ProfileProblem):
    """Others can read or replace files of the folder; the text is the command that ends it."""


class Profile:
    """The paths of this user's data.

    The key is in the keyring, and the login item in the system's place for it. `named` is the folder that was asked for, None
    for the usual one.
    """

    def __init__(self, folder: Path | None) -> None:
        self.named = folder
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
        self.folder = (folder or Path(usual)).absolute()
        self.layout_file = self.folder / _LAYOUT
        self.log_folder = self.folder / _LOG

    def prepare(self) -> None:
        """Make the folder, private to this user. Raises ProfileProblem where it cannot be written, ExposedProfile."""
        try:
            private_files.make_folder(self.folder)
            trial = self.folder / ".trial"
            try:
                trial.write_bytes(b"room for a byte")
            finally:
                trial.unlink(missing_ok=True)
            private_files.make_file(self.layout_file)
            self._close_to_others()
        except OSError as error:
            raise ProfileProblem(error.strerror or type(error).__name__) from error

    def _close_to_others(self) -> None:
        """Make all files private, also those that an earlier version or a copy left readable.

        A folder that holds other files keeps its own rights. Raises ExposedProfile where others keep access.
        """
        ours = tuple(each for name in _OURS for each in self.folder.glob(name))
        if {*self.folder.iterdir()} <= {*ours}:
            # A linked database is as readable at the link's target.
            ours = (self.folder, *(each for each in ours if each.is_symlink() and each.is_file()))
        # Its modification time identifies the profile (`store.profile_identity`), so its mode is not changed.
        # It holds no user text.
        whereabouts = self.folder / LOCATION_KEY
        if readable := [each for each in ours if not private_files.restrict_to_user(each, excluded=whereabouts)]:
            names = " ".join(shlex.quote(str(each)) for each in readable)
            raise ExposedProfile(f"chmod -R go-rwx {names}")
        if private_files.is_writable_by_others(self.folder):
            raise ExposedProfile(f"chmod go-w {shlex.quote(str(self.folder))}")


class SingleInstance(QObject):
    """The lock on a profile. A second start touches the lock file, which makes the first emit `raised` to show its window."""

    raised = Signal()

    def __init__(self, profile: Profile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = profile.folder / _LOCK
        self._lock = QLockFile(str(self._file))
        # A lock never gets stale by age: only the end of its process frees it, kill -9 included.
        self._lock.setStaleLockTime(0)
        # Not QLocalServer: QtNetwork takes 4 MB.
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self.raised)

    def take(self, *, quietly: bool = False) -> bool:
        """Take the lock. Return True where this process is the only one on the profile.

        Otherwise the first process is asked to show its window, unless `quietly`.

        Raises ProfileProblem where nobody holds the lock, and it still can't be made.
        """
        if self._lock.tryLock(0):
            private_files.restrict_to_user(self._file)
            self._watcher.addPath(str(self._file))
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise ProfileProblem
        if not quietly:
            with contextlib.suppress(OSError):  # the first one has just ended
                os.utime(self._file)
        return False

    def release(self) -> None:
        """Release the lock for another process."""
        self._watcher.removePath(str(self._file))
        self._lock.unlock()
