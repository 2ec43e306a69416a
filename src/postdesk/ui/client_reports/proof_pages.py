"""A proof sheet on pages: each post with its platforms' cards, three beside each other."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from postdesk.domain.client_report import ProofSheet, content_groups, planned_platforms
from postdesk.domain.drafts import Content
from postdesk.domain.export_items import ExportItem
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaCheck
from postdesk.domain.platforms import Platform
from postdesk.engine.client_reports import ReportMedia
from postdesk.ui.client_reports.pages import SMALL, Band, BandGroup, PageWriter, join_bands, rule, space, stack_bands
from postdesk.ui.client_reports.words import how_many_words, missing_picture_words, planned_state, when_words
from postdesk.ui.kit.colours import LIGHT
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.blocks import TextBlock
from postdesk.ui.previews.card_looks import CardLooks
from postdesk.ui.previews.content import PreviewFiles, PreviewPost, media_name
from postdesk.ui.previews.stack import CardStack, paint_card
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

    def __init__(self, proof: ProofSheet, media: ReportMedia, looks: CardLooks, theme: Theme, width: float) -> None:
        self._proof, self._report_media, self._looks, self._theme = proof, media, looks, theme
        self._ink, self._width = PageWriter(theme), width
        self._pictures = PreviewFiles(lru_cache(None)(self._seen_anew))
        self._authors = dict(proof.authors)

    def groups(self) -> Iterator[BandGroup]:
        """Yield the title block, then the posts."""
        yield self._ink.heading(self._proof.head, self._width)
        words = how_many_words(len(self._proof.posts), self._proof.head.request.kind)
        quiet = self._ink.words(words, self._width, colour=LIGHT.secondary)
        yield BandGroup((quiet, space(16)))
        for post in self._proof.posts:
            yield self._post(post)

    def _post(self, post: ExportItem) -> BandGroup:
        due = post.draft.due_at
        when = when_words(due, self._proof.head) if due else ""
        head = stack_bands((rule(self._width), self._ink.words(when, self._width, 16, strong=True), space(8)))
        rows = self._cards(post) if self._proof.head.request.pictures else self._texts(post)
        return BandGroup((head, *rows, space(8)))

    def _cards(self, post: ExportItem) -> Iterator[Band]:
        platforms = planned_platforms(post)
        side = (self._width + _GAP) / _ROW - _GAP
        for at in range(0, len(platforms), _ROW):
            cards = [stack_bands(self._card(post, platform, side)) for platform in platforms[at : at + _ROW]]
            yield stack_bands((join_bands((n * (side + _GAP), card) for n, card in enumerate(cards)), space(8)))

    def _card(self, post: ExportItem, platform: Platform, width: float) -> Iterator[Band]:
        content = post.draft.content_for(platform)
        look = replace(self._looks.of(platform), title_lines=_ALL_LINES)
        kit = PageTools(self._theme, platform, look, look.light, self._ink.family, SMALL, 1.0, self._pictures, self._ink)
        stack = CardStack(kit)
        text = stack.text
        text.unfolded, text.most_letters, text.most_rows = True, len(content.text), _ALL_LINES
        author = self._authors.get(platform) or self._proof.head.client.name
        stack.show(PreviewPost(platform, author, content), width)
        stack.arrange(width)
        yield self._named(post, platform, width)
        yield _painted(stack, kit, width)
        if content.media_url and not self._pictures.known(content.media_url).picture:
            yield self._ink.words(missing_picture_words(media_name(content.media_url)), width, 11, colour=LIGHT.secondary)

    def _texts(self, post: ExportItem) -> Iterator[Band]:
        for content, platforms in content_groups(post):
            yield from (self._named(post, platform, self._width) for platform in platforms)
            yield from self._bare(content)
            yield space(12)

    def _bare(self, content: Content) -> Iterator[Band]:
        if content.title:
            yield self._ink.words(content.title, self._width, strong=True)
        yield self._ink.words(content.text, self._width)
        if content.media_url:
            yield self._ink.words(media_name(content.media_url), self._width, colour=LIGHT.secondary)

    def _named(self, post: ExportItem, platform: Platform, width: float) -> Band:
        """Return the platform, and below it the post's state there."""
        name = self._ink.marked(f"brand-{platform}", platform_word(platform), width, strong=True)
        state = self._ink.marked(*planned_state(post, platform), width, colour=LIGHT.locked)
        return stack_bands((name, state, space(4)))

    def _seen_anew(self, url: str) -> tuple[MediaCheck | None, QImage | None]:
        found = self._report_media.found.get(url)
        if found is None or found.picture is None or found.picture.width() <= _FINE:
            return (found.media_check, found.picture) if found else (None, None)
        return found.media_check, found.picture.scaledToWidth(_FINE, Qt.TransformationMode.SmoothTransformation)


def _painted(stack: CardStack, kit: CardTools, width: float) -> Band:
    """Return a card as a band; it is cut only between two lines of its text."""
    rect = QRectF(0, 0, width, stack.height)

    def paint(painter: QPainter, clip: QRectF) -> None:
        paint_card(painter, stack, kit.shades, rect, clip, QPen(QColor(kit.shades.line), 1))

    return Band(stack.height + 8, paint, tuple(_rows(stack)))


def _rows(stack: CardStack) -> Iterator[float]:
    top = stack.rect_of(TextBlock).top()
    for line in stack.text.folded.lines:
        for _ in range(line.rows):
            top += line.row
            yield top
