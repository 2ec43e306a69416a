"""The secrets of a profile: API keys and secrets of upload targets. They are stored in the system's keyring only.

A secret belongs to the origin it was typed for. It is found by profile, owner and origin, so an address changed in a file, a
copy or the settings finds none. A secret from an earlier version is bound to its origin when it is first read.
A keyring may ask the user to unlock it, and blocks meanwhile: each access runs in its own daemon thread, which never delays
the end of the program. A backend that isn't keyring's own may be a plain file, and the null backend discards everything:
neither is used. Without a keyring, a key stays in memory until Postdesk ends. No text, repr or log line contains a key.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from postdesk.domain.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = logging.getLogger("postdesk.store")

SERVICE: Final = "postdesk"
TIMEOUT_S: Final = 60.0
_ITS_OWN: Final = "keyring.backends."


class KeyLocation(StrEnum):
    """The location of a key. UNREADABLE: there may be one, but the keyring is locked, refused, or did not answer in time."""

    KEYRING = "keyring"
    SESSION = "session"
    NOWHERE = "nowhere"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key, its location, and the origin it belongs to; `key` is empty for NOWHERE and UNREADABLE."""

    location: KeyLocation
    key: str = field(default="", repr=False)
    origin: str = ""


class KeyStore:
    """The keys of one profile. `profile_id` separates the keys of two profiles; `timeout_s` is in seconds.

    `unbound` maps owners to the origins of keys still stored without an origin. `bound` is called with an owner that no longer
    has such a key.
    """

    def __init__(
        self,
        profile_id: str,
        timeout_s: float = TIMEOUT_S,
        *,
        unbound: Mapping[int, str] = MappingProxyType({}),
        bound: Callable[[int], object] = lambda owner: None,
    ) -> None:
        self._profile_id = profile_id
        self._timeout_s = timeout_s
        self._unbound, self._bound = dict(unbound), bound
        self._session: dict[tuple[int, str], str] = {}

    async def read(self, owner: int, origin: str) -> StoredKey:
        """Return the key of an owner (a workspace or upload target) for that origin."""
        if key := self._session.get((owner, origin)):
            return StoredKey(KeyLocation.SESSION, key, origin)
        if not origin:
            return StoredKey(KeyLocation.NOWHERE)
        if self._unbound.get(owner) != origin:
            return replace(await self._apart(lambda: _read(self._user(owner, origin))), origin=origin)
        return replace(await self._apart(lambda: self._bind(owner, origin)), origin=origin)

    async def write(self, owner: int, origin: str, key: str) -> StoredKey:
        """Store a key in the keyring and read it back; if that fails, keep it in memory until Postdesk ends (SESSION)."""
        self._session[owner, origin] = key
        kept = await self._apart(lambda: _write(self._user(owner, origin), key)) if origin else StoredKey(KeyLocation.NOWHERE)
        if kept.location is not KeyLocation.KEYRING:
            return StoredKey(KeyLocation.SESSION, key, origin)
        self._session.pop((owner, origin), None)
        await self._forget_unbound(owner)
        return replace(kept, origin=origin)

    async def delete(self, owner: int, origin: str) -> None:
        """Delete the owner's key for that origin, and one without an origin."""
        self._session.pop((owner, origin), None)
        await self._apart(lambda: _delete(self._user(owner, origin)))
        await self._forget_unbound(owner)

    def keep_in_memory(self, owner: int, origin: str, key: str) -> None:
        """Use a key until Postdesk ends, without storing it."""
        self._session[owner, origin] = key

    def _bind(self, owner: int, origin: str) -> StoredKey:
        """Bind a key to its origin, in a thread. The unbound key is deleted only once the bound one was read back."""
        old, new = self._user(owner), self._user(owner, origin)
        kept = _read(new)
        bound = kept
        if not kept.key:
            kept = _read(old)
            bound = _write(new, kept.key) if kept.key else kept
        if bound.location is KeyLocation.KEYRING:
            _delete(old)
            self._settle(owner)
        return kept

    async def _forget_unbound(self, owner: int) -> None:
        """Delete a key without an origin: an earlier version wrote it, for an unknown address."""
        if (await self._apart(lambda: _delete(self._user(owner)))).location is KeyLocation.NOWHERE:
            self._settle(owner)

    def _settle(self, owner: int) -> None:
        if self._unbound.pop(owner, None) is not None:
            self._bound(owner)

    def _user(self, owner: int, origin: str = "") -> str:
        return f"{self._profile_id}/{owner}/{origin}" if origin else f"{self._profile_id}/{owner}"

    async def _apart(self, work: Callable[[], StoredKey]) -> StoredKey:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[StoredKey] = loop.create_future()

        def settle(kept: StoredKey) -> None:
            if not answer.done():
                answer.set_result(kept)

        def run() -> None:
            kept = _guarded(work)
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(settle, kept)

        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            return await asyncio.wait_for(answer, self._timeout_s)
        except TimeoutError:
            _log.warning("the keyring did not answer")
            return StoredKey(KeyLocation.UNREADABLE)


def _guarded(work: Callable[[], StoredKey]) -> StoredKey:
    try:
        return work()
    except Exception as error:  # backends raise arbitrary exceptions
        _log.warning("the keyring failed: %s", type(error).__name__)
        return StoredKey(KeyLocation.UNREADABLE)


def _backend() -> "KeyringBackend | None":
    """Return the system's keyring; None where none stores what it is given outside a file."""
    import keyring
    from keyring.backends import chainer, fail, null

    chosen = keyring.get_keyring()
    members = chosen.backends if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    all_native = all(type(each).__module__.startswith(_ITS_OWN) for each in members)
    return chosen if all_native and not isinstance(chosen, fail.Keyring | null.Keyring) else None


def _read(user: str) -> StoredKey:
    backend = _backend()
    key = backend.get_password(SERVICE, user) if backend else None
    return StoredKey(KeyLocation.KEYRING, key) if key else StoredKey(KeyLocation.NOWHERE)


def _write(user: str, key: str) -> StoredKey:
    backend = _backend()
    if backend is None:
        return StoredKey(KeyLocation.NOWHERE)
    backend.set_password(SERVICE, user, key)
    back = _read(user)
    return back if back.key == key else StoredKey(KeyLocation.NOWHERE)


def _delete(user: str) -> StoredKey:
    from keyring.errors import PasswordDeleteError

    with contextlib.suppress(PasswordDeleteError):
        if backend := _backend():
            backend.delete_password(SERVICE, user)
    return StoredKey(KeyLocation.NOWHERE)
