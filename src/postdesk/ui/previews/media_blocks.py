"""The media of a post, and the card that a platform makes of a link’s page."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPixmap

from postdesk.domain.platforms import Platform
from postdesk.ui.previews.card_looks import LinkStyle
from postdesk.ui.previews.content import KnownFile, PreviewPost, link_of, media_name, site
from postdesk.ui.previews.tools import CardBlock, CardTools, paint_box, paint_line
from postdesk.ui.previews.words import from_site, link_hint, media_hint

_NEEDED: Final = frozenset({Platform.INSTAGRAM, Platform.PINTEREST, Platform.YOUTUBE})
_NOTHING: Final = 1.91
"""The ratio of the box for a missing file."""
_RATIO: Final = 1.91
"""The ratio of a linked page's picture, width by height."""

_SMALL: Final = 64
_BELOW: Final = 60
_FROM: Final = 24
_OVER: Final = QColor(0, 0, 0, 190)
_OVER_TEXT: Final = "#FFFFFF"


class MediaBlock(CardBlock):
    """The image or video of a post; a video shows its cover, if it has one."""

    def __init__(self, kit: CardTools) -> None:
        super().__init__(kit)
        self._url = self._cover = ""
        self._pixmap = QPixmap()
        self._made: tuple[int, QSize] | None = None

    def show(self, post: PreviewPost) -> bool:
        before = self._url, self._cover
        self._url, self._cover = post.content.media_url, post.content.thumbnail_url
        return (self._url, self._cover) != before

    def shows(self, url: str) -> bool:
        """Return True if the block shows the picture of that address."""
        return bool(url) and url in {self._url, self._cover}

    def arrange(self, width: float) -> float:
        if not self._url and self._kit.platform not in _NEEDED:
            return 0.0
        allowed, known = self._kit.look.picture, self._known()
        if not self._url:
            return round(width / max(allowed.ratio, _NOTHING))
        ratio = min(max(known.ratio, allowed.tallest), allowed.widest) if known.ratio else allowed.ratio
        return round(width / ratio)

    def paint(self, painter: QPainter, rect: QRectF, clip: QRectF) -> None:
        kit, known = self._kit, self._known()
        path = QPainterPath()
        round_ = 0.0 if kit.look.picture.edge else kit.px(12)
        path.addRoundedRect(rect, round_, round_)
        if known.picture:
            painter.save()
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            self._picture(painter, rect, known.picture)
            painter.restore()
        else:
            painter.fillPath(path, QColor(kit.shades.fill))
            self._name(painter, rect, video=known.video)
        if known.picture and known.video:
            self._play(painter, rect)

    def _picture(self, painter: QPainter, rect: QRectF, image: QImage) -> None:
        """Paint the middle of the picture, clipped to the rectangle."""
        if not self._kit.on_paper:
            painter.drawPixmap(rect.topLeft(), self._scaled(image, rect))
            return
        whole = QRectF(QPointF(), image.size().toSizeF().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        whole.moveCenter(rect.center())
        painter.drawImage(whole, image)

    def _name(self, painter: QPainter, rect: QRectF, *, video: bool) -> None:
        """Paint the file's name below an icon, in the middle."""
        kit, side = self._kit, self._kit.px(28)
        icon = "play" if video or kit.platform is Platform.YOUTUBE else "image"
        top = rect.center().y() - (side + kit.px(26)) / 2
        kit.icon(painter, icon, kit.shades.secondary, QRectF(rect.center().x() - side / 2, top, side, side))
        words = media_name(self._url) if self._url else media_hint(kit.platform)
        font = kit.font(13)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = min(rect.width() - kit.px(24), metrics.horizontalAdvance(words) + 1)
        row = QRectF(rect.center().x() - width / 2, top + side + kit.px(6), width, kit.px(20))
        paint_line(painter, font, kit.shades.secondary, row, words)

    def _play(self, painter: QPainter, rect: QRectF) -> None:
        side = self._kit.px(40)
        disc = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawEllipse(disc)
        inset = side / 4
        self._kit.icon(painter, "play", "#FFFFFF", disc.adjusted(inset, inset, -inset, -inset))

    def _known(self) -> KnownFile:
        """Return the file, for a video with its cover."""
        pictures = self._kit.pictures
        file = pictures.known(self._url)
        cover = pictures.known(self._cover).picture if file.video and self._cover else None
        return replace(file, picture=cover) if cover else file

    def _scaled(self, image: QImage, rect: QRectF) -> QPixmap:
        """Return the middle of the picture, scaled once for each size."""
        size = (rect.size() * self._kit.ratio).toSize()
        if self._made != (image.cacheKey(), size):
            whole = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
            x, y = (whole.width() - size.width()) // 2, (whole.height() - size.height()) // 2
            self._pixmap = QPixmap.fromImage(whole.copy(x, y, size.width(), size.height()))
            self._pixmap.setDevicePixelRatio(self._kit.ratio)
            self._made = image.cacheKey(), size
        return self._pixmap


class LinkBlock(CardBlock):
    """The card of a link, with the post's title if the platform shows it. A post with media has none."""

    _url = _title = ""

    @property
    def to_the_edge(self) -> bool:
        """True if the card reaches from edge to edge, as media do."""
        look = self._kit.look
        return look.picture.edge and look.link_style is LinkStyle.BELOW

    def show(self, post: PreviewPost) -> bool:
        before = self._url, self._title
        content, look = post.content, self._kit.look
        self._url = "" if content.media_url else link_of(content.text, look.link_card)
        self._title = " ".join(content.title.split()) if look.card_title else ""
        return (self._url, self._title) != before

    def arrange(self, width: float) -> float:
        if not self._url:
            return 0.0
        style, px = self._kit.look.link_style, self._kit.px
        if style is LinkStyle.SMALL:
            return px(_SMALL)
        return round(width / _RATIO) + px(_BELOW if style is LinkStyle.BELOW else _FROM)

    def paint(self, painter: QPainter, rect: QRectF, clip: QRectF) -> None:
        painters = {LinkStyle.SMALL: self._small, LinkStyle.BELOW: self._below, LinkStyle.OVER: self._over}
        painters[self._kit.look.link_style](painter, rect)

    def _small(self, painter: QPainter, rect: QRectF) -> None:
        """Paint a small picture on the left, the title and the site beside it."""
        kit, shades = self._kit, self._kit.shades
        self._box(painter, rect, kit.px(8), shades.card)
        picture = QRectF(rect.x() + kit.px(8), rect.y() + kit.px(8), kit.px(48), kit.px(48))
        paint_box(painter, shades.fill, picture, kit.px(6))
        self._sign(painter, picture, kit.px(20))
        x = picture.right() + kit.px(10)
        row = QRectF(x, rect.y() + kit.px(12), rect.right() - x - kit.px(8), kit.px(20))
        paint_line(painter, kit.font(strong=True), shades.text, row, self._words)
        paint_line(painter, kit.font(12), shades.secondary, row.translated(0, kit.px(20)), site(self._url))

    def _below(self, painter: QPainter, rect: QRectF) -> None:
        """Paint a large picture, the site and the title below it."""
        kit, shades, edge = self._kit, self._kit.shades, self.to_the_edge
        picture = QRectF(rect.x(), rect.y(), rect.width(), rect.height() - kit.px(_BELOW))
        if edge:
            painter.fillRect(rect, QColor(shades.fill))
            painter.setPen(QPen(QColor(shades.line), 1))
            painter.drawLine(picture.bottomLeft(), picture.bottomRight())
        else:
            self._box(painter, rect, kit.px(12), shades.card, picture)
        self._sign(painter, picture, kit.px(28))
        inset = kit.px(14) - rect.x() if edge else kit.px(12)
        row = QRectF(rect.x() + inset, picture.bottom() + kit.px(10), rect.width() - 2 * inset, kit.px(20))
        paint_line(painter, kit.font(12), shades.secondary, row, site(self._url))
        paint_line(painter, kit.font(strong=True), shades.text, row.translated(0, kit.px(20)), self._words)

    def _over(self, painter: QPainter, rect: QRectF) -> None:
        """Paint a large picture with the title on it, and the site below."""
        kit, shades = self._kit, self._kit.shades
        picture = QRectF(rect.x(), rect.y(), rect.width(), rect.height() - kit.px(_FROM))
        self._box(painter, picture, kit.px(12), shades.fill)
        self._sign(painter, picture, kit.px(28))
        font, inset = kit.font(13), kit.px(12)
        wide = min(picture.width() - 4 * inset, QFontMetricsF(font).horizontalAdvance(self._words) + 1)
        label = QRectF(picture.x() + inset, picture.bottom() - inset - kit.px(22), wide + kit.px(12), kit.px(22))
        paint_box(painter, _OVER, label, kit.px(4))
        paint_line(painter, font, _OVER_TEXT, label.adjusted(kit.px(6), 0, -kit.px(6), 0), self._words)
        row = QRectF(rect.x(), rect.bottom() - kit.px(20), rect.width(), kit.px(20))
        paint_line(painter, kit.font(13), shades.secondary, row, from_site(site(self._url)))

    @property
    def _words(self) -> str:
        return self._title or link_hint()

    def _box(self, painter: QPainter, rect: QRectF, corner: float, fill: str, picture: QRectF | None = None) -> None:
        """Paint a box with an outline; the rectangle `picture` is filled with another colour."""
        path = QPainterPath()
        path.addRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        painter.fillPath(path, QColor(fill))
        if picture:
            painter.save()
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            painter.fillRect(picture, QColor(self._kit.shades.fill))
            painter.restore()
        painter.strokePath(path, QPen(QColor(self._kit.shades.line), 1))

    def _sign(self, painter: QPainter, picture: QRectF, side: float) -> None:
        """Paint an icon in place of the page's picture."""
        place = QRectF(picture.center().x() - side / 2, picture.center().y() - side / 2, side, side)
        self._kit.icon(painter, "link", self._kit.shades.secondary, place)
