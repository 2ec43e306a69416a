"""Drafts: saved automatically, reopened, copied, deleted, and never mixed up with another client's."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QMenu
from tests.support.quiet_session import NOON
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState, SendMode
from postdesk.ui.composer.chips import Chip

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER


def choose(writing: ComposerDriver, name: str) -> None:
    """Trigger an action of the composer's menu."""
    menu = writing.menu("menu")
    action = next(each for each in menu.actions() if each.objectName() == f"composer.menu.{name}")
    action.trigger()


def choose_client(writing: ComposerDriver, submenu: str, client: str) -> None:
    within = writing.menu("menu").findChild(QMenu, f"composer.menu.{submenu}")
    assert within
    next(each for each in within.actions() if each.text() == client).trigger()


async def test_what_is_typed_is_kept_within_a_second(writing: ComposerDriver) -> None:
    client = await writing.client()
    writing.open(client)
    writing.write("Hello")
    await asyncio.sleep(1)
    (kept,) = writing.kept()
    assert (kept.text, kept.client_id) == ("Hello", client.id)
    assert writing.text_of("head.remark") == "saved 12:00"


async def test_an_empty_draft_is_not_kept(writing: ComposerDriver) -> None:
    writing.open(await writing.client())
    writing.pane.save()
    await asyncio.sleep(0.1)
    assert writing.kept() == ()


async def test_a_draft_that_was_emptied_is_gone_when_it_is_left(writing: ComposerDriver) -> None:
    writing.open(await writing.client())
    writing.write("H")
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)
    writing.editor.selectAll()
    writing.editor.cut()
    writing.pane.new_draft()
    await writing.until(lambda: writing.kept() == ())


async def test_the_last_draft_is_open_again_after_a_restart(writing: ComposerDriver) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN, X)
    writing.open(client)
    writing.find(Chip, "chip.linkedin").click()
    writing.write("Hello")
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)
    writing.open(client)
    assert writing.editor.text() == "Hello"
    assert writing.find(Chip, "chip.twitter").isChecked()
    assert not writing.find(Chip, "chip.linkedin").isChecked()


async def test_an_open_draft_keeps_its_client_when_the_window_shows_another(writing: ComposerDriver) -> None:
    one, two = await writing.client("Ann Archer"), await writing.client("Bob Baker", "Asia/Tokyo")
    await writing.accounts(one, LINKEDIN)
    writing.open(one)
    writing.write("For Ann")
    writing.scope.show_client(two.id)
    assert writing.text_of("for") == "For Ann Archer"
    writing.click("schedule")
    assert (await writing.post()).client_id == one.id


async def test_an_empty_draft_makes_room_for_the_client_that_is_looked_at(writing: ComposerDriver) -> None:
    one, two = await writing.client("Ann Archer"), await writing.client("Bob Baker", "Asia/Tokyo")
    writing.open(one)
    writing.scope.show_client(two.id)
    assert writing.text_of("for") == "For Bob Baker"


async def test_a_hidden_composer_follows_to_another_client_a_moment_later_or_when_it_is_shown(writing: ComposerDriver) -> None:
    one, two = await writing.client("Ann Archer"), await writing.client("Bob Baker", "Asia/Tokyo")
    model = writing.open(one).model
    writing.pane.hide()
    writing.scope.show_client(two.id)
    assert model.client == one
    await writing.until(lambda: model.client == two)
    writing.scope.show_client(one.id)
    assert model.client == two
    writing.pane.show()
    assert writing.text_of("for") == "For Ann Archer"


async def test_a_draft_that_is_opened_in_a_hidden_composer_stays_when_the_window_shows_another_client(
    writing: ComposerDriver,
) -> None:
    one, two = await writing.client("Ann Archer"), await writing.client("Bob Baker", "Asia/Tokyo")
    model = writing.open(one).model
    writing.pane.hide()
    writing.scope.show_client(two.id)
    model.draft_session.open_new(one.id)
    await asyncio.sleep(0.1)
    assert model.client == one


async def test_a_new_post_takes_the_place_of_the_open_one_which_is_kept(writing: ComposerDriver) -> None:
    client = await writing.client()
    writing.open(client)
    writing.write("First")
    writing.pane.new_draft(due_at=NOON.replace(day=30))
    assert writing.editor.text() == ""
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["First"])


