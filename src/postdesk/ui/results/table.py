"""The table of the results: a tree of posts and their platforms, with buttons in the lines."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QMoveEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStyleOptionViewItem, QTreeView, QWidget

from postdesk.domain.clock import Clock
from postdesk.domain.post_actions import PostAction
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.cells import ResultsDelegate
from postdesk.ui.results.columns import ColumnWidths
from postdesk.ui.results.line_buttons import LineButtons
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.tree import PostTree

_LEAST_LINES: Final = 2
_BARELY: Final = 4
"""Pixels by which a layout may move the table without counting its buttons as moved."""

_NOWHERE: Final = (-1, -1)
_CHEVRON: Final = 14


class ResultsTable(QTreeView):
    """The lines of `model`.

    `action_requested` carries a PostAction and the point clicked; `details` follows Enter or a double click.
    `held`: the mouse button is down on a line. Nothing may move until its release, which emits the model's `line_changed`.
    """

    action_requested = Signal(object, QPoint)
    details = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, theme: Theme, model: ResultsModel, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._mouse = QPoint(*_NOWHERE)
        self._meant: PostAction | None = None
        self.held = False
        identify(self, "results.table", self.tr("Results"))
        self.setModel(model.tree)
        self._cells = ResultsDelegate(theme, model.tree, self)
        self._background = LineBackground(self, model.tree, theme)
        self._widths = ColumnWidths(self, self._cells.width, self._cells.set_compact)
        self._buttons = LineButtons(self, model.tree, self._cells, clock)
        self._share_selection()
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
        theme.changed.connect(self._apply_style)
        self._apply_style()

    def _share_selection(self) -> None:
        """Use the model's selection; connect its signals last, so that they come after the view has followed."""
        own, shared = self.selectionModel(), self._model.selection
        self.setSelectionModel(shared)
        own.deleteLater()
        for changed in (shared.currentChanged, shared.selectionChanged):
            changed.connect(self._model.line_changed)

    def last_needed_row(self) -> int:
        """Return the row of the last post that is in view or current."""
        shown = self.indexAt(self.viewport().rect().bottomLeft())
        last = _post_row(shown) if shown.isValid() else self._model.tree.rowCount()
        return max(last, _post_row(self.currentIndex()))

    def read_again(self) -> None:
        """Read again, in place: the line under the mouse stays there. Select nothing where the selected line is gone."""
        chosen, before = self._model.line, self._buttons.shown()
        anchor = ScrollAnchor(self, self._mouse)
        self._model.tree.refresh(self.last_needed_row())
        anchor.hold()
        self._buttons.record_changed(before)
        now = self._model.line
        if chosen and (now is None or (now.post_id, now.platform) != (chosen.post_id, chosen.platform)):
            self.clearSelection()
        self._hover(self._mouse)

    def show_clients(self, shown: bool) -> None:
        """Show the client in each line, or hide it."""
        self._widths.names_client = shown
        self._widths.fit(self.viewport().width())
        self.viewport().update()

    def go_to(self, post_id: int) -> bool:
        """Make a post's line the current one. Return False where it is not among the shown posts."""
        index = self._model.tree.read_to(post_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def go_to_first(self) -> bool:
        """Make the first line the current one. Return False where there is none."""
        index = self._model.tree.index(0, 0)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        rect = QRect(options.rect)
        self._background.paint_below(painter, rect, index)
        super().drawRow(painter, options, index)
        self._background.paint_above(painter, rect, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:  # type: ignore[override]
        if not index.parent().isValid():
            self._background.paint_chevron(painter, rect, index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._model.line:
            self.details.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.held = True
            self._meant = self._buttons.at(event.position().toPoint(), steady=True)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Run the action of a button that is pressed and released under the mouse."""
        super().mouseReleaseEvent(event)
        meant = self._meant
        offer = self._buttons.at(event.position().toPoint())
        self._forget_press()
        if meant and meant == offer:
            self.action_requested.emit(offer, event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QPoint(*_NOWHERE))
        self._forget_press()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget_press()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if (event.pos() - event.oldPos()).manhattanLength() > _BARELY:
            self._buttons.record_moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths.fit(event.size().width())
        self._fitting.start()
        if event.size().width() != event.oldSize().width():
            self._buttons.record_moved()

    def _show_current(self) -> None:
        """Scroll to the current line once the layout has settled, on the way to which the table is lower."""
        scrolled = self.verticalScrollBar().value()
        if self._model.line:
            self.scrollTo(self.currentIndex())
        if self.verticalScrollBar().value() != scrolled:
            self._buttons.record_moved()

    def _forget_press(self) -> None:
        self._meant = None
        if self.held:
            self.held = False
            self._model.line_changed.emit()

    def _apply_style(self) -> None:
        """Make the highlight transparent: `drawRow` alone paints the background of a selected line."""
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
        """Ask for the menu at the mouse, or by keyboard below the current line."""
        index = self.indexAt(point)
        place = point if index.isValid() else self.visualRect(self.currentIndex()).bottomLeft()
        if self._model.line:
            self.menu_requested.emit(self.viewport().mapToGlobal(place))


def _post_row(index: QModelIndex) -> int:
    """Return the row of the post of a line; that of an invalid index is -1."""
    return index.parent().row() if index.parent().isValid() else index.row()


class ScrollAnchor:
    """The scroll position of the line under the mouse, or else of the first visible line in a scrolled view."""

    def __init__(self, view: QTreeView, mouse: QPoint) -> None:
        self._view = view
        self._line = QPersistentModelIndex(_line(view, mouse))
        self._top = view.visualRect(self._line).top()

    def hold(self) -> None:
        """Scroll until the line is at its position again."""
        if not self._line.isValid():
            return
        view = self._view
        view.executeDelayedItemsLayout()
        place, bar = view.visualRect(self._line), view.verticalScrollBar()
        bar.setValue(bar.value() + (place.top() - self._top) // max(1, place.height()))


def _line(view: QTreeView, mouse: QPoint) -> QModelIndex:
    if view.viewport().rect().contains(mouse):
        return view.indexAt(mouse)
    return view.indexAt(QPoint(1, 1)) if view.verticalScrollBar().value() else QModelIndex()


class LineBackground:
    """Paints the background of a line: amber for a question, a thin line below, marks for selection and focus."""

    def __init__(self, view: QTreeView, tree: PostTree, theme: Theme) -> None:
        self._view, self._tree, self._theme = view, tree, theme

    def paint_below(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """Paint below the line's cells."""
        line, colours = self._tree.line(index), self._theme.colours
        if line and (self._is_selected(index) or line.asks or line.platform):
            calm = colours.accent_soft if self._is_selected(index) else colours.sunk
            painter.fillRect(rect, QColor(colours.attention_soft if line.asks else calm))

    def paint_above(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """Paint above the line's cells."""
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._is_selected(index):
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), QColor(colours.accent))
        if index == self._view.currentIndex().siblingAtColumn(0) and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def paint_chevron(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """Paint the chevron of an open or closed line."""
        icon = "chevron-down" if self._view.isExpanded(index) else "chevron-right"
        pixmap = self._theme.pixmap(icon, "secondary", _CHEVRON, self._view.devicePixelRatioF())
        painter.drawPixmap(rect.right() - _CHEVRON, rect.center().y() - _CHEVRON // 2, pixmap)

    def _is_selected(self, index: QModelIndex) -> bool:
        return self._view.selectionModel().isRowSelected(index.row(), index.parent())
