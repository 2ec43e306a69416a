"""The place that is kept while the lines of the results change."""

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint
from PySide6.QtWidgets import QTableView

from postdesk.domain.post_actions import PostAction
from postdesk.ui.results.line_buttons import ButtonRect, LineButtons
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.model import ResultsModel


class _Before(NamedTuple):
    """The selected line, the buttons in view and the scroll position before lines move."""

    chosen: ResultsLine | None
    buttons: dict[ButtonRect, PostAction]
    anchor: "ScrollAnchor"


class KeptPlace:
    """The place in a view of the lines of `model`: the line under the mouse stays where it is while lines move."""

    def __init__(self, view: QTableView, model: ResultsModel, buttons: LineButtons) -> None:
        self._view, self._model, self._buttons = view, model, buttons
        self._before: _Before | None = None

    def keep(self, mouse: QPoint) -> None:
        """Take note of what is where, before lines move."""
        self._before = _Before(self._model.line, self._buttons.shown(), ScrollAnchor(self._view, mouse))

    def restore(self) -> bool:
        """Scroll to the place, and select nothing where the selected line is gone. Return False where none was kept."""
        before, self._before = self._before, None
        if before is None:
            return False
        before.anchor.hold()
        self._buttons.record_changed(before.buttons)
        now = self._model.line
        if before.chosen and (now is None or now.post_id != before.chosen.post_id):
            self._view.clearSelection()
        return True


class ScrollAnchor:
    """The scroll position of the line under the mouse, or else of the first visible line in a scrolled view."""

    def __init__(self, view: QTableView, mouse: QPoint) -> None:
        self._view = view
        self._line = QPersistentModelIndex(_line(view, mouse))
        self._top = view.visualRect(self._line).top()

    def hold(self) -> None:
        """Scroll until the line is at its position again."""
        if self._line.isValid():
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + self._view.visualRect(self._line).top() - self._top)


def _line(view: QTableView, mouse: QPoint) -> QModelIndex:
    if view.viewport().rect().contains(mouse):
        return view.indexAt(mouse)
    return QTableView.indexAt(view, QPoint(1, 1)) if view.verticalScrollBar().value() else QModelIndex()
