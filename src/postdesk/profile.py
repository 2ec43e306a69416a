"""The profile folder, and that only one Postdesk works in it."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LOCK = "postdesk.lock"
_LAYOUT = "window.ini"
_LOG = "log"
_SANDBOX = "sandbox"
_PATIENCE_MS = 1000


class ProfileProblem(Exception):
    """The folder cannot be used; the text says why in the system's words."""


class Profile:
    """Where everything of this user lies. Nothing is written outside of it, but for the key in the keyring."""

    def __init__(self, folder: Path | None) -> None:
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
        self.folder = (folder or Path(usual)).absolute()
        self.layout_file = self.folder / _LAYOUT
        self.log_folder = self.folder / _LOG
        self.sandbox_folder = self.folder / _SANDBOX

    def prepare(self) -> None:
        """Make the folder, for this user's eyes only. Raises ProfileProblem where it cannot be written."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            trial = self.folder / ".trial"
            try:
                trial.write_bytes(b"room for a byte")
            finally:
                trial.unlink(missing_ok=True)
        except OSError as error:
            raise ProfileProblem(error.strerror or type(error).__name__) from error


class OnlyOne(QObject):
    """The lock on a profile. Whoever starts second asks the first to show its window; `raised` follows there."""

    raised = Signal()

    def __init__(self, profile: Profile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(profile.folder / _LOCK))
        # A lock is never stale by its age: only the end of its process frees it, kill -9 included.
        self._lock.setStaleLockTime(0)
        self._name = "postdesk-" + hashlib.sha256(str(profile.folder).encode()).hexdigest()[:32]
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Whether this process is the only one on the profile now; otherwise the first one was asked to show itself.

        Raises ProfileProblem where nobody holds the lock, and it still can't be made.
        """
        if self._lock.tryLock(0):
            self._listen()
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise ProfileProblem
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        socket.waitForConnected(_PATIENCE_MS)
        socket.disconnectFromServer()
        return False

    def _listen(self) -> None:
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._knocked)
        self._server.listen(self._name)

    def _knocked(self) -> None:
        assert self._server is not None
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnectFromServer()
            socket.deleteLater()
        self.raised.emit()

    def release(self) -> None:
        """Let another process have the profile."""
        if self._server:
            self._server.close()
        self._lock.unlock()
