"""Pasted pictures, saved as PNG files. Blocking: run in a thread."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from postdesk.domain.media import Flawed, MediaFlaw, MediaType
from postdesk.domain.uploads import NotUploaded, UploadFlaw
from postdesk.media.limits import Limits
from postdesk.media.pictures import image_facts

Picture = QImage | bytes
"""A decoded picture, or the bytes of a PNG."""


def keep(picture: Picture, path: Path, limits: Limits | None = None, make: Callable[[Path], None] | None = None) -> None:
    """Write the picture as a PNG, completely or not at all. Raises UploadFailed.

    `make` creates the empty file, with restricted permissions where needed.
    """
    data = _png(picture, limits or Limits())
    try:
        (make or _make)(path)
        path.write_bytes(data)
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise NotUploaded(UploadFlaw.NOT_KEPT) from None


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _png(picture: Picture, limits: Limits) -> bytes:
    """Return the PNG bytes, within the limits. Raises UploadFailed."""
    data = _encoded(picture, limits) if isinstance(picture, QImage) else picture
    if len(data) > limits.image_bytes:
        raise NotUploaded(UploadFlaw.PICTURE_TOO_LARGE)
    try:
        image_facts(data, MediaType.PNG, len(data), limits)
    except Flawed as flawed:
        too_large = flawed.flaw is MediaFlaw.TOO_MANY_PIXELS
        raise NotUploaded(UploadFlaw.PICTURE_TOO_LARGE if too_large else UploadFlaw.NO_PICTURE) from None
    return data


def _encoded(picture: QImage, limits: Limits) -> bytes:
    """Encode a picture, but none with too many pixels. Raises UploadFailed."""
    if picture.width() * picture.height() > limits.most_pixels:
        raise NotUploaded(UploadFlaw.PICTURE_TOO_LARGE)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise NotUploaded(UploadFlaw.NO_PICTURE)
    return bytes(buffer.data().data())
