"""What the foot of the composer says of the last act, and where it leads."""

from dataclasses import replace

import pytest
from tests.ui.composer.conftest import Writing

from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.chips import Chip


@pytest.mark.parametrize("state", [State.UNCERTAIN, State.ACCEPTED_WITHOUT_ID])
async def test_what_is_being_checked_can_be_seen_in_the_results(writing: Writing, state: State) -> None:
    client = await writing.client()
    await writing.accounts(client, Platform.LINKEDIN)
    writing.open(client)
    chip = writing.find(Chip, "chip.linkedin")
    if not chip.isChecked():
        chip.click()
    shown: list[int] = []
    writing.pane.post_asked.connect(shown.append)
    writing.write("Hello")
    writing.click("publish")
    post = await writing.post()

    await writing.becomes(replace(post.entries[0], state=state, hold=None))
    assert writing.text_of("notice.action") == "Show"
    writing.click("notice.action")

    assert shown == [post.id]
