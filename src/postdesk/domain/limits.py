"""A limit of a platform: what is measured, how far it may go, what happens beyond, and who says so."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """STOP: certain to be refused. WARN: may be refused, and the user may override it. HINT: good to know."""

    STOP = "stop"
    WARN = "warn"
    HINT = "hint"


worst_first: Final = tuple(Severity).index


class Part(StrEnum):
    """What of a post is measured. MEDIA is any file, UPRIGHT_VIDEO a video that is higher than wide, and a VIDEO too."""

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
    """How it is measured: a text's length in the platform's unit, its parts by number, a file by its `Facts` of that name."""

    A_DAY = "a_day"
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
"""What is measured of a file."""


class Bound(StrEnum):
    """Which side of a limit is too far."""

    ABOVE = "above"
    BELOW = "below"
    OTHER_THAN = "other_than"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it, and the date on which that was read."""

    text: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Limit:
    """`value` for ABOVE and BELOW, in the measure's unit; `taken` for OTHER_THAN: types or codecs.

    `premium_may_exceed`: a paid account may go beyond. `theirs` is the platform's number where the user set another.
    """

    part: Part
    measure: Measure
    severity: Severity
    bound: Bound
    source: Source = field(compare=False)
    value: float = 0
    taken: tuple[str, ...] = ()
    premium_may_exceed: bool = False
    theirs: float | None = None

    @property
    def own(self) -> bool:
        """Whether the user set it, for an account."""
        return self.theirs is not None

    @property
    def key(self) -> str:
        """What it is called where a user's own number is kept: "video.seconds.stop_above"."""
        return f"{self.part}.{self.measure}.{self.severity}_{self.bound}"

    def broken_by(self, amount: float | str) -> bool:
        """Whether that is too far; an amount that is not known (0 or empty) never is."""
        if isinstance(amount, str):
            return bool(amount) and self.bound is Bound.OTHER_THAN and amount not in self.taken
        return amount > self.value if self.bound is Bound.ABOVE else self.bound is Bound.BELOW and 0 < amount < self.value


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """The number that the user set for an account in the place of the limit of that key."""

    key: str
    value: float
