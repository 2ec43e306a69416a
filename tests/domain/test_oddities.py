"""The invisible or reserved characters of a line are those that the checks find."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.oddities import UNSEEN, UnusualKind, unusual_characters
from postdesk.domain.rules import load_rules
from postdesk.domain.text_counter import TextCounter, find_unseen

RESERVED = r"\|{}[]()<>*_~"


@pytest.fixture(scope="module")
def counter() -> TextCounter:
    return TextCounter(load_rules(Path(__file__).resolve().parents[2] / "resources" / "platforms.toml").x_counting)


@pytest.mark.parametrize(
    ("line", "kind", "index"),
    [
        ("a\x00b", UnusualKind.UNSENDABLE, 1),
        ("a\ud83db", UnusualKind.UNSENDABLE, 1),
        ("pay \u202eevil", UnusualKind.TURNING, 4),
        ("a\x07b", UnusualKind.CONTROL, 1),
        ("zero\u200bwidth", UnusualKind.INVISIBLE, 4),
        ("fam\u00adily", UnusualKind.INVISIBLE, 3),
        ("hidden\U000e0061", UnusualKind.INVISIBLE, 6),
        ("a\ufe0fb", UnusualKind.INVISIBLE, 1),
        ("a\u200db", UnusualKind.INVISIBLE, 1),
        ("100\u00a0€", UnusualKind.FIXED_SPACE, 3),
        ("a [note", UnusualKind.RESERVED, 2),
    ],
)
def test_an_odd_character_is_found_where_it_stands(counter: TextCounter, line: str, kind: UnusualKind, index: int) -> None:
    (found,) = unusual_characters(line, RESERVED, counter.emoji)
    assert (found.kind, found.place, found.character) == (kind, index, line[index])


@pytest.mark.parametrize(
    "line", ["Plain words, “quotes” – and dashes…\tand tabs", "👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ 🐦‍🔥", "می\u200cخواهم क्\u200dष"]
)
def test_what_belongs_to_an_emoji_or_a_script_is_not_odd(counter: TextCounter, line: str) -> None:
    assert unusual_characters(line, "", counter.emoji) == ()


def test_what_is_reserved_depends_on_who_gets_it(counter: TextCounter) -> None:
    assert unusual_characters("(a)", "", counter.emoji) == ()
    assert [each.place for each in unusual_characters("(a)", RESERVED, counter.emoji)] == [0, 2]


@given(st.text(st.characters(codec=None, exclude_characters="\n"), max_size=40))
def test_what_is_marked_is_what_the_checks_find(counter: TextCounter, line: str) -> None:
    found = unusual_characters(line, RESERVED, counter.emoji)
    assert {each.character for each in found if UNSEEN.match(each.character)} == find_unseen(line)
    assert {each.character for each in found if each.kind is UnusualKind.RESERVED} == set(RESERVED) & set(line)
    assert all(line[each.place] == each.character for each in found)


@given(st.lists(st.sampled_from(["👩‍👩‍👧", "❤️", "🇰🇪", "\u200d", "\ufe0f", "a", "👍🏽", "1️⃣"]), max_size=12).map("".join))
def test_a_joiner_is_odd_where_it_is_counted_by_itself(counter: TextCounter, line: str) -> None:
    within = {index for start, end in counter.emoji(line) for index in range(start, end)}
    odd = {each.place for each in unusual_characters(line, "", counter.emoji)}
    assert odd == {index for index, character in enumerate(line) if character in "\u200d\ufe0f"} - within
