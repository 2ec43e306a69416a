"""The content of a card as plain values, and the known facts of its files."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from postdesk.domain.drafts import Content
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.marks import MarkKind, marks
from postdesk.domain.media import MediaCheck
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import TextUnit
from postdesk.domain.text_counter import TextCounter
from postdesk.ui.previews.card_looks import Fold, LinkCard

_VIDEO: Final = re.compile(r"(?i).+\.(mp4|mov|m4v|avi|wmv|flv|3gpp?|webm|mkv)")
_NAME: Final = 60
_SCHEME: Final = "://"
_AROUND: Final = 2_000


@dataclass(frozen=True, slots=True)
class PreviewPost:
    """One platform's part of a draft; the text is folded, and too long, from these code points on (None: nowhere)."""

    platform: Platform
    author: str
    content: Content
    fold_from: int | None = None
    over_from: int | None = None


def mark_cuts(post: PreviewPost, fold: Fold, unit: TextUnit, limit: int | None, counter: TextCounter) -> PreviewPost:
    """Return the post with its fold, and the beginning of what exceeds `limit` in the platform's unit (None: no limit)."""
    text = post.content.text
    folds = None if fold.characters is None else counter.over_limit_from(text, unit, fold.characters)
    over = None if limit is None else counter.over_limit_from(text, unit, limit)
    return replace(post, fold_from=folds, over_from=over)


def is_video(url: str) -> bool:
    """Return True if the address ends like a video's."""
    return bool(_VIDEO.fullmatch(_split(url)[1]))


def media_name(url: str) -> str:
    """Return the file name in an address, or its host if it has none."""
    host, path = _split(url)
    return (path.rpartition("/")[2] or host or url)[:_NAME]


def site(url: str) -> str:
    """Return the host of an address without "www.", as link cards show it."""
    return (_split(url)[0].removeprefix("www.") or url)[:_NAME]


def link_of(text: str, which: LinkCard) -> str:
    """Return the link that becomes a card, empty if there is none. Only the line with the link is parsed."""
    if which is LinkCard.NONE or _SCHEME not in text:
        return ""
    place = text.find(_SCHEME) if which is LinkCard.FIRST else text.rfind(_SCHEME)
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[max(start, place - _AROUND) : min(end if end >= 0 else len(text), place + _AROUND)]
    links = [line[mark.start : mark.end] for mark in marks(line) if mark.kind is MarkKind.LINK]
    return links[0 if which is LinkCard.FIRST else -1] if links else ""


def _split(url: str) -> tuple[str, str]:
    """Return the host and the path; empty if the address is invalid."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", unquote(parts.path)
    except ValueError:
        return "", ""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file: `ratio` is its width by height, 0 if unknown, `picture` a thumbnail."""

    video: bool
    ratio: float = 0.0
    picture: QImage | None = None


class PreviewFiles(QObject):
    """The look-up of files: `seen` returns the fetched facts of an address, `changed` carries an address with new ones."""

    changed = Signal(str)

    def __init__(
        self,
        seen: Callable[[str], tuple[MediaCheck | None, QImage | None]] = lambda url: (None, None),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._seen = seen

    def known(self, url: str) -> KnownFile:
        """Return the facts of the file; until it is fetched, its name tells the type."""
        media_check, picture = self._seen(url)
        facts = media_check.facts if media_check else None
        video, ratio = (facts.type.video, facts.ratio) if facts else (is_video(url), 0.0)
        if picture is None or picture.isNull():
            return KnownFile(video, ratio)
        return KnownFile(video, picture.width() / picture.height(), picture)
