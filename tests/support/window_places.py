"""Ways to each place of the window, to the sheet and to a popover, as a person goes there."""

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from postdesk.tour.finder import find
from postdesk.tour.script import StepMismatch
from postdesk.tour.user_input import ClickTarget, aim

PLACES: Final = ("calendar", "results", "drafts", "repeating", "clients", "connections", "reports", "testing", "settings")
_IN_CARD: Final = QPoint(24, 36)
"""A point of the first card, from the corner of its day."""
_FROM_END: Final = QPoint(14, 11)
"""A point of the number of posts without room, from the corner at the end of its day."""
_MORE: Final = " more"


def button_of(place: str) -> ClickTarget:
    """Return the button of a place on the rail. Raises StepMismatch where there is none."""
    return aim(f"rail.{place}")


def card_with(text: str) -> ClickTarget:
    """Return the first card of the first day in view with such a post. Raises StepMismatch where there is none."""
    return _point(text, lambda cell: cell.topLeft() + _IN_CARD)


def more_of_a_day() -> ClickTarget:
    """Return the number of posts without room of the first day that has some. Raises StepMismatch where there is none."""
    return _point(_MORE, lambda cell: QPoint(cell.right() - _FROM_END.x(), cell.top() + _FROM_END.y()))


def _point(text: str, place: Callable[[QRect], QPoint]) -> ClickTarget:
    """Return the point at that place of the first day in view whose text has these words."""
    for view in _calendar_views():
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                point = place(view.visualRect(index))
                said = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")
                if text in said and view.viewport().rect().contains(point):
                    return ClickTarget(view.viewport(), point)
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
