"""The main window around its panes."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QAction, QFont, QGuiApplication, QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from tests.support.effort import effort
from tests.support.full_window import FullWindow
from tests.support.quiet_session import NOON, QuietSession
from tests.support.widgets import at_rest, find, rich_labels, unidentified
from tests.ui.results.sample_posts import connect
from tests.ui.shell.conftest import Opener

from postdesk.api.errors import RateLimited
from postdesk.domain.calendar_days import week_of
from postdesk.domain.delivery import Hold, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.settings import ClockFace
from postdesk.domain.storage import StorageFailure
from postdesk.engine.health import KeyState
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import entries
from postdesk.ui.calendar.state import View
from postdesk.ui.exporting.dialog import ExportDialog
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.settings_page import SettingsPage
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope
from postdesk.ui.settings.pane import SettingsPane
from postdesk.ui.settings.small_pages import KeysPage
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.top_bar import TopBar

HOSTILE = "<b>Ann</b> & <img src=x>"


def text(window: QWidget, identifier: str) -> str:
    return find(window, QLabel, identifier).text()


def press(window: QWidget, identifier: str) -> None:
    find(window, QPushButton, identifier).click()


class HeightRecorder(QWidget):
    """A widget that records each height that it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.heights: list[int] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.heights.append(event.size().height())


def test_a_bar_that_comes_later_takes_the_room_that_was_kept_for_it(
    theme: Theme, layout_file: Path, session: WorkspaceSession, scope: Scope, local_zone: ZoneInfo, qtbot: QtBot
) -> None:
    window = MainWindow(theme, layout_file)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    pane = HeightRecorder()
    window.add_place(pane)
    window.show_place("calendar", pane)
    before = at_rest(qtbot, lambda: list(pane.heights))
    window.set_bars(
        TopBar(session, scope, theme, local_zone, FullWindow(session, scope, theme, local_zone, layout_file).navigator)
    )
    assert at_rest(qtbot, lambda: list(pane.heights)) == before


