"""Limits in words: measure, amount and unit, consequence and source."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Bound, Limit, Measure, PostPart, RuleSource, Severity
from postdesk.domain.media import MediaType
from postdesk.domain.rules import TextUnit
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import number
from postdesk.ui.text.times import date_text

translate = QCoreApplication.translate

_MINUTE: Final = 60
_HOUR: Final = 3600
_SIMPLE: Final = 20

_PARTS: Final = {
    PostPart.POST: QT_TRANSLATE_NOOP("Limits", "posts"),
    PostPart.TEXT: QT_TRANSLATE_NOOP("Limits", "texts"),
    PostPart.TITLE: QT_TRANSLATE_NOOP("Limits", "titles"),
    PostPart.MEDIA: QT_TRANSLATE_NOOP("Limits", "files"),
    PostPart.IMAGE: QT_TRANSLATE_NOOP("Limits", "images"),
    PostPart.GIF: QT_TRANSLATE_NOOP("Limits", "GIFs"),
    PostPart.VIDEO: QT_TRANSLATE_NOOP("Limits", "videos"),
    PostPart.UPRIGHT_VIDEO: QT_TRANSLATE_NOOP("Limits", "portrait videos"),
    PostPart.THUMBNAIL: QT_TRANSLATE_NOOP("Limits", "cover images"),
}

_MEASURES: Final = {
    Measure.POSTS_PER_DAY: QT_TRANSLATE_NOOP("Limits", "Posts a day"),
    Measure.LENGTH: QT_TRANSLATE_NOOP("Limits", "Length of the text"),
    Measure.HASHTAGS: QT_TRANSLATE_NOOP("Limits", "Hashtags"),
    Measure.MENTIONS: QT_TRANSLATE_NOOP("Limits", "Mentions"),
    Measure.LINKS: QT_TRANSLATE_NOOP("Limits", "Different links"),
    Measure.TYPE: QT_TRANSLATE_NOOP("Limits", "Type of {0}"),
    Measure.SIZE_BYTES: QT_TRANSLATE_NOOP("Limits", "Size of {0}"),
    Measure.WIDTH: QT_TRANSLATE_NOOP("Limits", "Width of {0}"),
    Measure.HEIGHT: QT_TRANSLATE_NOOP("Limits", "Height of {0}"),
    Measure.PIXELS: QT_TRANSLATE_NOOP("Limits", "Pixels of {0}"),
    Measure.RATIO: QT_TRANSLATE_NOOP("Limits", "Aspect ratio of {0}"),
    Measure.SECONDS: QT_TRANSLATE_NOOP("Limits", "Length of {0}"),
    Measure.FRAMES_PER_SECOND: QT_TRANSLATE_NOOP("Limits", "Frame rate of {0}"),
    Measure.BITS_PER_SECOND: QT_TRANSLATE_NOOP("Limits", "Bit rate of {0}"),
    Measure.VIDEO_CODEC: QT_TRANSLATE_NOOP("Limits", "Video codec of {0}"),
    Measure.AUDIO_CODEC: QT_TRANSLATE_NOOP("Limits", "Audio codec of {0}"),
}

_BEYOND: Final = {
    (Severity.STOP, Bound.OTHER_THAN): QT_TRANSLATE_NOOP("Limits", "Anything else is refused."),
    (Severity.STOP, Bound.BELOW): QT_TRANSLATE_NOOP("Limits", "Less is refused."),
    (Severity.STOP, Bound.ABOVE): QT_TRANSLATE_NOOP("Limits", "More is refused."),
    (Severity.WARN, Bound.OTHER_THAN): QT_TRANSLATE_NOOP("Limits", "Anything else may be refused."),
    (Severity.WARN, Bound.BELOW): QT_TRANSLATE_NOOP("Limits", "Less may be refused."),
    (Severity.WARN, Bound.ABOVE): QT_TRANSLATE_NOOP("Limits", "More may be refused."),
    (Severity.HINT, Bound.OTHER_THAN): QT_TRANSLATE_NOOP("Limits", "Anything else may be cropped or changed."),
    (Severity.HINT, Bound.BELOW): QT_TRANSLATE_NOOP("Limits", "Less may be cropped or changed."),
    (Severity.HINT, Bound.ABOVE): QT_TRANSLATE_NOOP("Limits", "More may be cropped or changed."),
}

_COUNTED: Final = {
    TextUnit.CODE_POINTS: "",
    TextUnit.WEIGHTED: QT_TRANSLATE_NOOP("Limits", " (emoji and letters of some scripts count 2, links 23)"),
    TextUnit.UTF8_BYTES: QT_TRANSLATE_NOOP("Limits", " bytes (an accent counts 2, an emoji 4 or more)"),
    TextUnit.EMOJI_BYTES: QT_TRANSLATE_NOOP("Limits", " (an emoji counts 3 or more)"),
}

_TYPES: Final[dict[str, str]] = {
    MediaType.HTML: QT_TRANSLATE_NOOP("Limits", "a web page"),
    MediaType.OTHER: QT_TRANSLATE_NOOP("Limits", "an unknown type of file"),
    MediaType.WEBP: "WebP",
    MediaType.WEBM: "WebM",
    MediaType.THREE_GP: "3GP",
}


def limit_name(part: PostPart, measure: Measure) -> str:
    """Return the name of a limit: "Length of videos"."""
    if part is PostPart.TITLE and measure is Measure.LENGTH:
        return translate("Limits", "Length of the title")
    return translate("Limits", _MEASURES[measure]).format(part_words(part))


def limit_amount(limit: Limit) -> str:
    """Return the allowed amount: "at most 5 MB"."""
    if limit.bound is Bound.OTHER_THAN:
        return taken_words(limit)
    words = translate("Limits", "at most {0}") if limit.bound is Bound.ABOVE else translate("Limits", "at least {0}")
    return words.format(amount_words(limit.measure, limit.value))


def taken_words(limit: Limit) -> str:
    """Return the accepted types or codecs."""
    return ", ".join(map(type_word, limit.accepted))


def severity_words(limit: Limit) -> str:
    """Return the consequence of exceeding a limit."""
    return translate("Limits", _BEYOND[limit.severity, limit.bound])


def source_words(source: RuleSource) -> str:
    """Return the source of a limit, and its date."""
    return translate("Limits", "Source: {0} (as of {1})").format(source.text, date_text(source.as_of, "d MMMM yyyy"))


def part_words(part: PostPart) -> str:
    """Return the limited part of a post, in the plural."""
    return translate("Limits", _PARTS[part])


def counted_words(unit: TextUnit) -> str:
    """Return the way that a text is counted; empty for characters."""
    return translate("Limits", _COUNTED[unit]) if _COUNTED[unit] else ""


def type_word(word: str) -> str:
    """Return a type or a codec by its common name."""
    if word in _TYPES:
        return translate("Limits", _TYPES[word])
    return MediaType(word).name if word in set(MediaType) else word.upper()


def amount_words(measure: Measure, amount: float) -> str:
    """Return an amount with its unit."""
    return _AMOUNTS.get(measure, number)(amount)


def _pixels(count: float) -> str:
    words = translate("Limits", "{0} pixel") if count == 1 else translate("Limits", "{0} pixels")
    return words.format(number(count))


def _ratio(amount: float) -> str:
    """Return a ratio as two small numbers, "16:9", if possible."""
    simple = Fraction(amount).limit_denominator(_SIMPLE)
    exact = simple and abs(simple - Fraction(amount)) < Fraction(1, 100_000)
    return f"{simple.numerator}:{simple.denominator}" if exact else f"{number(round(amount, 2))}:1"


def _size(size_bytes: float) -> str:
    if size_bytes < 1024**2:
        return translate("Limits", "{0} KB").format(number(round(size_bytes / 1024, 1)))
    if size_bytes < 1024**3:
        return translate("Limits", "{0} MB").format(number(round(size_bytes / 1024**2, 1)))
    return translate("Limits", "{0} GB").format(number(round(size_bytes / 1024**3, 1)))


def _duration(seconds: float) -> str:
    if seconds == 1:
        return translate("Limits", "1 second")
    if seconds < _MINUTE:
        return translate("Limits", "{0} seconds").format(number(round(seconds, 1)))
    hours, rest = divmod(round(seconds), _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    named = (
        (hours, translate("Limits", "{0} h")),
        (minutes, translate("Limits", "{0} min")),
        (left, translate("Limits", "{0} s")),
    )
    return " ".join(words.format(number(value)) for value, words in named if value)


_AMOUNTS: Final[dict[Measure, Callable[[float], str]]] = {
    Measure.SIZE_BYTES: _size,
    Measure.WIDTH: lambda amount: translate("Limits", "{0} wide").format(_pixels(amount)),
    Measure.HEIGHT: lambda amount: translate("Limits", "{0} high").format(_pixels(amount)),
    Measure.PIXELS: _pixels,
    Measure.RATIO: _ratio,
    Measure.SECONDS: _duration,
    Measure.FRAMES_PER_SECOND: lambda amount: translate("Limits", "{0} fps").format(number(amount)),
    Measure.BITS_PER_SECOND: lambda amount: translate("Limits", "{0} Mbit/s").format(number(amount / 1_000_000)),
}
"""An amount of each measure with its unit; other amounts are mere numbers."""
