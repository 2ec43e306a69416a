"""Snippets: the values of placeholders, the room for hashtags, and the search."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.support.sessions import RESOURCES

from postdesk.domain.platforms import Platform
from postdesk.domain.rules import load_rules
from postdesk.domain.snippets import (
    FilledSnippet,
    HashtagFit,
    Snippet,
    SnippetContext,
    fill_snippet,
    find_snippets,
    fit_hashtags,
    hashtag_limit,
    most_used_hashtags,
)

DUE = datetime(2026, 12, 28, 9, 30, tzinfo=ZoneInfo("America/New_York"))
SETTING = SnippetContext("Ann Lee", "LinkedIn", "https://a.example", DUE, answers={"Guest": "Bo", "how many": "7"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi from {client} on {platform}", "Hi from Ann Lee on LinkedIn"),
        ("{date} / {date+7} / {date - 1}", "2026-12-28 / 2027-01-04 / 2026-12-27"),
        ("{weekday}, {weekday+1} at {time}", "Monday, Tuesday at 09:30"),
        ("More: {link}", "More: https://a.example"),
        ("With {Guest?} and {how many?} more", "With Bo and 7 more"),
        ("{ } {} {{client}} }{", "{ } {} {Ann Lee} }{"),
        ("no braces", "no braces"),
    ],
)
def test_placeholders_are_filled_in(text: str, expected: str) -> None:
    assert fill_snippet(text, SETTING).text == expected


def test_what_is_unknown_or_not_known_there_stays_and_is_named() -> None:
    left = fill_snippet("{nonsense} {date} {link} {nonsense} {Who?}", SnippetContext())
    assert left == FilledSnippet("{nonsense} {date} {link} {nonsense} {Who?}", 42, ("nonsense", "date", "link", "Who?"))
    assert Snippet(1, "", "{nonsense} {date+3} {Who?} {Client}").unknown == ("nonsense", "Client")


def test_a_value_is_not_read_again_for_placeholders() -> None:
    assert fill_snippet("{client} {time}", SnippetContext(client="{time}", due_at=DUE)).text == "{time} 09:30"


def test_the_cursor_goes_where_it_is_wanted_first() -> None:
    assert fill_snippet("{client}: {cursor}!{cursor}", SETTING) == FilledSnippet("Ann Lee: !", 9)
    assert fill_snippet("{client}", SETTING).cursor == 7


def test_what_is_asked_is_asked_once() -> None:
    assert Snippet(1, "", "{Guest?} and {Guest ?}, {client} {?}").questions == ("Guest",)


def test_a_set_is_made_of_hashtags_alone() -> None:
    assert Snippet(1, "", " #one #two\n#größe ").hashtags == ("#one", "#two", "#größe")
    for text in ("", "one", "#one two", "#one,", "#1"):
        assert not Snippet(1, "", text).hashtags


def test_only_what_there_is_room_for_is_taken_and_nothing_twice() -> None:
    assert fit_hashtags(["#a", "#b", "#c", "#a"], "It has #B and #z", 3) == HashtagFit(("#a",), ("#c",))
    assert fit_hashtags(["#a"], "#b", None) == HashtagFit(("#a",))
    assert fit_hashtags(["#a"], "#b #c", 1) == HashtagFit((), ("#a",))


def test_the_limit_is_what_a_platform_takes_without_a_word() -> None:
    rules = load_rules(RESOURCES / Path("platforms.toml"))
    assert hashtag_limit(rules.for_platform(Platform.INSTAGRAM)) == 5
    assert hashtag_limit(rules.for_platform(Platform.FACEBOOK)) is None


def test_names_that_begin_so_are_found_first() -> None:
    news, sale, old = Snippet(1, "News", "x"), Snippet(2, "Sale", "the news of today"), Snippet(3, "Old news", "")
    assert find_snippets((sale, old, news), "new") == (news, old, sale)
    assert find_snippets((sale, old, news), "NEWS old") == (old,)
    assert find_snippets((sale, old, news), "") == (news, old, sale)


def test_the_most_used_hashtags_come_first_as_they_were_written_first() -> None:
    texts = ("New #Bread and #oven", "#bread again\nhttps://example.com/#part", "#rye")
    assert most_used_hashtags(texts) == ("#Bread", "#oven", "#rye")
    assert most_used_hashtags(()) == ()
