"""The transfers of local files to their upload targets, each in a thread."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeAlias
from weakref import WeakValueDictionary

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaCheck
from postdesk.domain.settings import Settings
from postdesk.domain.uploads import Bucket, Upload, UploadFailed, UploadProblem, UploadTarget
from postdesk.engine.tasks import run_in_thread
from postdesk.engine.unfinished_uploads import MultipartRecord
from postdesk.engine.upload_targets import UploadTargets
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.media.upload_locks import UploadLocks

if TYPE_CHECKING:
    from postdesk.media.media_probe import ProbeResult

_TELL_EVERY_S: Final = 0.1
_ABORT_S: Final = 3.0

SentCallback: TypeAlias = Callable[[int, int], object]
"""Called with the number of bytes that were sent and of the whole file."""


@dataclass(frozen=True, slots=True)
class _Transfer:
    """The target, secret and settings of one upload, with its multipart record."""

    target: UploadTarget
    secret: str
    network: Settings
    noted: MultipartRecord
    locks: UploadLocks


@dataclass(frozen=True, slots=True)
class UploadResult:
    """The probe result of an uploaded file. `reused` is True if the file was already at its address."""

    seen: "ProbeResult"
    reused: bool


class FileTransfers:
    """The transfers of one workspace, one per file and target at a time: a second draft then reuses the uploaded file."""

    def __init__(self, context: WorkspaceContext, targets: UploadTargets) -> None:
        self._database, self._settings, self._clock = context.database, context.settings, context.clock
        self._targets = targets
        self._places = UploadLocks()
        self._turns: WeakValueDictionary[tuple[Path, int], asyncio.Lock] = WeakValueDictionary()

    async def send(self, upload: Upload, tell: SentCallback, stop: Event) -> UploadResult:
        """Send the file of an upload to its target. Raises UploadFailed, also once `stop` is set."""
        async with self._turns.setdefault((upload.path, upload.target_id), asyncio.Lock()):
            return await self._send(upload, tell, stop)

    async def _send(self, upload: Upload, tell: SentCallback, stop: Event) -> UploadResult:
        target = self._targets.get(upload.target_id)
        if target is None:
            raise UploadFailed(UploadProblem.BAD_TARGET)
        if self._targets.is_unconfirmed(target):
            raise UploadFailed(UploadProblem.UNCONFIRMED)
        secret = await self._targets.secret(target)
        if isinstance(target.place, Bucket) and not secret:
            raise UploadFailed(UploadProblem.NO_SECRET)
        throttle = _ProgressThrottle(partial(_later, asyncio.get_running_loop(), tell))
        noted = MultipartRecord(self._database, self._clock, upload)
        way = _Transfer(target, secret, self._settings.current, noted, self._places)
        work = partial(_upload, upload.path, way, self._clock.now(), throttle, stop)
        sending = asyncio.ensure_future(run_in_thread(f"upload {upload.id}", work))
        try:
            return await asyncio.shield(sending)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait((sending,), timeout=_ABORT_S)
            sending.cancel() or sending.exception()  # Retrieve the error, which nobody else will.
            raise


def _later(loop: asyncio.AbstractEventLoop, tell: SentCallback, sent: int, size: int) -> None:
    """Report progress from the thread of a transfer; the event loop may have ended."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(tell, sent, size)


class _ProgressThrottle:
    """Limits progress reports to ten per second; one below the previous value is reported at once."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell, self._told_at, self._last = tell, 0.0, 0

    def __call__(self, sent: int, size: int) -> None:
        if monotonic() - self._told_at >= _TELL_EVERY_S or sent < self._last:
            self._told_at, self._last = monotonic(), sent
            self._tell(sent, size)


def _upload(path: Path, way: _Transfer, now: datetime, tell: Callable[[int, int], None], stop: Event) -> UploadResult:
    """Upload the file. Called in a thread. Raises UploadFailed."""
    from postdesk.media.bucket_storage import BucketStorage
    from postdesk.media.local_files import read_candidate
    from postdesk.media.media_probe import ProbeResult
    from postdesk.media.upload_command import run_upload_command

    known, reused, place = read_candidate(path), False, way.target.place
    if isinstance(place, Bucket):
        storage, size = BucketStorage(place, way.secret, way.network.proxy, way.network.ca_file, way.locks), known.file.size
        address, reused = storage.upload(known.file, way.noted, lambda sent: tell(sent, size), stop)
    else:
        tell(0, 0)
        address = run_upload_command(place, path, stop)
    return UploadResult(ProbeResult(MediaCheck(address, now, known.facts), known.picture), reused)
