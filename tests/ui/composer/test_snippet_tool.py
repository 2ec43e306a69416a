"""Snippets in the text: from the picker or by "/" and a name, with the places to fill in, and as one step to undo."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QScrollArea
from tests.support.widgets import find
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.snippets import Snippet

LINKEDIN, INSTAGRAM = Platform.LINKEDIN, Platform.INSTAGRAM
NONE = Qt.KeyboardModifier.NoModifier


async def with_snippets(writing: ComposerDriver, *snippets: Snippet, platforms: tuple[Platform, ...] = (LINKEDIN,)) -> Client:
    client = await ready(writing, *platforms)
    await keep(writing, *snippets)
    writing.editor.setFocus()
    return client


async def keep(writing: ComposerDriver, *snippets: Snippet) -> None:
    kept: list[int] = []
    writing.session.snippets.saved.connect(kept.append)
    for snippet in snippets:
        writing.session.snippets.save(snippet)
    await writing.until(lambda: len(kept) == len(snippets))


def offered(writing: ComposerDriver) -> list[str]:
    """Return the names in the list that opens while a name is typed."""
    typed = find(writing.pane, QListWidget, "snippets.typed")
    rows = [typed.item(row).text() for row in range(typed.count())]
    return [row.split("  ·  ")[0] for row in rows] if typed.isVisible() else []


async def test_a_name_typed_after_a_slash_becomes_its_text(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "Sign off", "See you on {weekday} 👋, {client}"), Snippet(0, "Opening hours", "9–5"))
    writing.write("Hello /")
    assert offered(writing) == ["Opening hours", "Sign off"]
    writing.write("sig")
    assert offered(writing) == ["Sign off"]
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == "Hello See you on Wednesday 👋, Alex Morgan"
    writing.editor.undo()
    assert writing.editor.text() == "Hello /sig"


async def test_the_keys_choose_and_the_cursor_goes_where_it_is_wanted(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "a", "first"), Snippet(0, "b", "😀 {cursor} second"))
    writing.write("/")
    await writing.press(Qt.Key.Key_Down, NONE)
    await writing.press(Qt.Key.Key_Tab, NONE)
    writing.write("here")
    assert writing.editor.text() == "😀 here second"


async def test_escape_leaves_the_text_alone(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "sale", "Sale!"))
    writing.write("/s")
    assert offered(writing) == ["sale"]
    await writing.press(Qt.Key.Key_Escape, NONE)
    writing.write("a")
    assert offered(writing) == []
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == "/sa\n"
    writing.write("/s")
    assert offered(writing) == ["sale"]


@pytest.mark.parametrize("typed", ["https://example.com/s", "and/s", "24/s", "/nothing", "//s"])
async def test_a_slash_within_a_word_is_a_slash(writing: ComposerDriver, typed: str) -> None:
    await with_snippets(writing, Snippet(0, "sale", "Sale!"))
    writing.write(typed)
    assert offered(writing) == []


async def test_another_clients_snippets_are_not_offered(writing: ComposerDriver) -> None:
    await with_snippets(writing)
    other = await writing.client("Zoe")
    await keep(writing, Snippet(0, "hers", "x", other.id), Snippet(0, "all", "x"))
    writing.write("/")
    assert offered(writing) == ["all"]


async def test_one_is_found_in_the_picker_and_put_in_the_place_of_what_is_selected(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "Sale", "Everything must go"), Snippet(0, "Hours", "9 to 5"))
    writing.write("Old words")
    writing.editor.selectAll()
    await writing.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    search = find(writing.pane, QLineEdit, "snippets.search")
    QTest.keyClicks(search, "must")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert writing.editor.text() == "Everything must go"
    assert not find(writing.pane, QFrame, "snippets").isVisible()


async def test_a_set_goes_to_the_end_with_only_what_the_strictest_platform_takes(writing: ComposerDriver) -> None:
    tags = Snippet(0, "tags", "#one #two #three #four #five #six", at_end=True)
    await with_snippets(writing, tags, platforms=(LINKEDIN, INSTAGRAM))
    writing.write("Tea for #two /tags")
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == "Tea for #two \n#one #three #four #five"
    assert writing.text_of("notice.text") == "Instagram allows 5 hashtags. Left out: #six"


async def test_a_set_at_the_cursor_stands_apart(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "tags", "#one #two"))
    writing.write("Tea")
    writing.click("snippets")
    QTest.keyClick(find(writing.pane, QLineEdit, "snippets.search"), Qt.Key.Key_Return)
    assert writing.editor.text() == "Tea #one #two"


async def test_what_is_open_is_asked_for_first(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "guest", "Live with {Guest?}: {link}"))
    writing.write("/guest")
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == "/guest"
    first, second = (find(writing.pane, QLineEdit, f"snippets.ask.{n}") for n in (1, 2))
    assert (first.accessibleName(), second.accessibleName()) == ("Guest", "Link")
    first.setText("Bo {client}")
    second.setText("https://example.com")
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert writing.editor.text() == "Live with Bo {client}: https://example.com"
    assert writing.text_of("notice.text") == ""


async def test_what_stays_open_is_named(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "odd", "{nonsense} at {time}, {date}"))
    writing.write("/odd")
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == "{nonsense} at 09:00, 25 November 2026"
    assert writing.text_of("notice.text") == "Not filled in: {nonsense}"


async def test_a_link_that_is_there_is_not_asked_for(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "more", "More: {link}"))
    writing.write("https://a.example /more")
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == "https://a.example More: https://a.example"


async def test_what_is_selected_is_saved_as_a_snippet(writing: ComposerDriver) -> None:
    await with_snippets(writing)
    writing.editor.insert("Hello you\nthere")
    writing.editor.selectAll()
    writing.click("snippets")
    save = find(writing.pane, QAbstractButton, "snippets.save")
    assert save.text() == "Save selection as snippet"
    save.click()
    assert find(writing.pane, QPlainTextEdit, "snippets.all.text").toPlainText() == "Hello you\nthere"
    name = find(writing.pane, QLineEdit, "snippets.all.name")
    QTest.keyClicks(name, "hello")
    find(writing.pane, QAbstractButton, "snippets.all.close").click()
    await writing.until(lambda: bool(writing.session.snippets.all()))
    (kept,) = writing.session.snippets.all()
    assert (kept.name, kept.text, kept.client_id) == ("hello", "Hello you\nthere", None)


async def test_without_snippets_the_picker_says_what_they_are_for(writing: ComposerDriver) -> None:
    await with_snippets(writing)
    writing.click("snippets")
    assert find(writing.pane, QLabel, "snippets.none").text().startswith("Save texts and hashtags that you use often")
    assert not find(writing.pane, QAbstractButton, "snippets.save").isEnabled()


async def test_other_keys_keep_their_meaning_while_a_name_is_typed(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "sale", "Sale!"))
    writing.write("Now /s")
    await writing.press(Qt.Key.Key_Left, NONE)
    assert offered(writing) == ["sale"]
    await writing.press(Qt.Key.Key_Home, NONE)
    assert offered(writing) == []
    writing.editor.moveCursor(QTextCursor.MoveOperation.End)
    writing.write("a")
    await writing.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert "Sale!" not in writing.editor.text()


async def test_a_set_that_is_there_already_takes_nothing_away(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "tags", "#one"))
    writing.write("Tea #one")
    writing.editor.selectAll()
    writing.click("snippets")
    QTest.keyClick(find(writing.pane, QLineEdit, "snippets.search"), Qt.Key.Key_Return)
    assert writing.editor.text() == "Tea #one"
    assert writing.text_of("notice.text") == "The text already has all these hashtags."


def offered_hashtags(writing: ComposerDriver) -> list[str]:
    typed = find(writing.pane, QListWidget, "hashtags.typed")
    return [typed.item(row).text() for row in range(typed.count())] if typed.isVisible() else []


async def with_posts(writing: ComposerDriver, *texts: str) -> None:
    """Schedule these posts of the client."""
    for text in texts:
        writing.put(text)
        writing.click("schedule")
        await writing.post()


async def test_the_hashtags_of_the_client_are_offered_after_the_sign(writing: ComposerDriver) -> None:
    await with_snippets(writing, Snippet(0, "Sign off", "See you #hamburg"), Snippet(0, "Bread", "#bread #rye"))
    await with_posts(writing, "One #sourdough", "Two #Sourdough #hamburg #oven")
    writing.write("New #")
    offered = offered_hashtags(writing)
    assert sorted(offered[:2]) in (["#Sourdough", "#hamburg"], ["#hamburg", "#sourdough"])
    assert {"#oven", "#bread", "#rye"} < set(offered)
    assert offered[-1].startswith("Bread")
    writing.write("ov")
    assert offered_hashtags(writing) == ["#oven"]
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == "New #oven "
    assert offered_hashtags(writing) == []
    writing.editor.undo()
    assert writing.editor.text() == "New #ov"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
async def test_a_key_takes_the_first_hashtag_that_begins_so(writing: ComposerDriver, key: Qt.Key) -> None:
    await with_snippets(writing)
    await with_posts(writing, "One #ryebread #breadlovers")
    writing.write("#bread")
    assert offered_hashtags(writing) == ["#breadlovers", "#ryebread"]
    await writing.press(key, NONE)
    assert writing.editor.text() == "#breadlovers "


@pytest.mark.parametrize("typed", ["#lovers", "#breadlovers"])
async def test_a_new_or_complete_hashtag_is_not_replaced_by_an_offered_one(writing: ComposerDriver, typed: str) -> None:
    await with_snippets(writing)
    await with_posts(writing, "One #breadlovers #breadloversclub")
    writing.write(typed)
    assert offered_hashtags(writing)[:1] == ["#breadlovers"]
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == f"{typed}\n"
    writing.put("")
    writing.write(typed)
    await writing.press(Qt.Key.Key_Down, NONE)
    await writing.press(Qt.Key.Key_Return, NONE)
    assert writing.editor.text() == "#breadlovers "


async def test_a_space_ends_a_new_hashtag(writing: ComposerDriver) -> None:
    await with_snippets(writing)
    await with_posts(writing, "One #breadlovers")
    writing.write("#bread and")
    assert writing.editor.text() == "#bread and"


async def test_the_list_stays_within_the_text_field_and_follows_its_line(writing: ComposerDriver) -> None:
    await with_snippets(writing)
    await with_posts(writing, "One #breadlovers")
    writing.pane.resize(400, 420)
    writing.put("A line\n" * 20 + "that is nearly full of words to the right edge ")
    writing.editor.moveCursor(QTextCursor.MoveOperation.End)
    typed, editor = find(writing.pane, QListWidget, "hashtags.typed"), writing.editor
    (area,) = (each for each in writing.pane.findChildren(QScrollArea) if each.isAncestorOf(editor))
    bar = area.verticalScrollBar()
    await writing.until(bar.isVisible)
    writing.write("#")
    await writing.until(typed.isVisible)
    left = editor.mapTo(writing.pane, QPoint(0, 0)).x()
    assert left <= typed.x()
    assert typed.geometry().right() < left + editor.width()
    rows = typed.sizeHintForRow(0) * typed.count()
    assert typed.viewport().height() == rows
    gap = typed.y() - editor.mapTo(writing.pane, editor.cursorRect().bottomLeft()).y()
    bar.setValue(bar.value() - 8)
    assert typed.y() - editor.mapTo(writing.pane, editor.cursorRect().bottomLeft()).y() == gap
    bar.setValue(bar.maximum())
    assert not typed.isVisible()


async def test_the_tool_begins_a_hashtag_at_a_word_s_start(writing: ComposerDriver) -> None:
    await with_snippets(writing)
    await with_posts(writing, "One #oven")
    writing.put("Warm")
    writing.editor.moveCursor(QTextCursor.MoveOperation.End)
    writing.click("hashtag")
    assert writing.editor.text() == "Warm #"
    assert offered_hashtags(writing) == ["#oven"]
