"""How a paper begins: its first page, small."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.ui.client_reports.pages import Format
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme

_LETTERS: Final = 42


class PagePicture(QWidget):
    """White as paper in any palette. It grows with the font."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page: QImage | None = None
        identify(self, "paper.page", self.tr("The first page"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def wide(self) -> int:
        """How wide a page is to be, in logical pixels."""
        return self.fontMetrics().averageCharWidth() * _LETTERS

    def show_page(self, page: QImage | None) -> None:
        """Show it; None for none."""
        self._page = page
        self.update()

    def sizeHint(self) -> QSize:
        return Format.usual().whole.scaled(self.wide, 10 * self.wide, Qt.AspectRatioMode.KeepAspectRatio).toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._page:
            painter.drawImage(self.rect(), self._page)
        painter.setPen(QColor(self._theme.colours.line))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
