"""The popovers of cards and days, and the question for whom a new post is."""

import asyncio
import gc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from weakref import ReferenceType, ref

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QListWidget, QPlainTextEdit
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import NOON
from tests.support.widgets import find, rich_labels, stops, unidentified
from tests.ui.calendar.conftest import CalendarDriver, november, wall

from postdesk.domain.board import HEAD_LENGTH
from postdesk.domain.clients import Client, LockIn, LockInRule
from postdesk.domain.delivery import Stage, State
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.media import MediaCheck, MediaFacts, MediaType
from postdesk.domain.new_posts import SubmitMode, SubmitTerms, moments, new_post
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.media.media_probe import ProbeResult
from postdesk.store import clients, drafts, last_used, posts
from postdesk.store.sqlite import Transaction
from postdesk.ui.calendar.card_popover import ReadingText
from postdesk.ui.calendar.day_popover import DayCards
from postdesk.ui.calendar.drag_card import DragCard
from postdesk.ui.kit.popover import Popover
from postdesk.ui.kit.thumbnail import Thumbnail
from postdesk.ui.text.cards import card_head

HOSTILE = '<img src="file:///etc/passwd"><b>bold</b>'
LONG = "Our sourdough takes two days, and here is why.\n" * 80
CTRL = Qt.KeyboardModifier.ControlModifier
AT_ONCE = "Locked today 07:00, when it was scheduled. Posts for Alex Morgan are locked"


def several(planning: CalendarDriver, due_at: datetime, *states: State, media: str = "") -> Post:
    """Add a post on as many platforms as there are states."""
    client = planning.session.clients.all()[0]
    platforms = tuple(Platform)[: len(states)]
    draft = Draft("several", client.id, platforms, "To several", due_at=due_at, media_url=media)

    def work(conn: Transaction) -> Post:
        terms = SubmitTerms(SubmitMode.SCHEDULE, NOON, timedelta(), frozenset())
        made = new_post(draft, client, (), moments(due_at, frozenset()), terms)
        put = tuple(replace(each, state=state, stage=Stage.PUBLISHED) for each, state in zip(made.entries, states, strict=True))
        return posts.add(conn, client.workspace_id, replace(made, entries=put), NOON)

    return planning.database.submit(work).result()


def texts(planning: CalendarDriver) -> list[str]:
    """Return the texts of the open popover's labels."""
    return [label.text() for label in planning.popover().findChildren(QLabel) if label.text()]


def text_of(planning: CalendarDriver) -> QPlainTextEdit:
    return find(planning.popover(), QPlainTextEdit, "calendar.card.text")


def button(planning: CalendarDriver, name: str) -> QAbstractButton:
    return find(planning.popover(), QAbstractButton, f"calendar.{name}")


def buttons(planning: CalendarDriver) -> list[str]:
    """Return the words of the popover's actions."""
    return [each.text() for each in planning.popover().findChildren(QAbstractButton) if each.text()]


def key(planning: CalendarDriver, which: Qt.Key) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(planning.pane.focusWidget(), which)


def asked(planning: CalendarDriver) -> list[tuple[object, ...]]:
    """Return what was asked for elsewhere in the window."""
    return planning.navigator.asked


