"""What is unseen or reserved in a line, and that it is what the checks find."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.counting import Counter, unseen_in
from postdesk.domain.oddities import UNSEEN, OddKind, oddities
from postdesk.domain.rules import load_rules

RESERVED = r"\|{}[]()<>*_~"


@pytest.fixture(scope="module")
def counter() -> Counter:
    return Counter(load_rules(Path(__file__).resolve().parents[2] / "resources" / "platforms.toml").x_counting)


@pytest.mark.parametrize(
    ("line", "kind", "index"),
    [
        ("a\x00b", OddKind.UNSENDABLE, 1),
        ("a\ud83db", OddKind.UNSENDABLE, 1),
        ("pay \u202eevil", OddKind.TURNING, 4),
        ("a\x07b", OddKind.CONTROL, 1),
        ("zero\u200bwidth", OddKind.INVISIBLE, 4),
        ("fam\u00adily", OddKind.INVISIBLE, 3),
        ("hidden\U000e0061", OddKind.INVISIBLE, 6),
        ("a\ufe0fb", OddKind.INVISIBLE, 1),
        ("a\u200db", OddKind.INVISIBLE, 1),
        ("100\u00a0€", OddKind.FIXED_SPACE, 3),
        ("a [note", OddKind.RESERVED, 2),
    ],
)
def test_an_odd_character_is_found_where_it_stands(counter: Counter, line: str, kind: OddKind, index: int) -> None:
    (found,) = oddities(line, RESERVED, counter.emoji)
    assert (found.kind, found.place, found.character) == (kind, index, line[index])


@pytest.mark.parametrize(
    "line",
    [
        "Plain words, “quotes” – and dashes…\tand tabs",
        "👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ 🐦‍🔥",
        "می\u200cخواهم क्\u200dष",
    ],
)
def test_what_belongs_to_an_emoji_or_a_script_is_not_odd(counter: Counter, line: str) -> None:
    assert oddities(line, "", counter.emoji) == ()


def test_what_is_reserved_depends_on_who_gets_it(counter: Counter) -> None:
    assert oddities("(a)", "", counter.emoji) == ()
    assert [each.place for each in oddities("(a)", RESERVED, counter.emoji)] == [0, 2]


@given(st.text(st.characters(codec=None, exclude_characters="\n"), max_size=40))
def test_what_is_marked_is_what_the_checks_find(counter: Counter, line: str) -> None:
    found = oddities(line, RESERVED, counter.emoji)
    assert {each.character for each in found if UNSEEN.match(each.character)} == unseen_in(line)
    assert {each.character for each in found if each.kind is OddKind.RESERVED} == set(RESERVED) & set(line)
    assert all(line[each.place] == each.character for each in found)


@given(st.lists(st.sampled_from(["👩‍👩‍👧", "❤️", "🇰🇪", "\u200d", "\ufe0f", "a", "👍🏽", "1️⃣"]), max_size=12).map("".join))
def test_a_joiner_is_odd_where_it_is_counted_by_itself(counter: Counter, line: str) -> None:
    within = {index for start, end in counter.emoji(line) for index in range(start, end)}
    odd = {each.place for each in oddities(line, "", counter.emoji)}
    assert odd == {index for index, character in enumerate(line) if character in "\u200d\ufe0f"} - within
