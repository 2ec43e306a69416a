"""A change in the settings takes effect at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

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
    QToolButton,
)
from pytestqt.qtbot import QtBot
from tests.support.login import at_login
from tests.support.quiet_session import NOON, QuietSession, quiet_session
from tests.support.recording_backups import RecordingBackups
from tests.support.recording_onboarding import RecordingOnboarding
from tests.support.widgets import find, finish_style_change, rich_labels, unidentified

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
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.add_client import AddClientDialog
from postdesk.ui.settings.client_form import ColourButton, ColourRow
from postdesk.ui.settings.clients import ClientsPage
from postdesk.ui.settings.dialog import ProfileContext, SettingsDialog
from postdesk.ui.settings.workspaces import WorkspacesPage
from postdesk.ui.settings.zones import ZoneField

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
def dialog(
    real: QuietSession,
    client_id: int,
    onboarding: RecordingOnboarding,
    backups: RecordingBackups,
    theme: Theme,
    tmp_path: Path,
    qtbot: QtBot,
) -> SettingsDialog:
    login = at_login(tmp_path, real.session.tasks)
    profile = ProfileContext(
        tmp_path,
        real.workspaces(),
        backups,  # type: ignore[arg-type]
        Externals(real.database, real.session.tasks),
    )
    made = SettingsDialog(real.session, onboarding, profile, login, theme)  # type: ignore[arg-type]
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def current(real: QuietSession) -> Settings:
    return real.session.settings.current


def leave(field: QLineEdit, text: str) -> None:
    field.setText(text)
    field.editingFinished.emit()


def test_no_page_is_cut_where_the_dialog_is_as_small_as_it_can_be(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.resize(dialog.minimumSizeHint())
    names = find(dialog, QListWidget, "settings.pages")
    for row in range(names.count()):
        names.setCurrentRow(row)
        page = dialog._pages[row]
        qtbot.waitUntil(partial(_is_wide_enough, page.findChild(QScrollArea)))
        fields = [each for each in page.findChildren(QLineEdit) if each.accessibleIdentifier() and each.isVisible()]
        assert [field for field in fields if field.height() < field.sizeHint().height()] == []


def test_the_wheel_over_the_pages_turns_no_value_that_has_not_the_focus(dialog: SettingsDialog) -> None:
    boxes: list[QComboBox | QSpinBox] = [*dialog.findChildren(QComboBox), *dialog.findChildren(QSpinBox)]
    assert {"settings.spelling.language", "settings.sending.undo_delay"} <= {box.accessibleIdentifier() for box in boxes}
    for page in dialog._pages:
        page.setFocus()
    before = [_value(box) for box in boxes]
    for box in boxes:
        for notches in (120, -120):
            QApplication.sendEvent(box, _wheel(notches))
    assert [_value(box) for box in boxes] == before


def test_the_wheel_turns_the_value_that_has_the_focus(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.show_page("sending")
    dialog.activateWindow()
    box = find(dialog, QSpinBox, "settings.sending.undo_delay")
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


def test_copying_is_told_on_the_button_itself(dialog: SettingsDialog, tmp_path: Path) -> None:
    dialog.show_page("data")
    button = find(dialog, QPushButton, "settings.data.copy")
    button.click()
    assert QGuiApplication.clipboard().text() == str(tmp_path)
    assert button.text() == "Copied"


def test_the_dialog_takes_most_of_a_small_screen(dialog: SettingsDialog) -> None:
    screen = dialog.screen().availableSize()
    assert dialog.sizeHint().width() > screen.width() * 2 / 3
    assert dialog.width() > screen.width() * 2 / 3
    assert dialog.width() <= screen.width()


def test_the_shortcuts_are_on_the_page_of_the_keyboard(dialog: SettingsDialog) -> None:
    names = find(dialog, QListWidget, "settings.pages")
    assert names.item(names.count() - 1).text() == "Keyboard"


def test_all_pages_can_be_found_and_none_is_markup(dialog: SettingsDialog) -> None:
    names = find(dialog, QListWidget, "settings.pages")
    for row in range(names.count()):
        names.setCurrentRow(row)
        assert unidentified(dialog) == [], names.item(row).text()
    assert rich_labels(dialog) == []


def test_sending(dialog: SettingsDialog, real: QuietSession) -> None:
    find(dialog, QSpinBox, "settings.sending.undo_delay").setValue(30)
    find(dialog, QCheckBox, "settings.sending.bundle").click()
    assert current(real).undo_delay == timedelta(seconds=30)
    assert current(real).bundle_platforms


def test_notifications(dialog: SettingsDialog, real: QuietSession) -> None:
    assert current(real).notified_kinds == frozenset(NotificationKind) - {NotificationKind.PUBLISHED}
    find(dialog, QCheckBox, "settings.notifications.published").click()
    find(dialog, QCheckBox, "settings.notifications.missed").click()
    assert current(real).notified_kinds == frozenset(NotificationKind) - {NotificationKind.MISSED}


def test_months_can_begin_with_the_1st(dialog: SettingsDialog, real: QuietSession) -> None:
    assert not current(real).whole_months
    find(dialog, QCheckBox, "settings.calendar.whole_months").click()
    assert current(real).whole_months


def test_staying_awake_can_be_switched_off(dialog: SettingsDialog, real: QuietSession) -> None:
    find(dialog, QCheckBox, "settings.background.awake").click()
    assert not current(real).stay_awake
    assert not find(dialog, QCheckBox, "settings.background.login").isChecked()


def test_appearance_changes_at_once(dialog: SettingsDialog, real: QuietSession, qapp: QApplication, theme: Theme) -> None:
    find(dialog, QRadioButton, "settings.appearance.dark").click()
    assert current(real).appearance is Appearance.DARK
    finish_style_change(theme)
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface
    find(dialog, QRadioButton, "settings.appearance.light").click()
    assert current(real).appearance is Appearance.LIGHT
    finish_style_change(theme)


@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:3128", "https://proxy.example:8080"])
def test_a_proxy_is_kept(proxy: str, dialog: SettingsDialog, real: QuietSession) -> None:
    leave(find(dialog, QLineEdit, "settings.network.proxy"), f" {proxy} ")
    assert current(real).proxy == proxy


@pytest.mark.parametrize("proxy", ["127.0.0.1", "socks5://127.0.0.1:1080", "http://", "not a proxy"])
def test_what_is_no_proxy_is_said_and_the_old_one_stays(proxy: str, dialog: SettingsDialog, real: QuietSession) -> None:
    dialog.show_page("network")
    leave(find(dialog, QLineEdit, "settings.network.proxy"), proxy)
    assert current(real).proxy == ""
    assert "The old one stays in use" in find(dialog, QLabel, "settings.network.problem.text").text()
    assert find(dialog, QLabel, "settings.network.problem.text").isVisible()


@pytest.mark.parametrize("proxy", ["http://me:secret@proxy.example:3128", "http://me@proxy.example", "me:secret@proxy.example"])
def test_a_proxys_password_is_not_kept(proxy: str, dialog: SettingsDialog, real: QuietSession) -> None:
    leave(find(dialog, QLineEdit, "settings.network.proxy"), proxy)
    assert current(real).proxy == ""
    assert "password isn’t supported" in find(dialog, QLabel, "settings.network.problem.text").text()


def test_a_certificate_file_has_to_hold_one(dialog: SettingsDialog, real: QuietSession, tmp_path: Path) -> None:
    field = find(dialog, QLineEdit, "settings.network.ca_file")
    good, bad = tmp_path / "good.pem", tmp_path / "bad.pem"
    good.write_text("-----BEGIN CERTIFICATE-----\n", "utf-8")
    bad.write_text("hello", "utf-8")
    for wrong in (bad, tmp_path / "missing.pem", tmp_path):
        leave(field, str(wrong))
        assert current(real).ca_file == ""
    leave(field, str(good))
    assert current(real).ca_file == str(good)


class TestAccount:
    def test_shows_what_to_allowlist_and_copies_it(self, dialog: SettingsDialog) -> None:
        find(dialog, QToolButton, "settings.workspaces.copy.2").click()
        assert QGuiApplication.clipboard().text() == "http://127.0.0.1:47612/connect/callback"

    def test_a_change_opens_the_account_anew_when_the_settings_close(
        self, dialog: SettingsDialog, onboarding: RecordingOnboarding, real: QuietSession
    ) -> None:
        leave(find(dialog, QLineEdit, "settings.workspaces.ports"), "50001, 50002")
        leave(find(dialog, QLineEdit, "settings.workspaces.return_page"), "https://example.com/connected")
        assert onboarding.asked == []
        dialog.close()
        ((act, changed),) = onboarding.asked
        assert act == "change"
        page = "https://example.com/connected"
        assert changed == replace(real.session.workspace, redirect_ports=(50001, 50002), return_page=page)

    def test_nothing_is_opened_anew_where_nothing_changed(self, dialog: SettingsDialog, onboarding: RecordingOnboarding) -> None:
        dialog.close()
        assert onboarding.asked == []

    @pytest.mark.parametrize("ports", ["", "80", "70000", "47611, 47611", "a, b", "1024" + ",1025" * 9, "４７６１１"])
    def test_ports_that_cannot_be_used_are_said(
        self, ports: str, dialog: SettingsDialog, onboarding: RecordingOnboarding
    ) -> None:
        leave(find(dialog, QLineEdit, "settings.workspaces.ports"), ports)
        assert "The old ones stay in use" in find(dialog, QLabel, "settings.workspaces.problem.text").text()
        dialog.close()
        assert onboarding.asked == []

    @pytest.mark.parametrize(
        "page", ["http://example.com", "example.com", "https://", "https://u:p@example.com/", "https://a.b/#c"]
    )
    def test_a_return_page_has_to_be_public(self, page: str, dialog: SettingsDialog, onboarding: RecordingOnboarding) -> None:
        leave(find(dialog, QLineEdit, "settings.workspaces.return_page"), page)
        assert "https address" in find(dialog, QLabel, "settings.workspaces.problem.text").text()
        dialog.close()
        assert onboarding.asked == []

    def test_a_key_is_replaced_once_it_works(self, dialog: SettingsDialog, onboarding: RecordingOnboarding) -> None:
        key = find(dialog, QLineEdit, "settings.workspaces.key")
        key.setText("new")
        find(dialog, QPushButton, "settings.workspaces.test").click()
        onboarding.tested.emit(KeyTestResult(True))
        assert onboarding.asked[1:] == [("change_key", 1, "https://mypostshare.com/api", "new")]
        assert key.text() == ""


class TestClients:
    def test_a_changed_client_is_kept(
        self, dialog: SettingsDialog, real: QuietSession, client_id: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        leave(find(dialog, QLineEdit, "settings.clients.name"), "Bright & Sons")
        zone = find(dialog, QLineEdit, "settings.clients.zone")
        type_zone(zone, "berlin")
        QTest.keyClick(zone, Qt.Key.Key_Return)
        rule = find(dialog, QComboBox, "settings.clients.lock_in")
        rule.setCurrentIndex(rule.findData(LockInRule.HOURS_BEFORE))
        rule.activated.emit(rule.currentIndex())
        find(dialog, QSpinBox, "settings.clients.hours").setValue(6)
        last = kept[-1]
        assert (last.id, last.name, last.zone) == (client_id, "Bright & Sons", "Europe/Berlin")
        assert last.lock_in == LockIn(LockInRule.HOURS_BEFORE, 6)

    def test_how_a_clients_posts_begin_and_wait_is_kept(
        self, dialog: SettingsDialog, real: QuietSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        find(dialog, QCheckBox, "settings.clients.platforms.threads").click()
        find(dialog, QCheckBox, "settings.clients.platforms.linkedin").click()
        find(dialog, QCheckBox, "settings.clients.approval").click()
        assert (kept[-1].platforms, kept[-1].approval) == ((Platform.LINKEDIN, Platform.THREADS), True)

    def test_what_another_page_changed_of_a_client_stays(
        self, dialog: SettingsDialog, real: QuietSession, client_id: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        find(dialog, QCheckBox, "settings.slots.warn").click()
        real.database.submit(lambda conn: clients.update(conn, kept[-1])).result()
        real.session.changes.clients.emit()
        leave(find(dialog, QLineEdit, "settings.clients.name"), "Bright & Sons")
        assert (kept[-1].id, kept[-1].name, kept[-1].gap) == (client_id, "Bright & Sons", PROPOSED_GAP)

    def test_an_archived_client_is_listed_where_that_is_asked_for(
        self, dialog: SettingsDialog, real: QuietSession, client_id: int
    ) -> None:
        listed, box = (
            find(dialog, QListWidget, "settings.clients.list"),
            find(dialog, QCheckBox, "settings.clients.with_archived"),
        )
        assert not box.isVisibleTo(dialog)
        gone = replace(real.client("Zoe"), archived=True)
        real.database.submit(lambda conn: clients.update(conn, gone)).result()
        real.session.changes.clients.emit()
        assert [listed.item(row).text() for row in range(listed.count())] == [HOSTILE]
        box.click()
        assert [listed.item(row).text() for row in range(listed.count())] == [HOSTILE, "Zoe (archived)"]
        listed.setCurrentRow(1)
        assert find(dialog, QPushButton, "settings.clients.archive").text() == "Restore"

    def test_the_lines_are_as_high_as_they_are_drawn_before_they_are_seen(
        self, real: QuietSession, theme: Theme, client_id: int
    ) -> None:
        page = ClientsPage(real.session.clients, real.session.changes, theme, real.session.clock.now)
        assert page.list.visualItemRect(page.list.item(0)).height() >= LINE

    def test_what_stands_in_the_way_of_archiving_is_said_with_what_to_do(
        self, dialog: SettingsDialog, real: QuietSession, client_id: int
    ) -> None:
        client = real.session.clients.get(client_id)
        assert client
        real.post(client, timedelta(hours=1), State.PLANNED)
        real.session.clients.archive_refused.emit(client_id)
        said = find(dialog, QLabel, "settings.clients.in_the_way.text").text()
        assert said == "Can’t archive yet.\nScheduled: 1. Cancel them, or move them to drafts."

    @pytest.mark.usefixtures("no_accounts_asked_for")
    def test_a_client_that_is_added_here_is_shown_with_its_zone_to_be_looked_at(
        self, dialog: SettingsDialog, real: QuietSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(real.session.clients, "add", lambda name: real.session.clients.added.emit(real.client(name).id))
        dialog.show_page("clients")
        dialog.activateWindow()
        field = find(dialog, QLineEdit, "settings.clients.new_name")
        QTest.keyClicks(field, "Zoe")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert find(dialog, QLineEdit, "settings.clients.name").text() == "Zoe"
        assert find(dialog, QLineEdit, "settings.clients.zone").text() == "America/New York"
        assert dialog.focusWidget().objectName() == "settings.clients.zone"

    def test_no_name_and_no_such_zone_change_nothing(
        self, dialog: SettingsDialog, real: QuietSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        leave(find(dialog, QLineEdit, "settings.clients.name"), "  ")
        type_zone(find(dialog, QLineEdit, "settings.clients.zone"), "Mars/Olympus")
        assert kept == []

    def test_a_clients_link_tags_are_kept_with_what_differs_on_a_platform(
        self, dialog: SettingsDialog, real: QuietSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Client] = []
        monkeypatch.setattr(real.session.clients, "update", kept.append)
        dialog.show_page("clients")
        example = find(dialog, QLabel, "settings.clients.tagging.example")
        assert not example.isVisible()
        find(dialog, QCheckBox, "settings.clients.tagging.on").click()
        assert example.text().replace("\u200b", "") == (
            "On LinkedIn: https://example.com/?utm_source=linkedin&utm_medium=social&utm_campaign=2026-11-24"
        )
        leave(find(dialog, QLineEdit, "settings.clients.tagging.campaign"), "{nobody}")
        assert "Unknown, sent as written: {nobody}" in example.text()
        leave(find(dialog, QLineEdit, "settings.clients.tagging.sites"), "https://www.example.com/shop")
        platform = find(dialog, QComboBox, "settings.clients.tagging.platform")
        platform.setCurrentIndex(platform.findData(Platform.TWITTER))
        source = find(dialog, QLineEdit, "settings.clients.tagging.source")
        assert (source.text(), source.placeholderText()) == ("", "{platform}")
        leave(source, "x")
        leave(find(dialog, QLineEdit, "settings.clients.name"), "Bright & Sons")
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
    dialog = AddClientDialog(quiet.session.clients, theme, quiet.session.clock.now)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert unidentified(dialog) == []
    assert not dialog.add.isEnabled()
    dialog.name.setText(" Ann ")
    type_zone(dialog.zone.line, "mars")
    assert not dialog.add.isEnabled()
    type_zone(dialog.zone.line, "tokyo")
    assert dialog.add.isEnabled()
    QTest.keyClick(dialog.zone.line, Qt.Key.Key_Return)
    assert added == []
    dialog.add.click()
    assert added == [("Ann", "Asia/Tokyo", quiet.session.clients.next_colour())]
