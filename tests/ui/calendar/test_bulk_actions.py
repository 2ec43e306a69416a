"""The selection of posts and drafts, and bulk actions on it."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QSpinBox
from tests.support.quiet_session import NOON
from tests.support.waiting import until
from tests.support.widgets import find
from tests.ui.calendar.conftest import CalendarDriver, in_new_york, november, wall

from postdesk.domain.approval import Approval
from postdesk.domain.approval_fingerprint import approval_for
from postdesk.domain.board import BoardFilter, Card, CardKind
from postdesk.domain.bulk import BulkResult, SkipReason
from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Variant
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, PostState
from postdesk.engine.reschedule import move_time
from postdesk.store import approvals, drafts, entries
from postdesk.ui.calendar.header import CalendarHeader
from postdesk.ui.calendar.selection_bar import SelectionBar

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def pick(planning: CalendarDriver, day: int, place: int = 0, keys: Qt.KeyboardModifier = CTRL) -> None:
    """Click a card of the month while these modifier keys are held."""
    spot = planning.spot(wall(day), place)
    assert spot.card
    QTest.mouseClick(planning.month.viewport(), Qt.MouseButton.LeftButton, keys, spot.rect.center())


def click(planning: CalendarDriver, identifier: str) -> None:
    find(planning.pane, QAbstractButton, f"calendar.{identifier}").click()


def choose(planning: CalendarDriver, menu: str, words: str) -> None:
    """Trigger an action of one of the bar's menus."""
    shown = find(planning.pane, QMenu, f"calendar.several.{menu}.menu")
    shown.aboutToShow.emit()
    next(action for action in shown.actions() if action.text() == words).trigger()


def count(planning: CalendarDriver) -> str:
    return planning.said("several.count")


async def told(planning: CalendarDriver, words: str) -> None:
    await until(lambda: words in planning.said("told.text"), said=lambda: planning.said("told.text"))


async def test_a_click_with_ctrl_chooses_one_more_and_a_plain_one_none(planning: CalendarDriver) -> None:
    client = planning.client()
    for day in (24, 26, 27):
        planning.post(client, november(day, 17), f"Post {day}")
    planning.open(client)
    pick(planning, 26)
    pick(planning, 27)
    assert count(planning) == "2 selected"
    assert "Selected, 17:00, Scheduled" in planning.spoken(date(2026, 11, 26))
    assert "Selected" not in planning.spoken(date(2026, 11, 24))
    pick(planning, 27)
    assert count(planning) == "1 selected"
    pick(planning, 24, keys=Qt.KeyboardModifier.NoModifier)
    assert count(planning) == ""
    assert "Selected" not in planning.spoken(date(2026, 11, 26))


async def test_a_click_with_shift_chooses_all_up_to_there_also_what_has_no_room(planning: CalendarDriver) -> None:
    client = planning.client()
    for minute in range(20):
        planning.post(client, november(26, 9, minute), f"Post {minute}")
    planning.post(client, november(27), "The last")
    planning.post(client, november(28), "Another")
    planning.open(client)
    pick(planning, 26)
    pick(planning, 27, keys=SHIFT)
    assert count(planning) == "21 selected"


async def test_space_and_ctrl_a_choose_by_key(planning: CalendarDriver) -> None:
    client = planning.client()
    for day, hour in ((26, 9), (26, 12), (27, 9)):
        planning.post(client, november(day, hour))
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert count(planning) == "1 selected"
    planning.press(Qt.Key.Key_A, modifiers=CTRL)
    assert count(planning) == "2 selected"
    planning.press(Qt.Key.Key_A, modifiers=CTRL)
    assert count(planning) == "3 selected"
    planning.press(Qt.Key.Key_Escape)
    assert count(planning) == ""
    planning.press(Qt.Key.Key_A)
    planning.agenda.setCurrentIndex(planning.agenda.lines.index(1))
    planning.press(Qt.Key.Key_Space)
    assert count(planning) == "1 selected"


