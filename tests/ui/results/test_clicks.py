"""A click acts on the line that was under the mouse, and lines keep their places while the mouse is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import QuietSession, quiet_session
from tests.support.widgets import find
from tests.ui.results.sample_posts import become, entry, failed, keep, post

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.delivery import Hold, State
from postdesk.domain.new_posts import SubmitMode as Submit
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import PostAction
from postdesk.domain.posts import Post
from postdesk.engine.composer import SubmittedDraft
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.selection_panel import SelectionPanel
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope

HOUR = timedelta(hours=1)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class ManualClock:
    """A clock that moves only when a test moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float = 1) -> None:
        self.now += seconds


@pytest.fixture
def real(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuietSession]:
    with quiet_session(tmp_path_factory.mktemp("real") / "profile", WorkspaceKind.REAL) as made:
        yield made


@pytest.fixture
def seconds(real: QuietSession, monkeypatch: pytest.MonkeyPatch) -> ManualClock:
    told = ManualClock()
    monkeypatch.setattr(real.session.clock, "monotonic", told)
    return told


@pytest.fixture
def pane(real: QuietSession, seconds: ManualClock, theme: Theme, qtbot: QtBot) -> ResultsPane:
    def open_nothing(url: QUrl) -> bool:
        return False

    made = ResultsPane(real.session, Scope(), RecordingNavigator(), theme, ZoneInfo("Europe/London"), open_nothing)
    qtbot.addWidget(made)
    made.show_tab(ResultsTab.ALL)
    made.resize(1400, 300)
    made.show()
    return made


@dataclass(frozen=True)
class MouseDriver:
    """A mouse over a pane. `wanted` records the actions that it asks for in the lines; they aren't carried out."""

    pane: ResultsPane
    real: QuietSession
    seconds: ManualClock
    wanted: list[PostAction]

    def posts(self, number: int = 12, state: State = State.MISSED) -> list[Post]:
        client = self.real.client()
        kept = [keep(self.real, client, post(entry(state, due_in=-n * HOUR), text=f"post {n}")) for n in range(number)]
        self.wait()
        return kept

    def ask_about(self, post: Post, **changes: object) -> None:
        """Change the post to one that the user has to decide about."""
        become(self.real, post, state=State.NEEDS_USER, **changes)
        self.pane.refresh()

    def add_newer(self) -> Post:
        """Add a post that comes to stand above all others."""
        client = self.real.session.clients.all()[0]
        made = keep(self.real, client, post(entry(State.MISSED, due_in=HOUR), text="newer"))
        self.pane.refresh()
        return made

    def wait(self) -> None:
        """Update the pane, and let a moment pass."""
        self.pane.refresh()
        QApplication.processEvents()
        self.seconds.pass_by()

    def button_of(self, row: int) -> QPoint:
        """Return the middle of the last button of a line."""
        cell = self.pane.table.visualRect(self.pane.table.model().index(row, ResultsColumn.ACTIONS))
        return QPoint(cell.right() - 30, cell.center().y())

    def last_in_view(self) -> int:
        return self.pane.table.indexAt(self.pane.table.viewport().rect().bottomLeft()).row()

    def words_at(self, at: QPoint) -> str:
        """Return the first text of the line there."""
        return str(self.pane.table.indexAt(at).siblingAtColumn(0).data())

    def press(self, at: QPoint) -> None:
        QTest.mousePress(self.pane.table.viewport(), LEFT, NONE, at)

    def release(self, at: QPoint) -> None:
        QTest.mouseRelease(self.pane.table.viewport(), LEFT, NONE, at)

    def click(self, at: QPoint) -> None:
        QTest.mouseClick(self.pane.table.viewport(), LEFT, NONE, at)


@pytest.fixture
def hand(pane: ResultsPane, real: QuietSession, seconds: ManualClock) -> MouseDriver:
    made = MouseDriver(pane, real, seconds, [])
    pane.table.action_requested.disconnect()
    pane.table.action_requested.connect(lambda offer, at: made.wanted.append(offer))
    return made


def test_a_first_press_on_the_bottom_line_lands(hand: MouseDriver) -> None:
    hand.posts()
    row = hand.last_in_view()
    line = hand.pane.table.model().line(hand.pane.table.model().index(row, 0))  # type: ignore[attr-defined]
    at = hand.button_of(row)

    hand.press(at)
    QApplication.processEvents()
    assert hand.pane.table.indexAt(at).row() == row
    hand.release(at)

    assert [offer.post_id for offer in hand.wanted] == [line.post_id]


def test_choosing_a_line_moves_none(hand: MouseDriver) -> None:
    hand.posts()
    height, row = hand.pane.table.height(), 1

    for each in (row, row + 1, hand.last_in_view() - 1):
        at = hand.button_of(each)
        hand.click(at)
        QApplication.processEvents()
        hand.seconds.pass_by()
        assert hand.pane.table.indexAt(QPoint(40, at.y())).row() == each

    assert len(hand.wanted) == 3
    assert find(hand.pane, SelectionPanel, "results.chosen").isVisible()
    assert hand.pane.table.height() == height


def test_lines_that_come_above_leave_the_one_under_the_mouse_in_its_place(hand: MouseDriver) -> None:
    kept = hand.posts()
    at = hand.button_of(2)
    QTest.mouseMove(hand.pane.table.viewport(), at)
    under = hand.words_at(at)

    hand.add_newer()
    QApplication.processEvents()

    assert hand.words_at(at) == under
    hand.click(at)
    assert [offer.post_id for offer in hand.wanted] == [kept[2].id]


