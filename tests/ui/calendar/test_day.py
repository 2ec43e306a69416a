"""The day view, with a row for each quarter of an hour."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.support.widgets import find
from tests.ui.calendar.conftest import CalendarDriver, in_new_york, november, wall

from postdesk.domain.settings import ClockFace
from postdesk.ui.calendar.hour_headers import ClockNames
from postdesk.ui.kit.theme import Theme

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
QUARTER = timedelta(minutes=15)


async def test_d_shows_the_day_by_quarters_of_an_hour(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26, 9, 20), "Studio tour")
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_D)
    assert planning.view() is planning.day
    assert "Studio tour" in planning.spoken(wall(26, 9) + QUARTER, planning.day)
    assert planning.spoken(wall(26, 9), planning.day) == "Thursday 26 November 2026 09:00, 14:00 in London, no posts"
    planning.press(Qt.Key.Key_PageDown)
    assert planning.said("title") == "Friday 27 Nov 2026"


async def test_the_frame_of_the_cursor_fills_a_quarter_without_posts(planning: CalendarDriver, theme: Theme) -> None:
    client = planning.client()
    planning.open(client)
    planning.pane.activateWindow()
    planning.stand_on(26)
    planning.press(Qt.Key.Key_D)
    planning.day.setFocus()
    planning.day.card_cursor.move_to(planning.spot(wall(26, 10), -1, planning.day))
    await planning.until(planning.day.hasFocus)
    cell = planning.day.visualRect(planning.day.currentIndex())
    assert cell.height() < 16
    image, accent = planning.day.viewport().grab().toImage(), QColor(theme.colours.accent)
    for column in (cell.left() + 5, cell.center().x(), cell.right() - 5):
        drawn = [QColor(image.pixel(column, y)) == accent for y in range(cell.top() - 1, cell.bottom() + 2)]
        assert drawn == [False, True, True, *[False] * (cell.height() - 4), True, True, False]
    for row in (cell.top() + 4, cell.bottom() - 4):
        drawn = [QColor(image.pixel(x, row)) == accent for x in (cell.left(), cell.center().x(), cell.right())]
        assert drawn == [True, False, True]


async def test_alt_and_an_arrow_move_by_a_quarter(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26, 9, 20))
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_D)
    planning.day.card_cursor.move_to(planning.spot(wall(26, 9) + QUARTER, 0, planning.day))
    planning.press(Qt.Key.Key_Down, modifiers=ALT)
    await planning.until(lambda: planning.said("told.text").startswith("Moved to Thu 09:35"))
    assert planning.due(post) == november(26, 9, 35)
    planning.press(Qt.Key.Key_Z, modifiers=CTRL)
    await planning.until(lambda: planning.due(post) == november(26, 9, 20))


async def test_a_post_is_dragged_by_quarters(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26, 9))
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_D)
    start = planning.spot(wall(26, 9), 0, planning.day).rect.center()
    end = planning.spot(wall(26, 10) + 3 * QUARTER, -1, planning.day).rect.center()
    planning.drag(start, end, planning.day)
    await planning.until(lambda: planning.due(post) == november(26, 10, 45))


async def test_a_day_of_thirty_posts_at_one_time_shows_them_all(planning: CalendarDriver) -> None:
    client = planning.client()
    for n in range(30):
        planning.post(client, november(26, 9) + timedelta(seconds=n), f"Post {n}")
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_D)
    shown = [planning.spot(wall(26, 9), n, planning.day) for n in range(30)]
    assert [spot.card.head for spot in shown if spot.card] == [f"Post {n}" for n in range(30)]
    assert not any(spot.more for spot in shown)


async def test_a_skipped_hour_is_empty_and_a_doubled_one_holds_both(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, in_new_york(date(2027, 3, 14), 3, 10), "After the gap")
    first = in_new_york(date(2026, 11, 1), 1, 30) + timedelta(days=371)
    planning.post(client, first, "Once")
    planning.post(client, first + timedelta(hours=1), "Again")
    planning.open(client)
    planning.pane.go_to(date(2027, 3, 14))
    planning.press(Qt.Key.Key_D)
    day = wall(14, 2, 3).replace(year=2027)
    assert planning.spoken(day + QUARTER, planning.day).endswith("no posts")
    assert "After the gap" in planning.spoken(day + timedelta(hours=1), planning.day)
    planning.pane.go_to(date(2027, 11, 7))
    words = [planning.spoken(wall(7, 1).replace(year=2027) + n * QUARTER, planning.day) for n in range(4)]
    assert "01:30 UTC−4" in words[2]
    assert "01:30 UTC−5" in words[3]


async def test_the_clock_and_the_first_day_of_the_week_follow_the_settings(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26, 14, 40), "Studio tour")
    planning.open(client)
    assert "14:40, Scheduled" in planning.spoken(date(2026, 11, 26))
    book = planning.session.settings
    book.change(replace(book.current, first_weekday=7))
    planning.theme.set_clock_face(ClockFace.TWELVE)
    try:
        assert "2:40 PM, Scheduled" in planning.spoken(date(2026, 11, 26))
        await planning.until(lambda: planning.month.cells.headerData(0, Qt.Orientation.Horizontal) in ("Sun", "S"))
        planning.press(Qt.Key.Key_W)
        assert planning.said("title") == "22 – 28 Nov 2026"
    finally:
        planning.theme.set_clock_face(ClockFace.SYSTEM)
    assert "14:40, Scheduled" in planning.spoken(wall(26, 14), planning.week)


@pytest.mark.parametrize(("region", "twelve"), [("en_US", True), ("en_GB", False), ("de_DE", False), ("en_AU", True)])
async def test_the_clock_is_the_regions_where_nothing_is_chosen(planning: CalendarDriver, region: str, twelve: bool) -> None:
    planning.open(planning.client())
    QLocale.setDefault(QLocale(region))
    planning.theme.set_clock_face(ClockFace.SYSTEM)
    try:
        assert planning.theme.twelve_hours is twelve
    finally:
        QLocale.setDefault(QLocale.c())
        planning.theme.set_clock_face(ClockFace.SYSTEM)


async def test_both_clocks_stand_beside_the_hours_of_a_client_elsewhere(planning: CalendarDriver) -> None:
    near, far = planning.client("Near", "Europe/London"), planning.client()
    planning.open(near)
    planning.press(Qt.Key.Key_W)
    names = find(planning.week, ClockNames, "calendar.week.clocks")
    narrow = planning.week.verticalHeader().width()
    assert not names.isVisible()
    planning.scope.show_client(far.id)
    assert names.isVisible()
    assert names.toolTip() == "Your time in London, the client’s in New York"
    assert planning.week.verticalHeader().width() > narrow


async def test_in_a_week_in_which_one_clock_is_changed_both_of_its_times_are_named(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.open(client)
    planning.pane.go_to(date(2026, 10, 25))
    planning.press(Qt.Key.Key_D)
    assert "09:00, 13:00 in London" in planning.spoken(wall(25, 9, 10), planning.day)
    planning.pane.go_to(date(2026, 10, 24))
    assert "09:00, 14:00 in London" in planning.spoken(wall(24, 9, 10), planning.day)


async def test_a_week_stays_where_it_was_scrolled_to_also_in_the_middle_of_an_hour(planning: CalendarDriver) -> None:
    client = planning.client()
    for minute in (0, 10, 20):
        planning.post(client, november(25, 9, minute))
    planning.open(client, height=420)
    planning.press(Qt.Key.Key_W)
    bar = planning.week.verticalScrollBar()
    bar.setValue(planning.week.rowViewportPosition(9) + bar.value() + planning.week.rowHeight(9) // 2)
    before = bar.value()
    planning.post(client, november(26, 15))
    planning.session.changes.posts.emit()
    await planning.until(lambda: "posts: 1" in planning.spoken(wall(26, 15), planning.week))
    assert bar.value() == before


def test_the_client_s_city_takes_the_room_that_mine_leaves(theme: Theme, qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    names = ClockNames(theme, "clocks", place)
    names.resize(names.fontMetrics().horizontalAdvance("UTCNew York") + 16, 30)

    def shown(city: str) -> QImage:
        names.show_names("UTC", city)
        return names.grab().toImage()

    assert shown("New York") != shown("New Yolk")


async def test_the_line_beside_a_day_has_no_gaps_between_its_quarters(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_D)
    area, column = planning.day.viewport(), planning.day.columnViewportPosition(0) + planning.day.columnWidth(0) - 1
    picture: QImage = area.grab().toImage()
    assert {picture.pixelColor(column, y).name() for y in range(area.height())} == {planning.theme.colours.line.lower()}
