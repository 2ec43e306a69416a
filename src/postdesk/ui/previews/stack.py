"""The blocks of a card in the platform's order, painted on the screen or on paper."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.previews.blocks import ActionsBlock, AuthorBlock, TextBlock, TitleBlock
from postdesk.ui.previews.card_looks import CardPart, Shades
from postdesk.ui.previews.content import PreviewPost
from postdesk.ui.previews.media_blocks import LinkBlock, MediaBlock
from postdesk.ui.previews.tools import CardBlock, CardTools

_MAKERS: Final[dict[CardPart, Callable[[CardTools], CardBlock]]] = {
    CardPart.AUTHOR: AuthorBlock,
    CardPart.TITLE: TitleBlock,
    CardPart.TEXT: TextBlock,
    CardPart.MEDIA: MediaBlock,
    CardPart.LINK: LinkBlock,
    CardPart.ACTIONS: ActionsBlock,
}
_INSET: Final = 14
_GAP: Final = 10
_INDENT: Final = 46
_BELOW: Final = 14
"""The overhang of the author's picture, which is in the indent and higher than the name, plus a rounding pixel."""

_LOW_FOOT: Final = 4
_LINE: Final = 1.5
"""The width of the card's outline, in pixels."""
CORNER: Final = 8
"""The radius of a card's corners, in pixels."""


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block and its place, with height 0 if it shows nothing."""

    block: CardBlock
    rect: QRectF


class CardStack:
    """The blocks of a card, `height` in all. Lengths are the platform's, scaled by the tools."""

    def __init__(self, kit: CardTools) -> None:
        self._kit = kit
        self._parts = tuple(PlacedBlock(_MAKERS[part](kit), QRectF()) for part in kit.look.parts)
        self.height = 0

    @property
    def parts(self) -> tuple[PlacedBlock, ...]:
        """The blocks that show something."""
        return tuple(part for part in self._parts if part.rect.height())

    @property
    def text(self) -> TextBlock:
        return next(part.block for part in self._parts if isinstance(part.block, TextBlock))

    @property
    def media(self) -> MediaBlock:
        return next(part.block for part in self._parts if isinstance(part.block, MediaBlock))

    @property
    def titled(self) -> bool:
        """True if the card shows the post's title."""
        look = self._kit.look
        return CardPart.TITLE in look.parts or (look.card_title and self.rect_of(LinkBlock).height() > 0)

    def rect_of(self, kind: type[CardBlock]) -> QRectF:
        """Return the place of a block."""
        return next((part.rect for part in self._parts if isinstance(part.block, kind)), QRectF())

    def show(self, post: PreviewPost, width: float) -> list[QRectF]:
        """Show the post in a card of that width, and return the rectangles to repaint."""
        changed = [part for part in self._parts if part.block.show(post)]
        if all(part.block.arrange(part.rect.width()) == part.rect.height() for part in changed):
            return [self.with_overhang(part.rect) for part in changed]
        return self._arranged_anew(width, changed)

    def arrange(self, width: float) -> None:
        """Place all blocks in a card of that width."""
        self._arranged_anew(width, ())

    def with_overhang(self, rect: QRectF) -> QRectF:
        """Return a block's place, extended by its overhang at the left and below."""
        aside, below = (self._kit.px(_INDENT), self._kit.px(_BELOW)) if self._kit.look.indent else (1.0, 1.0)
        return rect.adjusted(-aside, -1, 1, below)

    def _arranged_anew(self, width: float, changed: Sequence[PlacedBlock]) -> list[QRectF]:
        before, y = self._parts, self._kit.px(_INSET)
        placed: list[PlacedBlock] = []
        for part in before:
            rect = self._room(part.block, y, width)
            rect.setHeight(part.block.arrange(rect.width()))
            if self._to_the_edge(part.block) and rect.height() and not placed:
                rect.moveTop(1)
            y = rect.bottom() + self._kit.px(_GAP) if rect.height() else y
            placed.append(PlacedBlock(part.block, rect))
        self._parts = tuple(placed)
        foot = _LOW_FOOT if self._kit.look.labelled else _INSET
        self.height = round(y - self._kit.px(_GAP) + self._kit.px(foot))
        pairs = zip(before, placed, strict=True)
        return [self.with_overhang(old.rect.united(new.rect)) for old, new in pairs if old in changed or old.rect != new.rect]

    def _room(self, block: CardBlock, y: float, width: float) -> QRectF:
        if self._to_the_edge(block):
            return QRectF(_LINE, y, width - 2 * _LINE, 0)
        inset, indent = self._kit.px(_INSET), self._kit.px(_INDENT) if self._kit.look.indent else 0
        return QRectF(inset + indent, y, width - 2 * inset - indent, 0)

    def _to_the_edge(self, block: CardBlock) -> bool:
        if isinstance(block, LinkBlock):
            return block.to_the_edge
        return isinstance(block, MediaBlock) and self._kit.look.picture.edge


def paint_card(painter: QPainter, stack: CardStack, shades: Shades, rect: QRectF, clip: QRectF, pen: QPen) -> None:
    """Paint the blocks in `clip` of a card at 0, 0, in a box with round corners."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QPainterPath()
    whole.addRoundedRect(rect.adjusted(1, 1, -1, -1), CORNER, CORNER)
    amid = rect.adjusted(CORNER, CORNER, -CORNER, -CORNER).contains(clip)
    painter.fillRect(clip, QColor(shades.card)) if amid else painter.fillPath(whole, QColor(shades.card))
    for part in stack.parts:
        if stack.with_overhang(part.rect).intersects(clip):
            painter.save()
            if part.rect.top() < CORNER:
                painter.setClipPath(whole, Qt.ClipOperation.IntersectClip)
            part.block.paint(painter, part.rect, clip)
            painter.restore()
    if not amid:
        painter.strokePath(whole, pen)
