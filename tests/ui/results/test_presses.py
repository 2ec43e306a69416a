"""A press lands on what stood under the mouse, and lines stay where the mouse is."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.furnished import Furnished
from tests.support.quiet_desk import QuietDesk, quiet_desk
from tests.support.widgets import find
from tests.ui.results.given import become, entry, failed, keep, post

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.delivery import Hold, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.submitting import Act as Submit
from postdesk.engine.composer import Submitted
from postdesk.ui.parts.buttons import Button
from postdesk.ui.results.chosen import Chosen
from postdesk.ui.results.columns import Column
from postdesk.ui.results.offers import Act, Offer
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.scope import Scope
from postdesk.ui.theme import Theme

HOUR = timedelta(hours=1)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Seconds:
    """A time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float = 1) -> None:
        self.now += seconds


@pytest.fixture
def real(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuietDesk]:
    with quiet_desk(tmp_path_factory.mktemp("real") / "profile", WorkspaceKind.REAL) as made:
        yield made


@pytest.fixture
def seconds(real: QuietDesk, monkeypatch: pytest.MonkeyPatch) -> Seconds:
    told = Seconds()
    monkeypatch.setattr(real.desk.clock, "monotonic", told)
    return told


@pytest.fixture
def pane(real: QuietDesk, seconds: Seconds, theme: Theme, qtbot: QtBot) -> ResultsPane:
    def open_nothing(url: QUrl) -> bool:
        return False

    made = ResultsPane(real.desk, Scope(), theme, ZoneInfo("Europe/London"), open_nothing)
    qtbot.addWidget(made)
    made.resize(1400, 300)
    made.show()
    return made


@pytest.fixture
def wanted(pane: ResultsPane) -> list[Offer]:
    """What was asked for in the lines, which is not done here."""
    found: list[Offer] = []
    pane.table.wanted.disconnect()
    pane.table.wanted.connect(lambda offer, at: found.append(offer))
    return found


def many(real: QuietDesk, pane: ResultsPane, seconds: Seconds, number: int = 12) -> list[Post]:
    client = real.client()
    kept = [keep(real, client, post(entry(State.MISSED, due_in=-n * HOUR), text=f"post {n}")) for n in range(number)]
    settle(pane, seconds)
    return kept


def settle(pane: ResultsPane, seconds: Seconds) -> None:
    pane.refresh()
    QApplication.processEvents()
    seconds.pass_by()


def button_of(pane: ResultsPane, row: int) -> QPoint:
    """The middle of the last button of a line."""
    cell = pane.table.visualRect(pane.table.model().index(row, Column.TO_DO))
    return QPoint(cell.right() - 30, cell.center().y())


def last_in_view(pane: ResultsPane) -> int:
    return pane.table.indexAt(pane.table.viewport().rect().bottomLeft()).row()


def test_a_first_press_on_the_bottom_line_lands(
    pane: ResultsPane, real: QuietDesk, seconds: Seconds, wanted: list[Offer]
) -> None:
    many(real, pane, seconds)
    row = last_in_view(pane)
    line = pane.table.model().line(pane.table.model().index(row, 0))  # type: ignore[attr-defined]
    at = button_of(pane, row)

    QTest.mousePress(pane.table.viewport(), LEFT, NONE, at)
    QApplication.processEvents()
    assert pane.table.indexAt(at).row() == row
    QTest.mouseRelease(pane.table.viewport(), LEFT, NONE, at)

    assert [offer.post_id for offer in wanted] == [line.post_id]


def test_choosing_a_line_moves_none(pane: ResultsPane, real: QuietDesk, seconds: Seconds, wanted: list[Offer]) -> None:
    many(real, pane, seconds)
    height, row = pane.table.height(), 1

    for each in (row, row + 1, last_in_view(pane) - 1):
        at = button_of(pane, each)
        QTest.mouseClick(pane.table.viewport(), LEFT, NONE, at)
        QApplication.processEvents()
        assert pane.table.indexAt(at).row() == each

    assert len(wanted) == 3
    assert find(pane, Chosen, "results.chosen").isVisible()
    assert height - pane.table.height() < pane.table.visualRect(pane.table.model().index(0, 0)).height()


def test_lines_that_come_above_leave_the_one_under_the_mouse_in_its_place(
    pane: ResultsPane, real: QuietDesk, seconds: Seconds, wanted: list[Offer]
) -> None:
    kept = many(real, pane, seconds)
    at = button_of(pane, 2)
    QTest.mouseMove(pane.table.viewport(), at)
    under = pane.table.indexAt(at).siblingAtColumn(0).data()

    become(real, kept[-1], state=State.NEEDS_USER)
    pane.refresh()
    QApplication.processEvents()

    assert pane.table.indexAt(at).siblingAtColumn(0).data() == under
    QTest.mouseClick(pane.table.viewport(), LEFT, NONE, at)
    assert [offer.post_id for offer in wanted] == [kept[2].id]


def test_a_button_that_came_under_the_mouse_just_now_is_not_pressed(
    pane: ResultsPane, real: QuietDesk, seconds: Seconds, wanted: list[Offer]
) -> None:
    kept = many(real, pane, seconds, 2)
    at = button_of(pane, 0)

    become(real, kept[1], state=State.NEEDS_USER)
    pane.refresh()
    QTest.mouseClick(pane.table.viewport(), LEFT, NONE, at)
    assert wanted == []

    seconds.pass_by(0.6)
    QTest.mouseClick(pane.table.viewport(), LEFT, NONE, at)
    assert [(offer.post_id, offer.act) for offer in wanted] == [(kept[1].id, Act.SEND_AGAIN)]


