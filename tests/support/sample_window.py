"""The whole application in practice mode with the posts of six clients, for pictures and measures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from tests.support import profiles
from tests.support.application import RunningApplication, application
from tests.support.sample_month import SAMPLE_CLIENTS, add_clients, add_month

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.samples import Sample
from postdesk.domain.settings import Appearance, Settings
from postdesk.store import settings
from postdesk.store.database import Database

_TO_RECONNECT = ("harbour-yoga", Platform.TWITTER)


@asynccontextmanager
async def sample_window(
    folder: Path, size: tuple[int, int] = (1600, 1000), appearance: Appearance = Appearance.LIGHT
) -> AsyncIterator[RunningApplication]:
    """Open a window of that size on a new profile in `folder`."""
    profiles.practised(folder)
    database = Database(folder)
    database.submit(partial(settings.save, settings=Settings(appearance=appearance))).result()
    database.close()
    async with application(folder, size=size) as used:
        await _fill(used)
        yield used


async def _fill(used: RunningApplication) -> None:
    session, database = used.session, used.database
    owners = await database.run(partial(add_clients, workspace_id=session.workspace.id))
    session.changes.clients.emit()
    for owner, sample in zip(owners, SAMPLE_CLIENTS, strict=True):
        await used.connected(owner, *sample.platforms)
    await _expire(used, next(owner for owner in owners if owner.external_user_id == _TO_RECONNECT[0]))
    assert session.practice
    file = session.practice.sample_url(Sample.PICTURE)
    await database.run(partial(add_month, owners=owners, now=session.clock.now(), media_url=file))
    session.changes.drafts.emit()
    session.changes.posts.emit()


async def _expire(used: RunningApplication, owner: Client) -> None:
    """Let an account of the client need a new connection."""
    external_user_id, platform = _TO_RECONNECT
    body = {"external_user_id": external_user_id, "platform": platform, "status": "expired"}
    await used.ask("POST", "connections", body)
    connections = used.session.connections
    connections.refresh(owner.id)
    await used.until(lambda: any(each.platform == platform and not each.ready for each in connections.of(owner.id)))
