import subprocess
import sys
from pathlib import Path

import pytest

from postdesk.domain.platforms import LOCKABLE, Platform, parse_platform, platform_label


def test_keys_and_order_are_those_of_the_api_text() -> None:
    assert [*Platform] == ["linkedin", "twitter", "facebook", "instagram", "youtube", "threads", "pinterest", "reddit"]


def test_the_service_can_schedule_text_for_four_platforms() -> None:
    assert {"linkedin", "twitter", "facebook", "threads"} == LOCKABLE


@pytest.mark.parametrize("text", ["twitter", "x", "X", " Twitter "])
def test_x_is_twitter(text: str) -> None:
    assert parse_platform(text) is Platform.TWITTER


@pytest.mark.parametrize("text", ["", "mastodon", "X (Twitter)", "x\x00", "\ud800"])
def test_other_words_name_no_platform(text: str) -> None:
    assert parse_platform(text) is None


def test_labels_are_the_platforms_own_names() -> None:
    assert [platform_label(key) for key in Platform] == [
        "LinkedIn",
        "X (Twitter)",
        "Facebook",
        "Instagram",
        "YouTube",
        "Threads",
        "Pinterest",
        "Reddit",
    ]


def test_each_is_named_in_short_where_there_is_little_room() -> None:
    assert [platform.short for platform in Platform if platform.short != platform.label] == ["X"]


@pytest.mark.parametrize("platform", Platform)
def test_each_platform_has_its_table_and_its_mark(platform: Platform) -> None:
    resources = Path(__file__).parents[2] / "resources"
    assert f"[{platform}.limits]" in (resources / "platforms.toml").read_text("utf-8")
    assert (resources / "icons" / f"brand-{platform}.svg").is_file()


def test_a_platform_of_tomorrow_is_shown_by_its_key() -> None:
    assert platform_label("Mastodon") == "Mastodon"


def test_the_window_can_be_painted_without_the_emoji_tables() -> None:
    code = "import sys, postdesk.domain.platforms, postdesk.domain.checks; sys.exit('emoji' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
