"""Writing: counters, problems and their fixes, platforms' own texts, titles and media."""

import asyncio

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QTabBar, QWidget
from tests.support.widgets import rich_labels, unidentified
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.domain.settings import Appearance
from postdesk.ui.composer.action_bar import ActionBar
from postdesk.ui.composer.chips import Chip

X, LINKEDIN, INSTAGRAM, REDDIT = Platform.TWITTER, Platform.LINKEDIN, Platform.INSTAGRAM, Platform.REDDIT


def description(writing: ComposerDriver, platform: Platform) -> str:
    return writing.find(Chip, f"chip.{platform}").accessibleDescription()


def chosen(writing: ComposerDriver, *platforms: Platform) -> tuple[Platform, ...]:
    chips = {each.accessibleIdentifier(): each for each in writing.pane.findChildren(Chip)}
    named = {platform: chips.get(f"composer.chip.{platform}") for platform in platforms}
    return tuple(platform for platform, chip in named.items() if chip and chip.isChecked())


async def test_a_chip_counts_down_as_its_platform_counts(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("See https://example.com/a/very/long/address now")
    assert description(writing, X).startswith("249 characters left")
    assert description(writing, LINKEDIN).startswith("2953 characters left")


async def test_all_accounts_that_are_ready_are_chosen_for_the_first_post(writing: ComposerDriver) -> None:
    client = await writing.client()
    writing.open(client)
    for connected in ((LINKEDIN,), (LINKEDIN, X)):
        await writing.accounts(client, *connected)
        assert chosen(writing, LINKEDIN, X) == connected
    await writing.accounts(client, LINKEDIN, X, REDDIT, expired=(X,))
    assert chosen(writing, LINKEDIN, X, REDDIT) == (LINKEDIN, REDDIT)


async def test_what_was_picked_is_not_picked_anew_when_an_account_is_added(writing: ComposerDriver) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN, X)
    writing.open(client)
    writing.find(Chip, "chip.linkedin").click()
    await writing.accounts(client, LINKEDIN, X, REDDIT)
    assert chosen(writing, LINKEDIN, X, REDDIT) == (X,)


async def test_later_posts_begin_with_the_accounts_of_the_last_one(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X)
    writing.find(Chip, "chip.linkedin").click()
    writing.write("Hello")
    writing.click("schedule")
    await writing.post()
    assert chosen(writing, LINKEDIN, X) == (X,)


