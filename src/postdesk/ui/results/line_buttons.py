"""The buttons painted in the lines of the results: their places, since when each has been there, and a press of the mouse."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QRect
from PySide6.QtWidgets import QTableView

from postdesk.domain.clock import Clock
from postdesk.domain.post_actions import PostAction
from postdesk.ui.results.cells import ResultsCells, line_action
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.rows import PostRows

ButtonRect = tuple[int, int, int, int]
"""The left, top, width and height of a button."""

SEEN_AFTER: Final = 0.5
"""Seconds until a user has seen a change under a resting mouse, and can mean the new button."""


class LineButtons:
    """The buttons in a view that paints the lines of `rows` with `cells`.

    It records when each came to its place: a click right after that was meant for the former button.
    """

    def __init__(self, view: QTableView, rows: PostRows, cells: ResultsCells, clock: Clock) -> None:
        self._view, self._rows, self._cells, self._clock = view, rows, cells, clock
        self._came: dict[ButtonRect, float] = {}

    def shown(self) -> dict[ButtonRect, PostAction]:
        """Return the actions by the places of their buttons, of all lines in view."""
        first, bottom = self._view.rowAt(0) if self._view.isVisible() else -1, self._view.viewport().height()
        after = range(first, self._rows.rowCount()) if first >= 0 else range(0)
        rows = [*takewhile(lambda row: self._view.rowViewportPosition(row) <= bottom, after)]
        self._rows.read(rows)
        return {_place(rect): offer for row in rows for offer, rect in self._of(self._rows.index(row, 0))}

    def at(self, point: QPoint, *, steady: bool = False) -> PostAction | None:
        """Return the action whose button is painted at a point; `steady`: only if it has stood there for a moment."""
        for offer, rect in self._of(self._view.indexAt(point)):
            stood = self._clock.monotonic() - self._came.get(_place(rect), float("-inf"))
            if rect.contains(point) and (not steady or stood >= SEEN_AFTER):
                return offer
        return None

    def record_changed(self, before: Mapping[ButtonRect, PostAction]) -> None:
        """Record as new the buttons that replaced others of `before`; in a table that was empty nothing counts as new."""
        now, after = self._clock.monotonic(), self.shown()
        kept = {place: came for place, came in self._came.items() if before.get(place) == after.get(place)}
        self._came = kept | {place: now for place, offer in after.items() if before and before.get(place) != offer}

    def record_moved(self) -> None:
        """Record all shown buttons as new in their places."""
        self._came = dict.fromkeys(self.shown(), self._clock.monotonic())

    def _of(self, index: QModelIndex) -> list[tuple[PostAction, QRect]]:
        line = self._rows.line(index)
        offer = line_action(line) if line else None
        if offer is None:
            return []
        cell = self._view.visualRect(index.siblingAtColumn(ResultsColumn.ACTIONS))
        return [(offer, self._cells.button_rect(cell))]


class LinePress:
    """A press of the mouse on the lines until its release: `holds_line` until then, `on_button` or beside it.

    A button acts if it is still under the mouse at the release, and stood there for a moment before the press.
    """

    def __init__(self, buttons: LineButtons) -> None:
        self._buttons = buttons
        self._meant: PostAction | None = None
        self.holds_line = self.on_button = False

    def begin(self, at: QPoint) -> None:
        """Press there; `on_button` stays for a second click."""
        self.holds_line, self.on_button = True, self._buttons.at(at) is not None
        self._meant = self._buttons.at(at, steady=True)

    def action_at(self, at: QPoint) -> PostAction | None:
        """Return the action of the pressed button if a release there runs it."""
        return self._meant if self._meant and self._meant == self._buttons.at(at) else None

    def end(self) -> bool:
        """Release, or give up; return True where a line was held until now."""
        was_held, self.holds_line, self._meant = self.holds_line, False, None
        return was_held


def _place(rect: QRect) -> ButtonRect:
    return rect.left(), rect.top(), rect.width(), rect.height()
