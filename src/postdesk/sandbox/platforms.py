"""The eight platforms and their rules for posts: the sandbox's stand-in for the platforms themselves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from postdesk.sandbox.records import Post


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform's display name, its longest text, and its requirements for a post."""

    name: str
    text_limit: int
    needs_media: bool = False
    needs_title: bool = False


PLATFORMS: Final[Mapping[str, Platform]] = {
    "linkedin": Platform("LinkedIn", 3_000),
    "facebook": Platform("Facebook", 63_206),
    "instagram": Platform("Instagram", 2_200, needs_media=True),
    "twitter": Platform("X (Twitter)", 280),
    "youtube": Platform("YouTube", 5_000, needs_media=True, needs_title=True),
    "threads": Platform("Threads", 500),
    "pinterest": Platform("Pinterest", 800, needs_media=True),
    "reddit": Platform("Reddit", 40_000, needs_title=True),
}

_URL: Final = re.compile(r"https?://\S+")


def refusal_reason(key: str, post: Post) -> str | None:
    """Return the platform's reason for refusing the post on any account, to follow the platform's name; None if it accepts."""
    platform, length = PLATFORMS[key], _text_length(key, post.content)
    if length > platform.text_limit:
        return f"takes {platform.text_limit} characters of text, and this has {length}."
    if platform.needs_media and not post.media_url:
        return "takes no post without media."
    if platform.needs_title and not post.title:
        return "takes no post without a title."
    return None


def _text_length(platform: str, text: str) -> int:
    if platform == "youtube":
        return len(text.encode())
    if platform == "twitter":
        return sum(map(_weight, _URL.sub("x" * 23, text)))
    return len(text)


def _weight(character: str) -> int:
    """Return X's weight of a character. Emoji count zero here, so that the sum never refuses a post X would accept."""
    point = ord(character)
    if point >= 0x1F000 or 0xFE00 <= point <= 0xFE0F or point in {0x200D, 0x20E3}:
        return 0
    light = point <= 4351 or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247
    return 1 if light else 2
