"""The dated data of the platforms, against the table of limits that it was made from."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from postdesk.domain.limits import Bound, Measure, OwnLimit, PostPart, Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import CoverNeed, Destination, MediaNeed, PlatformRules, Rules, TextUnit, TitleNeed, load_rules

PLATFORMS_TOML = Path(__file__).parents[2] / "resources" / "platforms.toml"

TEXT = {
    Platform.TWITTER: (TextUnit.WEIGHTED, None, 280),
    Platform.LINKEDIN: (TextUnit.CODE_POINTS, None, 3_000),
    Platform.FACEBOOK: (TextUnit.CODE_POINTS, 10_000, 63_206),
    Platform.INSTAGRAM: (TextUnit.CODE_POINTS, None, 2_200),
    Platform.YOUTUBE: (TextUnit.UTF8_BYTES, None, 5_000),
    Platform.THREADS: (TextUnit.EMOJI_BYTES, None, 500),
    Platform.PINTEREST: (TextUnit.CODE_POINTS, 500, 800),
    Platform.REDDIT: (TextUnit.CODE_POINTS, 10_000, 40_000),
}
TITLE = {
    Platform.TWITTER: (TitleNeed.IGNORED, None),
    Platform.LINKEDIN: (TitleNeed.OPTIONAL, 400),
    Platform.FACEBOOK: (TitleNeed.OPTIONAL, None),
    Platform.INSTAGRAM: (TitleNeed.IGNORED, None),
    Platform.YOUTUBE: (TitleNeed.REQUIRED, 100),
    Platform.THREADS: (TitleNeed.IGNORED, None),
    Platform.PINTEREST: (TitleNeed.OPTIONAL, 100),
    Platform.REDDIT: (TitleNeed.REQUIRED, 300),
}
MEDIA = {
    Platform.INSTAGRAM: MediaNeed.REQUIRED,
    Platform.PINTEREST: MediaNeed.REQUIRED,
    Platform.YOUTUBE: MediaNeed.VIDEO_REQUIRED,
}
DESTINATION = {
    Platform.FACEBOOK: Destination.PAGE,
    Platform.YOUTUBE: Destination.PRIVACY,
    Platform.PINTEREST: Destination.BOARD,
    Platform.REDDIT: Destination.SUBREDDIT,
}
DAILY = {Platform.INSTAGRAM: 50, Platform.THREADS: 250, Platform.LINKEDIN: 100, Platform.YOUTUBE: 6}


COVER = {Platform.TWITTER: CoverNeed.IGNORED, Platform.THREADS: CoverNeed.IGNORED, Platform.PINTEREST: CoverNeed.NEEDED_FOR_VIDEO}


def above(its: PlatformRules, part: PostPart, measure: Measure, severity: Severity) -> float | None:
    found = [each.value for each in its.of(part, measure) if each.severity is severity and each.bound is Bound.ABOVE]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("platform", Platform)
def test_each_platform_has_the_limits_of_the_table(rules: Rules, platform: Platform) -> None:
    its = rules.for_platform(platform)
    warned = above(its, PostPart.TEXT, Measure.LENGTH, Severity.WARN)
    assert (its.text.unit, warned, its.text_limit) == TEXT[platform]
    assert (its.title.need, above(its, PostPart.TITLE, Measure.LENGTH, Severity.STOP)) == TITLE[platform]
    assert its.media.need is MEDIA.get(platform, MediaNeed.NONE)
    assert its.media.cover is COVER.get(platform, CoverNeed.OPTIONAL)
    assert its.destination is DESTINATION.get(platform)
    assert above(its, PostPart.POST, Measure.POSTS_PER_DAY, Severity.WARN) == DAILY.get(platform)


@pytest.mark.parametrize("platform", Platform)
def test_each_limit_has_its_source_and_its_date(rules: Rules, platform: Platform) -> None:
    its = rules.for_platform(platform)
    needs = (its.text.source, its.title.source, its.media.source)
    for source in (*needs, *(limit.source for limit in its.limits)):
        assert len(source.text) > 10
        assert type(source.as_of) is dt.date
        assert source.as_of >= dt.date(2026, 11, 1)
    assert (its.destination_source is None) == (its.destination is None)


def test_no_source_is_there_for_nothing() -> None:
    text = PLATFORMS_TOML.read_text("utf-8")
    assert [name for name in tomllib.loads(text)["sources"] if f'source = "{name}"' not in text] == []


def test_what_only_some_platforms_limit(rules: Rules) -> None:
    instagram, threads = rules.for_platform(Platform.INSTAGRAM), rules.for_platform(Platform.THREADS)
    assert [each.value for each in instagram.of(PostPart.TEXT, Measure.HASHTAGS)] == [30, 5]
    assert [each.value for each in instagram.of(PostPart.TEXT, Measure.MENTIONS)] == [20]
    assert [each.value for each in threads.of(PostPart.TEXT, Measure.LINKS)] == [5]
    assert rules.for_platform(Platform.YOUTUBE).text.forbidden_characters == "<>"
    assert rules.for_platform(Platform.YOUTUBE).title.forbidden_characters == "<>"
    assert set(rules.for_platform(Platform.LINKEDIN).text.reserved_characters) == set("\\|{}@[]()<>#*_~")
    assert [key for key, its in rules.platforms if any(each.premium_may_exceed for each in its.limits)] == [Platform.TWITTER]


def test_of_one_thing_the_worst_comes_first_and_lies_beyond_the_others(rules: Rules) -> None:
    worse = {Severity.STOP: 0, Severity.WARN: 1, Severity.HINT: 2}
    for _, its in rules.platforms:
        for limit in its.limits:
            of_it = its.of(limit.part, limit.measure)
            assert [worse[each.severity] for each in of_it] == sorted(worse[each.severity] for each in of_it)
            highest = [each.value for each in of_it if each.bound is Bound.ABOVE]
            lowest = [each.value for each in of_it if each.bound is Bound.BELOW]
            assert highest == sorted(set(highest), reverse=True)
            assert lowest == sorted(set(lowest))
            assert len({each.key for each in of_it}) == len(of_it)


def test_sizes_and_ratios_are_read_as_they_are_written(rules: Rules) -> None:
    x = rules.for_platform(Platform.TWITTER)
    assert above(x, PostPart.IMAGE, Measure.SIZE_BYTES, Severity.STOP) == 5 * 1024 * 1024
    assert above(rules.for_platform(Platform.YOUTUBE), PostPart.VIDEO, Measure.SIZE_BYTES, Severity.STOP) == 256 * 1024**3
    assert [each.value for each in x.of(PostPart.VIDEO, Measure.RATIO)] == [1 / 3, 3]
    assert [each.value for each in rules.for_platform(Platform.INSTAGRAM).of(PostPart.IMAGE, Measure.RATIO)] == [0.8, 1.91]


def test_a_users_own_number_takes_the_place_of_the_limit(rules: Rules) -> None:
    its = rules.for_platform(Platform.LINKEDIN)
    own = its.with_own((OwnLimit("text.length.stop_above", 1_300), OwnLimit("unknown.key", 1)))
    assert (own.text_limit, own.of(PostPart.TEXT, Measure.LENGTH)[0].is_custom) == (1_300, True)
    assert own.text == its.text
    assert sum(each.is_custom for each in own.limits) == 1
    assert its.with_own(()) is its


def test_the_file_names_our_platforms_and_nothing_else() -> None:
    assert set(tomllib.loads(PLATFORMS_TOML.read_text("utf-8"))) == {*Platform, "sources", "x_counting"}


def test_top_level_domains_are_lower_case_words(rules: Rules) -> None:
    domains = rules.x_counting.top_level_domains
    assert len(domains) > 1_500
    assert {"com", "museum", "jp", "みんな"} <= domains
    assert all(domain == domain.lower() and not re.search(r"[\s.\d]", domain) for domain in domains)


SLIPS = {
    'unit = "weighted"': 'unit = "words"',
    "stop_above = 280": "halt_above = 280",
    "[reddit]": "[readit]",
    '"10 MB"': '"10 apples"',
    '"three_gp"': '"four_gp"',
    'source = "reddit_media"': 'source = "hearsay"',
    "text.hashtags": "text.hashes",
}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ('unit = "weighted"', ValueError),
        ("stop_above = 280", ValueError),
        ("[reddit]", KeyError),
        ('"10 MB"', KeyError),
        ('"three_gp"', KeyError),
        ('source = "reddit_media"', KeyError),
        ("text.hashtags", ValueError),
    ],
)
def test_a_file_with_a_slip_is_not_taken(tmp_path: Path, wrong: str, error: type[Exception]) -> None:
    text = PLATFORMS_TOML.read_text("utf-8")
    slipped = tmp_path / "platforms.toml"
    slipped.write_text(text.replace(wrong, SLIPS[wrong]), "utf-8")
    with pytest.raises(error):
        load_rules(slipped)
