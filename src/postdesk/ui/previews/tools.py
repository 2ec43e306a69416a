"""The drawing tools of a card's blocks, and their base class.

Lengths are in the platform's own pixels and grow with the font (`CardTools.px`): a platform's text is 14 of them high.
"""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card_looks import CardLook, Shades
from postdesk.ui.previews.content import PreviewFiles, PreviewPost
from postdesk.ui.previews.text_layout import TextStyle

_TEXT: Final = 14


@dataclass(frozen=True, slots=True)
class CardTools:
    """The drawing tools of a card: `size` is the text's height in pixels, `ratio` the screen's device pixel ratio."""

    theme: Theme
    platform: Platform
    look: CardLook
    shades: Shades
    family: QFont
    size: int
    ratio: float
    pictures: PreviewFiles

    def px(self, length: float) -> float:
        """Return a length of the platform in pixels."""
        return length * self.size / _TEXT

    def font(self, size: float = _TEXT, *, strong: bool = False) -> QFont:
        font = QFont(self.family)
        font.setPixelSize(max(1, round(self.px(size))))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def icon(self, painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
        """Paint an icon into a square."""
        painter.drawPixmap(rect.topLeft(), self.theme.pixmap(name, colour, round(rect.width()), self.ratio))

    @property
    def on_paper(self) -> bool:
        """True if the card is painted into a file, which keeps each picture once and unscaled."""
        return False

    def text_style(self, size: float = _TEXT, *, strong: bool = False) -> TextStyle:
        """Return the style of the platform's texts."""
        colours, shades, fold = self.theme.colours, self.shades, self.look.fold
        return TextStyle(
            self.font(size, strong=strong),
            text=shades.text,
            link=shades.link,
            tail=shades.of(fold.colour),
            strong_tail=fold.strong,
            over=colours.bad,
            over_soft=colours.bad_soft,
            marked=self.look.marked,
        )


class CardBlock:
    """The base of a card's blocks."""

    def __init__(self, kit: CardTools) -> None:
        self._kit = kit

    def show(self, post: PreviewPost) -> bool:
        """Take the post's content, and return True if it changed."""
        raise NotImplementedError

    def arrange(self, width: float) -> float:
        """Lay the block out, and return its height, 0 if it shows nothing."""
        raise NotImplementedError

    def paint(self, painter: QPainter, rect: QRectF, clip: QRectF) -> None:
        """Paint the block's part in `clip`."""
        raise NotImplementedError


def paint_box(painter: QPainter, colour: str | QColor, rect: QRectF, corner: float) -> None:
    """Paint a box of one colour, with round corners."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(rect, corner, corner)


def paint_line(painter: QPainter, font: QFont, colour: str, rect: QRectF, text: str) -> float:
    """Paint a line, elided at the end of the rectangle, and return its width."""
    metrics = QFontMetricsF(font)
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), words)
    return metrics.horizontalAdvance(words)
