"""The buttons that are painted in the lines of the results: which stands where, and since when."""

from PySide6.QtCore import QModelIndex, QPoint, QRect
from PySide6.QtWidgets import QTreeView

from postdesk.domain.clock import Clock
from postdesk.domain.post_actions import PostAction
from postdesk.ui.results.cells import RowDelegate
from postdesk.ui.results.columns import Column
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.steady import Place, Steadiness


class LineButtons:
    """Of a view that paints the lines of `model` with `cells`."""

    def __init__(self, view: QTreeView, model: ResultsModel, cells: RowDelegate, clock: Clock) -> None:
        self._view, self._model, self._cells = view, model, cells
        self._steady = Steadiness(clock)

    def shown(self) -> dict[Place, PostAction]:
        """What stands where, of all that is in view."""
        found: dict[Place, PostAction] = {}
        index = self._view.indexAt(QPoint(1, 1)) if self._view.isVisible() else QModelIndex()
        while index.isValid() and self._view.visualRect(index).top() <= self._view.viewport().height():
            found |= {_place(rect): offer for offer, rect in self._of(index)}
            index = self._view.indexBelow(index)
        return found

    def at(self, point: QPoint, *, steady: bool = False) -> PostAction | None:
        """The offer whose button is painted at a point; `steady`: and has stood there for a moment."""
        for offer, rect in self._of(self._view.indexAt(point)):
            if rect.contains(point) and (not steady or self._steady.stands(_place(rect))):
                return offer
        return None

    def changed(self, before: dict[Place, PostAction]) -> None:
        """What is shown is no more what it was `before`."""
        self._steady.changed(before, self.shown())

    def moved(self) -> None:
        """All that is shown came to where it is now."""
        self._steady.moved(self.shown())

    def _of(self, index: QModelIndex) -> list[tuple[PostAction, QRect]]:
        line = self._model.line(index)
        return self._cells.placed(self._view.visualRect(index.siblingAtColumn(Column.TO_DO)), line) if line else []


def _place(rect: QRect) -> Place:
    return rect.left(), rect.top(), rect.width(), rect.height()
