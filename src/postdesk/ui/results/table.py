"""The table of the results: a tree of posts and their platforms, with what can be done in the line."""

from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QMoveEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStyleOptionViewItem, QTreeView, QWidget

from postdesk.domain.clock import Clock
from postdesk.ui.parts.identity import identify
from postdesk.ui.results.cells import RowDelegate
from postdesk.ui.results.line_buttons import LineButtons
from postdesk.ui.results.lines import Line
from postdesk.ui.results.model import AnyIndex, ResultsModel
from postdesk.ui.results.offers import Offer
from postdesk.ui.results.widths import Widths
from postdesk.ui.theme import Theme

_CHEVRON: Final = 14
_LEAST_LINES: Final = 3
_BARELY: Final = 4
"""By so many pixels a layout may push it without that a button stands elsewhere."""

_NOWHERE: Final = (-1, -1)


class ResultsTable(QTreeView):
    """`line_changed` follows the current line; `wanted` carries an Offer and where it was asked for; `details` a line.

    `held`: the mouse is held down on a line. Nothing may move till it is released, which `line_changed` tells.
    """

    line_changed = Signal()
    wanted = Signal(object, QPoint)
    details = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, theme: Theme, model: ResultsModel, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._mouse = QPoint(*_NOWHERE)
        self._meant: Offer | None = None
        self.held = False
        identify(self, "results.table", self.tr("Results"))
        self.setModel(model)
        self._cells = RowDelegate(theme, model, self)
        self._widths = Widths(self, self._cells)
        self._buttons = LineButtons(self, model, self._cells, clock)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._show_current)
        self.setItemDelegate(self._cells)
        self.setUniformRowHeights(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setIndentation(20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight((self.fontMetrics().height() + 14) * (_LEAST_LINES + 1))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(self.details)
        self.setSortingEnabled(True)
        theme.changed.connect(self._dress)
        self._dress()

    def line(self) -> Line | None:
        """The current line, where one is selected."""
        index = self.currentIndex()
        return (
            self._model.line(index)
            if index.isValid() and self.selectionModel().isRowSelected(index.row(), index.parent())
            else None
        )

    def last_wanted(self) -> int:
        """The row of the last post that is in view or current."""
        shown = self.indexAt(self.viewport().rect().bottomLeft())
        last = _post_row(shown) if shown.isValid() else self._model.rowCount()
        return max(last, _post_row(self.currentIndex()))

    def read_again(self) -> None:
        """Read again, in place: the line under the mouse stays there, and where the selected one is gone none is selected."""
        chosen, before = self.line(), self._buttons.shown()
        kept = QPersistentModelIndex(self._anchor())
        top = self.visualRect(kept).top()
        self._model.refresh(self.last_wanted())
        self._keep_at(kept, top)
        self._buttons.changed(before)
        now = self.line()
        if chosen and (now is None or (now.post_id, now.platform) != (chosen.post_id, chosen.platform)):
            self.clearSelection()
        self._hover(self._mouse)

    def show_whose(self, shown: bool) -> None:
        """Whether lines name their client."""
        self._widths.whose = shown
        self._widths.fit(self.viewport().width())
        self.viewport().update()

    def go_to(self, post_id: int) -> bool:
        """Make a post's line the current one, where it is among those that are shown."""
        index = self._model.read_to(post_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def go_to_first(self) -> bool:
        """Make the first line the current one, where there is one."""
        index = self._model.index(0, 0)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.line_changed.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """The mouse makes a line the current one before it selects it, the keyboard after."""
        super().selectionChanged(selected, deselected)
        self.line_changed.emit()

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """The ground of a line: amber for a question; a thin line below, and the selected one framed."""
        line, colours = self._model.line(index), self._theme.colours
        rect = options.rect
        selected = self.selectionModel().isRowSelected(index.row(), index.parent())
        if line and (selected or line.asks or line.platform):
            ground = colours.attention_soft if line.asks else colours.accent_soft if selected else colours.sunk
            painter.fillRect(rect, QColor(ground))
        super().drawRow(painter, options, index)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), QColor(colours.accent))
        if index == self.currentIndex().siblingAtColumn(0) and self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:  # type: ignore[override]
        if index.parent().isValid():
            return
        icon = "chevron-down" if self.isExpanded(index) else "chevron-right"
        pixmap = self._theme.pixmap(icon, "secondary", _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(rect.right() - _CHEVRON, rect.center().y() - _CHEVRON // 2, pixmap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line():
            self.details.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.held = True
            self._meant = self._buttons.at(event.position().toPoint(), steady=True)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A button is pressed where the same one stands under the mouse when it is pressed and when it is released."""
        super().mouseReleaseEvent(event)
        meant = self._meant
        offer = self._buttons.at(event.position().toPoint())
        self._let_go()
        if meant and meant == offer:
            self.wanted.emit(offer, event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QPoint(*_NOWHERE))
        self._let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._let_go()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if (event.pos() - event.oldPos()).manhattanLength() > _BARELY:
            self._buttons.moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths.fit(event.size().width())
        self._fitting.start()
        if event.size().width() != event.oldSize().width():
            self._buttons.moved()

    def _show_current(self) -> None:
        """Once its height is what it is: on the way there a layout makes it lower than it becomes."""
        scrolled = self.verticalScrollBar().value()
        if self.line():
            self.scrollTo(self.currentIndex())
        if self.verticalScrollBar().value() != scrolled:
            self._buttons.moved()

    def _let_go(self) -> None:
        self._meant = None
        if self.held:
            self.held = False
            self.line_changed.emit()

    def _anchor(self) -> QModelIndex:
        """The line that is to stay where it is: the one under the mouse, or else the first that is seen below others."""
        if self.viewport().rect().contains(self._mouse):
            return self.indexAt(self._mouse)
        return self.indexAt(QPoint(1, 1)) if self.verticalScrollBar().value() else QModelIndex()

    def _keep_at(self, index: AnyIndex, top: int) -> None:
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()
        height = max(1, self.visualRect(index).height())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (self.visualRect(index).top() - top) // height)

    def _dress(self) -> None:
        """The ground of a selected line is painted by `drawRow` alone."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)

    def _hover(self, point: QPoint) -> None:
        self._mouse = point
        offer = self._buttons.at(point)
        if self._cells.hover(offer):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if offer else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _ask_menu(self, point: QPoint) -> None:
        """By mouse where it points, by keyboard below the current line."""
        index = self.indexAt(point)
        place = point if index.isValid() else self.visualRect(self.currentIndex()).bottomLeft()
        if self.line():
            self.menu_asked.emit(self.viewport().mapToGlobal(place))


def _post_row(index: QModelIndex) -> int:
    """The row of the post that a line is of; -1 for none."""
    return index.parent().row() if index.parent().isValid() else index.row()