async def test_an_edit_that_leaves_an_account_out_leaves_it_to_the_next_new_post(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    writing.pane.edit_post(post.id)
    writing.find(Chip, "chip.twitter").click()
    writing.click("schedule")
    assert (await writing.post()).platforms == (LINKEDIN,)
    assert chosen(writing, X, LINKEDIN) == (X, LINKEDIN)


async def test_what_is_too_long_is_said_and_left_out_of_the_act(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("x" * 294)
    assert writing.problems() == ["X allows 280 characters; this has 294."]
    assert writing.text_of("schedule") == "Schedule 1 of 2 for Alex Morgan"
    (marked,) = writing.editor.extraSelections()
    assert (marked.cursor.selectionStart(), marked.cursor.selectionEnd()) == (280, 294)


async def test_what_is_too_long_is_marked_behind_characters_of_two_units(writing: ComposerDriver) -> None:
    await ready(writing, X)
    writing.put("😀" * 140 + "end")
    (marked,) = writing.editor.extraSelections()
    assert marked.cursor.selectedText() == "end"


async def test_leaving_a_platform_out_is_one_click(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("x" * 300)
    writing.click("problem.0.action.2")
    assert writing.problems() == []
    assert not writing.find(Chip, "chip.twitter").isChecked()
    assert writing.text_of("schedule") == "Schedule for Alex Morgan to 1 account"


async def test_a_customised_platform_has_a_text_of_its_own_and_can_share_again(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("x" * 300)
    writing.click("problem.0.action.1")
    assert writing.editor.text() == "x" * 300
    writing.editor.selectAll()
    writing.write("Short")
    tabs = writing.find(QTabBar, "tabs")
    assert [tabs.tabText(index) for index in range(tabs.count())] == ["Shared text", "LinkedIn", "X •"]
    assert writing.problems() == []
    tabs.setCurrentIndex(0)
    assert writing.editor.text() == "x" * 300
    tabs.setCurrentIndex(2)
    assert writing.editor.text() == "Short"
    writing.click("own_text")
    assert writing.editor.text() == "x" * 300
    assert tabs.tabText(2) == "X"
    assert writing.text_of("own_text") == "Customise X"


async def test_the_first_key_gives_a_platform_its_own_text(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("Shared")
    tabs = writing.find(QTabBar, "tabs")
    tabs.setCurrentIndex(2)
    writing.write("!")
    assert (writing.editor.text(), tabs.tabText(2)) == ("Shared!", "X •")
    assert writing.text_of("own_text") == "Use the shared text"
    tabs.setCurrentIndex(0)
    writing.write(", more")
    assert writing.editor.text() == "Shared, more"
    tabs.setCurrentIndex(1)
    assert writing.editor.text() == "Shared, more"
    tabs.setCurrentIndex(2)
    assert writing.editor.text() == "Shared!"


async def test_each_text_has_its_own_undo(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("Shared")
    tabs = writing.find(QTabBar, "tabs")
    tabs.setCurrentIndex(2)
    writing.click("own_text")
    writing.write(" not")
    tabs.setCurrentIndex(0)
    writing.click("undo")
    assert writing.editor.text() == ""
    tabs.setCurrentIndex(2)
    assert writing.editor.text() == "Shared not"


async def test_undo_is_disabled_for_a_screen_reader_too_while_there_is_nothing_to_undo(writing: ComposerDriver) -> None:
    def disabled() -> bool:
        return bool(QAccessible.queryAccessibleInterface(writing.find(QAbstractButton, "undo")).state().disabled)

    writing.open()
    assert disabled()
    await ready(writing, LINKEDIN)
    assert disabled()
    QTest.keyClicks(writing.editor, "Shared")
    assert not disabled()
    writing.editor.undo()
    assert disabled()


async def test_a_title_is_asked_for_where_it_is_required(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, REDDIT)
    writing.write("Hello")
    assert writing.problems()[0] == "Reddit: a title is needed."
    title = writing.find(QLineEdit, "title")
    assert title.isVisible()
    writing.click("problem.0.action.1")
    QTest.keyClicks(title, "News")
    assert writing.problems() == ["Reddit: you select the subreddit when you connect the account, not for each post."]


async def test_media_is_asked_for_and_its_link_checked(writing: ComposerDriver) -> None:
    await ready(writing, INSTAGRAM)
    writing.write("Look")
    assert writing.problems() == ["Instagram: an image or a video is needed."]
    writing.click("problem.0.action.0")
    media = writing.find(QLineEdit, "media_url")
    QTest.keyClicks(media, "http://example.com/a.jpg")
    assert writing.problems() == ["Media: the link has to begin with “https://”."]
    media.clear()
    QTest.keyClicks(media, "https://example.com/a.jpg")
    assert writing.problems() == []


async def test_a_warning_can_be_posted_with(writing: ComposerDriver) -> None:
    await ready(writing, Platform.PINTEREST)
    writing.click("add_media")
    QTest.keyClicks(writing.find(QLineEdit, "media_url"), "https://example.com/a.jpg")
    writing.put("x" * 600)
    assert writing.problems()[0] == "Pinterest may refuse more than 500 characters; this has 600."
    writing.click("problem.0.action.1")
    writing.click("problems.more")
    assert writing.problems()[-1] == "Posting anyway: Pinterest may refuse more than 500 characters; this has 600."


async def test_an_account_that_needs_reconnecting_is_marked_and_leads_to_connections(writing: ComposerDriver) -> None:
    client = await writing.client()
    await writing.accounts(client, LINKEDIN, status="expired")
    writing.open(client)
    assert "needs attention" in description(writing, LINKEDIN)
    assert writing.problems() == ["LinkedIn: the account needs reconnecting. Posts wait until you reconnect it."]
    writing.scope.show_client(None)
    writing.click("problem.0.action.0")
    assert writing.navigator.asked == [("show_connections", client.id)]


async def test_connecting_more_accounts_leads_to_those_of_the_drafts_client(writing: ComposerDriver) -> None:
    client = await ready(writing, LINKEDIN)
    other = await writing.client("Blue Café")
    writing.write("Hello")
    writing.scope.show_client(other.id)
    writing.click("connect")
    assert writing.navigator.asked == [("show_connections", client.id)]


async def test_markup_is_pasted_as_plain_text(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    mime = QMimeData()
    mime.setHtml("<p>Hello <b>you</b></p><img src='file:///etc/passwd'><p>There</p>")
    writing.editor.insertFromMimeData(mime)
    assert writing.editor.text().splitlines()[0] == "Hello you"
    assert "<" not in writing.editor.text()


async def test_what_cannot_be_sent_is_left_out_of_a_paste_and_said(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    mime = QMimeData()
    mime.setText("one\x00two\r\nthree")
    writing.editor.insertFromMimeData(mime)
    assert writing.editor.text() == "onetwo\nthree"
    assert "were removed from what you pasted" in writing.text_of("notice.text")


async def test_marks_that_turn_the_writing_are_said_and_removed_by_a_click(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.put("pay \u202eevil\u202c now")
    assert "writing direction" in writing.problems()[0]
    writing.click("problem.0.action.0")
    assert writing.editor.text() == "pay evil now"


async def test_spaces_that_do_not_break_are_kept(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.put("100\u00a0€\nnext")
    assert writing.editor.text() == "100\u00a0€\nnext"


async def test_without_a_client_the_way_to_one_is_offered(writing: ComposerDriver) -> None:
    writing.open()
    writing.click("empty.action")
    assert writing.navigator.asked == [("add_client",)]
    await writing.client()
    assert writing.editor.isVisible()


async def test_a_clients_name_is_shown_as_it_is(writing: ComposerDriver) -> None:
    client = await writing.client("<b>Bold</b> & Sons")
    await writing.accounts(client, LINKEDIN)
    writing.open(client)
    assert writing.text_of("for") == "For <b>Bold</b> & Sons"
    assert rich_labels(writing.pane) == []


async def test_everything_is_found_by_name_and_identifier(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, INSTAGRAM, REDDIT)
    writing.put("x" * 300)
    assert unidentified(writing.pane) == []


async def test_tab_leaves_the_text(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.editor.setFocus()
    await writing.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    assert writing.editor.text() == ""


async def test_the_colours_follow_the_palette(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.put("x" * 300)
    writing.theme.set_appearance(Appearance.DARK)
    (marked,) = writing.editor.extraSelections()
    assert marked.format.foreground().color().name() == writing.theme.colours.bad.lower()


async def test_what_is_marked_grows_and_moves_with_what_is_typed(writing: ComposerDriver) -> None:
    await ready(writing, X)
    writing.put("x" * 290)
    for place, marked in ((QTextCursor.MoveOperation.End, (280, 291)), (QTextCursor.MoveOperation.Start, (280, 292))):
        writing.editor.moveCursor(place)
        writing.write("y")
        (found,) = writing.editor.extraSelections()
        assert (found.cursor.selectionStart(), found.cursor.selectionEnd()) == marked


async def test_a_problem_that_needs_more_lines_gets_them(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, INSTAGRAM)
    writing.put("x" * 300)
    for words in ("x" * 300, "x" * 3100, "x" * 300):
        writing.put(words)
        await writing.until(lambda: all(each.height() >= each.heightForWidth(each.width()) for each in problem_labels(writing)))


async def test_a_key_that_changes_only_numbers_lays_nothing_out_anew(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.put("x" * 300)
    await asyncio.sleep(0.1)
    (acts,) = writing.pane.findChildren(ActionBar)
    laid_out = LayoutCounter(acts)
    writing.write("y")
    await writing.until(lambda: any("301" in words for words in writing.problems()))
    await asyncio.sleep(0.1)
    assert laid_out.times == 0
    assert "301" in writing.find(QPushButton, "standing").toolTip()


class LayoutCounter(QObject):
    """Counts the layout requests of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.LayoutRequest
        return False


def problem_labels(writing: ComposerDriver) -> list[QLabel]:
    labels = [label for label in writing.pane.findChildren(QLabel) if label.objectName().startswith("composer.problem.")]
    return [label for label in labels if label.isVisible()]
