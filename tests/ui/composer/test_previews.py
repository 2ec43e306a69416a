"""The preview below the text, and the window with all previews."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.store import settings
from postdesk.ui.previews.card import PreviewCard
from postdesk.ui.previews.preview import Gallery


def seen(writing: ComposerDriver) -> list[str]:
    """Return the texts of the visible cards in the pane."""
    inside = [card for card in writing.pane.findChildren(PreviewCard) if card.isVisible() and card.window() is writing.pane]
    return [card.accessibleName() for card in inside]


def in_gallery(writing: ComposerDriver) -> list[str]:
    gallery = gallery_of(writing)
    return [card.accessibleName() for card in gallery.findChildren(PreviewCard) if card.isVisible()] if gallery else []


def gallery_of(writing: ComposerDriver) -> Gallery | None:
    found = [each for each in writing.pane.window().findChildren(Gallery) if each.isVisible()]
    return found[0] if found else None


async def test_the_card_follows_what_is_typed(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Fresh bread")
    await writing.until(lambda: seen(writing) == ["LinkedIn preview. linkedin. Fresh bread."])
    writing.write(" at seven")
    await writing.until(lambda: seen(writing) == ["LinkedIn preview. linkedin. Fresh bread at seven."])


async def test_with_the_shared_text_each_platform_can_be_looked_at(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.write("Fresh bread")
    await writing.until(lambda: [said.split(".")[0] for said in seen(writing)] == ["LinkedIn preview"])
    writing.click("preview.twitter")
    assert seen(writing) == ["X preview. @twitter. Fresh bread."]
    assert writing.find(QAbstractButton, "preview.twitter").isChecked()
    assert not writing.find(QAbstractButton, "preview.linkedin").isChecked()


async def test_a_platform_s_tab_shows_its_card(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.THREADS)
    writing.write("Fresh bread")
    writing.pane.model.show_platform(Platform.THREADS)
    await writing.until(lambda: seen(writing) == ["Threads preview. threads. Fresh bread."])
    assert not writing.find(QAbstractButton, "preview.linkedin").isVisible()
    writing.write("!")
    await writing.until(lambda: seen(writing) == ["Threads preview. threads. Fresh bread!."])


async def test_it_stays_folded_away(writing: ComposerDriver) -> None:
    client = await ready(writing, Platform.LINKEDIN)
    kept: list[bool] = []
    book = writing.session.settings
    book.changed.connect(lambda: kept.append(settings.load(writing.database.reader).preview_folded))
    writing.write("Fresh bread")
    writing.click("preview.fold")
    assert seen(writing) == []
    assert writing.find(QAbstractButton, "preview.fold").accessibleDescription() == "collapsed"
    await writing.until(lambda: kept == [True])
    writing.open(client)
    writing.write("More bread")
    assert seen(writing) == []
    writing.click("preview.fold")
    assert len(seen(writing)) == 1
    await writing.until(lambda: kept == [True, False])


async def test_nobody_chosen_has_no_preview(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.click("chip.linkedin")
    assert seen(writing) == []
    assert not writing.find(QAbstractButton, "preview.fold").isVisible()


async def test_all_previews_are_live_in_a_window_beside(writing: ComposerDriver) -> None:
    await ready(writing, *Platform)
    writing.write("Fresh bread")
    writing.click("preview.all")
    await writing.until(lambda: len(in_gallery(writing)) == len(Platform))
    gallery = gallery_of(writing)
    assert gallery
    assert not gallery.isModal()
    writing.write(" at seven")
    await writing.until(lambda: all("Fresh bread at seven" in said for said in in_gallery(writing)))
    writing.click("chip.reddit")
    await writing.until(lambda: len(in_gallery(writing)) == len(Platform) - 1)
    gallery.close()
    await writing.until(lambda: not in_gallery(writing))
    writing.write("!")


async def test_what_is_refused_for_its_length_is_said(writing: ComposerDriver) -> None:
    await ready(writing, Platform.TWITTER)
    writing.write("x" * 281)
    await writing.until(lambda: "".join(seen(writing)).endswith("Too long for the platform."))
    assert "Too long. X would refuse this post." in " ".join(writing.labels())


async def test_all_of_it_is_reached_with_the_tab_key(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.write("Fresh bread")
    writing.find(QAbstractButton, "preview.fold").setFocus()
    reached = [writing.focused()]
    for _ in range(4):
        await writing.press_focused(Qt.Key.Key_Tab)
        reached.append(writing.focused())
    assert reached == ["preview.fold", "preview.all", "preview.linkedin", "preview.twitter", "preview.linkedin"]


async def test_the_preview_shows_what_is_seen_at_the_address(writing: ComposerDriver) -> None:
    await ready(writing, Platform.FACEBOOK)
    writing.write("Fresh bread")
    await writing.until(lambda: len(seen(writing)) == 1)
    (card,) = (card for card in writing.pane.findChildren(PreviewCard) if card.isVisible())
    height = card.height()
    writing.click("add_media")
    QTest.keyClicks(writing.find(QLineEdit, "media_url"), "https://cdn.example.com/bread.jpg")
    await writing.until(lambda: "Image bread.jpg" in card.accessibleName())
    assert card.height() > height


async def test_a_key_is_seen_in_the_text_before_all_previews_follow(writing: ComposerDriver) -> None:
    await ready(writing, *Platform)
    writing.write("Fresh bread")
    writing.click("preview.all")
    await writing.until(lambda: len(in_gallery(writing)) == len(Platform))
    gallery = gallery_of(writing)
    assert gallery
    painted = PaintRecorder([writing.editor.viewport(), *gallery.findChildren(PreviewCard)])
    await writing.until(lambda: not painted.forget())
    writing.write("!")
    await writing.until(lambda: any(isinstance(each, PreviewCard) for each in painted.widgets))
    assert painted.widgets[0] is writing.editor.viewport()


class PaintRecorder(QObject):
    """Records the order in which some widgets are painted."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__(widgets[0])
        self.widgets: list[QObject] = []
        for widget in widgets:
            widget.installEventFilter(self)

    def forget(self) -> int:
        """Return how many were painted since the last call."""
        count = len(self.widgets)
        self.widgets.clear()
        return count

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.widgets.append(watched)
        return False
