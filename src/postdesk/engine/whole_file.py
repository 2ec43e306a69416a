"""A file of the user's that is written beside, and takes its place when it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from postdesk.domain.storage import StorageTrouble
from postdesk.store.sqlite import StorageProblem, sync_folder, trouble_of

_NAME: Final = 100
"""Characters of a name: a file system takes 255 bytes."""

_AT_ONCE: Final = 1 << 20
"""Bytes. A write each fraction of a millisecond lets go of the interpreter so briefly that the window never gets it."""


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """What is written within is at `target` afterwards, or, where anything is raised, what was there before.

    Raises StorageProblem. A link stays one, and what it leads to is replaced. What may not be written is not replaced either.
    """
    place = Path(os.path.realpath(target))
    beside = place.with_name(f".{place.name[:_NAME]}.part")
    try:
        if place.exists() and not os.access(place, os.W_OK):
            raise StorageProblem("read-only", StorageTrouble.UNWRITABLE)
        with beside.open("wb", buffering=_AT_ONCE) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        raise StorageProblem(str(error), trouble_of(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink()
