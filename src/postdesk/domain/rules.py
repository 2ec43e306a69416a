"""The platforms' limits as values, read from the dated data in `platforms.toml`, where each has its source."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from postdesk.domain.platforms import Platform


class Unit(StrEnum):
    """How a platform counts a text."""

    WEIGHTED = "weighted"
    CODE_POINTS = "code_points"
    UTF8_BYTES = "utf8_bytes"
    EMOJI_BYTES = "emoji_bytes"


class TitleNeed(StrEnum):
    """What a platform does with a title."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    IGNORED = "ignored"


class MediaNeed(StrEnum):
    """Whether a platform takes a post without media."""

    NONE = "none"
    REQUIRED = "required"
    VIDEO_REQUIRED = "video_required"


class Destination(StrEnum):
    """What is chosen when an account is connected, since the API has no field for it (API gap G21)."""

    PAGE = "page"
    PRIVACY = "privacy"
    BOARD = "board"
    SUBREDDIT = "subreddit"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Numbers above which to warn and to stop; None where there is no such limit."""

    warn_above: int | None = None
    stop_above: int | None = None


@dataclass(frozen=True, slots=True)
class TextRules:
    """Limits of a text, in `unit`."""

    unit: Unit
    stop_above: int
    warn_above: int | None = None
    premium_may_exceed: bool = False
    forbidden_characters: str = ""
    reserved_characters: str = ""

    @classmethod
    def read(cls, table: dict[str, Any]) -> Self:
        return cls(**{**table, "unit": Unit(table["unit"])})


@dataclass(frozen=True, slots=True)
class TitleRules:
    """Limits of a title, in code points."""

    need: TitleNeed
    stop_above: int | None = None
    forbidden_characters: str = ""

    @classmethod
    def read(cls, table: dict[str, Any]) -> Self:
        return cls(**{**table, "need": TitleNeed(table["need"])})


@dataclass(frozen=True, slots=True)
class PlatformRules:
    """What one platform accepts, with the source of it and the date on which it was read; `daily_cap` in posts."""

    source: str
    as_of: dt.date
    text: TextRules
    title: TitleRules
    media: MediaNeed
    hashtags: Threshold = Threshold()
    mentions: Threshold = Threshold()
    links: Threshold = Threshold()
    thumbnail_needed_for_video: bool = False
    destination: Destination | None = None
    daily_cap: int | None = None

    @classmethod
    def read(cls, table: dict[str, Any]) -> Self:
        values = dict(table)
        values["text"] = TextRules.read(table["text"])
        values["title"] = TitleRules.read(table["title"])
        values["media"] = MediaNeed(table["media"])
        for key in {"hashtags", "mentions", "links"} & table.keys():
            values[key] = Threshold(**table[key])
        if "destination" in table:
            values["destination"] = Destination(table["destination"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class XCounting:
    """X's weighted count: a code point within `light_ranges` (first, last) weighs 1, any other 2, a URL `url_weight`."""

    source: str
    as_of: dt.date
    url_weight: int
    light_ranges: tuple[tuple[int, int], ...]
    top_level_domains: frozenset[str]

    @classmethod
    def read(cls, table: dict[str, Any]) -> Self:
        ranges = tuple((first, last) for first, last in table["light_ranges"])
        domains = frozenset(table["top_level_domains"].split())
        return cls(**{**table, "light_ranges": ranges, "top_level_domains": domains})


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of all platforms."""

    platforms: tuple[tuple[Platform, PlatformRules], ...]
    x_counting: XCounting

    def for_platform(self, platform: Platform) -> PlatformRules:
        return next(rules for key, rules in self.platforms if key is platform)


def load_rules(path: Path) -> Rules:
    """Read `platforms.toml`. A file that isn't what this version expects raises KeyError, TypeError or ValueError."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    platforms = tuple((platform, PlatformRules.read(tables[platform])) for platform in Platform)
    return Rules(platforms, XCounting.read(tables["x_counting"]))
