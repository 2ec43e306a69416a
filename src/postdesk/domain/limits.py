"""Limits of platforms as values: the measured quantity, its bound, the effect of breaking it, and the source."""

import datetime as dt
from dataclasses import field
from enum import StrEnum
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass


class Severity(StrEnum):
    """The weight of a problem. STOP: certain to be refused. WARN: may be refused, the user may override it. HINT: a note."""

    STOP = "stop"
    WARN = "warn"
    HINT = "hint"


worst_first: Final = tuple(Severity).index


class PostPart(StrEnum):
    """The part of a post that a limit measures. MEDIA: any file. UPRIGHT_VIDEO: a portrait video, which is a VIDEO as well."""

    POST = "post"
    TEXT = "text"
    TITLE = "title"
    MEDIA = "media"
    IMAGE = "image"
    GIF = "gif"
    VIDEO = "video"
    UPRIGHT_VIDEO = "upright_video"
    THUMBNAIL = "thumbnail"


class Measure(StrEnum):
    """The measured quantity of a part.

    LENGTH is a text's length in the platform's unit. HASHTAGS, MENTIONS and LINKS are counts. Those from TYPE on are the
    attributes of the same name of a file's `MediaFacts`.
    """

    POSTS_PER_DAY = "a_day"
    LENGTH = "length"
    HASHTAGS = "hashtags"
    MENTIONS = "mentions"
    LINKS = "links"
    TYPE = "type"
    SIZE_BYTES = "size_bytes"
    WIDTH = "width"
    HEIGHT = "height"
    PIXELS = "pixels"
    RATIO = "ratio"
    SECONDS = "seconds"
    FRAMES_PER_SECOND = "frames_per_second"
    BITS_PER_SECOND = "bits_per_second"
    VIDEO_CODEC = "video_codec"
    AUDIO_CODEC = "audio_codec"


FILE_MEASURES: Final = tuple(Measure)[tuple(Measure).index(Measure.TYPE) :]
"""The measures of a file."""


class Bound(StrEnum):
    """The way in which an amount breaks a limit: above its value, below it, or not among the accepted values."""

    ABOVE = "above"
    BELOW = "below"
    OTHER_THAN = "other_than"


@dataclass(frozen=True, slots=True)
class RuleSource:
    """The source of a limit or rule, and the date on which it was read."""

    text: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a platform: `value` for ABOVE and BELOW, in the measure's unit; `accepted` (types or codecs) for OTHER_THAN.

    `premium_may_exceed`: a paid account may exceed it. `default_value`: the platform's number where the user set another.
    """

    part: PostPart
    measure: Measure
    severity: Severity
    bound: Bound
    source: RuleSource = field(compare=False)
    value: float = 0
    accepted: tuple[str, ...] = ()
    premium_may_exceed: bool = False
    default_value: float | None = None

    @property
    def is_custom(self) -> bool:
        """True where the user set the number, for an account."""
        return self.default_value is not None

    @property
    def key(self) -> str:
        """The key under which a user's own number is stored, such as "video.seconds.stop_above"."""
        return f"{self.part}.{self.measure}.{self.severity}_{self.bound}"

    def broken_by(self, amount: float | str) -> bool:
        """Tell whether the amount breaks the limit. An unknown amount (0 or empty) never does."""
        if isinstance(amount, str):
            return bool(amount) and self.bound is Bound.OTHER_THAN and amount not in self.accepted
        return amount > self.value if self.bound is Bound.ABOVE else self.bound is Bound.BELOW and 0 < amount < self.value


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A number that the user set for an account, in place of that of the limit with this key."""

    key: str
    value: float
