"""The time between a click that submits and its answer: other drafts that are opened, changed or answered meanwhile."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTabBar
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.engine.submission import RefusedReason

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
APART = "What you changed meanwhile is not in the post: it is kept as a new draft."


def block_writes(writing: ComposerDriver) -> Callable[[], None]:
    """Block all writing until the returned function is called."""
    gate = Event()
    writing.database.submit(lambda conn: gate.wait(10))
    return gate.set


def posts(writing: ComposerDriver) -> list[str]:
    """Return the texts of all posts."""
    return [row["text"] for row in writing.database.reader.execute("SELECT text FROM posts ORDER BY id")]


async def test_the_buttons_say_what_is_under_way_and_a_second_press_does_nothing(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    let_go = block_writes(writing)
    writing.click("schedule")
    assert (writing.text_of("schedule"), writing.find(QAbstractButton, "publish").isEnabled()) == ("Scheduling…", False)
    writing.click("schedule")
    writing.pane.model.schedule()
    writing.click("publish")
    let_go()
    assert (await writing.post()).text == "First"
    assert posts(writing) == ["First"]
    assert (writing.text_of("schedule"), writing.find(QAbstractButton, "publish").isEnabled()) == (
        "Schedule for Alex Morgan",
        True,
    )


async def test_a_change_that_is_saved_and_a_post_that_is_published_are_under_way_in_their_words(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    let_go = block_writes(writing)
    writing.click("publish")
    assert writing.text_of("schedule") == "Publishing…"
    let_go()
    await writing.post()
    writing.write("Second")
    writing.click("schedule")
    writing.pane.edit_post((await writing.post()).id)
    writing.write("!")
    let_go = block_writes(writing)
    writing.click("schedule")
    assert writing.text_of("schedule") == "Saving changes…"
    let_go()
    await writing.post()


async def test_the_button_that_has_the_focus_keeps_it_while_the_answer_is_waited_for(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    let_go = block_writes(writing)
    writing.find(QAbstractButton, "schedule").setFocus()
    await writing.press_focused(Qt.Key.Key_Return)
    assert (writing.focused(), writing.text_of("schedule")) == ("schedule", "Scheduling…")
    let_go()
    await writing.post()
    assert writing.focused() == "schedule"


async def test_another_draft_that_is_opened_meanwhile_stays_open_with_what_was_typed(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    let_go = block_writes(writing)
    writing.click("schedule")
    writing.pane.new_draft()
    writing.write("Second")
    let_go()
    assert (await writing.post()).text == "First"
    assert writing.editor.text() == "Second"
    assert not writing.editor.isReadOnly()
    assert writing.text_of("notice.text").startswith("Scheduled for Alex Morgan")
    writing.pane.save()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Second"])
    writing.click("schedule")
    assert (await writing.post()).text == "Second"


async def test_what_is_typed_meanwhile_in_another_tab_is_kept_as_a_draft_that_warns(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X)
    writing.write("First")
    let_go = block_writes(writing)
    writing.click("schedule")
    assert writing.editor.isReadOnly()
    writing.find(QTabBar, "tabs").setCurrentIndex(1)
    writing.write("Typed ")
    changed = writing.pane.model.draft
    assert changed
    let_go()
    post = await writing.post()
    assert (post.text, posts(writing)) == ("First", ["First"])
    assert writing.text_of("left_out.text") == APART
    opened = writing.pane.model.draft
    assert opened
    assert opened.id != changed.id
    assert (opened.variants, opened.copied_from_post) == (changed.variants, post.id)
    await writing.until(lambda: [draft.variants for draft in writing.kept()] == [changed.variants])
    second = (*writing.problems(), writing.text_of("origin.text"))
    assert any("second post" in words for words in second)


async def test_what_is_changed_meanwhile_is_kept_where_another_draft_was_opened_then(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    let_go = block_writes(writing)
    writing.click("schedule")
    QTest.keyClicks(writing.find(QLineEdit, "media_url"), "https://example.com/later.jpg")
    writing.pane.new_draft()
    writing.write("Second")
    let_go()
    post = await writing.post()
    assert writing.editor.text() == "Second"
    assert writing.text_of("left_out.text") == APART
    writing.click("left_out.action")
    assert writing.editor.text() == "First"
    assert writing.find(QLineEdit, "media_url").text() == "https://example.com/later.jpg"
    await writing.until(lambda: {draft.text for draft in writing.kept()} == {"First", "Second"})
    kept = {draft.text: (draft.media_url, draft.copied_from_post) for draft in writing.kept()}
    assert kept["First"] == ("https://example.com/later.jpg", post.id)


async def test_what_is_changed_of_a_draft_that_is_refused_stays_in_it(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X)
    writing.write("First")
    draft = writing.pane.model.draft
    assert draft
    let_go = block_writes(writing)
    client = writing.pane.model.client
    assert client
    writing.database.submit(lambda conn: conn.execute("DELETE FROM connections WHERE client_id = ?", (client.id,)).rowcount)
    writing.click("schedule")
    writing.find(QTabBar, "tabs").setCurrentIndex(1)
    writing.write("Typed ")
    let_go()
    await writing.until(lambda: bool(writing.refused))
    opened = writing.pane.model.draft
    assert opened
    assert (opened.id, opened.text_for(LINKEDIN)) == (draft.id, "FirstTyped ")
    assert writing.text_of("left_out.text") == ""


async def test_the_answer_to_another_submission_is_not_taken_for_that_to_this_one(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)
    other = replace(writing.kept()[0], id=str(uuid.uuid4()), text="Other")
    let_go = block_writes(writing)
    writing.session.composer.submit(Submission.of(other), SubmitMode.SCHEDULE)
    writing.click("schedule")
    let_go()
    await writing.until(lambda: len(writing.submitted) == 2)
    assert posts(writing) == ["Other", "First"]
    assert writing.editor.text() == ""
    assert not writing.editor.isReadOnly()
    assert writing.text_of("notice.text").startswith("Scheduled for Alex Morgan")


@pytest.mark.logs("submit")
async def test_an_internal_error_is_said_and_the_draft_can_be_submitted_again(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    fails = "CREATE TEMP TRIGGER fails BEFORE INSERT ON main.posts BEGIN SELECT RAISE(ABORT, 'unexpected'); END"
    await writing.database.run(lambda conn: conn.execute(fails).rowcount)
    writing.click("schedule")
    await writing.until(lambda: bool(writing.refused))
    assert writing.refused.pop().reason is RefusedReason.INTERNAL
    assert writing.text_of("notice.text").startswith("Postdesk had an internal error, so nothing goes out.")
    assert (writing.editor.text(), writing.editor.isReadOnly(), posts(writing)) == ("Hello", False, [])
    await writing.database.run(lambda conn: conn.execute("DROP TRIGGER fails").rowcount)
    writing.click("schedule")
    assert (await writing.post()).text == "Hello"


async def changed_without_x(writing: ComposerDriver) -> tuple[Post, Post]:
    """Return a post for LinkedIn and X, and the post that it became by a change that is too long for X."""
    await ready(writing, LINKEDIN, X)
    writing.write("First")
    writing.click("schedule")
    before = await writing.post()
    writing.pane.edit_post(before.id)
    writing.put("y" * 300)
    writing.click("schedule")
    after = await writing.post()
    assert after.platforms == (LINKEDIN,)
    assert writing.text_of("left_out.text").startswith("X left out and kept as a draft.")
    assert [draft.platforms for draft in writing.kept()] == [(X,)]
    return before, after


async def test_undoing_a_change_takes_what_was_left_out_of_it_away(writing: ComposerDriver) -> None:
    before, after = await changed_without_x(writing)
    writing.click("notice.action")
    assert writing.text_of("left_out.text") == ""
    again = await writing.post()
    assert (again.text, again.platforms) == (before.text, before.platforms)
    called_off = writing.session.post_commands.post(after.id)
    assert called_off
    assert called_off.state is PostState.CANCELLED
    assert writing.kept() == ()


async def test_what_was_left_out_and_edited_stays_after_the_undo_and_warns(writing: ComposerDriver) -> None:
    await changed_without_x(writing)
    (rest,) = writing.kept()
    assert rest.due_at
    writing.session.composer.save(replace(rest, text="Shorter", due_at=rest.due_at + timedelta(days=1)))
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Shorter"])
    writing.click("notice.action")
    assert writing.text_of("left_out.text") == ""
    again = await writing.post()
    assert [(draft.text, draft.copied_from_post) for draft in writing.kept()] == [("Shorter", again.id)]
    writing.pane.open_draft(rest.id)
    second = (*writing.problems(), writing.text_of("origin.text"))
    assert any("second post" in words for words in second)


async def undo_held_up(writing: ComposerDriver) -> Callable[[], None]:
    """Start to undo the last action, which is written once the returned function is called."""
    let_go = block_writes(writing)
    writing.click("notice.action")
    await asyncio.sleep(0.05)
    return let_go


@pytest.mark.parametrize("left", [False, True])
async def test_what_is_typed_in_what_was_left_out_between_undo_and_its_answer_stays_and_warns(
    writing: ComposerDriver, left: bool
) -> None:
    before, _ = await changed_without_x(writing)
    (rest,) = writing.kept()
    let_go = await undo_held_up(writing)
    writing.pane.open_draft(rest.id)
    writing.put("Shorter")
    if left:
        writing.pane.save()
        writing.pane.new_draft()
    let_go()
    again = await writing.post()
    assert (again.text, again.platforms) == (before.text, before.platforms)
    writing.pane.open_draft(rest.id)
    assert writing.editor.text() == "Shorter"
    second = (*writing.problems(), writing.text_of("origin.text"))
    assert any("second post" in words for words in second)
    await writing.until(lambda: [(draft.text, draft.copied_from_post) for draft in writing.kept()] == [("Shorter", again.id)])


async def test_what_was_left_out_is_closed_where_it_is_only_looked_at_between_undo_and_its_answer(
    writing: ComposerDriver,
) -> None:
    await changed_without_x(writing)
    (rest,) = writing.kept()
    let_go = await undo_held_up(writing)
    writing.pane.open_draft(rest.id)
    let_go()
    await writing.post()
    await writing.until(lambda: writing.editor.text() == "")
    assert writing.kept() == ()


async def saved_change(writing: ComposerDriver) -> tuple[Post, Post]:
    """Return a post, and the post that it became by a change."""
    await ready(writing, LINKEDIN)
    writing.write("First")
    writing.click("schedule")
    before = await writing.post()
    writing.pane.edit_post(before.id)
    writing.put("Second")
    writing.click("schedule")
    return before, await writing.post()


async def test_a_new_draft_that_is_typed_between_undo_and_its_answer_stays(writing: ComposerDriver) -> None:
    before, _ = await saved_change(writing)
    let_go = await undo_held_up(writing)
    writing.write("Third")
    let_go()
    assert (await writing.post()).text == before.text
    assert (writing.editor.text(), writing.editor.isReadOnly()) == ("Third", False)
    writing.pane.save()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Third"])
    assert posts(writing) == ["First", "Second", "First"]


@pytest.mark.parametrize("pressed", [False, True])
async def test_another_change_of_it_between_undo_and_its_answer_is_kept_and_makes_no_second_post(
    writing: ComposerDriver, pressed: bool
) -> None:
    before, after = await saved_change(writing)
    let_go = await undo_held_up(writing)
    writing.pane.edit_post(after.id)
    writing.put("Third")
    if pressed:
        writing.click("schedule")
    let_go()
    again = await writing.post()
    assert again.text == before.text
    if pressed:
        await writing.until(lambda: bool(writing.refused))
    assert writing.text_of("standing") == "The post was cancelled"
    assert (writing.editor.text(), writing.editor.isReadOnly()) == ("Third", False)
    writing.pane.save()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Third"])
    writing.pane.model.schedule()
    assert posts(writing) == ["First", "Second", "First"]
    assert [post.state for each in (before, after, again) if (post := writing.session.post_commands.post(each.id))] == [
        PostState.CANCELLED,
        PostState.CANCELLED,
        again.state,
    ]


async def test_what_was_left_out_warns_though_it_is_opened_again_between_undo_and_its_answer(writing: ComposerDriver) -> None:
    await changed_without_x(writing)
    (rest,) = writing.kept()
    let_go = await undo_held_up(writing)
    writing.pane.open_draft(rest.id)
    writing.put("Shorter")
    writing.pane.save()
    writing.pane.new_draft()
    writing.pane.open_draft(rest.id)
    let_go()
    again = await writing.post()
    writing.put("Shorter!")
    writing.pane.save()
    await writing.until(lambda: [(draft.text, draft.copied_from_post) for draft in writing.kept()] == [("Shorter!", again.id)])


async def test_what_was_left_out_is_not_sent_by_itself_while_undo_takes_it_in(writing: ComposerDriver) -> None:
    await changed_without_x(writing)
    before = posts(writing)
    (rest,) = writing.kept()
    let_go = await undo_held_up(writing)
    writing.pane.open_draft(rest.id)
    writing.put("Shorter")
    writing.click("schedule")
    await writing.until(lambda: bool(writing.refused))
    assert "still being undone" in writing.text_of("notice.text")
    writing.refused.clear()
    let_go()
    again = await writing.post()
    writing.pane.save()
    await writing.until(lambda: [(draft.text, draft.copied_from_post) for draft in writing.kept()] == [("Shorter", again.id)])
    assert posts(writing) == [*before, again.text]
