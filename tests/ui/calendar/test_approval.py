"""The client's approval in the calendar."""

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu
from tests.support.waiting import until
from tests.support.widgets import find
from tests.ui.calendar.conftest import CalendarDriver, november, wall

from postdesk.domain.approval import Approval
from postdesk.domain.posts import Post

WAITING, APPROVED = "Waiting for approval", "Approved"


def word(planning: CalendarDriver, post: Post) -> Approval:
    kept = planning.session.post_commands.post(post.id)
    assert kept
    return kept.approval.state


async def told(planning: CalendarDriver, words: str) -> None:
    await until(lambda: words == planning.said("told.text"), said=lambda: planning.said("told.text"))


async def test_a_card_says_what_its_client_said(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26, 17))
    planning.open(client)
    planning.session.approvals.ask([post.id])
    await told(planning, "Waiting for approval.")
    await until(lambda: f"17:00, Scheduled · {WAITING}" in planning.spoken(date(2026, 11, 26)))
    planning.session.approvals.approve([post.id])
    await told(planning, "Approved.")
    await until(lambda: f"17:00, Scheduled · {APPROVED}" in planning.spoken(date(2026, 11, 26)))


async def test_several_are_approved_at_once_and_that_is_taken_back(planning: CalendarDriver) -> None:
    client = planning.client()
    both = [planning.post(client, november(day, 17), f"Post {day}") for day in (26, 27)]
    planning.open(client)
    for day in (26, 27):
        spot = planning.spot(wall(day), 0)
        assert spot.card
        QTest.mouseClick(
            planning.month.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot.rect.center()
        )
    menu = find(planning.pane, QMenu, "calendar.several.word.menu")
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.objectName().endswith(".approve")).trigger()
    await told(planning, "2 posts approved.")
    assert [word(planning, each) for each in both] == [Approval.APPROVED] * 2
    find(planning.pane, QAbstractButton, "calendar.told.action").click()
    await until(lambda: [word(planning, each) for each in both] == [Approval.NONE] * 2)


async def test_a_move_of_what_is_approved_says_that_the_client_is_asked_again(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26, 17))
    planning.open(client)
    planning.session.approvals.approve([post.id])
    await told(planning, "Approved.")
    planning.stand_on(26)
    planning.press(Qt.Key.Key_Right, modifiers=Qt.KeyboardModifier.AltModifier)
    await until(lambda: "The client approved another time" in planning.said("told.text"))
    assert word(planning, post) == Approval.WAITING


async def test_the_menu_offers_what_is_not_so_already(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26, 17))
    planning.open(client)
    planning.session.approvals.ask([post.id])
    await told(planning, "Waiting for approval.")
    spot = planning.spot(wall(26), 0)
    planning.month.menu_requested.emit(spot.card, spot.cell, planning.pane.mapToGlobal(QPoint(0, 0)))
    (approve,) = planning.pane.findChildren(QAction, "calendar.menu.approve")
    assert not planning.pane.findChildren(QAction, "calendar.menu.ask_client")
    approve.trigger()
    await told(planning, "Approved.")
    assert word(planning, post) == Approval.APPROVED
