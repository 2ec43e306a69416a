"""The month as weeks that roll: from the present one on, without an end, with room where the posts are."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from tests.support.widgets import find
from tests.ui.calendar.conftest import CalendarDriver, november, wall

from postdesk.domain.delivery import State
from postdesk.store import settings as settings_table

LONG = "Fresh Advent stollen, out of the oven at six every morning until Christmas, and a second tray at noon"
LAPTOP = 1298, 696
"""The calendar's place in a window of 1366 by 768; 400 pixels less beside the composer."""


def heights(planning: CalendarDriver) -> list[int]:
    return [planning.month.rowHeight(row) for row in range(planning.month.cells.rowCount())]


def weeks(planning: CalendarDriver) -> tuple[date, date]:
    """Return the first and the last day in view."""
    cells = planning.month.cells
    first, last = cells.at(0, 0), cells.at(cells.rowCount() - 1, cells.columnCount() - 1)
    return first.wall.date(), last.wall.date()


def wheel(planning: CalendarDriver, turned: int, pixels: int = 0) -> None:
    area = planning.month.viewport()
    at, nothing = QPointF(area.rect().center()), Qt.MouseButton.NoButton
    keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, area.mapToGlobal(at), QPoint(0, pixels), QPoint(0, turned), nothing, keys, phase, False)
    QApplication.sendEvent(area, event)


def cursor(planning: CalendarDriver) -> date | None:
    return planning.month.cursor_day()


@pytest.mark.parametrize("width", [LAPTOP[0], LAPTOP[0] - 400])
@pytest.mark.parametrize("busy", range(6))
async def test_five_weeks_from_the_present_one_on_fill_a_laptop(planning: CalendarDriver, width: int, busy: int) -> None:
    client = planning.client()
    for week in range(busy):
        for hour in range(5):
            planning.post(client, november(26, 9 + hour) + timedelta(weeks=week), LONG)
    planning.open(client, width, LAPTOP[1])
    assert weeks(planning) == (date(2026, 11, 23), date(2026, 12, 27))
    assert len(heights(planning)) == 5
    assert min(heights(planning)) >= 90
    assert sum(heights(planning)) == planning.month.viewport().height()
    assert planning.month.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("width", [LAPTOP[0], LAPTOP[0] - 400])
