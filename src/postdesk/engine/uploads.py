"""Uploads of local files: each address is stored in the draft that waits for it, whichever draft is open."""

from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from postdesk.domain.drafts import Draft
from postdesk.domain.uploads import Upload, UploadFailed, UploadField, UploadStage
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.composer import Composer
from postdesk.engine.file_transfers import FileTransfers
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.unfinished_uploads import UnfinishedUploads
from postdesk.engine.upload_offers import UploadOffers
from postdesk.engine.upload_targets import UploadTargets
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import uploads
from postdesk.store.sqlite import StorageError


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
        self._workspace, self._database = context.workspace, context.database
        self._changes, self._tasks = context.changes, context.tasks
        self._commands = CommandRunner(context.tasks, context.changes)
        self._composer, self._media = composer, media
        self.offers = UploadOffers(context, self)
        self._unfinished = UnfinishedUploads(context, targets)
        self._beginning: set[Upload] = set()
        self._known: dict[int, Upload] = {}
        self._stops: dict[int, Event] = {}
        self._transfers = FileTransfers(context, targets)
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
            sent = await self._transfers.send(upload, partial(self._on_sent, upload.id), stop)
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