async def test_a_click_on_a_card_shows_all_of_the_post(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    planning.post(client, november(26), LONG)
    planning.open(client)
    planning.click(wall(26), 0)
    assert text_of(planning).toPlainText() == LONG
    assert text_of(planning).verticalScrollBar().maximum() > 0
    shown = texts(planning)
    assert "Alex Morgan" in shown
    assert "Thu 26 Nov 2026, 09:00 (14:00 your time)" in shown
    assert "Editable until tomorrow 09:00" in shown
    assert {"LinkedIn", "Scheduled"} <= set(shown)
    assert buttons(planning)[:2] == ["Edit", "Lock in now"]
    assert planning.popover().accessibleName().startswith("09:00, Scheduled, LinkedIn, Our sourdough")
    assert unidentified(planning.popover()) == []
    assert rich_labels(planning.popover()) == []
    assert asked(planning) == []


async def test_the_focus_goes_in_and_escape_brings_it_back_to_the_calendar(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    planning.post(client, november(26))
    pane = planning.open(client)
    planning.click(wall(26), 0)
    assert planning.popover().isAncestorOf(pane.focusWidget()) or pane.focusWidget() is planning.popover()
    key(planning, Qt.Key.Key_Tab)
    reached = {*stops(pane), pane.focusWidget().objectName()}
    assert reached == {f"calendar.card.{each}" for each in ("close", "text", "edit", "lock_in", "publish_now", "more")}
    key(planning, Qt.Key.Key_Escape)
    assert not planning.has_popover()
    assert pane.focusWidget() is planning.month
    assert planning.month.cursor_card()


async def test_a_click_with_ctrl_selects_and_shows_nothing(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client)
    at = planning.spot(wall(26), 0).rect.center()
    QTest.mouseClick(planning.month.viewport(), Qt.MouseButton.LeftButton, CTRL, at)
    assert not planning.has_popover()


async def test_i_shows_the_post_under_the_cursor_or_the_posts_of_the_day(planning: CalendarDriver) -> None:
    client = planning.client()
    for hour in (9, 10):
        planning.post(client, november(26, hour), f"At {hour}")
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_I)
    assert planning.popover().accessibleName() == "Thursday 26 November 2026"
    key(planning, Qt.Key.Key_Escape)
    planning.press(Qt.Key.Key_Down, Qt.Key.Key_I)
    assert text_of(planning).toPlainText() == "At 9"
    key(planning, Qt.Key.Key_Escape)
    planning.press(Qt.Key.Key_A)
    planning.press(Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_I)
    assert text_of(planning).toPlainText().startswith("At ")


async def test_the_text_is_copied_by_keys(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), "Copy me & <b>mine</b>")
    planning.open(client)
    planning.click(wall(26), 0)
    text_of(planning).setFocus()
    QTest.keyClick(text_of(planning), Qt.Key.Key_A, CTRL)
    QTest.keyClick(text_of(planning), Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Copy me & <b>mine</b>"


async def test_closed_ones_leave_nothing_behind(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client)
    left = list[ReferenceType[Popover]]()
    for _ in range(2):
        planning.stand_on(26)
        planning.press(Qt.Key.Key_I)
        left.append(ref(planning.popover()))
        key(planning, Qt.Key.Key_Escape)
    await asyncio.sleep(0)
    gc.collect()
    assert [each() for each in left] == [None, None]


async def test_return_in_it_edits(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    planning.open(client)
    planning.click(wall(26), 0)
    key(planning, Qt.Key.Key_Return)
    assert asked(planning) == [("edit_post", post.id)]
    assert not planning.has_popover()


async def test_a_double_click_edits(planning: CalendarDriver) -> None:
    client = planning.client()
    draft = planning.draft(client, november(26))
    planning.open(client)
    area, at = planning.month.viewport(), planning.spot(wall(26), 0).rect.center()
    QTest.mouseDClick(planning.pane.windowHandle(), Qt.MouseButton.LeftButton, pos=area.mapTo(planning.pane, at))
    assert asked(planning) == [("open_draft", draft.id)]
    assert not planning.has_popover()


async def test_an_action_of_it_is_done_and_told_in_the_calendar(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    planning.post(client, november(26))
    planning.open(client)
    planning.click(wall(26), 0)
    button(planning, "card.lock_in").click()
    assert not planning.has_popover()
    await planning.until(lambda: planning.said("told.text").startswith("Locking in for "))


async def test_the_menu_has_the_other_actions(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    planning.post(client, november(26))
    planning.open(client)
    planning.click(wall(26), 0)
    button(planning, "card.more").click()
    shown = planning.popover().findChildren(QAction)
    words = {each.objectName(): each.text() for each in shown if each.objectName()}
    assert words["calendar.menu.back_to_draft"] == "Back to draft"
    assert words["calendar.menu.day_later"] == "Move a day later"
    assert words["calendar.menu.results"] == "Show in Results"
    assert not {"calendar.menu.edit", "calendar.menu.lock_in"} & set(words)
    next(each for each in shown if each.objectName() == "calendar.menu.results").trigger()
    assert [each[0] for each in asked(planning)] == ["open_post"]


async def test_each_platform_has_its_state_and_its_problem(planning: CalendarDriver) -> None:
    planning.client()
    several(planning, november(24, 6), State.ACCEPTED, State.NEEDS_USER, media="https://example.com/files/crumb.jpg")
    planning.open(planning.session.clients.all()[0])
    planning.click(wall(24), 0)
    shown = texts(planning)
    assert "Published" in shown
    assert "Did this go out?" in shown
    assert "crumb.jpg" in shown
    assert any("Postdesk doesn’t send it again" in each for each in shown)
    assert "Yes, it’s there" in buttons(planning)


async def test_a_platform_s_own_text_is_shown_beside_the_shared_one(planning: CalendarDriver) -> None:
    client = planning.client()
    own = Variant(Platform.TWITTER, text="Shorter for X")
    draft = Draft("own", client.id, (Platform.LINKEDIN, Platform.TWITTER), LONG, (own,), due_at=november(26), updated_at=NOON)
    planning.database.submit(lambda conn: drafts.save(conn, draft)).result()
    planning.open(client)
    planning.click(wall(26), 0)
    assert text_of(planning).toPlainText() == LONG
    assert [each for each in texts(planning) if each.startswith("Own text")] == ["Own text: Shorter for X"]


async def test_a_draft_can_be_edited_and_deleted(planning: CalendarDriver) -> None:
    client = planning.client()
    draft = planning.draft(client, november(26), title="Advent")
    planning.open(client)
    planning.click(wall(26), 0)
    assert {"Draft", "Advent"} <= set(texts(planning))
    button(planning, "card.edit").click()
    planning.click(wall(26), 0)
    button(planning, "card.delete").click()
    await planning.until(lambda: planning.session.composer.draft(draft.id) is None)
    assert planning.navigator.of("open_draft") == [draft.id]
    assert not planning.has_popover()


async def test_a_title_that_only_begins_the_text_is_not_shown_beside_it(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.draft(client, november(26), LONG, "Our sourdough takes two days, and…")
    planning.open(client)
    planning.click(wall(26), 0)
    assert text_of(planning).toPlainText() == LONG
    assert not [each for each in texts(planning) if each.startswith("Our sourdough")]


async def test_markup_is_text(planning: CalendarDriver) -> None:
    client = planning.client(HOSTILE)
    title = f"About {HOSTILE}"
    planning.draft(client, november(26), HOSTILE, title)
    planning.open(client)
    planning.click(wall(26), 0)
    assert text_of(planning).toPlainText() == HOSTILE
    assert {HOSTILE, title} <= set(texts(planning))
    assert rich_labels(planning.popover()) == []


async def test_it_follows_what_becomes_of_the_post(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    pane = planning.open(client)
    planning.click(wall(26), 0)
    button(planning, "card.close").setFocus()
    planning.session.post_commands.cancel(post.id)
    await planning.until(lambda: "Cancelled" in texts(planning))
    assert pane.focusWidget() is button(planning, "card.close")
    assert "Edit" not in buttons(planning)


async def test_it_closes_where_the_draft_is_gone(planning: CalendarDriver) -> None:
    client = planning.client()
    draft = planning.draft(client, november(26))
    planning.open(client)
    planning.click(wall(26), 0)
    planning.session.composer.delete(draft.id)
    await planning.until(lambda: not planning.has_popover())


async def test_in_a_low_window_its_middle_scrolls_and_its_actions_stay(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    planning.post(client, november(26), LONG)
    planning.open(client, 720, 320)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_Down, Qt.Key.Key_I)
    edit = button(planning, "card.edit")
    assert planning.pane.rect().contains(QRect(edit.mapTo(planning.pane, QPoint()), edit.size()))
    assert edit.height() >= edit.sizeHint().height()
    assert not text_of(planning).visibleRegion().isEmpty()


def crowd(planning: CalendarDriver, count: int) -> None:
    """Add so many posts of two clients on 26 November, and open the calendar of all clients."""
    clients = planning.client(), planning.client("Bea Rossi", "Europe/Paris")
    for n in range(count):
        planning.post(clients[n % 2], november(26, 8 + n // 60, n % 60), f"Post {n}")
    planning.open(None)


def click_more(planning: CalendarDriver) -> None:
    index = planning.month.cells.index_at(wall(26))
    spots = (planning.month.places.position(index, n) for n in range(20))
    place = next(spot.place for spot in spots if spot and spot.more)
    planning.click(wall(26), place)


def lines(planning: CalendarDriver) -> DayCards:
    return find(planning.popover(), DayCards, "calendar.day_posts.list")


async def test_more_than_there_is_room_for_is_listed(planning: CalendarDriver) -> None:
    crowd(planning, 120)
    click_more(planning)
    listed = lines(planning)
    assert "Posts: 120" in texts(planning)
    assert planning.pane.focusWidget() is listed
    assert planning.pane.rect().contains(planning.popover().geometry().adjusted(10, 10, -10, -10))
    assert listed.model().rowCount() == 120
    first = str(listed.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "13:00 London, Alex Morgan, Scheduled, LinkedIn, Post 0" in first
    assert unidentified(planning.popover()) == []
    last = str(listed.model().index(119, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Post 119" in last


async def test_one_of_the_list_is_opened_in_its_place_and_leads_back(planning: CalendarDriver) -> None:
    crowd(planning, 20)
    click_more(planning)
    key(planning, Qt.Key.Key_Down)
    key(planning, Qt.Key.Key_Return)
    assert text_of(planning).toPlainText() == "Post 1"
    button(planning, "card.back").click()
    current = lines(planning).current()
    assert current
    assert current.head == "Post 1"
    QTest.mouseClick(
        lines(planning).viewport(),
        Qt.MouseButton.LeftButton,
        pos=lines(planning).visualRect(lines(planning).lines.index(2)).center(),
    )
    assert text_of(planning).toPlainText() == "Post 2"
    key(planning, Qt.Key.Key_Escape)
    assert not planning.has_popover()
    assert planning.pane.focusWidget() is planning.month


async def test_a_double_click_in_the_list_edits(planning: CalendarDriver) -> None:
    crowd(planning, 20)
    click_more(planning)
    listed, handle = lines(planning), planning.pane.windowHandle()
    point = listed.viewport().mapTo(planning.pane, listed.visualRect(listed.lines.index(2)).center())
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton, pos=point)
    assert [each[0] for each in asked(planning)] == ["edit_post"]
    assert not planning.has_popover()


async def test_the_list_follows_what_becomes_of_the_day(planning: CalendarDriver) -> None:
    crowd(planning, 20)
    click_more(planning)
    planning.draft(planning.session.clients.all()[0], november(26, 10))
    planning.session.changes.drafts.emit()
    await planning.until(lambda: "Posts: 21" in texts(planning))
    assert lines(planning).current()


async def test_a_new_post_is_begun_from_the_list(planning: CalendarDriver) -> None:
    client = planning.client()
    for n in range(20):
        planning.post(client, november(26, 9, n), f"Post {n}")
    planning.open(client)
    click_more(planning)
    button(planning, "day_posts.new").click()
    assert [each[0] for each in asked(planning)] == ["new_post_at"]


async def test_among_all_clients_a_day_asks_for_whom(planning: CalendarDriver) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi", "Asia/Tokyo")
    planning.post(bea, november(10, 11))
    planning.session.composer.remember_open(Draft("written", bea.id))
    planning.open(None)
    planning.click(wall(30), -1)
    assert planning.navigator.of("new_post_at") == []
    choice = find(planning.popover(), QListWidget, "calendar.client.list")
    assert [choice.item(n).text() for n in range(choice.count())] == ["Bea Rossi", "Alex Morgan"]
    assert planning.pane.focusWidget() is choice
    key(planning, Qt.Key.Key_Down)
    key(planning, Qt.Key.Key_Return)
    assert planning.navigator.of("new_post_at") == [(november(30, 9), alex.id)]
    assert not planning.has_popover()


@pytest.mark.parametrize(
    ("zone", "last", "moment"),
    [
        ("Europe/Paris", None, datetime(2026, 11, 30, 8, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 18, 22, 30, tzinfo=UTC), november(30, 17, 30)),
        ("America/New_York", datetime(2026, 11, 19, 3, 30, tzinfo=UTC), november(29, 22, 30)),
    ],
    ids=["9:00 in Paris", "the last time in New York", "the last time, a day earlier there"],
)
async def test_the_time_of_the_new_post_is_the_client_s_usual_one_on_the_client_s_clock(
    planning: CalendarDriver, zone: str, last: datetime | None, moment: datetime
) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi", zone)
    if last:
        planning.database.submit(lambda conn: last_used.remember(conn, bea.id, (), last)).result()
    planning.session.composer.remember_open(Draft("written", bea.id))
    planning.open(None)
    planning.stand_on(30)
    planning.press(Qt.Key.Key_N)
    key(planning, Qt.Key.Key_Return)
    assert planning.navigator.of("new_post_at") == [(moment, bea.id)]
    assert planning.local_zone.key == "Europe/London", "the clock of the calendar of all clients"
    assert alex.id != bea.id


async def test_a_click_beside_a_popover_only_closes_it(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client)
    planning.click(wall(26), 0)
    click_in_window(planning, 30, -1)
    assert not planning.has_popover()
    assert planning.navigator.of("new_post_at") == []


async def test_a_click_on_its_card_closes_it_and_one_on_another_goes_there(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), "First")
    planning.post(client, november(27), "Second")
    planning.open(client)
    planning.click(wall(26), 0)
    click_in_window(planning, 27, 0)
    assert text_of(planning).toPlainText() == "Second"
    click_in_window(planning, 27, 0)
    assert not planning.has_popover()


def click_in_window(planning: CalendarDriver, day: int, place: int) -> None:
    """Click as a mouse does, by the window, whose presses close a popover."""
    at = planning.spot(wall(day), place).rect.center()
    there = planning.month.viewport().mapTo(planning.pane, at)
    QTest.mouseClick(planning.pane.windowHandle(), Qt.MouseButton.LeftButton, pos=there)


async def test_a_click_in_the_agenda_shows_the_post_below_its_line(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), "First")
    planning.open(client)
    planning.press(Qt.Key.Key_A)
    agenda = planning.agenda
    line = agenda.visualRect(agenda.lines.index(1))
    QTest.mouseClick(agenda.viewport(), Qt.MouseButton.LeftButton, pos=line.center())
    assert text_of(planning).toPlainText() == "First"


async def test_a_dragged_card_is_seen_with_the_time_it_would_get(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    pane = planning.open(client)
    planning.drag(planning.spot(wall(26), 0).rect.center(), planning.spot(wall(28), -1).rect.center(), drop=False)
    (picture,) = pane.findChildren(DragCard)
    assert picture.isVisible()
    assert picture.words == "Sat 09:00"
    assert planning.month.visualRect(planning.month.cells.index_at(wall(28))).contains(
        planning.month.viewport().mapFrom(pane, picture.geometry().center())
    )
    planning.press(Qt.Key.Key_Escape)
    assert not picture.isVisible()


async def test_a_double_click_on_an_empty_day_of_all_clients_still_asks(planning: CalendarDriver) -> None:
    planning.client()
    planning.client("Bea Rossi", "Europe/Paris")
    planning.open(None)
    at = planning.month.viewport().mapTo(planning.pane, planning.spot(wall(30), -1).rect.center())
    QTest.mouseDClick(planning.pane.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    assert planning.popover().objectName() == "calendar.client"


def ruled(planning: CalendarDriver, client: Client, rule: LockInRule, hours: int = 24) -> None:
    """Set when posts of the client are locked."""
    changed = replace(client, lock_in=LockIn(rule, hours))
    planning.database.submit(lambda conn: clients.update(conn, changed)).result()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            LockInRule.DAY_BEFORE,
            f"{AT_ONCE} a day before their time.",
        ),
        (
            LockInRule.HOURS_BEFORE,
            f"{AT_ONCE} 48 h before their time.",
        ),
        (LockInRule.IMMEDIATE, f"{AT_ONCE} right away."),
        (LockInRule.MANUAL, "You locked it in today 07:00."),
    ],
)
async def test_a_post_that_was_locked_right_away_says_when_and_why(
    planning: CalendarDriver, rule: LockInRule, words: str
) -> None:
    client = planning.client()
    planning.post(client, november(25, 3), state=State.ACCEPTED)
    ruled(planning, client, rule, 48)
    planning.open(client)
    planning.click(wall(25), 0)
    story = find(planning.popover(), QLabel, "calendar.card.story").text()
    assert story == f"Goes out by itself, can’t be changed. {words}"


async def test_a_post_that_was_locked_later_says_when(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), state=State.ACCEPTED)
    planning.session.clock.offset += timedelta(hours=30)
    planning.open(client)
    planning.click(wall(26), 0)
    assert "Locked today 09:00. Posts for Alex Morgan are locked a day before their time." in " ".join(texts(planning))


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("text", ["Short", LONG])
async def test_the_text_begins_where_the_other_lines_do(
    planning: CalendarDriver, direction: Qt.LayoutDirection, text: str
) -> None:
    client = planning.client()
    planning.post(client, november(26), text)
    planning.open(client).setLayoutDirection(direction)
    planning.click(wall(26), 0)
    popover, field = planning.popover(), text_of(planning)
    area, other = field.viewport(), find(popover, QLabel, "calendar.card.when")
    margin = round(field.document().documentMargin())
    if direction is Qt.LayoutDirection.LeftToRight:
        assert area.mapTo(popover, QPoint(margin, 0)).x() == other.mapTo(popover, QPoint()).x()
    else:
        right = area.mapTo(popover, area.rect().topRight()).x() - margin
        assert right == other.mapTo(popover, other.rect().topRight()).x()


def seen_picture(planning: CalendarDriver, url: str) -> None:
    """Cache a picture of the file at the address, as the check of a draft does."""
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    planning.session.media.expect(ProbeResult(MediaCheck(url, NOON, MediaFacts(MediaType.JPEG)), image))


async def test_the_picture_is_shown_where_a_check_has_loaded_it(planning: CalendarDriver) -> None:
    client = planning.client()
    several(planning, november(26), State.PLANNED, media="https://example.com/shop.jpg")
    planning.open(client)
    planning.click(wall(26), 0)
    assert "shop.jpg" in texts(planning)
    assert planning.popover().findChildren(Thumbnail) == []
    key(planning, Qt.Key.Key_Escape)
    seen_picture(planning, "https://example.com/shop.jpg")
    planning.click(wall(26), 0)
    assert "shop.jpg" in texts(planning)
    (picture,) = planning.popover().findChildren(Thumbnail)
    shown = picture.grab().toImage()
    assert shown.pixelColor(shown.rect().center()) == QColor(Qt.GlobalColor.darkCyan)


@pytest.mark.parametrize(
    ("media", "platform", "why"),
    [
        ("https://example.com/shop.jpg", Platform.LINKEDIN, "MyPostShare can’t schedule media. Goes out Thu 09:00"),
        ("", Platform.INSTAGRAM, "MyPostShare can’t schedule for Instagram. Goes out Thu 09:00"),
        ("", Platform.LINKEDIN, "Editable until tomorrow 09:00."),
    ],
)
async def test_a_post_that_needs_this_computer_says_why(
    planning: CalendarDriver, media: str, platform: Platform, why: str
) -> None:
    client = planning.client()
    planning.post(client, november(26), platform=platform, media=media)
    planning.open(client)
    planning.click(wall(26), 0)
    story = find(planning.popover(), QLabel, "calendar.card.story").text()
    assert story.startswith(why)


async def test_a_text_that_goes_on_ends_with_an_ellipsis_on_its_card(planning: CalendarDriver) -> None:
    client = planning.client()
    whole, cut = "a" * (HEAD_LENGTH - 1), "b" * (HEAD_LENGTH + 1)
    planning.post(client, november(26, 9), whole)
    planning.post(client, november(26, 10), cut)
    planning.open(client)
    cards = [planning.spot(wall(26), place).card for place in (0, 1)]
    assert [card_head(card) for card in cards if card] == [whole, f"{cut[:HEAD_LENGTH]}…"]


async def test_a_state_that_all_platforms_share_is_told_once(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), platform=Platform.INSTAGRAM)
    planning.open(client)
    planning.click(wall(26), 0)
    shown = texts(planning)
    assert shown.count("Needs this computer") == 1
    assert "Instagram" in shown


def test_a_line_as_wide_as_its_field_gets_no_scroll_bar(qtbot: QtBot) -> None:
    text = "Gift guide: eleven books under twenty, chosen by people who read them."
    font = QFont()
    font.setPointSizeF(13.5)  # Qt's widths of a line and of its letters differ a little in some sizes
    wide = QFontMetrics(font).horizontalAdvance(text)
    for width in range(wide - 10, wide + 30):
        field = ReadingText(text, width)
        qtbot.addWidget(field)
        field.setFont(font)
        field.resize(width, field.height())
        field.show()
        assert not field.horizontalScrollBar().isVisible(), width
