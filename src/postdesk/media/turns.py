"""Whose turn it is where several upload the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Final
from weakref import WeakValueDictionary

from postdesk.domain.uploads import NotUploaded, UploadFlaw

_LOOK_EVERY_S: Final = 0.1


class Turns:
    """One upload at a time to a place: what another one brings there meanwhile is not taken away.

    Files of other names, drafts and accounts go to the same place where the same is in them.
    """

    def __init__(self) -> None:
        self._locks, self._giving = WeakValueDictionary[str, Lock](), Lock()

    @contextmanager
    def at(self, place: str, stop: Event) -> Iterator[None]:
        """The turn there, as soon as it comes. Raises NotUploaded where it is stopped before."""
        with self._giving:
            turn = self._locks.setdefault(place, Lock())
        while not turn.acquire(timeout=_LOOK_EVERY_S):
            if stop.is_set():
                raise NotUploaded(UploadFlaw.STOPPED)
        try:
            yield
        finally:
            turn.release()
