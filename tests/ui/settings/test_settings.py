"""A change in the settings takes effect at once."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.support.login import at_login
from tests.support.quiet_session import NOON, QuietSession, quiet_session
from tests.support.recording_backups import RecordingBackups
from tests.support.recording_onboarding import RecordingOnboarding
from tests.support.widgets import find, rich_labels, unidentified

from postdesk.domain.clients import Client, LockIn, LockInRule, WorkspaceKind
from postdesk.domain.delivery import State
from postdesk.domain.gaps import PROPOSED_GAP
from postdesk.domain.habits import Habit
from postdesk.domain.platforms import Platform
from postdesk.domain.settings import Appearance, NotificationKind, Settings
from postdesk.domain.utm import Tags, TagSettings
from postdesk.engine.clients import COLOURS
from postdesk.engine.externals import Externals
from postdesk.engine.onboarding import KeyTestResult
from postdesk.store import clients, habits
from postdesk.ui.kit.colours import DARK
from postdesk.ui.kit.settings_page import SettingsPage
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.add_client import AddClientDialog
from postdesk.ui.settings.client_form import ColourButton, ColourRow
from postdesk.ui.settings.clients import ClientsPage
from postdesk.ui.settings.pane import ProfileContext, SettingsActions, SettingsPane
from postdesk.ui.settings.workspaces import WorkspacesPage
from postdesk.ui.settings.zones import ZoneField

W = TypeVar("W", bound=QWidget)
LINE = 32
"""The height of a line with a mark of twenty pixels in this style."""

HOSTILE = "<b>Ann</b> & <img src=x>"


@pytest.fixture
def real(tmp_path: Path, qapp: QApplication) -> Iterator[QuietSession]:
    with quiet_session(tmp_path / "real", WorkspaceKind.REAL) as made:
        yield made


@pytest.fixture
def onboarding() -> RecordingOnboarding:
    return RecordingOnboarding()


@pytest.fixture
def backups() -> RecordingBackups:
    return RecordingBackups()


@pytest.fixture
def client_id(real: QuietSession) -> int:
    return real.client(HOSTILE).id


@pytest.fixture
def no_accounts_asked_for(real: QuietSession) -> None:
    """Prevent the request for the accounts of a new client."""
    real.session.clients.added.disconnect()


@pytest.fixture
def asked() -> list[str]:
    """The names of the actions that the pages asked the window for."""
    return []


@pytest.fixture
def settings(
    real: QuietSession,
    asked: list[str],
    client_id: int,
    onboarding: RecordingOnboarding,
    backups: RecordingBackups,
    theme: Theme,
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[SettingsPane]:
    login = at_login(tmp_path, real.session.tasks)
    profile = ProfileContext(
        tmp_path,
        real.workspaces(),
        backups,  # type: ignore[arg-type]
        Externals(real.database, real.session.tasks),
    )
    actions = SettingsActions(*(partial(asked.append, each.name) for each in fields(SettingsActions)))
    made = SettingsPane(real.session, onboarding, profile, login, actions, theme)  # type: ignore[arg-type]
    window = QStackedWidget()
    window.addWidget(made)
    window.addWidget(QWidget())
    qtbot.addWidget(window)
    window.resize(1298, 640)
    window.show()
    qtbot.waitExposed(window)
    yield made
    window.close()


def on_page(settings: SettingsPane, kind: type[W], identifier: str) -> W:
    """Show the page of that widget, and return the widget."""
    settings.show_page(identifier.split(".")[1])
    return find(settings, kind, identifier)


def leave_place(settings: SettingsPane) -> None:
    """Show another place of the window."""
    window = settings.parentWidget()
    assert isinstance(window, QStackedWidget)
    window.setCurrentIndex(1)


def current(real: QuietSession) -> Settings:
    return real.session.settings.current


def leave(field: QLineEdit, text: str) -> None:
    field.setText(text)
    field.editingFinished.emit()


def pages_of(settings: SettingsPane) -> Iterator[SettingsPage]:
    """Show each page, and return it."""
    names = find(settings, QListWidget, "settings.pages")
    for row in range(names.count()):
        names.setCurrentRow(row)
        (page,) = (each for each in settings.findChildren(SettingsPage) if each.isVisible())
        assert page.title == names.item(row).text()
        yield page


def test_a_page_is_built_when_it_is_first_shown(settings: SettingsPane) -> None:
    assert [each.objectName() for each in settings.findChildren(SettingsPage)] == ["settings.workspaces"]
    settings.show_page("data")
    settings.show_page("no such page")
    settings.show_page("")
    assert [each.objectName() for each in settings.findChildren(SettingsPage) if each.isVisible()] == ["settings.data"]
    assert len(settings.findChildren(SettingsPage)) == 2


def test_no_page_is_cut_where_the_place_is_as_small_as_it_can_be(settings: SettingsPane, qtbot: QtBot) -> None:
    settings.window().resize(652, 430)
    for page in pages_of(settings):
        qtbot.waitUntil(partial(_is_wide_enough, page.findChild(QScrollArea)))
        fields = [each for each in page.findChildren(QLineEdit) if each.accessibleIdentifier() and each.isVisible()]
        assert [field for field in fields if field.height() < field.sizeHint().height()] == []
        assert settings.window().width() == 652, page.title


def test_the_lines_of_a_page_stay_readable_in_a_wide_place(settings: SettingsPane, qtbot: QtBot) -> None:
    for page in pages_of(settings):
        labels = [each for each in page.findChildren(QLabel) if each.isVisible()]
        assert max(each.mapTo(page, each.rect().bottomRight()).x() for each in labels) <= 800, page.title


def test_the_pages_ask_the_window(settings: SettingsPane, asked: list[str]) -> None:
    on_page(settings, QPushButton, "settings.workspaces.new").click()
    settings.show_page("data")
    on_page(settings, QPushButton, "settings.data.open").click()
    on_page(settings, QPushButton, "settings.data.diagnostics").click()
    assert asked == ["add_workspace", "show_folder", "copy_diagnostics"]


def test_the_wheel_over_the_pages_turns_no_value_that_has_not_the_focus(settings: SettingsPane) -> None:
    for page in pages_of(settings):
        page.setFocus()
    boxes: list[QComboBox | QSpinBox] = [*settings.findChildren(QComboBox), *settings.findChildren(QSpinBox)]
    assert {"settings.spelling.language", "settings.sending.undo_delay"} <= {box.accessibleIdentifier() for box in boxes}
    before = [_value(box) for box in boxes]
    for box in boxes:
        for notches in (120, -120):
            QApplication.sendEvent(box, _wheel(notches))
    assert [_value(box) for box in boxes] == before


def test_the_wheel_turns_the_value_that_has_the_focus(settings: SettingsPane, qtbot: QtBot) -> None:
    settings.show_page("sending")
    settings.activateWindow()
    box = on_page(settings, QSpinBox, "settings.sending.undo_delay")
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    before = box.value()
    QApplication.sendEvent(box, _wheel(120))
    assert box.value() == before + 1


def _value(box: QComboBox | QSpinBox) -> int:
    return box.value() if isinstance(box, QSpinBox) else box.currentIndex()


def _wheel(notches: int) -> QWheelEvent:
    middle, none = QPointF(5, 5), QPoint()
    button, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    return QWheelEvent(middle, middle, none, QPoint(0, notches), button, keys, phase, False)


def _is_wide_enough(area: QScrollArea | None) -> bool:
    inner = area and area.widget()
    return area is not None and inner is not None and area.viewport().width() >= inner.minimumSizeHint().width()


def test_what_the_server_was_seen_to_repeat_is_told(
    real: QuietSession, onboarding: RecordingOnboarding, theme: Theme, qtbot: QtBot
) -> None:
    seen = ((Habit.TOKEN, True), (Habit.WORDS, False))
    real.database.submit(lambda conn: habits.save_habit(conn, real.session.workspace.base_url, seen, NOON)).result()
    page = WorkspacesPage(real.session.workspace, real.workspaces(), real.session.habits, onboarding, theme)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    told = [find(page, QLabel, f"settings.workspaces.habit.{habit}").text() for habit in Habit]
    assert told == ["Returned", "Not returned", "Unknown"]


def test_copying_is_told_on_the_button_itself(settings: SettingsPane, tmp_path: Path) -> None:
    settings.show_page("data")
    button = on_page(settings, QPushButton, "settings.data.copy")
    button.click()
    assert QGuiApplication.clipboard().text() == str(tmp_path)
    assert button.text() == "Copied"


def test_the_shortcuts_are_on_the_page_of_the_keyboard(settings: SettingsPane) -> None:
    names = find(settings, QListWidget, "settings.pages")
    assert names.item(names.count() - 1).text() == "Keyboard"


def test_all_pages_can_be_found_and_none_is_markup(settings: SettingsPane) -> None:
    names = find(settings, QListWidget, "settings.pages")
    for row in range(names.count()):
        names.setCurrentRow(row)
        assert unidentified(settings) == [], names.item(row).text()
    assert rich_labels(settings) == []


def test_sending(settings: SettingsPane, real: QuietSession) -> None:
    on_page(settings, QSpinBox, "settings.sending.undo_delay").setValue(30)
    on_page(settings, QCheckBox, "settings.sending.bundle").click()
    assert current(real).undo_delay == timedelta(seconds=30)
    assert current(real).bundle_platforms


def test_notifications(settings: SettingsPane, real: QuietSession) -> None:
    assert current(real).notified_kinds == frozenset(NotificationKind) - {NotificationKind.PUBLISHED}
    on_page(settings, QCheckBox, "settings.notifications.published").click()
    on_page(settings, QCheckBox, "settings.notifications.missed").click()
    assert current(real).notified_kinds == frozenset(NotificationKind) - {NotificationKind.MISSED}


def test_months_can_begin_with_the_1st(settings: SettingsPane, real: QuietSession) -> None:
    assert not current(real).whole_months
    on_page(settings, QCheckBox, "settings.calendar.whole_months").click()
    assert current(real).whole_months


def test_staying_awake_can_be_switched_off(settings: SettingsPane, real: QuietSession) -> None:
    on_page(settings, QCheckBox, "settings.background.awake").click()
    assert not current(real).stay_awake
    assert not on_page(settings, QCheckBox, "settings.background.login").isChecked()


def test_appearance_changes_at_once(settings: SettingsPane, real: QuietSession, qapp: QApplication, theme: Theme) -> None:
    on_page(settings, QRadioButton, "settings.appearance.dark").click()
    assert current(real).appearance is Appearance.DARK
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface
    on_page(settings, QRadioButton, "settings.appearance.light").click()
    assert current(real).appearance is Appearance.LIGHT


@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:3128", "https://proxy.example:8080"])
def test_a_proxy_is_kept(proxy: str, settings: SettingsPane, real: QuietSession) -> None:
    leave(on_page(settings, QLineEdit, "settings.network.proxy"), f" {proxy} ")
    assert current(real).proxy == proxy


@pytest.mark.parametrize("proxy", ["127.0.0.1", "socks5://127.0.0.1:1080", "http://", "not a proxy"])
def test_what_is_no_proxy_is_said_and_the_old_one_stays(proxy: str, settings: SettingsPane, real: QuietSession) -> None:
    settings.show_page("network")
    leave(on_page(settings, QLineEdit, "settings.network.proxy"), proxy)
    assert current(real).proxy == ""
    assert "The old one stays in use" in on_page(settings, QLabel, "settings.network.problem.text").text()
    assert on_page(settings, QLabel, "settings.network.problem.text").isVisible()


@pytest.mark.parametrize("proxy", ["http://me:secret@proxy.example:3128", "http://me@proxy.example", "me:secret@proxy.example"])
def test_a_proxys_password_is_not_kept(proxy: str, settings: SettingsPane, real: QuietSession) -> None:
    leave(on_page(settings, QLineEdit, "settings.network.proxy"), proxy)
    assert current(real).proxy == ""
    assert "password isn’t supported" in on_page(settings, QLabel, "settings.network.problem.text").text()


def test_a_certificate_file_has_to_hold_one(settings: SettingsPane, real: QuietSession, tmp_path: Path) -> None:
    field = on_page(settings, QLineEdit, "settings.network.ca_file")
    good, bad = tmp_path / "good.pem", tmp_path / "bad.pem"
    good.write_text("-----BEGIN CERTIFICATE-----\n", "utf-8")
    bad.write_text("hello", "utf-8")
    for wrong in (bad, tmp_path / "missing.pem", tmp_path):
        leave(field, str(wrong))
        assert current(real).ca_file == ""
    leave(field, str(good))
    assert current(real).ca_file == str(good)


class TestAccount:
    def test_shows_what_to_allowlist_and_copies_it(self, settings: SettingsPane) -> None:
        on_page(settings, QToolButton, "settings.workspaces.copy.2").click()
        assert QGuiApplication.clipboard().text() == "http://127.0.0.1:47612/connect/callback"

    def test_a_change_opens_the_account_anew_when_the_place_is_left(
        self, settings: SettingsPane, onboarding: RecordingOnboarding, real: QuietSession
    ) -> None:
        leave(on_page(settings, QLineEdit, "settings.workspaces.ports"), "50001, 50002")
        leave(on_page(settings, QLineEdit, "settings.workspaces.return_page"), "https://example.com/connected")
        assert onboarding.asked == []
        leave_place(settings)
        ((act, changed),) = onboarding.asked
        assert act == "change"
        page = "https://example.com/connected"
        assert changed == replace(real.session.workspace, redirect_ports=(50001, 50002), return_page=page)

    def test_nothing_is_opened_anew_where_nothing_changed(self, settings: SettingsPane, onboarding: RecordingOnboarding) -> None:
        leave_place(settings)
        assert onboarding.asked == []

    @pytest.mark.parametrize("ports", ["", "80", "70000", "47611, 47611", "a, b", "1024" + ",1025" * 9, "４７６１１"])
    def test_ports_that_cannot_be_used_are_said(
        self, ports: str, settings: SettingsPane, onboarding: RecordingOnboarding
    ) -> None:
        leave(on_page(settings, QLineEdit, "settings.workspaces.ports"), ports)
        assert "The old ones stay in use" in on_page(settings, QLabel, "settings.workspaces.problem.text").text()
        leave_place(settings)
        assert onboarding.asked == []

    @pytest.mark.parametrize(
        "page", ["http://example.com", "example.com", "https://", "https://u:p@example.com/", "https://a.b/#c"]
    )
    def test_a_return_page_has_to_be_public(self, page: str, settings: SettingsPane, onboarding: RecordingOnboarding) -> None:
        leave(on_page(settings, QLineEdit, "settings.workspaces.return_page"), page)
        assert "https address" in on_page(settings, QLabel, "settings.workspaces.problem.text").text()
        leave_place(settings)
        assert onboarding.asked == []

    def test_a_key_is_replaced_once_it_works(self, settings: SettingsPane, onboarding: RecordingOnboarding) -> None:
        key = on_page(settings, QLineEdit, "settings.workspaces.key")
        key.setText("new")
        on_page(settings, QPushButton, "settings.workspaces.test").click()
        onboarding.tested.emit(KeyTestResult(True))
        assert onboarding.asked[1:] == [("change_key", 1, "https://mypostshare.com/api", "new")]
        assert key.text() == ""


class TestClients:
    def test_a_changed_client_is_kept(
        self, settings: SettingsPane, real: QuietSession, client_id: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        leave(on_page(settings, QLineEdit, "settings.clients.name"), "Bright & Sons")
        zone = on_page(settings, QLineEdit, "settings.clients.zone")
        type_zone(zone, "berlin")
        QTest.keyClick(zone, Qt.Key.Key_Return)
        rule = on_page(settings, QComboBox, "settings.clients.lock_in")
        rule.setCurrentIndex(rule.findData(LockInRule.HOURS_BEFORE))
        rule.activated.emit(rule.currentIndex())
        on_page(settings, QSpinBox, "settings.clients.hours").setValue(6)
        last = kept[-1]
        assert (last.id, last.name, last.zone) == (client_id, "Bright & Sons", "Europe/Berlin")
        assert last.lock_in == LockIn(LockInRule.HOURS_BEFORE, 6)

    def test_how_a_clients_posts_begin_and_wait_is_kept(
        self, settings: SettingsPane, real: QuietSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        on_page(settings, QCheckBox, "settings.clients.platforms.threads").click()
        on_page(settings, QCheckBox, "settings.clients.platforms.linkedin").click()
        on_page(settings, QCheckBox, "settings.clients.approval").click()
        assert (kept[-1].platforms, kept[-1].approval) == ((Platform.LINKEDIN, Platform.THREADS), True)

    def test_what_another_page_changed_of_a_client_stays(
        self, settings: SettingsPane, real: QuietSession, client_id: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        on_page(settings, QCheckBox, "settings.slots.warn").click()
        real.database.submit(lambda conn: clients.update(conn, kept[-1])).result()
        real.session.changes.clients.emit()
        leave(on_page(settings, QLineEdit, "settings.clients.name"), "Bright & Sons")
        assert (kept[-1].id, kept[-1].name, kept[-1].gap) == (client_id, "Bright & Sons", PROPOSED_GAP)

    def test_an_archived_client_is_listed_where_that_is_asked_for(
        self, settings: SettingsPane, real: QuietSession, client_id: int
    ) -> None:
        listed, box = (
            on_page(settings, QListWidget, "settings.clients.list"),
            on_page(settings, QCheckBox, "settings.clients.with_archived"),
        )
        assert not box.isVisibleTo(settings)
        gone = replace(real.client("Zoe"), archived=True)
        real.database.submit(lambda conn: clients.update(conn, gone)).result()
        real.session.changes.clients.emit()
        assert [listed.item(row).text() for row in range(listed.count())] == [HOSTILE]
        box.click()
        assert [listed.item(row).text() for row in range(listed.count())] == [HOSTILE, "Zoe (archived)"]
        listed.setCurrentRow(1)
        assert on_page(settings, QPushButton, "settings.clients.archive").text() == "Restore"

    def test_the_lines_are_as_high_as_they_are_drawn_before_they_are_seen(
        self, real: QuietSession, theme: Theme, client_id: int
    ) -> None:
        page = ClientsPage(real.session.clients, real.session.changes, theme, real.session.clock.now)
        assert page.list.visualItemRect(page.list.item(0)).height() >= LINE

    def test_what_stands_in_the_way_of_archiving_is_said_with_what_to_do(
        self, settings: SettingsPane, real: QuietSession, client_id: int
    ) -> None:
        client = real.session.clients.get(client_id)
        assert client
        real.post(client, timedelta(hours=1), State.PLANNED)
        settings.show_page("clients")
        real.session.clients.archive_refused.emit(client_id)
        said = on_page(settings, QLabel, "settings.clients.in_the_way.text").text()
        assert said == "Can’t archive yet.\nScheduled: 1. Cancel them, or move them to drafts."

    @pytest.mark.usefixtures("no_accounts_asked_for")
    def test_a_client_that_is_added_here_is_shown_with_its_zone_to_be_looked_at(
        self, settings: SettingsPane, real: QuietSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(real.session.clients, "add", lambda name: real.session.clients.added.emit(real.client(name).id))
        settings.show_page("clients")
        settings.activateWindow()
        field = on_page(settings, QLineEdit, "settings.clients.new_name")
        QTest.keyClicks(field, "Zoe")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert on_page(settings, QLineEdit, "settings.clients.name").text() == "Zoe"
        assert on_page(settings, QLineEdit, "settings.clients.zone").text() == "America/New York"
        assert settings.focusWidget().objectName() == "settings.clients.zone"

    def test_no_name_and_no_such_zone_change_nothing(
        self, settings: SettingsPane, real: QuietSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        leave(on_page(settings, QLineEdit, "settings.clients.name"), "  ")
        type_zone(on_page(settings, QLineEdit, "settings.clients.zone"), "Mars/Olympus")
        assert kept == []

    def test_a_clients_link_tags_are_kept_with_what_differs_on_a_platform(
        self, settings: SettingsPane, real: QuietSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        settings.show_page("clients")
        example = on_page(settings, QLabel, "settings.clients.tagging.example")
        assert not example.isVisible()
        on_page(settings, QCheckBox, "settings.clients.tagging.on").click()
        assert example.text().replace("\u200b", "") == (
            "On LinkedIn: https://example.com/?utm_source=linkedin&utm_medium=social&utm_campaign=2026-11-24"
        )
        leave(on_page(settings, QLineEdit, "settings.clients.tagging.campaign"), "{nobody}")
        assert "Unknown, sent as written: {nobody}" in example.text()
        leave(on_page(settings, QLineEdit, "settings.clients.tagging.sites"), "https://www.example.com/shop")
        platform = on_page(settings, QComboBox, "settings.clients.tagging.platform")
        platform.setCurrentIndex(platform.findData(Platform.TWITTER))
        source = on_page(settings, QLineEdit, "settings.clients.tagging.source")
        assert (source.text(), source.placeholderText()) == ("", "{platform}")
        leave(source, "x")
        leave(on_page(settings, QLineEdit, "settings.clients.name"), "Bright & Sons")
        tags = Tags("{platform}", "social", "{nobody}")
        own = ((Platform.TWITTER, Tags(source="x")),)
        assert (kept[-1].name, kept[-1].tagging) == ("Bright & Sons", TagSettings(True, tags, own, ("example.com",)))


def type_zone(field: QLineEdit, typed: str) -> None:
    """Focus the field and type over its text."""
    field.window().activateWindow()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, typed)


def zone_list(field: QLineEdit) -> QListView:
    """Return the list that drops down from a zone's field."""
    name = f"{field.objectName()}.list"
    return next(each for each in QApplication.allWidgets() if isinstance(each, QListView) and each.objectName() == name)


