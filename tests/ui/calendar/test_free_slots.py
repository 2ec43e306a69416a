"""The free weekly slots of a client in week and day, and posts that are moved there."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from tests.support.slots import slots_of
from tests.ui.calendar.conftest import CalendarDriver, november, wall

from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.store import slots
from postdesk.ui.calendar.grid_view import GridView


def with_slots(planning: CalendarDriver, *words: str) -> Client:
    client = planning.client()
    planning.database.submit(lambda conn: slots.add(conn, slots_of(client.id, *words))).result()
    return client


def open_at(planning: CalendarDriver, client: Client | None, key: Qt.Key, day: int = 26) -> None:
    planning.open(client)
    planning.stand_on(day)
    planning.press(key)


def click(planning: CalendarDriver, grid: GridView, where: datetime) -> None:
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=planning.spot(where, -1, grid).rect.center())


def menu_of(planning: CalendarDriver, grid: GridView, where: datetime) -> dict[str, str]:
    """Return the texts in the menu of the first card there, by the names of the actions."""
    spot = planning.spot(where, 0, grid)
    grid.menu_requested.emit(spot.card, spot.cell, grid.viewport().mapToGlobal(spot.rect.center()))
    menu = planning.pane.findChildren(QMenu)[-1]
    return {action.objectName(): action.text() for action in menu.actions()}


def inked(planning: CalendarDriver, grid: GridView, where: datetime) -> int:
    """Return how many pixels of a cell differ from its background."""
    rect = planning.spot(where, -1, grid).rect.adjusted(1, 1, -2, -2)
    image = grid.viewport().grab(rect).toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = QColor(planning.theme.colours.surface)
    return sum(image.pixelColor(x, y) != ground for x in range(image.width()) for y in range(image.height()))


async def test_a_free_slot_is_drawn_said_and_clicked_in_the_week(planning: CalendarDriver) -> None:
    client = with_slots(planning, "4 10:20", "5 10:00")
    planning.post(client, november(27, 10))
    open_at(planning, client, Qt.Key.Key_W)
    assert (
        planning.spoken(wall(26, 10), planning.week)
        == "Thursday 26 November 2026 10:00, 15:00 in London, free slot 10:20, no posts"
    )
    assert "free slot" not in planning.spoken(wall(27, 10), planning.week)
    assert inked(planning, planning.week, wall(26, 10)) > 50
    assert inked(planning, planning.week, wall(26, 11)) == 0
    click(planning, planning.week, wall(26, 10))
    assert planning.navigator.of("new_post_at") == [november(26, 10, 20)]


async def test_a_free_slot_tells_its_minutes_where_there_is_little_room(planning: CalendarDriver) -> None:
    client = with_slots(planning, "4 10:20", "5 10:50")
    open_at(planning, client, Qt.Key.Key_W)
    planning.pane.resize(500, 900)
    rects = [planning.spot(wall(day, 10), -1, planning.week).rect.adjusted(1, 1, -2, -2) for day in (26, 27)]
    one, other = (
        planning.week.viewport().grab(rect.intersected(rects[0].translated(rect.topLeft() - rects[0].topLeft())))
        for rect in rects
    )
    assert one.toImage() != other.toImage()


async def test_a_free_slot_has_a_line_of_its_own_in_the_day(planning: CalendarDriver) -> None:
    client = with_slots(planning, "4 10:20 twitter", "4 10:20 linkedin")
    open_at(planning, client, Qt.Key.Key_D)
    there, beside = (planning.spot(wall(26, 10).replace(minute=minute), -1, planning.day).rect.height() for minute in (15, 30))
    assert there > beside
    assert "free slot 10:20 LinkedIn, X (Twitter), no posts" in planning.spoken(wall(26, 10).replace(minute=15), planning.day)


async def test_slots_that_are_over_or_somebody_else_s_are_not_shown(planning: CalendarDriver) -> None:
    client = with_slots(planning, "1 10:00", "4 10:00")
    bob = planning.client("Bob")
    open_at(planning, client, Qt.Key.Key_W)
    assert "free slot" not in planning.spoken(wall(23, 10), planning.week)
    planning.scope.show_client(bob.id)
    await planning.until(lambda: "free slot" not in planning.spoken(wall(26, 10), planning.week))
    planning.scope.show_client(None)
    await planning.until(lambda: planning.week.cells.context is not None and planning.week.cells.context.many_clients)
    assert "free slot" not in planning.spoken(wall(26, 15), planning.week)


async def test_what_is_added_in_the_settings_is_seen_at_once(planning: CalendarDriver) -> None:
    client = planning.client()
    open_at(planning, client, Qt.Key.Key_W)
    planning.session.slots.add(slots_of(client.id, "4 10:00"))
    await planning.until(lambda: "free slot 10:00" in planning.spoken(wall(26, 10), planning.week))


async def test_a_post_is_moved_to_the_next_free_slot_from_its_menu_and_back(planning: CalendarDriver) -> None:
    client = with_slots(planning, "4 10:00", "5 10:00")
    post = planning.post(client, november(26, 10))
    open_at(planning, client, Qt.Key.Key_W)
    words = menu_of(planning, planning.week, wall(26, 10))
    assert words["calendar.menu.next_slot"] == "Move to the next free slot: Fri 27 Nov 2026, 10:00 (15:00 your time)"
    planning.pane.findChildren(QMenu)[-1].actions()[list(words).index("calendar.menu.next_slot")].trigger()
    await planning.until(lambda: planning.due(post) == november(27, 10))
    await planning.until(lambda: planning.said("told.text").startswith("Moved to Fri 10:00"))
    planning.press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    await planning.until(lambda: planning.due(post) == november(26, 10))


async def test_a_draft_is_moved_to_the_next_free_slot_too(planning: CalendarDriver) -> None:
    client = with_slots(planning, "5 10:00")
    planning.draft(client, november(26, 10))
    open_at(planning, client, Qt.Key.Key_W)
    words = menu_of(planning, planning.week, wall(26, 10))
    planning.pane.findChildren(QMenu)[-1].actions()[list(words).index("calendar.menu.next_slot")].trigger()
    await planning.until(lambda: [each.due_at for each in planning.session.composer.drafts()] == [november(27, 10)])
    await planning.until(lambda: planning.said("told.text").startswith("Moved to Fri 10:00"))


async def test_without_slots_or_where_it_can_not_move_nothing_is_offered(planning: CalendarDriver) -> None:
    client, other = with_slots(planning, "5 10:00"), planning.client("Bob")
    planning.post(client, november(26, 10), state=State.ACCEPTED)
    planning.post(other, november(26, 11))
    open_at(planning, client, Qt.Key.Key_W)
    assert "calendar.menu.next_slot" not in menu_of(planning, planning.week, wall(26, 10))
    planning.scope.show_client(other.id)
    await planning.until(lambda: "Studio tour" in planning.spoken(wall(26, 11), planning.week))
    assert "calendar.menu.next_slot" not in menu_of(planning, planning.week, wall(26, 11))


async def test_a_day_of_the_month_begins_a_post_in_its_free_slot(planning: CalendarDriver) -> None:
    client = with_slots(planning, "4 10:20")
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_N)
    planning.stand_on(27)
    planning.press(Qt.Key.Key_N)
    assert planning.navigator.of("new_post_at") == [november(26, 10, 20), november(27, 9)]
