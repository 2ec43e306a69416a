"""Local files: validation before an upload, and hashes. Blocking: run in a thread."""

import hashlib
import stat
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtGui import QImage

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaFacts, UnusableMedia
from postdesk.domain.uploads import NON_MEDIA_TYPES, UNSUPPORTED_TYPES, LocalFile, UploadFailed, UploadProblem
from postdesk.media.media_types import HEAD_BYTES, detect_media_type
from postdesk.media.pictures import image_facts, make_small_picture
from postdesk.media.probe_limits import ProbeLimits

_DIGITS: Final = 40


@dataclass(frozen=True, slots=True)
class UploadCandidate:
    """A file that can be uploaded: its facts, and a small picture where it is an image that Qt can show."""

    file: LocalFile
    facts: MediaFacts
    picture: QImage | None = None


@dataclass(frozen=True, slots=True)
class FileHashes:
    """Hashes. `whole`: the first 40 hexadecimal digits of the content's SHA-256; `parts`: the MD5 of each part."""

    whole: str
    parts: tuple[str, ...]


def read_candidate(path: Path) -> UploadCandidate:
    """Return the file with its facts and picture. Raises UploadFailed."""
    file, limits = inspect_file(path), ProbeLimits()
    plain = UploadCandidate(file, MediaFacts(file.type, file.size))
    if not file.type.image or file.size > limits.image_bytes:
        return plain
    try:
        data = path.read_bytes()
        facts = image_facts(data, file.type, file.size, limits)
        return UploadCandidate(file, facts, make_small_picture(data, facts, limits))
    except (UnusableMedia, OSError):
        return plain


def inspect_file(path: Path) -> LocalFile:
    """Return the facts needed before a file is offered for upload. Raises UploadFailed."""
    try:
        known = path.stat()
        if stat.S_ISDIR(known.st_mode):
            raise UploadFailed(UploadProblem.FOLDER)
        if not stat.S_ISREG(known.st_mode):  # reading a pipe would never end
            raise UploadFailed(UploadProblem.UNREADABLE)
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise UploadFailed(UploadProblem.GONE) from None
    except (OSError, ValueError):
        raise UploadFailed(UploadProblem.UNREADABLE) from None
    if not head:
        raise UploadFailed(UploadProblem.EMPTY)
    kind = detect_media_type(head)
    if kind in NON_MEDIA_TYPES:
        raise UploadFailed(UploadProblem.NO_MEDIA)
    if kind in UNSUPPORTED_TYPES:
        raise UploadFailed(UploadProblem.UNSUPPORTED_TYPE)
    return LocalFile(path, known.st_size, kind, known.st_mtime_ns)


def hash_file(file: LocalFile, size: int, stop: Event) -> FileHashes:
    """Return the hashes of the content, with parts of `size` bytes. Raises UploadFailed."""
    whole = hashlib.sha256()
    parts = []
    for start in range(0, file.size, size):
        if stop.is_set():
            raise UploadFailed(UploadProblem.STOPPED)
        data = read_part(file, start, size)
        whole.update(data)
        parts.append(md5_of(data))
    ensure_unchanged(file)
    return FileHashes(whole.hexdigest()[:_DIGITS], tuple(parts))


def md5_of(data: bytes) -> str:
    """Return the MD5 of a part, in the form storage uses in ETags."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def read_part(file: LocalFile, start: int, size: int) -> bytes:
    """Return up to `size` bytes from `start`. Raises UploadFailed."""
    try:
        with file.path.open("rb") as opened:
            opened.seek(start)
            return opened.read(min(size, file.size - start))
    except FileNotFoundError:
        raise UploadFailed(UploadProblem.GONE) from None
    except OSError:
        raise UploadFailed(UploadProblem.UNREADABLE) from None


def ensure_unchanged(file: LocalFile) -> None:
    """Raise UploadFailed where the file differs from the one that was inspected."""
    try:
        now = file.path.stat()
    except OSError:
        raise UploadFailed(UploadProblem.GONE) from None
    if (now.st_size, now.st_mtime_ns) != (file.size, file.changed_ns):
        raise UploadFailed(UploadProblem.CHANGED)
