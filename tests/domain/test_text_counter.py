"""Counts, by properties. test_conformance.py compares them with twitter-text's own cases."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from random import Random

import emoji
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.effort import effort

from postdesk.domain.emoji_finder import find_emoji
from postdesk.domain.marks import MarkKind, marks
from postdesk.domain.rules import Rules, TextUnit, load_rules
from postdesk.domain.text_counter import _MAYBE_EMOJI, TextCounter, strip_unseen, utf16_index
from postdesk.domain.x_urls import XUrls

RULES = load_rules(Path(__file__).parents[2] / "resources" / "platforms.toml")
FAMILY = "👨‍👩‍👧‍👦"
PHOENIX, HANDSHAKE = "🐦‍🔥", "🫱🏻‍🫲🏿"
any_text = st.text(st.characters(), max_size=60)  # lone surrogates and NUL included
PIECES = (
    *("http://", "https://", "example", ".", "com", "中国", "é", "e\u0301", "@", "/", "(", ")", "-", "_", "?", "a=b"),
    *("#", "🔥", FAMILY, "1\u20e3", "©", "日本", " ", "\n", "\r\n", "\r", "\u202a", "\ud800", "\0", "xn--p1ai"),
    *("\u200d", "\ufe0f", "\u2029", "\u2067", "\u0639\u0631\u0628\u064a"),
)
x_text = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
texts = any_text | x_text


def weighted(counter: TextCounter, text: str) -> int:
    return counter.count(text, TextUnit.WEIGHTED)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See example.com, or www.example.co.uk!", ["example.com", "www.example.co.uk"]),
        ("(https://example.com/a_(b))", ["https://example.com/a_(b)"]),
        ("https://example.com/path?x=1&y=2.", ["https://example.com/path?x=1&y=2"]),
        ("https://EXAMPLE.com:8080/x", ["https://EXAMPLE.com:8080/x"]),
        ("http://twitter.com/これは日本語です。example.com中国語", ["http://twitter.com/", "example.com"]),
        ("日本語example.com日本語", ["example.com"]),
        ("https://例え.jp/", ["https://例え.jp/"]),
        ("🔥example.com🔥", ["example.com"]),
        ("me@example.com", []),
        ("@example.com #example.com $example.com", []),
        ("http://foo_bar.com", []),
        ("http://test.-twitter.com", []),
        ("http://foo_bar.example.com", ["http://foo_bar.example.com"]),
        ("ftp://example.com", []),
        ("end.These sentences.Then", []),
        ("version 1.2.3", []),
        ("example.company.con", ["example.company"]),
        ("xhttp://example.com", []),
        ("http://xn--80ak6aa92e.xn--p1ai/x", ["http://xn--80ak6aa92e.xn--p1ai/x"]),
        ("http://" + "a" * 64 + ".com", []),
        ("https://example.com/" + "a" * 4_100, []),
        ("", []),
        (".", []),
    ],
)
def test_addresses_as_x_sees_them(rules: Rules, text: str, urls: list[str]) -> None:
    assert [text[start:end] for start, end in XUrls(rules.x_counting.top_level_domains).find(text)] == urls


@pytest.mark.parametrize(
    ("text", "x", "code_points", "utf8", "threads"),
    [
        ("", 0, 0, 0, 0),
        ("abc", 3, 3, 3, 3),
        ("a\nb", 3, 3, 3, 3),
        ("é", 1, 1, 2, 1),
        ("e\u0301", 1, 2, 3, 2),
        ("日本", 4, 2, 6, 2),
        ("🔥", 2, 1, 4, 4),
        (FAMILY, 2, 7, 25, 25),
        (PHOENIX, 2, 3, 11, 11),
        (HANDSHAKE, 2, 5, 19, 19),
        ("👩🏻‍❤️‍💋‍👩🏿", 2, 10, 35, 35),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2, 7, 28, 28),
        ("🫩", 2, 1, 4, 4),
        (FAMILY * 3, 6, 21, 75, 75),
        ("1\ufe0f\u20e3", 2, 3, 7, 7),
        ("©", 1, 1, 2, 1),
        ("©\ufe0f", 2, 2, 5, 5),
        ("12", 2, 2, 2, 2),
        ("\0", 1, 1, 1, 1),
        ("\ud800", 2, 1, 3, 1),
        ("https://example.com/a/long/path", 23, 31, 31, 31),
        ("https://☃.net/", 23, 14, 16, 16),
        ("a\r\nb", 3, 4, 4, 4),
    ],
)
def test_the_same_text_in_each_unit(counter: TextCounter, text: str, x: int, code_points: int, utf8: int, threads: int) -> None:
    counts = (
        counter.count(text, unit) for unit in (TextUnit.WEIGHTED, TextUnit.CODE_POINTS, TextUnit.UTF8_BYTES, TextUnit.EMOJI_BYTES)
    )
    assert (*counts,) == (x, code_points, utf8, threads)


def test_every_known_emoji_is_looked_for(counter: TextCounter) -> None:
    missed = [one for one in emoji.EMOJI_DATA if not _MAYBE_EMOJI.fullmatch(one)]
    assert missed == []
    assert {weighted(counter, one) for one in emoji.EMOJI_DATA if one not in "©®"} == {2}


@pytest.mark.parametrize("version", sorted({one["E"] for one in emoji.EMOJI_DATA.values() if one["E"] >= 12}))
def test_newer_emoji_count_as_one_among_words_and_each_other(counter: TextCounter, version: float) -> None:
    new = [one for one, about in emoji.EMOJI_DATA.items() if about["E"] == version]
    for one in new:
        assert weighted(counter, f"a{one}b {one}") == 7
        assert counter.count(f"a{one}b", TextUnit.EMOJI_BYTES) == 2 + len(one.encode())
    assert weighted(counter, " ".join(new)) == 3 * len(new) - 1


@pytest.mark.parametrize(
    ("text", "unit", "limit", "over"),
    [
        ("abcdef", TextUnit.CODE_POINTS, 6, None),
        ("abcdef", TextUnit.CODE_POINTS, 4, 4),
        ("ab\ncd", TextUnit.CODE_POINTS, 2, 2),
        ("ab\ncd", TextUnit.CODE_POINTS, 3, 3),
        ("ab\ncd", TextUnit.CODE_POINTS, 5, None),
        ("aéé", TextUnit.UTF8_BYTES, 4, 2),
        ("🔥🔥", TextUnit.EMOJI_BYTES, 7, 1),
        ("ab " + FAMILY, TextUnit.WEIGHTED, 4, 3),
        ("ab https://example.com c", TextUnit.WEIGHTED, 20, 3),
        ("ab https://example.com c", TextUnit.WEIGHTED, 26, 22),
        ("e\u0301e\u0301e\u0301", TextUnit.WEIGHTED, 2, 4),
        ("e\u0301\ne\u0301x", TextUnit.WEIGHTED, 3, 5),
        ("a\r\nbc", TextUnit.WEIGHTED, 3, 4),
    ],
)
def test_where_a_text_becomes_too_long(counter: TextCounter, text: str, unit: TextUnit, limit: int, over: int | None) -> None:
    assert counter.over_limit_from(text, unit, limit) == over


def test_positions_for_the_editor_are_in_utf16() -> None:
    assert utf16_index("a🔥b", 0) == 0
    assert utf16_index("a🔥b", 2) == 3
    assert utf16_index(FAMILY, len(FAMILY)) == 11


SHARED = TextCounter(RULES.x_counting)
SHARED.load_emoji()  # or the first example with an emoji would spend time on it


@given(texts, st.sampled_from(TextUnit))
def test_any_text_has_a_count(text: str, unit: TextUnit) -> None:
    assert SHARED.count(text, unit) >= 0
    assert (SHARED.count(text, unit) == 0) == (text == "" or (unit is TextUnit.WEIGHTED and text == "\r"))


@given(texts, st.characters())
def test_one_more_character_is_one_more_code_point(text: str, character: str) -> None:
    more = SHARED.count(text + character, TextUnit.CODE_POINTS)
    assert more == SHARED.count(text, TextUnit.CODE_POINTS) + 1


@given(texts, texts, st.sampled_from(TextUnit))
def test_lines_are_counted_apart(above: str, below: str, unit: TextUnit) -> None:
    apart = SHARED.count(above + "\n", unit) + SHARED.count(below, unit)
    assert SHARED.count(above + "\n" + below, unit) == apart


@given(texts, st.sampled_from(TextUnit))
def test_remembered_lines_count_as_new_ones(text: str, unit: TextUnit) -> None:
    assert SHARED.count(text, unit) == TextCounter(RULES.x_counting).count(text, unit)


@given(texts, st.sampled_from(TextUnit), st.integers(0, 40))
def test_what_is_before_the_limit_fits_and_the_rest_does_not(text: str, unit: TextUnit, limit: int) -> None:
    over = SHARED.over_limit_from(text, unit, limit)
    assert (over is None) == (SHARED.count(text, unit) <= limit)
    if over is not None:
        assert 0 <= over < len(text)


@given(st.text("ab é日🔥\n", max_size=60), st.sampled_from(TextUnit), st.integers(0, 40))
def test_the_longest_part_that_fits_is_kept(text: str, unit: TextUnit, limit: int) -> None:
    over = SHARED.over_limit_from(text, unit, limit)
    if over is not None:
        assert SHARED.count(text[:over], unit) <= limit < SHARED.count(text[: over + 1], unit)


@given(texts)
def test_x_takes_composed_and_decomposed_letters_alike(text: str) -> None:
    assert weighted(SHARED, text) == weighted(SHARED, unicodedata.normalize("NFC", text))


@given(x_text)
def test_addresses_stand_in_order_within_the_line(text: str) -> None:
    line = re.sub(r"[\r\n]", " ", text)
    position = 0
    for start, end in XUrls(RULES.x_counting.top_level_domains).find(line):
        assert position <= start < end <= len(line)
        position = end


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "a" * 60_000,
        "a." * 30_000,
        "co." * 20_000,
        "-.co" * 15_000,
        "a_" * 30_000 + ".com",
        "a.com/" + "(a" * 30_000,
        "a.com/" + "(a)" * 20_000 + "!",
        "a.com?" + "!" * 60_000,
        "http://" * 9_000 + ".",
        "日" * 60_000 + ".com",
        "e\u0301" * 30_000,
        "\u200d" * 60_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_are_counted_in_passing(text: str) -> None:
    anew = TextCounter(RULES.x_counting)
    for unit in TextUnit:
        assert anew.count(text, unit) > 0


edits = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 20), texts | st.sampled_from(("#tag ", "@you ", "\n", "\n\n"))), max_size=8
)


@settings(deadline=None)  # it counts the whole text up to 36 times; a test below asserts the time of a count
@given(st.lists(texts, max_size=8).map("\n".join), edits)
def test_what_is_recounted_by_lines_is_what_a_whole_count_gives(text: str, changes: list[tuple[int, int, str]]) -> None:
    kept = TextCounter(RULES.x_counting)
    for start, removed, added in (*changes, (0, 0, "")):
        text = text[:start] + added + text[start + removed :]
        new = TextCounter(RULES.x_counting)
        for unit in TextUnit:
            count = new.count(text, unit)
            assert kept.count(text, unit) == count
            for limit in (count - 1, count // 2):
                assert kept.over_limit_from(text, unit, limit) == new.over_limit_from(text, unit, limit)
        tally = kept.tally(text)
        found = marks(text)
        assert tally.hashtags == sum(mark.kind is MarkKind.HASHTAG for mark in found)
        assert tally.mentions == sum(mark.kind is MarkKind.MENTION for mark in found)
        assert tally.links == {text[mark.start : mark.end] for mark in found if mark.kind is MarkKind.LINK}
        assert tally.unseen == {each for each in text if strip_unseen(each) == ""}


def test_a_key_press_in_a_long_text_counts_one_word_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"Line {number} with https://example.com/{number} and #tag{number}" for number in range(3000)]
    counter = TextCounter(RULES.x_counting)
    counted: list[str] = []
    find = XUrls.find

    def noted(self: XUrls, line: str) -> Iterator[tuple[int, int]]:
        counted.append(line)
        return find(self, line)

    monkeypatch.setattr(XUrls, "find", noted)
    counter.count("\n".join(lines), TextUnit.WEIGHTED)
    counted.clear()
    lines[1500] += "x"
    counter.count("\n".join(lines), TextUnit.WEIGHTED)
    assert counted == ["#tag1500x"]


SHARP_EMOJI = st.sampled_from(
    [
        "😀",
        "👨",
        "\u200d",
        "👨‍👩‍👧‍👦",
        "🇩🇪",
        "🇩",
        "👍🏽",
        "👍",
        "🏽",
        "#️⃣",
        "❤",
        "\ufe0f",
        "\ufe0e",
        "©",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "👩🏽‍❤️‍💋‍👨🏿",
        "🦰",
        "a",
    ]
)
LONE = [one for one in emoji.EMOJI_DATA if len(one) == 1]


def whole(text: str) -> list[tuple[int, int]]:
    """Return the emoji that the `emoji` package finds in the text."""
    return [(one["match_start"], one["match_end"]) for one in emoji.emoji_list(text)]


@given(st.lists(SHARP_EMOJI | st.sampled_from([*emoji.EMOJI_DATA]), max_size=60), st.sampled_from(["", "\u200d"]))
@example(["👨🏿‍❤️‍💋‍👨🏻", "🦰", "\u200d", "🏿", "🇩🇪"], "\u200d")
def test_joined_emoji_are_those_of_a_whole_reading(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert find_emoji(text) == whole(text)


@settings(max_examples=40, deadline=None)  # the `emoji` package takes most of the time
@given(st.randoms(use_true_random=False), st.integers(250, 700), st.sampled_from(["", "\u200d"]))
def test_joined_emoji_are_those_of_a_whole_reading_however_many_they_are(random: Random, number: int, between: str) -> None:
    kinds = [
        *random.choices([*emoji.EMOJI_DATA], k=4),
        *random.choices(["🏻", "🏿", "🦰", "🦳", "\u200d", "\ufe0f", "👨", "🏄"], k=4),
    ]
    text = between.join(random.choices(kinds, k=number))
    assert find_emoji(text) == whole(text)


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 16_000,
        "\u200d".join("👨" * 16_000),
        "\u200d".join((LONE * 16)[:16_000]),
        "👨‍👩‍👧‍👦" * 4_000,
        "🇩🇪" * 16_000,
        "🏽\u200d" * 16_000,
        "👨\u200d" * 16_000,
    ],
    ids=lambda text: f"{len(text)} of {text[:2]!a}",
)
def test_thousands_of_emoji_are_counted_at_once(counter: TextCounter, text: str) -> None:
    counter.load_emoji()

    with effort() as counting:
        counter.count(text, TextUnit.WEIGHTED)
    assert counting.times < 70
