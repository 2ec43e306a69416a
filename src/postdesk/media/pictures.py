"""Images: their pixels from their header, and a small picture. Run in a thread."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from postdesk.domain.media import Facts, Flawed, MediaFlaw, MediaType
from postdesk.media.limits import Limits

PICTURE_SIDE: Final = 640
"""The longer side of a small picture, in pixels."""

_MEMORY_MB: Final = 256
_FORMATS: Final = {
    MediaType.JPEG: b"jpeg",
    MediaType.PNG: b"png",
    MediaType.GIF: b"gif",
    MediaType.WEBP: b"webp",
    MediaType.BMP: b"bmp",
    MediaType.TIFF: b"tiff",
}
_TURNED: Final = QImageIOHandler.Transformation.TransformationRotate90


def image_facts(data: bytes, kind: MediaType, size_bytes: int, limits: Limits) -> Facts:
    """What the header says; nothing of pixels for what Qt can't read. Raises Flawed."""
    size = _Reading(data, kind).size if kind in _FORMATS else QSize(0, 0)
    if not size.isValid():
        raise Flawed(MediaFlaw.DAMAGED)
    if size.width() * size.height() > limits.most_pixels:
        raise Flawed(MediaFlaw.TOO_MANY_PIXELS)
    return Facts(kind, size_bytes, size.width(), size.height())


def picture_of(data: bytes, facts: Facts, limits: Limits) -> QImage | None:
    """A whole image in small; None where it has too many pixels for that, or Qt can't read its kind. Raises Flawed."""
    if facts.type not in _FORMATS or facts.pixels > limits.picture_pixels:
        return None
    if _cut_off(data, facts.type):
        raise Flawed(MediaFlaw.DAMAGED)
    picture = _Reading(data, facts.type).small()
    if picture.isNull():
        raise Flawed(MediaFlaw.DAMAGED)
    return picture


class _Reading:
    """One image in memory, read as what its bytes say it is and as nothing else."""

    def __init__(self, data: bytes, kind: MediaType) -> None:
        QImageReader.setAllocationLimit(_MEMORY_MB)
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._reader = QImageReader(self._buffer, QByteArray(_FORMATS[kind]))
        self._reader.setAutoDetectImageFormat(False)
        self._reader.setAutoTransform(True)
        self._turned = bool(self._reader.transformation() & _TURNED)

    @property
    def size(self) -> QSize:
        """As it is shown: turned as it says that it is to be."""
        size = self._reader.size()
        return size.transposed() if self._turned else size

    def small(self) -> QImage:
        """Decoded to what is needed of it; a null image where that fails."""
        size = self._reader.size()
        if max(size.width(), size.height()) > PICTURE_SIDE:
            small = size.scaled(PICTURE_SIDE, PICTURE_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
            self._reader.setScaledSize(small.expandedTo(QSize(1, 1)))
        return self._reader.read()


def _cut_off(data: bytes, kind: MediaType) -> bool:
    """Qt fills in what is missing of a JPEG: its end mark comes after its last scan."""
    return kind is MediaType.JPEG and data.rfind(b"\xff\xd9") <= data.rfind(b"\xff\xda")
