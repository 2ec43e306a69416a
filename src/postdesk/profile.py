"""The profile folder, and that only one Postdesk works in it."""

import contextlib
import os
import shlex
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QStandardPaths, Signal

from postdesk.store import private
from postdesk.store.identity import WHEREABOUTS

_LOCK = "postdesk.lock"
_LAYOUT = "window.ini"
_LOG = "log"
_SANDBOX = "sandbox"
_OURS = (
    *("postdesk.*", "window.ini*", "starts", WHEREABOUTS, "log", "sandbox", "backups", "set-aside-*", "being-read", "pasted"),
    "dictionaries",
)
"""What of a folder is ours, where it holds something else as well."""


class ProfileProblem(Exception):
    """The folder cannot be used; the text says why in the system's words."""


class ExposedProfile(ProfileProblem):
    """Others can read, or exchange, what is kept in the folder; the text is the command that ends it."""


class Profile:
    """Where everything of this user lies: the key is in the keyring, and what starts Postdesk at login where the system looks.

    `named` is the folder that was asked for, None for the usual one.
    """

    def __init__(self, folder: Path | None) -> None:
        self.named = folder
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
        self.folder = (folder or Path(usual)).absolute()
        self.layout_file = self.folder / _LAYOUT
        self.log_folder = self.folder / _LOG
        self.sandbox_folder = self.folder / _SANDBOX

    def prepare(self) -> None:
        """Make the folder, for this user's eyes only. Raises ProfileProblem where it cannot be written, ExposedProfile."""
        try:
            private.make_folder(self.folder)
            trial = self.folder / ".trial"
            try:
                trial.write_bytes(b"room for a byte")
            finally:
                trial.unlink(missing_ok=True)
            private.make_file(self.layout_file)
            self._close_to_others()
        except OSError as error:
            raise ProfileProblem(error.strerror or type(error).__name__) from error

    def _close_to_others(self) -> None:
        """Also what an earlier version or a copying left readable. A folder that holds something else keeps its own rights."""
        ours = tuple(each for name in _OURS for each in self.folder.glob(name))
        if {*self.folder.iterdir()} <= {*ours}:
            # A link to the database leads to what it is: its words are as readable there.
            ours = (self.folder, *(each for each in ours if each.is_symlink() and each.is_file()))
        # Other rights would make it another file (`store.identity`); there is no word of the user's in it.
        told_by_age = self.folder / WHEREABOUTS
        if readable := [each for each in ours if not private.close_to_others(each, but=told_by_age)]:
            names = " ".join(shlex.quote(str(each)) for each in readable)
            raise ExposedProfile(f"chmod -R go-rwx {names}")
        if private.is_open_to_writers(self.folder):
            raise ExposedProfile(f"chmod go-w {shlex.quote(str(self.folder))}")


class OnlyOne(QObject):
    """The lock on a profile. Whoever starts second touches its file, which asks the first to show its window: `raised`."""

    raised = Signal()

    def __init__(self, profile: Profile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = profile.folder / _LOCK
        self._lock = QLockFile(str(self._file))
        # A lock is never stale by its age: only the end of its process frees it, kill -9 included.
        self._lock.setStaleLockTime(0)
        # Not QLocalServer: QtNetwork takes 4 MB.
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self.raised)

    def take(self, *, quietly: bool = False) -> bool:
        """Whether this process is the only one on the profile now.

        Otherwise the first one was asked to show itself, unless `quietly`.

        Raises ProfileProblem where nobody holds the lock, and it still can't be made.
        """
        if self._lock.tryLock(0):
            private.close_to_others(self._file)
            self._watcher.addPath(str(self._file))
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise ProfileProblem
        if not quietly:
            with contextlib.suppress(OSError):  # the first one has just ended
                os.utime(self._file)
        return False

    def release(self) -> None:
        """Let another process have the profile."""
        self._watcher.removePath(str(self._file))
        self._lock.unlock()
