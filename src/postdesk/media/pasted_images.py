"""Pasted pictures, saved as PNG files. Blocking: run in a thread."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from postdesk.domain.media import MediaProblem, MediaType, UnusableMedia
from postdesk.domain.uploads import UploadFailed, UploadProblem
from postdesk.media.pictures import image_facts
from postdesk.media.probe_limits import ProbeLimits

PastedImage = QImage | bytes
"""A decoded picture, or the bytes of a PNG."""


def save_png(
    picture: PastedImage, path: Path, limits: ProbeLimits | None = None, make: Callable[[Path], None] | None = None
) -> None:
    """Write a PNG, completely or not at all. `make` creates the empty file, with its permissions. Raises UploadFailed."""
    data = _png(picture, limits or ProbeLimits())
    try:
        (make or _make)(path)
        path.write_bytes(data)
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise UploadFailed(UploadProblem.NOT_SAVED) from None


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _png(picture: PastedImage, limits: ProbeLimits) -> bytes:
    """Return the PNG bytes, within the limits. Raises UploadFailed."""
    data = _encoded(picture, limits) if isinstance(picture, QImage) else picture
    if len(data) > limits.image_bytes:
        raise UploadFailed(UploadProblem.PICTURE_TOO_LARGE)
    try:
        image_facts(data, MediaType.PNG, len(data), limits)
    except UnusableMedia as unusable:
        too_large = unusable.problem is MediaProblem.TOO_MANY_PIXELS
        raise UploadFailed(UploadProblem.PICTURE_TOO_LARGE if too_large else UploadProblem.NO_PICTURE) from None
    return data


def _encoded(picture: QImage, limits: ProbeLimits) -> bytes:
    """Encode a picture, but none with too many pixels. Raises UploadFailed."""
    if picture.width() * picture.height() > limits.most_pixels:
        raise UploadFailed(UploadProblem.PICTURE_TOO_LARGE)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise UploadFailed(UploadProblem.NO_PICTURE)
    return bytes(buffer.data().data())
