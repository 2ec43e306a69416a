"""The order of the window's regions: for the Tab key, and for a screen reader, whenever a region was built."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QWidget
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find, stops
from tests.ui.results.sample_posts import connect
from tests.ui.shell.conftest import Opener

from postdesk.ui.shell.rail import PLACES

NAMES = [place.identifier for place in PLACES]
NEIGHBOURS = ("connect.linkedin", "more.linkedin", "connect.twitter")
SEGMENTS = ("calendar.view.month", "calendar.view.week", "results.tab.attention", "results.tab.all")


def active(window: FullWindow, qtbot: QtBot) -> FullWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def region_of(window: FullWindow, identifier: str) -> str:
    """Return the region that has the widget."""
    widget = find(window, QWidget, identifier)
    within = {"rail": window.rail, "top": window.content.top_bar, "composer": window.composer.panel, "foot": window.statusBar()}
    place = window.places.get(window.places.current)
    return next((name for name, each in within.items() if each.isAncestorOf(widget)), "") or (
        "place" if place.isAncestorOf(widget) else "?"
    )


def regions(window: FullWindow, key: Qt.Key) -> list[str]:
    """Return the regions that Tab leads through from the place and back to it."""
    for field in window.findChildren(QDateTimeEdit):
        field.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab leads through its parts first
    window.focus_pane(window.places.get(window.places.current))
    around = [region for region, _ in groupby(region_of(window, stop) for stop in stops(window, key))]
    return [region for region in around if region != "place"]


@pytest.mark.parametrize("place", NAMES)
def test_tab_leads_through_the_regions_as_they_are_seen(
    open_window: Opener, quiet: QuietSession, qtbot: QtBot, place: str
) -> None:
    client = quiet.client()
    connect(quiet, client, "linkedin", "twitter")
    window = active(open_window(quiet.session), qtbot)
    window.navigator.new_post()
    window.navigator.show(place)  # built after the composer
    QApplication.processEvents()
    onward = ["composer", "foot", "rail", "top"]
    assert regions(window, Qt.Key.Key_Tab) == onward
    assert regions(window, Qt.Key.Key_Backtab) == onward[::-1]


def test_an_empty_list_begins_with_what_it_offers_and_tab_leads_to_its_search(
    open_window: Opener, quiet: QuietSession, qtbot: QtBot
) -> None:
    quiet.client()
    window = active(open_window(quiet.session), qtbot)
    window.navigator.show("drafts")
    assert window.focusWidget().objectName() == "drafts.empty.action"
    assert "drafts.search" in stops(window)


def shown(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield a widget's node and all below it, in a screen reader's order."""
    yield interface
    children = (interface.child(place) for place in range(interface.childCount()))
    for child in children:
        if isinstance(widget := child.object(), QWidget) and widget.isVisible():
            yield from shown(child)


def node_of(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


@pytest.mark.parametrize("place", ["calendar", "results"])
def test_a_screen_reader_has_the_regions_in_the_order_in_which_they_are_seen(
    open_window: Opener, quiet: QuietSession, place: str
) -> None:
    quiet.client()
    window = open_window(quiet.session)
    window.navigator.new_post()
    window.navigator.show(place)
    places = window.places
    order = [window.rail, window.content.top_bar, places.get(place), places.composer, window.statusBar()]
    assert [widget for node in shown(node_of(window)) if (widget := node.object()) in order] == order


def test_places_and_views_are_radio_buttons(open_window: Opener, quiet: QuietSession) -> None:
    quiet.client()
    window = open_window(quiet.session)
    window.navigator.show("results")
    for name in (*(f"rail.{place}" for place in NAMES), *SEGMENTS):
        node = node_of(find(window, QWidget, name))
        assert (name, node.role()) == (name, QAccessible.Role.RadioButton)
        if not name.startswith("results"):
            assert node.state().checked == (name in {"rail.results", "calendar.view.month"})


def test_the_name_of_a_place_says_what_its_badge_counts(open_window: Opener, quiet: QuietSession) -> None:
    quiet.client()
    window = open_window(quiet.session)
    window.rail.set_count("results", 120, "Needs attention: 120")
    window.rail.set_dot("connections", "Accounts to reconnect: 2")
    nodes = (node_of(find(window, QWidget, f"rail.{place}")) for place in ("results", "connections", "drafts"))
    named = [node.text(QAccessible.Text.Name) for node in nodes]
    assert named == ["Results, Needs attention: 120", "Connections, Accounts to reconnect: 2", "Drafts"]


def test_tab_leads_from_the_calendar_to_the_bar_of_its_selection(open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
    quiet.post(quiet.client(), timedelta(hours=2))
    window = active(open_window(quiet.session), qtbot)
    window.navigator.show("calendar")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_T)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget().objectName().startswith("calendar.several.")


def test_a_focus_whose_widget_is_hidden_stays_in_its_pane(open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
    quiet.client()
    window = active(open_window(quiet.session), qtbot)
    window.navigator.show("connections")
    QApplication.processEvents()
    first, second, third = (find(window, QWidget, f"connections.{name}") for name in NEIGHBOURS)
    first.setFocus()
    first.hide()
    assert window.focusWidget() is second
    second.hide()
    assert window.focusWidget() is third
