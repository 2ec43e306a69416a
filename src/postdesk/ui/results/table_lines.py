"""The lines of the results in their table: their heights and their painting."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHeaderView, QStyle, QTableView

from postdesk.ui.kit.line_painter import LinePainter, is_on_pixels, underline
from postdesk.ui.results.cells import BESIDE_HEADING, ResultsCells
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.pictures import KeptPictures
from postdesk.ui.results.rows import PostRows

_MORE_THAN_VIEW: Final = 1.25
"""The room for the pictures of lines, as a multiple of what fills the view: a few more lines than are in view."""


class LineHeights:
    """The heights of the lines of `view`: that of a day's first line has room for the heading. All others are the default."""

    def __init__(self, view: QTableView, rows: PostRows, cells: ResultsCells) -> None:
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


class PaintedLines:
    """Paints the lines of `view` with their headings: amber where the user has to act, marks for selection and focus.

    A line that nothing marks is painted once, into its picture.
    """

    def __init__(self, view: QTableView, rows: PostRows, cells: ResultsCells) -> None:
        self._view, self._rows, self._cells = view, rows, cells
        self._pictures = KeptPictures()
        self.hovered = -1
        """The row under the mouse."""
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # scrolling moves what has been painted

    def update(self, *rows: int) -> None:
        """Have these lines painted again."""
        viewport = self._view.viewport()
        for row in rows:
            if row >= 0:
                viewport.update(0, self._view.rowViewportPosition(row), viewport.width(), self._view.rowHeight(row))

    def look_different(self) -> None:
        """Forget the pictures, since lines look different now."""
        self._pictures.clear()
        self._cells.pictures.clear()

    def paint(self, event: QPaintEvent) -> None:
        """Paint the lines that are in a part of the view, and what is below them."""
        viewport = self._view.viewport()
        with QPainter(viewport) as painter:
            cell = self._cells.painter(painter)
            painter.fillRect(event.rect(), cell.colour("surface"))  # at first: where reading fails, no line of before stays there
            room = viewport.width() * viewport.height() * cell.ratio**2
            self._pictures.use((self._cells.look(cell), viewport.width()), room * _MORE_THAN_VIEW)
            selected, in_view = self._selected(), [*self._in_view(event.rect())]
            self._rows.read(row for row, _ in in_view)
            for row, rect in in_view:
                if event.region().intersects(rect):
                    self._paint_row(cell, row, rect, selected=row in selected)

    def _selected(self) -> frozenset[int]:
        return frozenset(index.row() for index in self._view.selectionModel().selectedRows())

    def _in_view(self, area: QRect) -> Iterator[tuple[int, QRect]]:
        """Yield the rows that are painted in an area, and their places."""
        row, width = self._view.rowAt(area.top()), self._view.viewport().width()
        while 0 <= row < self._rows.rowCount() and (top := self._view.rowViewportPosition(row)) <= area.bottom():
            yield row, QRect(0, top, width, self._view.rowHeight(row))
            row += 1

    def _paint_row(self, cell: LinePainter, row: int, whole: QRect, *, selected: bool) -> None:
        line, rect = self._rows.line(self._rows.index(row, 0)), self._cells.line_rect(whole, row)
        if heading := self._rows.heading(row):
            self._paint_heading(cell, QRect(whole.topLeft(), rect.topRight()), heading)
        focused = row == self._view.currentIndex().row() and self._view.hasFocus()
        marked = selected or focused or row == self.hovered or (line and self._cells.hovers(line))
        if line and not marked and is_on_pixels(cell.painter, rect):
            cell.painter.drawPixmap(
                rect.topLeft(), self._pictures.of(line.post_id, line) or self._picture(cell, line, rect.size())
            )
        else:
            self._paint_line(cell, line, rect, selected=selected, hovered=row == self.hovered)
        if focused:
            cell.painter.setPen(QPen(cell.colour("accent"), 2))
            cell.painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_heading(self, cell: LinePainter, rect: QRect, heading: str) -> None:
        cell.go_to(rect)
        cell.write(heading, "secondary", rect.adjusted(BESIDE_HEADING, 0, -BESIDE_HEADING, 0), bold=True)

    def _picture(self, cell: LinePainter, line: ResultsLine, size: QSize) -> QPixmap:
        """Return the picture of a line that nothing marks, and keep it."""
        with cell.on_picture(size) as picture:
            self._paint_line(cell, line, QRect(QPoint(), size))
        self._pictures.keep(picture, line.post_id, line)
        return picture

    def _paint_line(
        self, cell: LinePainter, line: ResultsLine | None, rect: QRect, *, selected: bool = False, hovered: bool = False
    ) -> None:
        asks = line is not None and line.needs_attention
        ground = "accent_soft" if selected else "attention_soft" if asks else "hovered" if hovered else "surface"
        cell.painter.fillRect(rect, cell.colour(ground))
        if line:
            self._cells.paint(cell, line, rect, ground)
        underline(cell.painter, rect, cell.colour("line"))
        if selected:
            mark = QRect(rect.left(), rect.top(), 3, rect.height() - 1)
            cell.painter.fillRect(QStyle.visualRect(self._view.layoutDirection(), rect, mark), cell.colour("accent"))
