"""Local files: validation before an upload, and hashes. Blocking: run in a thread."""

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtGui import QImage

from postdesk.domain.media import Facts, Flawed
from postdesk.domain.uploads import NO_MEDIA, TAKEN_BY_NONE, LocalFile, NotUploaded, UploadFlaw
from postdesk.media.kinds import HEAD_BYTES, kind_of
from postdesk.media.limits import Limits
from postdesk.media.pictures import image_facts, picture_of

_DIGITS: Final = 40


@dataclass(frozen=True, slots=True)
class Given:
    """A file that can be uploaded: its facts, and a small picture where it is an image that Qt can show."""

    file: LocalFile
    facts: Facts
    picture: QImage | None = None


@dataclass(frozen=True, slots=True)
class Prints:
    """Hashes. `whole`: the first 40 hexadecimal digits of the content's SHA-256; `parts`: the MD5 of each part."""

    whole: str
    parts: tuple[str, ...]


def given(path: Path) -> Given:
    """Return the file with its facts and picture. Raises UploadFailed."""
    file, limits = looked_at(path), Limits()
    plain = Given(file, Facts(file.type, file.size))
    if not file.type.image or file.size > limits.image_bytes:
        return plain
    try:
        data = path.read_bytes()
        facts = image_facts(data, file.type, file.size, limits)
        return Given(file, facts, picture_of(data, facts, limits))
    except (Flawed, OSError):
        return plain


def looked_at(path: Path) -> LocalFile:
    """Return the facts needed before a file is offered for upload. Raises UploadFailed."""
    try:
        known = path.stat()
        if stat.S_ISDIR(known.st_mode):
            raise NotUploaded(UploadFlaw.FOLDER)
        if not stat.S_ISREG(known.st_mode):  # reading a pipe would never end
            raise NotUploaded(UploadFlaw.UNREADABLE)
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise NotUploaded(UploadFlaw.GONE) from None
    except (OSError, ValueError):
        raise NotUploaded(UploadFlaw.UNREADABLE) from None
    if not head:
        raise NotUploaded(UploadFlaw.EMPTY)
    kind = kind_of(head)
    if kind in NO_MEDIA:
        raise NotUploaded(UploadFlaw.NO_MEDIA)
    if kind in TAKEN_BY_NONE:
        raise NotUploaded(UploadFlaw.TAKEN_BY_NONE)
    return LocalFile(path, known.st_size, kind, known.st_mtime_ns)


def prints(file: LocalFile, size: int, stop: Event) -> Prints:
    """Return the hashes of the content, with parts of `size` bytes. Raises UploadFailed."""
    whole = hashlib.sha256()
    parts = []
    for start in range(0, file.size, size):
        if stop.is_set():
            raise NotUploaded(UploadFlaw.STOPPED)
        data = piece(file, start, size)
        whole.update(data)
        parts.append(print_of(data))
    ensure_unchanged(file)
    return Prints(whole.hexdigest()[:_DIGITS], tuple(parts))


def print_of(data: bytes) -> str:
    """Return the MD5 of a part, in the form storage uses in ETags."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def piece(file: LocalFile, start: int, size: int) -> bytes:
    """Return up to `size` bytes from `start`. Raises UploadFailed."""
    try:
        with file.path.open("rb") as opened:
            opened.seek(start)
            return opened.read(min(size, file.size - start))
    except FileNotFoundError:
        raise NotUploaded(UploadFlaw.GONE) from None
    except OSError:
        raise NotUploaded(UploadFlaw.UNREADABLE) from None


def ensure_unchanged(file: LocalFile) -> None:
    """Raise UploadFailed where the file differs from the one that was inspected."""
    try:
        now = file.path.stat()
    except OSError:
        raise NotUploaded(UploadFlaw.GONE) from None
    if (now.st_size, now.st_mtime_ns) != (file.size, file.changed_ns):
        raise NotUploaded(UploadFlaw.CHANGED)
