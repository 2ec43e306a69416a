"""What may stand against a post on a platform, as kinds and numbers."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from postdesk.domain.limits import Limit, Severity, Source
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import PlatformRules, Unit


class Field(StrEnum):
    """Where in the composer a problem is."""

    PLATFORM = "platform"
    TEXT = "text"
    TITLE = "title"
    MEDIA_URL = "media_url"
    THUMBNAIL_URL = "thumbnail_url"


class ProblemKind(StrEnum):
    """What is wrong."""

    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_LONG_WARN = "text_long_warn"
    TEXT_FORBIDDEN_CHARACTERS = "text_forbidden_characters"
    RESERVED_CHARACTERS = "reserved_characters"
    HASHTAGS_MANY = "hashtags_many"
    MENTIONS_MANY = "mentions_many"
    LINKS_MANY = "links_many"
    LINKS_REPEATED = "links_repeated"
    CONTROL_CHARACTERS = "control_characters"
    BIDI_MARKS = "bidi_marks"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    TITLE_FORBIDDEN_CHARACTERS = "title_forbidden_characters"
    TITLE_IGNORED = "title_ignored"
    MEDIA_MISSING = "media_missing"
    VIDEO_MISSING = "video_missing"
    MEDIA_URL_INVALID = "media_url_invalid"
    MEDIA_FLAWED = "media_flawed"
    MEDIA_EXPIRES = "media_expires"
    MEDIA_TYPE = "media_type"
    MEDIA_SIZE = "media_size"
    MEDIA_WIDTH = "media_width"
    MEDIA_HEIGHT = "media_height"
    MEDIA_PIXELS = "media_pixels"
    MEDIA_RATIO = "media_ratio"
    MEDIA_SECONDS = "media_seconds"
    MEDIA_FRAMES = "media_frames"
    MEDIA_BITRATE = "media_bitrate"
    MEDIA_VIDEO_CODEC = "media_video_codec"
    MEDIA_AUDIO_CODEC = "media_audio_codec"
    THUMBNAIL_URL_INVALID = "thumbnail_url_invalid"
    THUMBNAIL_NEEDED_FOR_VIDEO = "thumbnail_needed_for_video"
    THUMBNAIL_IGNORED = "thumbnail_ignored"
    DESTINATION_FIXED = "destination_fixed"
    DAILY_CAP = "daily_cap"
    UP_ALREADY = "up_already"
    MAY_BE_UP = "may_be_up"
    GOES_OUT_TOO = "goes_out_too"
    SAME_TIME = "same_time"
    TOO_CLOSE = "too_close"
    NOT_CONNECTED = "not_connected"
    NEEDS_RECONNECTING = "needs_reconnecting"
    ACCOUNT_CHANGED = "account_changed"
    SHARED_ACCOUNT = "shared_account"


OF_ITS_TIME: Final = frozenset({ProblemKind.DAILY_CAP, ProblemKind.SAME_TIME, ProblemKind.TOO_CLOSE})
"""What is a problem because of other posts at about that time, and none at another."""

OF_ACCOUNT: Final = frozenset(
    {
        ProblemKind.NOT_CONNECTED,
        ProblemKind.NEEDS_RECONNECTING,
        ProblemKind.ACCOUNT_CHANGED,
        ProblemKind.SHARED_ACCOUNT,
    }
)
"""What is a problem of the account, whatever is written."""

_OF_OTHERS: Final = OF_ITS_TIME | {ProblemKind.UP_ALREADY, ProblemKind.MAY_BE_UP, ProblemKind.GOES_OUT_TOO}
"""What is a problem because of other posts."""


def warning_key(platform: Platform, kind: str) -> str:
    """What a warning is called where it is kept that the user posts past it: `platform:kind of problem`."""
    return f"{platform}:{kind}"


def carried(overridden: Iterable[str]) -> tuple[str, ...]:
    """Which of the warnings that the user passed are passed for another post of the same words: those about the words."""
    kinds = {*ProblemKind} - _OF_OTHERS - OF_ACCOUNT
    return tuple(each for each in overridden if each.partition(":")[2] in kinds)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to know before a post goes to a platform; it does not say to which, so that it is alike on several.

    `counted` and `allowed` are numbers, for the kinds that have a limit: in its measure's unit, a text's length in `unit`.
    `detail` is: for characters, those found; for an address, the `UrlFlaw` or `MediaFlaw`; for a type or a codec, that; for
    DESTINATION_FIXED, the `Destination`; for a text that counts links, "links" where there are any; for a video that is
    missing, "image" where there is one instead; a moment (of the same words once more, or until when an address works) in
    ISO 8601. `limit` is the one that is broken, `source` says who sees a problem in it.
    """

    severity: Severity
    kind: ProblemKind
    field: Field
    counted: float = 0
    allowed: float = 0
    detail: str = ""
    unit: Unit = Unit.CODE_POINTS
    limit: Limit | None = None
    source: Source | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A platform's count of the text, its limit, both in the platform's unit, and the problems, the worst first.

    `rules` are those that count for the account.
    """

    count: int
    limit: int
    problems: tuple[Problem, ...]
    rules: PlatformRules

    @property
    def remaining(self) -> int:
        return self.limit - self.count

    @property
    def stopped(self) -> bool:
        return any(problem.severity is Severity.STOP for problem in self.problems)

    @property
    def warned(self) -> bool:
        return any(problem.severity is Severity.WARN for problem in self.problems)