async def test_a_full_day_shows_two_cards_with_two_lines_of_text_and_a_third_in_one(planning: CalendarDriver, width: int) -> None:
    client = planning.client()
    for hour in range(5):
        planning.post(client, november(26, 9 + hour), LONG)
    planning.open(client, width, LAPTOP[1])
    spots = [planning.spot(wall(26), place) for place in range(4)]
    line = planning.month.fontMetrics().height()
    assert [spot.rect.height() // line for spot in spots[:3]] >= [3, 3, 1]
    assert spots[3].more
    assert spots[3].more.count == 2
    assert spots[3].rect.bottom() < spots[0].rect.top()


@pytest.mark.parametrize("width", [LAPTOP[0], LAPTOP[0] - 400])
async def test_the_strip_takes_its_height_from_the_last_week(planning: CalendarDriver, width: int) -> None:
    client = planning.client()
    for hour in range(3):
        planning.post(client, november(23, 9 + hour), LONG, State.NEEDS_USER)
    for week in range(5):
        for hour in range(5):
            planning.post(client, november(26, 9 + hour) + timedelta(weeks=week), LONG)
    planning.open(client, width, LAPTOP[1])
    assert find(planning.pane, QWidget, "calendar.attention").isVisible()
    assert weeks(planning) == (date(2026, 11, 23), date(2026, 12, 20))
    line = planning.month.fontMetrics().height()
    for week in range(4):
        day = wall(26) + timedelta(weeks=week)
        spots = [planning.spot(day, place) for place in range(2)]
        assert [spot.rect.height() // line for spot in spots] == [3, 3], f"{day}: two cards of two lines"
    assert planning.month.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("height", [360, 468])
async def test_each_full_day_of_a_small_window_shows_some_text(planning: CalendarDriver, height: int) -> None:
    """The window of 1920 by 1080 at 200 %, with the strip, is 540 high."""
    client = planning.client()
    for hour in range(3):
        planning.post(client, november(23, 9 + hour), LONG, State.NEEDS_USER)
    for week in range(5):
        for hour in range(5):
            planning.post(client, november(26, 9 + hour) + timedelta(weeks=week), LONG)
    planning.open(client, 892, height)
    line, count = planning.month.fontMetrics().height(), len(heights(planning))
    firsts = [planning.spot(wall(26) + timedelta(weeks=week), 0) for week in range(count)]
    assert all(spot.card and spot.rect.height() >= 2 * line for spot in firsts)
    assert count >= 2


async def test_a_taller_window_has_more_weeks_and_a_low_one_fewer(planning: CalendarDriver) -> None:
    planning.open(planning.client(), 1298, 1008)
    assert len(heights(planning)) == 7
    planning.pane.resize(1298, 300)
    await planning.until(lambda: len(heights(planning)) == 2)
    assert planning.month.verticalScrollBar().maximum() == 0


async def test_each_step_of_a_wheel_goes_on_by_a_week_without_an_end(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(24, 15) + timedelta(weeks=60), "In a year")
    planning.open(client, *LAPTOP)
    wheel(planning, -120)
    assert weeks(planning)[0] == date(2026, 11, 30)
    wheel(planning, -60)
    assert weeks(planning)[0] == date(2026, 11, 30)
    wheel(planning, -60)
    assert weeks(planning)[0] == date(2026, 12, 7)
    wheel(planning, 3 * 120)
    assert weeks(planning)[0] == date(2026, 11, 16)
    for _ in range(60):
        wheel(planning, -120)
    assert weeks(planning)[0] == date(2026, 11, 16) + timedelta(weeks=60)
    assert "In a year" in planning.spoken(date(2026, 11, 24) + timedelta(weeks=60))


async def test_a_touchpad_goes_on_by_a_week_for_as_many_pixels_as_it_is_high(planning: CalendarDriver) -> None:
    planning.open(planning.client(), *LAPTOP)
    height = heights(planning)[0]
    for _ in range(4):
        wheel(planning, -8, pixels=-(height // 4) - 1)
    assert weeks(planning)[0] == date(2026, 11, 30)


async def test_the_cursor_stays_on_its_day_and_then_in_view(planning: CalendarDriver) -> None:
    planning.open(planning.client(), *LAPTOP)
    planning.stand_on(4, month=12)
    wheel(planning, -120)
    assert cursor(planning) == date(2026, 12, 4)
    wheel(planning, -240)
    assert cursor(planning) == date(2026, 12, 18)
    wheel(planning, 9 * 120)
    assert cursor(planning) == weeks(planning)[1] - timedelta(days=2)


async def test_arrows_scroll_by_a_week_beyond_the_edge(planning: CalendarDriver) -> None:
    planning.open(planning.client(), *LAPTOP)
    planning.stand_on(27, month=12)
    planning.press(Qt.Key.Key_Right)
    assert (cursor(planning), weeks(planning)[0]) == (date(2026, 12, 28), date(2026, 11, 30))
    planning.press(Qt.Key.Key_Down)
    assert (cursor(planning), weeks(planning)[0]) == (date(2027, 1, 4), date(2026, 12, 7))
    planning.press(*[Qt.Key.Key_Up] * 5)
    assert (cursor(planning), weeks(planning)[0]) == (date(2026, 11, 30), date(2026, 11, 30))


async def test_a_page_is_what_is_in_view_and_home_is_the_present_week(planning: CalendarDriver) -> None:
    planning.open(planning.client(), *LAPTOP)
    planning.press(Qt.Key.Key_PageDown)
    assert (cursor(planning), weeks(planning)[0]) == (date(2026, 12, 29), date(2026, 12, 28))
    planning.press(Qt.Key.Key_PageUp, Qt.Key.Key_PageUp)
    assert (cursor(planning), weeks(planning)[0]) == (date(2026, 10, 20), date(2026, 10, 19))
    planning.press(Qt.Key.Key_Home)
    assert (cursor(planning), weeks(planning)[0]) == (date(2026, 11, 24), date(2026, 11, 23))


async def test_the_bar_goes_to_the_week_with_the_1st_of_another_month(planning: CalendarDriver) -> None:
    planning.open(planning.client(), *LAPTOP)
    later, earlier = (find(planning.pane, QAbstractButton, f"calendar.{way}") for way in ("later", "earlier"))
    assert planning.said("title") == "December 2026"
    seen = []
    for button in (later, earlier, earlier, earlier):
        button.click()
        seen.append((planning.said("title"), weeks(planning)[0].isoformat(), cursor(planning)))
    assert seen == [
        ("January 2027", "2026-12-28", date(2027, 1, 1)),
        ("December 2026", "2026-11-30", date(2026, 12, 1)),
        ("November 2026", "2026-10-26", date(2026, 11, 1)),
        ("October 2026", "2026-09-28", date(2026, 10, 1)),
    ]


async def test_other_views_lead_back_to_the_weeks_that_were_shown(planning: CalendarDriver) -> None:
    planning.open(planning.client(), *LAPTOP)
    wheel(planning, -120)
    planning.stand_on(16, month=12)
    planning.press(Qt.Key.Key_D, Qt.Key.Key_PageDown, Qt.Key.Key_M)
    assert (cursor(planning), weeks(planning)[0]) == (date(2026, 12, 17), date(2026, 11, 30))
    planning.pane.go_to(date(2027, 6, 16))
    assert (cursor(planning), weeks(planning)[0]) == (date(2027, 6, 16), date(2027, 6, 14))


def nodes(of: QAccessibleInterface) -> int:
    return 1 + sum(nodes(of.child(n)) for n in range(of.childCount()))


async def test_the_accessible_tree_stays_small_however_far_it_is_scrolled(planning: CalendarDriver) -> None:
    client = planning.client()
    for week in range(30):
        for day in range(5):
            planning.post(client, november(23 + day % 7, 15) + timedelta(weeks=week), f"Post {week} {day}")
    planning.open(client, *LAPTOP)
    pane = QAccessible.queryAccessibleInterface(planning.pane)
    first = nodes(pane)
    for _ in range(30):
        wheel(planning, -120)
    assert nodes(pane) <= first < 500
    assert (planning.month.cells.rowCount(), planning.month.cells.columnCount()) == (5, 7)


async def test_months_begin_with_the_1st_where_that_is_set(planning: CalendarDriver) -> None:
    planning.begin_months_with_the_1st()
    planning.open(planning.client(), *LAPTOP)
    assert planning.said("title") == "November 2026"
    assert weeks(planning) == (date(2026, 10, 26), date(2026, 12, 6))
    planning.press(Qt.Key.Key_PageDown)
    assert planning.said("title") == "December 2026"
    wheel(planning, -120)
    assert planning.said("title") == "December 2026"
    await planning.until(lambda: settings_table.load(planning.database.reader).whole_months)
    settings = planning.session.settings
    settings.change(replace(settings.current, whole_months=False))
    await planning.until(lambda: weeks(planning)[0].weekday() == 0)
    assert len(heights(planning)) == 5


async def test_an_export_begins_with_the_month_that_the_title_names(planning: CalendarDriver) -> None:
    planning.open(planning.client(), *LAPTOP)
    seen = []
    for turn in (0, 120, 120, -120, -120):
        wheel(planning, turn)
        seen.append((weeks(planning)[0].isoformat(), planning.said("title"), planning.pane.period))
    november, december = (date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31))
    assert seen == [
        ("2026-11-23", "December 2026", december),
        ("2026-11-16", "November 2026", november),
        ("2026-11-09", "November 2026", november),
        ("2026-11-16", "November 2026", november),
        ("2026-11-23", "December 2026", december),
    ]


@pytest.mark.parametrize(
    ("today", "title"),
    [(16, "November 2026"), (22, "November 2026"), (23, "December 2026"), (29, "December 2026"), (30, "December 2026")],
)
async def test_the_last_week_of_a_month_shows_and_names_the_next_one_and_today(
    planning: CalendarDriver, today: int, title: str
) -> None:
    planning.session.clock.offset += timedelta(days=today - 24)
    planning.open(planning.client(), *LAPTOP)
    day = date(2026, 11, today)
    assert (planning.said("title"), cursor(planning)) == (title, day)
    assert "today" in planning.spoken(day)
    assert planning.month.cells.index_at(wall(today)).row() == 0
    beyond = weeks(planning)[1] + timedelta(days=1)
    find(planning.pane, QAbstractButton, "calendar.later").click()
    assert planning.said("title") != title
    assert weeks(planning)[0] <= beyond, "no week is left out"
    find(planning.pane, QAbstractButton, "calendar.today").click()
    assert (planning.said("title"), cursor(planning)) == (title, day)


@pytest.mark.parametrize("height", [240, 300, 696, 1300])
async def test_the_bar_goes_on_month_by_month_however_many_weeks_have_room(planning: CalendarDriver, height: int) -> None:
    planning.open(planning.client(), 1298, height)
    later = find(planning.pane, QAbstractButton, "calendar.later")
    titles = []
    for _ in range(4):
        later.click()
        titles.append(planning.said("title"))
    assert titles == ["January 2027", "February 2027", "March 2027", "April 2027"]


async def test_the_title_follows_the_weeks_and_not_the_cursor(planning: CalendarDriver) -> None:
    planning.open(planning.client(), *LAPTOP)
    planning.stand_on(27, month=12)
    planning.press(Qt.Key.Key_Down)
    assert (cursor(planning), planning.said("title")) == (date(2027, 1, 3), "December 2026")


async def test_a_full_week_has_more_of_the_height(planning: CalendarDriver) -> None:
    client = planning.client()
    for hour in range(3):
        planning.post(client, november(26, 9 + hour) + timedelta(weeks=1), LONG)
    planning.open(client, *LAPTOP)
    first, second, *others = heights(planning)
    assert second > first + 30
    assert max(first, *others) - min(first, *others) <= 1
