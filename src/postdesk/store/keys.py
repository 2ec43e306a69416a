"""The API keys of a profile's workspaces, in the keyring of the operating system and nowhere else.

A keyring may ask the user to unlock it, and blocks for as long: each access has a daemon thread of its own, which no end of
the program waits for. A backend that is not keyring's own might be a file, and the null backend accepts and forgets: both
count as none. Without a keyring a key is kept in memory until Postdesk ends. No key is in any text, repr or log line.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = logging.getLogger("postdesk.store")

SERVICE: Final = "postdesk"
PATIENCE: Final = 60.0
_ITS_OWN: Final = "keyring.backends."


class Place(StrEnum):
    """Where a key is. UNREADABLE: there may be one, but the keyring is locked, refused or did not answer in time."""

    KEYRING = "keyring"
    SESSION = "session"
    NOWHERE = "nowhere"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Kept:
    """A workspace's key and where it is; `key` is empty for NOWHERE and UNREADABLE."""

    place: Place
    key: str = field(default="", repr=False)


class KeyStore:
    """The keys of one profile. `profile_id` keeps two profiles from sharing one; `patience` is in seconds."""

    def __init__(self, profile_id: str, patience: float = PATIENCE) -> None:
        self._profile_id = profile_id
        self._patience = patience
        self._session: dict[int, str] = {}

    async def read(self, workspace_id: int) -> Kept:
        """The key of a workspace."""
        if key := self._session.get(workspace_id):
            return Kept(Place.SESSION, key)
        return await self._apart(lambda: _read(self._user(workspace_id)))

    async def write(self, workspace_id: int, key: str) -> Kept:
        """Keep a key in the keyring, read back; until Postdesk ends (SESSION) where that did not work."""
        self._session[workspace_id] = key
        kept = await self._apart(lambda: _write(self._user(workspace_id), key))
        if kept.place is not Place.KEYRING:
            return Kept(Place.SESSION, key)
        self._session.pop(workspace_id, None)
        return kept

    async def delete(self, workspace_id: int) -> None:
        """Forget the key of a workspace."""
        self._session.pop(workspace_id, None)
        await self._apart(lambda: _delete(self._user(workspace_id)))

    def hold(self, workspace_id: int, key: str) -> None:
        """Use a key until Postdesk ends, without storing it."""
        self._session[workspace_id] = key

    def _user(self, workspace_id: int) -> str:
        return f"{self._profile_id}/{workspace_id}"

    async def _apart(self, work: Callable[[], Kept]) -> Kept:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Kept] = loop.create_future()

        def settle(kept: Kept) -> None:
            if not answer.done():
                answer.set_result(kept)

        def run() -> None:
            kept = _guarded(work)
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(settle, kept)

        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            return await asyncio.wait_for(answer, self._patience)
        except TimeoutError:
            _log.warning("the keyring did not answer")
            return Kept(Place.UNREADABLE)


def _guarded(work: Callable[[], Kept]) -> Kept:
    try:
        return work()
    except Exception as error:  # backends raise what they like
        _log.warning("the keyring failed: %s", type(error).__name__)
        return Kept(Place.UNREADABLE)


def _backend() -> "KeyringBackend | None":
    """The keyring of the system; None where there is none that keeps what it is given, and not in a file."""
    import keyring
    from keyring.backends import chainer, fail, null

    chosen = keyring.get_keyring()
    members = chosen.backends if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    theirs = all(type(each).__module__.startswith(_ITS_OWN) for each in members)
    return chosen if theirs and not isinstance(chosen, fail.Keyring | null.Keyring) else None


def _read(user: str) -> Kept:
    backend = _backend()
    key = backend.get_password(SERVICE, user) if backend else None
    return Kept(Place.KEYRING, key) if key else Kept(Place.NOWHERE)


def _write(user: str, key: str) -> Kept:
    backend = _backend()
    if backend is None:
        return Kept(Place.NOWHERE)
    backend.set_password(SERVICE, user, key)
    back = _read(user)
    return back if back.key == key else Kept(Place.NOWHERE)


def _delete(user: str) -> Kept:
    from keyring.errors import PasswordDeleteError

    with contextlib.suppress(PasswordDeleteError):
        if backend := _backend():
            backend.delete_password(SERVICE, user)
    return Kept(Place.NOWHERE)
