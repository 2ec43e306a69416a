"""The differences between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.effort import effort

from postdesk.domain.text_diff import DiffKind, DiffSpan, diff_texts

pieces = st.sampled_from(("one", "two", "three", " ", "  ", "\n", "\N{NO-BREAK SPACE}", "\U0001f600"))
texts = st.lists(pieces, max_size=20).map("".join)


def without(change: DiffKind, stretches: tuple[DiffSpan, ...]) -> str:
    return "".join(stretch.text for stretch in stretches if stretch.change is not change)


@given(texts, texts)
def test_both_texts_are_in_it_whole(first: str, second: str) -> None:
    stretches = diff_texts(first, second)
    assert without(DiffKind.ADDED, stretches) == first
    assert without(DiffKind.LEFT_OUT, stretches) == second


@given(texts)
def test_nothing_differs_in_the_same_text(text: str) -> None:
    assert {stretch.change for stretch in diff_texts(text, text)} <= {DiffKind.SAME}


def test_words_are_compared_whole() -> None:
    assert diff_texts("We open on Friday", "We open on Monday, early") == (
        DiffSpan(DiffKind.SAME, "We open on"),
        DiffSpan(DiffKind.LEFT_OUT, " Friday"),
        DiffSpan(DiffKind.ADDED, " Monday, early"),
    )


@pytest.mark.parametrize("words", [["the", "a"] * 300, [f"word{number}" for number in range(600)], ["word"] * 8000])
def test_the_longest_posts_are_compared_in_a_moment(words: list[str]) -> None:
    first, second = " ".join(words), " ".join(word if number % 7 else "other" for number, word in enumerate(words))
    with effort() as comparing:
        stretches = diff_texts(first, second)
    assert comparing.times < 60
    assert without(DiffKind.LEFT_OUT, stretches) == second
