"""The upload targets of a workspace, with their secrets in the keyring."""

from collections.abc import Iterable, Iterator
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal

from postdesk.domain.settings import Settings
from postdesk.domain.uploads import Bucket, TrialResult, TrialStep, UploadCommand, UploadFailed, UploadProblem, UploadTarget
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.tasks import run_in_thread
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import confirmed, open_multiparts, uploads
from postdesk.store.keys import KeyLocation, KeyStore
from postdesk.store.open_multiparts import OpenMultipart


class UploadTargets(QObject):
    """The upload targets of a workspace.

    `saved` carries the target given to `save`, and its id (0 if it could not be saved). `changed` follows each change.
    `session_only` follows if the secret could not be stored in the keyring.

    `tried` carries each step of a test, `tested` follows its end. `secret_used` carries a secret before its use, for the
    redaction of logs.
    """

    changed = Signal()
    saved = Signal(object, int)
    session_only = Signal()
    tried = Signal(object)
    tested = Signal()
    secret_used = Signal(str)

    def __init__(self, context: WorkspaceContext, secrets: KeyStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._settings = context.workspace, context.database, context.settings
        self._secrets = secrets
        self._commands = CommandRunner(context.tasks, context.changes)
        self._stop = Event()

    def all(self) -> tuple[UploadTarget, ...]:
        """Return the targets, the preferred one first."""
        return uploads.targets(self._database.reader, self._workspace.id)

    def get(self, target_id: int) -> UploadTarget | None:
        """Return the target with that id."""
        return next((each for each in self.all() if each.id == target_id), None)

    def is_unconfirmed(self, target: UploadTarget) -> bool:
        """Tell whether the target came with a copied profile and is not confirmed. A target edited since is the user's own."""
        known = self.get(target.id)
        as_it_came = known is not None and known.external.parts == target.external.parts
        return as_it_came and not confirmed.is_confirmed(self._database.reader, target.external)

    def save(self, target: UploadTarget, secret: str = "") -> None:
        """Add the target, or change the one with its id. Without `secret` the stored one stays, unless the endpoint changed."""
        self._commands.run_always("keep upload target", self._save(target, secret))

    def delete(self, target_id: int) -> None:
        """Delete the target and its secret. Finished files stay there; unfinished parts are deleted."""
        self._commands.run_always("delete upload target", self._delete(target_id))

    def prefer(self, target_id: int) -> None:
        """Make the target the first one offered."""
        self._commands.run_always("prefer upload target", self._prefer(target_id))

    def test(self, target: UploadTarget, secret: str = "") -> None:
        """Test the target with a small file; without `secret`, with the stored one."""
        self._stop = Event()
        self._commands.run_unless_running("test upload target", self._test(target, secret, self._stop))

    def stop_test(self) -> None:
        """Stop the running test."""
        self._stop.set()

    async def secret(self, target: UploadTarget) -> str:
        """Return the secret for the target's endpoint; empty if it is missing, unreadable, or the target is unconfirmed."""
        key = ""
        if isinstance(target.place, Bucket) and target.id and not self.is_unconfirmed(target):
            key = (await self._secrets.read(target.id, target.place.origin)).key
        self.secret_used.emit(key)
        return key

    async def abort(self, unfinished: OpenMultipart) -> bool:
        """Delete the parts of a file at a target. Return True if no parts are left that can be deleted from here."""
        target = self.get(unfinished.target_id)
        return await self._abort(target, await self.secret(target) if target else "", unfinished)

    async def _abort(self, target: UploadTarget | None, secret: str, unfinished: OpenMultipart) -> bool:
        if target is None or isinstance(target.place, UploadCommand):
            return True
        try:
            await run_in_thread("abort an upload", partial(_abort, target.place, secret, self._settings.current, unfinished))
        except UploadFailed as why:
            return why.problem is UploadProblem.NO_BUCKET
        return True

    async def _leave(self, target: UploadTarget | None, secret: str, unfinished: Iterable[OpenMultipart]) -> None:
        """Delete the unfinished parts at a target that is given up: the owner of the bucket pays for them."""
        for each in unfinished:
            await self._abort(target, secret, each)
            gone = partial(open_multiparts.remove, target_id=each.target_id, key=each.key, multipart=each.multipart)
            await self._database.run(gone)

    async def _save(self, target: UploadTarget, secret: str) -> None:
        old = self.get(target.id)
        left = open_multiparts.at_target(self._database.reader, target.id) if old and _is_moved(old.place, target.place) else ()
        left_by = await self.secret(old) if old and left else ""
        try:
            kept = await self._database.run(partial(uploads.save_target, workspace_id=self._workspace.id, target=target))
        except Exception:
            self.saved.emit(target, 0)
            raise
        self.changed.emit()
        self.saved.emit(target, kept.id)
        if secret and isinstance(kept.place, Bucket):
            written = await self._secrets.write(kept.id, kept.place.origin, secret)
            if written.location is not KeyLocation.KEYRING:
                self.session_only.emit()
        await self._leave(old, left_by, left)
        if old:
            await self._forget_secret(old, kept)

    async def _delete(self, target_id: int) -> None:
        target, left = self.get(target_id), open_multiparts.at_target(self._database.reader, target_id)
        secret = await self.secret(target) if target and left else ""
        await self._database.run(partial(uploads.delete_target, workspace_id=self._workspace.id, target_id=target_id))
        self.changed.emit()
        if target:
            await self._forget_secret(target)
        await self._leave(target, secret, left)

    async def _forget_secret(self, old: UploadTarget, kept: UploadTarget | None = None) -> None:
        """Delete the old endpoint's secret, unless the target still has that endpoint."""
        origins = [each.place.origin if each and isinstance(each.place, Bucket) else "" for each in (old, kept)]
        if origins[0] and origins[0] != origins[1]:
            await self._secrets.delete(old.id, origins[0])

    async def _prefer(self, target_id: int) -> None:
        await self._database.run(partial(uploads.prefer, workspace_id=self._workspace.id, target_id=target_id))
        self.changed.emit()

    async def _test(self, target: UploadTarget, secret: str, stop: Event) -> None:
        if self.is_unconfirmed(target):
            step = TrialStep.RUN if isinstance(target.place, UploadCommand) else TrialStep.WRITE
            self.tried.emit(TrialResult(step, UploadProblem.UNCONFIRMED))
            self.tested.emit()
            return
        self.secret_used.emit(secret)
        secret = secret or await self.secret(target)
        try:
            steps = await run_in_thread("upload test", partial(_steps, target.place, secret, self._settings.current, stop))
            while (step := await run_in_thread("upload test", partial(next, steps, None))) is not None:
                self.tried.emit(step)
        finally:
            self.tested.emit()


def _is_moved(old: Bucket | UploadCommand, new: Bucket | UploadCommand) -> bool:
    """Tell whether a file stored at the old place is not found at the new one."""
    places = ((each.endpoint, each.region, each.bucket) if isinstance(each, Bucket) else None for each in (old, new))
    return len(set(places)) > 1


def _abort(bucket: Bucket, secret: str, network: Settings, unfinished: OpenMultipart) -> None:
    from postdesk.media.bucket_storage import BucketStorage

    BucketStorage(bucket, secret, network.proxy, network.ca_file).abort(unfinished.key, unfinished.multipart)


def _steps(place: Bucket | UploadCommand, secret: str, network: Settings, stop: Event) -> Iterator[TrialResult]:
    from postdesk.media.upload_trial import try_upload

    return try_upload(place, secret, network.proxy, network.ca_file, stop)
