"""Parts of large files that lie at upload targets: kept for the upload that goes on with them, deleted where none does."""

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
"""How long parts wait for somebody who goes on: the owner of the bucket pays for them."""


class Unfinished:
    """Those of one workspace."""

    def __init__(self, bench: Bench, targets: UploadTargets) -> None:
        self._workspace, self._database, self._clock, self._targets = bench.workspace, bench.database, bench.clock, targets

    def waits_for(self, upload: Upload) -> bool:
        """Whether it can go on from where it was."""
        return unfinished.waits(self._database.reader, upload.id, self._since())

    def noted_for(self, upload: Upload) -> "Noted":
        """What its thread asks and tells."""
        return Noted(self._database, self._clock, upload)

    async def clear(self, running: Collection[int]) -> None:
        """Delete what nobody waits for; where its target can't be reached, the next time. `running` are ids of uploads."""
        for lying in unfinished.unwanted(self._database.reader, self._workspace.id, running, self._since()):
            if await self._targets.abort(lying):
                gone = partial(unfinished.over, target_id=lying.target_id, key=lying.key, multipart=lying.multipart)
                with suppress(StorageProblem):
                    await self._database.run(gone)

    def _since(self) -> datetime:
        return self._clock.now() - KEPT


class Noted:
    """For one upload, in its thread: what can't be written down is sent none the less, and begins anew the next time."""

    def __init__(self, database: Database, clock: Clock, upload: Upload) -> None:
        self._database, self._clock, self._upload = database, clock, upload

    def known(self, key: str) -> str:
        """What the storage calls it; empty where nothing has begun."""
        with suppress(StorageProblem):
            return self._database.submit(partial(unfinished.known, upload=self._upload, key=key)).result()
        return ""

    def begun(self, key: str, multipart: str) -> None:
        """It is called that."""
        lying = Lying(self._upload.target_id, key, multipart)
        with suppress(StorageProblem):
            self._database.submit(partial(unfinished.begun, lying=lying, at=self._clock.now())).result()

    def over(self, key: str) -> None:
        """Nothing of it lies there any more."""
        with suppress(StorageProblem):
            self._database.submit(partial(unfinished.over, target_id=self._upload.target_id, key=key)).result()
