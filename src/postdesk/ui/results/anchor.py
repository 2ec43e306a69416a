"""Holds a line of the results where it is while others come and go."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint
from PySide6.QtWidgets import QTreeView


class Anchor:
    """The line under the mouse, or else the first that is seen below others, where it is now."""

    def __init__(self, view: QTreeView, mouse: QPoint) -> None:
        self._view = view
        self._line = QPersistentModelIndex(_line(view, mouse))
        self._top = view.visualRect(self._line).top()

    def hold(self) -> None:
        """Scroll until it is there again."""
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
