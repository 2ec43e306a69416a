"""Uploads of local files: each address is stored in the draft that waits for it, whichever draft is open."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from PySide6.QtCore import QObject, Signal

from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaCheck
from postdesk.domain.settings import Settings
from postdesk.domain.uploads import Bucket, Upload, UploadFailed, UploadField, UploadProblem, UploadStage, UploadTarget
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.composer import Composer
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import run_in_thread
from postdesk.engine.unfinished_uploads import MultipartRecord, UnfinishedUploads
from postdesk.engine.upload_offers import UploadOffers
from postdesk.engine.upload_targets import UploadTargets
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.media.upload_locks import UploadLocks
from postdesk.store import uploads
from postdesk.store.sqlite import StorageError

if TYPE_CHECKING:
    from postdesk.media.media_probe import ProbeResult

_TELL_EVERY_S: Final = 0.1
_ABORT_S: Final = 3.0


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


class Uploads(QObject):
    """The uploads of one workspace.

    `changed` carries the Upload as it is now, `arrived` one that is done. A finished, failed or cancelled upload is kept until
    it is forgotten, so that it can be shown when its draft is opened.
    """

    changed = Signal(object)
    arrived = Signal(object)

    def __init__(
        self,
        context: WorkspaceContext,
        targets: UploadTargets,
        composer: Composer,
        media: MediaChecks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._settings = context.workspace, context.database, context.settings
        self._changes, self._tasks, self._clock = context.changes, context.tasks, context.clock
        self._commands = CommandRunner(context.tasks, context.changes)
        self._targets, self._composer, self._media = targets, composer, media
        self.offers = UploadOffers(context, self)
        self._unfinished = UnfinishedUploads(context, targets)
        self._beginning: set[Upload] = set()
        self._known: dict[int, Upload] = {}
        self._stops: dict[int, Event] = {}
        self._places = UploadLocks()
        self._turns: WeakValueDictionary[tuple[Path, int], asyncio.Lock] = WeakValueDictionary()
        self._runs = count(1)
        self._changes.drafts.connect(self._forget_orphans)

    def of(self, draft_id: str) -> tuple[Upload, ...]:
        """Return the known uploads of a draft."""
        return tuple(each for each in self._known.values() if each.upload_field.draft_id == draft_id)

    def running(self, draft_id: str) -> bool:
        """Tell whether an upload for the draft is running, or about to."""
        begun = any(each.upload_field.draft_id == draft_id for each in self._beginning)
        return begun or any(each.running for each in self.of(draft_id))

    def load_unfinished(self) -> None:
        """Report the uploads interrupted by the end of Postdesk, and let them be resumed."""
        left_over = uploads.interrupted(self._database.reader, self._workspace.id)
        self.offers.restore({each.path for each in left_over}, lambda draft_id: self._composer.draft(draft_id) is not None)
        for each in left_over:
            self._note(replace(each, begun=self._unfinished.can_resume(each)))
            self._tell(NoticeKind.UPLOAD_INTERRUPTED, each)
        self._clear()

    def begin(self, draft: Draft, upload_field: UploadField, path: Path, target_id: int) -> None:
        """Upload the file for a media field of the draft; an unsaved draft is saved first."""
        if self._composer.draft(draft.id) is None:
            self._composer.save(draft)
        self.offers.take(draft.id)
        upload = Upload(0, upload_field, path, target_id)
        self._beginning.add(upload)
        self._commands.run_always("begin an upload", self._begin(upload))

    def again(self, upload_id: int) -> None:
        """Resume a failed, cancelled or interrupted upload; without parts at the target it begins anew."""
        if (upload := self._known.get(upload_id)) and not upload.running:
            fresh = replace(upload, stage=UploadStage.PREPARING, problem=None, message="")
            self._note(fresh)
            self._commands.run_always("begin an upload", self._begin(fresh))

    def cancel(self, upload_id: int) -> None:
        """Cancel the upload. If parts of it are at the target it can be resumed; otherwise it is forgotten."""
        upload = self._known.get(upload_id)
        if upload is None or not upload.running:
            return
        if stop := self._stops.get(upload_id):
            stop.set()
        if self._unfinished.can_resume(upload):
            self._note(replace(upload, stage=UploadStage.STOPPED, begun=True))
        else:
            self.forget(upload_id)

    def forget(self, upload_id: int) -> None:
        """Cancel the upload if it is running, forget it, and delete its parts at the target."""
        upload = self._known.pop(upload_id, None)
        if stop := self._stops.get(upload_id):
            stop.set()
        if upload:
            self._commands.run_always("end an upload", self._end(upload))
            self.changed.emit(upload)

    async def _end(self, upload: Upload) -> None:
        await self._database.run(partial(uploads.end, upload_id=upload.id))
        await self.offers.pictures.drop(upload.path)
        if upload.id not in self._stops:  # A running upload clears its parts at its end.
            self._clear()

    def _clear(self) -> None:
        self._commands.run_always("clear parts", self._unfinished.clear(tuple(self._stops)))

    def _forget_orphans(self) -> None:
        """Forget the unfinished uploads whose draft was deleted or posted."""
        for each in tuple(self._known.values()):
            if each.begun and not each.running and self._composer.draft(each.upload_field.draft_id) is None:
                self.forget(each.id)

    async def _begin(self, upload: Upload) -> None:
        begin = partial(uploads.begin, workspace_id=self._workspace.id, upload=upload)
        was = upload
        try:
            upload = await self._database.run(begin)
        finally:
            self._beginning.discard(was)
        if was.id and not self._is_running(was.id):  # forgotten or cancelled meanwhile
            return
        self._note(upload)
        self._stops[upload.id] = stop = Event()
        self._tasks.start(f"upload {upload.id} #{next(self._runs)}", self._run(upload, stop))

    def _is_running(self, upload_id: int) -> bool:
        upload = self._known.get(upload_id)
        return upload is not None and upload.running

    async def _run(self, upload: Upload, stop: Event) -> None:
        """Run the upload. If Postdesk ends meanwhile, the upload is reported at the next start and can be resumed."""
        try:
            # One upload per file and target at a time: a second draft then reuses the uploaded file.
            async with self._turns.setdefault((upload.path, upload.target_id), asyncio.Lock()):
                sent = await self._sent(upload, stop)
        except UploadFailed as why:
            if stop.is_set():
                self._stopped(upload.id)
            else:
                await self._failed(upload.id, why)
        else:
            if upload.id in self._known:
                self._media.expect(sent.seen)
                address = sent.seen.media_check.url
                await self._arrived(replace(self._known[upload.id], stage=UploadStage.DONE, address=address, reused=sent.reused))
        finally:
            if self._stops.get(upload.id) is stop:
                del self._stops[upload.id]
            self._clear()

    async def _sent(self, upload: Upload, stop: Event) -> UploadResult:
        target = self._targets.get(upload.target_id)
        if target is None:
            raise UploadFailed(UploadProblem.BAD_TARGET)
        if self._targets.is_unconfirmed(target):
            raise UploadFailed(UploadProblem.UNCONFIRMED)
        secret = await self._targets.secret(target)
        if isinstance(target.place, Bucket) and not secret:
            raise UploadFailed(UploadProblem.NO_SECRET)
        loop = asyncio.get_running_loop()
        tell = _ProgressThrottle(partial(self._later, loop, upload.id))
        noted = MultipartRecord(self._database, self._clock, upload)
        way = _Transfer(target, secret, self._settings.current, noted, self._places)
        work = partial(_send, upload.path, way, self._clock.now(), tell, stop)
        sending = asyncio.ensure_future(run_in_thread(f"upload {upload.id}", work))
        try:
            return await asyncio.shield(sending)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait((sending,), timeout=_ABORT_S)
            sending.cancel() or sending.exception()  # Retrieve the error, which nobody else will.
            raise

    def _later(self, loop: asyncio.AbstractEventLoop, upload_id: int, sent: int, size: int) -> None:
        """Report progress from the upload's thread; the event loop may have ended."""
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._on_sent, upload_id, sent, size)

    def _on_sent(self, upload_id: int, sent: int, size: int) -> None:
        if upload := self._known.get(upload_id):
            stage = UploadStage.SENDING if upload.running else upload.stage
            self._note(replace(upload, stage=stage, sent=sent, size=size))

    async def _arrived(self, upload: Upload) -> None:
        landed = False
        with suppress(StorageError):
            landed = await self._database.run(partial(uploads.set_address, upload=upload, address=upload.address))
        self._note(upload)
        self._changes.drafts.emit()
        self.arrived.emit(upload)
        self._tell(NoticeKind.UPLOADED if landed else NoticeKind.UPLOADED_FOR_NONE, upload, upload.address)
        await self.offers.pictures.drop(upload.path)

    def _stopped(self, upload_id: int) -> None:
        """Forget a stopped upload that can't be resumed. It may already have been resumed by now."""
        upload = self._known.get(upload_id)
        if upload and upload.stage is UploadStage.STOPPED and not self._unfinished.can_resume(upload):
            self.forget(upload_id)

    async def _failed(self, upload_id: int, why: UploadFailed) -> None:
        """Record the failure. An upload with parts at its target is reported at the next start, too."""
        upload = self._known.get(upload_id)
        if upload is None:
            return
        begun = self._unfinished.can_resume(upload)
        if not begun:
            with suppress(StorageError):
                await self._database.run(partial(uploads.end, upload_id=upload_id))
        self._note(replace(upload, stage=UploadStage.FAILED, begun=begun, problem=why.problem, message=why.message))
        self._tell(NoticeKind.UPLOAD_FAILED, upload)

    def _note(self, upload: Upload) -> None:
        self._known[upload.id] = upload
        self.changed.emit(upload)

    def _tell(self, kind: NoticeKind, upload: Upload, said: str = "") -> None:
        """Give a notice, unless the draft is open and its composer shows the upload."""
        opened = self._composer.last_open()
        if opened is None or opened.draft_id != upload.upload_field.draft_id:
            self._changes.notice.emit(Notice(kind, detail=upload.path.name, said=said))


class _ProgressThrottle:
    """Limits progress reports to ten per second; one below the previous value is reported at once."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell, self._told_at, self._last = tell, 0.0, 0

    def __call__(self, sent: int, size: int) -> None:
        if monotonic() - self._told_at >= _TELL_EVERY_S or sent < self._last:
            self._told_at, self._last = monotonic(), sent
            self._tell(sent, size)


def _send(path: Path, way: _Transfer, now: datetime, tell: Callable[[int, int], None], stop: Event) -> UploadResult:
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
