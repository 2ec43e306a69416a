"""Problems of a post on a platform, as kinds and numbers."""

import dataclasses
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Limit, RuleSource, Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import PlatformRules, TextUnit


class ProblemField(StrEnum):
    """The field of the composer that a problem belongs to."""

    PLATFORM = "platform"
    TEXT = "text"
    TITLE = "title"
    MEDIA_URL = "media_url"
    THUMBNAIL_URL = "thumbnail_url"


class ProblemKind(StrEnum):
    """The kind of a problem."""

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
    ALREADY_PUBLISHED = "up_already"
    MAY_BE_PUBLISHED = "may_be_up"
    GOES_OUT_TOO = "goes_out_too"
    SAME_TIME = "same_time"
    TOO_CLOSE = "too_close"
    NOT_CONNECTED = "not_connected"
    NEEDS_RECONNECTING = "needs_reconnecting"
    ACCOUNT_CHANGED = "account_changed"
    SHARED_ACCOUNT = "shared_account"


TIME_PROBLEMS: Final = frozenset({ProblemKind.DAILY_CAP, ProblemKind.SAME_TIME, ProblemKind.TOO_CLOSE})
"""Problems due to other posts at about that time, which another time solves."""

ACCOUNT_PROBLEMS: Final = frozenset(
    {ProblemKind.NOT_CONNECTED, ProblemKind.NEEDS_RECONNECTING, ProblemKind.ACCOUNT_CHANGED, ProblemKind.SHARED_ACCOUNT}
)
"""Problems of the account, whatever the text is."""

_OF_OTHERS: Final = TIME_PROBLEMS | {ProblemKind.ALREADY_PUBLISHED, ProblemKind.MAY_BE_PUBLISHED, ProblemKind.GOES_OUT_TOO}
"""Problems due to other posts."""


def warning_key(platform: Platform, kind: str) -> str:
    """Return the key under which an overridden warning is stored: `platform:kind of problem`."""
    return f"{platform}:{kind}"


def carried_warnings(overridden: Iterable[str]) -> tuple[str, ...]:
    """Return the overridden warnings that stay overridden for another post with the same text: those about the text."""
    kinds = {*ProblemKind} - _OF_OTHERS - ACCOUNT_PROBLEMS
    return tuple(each for each in overridden if each.partition(":")[2] in kinds)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a post on a platform. It does not name the platform, so that equal ones can be grouped.

    `counted` and `allowed` are numbers, for kinds with a limit, in the limit's unit; for a text's length `unit` is that.
    `limit` is the broken limit, `source` the source of the rule.

    `detail` depends on the kind: the characters found; the `UrlProblem` or `MediaProblem` of an address; the type or codec; the
    `Destination` for DESTINATION_FIXED; "links" where a text that was counted has links; "image" where a video is missing and
    there is an image; or a time in ISO 8601 (of the same text once more, or the end of a signed address).
    """

    severity: Severity
    kind: ProblemKind
    field: ProblemField
    counted: float = 0
    allowed: float = 0
    detail: str = ""
    unit: TextUnit = TextUnit.CODE_POINTS
    limit: Limit | None = None
    source: RuleSource | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A platform's count of the text and its limit, both in the platform's unit, and the problems, the worst first.

    `rules`: those that apply to the account.
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
