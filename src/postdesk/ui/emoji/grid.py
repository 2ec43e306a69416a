"""The emoji as a list model, and the grid that shows it: only visible ones are drawn."""

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from postdesk.domain.emoji_names import Emoji, EmojiBook
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.theme import Theme

RECENT: Final = -1
_NO_INDEX: Final = QModelIndex()

Index = QModelIndex | QPersistentModelIndex
COLUMNS: Final = 9
_ROWS: Final = 7
_PIXELS: Final = 22
_RADIUS: Final = 6


class EmojiModel(QAbstractListModel):
    """The emoji, one a row: `DisplayRole` is the text in the chosen skin tone, `AccessibleTextRole` its name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Emoji, ...] = ()
        self._recent = 0
        self._tone = 0

    def show_all(self, book: EmojiBook, recent: tuple[str, ...], tone: int) -> None:
        """Show the recently used emoji, then all in the order of their groups."""
        known = (book.get(text) for text in recent)
        used = tuple(Emoji(text, each.name) for text, each in zip(recent, known, strict=True) if each)
        self._show((*used, *book.emoji), len(used), tone)

    def show_found(self, found: tuple[Emoji, ...], tone: int) -> None:
        """Show only these."""
        self._show(found, 0, tone)

    def row_of(self, group: int) -> int:
        """Return the first row of a group, or of `RECENT`; -1 if there is none."""
        return next((row for row in range(len(self._shown)) if self.group(row) == group), -1)

    def group(self, row: int) -> int:
        """Return the group of a row, or `RECENT`."""
        return RECENT if row < self._recent else self._shown[row].group

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        emoji = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return emoji.toned(self._tone)
        return emoji.name if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _show(self, shown: tuple[Emoji, ...], recent: int, tone: int) -> None:
        self.beginResetModel()
        self._shown, self._recent, self._tone = shown, recent, tone
        self.endResetModel()


class EmojiGrid(QListView):
    """The grid. `chosen` follows a click and Enter; `typed` carries a key for the search, `focus_left` follows Up in row 0."""

    chosen = Signal(QModelIndex)
    typed = Signal(QKeyEvent)
    focus_left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        identify(self, "emoji.list", self.tr("Emoji"))
        self._side = cell_side(self.font())
        self.setItemDelegate(EmojiDelegate(theme, self._side, self))
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
        """Divide the width among the columns, without the scroll bar."""
        super().resizeEvent(event)
        self.setGridSize(QSize(self.viewport().width() // COLUMNS, self._side))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass letters on to the search; Qt would select an item that begins with the letter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() < COLUMNS:
            self.focus_left.emit()
        elif event.key() == Qt.Key.Key_Backspace or (event.text().isprintable() and event.text().strip()):
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)


class EmojiDelegate(QStyledItemDelegate):
    """Paints an emoji in the system's emoji font, on a background that marks the current one."""

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
    """Return the side of a cell: 36 pixels at the usual font, growing in steps of 4."""
    return max(36, round(QFontMetrics(font).height() * 2 / 4) * 4)
