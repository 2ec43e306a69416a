"""The image or video of a post: a picture in the platform's ratio, or a box that names the file."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap

from postdesk.domain.platforms import Platform
from postdesk.ui.previews.kit import Kit, one_line
from postdesk.ui.previews.pictured import Pictured, file_name
from postdesk.ui.previews.pictures import Known
from postdesk.ui.previews.words import media_hint

_NEEDED: Final = frozenset({Platform.INSTAGRAM, Platform.PINTEREST, Platform.YOUTUBE})
_NOTHING: Final = 1.91
"""The ratio of the box that stands for no file at all."""


class MediaBlock:
    """A video shows its cover, where there is one."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._url = self._cover = ""
        self._pixmap = QPixmap()
        self._made: tuple[int, QSize] | None = None

    def show(self, post: Pictured) -> bool:
        before = self._url, self._cover
        self._url, self._cover = post.content.media_url, post.content.thumbnail_url
        return (self._url, self._cover) != before

    def shows(self, url: str) -> bool:
        """Whether the picture of that address is part of it."""
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
        """The middle of it: what reaches beyond is clipped, or was cut off before."""
        if not self._kit.on_paper:
            painter.drawPixmap(rect.topLeft(), self._scaled(image, rect))
            return
        whole = QRectF(QPointF(), image.size().toSizeF().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        whole.moveCenter(rect.center())
        painter.drawImage(whole, image)

    def _name(self, painter: QPainter, rect: QRectF, *, video: bool) -> None:
        """The file's name below an icon, in the middle."""
        kit, side = self._kit, self._kit.px(28)
        icon = "play" if video or kit.platform is Platform.YOUTUBE else "image"
        top = rect.center().y() - (side + kit.px(26)) / 2
        kit.icon(painter, icon, kit.shades.secondary, QRectF(rect.center().x() - side / 2, top, side, side))
        words = file_name(self._url) if self._url else media_hint(kit.platform)
        font = kit.font(13)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = min(rect.width() - kit.px(24), metrics.horizontalAdvance(words) + 1)
        row = QRectF(rect.center().x() - width / 2, top + side + kit.px(6), width, kit.px(20))
        one_line(painter, font, kit.shades.secondary, row, words)

    def _play(self, painter: QPainter, rect: QRectF) -> None:
        side = self._kit.px(40)
        disc = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawEllipse(disc)
        inset = side / 4
        self._kit.icon(painter, "play", "#FFFFFF", disc.adjusted(inset, inset, -inset, -inset))

    def _known(self) -> Known:
        """The file, a video with its cover."""
        pictures = self._kit.pictures
        file = pictures.known(self._url)
        cover = pictures.known(self._cover).picture if file.video and self._cover else None
        return replace(file, picture=cover) if cover else file

    def _scaled(self, image: QImage, rect: QRectF) -> QPixmap:
        """The middle of the picture, scaled once for a size."""
        size = (rect.size() * self._kit.ratio).toSize()
        if self._made != (image.cacheKey(), size):
            whole = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
            x, y = (whole.width() - size.width()) // 2, (whole.height() - size.height()) // 2
            self._pixmap = QPixmap.fromImage(whole.copy(x, y, size.width(), size.height()))
            self._pixmap.setDevicePixelRatio(self._kit.ratio)
            self._made = image.cacheKey(), size
        return self._pixmap
