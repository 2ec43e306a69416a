"""Posts that are moved by mouse and by keys: the clock time is kept, a move can be undone, and a refusal says why."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QMessageBox, QWidget
from tests.support.quiet_session import NOON
from tests.support.widgets import find
from tests.ui.calendar.conftest import CalendarDriver, in_new_york, november, wall

from postdesk.domain.board import Card, CardKind
from postdesk.domain.calendar_days import midnight
from postdesk.domain.delivery import Hold, Stage, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import Post, PostOrigin, PostState
from postdesk.engine.composer import SubmittedDraft
from postdesk.store import drafts, entries, posts
from postdesk.ui.kit.notice_bar import ActionNotice
from postdesk.ui.text.cards import immovable_words

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down


def question(planning: CalendarDriver) -> QMessageBox:
    return find(planning.pane, QMessageBox, "calendar.move_question")


def answer(planning: CalendarDriver, words: str) -> None:
    next(button for button in question(planning).buttons() if button.text() == words).click()


@pytest.mark.parametrize(
    ("key", "then"), [(LEFT, november(25)), (RIGHT, november(27)), (DOWN, in_new_york(date(2026, 12, 3), 9))]
)
async def test_alt_and_an_arrow_move_a_post_by_days_and_weeks(planning: CalendarDriver, key: Qt.Key, then: datetime) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    planning.open(client)
    planning.stand_on(26)
    planning.press(key, modifiers=ALT)
    await planning.until(lambda: planning.due(post) == then)
    await planning.until(lambda: _stands_on(planning) == (str(post.id), then))


async def test_a_card_whose_post_was_just_edited_moves_the_post_that_replaced_it(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    post = planning.post(client, november(26))
    planning.open(client)
    planning.stand_on(26)
    same = planning.session.composer.factory.unchanged_submission(post.id)
    assert same
    edited = list[SubmittedDraft]()
    planning.session.composer.submitted.connect(edited.append)
    planning.session.composer.submitted.connect(lambda _: planning.press(RIGHT, modifiers=ALT))  # before the calendar reads

    planning.session.composer.submit(same, SubmitMode.SCHEDULE)

    await planning.until(lambda: planning.said("told.text") == "Moved to Fri 09:00 (New York time)")
    made = planning.session.post_commands.post(edited[0].post_id)
    assert made
    assert made.id != post.id
    assert planning.due(made) == november(27)
    await planning.until(lambda: _stands_on(planning) == (str(made.id), november(27)))


async def test_a_new_post_is_not_taken_for_the_edit_of_one_from_elsewhere(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    elsewhere, other = planning.post(client, november(26)), planning.post(client, november(20))
    planning.open(client)
    planning.stand_on(26)
    cancelled = tuple(replace(entry, state=State.CANCELLED) for entry in elsewhere.entries)
    await planning.database.run(lambda conn: [entries.write(conn, each, NOON) for each in cancelled])
    await planning.database.run(lambda conn: conn.execute("UPDATE posts SET group_token = '' WHERE id = ?", (elsewhere.id,)))
    planning.session.composer.submitted.emit(SubmittedDraft("new", other.id, client.id, SubmitMode.SCHEDULE))
    planning.press(RIGHT, modifiers=ALT)
    assert planning.due(other) == november(20)


async def test_a_card_whose_post_was_just_cancelled_says_so(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    planning.open(client)
    planning.stand_on(26)
    gone = tuple(replace(entry, state=State.CANCELLED) for entry in post.entries)
    await planning.database.run(lambda conn: [entries.write(conn, each, NOON) for each in gone])
    planning.press(RIGHT, modifiers=ALT)
    assert planning.said("told.text").startswith("This post was cancelled.")


async def test_in_the_week_up_and_down_move_by_hours(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26, 9, 30))
    planning.open(client)
    planning.press(Qt.Key.Key_W)
    planning.week.card_cursor.move_to_time(wall(26, 9))
    planning.press(DOWN, modifiers=ALT)
    await planning.until(lambda: planning.said("told.text") == "Moved to Thu 10:30 (New York time)")
    assert planning.due(post) == november(26, 10, 30)


async def test_in_the_agenda_a_post_moves_too(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    planning.open(client)
    planning.press(Qt.Key.Key_A)
    planning.agenda.setCurrentIndex(planning.agenda.model().index(1, 0))
    planning.press(RIGHT, modifiers=ALT)
    await planning.until(lambda: planning.said("told.text") == "Moved to Fri 09:00 (New York time)")
    assert planning.due(post) == november(27)
    card = planning.agenda.cursor_card()
    assert card
    assert card.due_at == november(27)


async def test_a_move_among_several_clients_says_whose_post_it_is(planning: CalendarDriver) -> None:
    planning.client("Bea Rossi")
    post = planning.post(planning.client("Papyrus Books"), november(26))
    planning.open()
    planning.stand_on(26)
    planning.press(RIGHT, modifiers=ALT)
    await planning.until(lambda: planning.due(post) == november(27))
    await planning.until(lambda: planning.said("told.text").startswith("Moved to"))
    assert planning.said("told.text").endswith(" (New York time) · Papyrus Books")


@pytest.mark.parametrize("by_key", [False, True])
async def test_a_move_is_told_and_taken_back(planning: CalendarDriver, by_key: bool) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    find(planning.open(client), ActionNotice, "calendar.told").to_read_ms = 400
    undo = find(planning.pane, QAbstractButton, "calendar.told.action")
    planning.stand_on(26)
    planning.press(RIGHT, modifiers=ALT)
    await planning.until(lambda: planning.said("told.text") == "Moved to Fri 09:00 (New York time)")
    assert undo.text() == "Undo"
    if by_key:
        planning.press(Qt.Key.Key_Z, modifiers=CTRL)
    else:
        undo.click()
    await planning.until(lambda: planning.said("told.text") == "Moved back to Thu 09:00 (New York time)")
    assert planning.due(post) == november(26)
    assert not undo.isVisible()
    told = find(planning.pane, QWidget, "calendar.told")
    assert told.isVisible()
    await planning.until(lambda: not told.isVisible())


async def test_the_clock_time_of_the_client_is_kept_when_clocks_change(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, in_new_york(date(2027, 3, 12), 9))
    planning.open()  # all clients, on London's clock, which changes two weeks later
    planning.pane.go_to(date(2027, 3, 12))
    planning.press(DOWN, modifiers=ALT)
    await planning.until(lambda: planning.due(post) == in_new_york(date(2027, 3, 19), 9))


async def test_a_time_that_clocks_skip_is_asked_about(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, in_new_york(date(2027, 3, 13), 2, 30))
    planning.open(client)
    planning.pane.go_to(date(2027, 3, 13))
    planning.press(RIGHT, modifiers=ALT)
    assert question(planning).text() == "02:30 doesn’t exist on Sun 14 Mar in New York. Clocks go forward then."
    assert planning.due(post) == in_new_york(date(2027, 3, 13), 2, 30)
    answer(planning, "03:30")
    await planning.until(lambda: planning.due(post) == in_new_york(date(2027, 3, 14), 3, 30))


async def test_a_time_that_comes_twice_is_asked_about_and_can_be_left(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, in_new_york(date(2027, 11, 6), 1, 30))
    planning.open(client)
    planning.pane.go_to(date(2027, 11, 6))
    planning.press(RIGHT, modifiers=ALT)
    assert "01:30 comes twice on Sun 7 Nov" in question(planning).text()
    answer(planning, "Don’t move")
    await planning.until(lambda: not planning.pane.findChildren(QMessageBox))
    planning.press(RIGHT, modifiers=ALT)
    answer(planning, "The second 01:30")
    second = in_new_york(date(2027, 11, 7), 1, 30) + timedelta(hours=1)
    await planning.until(lambda: planning.due(post) == second)


async def test_what_was_missed_of_a_locked_post_is_followed_to_where_it_went(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(23), state=State.ACCEPTED)
    missed = replace(post.entries[0], id=0, platforms=(Platform.TWITTER,), state=State.MISSED)
    missed = replace(missed, due_at=missed.due_at + timedelta(milliseconds=9))
    workspace = client.workspace_id
    await planning.database.run(lambda conn: posts.add_entry(conn, workspace, missed, planning.session.clock.now()))
    planning.open(client)
    planning.stand_on(23)
    planning.press(DOWN, modifiers=ALT)
    await planning.until(lambda: planning.said("told.text") == "Moved to Mon 09:00 (New York time)")
    assert planning.due(post) == november(23)
    stands_on = _stands_on(planning)
    assert stands_on
    moved_id, due_at = stands_on
    assert due_at == november(30)
    moved = planning.session.post_commands.post(int(moved_id))
    assert moved
    assert (moved.id != post.id, moved.platforms) == (True, (Platform.TWITTER,))
    assert not find(planning.pane, QAbstractButton, "calendar.told.action").isVisible()


async def test_nothing_moves_into_the_past(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(25, 3))
    planning.open(client)
    planning.stand_on(25)
    planning.press(LEFT, modifiers=ALT)
    assert planning.said("told.text").startswith("Not moved. That time has passed")
    assert planning.due(post) == november(25, 3)


async def test_a_locked_post_says_why_it_stays(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26), state=State.ACCEPTED)
    planning.open(client)
    planning.stand_on(26)
    planning.press(RIGHT, modifiers=ALT)
    assert planning.said("told.text").startswith("This post is locked and can’t be moved.")
    start, end = planning.spot(wall(26), 0).rect.center(), planning.spot(wall(27), -1).rect.center()
    planning.drag(start, end)
    assert planning.due(post) == november(26)


def test_each_state_that_stays_has_its_reason() -> None:
    def words(state: PostState, origin: PostOrigin = PostOrigin.HERE) -> str:
        return immovable_words(Card(CardKind.POST, "1", 1, NOON, state, (), "", origin))

    assert "is locked" in words(PostState.LOCKED)
    assert "published already" in words(PostState.PUBLISHED)
    assert "Answer in the results" in words(PostState.TO_DECIDE)
    assert "failed" in words(PostState.FAILED)
    assert "Sending has started" in words(PostState.SENDING)
    assert "outside Postdesk" in words(PostState.PUBLISHED, PostOrigin.ELSEWHERE)


async def test_a_post_is_dragged_to_another_day(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26, 16, 45))
    planning.open(client)
    planning.drag(planning.spot(wall(26), 0).rect.center(), planning.spot(wall(2, month=12), -1).rect.center())
    await planning.until(lambda: planning.due(post) == in_new_york(date(2026, 12, 2), 16, 45))
    assert planning.navigator.of("new_post_at") == []


async def test_a_post_is_dragged_to_another_hour_and_keeps_its_minutes(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26, 9, 20))
    planning.open(client)
    planning.press(Qt.Key.Key_W)
    start, end = (
        planning.spot(cell, place, planning.week).rect.center() for cell, place in ((wall(26, 9), 0), (wall(25, 11), -1))
    )
    planning.drag(start, end, planning.week)
    await planning.until(lambda: planning.due(post) == november(25, 11, 20))


async def test_escape_puts_back_what_is_carried(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    planning.open(client)
    end = planning.spot(wall(27), -1).rect.center()
    planning.drag(planning.spot(wall(26), 0).rect.center(), end, drop=False)
    planning.press(Qt.Key.Key_Escape)
    QTest.mouseRelease(planning.month.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert planning.due(post) == november(26)
    assert planning.said("told.text") == ""


async def test_a_draft_moves_and_says_so(planning: CalendarDriver) -> None:
    client = planning.client()
    draft = planning.draft(client, november(26))
    planning.open(client)
    planning.stand_on(26)
    planning.press(RIGHT, modifiers=ALT)
    await planning.until(lambda: planning.navigator.of("take_moved_draft") == [draft.id])
    kept = planning.session.composer.draft(draft.id)
    assert kept
    assert kept.due_at == november(27)
    find(planning.pane, QAbstractButton, "calendar.told.action").click()
    await planning.until(lambda: len(planning.navigator.of("take_moved_draft")) == 2)
    kept = planning.session.composer.draft(draft.id)
    assert kept
    assert kept.due_at == november(26)


async def moved_to_the_next_day(planning: CalendarDriver, day: int) -> QAbstractButton:
    """Move the only card of a day and return the Undo button."""
    planning.stand_on(day)
    planning.press(RIGHT, modifiers=ALT)
    await planning.until(lambda: planning.said("told.text").startswith("Moved to"))
    undo = find(planning.pane, QAbstractButton, "calendar.told.action")
    assert undo.text() == "Undo"
    return undo


async def test_a_move_of_a_draft_that_is_gone_is_not_undone_and_says_so(planning: CalendarDriver) -> None:
    client = planning.client()
    draft = planning.draft(client, november(26))
    planning.open(client)
    undo = await moved_to_the_next_day(planning, 26)
    planning.database.submit(lambda conn: drafts.delete(conn, draft.id)).result()
    undo.click()
    assert planning.said("told.text") == "Not moved back. This draft was scheduled or deleted. Move its post instead."


async def test_a_move_of_a_post_that_is_sent_is_not_undone_and_says_so(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26))
    planning.open(client)
    undo = await moved_to_the_next_day(planning, 26)
    sent = replace(post.entries[0], state=State.ACCEPTED, due_at=november(27))
    planning.database.submit(lambda conn: entries.write(conn, sent, NOON)).result()
    undo.click()
    assert planning.said("told.text") == "Not moved back. This post can’t be moved any more. Select it to see its actions."


async def test_a_move_from_a_time_that_has_passed_is_not_undone_and_says_so(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(24, 7, 30))
    planning.open(client)
    undo = await moved_to_the_next_day(planning, 24)
    planning.session.clock.offset += timedelta(minutes=29)
    undo.click()
    assert planning.said("told.text").startswith("Not moved back. The old time has passed")
    assert planning.due(post) == november(25, 7, 30)


async def test_with_nothing_to_undo_ctrl_z_says_so(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert planning.said("told.text") == "Nothing left to undo. Select a post to see its actions."


async def test_the_menu_offers_what_the_state_allows(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), state=State.ACCEPTED)
    post = planning.post(client, november(27))
    planning.open(client)
    common = ["Open", "Select"]
    assert offered(planning, 26) == [*common, "Copy to a new draft", "New post here", "Note on this day…"]
    planned = offered(planning, 27)
    assert planned[:4] == [*common, "Edit", "Copy to a new draft"]
    assert {"Move a day later", "Move a week later", "Lock in now", "Back to draft", "Cancel post"} < set(planned)
    later = planning.pane.findChildren(QAction, "calendar.menu.day_later")[-1]
    later.trigger()
    await planning.until(lambda: planning.due(post) == november(28))


def offered(planning: CalendarDriver, day: int) -> list[str]:
    """Return the texts in the context menu of a day's first card."""
    spot = planning.spot(wall(day), 0)
    planning.month.menu_requested.emit(spot.card, spot.cell, planning.pane.mapToGlobal(QPoint(0, 0)))
    menu = planning.pane.findChildren(QMenu, "calendar.menu")[-1]
    words = [action.text() for action in menu.actions() if action.text()]
    menu.hide()
    return words


