"""Atomic writing of the user's files: into a temporary file beside, which replaces the target when complete."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from postdesk.domain.storage import StorageFailure
from postdesk.store.sqlite import StorageError, failure_of, sync_folder

_NAME: Final = 100
"""Characters of the temporary file's name: file systems allow 255 bytes."""

_AT_ONCE: Final = 1 << 20
"""Bytes. Frequent short writes would release the GIL too briefly for the GUI thread to take it."""


@contextmanager
def atomic_write(target: Path) -> Iterator[BinaryIO]:
    """Open a file that replaces `target` at the end of the block; after an error the old file stays.

    Raises StorageError. A symbolic link stays, and the file it points to is replaced. A read-only file is not replaced.
    """
    place = Path(os.path.realpath(target))
    beside = place.with_name(f".{place.name[:_NAME]}.part")
    try:
        if place.exists() and not os.access(place, os.W_OK):
            raise StorageError("read-only", StorageFailure.UNWRITABLE)
        with beside.open("wb", buffering=_AT_ONCE) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        raise StorageError(str(error), failure_of(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink()
