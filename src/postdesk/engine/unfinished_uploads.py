"""Unfinished multipart uploads at upload targets: kept to be resumed, deleted when nobody will."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from postdesk.domain.clock import Clock
from postdesk.domain.uploads import Upload
from postdesk.engine.upload_targets import UploadTargets
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import open_multiparts
from postdesk.store.database import Database
from postdesk.store.open_multiparts import OpenMultipart
from postdesk.store.sqlite import StorageError

KEPT: Final = timedelta(days=7)
"""The time for which parts are kept: the owner of the bucket pays for them."""


class UnfinishedUploads:
    """The unfinished multipart uploads of one workspace."""

    def __init__(self, context: WorkspaceContext, targets: UploadTargets) -> None:
        self._workspace, self._database, self._clock, self._targets = context.workspace, context.database, context.clock, targets

    def can_resume(self, upload: Upload) -> bool:
        """Tell whether the upload can be resumed from where it stopped."""
        return open_multiparts.can_resume(self._database.reader, upload.id, self._since())

    async def clear(self, running: Collection[int]) -> None:
        """Delete the parts that nobody will resume; an unreachable target is tried the next time. `running`: ids of uploads."""
        for each in open_multiparts.abandoned(self._database.reader, self._workspace.id, running, self._since()):
            if await self._targets.abort(each):
                gone = partial(open_multiparts.remove, target_id=each.target_id, key=each.key, multipart=each.multipart)
                with suppress(StorageError):
                    await self._database.run(gone)

    def _since(self) -> datetime:
        return self._clock.now() - KEPT


class MultipartRecord:
    """The record of one multipart upload, used in the upload's thread.

    Storage failures are ignored: the upload goes on, but may have to begin anew where it could have been resumed.
    """

    def __init__(self, database: Database, clock: Clock, upload: Upload) -> None:
        self._database, self._clock, self._upload = database, clock, upload

    def id_of(self, key: str) -> str:
        """Return the storage's id of the multipart upload; empty if none has begun."""
        with suppress(StorageError):
            return self._database.submit(partial(open_multiparts.find_and_reserve, upload=self._upload, key=key)).result()
        return ""

    def add(self, key: str, multipart: str) -> None:
        """Record the storage's id of the multipart upload."""
        unfinished = OpenMultipart(self._upload.target_id, key, multipart)
        with suppress(StorageError):
            self._database.submit(partial(open_multiparts.add, unfinished=unfinished, at=self._clock.now())).result()

    def remove(self, key: str) -> None:
        """Delete the record: no parts are left at the target."""
        with suppress(StorageError):
            self._database.submit(partial(open_multiparts.remove, target_id=self._upload.target_id, key=key)).result()