@pytest.mark.parametrize("width", [900, 560])
async def test_what_can_be_done_covers_no_day(planning: CalendarDriver, width: int) -> None:
    client = planning.client()
    planning.client("Bo")
    planning.post(client, november(26))
    planning.open(client, width)
    pick(planning, 26)
    bar, header = find(planning.pane, SelectionBar, "calendar.several"), find(planning.pane, CalendarHeader, "calendar.header")
    headings = planning.month.mapTo(planning.pane, planning.month.viewport().pos()).y()
    assert header.geometry().adjusted(0, 0, 0, headings - header.height()).contains(bar.geometry())
    clear = find(bar, QAbstractButton, "calendar.several.clear")
    assert clear.geometry().right() > bar.width() - 2 * clear.width()


@pytest.mark.parametrize("width", [650, 700, 900])
async def test_what_can_be_done_takes_one_row_with_icons_alone_where_words_have_no_room(
    planning: CalendarDriver, width: int
) -> None:
    client = planning.client()
    planning.client("Bo")
    planning.post(client, november(26))
    planning.open(client, width)
    pick(planning, 26)
    bar, header = find(planning.pane, SelectionBar, "calendar.several"), find(planning.pane, CalendarHeader, "calendar.header")
    assert bar.height() <= header.height()
    delete = find(bar, QAbstractButton, "calendar.several.delete")
    assert (delete.accessibleName(), delete.toolTip()) == ("Delete", "Delete")
    assert (delete.width() < 60) is (width < 900)


async def test_all_that_is_chosen_moves_by_key_and_is_taken_back_as_one(planning: CalendarDriver) -> None:
    client = planning.client()
    made = [planning.post(client, november(day, 17), f"Post {day}") for day in (25, 26)]
    locked = planning.post(client, november(27), "Locked", State.ACCEPTED)
    draft = planning.draft(client, november(25, 10))
    planning.open(client)
    planning.stand_on(26)
    for day, place in ((25, 0), (25, 1), (26, 0), (27, 0)):
        pick(planning, day, place)
    planning.press(Qt.Key.Key_Right, modifiers=ALT)
    await told(planning, "3 moved 1 day later. 1 left out: locked, sending or published already.")
    assert [planning.due(post) for post in made] == [november(26, 17), november(27, 17)]
    assert planning.due(locked) == november(27)
    moved = planning.session.composer.draft(draft.id)
    assert moved
    assert moved.due_at == november(26, 10)
    planning.press(Qt.Key.Key_Z, modifiers=CTRL)
    await told(planning, "3 moved back.")
    assert [planning.due(post) for post in made] == [november(25, 17), november(26, 17)]
    back = planning.session.composer.draft(draft.id)
    assert back
    assert back.due_at == november(25, 10)


async def test_the_selection_ends_with_its_move_but_stays_for_the_next_step_of_a_key(planning: CalendarDriver) -> None:
    client = planning.client()
    posts = [planning.post(client, november(25, 17)), planning.post(client, november(26, 17))]
    planning.open(client)
    pick(planning, 25)
    pick(planning, 26)
    planning.press(Qt.Key.Key_Right, modifiers=ALT)
    await until(lambda: planning.spot(wall(27), 0).card is not None)
    assert count(planning) == "2 selected"
    planning.press(Qt.Key.Key_Right, modifiers=ALT)
    await until(lambda: planning.spot(wall(28), 0).card is not None)
    assert count(planning) == "2 selected"
    choose(planning, "move", "A week earlier")
    await told(planning, "Nothing was changed.")
    assert count(planning) == "2 selected", "nothing was moved, so another step can be tried"
    choose(planning, "move", "A week later")
    await told(planning, "2 moved 7 days later.")
    assert count(planning) == ""
    click(planning, "told.action")
    await told(planning, "2 moved back.")
    assert [planning.due(post) for post in posts] == [november(27, 17), november(28, 17)]
    assert count(planning) == ""


