"""The versions of a draft that are kept, and the changes between two."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.effort import effort
from tests.support.factories import NOON, a_draft

from postdesk.domain.drafts import Variant
from postdesk.domain.platforms import Platform
from postdesk.domain.versions import (
    MAX_VERSIONS,
    ChangeKind,
    DraftVersion,
    count_word_changes,
    diff_words,
    is_worth_keeping,
    versions_to_delete,
)

LONG = "Fresh bread at seven, and a queue around the corner by nine."
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AFTER_A_PAUSE = NOON + MINUTE
texts = st.lists(st.sampled_from(["bread ", "tea\n", "seven", "  ", "Ünï "]), max_size=12).map("".join)


def version(at: datetime = NOON, text: str = "Before") -> DraftVersion:
    return DraftVersion(1, at, text)


def test_what_is_typed_without_a_pause_makes_no_version() -> None:
    before = a_draft(text=LONG)
    assert not is_worth_keeping(before, None, a_draft(text=LONG + " More"), NOON + timedelta(seconds=1))


def test_a_pause_in_writing_makes_one_but_not_within_minutes_of_the_last() -> None:
    before, after = a_draft(text=LONG), a_draft(text=LONG + " More")
    assert is_worth_keeping(before, None, after, AFTER_A_PAUSE)
    assert not is_worth_keeping(before, version(NOON - 2 * MINUTE), after, AFTER_A_PAUSE)
    assert is_worth_keeping(before, version(NOON - 3 * MINUTE), after, AFTER_A_PAUSE)


@pytest.mark.parametrize("after", ["", "x", LONG[:10], LONG[-10:], "Fresh" + LONG[50:]])
def test_what_takes_much_away_makes_one_at_once(after: str) -> None:
    assert is_worth_keeping(a_draft(text=LONG), version(NOON - timedelta(seconds=5)), a_draft(text=after), NOON)


def test_a_platforms_own_text_that_goes_is_much_too() -> None:
    before = replace(a_draft(text="Short"), variants=(Variant(Platform.TWITTER, LONG),))
    assert is_worth_keeping(before, None, replace(before, variants=()), NOON)


def test_nothing_and_what_is_kept_already_make_none() -> None:
    assert not is_worth_keeping(a_draft(text=" "), None, a_draft(text="New"), AFTER_A_PAUSE)
    assert not is_worth_keeping(a_draft(text=LONG), version(text=LONG), a_draft(text=""), AFTER_A_PAUSE)


def test_restoring_leaves_whom_and_when_it_is_for() -> None:
    draft = a_draft(Platform.LINKEDIN, Platform.TWITTER, title="Now", labels=("Spring",))
    restored = version().restored(draft)
    assert (restored.text, restored.title) == ("Before", "")
    assert replace(restored, text=draft.text, title=draft.title) == draft
    assert version().same(restored)


def test_restoring_leaves_a_platforms_own_time() -> None:
    draft = a_draft(variants=(Variant(Platform.TWITTER, "Own now", due_at=NOON + HOUR), Variant(Platform.REDDIT, due_at=NOON)))
    restored = replace(version(), variants=(Variant(Platform.TWITTER, "Own then"),)).restored(draft)
    assert restored.variant(Platform.TWITTER) == Variant(Platform.TWITTER, "Own then", due_at=NOON + HOUR)
    assert restored.variant(Platform.REDDIT) == Variant(Platform.REDDIT, due_at=NOON)


def kept(*ages: timedelta) -> list[int]:
    """Return the indexes of the versions of these ages that are kept."""
    gone = versions_to_delete([(n, NOON - age) for n, age in enumerate(ages)], NOON)
    return [n for n in range(len(ages)) if n not in gone]


def test_all_of_the_last_hour_stay_then_one_an_hour_then_one_a_day() -> None:
    assert kept(1 * MINUTE, 2 * MINUTE, 59 * MINUTE) == [0, 1, 2]
    assert kept(61 * MINUTE, 70 * MINUTE, 3 * HOUR) == [0, 2]
    assert kept(2 * DAY, 2 * DAY + 1 * HOUR, 3 * DAY) == [0, 2]
    assert kept(*((n / 10) * MINUTE for n in range(MAX_VERSIONS + 9))) == list(range(MAX_VERSIONS))


@given(texts, texts)
def test_the_pieces_make_both_texts_again(before: str, after: str) -> None:
    pieces = diff_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not ChangeKind.REMOVED) == after
    assert sorted("".join(piece.text for piece in pieces if piece.kind is not ChangeKind.ADDED)) == sorted(before)


def test_words_that_came_and_went_are_counted_and_stand_in_their_places() -> None:
    assert count_word_changes("fresh bread at seven", "fresh rolls and bread at nine") == (3, 1)
    pieces = [(piece.kind, piece.text) for piece in diff_words("fresh bread at seven", "fresh rolls at seven")]
    assert pieces == [
        (ChangeKind.SAME, "fresh "),
        (ChangeKind.REMOVED, "bread"),
        (ChangeKind.ADDED, "rolls"),
        (ChangeKind.SAME, " at seven"),
    ]


def test_long_texts_are_compared_by_their_lines() -> None:
    before = "\n".join(f"line {n} of the first" for n in range(1500))
    after = "\n".join(f"line {n} of the {'second' if n % 3 else 'first'}" for n in range(1, 1500))
    assert "".join(piece.text for piece in diff_words(before, after) if piece.kind is not ChangeKind.REMOVED) == after


def test_a_text_that_was_written_anew_is_compared_at_once() -> None:
    before, after = (" ".join(f"{word}{n}, and" for n in range(380)) for word in ("bread", "tea"))
    with effort() as comparing:
        pieces = diff_words(before, after)
    assert comparing.times < 90  # it took seconds
    assert "".join(piece.text for piece in pieces if piece.kind is not ChangeKind.REMOVED) == after
