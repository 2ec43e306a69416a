"""Search words are found in a text, and marked."""

import pytest

from postdesk.domain.draft_search import Excerpt, excerpt, typed_words


def marked(found: Excerpt) -> list[str]:
    return [found.text[begin:end] for begin, end in found.marks]


def test_without_words_it_is_the_beginning_in_one_line() -> None:
    assert excerpt(("", "First\n\nsecond " + "x" * 500), ()).text == ("First second " + "x" * 500)[:240]
    assert excerpt(("", " "), ("a",)) == Excerpt("")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("fre", ["Fre"]), ("BREAD fresh", ["Fresh", "bread"]), ("cafe", ["Café"]), ("eat", []), ("str", ["Str"])],
)
def test_words_are_marked_by_their_beginnings_without_case_and_accents(typed: str, expected: list[str]) -> None:
    assert marked(excerpt(("Fresh bread at the Café, Straße 7",), typed_words(typed))) == expected


def test_what_stands_far_behind_is_shown_with_what_is_around_it() -> None:
    found = excerpt(("word " * 100 + "needle and more",), ("need",))
    assert found.text.startswith("…word")
    assert found.text.endswith("needle and more")
    assert marked(found) == ["need"]


def test_what_only_another_of_the_texts_has_is_shown_instead() -> None:
    assert excerpt(("Shared", "Own words"), ("own",)) == Excerpt("Own words", ((0, 3),))


def test_what_no_query_can_hold_is_no_word() -> None:
    assert typed_words('a\0b "c* \ud800') == ("a", "b", "c")


def test_a_word_that_was_typed_again_and_again_is_looked_up_once() -> None:
    assert typed_words("tea and tea and tea ") == ("tea", "and")


@pytest.mark.parametrize(
    ("line", "word"),
    [("あ" * 300 + "。春のセール、" + "い" * 300, "春のセール"), ("https://example.com/" + "a-b/" * 100 + "sale today", "sale")],
)
def test_what_was_found_is_shown_where_no_blank_stands_before_it(line: str, word: str) -> None:
    found = excerpt([line], [word])
    assert [found.text[start:end] for start, end in found.marks][:1] == [word]
    assert found.text.removeprefix("…") in line
