"""The connections pane, over a real store."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from tests.support.full_window import PaneWindow
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import NOON, QuietSession
from tests.support.widgets import find, rich_labels, stops, unidentified
from tests.ui.results.sample_posts import connect, entry, keep, post

from postdesk.api.errors import ErrorKind
from postdesk.domain.clients import Client, Connection, ConnectSession, ConnectSessionKind
from postdesk.domain.delivery import Hold, State
from postdesk.domain.platforms import Platform
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.store import connect_sessions, shared_accounts
from postdesk.ui.connections.accounts import AccountAction
from postdesk.ui.connections.pane import ConnectionsPane
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

LINK = "https://mypostshare.com/connect/s1"


@pytest.fixture
def client(quiet: QuietSession) -> Client:
    return quiet.client()


@pytest.fixture
def pane(quiet: QuietSession, client: Client, theme: Theme, qtbot: QtBot, navigator: RecordingNavigator) -> ConnectionsPane:
    return opened(quiet, Scope(client.id), theme, qtbot, navigator)


@pytest.fixture
def navigator() -> RecordingNavigator:
    return RecordingNavigator()


def opened(
    quiet: QuietSession, scope: Scope, theme: Theme, qtbot: QtBot, navigator: RecordingNavigator | None = None
) -> ConnectionsPane:
    made = ConnectionsPane(quiet.session, scope, navigator or RecordingNavigator(), theme, ZoneInfo("Europe/Berlin"))
    qtbot.addWidget(made)
    made.resize(280, 700)
    made.show()
    return made


def refresh(pane: ConnectionsPane) -> None:
    """Read the pane again and update the layout."""
    pane.refresh()
    QApplication.processEvents()


def pending(quiet: QuietSession, client: Client, kind: ConnectSessionKind = ConnectSessionKind.HERE) -> None:
    session = ConnectSession("s1", client.id, "linkedin", kind, "pending", LINK, NOON, NOON + timedelta(days=1))
    quiet.database.submit(lambda conn: connect_sessions.add(conn, session)).result()
    quiet.session.changes.connections.emit()


def words(pane: ConnectionsPane, platform: str) -> str:
    return find(pane, PlainLabel, f"connections.words.{platform}").text()


def in_order(pane: ConnectionsPane) -> list[str]:
    """Return the platforms of the rows, from top to bottom."""
    rows = [frame for frame in pane.findChildren(QFrame) if frame.objectName().startswith("connections.row.")]
    return [row.objectName().rpartition(".")[2] for row in sorted(rows, key=lambda row: row.y())]


def offered(pane: ConnectionsPane) -> set[str]:
    return {button.objectName() for button in pane.findChildren(Button) if button.isVisible()}


def test_without_a_client_it_asks_for_one(quiet: QuietSession, theme: Theme, qtbot: QtBot, navigator: RecordingNavigator) -> None:
    pane = opened(quiet, Scope(), theme, qtbot, navigator)

    find(pane, Button, "connections.empty.action").click()
    assert navigator.asked == [("add_client",)]


def test_every_platform_can_be_connected(pane: ConnectionsPane) -> None:
    assert {f"connections.connect.{platform}" for platform in Platform} <= offered(pane)


def test_no_row_changes_its_place_when_it_is_connected_and_accounts_are_counted(
    pane: ConnectionsPane, quiet: QuietSession, client: Client
) -> None:
    before = in_order(pane)
    connect(quiet, client, "threads", "linkedin", "myspace")
    refresh(pane)

    assert in_order(pane) == [*before, "myspace"]
    assert before == list(Platform)
    assert find(pane, PlainLabel, "connections.title.remark").text() == "3 connected"
    assert "connections.connect.linkedin" not in offered(pane)


@pytest.mark.parametrize("before", [False, True])
def test_what_changes_while_it_is_hidden_is_read_when_it_is_shown(
    pane: ConnectionsPane, quiet: QuietSession, client: Client, qtbot: QtBot, before: bool
) -> None:
    remark = find(pane, PlainLabel, "connections.title.remark")
    for act in (pane.hide, partial(connect, quiet, client, "threads"))[:: -1 if before else 1]:
        act()
    qtbot.wait(150)
    assert remark.text() == "0 connected"
    pane.show()
    assert remark.text() == "1 connected"


def test_another_client_is_read_when_the_hidden_place_is_shown(
    quiet: QuietSession, client: Client, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bakery, read = quiet.client("Bright Bakery"), list[int]()
    connect(quiet, bakery, "linkedin", status="needs_reconnect")
    connect(quiet, client, "twitter", status="needs_reconnect")
    scope = Scope(bakery.id)
    pane = opened(quiet, scope, theme, qtbot)
    pane.hide()
    accounts_of = quiet.session.connections.of

    def recorded(client_id: int) -> tuple[Connection, ...]:
        read.append(client_id)
        return accounts_of(client_id)

    monkeypatch.setattr(quiet.session.connections, "of", recorded)

    scope.show_client(client.id)
    assert not read
    pane.show()

    assert set(read) == {client.id}
    assert "connections.reconnect.twitter" in offered(pane)
    assert "connections.reconnect.linkedin" not in offered(pane)


def test_a_long_kind_of_account_makes_no_row_higher(pane: ConnectionsPane, quiet: QuietSession, client: Client) -> None:
    connect(quiet, client, "twitter", "linkedin")
    pane.resize(200, 700)
    refresh(pane)
    long, short = (find(pane, QFrame, f"connections.row.{platform}") for platform in ("twitter", "linkedin"))
    assert long.height() == short.height()
    assert long.height() < 5 * long.fontMetrics().height()
    assert "X (Twitter)" in long.toolTip()


def test_an_account_that_needs_reconnecting_counts_what_waits(pane: ConnectionsPane, quiet: QuietSession, client: Client) -> None:
    connect(quiet, client, "instagram", status="needs_reconnect")
    keep(quiet, client, post(entry(State.QUEUED, "instagram", hold=Hold.NOT_CONNECTED)))
    refresh(pane)

    row = find(pane, QFrame, "connections.row.instagram")
    said = [label.text() for label in row.findChildren(PlainLabel) if label.isVisible()]
    assert {"@studio", "Instagram", "Needs reconnecting, 1 post waits"} <= set(said)
    assert row.toolTip().startswith("@studio\nInstagram · Person")
    assert "connections.reconnect.instagram" in offered(pane)


def test_a_pending_session_is_shown_and_its_link_copied(
    pane: ConnectionsPane, quiet: QuietSession, client: Client, navigator: RecordingNavigator
) -> None:
    pending(quiet, client)
    refresh(pane)

    assert words(pane, "linkedin") == "Waiting for your browser… Sign in and allow access there."
    find(pane, Button, "connections.copy_link.linkedin").click()
    assert _clipboard() == LINK
    assert navigator.asked == [("tell", "Link copied.")]


def test_a_link_for_a_client_is_copied_with_its_text(pane: ConnectionsPane, quiet: QuietSession, client: Client) -> None:
    pending(quiet, client, ConnectSessionKind.LINK)
    refresh(pane)

    waiting = "Waiting for Alex Morgan to open the link since Tue 24 Nov 2026 13:00. Postdesk checks every hour for seven days."
    assert words(pane, "linkedin") == waiting
    find(pane, Button, "connections.copy_client_link.linkedin").click()
    assert LINK in _clipboard().splitlines()


@pytest.mark.parametrize(("platform", "said"), [("xcb", True), ("wayland", True), ("windows", False), ("cocoa", False)])
def test_where_a_text_goes_with_the_program_that_is_said(
    pane: ConnectionsPane,
    quiet: QuietSession,
    client: Client,
    navigator: RecordingNavigator,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    said: bool,
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    pending(quiet, client, ConnectSessionKind.LINK)
    refresh(pane)
    find(pane, Button, "connections.copy_client_link.linkedin").click()
    assert ["Paste it before you quit Postdesk." in str(told) for _, told in navigator.asked] == [said]


def test_a_link_that_expired_stays_told_with_the_way_to_a_new_one(
    pane: ConnectionsPane, quiet: QuietSession, client: Client, theme: Theme, qtbot: QtBot
) -> None:
    pending(quiet, client, ConnectSessionKind.LINK)
    quiet.database.submit(lambda conn: connect_sessions.end(conn, "s1", "expired", "")).result()
    refresh(pane)
    assert words(pane, "linkedin") == "Not connected. The link for the client has expired. Send a new one."
    assert "connections.link_for_client.linkedin" in offered(pane)
    quiet.client("Bright Bakery")
    listed = opened(quiet, Scope(), theme, qtbot)
    assert "1 link to send again" in find(listed, Button, "connections.client.alex-morgan").accessibleName()


def test_an_account_of_two_clients_is_warned_of_once(pane: ConnectionsPane, quiet: QuietSession, client: Client) -> None:
    bakery = quiet.client("Bright Bakery")
    connect(quiet, client, "linkedin")
    connect(quiet, bakery, "linkedin")
    refresh(pane)
    assert words(pane, "linkedin").startswith("This account is also connected for Bright Bakery.")
    quiet.database.submit(lambda conn: shared_accounts.confirm_shared(conn, client.id, "linkedin")).result()
    refresh(pane)
    assert "connections.share.linkedin" not in offered(pane)


def test_a_browser_that_did_not_open_is_told_in_place(pane: ConnectionsPane, quiet: QuietSession, client: Client) -> None:
    pending(quiet, client)
    quiet.session.connections.browser_failed.emit("s1")
    refresh(pane)

    assert words(pane, "linkedin").startswith("No browser opened.")


def test_a_refused_return_address_is_told_at_its_platform_until_it_is_dismissed(
    pane: ConnectionsPane, quiet: QuietSession, client: Client
) -> None:
    uri = "http://127.0.0.1:47611/connect/callback"
    notice = Notice(NoticeKind.REDIRECT_NOT_ALLOWED, client_id=client.id, platform="linkedin", detail=uri)
    quiet.session.changes.notice.emit(notice)
    refresh(pane)

    find(pane, Button, "connections.copy_address.linkedin").click()
    assert _clipboard() == uri
    find(pane, Button, "connections.dismiss.linkedin").click()
    refresh(pane)
    assert "connections.copy_address.linkedin" not in offered(pane)


def test_all_clients_are_listed_to_choose_from(quiet: QuietSession, client: Client, theme: Theme, qtbot: QtBot) -> None:
    bakery = quiet.client("Bright Bakery")
    connect(quiet, bakery, "linkedin", "twitter", status="needs_reconnect")
    scope = Scope()
    pane = opened(quiet, scope, theme, qtbot)

    button = find(pane, Button, "connections.client.bright-bakery")
    assert "0 connected · Needs attention: 2" in button.accessibleName()
    assert [(label.text(), label.property("tone")) for label in button.findChildren(PlainLabel) if label.text()] == [
        ("Bright Bakery", None),
        ("0 connected · Needs attention: 2", "attention"),
    ]
    button.click()
    assert scope.client_id is None
    assert "connections.reconnect.linkedin" in offered(pane)
    assert "Connections: Bright Bakery" in [label.text() for label in pane.findChildren(QLabel)]

    scope.search("bread")
    assert "connections.reconnect.linkedin" in offered(pane), "a search is no other client"
    find(pane, Button, "connections.all_clients").click()
    assert find(pane, Button, "connections.client.bright-bakery").isVisible()
    assert not find(pane, Button, "connections.all_clients").isVisible()


def test_a_client_that_was_asked_for_is_shown_until_the_window_s_client_is_another(
    quiet: QuietSession, client: Client, theme: Theme, qtbot: QtBot
) -> None:
    bakery = quiet.client("Bright Bakery")
    connect(quiet, bakery, "linkedin", status="needs_reconnect")
    connect(quiet, client, "twitter", status="needs_reconnect")
    scope = Scope()
    pane = opened(quiet, scope, theme, qtbot)
    pane.show_client(bakery.id)
    assert "connections.reconnect.linkedin" in offered(pane)
    scope.show_client(client.id)
    assert "connections.reconnect.twitter" in offered(pane)
    assert "connections.reconnect.linkedin" not in offered(pane)
    assert not find(pane, Button, "connections.all_clients").isVisible()


def test_disconnecting_asks_and_names_what_it_may_break(
    pane: ConnectionsPane, quiet: QuietSession, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[int, str]] = []
    monkeypatch.setattr(quiet.session.connections, "disconnect_account", lambda *what: done.append(what))
    connect(quiet, client, "linkedin")
    keep(quiet, client, post(entry(State.ACCEPTED, "linkedin", timedelta(days=1)), text="What we would do differently"))
    refresh(pane)

    row = pane._accounts._rows["linkedin"]
    row.action_requested.emit(row._menu[-1], "linkedin")
    box = pane.findChild(QMessageBox, "connections.disconnect_question")
    assert box
    assert "• What we would do differently" in box.informativeText()
    assert box.textFormat() is Qt.TextFormat.PlainText
    next(button for button in box.buttons() if button.text() == "Disconnect").click()
    assert done == [(client.id, "linkedin")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_key_that_was_pressed_in_haste_disconnects_nothing(
    pane: ConnectionsPane, quiet: QuietSession, client: Client, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    done: list[tuple[int, str]] = []
    monkeypatch.setattr(quiet.session.connections, "disconnect_account", lambda *what: done.append(what))
    connect(quiet, client, "linkedin")
    refresh(pane)
    pane._accounts._rows["linkedin"].action_requested.emit(AccountAction.DISCONNECT, "linkedin")
    box = pane.findChild(QMessageBox, "connections.disconnect_question")
    assert box
    QTest.keyClick(box, key)
    assert not box.isVisible()
    assert done == []


def test_the_profile_address_must_be_a_web_address(
    pane: ConnectionsPane, quiet: QuietSession, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[int, str, str]] = []

    def keep_url(client_id: int, platform: str, url: str) -> bool:
        kept.append((client_id, platform, url))
        return True

    monkeypatch.setattr(quiet.session.connections.settings, "set_profile_url", keep_url)
    connect(quiet, client, "linkedin", name="Alex Morgan")
    refresh(pane)
    row = pane._accounts._rows["linkedin"]
    row.action_requested.emit(row._menu[2], "linkedin")

    field = find(pane, QLineEdit, "connections.profile.address")
    field.setText("http://192.168.0.1/")
    find(pane, Button, "connections.profile.keep").click()
    assert kept == []
    field.setText("www.linkedin.com/in/alex")
    find(pane, Button, "connections.profile.keep").click()
    assert kept == [(client.id, "linkedin", "https://www.linkedin.com/in/alex")]


def test_a_list_that_could_not_be_read_says_why(
    pane: ConnectionsPane, quiet: QuietSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet.session.connections, "last_error", lambda client_id: ErrorKind.KEY_REJECTED)
    refresh(pane)

    assert "doesn’t accept the API key" in find(pane, PlainLabel, "connections.problem.text").text()


def test_the_list_of_clients_says_too_that_accounts_could_not_be_read(
    quiet: QuietSession, client: Client, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bakery, read = quiet.client("Bright Bakery"), list[int]()
    connections = quiet.session.connections
    monkeypatch.setattr(connections, "last_error", lambda client_id: ErrorKind.NOT_SENT if client_id == bakery.id else None)
    monkeypatch.setattr(connections, "refresh", read.append)
    pane = opened(quiet, Scope(), theme, qtbot)
    assert "can’t be reached" in find(pane, PlainLabel, "connections.problem.text").text()
    find(pane, Button, "connections.problem.action").click()
    assert set(read) == {client.id, bakery.id}


def test_the_tab_key_goes_from_top_to_bottom(
    pane: ConnectionsPane, quiet: QuietSession, client: Client, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    window = PaneWindow(pane, theme, tmp_path / "layout.ini")
    qtbot.waitUntil(window.isActiveWindow)
    connect(quiet, client, "threads")
    pending(quiet, client)
    refresh(pane)

    find(pane, QWidget, "connections.more.linkedin").setFocus()
    linkedin = [f"connections.{act}.linkedin" for act in ("check", "open_again", "copy_link", "cancel")]
    assert stops(window)[:5] == [*linkedin, "connections.connect.twitter"]


def test_hostile_names_are_shown_as_they_are(pane: ConnectionsPane, quiet: QuietSession, client: Client) -> None:
    connect(quiet, client, "linkedin", name="<img src='file:///etc/passwd'>")
    refresh(pane)

    assert rich_labels(pane) == []
    assert "<img" in " ".join(label.text() for label in pane._accounts._rows["linkedin"].findChildren(PlainLabel))


def test_everything_has_a_name_and_an_identifier(pane: ConnectionsPane, quiet: QuietSession, client: Client) -> None:
    pending(quiet, client)
    refresh(pane)

    assert unidentified(pane) == []


def _clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_its_keys_lead_to_the_first_account(pane: ConnectionsPane) -> None:
    assert pane.focus_target.objectName() == "connections.connect.linkedin"


def test_of_all_clients_they_lead_to_the_first(quiet: QuietSession, client: Client, theme: Theme, qtbot: QtBot) -> None:
    quiet.client("Bolt")
    assert opened(quiet, Scope(), theme, qtbot).focus_target.objectName() == f"connections.client.{client.external_user_id}"


def test_reading_anew_what_is_empty_keeps_the_focus(
    quiet: QuietSession, client: Client, pane: ConnectionsPane, qtbot: QtBot
) -> None:
    pane.activateWindow()
    button = find(pane, Button, "connections.connect.twitter")
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    quiet.session.connections._accounts._loading.add(client.id)
    refresh(pane)
    assert button.isVisible()
    assert button.hasFocus()


@pytest.mark.parametrize("hold", [None, Hold.NOT_CONNECTED])
def test_an_account_to_reconnect_says_how_many_posts_wait_for_it(
    quiet: QuietSession, client: Client, pane: ConnectionsPane, hold: Hold | None
) -> None:
    connect(quiet, client, Platform.LINKEDIN, status="needs_reconnect")
    keep(quiet, client, post(entry(State.PLANNED, hold=hold, due_in=timedelta(days=2))))
    keep(quiet, client, post(entry(State.QUEUED, due_in=timedelta(days=1))))
    refresh(pane)
    said = {label.text() for label in find(pane, QFrame, "connections.row.linkedin").findChildren(PlainLabel)}
    assert "Needs reconnecting, 2 posts wait" in said
