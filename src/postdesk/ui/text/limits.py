"""Limits in words: what is measured, how far it may go, in which unit, what happens beyond, and who says so."""

from datetime import date
from fractions import Fraction
from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Bound, Limit, Measure, Part, Severity, Source
from postdesk.domain.media import MediaType
from postdesk.domain.rules import Unit
from postdesk.ui.text.days import day_text
from postdesk.ui.text.names import number

translate = QCoreApplication.translate

_MINUTE: Final = 60
_HOUR: Final = 3600
_SIMPLE: Final = 20


def limit_name(part: Part, measure: Measure) -> str:
    """What is limited: "Length of videos"."""
    match measure:
        case Measure.A_DAY:
            return translate("Problems", "Posts a day")
        case Measure.LENGTH if part is Part.TITLE:
            return translate("Problems", "Length of the title")
        case Measure.LENGTH:
            return translate("Problems", "Length of the text")
        case Measure.HASHTAGS:
            return translate("Problems", "Hashtags")
        case Measure.MENTIONS:
            return translate("Problems", "Mentions")
        case Measure.LINKS:
            return translate("Problems", "Different links")
        case _:
            return translate("Problems", "{0} of {1}").format(_file_measure(measure), part_words(part))


def limit_amount(limit: Limit) -> str:
    """How far it may go: "at most 5 MB"."""
    match limit.bound:
        case Bound.ABOVE:
            return translate("Problems", "at most {0}").format(amount_words(limit.measure, limit.value))
        case Bound.BELOW:
            return translate("Problems", "at least {0}").format(amount_words(limit.measure, limit.value))
        case Bound.OTHER_THAN:
            return taken_words(limit)
        case never:
            assert_never(never)


def taken_words(limit: Limit) -> str:
    """The types or codecs that are taken."""
    return ", ".join(map(type_word, limit.taken))


def severity_words(limit: Limit) -> str:
    """What happens beyond a limit."""
    others, less = limit.bound is Bound.OTHER_THAN, limit.bound is Bound.BELOW
    match limit.severity:
        case Severity.STOP if others:
            return translate("Problems", "Anything else is refused.")
        case Severity.STOP if less:
            return translate("Problems", "Less than that is refused.")
        case Severity.STOP:
            return translate("Problems", "Beyond that it is refused.")
        case Severity.WARN if others:
            return translate("Problems", "Anything else may be refused.")
        case Severity.WARN if less:
            return translate("Problems", "Less than that may be refused.")
        case Severity.WARN:
            return translate("Problems", "Beyond that it may be refused.")
        case Severity.HINT if others:
            return translate("Problems", "Anything else looks other than one may think.")
        case Severity.HINT if less:
            return translate("Problems", "With less than that it looks other than one may think.")
        case Severity.HINT:
            return translate("Problems", "Beyond that it looks other than one may think.")
        case never:
            assert_never(never)


def source_words(source: Source) -> str:
    """Who says so, and when it was read."""
    words = translate("Problems", "Source: {0} (as of {1})")
    return words.format(source.text, date_words(source.as_of))


def date_words(day: date) -> str:
    """A date in full: "1 November 2026"."""
    return day_text(day, "d MMMM yyyy")


def part_words(part: Part) -> str:
    """What is measured, in the plural."""
    match part:
        case Part.POST:
            return translate("Problems", "posts")
        case Part.TEXT:
            return translate("Problems", "texts")
        case Part.TITLE:
            return translate("Problems", "titles")
        case Part.MEDIA:
            return translate("Problems", "files")
        case Part.IMAGE:
            return translate("Problems", "images")
        case Part.GIF:
            return translate("Problems", "GIFs")
        case Part.VIDEO:
            return translate("Problems", "videos")
        case Part.UPRIGHT_VIDEO:
            return translate("Problems", "upright videos")
        case Part.THUMBNAIL:
            return translate("Problems", "cover images")
        case never:
            assert_never(never)