async def test_the_menu_leads_to_all_drafts_with_what_was_just_typed(writing: ComposerDriver) -> None:
    writing.open(await writing.client())
    writing.write("First")
    writing.pane.new_draft()
    writing.write("Second")
    choose(writing, "drafts")
    assert writing.navigator.of("show") == ["drafts"]
    await writing.until(lambda: {draft.text for draft in writing.kept()} == {"First", "Second"})
    first = next(draft for draft in writing.kept() if draft.text == "First")
    writing.pane.open_draft(first.id)
    assert writing.editor.text() == "First"


async def test_a_deleted_draft_can_be_brought_back(writing: ComposerDriver) -> None:
    writing.open(await writing.client())
    writing.write("Precious")
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)
    choose(writing, "delete")
    await writing.until(lambda: writing.kept() == ())
    assert writing.editor.text() == ""
    writing.click("notice.action")
    assert writing.editor.text() == "Precious"
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)


async def test_a_copy_for_another_client_takes_the_platforms_that_the_client_has(writing: ComposerDriver) -> None:
    one, two = await writing.client("Ann Archer"), await writing.client("Bob Baker")
    await writing.accounts(one, LINKEDIN, X)
    await writing.accounts(two, X)
    writing.open(one)
    writing.write("Same words")
    choose_client(writing, "copy_to_client", "Bob Baker")
    assert writing.text_of("for") == "For Bob Baker"
    assert writing.editor.text() == "Same words"
    assert writing.find(Chip, "chip.twitter").isChecked()
    assert writing.text_of("notice.text") == ("Bob Baker has no account for these platforms, so they were left out: LinkedIn.")
    await writing.until(lambda: {draft.client_id for draft in writing.kept()} == {one.id})


