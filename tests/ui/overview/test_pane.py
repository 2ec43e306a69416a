"""The overview of all clients."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import QuietSession, quiet_session
from tests.support.widgets import cut_off, find, rich_labels, unidentified
from tests.ui.results.sample_posts import connect

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.store import approvals, clients, connections
from postdesk.ui.kit.line_painter import LinePainter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.overview.model import OverviewColumn
from postdesk.ui.overview.pane import OverviewPane
from postdesk.ui.scope import Scope

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    with quiet_session(tmp_path) as made:
        yield made


@pytest.fixture
def navigator() -> RecordingNavigator:
    return RecordingNavigator()


@pytest.fixture
def shown(quiet: QuietSession, navigator: RecordingNavigator, theme: Theme, qtbot: QtBot) -> OverviewPane:
    """The overview: Ann has posts and an account to reconnect, Ben has nothing, and Cem is archived."""
    ann, ben, cem = quiet.client("Ann", "Asia/Tokyo"), quiet.client("<b>Ben</b>"), quiet.client("Cem")
    connect(quiet, ann, Platform.THREADS)
    connect(quiet, ann, Platform.THREADS, Platform.LINKEDIN, status="needs_reconnect")
    connect(quiet, ben, Platform.LINKEDIN)
    soon = quiet.post(ann, HOUR, State.PLANNED, Platform.LINKEDIN)
    quiet.post(ann, 30 * DAY, State.PLANNED, Platform.REDDIT)
    quiet.post(ann, -HOUR, State.NEEDS_USER, Platform.LINKEDIN)
    quiet.database.submit(lambda conn: approvals.save(conn, soon.id, ApprovalRecord(Approval.WAITING))).result()
    quiet.database.submit(lambda conn: clients.update(conn, replace(cem, archived=True))).result()
    return opened(quiet, navigator, theme, qtbot)


def opened(quiet: QuietSession, navigator: RecordingNavigator, theme: Theme, qtbot: QtBot) -> OverviewPane:
    pane = OverviewPane(quiet.session, Scope(), navigator, theme, ZoneInfo("Europe/Berlin"))
    qtbot.addWidget(pane)
    pane.resize(1298, 640)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def table(pane: OverviewPane) -> QTableView:
    return find(pane, QTableView, "overview.clients")


def column(pane: OverviewPane, which: OverviewColumn) -> list[str]:
    model = table(pane).model()
    return [str(model.index(row, which).data()) for row in range(model.rowCount())]


def test_a_row_says_what_is_next_and_what_needs_somebody(shown: OverviewPane) -> None:
    ann = [column(shown, each)[1] for each in OverviewColumn]
    assert ann == [
        "Ann",
        "LinkedIn: Reconnect, 1 post waiting; Threads: Reconnect; Reddit: Not connected, 1 post waiting",
        "today 22:00 Tokyo",
        "1",
        "1",
        "2",
        "Reconnect LinkedIn",
    ]
    assert [column(shown, each)[0] for each in OverviewColumn] == [
        "<b>Ben</b>",
        "LinkedIn: Connected",
        "Nothing scheduled",
        "",
        "",
        "",
        "",
    ]
    assert not rich_labels(shown)
    assert not unidentified(shown)


def test_it_is_sorted_by_a_column_and_filtered(shown: OverviewPane) -> None:
    table(shown).sortByColumn(OverviewColumn.TO_DECIDE, Qt.SortOrder.DescendingOrder)
    assert column(shown, OverviewColumn.CLIENT) == ["Ann", "<b>Ben</b>"]
    find(shown, QCheckBox, "overview.archived").click()
    assert "Cem (archived)" in column(shown, OverviewColumn.CLIENT)
    find(shown, QCheckBox, "overview.needs_action").click()
    assert column(shown, OverviewColumn.CLIENT) == ["Ann"]
    find(shown, QCheckBox, "overview.needs_action").click()
    find(shown, QLineEdit, "overview.search").setText("be")
    assert column(shown, OverviewColumn.CLIENT) == ["<b>Ben</b>"]


def test_the_choice_stays_where_it_is_sorted_otherwise(shown: OverviewPane) -> None:
    table(shown).selectRow(1)
    table(shown).sortByColumn(OverviewColumn.TO_DECIDE, Qt.SortOrder.DescendingOrder)
    assert table(shown).currentIndex().siblingAtColumn(OverviewColumn.CLIENT).data() == "Ann"


def click(shown: OverviewPane, row: int, which: OverviewColumn) -> None:
    at = table(shown).visualRect(table(shown).model().index(row, which)).center()
    QTest.mouseClick(table(shown).viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_enter_goes_to_the_client(shown: OverviewPane, quiet: QuietSession, navigator: RecordingNavigator) -> None:
    table(shown).setFocus()
    table(shown).selectRow(1)
    QTest.keyClick(table(shown), Qt.Key.Key_Return)
    assert navigator.asked == [("show_client", ann_of(quiet).id), ("show", "calendar")]


def test_a_click_goes_to_the_client(shown: OverviewPane, quiet: QuietSession, navigator: RecordingNavigator) -> None:
    click(shown, 1, OverviewColumn.NEXT)
    assert navigator.asked == [("show_client", ann_of(quiet).id), ("show", "calendar")]


def ann_of(quiet: QuietSession) -> Client:
    return next(each for each in quiet.session.clients.all() if each.name == "Ann")


def test_what_changes_is_read_again_and_the_choice_stays(shown: OverviewPane, quiet: QuietSession, qtbot: QtBot) -> None:
    table(shown).selectRow(1)
    quiet.client("Aaron")
    quiet.session.changes.clients.emit()
    qtbot.waitUntil(lambda: len(column(shown, OverviewColumn.CLIENT)) == 3)
    assert table(shown).currentIndex().siblingAtColumn(OverviewColumn.CLIENT).data() == "Ann"


@pytest.mark.parametrize("by_key", [True, False])
def test_an_account_that_is_lost_is_connected_again_from_here(
    shown: OverviewPane, quiet: QuietSession, navigator: RecordingNavigator, monkeypatch: pytest.MonkeyPatch, by_key: bool
) -> None:
    asked: list[tuple[int, str]] = []
    monkeypatch.setattr(quiet.session.connections, "connect_account", lambda *about: asked.append(about))
    assert column(shown, OverviewColumn.ACTION) == ["", "Reconnect LinkedIn"]
    if by_key:
        table(shown).setFocus()
        table(shown).setCurrentIndex(table(shown).model().index(1, OverviewColumn.ACTION))
        QTest.keyClick(table(shown), Qt.Key.Key_Return)
    else:
        click(shown, 1, OverviewColumn.ACTION)
    assert asked == [(ann_of(quiet).id, "linkedin")]
    assert navigator.asked == [("show_connections", ann_of(quiet).id)]


def test_the_line_under_the_mouse_is_marked(shown: OverviewPane, qtbot: QtBot) -> None:
    cell = table(shown).visualRect(table(shown).model().index(1, OverviewColumn.THIS_WEEK))
    before = table(shown).viewport().grab(cell).toImage()
    client = table(shown).visualRect(table(shown).model().index(1, OverviewColumn.CLIENT)).center()
    QTest.mouseMove(table(shown).viewport(), client)
    qtbot.waitUntil(lambda: table(shown).viewport().grab(cell).toImage() != before)
    QApplication.sendEvent(table(shown).viewport(), QEvent(QEvent.Type.Leave))
    assert table(shown).viewport().grab(cell).toImage() == before


@pytest.fixture
def painted(shown: OverviewPane, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The rows that were painted since the pane was still."""
    rows, paint = set[int](), LinePainter.paint_background

    def note(self: LinePainter, *, marked: bool, hovered: bool) -> None:
        rows.add(table(shown).rowAt(self.rect.top()))
        paint(self, marked=marked, hovered=hovered)

    monkeypatch.setattr(LinePainter, "paint_background", note)
    QApplication.processEvents()
    while rows:
        rows.clear()
        QApplication.processEvents()
    return rows