async def test_a_cancelled_post_can_be_opened_as_a_draft(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(27))
    planning.open(client)
    offered(planning, 27)
    planning.pane.findChildren(QAction, "calendar.menu.cancel")[-1].trigger()
    await planning.until(lambda: state(planning, post) is PostState.CANCELLED)
    assert planning.said("told.text").startswith("Cancelled for ")
    action = find(planning.pane, QAbstractButton, "calendar.told.action")
    assert action.text() == "Open as a draft"
    action.click()
    assert planning.navigator.of("copy_post") == [(post.id, None)]


async def test_ctrl_z_after_a_cancel_takes_back_what_was_done_before_it(planning: CalendarDriver) -> None:
    client = planning.client()
    moved, cancelled = planning.post(client, november(25)), planning.post(client, november(27))
    planning.open(client)
    planning.stand_on(25)
    planning.press(RIGHT, modifiers=ALT)
    await planning.until(lambda: planning.due(moved) == november(26))
    offered(planning, 27)
    planning.pane.findChildren(QAction, "calendar.menu.cancel")[-1].trigger()
    await planning.until(lambda: state(planning, cancelled) is PostState.CANCELLED)
    planning.press(Qt.Key.Key_Z, modifiers=CTRL)
    await planning.until(lambda: planning.due(moved) == november(25))
    assert planning.navigator.of("copy_post") == []