def test_a_button_that_came_under_the_mouse_just_now_is_not_pressed(hand: MouseDriver) -> None:
    hand.posts(2)
    at = hand.button_of(0)

    made = hand.add_newer()
    hand.press(at)
    hand.release(at)
    assert hand.wanted == []

    hand.seconds.pass_by(0.6)
    hand.click(hand.button_of(0))
    assert [offer.post_id for offer in hand.wanted] == [made.id]


def test_another_act_of_the_same_post_that_came_there_just_now_is_not_done(hand: MouseDriver) -> None:
    kept = hand.posts(1)
    at = hand.button_of(0)

    hand.ask_about(kept[0])
    hand.click(at)

    assert hand.wanted == []


def test_nothing_moves_while_the_mouse_is_pressed(hand: MouseDriver, qtbot: QtBot) -> None:
    kept = hand.posts(2)
    at = hand.button_of(0)

    hand.press(at)
    hand.add_newer()
    assert hand.words_at(at) == "post 0"
    hand.release(at)

    assert [offer.post_id for offer in hand.wanted] == [kept[0].id]
    qtbot.waitUntil(lambda: hand.pane.table.model().index(0, 0).data() == "newer")


def test_a_press_that_is_released_elsewhere_does_nothing(hand: MouseDriver) -> None:
    hand.posts(3)

    hand.press(hand.button_of(0))
    hand.release(hand.button_of(1))

    assert hand.wanted == []


def test_a_double_click_shows_details_except_on_a_button(hand: MouseDriver) -> None:
    hand.posts(3)
    shown: list[bool] = []
    hand.pane.table.details.connect(lambda: shown.append(True))
    beside = QPoint(40, hand.button_of(1).y())
    hand.click(beside)
    hand.wait()
    at = hand.button_of(1)
    hand.click(at)
    QTest.mouseDClick(hand.pane.table.viewport(), LEFT, NONE, at)
    assert len(hand.wanted) == 1
    assert not shown

    hand.click(beside)
    QTest.mouseDClick(hand.pane.table.viewport(), LEFT, NONE, beside)
    assert shown == [True]


def test_where_the_chosen_post_is_gone_none_is_chosen(hand: MouseDriver) -> None:
    kept = hand.posts(3)
    hand.pane.show_states(frozenset({kept[0].state}))
    hand.pane.table.go_to(kept[1].id)

    become(hand.real, kept[1], state=State.PLANNED)
    hand.pane.refresh()

    assert hand.pane.model.line is None


def test_what_the_user_just_made_is_chosen_and_in_view_without_the_focus(hand: MouseDriver) -> None:
    kept = hand.posts(130)
    hand.pane.table.go_to(kept[0].id)
    made = keep(hand.real, hand.real.client("Bea Rossi"), post(entry(State.PLANNED, due_in=300 * HOUR), text="newest"))

    hand.real.session.composer.submitted.emit(SubmittedDraft("draft", made.id, made.client_id, Submit.SCHEDULE))

    line = hand.pane.model.line
    assert line
    assert line.post_id == made.id
    assert hand.pane.table.viewport().rect().intersects(hand.pane.table.visualRect(hand.pane.table.currentIndex()))
    assert not hand.pane.table.hasFocus()


def test_undo_is_offered_in_the_line_and_beside_it(hand: MouseDriver) -> None:
    again = entry(State.QUEUED, Platform.TWITTER, hold=Hold.UNDO_DELAY)
    kept = keep(hand.real, hand.real.client(), post(failed(), again))
    hand.wait()
    hand.pane.table.go_to(kept.id)

    shown = [button for button in hand.pane.findChildren(Button, "results.action.undo") if button.isVisible()]
    assert len(shown) == 1
    assert "Undo" in str(hand.pane.table.currentIndex().siblingAtColumn(ResultsColumn.ACTIONS).data())


def test_in_the_window_a_press_on_the_lowest_line_leaves_all_where_they_are(
    real: QuietSession, seconds: ManualClock, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    window = FullWindow(real.session, Scope(), theme, ZoneInfo("Europe/London"), tmp_path / "layout.ini")
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.places.results.show_tab(ResultsTab.ALL)
    hand = MouseDriver(window.places.results, real, seconds, [])
    hand.posts(state=State.NEEDS_USER)
    table, row = hand.pane.table, hand.last_in_view() - 1
    at = table.visualRect(table.model().index(row, 0)).center()

    hand.click(at)
    QApplication.processEvents()

    assert table.indexAt(at).row() == row
    window.deleteLater()


def test_a_button_below_the_table_that_became_another_just_now_is_not_pressed(hand: MouseDriver) -> None:
    kept = keep(hand.real, hand.real.client(), post(entry(State.QUEUED, hold=Hold.UNDO_DELAY)))
    hand.wait()
    hand.pane.table.go_to(kept.id)
    pressed: list[PostAction] = []
    bar = find(hand.pane, SelectionPanel, "results.chosen")
    bar.action_requested.disconnect()
    bar.action_requested.connect(pressed.append)

    hand.ask_about(kept, hold=None)
    QApplication.processEvents()
    for told in (0, 1):
        button = next(each for each in bar.findChildren(Button, "results.action.look") if each.isVisible())
        QTest.mouseClick(button, LEFT)
        assert len(pressed) == told
        hand.seconds.pass_by()
