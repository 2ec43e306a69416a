"""The workspace to open first: the one asked for, the last one, or the one selected in the first window."""

import asyncio
from typing import TYPE_CHECKING

from postdesk.app_context import AppContext
from postdesk.command_line import Options
from postdesk.domain.addresses import origin_of
from postdesk.domain.clients import DEFAULT_BASE_URL, Workspace, WorkspaceKind
from postdesk.engine.backups import Backups
from postdesk.engine.externals import Externals
from postdesk.engine.onboarding import Onboarding, OpenRequest
from postdesk.store import confirmed, workspaces
from postdesk.store.keys import KeyLocation, KeyStore, StoredKey
from postdesk.store.sqlite import Transaction

if TYPE_CHECKING:
    from postdesk.ui.start.first_run import FirstRun


class FirstStart:
    """The choice of the first workspace.

    `requests` delivers what the user opens, None to quit; `window` is the first-run window.
    """

    def __init__(
        self,
        app_context: AppContext,
        keys: KeyStore,
        externals: Externals,
        onboarding: Onboarding,
        backups: Backups,
        requests: "asyncio.Queue[OpenRequest | None]",
    ) -> None:
        self._externals = externals
        self._app_context, self._keys, self._onboarding, self._backups = app_context, keys, onboarding, backups
        self._requests = requests
        self.window: FirstRun | None = None

    async def choose(self, options: Options) -> OpenRequest | None:
        """Return the workspace to start with; None to quit. Raises StorageError where the one asked for cannot be made."""
        last = workspaces.last(self._app_context.database.reader)
        if options.sandbox:
            await self._onboarding.open_practice()
        elif options.api_url or (options.key and not (last and last.kind == WorkspaceKind.REAL)):
            await self._open_named(options.api_url or DEFAULT_BASE_URL, options.key)
        elif last:
            # A key without an address is for the address that the user has confirmed.
            if options.key and self._externals.is_confirmed(last.external):
                self._hold(last, options.key)
            return OpenRequest(last, StoredKey(KeyLocation.NOWHERE))
        else:
            return await self._first_run()
        return await self._requests.get()

    async def _open_named(self, base_url: str, key: str) -> None:
        """Open the workspace of that address and add it where there is none. A key from the environment is never stored."""
        workspace = await self._app_context.database.run(lambda conn: _at(conn, base_url))
        if key:
            self._hold(workspace, key)
        self._onboarding.open(workspace.id)

    def _hold(self, workspace: Workspace, key: str) -> None:

        self._keys.keep_in_memory(workspace.id, origin_of(workspace.base_url), key)

    async def _first_run(self) -> OpenRequest | None:
        from postdesk.ui.start.first_run import FirstRun

        self.window = window = FirstRun(self._onboarding, self._backups, self._app_context.theme, self._app_context.resources)
        window.closed.connect(lambda: self._requests.put_nowait(None))
        window.show()
        request = await self._requests.get()
        self.window = None
        window.hide()
        window.deleteLater()
        return request


def _at(conn: Transaction, base_url: str) -> Workspace:
    known = next((each for each in workspaces.all_of(conn) if each.base_url == base_url), None)
    if known:
        confirmed.confirm(conn, (known.external,))
    return known or workspaces.add(conn, WorkspaceKind.REAL, base_url, base_url)
