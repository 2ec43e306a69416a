"""A typed letter is shown at once; counts and problems follow in the next turn, and no action uses outdated ones."""

import asyncio
import random
import sqlite3
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTabBar, QWidget
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.domain.utm import Tags, TagSettings
from postdesk.ui.composer.chips import Chip
from postdesk.ui.previews.card import PreviewCard

LINKEDIN, X, YOUTUBE = Platform.LINKEDIN, Platform.TWITTER, Platform.YOUTUBE
TYPED = ("a", "\n", "#tag ", "@you ", "https://example.com/a ", "x" * 150, "\u202e", "😀👨‍👩‍👧", "é ", "مرحبا ", "<b>")


def typed(writing: ComposerDriver, text: str) -> None:
    """Type the text, without a turn of the loop afterwards."""
    QTest.keyClicks(writing.editor, text)


def seen(writing: ComposerDriver) -> list[tuple[object, ...]]:
    """Return all texts and marks of the pane, and the texts that its cards give to a screen reader."""
    kinds = (QLabel, QAbstractButton, PreviewCard)
    said = [
        (
            each.objectName(),
            each.accessibleName(),
            each.accessibleDescription(),
            each.toolTip(),
            each.isVisible(),
            each.isEnabled(),
        )
        for kind in kinds
        for each in writing.pane.findChildren(kind)
    ]
    words = [(each.text(),) for each in writing.pane.findChildren(QLabel)]
    marked = [(each.cursor.selectionStart(), each.cursor.selectionEnd()) for each in writing.editor.extraSelections()]
    return [*said, *words, *marked]


async def test_a_key_is_taken_before_what_is_counted_of_it(writing: ComposerDriver) -> None:
    await ready(writing, X)
    typed(writing, "hello")
    assert writing.editor.text() == "hello"
    chip = writing.find(Chip, "chip.twitter")
    assert "280 characters left" in chip.toolTip()
    await writing.until(lambda: "275 characters left" in chip.toolTip())