def test_the_tab_key_leads_to_all_that_can_be_worked(open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
    window = open_window(quiet.session)
    client = quiet.client()
    connect(quiet, client, "linkedin", "twitter", "reddit")
    window.navigator.new_post()
    window.places.composer.new_draft(client.id)
    QApplication.processEvents()
    ring: set[QWidget] = set()
    widget: QWidget | None = window
    while widget and widget not in ring:
        ring.add(widget)
        widget = widget.nextInFocusChain()
    there = (each for each in window.findChildren(QWidget) if each.window() is window and each.isVisible())
    worked = {each for each in there if each.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert len(worked) > 20
    assert [each.accessibleIdentifier() or repr(each) for each in worked - ring] == []
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    stops: list[QWidget] = []
    while (stop := window.focusWidget()) not in stops:
        stops.append(stop)
        QTest.keyClick(stop, Qt.Key.Key_Tab)
    reached = {each.accessibleIdentifier() for each in stops}
    assert {"composer.chip.twitter", "composer.schedule", "calendar.month", "top_bar.client"} <= reached
    assert {"rail.calendar", "calendar.view.month", "composer.text", "composer.close"} <= reached


class HalfFilled(FullWindow):
    """A window with its calendar and no other pane yet."""

    def fill(self) -> None:
        next(self.content.build())


def test_what_is_asked_for_before_all_is_there_does_no_harm(
    theme: Theme, scope: Scope, layout_file: Path, local_zone: ZoneInfo, quiet: QuietSession, qtbot: QtBot
) -> None:
    quiet.client()
    window = HalfFilled(quiet.session, scope, theme, local_zone, layout_file)
    qtbot.addWidget(window)
    window.show()
    before = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    ask = window.navigator
    for asked in (ask.new_post, ask.show_overview, ask.show_connections, ask.show_found, ask.export_posts, ask.show_reports):
        asked()
    ask.open_post(1)
    ask.tell("Something was done.")
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == before


def test_closing_is_for_the_application_to_do(open_window: Opener, session: WorkspaceSession, qtbot: QtBot) -> None:
    window = open_window(session)
    with qtbot.waitSignal(window.close_requested, timeout=1000):
        window.close()
    assert window.isVisible()


def test_everything_can_be_found_and_nothing_is_markup(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    client = quiet.client(HOSTILE)
    window = open_window(quiet.session)
    scope.show_client(client.id)
    quiet.session.changes.notice.emit(Notice(NoticeKind.CONNECTED, platform=HOSTILE, detail=HOSTILE))
    assert unidentified(window) == []
    assert rich_labels(window) == []


def test_what_is_told_of_a_client_that_is_not_shown_names_it(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    ann, bob = quiet.client("Ann & Co"), quiet.client("Bob")
    window = open_window(quiet.session)
    connected = Notice(NoticeKind.DISCONNECTED, client_id=ann.id, platform="linkedin")
    quiet.session.changes.notice.emit(connected)
    assert text(window, "notice.text") == "Ann & Co: LinkedIn is disconnected."
    scope.show_client(bob.id)
    quiet.session.changes.notice.emit(connected)
    assert text(window, "notice.text") == "Ann & Co: LinkedIn is disconnected."
    scope.show_client(ann.id)
    quiet.session.changes.notice.emit(connected)
    assert text(window, "notice.text") == "LinkedIn is disconnected."


class TestTopBar:
    def test_shows_the_clients_time_beside_mine(self, open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
        window = open_window(quiet.session)
        assert text(window, "top_bar.times") == ""
        scope.show_client(quiet.client().id)
        assert text(window, "top_bar.times") == "07:00 New York, client’s time"
        assert window.windowTitle() == "Alex Morgan — Practice mode — Postdesk"

    def test_names_the_day_where_it_is_another_at_the_clients(
        self, open_window: Opener, quiet: QuietSession, scope: Scope
    ) -> None:
        scope.show_client(quiet.client(zone="Pacific/Auckland").id)
        window = open_window(quiet.session)
        assert text(window, "top_bar.times") == "Wed 01:00 Auckland, client’s time"

    def test_says_nothing_twice_where_the_times_are_equal(self, open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
        scope.show_client(quiet.client(zone="Europe/Lisbon").id)
        assert text(open_window(quiet.session), "top_bar.times") == ""

    def test_shows_a_real_accounts_time_beside_the_clients(self, open_window: Opener, real: QuietSession, scope: Scope) -> None:
        window = open_window(real.session)
        assert text(window, "top_bar.times") == "12:00 your time"
        scope.show_client(real.client().id)
        assert text(window, "top_bar.times") == "12:00 your time  ·  07:00 New York, client’s time"

    def test_switches_the_client(self, open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
        ann, bob = quiet.client("Ann & Co"), quiet.client("Bob")
        window = open_window(quiet.session)
        menu = window.content.top_bar.client.menu()
        menu.aboutToShow.emit()
        offered = {action.text(): action for action in menu.actions()}
        assert list(offered)[:3] == ["All clients", "Ann && Co", "Bob"]
        offered["Bob"].trigger()
        assert scope.client_id == bob.id
        offered["Ann && Co"].trigger()
        assert scope.client_id == ann.id
        assert window.content.top_bar.client.accessibleName() == "Client: Ann & Co"

    def test_a_client_is_added_from_the_menu_of_the_window_too(
        self, open_window: Opener, session: WorkspaceSession, qtbot: QtBot
    ) -> None:
        window = open_window(session)
        added = window.content.actions.add_client
        assert added in window.content.top_bar.menu.menu().actions()
        added.trigger()
        assert find(window, QPushButton, "add_client.add").isVisible()

    def test_one_client_needs_no_choice_of_all(self, open_window: Opener, quiet: QuietSession) -> None:
        quiet.client("Ann")
        menu = open_window(quiet.session).content.top_bar.client.menu()
        menu.aboutToShow.emit()
        assert "All clients" not in [action.text() for action in menu.actions()]

    def test_searches_after_a_moment(self, open_window: Opener, session: WorkspaceSession, scope: Scope, qtbot: QtBot) -> None:
        window = open_window(session)
        with qtbot.waitSignal(scope.changed, timeout=2000):
            QTest.keyClicks(window.content.top_bar.search, " friday ")
        assert scope.text == "friday"
        with qtbot.waitSignal(scope.changed, timeout=2000):
            window.content.top_bar.search.clear()
        assert scope.text == ""


class TestBanner:
    def test_practice_mode_shows_its_clock_and_leads_to_its_tools(
        self, open_window: Opener, session: WorkspaceSession, qtbot: QtBot
    ) -> None:
        session.clock.offset += timedelta(days=1)
        window = open_window(session)
        chip = find(window, QPushButton, "top_bar.practice")
        assert chip.text() == "Practice: Wed 25 Nov 2026 12:00"
        offered = {action.objectName(): action for action in chip.menu().actions()}
        offered["top_bar.practice.testing"].trigger()
        assert find(window, QPushButton, "rail.testing").isChecked()
        offered["top_bar.practice.use_key"].trigger()
        assert shown_dialogs(window) == ["new_account"]

    def test_a_real_account_has_no_practice_chip(self, open_window: Opener, real: QuietSession) -> None:
        window = open_window(real.session)
        assert window.findChild(QPushButton, "top_bar.practice") is None
        assert window.windowTitle() == "Studio — Postdesk"

    def test_a_real_account_has_no_place_for_testing_until_its_key_asks_for_it(
        self, open_window: Opener, real: QuietSession, qtbot: QtBot
    ) -> None:
        window = open_window(real.session)
        button = find(window, QPushButton, "rail.testing")
        assert not button.isVisible()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
        assert (button.isVisible(), button.isChecked()) == (True, True)
        assert find(window, QPushButton, "test_tools.empty.action").isVisible()

    def test_a_rejected_key_is_said_and_leads_to_the_key(
        self, open_window: Opener, session: WorkspaceSession, qtbot: QtBot
    ) -> None:
        window = open_window(session)
        assert not find(window, QPushButton, "banner.trouble.action").isVisible()
        session.health.note_key(KeyState.MISSING)
        assert "No API key for this account" in text(window, "banner.trouble.text")
        press(window, "banner.trouble.action")
        assert settings_page(window) == "settings.workspaces"
        session.health.note_key(KeyState.OK)
        assert not find(window, QPushButton, "banner.trouble.action").isVisible()

    def test_practice_mode_has_no_key_to_enter(self, open_window: Opener, session: WorkspaceSession, qtbot: QtBot) -> None:
        window = open_window(session)
        session.health.note_key(KeyState.REJECTED)
        assert "A fault in Testing revoked practice mode’s key" in text(window, "banner.trouble.text")
        assert find(window, QPushButton, "banner.trouble.action").text() == "Testing"
        press(window, "banner.trouble.action")
        assert find(window, QPushButton, "rail.testing").isChecked()

    def test_a_real_account_is_asked_for_another_key(self, open_window: Opener, real: QuietSession) -> None:
        window = open_window(real.session)
        real.session.health.note_key(KeyState.REJECTED)
        assert "doesn’t accept the API key" in text(window, "banner.trouble.text")
        assert find(window, QPushButton, "banner.trouble.action").text() == "Enter key…"

    def test_a_keyring_that_asks_for_its_password_is_said(self, open_window: Opener, real: QuietSession) -> None:
        window = open_window(real.session)
        real.session.health.note_key(KeyState.ASKED)
        assert "Look for its password dialog" in text(window, "banner.trouble.text")

    @pytest.mark.parametrize("size", [(720, 480), (1000, 700), (1440, 900)])
    def test_nothing_moves_and_no_pane_is_hidden_where_something_is_told(
        self, open_window: Opener, quiet: QuietSession, qtbot: QtBot, size: tuple[int, int]
    ) -> None:
        quiet.post(quiet.client(), timedelta(hours=2))
        window = open_window(quiet.session, *size)
        panes = [window.rail, window.places.calendar, window.statusBar()]
        before = at_rest(qtbot, lambda: [pane.geometry() for pane in panes])
        quiet.session.health.note_key(KeyState.MISSING)
        window.navigator.tell("Something was done. " * 6)
        assert at_rest(qtbot, lambda: [pane.geometry() for pane in panes]) == before
        notice, trouble = (find(window, QWidget, name) for name in ("notice", "banner.trouble"))
        for name, bar in (("notice", notice), ("banner.trouble", trouble)):
            foot, told = window.statusBar().geometry(), placed(window, bar)
            assert told.bottom() == foot.bottom()
            assert foot.left() <= told.left() <= told.right() <= foot.right()
            assert told.height() <= max(foot.height(), 2 * bar.fontMetrics().lineSpacing() + 5), "two lines at most"
            assert bar.isVisible()
            label = find(window, QLabel, f"{name}.text")
            assert label.heightForWidth(label.width()) <= label.height()

    def test_what_is_too_long_for_the_line_ends_in_an_ellipsis(
        self, open_window: Opener, quiet: QuietSession, qtbot: QtBot
    ) -> None:
        client = quiet.client()
        for hours in range(1, 12):
            quiet.post(client, timedelta(hours=hours))
        window = open_window(quiet.session, 720, 480)
        label = find(window, PlainLabel, "banner.trouble.text")
        for trouble in StorageFailure:
            quiet.session.health.note_storage_problem(trouble)
            at_rest(qtbot, lambda: placed(window, label))
            lines = label.shown_lines()
            assert label.toolTip() == label.text()
            assert len(lines) * label.fontMetrics().lineSpacing() <= label.height(), lines
            assert max(map(label.fontMetrics().horizontalAdvance, lines)) <= label.width() + 1
            assert lines[-1].endswith("…") or " ".join(lines) == label.text()
            assert (label.heightForWidth(label.width()) > label.height()) == lines[-1].endswith("…")
            drawn = label.grab().toImage()
            ground = drawn.pixelColor(0, 0)
            assert all(drawn.pixelColor(x, y) == ground for y in (0, drawn.height() - 1) for x in range(drawn.width()))

    def test_what_is_told_lies_over_a_trouble_and_is_whole_in_the_tool_tip(
        self, open_window: Opener, session: WorkspaceSession, qtbot: QtBot
    ) -> None:
        window = open_window(session, 720, 480)
        window.navigator.tell("Something was done. " * 12)
        session.health.note_key(KeyState.MISSING)
        assert find(window, QLabel, "notice.text").toolTip().count("Something was done.") == 12
        notice, trouble = (find(window, QWidget, name) for name in ("notice", "banner.trouble"))
        at_rest(qtbot, lambda: placed(window, notice))
        assert is_on_top(window, notice)
        notice.hide()
        assert is_on_top(window, trouble)

    def test_what_is_told_hides_nothing_of_the_status_line_where_there_is_room(
        self, open_window: Opener, session: WorkspaceSession
    ) -> None:
        window = open_window(session, 1440, 900)
        window.navigator.tell("Something was done.")
        session.health.note_key(KeyState.MISSING)
        QApplication.processEvents()
        bar = find(window, QWidget, "notice")
        told = placed(window, bar)
        for button in window.content._status.findChildren(QPushButton):
            if button.isVisible():
                assert not told.intersects(placed(window, button)), button.text()
        find(window, QToolButton, "notice.dismiss").click()
        assert find(window, QWidget, "banner.trouble").isVisible()

    def test_what_asks_for_nothing_is_told_once(self, open_window: Opener, real: QuietSession) -> None:
        window, health = open_window(real.session), real.session.health
        health.note_key(KeyState.SESSION_ONLY)
        told = find(window, QLabel, "banner.trouble.text")
        assert "No keyring found" in told.text()
        assert told.isVisible()
        window.navigator.tell("Something was done.")
        find(window, QToolButton, "notice.dismiss").click()
        assert not told.isVisible()
        health.note_key(KeyState.ASKED)
        assert told.isVisible()
        health.note_key(KeyState.SESSION_ONLY)
        assert find(window, QPushButton, "status.trouble").text() == "Key until closing"
        assert not told.isVisible()

    def test_what_was_put_away_can_be_read_again(self, open_window: Opener, session: WorkspaceSession) -> None:
        window = open_window(session)
        short = find(window, QPushButton, "status.trouble")
        assert not short.isVisible()
        session.health.note_key(KeyState.MISSING)
        assert short.text() == "No API key"
        find(window, QToolButton, "banner.trouble.dismiss").click()
        assert not find(window, QLabel, "banner.trouble.text").isVisible()
        short.click()
        assert find(window, QLabel, "banner.trouble.text").isVisible()
        session.health.note_key(KeyState.OK)
        assert not short.isVisible()
        assert not find(window, QLabel, "banner.trouble.text").isVisible()

    def test_it_says_how_many_posts_wait_and_which_are_asked_about(self, open_window: Opener, quiet: QuietSession) -> None:
        window, client = open_window(quiet.session), quiet.client()
        quiet.post(client, timedelta(hours=2))
        quiet.session.health.note_key(KeyState.MISSING)
        told = "One post waits. If it is more than 15 minutes late by then, Postdesk asks you."
        assert text(window, "banner.trouble.text").endswith(told)
        find(window, QToolButton, "banner.trouble.dismiss").click()
        quiet.post(client, timedelta(hours=3))
        assert not find(window, QLabel, "banner.trouble.text").isVisible()
        find(window, QPushButton, "status.trouble").click()
        told = "2 posts wait. Postdesk asks you about those more than 15 minutes late by then."
        assert text(window, "banner.trouble.text").endswith(told)
        quiet.session.health.note_key(KeyState.OK)
        quiet.session.pause.begin()
        quiet.session.changes.settings.emit()
        assert text(window, "banner.trouble.text").endswith(told)

    def test_a_clock_that_is_wrong_stops_locking_in(self, open_window: Opener, session: WorkspaceSession) -> None:
        window = open_window(session)
        session.health.note_server_date(session.clock.now() + timedelta(minutes=5))
        assert "5 minutes off" in text(window, "banner.trouble.text")
        session.health.note_server_date(session.clock.now() - timedelta(minutes=20))
        assert "Nothing is locked in" in text(window, "banner.trouble.text")

    def test_a_folder_that_cannot_be_written_comes_first(
        self, open_window: Opener, session: WorkspaceSession, opened: list[QUrl], layout_file: Path
    ) -> None:
        window = open_window(session)
        session.health.note_key(KeyState.REJECTED)
        session.health.note_storage_problem(StorageFailure.FULL)
        assert "The disk is full" in text(window, "banner.trouble.text")
        press(window, "banner.trouble.action")
        assert opened == [QUrl.fromLocalFile(str(layout_file.parent))]

    def test_a_pause_is_shown_until_it_ends_and_hides_nothing_that_is_worse(
        self, open_window: Opener, session: WorkspaceSession
    ) -> None:
        window = open_window(session)
        session.pause.begin()
        session.changes.settings.emit()
        session.health.note_key(KeyState.REJECTED)
        assert "All sending has been paused since" in text(window, "banner.trouble.text")
        session.health.note_storage_problem(StorageFailure.DAMAGED)
        assert "damaged" in text(window, "banner.trouble.text")
        session.health.note_storage_problem(None)
        press(window, "banner.trouble.action")
        session.changes.settings.emit()
        assert "revoked practice mode’s key" in text(window, "banner.trouble.text")


class TestStatusLine:
    def test_counts_what_waits_and_asks_for_it(self, open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
        window = open_window(quiet.session)
        attention = find(window, QPushButton, "status.attention")
        assert (attention.text(), attention.property("tone")) == ("All clear", "")
        client = quiet.client()
        for minutes, state in enumerate((State.NEEDS_USER, State.MISSED, State.REJECTED)):
            quiet.post(client, timedelta(hours=2, minutes=minutes), state)
        connect(quiet, client, Platform.TWITTER, status="expired")
        quiet.post(client, timedelta(hours=3), None, Platform.TWITTER)
        assert (attention.text(), attention.property("tone")) == ("Needs attention: 4", "attention")
        assert attention.text().endswith(str(quiet.session.attention.count))
        attention.click()
        assert window.places.results.model.tab is ResultsTab.ATTENTION
        assert find(window, QPushButton, "status.checked").text() == "Not refreshed yet"

    def test_a_service_that_asks_to_wait_is_named_with_the_time_of_the_next_refresh(
        self, open_window: Opener, quiet: QuietSession
    ) -> None:
        window = open_window(quiet.session)
        quiet.session.watcher.checked_at = NOON - timedelta(minutes=20)
        quiet.session.health.note_error(RateLimited(status=429, retry_after=600))
        checked = find(window, QPushButton, "status.checked")
        assert checked.text() == "Refreshed 11:40 · MyPostShare is busy, next refresh 12:10"
        assert "Posts are still sent." in checked.toolTip()
        quiet.session.health.clear_busy()
        assert "busy" not in checked.text()

    @pytest.mark.parametrize("state", [State.UNCERTAIN, State.ACCEPTED_WITHOUT_ID])
    def test_all_clear_is_not_said_while_a_post_is_looked_for(
        self, open_window: Opener, quiet: QuietSession, state: State
    ) -> None:
        window = open_window(quiet.session)
        attention = find(window, QPushButton, "status.attention")
        assert attention.isVisibleTo(window)
        quiet.post(quiet.client(), timedelta(hours=2), state)
        assert not attention.isVisibleTo(window)

    def test_a_hold_that_ends_by_itself_needs_nobody(self, open_window: Opener, quiet: QuietSession) -> None:
        window = open_window(quiet.session)
        attention = find(window, QPushButton, "status.attention")
        (entry,) = quiet.post(quiet.client(), timedelta(hours=2)).entries
        for hold, words in ((Hold.OFFLINE, "All clear"), (Hold.MEDIA, "Needs attention: 1")):
            held = replace(entry, hold=hold)
            quiet.database.submit(lambda conn, held=held: entries.write(conn, held, NOON)).result()  # type: ignore[misc]
            quiet.session.changes.posts.emit()
            assert attention.text() == words

    def test_is_low_and_grows_with_the_font(self, open_window: Opener, quiet: QuietSession) -> None:
        window = open_window(quiet.session)
        line = find(window, QWidget, "status")
        assert line.sizeHint().height() <= 24
        large = QFont(line.font())
        large.setPointSizeF(large.pointSizeF() * 2)
        find(window, QPushButton, "status.attention").setFont(large)
        assert line.sizeHint().height() > 24

    def test_says_when_the_next_post_is_locked_in(self, open_window: Opener, quiet: QuietSession) -> None:
        window = open_window(quiet.session)
        button = find(window, QPushButton, "status.from_here")
        assert not button.isVisible()
        quiet.post(quiet.client(), timedelta(days=2, hours=5))  # locked in a day before
        assert button.text() == "Next lock-in: tomorrow 17:00"
        button.click()
        assert PostState.SCHEDULED in states_in_results(window)

    def test_says_when_the_next_post_leaves_this_computer(self, open_window: Opener, quiet: QuietSession) -> None:
        window, client = open_window(quiet.session), quiet.client()
        button = find(window, QPushButton, "status.from_here")
        quiet.post(client, timedelta(days=1, hours=3), State.PLANNED, Platform.INSTAGRAM)
        quiet.post(client, timedelta(days=2, hours=5))  # locked in later than that
        assert button.text() == "Next from this computer: tomorrow 15:00"

    def test_says_that_this_computer_is_kept_awake_or_may_fall_asleep(self, open_window: Opener, quiet: QuietSession) -> None:
        window, awake = open_window(quiet.session), quiet.session.awake
        button = find(window, QPushButton, "status.from_here")
        awake.until = NOON + timedelta(minutes=25)
        awake.changed.emit()
        assert button.text() == "Keeping this computer awake until 12:25"
        awake.refused = True
        awake.changed.emit()
        assert (button.text(), button.property("tone")) == ("This computer may go to sleep before 12:25", "attention")
        assert "energy settings" in button.toolTip()
        awake.until, awake.refused = None, False
        awake.changed.emit()
        assert not button.isVisible()
        assert not button.toolTip()

    def test_says_for_all_accounts_what_this_computer_has_to_be_on_for(
        self, open_window: Opener, quiet: QuietSession, real: QuietSession, qtbot: QtBot
    ) -> None:
        window = open_window(quiet.session)
        button = find(window, QPushButton, "status.from_here")
        window.sessions = (real.session, quiet.session)
        quiet.session.changes.posts.emit()
        assert button.isHidden()
        client, image = real.client(), State.PLANNED
        real.post(client, timedelta(days=2, hours=5), image)
        assert button.text() == "Next lock-in: tomorrow 17:00, in Studio"
        button.click()
        assert window.onboarding.asked == [("open", real.session.workspace.id)]
        real.post(client, timedelta(hours=5), image, Platform.INSTAGRAM)
        assert button.text() == "Needing this computer within a day: 1, in Studio"
        quiet.post(quiet.client(), timedelta(hours=6), image, Platform.INSTAGRAM)
        assert button.text() == "Needing this computer within a day: 2, 1 of them in Studio"
        button.click()
        assert states_in_results(window) == frozenset({PostState.NEEDS_THIS_COMPUTER})
        real.session.awake.until = NOON + timedelta(minutes=25)
        real.session.awake.changed.emit()
        assert button.text() == "Keeping this computer awake until 12:25, in Studio"
        quiet.session.awake.until = NOON + timedelta(minutes=28)
        quiet.session.awake.changed.emit()
        assert button.text() == "Keeping this computer awake until 12:28"

    def test_says_of_no_post_that_it_leaves_while_all_sending_is_paused(self, open_window: Opener, quiet: QuietSession) -> None:
        window = open_window(quiet.session)
        quiet.post(quiet.client(), timedelta(days=2, hours=5))
        button = find(window, QPushButton, "status.from_here")
        assert not button.isHidden()
        quiet.session.pause.begin()
        quiet.session.changes.settings.emit()
        assert button.isHidden()
        quiet.session.pause.end()
        quiet.session.changes.settings.emit()
        assert not button.isHidden()

    def test_says_by_whose_clock_a_time_is_where_the_clients_differs(
        self, open_window: Opener, quiet: QuietSession, scope: Scope
    ) -> None:
        window, alex, rui = open_window(quiet.session), quiet.client(), quiet.client("Rui", zone="Europe/Lisbon")
        quiet.session.watcher.checked_at = NOON
        quiet.post(alex, timedelta(days=2, hours=5))
        said = [find(window, QPushButton, f"status.{part}") for part in ("from_here", "checked")]
        for shown, whose in ((None, ""), (alex, " your time"), (rui, "")):
            scope.show_client(shown.id if shown else None)
            assert [button.text() for button in said] == [
                f"Next lock-in: tomorrow 17:00{whose}",
                f"Refreshed 12:00{whose}",
            ]


def test_every_key_of_the_window_is_on_the_list_of_keys_which_f1_opens(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot
) -> None:
    window = open_window(session)
    page = KeysPage()
    qtbot.addWidget(page)
    listed = {label.text() for label in page.findChildren(QLabel)}
    actions = (*window.actions(), *window.places.composer.actions())
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    assert {"F1", "Ctrl+Alt+Return"} <= set(keys)
    assert [each for each in keys if each not in listed] == []
    window.content.actions.keys.trigger()
    assert settings_page(window) == "settings.keys"


def test_a_notice_with_something_to_copy_stays_until_it_is_copied(open_window: Opener, session: WorkspaceSession) -> None:
    window = open_window(session)
    session.changes.notice.emit(Notice(NoticeKind.REDIRECT_NOT_ALLOWED, detail="http://127.0.0.1:47611/connect/callback"))
    assert "http://127.0.0.1:47611/connect/callback" in text(window, "notice.text")
    press(window, "notice.action")
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:47611/connect/callback"
    assert not find(window, QPushButton, "notice.action").isVisible()


def test_a_notice_over_a_full_line_has_the_whole_width_from_the_start(open_window: Opener, quiet: QuietSession) -> None:
    window = open_window(quiet.session, 760, 600)
    client = quiet.client()
    for hours, state in ((1, State.NEEDS_USER), (2, State.MISSED), (5, State.PLANNED)):
        quiet.post(client, timedelta(hours=hours), state)
    window.navigator.tell("Something was done. " * 9)
    QApplication.processEvents()
    label = find(window, QLabel, "notice.text")
    assert label.heightForWidth(label.width()) <= label.height()
    assert label.width() > window.width() * 3 / 4


def test_what_is_told_is_laid_out_once_and_then_rests(open_window: Opener, session: WorkspaceSession) -> None:
    window = open_window(session)
    session.changes.notice.emit(Notice(NoticeKind.REDIRECT_NOT_ALLOWED, detail="http://127.0.0.1:47611/connect/callback"))
    QTest.qWait(100)
    with effort() as rest:
        QTest.qWait(300)
    assert rest.times < 28
    assert "47611" in text(window, "notice.text")


def test_the_window_wakes_up_once_a_minute(open_window: Opener, session: WorkspaceSession) -> None:
    window = open_window(session)
    assert window.content._minute.isSingleShot()
    assert 0 < window.content._minute.remainingTime() <= 60_050
    # A coarse timer may fire early, before the minute is over, and would have to be started again.
    assert window.content._minute.timerType() is Qt.TimerType.PreciseTimer


def test_all_times_follow_the_clock_that_is_chosen(open_window: Opener, theme: Theme, quiet: QuietSession) -> None:
    window = open_window(quiet.session)
    for face, said in ((ClockFace.TWELVE, "12:00 PM"), (ClockFace.TWENTY_FOUR, "12:00")):
        theme.set_clock_face(face)
        assert find(window, QPushButton, "top_bar.practice").text().endswith(f" {said}")
    theme.set_clock_face(ClockFace.SYSTEM)


def action_of(window: QWidget, name: str) -> QAction:
    """Return an action of one of the window's menus."""
    action = window.findChild(QAction, name)
    assert action
    return action


def test_an_export_begins_with_whom_and_what_the_calendar_shows(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    ann = quiet.client()
    scope.show_client(ann.id)
    window = open_window(quiet.session)
    asked: list[tuple[object, object]] = []

    def begun() -> None:
        dialog = window.findChildren(ExportDialog)[-1]
        assert dialog.controls.form.wanted
        asked.append(
            (dialog.controls.form.wanted.client_id, (dialog.controls.form.wanted.first, dialog.controls.form.wanted.last))
        )
        dialog.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    window.content.actions.export.trigger()
    begun()
    window.places.calendar.show_view(View.WEEK)
    action_of(window, "calendar.export").trigger()
    begun()
    window.places.calendar.show_view(View.AGENDA)
    window.content.actions.export.trigger()
    begun()
    week = QLocale().firstDayOfWeek().value
    assert asked == [
        (ann.id, (date(2026, 12, 1), date(2026, 12, 31))),
        (ann.id, tuple(week_of(date(2026, 11, 24), week)[n] for n in (0, -1))),
        (ann.id, (date(2026, 11, 24), date(2026, 12, 24))),
    ]


def test_what_a_client_is_given_begins_with_the_same(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    ann = quiet.client()
    scope.show_client(ann.id)
    window = open_window(quiet.session)
    for begin in (window.navigator.show_reports, action_of(window, "calendar.reports").trigger):
        begin()
        asked = window.places.reports.controls.form.wanted
        assert asked
        assert (asked.client_id, asked.first, asked.last) == (ann.id, date(2026, 12, 1), date(2026, 12, 31))
        window.navigator.show("calendar")


def shown_dialogs(window: QWidget) -> list[str]:
    """Return the names of the visible dialogs, in the order in which they were opened."""
    return [each.objectName() for each in window.findChildren(QDialog) if each.isVisible()]


def settings_page(window: QWidget) -> str:
    """Return the name of the visible page of the settings."""
    (page,) = (each for each in find(window, SettingsPane, "settings").findChildren(SettingsPage) if each.isVisible())
    return page.objectName()


def states_in_results(window: FullWindow) -> frozenset[PostState]:
    """Return the states of the posts to which the results are limited."""
    return window.places.results.filters.states.states


def placed(window: QWidget, widget: QWidget) -> QRect:
    """Return the rectangle of the widget in the window."""
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def is_on_top(window: QWidget, widget: QWidget) -> bool:
    seen = window.childAt(placed(window, widget).center())
    return seen is not None and (widget is seen or widget.isAncestorOf(seen))
