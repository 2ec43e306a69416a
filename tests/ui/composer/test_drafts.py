"""Drafts: kept by themselves, brought back, copied, deleted, and never another client's by accident."""

import asyncio
from dataclasses import replace

from PySide6.QtWidgets import QListWidget, QMenu
from tests.support.quiet_desk import NOON
from tests.ui.composer.conftest import Writing

from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.composer.chips import Chip
from postdesk.ui.composer.drafts_list import DraftsList

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER


def choose(writing: Writing, name: str) -> None:
    """Choose from the composer's menu."""
    menu = writing.menu("menu")
    action = next(each for each in menu.actions() if each.objectName() == f"composer.menu.{name}")
    action.trigger()


def choose_client(writing: Writing, submenu: str, client: str) -> None:
    within = writing.menu("menu").findChild(QMenu, f"composer.menu.{submenu}")
    assert within
    next(each for each in within.actions() if each.text() == client).trigger()


async def test_what_is_typed_is_kept_within_a_second(writing: Writing) -> None:
    client = await writing.client()
    writing.open(client)
    writing.write("Hello")
    await asyncio.sleep(1)
    (kept,) = writing.kept()
    assert (kept.text, kept.client_id) == ("Hello", client.id)
    assert writing.text_of("head.remark") == "saved 12:00"


async def test_an_empty_draft_is_not_kept(writing: Writing) -> None:
    writing.open(await writing.client())
    writing.pane.keep()
    await asyncio.sleep(0.1)
    assert writing.kept() == ()


async def test_a_draft_that_was_emptied_is_gone_when_it_is_left(writing: Writing) -> None:
    writing.open(await writing.client())
    writing.write("H")
    writing.pane.keep()
    await writing.until(lambda: len(writing.kept()) == 1)
    writing.editor.selectAll()
    writing.editor.cut()
    writing.pane.new_draft()
    await writing.until(lambda: writing.kept() == ())


async def test_the_last_draft_is_open_again_after_a_restart(writing: Writing) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN, X)
    writing.open(client)
    writing.find(Chip, "chip.twitter").click()
    writing.write("Hello")
    writing.pane.keep()
    await writing.until(lambda: len(writing.kept()) == 1)
    writing.open(client)
    assert writing.editor.text() == "Hello"
    assert writing.find(Chip, "chip.twitter").isChecked()
    assert not writing.find(Chip, "chip.linkedin").isChecked()


async def test_an_open_draft_keeps_its_client_when_the_window_shows_another(writing: Writing) -> None:
    one, two = await writing.client("Ann Archer"), await writing.client("Bob Baker", "Asia/Tokyo")
    await writing.accounts(one, LINKEDIN)
    writing.open(one)
    writing.write("For Ann")
    writing.scope.show_client(two.id)
    assert writing.text_of("for") == "For Ann Archer"
    writing.click("schedule")
    assert (await writing.post()).client_id == one.id


async def test_an_empty_draft_makes_room_for_the_client_that_is_looked_at(writing: Writing) -> None:
    one, two = await writing.client("Ann Archer"), await writing.client("Bob Baker", "Asia/Tokyo")
    writing.open(one)
    writing.scope.show_client(two.id)
    assert writing.text_of("for") == "For Bob Baker"


async def test_a_new_post_takes_the_place_of_the_open_one_which_is_kept(writing: Writing) -> None:
    client = await writing.client()
    writing.open(client)
    writing.write("First")
    writing.pane.new_draft(due_at=NOON.replace(day=30))
    assert writing.editor.text() == ""
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["First"])


async def test_the_list_opens_another_draft(writing: Writing) -> None:
    writing.open(await writing.client())
    writing.write("First")
    writing.pane.new_draft()
    writing.write("Second")
    choose(writing, "drafts")
    dialog = writing.pane.findChild(DraftsList)
    assert dialog
    names = dialog.findChild(QListWidget)
    assert names
    await writing.until(lambda: names.count() == 2)
    row = next(row for row in range(2) if names.item(row).text().startswith("First"))
    names.setCurrentRow(row)
    dialog.open_button.click()
    assert writing.editor.text() == "First"


async def test_a_deleted_draft_can_be_brought_back(writing: Writing) -> None:
    writing.open(await writing.client())
    writing.write("Precious")
    writing.pane.keep()
    await writing.until(lambda: len(writing.kept()) == 1)
    choose(writing, "delete")
    await writing.until(lambda: writing.kept() == ())
    assert writing.editor.text() == ""
    writing.click("notice.action")
    assert writing.editor.text() == "Precious"
    writing.pane.keep()
    await writing.until(lambda: len(writing.kept()) == 1)


async def test_a_copy_for_another_client_takes_the_platforms_that_the_client_has(writing: Writing) -> None:
    one, two = await writing.client("Ann Archer"), await writing.client("Bob Baker")
    await writing.accounts(one, LINKEDIN, X)
    await writing.accounts(two, X)
    writing.open(one)
    for platform in (LINKEDIN, X):
        writing.find(Chip, f"chip.{platform}").click()
    writing.write("Same words")
    choose_client(writing, "copy_to_client", "Bob Baker")
    assert writing.text_of("for") == "For Bob Baker"
    assert writing.editor.text() == "Same words"
    assert writing.find(Chip, "chip.twitter").isChecked()
    await writing.until(lambda: {draft.client_id for draft in writing.kept()} == {one.id})


async def test_a_copy_for_another_date_leads_to_the_day(writing: Writing) -> None:
    writing.open(await writing.client())
    writing.write("Again")
    choose(writing, "copy_to_date")
    assert writing.focused() == "date"
    writing.pane.keep()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Again", "Again"])


async def test_a_draft_that_changes_a_post_says_so_and_takes_its_place(writing: Writing) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN)
    writing.open(client)
    writing.write("Before")
    writing.click("schedule")
    before = await writing.post()
    writing.pane.edit_post(before.id)
    assert "Changes the post scheduled for tomorrow 09:00" in writing.text_of("origin.text")
    writing.editor.selectAll()
    writing.write("After")
    writing.click("schedule")
    after = await writing.post()
    assert after.text == "After"
    replaced = writing.desk.outbox.post(before.id)
    assert replaced
    assert replaced.state is PostState.CANCELLED
    assert writing.text_of("origin.text") == ""


async def test_a_copy_of_a_post_that_still_goes_out_says_so(writing: Writing) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN)
    writing.open(client)
    writing.write("Original")
    writing.click("schedule")
    post = await writing.post()
    writing.pane.copy_post(post.id)
    assert "The original still goes out tomorrow 09:00" in writing.text_of("origin.text")


async def test_a_draft_moved_elsewhere_keeps_what_was_typed(writing: Writing) -> None:
    client = await writing.client()
    writing.open(client)
    writing.write("Hello")
    writing.pane.keep()
    await writing.until(lambda: len(writing.kept()) == 1)
    (draft,) = writing.kept()
    moved = NOON.replace(day=30)
    writing.desk.composer.save(replace(draft, due_at=moved))
    await writing.until(lambda: writing.kept()[0].due_at == moved)
    writing.write(" there")
    writing.pane.draft_moved(draft.id)
    assert writing.editor.text() == "Hello there"
    writing.pane.keep()
    await writing.until(lambda: (writing.kept()[0].text, writing.kept()[0].due_at) == ("Hello there", moved))
