"""Locks by object key, for uploads of the same content."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Final
from weakref import WeakValueDictionary

from postdesk.domain.uploads import UploadFailed, UploadProblem

_LOOK_EVERY_S: Final = 0.1


class UploadLocks:
    """One upload at a time for each key: no upload deletes an object that another one has just stored.

    Files with the same content get the same key, whatever their names, drafts and accounts.
    """

    def __init__(self) -> None:
        self._locks, self._giving = WeakValueDictionary[str, Lock](), Lock()

    @contextmanager
    def at(self, place: str, stop: Event) -> Iterator[None]:
        """Hold the key's lock. Raises UploadFailed where the upload is stopped while waiting."""
        with self._giving:
            turn = self._locks.setdefault(place, Lock())
        while not turn.acquire(timeout=_LOOK_EVERY_S):
            if stop.is_set():
                raise UploadFailed(UploadProblem.STOPPED)
        try:
            yield
        finally:
            turn.release()