def amount_words(measure: Measure, amount: float) -> str:
    """An amount with its unit."""
    match measure:
        case Measure.SIZE_BYTES:
            return _size(amount)
        case Measure.WIDTH:
            return translate("Problems", "{0} wide").format(_pixels(amount))
        case Measure.HEIGHT:
            return translate("Problems", "{0} high").format(_pixels(amount))
        case Measure.PIXELS:
            return _pixels(amount)
        case Measure.RATIO:
            return _ratio(amount)
        case Measure.SECONDS:
            return _duration(amount)
        case Measure.FRAMES_PER_SECOND:
            words = translate("Problems", "{0} frame a second") if amount == 1 else translate("Problems", "{0} frames a second")
            return words.format(number(amount))
        case Measure.BITS_PER_SECOND:
            return translate("Problems", "{0} Mbit/s").format(number(amount / 1_000_000))
        case _:
            return number(amount)


def _pixels(count: float) -> str:
    words = translate("Problems", "{0} pixel") if count == 1 else translate("Problems", "{0} pixels")
    return words.format(number(count))


def counted_words(unit: Unit) -> str:
    """How a text is counted, where it isn't by characters."""
    match unit:
        case Unit.CODE_POINTS:
            return ""
        case Unit.WEIGHTED:
            return translate("Problems", " (an emoji and a letter of some scripts count 2, a link counts 23)")
        case Unit.UTF8_BYTES:
            return translate("Problems", " bytes (an accent counts 2, an emoji 4 or more)")
        case Unit.EMOJI_BYTES:
            return translate("Problems", " (an emoji counts 3 or more)")
        case never:
            assert_never(never)


def type_word(word: str) -> str:
    """A type or a codec as people know it."""
    if word not in set(MediaType):
        return word.upper()
    kind = MediaType(word)
    match kind:
        case MediaType.HTML:
            return translate("Problems", "a web page")
        case MediaType.OTHER:
            return translate("Problems", "an unknown kind of file")
        case MediaType.WEBP:
            return "WebP"
        case MediaType.WEBM:
            return "WebM"
        case MediaType.THREE_GP:
            return "3GP"
        case _:
            return kind.name


def _file_measure(measure: Measure) -> str:
    words: dict[Measure, str] = {
        Measure.TYPE: translate("Problems", "Kind"),
        Measure.SIZE_BYTES: translate("Problems", "Size"),
        Measure.WIDTH: translate("Problems", "Width"),
        Measure.HEIGHT: translate("Problems", "Height"),
        Measure.PIXELS: translate("Problems", "Pixels"),
        Measure.RATIO: translate("Problems", "Shape (width to height)"),
        Measure.SECONDS: translate("Problems", "Length"),
        Measure.FRAMES_PER_SECOND: translate("Problems", "Frames a second"),
        Measure.BITS_PER_SECOND: translate("Problems", "Data a second"),
        Measure.VIDEO_CODEC: translate("Problems", "Format of the picture"),
        Measure.AUDIO_CODEC: translate("Problems", "Format of the sound"),
    }
    return words[measure]


def _ratio(amount: float) -> str:
    """As the two numbers of which people think, where they are small ones."""
    simple = Fraction(amount).limit_denominator(_SIMPLE)
    exact = simple and abs(simple - Fraction(amount)) < Fraction(1, 100_000)
    return f"{simple.numerator}:{simple.denominator}" if exact else f"{number(round(amount, 2))}:1"


def _size(size_bytes: float) -> str:
    if size_bytes < 1024**2:
        return translate("Problems", "{0} KB").format(number(round(size_bytes / 1024, 1)))
    if size_bytes < 1024**3:
        return translate("Problems", "{0} MB").format(number(round(size_bytes / 1024**2, 1)))
    return translate("Problems", "{0} GB").format(number(round(size_bytes / 1024**3, 1)))


def _duration(seconds: float) -> str:
    if seconds == 1:
        return translate("Problems", "1 second")
    if seconds < _MINUTE:
        return translate("Problems", "{0} seconds").format(number(round(seconds, 1)))
    hours, rest = divmod(round(seconds), _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    named = (
        (hours, translate("Problems", "{0} h")),
        (minutes, translate("Problems", "{0} min")),
        (left, translate("Problems", "{0} s")),
    )
    return " ".join(words.format(number(value)) for value, words in named if value)
