"""The data of the cards in `previews.toml`."""

import re

import pytest
from tests.support.sessions import RESOURCES
from tests.ui.previews.conftest import Cards

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.avatar import luminance
from postdesk.ui.previews.card_looks import CardPart, CutOffBasis, Shades
from postdesk.ui.previews.words import action_word, byline, cut_words, preview_limits_words

READABLE = 4.5
LARGE = 2.9
"""The contrast of X's own blue on its own white."""


@pytest.mark.parametrize("platform", Platform)
def test_each_platform_says_what_its_card_shows_and_where_it_cuts(cards: Cards, platform: Platform) -> None:
    look = cards.looks.of(platform)
    assert look.shows
    assert look.fold.source
    assert look.fold.basis in CutOffBasis
    assert CardPart.TEXT in look.parts
    assert len(set(look.parts)) == len(look.parts)
    assert look.picture.tallest <= look.picture.ratio <= look.picture.widest
    assert preview_limits_words(platform)


@pytest.mark.parametrize("platform", Platform)
def test_its_icons_are_there(cards: Cards, platform: Platform) -> None:
    look = cards.looks.of(platform)
    assert all((RESOURCES / "icons" / f"{name}.svg").is_file() for name in look.actions)
    if look.labelled:
        assert all(action_word(name) for name in look.actions)


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("dark", [False, True])
def test_its_colours_can_be_read(cards: Cards, platform: Platform, dark: bool) -> None:
    shades = cards.looks.of(platform).shades(dark)
    for colour in Shades.__dataclass_fields__:
        assert re.fullmatch("#[0-9A-F]{6}", getattr(shades, colour))
    assert _contrast(shades.text, shades.card) >= READABLE
    assert _contrast(shades.secondary, shades.card) >= READABLE
    assert _contrast(shades.link, shades.card) >= LARGE


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_a_preview_says_how_it_knows_where_the_platform_cuts(cards: Cards) -> None:
    said = cut_words(cards.looks.of(Platform.LINKEDIN).fold)
    assert said.startswith("The cut-off isn’t documented (")
    assert "no official text" in said
    assert cut_words(cards.looks.of(Platform.TWITTER).fold).startswith("The cut-off is documented (")


def test_an_account_without_a_name_has_a_stand_in() -> None:
    assert all(any(word.isalnum() for word in byline(each, "")[0]) for each in Platform)


def test_a_handle_has_its_sign_on_x_alone() -> None:
    assert byline(Platform.TWITTER, "@baker")[0] == "@baker"
    assert byline(Platform.TWITTER, "Baker and Daughters")[0] == "Baker and Daughters"
    assert byline(Platform.THREADS, "@baker")[:2] == ("baker", "now")
