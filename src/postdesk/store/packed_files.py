"""Files packed with gzip, which any archive program can unpack: a backup takes a fourth to a sixth of the database's room.

The fastest level is used. The usual one saves a tenth more, in three times the time; lzma saves a third more, in five times.
"""

import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from postdesk.domain.storage import StorageFailure
from postdesk.store import private_files
from postdesk.store.sqlite import StorageError, remove

ENDING: Final = ".gz"
_LEVEL: Final = 1
_CHUNK: Final = 1 << 20
_LEFT_FREE: Final = 8 << 20
"""Bytes that unpacking leaves free: a file may unpack to a thousand times its size, and Postdesk has to go on writing."""
_UNPACKED: Final = "postdesk.being-unpacked.sqlite3"


def pack(file: Path, packed: Path) -> None:
    """Pack a file, and check that it unpacks to the same. Raises OSError, and StorageError when it doesn't."""
    content = hashlib.blake2b()
    private_files.make_file(packed)
    with file.open("rb") as plain, packed.open("wb") as raw:
        with gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as into:
            for chunk in _chunks(plain):
                content.update(chunk)
                into.write(chunk)
        raw.flush()
        os.fsync(raw.fileno())
    again = hashlib.blake2b()
    for chunk in _unpacked_chunks(packed):
        again.update(chunk)
    if again.digest() != content.digest():
        raise StorageError("the packed file is not the same", StorageFailure.DAMAGED)


def is_packed(file: Path) -> bool:
    """Return True for the name of a packed file.

    The file isn't opened: it may be the database in use, and closing another descriptor of that drops the process's locks.
    """
    return file.name.endswith(ENDING)


def is_whole(packed: Path) -> bool:
    """Return True when the file unpacks without an error."""
    try:
        for _ in _unpacked_chunks(packed):
            pass
    except (StorageError, OSError):
        return False
    return True


def unpack(packed: Path, target: Path) -> None:
    """Unpack a file, or copy a plain one. Raises OSError, StorageError: DAMAGED, or FULL when little room would be left."""
    private_files.make_file(target)
    if not is_packed(packed):
        shutil.copyfile(packed, target)
        return
    with target.open("wb") as plain:
        for chunk in _unpacked_chunks(packed):
            if shutil.disk_usage(target.parent).free < _LEFT_FREE + len(chunk):
                raise StorageError("no room to unpack", StorageFailure.FULL)
            plain.write(chunk)


@contextmanager
def as_plain(file: Path, folder: Path) -> Iterator[Path]:
    """Yield a plain file: the given one or, if that is packed, one in `folder` for the time of the block. Raises as `unpack`."""
    if not is_packed(file):
        yield file
        return
    plain = folder / _UNPACKED
    remove(plain)
    try:
        unpack(file, plain)
        yield plain
    finally:
        remove(plain)


def _chunks(file: BinaryIO | gzip.GzipFile) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _unpacked_chunks(packed: Path) -> Iterator[bytes]:
    """Yield the content. Raises StorageError where it is damaged, cut off or empty."""
    try:
        with gzip.open(packed) as opened:
            if not opened.peek(1):
                raise EOFError
            yield from _chunks(opened)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise StorageError(str(error), StorageFailure.DAMAGED) from error
