"""The main window around its panes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import NOON, QuietSession, quiet_session
from tests.support.widgets import at_rest, find, rich_labels, unidentified
from tests.ui.results.sample_posts import connect

from postdesk.api.errors import RateLimited
from postdesk.domain.board import BoardFilter
from postdesk.domain.calendar_days import week_of
from postdesk.domain.clients import WorkspaceKind
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
from postdesk.ui.client_reports.dialog import ClientReportsDialog
from postdesk.ui.exporting.dialog import ExportDialog
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.settings_page import SettingsPage
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.settings.dialog import SettingsDialog
from postdesk.ui.settings.small_pages import KeysPage
from postdesk.ui.shell.docks import Dock
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.top_bar import TopBar

HOSTILE = "<b>Ann</b> & <img src=x>"
Opener = Callable[..., FullWindow]


@pytest.fixture
def layout_file(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "layout.ini"


@pytest.fixture
def real(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    """The session of a real account."""
    with quiet_session(tmp_path / "real", WorkspaceKind.REAL) as made:
        yield made


@pytest.fixture
def scope() -> Scope:
    return Scope()


@pytest.fixture
def opened() -> list[QUrl]:
    """Return the addresses that were passed to the system."""
    return []


@pytest.fixture
def open_window(
    theme: Theme, scope: Scope, layout_file: Path, local_zone: ZoneInfo, opened: list[QUrl], qtbot: QtBot
) -> Iterator[Opener]:
    windows: list[FullWindow] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    def opener(session: WorkspaceSession, width: int = 1440, height: int = 900) -> FullWindow:
        window = FullWindow(session, scope, theme, local_zone, layout_file, open_url)
        windows.append(window)
        if width:
            window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield opener
    for window in windows:
        window.deleteLater()


def text(window: QWidget, identifier: str) -> str:
    return find(window, QLabel, identifier).text()


def press(window: QWidget, identifier: str) -> None:
    find(window, QPushButton, identifier).click()


def dock_of(window: FullWindow, pane: str) -> Dock:
    found = window.findChild(Dock, f"dock.{pane}")
    assert isinstance(found, Dock)
    return found


def test_all_is_in_view_on_a_wide_window_and_the_composer_has_its_whole_height(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot
) -> None:
    window = open_window(session)
    connections, composer, results = (dock_of(window, each) for each in ("connections", "composer", "results"))
    qtbot.waitUntil(lambda: composer.geometry().bottom() == results.geometry().bottom())
    assert all(dock.isVisible() for dock in window.docks)
    assert connections.x() < composer.x()
    assert results.width() == composer.x() - 1


def test_results_have_the_whole_width_where_it_is_needed(open_window: Opener, session: WorkspaceSession, qtbot: QtBot) -> None:
    window = open_window(session, 1200, 900)
    qtbot.waitUntil(lambda: dock_of(window, "results").width() == window.width())


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
    window.set_pane("calendar", pane)
    before = at_rest(qtbot, lambda: list(pane.heights))
    window.set_bars(
        TopBar(session, scope, theme, local_zone, FullWindow(session, scope, theme, local_zone, layout_file).navigator)
    )
    assert at_rest(qtbot, lambda: list(pane.heights)) == before


def test_connections_and_composer_share_tabs_while_it_is_narrow(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot
) -> None:
    window = open_window(session)
    connections, composer = dock_of(window, "connections"), dock_of(window, "composer")
    window.resizeDocks([connections], [330], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: connections.width() == 330)
    window.resize(900, 700)
    qtbot.waitUntil(lambda: window.tabifiedDockWidgets(composer) == [connections])
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not window.tabifiedDockWidgets(composer))
    qtbot.waitUntil(lambda: connections.x() < composer.x() and connections.width() == 330)


def test_the_layout_is_kept_in_the_profile_and_nowhere_else(
    open_window: Opener, session: WorkspaceSession, layout_file: Path, qtbot: QtBot
) -> None:
    window = open_window(session)
    dock_of(window, "results").close()
    window.close()
    assert layout_file.is_file()
    again = open_window(session, width=0)
    assert not dock_of(again, "results").isVisible()
    again.content.actions.reset_layout.trigger()
    qtbot.waitUntil(dock_of(again, "results").isVisible)


def test_the_wide_arrangement_survives_a_narrow_end(open_window: Opener, session: WorkspaceSession, qtbot: QtBot) -> None:
    window = open_window(session)
    window.resize(900, 700)
    qtbot.waitUntil(lambda: bool(window.tabifiedDockWidgets(dock_of(window, "composer"))))
    window.close()
    again = open_window(session, width=0)
    qtbot.waitUntil(lambda: again.width() < 1000)
    again.resize(1440, 900)
    qtbot.waitUntil(lambda: not again.tabifiedDockWidgets(dock_of(again, "composer")))


def test_a_narrow_start_has_tabs_also_where_a_wide_arrangement_was_kept(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot
) -> None:
    window = open_window(session)
    connections = dock_of(window, "connections")
    window.resizeDocks([connections], [330], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: connections.width() == 330)
    window.close()
    again = open_window(session, width=0)
    assert again.width() <= again.screen().availableSize().width() < 1000
    composer = dock_of(again, "composer")
    assert again.tabifiedDockWidgets(composer) == [dock_of(again, "connections")]
    again.resize(1440, 900)
    qtbot.waitUntil(lambda: not again.tabifiedDockWidgets(composer))
    qtbot.waitUntil(lambda: dock_of(again, "connections").width() == 330)


@pytest.mark.parametrize(("width", "height"), [(1000, 700), (1100, 700), (1280, 800), (1600, 1000)])
def test_results_give_way_first_in_a_low_window(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot, width: int, height: int
) -> None:
    window = open_window(session, width, height)
    results, composer = dock_of(window, "results"), dock_of(window, "composer")
    least = results.minimumSizeHint().height()
    qtbot.waitUntil(lambda: results.height() == max(least, min(results.extent, height - 480 - bars(window))))
    qtbot.waitUntil(lambda: composer.height() >= 380)
    assert results.height() <= height * 0.26


def test_news_leave_the_composer_its_room_in_a_low_window(
    open_window: Opener, quiet: QuietSession, scope: Scope, qtbot: QtBot
) -> None:
    client = quiet.client()
    quiet.post(client, -timedelta(hours=1), State.NEEDS_USER)
    scope.show_client(client.id)
    window = open_window(quiet.session, 1000, 700)
    window.panes.results.show_away(NOON - timedelta(hours=2))
    assert find(window, QWidget, "results.away").isVisible()
    assert window.panes.results.table.go_to_first()
    results, composer = dock_of(window, "results"), find(window, QWidget, "composer")
    assert at_rest(qtbot, lambda: results.y() - composer.mapTo(window, composer.rect().bottomLeft()).y()) > 0


def test_results_get_their_height_back_also_the_one_that_was_dragged(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot
) -> None:
    window = open_window(session, 1440, 900)
    results = dock_of(window, "results")
    drag_up(window, results, 50)
    qtbot.waitUntil(lambda: results.height() == 290)
    window.resize(1440, 700)
    qtbot.waitUntil(lambda: results.height() == results.minimumSizeHint().height())
    window.close()
    again = open_window(session, 1440, 1000)
    qtbot.waitUntil(lambda: dock_of(again, "results").height() == 290)


@pytest.mark.parametrize(("width", "height"), [(800, 500), (1440, 500)])
def test_results_share_tabs_where_there_is_no_room_below(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot, width: int, height: int
) -> None:
    window = open_window(session)
    results, composer = dock_of(window, "results"), dock_of(window, "composer")
    before = at_rest(qtbot, lambda: [dock.geometry() for dock in window.docks])
    window.resize(width, height)
    qtbot.waitUntil(lambda: results in window.tabifiedDockWidgets(composer))
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.tabifiedDockWidgets(composer) == [])
    assert at_rest(qtbot, lambda: [dock.geometry() for dock in window.docks]) == before


def test_results_keep_their_height_when_the_first_post_comes(open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
    window = open_window(quiet.session, 1440, 900)
    results, client = dock_of(window, "results"), quiet.client()
    before = at_rest(qtbot, results.geometry)
    quiet.post(client, timedelta(hours=2))
    qtbot.waitUntil(window.panes.results.table.isVisible)
    assert at_rest(qtbot, results.geometry) == before


def test_the_tab_key_leads_to_all_that_can_be_worked(open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
    window = open_window(quiet.session)
    client = quiet.client()
    connect(quiet, client, "linkedin", "twitter", "reddit")
    window.panes.composer.new_draft(client.id)
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
    assert {"connections.close", "calendar.view.month", "composer.text", "results.close"} <= reached


def test_keys_lead_to_the_panes_also_to_a_closed_one(open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
    quiet.post(quiet.client(), timedelta(hours=2))
    window = open_window(quiet.session)
    window.activateWindow()
    dock_of(window, "results").close()
    window.content.actions.panes[3].trigger()
    assert dock_of(window, "results").isVisible()
    qtbot.waitUntil(window.panes.results.table.hasFocus)


def test_keys_menu_and_docks_call_each_pane_by_the_same_name(open_window: Opener, session: WorkspaceSession) -> None:
    window = open_window(session)
    places = window.places
    assert [action.text() for action in window.content.actions.panes] == [place.title for place in places]
    assert [action.shortcut().toString() for action in window.content.actions.panes] == ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4"]
    docked = [place for place in places if place.area]
    assert [(dock.windowTitle(), dock.identifier) for dock in window.docks] == [
        (place.title, place.identifier) for place in docked
    ]


def test_keys_lead_to_an_empty_pane_too(open_window: Opener, session: WorkspaceSession, qtbot: QtBot) -> None:
    window = open_window(session)
    window.activateWindow()
    connections, composer, results = window.docks
    for action, place in zip(window.content.actions.panes, (connections, window.panes.calendar, composer, results), strict=True):
        action.trigger()
        qtbot.waitUntil(partial(_has_focus_within, place))


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
    for asked in (ask.new_post, ask.show_drafts, ask.show_connections, ask.show_found, ask.export_posts, ask.show_reports):
        asked()
    ask.open_post(1)
    ask.point_to_post(1)
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
        assert text(window, "top_bar.times") == "Practice: 12:00 your time"
        scope.show_client(quiet.client().id)
        assert text(window, "top_bar.times") == "Practice: 12:00 your time  ·  07:00 New York, client’s time"
        assert window.windowTitle() == "Alex Morgan – Practice mode – Postdesk"

    def test_names_the_day_where_it_is_another_at_the_clients(
        self, open_window: Opener, quiet: QuietSession, scope: Scope
    ) -> None:
        scope.show_client(quiet.client(zone="Pacific/Auckland").id)
        window = open_window(quiet.session)
        assert text(window, "top_bar.times") == "Practice: 12:00 your time  ·  Wed 01:00 Auckland, client’s time"

    def test_says_nothing_twice_where_the_times_are_equal(self, open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
        scope.show_client(quiet.client(zone="Europe/Lisbon").id)
        assert text(open_window(quiet.session), "top_bar.times") == "Practice: 12:00 your time"

    def test_calls_only_a_moved_clock_practice_time(
        self, open_window: Opener, session: WorkspaceSession, real: QuietSession
    ) -> None:
        session.clock.offset = timedelta(seconds=20)
        assert not text(open_window(session), "top_bar.times").startswith("Practice")
        assert text(open_window(real.session), "top_bar.times") == "12:00 your time"

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
        assert text(window, "banner.practice.clock") == "Clock: Wed 25 Nov 2026 12:00"
        press(window, "banner.test_tools")
        assert shown_dialogs(window) == ["test_tools"]
        press(window, "banner.use_key")
        assert shown_dialogs(window) == ["test_tools", "new_account"]

    def test_a_real_account_has_no_practice_bar_and_no_test_tools(self, open_window: Opener, real: QuietSession) -> None:
        window = open_window(real.session)
        assert not find(window, QPushButton, "banner.test_tools").isVisible()
        assert not window.content.actions.test_tools.isVisible()
        assert window.windowTitle() == "Studio – Postdesk"

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
        assert "A fault in the test tools revoked practice mode’s key" in text(window, "banner.trouble.text")
        assert find(window, QPushButton, "banner.trouble.action").text() == "Test tools"
        press(window, "banner.trouble.action")
        assert shown_dialogs(window) == ["test_tools"]

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
        panes = [dock_of(window, "composer"), dock_of(window, "results"), window.panes.calendar, window.statusBar()]
        before = at_rest(qtbot, lambda: [pane.geometry() for pane in panes])
        quiet.session.health.note_key(KeyState.MISSING)
        window.navigator.tell("Something was done. " * 6)
        assert at_rest(qtbot, lambda: [pane.geometry() for pane in panes]) == before
        notice, trouble = (find(window, QWidget, name) for name in ("notice", "banner.trouble"))
        for name, bar in (("notice", notice), ("banner.trouble", trouble)):
            assert window.statusBar().geometry().contains(placed(window, bar))
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
        to_decide = find(window, QPushButton, "status.to_decide")
        assert to_decide.text() == "All clear"
        quiet.post(quiet.client(), timedelta(hours=2), State.NEEDS_USER)
        assert to_decide.text() == "1 needs your answer"
        to_decide.click()
        assert states_in_results(window) == frozenset({PostState.TO_DECIDE, PostState.CONTRADICTORY})
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

    @pytest.mark.parametrize(
        ("state", "hold"),
        [(State.PLANNED, Hold.NOT_CONNECTED), (State.UNCERTAIN, None), (State.ACCEPTED_WITHOUT_ID, None), (State.MISSED, None)],
    )
    def test_nothing_to_decide_is_not_said_beside_an_open_question_or_a_hold(
        self, open_window: Opener, quiet: QuietSession, state: State, hold: Hold | None
    ) -> None:
        window = open_window(quiet.session)
        to_decide = find(window, QPushButton, "status.to_decide")
        assert to_decide.isVisibleTo(window)
        (entry,) = quiet.post(quiet.client(), timedelta(hours=2), state).entries
        quiet.database.submit(lambda conn: entries.write(conn, replace(entry, hold=hold), NOON)).result()
        quiet.session.changes.posts.emit()
        assert not to_decide.isVisibleTo(window)

    @pytest.mark.parametrize(
        ("state", "part", "words"),
        [
            (State.NEEDS_USER, "to_decide", "1 needs your answer"),
            (State.MISSED, "failed", "1 failed or missed"),
            (State.REJECTED, "failed", "1 failed or missed"),
        ],
    )
    def test_a_click_shows_the_posts_that_were_counted(
        self, open_window: Opener, quiet: QuietSession, qtbot: QtBot, state: State, part: str, words: str
    ) -> None:
        window, client = open_window(quiet.session), quiet.client()
        assert not find(window, QPushButton, "status.failed").isVisible()
        quiet.post(client, timedelta(hours=1), State.NEEDS_USER if part == "failed" else State.MISSED)
        quiet.post(client, timedelta(hours=2), state)
        button = find(window, QPushButton, f"status.{part}")
        assert button.text() == words
        button.click()
        assert quiet.session.board.count(BoardFilter(states=states_in_results(window))) == 1

    def test_says_when_the_next_post_leaves_this_computer(self, open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
        window = open_window(quiet.session)
        button = find(window, QPushButton, "status.from_here")
        assert not button.isVisible()
        quiet.post(quiet.client(), timedelta(days=2, hours=5))  # locked in a day before
        assert button.text() == "Next sending: tomorrow 17:00"
        button.click()
        assert PostState.SCHEDULED in states_in_results(window)

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
        assert button.text() == "Next sending: tomorrow 17:00, in Studio"
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
            assert [button.text() for button in said] == [f"Next sending: tomorrow 17:00{whose}", f"Refreshed 12:00{whose}"]


def test_every_key_of_the_window_is_on_the_list_of_keys_which_f1_opens(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot
) -> None:
    window = open_window(session)
    page = KeysPage()
    qtbot.addWidget(page)
    listed = {label.text() for label in page.findChildren(QLabel)}
    actions = (*window.actions(), *find(window, QWidget, "composer").actions())
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
    quiet.session.changes.notice.emit(Notice(NoticeKind.REDIRECT_NOT_ALLOWED, detail="http://127.0.0.1:47611/connect/callback"))
    QApplication.processEvents()
    label = find(window, QLabel, "notice.text")
    assert label.heightForWidth(label.width()) <= label.height()
    assert label.width() > window.width() * 3 / 4


def test_what_is_told_is_laid_out_once_and_then_rests(open_window: Opener, session: WorkspaceSession) -> None:
    window = open_window(session)
    session.changes.notice.emit(Notice(NoticeKind.REDIRECT_NOT_ALLOWED, detail="http://127.0.0.1:47611/connect/callback"))
    QTest.qWait(100)
    begun = time.thread_time()
    QTest.qWait(300)
    assert time.thread_time() - begun < 0.1
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
        assert text(window, "banner.practice.clock").endswith(f" {said}")
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
        assert dialog.form.wanted
        asked.append((dialog.form.wanted.client_id, (dialog.form.wanted.first, dialog.form.wanted.last)))
        dialog.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    window.content.actions.export.trigger()
    begun()
    window.panes.calendar.show_view(View.WEEK)
    action_of(window, "calendar.export").trigger()
    begun()
    window.panes.calendar.show_view(View.AGENDA)
    window.content.actions.export.trigger()
    begun()
    week = QLocale().firstDayOfWeek().value
    assert asked == [
        (ann.id, (date(2026, 11, 1), date(2026, 11, 30))),
        (ann.id, tuple(week_of(date(2026, 11, 24), week)[n] for n in (0, -1))),
        (ann.id, (date(2026, 11, 24), date(2026, 12, 24))),
    ]


def test_what_a_client_is_given_begins_with_the_same(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    ann = quiet.client()
    scope.show_client(ann.id)
    window = open_window(quiet.session)
    for begin in (window.content.actions.reports.trigger, action_of(window, "calendar.reports").trigger):
        begin()
        (dialog,) = window.findChildren(ClientReportsDialog)
        asked = dialog.form.wanted
        assert asked
        assert (asked.client_id, asked.first, asked.last) == (ann.id, date(2026, 11, 1), date(2026, 11, 30))
        dialog.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown_dialogs(window: QWidget) -> list[str]:
    """Return the names of the visible dialogs, in the order in which they were opened."""
    return [each.objectName() for each in window.findChildren(QDialog) if each.isVisible()]


def settings_page(window: QWidget) -> str:
    """Return the name of the visible page of the settings."""
    (dialog,) = window.findChildren(SettingsDialog)
    (page,) = (each for each in dialog.findChildren(SettingsPage) if each.isVisible())
    return page.objectName()


def states_in_results(window: FullWindow) -> frozenset[PostState]:
    """Return the states of the posts to which the results are limited."""
    return window.panes.results.filters.states.states


def bars(window: FullWindow) -> int:
    return window._top.height() + window.statusBar().height()


def placed(window: QWidget, widget: QWidget) -> QRect:
    """Return the rectangle of the widget in the window."""
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def is_on_top(window: QWidget, widget: QWidget) -> bool:
    seen = window.childAt(placed(window, widget).center())
    return seen is not None and (widget is seen or widget.isAncestorOf(seen))


def drag_up(window: FullWindow, dock: Dock, by: int) -> None:
    """Drag the line above a dock up."""
    line = dock.geometry().topLeft() + QPoint(dock.width() // 2, -1)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=line)
    for step in (1, by):
        QTest.mouseMove(window, line - QPoint(0, step))
        QTest.qWait(20)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=line - QPoint(0, by))


def _has_focus_within(widget: QWidget) -> bool:
    focused = widget.window().focusWidget()
    return focused is widget or widget.isAncestorOf(focused)
