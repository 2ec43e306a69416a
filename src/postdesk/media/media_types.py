"""Detection of a file's type by its first bytes; its name and its server's Content-Type are ignored."""

import re
from typing import Final

from postdesk.domain.media import MediaType

HEAD_BYTES: Final = 65_536
"""The number of first bytes needed for the detection."""

_STARTS: Final = (
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"GIF87a", MediaType.GIF),
    (b"GIF89a", MediaType.GIF),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"FLV\x01", MediaType.FLV),
    (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), MediaType.WMV),
)
_RIFF: Final = {b"WEBP": MediaType.WEBP, b"AVI ": MediaType.AVI}
_HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF: Final = frozenset({b"avif", b"avis"})
_OLD_QUICKTIME: Final = frozenset({b"moov", b"mdat", b"wide", b"pnot"})
_ROOT: Final = re.compile(rb"<(?:[a-z]+:)?(svg|html|head|body|title|script|meta)\b|<!doctype (html|svg)", re.IGNORECASE)
_EBML: Final = b"\x1aE\xdf\xa3"


def detect_media_type(head: bytes) -> MediaType:
    """Return the type of content that begins with these bytes; OTHER for all but images, videos and HTML pages."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return MediaType.BMP
    if head[:4] == _EBML:
        return MediaType.WEBM if b"webm" in head[:64] else MediaType.MKV
    return _in_boxes(head) or _in_words(head) or MediaType.OTHER


def _in_boxes(head: bytes) -> MediaType | None:
    """Detect ISO 14496-12 files: a first box named "ftyp" lists the brands; older QuickTime starts with other known boxes."""
    if head[4:8] in _OLD_QUICKTIME:
        return MediaType.MOV
    if head[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4]), 256)
    brand, brands = head[8:12], {head[8:12], *(head[at : at + 4] for at in range(16, size, 4))}
    if brand in _AVIF | _HEIC:
        return MediaType.AVIF if brands & _AVIF else MediaType.HEIC
    if brand == b"qt  ":
        return MediaType.MOV
    return MediaType.THREE_GP if brand[:2] == b"3g" else MediaType.MP4


def _in_words(head: bytes) -> MediaType | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    root = _ROOT.search(text[:4096]) if text[:1] == b"<" else None
    if root is None:
        return None
    return MediaType.SVG if (root[1] or root[2]).lower() == b"svg" else MediaType.HTML
