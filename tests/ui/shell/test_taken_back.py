"""The undo of what was sent leaves alone what is being written."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.shell.conftest import Opener

from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.ui.kit.notice_bar import NoticeBar


@pytest.fixture
def post(real: QuietSession) -> Post:
    """A post; its text is also that of the draft "back"."""
    client = real.client("Papyrus Books")
    made = real.post(client, timedelta(days=1))
    real.session.composer.save(Draft("back", client.id, (Platform.LINKEDIN,), made.text))
    return made


@pytest.fixture
def window(real: QuietSession, post: Post, open_window: Opener) -> Iterator[FullWindow]:
    """A window in which a post for another client is being written."""
    window = open_window(real.session)
    composer = window.places.composer
    composer.new_draft(real.client("Blue Dive").id)
    composer.model.edit(None, DraftField.TEXT, "Visibility 22 metres")
    yield window
    window.hide()  # saves the draft while there is a database


def test_a_draft_that_came_back_is_offered_while_another_one_is_written(
    real: QuietSession, post: Post, window: FullWindow
) -> None:
    window.navigator.expect_back(post.id)
    real.session.post_commands.undone.emit("back")

    composer = window.places.composer
    assert composer.model.draft
    assert composer.model.draft.text == "Visibility 22 metres"
    notice = find(window, NoticeBar, "notice")
    assert notice.label.text() == "A draft again, for Papyrus Books: “Studio tour”"
    assert notice.action.text() == "Open draft"
    notice.action.click()
    assert composer.model.draft.id == "back"


def test_a_draft_that_was_asked_for_is_opened(real: QuietSession, window: FullWindow) -> None:
    real.session.post_commands.undone.emit("back")
    assert window.places.composer.model.draft
    assert window.places.composer.model.draft.id == "back"