class Flips(QObject):
    """The widgets that were shown or hidden, by what they are."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.seen.append(f"{event.type().name} {watched.objectName() or type(watched).__name__}")
        return False


@pytest.mark.parametrize("platforms", [(X,), (X, LINKEDIN), (LINKEDIN, YOUTUBE)])
async def test_a_letter_shows_and_hides_nothing_for_a_moment(writing: ComposerDriver, platforms: tuple[Platform, ...]) -> None:
    await ready(writing, *platforms)
    typed(writing, "Fresh bread")
    await writing.until(lambda: not writing.pane.model.live_review._soon.isActive())
    await asyncio.sleep(0.1)
    flips, application = Flips(), QApplication.instance()
    assert application
    application.installEventFilter(flips)
    try:
        typed(writing, "s")
        writing.follow()
        await asyncio.sleep(0.1)
    finally:
        application.removeEventFilter(flips)
    assert flips.seen == []


async def test_a_hidden_composer_follows_when_it_is_seen_again(writing: ComposerDriver) -> None:
    ann, ben = await ready(writing, X), await writing.client("Ben")
    model, heard = writing.pane.model, list[str]()
    await writing.until(lambda: not model.live_review._soon.isActive())
    writing.pane.hide()
    model.opened.connect(lambda: heard.append("opened"))
    model.live_review.changed.connect(lambda: heard.append("reviewed"))
    writing.scope.show_client(ben.id)
    writing.session.changes.posts.emit()
    writing.session.changes.settings.emit()
    writing.session.media.changed.emit("https://files.example/a.jpg")
    writing.pane.minute()
    await asyncio.sleep(0.2)
    assert heard == []
    assert model.draft
    assert model.draft.client_id == ann.id
    writing.pane.show()
    assert model.draft.client_id == ben.id
    assert heard == ["opened", "reviewed"]


async def test_a_draft_that_is_opened_in_a_hidden_composer_keeps_its_client(writing: ComposerDriver) -> None:
    ann, ben = await ready(writing, X), await writing.client("Ben")
    writing.pane.hide()
    writing.scope.show_client(ben.id)
    writing.pane.new_draft(ann.id)
    writing.pane.show()
    assert writing.pane.model.draft
    assert writing.pane.model.draft.client_id == ann.id


async def test_what_follows_keys_is_what_is_shown_of_the_whole_text(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X, Platform.INSTAGRAM, YOUTUBE)
    model = writing.pane.model
    heard: list[bool] = []
    model.live_review.changed.connect(lambda: heard.append(True))
    chance = random.Random(4)
    for _ in range(30):
        heard.clear()
        cursor = writing.editor.textCursor()
        cursor.setPosition(chance.randrange(writing.editor.document().characterCount()))
        if chance.random() < 0.2:
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        writing.editor.setTextCursor(cursor)
        for _ in range(chance.randint(1, 3)):
            writing.editor.insert(chance.choice(TYPED))
        await writing.until(lambda: bool(heard))
        followed = seen(writing)
        model.live_review.make()
        heard.clear()
        assert seen(writing) == followed


async def test_what_goes_out_is_what_was_typed_before_it_was_counted(writing: ComposerDriver) -> None:
    await ready(writing, X)
    typed(writing, "To be sent")
    writing.click("schedule")
    assert (await writing.post()).text == "To be sent"


async def test_a_question_of_another_text_is_not_answered_by_a_click_behind_a_key(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X, Platform.FACEBOOK, Platform.THREADS)
    writing.write("x" * 280)
    writing.click("publish")
    assert writing.find(QWidget, "confirm").isVisible()
    typed(writing, "y")  # too long for X from now on
    writing.click("confirm.yes")
    assert not writing.find(QWidget, "confirm").isVisible()
    assert not writing.submitted
    assert writing.text_of("publish") == "Publish now to 3 accounts"


async def test_a_text_of_its_own_begins_with_all_that_was_typed(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X)
    writing.write("Tea")
    writing.find(QTabBar, "tabs").setCurrentIndex(1)
    writing.find(QTabBar, "tabs").setCurrentIndex(0)
    typed(writing, " time")
    writing.find(QTabBar, "tabs").setCurrentIndex(1)
    writing.click("own_text")
    draft = writing.pane.model.draft
    assert draft
    assert (draft.text, draft.variant(LINKEDIN).text) == ("Tea time", "Tea time")


async def test_links_are_left_plain_in_what_was_typed_last(writing: ComposerDriver) -> None:
    client = await ready(writing, LINKEDIN)
    heard: list[bool] = []
    writing.session.changes.clients.connect(lambda: heard.append(True))
    writing.session.clients.update(replace(client, tagging=TagSettings(True, Tags("{platform}", "social"))))
    await writing.until(lambda: bool(heard))
    writing.write("https://example.com/tea")
    typed(writing, " now")
    writing.click("link_tags.plain")
    draft = writing.pane.model.draft
    assert draft
    assert (draft.text, draft.plain_links) == ("https://example.com/tea now", True)


async def test_a_hidden_composer_is_reviewed_once_it_is_shown_again(writing: ComposerDriver) -> None:
    await ready(writing, X)
    typed(writing, "Fresh bread")
    writing.pane.hide()
    await asyncio.sleep(0.1)
    made = list[None]()
    writing.pane.model.live_review.changed.connect(lambda: made.append(None))
    writing.session.changes.posts.emit()
    await asyncio.sleep(0.1)
    assert not made
    writing.pane.show()
    assert len(made) == 1
    writing.session.changes.posts.emit()
    writing.session.changes.posts.emit()
    await writing.until(lambda: len(made) == 2)


async def test_a_failed_review_leaves_none_of_an_earlier_text(writing: ComposerDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    await ready(writing, X)
    model, conflicts = writing.pane.model, writing.session.composer.conflicts
    typed(writing, "Fresh bread")
    assert model.review

    def failing(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(conflicts, "duplicate_of", failing)
        typed(writing, " is out")
        for _ in range(2):
            with pytest.raises(sqlite3.OperationalError):
                model.publish()
    assert model.review.draft.text == "Fresh bread is out"
