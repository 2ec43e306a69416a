"""X's own conformance cases, read from a folder `shared/twitter-text` beside the checkout: `validate.yml` and `v3.json`.

They are twitter-text's (Apache License 2.0), and not part of this project.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from postdesk.domain.marks import MarkKind, marks
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Rules, TextUnit
from postdesk.domain.text_counter import TextCounter, utf16_index
from postdesk.domain.x_urls import XUrls

BESIDE = [folder / "shared" / "twitter-text" for folder in Path(__file__).resolve().parents]
CONFORMANCE = next((folder for folder in BESIDE if (folder / "validate.yml").exists()), None)
if CONFORMANCE is None:
    pytest.skip("twitter-text's conformance cases are not at hand beside the checkout", allow_module_level=True)

CASES = yaml.safe_load((CONFORMANCE / "validate.yml").read_text("utf-8"))["tests"]
PUBLISHED = yaml.safe_load((CONFORMANCE / "v3.json").read_text("utf-8"))
WITH_EMOJI_UNCOUNTED = {  # cases of the second configuration, which did not yet count an emoji as one
    "Count a mix of single byte single word, and double word unicode characters",
    "Count unicode emoji chars outside the basic multilingual plane with skin tone modifiers",
}
TOO_LONG_IN_ITS_TIME = {"Invalid Tweet: 141 characters", "Invalid Tweet: 141 characters (due to newline)"}  # of 140
VALID_BUT_NOT_SHORTENED = {  # an address that a browser accepts, which X's count does not find in a text, or not to its end
    "Valid url: port and userinfo",
    "Valid url: ipv4",
    "Valid url: ipv6",
    "Valid url: sub delims and question marks",
}
GROUPS_OF_A_COUNT = {"tweets", "hashtags", "usernames", "urls", "urls_without_protocol"}
WEIGHED_GROUPS = {
    "WeightedTweetsCounterTest",
    "WeightedTweetsWithDiscountedEmojiCounterTest",
    "UnicodeDirectionalMarkerCounterTest",
}


def cases(*groups: str) -> list[Any]:
    found = [case for group in groups for case in CASES[group]]
    return [pytest.param(case["text"], case["expected"], id=case["description"]) for case in found]


@pytest.mark.parametrize(
    ("text", "expected"), cases("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")
)
def test_x_counts_as_its_own_cases_say(counter: TextCounter, rules: Rules, text: str, expected: dict[str, Any]) -> None:
    assert counter.count(text, TextUnit.WEIGHTED) == expected["weightedLength"]
    limits = rules.for_platform(next(key for key, its in rules.platforms if its.text.unit is TextUnit.WEIGHTED))
    sendable = not set(text) & set(limits.text.forbidden_characters)
    assert (sendable and 0 < counter.count(text, TextUnit.WEIGHTED) <= limits.text_limit) is expected["valid"]
    over = counter.over_limit_from(text, TextUnit.WEIGHTED, limits.text_limit)
    if sendable:
        valid_until = len(text) if over is None else over
        assert utf16_index(text, valid_until) - 1 == expected["validRangeEnd"]


@pytest.mark.parametrize(("text", "expected"), cases("WeightedTweetsCounterTest"))
def test_x_counts_as_before_where_no_emoji_is_joined(
    counter: TextCounter, request: pytest.FixtureRequest, text: str, expected: dict[str, Any]
) -> None:
    joined = request.node.callspec.id in WITH_EMOJI_UNCOUNTED
    assert (counter.count(text, TextUnit.WEIGHTED) != expected["weightedLength"]) is joined


def test_all_groups_of_official_cases_are_tried() -> None:
    assert set(CASES) == GROUPS_OF_A_COUNT | WEIGHED_GROUPS | {"lists"}  # no platform here has X's lists


@pytest.mark.parametrize(("text", "expected"), cases("tweets"))
def test_x_takes_what_its_own_cases_call_valid(
    counter: TextCounter, rules: Rules, request: pytest.FixtureRequest, text: str, expected: bool
) -> None:
    fits = 0 < counter.count(text, TextUnit.WEIGHTED) <= rules.for_platform(Platform.TWITTER).text_limit
    assert fits is (expected or request.node.callspec.id in TOO_LONG_IN_ITS_TIME)


@pytest.mark.parametrize(("text", "expected"), cases("urls"))
def test_addresses_are_those_of_the_official_cases(
    rules: Rules, request: pytest.FixtureRequest, text: str, expected: bool
) -> None:
    found = [text[start:end] for start, end in XUrls(rules.x_counting.top_level_domains).find(text)]
    assert (found == [text]) is (expected and request.node.callspec.id not in VALID_BUT_NOT_SHORTENED)


@pytest.mark.parametrize(("text", "expected"), cases("hashtags", "usernames"))
def test_hashtags_and_names_are_those_of_the_official_cases(text: str, expected: bool) -> None:
    found = [text[mark.start : mark.end] for mark in marks(text) if mark.kind is not MarkKind.LINK]
    assert (found == [text]) is expected


@pytest.mark.parametrize(("text", "expected"), cases("urls_without_protocol"))
def test_an_address_needs_no_protocol(rules: Rules, text: str, expected: bool) -> None:
    assert expected
    found = [text[start:end] for start, end in XUrls(rules.x_counting.top_level_domains).find(text)]
    assert found == [text]


def test_x_counts_by_its_published_configuration(rules: Rules) -> None:
    counting = rules.x_counting
    assert counting.url_weight == PUBLISHED["transformedURLLength"]
    assert [{"start": a, "end": b, "weight": 100} for a, b in counting.light_ranges] == PUBLISHED["ranges"]
