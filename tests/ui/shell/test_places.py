"""The rail, its places, and the composer beside them or on its sheet."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from tests.support.factories import a_draft
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import connect
from tests.ui.shell.conftest import Opener

from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.storage import StorageFailure
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import drafts, last_open
from postdesk.store.last_open import LastOpen
from postdesk.store.sqlite import StorageError, Transaction
from postdesk.ui.composer.pane import ComposerPane
from postdesk.ui.kit.client_popover import ClientPopover
from postdesk.ui.kit.pane_title import PaneTitle
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.sheet import Sheet
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.scope import Scope
from postdesk.ui.shell.rail import PLACES

NAMES = [place.identifier for place in PLACES]


def button_of(window: QWidget, place: str) -> QPushButton:
    return find(window, QPushButton, f"rail.{place}")


def has_focus_within(widget: QWidget) -> bool:
    focused = widget.window().focusWidget()
    return focused is widget or widget.isAncestorOf(focused)


def checked_place(window: QWidget) -> list[str]:
    return [name for name in NAMES if button_of(window, name).isChecked()]


def remembered(quiet: QuietSession, draft: Draft) -> Draft:
    """Save the draft as the one that was open last."""

    def save(conn: Transaction) -> None:
        drafts.save(conn, draft)
        last_open.remember(conn, quiet.session.workspace.id, LastOpen(draft.client_id, draft.id))

    quiet.database.submit(save).result()
    kept = quiet.session.composer.draft(draft.id)
    assert kept
    return kept


def sheet_of(window: QWidget) -> Sheet:
    return find(window, Sheet, "sheet")


class TablePaints(QObject):
    """Counts the paints of the list of the results."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget) and isinstance(watched.parent(), ResultsTable):
            self.times += watched.objectName() == "qt_scrollarea_viewport"
        return False


def test_a_place_is_laid_out_before_it_is_painted_and_is_painted_once(
    open_window: Opener, quiet: QuietSession, qapp: QApplication, qtbot: QtBot
) -> None:
    quiet.post(quiet.client(), -timedelta(days=1), State.MISSED)
    window, paints = open_window(quiet.session), TablePaints()
    qapp.processEvents()
    qapp.installEventFilter(paints)
    button = button_of(window, "results")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert find(window, ResultsTable, "results.table").isVisible()
    assert paints.times == 0
    qtbot.wait(100)
    assert paints.times == 1


