"""A proof sheet on pages: each post with its platforms' cards, three beside each other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from postdesk.domain.drafts import Content
from postdesk.domain.exporting import Exported
from postdesk.domain.media import Look as MediaLook
from postdesk.domain.paper import Proof, alike, shown
from postdesk.domain.platforms import Platform
from postdesk.engine.papers import Seeing
from postdesk.ui.client_reports.pages import SMALL, Band, Group, PageWriter, below, beside, rule, space
from postdesk.ui.client_reports.words import how_many_words, planned_icon, planned_words, unseen_words, when_words
from postdesk.ui.kit.colours import LIGHT
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.blocks import TextBlock
from postdesk.ui.previews.content import Pictured, Pictures, file_name
from postdesk.ui.previews.looks import Looks
from postdesk.ui.previews.stack import Stack, paint_card
from postdesk.ui.previews.tools import CardTools
from postdesk.ui.text.names import platform_word

_GAP: Final = 20
_ROW: Final = 3
"""The number of cards beside each other."""

_FINE: Final = 450
"""The width of a picture in pixels, 200 for an inch of paper. A larger one would block the window while it is written."""

_ALL_LINES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class PageTools(CardTools):
    """The tools of a card on paper: icons as vectors, and each picture at full size, so that a file has it once."""

    ink: PageWriter

    def icon(self, painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
        self.ink.icon(painter, name, rect, colour)

    @property
    def on_paper(self) -> bool:
        return True


class ProofPages:
    """Lays out one proof; made and used in one thread."""

    def __init__(self, proof: Proof, seeing: Seeing, looks: Looks, theme: Theme, width: float) -> None:
        self._proof, self._seeing, self._looks, self._theme = proof, seeing, looks, theme
        self._ink, self._width = PageWriter(theme), width
        self._pictures = Pictures(lru_cache(None)(self._seen_anew))
        self._authors = dict(proof.authors)

    def groups(self) -> Iterator[Group]:
        """Yield the title block, then the posts."""
        yield self._ink.heading(self._proof.head, self._width)
        words = how_many_words(len(self._proof.posts), self._proof.head.asked.kind)
        quiet = self._ink.words(words, self._width, colour=LIGHT.secondary)
        yield Group((quiet, space(16)))
        for post in self._proof.posts:
            yield self._post(post)

    def _post(self, post: Exported) -> Group:
        due = post.draft.due_at
        when = when_words(due, self._proof.head) if due else ""
        head = below((rule(self._width), self._ink.words(when, self._width, 16, strong=True), space(8)))
        rows = self._cards(post) if self._proof.head.asked.pictures else self._texts(post)
        return Group((head, *rows, space(8)))

    def _cards(self, post: Exported) -> Iterator[Band]:
        platforms = shown(post)
        side = (self._width + _GAP) / _ROW - _GAP
        for at in range(0, len(platforms), _ROW):
            cards = [below(self._card(post, platform, side)) for platform in platforms[at : at + _ROW]]
            yield below((beside((n * (side + _GAP), card) for n, card in enumerate(cards)), space(8)))

    def _card(self, post: Exported, platform: Platform, width: float) -> Iterator[Band]:
        content = post.draft.content_for(platform)
        look = replace(self._looks.of(platform), title_lines=_ALL_LINES)
        kit = PageTools(self._theme, platform, look, look.light, self._ink.family, SMALL, 1.0, self._pictures, self._ink)
        stack = Stack(kit)
        text = stack.text
        text.unfolded, text.most_letters, text.most_rows = True, len(content.text), _ALL_LINES
        author = self._authors.get(platform) or self._proof.head.client.name
        stack.show(Pictured(platform, author, content), width)
        stack.arrange(width)
        yield self._named(post, platform, width)
        yield _painted(stack, kit, width)
        if content.media_url and not self._pictures.known(content.media_url).picture:
            yield self._ink.words(unseen_words(file_name(content.media_url)), width, 11, colour=LIGHT.secondary)

    def _texts(self, post: Exported) -> Iterator[Band]:
        for content, platforms in alike(post):
            yield from (self._named(post, platform, self._width) for platform in platforms)
            yield from self._bare(content)
            yield space(12)

    def _bare(self, content: Content) -> Iterator[Band]:
        if content.title:
            yield self._ink.words(content.title, self._width, strong=True)
        yield self._ink.words(content.text, self._width)
        if content.media_url:
            yield self._ink.words(file_name(content.media_url), self._width, colour=LIGHT.secondary)

    def _named(self, post: Exported, platform: Platform, width: float) -> Band:
        """Return the platform, and below it the post's state there."""
        name = self._ink.marked(f"brand-{platform}", platform_word(platform), width, strong=True)
        state = self._ink.marked(planned_icon(post, platform), planned_words(post, platform), width, colour=LIGHT.locked)
        return below((name, state, space(4)))

    def _seen_anew(self, url: str) -> tuple[MediaLook | None, QImage | None]:
        found = self._seeing.found.get(url)
        if found is None or found.picture is None or found.picture.width() <= _FINE:
            return (found.look, found.picture) if found else (None, None)
        return found.look, found.picture.scaledToWidth(_FINE, Qt.TransformationMode.SmoothTransformation)


def _painted(stack: Stack, kit: CardTools, width: float) -> Band:
    """Return a card as a band; it is cut only between two lines of its text."""
    rect = QRectF(0, 0, width, stack.height)

    def paint(painter: QPainter, clip: QRectF) -> None:
        paint_card(painter, stack, kit.shades, rect, clip, QPen(QColor(kit.shades.line), 1))

    return Band(stack.height + 8, paint, tuple(_rows(stack)))


def _rows(stack: Stack) -> Iterator[float]:
    top = stack.rect_of(TextBlock).top()
    for line in stack.text.folded.lines:
        for _ in range(line.rows):
            top += line.row
            yield top
