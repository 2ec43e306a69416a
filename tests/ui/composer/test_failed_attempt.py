"""The reason that a post failed, in the composer while a draft tries it again."""

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from tests.ui.composer.conftest import ComposerDriver

from postdesk.domain.delivery import Reason, Stage, State, format_reason
from postdesk.domain.drafts import DraftField
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.remote import PlatformResult
from postdesk.ui.composer.chips import Chip

X, LINKEDIN = Platform.TWITTER, Platform.LINKEDIN
REFUSED = "LinkedIn failed, tomorrow 09:00. The platform refused the content."


async def tried_again(writing: ComposerDriver, detail: str) -> Post:
    """Open the draft that tries a post again: LinkedIn failed for that reason, X published it."""
    client = await writing.client()
    await writing.accounts(client, LINKEDIN, X)
    writing.open(client)
    writing.click("add_title")
    QTest.keyClicks(writing.find(QLineEdit, "title"), "A title that neither has a use for")
    writing.write("Studio tour")
    writing.click("schedule")
    post = await writing.post()
    for entry in post.entries:
        failed = LINKEDIN in entry.platforms
        results = (PlatformResult(LINKEDIN, "failed", detail=detail),) if failed else ()
        stage = Stage.FAILED if failed else Stage.PUBLISHED
        await writing.becomes(replace(entry, state=State.ACCEPTED, stage=stage, results=results))
    writing.session.post_commands.undone.connect(writing.pane.open_draft)
    writing.session.post_commands.retry_failed(post.id)
    await writing.until(lambda: bool(writing.text_of("origin.text")))
    return post


async def test_the_reason_is_shown_until_the_text_changes(writing: ComposerDriver) -> None:
    await tried_again(writing, "content_refused")
    assert writing.text_of("failed.text") == REFUSED
    assert not any("Fine for" in words for words in writing.labels())
    assert "with a warning" in writing.find(Chip, "chip.linkedin").accessibleDescription()
    writing.write(" on Friday")
    assert writing.text_of("failed.text") == ""
    assert writing.text_of("fine") == "Fine for LinkedIn"
    writing.put("Studio tour")
    assert writing.text_of("failed.text") == REFUSED


async def test_the_reason_is_no_longer_shown_with_another_file(writing: ComposerDriver) -> None:
    await tried_again(writing, "The picture is too small")
    assert "“The picture is too small”" in writing.text_of("failed.text")
    writing.pane.model.edit(LINKEDIN, DraftField.MEDIA_URL, "https://files.example/larger.jpg")
    assert writing.text_of("failed.text") == ""


async def test_a_reason_that_no_edit_removes_stays_until_the_draft_is_sent(writing: ComposerDriver) -> None:
    await tried_again(writing, "account_restricted")
    told = "LinkedIn failed, tomorrow 09:00. The account may not publish."
    assert writing.text_of("failed.text") == told
    writing.write(" on Friday")
    assert writing.text_of("failed.text") == told
    writing.click("schedule")
    await writing.post()
    await writing.until(lambda: writing.text_of("failed.text") == "")


async def test_the_result_is_a_click_away(writing: ComposerDriver) -> None:
    post = await tried_again(writing, "content_refused")
    assert writing.find(QAbstractButton, "failed.show").isVisible()
    writing.click("failed.show")
    assert writing.navigator.asked[-1] == ("open_post", post.id)


@pytest.mark.parametrize("words", ["Text not allowed", ""])
async def test_a_refusal_by_the_service_is_told_as_well(writing: ComposerDriver, words: str) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN)
    writing.open(client)
    writing.write("Studio tour")
    writing.click("schedule")
    post = await writing.post()
    (entry,) = post.entries
    await writing.becomes(replace(entry, state=State.REJECTED, reason=format_reason(Reason.REFUSED, words)))
    writing.session.post_commands.undone.connect(writing.pane.open_draft)
    writing.session.post_commands.retry_failed(post.id)
    await writing.until(lambda: bool(writing.text_of("failed.text")))
    assert writing.text_of("failed.text").startswith("LinkedIn failed, tomorrow 09:00. MyPostShare refused it")