async def test_a_post_is_copied_for_another_client_at_the_same_time_of_day_there(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    bob = await writing.client("Bob Baker", "Asia/Tokyo")
    await writing.accounts(bob, X)
    writing.pane.copy_post(post.id, bob.id)
    copied = writing.pane.model.draft
    assert copied
    assert copied.due_at
    there = copied.due_at.astimezone(ZoneInfo("Asia/Tokyo")).replace(microsecond=0)
    alex = writing.session.clients.get(post.client_id)
    assert alex
    assert there.replace(tzinfo=None) == post.due_at.astimezone(ZoneInfo(alex.zone)).replace(tzinfo=None, microsecond=0)
    assert writing.text_of("notice.text") == ("Bob Baker has no account for these platforms, so they were left out: LinkedIn.")


async def test_a_copy_for_another_client_of_what_is_past_has_no_time_and_says_so(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    bob = await writing.client("Bob Baker", "Asia/Tokyo")
    await writing.accounts(bob, LINKEDIN)
    writing.session.clock.offset += timedelta(days=3)
    writing.pane.copy_post(post.id, bob.id)
    assert writing.text_of("notice.text") == "That time has passed there. Select a later one."


async def test_a_copy_for_another_date_leads_to_the_day(writing: ComposerDriver) -> None:
    writing.open(await writing.client())
    writing.write("Again")
    choose(writing, "copy_to_date")
    assert writing.focused() == "date"
    writing.pane.save()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Again", "Again"])


async def scheduled(writing: ComposerDriver, text: str = "Before") -> Post:
    """Return a scheduled post of a client with one account."""
    client = await writing.client()
    await writing.accounts(client, LINKEDIN)
    writing.open(client)
    writing.write(text)
    writing.click("schedule")
    return await writing.post()


def rewrite(writing: ComposerDriver, text: str) -> None:
    writing.editor.selectAll()
    writing.write(text)


def state(writing: ComposerDriver, post: Post) -> PostState:
    now = writing.session.post_commands.post(post.id)
    assert now
    return now.state


async def test_editing_a_scheduled_post_says_so_and_saves_into_its_place(writing: ComposerDriver) -> None:
    before = await scheduled(writing)
    writing.pane.edit_post(before.id)
    words = "Editing the post scheduled for tomorrow 09:00. Until you save, it stays as it was."
    assert writing.text_of("origin.text") == words
    assert writing.text_of("schedule") == "Save changes for Alex Morgan"
    rewrite(writing, "After")
    assert state(writing, before) is PostState.SCHEDULED
    writing.click("schedule")
    after = await writing.post()
    assert (after.text, after.due_at.replace(microsecond=0)) == ("After", before.due_at.replace(microsecond=0))
    assert state(writing, before) is PostState.CANCELLED
    assert writing.text_of("origin.text") == ""
    assert writing.text_of("notice.text") == "Changes saved for Alex Morgan, tomorrow 09:00 · 14:00 yours"


async def test_looking_at_a_scheduled_post_leaves_no_draft_behind(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    writing.pane.edit_post(post.id)
    writing.pane.new_draft()
    await asyncio.sleep(1)
    assert writing.kept() == ()


async def test_changes_can_be_discarded_and_the_post_stays(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    writing.pane.edit_post(post.id)
    rewrite(writing, "After")
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)
    writing.click("origin.action")
    await writing.until(lambda: writing.kept() == ())
    assert (writing.editor.text(), state(writing, post)) == ("", PostState.SCHEDULED)
    writing.click("notice.action")
    assert writing.editor.text() == "After"
    assert writing.text_of("schedule") == "Save changes for Alex Morgan"


async def test_undoing_a_change_makes_it_the_post_that_it_was(writing: ComposerDriver) -> None:
    before = await scheduled(writing)
    writing.pane.edit_post(before.id)
    rewrite(writing, "After")
    writing.click("schedule")
    after = await writing.post()
    writing.click("notice.action")
    again = await writing.post()
    assert (again.text, again.due_at.replace(microsecond=0)) == ("Before", before.due_at.replace(microsecond=0))
    assert (state(writing, after), state(writing, again)) == (PostState.CANCELLED, PostState.SCHEDULED)
    assert writing.kept() == ()


async def test_editing_a_post_twice_goes_on_with_the_same_changes(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    writing.pane.edit_post(post.id)
    rewrite(writing, "After")
    writing.pane.edit_post(post.id)
    assert writing.editor.text() == "After"
    writing.pane.new_draft()
    await writing.until(lambda: len(writing.kept()) == 1)
    writing.pane.edit_post(post.id)
    assert writing.editor.text() == "After"


async def test_editing_a_post_again_at_once_finds_the_changes_that_are_just_being_kept(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    writing.pane.edit_post(post.id)
    rewrite(writing, "After")
    writing.database.submit(lambda conn: time.sleep(0.5))
    writing.pane.new_draft()
    writing.pane.edit_post(post.id)
    assert writing.editor.text() == "After"
    rewrite(writing, "Later")
    writing.pane.new_draft()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Later"])


async def test_changes_are_open_again_after_a_restart(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    await writing.client("Somebody Else")
    writing.pane.edit_post(post.id)
    rewrite(writing, "After")
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)
    writing.open()
    assert writing.text_of("for") == "For Alex Morgan"
    assert (writing.editor.text(), writing.text_of("schedule")) == ("After", "Save changes for Alex Morgan")


async def test_an_empty_draft_is_for_the_same_client_after_a_restart(writing: ComposerDriver) -> None:
    await writing.client("Ann Archer")
    bob = await writing.client("Bob Baker")
    writing.open()
    writing.pane.new_draft(bob.id)
    await writing.until(lambda: writing.session.composer.last_open() is not None)
    writing.open()
    assert writing.text_of("for") == "For Bob Baker"


async def test_a_post_that_leaves_while_it_is_edited_goes_out_once_and_the_changes_are_kept(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    writing.pane.edit_post(post.id)
    rewrite(writing, "After")
    await writing.becomes(replace(post.entries[0], state=State.ACCEPTED, mode=SendMode.SCHEDULED))
    assert "can’t be edited any more" in writing.text_of("origin.text")
    assert not writing.find(QAbstractButton, "schedule").isEnabled()
    assert writing.text_of("standing") == "Too late to edit"
    await writing.press(Qt.Key.Key_Return)
    assert (writing.submitted, writing.refused) == ([], [])
    assert (writing.editor.text(), state(writing, post)) == ("After", PostState.LOCKED)
    writing.click("origin.action")
    assert "this will be a second post" in writing.text_of("origin.text")
    writing.click("schedule")
    assert (await writing.post()).text == "After"


async def test_it_warns_when_the_post_is_about_to_leave(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    writing.pane.edit_post(post.id)
    writing.session.clock.offset += timedelta(hours=1, minutes=30)
    writing.pane.minute()
    assert "Save before 09:00" in writing.text_of("origin.text")


async def test_a_post_that_is_moved_while_it_is_edited_stays_moved(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    writing.pane.edit_post(post.id)
    rewrite(writing, "After")
    moved = NOON.replace(day=28)
    writing.session.post_commands.move(post.id, moved)
    await writing.until(lambda: "Sat 07:00" in writing.text_of("origin.text"))
    writing.click("schedule")
    after = await writing.post()
    assert (after.text, after.due_at.replace(microsecond=0)) == ("After", moved)


async def test_a_refused_post_is_written_anew_not_edited(writing: ComposerDriver) -> None:
    post = await scheduled(writing)
    await writing.becomes(replace(post.entries[0], state=State.REJECTED))
    writing.pane.edit_post(post.id)
    assert "Replaces the unsent post" in writing.text_of("origin.text")
    assert writing.text_of("schedule") == "Schedule for Alex Morgan to 1 account"


async def test_a_copy_of_a_post_that_still_goes_out_says_so(writing: ComposerDriver) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN)
    writing.open(client)
    writing.write("Original")
    writing.click("schedule")
    post = await writing.post()
    writing.pane.copy_post(post.id)
    second = [each for each in (*writing.problems(), writing.text_of("origin.text")) if "second post" in each]
    assert second == ["This text already goes out on LinkedIn (tomorrow 09:00). This makes a second post."]
    rewrite(writing, "Other words")
    second = [each for each in (*writing.problems(), writing.text_of("origin.text")) if "second post" in each]
    assert second == ["The original still goes out tomorrow 09:00; this will be a second post."]


@pytest.mark.parametrize("state", [State.MISSED, State.REJECTED])
async def test_what_was_not_sent_in_time_is_offered_a_time_to_come(writing: ComposerDriver, state: State) -> None:
    post = await scheduled(writing)
    writing.session.clock.offset += timedelta(days=3)
    await writing.becomes(replace(post.entries[0], state=state))
    writing.pane.edit_post(post.id)
    assert writing.text_of("sending").startswith("Editable until today 09:00")
    writing.pane.save()
    writing.pane.new_draft()
    await asyncio.sleep(0.1)
    assert writing.kept() == ()


async def test_a_draft_moved_elsewhere_keeps_what_was_typed(writing: ComposerDriver) -> None:
    client = await writing.client()
    writing.open(client)
    writing.write("Hello")
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)
    (draft,) = writing.kept()
    moved = NOON.replace(day=30)
    writing.session.composer.save(replace(draft, due_at=moved))
    await writing.until(lambda: writing.kept()[0].due_at == moved)
    writing.write(" there")
    writing.pane.update_moved_draft(draft.id)
    assert writing.editor.text() == "Hello there"
    writing.pane.save()
    await writing.until(lambda: (writing.kept()[0].text, writing.kept()[0].due_at) == ("Hello there", moved))


async def test_a_repair_says_of_which_post_and_for_whom(writing: ComposerDriver) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN, X)
    writing.open(client)
    writing.write("Studio tour")
    writing.click("schedule")
    post = await writing.post()
    failed, up = post.entries
    await writing.becomes(replace(failed, state=State.ACCEPTED, stage=Stage.FAILED))
    await writing.becomes(replace(up, state=State.ACCEPTED, stage=Stage.PUBLISHED))
    writing.session.post_commands.undone.connect(writing.pane.open_draft)
    writing.session.post_commands.retry_failed(post.id)
    await writing.until(lambda: bool(writing.text_of("origin.text")))
    platform = "LinkedIn" if LINKEDIN in failed.platforms else "X"
    expected = f"Retries {platform} from “Studio tour”, the post of tomorrow 09:00. "
    assert writing.text_of("origin.text") == expected + "The rest of that post stays as it is."
    assert writing.text_of("origin.action") == ""
    choose(writing, "copy_to_date")
    assert writing.text_of("origin.text") == ""


async def test_a_new_post_of_the_menu_is_that_of_the_window_and_each_client_is_offered(writing: ComposerDriver) -> None:
    client, other = await writing.client(), await writing.client("Blue Café")
    writing.open()
    choose(writing, "new")
    assert writing.navigator.asked == [("new_post",)]
    within = writing.menu("menu").findChild(QMenu, "composer.menu.new_for")
    assert within
    assert [each.text() for each in within.actions()] == [client.name, other.name]
    choose_client(writing, "new_for", "Blue Café")
    draft = writing.pane.model.draft
    assert draft
    assert draft.client_id == other.id


async def test_the_menu_shows_the_keys_of_the_drafts_and_leaves_them_to_the_window(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    pressed: list[bool] = []
    windows = QAction("Drafts", writing.pane)
    windows.setShortcut(QKeySequence("Ctrl+3"))
    windows.triggered.connect(lambda: pressed.append(True))
    writing.pane.addAction(windows)
    shown = next(each for each in writing.menu("menu").actions() if each.objectName() == "composer.menu.drafts")
    assert shown.text().endswith("\tCtrl+3")
    await writing.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [True]
