"""The list of the results, grouped by day, with a button in each line."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QHideEvent, QKeyEvent, QMouseEvent, QMoveEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStyle, QStyleOptionViewItem, QTreeView, QWidget

from postdesk.domain.clock import Clock
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.line_painter import LEFT, underline
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.cells import BESIDE_HEADING, ResultsDelegate
from postdesk.ui.results.columns import ColumnWidths
from postdesk.ui.results.line_buttons import LineButtons, LinePress
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.rows import AnyIndex, PostRows

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BARELY: Final = 4
"""Pixels by which a layout may move the table without counting its buttons as moved."""

_NOWHERE: Final = (-1, -1)


class ResultsTable(QTreeView):
    """The lines of `model`.

    `action_requested` carries a PostAction and the point clicked; `details` follows Enter or a double click; Escape selects
    nothing. While a `press` holds a line, nothing may move; its release emits the model's `line_changed`.
    """

    action_requested = Signal(object, QPoint)
    details = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, theme: Theme, model: ResultsModel, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._mouse = QPoint(*_NOWHERE)
        identify(self, "results.table", self.tr("Results"))
        self.setProperty("role", "painted")  # the style would paint over the day's heading
        self.setModel(model.rows)
        self._cells = ResultsDelegate(theme, model.rows, self)
        self._background = LineBackground(self, model.rows, self._cells, theme)
        self._widths = ColumnWidths(self, self._cells.width)
        self._buttons = LineButtons(self, model.rows, self._cells, clock)
        self.press = LinePress(self._buttons)
        self._share_selection()
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._show_current)
        self.setItemDelegate(self._cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(self._cells.day_height)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
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
        shown = super().indexAt(self.viewport().rect().bottomLeft())
        last = shown.row() if shown.isValid() else self._model.rows.rowCount()
        return max(last, self.currentIndex().row())

    def read_again(self) -> None:
        """Read again, in place: the line under the mouse stays there. Select nothing where the selected line is gone."""
        chosen, before = self._model.line, self._buttons.shown()
        anchor = ScrollAnchor(self, self._mouse)
        self._model.read_again(self.last_needed_row())
        anchor.hold()
        self._buttons.record_changed(before)
        now = self._model.line
        if chosen and (now is None or now.post_id != chosen.post_id):
            self.clearSelection()
        self._hover(self._mouse)

    def show_clients(self, shown: bool) -> None:
        """Show the client's mark in each line, or hide it."""
        self._cells.names_client = shown
        self.viewport().update()

    def go_to(self, post_id: int) -> bool:
        """Make a post's line the current one. Return False where it is not among the shown posts."""
        index = self._model.rows.read_to(post_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def go_to_first(self) -> bool:
        """Make the first line the current one. Return False where there is none."""
        index = self._model.rows.index(0, 0)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        rect = QRect(options.rect)
        self._background.paint_below(painter, rect, index)
        super().drawRow(painter, options, index)
        self._background.paint_above(painter, rect, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:  # type: ignore[override]
        """Paint nothing: no line has others below it."""

    def visualRect(self, index: AnyIndex) -> QRect:
        """Return the place of a cell, without the heading of its day."""
        rect = super().visualRect(index)
        return self._cells.line_rect(rect, index) if rect.isValid() else rect

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the line at a point; none where a day's heading is."""
        index = super().indexAt(point)
        return index if index.isValid() and self.visualRect(index).top() <= point.y() else QModelIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*_ENTER, Qt.Key.Key_Down, Qt.Key.Key_Up) and not self._model.line and self.currentIndex().isValid():
            self.setCurrentIndex(self.currentIndex())  # the focus makes the first line the current one, and selects none
        elif event.key() in _ENTER and self._model.line:
            self.details.emit()
        elif event.key() == Qt.Key.Key_Escape and self._model.line:
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.press.begin(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Run the action of a button that is pressed and released under the mouse."""
        super().mouseReleaseEvent(event)
        offer = self.press.action_at(event.position().toPoint())
        self._end_press()
        if offer:
            self.action_requested.emit(offer, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the details of a line, unless a click on its button was meant."""
        super().mouseDoubleClickEvent(event)
        on_line = self.indexAt(event.position().toPoint()).isValid() and not self.press.on_button
        if on_line and event.button() == Qt.MouseButton.LeftButton:
            self.details.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QPoint(*_NOWHERE))
        self._end_press()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cells.measure()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end_press()

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

    def _end_press(self) -> None:
        if self.press.end():
            self._model.line_changed.emit()

    def _apply_style(self) -> None:
        """Make the highlight transparent: `drawRow` alone paints the background of a selected line."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)

    def _hover(self, point: QPoint) -> None:
        self._mouse = point
        offer, row = self._buttons.at(point), self.indexAt(point).row()
        if self._cells.hover(offer):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if offer else Qt.CursorShape.ArrowCursor)
            self.viewport().update()
        if row != self._background.hovered:
            self._background.hovered = row
            self.viewport().update()

    def _ask_menu(self, point: QPoint) -> None:
        """Ask for the menu at the mouse, or by keyboard below the current line."""
        index = self.indexAt(point)
        place = point if index.isValid() else self.visualRect(self.currentIndex()).bottomLeft()
        if self._model.line:
            self.menu_requested.emit(self.viewport().mapToGlobal(place))


class ScrollAnchor:
    """The scroll position of the line under the mouse, or else of the first visible line in a scrolled view."""

    def __init__(self, view: QTreeView, mouse: QPoint) -> None:
        self._view = view
        self._line = QPersistentModelIndex(_line(view, mouse))
        self._top = view.visualRect(self._line).top()

    def hold(self) -> None:
        """Scroll until the line is at its position again."""
        if self._line.isValid():
            self._view.executeDelayedItemsLayout()
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + self._view.visualRect(self._line).top() - self._top)


def _line(view: QTreeView, mouse: QPoint) -> QModelIndex:
    if view.viewport().rect().contains(mouse):
        return view.indexAt(mouse)
    return QTreeView.indexAt(view, QPoint(1, 1)) if view.verticalScrollBar().value() else QModelIndex()


class LineBackground:
    """Paints the heading and the background of a line: amber where the user has to act, marks for selection and focus."""

    def __init__(self, view: QTreeView, rows: PostRows, cells: ResultsDelegate, theme: Theme) -> None:
        self._view, self._rows, self._cells, self._theme = view, rows, cells, theme
        self.hovered = -1
        """The row under the mouse."""

    def paint_below(self, painter: QPainter, row: QRect, index: QModelIndex) -> None:
        """Paint below the line's cells."""
        colours, rect, line = self._theme.colours, self._cells.line_rect(row, index), self._rows.line(index)
        if heading := self._rows.heading(index.row()):
            self._paint_heading(painter, QRect(row.topLeft(), rect.topRight()), heading)
        if self._is_selected(index):
            painter.fillRect(rect, QColor(colours.accent_soft))
        elif line and line.needs_attention:
            painter.fillRect(rect, QColor(colours.attention_soft))
        elif index.row() == self.hovered:
            painter.fillRect(rect, QColor(colours.hovered))

    def paint_above(self, painter: QPainter, row: QRect, index: QModelIndex) -> None:
        """Paint above the line's cells."""
        colours, rect = self._theme.colours, self._cells.line_rect(row, index)
        underline(painter, rect, QColor(colours.line))
        if self._is_selected(index):
            mark = QRect(rect.left(), rect.top(), 3, rect.height() - 1)
            painter.fillRect(QStyle.visualRect(self._view.layoutDirection(), rect, mark), QColor(colours.accent))
        if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_heading(self, painter: QPainter, rect: QRect, heading: str) -> None:
        font = QFont(self._view.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.secondary))
        painter.drawText(rect.adjusted(BESIDE_HEADING, 0, -BESIDE_HEADING, 0), LEFT, heading)

    def _is_selected(self, index: QModelIndex) -> bool:
        return self._view.selectionModel().isRowSelected(index.row(), index.parent())
