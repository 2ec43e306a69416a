"""Onboarding at the first run, and the opening of workspaces later: practice mode, or an account of the user's own."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from postdesk.api.errors import ApiError, BadBaseUrl, BadCaFile, BadKey, BadProxy, BadSetting
from postdesk.domain.addresses import origin_of
from postdesk.domain.clients import Workspace, WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.remote import PostFilter
from postdesk.engine.storage_failures import report_storage_failures
from postdesk.engine.tasks import Tasks, Work
from postdesk.store import confirmed, workspaces
from postdesk.store.database import Database
from postdesk.store.keys import KeyLocation, KeyStore, StoredKey
from postdesk.store.sqlite import Transaction

if TYPE_CHECKING:
    from postdesk.api.client import ApiClient as Api

_BAD_SETTINGS: Final = ((BadKey, "bad_key"), (BadBaseUrl, "bad_base_url"), (BadProxy, "bad_proxy"), (BadCaFile, "bad_ca_file"))


BROKEN: Final = "broken"
_KEYRING_SLOW_S: Final = 1.5


@dataclass(frozen=True, slots=True)
class KeyTestResult:
    """The result of a GET with a key.

    `kind` is empty on success, an ErrorKind, the name of a bad setting ("bad_key", "bad_base_url", "bad_proxy", "bad_ca_file"),
    or BROKEN after an error of Postdesk itself. `detail` is the service's own text.
    """

    ok: bool
    kind: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request to open a workspace. `stored_key` is the place of its key; a sandbox's key is new at each start."""

    workspace: Workspace
    stored_key: StoredKey


class Onboarding(QObject):
    """Creates workspaces, and remembers the open one.

    `tested` carries a KeyTestResult, `opened` an OpenRequest, `failed` a StorageFailure if nothing was opened. `keyring_waits`
    follows if the keyring is slow: it may be asking the user for a password. `connect` builds an API client from base URL and
    key; it raises BadSetting, and is called in a thread.
    """

    tested = Signal(object)
    opened = Signal(object)
    failed = Signal(object)
    keyring_waits = Signal()

    def __init__(
        self,
        database: Database,
        keys: KeyStore,
        tasks: Tasks,
        connect: "Callable[[str, str], Api]",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._database, self._keys, self._tasks, self._connect = database, keys, tasks, connect
        self._tests = 0

    def try_key(self, base_url: str, key: str) -> None:
        """Request today's posts with the key; `tested` follows, only for the last key tried."""
        self._tests += 1
        self._tasks.start(f"try key {self._tests}", self._try(base_url, key, self._tests))

    def create_real(self, name: str, base_url: str, key: str) -> None:
        """Create and open a workspace for an account of the user's; its key is stored in the keyring."""
        make = partial(workspaces.add, kind=WorkspaceKind.REAL, name=name or base_url, base_url=base_url)
        self._tasks.start("open workspace", self._run_and_report(self._create(make, key)))

    def start_practice(self) -> None:
        """Open the practice workspace, of which a profile has at most one."""
        self._tasks.start("open workspace", self._run_and_report(self.open_practice()))

    async def open_practice(self) -> None:
        """Open the practice workspace, and wait until that is done. Raises StorageError."""
        await self._create(_practice, "")

    def change_key(self, workspace: Workspace, base_url: str, key: str) -> None:
        """Change the key or address of a workspace, and open it again."""
        changed = replace(workspace, base_url=base_url)
        self._tasks.start("open workspace", self._run_and_report(self._change_key(workspace, changed, key)))

    def change(self, workspace: Workspace) -> None:
        """Change the name, redirect ports or return page of a workspace, and open it again."""
        self._tasks.start("open workspace", self._run_and_report(self._change(workspace)))

    def open(self, workspace_id: int) -> None:
        """Open another workspace; its key is read from the keyring."""
        self._tasks.start("open workspace", self._run_and_report(self._open(workspace_id)))

    async def _try(self, base_url: str, key: str, number: int) -> None:
        result = KeyTestResult(False, BROKEN)
        try:
            result = await self._result_of(base_url, key)
        finally:
            if number == self._tests:
                self.tested.emit(result)

    async def _result_of(self, base_url: str, key: str) -> KeyTestResult:
        try:
            api = await asyncio.to_thread(self._connect, base_url, key)
        except BadSetting as bad:
            return KeyTestResult(False, next(name for kind, name in _BAD_SETTINGS if isinstance(bad, kind)))
        now = Clock().now()
        wanted = PostFilter(date_from=now - timedelta(days=1), date_to=now)
        try:
            await api.list_posts(wanted, cause="try key")
        except ApiError as error:
            return KeyTestResult(False, error.kind, error.detail)
        finally:
            await api.aclose()
        return KeyTestResult(True)

    async def _create(self, make: Callable[[Transaction], Workspace], key: str) -> None:
        workspace = await self._database.run(partial(_open_next, make=make))
        origin = origin_of(workspace.base_url)
        stored_key = await self._patiently(self._keys.write(workspace.id, origin, key)) if key else StoredKey(KeyLocation.NOWHERE)
        self.opened.emit(OpenRequest(workspace, stored_key))

    async def _change_key(self, before: Workspace, changed: Workspace, key: str) -> None:
        """Store the key, and delete that of the old address: back there, the user enters the key again."""
        await self._create(partial(_at_address, workspace=changed), key)
        left, origin = origin_of(before.base_url), origin_of(changed.base_url)
        if left and left != origin:
            await self._keys.delete(changed.id, left)

    async def _open(self, workspace_id: int) -> None:
        workspace = workspaces.get(self._database.reader, workspace_id)
        if workspace is None:
            return
        await self._database.run(partial(workspaces.save_last, workspace_id=workspace_id))
        stored_key = StoredKey(KeyLocation.NOWHERE)
        if workspace.kind is WorkspaceKind.REAL:
            stored_key = await self._patiently(self._keys.read(workspace_id, origin_of(workspace.base_url)))
        self.opened.emit(OpenRequest(workspace, stored_key))

    async def _change(self, workspace: Workspace) -> None:
        await self._database.run(partial(_changed, workspace=workspace))
        await self._open(workspace.id)

    async def _patiently(self, access: Coroutine[object, object, StoredKey]) -> StoredKey:
        slow = asyncio.get_running_loop().call_later(_KEYRING_SLOW_S, self.keyring_waits.emit)
        try:
            return await access
        finally:
            slow.cancel()

    async def _run_and_report(self, work: Work) -> None:
        with closing(work), report_storage_failures(self.failed.emit):
            await work


def _open_next(conn: Transaction, make: Callable[[Transaction], Workspace]) -> Workspace:
    workspace = make(conn)
    workspaces.save_last(conn, workspace.id)
    return workspace


def _practice(conn: Transaction) -> Workspace:
    return workspaces.sandbox(conn) or workspaces.add(conn, WorkspaceKind.SANDBOX, "Practice mode", "")


def _at_address(conn: Transaction, workspace: Workspace) -> Workspace:
    """Confirm the address, because the user entered it, and update the workspace."""
    confirmed.confirm(conn, (workspace.external,))
    return _changed(conn, workspace)


def _changed(conn: Transaction, workspace: Workspace) -> Workspace:
    workspaces.update(conn, workspace)
    return workspace
