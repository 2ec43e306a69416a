"""Media on the clipboard or in a drag: files, the link of a picture, or the picture itself."""

import re
from collections.abc import Sequence
from enum import Enum, auto
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QPixmap

from postdesk.domain.links import url_problem
from postdesk.ui.kit.editor.paste_cleanup import clean_paste

_PNG: Final = "image/png"
_IMAGE: Final = re.compile(r"""<img\b[^>]*?\ssrc\s*=\s*(["'])(.*?)\1""", re.IGNORECASE | re.DOTALL)
_MEDIA: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".mov")


class MimeMediaKind(Enum):
    """The kind of media that is taken."""

    FILES = auto()
    LINK = auto()
    PICTURE = auto()


class MimeMedia(NamedTuple):
    """The media of one drop or paste. A picture is the bytes of a PNG if there are any, else an image, null if unreadable."""

    files: Sequence[Path] = ()
    link: str = ""
    picture: QImage | bytes | None = None


def kind_of_drop(given: QMimeData) -> MimeMediaKind | None:
    """Return the kind that a drop takes, None for text. A browser's picture is taken as its link, which needs no upload."""
    if local_files(given):
        return MimeMediaKind.FILES
    link = picture_link(given)
    if _has_words(given, link):
        return None
    return MimeMediaKind.LINK if link else _picture(given)


def kind_of_paste(given: QMimeData) -> MimeMediaKind | None:
    """Return the kind that a paste takes, None for text, which has priority: spreadsheets add a picture to their text."""
    if local_files(given):
        return MimeMediaKind.FILES
    link = picture_link(given)
    if _has_words(given, link):
        return None
    return _picture(given) or (MimeMediaKind.LINK if link and not given.hasText() else None)


def read_media(given: QMimeData, kind: MimeMediaKind) -> MimeMedia:
    """Return the media of that kind. Call it as late as possible: a picture is large."""
    match kind:
        case MimeMediaKind.FILES:
            return MimeMedia(files=local_files(given))
        case MimeMediaKind.LINK:
            return MimeMedia(link=picture_link(given))
        case MimeMediaKind.PICTURE:
            return MimeMedia(picture=_picture_in(given))


def local_files(given: QMimeData) -> list[Path]:
    """Return the local files in the data."""
    return [Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()]


def picture_link(given: QMimeData) -> str:
    """Return the address of a browser's only picture, or of the only picture or video file; empty if there is none."""
    shown = [unescape(found[2]).strip() for found in _IMAGE.finditer(given.html())] if given.hasHtml() else []
    named = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in given.urls() if _is_media(url)]
    addresses = shown or named
    return addresses[0] if len(addresses) == 1 and url_problem(addresses[0]) is None else ""


def _is_media(url: QUrl) -> bool:
    return url.path().lower().endswith(_MEDIA)


def _has_words(given: QMimeData, link: str) -> bool:
    """Return True if the data has text besides the address of its media."""
    addresses = [QUrl(link), *given.urls()]
    named = given.hasHtml() or bool(given.urls())
    return any(not (named and QUrl(word) in addresses) for word in clean_paste(given).text.split())


def _picture(given: QMimeData) -> MimeMediaKind | None:
    return MimeMediaKind.PICTURE if given.hasImage() or given.hasFormat(_PNG) else None


def _picture_in(given: QMimeData) -> QImage | bytes:
    """Return the bytes of a PNG, or another picture as an image; decoding a PNG here would block the window."""
    if png := bytes(given.data(_PNG).data()):
        return png
    found = given.imageData()
    if isinstance(found, QPixmap):
        return found.toImage()
    return found if isinstance(found, QImage) else QImage()
