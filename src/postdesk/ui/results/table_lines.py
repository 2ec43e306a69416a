"""The lines of the results in their table: their heights and their backgrounds."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QTableView

from postdesk.ui.kit.line_painter import LEFT, underline
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.cells import BESIDE_HEADING, ResultsDelegate
from postdesk.ui.results.rows import PostRows


class LineHeights:
    """The heights of the lines of `view`: that of a day's first line has room for the heading. All others are the default."""

    def __init__(self, view: QTableView, rows: PostRows, cells: ResultsDelegate) -> None:
        self._view, self._rows, self._cells, self._header = view, rows, cells, view.verticalHeader()
        self._high = frozenset[int]()
        self._is_reset = False
        self._header.hide()
        self._header.setMinimumSectionSize(1)
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._header.sectionResized.disconnect()  # Qt would paint all lines once more a moment after heights change
        self.measure()
        rows.modelReset.connect(self._note_reset)
        rows.days_changed.connect(self._follow)

    def measure(self) -> None:
        """Take the heights from the cells."""
        self._header.setDefaultSectionSize(self._cells.line_height)
        self._note_reset()
        self._follow()

    def _note_reset(self) -> None:
        """Take note that lines may have kept their height or not: Qt keeps the heights of a list that is read anew in part."""
        self._is_reset = True

    def _follow(self) -> None:
        """Give the lines that now begin a day their height, and those that did before the usual one."""
        before, self._high = self._high, self._rows.day_rows
        changed = before | self._high if self._is_reset else before ^ self._high
        self._is_reset = False
        self._header.setUpdatesEnabled(False)  # otherwise it would compute the places of all lines for each one
        for row in changed:
            if row < self._rows.rowCount():
                self._header.resizeSection(row, self._cells.day_height if row in self._high else self._cells.line_height)
        self._header.setUpdatesEnabled(True)
        self._view.updateGeometries()
        self._view.viewport().update()


class LineBackground:
    """Paints the heading and the background of a line: amber where the user has to act, marks for selection and focus."""

    def __init__(self, view: QTableView, rows: PostRows, cells: ResultsDelegate, theme: Theme) -> None:
        self._view, self._rows, self._cells, self._theme = view, rows, cells, theme
        self.hovered = -1
        """The row under the mouse."""

    def paint_below(self, event: QPaintEvent) -> None:
        """Paint below the lines' cells."""
        painter, colours = QPainter(self._view.viewport()), self._theme.colours
        for index, row in self._in_view(event.rect()):
            rect, line = self._cells.line_rect(row, index), self._rows.line(index)
            if heading := self._rows.heading(index.row()):
                self._paint_heading(painter, QRect(row.topLeft(), rect.topRight()), heading)
            if self._is_selected(index):
                painter.fillRect(rect, QColor(colours.accent_soft))
            elif line and line.needs_attention:
                painter.fillRect(rect, QColor(colours.attention_soft))
            elif index.row() == self.hovered:
                painter.fillRect(rect, QColor(colours.hovered))
        painter.end()

    def paint_above(self, event: QPaintEvent) -> None:
        """Paint above the lines' cells."""
        painter, colours = QPainter(self._view.viewport()), self._theme.colours
        for index, row in self._in_view(event.rect()):
            rect = self._cells.line_rect(row, index)
            underline(painter, rect, QColor(colours.line))
            if self._is_selected(index):
                mark = QRect(rect.left(), rect.top(), 3, rect.height() - 1)
                painter.fillRect(QStyle.visualRect(self._view.layoutDirection(), rect, mark), QColor(colours.accent))
            if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
                painter.setPen(QPen(QColor(colours.accent), 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.end()

    def _in_view(self, area: QRect) -> Iterator[tuple[QModelIndex, QRect]]:
        """Yield the lines that are painted in an area, and their places."""
        row, width = self._view.rowAt(area.top()), self._view.viewport().width()
        while 0 <= row < self._rows.rowCount() and (top := self._view.rowViewportPosition(row)) <= area.bottom():
            yield self._rows.index(row, 0), QRect(0, top, width, self._view.rowHeight(row))
            row += 1

    def _paint_heading(self, painter: QPainter, rect: QRect, heading: str) -> None:
        font = QFont(self._view.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.secondary))
        painter.drawText(rect.adjusted(BESIDE_HEADING, 0, -BESIDE_HEADING, 0), LEFT, heading)

    def _is_selected(self, index: QModelIndex) -> bool:
        return self._view.selectionModel().isRowSelected(index.row(), index.parent())