def test_the_mouse_paints_the_lines_alone_that_it_leaves_and_enters(shown: OverviewPane, painted: set[int], qtbot: QtBot) -> None:
    find(shown, QCheckBox, "overview.archived").click()
    for row in (2, 1):
        QApplication.processEvents()
        painted.clear()
        at = table(shown).visualRect(table(shown).model().index(row, OverviewColumn.NEXT)).center()
        QTest.mouseMove(table(shown).viewport(), at)
        qtbot.waitUntil(lambda: bool(painted))
    assert painted == {1, 2}


def test_a_change_paints_the_clients_alone_that_it_changed(shown: OverviewPane, quiet: QuietSession, painted: set[int]) -> None:
    shown.refresh()
    QApplication.processEvents()
    assert not painted
    quiet.post(ann_of(quiet), 2 * HOUR, State.PLANNED, Platform.LINKEDIN)
    shown.refresh()
    QApplication.processEvents()
    assert painted == {1}
    assert column(shown, OverviewColumn.THIS_WEEK)[1] == "2"


def test_tomorrow_becomes_today_where_nothing_else_changes(shown: OverviewPane, quiet: QuietSession, painted: set[int]) -> None:
    ben = next(each for each in quiet.session.clients.all() if "Ben" in each.name)
    quiet.post(ben, 20 * HOUR, State.PLANNED, Platform.LINKEDIN)
    shown.refresh()
    QApplication.processEvents()
    assert column(shown, OverviewColumn.NEXT)[0].startswith("tomorrow")
    painted.clear()
    quiet.session.clock.offset += 18 * HOUR
    shown.refresh()
    QApplication.processEvents()
    assert 0 in painted
    assert column(shown, OverviewColumn.NEXT)[0].startswith("today")


