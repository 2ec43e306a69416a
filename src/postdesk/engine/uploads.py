"""Uploads of local files: each address is stored in the draft that waits for it, whichever draft is open."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
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
from postdesk.domain.media import Look
from postdesk.domain.settings import Settings
from postdesk.domain.uploads import Bucket, NotUploaded, Spot, Stage, Target, Upload, UploadFlaw
from postdesk.engine.acts import Acts
from postdesk.engine.bench import Bench
from postdesk.engine.composer import Composer
from postdesk.engine.media import Media
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.offers import Offers
from postdesk.engine.tasks import apart
from postdesk.engine.unfinished import Noted, Unfinished
from postdesk.engine.upload_targets import UploadTargets
from postdesk.media.turns import Turns
from postdesk.store import uploads
from postdesk.store.sqlite import StorageProblem

if TYPE_CHECKING:
    from postdesk.media.eye import Seen

_TELL_EVERY_S: Final = 0.1
_ABORT_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class _Way:
    """The target, secret and settings of one upload, with its multipart record."""

    target: Target
    secret: str
    network: Settings
    noted: Noted
    turns: Turns


@dataclass(frozen=True, slots=True)
class Sent:
    """The probe result of an uploaded file. `reused` is True if the file was already at its address."""

    seen: "Seen"
    reused: bool


class Uploads(QObject):
    """The uploads of one workspace.

    `changed` carries the Upload as it is now, `arrived` one that is done. A finished, failed or cancelled upload is kept until
    it is forgotten, so that it can be shown when its draft is opened.
    """

    changed = Signal(object)
    arrived = Signal(object)

    def __init__(
        self, bench: Bench, targets: UploadTargets, composer: Composer, media: Media, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._settings = bench.workspace, bench.database, bench.settings
        self._changes, self._tasks, self._clock = bench.changes, bench.tasks, bench.clock
        self._acts = Acts(bench.tasks, bench.changes)
        self._targets, self._composer, self._media = targets, composer, media
        self.offers = Offers(bench, self)
        self._unfinished = Unfinished(bench, targets)
        self._beginning: set[Upload] = set()
        self._known: dict[int, Upload] = {}
        self._stops: dict[int, Event] = {}
        self._places = Turns()
        self._turns: WeakValueDictionary[tuple[Path, int], asyncio.Lock] = WeakValueDictionary()
        self._runs = count(1)
        self._changes.drafts.connect(self._forget_those_of_none)

    def of(self, draft_id: str) -> tuple[Upload, ...]:
        """Return the known uploads of a draft."""
        return tuple(each for each in self._known.values() if each.spot.draft_id == draft_id)

    def running(self, draft_id: str) -> bool:
        """Tell whether an upload for the draft is running, or about to."""
        begun = any(each.spot.draft_id == draft_id for each in self._beginning)
        return begun or any(each.running for each in self.of(draft_id))

    def bring_back(self) -> None:
        """Report the uploads interrupted by the end of Postdesk, and let them be resumed."""
        left_over = uploads.left_over(self._database.reader, self._workspace.id)
        self.offers.bring_back({each.path for each in left_over}, lambda draft_id: self._composer.draft(draft_id) is not None)
        for each in left_over:
            self._note(replace(each, begun=self._unfinished.waits_for(each)))
            self._tell(NoticeKind.UPLOAD_INTERRUPTED, each)
        self._clear()

    def begin(self, draft: Draft, spot: Spot, path: Path, target_id: int) -> None:
        """Upload the file for a media field of the draft; an unsaved draft is saved first."""
        if self._composer.draft(draft.id) is None:
            self._composer.save(draft)
        self.offers.take(draft.id)
        upload = Upload(0, spot, path, target_id)
        self._beginning.add(upload)
        self._acts.each("begin an upload", self._begin(upload))

    def again(self, upload_id: int) -> None:
        """Resume a failed, cancelled or interrupted upload; without parts at the target it begins anew."""
        if (upload := self._known.get(upload_id)) and not upload.running:
            fresh = replace(upload, stage=Stage.PREPARING, flaw=None, said="")
            self._note(fresh)
            self._acts.each("begin an upload", self._begin(fresh))

    def cancel(self, upload_id: int) -> None:
        """Cancel the upload. If parts of it are at the target it can be resumed; otherwise it is forgotten."""
        upload = self._known.get(upload_id)
        if upload is None or not upload.running:
            return
        if stop := self._stops.get(upload_id):
            stop.set()
        if self._unfinished.waits_for(upload):
            self._note(replace(upload, stage=Stage.STOPPED, begun=True))
        else:
            self.forget(upload_id)

    def forget(self, upload_id: int) -> None:
        """Cancel the upload if it is running, forget it, and delete its parts at the target."""
        upload = self._known.pop(upload_id, None)
        if stop := self._stops.get(upload_id):
            stop.set()
        if upload:
            self._acts.each("end an upload", self._end(upload))
            self.changed.emit(upload)

    async def _end(self, upload: Upload) -> None:
        await self._database.run(partial(uploads.end, upload_id=upload.id))
        await self.offers.pictures.drop(upload.path)
        if upload.id not in self._stops:  # A running upload clears its parts at its end.
            self._clear()

    def _clear(self) -> None:
        self._acts.each("clear parts", self._unfinished.clear(tuple(self._stops)))

    def _forget_those_of_none(self) -> None:
        """Forget the unfinished uploads whose draft was deleted or posted."""
        for each in tuple(self._known.values()):
            if each.begun and not each.running and self._composer.draft(each.spot.draft_id) is None:
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
        except NotUploaded as why:
            if stop.is_set():
                self._stopped(upload.id)
            else:
                await self._failed(upload.id, why)
        else:
            if upload.id in self._known:
                self._media.expect(sent.seen)
                address = sent.seen.look.url
                await self._arrived(replace(self._known[upload.id], stage=Stage.DONE, address=address, reused=sent.reused))
        finally:
            if self._stops.get(upload.id) is stop:
                del self._stops[upload.id]
            self._clear()

    async def _sent(self, upload: Upload, stop: Event) -> Sent:
        target = self._targets.get(upload.target_id)
        if target is None:
            raise NotUploaded(UploadFlaw.BAD_TARGET)
        if self._targets.is_off(target):
            raise NotUploaded(UploadFlaw.UNCONFIRMED)
        secret = await self._targets.secret(target)
        if isinstance(target.place, Bucket) and not secret:
            raise NotUploaded(UploadFlaw.NO_SECRET)
        loop = asyncio.get_running_loop()
        tell = _Slowly(partial(self._later, loop, upload.id))
        way = _Way(target, secret, self._settings.current, self._unfinished.noted_for(upload), self._places)
        work = partial(_send, upload.path, way, self._clock.now(), tell, stop)
        sending = asyncio.ensure_future(apart(f"upload {upload.id}", work))
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
            stage = Stage.SENDING if upload.running else upload.stage
            self._note(replace(upload, stage=stage, sent=sent, size=size))

    async def _arrived(self, upload: Upload) -> None:
        landed = False
        with suppress(StorageProblem):
            landed = await self._database.run(partial(uploads.land, upload=upload, address=upload.address))
        self._note(upload)
        self._changes.drafts.emit()
        self.arrived.emit(upload)
        self._tell(NoticeKind.UPLOADED if landed else NoticeKind.UPLOADED_FOR_NONE, upload, upload.address)
        await self.offers.pictures.drop(upload.path)

    def _stopped(self, upload_id: int) -> None:
        """Forget a stopped upload that can't be resumed. It may already have been resumed by now."""
        upload = self._known.get(upload_id)
        if upload and upload.stage is Stage.STOPPED and not self._unfinished.waits_for(upload):
            self.forget(upload_id)

    async def _failed(self, upload_id: int, why: NotUploaded) -> None:
        """Record the failure. An upload with parts at its target is reported at the next start, too."""
        upload = self._known.get(upload_id)
        if upload is None:
            return
        begun = self._unfinished.waits_for(upload)
        if not begun:
            with suppress(StorageProblem):
                await self._database.run(partial(uploads.end, upload_id=upload_id))
        self._note(replace(upload, stage=Stage.FAILED, begun=begun, flaw=why.flaw, said=why.said))
        self._tell(NoticeKind.UPLOAD_FAILED, upload)

    def _note(self, upload: Upload) -> None:
        self._known[upload.id] = upload
        self.changed.emit(upload)

    def _tell(self, kind: NoticeKind, upload: Upload, said: str = "") -> None:
        """Give a notice, unless the draft is open and its composer shows the upload."""
        opened = self._composer.last_open()
        if opened is None or opened.draft_id != upload.spot.draft_id:
            self._changes.notice.emit(Notice(kind, detail=upload.path.name, said=said))


class _Slowly:
    """Limits progress reports to ten per second; one below the previous value is reported at once."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell, self._told_at, self._last = tell, 0.0, 0

    def __call__(self, sent: int, size: int) -> None:
        if monotonic() - self._told_at >= _TELL_EVERY_S or sent < self._last:
            self._told_at, self._last = monotonic(), sent
            self._tell(sent, size)


def _send(path: Path, way: _Way, now: datetime, tell: Callable[[int, int], None], stop: Event) -> Sent:
    """Upload the file. Called in a thread. Raises UploadFailed."""
    from postdesk.media.command import address_by
    from postdesk.media.eye import Seen
    from postdesk.media.local_files import given
    from postdesk.media.storage import Storage

    known, reused, place = given(path), False, way.target.place
    if isinstance(place, Bucket):
        storage, size = Storage(place, way.secret, way.network.proxy, way.network.ca_file, way.turns), known.file.size
        address, reused = storage.upload(known.file, way.noted, lambda sent: tell(sent, size), stop)
    else:
        tell(0, 0)
        address = address_by(place, path, stop)
    return Sent(Seen(Look(address, now, known.facts), known.picture), reused)
