"""Ways to each place of the window, to the sheet and to a popover, as a person goes there."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from postdesk.tour.finder import find
from postdesk.tour.script import StepMismatch
from postdesk.tour.user_input import ClickTarget, aim

PLACES: Final = ("calendar", "results", "drafts", "repeating", "clients", "connections", "reports", "testing", "settings")
_IN_CARD: Final = QPoint(24, 44)
"""A point of the first card, from the corner of its day."""


def button_of(place: str) -> ClickTarget:
    """Return the button of a place on the rail. Raises StepMismatch where there is none."""
    return aim(f"rail.{place}")


def card_with(text: str) -> ClickTarget:
    """Return the first card of the first day in view with such a post. Raises StepMismatch where there is none."""
    for view in _calendar_views():
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                cell = view.visualRect(index)
                said = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")
                if text in said and view.viewport().rect().contains(cell.topLeft() + _IN_CARD):
                    return ClickTarget(view.viewport(), cell.topLeft() + _IN_CARD)
    raise StepMismatch(f"no day in view has “{text}”")


def shown_popover() -> QWidget:
    """Return the popover in view. Raises StepMismatch where there is none."""
    for widget in find("main_window").findChildren(QWidget):
        if widget.isVisible() and any(each.__name__ == "Popover" for each in type(widget).__mro__):
            return widget
    raise StepMismatch("no popover is in view")


def _calendar_views() -> Iterator[QAbstractItemView]:
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractItemView) and widget.isVisible() and widget.accessibleIdentifier().startswith("calendar."):
            yield widget