def test_a_closed_composer_is_built_step_by_step(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    quiet.client("Alex Morgan")
    bea = quiet.client("Bea Rossi")
    window = open_window(quiet.session)
    places = window.places
    grown = [len(QApplication.allWidgets()) for _ in places.composer_steps()]
    assert len(grown) > 10
    assert max(after - before for before, after in pairwise(grown)) < (grown[-1] - grown[0]) / 4
    assert places.built_composer
    assert [*places.composer_steps()] == []
    scope.show_client(bea.id)
    window.navigator.show_composer()
    assert places.composer.model.client == bea


def test_a_composer_that_is_needed_earlier_is_completed_at_once(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    quiet.client("Alex Morgan")
    bea = quiet.client("Bea Rossi")
    window = open_window(quiet.session)
    steps = window.places.composer_steps()
    for _ in range(5):
        next(steps)
    scope.show_client(bea.id)
    window.navigator.show_composer()
    assert has_focus_within(window.places.composer)
    assert find(window, PlainLabel, "composer.for").text() == "For Bea Rossi"
    assert [*steps] == []
    assert len(window.findChildren(ComposerPane)) == 1


@pytest.mark.parametrize("done", range(0, 20, 3))
def test_a_composer_that_is_being_built_opens_the_last_draft_whatever_client_is_shown_meanwhile(
    done: int, open_window: Opener, quiet: QuietSession, scope: Scope
) -> None:
    alex, bea = quiet.client("Alex Morgan"), quiet.client("Bea Rossi")
    half = remembered(quiet, a_draft(client_id=alex.id, text="Half-written"))
    window = open_window(quiet.session)
    steps = window.places.composer_steps()
    for _ in range(done):
        next(steps, None)
    scope.show_client(bea.id)
    assert window.places.composer.model.draft == half


@pytest.mark.parametrize("done", range(20))
def test_a_draft_that_is_moved_while_the_composer_is_built_has_its_new_time_there(
    done: int, open_window: Opener, quiet: QuietSession
) -> None:
    half = remembered(quiet, a_draft(client_id=quiet.client().id, text="Half-written"))
    window = open_window(quiet.session)
    steps = window.places.composer_steps()
    for _ in range(done):
        next(steps, None)
    assert half.due_at
    moved = replace(half, due_at=half.due_at + timedelta(days=1))
    quiet.database.submit(lambda conn: drafts.save(conn, moved)).result()
    window.navigator.take_moved_draft(half.id)
    written = window.places.composer.model.draft
    assert written
    assert written.due_at == moved.due_at


def test_a_composer_that_could_not_be_built_leaves_nothing_behind(
    open_window: Opener, quiet: QuietSession, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    quiet.client("Alex Morgan")
    window = open_window(quiet.session)

    def failing() -> None:
        raise StorageError("disk I/O error", StorageFailure.UNWRITABLE)

    with monkeypatch.context() as broken:
        broken.setattr(quiet.session.composer, "last_open", failing)
        with pytest.raises(StorageError):
            window.places.build_composer()
    window.navigator.show_composer()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(ComposerPane) == [window.places.composer]
    assert has_focus_within(window.places.composer)


def test_the_accounts_of_a_client_leave_all_clients_shown(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    quiet.client("Alex Morgan")
    bea = quiet.client("Bea Rossi")
    window = open_window(quiet.session)
    window.navigator.show_connections(bea.id)
    assert checked_place(window) == ["connections"]
    assert scope.client_id is None
    assert find(window, QAbstractButton, "connections.all_clients").isVisible()
    window.navigator.show_connections()
    assert find(window, QAbstractButton, "connections.client.bea-rossi").isVisible()


@pytest.mark.parametrize("way", ["top_bar.new_post", "Ctrl+N"])
def test_a_new_post_of_all_clients_asks_for_whom(open_window: Opener, quiet: QuietSession, qtbot: QtBot, way: str) -> None:
    for name in ("Alex Morgan", "Bea Rossi"):
        connect(quiet, quiet.client(name), "linkedin")
    window = open_window(quiet.session)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.navigator.show("calendar")
    before = window.focusWidget()
    for _ in range(2 if way == "Ctrl+N" else 1):  # another key while it asks changes nothing
        if way == "Ctrl+N":
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        else:
            find(window, QAbstractButton, way).click()
    (popover,) = window.findChildren(ClientPopover)
    assert not window.composer.is_open
    button = find(window, QAbstractButton, "top_bar.new_post")
    assert popover.geometry().top() >= button.mapTo(window, button.rect().bottomLeft()).y() - 12
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert (window.composer.is_open, window.focusWidget()) == (False, before)
    window.navigator.new_post()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(window.focusWidget(), key)
    client = window.places.composer.model.client
    assert client
    assert client.name == "Bea Rossi"
    qtbot.waitUntil(partial(has_focus_within, window.places.composer))


def test_a_new_post_of_one_client_does_not_ask(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    quiet.client("Alex Morgan")
    bea = quiet.client("Bea Rossi")
    scope.show_client(bea.id)
    window = open_window(quiet.session)
    find(window, QAbstractButton, "top_bar.new_post").click()
    assert window.findChildren(ClientPopover) == []
    assert window.places.composer.model.client == bea


@pytest.mark.parametrize("place", NAMES)
def test_a_click_on_the_rail_shows_the_place_which_takes_the_focus(
    open_window: Opener, quiet: QuietSession, qtbot: QtBot, place: str
) -> None:
    quiet.client()
    window = open_window(quiet.session)
    window.activateWindow()
    button_of(window, place).click()
    pane = window.places.get(place)
    assert pane.isVisible()
    assert checked_place(window) == [place]
    qtbot.waitUntil(partial(has_focus_within, pane))


def test_one_client_s_number_is_on_its_badge_and_in_the_status_bar(
    open_window: Opener, quiet: QuietSession, scope: Scope
) -> None:
    alex, bakery = quiet.client(), quiet.client("Bright Bakery")
    for client, hours in ((alex, 1), (bakery, 2), (bakery, 3)):
        quiet.post(client, -timedelta(hours=hours), State.MISSED)
    window = open_window(quiet.session)
    status = find(window, QPushButton, "status.attention")
    assert (status.text(), button_of(window, "results").accessibleName()) == ("Needs attention: 3", "Results, Needs attention: 3")
    scope.show_client(alex.id)
    assert (status.text(), status.property("tone")) == ("Needs attention: 1 · others: 2", "attention")
    assert button_of(window, "results").accessibleName() == "Results, Needs attention: 1"
    status.click()
    assert scope.client_id == alex.id
    scope.show_client(quiet.client("Calm").id)
    assert (status.text(), status.property("tone")) == ("Others need attention: 3", "others")
    assert button_of(window, "results").accessibleName() == "Results"
    status.click()
    assert scope.client_id is None


def test_a_place_is_built_when_it_is_first_shown_and_once(open_window: Opener, session: WorkspaceSession) -> None:
    window = open_window(session)
    assert [name for name in NAMES if window.places.built(name)] == ["calendar"]
    button_of(window, "drafts").click()
    first = window.places.built("drafts")
    button_of(window, "calendar").click()
    button_of(window, "drafts").click()
    assert window.places.built("drafts") is first
    assert [name for name in NAMES if window.places.built(name)] == ["calendar", "drafts"]


class WindowLog(QObject):
    """The names of the windows that were shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWindow):
            self.shown.append(watched.objectName())
        return False


def test_no_part_of_the_window_is_shown_as_a_window_of_its_own(
    open_window: Opener, quiet: QuietSession, qapp: QApplication, qtbot: QtBot
) -> None:
    quiet.client()
    log = WindowLog()
    qapp.installEventFilter(log)
    window = open_window(quiet.session)
    window.navigator.show_composer()
    for place in NAMES:
        window.navigator.show(place)
        qtbot.wait(0)
    qapp.removeEventFilter(log)
    assert log.shown == ["main_windowWindow"]


def test_keys_lead_to_the_places_by_their_order_on_the_rail(open_window: Opener, session: WorkspaceSession) -> None:
    window = open_window(session)
    actions = window.content.actions
    listed = {action.text(): action.shortcut().toString() for action in (*actions.places, actions.settings)}
    assert listed == {**{place.title: f"Ctrl+{n}" for n, place in enumerate(PLACES[:-1], start=1)}, "Settings": "Ctrl+,"}
    actions.places[1].trigger()
    assert checked_place(window) == ["results"]


def test_arrow_keys_go_along_the_rail_and_tab_leaves_it(open_window: Opener, session: WorkspaceSession, qtbot: QtBot) -> None:
    window = open_window(session)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first = button_of(window, "calendar")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert window.focusWidget() is button_of(window, "results")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert not find(window, QWidget, "rail").isAncestorOf(window.focusWidget())


def test_a_badge_counts_what_needs_attention_and_a_dot_an_account_to_reconnect(
    open_window: Opener, quiet: QuietSession, qtbot: QtBot
) -> None:
    client = quiet.client()
    window = open_window(quiet.session)
    assert button_of(window, "results").accessibleName() == "Results"
    quiet.post(client, -timedelta(hours=1), State.NEEDS_USER)
    quiet.post(client, -timedelta(hours=2), State.MISSED)
    qtbot.waitUntil(lambda: button_of(window, "results").accessibleName() == "Results, Needs attention: 2")
    connect(quiet, client, "linkedin", status="needs_reconnect")
    qtbot.waitUntil(lambda: button_of(window, "connections").accessibleName() == "Connections, Accounts to reconnect: 1")
    connect(quiet, client, "linkedin")
    qtbot.waitUntil(lambda: button_of(window, "connections").accessibleName() == "Connections")


def test_the_heads_of_the_places_are_equally_high_and_named_as_on_the_rail(
    open_window: Opener, session: WorkspaceSession, qtbot: QtBot
) -> None:
    window = open_window(session)
    titles = {place.identifier: place.title for place in PLACES}
    for name in ("drafts", "repeating", "clients", "connections", "reports", "testing"):
        window.navigator.show(name)
        qtbot.wait(0)
        head = window.places.get(name).findChildren(PaneTitle)[0]
        assert (name, head.height()) == (name, 48)
        # The name of the drafts is that of their first tab.
        assert name == "drafts" or titles[name] in {label.text() for label in head.findChildren(PlainLabel)}


def test_the_place_shown_last_is_shown_again(open_window: Opener, session: WorkspaceSession) -> None:
    window = open_window(session)
    assert window.places.current == "calendar"
    window.navigator.show("reports")
    assert window.places.current == "reports"


class TestComposer:
    def test_is_closed_at_first_and_comes_as_a_panel_with_a_new_post(
        self, open_window: Opener, quiet: QuietSession, qtbot: QtBot
    ) -> None:
        quiet.client()
        window = open_window(quiet.session)
        window.activateWindow()
        composer = window.places.composer
        assert not composer.isVisible()
        window.content.actions.new_post.trigger()
        assert composer.isVisible()
        qtbot.waitUntil(partial(has_focus_within, composer))
        assert 390 <= composer.width() <= 410
        assert window.places.calendar.isVisible()

    def test_is_wider_beside_a_wide_calendar(self, open_window: Opener, quiet: QuietSession) -> None:
        quiet.client()
        window = open_window(quiet.session, 1920, 1080)
        window.navigator.new_post()
        assert 470 <= window.places.composer.width() <= 490

    def test_stays_beside_another_place(self, open_window: Opener, quiet: QuietSession) -> None:
        quiet.client()
        window = open_window(quiet.session)
        window.navigator.new_post()
        window.navigator.show("results")
        assert window.places.composer.isVisible()

    def test_closes_and_keeps_its_draft(self, open_window: Opener, quiet: QuietSession) -> None:
        quiet.client()
        window = open_window(quiet.session)
        window.navigator.new_post()
        editor = find(window, QPlainTextEdit, "composer.text")
        editor.insertPlainText("Half-written")
        find(window, QToolButton, "composer.close").click()
        assert not window.places.composer.isVisible()
        window.navigator.show_composer()
        assert (editor.isVisible(), editor.toPlainText()) == (True, "Half-written")
        window.places.composer.save()

    def test_moves_to_a_sheet_and_back_with_its_text_and_its_cursor(
        self, open_window: Opener, quiet: QuietSession, qtbot: QtBot
    ) -> None:
        quiet.client()
        window = open_window(quiet.session)
        window.activateWindow()
        window.navigator.new_post()
        editor = find(window, QPlainTextEdit, "composer.text")
        editor.insertPlainText("Half-written")
        window.content.actions.sheet.trigger()
        assert sheet_of(window).isVisible()
        assert sheet_of(window).isAncestorOf(editor)
        qtbot.waitUntil(editor.hasFocus)
        QTest.keyClicks(editor, " text")
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert not sheet_of(window).isVisible()
        assert window.places.composer.isVisible()
        assert editor.hasFocus()
        assert (editor.toPlainText(), editor.textCursor().position()) == ("Half-written text", 17)
        editor.undo()
        assert editor.toPlainText() != "Half-written text"
        window.places.composer.save()

    @pytest.mark.parametrize("name", ["composer.sheet", "composer.preview.all"])
    def test_goes_on_with_the_text_on_the_sheet_that_a_button_opened_and_after_it(
        self, open_window: Opener, quiet: QuietSession, name: str
    ) -> None:
        quiet.client()
        window = open_window(quiet.session)
        window.navigator.new_post()
        button = find(window, QAbstractButton, name)
        window.activateWindow()
        button.setFocus()
        QApplication.processEvents()
        assert window.isActiveWindow()
        button.click()
        editor = find(window, QPlainTextEdit, "composer.text")
        assert sheet_of(window).isVisible()
        assert editor.hasFocus()
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert not sheet_of(window).isVisible()
        assert editor.hasFocus()

    @pytest.mark.parametrize("sheet", [False, True])
    def test_passes_the_focus_on_to_the_place_when_it_is_closed(
        self, open_window: Opener, quiet: QuietSession, qtbot: QtBot, sheet: bool
    ) -> None:
        quiet.client()
        window = open_window(quiet.session)
        window.activateWindow()
        window.navigator.new_post()
        if sheet:
            window.content.actions.sheet.trigger()
        button = find(window, QToolButton, "composer.close")
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        button.click()
        qtbot.waitUntil(partial(has_focus_within, window.places.calendar))

    def test_stays_in_view_when_the_window_gets_narrow(self, open_window: Opener, quiet: QuietSession) -> None:
        quiet.client()
        window = open_window(quiet.session)
        window.navigator.new_post()
        window.resize(900, 600)
        assert sheet_of(window).isVisible()
        assert window.places.composer.isVisible()

    def test_leaves_the_place_below_its_sheet_as_it_is_laid_out(
        self, open_window: Opener, quiet: QuietSession, qapp: QApplication
    ) -> None:
        window = open_window(quiet.session, 1366, 768)
        window.navigator.new_post_for(quiet.client().id)
        qapp.processEvents()
        calendar, panel = window.places.calendar, window.composer.panel
        width = calendar.width()
        assert panel.isVisible()
        for _ in range(2):
            window.content.actions.sheet.trigger()
            qapp.processEvents()
            assert calendar.width() == width
        window.content.actions.sheet.trigger()
        window.resize(900, 600)
        qapp.processEvents()
        assert sheet_of(window).isVisible()
        assert panel.isHidden()

    def test_leaves_messages_in_view_below_its_sheet(self, open_window: Opener, quiet: QuietSession) -> None:
        quiet.client()
        window = open_window(quiet.session, 900, 600)
        window.navigator.new_post()
        window.navigator.tell("Something was done.")
        QApplication.processEvents()
        sheet, notice = sheet_of(window), find(window, QWidget, "notice")
        assert sheet.geometry().bottom() < window.statusBar().y()
        assert notice.mapTo(window, QPoint()).y() > sheet.geometry().bottom() - notice.fontMetrics().lineSpacing()

    @pytest.mark.parametrize(("width", "height"), [(720, 480), (1090, 700)])
    def test_is_a_sheet_in_a_narrow_window(self, open_window: Opener, quiet: QuietSession, width: int, height: int) -> None:
        quiet.client()
        window = open_window(quiet.session, width, height)
        window.navigator.new_post()
        assert sheet_of(window).isVisible()
        sheet_of(window).close()
        assert not window.places.composer.isVisible()

    @pytest.mark.parametrize("width", [370, 480])
    def test_is_a_panel_again_with_the_width_that_was_dragged(self, open_window: Opener, quiet: QuietSession, width: int) -> None:
        quiet.client()
        window = open_window(quiet.session)
        window.navigator.new_post()
        window._splitter.moveSplitter(window._splitter.width() - width, 1)
        assert abs(window.places.composer.width() - width) <= 1
        kept = window.places.composer.width()
        window.close()
        again = open_window(quiet.session, 1440, 900)
        assert again.places.composer.isVisible()
        assert again.places.composer.width() == kept


def test_a_layout_of_docks_from_an_earlier_version_is_ignored_and_its_size_is_kept(
    open_window: Opener, session: WorkspaceSession
) -> None:
    window = open_window(session, 780, 560)
    window._kept.setValue("wide_state", b"an arrangement of docks")
    window.close()
    again: FullWindow = open_window(session, 0)
    assert (again.width(), again.height()) == (780, 560)
    assert again.places.calendar.isVisible()
    assert again.had_docks
    again.close()
    assert not open_window(session, 0).had_docks


@pytest.mark.parametrize("place", NAMES[1:])
def test_a_screen_readers_toggle_shows_the_place_as_a_click_does(open_window: Opener, quiet: QuietSession, place: str) -> None:
    quiet.client()
    window = open_window(quiet.session)
    button_of(window, place).toggle()
    assert window.places.get(place).isVisible()
    assert checked_place(window) == [place]