class TestZone:
    @pytest.fixture
    def field(self, qtbot: QtBot, theme: Theme) -> ZoneField:
        made = ZoneField(theme, lambda: NOON, "a.zone", "Time zone")
        made.show_zone("Europe/Berlin")
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        return made

    @pytest.fixture
    def chosen(self, field: ZoneField) -> list[str]:
        found: list[str] = []
        field.chosen.connect(found.append)
        return found

    def said(self, field: ZoneField) -> str:
        return find(field, QLabel, "a.zone.remark").text()

    def test_says_what_time_it_is_there(self, field: ZoneField) -> None:
        assert self.said(field) == "It is 13:00 there now (UTC+1)."

    def test_a_part_of_the_city_is_enough(self, field: ZoneField, chosen: list[str]) -> None:
        type_zone(field.line, "new york")
        rows = zone_list(field.line).model()
        assert [rows.index(row, 0).data() for row in range(rows.rowCount())] == ["America/New York"]
        QTest.keyClick(field.line, Qt.Key.Key_Return)
        assert (chosen, field.line.text()) == (["America/New_York"], "America/New York")
        assert self.said(field) == "It is 07:00 there now (UTC−5)."
        assert not zone_list(field.line).isVisible()

    def test_each_line_tells_the_time_there(self, field: ZoneField) -> None:
        type_zone(field.line, "kathmandu")
        index = zone_list(field.line).model().index(0, 0)
        assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Asia/Kathmandu, 17:45, UTC+5:45"

    def test_the_line_that_stands_out_is_taken(self, field: ZoneField, chosen: list[str]) -> None:
        type_zone(field.line, "usa")
        QTest.keyClick(zone_list(field.line), Qt.Key.Key_Down)
        QTest.keyClick(zone_list(field.line), Qt.Key.Key_Return)
        assert chosen == ["America/Detroit"]

    @pytest.mark.parametrize("leave", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
    def test_what_is_no_zone_leaves_the_old_one_and_says_so(self, leave: Qt.Key, field: ZoneField, chosen: list[str]) -> None:
        type_zone(field.line, "mars")
        QTest.keyClicks(field.line, "/olympus")
        assert self.said(field) == "No time zone found for “mars/olympus”. Still using Berlin."
        QTest.keyClick(field.line, leave)
        assert (chosen, field.zone, field.line.text()) == ([], "Europe/Berlin", "Europe/Berlin")
        assert self.said(field) == "No time zone found for “mars/olympus”. Still using Berlin."

    def test_the_list_opens_on_the_zone_that_is_set_and_keeps_it(self, field: ZoneField, chosen: list[str]) -> None:
        field.line.setFocus()
        QTest.keyClick(field.line, Qt.Key.Key_Down)
        assert zone_list(field.line).currentIndex().data() == "Europe/Berlin"
        QTest.keyClick(zone_list(field.line), Qt.Key.Key_Return)
        assert (chosen, field.line.text()) == ([], "Europe/Berlin")

    def test_escape_brings_the_old_one_back(self, field: ZoneField, chosen: list[str]) -> None:
        type_zone(field.line, "zzz")
        QTest.keyClick(field.line, Qt.Key.Key_Escape)
        assert (chosen, field.line.text(), self.said(field)) == ([], "Europe/Berlin", "It is 13:00 there now (UTC+1).")

    def test_a_click_selects_all(self, field: ZoneField, qtbot: QtBot) -> None:
        field.activateWindow()
        qtbot.waitUntil(field.isActiveWindow)
        field.line.clearFocus()
        QTest.mouseClick(field.line, Qt.MouseButton.LeftButton)
        assert field.line.selectedText() == "Europe/Berlin"


def test_the_colours_have_names_and_the_tab_key_leads_to_the_chosen_one(theme: Theme, qtbot: QtBot) -> None:
    row = ColourRow(theme, COLOURS, "settings.clients")
    qtbot.addWidget(row)
    row.show_colour(COLOURS[2])
    names = [button.accessibleName() for button in row.findChildren(ColourButton)]
    assert len({*names}) == len(COLOURS)
    assert names[2] == "Red"
    led_to = [button for button in row.findChildren(ColourButton) if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [button.accessibleName() for button in led_to] == ["Red"]


def test_a_new_client_needs_a_name(quiet: QuietSession, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[tuple[str, ...]] = []
    monkeypatch.setattr(quiet.session.clients, "add", lambda *values: added.append(values))
    settings = AddClientDialog(quiet.session.clients, theme, quiet.session.clock.now)
    settings.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(settings)
    settings.show()
    assert unidentified(settings) == []
    assert not settings.add.isEnabled()
    settings.name.setText(" Ann ")
    type_zone(settings.zone.line, "mars")
    assert not settings.add.isEnabled()
    type_zone(settings.zone.line, "tokyo")
    assert settings.add.isEnabled()
    QTest.keyClick(settings.zone.line, Qt.Key.Key_Return)
    assert added == []
    settings.add.click()
    assert added == [("Ann", "Asia/Tokyo", quiet.session.clients.next_colour())]
