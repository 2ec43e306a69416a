"""The sandbox as a separate process: it ends when its standard input closes, so it never outlives the app."""

import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, Signal

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.child_process import module_process

_log = logging.getLogger("postdesk.sandbox")

_TIME_TO_START: Final = 20.0
_TIME_TO_END: Final = 1.5


class SandboxFailed(Exception):
    """The sandbox did not start. `reason` is the last line of its error output, possibly empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SandboxAddresses:
    """The URLs of a running sandbox, all on this computer."""

    base_url: str
    control_url: str
    feed_url: str

    @property
    def origin(self) -> str:
        """The origin of the API and of the pages beside it."""
        return self.base_url.removesuffix("/api")


class SandboxProcess(QObject):
    """One run of the sandbox, with its state in `folder`; `redirect_uris` are allowlisted. `ended` follows its end."""

    ended = Signal()

    def __init__(self, folder: Path, redirect_uris: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self._over = asyncio.Event()
        self._line: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        allowed = (word for uri in redirect_uris for word in ("--redirect-uri", uri))
        self._process = module_process("postdesk.sandbox", "--state", str(folder), "--key-stdin", *allowed, parent=self)
        self._process.readyReadStandardOutput.connect(self._read_line)
        self._process.readyReadStandardError.connect(self._read_complaints)
        self._process.errorOccurred.connect(self._end)
        self._process.finished.connect(self._end)

    async def start(self, key: str) -> SandboxAddresses:
        """Start the process, send it the key, and wait until it listens. Raises SandboxFailed."""
        self._process.start()
        self._process.write(f"{key}\n".encode())
        try:
            ready = json.loads(await asyncio.wait_for(self._line, _TIME_TO_START))
            return SandboxAddresses(ready["base_url"], ready["control_url"], ready["feed_url"])
        except (TimeoutError, ValueError, KeyError, TypeError):
            await self.stop()
            raise SandboxFailed(self._said) from None

    @property
    def running(self) -> bool:
        """True until the process has ended."""
        return not self._over.is_set()

    async def stop(self) -> None:
        """End the process, within 2 s."""
        self._process.closeWriteChannel()
        try:
            await asyncio.wait_for(self._over.wait(), _TIME_TO_END)
        except TimeoutError:
            self._process.kill()
            await self._over.wait()

    def _read_line(self) -> None:
        if self._process.canReadLine() and not self._line.done():
            self._line.set_result(bytes(self._process.readLine().data()))

    def _read_complaints(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        if text:
            self._said = text.splitlines()[-1]
            _log.warning("%s", text)

    def _end(self) -> None:
        if self._process.state() == QProcess.ProcessState.NotRunning and self.running:
            self._over.set()
            if not self._line.done():
                self._line.set_result(b"")
            self.ended.emit()
