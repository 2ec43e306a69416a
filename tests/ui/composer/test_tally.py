"""The counters that are visible, and the state of each account at a glance."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QTabBar
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.ui.composer.chips import Chip
from postdesk.ui.composer.tools import TextTools
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import number

X, LINKEDIN, INSTAGRAM, PINTEREST = Platform.TWITTER, Platform.LINKEDIN, Platform.INSTAGRAM, Platform.PINTEREST


def tally(writing: ComposerDriver) -> str:
    (tools,) = writing.pane.findChildren(TextTools)
    return tools.tally.label.text()


async def test_what_is_in_the_text_is_counted_beside_the_tools(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    assert tally(writing) == ""
    writing.write("H")
    assert tally(writing) == "1 character"
    writing.put("#one #two @you https://example.com/a https://example.com/a")
    assert tally(writing) == "58 characters · 2 hashtags · 1 mention · 1 link"


async def test_the_strictest_limit_of_those_who_get_the_text_is_named_from_when_it_comes_near(writing: ComposerDriver) -> None:
    await ready(writing, X, INSTAGRAM)
    writing.put("#one #two #three")
    assert tally(writing) == "16 characters · 3 hashtags"
    writing.put("#one #two #three #four")
    assert tally(writing) == "22 characters · 4 hashtags (Instagram: 5)"
    writing.find(Chip, "chip.instagram").click()
    assert tally(writing) == "22 characters · 4 hashtags"


async def test_a_platform_s_own_count_is_shown_with_its_text(writing: ComposerDriver) -> None:
    await ready(writing, X, INSTAGRAM)
    writing.put("https://example.com/and-so-on-and-so-on")
    writing.find(QTabBar, "tabs").setCurrentIndex(1)
    assert tally(writing) == "23 of 280 · 1 link"
    writing.put("Own #tag")
    assert tally(writing) == "8 of 280 · 1 hashtag"
    writing.find(QTabBar, "tabs").setCurrentIndex(0)
    assert tally(writing).endswith("1 link")


async def test_a_chip_says_how_its_account_stands(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, PINTEREST)
    chips = {key: writing.find(Chip, f"chip.{key}") for key in (X, LINKEDIN, PINTEREST)}
    assert chips[X].accessibleDescription() == "280 characters left"
    width = chips[X].sizeHint().width()
    writing.write("H")
    assert chips[X].accessibleDescription() == "279 characters left, ready to post"
    assert abs(chips[X].sizeHint().width() - width) < 4
    assert chips[PINTEREST].accessibleDescription().endswith("can’t be posted yet")
    writing.put("x" * 300)
    assert chips[X].accessibleDescription().endswith("can’t be posted yet")
    assert chips[LINKEDIN].accessibleDescription().endswith("ready to post")


async def test_a_chip_tells_its_name_its_state_and_the_number_of_its_problems_to_a_screen_reader(writing: ComposerDriver) -> None:
    await ready(writing, X, INSTAGRAM)
    writing.put("x" * 300 + " #tag" * 6)
    chip = writing.find(Chip, "chip.instagram")
    spoken = QAccessible.queryAccessibleInterface(chip)
    assert spoken.text(QAccessible.Text.Name) == "@instagram, Instagram"
    assert spoken.role() is QAccessible.Role.CheckBox
    assert spoken.state().checked
    assert "1 problem, 1 warning" in spoken.text(QAccessible.Text.Description)
    chip.click()
    assert not spoken.state().checked
    assert "problem" not in spoken.text(QAccessible.Text.Description)
    assert "1 problem, can’t be posted yet" in writing.find(Chip, "chip.twitter").accessibleDescription()


async def test_a_warning_is_seen_on_the_chip_until_it_is_posted_with(writing: ComposerDriver) -> None:
    await ready(writing, Platform.FACEBOOK)
    writing.put("x" * 10_001)
    chip = writing.find(Chip, "chip.facebook")
    assert chip.accessibleDescription().endswith("1 warning")
    writing.click("problem.0.action.1")
    assert chip.accessibleDescription().endswith("ready to post")


@pytest.fixture(params=[1, 1.25], ids=["usual", "larger"])
def text_size(request: pytest.FixtureRequest, theme: Theme) -> Iterator[None]:
    """Let the desktop have its usual text size, or one of 125 %."""
    usual, larger = QApplication.font(), QApplication.font()
    larger.setPointSizeF(usual.pointSizeF() * request.param)
    QApplication.setFont(larger)
    yield
    QApplication.setFont(usual)


@pytest.mark.usefixtures("text_size")
@pytest.mark.parametrize("count", [63_206, 304])
@pytest.mark.parametrize("tail", ["", " #one" * 30 + " https://example.com/a" * 12 + " @you"])
async def test_the_counts_take_one_line_of_the_panel_in_practice_mode(writing: ComposerDriver, count: int, tail: str) -> None:
    await ready(writing, Platform.FACEBOOK)
    (tools,) = writing.pane.findChildren(TextTools)
    tools.add("flask-conical", "Sample files", "composer.samples")  # as in practice mode
    assert tools.tally.label.font().pointSizeF() == QApplication.font().pointSizeF()
    before, text = tools.height(), "x" * (count - len(tail)) + tail
    writing.put(text)
    label = tools.tally.label
    await writing.until(lambda: label.width() > 40)
    assert label.fontMetrics().horizontalAdvance(label.elided()) <= label.width()
    assert label.elided().startswith(number(len(text)))
    assert label.text().startswith(f"{number(len(text))} characters")
    assert tools.height() == before


async def test_the_counts_without_room_are_in_the_tool_tip(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.put("#one " * 20 + "@you " * 20 + "https://example.com/a https://example.com/b")
    label = writing.find(PlainLabel, "tally")
    await writing.until(lambda: label.elided() == "243 · 20 hashtags · 20 mentions · …")
    assert label.toolTip() == "243 characters · 20 hashtags · 20 mentions · 2 links"