async def test_a_hold_ends_only_beside_the_whole_story(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(27))
    held = replace(post.entries[0], hold=Hold.EARLIER_PUBLISHED)
    planning.database.submit(lambda conn: entries.write(conn, held, NOON)).result()
    planning.open(client)
    assert not {"Let it go out", "Try again now"} & set(offered(planning, 27))


async def test_a_post_on_hold_asks_in_the_menu_what_the_results_ask(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(27))
    held = replace(post.entries[0], hold=Hold.ACCOUNT_CHANGED)
    planning.database.submit(lambda conn: entries.write(conn, held, NOON)).result()
    planning.open(client)
    offered(planning, 27)
    (check,) = planning.pane.findChildren(QAction, "calendar.menu.check_account")
    check.trigger()
    (shown,) = planning.navigator.of("run_action")
    assert isinstance(shown, PostAction)
    assert (shown.kind, shown.post_id) == (Action.CHECK_ACCOUNT, post.id)


async def test_a_menu_answers_only_the_hold_that_it_was_opened_for(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(27))

    def hold(reason: Hold) -> None:
        held = replace(post.entries[0], hold=reason)
        planning.database.submit(lambda conn: entries.write(conn, held, NOON)).result()

    hold(Hold.MEDIA)
    planning.open(client)
    offered(planning, 27)
    hold(Hold.RESTORED)
    planning.pane.findChildren(QAction, "calendar.menu.cancel")[-1].trigger()
    assert planning.said("told.text").endswith("Nothing was done.")
    kept = planning.session.post_commands.post(post.id)
    assert kept
    assert (kept.entries[0].hold, kept.entries[0].state) == (Hold.RESTORED, State.PLANNED)


