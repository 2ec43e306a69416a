"""No text makes a preview fail, whatever characters it has."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from tests.ui.previews.conftest import Cards

from postdesk.domain.drafts import Content
from postdesk.domain.platforms import Platform

ODD = [
    "\x00",
    "\ud800",
    "\udfff",
    "\u202e",
    "\u2066",
    "\u200d",
    "\ufe0f",
    "👩‍👩‍👧‍👦",
    "🇩🇪",
    "👍🏽",
    "e\u0301" * 3,
    "שלום",
    "مرحبا",
    "\u2028",
    "\u2029",
]
ODD += [
    "\r\n",
    "\n",
    "\t",
    "\ufffc",
    "\U0010ffff",
    "https://example.com/ä",
    "#tag",
    "@name",
    "<b>bold</b>",
    "w" * 300,
    " " * 50,
    "…",
]
TEXTS = st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=20), st.characters()), max_size=60).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, other=TEXTS, title=TEXTS)
def test_any_text_is_shown(cards: Cards, text: str, other: str, title: str) -> None:
    for platform in Platform:
        card = next((each for each in cards.made if each.objectName() == f"preview.{platform}"), None)
        card = card or cards.card(platform, "")
        for content in (text, other):
            card.show_post(cards.post(platform, Content(content, title, other), author=title))
            card.turn()
            card.turn()
            assert card.height() > 0
            assert content.startswith(cards.shown(card)[:1]) or not content.strip()
        card.grab()


@pytest.mark.parametrize("letter", ["x", "\n", "🥖", "שלום ", "x\u0301", "\u200d", "#a ", "\x00", "<b>"])
def test_a_megabyte_is_shown(cards: Cards, letter: str) -> None:
    for platform in Platform:
        card = cards.card(platform, letter * (1_000_000 // len(letter)))
        card.turn()
        card.grab()
        assert card.height() < 20_000
        card.close()


def test_markup_is_shown_as_it_is(cards: Cards) -> None:
    card = cards.card(Platform.LINKEDIN, "<b>Bread</b> <img src='file:///etc/passwd'>")
    assert cards.shown(card) == "<b>Bread</b> <img src='file:///etc/passwd'>"
    assert card.stack.text.folded.lines[0].layout.text() == cards.shown(card)


@pytest.mark.parametrize("whole", ["👩‍👩‍👧‍👦", "👍🏽", "e\u0301", "❤️"])
def test_what_is_drawn_as_one_is_not_cut_apart(cards: Cards, whole: str) -> None:
    for before in range(200, 212):
        card = cards.card(Platform.LINKEDIN, "i" * before + whole + "i" * 300, width=900)
        shown = cards.shown(card)
        assert shown.endswith(("i", whole)), shown[-5:]
        assert not any(shown == ("i" * before + whole)[:end] for end in range(before + 1, before + len(whole)))
        card.close()
    QApplication.processEvents()
