"""The platforms' limits as values, read from the dated data in `platforms.toml`, where each has its source."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Bound, Limit, Measure, OwnLimit, PostPart, RuleSource, Severity, worst_first
from postdesk.domain.media import MediaType
from postdesk.domain.platforms import Platform

_SIZES: Final = {"MB": 1024**2, "GB": 1024**3}


class TextUnit(StrEnum):
    """The unit in which a platform counts a text."""

    WEIGHTED = "weighted"
    CODE_POINTS = "code_points"
    UTF8_BYTES = "utf8_bytes"
    EMOJI_BYTES = "emoji_bytes"


class TitleNeed(StrEnum):
    """The use of a title on a platform."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    IGNORED = "ignored"


class MediaNeed(StrEnum):
    """The need of media in a post on a platform."""

    NONE = "none"
    REQUIRED = "required"
    VIDEO_REQUIRED = "video_required"


class CoverNeed(StrEnum):
    """The use of a cover image on a platform."""

    IGNORED = "ignored"
    OPTIONAL = "optional"
    NEEDED_FOR_VIDEO = "needed_for_video"


class Destination(StrEnum):
    """The destination that is fixed when an account is connected, since the API has no field for it (API gap G21)."""

    PAGE = "page"
    PRIVACY = "privacy"
    BOARD = "board"
    SUBREDDIT = "subreddit"


@dataclass(frozen=True, slots=True)
class TextRules:
    """The rules of a text: its unit, the characters that are refused, and those that may cut the text."""

    unit: TextUnit
    source: RuleSource
    forbidden_characters: str = ""
    reserved_characters: str = ""


@dataclass(frozen=True, slots=True)
class TitleRules:
    """The rules of a title: its use, and the characters that are refused."""

    need: TitleNeed
    source: RuleSource
    forbidden_characters: str = ""


@dataclass(frozen=True, slots=True)
class MediaRules:
    """The rules of media and of a cover."""

    need: MediaNeed
    cover: CoverNeed
    source: RuleSource


@dataclass(frozen=True)
class PlatformRules:
    """The rules of one platform. Limits with the same part and measure are in order, the worst first."""

    text: TextRules
    title: TitleRules
    media: MediaRules
    limits: tuple[Limit, ...]
    destination: Destination | None = None
    destination_source: RuleSource | None = None

    @cached_property
    def text_limit(self) -> int:
        """The greatest length of a text, in the text's unit."""
        of_text = self.of(PostPart.TEXT, Measure.LENGTH)
        return int(next(each.value for each in of_text if each.severity is Severity.STOP and each.bound is Bound.ABOVE))

    def of(self, part: PostPart, measure: Measure) -> tuple[Limit, ...]:
        """Return the limits of a measure of a part, the worst first."""
        return self._by_thing.get((part, measure), ())

    def broken(self, part: PostPart, measure: Measure, amount: float | str) -> Limit | None:
        """Return the worst limit that the amount breaks; None if it breaks none."""
        for limit in self.of(part, measure):
            if limit.broken_by(amount):
                return limit
        return None

    def with_own(self, own: tuple[OwnLimit, ...]) -> "PlatformRules":
        """Return these rules with the user's own numbers."""
        if not own:
            return self
        numbers = {each.key: each.value for each in own}
        return replace(self, limits=tuple(_set(each, numbers.get(each.key)) for each in self.limits))

    @cached_property
    def _by_thing(self) -> dict[tuple[PostPart, Measure], tuple[Limit, ...]]:
        things = {(each.part, each.measure) for each in self.limits}
        return {thing: tuple(each for each in self.limits if (each.part, each.measure) == thing) for thing in things}


@dataclass(frozen=True, slots=True)
class XCountRules:
    """The rules of X's weighted count: a code point in `light_ranges` (first, last) counts 1, others 2, a URL `url_weight`."""

    source: RuleSource
    url_weight: int
    light_ranges: tuple[tuple[int, int], ...]
    top_level_domains: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of all platforms."""

    platforms: tuple[tuple[Platform, PlatformRules], ...]
    x_counting: XCountRules

    def for_platform(self, platform: Platform) -> PlatformRules:
        return next(rules for key, rules in self.platforms if key is platform)


def _set(limit: Limit, number: float | None) -> Limit:
    return limit if number is None else replace(limit, value=number, default_value=limit.value)


def load_rules(path: Path) -> Rules:
    """Read `platforms.toml`. A file that this version does not expect raises KeyError, TypeError or ValueError."""
    import tomllib  # the first window doesn't need it

    with path.open("rb") as file:
        tables = tomllib.load(file)
    reader = _Reader({name: RuleSource(**table) for name, table in tables["sources"].items()})
    platforms = tuple((platform, reader.platform(tables[platform])) for platform in Platform)
    return Rules(platforms, reader.x_counting(tables["x_counting"]))


class _Reader:
    """A reader of the file's tables. `sources`: the sources by the names that the tables use."""

    def __init__(self, sources: dict[str, RuleSource]) -> None:
        self._sources = sources

    def platform(self, table: dict[str, Any]) -> PlatformRules:
        text, title, media = (self._sourced(table[name]) for name in ("text", "title", "media"))
        destination = self._sourced(table["destination"]) if "destination" in table else {}
        return PlatformRules(
            TextRules(**{**text, "unit": TextUnit(text["unit"])}),
            TitleRules(**{**title, "need": TitleNeed(title["need"])}),
            MediaRules(MediaNeed(media["need"]), CoverNeed(media["cover"]), media["source"]),
            tuple(self._limits(table["limits"])),
            Destination(destination["choice"]) if destination else None,
            destination.get("source"),
        )

    def x_counting(self, table: dict[str, Any]) -> XCountRules:
        ranges = tuple((first, last) for first, last in table["light_ranges"])
        domains = frozenset(table["top_level_domains"].split())
        return XCountRules(**{**self._sourced(table), "light_ranges": ranges, "top_level_domains": domains})

    def _sourced(self, table: dict[str, Any]) -> dict[str, Any]:
        return {**table, "source": self._sources[table["source"]]}

    def _limits(self, table: dict[str, Any]) -> Iterator[Limit]:
        for part, measures in table.items():
            for measure, lines in measures.items():
                of_it = [
                    limit
                    for line in (lines if isinstance(lines, list) else [lines])
                    for limit in self._of_line(PostPart(part), Measure(measure), self._sourced(line))
                ]
                yield from sorted(of_it, key=lambda limit: worst_first(limit.severity))

    def _of_line(self, part: PostPart, measure: Measure, line: dict[str, Any]) -> Iterator[Limit]:
        source, premium = line.pop("source"), line.pop("premium_may_exceed", False)
        for name, amount in line.items():
            severity, _, bound = name.partition("_")
            limit = Limit(part, measure, Severity(severity), Bound(bound), source, premium_may_exceed=premium)
            if limit.bound is Bound.OTHER_THAN:
                yield replace(limit, accepted=tuple(_word(measure, word) for word in amount))
            else:
                yield replace(limit, value=_number(amount))


def _word(measure: Measure, word: str) -> str:
    return MediaType[word.upper()] if measure is Measure.TYPE else word


def _number(amount: float | str) -> float:
    """Return a number, a size ("5 MB" in bytes) or a ratio ("1.91:1") as a number."""
    if not isinstance(amount, str):
        return amount
    if ":" in amount:
        width, height = map(float, amount.split(":"))
        return width / height
    size, unit = amount.split()
    return int(size) * _SIZES[unit]
