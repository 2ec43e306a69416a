"""What was typed never vanishes: a half-written draft is kept when another takes its place, and can be brought back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from tests.support.quiet_session import NOON
from tests.ui.composer.conftest import ComposerDriver, ready
from tests.ui.composer.test_drafts import choose, choose_client

from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
HALF = "My half-written post"
WORDS = f"“{HALF}” kept as a draft"


def told(writing: ComposerDriver) -> str:
    return writing.text_of("kept.text")


def bring_back(writing: ComposerDriver) -> None:
    writing.click("kept.action")


async def a_post(writing: ComposerDriver) -> Post:
    """Return a scheduled post; the composer is empty."""
    await ready(writing, LINKEDIN)
    writing.write("Scheduled before")
    writing.click("schedule")
    post = await writing.post()
    await writing.until(lambda: writing.editor.text() == "")
    return post


async def kept(writing: ComposerDriver) -> None:
    """Wait until the half-written draft is stored."""
    await writing.until(lambda: [draft.text for draft in writing.kept() if draft.text == HALF] == [HALF])


async def test_a_new_post_says_what_was_kept_and_brings_it_back(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    writing.pane.new_draft()
    assert (writing.editor.text(), told(writing)) == ("", WORDS)
    await kept(writing)
    bring_back(writing)
    assert (writing.editor.text(), told(writing)) == (HALF, "")


async def test_a_click_on_a_day_keeps_it(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    due = writing.pane.model.draft
    assert due
    writing.pane.new_draft(due_at=NOON.replace(day=30))
    assert told(writing) == WORDS
    bring_back(writing)
    back = writing.pane.model.draft
    assert back
    assert (back.id, back.due_at, back.text) == (due.id, due.due_at, HALF)


async def test_an_edit_from_the_calendar_keeps_it(writing: ComposerDriver) -> None:
    post = await a_post(writing)
    writing.write(HALF)
    writing.pane.edit_post(post.id)
    assert (writing.editor.text(), told(writing)) == ("Scheduled before", WORDS)
    bring_back(writing)
    assert (writing.editor.text(), told(writing)) == (HALF, "")


async def test_a_changed_edit_of_a_post_is_kept_alike(writing: ComposerDriver) -> None:
    post = await a_post(writing)
    writing.pane.edit_post(post.id)
    writing.put(HALF)
    writing.pane.new_draft()
    assert told(writing) == WORDS
    bring_back(writing)
    assert (writing.editor.text(), writing.text_of("schedule")) == (HALF, "Save changes for Alex Morgan")


async def test_an_edit_that_changed_nothing_is_left_silently(writing: ComposerDriver) -> None:
    post = await a_post(writing)
    writing.pane.edit_post(post.id)
    writing.pane.new_draft()
    assert told(writing) == ""


async def test_a_copy_of_a_post_keeps_it(writing: ComposerDriver) -> None:
    post = await a_post(writing)
    writing.write(HALF)
    writing.pane.copy_post(post.id)
    assert (writing.editor.text(), told(writing)) == ("Scheduled before", WORDS)
    bring_back(writing)
    assert writing.editor.text() == HALF


async def test_a_copy_for_another_client_keeps_the_original_and_says_whose_it_is(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    await writing.client("Bob Baker")
    writing.write(HALF)
    choose_client(writing, "copy_to_client", "Bob Baker")
    assert writing.text_of("for") == "For Bob Baker"
    assert told(writing) == f"“{HALF}” for Alex Morgan kept as a draft"
    bring_back(writing)
    assert writing.text_of("for") == "For Alex Morgan"
    assert told(writing) == f"“{HALF}” for Bob Baker kept as a draft"


async def test_a_copy_for_another_date_keeps_the_original(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    choose(writing, "copy_to_date")
    assert told(writing) == WORDS


async def test_switching_the_client_leaves_it_open_and_a_new_post_there_keeps_it(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    bob = await writing.client("Bob Baker")
    writing.write(HALF)
    writing.scope.show_client(bob.id)
    assert (writing.editor.text(), told(writing)) == (HALF, "")
    writing.pane.new_draft()
    assert (writing.text_of("for"), told(writing)) == ("For Bob Baker", f"“{HALF}” for Alex Morgan kept as a draft")
    bring_back(writing)
    assert (writing.text_of("for"), writing.editor.text(), told(writing)) == ("For Alex Morgan", HALF, "")


async def test_an_opened_draft_keeps_it(writing: ComposerDriver) -> None:
    client = await ready(writing, LINKEDIN)
    other = Draft("other", client.id, (LINKEDIN,), "Written last week")
    writing.session.composer.save(other)
    writing.write(HALF)
    writing.pane.open_draft("other")
    assert (writing.editor.text(), told(writing)) == ("Written last week", WORDS)


async def test_bringing_it_back_keeps_the_other_one_alike(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    writing.pane.new_draft()
    writing.write("The other one")
    assert told(writing) == WORDS, "it stays while the other one is written"
    bring_back(writing)
    assert (writing.editor.text(), told(writing)) == (HALF, "“The other one” kept as a draft")
    bring_back(writing)
    assert (writing.editor.text(), told(writing)) == ("The other one", WORDS)


async def test_an_empty_draft_is_replaced_silently(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.pane.new_draft(due_at=NOON.replace(day=30))
    assert told(writing) == ""


async def test_another_empty_draft_leaves_the_way_back(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    bob = await writing.client("Bob Baker")
    writing.write(HALF)
    writing.pane.new_draft()
    writing.pane.new_draft()
    assert told(writing) == WORDS
    writing.scope.show_client(bob.id)
    assert (writing.text_of("for"), told(writing)) == ("For Bob Baker", f"“{HALF}” for Alex Morgan kept as a draft")
    bring_back(writing)
    assert (writing.editor.text(), told(writing)) == (HALF, "")


async def test_the_kept_draft_opened_from_elsewhere_ends_the_notice(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    writing.pane.new_draft()
    await kept(writing)
    writing.pane.open_draft(writing.kept()[0].id)
    assert (writing.editor.text(), told(writing)) == (HALF, "")


async def test_what_was_saved_as_a_draft_by_choice_is_told_once(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    writing.pane._drafts.keep_as_draft()
    assert (writing.text_of("notice.text"), told(writing)) == ("Saved as a draft.", "")


async def test_a_scheduled_draft_is_not_told_of(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    writing.click("schedule")
    await writing.post()
    assert told(writing) == ""


async def test_the_notice_goes_with_its_draft(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    writing.pane.new_draft()
    await kept(writing)
    (draft,) = writing.kept()
    writing.session.composer.delete(draft.id)
    await writing.until(lambda: told(writing) == "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Our sourdough takes two days, and here is why", "“Our sourdough takes two…” kept as a draft"),
        ("x" * 60, f"“{'x' * 28}…” kept as a draft"),
        ("First line\n\nSecond", "“First line Second” kept as a draft"),
    ],
)
async def test_a_long_text_is_named_by_its_beginning(writing: ComposerDriver, text: str, words: str) -> None:
    await ready(writing, LINKEDIN)
    writing.put(text)
    writing.pane.new_draft()
    assert told(writing) == words


async def test_it_is_brought_back_by_key_with_the_focus_in_its_text(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(HALF)
    writing.pane.new_draft()
    writing.find(QPushButton, "kept.action").setFocus()
    await writing.press_focused(Qt.Key.Key_Return)
    assert (writing.editor.text(), writing.focused()) == (HALF, "text")
