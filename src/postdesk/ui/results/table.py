"""The table of the results: a tree of posts and their platforms, with what can be done in the line."""

from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QMoveEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStyleOptionViewItem, QTreeView, QWidget

from postdesk.domain.clock import Clock
from postdesk.domain.post_actions import PostAction
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.anchor import Anchor
from postdesk.ui.results.cells import RowDelegate
from postdesk.ui.results.line_buttons import LineButtons
from postdesk.ui.results.line_ground import LineGround
from postdesk.ui.results.lines import Line
from postdesk.ui.results.model import AnyIndex, ResultsModel
from postdesk.ui.results.widths import Widths

_LEAST_LINES: Final = 2
_BARELY: Final = 4
"""By so many pixels a layout may push it without that a button stands elsewhere."""

_NOWHERE: Final = (-1, -1)


class ResultsTable(QTreeView):
    """`line_changed` follows the current line; `wanted` carries an PostAction and where it was asked for; `details` a line.

    `held`: the mouse is held down on a line. Nothing may move till it is released, which `line_changed` tells.
    """

    line_changed = Signal()
    wanted = Signal(object, QPoint)
    details = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, theme: Theme, model: ResultsModel, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._mouse = QPoint(*_NOWHERE)
        self._meant: PostAction | None = None
        self.held = False
        identify(self, "results.table", self.tr("Results"))
        self.setModel(model)
        self._cells = RowDelegate(theme, model, self)
        self._ground = LineGround(self, model, theme)
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
        anchor = Anchor(self, self._mouse)
        self._model.refresh(self.last_wanted())
        anchor.hold()
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
        rect = QRect(options.rect)
        self._ground.paint_below(painter, rect, index)
        super().drawRow(painter, options, index)
        self._ground.paint_above(painter, rect, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:  # type: ignore[override]
        if not index.parent().isValid():
            self._ground.paint_chevron(painter, rect, index)

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
