"""The blocks of a card. Each takes its content, returns its height for a width, and paints itself."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.previews.card_looks import CardPart
from postdesk.ui.previews.content import PreviewPost
from postdesk.ui.previews.text_fold import FoldedText, FoldRequest, FoldResult
from postdesk.ui.previews.tools import CardBlock, CardTools, paint_box, paint_line
from postdesk.ui.previews.words import action_word, byline, untitled, views_line

_OPEN_ROWS: Final = 400
_OPEN_LETTERS: Final = 8_000
"""The most characters of an unfolded text."""

_WHOLE_ROWS: Final = 60
_OVER_SHOWN: Final = 160
"""The shown part of the excess of a text that is too long, in code points."""

_SIGN: Final = 16
_SIGN_GAP: Final = 5
"""The gap between an action's icon and its word."""


class AuthorBlock(CardBlock):
    """The author: a round picture, the name, and the words beside or below it."""

    _name = ""

    def show(self, post: PreviewPost) -> bool:
        changed, self._name = post.author != self._name, post.author
        return changed

    def arrange(self, width: float) -> float:
        return self._kit.px(24 if self._kit.look.indent else 44)

    def paint(self, painter: QPainter, rect: QRectF, clip: QRectF) -> None:
        kit, shades = self._kit, self._kit.shades
        name, beside, below = byline(kit.platform, self._name)
        side = kit.px(36)
        left = rect.x() - side - kit.px(10) if kit.look.indent else rect.x()
        top = rect.y() if kit.look.indent else rect.center().y() - side / 2
        paint_avatar(painter, QRectF(left, top, side, side), name.lstrip("@"), shades.line)
        x = rect.x() if kit.look.indent else rect.x() + side + kit.px(10)
        room, row = rect.right() - x - kit.px(28), kit.px(20)
        if taken := paint_button(painter, kit, CardPart.AUTHOR, rect):
            room -= taken - kit.px(12)
        elif "ellipsis" not in kit.look.actions:
            dots = QRectF(rect.right() - kit.px(18), rect.center().y() - kit.px(9), kit.px(18), kit.px(18))
            kit.icon(painter, "ellipsis", shades.secondary, dots)
        y = rect.center().y() - (row if below else row / 2)
        wide = paint_line(painter, kit.font(strong=True), shades.text, QRectF(x, y, room, row), name)
        if beside:
            rest = QRectF(x + wide + kit.px(4), y, room - wide - kit.px(4), row)
            paint_line(painter, kit.font(), shades.secondary, rest, beside)
        if below:
            paint_line(painter, kit.font(12), shades.secondary, QRectF(x, y + row, room, row), below)


class TextBlock(CardBlock):
    """The text, folded as on the platform, or `unfolded` up to a limit."""

    def __init__(self, kit: CardTools) -> None:
        super().__init__(kit)
        self._text = FoldedText(kit.text_style())
        self.unfolded = False
        self.most_letters, self.most_rows = _OPEN_LETTERS, _OPEN_ROWS

    @property
    def folded(self) -> FoldResult:
        """The folded text, of which a part is visible."""
        return self._text.folded

    def show(self, post: PreviewPost) -> bool:
        return self._text.show(self._folding(post))

    def _folding(self, post: PreviewPost) -> FoldRequest:
        look, fold, text = self._kit.look, self._kit.look.fold, post.content.text
        lead = post.author.lstrip("@") if look.lead and text else ""
        until, rows, tail, own_row = post.fold_from, fold.lines or _WHOLE_ROWS, fold.words, fold.own_row
        over = post.over_from
        if over is not None and fold.lines is None and (until is None or over <= until):
            until, tail, own_row = over + _OVER_SHOWN, "…", False
        if self.unfolded:
            until, rows, tail, own_row = self.most_letters, self.most_rows, "…", False
        return FoldRequest(text, lead, until, rows, over, tail, own_row, look.one_tag)

    def arrange(self, width: float) -> float:
        if not self._text.has_text:
            return 0.0
        pad = self._pad()
        return self._text.arrange(width - 2 * pad) + 2 * pad + (self._kit.px(20) if self._kit.look.panel else 0)

    def paint(self, painter: QPainter, rect: QRectF, clip: QRectF) -> None:
        kit, pad = self._kit, self._pad()
        inner = rect.adjusted(pad, pad, -pad, -pad)
        if kit.look.panel:
            paint_box(painter, kit.shades.fill, rect, kit.px(12))
            row = QRectF(inner.x(), inner.y() - kit.px(2), inner.width(), kit.px(20))
            paint_line(painter, kit.font(strong=True), kit.shades.text, row, views_line())
            inner.setTop(inner.top() + kit.px(20))
        self._text.paint(painter, inner, clip)

    def _pad(self) -> float:
        return self._kit.px(12) if self._kit.look.panel else 0.0


