"""The platforms that MyPostShare can publish to, under the keys of the API text."""

from enum import StrEnum
from typing import Final, Self


class Platform(StrEnum):
    """A platform. The value is the API text's key; the order is that of its list of available platforms.

    `label` is its own name, `short` a short form. `lockable`: its posts of text alone can be scheduled by the service (API gap
    G1: scheduling takes no title and no media). More data on each platform is in `platforms.toml`.
    """

    label: str
    short: str
    lockable: bool

    def __new__(cls, key: str, label: str = "", lockable: bool = False, short: str = "") -> Self:
        member = str.__new__(cls, key)
        member._value_ = key
        member.label, member.short, member.lockable = label, short or label, lockable
        return member

    LINKEDIN = "linkedin", "LinkedIn", True
    TWITTER = "twitter", "X (Twitter)", True, "X"
    FACEBOOK = "facebook", "Facebook", True
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    THREADS = "threads", "Threads", True
    PINTEREST = "pinterest", "Pinterest"
    REDDIT = "reddit", "Reddit"


LOCKABLE: Final = frozenset(platform for platform in Platform if platform.lockable)


def parse_platform(text: str) -> Platform | None:
    """Return the platform of a key or of an imported name, in any case; None if it is unknown. "x" is X (API gap G18)."""
    if isinstance(text, Platform):
        return text
    key = text.strip().lower()
    try:
        return Platform("twitter" if key == "x" else key)
    except ValueError:
        return None


def platform_label(key: str) -> str:
    """Return the platform's own name. An unknown key is returned as it is, since the service may add platforms."""
    platform = parse_platform(key)
    return platform.label if platform else key
