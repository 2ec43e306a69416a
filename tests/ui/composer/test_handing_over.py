"""The time between a click that submits and its answer: what else is opened, changed or answered meanwhile."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTabBar
from tests.ui.composer.conftest import Writing, ready

from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.domain.submitting import Act
from postdesk.engine.submission import RefusedReason

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
APART = "What you changed meanwhile is not in the post: it is kept as a new draft."


def held_up(writing: Writing) -> Callable[[], None]:
    """Let nothing be written until what is returned is called."""
    gate = Event()
    writing.database.submit(lambda conn: gate.wait(10))
    return gate.set


def posts(writing: Writing) -> list[str]:
    """The texts of all posts."""
    return [row["text"] for row in writing.database.reader.execute("SELECT text FROM posts ORDER BY id")]


async def test_another_draft_that_is_opened_meanwhile_stays_open_with_what_was_typed(writing: Writing) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    let_go = held_up(writing)
    writing.click("schedule")
    writing.pane.new_draft()
    writing.write("Second")
    let_go()
    assert (await writing.post()).text == "First"
    assert writing.editor.text() == "Second"
    assert not writing.editor.isReadOnly()
    assert writing.text_of("notice.text").startswith("Scheduled for Alex Morgan")
    writing.pane.keep()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Second"])
    writing.click("schedule")
    assert (await writing.post()).text == "Second"


async def test_what_is_typed_meanwhile_in_another_tab_is_kept_as_a_draft_that_warns(writing: Writing) -> None:
    await ready(writing, LINKEDIN, X)
    writing.write("First")
    let_go = held_up(writing)
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


async def test_what_is_changed_meanwhile_is_kept_where_another_draft_was_opened_then(writing: Writing) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    let_go = held_up(writing)
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
    kept = {draft.text: (draft.media_url, draft.copied_from_post) for draft in writing.kept()}
    assert kept["First"] == ("https://example.com/later.jpg", post.id)
    await writing.until(lambda: {draft.text for draft in writing.kept()} == {"First", "Second"})


async def test_what_is_changed_of_a_draft_that_is_refused_stays_in_it(writing: Writing) -> None:
    await ready(writing, LINKEDIN, X)
    writing.write("First")
    draft = writing.pane.model.draft
    assert draft
    let_go = held_up(writing)
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


async def test_the_answer_to_another_submission_is_not_taken_for_that_to_this_one(writing: Writing) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    writing.pane.keep()
    await writing.until(lambda: len(writing.kept()) == 1)
    other = replace(writing.kept()[0], id=str(uuid.uuid4()), text="Other")
    let_go = held_up(writing)
    writing.desk.composer.submit(Submission.of(other), Act.SCHEDULE)
    writing.click("schedule")
    let_go()
    await writing.until(lambda: len(writing.submitted) == 2)
    assert posts(writing) == ["Other", "First"]
    assert writing.editor.text() == ""
    assert not writing.editor.isReadOnly()
    assert writing.text_of("notice.text").startswith("Scheduled for Alex Morgan")


@pytest.mark.logs("submit")
async def test_an_internal_error_is_said_and_the_draft_can_be_submitted_again(writing: Writing) -> None:
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


async def changed_without_x(writing: Writing) -> tuple[Post, Post]:
    """A post for LinkedIn and X, and the post that it became by a change that is too long for X."""
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


async def test_undoing_a_change_takes_what_was_left_out_of_it_away(writing: Writing) -> None:
    before, after = await changed_without_x(writing)
    writing.click("notice.action")
    assert writing.text_of("left_out.text") == ""
    again = await writing.post()
    assert (again.text, again.platforms) == (before.text, before.platforms)
    called_off = writing.desk.outbox.post(after.id)
    assert called_off
    assert called_off.state is PostState.CANCELLED
    assert writing.kept() == ()


async def test_what_was_left_out_and_edited_stays_after_the_undo_and_warns(writing: Writing) -> None:
    await changed_without_x(writing)
    (rest,) = writing.kept()
    assert rest.due_at
    writing.desk.composer.save(replace(rest, text="Shorter", due_at=rest.due_at + timedelta(days=1)))
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Shorter"])
    writing.click("notice.action")
    assert writing.text_of("left_out.text") == ""
    again = await writing.post()
    assert [(draft.text, draft.copied_from_post) for draft in writing.kept()] == [("Shorter", again.id)]
    writing.pane.open_draft(rest.id)
    second = (*writing.problems(), writing.text_of("origin.text"))
    assert any("second post" in words for words in second)
