"""The open draft is deleted, or its client archived, outside the composer."""

from dataclasses import replace

from tests.support.quiet_session import NOON
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.board import Card, CardKind
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.engine.submission import RefusedReason


async def kept(writing: ComposerDriver, words: str) -> Card:
    """Write and keep a draft, and return its card in the calendar."""
    writing.write(words)
    writing.pane.save()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == [words])
    (draft,) = writing.kept()
    return Card(CardKind.DRAFT, draft.id, draft.client_id, NOON, None, (), words)


async def test_a_draft_that_is_deleted_in_the_calendar_is_closed_and_comes_back_with_all_that_was_typed(
    writing: ComposerDriver,
) -> None:
    await ready(writing, Platform.LINKEDIN)
    card = await kept(writing, "Hello")
    writing.write(" again")
    writing.session.bulk.delete([card])
    await writing.until(lambda: not writing.editor.toPlainText())
    assert writing.text_of("notice.text") == "This draft was deleted elsewhere, so it was closed here."
    writing.pane.save()
    assert writing.kept() == ()
    writing.click("notice.action")
    assert writing.editor.toPlainText() == "Hello again"
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Hello again"])


async def test_a_draft_that_is_deleted_before_the_composer_hears_that_it_was_kept_is_closed_too(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.pane.save()
    writing.database.submit(lambda conn: conn.execute("DELETE FROM drafts")).result()
    await writing.until(lambda: not writing.editor.toPlainText())
    assert writing.text_of("notice.text").startswith("This draft was deleted elsewhere")


async def test_a_draft_of_a_client_that_is_archived_is_closed_and_kept(writing: ComposerDriver) -> None:
    client, other = await writing.client(), await writing.client("Bea Rossi")
    writing.open(client)
    card = await kept(writing, "Hello")
    writing.write(" again")
    writing.session.clients.archive(client.id)
    await writing.until(lambda: not writing.editor.toPlainText())
    assert writing.text_of("notice.text").startswith("Alex Morgan was archived, so this draft was closed. The draft is kept")
    assert other.name in writing.text_of("for")
    assert writing.kept() == ()
    writing.click("notice.action")
    assert writing.editor.toPlainText() == "Hello again"
    await writing.until(lambda: [(each.id, each.text) for each in writing.kept()] == [(card.id, "Hello again")])
    await writing.until(lambda: writing.session.clients.get(client.id) == replace(client, archived=False))


async def test_the_draft_of_an_archived_client_is_not_what_a_start_brings_back(writing: ComposerDriver) -> None:
    client, other = await writing.client(), await writing.client("Bea Rossi")
    writing.open(client)
    card = await kept(writing, "Hello")
    writing.session.clients.archive(client.id)
    await writing.until(lambda: other.name in writing.text_of("for"))
    draft = writing.session.composer.draft(card.id)
    assert draft
    writing.session.composer.remember_open(draft)
    writing.open()
    assert other.name in writing.text_of("for")
    assert not writing.editor.toPlainText()


async def test_a_scheduled_post_that_is_only_looked_at_is_closed_where_it_is_deleted(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    writing.pane.edit_post(post.id)
    assert writing.editor.toPlainText() == "Hello"
    writing.session.bulk.delete([Card(CardKind.POST, str(post.id), post.client_id, post.due_at, None, (), "Hello")])
    await writing.until(lambda: not writing.editor.toPlainText())
    assert writing.kept() == ()


async def test_a_scheduled_post_that_is_being_changed_stays_open_where_it_is_deleted(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    writing.pane.edit_post(post.id)
    writing.put("Hello again")
    writing.session.bulk.delete([Card(CardKind.POST, str(post.id), post.client_id, post.due_at, None, (), "Hello")])
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Hello again"])
    assert writing.editor.toPlainText() == "Hello again"
    await writing.until(lambda: "was cancelled" in writing.text_of("origin.text"))
    assert writing.text_of("standing") == "The post was cancelled"
    writing.click("schedule")
    writing.session.composer.submit(Submission.of(writing.kept()[0]), SubmitMode.SCHEDULE)
    await writing.until(lambda: [each.reason for each in writing.refused] == [RefusedReason.REPLACED_CANCELLED])
    assert writing.submitted == []
    writing.click("origin.action")
    writing.click("schedule")
    await writing.until(lambda: len(writing.submitted) == 1)
