"""The whole application in practice mode with the posts of six clients, for pictures and measures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from tests.support import profiles
from tests.support.application import RunningApplication, application
from tests.support.sample_month import SAMPLE_CLIENTS, add_clients, add_month

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import EndUser
from postdesk.domain.samples import Sample
from postdesk.domain.settings import Appearance, Settings
from postdesk.sandbox.accounts import accounts_of
from postdesk.store import settings
from postdesk.store.database import Database

_EXPIRED: Final = ("Harbour Yoga", Platform.TWITTER)
"""The client and the platform of the account that needs a new connection."""
_ORDINARY: Final = 3
"""The number of accounts of each platform that the sandbox sends to without a failure."""


@asynccontextmanager
async def sample_window(
    folder: Path, size: tuple[int, int] = (1600, 1000), appearance: Appearance = Appearance.LIGHT, *, filled: bool = True
) -> AsyncIterator[RunningApplication]:
    """Open a window of that size on a new profile in `folder`, with clients and posts if it is to be `filled`."""
    profiles.practised(folder)
    database = Database(folder)
    database.submit(partial(settings.save, settings=Settings(appearance=appearance))).result()
    database.close()
    async with application(folder, size=size) as used:
        if filled:
            await _fill(used)
        yield used


async def _fill(used: RunningApplication) -> None:
    session, database = used.session, used.database
    owners = await database.run(partial(add_clients, workspace_id=session.workspace.id))
    session.changes.clients.emit()
    for number, owner in enumerate(owners):
        await _connect(used, owner, number)
    assert session.practice
    file = session.practice.sample_url(Sample.PICTURE)
    await database.run(partial(add_month, owners=owners, now=session.clock.now(), media_url=file))
    session.changes.drafts.emit()
    session.changes.posts.emit()


async def _connect(used: RunningApplication, owner: Client, number: int) -> None:
    """Connect the accounts of a client, each of which it shares with one other client at most."""
    await used.session.gateway.ask(lambda api: api.upsert_end_user(EndUser(owner.external_user_id, owner.name), cause="test"))
    platforms = SAMPLE_CLIENTS[number].platforms
    for platform in platforms:
        account = accounts_of(platform)[number % _ORDINARY]
        status = "expired" if (owner.name, platform) == _EXPIRED else "connected"
        body = {"external_user_id": owner.external_user_id, "platform": platform, "account": account.id, "status": status}
        await used.ask("POST", "connections", body)
    connections = used.session.connections
    # A refresh that is under way may have read the list before.
    await used.until(lambda: not connections.loading(owner.id))
    connections.refresh(owner.id)
    await used.until(lambda: {each.platform for each in connections.of(owner.id)} == {*platforms})
