"""The dated data of the platforms, against the table of limits that it was made from."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Destination, MediaNeed, Rules, Threshold, TitleNeed, Unit, load_rules

PLATFORMS_TOML = Path(__file__).parents[2] / "resources" / "platforms.toml"

TEXT = {
    Platform.TWITTER: (Unit.WEIGHTED, None, 280),
    Platform.LINKEDIN: (Unit.CODE_POINTS, None, 3_000),
    Platform.FACEBOOK: (Unit.CODE_POINTS, 10_000, 63_206),
    Platform.INSTAGRAM: (Unit.CODE_POINTS, None, 2_200),
    Platform.YOUTUBE: (Unit.UTF8_BYTES, None, 5_000),
    Platform.THREADS: (Unit.EMOJI_BYTES, None, 500),
    Platform.PINTEREST: (Unit.CODE_POINTS, 500, 800),
    Platform.REDDIT: (Unit.CODE_POINTS, 10_000, 40_000),
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


@pytest.mark.parametrize("platform", Platform)
def test_each_platform_has_the_limits_of_the_table(rules: Rules, platform: Platform) -> None:
    its = rules.for_platform(platform)
    assert (its.text.unit, its.text.warn_above, its.text.stop_above) == TEXT[platform]
    assert (its.title.need, its.title.stop_above) == TITLE[platform]
    assert its.media is MEDIA.get(platform, MediaNeed.NONE)
    assert its.destination is DESTINATION.get(platform)
    assert its.daily_cap == DAILY.get(platform)


@pytest.mark.parametrize("platform", Platform)
def test_each_limit_has_its_source_and_its_date(rules: Rules, platform: Platform) -> None:
    its = rules.for_platform(platform)
    assert len(its.source) > 20
    assert type(its.as_of) is dt.date
    assert its.as_of >= dt.date(2026, 11, 1)


def test_what_only_some_platforms_limit(rules: Rules) -> None:
    assert rules.for_platform(Platform.INSTAGRAM).hashtags == Threshold(5, 30)
    assert rules.for_platform(Platform.INSTAGRAM).mentions == Threshold(20, None)
    assert rules.for_platform(Platform.THREADS).links == Threshold(None, 5)
    assert rules.for_platform(Platform.YOUTUBE).text.forbidden_characters == "<>"
    assert rules.for_platform(Platform.YOUTUBE).title.forbidden_characters == "<>"
    assert set(rules.for_platform(Platform.LINKEDIN).text.reserved_characters) == set("\\|{}@[]()<>#*_~")
    assert [key for key in Platform if rules.for_platform(key).text.premium_may_exceed] == [Platform.TWITTER]
    assert [key for key in Platform if rules.for_platform(key).thumbnail_needed_for_video] == [Platform.PINTEREST]


def test_a_warning_comes_before_its_stop(rules: Rules) -> None:
    for platform in Platform:
        its = rules.for_platform(platform)
        for limit in (its.text, its.hashtags, its.mentions, its.links):
            assert (limit.warn_above or 0) < (limit.stop_above or 10**9)


def test_the_file_names_our_platforms_and_nothing_else() -> None:
    assert set(tomllib.loads(PLATFORMS_TOML.read_text("utf-8"))) == {*Platform, "x_counting"}


def test_top_level_domains_are_lower_case_words(rules: Rules) -> None:
    domains = rules.x_counting.top_level_domains
    assert len(domains) > 1_500
    assert {"com", "museum", "jp", "みんな"} <= domains
    assert all(domain == domain.lower() and not re.search(r"[\s.\d]", domain) for domain in domains)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ('unit = "weighted"', ValueError),
        ("stop_above = 280, ", TypeError),
        ("[reddit]", KeyError),
        ("premium_may_exceed", TypeError),
    ],
)
def test_a_file_with_a_slip_is_not_taken(tmp_path: Path, wrong: str, error: type[Exception]) -> None:
    text = PLATFORMS_TOML.read_text("utf-8")
    slipped = tmp_path / "platforms.toml"
    replacement = {'unit = "weighted"': 'unit = "words"', "[reddit]": "[readit]", "premium_may_exceed": "paid"}
    slipped.write_text(text.replace(wrong, replacement.get(wrong, "")), "utf-8")
    with pytest.raises(error):
        load_rules(slipped)