async def test_after_a_move_by_the_bar_the_keys_are_the_calendars(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(25, 17))
    planning.open(client)
    planning.pane.activateWindow()
    await until(planning.pane.isActiveWindow)
    pick(planning, 25, 0)
    move = find(planning.pane, QAbstractButton, "calendar.several.move")
    move.setFocus()
    choose(planning, "move", "A day later")
    await told(planning, "1 moved 1 day later.")
    assert QApplication.focusWidget() is planning.month
    QTest.keyClick(planning.month, Qt.Key.Key_Z, CTRL)
    await told(planning, "1 moved back.")
    find(planning.pane, QAbstractButton, "calendar.told.dismiss").setFocus()
    find(planning.pane, QAbstractButton, "calendar.told.dismiss").click()
    assert QApplication.focusWidget() is planning.month


async def test_what_is_gone_meanwhile_is_chosen_no_more(planning: CalendarDriver) -> None:
    client = planning.client()
    made = [planning.post(client, november(day, 17)) for day in (25, 26)]
    draft = planning.draft(client, november(27, 10))
    planning.open(client)
    for day in (25, 26, 27):
        pick(planning, day)
    assert count(planning) == "3 selected"
    planning.session.composer.delete(draft.id)
    await until(lambda: count(planning) == "2 selected")
    planning.session.post_commands.cancel(made[0].id)
    await until(lambda: count(planning) == "1 selected")
    planning.session.post_commands.cancel(made[1].id)
    await until(lambda: count(planning) == "")


async def test_a_drag_of_one_of_the_chosen_moves_all(planning: CalendarDriver) -> None:
    client = planning.client()
    made = [planning.post(client, november(day, 17), f"Post {day}") for day in (25, 26)]
    planning.open(client)
    pick(planning, 25)
    pick(planning, 26)
    planning.drag(planning.spot(wall(26), 0).rect.center(), planning.spot(wall(28), -1).rect.center())
    await told(planning, "2 moved 2 days later.")
    assert [planning.due(post) for post in made] == [november(27, 17), november(28, 17)]
    assert count(planning) == ""


async def test_a_move_into_a_skipped_hour_takes_the_later_and_says_so(planning: CalendarDriver) -> None:
    client = planning.client()
    made = [planning.post(client, in_new_york(date(2027, 3, 13), hour, 30), f"At {hour}") for hour in (1, 2)]
    planning.open(client)
    planning.pane.go_to(date(2027, 3, 13))
    planning.press(Qt.Key.Key_A, modifiers=CTRL)
    choose(planning, "move", "A day later")
    await told(planning, "1 moved to the time after the clock change")
    assert [planning.due(post) for post in made] == [in_new_york(date(2027, 3, 14), hour, 30) for hour in (1, 3)]
    click(planning, "told.action")
    await told(planning, "2 moved back.")
    assert [planning.due(post) for post in made] == [in_new_york(date(2027, 3, 13), hour, 30) for hour in (1, 2)]


async def test_what_would_be_past_stays_and_is_said(planning: CalendarDriver) -> None:
    client = planning.client()
    soon, later = planning.post(client, november(24, 17)), planning.post(client, november(26))
    planning.open(client)
    pick(planning, 24)
    pick(planning, 26)
    choose(planning, "move", "A day earlier")
    await told(planning, "1 moved 1 day earlier. 1 left out: the new time has passed")
    assert (planning.due(soon), planning.due(later)) == (november(24, 17), november(25))