class TitleBlock(CardBlock):
    """The title, in bold, or a hint if a required one is missing."""

    def __init__(self, kit: CardTools) -> None:
        super().__init__(kit)
        self._text = FoldedText(kit.text_style(17, strong=True))

    def show(self, post: PreviewPost) -> bool:
        title = " ".join(post.content.title.split()) or untitled(post.platform)
        return self._text.show(FoldRequest(title, rows=self._kit.look.title_lines, tail="…"))

    def arrange(self, width: float) -> float:
        return self._text.arrange(width) if self._text.has_text else 0.0

    def paint(self, painter: QPainter, rect: QRectF, clip: QRectF) -> None:
        self._text.paint(painter, rect, clip)


class ActionsBlock(CardBlock):
    """The reader's actions: a row of icons, with words if the platform has them."""

    def show(self, post: PreviewPost) -> bool:
        return False

    def arrange(self, width: float) -> float:
        look = self._kit.look
        return self._kit.px(40 if look.labelled else 34 if look.button and look.button.beside is CardPart.ACTIONS else 28)

    def paint(self, painter: QPainter, rect: QRectF, clip: QRectF) -> None:
        kit, names = self._kit, self._kit.look.actions
        paint_button(painter, kit, CardPart.ACTIONS, rect)
        if kit.look.labelled:
            painter.setPen(QPen(QColor(kit.shades.line), 1))
            painter.drawLine(rect.topLeft(), rect.topRight())
        share = rect.width() / len(names)
        worded = kit.look.labelled and max(map(self._words_width, names)) <= share
        for index, name in enumerate(names):
            cell = QRectF(rect.x() + index * share, rect.y(), share, rect.height())
            self._labelled(painter, cell, name, worded=worded) if kit.look.labelled else self._bare(painter, rect, index, name)

    def _labelled(self, painter: QPainter, cell: QRectF, name: str, *, worded: bool) -> None:
        """Paint the action in the middle of its cell; the icon alone unless all words have room (`worded`)."""
        kit, side = self._kit, self._kit.px(_SIGN)
        x = cell.center().x() - (self._words_width(name) if worded else side) / 2
        kit.icon(painter, name, kit.shades.secondary, QRectF(x, cell.center().y() - side / 2, side, side))
        if worded:
            beside = QRectF(x + side + kit.px(_SIGN_GAP), cell.y(), cell.right() - x, cell.height())
            paint_line(painter, kit.font(12, strong=True), kit.shades.secondary, beside, action_word(name))

    def _words_width(self, name: str) -> float:
        """Return the width of an icon with its word."""
        words = QFontMetricsF(self._kit.font(12, strong=True)).horizontalAdvance(action_word(name))
        return self._kit.px(_SIGN + _SIGN_GAP) + words

    def _bare(self, painter: QPainter, rect: QRectF, index: int, name: str) -> None:
        """Paint the icon in a row from the left, or spread over the row if `spread`; the bookmark is on the right."""
        kit, side, look = self._kit, self._kit.px(18), self._kit.look
        spread = (rect.width() - side) / max(1, len(look.actions) - 1)
        x = rect.x() + index * (spread if look.spread else min(kit.px(46), spread))
        if kit.platform is Platform.INSTAGRAM and name == "bookmark":
            x = rect.right() - side
        box = QRectF(x, rect.center().y() - side / 2, side, side)
        if look.pills:
            box.translate(kit.px(10), 0)
            self._pill(painter, box, index)
        strong = look.pills or kit.platform is Platform.INSTAGRAM
        kit.icon(painter, name, kit.shades.text if strong else kit.shades.secondary, box)

    def _pill(self, painter: QPainter, box: QRectF, index: int) -> None:
        """Paint the pill behind an icon; the first one includes the second icon."""
        if index == 1:
            return
        kit = self._kit
        pill = box.adjusted(-kit.px(10), -kit.px(6), kit.px(56 if index == 0 else 10), kit.px(6))
        paint_box(painter, kit.shades.fill, pill, pill.height() / 2)


def paint_button(painter: QPainter, kit: CardTools, part: CardPart, rect: QRectF) -> float:
    """Paint the card's button at the right of the part, if it belongs there, and return its width, 0 for none."""
    button = kit.look.button
    if button is None or button.beside is not part:
        return 0.0
    font, words = kit.font(13, strong=True), action_word(button.word)
    width = QFontMetricsF(font).horizontalAdvance(words) + kit.px(28)
    pill = QRectF(rect.right() - width, rect.center().y() - kit.px(17), width, kit.px(34))
    paint_box(painter, button.fill or kit.shades.text, pill, pill.height() / 2)
    painter.setFont(font)
    painter.setPen(QColor(button.text or kit.shades.card))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
    return width
