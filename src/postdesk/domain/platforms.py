"""The platforms that MyPostShare can publish to, under the keys of the API text."""

from enum import StrEnum
from typing import Final


class Platform(StrEnum):
    """A platform; the value is the API text's key, the order is that of its list of available platforms."""

    LINKEDIN = "linkedin"
    TWITTER = "twitter"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    YOUTUBE = "youtube"
    THREADS = "threads"
    PINTEREST = "pinterest"
    REDDIT = "reddit"


LOCKABLE: Final = frozenset({Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK, Platform.THREADS})
"""Platforms whose text-only posts the service can schedule (API gap G1: scheduling takes no title and no media)."""

_LABELS: Final[dict[str, str]] = {
    Platform.LINKEDIN: "LinkedIn",
    Platform.TWITTER: "X (Twitter)",
    Platform.FACEBOOK: "Facebook",
    Platform.INSTAGRAM: "Instagram",
    Platform.YOUTUBE: "YouTube",
    Platform.THREADS: "Threads",
    Platform.PINTEREST: "Pinterest",
    Platform.REDDIT: "Reddit",
}


def parse_platform(text: str) -> Platform | None:
    """The platform that a key or an import names, in any case; "x" is X (API gap G18). None if it is none of ours."""
    key = text.strip().lower()
    try:
        return Platform("twitter" if key == "x" else key)
    except ValueError:
        return None


def platform_label(key: str) -> str:
    """The platform's own name; a key that is none of ours is shown as it is, since the service may learn new ones."""
    return _LABELS.get(key) or _LABELS.get(parse_platform(key) or "", key)
