"""Pasting and dropping: the data that programs put on the clipboard, and the text that is made of it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.editor.paste_cleanup import can_paste, clean_paste


def clipboard(text: str = "", html: str = "", *urls: str) -> QMimeData:
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    if urls:
        mime.setUrls([QUrl(url) for url in urls])
    return mime


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("one\r\ntwo\rthree\x0bfour\u2028five\u2029six", "one\ntwo\nthree\nfour\nfive\nsix"),  # any line end; Word's is \x0b
        ("\uf0b7\tfirst\n\uf0a7\tsecond", "• first\n• second"),  # Word
        ("•\tfirst\n  ◦ second", "• first\n  ◦ second"),  # LibreOffice
        ("• \u00a0first", "• first"),
        ("word\u00a0 \u00a0 more \u00a0end\u00a0", "word more end "),  # a browser's runs
        ("\u00a0\u00a0indented\n\u00a0too\u00a0\nlast", " indented\ntoo\nlast"),
        ("100\u00a0€", "100\u00a0€"),
        ("hy\u00adphen\u200bated \ufeffword\u2060", "hyphenated word"),
        ("a\tb", "a b"),
        ("“smart” ‘quotes’ – and — dashes…", "“smart” ‘quotes’ – and — dashes…"),
        ("👩‍👩‍👧 می\u200cخواهم", "👩‍👩‍👧 می\u200cخواهم"),
        ("a\x00b\x07c\ufffcd", "abcd"),
        ("pay \u202eevil\u202c", "pay \u202eevil\u202c"),  # a warning shows it, and a click removes it
    ],
)
def test_what_programs_put_in_to_lay_text_out_is_left_out(text: str, clean: str) -> None:
    assert clean_paste(clipboard(text)).text == clean


@pytest.mark.parametrize(
    ("text", "unsendable", "layout"),
    [("plain\r\ntext", False, False), ("a\x00b", True, False), ("hy\u00adphen", False, True), ("a\x00\tb", True, True)],
)
def test_it_is_known_whether_something_was_left_out(text: str, unsendable: bool, layout: bool) -> None:
    words = clean_paste(clipboard(text))
    assert (words.unsendable, words.layout) == (unsendable, layout)


def test_of_rich_text_alone_the_words_are_taken() -> None:
    assert clean_paste(clipboard(html="<p>one <b>two</b></p><p>three</p>")).text == "one two\nthree"


def test_files_and_their_paths_are_no_text_but_links_are() -> None:
    assert not can_paste(clipboard("file:///home/ann/a.png", "", "file:///home/ann/a.png"))
    assert not can_paste(clipboard())
    assert can_paste(clipboard("https://example.com", "", "https://example.com"))


@given(st.text(st.characters(codec=None)))
@example("\ufeff\ufffeA")
def test_what_was_cleaned_once_stays_as_it_is(text: str) -> None:
    once = clean_paste(clipboard(text)).text
    assert clean_paste(clipboard(once)).text == once


async def test_a_paste_is_undone_in_one_step_and_what_was_left_out_is_said(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello ")
    writing.editor.insertFromMimeData(clipboard("hy\u00adphen\tated\u00a0"))
    assert writing.editor.text() == "Hello hyphen ated "
    assert "were removed from what you pasted" in writing.text_of("notice.text")
    writing.editor.undo()
    assert writing.editor.text() == "Hello "


async def test_the_path_of_a_file_is_not_pasted(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    file = clipboard("file:///home/ann/a.png", "", "file:///home/ann/a.png")
    writing.editor.insertFromMimeData(file)
    assert writing.editor.text() == ""
