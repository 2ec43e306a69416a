"""Images: pixel size from the header, and a small picture. Blocking: run in a thread."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from postdesk.domain.media import MediaFacts, MediaProblem, MediaType, UnusableMedia
from postdesk.media.probe_limits import ProbeLimits

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


def image_facts(data: bytes, kind: MediaType, size_bytes: int, limits: ProbeLimits) -> MediaFacts:
    """Return the facts in the header; without pixels for formats that Qt can't read. Raises UnusableMedia."""
    size = _ImageReader(data, kind).size if kind in _FORMATS else QSize(0, 0)
    if not size.isValid():
        raise UnusableMedia(MediaProblem.DAMAGED)
    if size.width() * size.height() > limits.most_pixels:
        raise UnusableMedia(MediaProblem.TOO_MANY_PIXELS)
    return MediaFacts(kind, size_bytes, size.width(), size.height())


def make_small_picture(data: bytes, facts: MediaFacts, limits: ProbeLimits) -> QImage | None:
    """Return a small picture of a whole image; None with too many pixels or a format Qt can't read. Raises UnusableMedia."""
    if facts.type not in _FORMATS or facts.pixels > limits.picture_pixels:
        return None
    if _cut_off(data, facts.type):
        raise UnusableMedia(MediaProblem.DAMAGED)
    picture = _ImageReader(data, facts.type).small()
    if picture.isNull():
        raise UnusableMedia(MediaProblem.DAMAGED)
    return picture


class _ImageReader:
    """One image in memory, read only as the format that its bytes show."""

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
        """The size as displayed, with the EXIF rotation applied."""
        size = self._reader.size()
        return size.transposed() if self._turned else size

    def small(self) -> QImage:
        """Decode at the small size; a null image on failure."""
        size = self._reader.size()
        if max(size.width(), size.height()) > PICTURE_SIDE:
            small = size.scaled(PICTURE_SIDE, PICTURE_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
            self._reader.setScaledSize(small.expandedTo(QSize(1, 1)))
        return self._reader.read()


def _cut_off(data: bytes, kind: MediaType) -> bool:
    """Return True for a truncated JPEG: no end mark after its last scan. Qt would fill the missing part."""
    return kind is MediaType.JPEG and data.rfind(b"\xff\xd9") <= data.rfind(b"\xff\xda")
