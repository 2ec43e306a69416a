"""The time: entered in the client's zone, with the local time beside it, and a question where the clock changes."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget
from tests.support.quiet_session import NOON
from tests.ui.composer.conftest import ComposerDriver

from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.platforms import Platform
from postdesk.domain.settings import ClockFace
from postdesk.domain.typed_times import FieldKind, TypedTime, parse_typed_time
from postdesk.ui.kit.fields.step_fields import CalendarField, StepField
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import day_names, short_day, time_words

LANGUAGES = ["C", "en_US", "de", "fr", "pl", "ru", "tr", "sv", "hu", "ja", "zh", "ko", "ar", "hi", "vi", "he", "th", "es_MX"]


async def ready(writing: ComposerDriver, zone: str = "America/New_York", lock_in: LockIn | None = None) -> None:
    client = await writing.client(zone=zone, lock_in=lock_in)
    await writing.accounts(client, Platform.LINKEDIN, Platform.INSTAGRAM)
    writing.open(client)
    writing.pane.activateWindow()
    await writing.until(writing.pane.isActiveWindow)
    writing.write("Hello")


def type_into(writing: ComposerDriver, entry: str, words: str) -> None:
    """Focus the field and type over its text."""
    field = writing.find(StepField, entry)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, words)


def set_time(writing: ComposerDriver, day: date, time: str) -> None:
    type_into(writing, "date", day.isoformat())
    type_into(writing, "time", time)
    leave(writing)


def leave(writing: ComposerDriver) -> None:
    QTest.keyClick(writing.find(StepField, "time"), Qt.Key.Key_Return)


def shown(writing: ComposerDriver) -> tuple[str, str]:
    """Return the texts of the two fields."""
    return writing.find(StepField, "date").text(), writing.find(StepField, "time").text()


async def scheduled_at(writing: ComposerDriver) -> datetime:
    writing.click("schedule")
    return (await writing.post()).due_at.replace(microsecond=0)


async def test_the_time_is_the_clients_and_mine_stands_beside_it(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2026, 11, 27), "09:00")
    assert writing.text_of("zone").endswith("14:00 yours")
    assert writing.text_of("sending") == (
        "Editable until Thu 09:00 New York time, then locked. A locked post goes out by itself and can’t be edited."
    )
    assert await scheduled_at(writing) == datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


async def test_in_the_week_when_only_one_zone_changes_its_clock_the_moment_is_still_right(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2027, 3, 16), "09:00")  # New York is an hour ahead from the 14th, London only from the 28th
    assert writing.text_of("zone").endswith("13:00 yours")
    assert await scheduled_at(writing) == datetime(2027, 3, 16, 13, 0, tzinfo=UTC)


async def test_my_day_is_named_where_it_is_another(writing: ComposerDriver) -> None:
    await ready(writing, "Asia/Tokyo")
    set_time(writing, date(2026, 12, 4), "06:00")
    assert "Thu 3 Dec 21:00 yours" in writing.text_of("zone")


@pytest.mark.parametrize(
    ("day", "asked", "place", "expected"),
    [
        (date(2027, 3, 14), "02:30 doesn’t exist", "first", datetime(2027, 3, 14, 6, 30, tzinfo=UTC)),
        (date(2027, 3, 14), "02:30 doesn’t exist", "second", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        (date(2027, 11, 7), "01:30 comes twice", "first", datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
        (date(2027, 11, 7), "01:30 comes twice", "second", datetime(2027, 11, 7, 6, 30, tzinfo=UTC)),
    ],
)
async def test_an_hour_that_is_skipped_or_comes_twice_is_asked_about(
    writing: ComposerDriver, day: date, asked: str, place: str, expected: datetime
) -> None:
    await ready(writing)
    set_time(writing, day, asked[:5])
    assert any(asked in label for label in writing.labels())
    writing.click("schedule")
    assert writing.submitted == []
    assert writing.focused() == "which_hour.first"
    writing.click(f"which_hour.{place}")
    assert not writing.find(QWidget, "which_hour").isVisible()
    assert await scheduled_at(writing) == expected


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(hours=-1), "This time is past."),
        (timedelta(minutes=1), "This is less than two minutes ahead."),
        (timedelta(days=300), "More than six months ahead"),
    ],
)
async def test_a_time_that_is_no_good_is_said_at_once(writing: ComposerDriver, ahead: timedelta, said: str) -> None:
    await ready(writing, "UTC")
    due = NOON + ahead
    set_time(writing, due.date(), f"{due:%H:%M}")
    assert said in writing.text_of("remark")
    row = writing.find(QLabel, "remark").parentWidget()
    assert row
    assert [icon.isVisible() for icon in row.findChildren(IconLabel)] == [True]


@pytest.mark.parametrize(
    ("lock_in", "said"),
    [
        (LockIn(LockInRule.IMMEDIATE), "Scheduling locks it, as set for this client. It goes out even when this computer is off"),
        (LockIn(LockInRule.HOURS_BEFORE, 90), "It is due in less than 90 h, so scheduling locks it."),
        (LockIn(LockInRule.HOURS_BEFORE, 2), "Editable until Fri 07:00 New York time, then locked"),
        (LockIn(LockInRule.MANUAL), "it goes out, Fri 09:00 New York time. Keep Postdesk running, or lock it in before."),
    ],
)
async def test_the_clients_lock_in_is_explained(writing: ComposerDriver, lock_in: LockIn, said: str) -> None:
    await ready(writing, lock_in=lock_in)
    set_time(writing, date(2026, 11, 27), "09:00")
    assert said in writing.text_of("sending")


async def test_the_note_on_a_post_that_is_locked_at_once_says_why_and_explains_locking(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2026, 11, 25), "06:00")
    told = "It is due within a day, so scheduling locks it. "
    assert writing.text_of("sending") == told + "It goes out even when this computer is off, and can’t be edited or cancelled."
    note = writing.find(QLabel, "sending")
    explained = "Locked posts are at MyPostShare."
    assert note.accessibleDescription().startswith(explained)
    row = note.parentWidget()
    assert row
    assert row.toolTip().startswith(explained)
    menu = writing.menu("schedule_more")
    (lock_in,) = (each for each in menu.actions() if each.objectName() == "composer.lock_in")
    assert menu.toolTipsVisible()
    assert lock_in.toolTip().startswith(explained)


async def test_what_the_service_cannot_schedule_is_sent_from_here_and_says_so(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2026, 11, 27), "09:00")
    writing.click("add_title")
    QTest.keyClicks(writing.find(QLineEdit, "title"), "A title")
    assert writing.text_of("sending") == (
        "MyPostShare can’t schedule posts with a title. Postdesk sends this Fri 09:00 New York time: keep it running."
    )


async def test_a_quick_pick_says_tomorrow_once(writing: ComposerDriver) -> None:
    await ready(writing)
    (tomorrow,) = (each for each in writing.menu("picks").actions() if each.objectName() == "composer.pick.tomorrow")
    assert tomorrow.text().startswith("Tomorrow ")
    assert tomorrow.text().lower().count("tomorrow") == 1


async def test_a_quick_pick_sets_the_time(writing: ComposerDriver) -> None:
    await ready(writing)
    next(each for each in writing.menu("picks").actions() if each.objectName() == "composer.pick.next_monday").trigger()
    assert await scheduled_at(writing) == datetime(2026, 11, 30, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("14.3.27", "0345", datetime(2027, 3, 14, 7, 45, tzinfo=UTC)),
        ("mar 14", "9am", datetime(2027, 3, 14, 13, 0, tzinfo=UTC)),
        ("tomorrow", "2.30pm", datetime(2026, 11, 25, 19, 30, tzinfo=UTC)),
        ("fri", "14h30", datetime(2026, 11, 27, 19, 30, tzinfo=UTC)),
        ("+3", "14", datetime(2026, 11, 27, 19, 0, tzinfo=UTC)),
    ],
)
async def test_what_is_typed_is_scheduled_from_within_the_field(
    writing: ComposerDriver, day: str, clock: str, expected: datetime
) -> None:
    await ready(writing)
    type_into(writing, "date", day)
    QTest.keyClick(writing.find(StepField, "date"), Qt.Key.Key_Tab)
    assert writing.focused() == "time"
    QTest.keyClicks(writing.find(StepField, "time"), clock)
    QTest.keyClick(writing.find(StepField, "time"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (await writing.post()).due_at.replace(microsecond=0) == expected


async def test_a_click_selects_all_so_that_typing_replaces_it(writing: ComposerDriver) -> None:
    await ready(writing)
    for entry in ("date", "time"):
        line = writing.find(StepField, entry).findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(20, line.height() // 2))
        assert line.selectedText() == line.text()


async def test_what_was_understood_is_said_with_each_key_and_shown_when_the_field_is_left(writing: ComposerDriver) -> None:
    await ready(writing)
    type_into(writing, "date", "14/3")
    assert writing.text_of("remark") == "Next year: Sunday 14 March 2027, 09:00 in New York; 13:00 your time."
    type_into(writing, "time", "4pm")
    assert shown(writing) == ("Sun 14 Mar 2027", "4pm")
    assert writing.text_of("remark") == "Sunday 14 March 2027, 16:00 in New York; 20:00 your time."
    leave(writing)
    assert shown(writing) == ("Sun 14 Mar 2027", "16:00")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("next tue 9am", "Tuesday 1 December 2026, 09:00 in New York; 14:00 your time."),
        ("tomorrow at noon", "Wednesday 25 November 2026, 12:00 in New York; 17:00 your time."),
        ("24/12 20:00", "Thursday 24 December 2026, 20:00 in New York; Friday 25 December 2026, 01:00 your time."),
        ("in 2 weeks 8am", "Tuesday 8 December 2026, 08:00 in New York; 13:00 your time."),
        ("20 dec", "Sunday 20 December 2026, 09:00 in New York; 14:00 your time."),
    ],
)
async def test_a_sentence_in_the_day_field_is_echoed_whole_in_both_zones(writing: ComposerDriver, typed: str, said: str) -> None:
    await ready(writing)
    type_into(writing, "date", typed)
    assert writing.text_of("remark") == said


async def test_a_date_that_is_past_in_this_year_is_said_to_be_of_the_next(writing: ComposerDriver) -> None:
    await ready(writing)
    type_into(writing, "date", "20 nov")
    said = "Next year: Saturday 20 November 2027, 09:00 in New York; 14:00 your time."
    assert writing.text_of("remark").startswith(said)
    type_into(writing, "date", "20 nov 2027")
    assert writing.text_of("remark").startswith("Saturday 20 November 2027, 09:00")


async def test_my_time_is_said_once_where_more_is_to_be_known(writing: ComposerDriver) -> None:
    await ready(writing)
    type_into(writing, "date", "14 mar 2028")
    said = writing.text_of("remark")
    assert said.startswith("Tuesday 14 March 2028, 09:00 in New York; 13:00 your time.")
    assert said.endswith("More than six months ahead. MyPostShare may refuse it.")
    assert said.count("your time") == 1


async def test_both_can_be_typed_into_one_field(writing: ComposerDriver) -> None:
    await ready(writing)
    type_into(writing, "date", "next tue 2pm")
    leave(writing)
    assert shown(writing) == ("Tue 1 Dec", "14:00")


async def test_a_page_that_is_pasted_into_the_time_is_not_read_to_its_end(writing: ComposerDriver) -> None:
    await ready(writing)
    entry = writing.find(StepField, "time")
    QApplication.clipboard().setText("long words and more of them " * 1000)
    entry.setFocus()
    QTest.keyClick(entry, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(entry, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert entry.text().startswith("long words")
    assert len(entry.text()) < 100
    assert entry.property("tone") == "bad"


@pytest.mark.parametrize(
    ("entry", "typed", "said"),
    [
        ("date", "14.3.2", "“14.3.2” isn’t a day."),
        ("date", "32/14", "“32/14” isn’t a day."),
        ("time", "2:", "“2:” isn’t a time."),
        ("time", "25", "“25” isn’t a time."),
    ],
)
@pytest.mark.parametrize("act", ["schedule", "lock_in"])
async def test_what_is_unfinished_or_unreadable_stops_the_act_and_is_said_in_place(
    writing: ComposerDriver, entry: str, typed: str, said: str, act: str
) -> None:
    await ready(writing)
    type_into(writing, entry, typed)
    writing.editor.setFocus()
    assert said in writing.text_of("remark")
    if act == "schedule":
        writing.click("schedule")
    else:
        next(each for each in writing.menu("schedule_more").actions() if each.objectName() == "composer.lock_in").trigger()
    assert writing.focused() == entry
    assert writing.find(StepField, entry).text() == typed
    assert said in writing.text_of("remark")
    assert writing.session.composer.last_time(1) is None
    assert not writing.submitted


async def test_an_empty_field_stops_the_act_too(writing: ComposerDriver) -> None:
    await ready(writing)
    field = writing.find(StepField, "time")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert writing.text_of("remark") == "Enter a time, like 9:30, 0930, 9am or 14h30."
    writing.click("schedule")
    assert (writing.focused(), writing.submitted) == ("time", [])


async def test_escape_brings_back_what_was_there(writing: ComposerDriver) -> None:
    await ready(writing)
    before = shown(writing)
    type_into(writing, "date", "nonsense")
    QTest.keyClick(writing.find(StepField, "date"), Qt.Key.Key_Escape)
    assert shown(writing) == before
    assert await scheduled_at(writing) == datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("entry", "key", "expected"),
    [
        ("date", Qt.Key.Key_Up, ("Thu 26 Nov", "09:05")),
        ("date", Qt.Key.Key_Down, ("Tue 24 Nov", "09:05")),
        ("date", Qt.Key.Key_PageUp, ("Wed 2 Dec", "09:05")),
        ("time", Qt.Key.Key_Up, ("Wed 25 Nov", "09:15")),
        ("time", Qt.Key.Key_Down, ("Wed 25 Nov", "09:00")),
        ("time", Qt.Key.Key_PageUp, ("Wed 25 Nov", "10:00")),
        ("time", Qt.Key.Key_PageDown, ("Wed 25 Nov", "08:15")),
    ],
)
async def test_the_keys_step(writing: ComposerDriver, entry: str, key: Qt.Key, expected: tuple[str, str]) -> None:
    await ready(writing)
    set_time(writing, date(2026, 11, 25), "09:05")
    field = writing.find(StepField, entry)
    field.setFocus()
    QTest.keyClick(field, key)
    assert shown(writing) == expected


async def test_steps_pass_over_a_skipped_hour_and_twice_through_a_doubled_one(writing: ComposerDriver) -> None:
    await ready(writing)
    field = writing.find(StepField, "time")
    set_time(writing, date(2027, 3, 14), "01:45")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert shown(writing) == ("Sun 14 Mar 2027", "03:00")
    set_time(writing, date(2027, 11, 7), "00:45")
    field.setFocus()
    for expected in ("The first 01:00 (UTC−4).", "The first 01:15 (UTC−4)."):
        QTest.keyClick(field, Qt.Key.Key_Up)
        assert writing.text_of("remark").startswith(expected)
    QTest.keyClick(field, Qt.Key.Key_PageUp)
    assert writing.text_of("remark").startswith("The second 01:15 (UTC−5).")


async def test_a_month_drops_down_to_choose_a_day_from(writing: ComposerDriver) -> None:
    await ready(writing)
    field = writing.find(CalendarField, "date")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert field.month.isVisible()
    assert field.month.selectedDate() == QDate(2026, 11, 25)
    view = field.month.findChild(QAbstractItemView)
    assert view
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not field.month.isVisible()
    assert shown(writing) == ("Thu 26 Nov", "09:00")


@pytest.mark.parametrize(("far", "taken"), [(QDate(-1, 5, 3), "1990"), (QDate(12000, 5, 3), "2199")])
async def test_the_month_goes_as_far_as_the_calendar(writing: ComposerDriver, far: QDate, taken: str) -> None:
    await ready(writing)
    field = writing.find(CalendarField, "date")
    field.open_month()
    field.month.setSelectedDate(far)
    view = field.month.findChild(QAbstractItemView)
    assert view
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert shown(writing)[0].endswith(taken)


async def test_return_goes_to_the_answers_and_presses_the_first(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2027, 11, 7), "01:30")
    assert writing.focused() == "which_hour.first"
    assert [writing.text_of(f"which_hour.{place}") for place in ("first", "second")] == [
        "01:30 UTC−4, the first (05:30 your time)",
        "01:30 UTC−5, the second (06:30 your time)",
    ]
    QTest.keyClick(writing.find(QAbstractButton, "which_hour.first"), Qt.Key.Key_Return)
    assert writing.focused() == "time"
    assert writing.text_of("remark").startswith("The first 01:30 (UTC−4).")
    leave(writing)
    assert await scheduled_at(writing) == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


async def test_the_answer_second_stays_the_second_when_the_field_is_left_again(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2027, 11, 7), "01:30")
    writing.click("which_hour.second")
    leave(writing)
    assert not writing.find(QWidget, "which_hour").isVisible()
    assert writing.text_of("remark").startswith("The second 01:30 (UTC−5).")
    assert await scheduled_at(writing) == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)


async def test_until_the_question_is_answered_the_draft_stands_on_the_day_that_was_chosen(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2027, 3, 14), "02:30")
    writing.pane.save()
    await writing.until(lambda: bool(writing.kept()))
    (kept,) = writing.kept()
    assert kept.due_at == datetime(2027, 3, 14, 6, 30, tzinfo=UTC)
    start, end = (datetime(2027, 3, day, 5, 0, tzinfo=UTC) for day in (14, 15))
    assert [card.id for card in writing.session.board.agenda(start, end, BoardFilter(), 10, 0)] == [kept.id]


async def test_what_is_being_typed_outlives_news_of_the_client(writing: ComposerDriver) -> None:
    await ready(writing)
    type_into(writing, "date", "14.3.2")
    writing.session.changes.clients.emit()
    assert shown(writing)[0] == "14.3.2"
    type_into(writing, "date", "14.3.27")
    set_time(writing, date(2027, 3, 14), "02:30")
    writing.session.changes.clients.emit()
    assert writing.find(QWidget, "which_hour").isVisible()


async def test_another_draft_does_not_get_what_was_typed_for_this_one(writing: ComposerDriver) -> None:
    await ready(writing)
    type_into(writing, "time", "9:6")
    writing.pane.new_draft()
    assert shown(writing) == ("Wed 25 Nov", "09:00")
    assert "isn’t a time" not in writing.text_of("remark")


async def test_in_another_zone_an_offered_time_is_offered_anew(writing: ComposerDriver) -> None:
    client = await writing.client(zone="America/New_York")
    writing.open(client)
    assert shown(writing) == ("Wed 25 Nov", "09:00")
    writing.session.clients.update(replace(client, zone="Pacific/Auckland"))
    await writing.until(lambda: shown(writing) == ("Thu 26 Nov", "09:00"))
    assert "20:00 yours" in writing.text_of("zone")


async def test_in_another_zone_a_chosen_time_stays_the_same_on_its_clock(writing: ComposerDriver) -> None:
    client = await writing.client(zone="America/New_York")
    await writing.accounts(client, Platform.LINKEDIN)
    writing.open(client)
    set_time(writing, date(2026, 12, 4), "10:20")
    writing.write("Hello")
    writing.session.clients.update(replace(client, zone="Asia/Tokyo"))
    await writing.until(lambda: "01:20 yours" in writing.text_of("zone"))
    assert shown(writing) == ("Fri 4 Dec", "10:20")
    assert await scheduled_at(writing) == datetime(2026, 12, 4, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "Hello"])
async def test_an_offered_time_that_is_over_is_offered_anew(writing: ComposerDriver, written: str) -> None:
    client = await writing.client(zone="America/New_York")
    await writing.accounts(client, Platform.LINKEDIN)
    writing.open(client)
    writing.write(written)
    assert shown(writing) == ("Wed 25 Nov", "09:00")
    writing.session.clock.offset += datetime(2026, 11, 25, 13, 59, tzinfo=UTC) - NOON
    writing.pane.minute()
    assert shown(writing) == ("Thu 26 Nov", "09:00")
    assert "past" not in writing.text_of("remark")
    assert "two minutes" not in writing.text_of("remark")


async def test_an_offered_time_is_offered_anew_when_its_draft_is_open_again(writing: ComposerDriver) -> None:
    await ready(writing)
    writing.pane.new_draft()
    await writing.until(lambda: len(writing.kept()) == 1)
    writing.session.clock.offset += timedelta(days=2)
    writing.pane.open_draft(writing.kept()[0].id)
    assert shown(writing) == ("Fri 27 Nov", "09:00")


async def test_a_chosen_time_that_is_over_stays_and_is_said(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2026, 11, 26), "10:20")
    writing.session.clock.offset += timedelta(days=3)
    writing.pane.minute()
    assert shown(writing) == ("Thu 26 Nov", "10:20")
    assert "This time is past." in writing.text_of("remark")


async def test_what_is_being_typed_of_a_time_outlives_an_offer_that_is_over(writing: ComposerDriver) -> None:
    await ready(writing)
    type_into(writing, "time", "1:")
    writing.session.clock.offset += timedelta(days=2)
    writing.pane.minute()
    assert shown(writing) == ("Wed 25 Nov", "1:")


async def test_the_row_stays_where_it_is_whatever_is_said_around_it(writing: ComposerDriver) -> None:
    await ready(writing)
    top = writing.find(StepField, "date").mapTo(writing.pane, QPoint()).y

    async def settled() -> int:
        await asyncio.sleep(0.05)
        return top()

    before = await settled()
    type_into(writing, "date", "32/14")
    assert await settled() == before
    set_time(writing, date(2027, 3, 14), "02:30")
    assert writing.find(QWidget, "which_hour").isVisible()
    assert await settled() == before
    set_time(writing, date(2020, 1, 1), "10:00")
    assert await settled() == before
    writing.find(QAbstractButton, "chip.linkedin").click()
    await writing.press(Qt.Key.Key_Return)
    assert writing.find(QWidget, "notice").isVisible()
    assert await settled() == before


async def test_the_order_of_day_and_month_is_that_of_the_language(writing: ComposerDriver) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    try:
        await ready(writing)
        type_into(writing, "date", "3/4")
        leave(writing)
        assert shown(writing)[0] == "Thu 4 Mar 2027"
    finally:
        QLocale.setDefault(before)


@pytest.mark.usefixtures("twelve_hours")
async def test_the_field_of_the_time_shows_the_chosen_clock_and_takes_either(writing: ComposerDriver, theme: Theme) -> None:
    await ready(writing)
    for typed, expected in (("14:30", "2:30 PM"), ("9:05 am", "9:05 AM"), ("0015", "12:15 AM")):
        set_time(writing, date(2026, 11, 27), typed)
        assert shown(writing)[1] == expected
    QTest.keyClick(writing.find(StepField, "time"), Qt.Key.Key_Up)
    assert shown(writing)[1] == "12:30 AM"
    assert writing.text_of("zone").endswith("5:30 AM yours")
    theme.set_clock_face(ClockFace.TWENTY_FOUR)
    assert shown(writing)[1] == "00:30"
    assert writing.text_of("zone").endswith("05:30 yours")
    assert await scheduled_at(writing) == datetime(2026, 11, 27, 5, 30, tzinfo=UTC)


@pytest.mark.usefixtures("twelve_hours")
async def test_a_time_that_comes_twice_is_asked_about_on_the_chosen_clock(writing: ComposerDriver) -> None:
    await ready(writing)
    set_time(writing, date(2027, 11, 7), "01:30")
    assert any("1:30 AM comes twice" in label for label in writing.labels())


@pytest.mark.usefixtures("twelve_hours")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_times_that_are_shown_can_be_read_in_every_language(language: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        for hour in (0, 9, 12, 21):
            clock = TypedTime(clock=time(hour, 40))
            assert parse_typed_time(time_words(hour, 40), FieldKind.CLOCK, NOON.date(), day_names()) == clock, time_words(
                hour, 40
            )
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_field_shows_can_be_read_in_every_language(language: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        names = day_names()
        for n in range(0, 366, 3):
            day = date(2027, 1, 1) + timedelta(days=n)
            assert parse_typed_time(short_day(day), FieldKind.DAY, NOON.date(), names) == TypedTime(day=day)
    finally:
        QLocale.setDefault(before)
