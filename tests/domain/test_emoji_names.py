"""Emoji are found by their names."""

from functools import cache
from pathlib import Path

import emoji
import pytest

from postdesk.domain.emoji_names import RECENT_KEPT, EmojiBook, add_recent, read_emoji

FILE = Path(__file__).resolve().parents[2] / "resources" / "emoji" / "en.tsv"


@cache
def book() -> EmojiBook:
    return read_emoji(FILE)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("grinning face", "😀"),
        ("Party", "🎉"),
        ("red heart", "❤️"),
        ("heart red", "❤️"),
        ("t-rex", "🦖"),
        ("FLAG: KEN", "🇰🇪"),
        ("lol", "😄"),
        ("lolli", "🍭"),
    ],
)
def test_an_emoji_is_found_by_the_beginnings_of_its_words(asked: str, first: str) -> None:
    assert book().found(asked)[0].text == first


def test_one_that_is_called_so_comes_before_one_that_is_used_so() -> None:
    found = [each.text for each in book().found("dog")]
    assert found.index("🐕") < found.index("🌭")


def test_nothing_is_found_for_a_word_that_is_in_none() -> None:
    assert book().found("qqq") == ()


def test_every_emoji_and_tone_is_sent_as_unicode_recommends() -> None:
    written = [text for each in book().emoji for text in (each.text, *each.tones)]
    assert len(written) > 3000
    assert [text for text in written if emoji.EMOJI_DATA[text]["status"] != emoji.STATUS["fully_qualified"]] == []


def test_the_groups_are_in_order_and_tones_are_five_or_none() -> None:
    groups = [each.group for each in book().emoji]
    assert groups == sorted(groups)
    assert {len(each.tones) for each in book().emoji} == {0, 5}


def test_a_tone_is_used_where_there_is_one() -> None:
    wave, bread = book().get("👋"), book().get("🍞")
    assert wave
    assert bread
    assert [wave.toned(tone) for tone in (0, 1, 5)] == ["👋", "👋🏻", "👋🏿"]
    assert bread.toned(5) == "🍞"
    assert book().get("👋🏿") is wave


def test_what_was_used_last_is_first_and_there_once() -> None:
    assert add_recent(("a", "b", "c"), "b") == ("b", "a", "c")
    many = tuple(str(number) for number in range(RECENT_KEPT))
    assert add_recent(many, "new") == ("new", *many[:-1])
