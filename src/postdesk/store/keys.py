"""The secrets of a profile, in the keyring of the operating system and nowhere else: API keys, and secrets of upload targets.

A secret belongs to the origin that it was typed for: it is found by profile, owner and origin, so that an address which was
changed in a file, in a copy or in the settings finds none. One from before that is bound to its origin when it is first read.
A keyring may ask the user to unlock it, and blocks for as long: each access has a daemon thread of its own, which no end of
the program waits for. A backend that is not keyring's own might be a file, and the null backend accepts and forgets: both
count as none. Without a keyring a key is kept in memory until Postdesk ends. No key is in any text, repr or log line.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
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
    """A key, where it is, and the origin that it is for; `key` is empty for NOWHERE and UNREADABLE."""

    place: Place
    key: str = field(default="", repr=False)
    origin: str = ""


class KeyStore:
    """The keys of one profile. `profile_id` keeps two profiles from sharing one; `patience` is in seconds.

    `unbound` are the origins of keys that are still kept without one, by their owners; `bound` is told of an owner that has
    none such any more.
    """

    def __init__(
        self,
        profile_id: str,
        patience: float = PATIENCE,
        *,
        unbound: Mapping[int, str] = MappingProxyType({}),
        bound: Callable[[int], object] = lambda owner: None,
    ) -> None:
        self._profile_id = profile_id
        self._patience = patience
        self._unbound, self._bound = dict(unbound), bound
        self._session: dict[tuple[int, str], str] = {}

    async def read(self, owner: int, origin: str) -> Kept:
        """The key of a workspace, or whose it is, for that origin."""
        if key := self._session.get((owner, origin)):
            return Kept(Place.SESSION, key, origin)
        if not origin:
            return Kept(Place.NOWHERE)
        if self._unbound.get(owner) != origin:
            return replace(await self._apart(lambda: _read(self._user(owner, origin))), origin=origin)
        return replace(await self._apart(lambda: self._bind(owner, origin)), origin=origin)

    async def write(self, owner: int, origin: str, key: str) -> Kept:
        """Keep a key in the keyring, read back; until Postdesk ends (SESSION) where that did not work."""
        self._session[owner, origin] = key
        kept = await self._apart(lambda: _write(self._user(owner, origin), key)) if origin else Kept(Place.NOWHERE)
        if kept.place is not Place.KEYRING:
            return Kept(Place.SESSION, key, origin)
        self._session.pop((owner, origin), None)
        await self._forget_unbound(owner)
        return replace(kept, origin=origin)

    async def delete(self, owner: int, origin: str) -> None:
        """Forget the key that the owner has for that origin, and one without an origin."""
        self._session.pop((owner, origin), None)
        await self._apart(lambda: _delete(self._user(owner, origin)))
        await self._forget_unbound(owner)

    def hold(self, owner: int, origin: str, key: str) -> None:
        """Use a key until Postdesk ends, without storing it."""
        self._session[owner, origin] = key

    def _bind(self, owner: int, origin: str) -> Kept:
        """In a thread. What is kept without an origin goes once it is certain that it is kept with one; else it waits."""
        old, new = self._user(owner), self._user(owner, origin)
        kept = _read(new)
        bound = kept
        if not kept.key:
            kept = _read(old)
            bound = _write(new, kept.key) if kept.key else kept
        if bound.place is Place.KEYRING:
            _delete(old)
            self._settle(owner)
        return kept

    async def _forget_unbound(self, owner: int) -> None:
        """An earlier version may have written it; nobody can say for which address."""
        if (await self._apart(lambda: _delete(self._user(owner)))).place is Place.NOWHERE:
            self._settle(owner)

    def _settle(self, owner: int) -> None:
        if self._unbound.pop(owner, None) is not None:
            self._bound(owner)

    def _user(self, owner: int, origin: str = "") -> str:
        return f"{self._profile_id}/{owner}/{origin}" if origin else f"{self._profile_id}/{owner}"

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
