"""How wide the columns of the results are: what their texts need, and the rest for the words."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeView

from postdesk.ui.results.cells import RowDelegate
from postdesk.ui.results.columns import Column

_ROOMY: Final = 160
_TIGHT: Final = 110
"""Widths of the table in characters."""

_WHOSE: Final = 22
"""So many more where lines name their client."""

_LEAST: Final = 48


class Widths:
    """Of the columns of `view`. `whose`: lines name their client."""

    def __init__(self, view: QTreeView, cells: RowDelegate) -> None:
        self._view, self._cells, self._header = view, cells, view.header()
        self._fitted: tuple[bool, bool, bool] | None = None
        self._words = 0
        self.whose = False
        header, mode = self._header, QHeaderView.ResizeMode
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(_LEAST)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(Column.HAPPENED, mode.Stretch)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def fit(self, width: int) -> None:
        """A narrow table leaves out what stands below it or within its lines; widths that the user set stay till then."""
        em = self._view.fontMetrics().averageCharWidth()
        more = _WHOSE if self.whose else 0
        fitted = width > em * (_ROOMY + more), width > em * (_TIGHT + more), self.whose
        if fitted != self._fitted:
            self._fitted = fitted
            self._lay_out(*fitted)
        self._share(width)

    def _lay_out(self, roomy: bool, wide: bool, whose: bool) -> None:
        self._cells.show_few(not roomy)
        self._cells.whose = whose and not wide
        self._view.setColumnHidden(Column.CLIENT, not (whose and wide))
        self._view.setColumnHidden(Column.PLATFORMS, not wide)
        for column in Column:
            if column is not Column.HAPPENED:
                self._header.resizeSection(column, self._needed(column))
        self._words = self._header.sectionSize(Column.POST)

    def _share(self, width: int) -> None:
        """The post's words and what happened to it share the rest, but for a width that the user set.

        What happened goes on into the room that the buttons of its line leave.
        """
        if self._header.sectionSize(Column.POST) == self._words:
            others = sum(map(self._header.sectionSize, set(Column) - {Column.POST, Column.HAPPENED}))
            self._words = max(self._needed(Column.POST), (width - others) // 2)
            self._header.resizeSection(Column.POST, self._words)

    def _needed(self, column: Column) -> int:
        roomy = self._fitted is not None and self._fitted[0]
        return self._cells.width(column, self._view.fontMetrics(), roomy=roomy)
