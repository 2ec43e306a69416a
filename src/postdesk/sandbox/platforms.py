"""The eight platforms, and what each takes by its nature: the sandbox's stand-in for the platforms themselves."""

import re
from typing import Final

from postdesk.sandbox.records import Post

PLATFORMS: Final = ("linkedin", "facebook", "instagram", "twitter", "youtube", "threads", "pinterest", "reddit")

_URL: Final = re.compile(r"https?://\S+")


def platform_name(key: str) -> str:
    """The name that people know: "X (Twitter)" for `twitter`."""
    match key:
        case "twitter":
            return "X (Twitter)"
        case "linkedin":
            return "LinkedIn"
        case "youtube":
            return "YouTube"
    return key.capitalize()


def objection(platform: str, post: Post) -> str | None:
    """Why the platform would refuse the post whatever the account, as a sentence; None if it would take it."""
    limit, length = _text_limit(platform), _text_length(platform, post.content)
    if length > limit:
        return f"{platform_name(platform)} takes {limit} characters of text, and this has {length}."
    if platform in {"instagram", "pinterest", "youtube"} and not post.media_url:
        return f"{platform_name(platform)} takes no post without media."
    if platform in {"youtube", "reddit"} and not post.title:
        return f"{platform_name(platform)} takes no post without a title."
    return None


def _text_limit(platform: str) -> int:
    match platform:
        case "twitter":
            return 280
        case "linkedin":
            return 3_000
        case "instagram":
            return 2_200
        case "youtube":
            return 5_000
        case "threads":
            return 500
        case "pinterest":
            return 800
        case "reddit":
            return 40_000
    return 63_206


def _text_length(platform: str, text: str) -> int:
    if platform == "youtube":
        return len(text.encode())
    if platform == "twitter":
        return sum(map(_weight, _URL.sub("x" * 23, text)))
    return len(text)


def _weight(character: str) -> int:
    """X's weight of a character. Emoji count nothing here, so that the sum never refuses what X would take."""
    point = ord(character)
    if point >= 0x1F000 or 0xFE00 <= point <= 0xFE0F or point in {0x200D, 0x20E3}:
        return 0
    light = point <= 4351 or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247
    return 1 if light else 2
