"""What a clipboard or a drag carries for the post besides words: files, the link to a picture, or the picture itself."""

import re
from collections.abc import Sequence
from enum import Enum, auto
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QPixmap

from postdesk.domain.links import url_flaw
from postdesk.ui.kit.editor.pasting import pasted

_PNG: Final = "image/png"
_IMAGE: Final = re.compile(r"""<img\b[^>]*?\ssrc\s*=\s*(["'])(.*?)\1""", re.IGNORECASE | re.DOTALL)
_MEDIA: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".mov")


class Kind(Enum):
    """What of it is taken."""

    FILES = auto()
    LINK = auto()
    PICTURE = auto()


class Carried(NamedTuple):
    """One of them. A picture is the bytes of a PNG, or decoded where there are none; a null image can't be read."""

    files: Sequence[Path] = ()
    link: str = ""
    picture: QImage | bytes | None = None


def dragged(given: QMimeData) -> Kind | None:
    """What a drop takes; None where it is text. A browser's picture comes with its address, which needs no upload."""
    if local_files(given):
        return Kind.FILES
    link = picture_link(given)
    if _has_words(given, link):
        return None
    return Kind.LINK if link else _picture(given)


def copied(given: QMimeData) -> Kind | None:
    """What a paste takes; None where it is text, which wins: spreadsheets put a picture beside it."""
    if local_files(given):
        return Kind.FILES
    link = picture_link(given)
    if _has_words(given, link):
        return None
    return _picture(given) or (Kind.LINK if link and not given.hasText() else None)


def carried(given: QMimeData, kind: Kind) -> Carried:
    """It, read as late as possible: a picture is large."""
    match kind:
        case Kind.FILES:
            return Carried(files=local_files(given))
        case Kind.LINK:
            return Carried(link=picture_link(given))
        case Kind.PICTURE:
            return Carried(picture=_picture_in(given))


def local_files(given: QMimeData) -> list[Path]:
    """The files of this computer that are named there."""
    return [Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()]


def picture_link(given: QMimeData) -> str:
    """The public address of the one picture that a browser names, or of the one file that is called like a picture or a film."""
    shown = [unescape(found[2]).strip() for found in _IMAGE.finditer(given.html())] if given.hasHtml() else []
    named = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in given.urls() if _is_media(url)]
    addresses = shown or named
    return addresses[0] if len(addresses) == 1 and url_flaw(addresses[0]) is None else ""


def _is_media(url: QUrl) -> bool:
    return url.path().lower().endswith(_MEDIA)


def _has_words(given: QMimeData, link: str) -> bool:
    """Whether it says anything but the address of what it carries."""
    addresses = [QUrl(link), *given.urls()]
    named = given.hasHtml() or bool(given.urls())
    return any(not (named and QUrl(word) in addresses) for word in pasted(given).text.split())


def _picture(given: QMimeData) -> Kind | None:
    return Kind.PICTURE if given.hasImage() or given.hasFormat(_PNG) else None


def _picture_in(given: QMimeData) -> QImage | bytes:
    """A PNG stays what it is: to decode it here would stop the window."""
    if png := bytes(given.data(_PNG).data()):
        return png
    found = given.imageData()
    if isinstance(found, QPixmap):
        return found.toImage()
    return found if isinstance(found, QImage) else QImage()
