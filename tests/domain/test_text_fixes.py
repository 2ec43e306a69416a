"""A fixed post no longer has the problem, and is otherwise unchanged."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.domain.limit_cases import COVER, MEDIA

from postdesk.domain.checks import check
from postdesk.domain.drafts import Content
from postdesk.domain.limits import Measure, PostPart
from postdesk.domain.marks import MarkKind, marks
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import ProblemKind
from postdesk.domain.rules import Rules, TextUnit, load_rules
from postdesk.domain.text_counter import TextCounter
from postdesk.domain.text_fixes import (
    can_be_shortened,
    fix_problem,
    limit_marks,
    make_title,
    move_hashtags_to_end,
    remove_characters,
    shorten,
    shorten_before_marks,
)

RULES = load_rules(Path(__file__).parents[2] / "resources" / "platforms.toml")
COUNTER = TextCounter(RULES.x_counting)
FAMILY = "👨‍👩‍👧‍👦"
PIECES = (
    *("word ", "A sentence. ", "\n", "#tag ", "#one", "@you ", "https://example.com/a ", "example.com", "é", "e\u0301", "🇩🇪"),
    *(FAMILY, "🤝🏽", "日本", "\u202e", "\ud800", "\0", "\u200d", "مرحبا ", "\r\n", "<", ">", "…", "."),
)
texts = st.text(st.characters(exclude_categories=()), max_size=80) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def tags(text: str, kind: MarkKind = MarkKind.HASHTAG) -> list[str]:
    return [line[mark.start : mark.end] for line in text.split("\n") for mark in marks(line) if mark.kind is kind]


@given(texts, st.sampled_from(TextUnit), st.integers(0, 60))
def test_a_shortened_text_fits_and_is_a_beginning_of_what_it_was(text: str, unit: TextUnit, limit: int) -> None:
    short = shorten(text, limit, unit, COUNTER)
    assert COUNTER.count(short, unit) <= limit
    if short != text:
        assert COUNTER.count(text, unit) > limit
        assert text.startswith(short.removesuffix("…").rstrip())
        assert short == "" or short.endswith("…")
        assert set(tags(short.removesuffix("…"), MarkKind.LINK)) <= set(tags(text, MarkKind.LINK))
        over = COUNTER.over_limit_from(text, unit, limit)
        assert over is not None
        assert len(short) <= over + len(" …")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("One two three", 13, "One two three"),
        ("One two three", 12, "One two…"),
        ("One two three", 8, "One two…"),
        ("One two three", 7, "One…"),
        ("It is here at last. And more", 22, "It is here at last. …"),
        ("A title\nand what comes then", 8, "A title…"),
        ("Unbreakablewords", 6, "Unbre…"),
        ("abcde" + FAMILY, 8, "abcde…"),
        ("abcde🇩🇪🇩🇪", 7, "abcde…"),
        ("abcdee\u0301f", 7, "abcde…"),
        ("Read https://example.com/a/very/long/path", 30, "Read…"),
        ("Read (https://example.com/a/very/long/path), now", 30, "Read (…"),
        ("Read https://example.com/a/path. Yes", 33, "Read https://example.com/a/path…"),
        ("https://example.com/a/very/long/path", 30, ""),
        ("One", 0, ""),
        ("One", 1, ""),
    ],
)
def test_a_text_is_cut_where_one_would_cut_it(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit, TextUnit.CODE_POINTS, COUNTER) == short


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("We open late on Friday. https://a.example #one", 44, "We open late on… https://a.example #one"),
        ("We open late on Friday.\n\n#one #two ", 25, "We open late…\n\n#one #two"),
        ("We open late #today on Friday", 20, "We open late #today…"),
        ("Late #one #two #three #four", 20, "Late #one #two…"),
        ("https://a.example #one", 20, "https://a.example…"),
        ("Short #one", 20, "Short #one"),
    ],
)
def test_what_a_post_ends_with_stays_where_it_leaves_room(text: str, limit: int, short: str) -> None:
    assert shorten_before_marks(text, limit, TextUnit.CODE_POINTS, COUNTER) == short


@given(texts, st.sampled_from(TextUnit), st.integers(0, 60))
def test_a_text_shortened_before_its_end_fits(text: str, unit: TextUnit, limit: int) -> None:
    short = shorten_before_marks(text, limit, unit, COUNTER)
    assert COUNTER.count(short, unit) <= limit
    assert (short == text) is (COUNTER.count(text, unit) <= limit)


@given(texts, st.sampled_from((MarkKind.HASHTAG, MarkKind.LINK)), st.integers(0, 4))
def test_the_first_of_them_are_kept_and_nothing_else_is_lost(text: str, kind: MarkKind, most: int) -> None:
    fewer = limit_marks(text, kind, most)
    before, after = tags(text, kind), tags(fewer, kind)
    if kind is MarkKind.HASHTAG:
        assert len(before) > most or fewer == text
    else:
        assert len(set(before)) > most or fewer == text
    assert len(fewer) <= len(text)
    if len(before) <= most:
        assert after == before


def test_what_is_above_the_limit_goes_with_the_space_before_it() -> None:
    assert limit_marks("Hello #one, #two and #three\n#four", MarkKind.HASHTAG, 2) == "Hello #one, #two and\n"
    links = "See https://a.com/1 and https://a.com/2. Again https://a.com/1 https://a.com/3"
    assert limit_marks(links, MarkKind.LINK, 1) == "See https://a.com/1 and. Again https://a.com/1"


def test_hashtags_are_moved_to_a_last_line() -> None:
    assert move_hashtags_to_end("A #new thing\nis #here today") == "A thing\nis today\n\n#new #here"
    assert move_hashtags_to_end("Nothing to move") == "Nothing to move"
    assert move_hashtags_to_end("#only") == "#only"
    assert move_hashtags_to_end(move_hashtags_to_end("A #new thing")) == move_hashtags_to_end("A #new thing")


@given(texts)
def test_moving_hashtags_loses_none(text: str) -> None:
    assert set(tags(text)) <= set(tags(move_hashtags_to_end(text)))


@given(texts, st.text("<>\ufeff", max_size=3))
def test_characters_are_taken_out_and_no_others(text: str, characters: str) -> None:
    left = remove_characters(text, characters)
    assert not set(left) & set(characters)
    assert left == "".join(each for each in text if each not in characters)


def test_a_title_is_the_first_line_as_the_platform_takes_it(rules: Rules, counter: TextCounter) -> None:
    youtube = rules.for_platform(Platform.YOUTUBE)
    assert make_title("\n  <Big> news \nand more", youtube, counter) == "Big news"
    long = make_title("word " * 60, youtube, counter)
    assert len(long) <= 100
    assert long.endswith("word…")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We open in Berlin. Come and see us on Monday!", "We open in Berlin"),
        ("Doors open at 9! Bring friends.", "Doors open at 9!"),
        ("Meet Dr. Smith of J. K. Example in Berlin. She is new.", "Meet Dr. Smith of J. K. Example in Berlin"),
        ("Our app 2.0 is out on example.com. Try it", "Our app 2.0 is out on example.com"),
        ("And so… it begins. At last", "And so… it begins"),
        ("本日開店。ぜひ来てください。", "本日開店。"),
        ("One sentence alone.", "One sentence alone"),
        ("Wait for it...", "Wait for it..."),
        ("Two. Sentences as a headline\nand a text", "Two. Sentences as a headline"),
        ("See https://example.com/a?b=c for more. And come", "See for more"),
        ("Read more: https://example.com/a", "Read more"),
        ("https://example.com/a\nThe news\nThe rest", "The news"),
        ("https://example.com/a https://example.com/b\n\n", ""),
        ("The first sentence is short. " + "Word " * 60 + "\nThe rest", "The first sentence is short"),
    ],
)
def test_the_title_of_one_paragraph_is_its_first_sentence_without_links(
    text: str, title: str, rules: Rules, counter: TextCounter
) -> None:
    assert make_title(text, rules.for_platform(Platform.YOUTUBE), counter) == title


@given(texts, st.sampled_from(Platform))
def test_a_title_fits_and_holds_no_link(text: str, platform: Platform) -> None:
    its = RULES.for_platform(platform)
    title = make_title(text, its, COUNTER)
    assert all(len(title) <= limit.value for limit in its.of(PostPart.TITLE, Measure.LENGTH))
    assert tags(title, MarkKind.LINK) == []
    assert "\n" not in title


@given(st.sampled_from(("", " ", "\n")), texts, st.sampled_from(TextUnit), st.integers(2, 60))
def test_only_what_can_not_be_shortened_is_called_so(before: str, text: str, unit: TextUnit, limit: int) -> None:
    text = f"{before}https://example.com/{text}"
    if COUNTER.count(text, unit) > limit and not can_be_shortened(text, limit, unit):
        assert shorten_before_marks(text, limit, unit, COUNTER) == ""


@pytest.mark.parametrize(("limit", "can"), [(20, False), (21, False), (22, True)])
def test_a_link_that_fills_all_the_room_can_not_be_shortened(limit: int, can: bool) -> None:
    text = "https://example.com/a and more"
    assert (can_be_shortened(text, limit, TextUnit.CODE_POINTS), can_be_shortened(text, limit, TextUnit.WEIGHTED)) == (can, True)


MENDED = {
    ProblemKind.TEXT_TOO_LONG,
    ProblemKind.TEXT_LONG_WARN,
    ProblemKind.HASHTAGS_MANY,
    ProblemKind.LINKS_MANY,
    ProblemKind.TEXT_FORBIDDEN_CHARACTERS,
    ProblemKind.TITLE_FORBIDDEN_CHARACTERS,
    ProblemKind.TITLE_TOO_LONG,
    ProblemKind.TITLE_MISSING,
}
LONG = st.one_of(
    texts,
    st.lists(st.sampled_from(("word ", "日本", FAMILY, "#tag ", "https://a.com/1 ")), min_size=200, max_size=400).map("".join),
)


@given(st.sampled_from(Platform), LONG, texts | st.just("<" * 500))
@example(Platform.REDDIT, ".", "")
@example(Platform.YOUTUBE, ":", "")
@example(Platform.YOUTUBE, "<\u00a0→", "")
def test_what_is_mended_is_a_problem_no_more(platform: Platform, text: str, title: str) -> None:
    its = RULES.for_platform(platform)
    content = Content(text, title, MEDIA, COVER)
    for problem in check(platform, content, RULES, counter=COUNTER).problems:
        better = fix_problem(problem, content, its, COUNTER)
        if better is None:
            # No title can be made of what a title may not have, and of signs that only lead to a link.
            left_out = "<>:–—→👉👇" if problem.kind is ProblemKind.TITLE_MISSING else ""
            assert problem.kind not in MENDED or all(each.isspace() or each in left_out for each in text)
            continue
        left = check(platform, better, RULES, counter=COUNTER).problems
        if problem.kind is not ProblemKind.TITLE_MISSING or text.strip("<> \n\t\r"):
            assert not [each for each in left if each.kind is problem.kind and each.severity is problem.severity]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece", ["a", "word ", "日", "👨‍👩‍👧‍👦", "#tag ", "\u202e", "\ud800", "\0", "e\u0301", "https://a.com/1 "]
)
def test_a_very_long_text_is_mended_in_passing(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    for platform in Platform:
        its = RULES.for_platform(platform)
        for problem in check(platform, Content(text), RULES, counter=COUNTER).problems:
            fix_problem(problem, Content(text), its, COUNTER)
