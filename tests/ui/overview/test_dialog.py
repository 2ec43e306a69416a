"""The overview of all clients."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession, quiet_session
from tests.support.widgets import find, rich_labels, unidentified
from tests.ui.results.sample_posts import connect

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.store import approvals, clients
from postdesk.ui.kit.theme import Theme
from postdesk.ui.overview.dialog import OverviewDialog
from postdesk.ui.overview.model import OverviewColumn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    with quiet_session(tmp_path) as made:
        yield made


@pytest.fixture
def shown(quiet: QuietSession, theme: Theme, qtbot: QtBot) -> OverviewDialog:
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
    dialog = OverviewDialog(quiet.session, theme, ZoneInfo("Europe/Berlin"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def table(dialog: OverviewDialog) -> QTableView:
    return find(dialog, QTableView, "overview.clients")


def column(dialog: OverviewDialog, which: OverviewColumn) -> list[str]:
    model = table(dialog).model()
    return [str(model.index(row, which).data()) for row in range(model.rowCount())]


def test_a_row_says_what_is_next_and_what_needs_somebody(shown: OverviewDialog) -> None:
    ann = [column(shown, each)[1] for each in OverviewColumn]
    assert ann == [
        "Ann",
        "LinkedIn: Reconnect, 1 post waiting; Threads: Reconnect; Reddit: Not connected, 1 post waiting",
        "today 22:00 Tokyo",
        "1",
        "1",
        "2",
    ]
    assert [column(shown, each)[0] for each in OverviewColumn] == [
        "<b>Ben</b>",
        "LinkedIn: Connected",
        "Nothing scheduled",
        "",
        "",
        "",
    ]
    assert not rich_labels(shown)
    assert not unidentified(shown)


def test_it_is_sorted_by_a_column_and_filtered(shown: OverviewDialog) -> None:
    table(shown).sortByColumn(OverviewColumn.TO_DECIDE, Qt.SortOrder.DescendingOrder)
    assert column(shown, OverviewColumn.CLIENT) == ["Ann", "<b>Ben</b>"]
    find(shown, QCheckBox, "overview.archived").click()
    assert "Cem (archived)" in column(shown, OverviewColumn.CLIENT)
    find(shown, QCheckBox, "overview.needs_action").click()
    assert column(shown, OverviewColumn.CLIENT) == ["Ann"]
    find(shown, QCheckBox, "overview.needs_action").click()
    find(shown, QLineEdit, "overview.search").setText("be")
    assert column(shown, OverviewColumn.CLIENT) == ["<b>Ben</b>"]


def test_the_choice_stays_where_it_is_sorted_otherwise(shown: OverviewDialog) -> None:
    table(shown).selectRow(1)
    table(shown).sortByColumn(OverviewColumn.TO_DECIDE, Qt.SortOrder.DescendingOrder)
    assert table(shown).currentIndex().siblingAtColumn(OverviewColumn.CLIENT).data() == "Ann"
    assert find(shown, QPushButton, "overview.reconnect").isVisible()


def test_enter_goes_to_the_client(shown: OverviewDialog, quiet: QuietSession) -> None:
    asked: list[int] = []
    shown.client_requested.connect(asked.append)
    table(shown).setFocus()
    table(shown).selectRow(1)
    QTest.keyClick(table(shown), Qt.Key.Key_Return)
    assert [quiet.session.clients.get(each) for each in asked] == [ann_of(quiet)]


def ann_of(quiet: QuietSession) -> Client:
    return next(each for each in quiet.session.clients.all() if each.name == "Ann")


def test_what_changes_is_read_again_and_the_choice_stays(shown: OverviewDialog, quiet: QuietSession, qtbot: QtBot) -> None:
    table(shown).selectRow(1)
    quiet.client("Aaron")
    quiet.session.changes.clients.emit()
    qtbot.waitUntil(lambda: len(column(shown, OverviewColumn.CLIENT)) == 3)
    assert table(shown).currentIndex().siblingAtColumn(OverviewColumn.CLIENT).data() == "Ann"


def test_an_account_that_is_lost_is_connected_again_from_here(
    shown: OverviewDialog, quiet: QuietSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, str]] = []
    monkeypatch.setattr(quiet.session.connections, "connect_account", lambda *about: asked.append(about))
    button = find(shown, QPushButton, "overview.reconnect")
    table(shown).selectRow(0)
    assert not button.isVisible()
    table(shown).selectRow(1)
    assert button.text() == "Reconnect LinkedIn"
    button.click()
    assert asked == [(ann_of(quiet).id, "linkedin")]
