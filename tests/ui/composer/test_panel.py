"""The composer as a panel of a laptop's window: ten lines of text, one line of accounts, two lines of acts, notes said once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolTip, QWidget
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.clients import Client
from postdesk.domain.drafts import DraftField
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.action_bar import ActionBar
from postdesk.ui.composer.chips import Chip
from postdesk.ui.composer.time_picker import TimePicker
from postdesk.ui.kit.buttons import ElidedButton

X, LINKEDIN, FACEBOOK, INSTAGRAM = Platform.TWITTER, Platform.LINKEDIN, Platform.FACEBOOK, Platform.INSTAGRAM
PANEL = (400, 696)
"""What a window of 1366 × 768 leaves beside the calendar."""


async def eight_accounts(writing: ComposerDriver, *chosen: Platform) -> Client:
    """Open the panel of a client with an account on each platform, and select these."""
    client = await writing.client("Bakery Sonne", "Europe/Berlin")
    await writing.accounts(client, *Platform)
    writing.open(client)
    writing.pane.resize(*PANEL)
    for platform in Platform:
        if (chip := chip_of(writing, platform)).isChecked() != (platform in chosen):
            chip.click()
    return client


def chip_of(writing: ComposerDriver, platform: Platform) -> Chip:
    return writing.find(Chip, f"chip.{platform}")


def shown_chips(writing: ComposerDriver) -> list[Chip]:
    return [chip for chip in writing.pane.findChildren(Chip) if chip.isVisible()]


def shown_words(button: ElidedButton) -> str:
    """Return the words on the button, which may be fewer than those that are spoken."""
    return button._words()


def seen(widget: QWidget) -> bool:
    """Return True if all of the widget is in sight."""
    return widget.visibleRegion().boundingRect().size() == widget.size()


async def test_the_text_has_ten_lines_with_eight_accounts_and_a_problem_in_sight(writing: ComposerDriver) -> None:
    await eight_accounts(writing, LINKEDIN, X, FACEBOOK)
    writing.put("x" * 300)
    assert len(writing.problems()) >= 1
    viewport, line = writing.editor.viewport(), writing.editor.fontMetrics().lineSpacing()
    await writing.until(lambda: viewport.visibleRegion().boundingRect().height() >= 10 * line)
    await writing.until(lambda: seen(writing.find(QWidget, "problem.0")))
    assert seen(writing.find(QAbstractButton, "schedule"))


async def test_the_accounts_stand_in_one_line_and_those_without_room_in_a_menu(writing: ComposerDriver) -> None:
    await eight_accounts(writing, *Platform)
    writing.put("x" * 300)
    chips = shown_chips(writing)
    assert len({chip.y() for chip in chips}) == 1
    more = writing.find(QAbstractButton, "chips.more")
    await writing.until(lambda: more.isVisible() and more.geometry().right() < writing.pane.width())
    folded = [chip for chip in writing.pane.findChildren(Chip) if chip not in chips]
    assert more.text() == f"+{len(folded)}"
    assert all(chip.accessibleName() in more.accessibleName() for chip in folded)
    last = folded[-1]
    next(each for each in writing.menu("chips.more").actions() if last.accessibleName() in each.text()).trigger()
    draft = writing.pane.model.draft
    assert draft
    assert last.platform not in draft.platforms


async def test_names_stand_on_the_chips_where_all_have_room(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X, INSTAGRAM)
    writing.pane.resize(700, 700)
    await writing.until(lambda: chip_of(writing, LINKEDIN).width() > 80)
    wide = chip_of(writing, LINKEDIN).sizeHint().width()
    writing.pane.resize(360, 700)
    await writing.until(lambda: chip_of(writing, LINKEDIN).sizeHint().width() < wide)
    assert chip_of(writing, LINKEDIN).toolTip().startswith("@linkedin, LinkedIn")
    writing.pane.resize(700, 700)
    await writing.until(lambda: chip_of(writing, LINKEDIN).sizeHint().width() == wide)


async def test_the_name_of_a_chip_without_room_for_it_is_shown_while_it_has_the_focus(writing: ComposerDriver) -> None:
    await eight_accounts(writing, LINKEDIN)
    writing.pane.activateWindow()
    await writing.until(writing.pane.isActiveWindow)
    chip_of(writing, X).setFocus(Qt.FocusReason.TabFocusReason)
    assert QToolTip.text().startswith("@twitter, X (Twitter)")
    QToolTip.hideText()


async def test_a_mirrored_chip_has_its_icon_at_the_right(writing: ComposerDriver) -> None:
    await eight_accounts(writing, X)
    writing.put("x" * 100)
    chip = chip_of(writing, X)
    left = chip.grab().toImage()
    chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = chip.grab().toImage()
    third = left.width() // 3
    for image, dark in ((left, 0), (right, 2 * third)):
        inked = [sum(image.pixelColor(x, y).lightness() < 60 for y in range(image.height())) for x in range(image.width())]
        assert max(range(0, len(inked) - third, third), key=lambda x: sum(inked[x : x + third])) == dark


async def test_the_foot_has_two_lines_and_says_in_full_what_it_shows_in_short(writing: ComposerDriver) -> None:
    await eight_accounts(writing, LINKEDIN, X, FACEBOOK)
    writing.put("x" * 300)
    (when,), (acts,) = writing.pane.findChildren(TimePicker), writing.pane.findChildren(ActionBar)
    foot = acts.parentWidget()
    assert foot
    line = writing.find(QAbstractButton, "schedule").height()
    await writing.until(lambda: foot.height() <= 2 * max(line, when.height()) + 32)
    assert writing.text_of("zone").endswith("08:00 yours")
    buttons = {name: writing.find(QAbstractButton, name) for name in ("save_draft", "standing", "publish", "schedule")}
    await writing.until(lambda: all(button.width() >= button.sizeHint().width() for button in buttons.values()))
    assert all(seen(button) for button in buttons.values())
    assert [button.accessibleName() for button in buttons.values()] == [
        "Save as draft",
        "1 problem",
        "Publish now to 2 accounts for Bakery Sonne",
        "Schedule 2 of 3 for Bakery Sonne",
    ]


@pytest.mark.parametrize("text", ["Hello", "x" * 300])
async def test_the_main_button_names_the_client_while_the_window_shows_another_or_all(writing: ComposerDriver, text: str) -> None:
    client = await eight_accounts(writing, LINKEDIN, X, FACEBOOK, Platform.THREADS, Platform.REDDIT)
    other = await writing.client("Blue Café")
    writing.put(text)
    button, publish = (writing.find(ElidedButton, name) for name in ("schedule", "publish"))
    for scope in (other.id, None):
        writing.scope.show_client(scope)
        assert shown_words(button) == "Schedule for Bakery Sonne"
        assert "for Bakery Sonne" in button.accessibleName()
        assert "for Bakery Sonne" in button.toolTip()
        await writing.until(lambda: button.width() >= button.sizeHint().width())
        await writing.until(lambda: publish.width() >= publish.sizeHint().width())
    writing.scope.show_client(client.id)
    assert shown_words(button) in ("Schedule 4 of 5", "Schedule 3 of 5")


async def test_the_only_client_is_not_named_in_the_narrow_foot(writing: ComposerDriver) -> None:
    await eight_accounts(writing, LINKEDIN, X, FACEBOOK)
    writing.scope.show_client(None)
    writing.put("Hello")
    assert shown_words(writing.find(ElidedButton, "schedule")) == "Schedule"


async def test_save_as_draft_keeps_it_and_begins_another(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("save_draft")
    assert writing.editor.text() == ""
    assert writing.text_of("notice.text") == "Saved as a draft."
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Hello"])


async def test_the_title_asks_for_the_sheet_and_closes_with_the_draft_kept(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    asked: list[str] = []
    writing.pane.sheet_toggled.connect(lambda: asked.append("sheet"))
    writing.pane.closed.connect(lambda: asked.append("closed"))
    writing.write("Half-written")
    writing.click("sheet")
    writing.click("close")
    assert asked == ["sheet", "closed"]
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Half-written"])
    assert writing.editor.text() == "Half-written"


async def test_more_than_two_problems_are_behind_a_button(writing: ComposerDriver) -> None:
    await ready(writing, X, INSTAGRAM, Platform.YOUTUBE, Platform.REDDIT)
    writing.put("x" * 300)
    assert len(writing.problems()) == 2
    words = writing.text_of("problems.more")
    assert words.endswith(" more")
    writing.click("problems.more")
    assert len(writing.problems()) == 2 + int(words.split()[0])
    writing.click("problems.more")
    assert len(writing.problems()) == 2


async def test_an_open_reason_is_still_open_when_problems_are_folded_and_unfolded(writing: ComposerDriver) -> None:
    await ready(writing, X, INSTAGRAM, Platform.YOUTUBE, Platform.PINTEREST)
    writing.put("x" * 600)
    writing.click("problems.more")
    number = next(n for n in range(2, len(writing.problems())) if writing.text_of(f"problem.{n}.why"))
    writing.click(f"problem.{number}.why")
    reason = writing.text_of(f"source.{number}")
    writing.click("problems.more")
    writing.put("x" * 601)
    writing.click("problems.more")
    assert reason
    assert writing.text_of(f"source.{number}") == reason


async def test_folded_problems_are_as_the_text_is_once_they_are_unfolded(writing: ComposerDriver) -> None:
    await ready(writing, X, INSTAGRAM, Platform.YOUTUBE, Platform.PINTEREST)
    for length in (600, 601):
        writing.put("x" * length)
        folded = writing.problems()
        writing.click("problems.more")
        assert f"Pinterest may refuse more than 500 characters; this has {length}." in {*writing.problems()} - {*folded}
        writing.click("problems.more")
        assert writing.problems() == folded


def notes(writing: ComposerDriver) -> list[str]:
    return [each for each in writing.problems() if "when you connect" in each]


async def test_a_note_on_every_post_of_an_account_is_dismissed_for_that_account(writing: ComposerDriver) -> None:
    client = await ready(writing, FACEBOOK)
    writing.write("Hello")
    assert notes(writing) == ["Facebook: you select the Page when you connect the account, not for each post."]
    writing.click("problem.0.dismiss")
    assert notes(writing) == []
    writing.click("notice.action")
    assert len(notes(writing)) == 1
    writing.click("problem.0.dismiss")
    writing.pane.new_draft()
    writing.write("Another")
    assert notes(writing) == []
    other = await writing.client("Bob")
    await writing.accounts(other, FACEBOOK)
    writing.pane.new_draft(other.id)
    writing.write("Of another client")
    assert len(notes(writing)) == 1
    assert client.id != other.id


async def test_why_a_post_needs_this_computer_is_said_until_that_is_dismissed(writing: ComposerDriver) -> None:
    await ready(writing, INSTAGRAM)
    writing.put("Hello")
    draft = writing.pane.model.draft
    assert draft
    writing.pane.model.draft_session.change(draft.with_field(None, DraftField.MEDIA_URL, "https://example.com/a.jpg"))
    when = "Postdesk sends this tomorrow 09:00 New York time: keep it running."
    assert writing.text_of("sending") == f"MyPostShare can’t schedule media. {when}"
    writing.click("sending.dismiss")
    assert writing.text_of("sending") == when
    assert not writing.find(QAbstractButton, "sending.dismiss").isVisible()


@pytest.mark.parametrize("height", [440, 560, 696, 900])
async def test_at_any_height_the_acts_are_in_sight_and_the_text_can_be(writing: ComposerDriver, height: int) -> None:
    await eight_accounts(writing, LINKEDIN, X, FACEBOOK)
    writing.put("x" * 300)
    writing.pane.resize(400, height)
    for name in ("date", "time", "publish", "schedule"):
        await writing.until(lambda name=name: seen(writing.find(QWidget, name)))  # type: ignore[misc]
    writing.pane.activateWindow()
    writing.editor.setFocus()
    five = 5 * writing.editor.fontMetrics().lineSpacing()
    await writing.until(lambda: writing.editor.viewport().visibleRegion().boundingRect().height() >= five)


async def test_the_count_stands_beside_the_tools(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.put("One #tag")
    label = next(each for each in writing.pane.findChildren(QLabel) if each.text() == "8 characters · 1 hashtag")
    emoji = writing.find(QAbstractButton, "emoji")
    assert abs(label.mapTo(writing.pane, label.rect().center()).y() - emoji.mapTo(writing.pane, emoji.rect().center()).y()) < 8


async def test_with_a_picture_the_text_gives_way_to_the_fixes_down_to_ten_lines(writing: ComposerDriver) -> None:
    await eight_accounts(writing, LINKEDIN, X, FACEBOOK)
    writing.pane.resize(400, 675)
    writing.put("x" * 300)
    writing.pane.model.edit(None, DraftField.MEDIA_URL, "https://example.com/picture.jpg")
    viewport, line = writing.editor.viewport(), writing.editor.fontMetrics().lineSpacing()
    await writing.until(lambda: 10 * line <= viewport.visibleRegion().boundingRect().height() < 12 * line)
    await writing.until(lambda: seen(writing.find(QAbstractButton, "problem.0.action.0")))


async def test_it_is_at_its_top_once_there_is_room_for_the_text_there(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Scheduled before")
    writing.click("schedule")
    post = await writing.post()
    writing.pane.activateWindow()
    await writing.until(writing.pane.isActiveWindow)
    writing.pane.resize(400, 200)
    writing.editor.setFocus()
    writing.write("Half-written")
    writing.pane.copy_post(post.id)
    place = writing.pane._form._area.verticalScrollBar()
    await writing.until(lambda: place.value() > 0)
    writing.pane.resize(400, 675)
    await writing.until(lambda: place.value() == 0 and seen(chip_of(writing, LINKEDIN)))


async def test_the_reason_why_nothing_can_go_out_is_in_sight_above_the_acts(writing: ComposerDriver) -> None:
    await ready(writing, X)
    writing.pane.resize(400, 440)
    standing, schedule = writing.find(ElidedButton, "standing"), writing.find(ElidedButton, "schedule")
    writing.put("x" * 300)
    assert not schedule.isEnabled()
    assert shown_words(standing) == "X allows 280 characters; this has 300."
    await writing.until(lambda: seen(standing) and standing.width() >= standing.sizeHint().width())
    assert standing.mapTo(writing.pane, standing.rect().bottomLeft()).y() < schedule.mapTo(writing.pane, schedule.pos()).y()
    writing.put("Short")
    await writing.until(lambda: schedule.isEnabled() and not standing.isVisible())


async def test_publish_now_is_whole_beside_a_client_with_a_name_and_a_problem(writing: ComposerDriver) -> None:
    await eight_accounts(writing, LINKEDIN, X, FACEBOOK)
    await writing.client("Blue Café")
    writing.scope.show_client(None)
    writing.put("x" * 300)
    publish, keep = writing.find(ElidedButton, "publish"), writing.find(ElidedButton, "save_draft")
    assert shown_words(publish).startswith("Publish now")
    await writing.until(lambda: publish.width() >= publish.sizeHint().width() and not keep.isVisible())
    assert any(each.text() == "Save as draft" for each in writing.menu("schedule_more").actions() if each.isVisible())
    writing.pane.resize(700, 675)
    await writing.until(keep.isVisible)


async def test_the_key_of_publish_now_gives_its_whole_button_the_focus(writing: ComposerDriver) -> None:
    await eight_accounts(writing, LINKEDIN, FACEBOOK)
    await writing.client("Blue Café")
    writing.scope.show_client(None)
    writing.put("Hello")
    await writing.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert writing.focused() == "publish"
    assert shown_words(writing.find(ElidedButton, "publish")).startswith("Publish now")
