"""The undo of what was sent leaves alone what is being written."""

from datetime import timedelta

from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.shell.conftest import Opener

from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.platforms import Platform
from postdesk.ui.kit.notice_bar import NoticeBar


def test_a_draft_that_came_back_is_offered_while_another_one_is_written(real: QuietSession, open_window: Opener) -> None:
    client, other = real.client("Papyrus Books"), real.client("Blue Dive")
    post = real.post(client, timedelta(days=1))
    window = open_window(real.session)
    composer = window.places.composer
    composer.new_draft(other.id)
    composer.model.edit(None, DraftField.TEXT, "Visibility 22 metres")
    real.session.composer.save(Draft("back", client.id, (Platform.LINKEDIN,), post.text))

    window.navigator.expect_back(post.id)
    real.session.post_commands.undone.emit("back")

    assert composer.model.draft
    assert composer.model.draft.text == "Visibility 22 metres"
    notice = find(window, NoticeBar, "notice")
    assert notice.label.text() == "A draft again, for Papyrus Books: “Studio tour”"
    assert notice.action.text() == "Open draft"
    notice.action.click()
    assert composer.model.draft.id == "back"
    window.hide()  # saves the draft while there is a database


def test_a_draft_that_was_asked_for_is_opened(real: QuietSession, open_window: Opener) -> None:
    client, other = real.client("Papyrus Books"), real.client("Blue Dive")
    post = real.post(client, timedelta(days=1))
    window = open_window(real.session)
    composer = window.places.composer
    composer.new_draft(other.id)
    composer.model.edit(None, DraftField.TEXT, "Visibility 22 metres")
    real.session.composer.save(Draft("back", client.id, (Platform.LINKEDIN,), post.text))
    real.session.post_commands.undone.emit("back")
    assert composer.model.draft
    assert composer.model.draft.id == "back"
    window.hide()  # saves the draft while there is a database
