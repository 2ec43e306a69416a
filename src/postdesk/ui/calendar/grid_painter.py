"""How a grid is painted: the lines, and all its cells in one go."""

from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QTableView

from postdesk.ui.calendar.cell_painter import CellPainter
from postdesk.ui.calendar.kit import Kit
from postdesk.ui.calendar.places import Highlights, Places
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.kit.theme import Theme


class GridPainter:
    """Paints a table's cells without a delegate, which Qt would ask for one cell after the other: that takes much longer."""

    def __init__(self, theme: Theme, view: QTableView, places: Places, highlights: Highlights) -> None:
        self._theme, self._view, self._places, self._highlights = theme, view, places, highlights
        self._cell_painter: CellPainter | None = None

    def paint(self, region: QRegion, sight: Sight | None) -> None:
        """Paint those cells that `region` touches."""
        painter, cells = QPainter(self._view.viewport()), self._suitable()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_between(painter, cells.kit)
        if sight is None:
            return
        today, target, current = sight.today, self._highlights.target, self._current()
        for at, rect, cell in self._places.within(region):
            place = self._highlights.place if at == current else None
            cells.paint(painter, rect, cell, sight, today, place=place, target=at == target)

    def _paint_between(self, painter: QPainter, kit: Kit) -> None:
        """The lines at the right of each column and below each row, and what is below them all."""
        view, line = self._view, kit.colour("line")
        columns, rows = view.horizontalHeader(), view.verticalHeader()
        top, width, height = -rows.offset(), columns.length(), rows.length()
        for n in range(columns.count()):
            painter.fillRect(view.columnViewportPosition(n) + view.columnWidth(n) - 1, top, 1, height, line)
        faint, seen = kit.colour("sunk"), range(view.viewport().height())
        for n in range(rows.count()):
            if (bottom := view.rowViewportPosition(n) + view.rowHeight(n) - 1) in seen:
                painter.fillRect(0, bottom, width, 1, line if self._places.ends_whole(n) else faint)
        if (below := view.viewport().height() - top - height) > 0:
            painter.fillRect(0, top + height, view.viewport().width(), below, kit.colour("surface"))

    def _current(self) -> tuple[int, int] | None:
        """The cell with the cursor, while the keyboard goes here."""
        index = self._view.currentIndex()
        return (index.row(), index.column()) if self._view.hasFocus() else None

    def _suitable(self) -> CellPainter:
        font, ratio = self._view.font(), self._view.viewport().devicePixelRatioF()
        if self._cell_painter is None or not self._cell_painter.kit.suits(font, ratio):
            self._cell_painter = CellPainter(Kit(self._theme, font, ratio), self._places.measures())
        return self._cell_painter
