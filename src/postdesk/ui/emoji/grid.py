"""The emoji beside each other, of which only those in view are drawn."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme

COLUMNS: Final = 9
_ROWS: Final = 7
_PIXELS: Final = 22
_RADIUS: Final = 6


class Grid(QListView):
    """`chosen` follows a click and Enter; `typed` carries a key that is meant for the search, `left` one that leads out above."""

    chosen = Signal(QModelIndex)
    typed = Signal(QKeyEvent)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        identify(self, "emoji.list", self.tr("Emoji"))
        self._side = cell_side(self.font())
        self.setItemDelegate(Cell(theme, self._side, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(self._side // 2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(COLUMNS * self._side + bar + 2)
        self.setFixedHeight(_ROWS * self._side)
        self.clicked.connect(self.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width, up to the scroll bar at the edge."""
        super().resizeEvent(event)
        self.setGridSize(QSize(self.viewport().width() // COLUMNS, self._side))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter goes on with the search, where Qt would look for an item that begins with it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() < COLUMNS:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Backspace or (event.text().isprintable() and event.text().strip()):
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)


class Cell(QStyledItemDelegate):
    """Draws one: what the system's emoji font has for it, on the ground that tells where one is."""

    def __init__(self, theme: Theme, side: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._side = theme, side
        self._font = QFont(parent.font())
        self._font.setPixelSize(side * _PIXELS // 36)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._side, self._side)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        rect = QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if focused or state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.setBrush(QColor(self._theme.colours.accent_soft))
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2) if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), _RADIUS, _RADIUS)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.colours.text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


def cell_side(font: QFont) -> int:
    """36 at the usual font, growing with it by whole steps of the grid."""
    return max(36, round(QFontMetrics(font).height() * 2 / 4) * 4)
