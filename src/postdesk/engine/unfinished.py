"""Unfinished multipart uploads at upload targets: kept to be resumed, deleted when nobody will."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from postdesk.domain.clock import Clock
from postdesk.domain.uploads import Upload
from postdesk.engine.bench import Bench
from postdesk.engine.upload_targets import UploadTargets
from postdesk.store import unfinished
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageProblem
from postdesk.store.unfinished import Lying

KEPT: Final = timedelta(days=7)
"""The time for which parts are kept: the owner of the bucket pays for them."""


class Unfinished:
    """The unfinished multipart uploads of one workspace."""

    def __init__(self, bench: Bench, targets: UploadTargets) -> None:
        self._workspace, self._database, self._clock, self._targets = bench.workspace, bench.database, bench.clock, targets

    def waits_for(self, upload: Upload) -> bool:
        """Tell whether the upload can be resumed from where it stopped."""
        return unfinished.waits(self._database.reader, upload.id, self._since())

    def noted_for(self, upload: Upload) -> "Noted":
        """Return the record that the upload's thread reads and writes."""
        return Noted(self._database, self._clock, upload)

    async def clear(self, running: Collection[int]) -> None:
        """Delete the parts that nobody will resume; an unreachable target is tried the next time.

        `running` are ids of uploads.
        """
        for lying in unfinished.unwanted(self._database.reader, self._workspace.id, running, self._since()):
            if await self._targets.abort(lying):
                gone = partial(unfinished.over, target_id=lying.target_id, key=lying.key, multipart=lying.multipart)
                with suppress(StorageProblem):
                    await self._database.run(gone)

    def _since(self) -> datetime:
        return self._clock.now() - KEPT


class Noted:
    """The record of one multipart upload, used in its thread.

    A storage failure does not stop the upload; it begins anew the next time.
    """

    def __init__(self, database: Database, clock: Clock, upload: Upload) -> None:
        self._database, self._clock, self._upload = database, clock, upload

    def known(self, key: str) -> str:
        """Return the storage's id of the multipart upload; empty if none has begun."""
        with suppress(StorageProblem):
            return self._database.submit(partial(unfinished.known, upload=self._upload, key=key)).result()
        return ""

    def begun(self, key: str, multipart: str) -> None:
        """Record the storage's id of the multipart upload."""
        lying = Lying(self._upload.target_id, key, multipart)
        with suppress(StorageProblem):
            self._database.submit(partial(unfinished.begun, lying=lying, at=self._clock.now())).result()

    def over(self, key: str) -> None:
        """Delete the record: no parts are left at the target."""
        with suppress(StorageProblem):
            self._database.submit(partial(unfinished.over, target_id=self._upload.target_id, key=key)).result()