async def test_a_missed_post_gets_a_new_time(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(24, 6), state=State.MISSED)
    planning.open(client)
    planning.drag(planning.spot(wall(24), 0).rect.center(), planning.spot(wall(25), -1).rect.center())
    await planning.until(lambda: planning.due(post) == november(25, 6))
    kept = planning.session.post_commands.post(post.id)
    assert kept
    assert kept.state is PostState.SCHEDULED


async def test_a_published_post_stays(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(23), state=State.ACCEPTED, stage=Stage.PUBLISHED)
    planning.open(client)
    planning.stand_on(23)
    planning.press(RIGHT, modifiers=ALT)
    assert planning.said("told.text").startswith("This post is published already")


async def test_an_arrow_with_no_post_says_how_to_choose_one(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.stand_on(26)
    planning.press(RIGHT, modifiers=ALT)
    assert planning.said("told.text").startswith("No post here")


def _stands_on(planning: CalendarDriver) -> tuple[str, datetime] | None:
    """Return the card under the month's cursor, which follows the move once the pane has read again."""
    spot = planning.month.card_cursor.position()
    return (spot.card.id, spot.card.due_at) if spot and spot.card else None


async def test_a_drag_over_the_week_in_which_clocks_change_keeps_the_clock_time_and_can_be_undone(
    planning: CalendarDriver,
) -> None:
    client = planning.client()
    before = in_new_york(date(2027, 3, 11), 9, 20)
    post = planning.post(client, before)
    planning.open(client)
    planning.pane.go_to(date(2027, 3, 11))
    start = planning.spot(midnight(date(2027, 3, 11)), 0).rect.center()
    planning.drag(start, planning.spot(midnight(date(2027, 4, 1)), -1).rect.center())
    await planning.until(lambda: planning.said("told.text") == "Moved to Thu 1 Apr 2027 09:20 (New York time)")
    assert planning.due(post) == in_new_york(date(2027, 4, 1), 9, 20)
    find(planning.pane, QAbstractButton, "calendar.told.action").click()
    await planning.until(lambda: planning.said("told.text") == "Moved back to Thu 11 Mar 2027 09:20 (New York time)")
    assert planning.due(post) == before


async def test_a_post_is_copied_to_another_client_from_its_menu(planning: CalendarDriver) -> None:
    alex, bea = planning.client(), planning.client("Bea & Rossi")
    post = planning.post(alex, november(27))
    planning.open(alex)
    assert "Copy to another client" in offered(planning, 27)
    submenu = next(menu for menu in planning.pane.findChildren(QMenu) if menu.title() == "Copy to another client")
    (action,) = submenu.actions()
    assert action.text() == "Bea && Rossi"
    action.trigger()
    assert planning.navigator.of("copy_post") == [(post.id, bea.id)]


async def test_a_lock_in_is_told_and_can_be_taken_back(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(27))
    planning.open(client)
    offered(planning, 27)
    planning.pane.findChildren(QAction, "calendar.menu.lock_in")[-1].trigger()
    assert planning.said("told.text").startswith("Locking in")
    await planning.until(lambda: state(planning, post) is PostState.QUEUED)
    find(planning.pane, QAbstractButton, "calendar.told.action").click()
    await planning.until(lambda: state(planning, post) is PostState.SCHEDULED)
    assert planning.said("told.text") == ""
    assert planning.navigator.of("expect_back") == [], "it became no draft"


async def test_a_lock_in_offers_no_undo_when_that_is_too_late(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(27))
    planning.open(client)
    planning.session.settings.change(replace(planning.session.settings.current, undo_delay=timedelta(seconds=0.1)))
    offered(planning, 27)
    planning.pane.findChildren(QAction, "calendar.menu.lock_in")[-1].trigger()
    assert planning.said("told.text").startswith("Locking in")
    await planning.until(lambda: planning.said("told.text") == "")


def state(planning: CalendarDriver, post: Post) -> PostState | None:
    kept = planning.session.post_commands.post(post.id)
    return kept.state if kept else None