def test_another_act_of_the_same_post_that_came_there_just_now_is_not_done(
    pane: ResultsPane, real: QuietDesk, seconds: Seconds, wanted: list[Offer]
) -> None:
    kept = many(real, pane, seconds, 1)
    at = button_of(pane, 0)

    become(real, kept[0], state=State.NEEDS_USER)
    pane.refresh()
    QTest.mouseClick(pane.table.viewport(), LEFT, NONE, at)

    assert wanted == []


def test_nothing_moves_while_the_mouse_is_pressed(
    pane: ResultsPane, real: QuietDesk, seconds: Seconds, wanted: list[Offer], qtbot: QtBot
) -> None:
    kept = many(real, pane, seconds, 2)
    at = button_of(pane, 0)

    QTest.mousePress(pane.table.viewport(), LEFT, NONE, at)
    become(real, kept[1], state=State.NEEDS_USER)
    pane.refresh()
    assert pane.table.indexAt(at).siblingAtColumn(0).data() == "post 0"
    QTest.mouseRelease(pane.table.viewport(), LEFT, NONE, at)

    assert [offer.post_id for offer in wanted] == [kept[0].id]
    qtbot.waitUntil(lambda: pane.table.model().index(0, 0).data() == "post 1")


def test_a_press_that_is_released_elsewhere_does_nothing(
    pane: ResultsPane, real: QuietDesk, seconds: Seconds, wanted: list[Offer]
) -> None:
    many(real, pane, seconds, 3)

    QTest.mousePress(pane.table.viewport(), LEFT, NONE, button_of(pane, 0))
    QTest.mouseRelease(pane.table.viewport(), LEFT, NONE, button_of(pane, 1))

    assert wanted == []


def test_where_the_chosen_post_is_gone_none_is_chosen(pane: ResultsPane, real: QuietDesk, seconds: Seconds) -> None:
    kept = many(real, pane, seconds, 3)
    pane.show_states(frozenset({kept[0].state}))
    pane.table.go_to(kept[1].id)

    become(real, kept[1], state=State.PLANNED)
    pane.refresh()

    assert pane.table.line() is None


def test_what_the_user_just_made_is_chosen_and_in_view_without_the_focus(
    pane: ResultsPane, real: QuietDesk, seconds: Seconds
) -> None:
    kept = many(real, pane, seconds, 130)
    pane.table.go_to(kept[0].id)
    made = keep(real, real.client("Bea Rossi"), post(entry(State.PLANNED, due_in=300 * HOUR), text="newest"))

    real.desk.composer.submitted.emit(Submitted("draft", made.id, made.client_id, Submit.SCHEDULE))

    line = pane.table.line()
    assert line
    assert line.post_id == made.id
    assert pane.table.viewport().rect().intersects(pane.table.visualRect(pane.table.currentIndex()))
    assert not pane.table.hasFocus()


def test_undo_is_offered_on_both_lines_and_below_the_table(pane: ResultsPane, real: QuietDesk, seconds: Seconds) -> None:
    again = entry(State.QUEUED, Platform.TWITTER, hold=Hold.UNDO_DELAY)
    kept = keep(real, real.client(), post(failed(), again))
    settle(pane, seconds)
    pane.table.go_to(kept.id)
    model = pane.table.model()

    for index in (pane.table.currentIndex(), model.index(1, 0, pane.table.currentIndex())):
        pane.table.setCurrentIndex(index)
        shown = [button for button in pane.findChildren(Button, "results.action.undo") if button.isVisible()]
        assert len(shown) == 1
        assert "Undo" in str(index.siblingAtColumn(Column.TO_DO).data())


def test_in_the_window_a_press_on_the_lowest_line_leaves_all_where_they_are(
    real: QuietDesk, seconds: Seconds, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    window = Furnished(real.desk, Scope(), theme, ZoneInfo("Europe/London"), tmp_path / "layout.ini")
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    pane = window.panes.results
    client = real.client()
    for n in range(12):
        keep(real, client, post(entry(State.NEEDS_USER, due_in=-n * HOUR), text=f"post {n}"))
    settle(pane, seconds)
    row = last_in_view(pane) - 1
    at = pane.table.visualRect(pane.table.model().index(row, 0)).center()

    QTest.mouseClick(pane.table.viewport(), LEFT, NONE, at)
    QApplication.processEvents()

    assert pane.table.indexAt(at).row() == row
    window.deleteLater()


def test_a_button_below_the_table_that_became_another_just_now_is_not_pressed(
    pane: ResultsPane, real: QuietDesk, seconds: Seconds
) -> None:
    kept = keep(real, real.client(), post(entry(State.QUEUED, hold=Hold.UNDO_DELAY)))
    settle(pane, seconds)
    pane.table.go_to(kept.id)
    pressed: list[Offer] = []
    bar = find(pane, Chosen, "results.chosen")
    bar.wanted.disconnect()
    bar.wanted.connect(pressed.append)

    become(real, kept, state=State.NEEDS_USER, hold=None)
    pane.refresh()
    QApplication.processEvents()
    for told in (0, 1):
        button = next(each for each in bar.findChildren(Button, "results.action.look") if each.isVisible())
        QTest.mouseClick(button, LEFT)
        assert len(pressed) == told
        seconds.pass_by()