def test_lines_are_written_in_the_font_of_the_table(shown: OverviewPane, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, write = set[int](), LinePainter.write

    def note(cell: LinePainter, *args: Any, **options: Any) -> str:
        words = write(cell, *args, **options)
        sizes.add(cell.painter.font().pointSize())
        return words

    monkeypatch.setattr(LinePainter, "write", note)
    larger = QFont(table(shown).font())
    larger.setPointSize(17)
    table(shown).setFont(larger)
    table(shown).viewport().grab()
    assert sizes == {17}


def test_clients_are_added_and_managed_from_here(shown: OverviewPane, navigator: RecordingNavigator) -> None:
    for name in ("overview.add", "overview.manage"):
        find(shown, QPushButton, name).click()
    assert navigator.asked == [("add_client",), ("show_settings", "clients")]


def test_without_a_client_the_first_is_added(
    quiet: QuietSession, navigator: RecordingNavigator, theme: Theme, qtbot: QtBot
) -> None:
    pane = opened(quiet, navigator, theme, qtbot)
    assert not table(pane).isVisible()
    assert [each.text() for each in pane.findChildren(QPushButton) if each.isVisible()] == ["Add a client or brand…"]
    find(pane, QPushButton, "overview.empty.action").click()
    assert navigator.asked == [("add_client",)]


def test_filters_that_leave_nothing_are_cleared(shown: OverviewPane) -> None:
    find(shown, QLineEdit, "overview.search").setText("nobody")
    assert not table(shown).isVisible()
    find(shown, QPushButton, "overview.empty.action").click()
    assert column(shown, OverviewColumn.CLIENT) == ["<b>Ben</b>", "Ann"]


def test_a_narrow_place_has_the_columns_that_matter_most(shown: OverviewPane, qtbot: QtBot) -> None:
    shown.resize(652, 430)
    qtbot.waitUntil(lambda: not table(shown).horizontalScrollBar().isVisible())
    hidden = [each for each in OverviewColumn if table(shown).isColumnHidden(each)]
    assert hidden == [OverviewColumn.NEXT, OverviewColumn.THIS_WEEK, OverviewColumn.UNAPPROVED]
    assert not cut_off(shown)


def test_the_number_of_accounts_is_never_cut(
    quiet: QuietSession, navigator: RecordingNavigator, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = quiet.client("Ann")
    platforms = Platform.TWITTER, Platform.FACEBOOK, Platform.INSTAGRAM, Platform.THREADS
    states = "needs_reconnect", "connected", "connected", "connected"
    remote = [RemoteConnection(f"c-{each}", each, state, f"id-{each}") for each, state in zip(platforms, states, strict=True)]
    quiet.database.submit(lambda conn: connections.save_list(conn, ann.id, remote)).result()
    quiet.session.changes.connections.emit()
    pane = opened(quiet, navigator, theme, qtbot)
    clients_table = table(pane)
    written, write = list[str](), LinePainter.write

    def note(*args: Any, **options: Any) -> str:
        written.append(write(*args, **options))
        return written[-1]

    monkeypatch.setattr(LinePainter, "write", note)
    for width in range(640, 1200, 3):
        pane.resize(width, 640)
        QApplication.processEvents()
        written.clear()
        clients_table.viewport().grab()
        said = [words for words in written if words.startswith("Con") or words == "3"]
        assert said in (["Connected"], ["Connected (3)"], ["3"]), (width, written)
