"""The foot of the composer after an action: its text, and the target of its link."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.chips import Chip
from postdesk.ui.kit.time_left import TimeLeft


@pytest.mark.parametrize("state", [State.UNCERTAIN, State.ACCEPTED_WITHOUT_ID])
async def test_what_is_being_checked_can_be_seen_in_the_results(writing: ComposerDriver, state: State) -> None:
    client = await writing.client()
    await writing.accounts(client, Platform.LINKEDIN)
    writing.open(client)
    chip = writing.find(Chip, "chip.linkedin")
    if not chip.isChecked():
        chip.click()
    writing.write("Hello")
    writing.click("publish")
    post = await writing.post()

    await writing.becomes(replace(post.entries[0], state=state, hold=None))
    assert writing.text_of("notice.action") == "Show"
    writing.click("notice.action")

    assert writing.navigator.asked == [("open_post", post.id)]


async def test_what_was_scheduled_is_told_until_the_next_one_is_written(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    await writing.post()
    writing.pane.minute()
    writing.session.changes.connections.emit()
    assert writing.text_of("notice.text").startswith("Scheduled for Alex Morgan")
    writing.write("T")
    assert writing.text_of("notice.text") == ""
    writing.session.changes.posts.emit()
    assert writing.text_of("notice.text") == "", "it does not come back"


async def test_what_can_be_undone_for_seconds_alone_stays_for_those_while_the_next_one_is_written(
    writing: ComposerDriver,
) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    (entry,) = (await writing.post()).entries
    writing.write("The n")
    assert writing.text_of("notice.action") == "Undo"
    await writing.becomes(replace(entry, state=State.ACCEPTED, stage=Stage.PUBLISHED, hold=None))
    writing.write("ext")
    assert writing.text_of("notice.text") == ""


async def test_what_asks_for_something_stays_while_the_next_one_is_written(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    (entry,) = (await writing.post()).entries
    await writing.becomes(replace(entry, state=State.NEEDS_USER, hold=None))
    writing.write("The next")
    assert writing.text_of("notice.action") == "Show"


async def test_what_waits_for_the_end_of_a_pause_does_not_stay_over_the_next_one(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.session.pause.begin()
    writing.write("Hello")
    writing.click("publish")
    await writing.post()
    writing.write("The next")
    assert writing.text_of("notice.text") == ""


async def test_another_draft_is_opened_without_what_was_told_of_the_last(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    await writing.post()
    writing.pane.new_draft()
    assert writing.text_of("notice.text") == ""


async def test_the_undo_of_publishing_shows_its_seconds(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    (entry,) = (await writing.post()).entries
    left = writing.find(TimeLeft, "notice.time_left")
    assert left.isVisible()
    assert 8 <= left.seconds <= 10
    await writing.becomes(replace(entry, state=State.ACCEPTED, stage=Stage.PUBLISHED, hold=None))
    assert not left.isVisible()


async def test_the_undo_of_scheduling_has_no_end_to_count_to(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    await writing.post()
    assert writing.text_of("notice.action") == "Undo"
    assert not writing.find(TimeLeft, "notice.time_left").isVisible()


async def test_the_key_of_undo_does_what_is_offered_once_the_text_has_nothing_to_undo(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    await writing.post()
    writing.editor.setFocus()
    QTest.keyClicks(writing.editor, "T")
    assert writing.text_of("notice.action") == "Undo"
    QTest.keyClick(writing.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert writing.editor.text() == "", "the text comes first"
    QTest.keyClick(writing.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert writing.text_of("notice.action") == ""
    await writing.until(lambda: "Hello" in {draft.text for draft in writing.kept()})


async def test_no_seconds_are_counted_while_sending_is_paused(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.session.pause.begin()
    writing.write("Hello")
    writing.click("publish")
    await writing.post()
    assert not writing.find(TimeLeft, "notice.time_left").isVisible()
