"""The composer in the window's sheet, and back in its panel."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMainWindow, QWidget
from tests.support.effort import effort
from tests.support.widgets import cut_off, find
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.sheet import Sheet

TEXT = "Our sourdough takes two days, and here is why we never hurry it.\n" * 4


@dataclass
class Workplace:
    """A window with the composer as a panel beside a search field, and its sheet."""

    writing: ComposerDriver
    window: QMainWindow = field(default_factory=QMainWindow)

    def __post_init__(self) -> None:
        self.search, self.panel, centre = QLineEdit(), QWidget(), QWidget()
        identify(self.search, "search", "Search")
        self.panel.setLayout(column_of(self.writing.pane, spacing=0))
        centre.setLayout(row_of(self.search, self.panel, grow=self.search, spacing=0))
        self.window.setCentralWidget(centre)
        self.sheet = Sheet(self.window, "Composer")
        self.sheet.closed.connect(self._take_back)
        self.writing.pane.sheet_toggled.connect(self.toggle)

    async def show(self, width: int, height: int) -> None:
        self.panel.setVisible(width >= 1100)
        self.window.setMinimumSize(1, 1)
        self.window.resize(width, height)
        self.window.show()
        self.window.activateWindow()
        await self.writing.until(self.window.isActiveWindow)

    def toggle(self) -> None:
        if self.sheet.isVisible():
            self.sheet.close()
        else:
            self.writing.pane.set_wide(True)
            self.sheet.open(self.writing.pane)

    def _take_back(self) -> None:
        layout = self.panel.layout()
        assert layout
        self.writing.pane.set_wide(False)
        layout.addWidget(self.writing.pane)
        self.writing.pane.show()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget(), key, modifier)

    def shows(self, name: str) -> bool:
        """Tell whether the whole widget is within the window and not scrolled away."""
        widget = find(self.window, QWidget, f"composer.{name}")
        whole = QRect(widget.mapTo(self.window, QPoint(0, 0)), widget.size())
        return not widget.visibleRegion().isEmpty() and self.window.rect().contains(whole)


@pytest.fixture
def mirrored() -> Iterator[None]:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


async def at_work(writing: ComposerDriver, width: int, height: int, *platforms: Platform) -> Workplace:
    await ready(writing, *platforms)
    made = Workplace(writing)
    await made.show(width, height)
    return made


async def test_what_is_typed_stays_with_its_undo_its_cursor_and_its_focus(writing: ComposerDriver) -> None:
    place = await at_work(writing, 1440, 900, Platform.LINKEDIN)
    writing.editor.setFocus()
    writing.write("Fresh bread")
    place.key(Qt.Key.Key_Home)
    place.toggle()
    assert QApplication.focusWidget() is writing.editor
    QTest.keyClicks(writing.editor, "Very ")
    place.key(Qt.Key.Key_Escape)
    assert not place.sheet.isVisible()
    assert (writing.editor.text(), QApplication.focusWidget()) == ("Very Fresh bread", writing.editor)
    writing.editor.undo()
    assert writing.editor.text() == "Fresh bread"
    writing.editor.undo()
    assert writing.editor.text() == ""


def has_preview(within: QWidget, platform: str) -> bool:
    return within.findChild(QWidget, f"preview.{platform}") is not None


async def test_it_opens_at_once_with_a_preview_for_each_of_eight(writing: ComposerDriver) -> None:
    place = await at_work(writing, 1440, 900, *Platform)
    writing.put(TEXT)
    place.window.repaint()
    with effort(time.process_time) as opening:
        place.toggle()
        place.window.repaint()
        await writing.until(partial(has_preview, place.window, "reddit"))
        place.window.repaint()
    assert find(place.window, QWidget, "preview.reddit").isVisible()
    assert opening.times < 110, "it usually takes 50 to 70"


async def test_tab_reaches_no_covered_widget(writing: ComposerDriver) -> None:
    place = await at_work(writing, 1440, 900, Platform.LINKEDIN)
    place.search.setFocus()
    place.toggle()
    first, reached = QApplication.focusWidget(), list[QWidget]()
    while not reached or reached[-1] is not first:
        place.key(Qt.Key.Key_Tab)
        reached.append(place.window.focusWidget())
        assert len(reached) < 60
    assert all(place.sheet.isAncestorOf(widget) for widget in reached)
    assert writing.find(QAbstractButton, "schedule") in reached
    place.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is place.search


async def test_the_focus_goes_from_a_preview_that_only_the_sheet_has_to_the_text(writing: ComposerDriver) -> None:
    place = await at_work(writing, 1440, 900, Platform.LINKEDIN)
    writing.editor.setFocus()
    place.toggle()
    previews = find(place.window, QWidget, "previews")
    await writing.until(partial(has_preview, previews, "linkedin"))
    find(previews, QWidget, "preview.linkedin").setFocus()
    place.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is writing.editor


async def test_the_link_of_all_previews_opens_it(writing: ComposerDriver) -> None:
    place = await at_work(writing, 1440, 900, Platform.LINKEDIN, Platform.TWITTER)
    writing.click("preview.all")
    assert place.sheet.isVisible()
    assert writing.find(QWidget, "text").isVisible()


async def test_nothing_is_cut_off_in_it(writing: ComposerDriver) -> None:
    place = await at_work(writing, 1366, 768, *Platform)
    writing.put(TEXT)
    place.toggle()
    await writing.until(lambda: cut_off(place.sheet) == [])


async def test_the_zone_is_named_in_full_and_the_buttons_of_the_time_are_beside_it(writing: ComposerDriver) -> None:
    place = await at_work(writing, 1920, 1080, *Platform)
    place.toggle()
    zone, repeat = writing.find(PlainLabel, "zone"), writing.find(QAbstractButton, "repeat")
    await writing.until(lambda: zone.elided() == "New York · 14:00 yours")
    await writing.until(lambda: repeat.mapToGlobal(QPoint()).x() <= zone.mapToGlobal(QPoint()).x() + zone.width() + 60)
    assert zone.elided() == "New York · 14:00 yours"


async def test_mirrored_the_previews_are_at_the_left(writing: ComposerDriver, mirrored: None) -> None:
    place = await at_work(writing, 1440, 900, Platform.LINKEDIN)
    place.toggle()
    previews, editor = find(place.window, QWidget, "previews"), writing.editor
    assert previews.mapTo(place.window, QPoint(0, 0)).x() < editor.mapTo(place.window, QPoint(0, 0)).x()
    assert place.sheet.surface.left() < 20


async def test_a_window_of_720_x_480_can_write_schedule_and_decide(writing: ComposerDriver) -> None:
    place = await at_work(writing, 720, 480, Platform.LINKEDIN, Platform.TWITTER)
    place.toggle()
    writing.editor.setFocus()
    writing.write("Fresh bread")
    await writing.until(lambda: all(map(place.shows, ("text", "date", "time", "publish", "schedule"))))
    assert place.window.size().toTuple() == (720, 480)
    assert writing.editor.viewport().visibleRegion().boundingRect().height() >= 3 * writing.editor.fontMetrics().lineSpacing()
    writing.put("x" * 290)
    writing.click("standing")
    await writing.until(lambda: place.window.focusWidget().objectName().startswith("composer.problem"))
    assert not place.window.focusWidget().visibleRegion().isEmpty()
    writing.put("Fresh bread")
    place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    post = await writing.post()
    assert post.text == "Fresh bread"
    assert writing.text_of("notice.action") == "Undo"
    assert place.shows("notice.action")
    writing.click("notice.action")
    await writing.until(lambda: "Fresh bread" in [draft.text for draft in writing.kept()])
