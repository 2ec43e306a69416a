"""A workspace session connected to its service: builds the API client, anew for a new key, address or network."""

import asyncio
from functools import cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from postdesk.api.errors import BadSetting
from postdesk.domain.addresses import origin_of
from postdesk.domain.clients import Workspace, WorkspaceKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.database_check import DatabaseCheck
from postdesk.engine.externals import Externals
from postdesk.engine.gc_freeze import freeze_new_objects
from postdesk.engine.health import KeyState
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.settings import SettingsBook
from postdesk.engine.workspace_dependencies import WorkspaceDependencies
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.garbage import trim_memory
from postdesk.logbook import Logbook
from postdesk.store.database import Database
from postdesk.store.keys import KeyLocation, KeyStore, StoredKey

if TYPE_CHECKING:
    from postdesk.api.client import ApiClient as Api
    from postdesk.engine.practice import SandboxReady

_KEY_STATES = {
    KeyLocation.KEYRING: KeyState.OK,
    KeyLocation.SESSION: KeyState.SESSION_ONLY,
    KeyLocation.NOWHERE: KeyState.MISSING,
    KeyLocation.UNREADABLE: KeyState.UNREADABLE,
}


_KEYRING_SLOW_S = 1.5
_NOT_READ = StoredKey(KeyLocation.NOWHERE)


@dataclass(frozen=True, slots=True)
class SharedServices:
    """The services that all sessions of the profile share: keys, confirmed externals and the log.

    Nothing is sent before the `check` has found the database to be sound.
    """

    keys: KeyStore
    externals: Externals
    logbook: Logbook
    check: DatabaseCheck


class RunningSession(QObject):
    """A running workspace session. Call `start` after the first paint: it imports the HTTP library and reads the keyring."""

    def __init__(
        self,
        workspace: Workspace,
        database: Database,
        settings: SettingsBook,
        dependencies: WorkspaceDependencies,
        shared: SharedServices,
    ) -> None:
        super().__init__()
        self._keys, self._externals, self._logbook, self._check = shared.keys, shared.externals, shared.logbook, shared.check
        self._api: Api | None = None
        self._address = workspace.base_url
        self._key = ""
        self._builds = 0
        self._started = False
        self.session = WorkspaceSession(workspace, database, settings, dependencies, self)
        self._network = (self.session.settings.current.proxy, self.session.settings.current.ca_file)
        self.session.upload_targets.secret_used.connect(shared.logbook.hide)
        self.session.changes.settings.connect(self._settings_changed)
        shared.check.failing_changed.connect(self._note_check)
        self._note_check()

    def start(self, kept: StoredKey = _NOT_READ) -> None:
        """Start working, with the key that was just given, or else the one in the keyring."""
        if self._started:
            if kept.key:
                self.use(kept)
            return
        self._started = True
        if self.session.practice:
            self.session.practice.ready.connect(self._practice_ready)
        elif kept.key:
            self.use(kept)
        else:
            self._ask_for_key()
        self.session.start(self._check.sound)

    def reload(self) -> None:
        """Read the key again, since the address may be confirmed by now."""
        if self._started and self.session.health.state.key is KeyState.UNCONFIRMED:
            self._ask_for_key()

    def use(self, kept: StoredKey) -> None:
        """Use a key that was just given, only at the address for which it was given."""
        if not self._confirmed:
            self.session.health.note_key(KeyState.UNCONFIRMED)
        elif kept.key and kept.origin != origin_of(self._address):
            self.session.health.note_key(KeyState.MISSING)
        else:
            self.session.health.note_key(_KEY_STATES[kept.location])
            self._connect(self._address, kept.key)

    @property
    def _confirmed(self) -> bool:
        return self._externals.is_confirmed(self.session.workspace.external)

    def _note_check(self) -> None:
        self.session.health.note_check(failing=self._check.failing)

    def _ask_for_key(self) -> None:
        if self._confirmed:
            self.session.tasks.start("key", self._read_key())
        else:
            self.session.health.note_key(KeyState.UNCONFIRMED)

    async def _read_key(self) -> None:
        note = partial(self.session.health.note_key, KeyState.ASKED)
        slow = asyncio.get_running_loop().call_later(_KEYRING_SLOW_S, note)
        try:
            kept = await self._keys.read(self.session.workspace.id, origin_of(self._address))
        finally:
            slow.cancel()
        self.use(kept)

    def _practice_ready(self, ready: "SandboxReady") -> None:
        self._connect(ready.base_url, ready.key)

    def _settings_changed(self) -> None:
        network = (self.session.settings.current.proxy, self.session.settings.current.ca_file)
        if network != self._network:
            self._network = network
            self._connect(self._address, self._key)

    def _connect(self, address: str, key: str) -> None:
        self._address, self._key = address, key
        self._logbook.hide(key)
        if key:
            self._builds += 1
            self.session.tasks.start(f"client {self._builds}", self._attach(address, key, self._builds))

    async def _attach(self, address: str, key: str, build: int) -> None:
        try:
            api = await asyncio.to_thread(partial(_build, self.session, address, key))
        except BadSetting as bad:
            self.session.changes.notice.emit(Notice(NoticeKind.BAD_SETTING, detail=type(bad).__name__))
            return
        if build != self._builds:
            await api.aclose()
            return
        self._api = api
        if before := self.session.attach(api):
            await before.aclose()

    async def close(self) -> None:
        """Finish the requests in flight and close."""
        await self.session.close()
        if self._api:
            await self._api.aclose()


def _build(session: WorkspaceSession, address: str, key: str) -> "Api":
    """Build the API client. Runs in a thread: the first import of the HTTP library and the TLS context take 0.2 s."""
    client_class = _import_client()
    settings = session.settings.current
    # The sandbox's clock is followed exactly, through its test tools.
    real = session.workspace.kind == WorkspaceKind.REAL
    on_date = session.health.note_server_date if real else None
    return client_class(address, key, proxy=settings.proxy if real else "", ca_file=settings.ca_file, on_server_date=on_date)


@cache
def _import_client() -> "type[Api]":
    """Import the client's class, and all modules that its first request would import."""
    with freeze_new_objects():
        from postdesk.api.client import ApiClient
        from postdesk.api.transport import load_http_backend

        load_http_backend()
    trim_memory()
    return ApiClient
