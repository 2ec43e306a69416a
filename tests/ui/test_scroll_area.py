"""Scroll areas can be read while their bars appear and disappear."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.scroll_area import scrollable


def test_a_reader_that_counted_a_bar_may_ask_for_it_when_it_is_gone(qtbot: QtBot) -> None:
    within = QWidget()
    area = scrollable(column_of(within))
    qtbot.addWidget(area)
    area.resize(200, 100)
    within.setFixedHeight(400)
    area.show()
    read = QAccessible.queryAccessibleInterface(area)
    qtbot.waitUntil(area.verticalScrollBar().isVisible)
    counted = read.childCount()

    within.setFixedHeight(10)
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())

    assert None not in [read.child(n) for n in range(counted)]
    assert [read.child(n) for n in range(counted, counted + 4)] == [None] * 4


def test_it_is_read_as_any_scroll_area(qtbot: QtBot) -> None:
    area = scrollable(column_of(QWidget()))
    qtbot.addWidget(area)
    area.show()
    read = QAccessible.queryAccessibleInterface(area)
    told = {read.child(n).object().objectName() for n in range(read.childCount())}
    assert told == {"qt_scrollarea_viewport", "qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer"}
    assert read.role() == QAccessible.Role.Client
