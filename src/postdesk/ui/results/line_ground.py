"""The ground on which a line of the results stands, and what frames it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QTreeView

from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.model import ResultsModel

_CHEVRON: Final = 14


class LineGround:
    """Amber for a question; a thin line below, the selected one marked at its left, the one with the focus framed."""

    def __init__(self, view: QTreeView, model: ResultsModel, theme: Theme) -> None:
        self._view, self._model, self._theme = view, model, theme

    def paint_below(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """Before the line's cells."""
        line, colours = self._model.line(index), self._theme.colours
        if line and (self._is_selected(index) or line.asks or line.platform):
            calm = colours.accent_soft if self._is_selected(index) else colours.sunk
            painter.fillRect(rect, QColor(colours.attention_soft if line.asks else calm))

    def paint_above(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """After the line's cells."""
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._is_selected(index):
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), QColor(colours.accent))
        if index == self._view.currentIndex().siblingAtColumn(0) and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def paint_chevron(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """Whether the line is opened."""
        icon = "chevron-down" if self._view.isExpanded(index) else "chevron-right"
        pixmap = self._theme.pixmap(icon, "secondary", _CHEVRON, self._view.devicePixelRatioF())
        painter.drawPixmap(rect.right() - _CHEVRON, rect.center().y() - _CHEVRON // 2, pixmap)

    def _is_selected(self, index: QModelIndex) -> bool:
        return self._view.selectionModel().isRowSelected(index.row(), index.parent())
