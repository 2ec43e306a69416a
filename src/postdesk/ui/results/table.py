"""The list of the results, grouped by day, with a button in each line."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QTableView, QWidget

from postdesk.domain.clock import Clock
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.cells import ResultsCells
from postdesk.ui.results.columns import ColumnWidths
from postdesk.ui.results.kept_place import KeptPlace
from postdesk.ui.results.line_buttons import LineButtons, LinePress
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.rows import AnyIndex
from postdesk.ui.results.table_lines import LineHeights, PaintedLines

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BARELY: Final = 4
"""Pixels by which a layout may move the table without counting its buttons as moved."""

_LOOKS: Final = (QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange)
"""The events after which lines look different."""

_Move = QAbstractItemView.CursorAction


NOWHERE: Final = QPoint(-1, -1)
"""The place of a mouse that is elsewhere."""


class ResultsTable(QTableView):
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
        identify(self, "results.table", self.tr("Results"))
        self.setProperty("role", "painted")  # the style would paint over the day's heading; `PaintedLines` alone marks lines
        self.setModel(model.rows)
        self._cells = ResultsCells(theme, model.rows, self)
        self._lines = PaintedLines(self, model.rows, self._cells)
        self._widths = ColumnWidths(self, self._cells.width)
        self._buttons = LineButtons(self, model.rows, self._cells, clock)
        self.press = LinePress(self._buttons)
        self._pointer = LinePointer(self, self._buttons, self._cells, self._lines)
        _share_selection(self, model)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._show_current)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._heights = LineHeights(self, model.rows, self._cells)
        self._place = KeptPlace(self, model, self._buttons)
        model.rows.moving.connect(self._keep_place)
        model.rows.moved.connect(self._restore_place)
        model.rows.came.connect(self._restore_place)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(self._cells.day_height)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        theme.times_changed.connect(self._fit_times)

    def rows_in_view(self) -> range:
        """Return the rows that are in view, at least in part."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(first, 0), (last if last >= 0 else self._model.rows.rowCount() - 1) + 1)

    def read_again(self) -> None:
        """Read again, in place: the line under the mouse stays there. Select nothing where the selected line is gone."""
        self._keep_place()
        self._model.read_again(self.rows_in_view())
        self._restore_place()

    def _keep_place(self) -> None:
        self._place.keep(self._pointer.at)

    def _restore_place(self) -> None:
        if self._place.restore():
            self._pointer.move(self._pointer.at)

    def show_clients(self, shown: bool) -> None:
        """Show the client's mark in each line, or hide it."""
        if shown is not self._cells.names_client:
            self._cells.names_client = shown
            self.viewport().update()

    def go_to(self, post_id: int) -> bool:
        """Make a post's line the current one. Return False where it is not among the shown posts."""
        index = self._model.rows.index_of(post_id)
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines in view."""
        self._lines.paint(event)

    def visualRect(self, index: AnyIndex) -> QRect:
        """Return the place of a cell, without the heading of its day."""
        rect = super().visualRect(index)
        return self._cells.line_rect(rect, index.row()) if rect.isValid() else rect

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the line at a point; none where a day's heading is."""
        index = super().indexAt(point)
        return index if index.isValid() and self.visualRect(index).top() <= point.y() else QModelIndex()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Move by lines only: the first and the last one are those of the list, and no key moves within a line."""
        match action:
            case _Move.MoveHome:
                return self._model.rows.index(0, 0)
            case _Move.MoveEnd:
                return self._model.rows.index(self._model.rows.rowCount() - 1, 0)
            case _Move.MoveLeft | _Move.MoveRight:
                return self.currentIndex()
        return super().moveCursor(action, modifiers)

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
            self._model.rows.source.hold(True)
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
        self._pointer.move(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer.move(NOWHERE)
        self._end_press()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cells.measure()
            self._heights.measure()
        if event.type() in _LOOKS:
            self._lines.look_different()

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

    def _fit_times(self) -> None:
        self._widths.fit(self.viewport().width())
        self._lines.look_different()
        self.viewport().update()

    def _show_current(self) -> None:
        """Scroll to the current line once the layout has settled, on the way to which the table is lower."""
        scrolled = self.verticalScrollBar().value()
        if self._model.line:
            self.scrollTo(self.currentIndex())
        if self.verticalScrollBar().value() != scrolled:
            self._buttons.record_moved()

    def _end_press(self) -> None:
        self._model.rows.source.hold(False)
        if self.press.end():
            self._model.line_changed.emit()

    def _ask_menu(self, point: QPoint) -> None:
        """Ask for the menu at the mouse, or by keyboard below the current line."""
        index = self.indexAt(point)
        place = point if index.isValid() else self.visualRect(self.currentIndex()).bottomLeft()
        if self._model.line:
            self.menu_requested.emit(self.viewport().mapToGlobal(place))


class LinePointer:
    """The mouse in `view`, at the point `at`: the line below it and its button look as if they can be clicked."""

    def __init__(self, view: QTableView, buttons: LineButtons, cells: ResultsCells, lines: PaintedLines) -> None:
        self._view, self._buttons, self._cells, self._lines = view, buttons, cells, lines
        self.at = NOWHERE

    def move(self, point: QPoint) -> None:
        """Follow the mouse, or the lines that moved below it; it leaves to NOWHERE."""
        self.at = point
        offer, row = self._buttons.at(point), self._view.indexAt(point).row()
        if self._cells.hover(offer):
            shape = Qt.CursorShape.PointingHandCursor if offer else Qt.CursorShape.ArrowCursor
            self._view.viewport().setCursor(shape)
            self._lines.update(row)
        if row != self._lines.hovered:
            self._lines.update(self._lines.hovered, row)
            self._lines.hovered = row


def _share_selection(view: QTableView, model: ResultsModel) -> None:
    """Let the view use the model's selection; connect its signals last, so that they come after the view has followed."""
    own, shared = view.selectionModel(), model.selection
    view.setSelectionModel(shared)
    own.deleteLater()
    for changed in (shared.currentChanged, shared.selectionChanged):
        changed.connect(model.line_changed)