async def test_days_and_hours_are_asked_for(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    planning.open(client)
    pick(planning, 26)
    choose(planning, "move", "By days and hours…")
    find(planning.pane, QSpinBox, "calendar.move_by.days").setValue(10)
    find(planning.pane, QSpinBox, "calendar.move_by.hours").setValue(-2)
    click(planning, "move_by.act")
    await told(planning, "1 moved 9 days and 22 hours later.")
    assert planning.due(post) == in_new_york(date(2026, 12, 6), 7)


async def test_copies_for_another_client_say_which_platforms_they_go_without(planning: CalendarDriver) -> None:
    alex, bo = planning.client(), planning.client("Bo Lindqvist", "Europe/Stockholm")
    planning.connected(bo, Platform.TWITTER)
    planning.post(alex, november(26), "Studio tour")
    planning.post(alex, november(27), "Short", platform=Platform.TWITTER)
    planning.open(alex)
    pick(planning, 26)
    pick(planning, 27)
    choose(planning, "copy", "Bo Lindqvist")
    await told(planning, "Bo Lindqvist has no account for these platforms, so they were left out: LinkedIn.")
    assert {draft.platforms for draft in planning.session.composer.drafts(bo.id)} == {(), (Platform.TWITTER,)}
    click(planning, "told.action")
    await told(planning, "2 copies deleted.")


async def test_copies_for_another_client_keep_the_time_of_day_there(planning: CalendarDriver) -> None:
    alex, bo = planning.client(), planning.client("Bo Lindqvist", "Europe/Stockholm")
    planning.post(alex, november(26), "Studio tour")
    planning.post(alex, november(23), "Of yesterday", State.ACCEPTED)
    planning.draft(alex, november(27, 10), "An idea")
    planning.open(alex)
    for day in (23, 26, 27):
        pick(planning, day)
    choose(planning, "copy", "Bo Lindqvist")
    await told(planning, "3 copied to new drafts for Bo Lindqvist. 1 without a time")
    stockholm = ZoneInfo("Europe/Stockholm")
    copied = {draft.text: draft.due_at for draft in planning.session.composer.drafts(bo.id)}
    assert copied == {
        "Studio tour": datetime(2026, 11, 26, 9, tzinfo=stockholm).astimezone(UTC),
        "An idea": datetime(2026, 11, 27, 10, tzinfo=stockholm).astimezone(UTC),
        "Of yesterday": None,
    }
    click(planning, "told.action")
    await told(planning, "3 copies deleted.")
    assert planning.session.composer.drafts(bo.id) == ()


async def test_a_copy_that_was_written_in_stays_when_the_copying_is_taken_back(planning: CalendarDriver) -> None:
    alex, bo = planning.client(), planning.client("Bo Lindqvist")
    planning.post(alex, november(26), "Studio tour")
    planning.open(alex)
    pick(planning, 26)
    choose(planning, "copy", "Bo Lindqvist")
    await told(planning, "1 copied")
    (copy,) = planning.session.composer.drafts(bo.id)
    planning.database.submit(lambda conn: drafts.save(conn, replace(copy, text="Other words"))).result()
    click(planning, "told.action")
    await told(planning, "1 kept, because it was edited.")
    assert [draft.text for draft in planning.session.composer.drafts(bo.id)] == ["Other words"]


async def test_a_label_is_given_to_all_and_taken_back(planning: CalendarDriver) -> None:
    client = planning.client()
    post, draft = planning.post(client, november(26)), planning.draft(client, november(27))
    planning.open(client)
    pick(planning, 26)
    pick(planning, 27)

    def labels() -> list[tuple[str, ...]]:
        kept, written = planning.session.post_commands.post(post.id), planning.session.composer.draft(draft.id)
        assert kept
        assert written
        return [kept.labels, written.labels]

    choose(planning, "label", "New label…")
    find(planning.pane, QLineEdit, "calendar.new_label.name").setText("Launch")
    click(planning, "new_label.act")
    await told(planning, "2 labelled “Launch”.")
    assert labels() == [("Launch",), ("Launch",)]
    choose(planning, "label", "Launch")
    await told(planning, "Label “Launch” removed from 2.")
    assert labels() == [(), ()]
    click(planning, "told.action")
    await told(planning, "2 labelled “Launch”.")
    assert labels() == [("Launch",), ("Launch",)]


async def test_what_is_deleted_comes_back_as_it_was(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    post, draft = planning.post(client, november(26), "Studio tour"), planning.draft(client, november(27))
    locked = planning.post(client, november(26, 12), "Locked", State.ACCEPTED)
    planning.open(client)
    for day, place in ((26, 0), (26, 1), (27, 0)):
        pick(planning, day, place)
    planning.press(Qt.Key.Key_Delete)
    await told(planning, "2 deleted. 1 left out")
    assert count(planning) == ""
    assert planning.session.composer.draft(draft.id) is None
    assert [card.id for card in in_view(planning)] == [str(locked.id)]
    planning.press(Qt.Key.Key_Z, modifiers=CTRL)
    await told(planning, "2 restored.")
    assert planning.session.composer.draft(draft.id) == draft
    again = next(card for card in in_view(planning) if card.head == "Studio tour")
    assert again.id != str(post.id)
    assert (again.state, again.due_at) == (PostState.SCHEDULED, november(26))


async def test_what_can_t_be_scheduled_again_comes_back_as_a_draft(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), "Studio tour")
    planning.open(client)
    pick(planning, 26)
    click(planning, "several.delete")
    await told(planning, "1 deleted.")
    click(planning, "told.action")
    await told(planning, "1 restored as a draft")
    (card,) = in_view(planning)
    assert (card.kind, card.head, card.due_at) == (CardKind.DRAFT, "Studio tour", november(26))


@pytest.mark.parametrize(
    ("state", "hold"), [(State.PLANNED, Hold.RESTORED), (State.PLANNED, Hold.EARLIER_PUBLISHED), (State.REJECTED, None)]
)
async def test_what_waited_for_a_decision_comes_back_as_a_draft(
    planning: CalendarDriver, state: State, hold: Hold | None
) -> None:
    client = planning.client()
    planning.connected(client)
    (entry,) = planning.post(client, november(26), "Studio tour").entries
    planning.database.submit(lambda conn: entries.write(conn, replace(entry, state=state, hold=hold), november(24))).result()
    planning.open(client)
    pick(planning, 26)
    click(planning, "several.delete")
    await told(planning, "1 deleted.")
    click(planning, "told.action")
    await told(planning, "1 restored as a draft")
    (card,) = in_view(planning)
    assert (card.kind, card.due_at) == (CardKind.DRAFT, november(26))


async def test_the_client_s_word_comes_back_with_a_post(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    post = planning.post(client, november(26), "Studio tour")
    planning.database.submit(lambda conn: approvals.save(conn, post.id, approval_for(post.entries))).result()
    planning.open(client)
    pick(planning, 26)
    click(planning, "several.delete")
    await told(planning, "1 deleted.")
    click(planning, "told.action")
    await told(planning, "1 restored.")
    (card,) = in_view(planning)
    assert (card.state, card.approval) == (PostState.SCHEDULED, Approval.APPROVED)


async def test_undo_moves_nothing_that_got_another_time_since(planning: CalendarDriver) -> None:
    client = planning.client()
    post, draft = planning.post(client, november(26)), planning.draft(client, november(27))
    cards = in_view(planning)
    heard: list[BulkResult] = []
    planning.session.bulk.done.connect(heard.append)
    planning.session.bulk.move(cards, timedelta(days=1))
    await planning.until(lambda: len(heard) == 1)
    workspace_id, moved = planning.session.workspace.id, replace(draft, due_at=november(29))
    planning.database.submit(lambda conn: move_time(conn, workspace_id, post.id, november(30), november(24))).result()
    planning.database.submit(lambda conn: drafts.save(conn, moved)).result()
    planning.session.bulk.undo()
    await planning.until(lambda: len(heard) == 2)
    assert (heard[1].count, heard[1].skip_reasons) == (0, (SkipReason.CHANGED,) * 2)
    assert (planning.due(post), planning.session.composer.draft(draft.id)) == (november(30), moved)


async def test_undo_takes_back_the_last_act_that_changed_anything(planning: CalendarDriver) -> None:
    draft = planning.draft(planning.client(), november(27))
    planning.open()
    pick(planning, 27)
    choose(planning, "move", "A day later")
    await told(planning, "1 moved 1 day later.")
    click(planning, "several.lock_in")
    await told(planning, "Nothing was changed.")
    QTest.keyClick(planning.month, Qt.Key.Key_Z, CTRL)
    await told(planning, "1 moved back.")
    back = planning.session.composer.draft(draft.id)
    assert back
    assert back.due_at == draft.due_at


async def test_undo_keeps_a_draft_that_was_written_on_since(planning: CalendarDriver) -> None:
    draft = planning.draft(planning.client(), november(27))
    heard: list[BulkResult] = []
    planning.session.bulk.done.connect(heard.append)
    planning.session.bulk.delete(in_view(planning))
    await planning.until(lambda: len(heard) == 1)
    written = replace(draft, text="Another idea")
    planning.database.submit(lambda conn: drafts.save(conn, written)).result()
    planning.session.bulk.undo()
    await planning.until(lambda: len(heard) == 2)
    assert (heard[1].count, heard[1].skip_reasons) == (0, (SkipReason.CHANGED,))
    assert planning.session.composer.draft(draft.id) == written


def in_view(planning: CalendarDriver) -> tuple[Card, ...]:
    return planning.session.board.agenda(november(24), november(29), BoardFilter(), 100)


async def test_what_is_locked_in_at_once_is_scheduled_again_by_undo(planning: CalendarDriver) -> None:
    client = planning.client()
    made = [planning.post(client, november(day)) for day in (26, 27)]
    planning.draft(client, november(28))
    planning.open(client)
    for day in (26, 27, 28):
        pick(planning, day)
    click(planning, "several.lock_in")
    await told(planning, "Locking in 2")
    assert "1 left out: drafts" in planning.said("told.text")

    def states() -> set[PostState]:
        return {post.state for each in made if (post := planning.session.post_commands.post(each.id))}

    await planning.until(lambda: states() == {PostState.QUEUED})
    click(planning, "told.action")
    await planning.until(lambda: states() == {PostState.SCHEDULED})


async def test_undo_leaves_locked_what_is_on_its_way(planning: CalendarDriver) -> None:
    client = planning.client()
    first, second = (planning.post(client, november(day)) for day in (26, 27))
    heard: list[BulkResult] = []
    planning.session.bulk.done.connect(heard.append)
    planning.session.bulk.lock_in(in_view(planning))
    await planning.until(lambda: len(heard) == 1)
    queued = entries_of(planning, first.id)[0]
    planning.database.submit(lambda conn: entries.write(conn, replace(queued, state=State.SENDING, hold=None), NOON)).result()
    planning.session.bulk.undo()
    await planning.until(lambda: len(heard) == 2)
    assert (heard[1].count, heard[1].skip_reasons) == (1, (SkipReason.FIXED,))
    assert [entries_of(planning, each.id)[0].state for each in (first, second)] == [State.SENDING, State.PLANNED]


def entries_of(planning: CalendarDriver, post_id: int) -> tuple[Entry, ...]:
    post = planning.session.post_commands.post(post_id)
    assert post
    return post.entries


async def test_however_many_are_chosen_the_window_does_not_read_them_one_by_one(planning: CalendarDriver) -> None:
    client, bo = planning.client(), planning.client("Bo Lindqvist")
    for day in (25, 26, 27, 28):
        planning.post(client, november(day))
    planning.draft(client, november(26, 12))
    cards, several, read = in_view(planning), planning.session.bulk, list[str]()
    heard: list[BulkResult] = []
    several.done.connect(heard.append)
    planning.database.reader.set_trace_callback(read.append)
    several.copy_for(cards, bo.id)
    several.lock_in(cards)
    assert read == []
    several.labels_of(cards)
    assert len(read) == 1
    planning.database.reader.set_trace_callback(None)
    await planning.until(lambda: len(heard) == 2)
    assert [done.count for done in heard] == [5, 4]


async def test_nothing_stays_chosen_that_a_filter_or_another_client_hides(planning: CalendarDriver) -> None:
    alex, bo = planning.client(), planning.client("Bo Lindqvist")
    planning.post(alex, november(26))
    planning.open(alex)
    pick(planning, 26)
    planning.scope.show_client(bo.id)
    assert count(planning) == ""


async def test_a_draft_with_times_of_its_own_moves_as_a_whole_and_back(planning: CalendarDriver) -> None:
    client = planning.client()
    own = Variant(Platform.TWITTER, due_at=november(28, 8))
    made = planning.draft(client, november(27, 10))
    both = replace(made, platforms=(Platform.LINKEDIN, Platform.TWITTER), variants=(own,))
    planning.database.submit(lambda conn: drafts.save(conn, both)).result()
    planning.open(client)
    planning.stand_on(27)

    def times() -> tuple[datetime | None, datetime | None]:
        draft = planning.session.composer.draft(made.id)
        assert draft
        return draft.due_at, draft.due_for(Platform.TWITTER)

    planning.press(Qt.Key.Key_Right, modifiers=ALT)
    await told(planning, "Moved to")
    assert times() == (november(28, 10), november(29, 8))
    planning.press(Qt.Key.Key_Z, modifiers=CTRL)
    await told(planning, "Moved back")
    assert times() == (november(27, 10), november(28, 8))


async def test_a_click_on_a_day_of_the_agenda_picks_nothing(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(24, 17))
    planning.post(client, november(25))
    planning.open(client)
    planning.press(Qt.Key.Key_A)
    agenda = planning.agenda
    agenda.setCurrentIndex(agenda.lines.index(1))
    day = agenda.visualRect(agenda.lines.index(2)).center()
    QTest.mouseClick(agenda.viewport(), Qt.MouseButton.LeftButton, CTRL, day)
    assert count(planning) == ""


async def test_the_agenda_stays_where_it_was_scrolled_to_and_shows_what_is_moved(planning: CalendarDriver) -> None:
    client = planning.client()
    for hour in range(9, 20):
        planning.post(client, november(25, hour))
    planning.open(client, height=360)
    planning.press(Qt.Key.Key_A)
    agenda = planning.agenda
    agenda.setCurrentIndex(agenda.lines.index(1))
    agenda.scrollToBottom()
    before = agenda.verticalScrollBar().value()
    planning.post(client, november(26))
    planning.session.changes.posts.emit()
    await planning.until(lambda: agenda.lines.rowCount() == 14)
    assert agenda.verticalScrollBar().value() == before > 0
    planning.press(Qt.Key.Key_Left, modifiers=ALT)
    await planning.until(lambda: agenda.viewport().rect().contains(agenda.visualRect(agenda.currentIndex())))


async def test_no_range_begins_with_what_another_client_shows(planning: CalendarDriver) -> None:
    alex, bo = planning.client(), planning.client("Bo Lindqvist")
    planning.post(alex, november(24, 17))
    for day in (25, 26, 27):
        planning.post(bo, november(day))
    planning.open(alex)
    pick(planning, 24, keys=Qt.KeyboardModifier.NoModifier)
    planning.scope.show_client(bo.id)
    pick(planning, 27, keys=SHIFT)
    assert count(planning) == "1 selected"


async def test_a_click_beside_what_is_to_be_chosen_begins_no_new_post(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client)
    empty = planning.spot(wall(27), -1).rect.center()
    for keys in (CTRL, SHIFT):
        QTest.mouseClick(planning.month.viewport(), Qt.MouseButton.LeftButton, keys, empty)
    assert planning.navigator.of("new_post_at") == []
    QTest.mouseClick(planning.month.viewport(), Qt.MouseButton.LeftButton, pos=empty)
    assert len(planning.navigator.of("new_post_at")) == 1


async def test_what_lies_under_the_acts_keeps_its_place_and_is_not_reached(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client)
    today = find(planning.pane, QAbstractButton, "calendar.today")
    await asyncio.sleep(0.05)
    before = today.mapTo(planning.pane, QPoint())
    pick(planning, 26)
    assert not today.isVisible()
    planning.press(Qt.Key.Key_Escape)
    assert today.isVisible()
    assert today.mapTo(planning.pane, QPoint()) == before
