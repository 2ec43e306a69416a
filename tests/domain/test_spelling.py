"""The words that are looked up in a dictionary, and the choice of the dictionary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.spelling import LONGEST_LINE, OFF, usual_language, word_at, words_in


def looked_up(line: str) -> list[str]:
    return [word.text for word in words_in(line)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Fresh bread, at seven!", ["Fresh", "bread", "at", "seven"]),
        ("It’s the bakers' don't", ["It's", "the", "bakers", "don't"]),
        ("see https://example.com/bred or example.com and ann@example.com", ["see", "or", "and"]),
        ("#sourdoughh by @bakr", ["by"]),
        ("NASA and LinkedIn and iPhone, 2nd h2o snake_case I a", ["and", "and"]),
        ("שלום עולם привет", ["שלום", "עולם", "привет"]),
        ("either/or well-known", ["either", "or", "well", "known"]),
        ("na\u00efve nai\u0308ve fam\u00adily", ["naïve", "nai\u0308ve", "family"]),
        ("👩‍👩‍👧family🎉", ["family"]),
        (r"C:\users\ann and e.g. this", ["and", "this"]),
    ],
)
def test_words_are_looked_up_and_nothing_else(line: str, words: list[str]) -> None:
    assert looked_up(line) == words


def test_a_line_beyond_all_measure_is_left_alone() -> None:
    assert looked_up("word " * LONGEST_LINE) == []


@pytest.mark.parametrize(("index", "word"), [(0, "Fresh"), (5, "Fresh"), (6, "bread"), (11, "bread"), (12, None)])
def test_the_word_at_a_place_is_the_one_it_touches(index: int, word: str | None) -> None:
    found = word_at("Fresh bread !", index)
    assert (found and found.text) == word


@pytest.mark.parametrize(
    ("wanted", "language"), [("en_GB", "en_GB"), ("en_AU", "en_GB"), ("de_CH", "de_DE"), ("fr_FR", OFF), ("C", OFF)]
)
def test_the_language_is_the_locale_s_or_one_like_it(wanted: str, language: str) -> None:
    assert usual_language(wanted, ("en_US", "en_GB", "de_DE")) == language


@given(st.text(st.characters(codec=None)))
def test_words_stand_in_any_line_where_they_are_said_to(line: str) -> None:
    words = list(words_in(line))
    assert [word.start for word in words] == sorted(word.start for word in words)
    for word in words:
        assert line[word.start : word.end].replace("’", "'").replace("\u00ad", "") == word.text
        assert word.text[1:] == word.text[1:].lower()
