"""The uploads of a workspace over a real store, and their signals."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from tests.support.sessions import RESOURCES
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.clients import Client, Workspace, WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.uploads import Bucket, Upload, UploadCommand, UploadTarget
from postdesk.engine.changes import Changes
from postdesk.engine.composer import Composer
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import Tasks
from postdesk.engine.upload_offers import UploadOffer
from postdesk.engine.upload_targets import UploadTargets
from postdesk.engine.uploads import Uploads
from postdesk.store import clients, workspaces
from postdesk.store.database import Database
from postdesk.store.keys import KeyStore


@dataclass
class UploadWork:
    """All parts of the uploads; `again` is the same after a new start."""

    database: Database
    workspace: Workspace
    client: Client
    tasks: Tasks
    changes: Changes
    targets: UploadTargets
    composer: Composer
    uploads: Uploads
    media: MediaChecks
    secrets: KeyStore
    notices: list[Notice] = field(default_factory=list)
    arrived: list[Upload] = field(default_factory=list)
    changed: list[Upload] = field(default_factory=list)
    offered: list[UploadOffer] = field(default_factory=list)

    async def target(self, place: Bucket | UploadCommand, secret: str = "") -> UploadTarget:
        count = len(self.targets.all())
        self.targets.save(UploadTarget(0, "Studio", place), secret)
        await self.until(lambda: len(self.targets.all()) > count)
        await self.until(lambda: not any(self.tasks.running(f"keep upload target #{number}") for number in range(9)))
        return max(self.targets.all(), key=lambda each: each.id)

    def draft(self, draft_id: str = "draft") -> Draft:
        return Draft(draft_id, self.client.id, (Platform.LINKEDIN, Platform.TWITTER), "Studio tour")

    def kept(self, draft_id: str = "draft") -> Draft:
        kept = self.composer.draft(draft_id)
        assert kept
        return kept

    def last(self) -> Upload:
        return self.changed[-1]

    def notice_kinds(self) -> list[NoticeKind]:
        return [notice.kind for notice in self.notices]

    def again(self) -> "UploadWork":
        return work(self.database, self.workspace, self.client, self.secrets)

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(condition)


def work(database: Database, workspace: Workspace, client: Client, secrets: KeyStore) -> UploadWork:
    changes, tasks = Changes(), Tasks(_failed)
    bench = a_workspace_context(workspace, database, Clock(), changes, tasks)
    targets = UploadTargets(bench, secrets)
    composer = Composer(bench, RESOURCES / "platforms.toml")
    media = MediaChecks(bench, None)
    uploads = Uploads(bench, targets, composer, media)
    lot = UploadWork(database, workspace, client, tasks, changes, targets, composer, uploads, media, secrets)
    changes.notice.connect(lot.notices.append)
    uploads.arrived.connect(lot.arrived.append)
    uploads.changed.connect(lot.changed.append)
    uploads.offers.offered.connect(lot.offered.append)
    return lot


def _failed(name: str, error: Exception) -> None:
    raise AssertionError(name) from error


@asynccontextmanager
async def upload_work(folder: Path) -> AsyncIterator[UploadWork]:
    """Make the uploads with a client, and with secrets in no keyring."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        database = Database(folder)
        workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Studio", "https://x.example/api"))
        client = Client(0, workspace.id, "alex", "Alex Morgan", "#c2410c", "Europe/London")
        number = await database.run(lambda conn: clients.add(conn, client))
        made = work(database, workspace, replace(client, id=number), KeyStore("test/uploads"))
        yield made
        await made.tasks.close()
        database.close()
