"""The rows at the top of all places are equally high, and begin and end where the top bar does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFrame, QLabel, QLineEdit, QTabBar, QTableView, QWidget
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.shell.conftest import Opener

from postdesk.ui.kit.pane_title import BAR_HEIGHT
from postdesk.ui.shell.rail import PLACES

_CONTENTS = (QAbstractButton, QComboBox, QLabel, QLineEdit, QTabBar)
_END = {"calendar", "results", "clients"}
"""The places with a control in a frame at the end of their row, once there is a client."""


def contents(row: QWidget) -> Iterator[QWidget]:
    """Yield what is seen in a row, but for the frame of buttons in one frame."""
    for widget in row.findChildren(QWidget):
        framed = widget.property("role") == "segments"
        if widget.isVisible() and (framed or isinstance(widget, _CONTENTS)) and (not isinstance(widget, QLabel) or widget.text()):
            yield widget


def left(widget: QWidget) -> int:
    return widget.mapTo(widget.window(), QPoint(0, 0)).x()


@pytest.mark.parametrize("client", ["Alex Morgan", ""])
def test_the_rows_of_all_places_begin_and_end_where_the_top_bar_does(
    open_window: Opener, quiet: QuietSession, client: str
) -> None:
    if client:
        quiet.client(client)
    window = open_window(quiet.session, 1366, 768)
    edge = left(find(window, QAbstractButton, "top_bar.client"))
    for place in PLACES:
        window.navigator.show(place.identifier)
        pane = window.places.get(place.identifier)
        row = next(each for each in pane.findChildren(QFrame) if each.property("role") == "bar" and each.isVisible())
        assert row.mapTo(window, QPoint(0, 0)).y() == find(window, QFrame, "top_bar").height(), place
        assert row.height() == BAR_HEIGHT, place
        assert min(map(left, contents(row))) == edge, place
        ends = [left(each) + each.width() for each in contents(row)]
        assert max(ends) <= window.width() - (edge - left(row)), place
        if client and place.identifier in _END:
            assert max(ends) == window.width() - (edge - left(row)), place


def test_the_table_of_clients_begins_where_its_title_does(open_window: Opener, quiet: QuietSession) -> None:
    for name in ("Alex Morgan", "Bea Rossi"):
        quiet.client(name)
    window = open_window(quiet.session, 1366, 768)
    edge = left(find(window, QAbstractButton, "top_bar.client"))
    window.navigator.show("clients")
    pane = window.places.get("clients")
    table = find(pane, QTableView, "overview.clients")
    line = table.visualRect(table.model().index(0, 0))
    picture = table.viewport().grab(line).toImage()
    middle = picture.height() // 2
    mark = next(x for x in range(picture.width()) if picture.pixel(x, middle) != picture.pixel(0, middle))
    assert left(table.viewport()) + mark == edge
    assert left(find(pane, QLineEdit, "overview.search")) == edge
