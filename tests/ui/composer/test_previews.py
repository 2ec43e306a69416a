"""The preview below the text, and all previews beside the form."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.store import settings
from postdesk.ui.previews.card import FramedCard, PreviewCard
from postdesk.ui.previews.content import PreviewPost
from postdesk.ui.previews.grid import PreviewGrid


def seen(writing: ComposerDriver) -> list[str]:
    """Return the texts of the visible cards in the pane."""
    inside = [card for card in writing.pane.findChildren(PreviewCard) if card.isVisible() and card.window() is writing.pane]
    return [card.accessibleName() for card in inside]


def beside(writing: ComposerDriver) -> list[str]:
    """Return the texts of the cards that are shown beside the form."""
    return [card.accessibleName() for grid in grids(writing) if grid.isVisible() for card in grid.findChildren(PreviewCard)]


def grids(writing: ComposerDriver) -> list[PreviewGrid]:
    return writing.pane.findChildren(PreviewGrid)


def widen(writing: ComposerDriver, width: int = 1060) -> None:
    """Resize the pane to a sheet's width, as the window does."""
    writing.pane.set_wide(True)
    writing.pane.resize(width, 850)


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


async def test_all_previews_are_live_beside_the_form_and_the_one_below_is_gone(writing: ComposerDriver) -> None:
    await ready(writing, *Platform)
    writing.write("Fresh bread")
    widen(writing)
    await writing.until(lambda: len(beside(writing)) == len(Platform))
    assert not writing.find(QAbstractButton, "preview.fold").isVisible()
    writing.write(" at seven")
    await writing.until(lambda: all("Fresh bread at seven" in said for said in beside(writing)))
    writing.click("chip.reddit")
    await writing.until(lambda: len(beside(writing)) == len(Platform) - 1)


async def test_a_sheet_is_painted_before_its_previews_are_made(writing: ComposerDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    await ready(writing, *Platform)
    writing.write("Fresh bread")
    await writing.until(lambda: "Fresh bread" in "".join(seen(writing)))
    widen(writing)
    (grid,) = grids(writing)
    painted, shown_after, show = PaintRecorder([writing.editor.viewport(), grid]), list[set[QObject]](), PreviewGrid.show_posts

    def note(shown: PreviewGrid, posts: tuple[PreviewPost, ...]) -> None:
        shown_after.append(set(painted.widgets))
        show(shown, posts)

    monkeypatch.setattr(PreviewGrid, "show_posts", note)
    await writing.until(lambda: len(beside(writing)) == len(Platform))
    assert shown_after[:1] == [{writing.editor.viewport(), grid}]


async def test_a_sheet_opened_again_never_shows_the_previews_of_an_earlier_text(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("One")
    widen(writing)
    await writing.until(lambda: ["One" in said for said in beside(writing)] == [True])
    writing.pane.set_wide(False)
    writing.pane.resize(400, 800)
    writing.put("Two")
    await writing.until(lambda: "Two" in "".join(seen(writing)))
    widen(writing)
    assert ["Two" in said for said in beside(writing)] == [True]


async def test_the_form_and_two_columns_of_previews_share_a_sheet(writing: ComposerDriver) -> None:
    await ready(writing, *Platform)
    widen(writing)
    (grid,) = grids(writing)
    await writing.until(lambda: len({framed.x() for framed in grid.findChildren(FramedCard)}) == 2)
    assert 520 <= grid.mapTo(writing.pane, QPoint(0, 0)).x() <= 560
    assert writing.editor.mapTo(writing.pane, writing.editor.rect().bottomRight()).x() < 540
    more = writing.find(QAbstractButton, "schedule_more")
    assert more.mapTo(writing.pane, more.rect().topRight()).x() > 1000


async def test_without_the_sheet_the_one_preview_is_back(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.write("Fresh bread")
    widen(writing)
    writing.pane.set_wide(False)
    writing.pane.resize(400, 800)
    assert beside(writing) == []
    writing.write(" at seven")
    await writing.until(lambda: seen(writing) == ["LinkedIn preview. linkedin. Fresh bread at seven."])


async def test_a_narrow_sheet_keeps_the_one_preview_below_the_text(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.write("Fresh bread")
    widen(writing, 720)
    assert beside(writing) == []
    assert writing.find(QAbstractButton, "preview.fold").isVisible()
    assert not writing.find(QAbstractButton, "preview.all").isVisible(), "it is the sheet already"
    writing.pane.set_wide(False)
    assert writing.find(QAbstractButton, "preview.all").isVisible()


async def test_all_previews_asks_the_window_for_the_sheet(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    asked: list[str] = []
    writing.pane.sheet_toggled.connect(lambda: asked.append("sheet"))
    writing.write("Fresh bread")
    writing.click("preview.all")
    assert asked == ["sheet"]


async def test_no_preview_is_made_unless_it_is_shown(writing: ComposerDriver) -> None:
    await ready(writing, *Platform)
    writing.pane.hide()
    writing.put("Fresh bread")
    await writing.until(lambda: not writing.pane.model.platform)
    assert writing.pane.findChildren(PreviewGrid) == []
    assert not any("Fresh bread" in card.accessibleName() for card in writing.pane.findChildren(PreviewCard))
    writing.pane.show()
    await writing.until(lambda: ["Fresh bread" in said for said in seen(writing)] == [True])


async def test_without_accounts_the_place_beside_says_what_to_do(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    widen(writing)
    writing.click("chip.linkedin")
    words = "Select an account to see its preview."
    await writing.until(lambda: words in writing.labels())
    assert beside(writing) == []
    writing.click("chip.linkedin")
    await writing.until(lambda: len(beside(writing)) == 1)
    assert words not in writing.labels()


async def test_what_is_refused_for_its_length_is_said(writing: ComposerDriver) -> None:
    await ready(writing, Platform.TWITTER)
    writing.write("x" * 281)
    await writing.until(lambda: "".join(seen(writing)).endswith("Too long for the platform."))
    assert "Too long. X would refuse this post." in " ".join(writing.labels())


async def test_all_of_it_is_reached_with_the_tab_key(writing: ComposerDriver, tmp_path: Path) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.in_window(tmp_path)
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


async def test_the_previews_beside_come_last_with_the_tab_key(writing: ComposerDriver, tmp_path: Path) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.write("Fresh bread")
    widen(writing, 1200)
    writing.in_window(tmp_path)
    await writing.until(lambda: len(beside(writing)) == 2)
    writing.find(QWidget, "date").setFocus()
    reached = [writing.focused()]
    while reached[-1] != "preview.twitter":
        await writing.press_focused(Qt.Key.Key_Tab)
        reached.append(writing.focused())
        assert len(reached) < 20, reached
    assert "schedule" in reached
    assert reached[-3:] == ["previews.mode", "preview.linkedin", "preview.twitter"]


async def test_a_key_is_seen_in_the_text_before_all_previews_follow(writing: ComposerDriver) -> None:
    await ready(writing, *Platform)
    writing.write("Fresh bread")
    widen(writing)
    (grid,) = grids(writing)
    await writing.until(lambda: len(beside(writing)) == len(Platform))
    painted = PaintRecorder([writing.editor.viewport(), *grid.findChildren(PreviewCard)])
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
