"""Limits in words: what is measured, how far it may go, in which unit, what happens beyond, and who says so."""

from datetime import date
from fractions import Fraction
from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Bound, Limit, Measure, Part, Severity, Source
from postdesk.domain.media import MediaType
from postdesk.domain.rules import Unit
from postdesk.ui.composer.words import number
from postdesk.ui.day_words import day_text

_MINUTE: Final = 60
_HOUR: Final = 3600
_SIMPLE: Final = 20


def limit_name(part: Part, measure: Measure) -> str:
    """What is limited: "Length of videos"."""
    tr = QCoreApplication.translate
    match measure:
        case Measure.A_DAY:
            return tr("Problems", "Posts a day")
        case Measure.LENGTH if part is Part.TITLE:
            return tr("Problems", "Length of the title")
        case Measure.LENGTH:
            return tr("Problems", "Length of the text")
        case Measure.HASHTAGS:
            return tr("Problems", "Hashtags")
        case Measure.MENTIONS:
            return tr("Problems", "Mentions")
        case Measure.LINKS:
            return tr("Problems", "Different links")
        case _:
            return tr("Problems", "{0} of {1}").format(_file_measure(measure), part_words(part))


def limit_amount(limit: Limit) -> str:
    """How far it may go: "at most 5 MB"."""
    tr = QCoreApplication.translate
    match limit.bound:
        case Bound.ABOVE:
            return tr("Problems", "at most {0}").format(amount_words(limit.measure, limit.value))
        case Bound.BELOW:
            return tr("Problems", "at least {0}").format(amount_words(limit.measure, limit.value))
        case Bound.OTHER_THAN:
            return taken_words(limit)
        case never:
            assert_never(never)


def taken_words(limit: Limit) -> str:
    """The types or codecs that are taken."""
    return ", ".join(map(type_word, limit.taken))


def severity_words(limit: Limit) -> str:
    """What happens beyond a limit."""
    tr = QCoreApplication.translate
    others, less = limit.bound is Bound.OTHER_THAN, limit.bound is Bound.BELOW
    match limit.severity:
        case Severity.STOP if others:
            return tr("Problems", "Anything else is refused.")
        case Severity.STOP if less:
            return tr("Problems", "Less than that is refused.")
        case Severity.STOP:
            return tr("Problems", "Beyond that it is refused.")
        case Severity.WARN if others:
            return tr("Problems", "Anything else may be refused.")
        case Severity.WARN if less:
            return tr("Problems", "Less than that may be refused.")
        case Severity.WARN:
            return tr("Problems", "Beyond that it may be refused.")
        case Severity.HINT if others:
            return tr("Problems", "Anything else looks other than one may think.")
        case Severity.HINT if less:
            return tr("Problems", "With less than that it looks other than one may think.")
        case Severity.HINT:
            return tr("Problems", "Beyond that it looks other than one may think.")
        case never:
            assert_never(never)


def source_words(source: Source) -> str:
    """Who says so, and when it was read."""
    words = QCoreApplication.translate("Problems", "Source: {0} (as of {1})")
    return words.format(source.text, date_words(source.as_of))


def date_words(day: date) -> str:
    """A date in full: "1 November 2026"."""
    return day_text(day, "d MMMM yyyy")


def part_words(part: Part) -> str:
    """What is measured, in the plural."""
    tr = QCoreApplication.translate
    match part:
        case Part.POST:
            return tr("Problems", "posts")
        case Part.TEXT:
            return tr("Problems", "texts")
        case Part.TITLE:
            return tr("Problems", "titles")
        case Part.MEDIA:
            return tr("Problems", "files")
        case Part.IMAGE:
            return tr("Problems", "images")
        case Part.GIF:
            return tr("Problems", "GIFs")
        case Part.VIDEO:
            return tr("Problems", "videos")
        case Part.UPRIGHT_VIDEO:
            return tr("Problems", "upright videos")
        case Part.THUMBNAIL:
            return tr("Problems", "cover images")
        case never:
            assert_never(never)


def amount_words(measure: Measure, amount: float) -> str:
    """An amount with its unit."""
    tr = QCoreApplication.translate
    match measure:
        case Measure.SIZE_BYTES:
            return _size(amount)
        case Measure.WIDTH:
            return tr("Problems", "{0} wide").format(_pixels(amount))
        case Measure.HEIGHT:
            return tr("Problems", "{0} high").format(_pixels(amount))
        case Measure.PIXELS:
            return _pixels(amount)
        case Measure.RATIO:
            return _ratio(amount)
        case Measure.SECONDS:
            return _duration(amount)
        case Measure.FRAMES_PER_SECOND:
            words = tr("Problems", "{0} frame a second") if amount == 1 else tr("Problems", "{0} frames a second")
            return words.format(number(amount))
        case Measure.BITS_PER_SECOND:
            return tr("Problems", "{0} Mbit/s").format(number(amount / 1_000_000))
        case _:
            return number(amount)


def _pixels(count: float) -> str:
    tr = QCoreApplication.translate
    words = tr("Problems", "{0} pixel") if count == 1 else tr("Problems", "{0} pixels")
    return words.format(number(count))


def counted_words(unit: Unit) -> str:
    """How a text is counted, where it isn't by characters."""
    tr = QCoreApplication.translate
    match unit:
        case Unit.CODE_POINTS:
            return ""
        case Unit.WEIGHTED:
            return tr("Problems", " (an emoji and a letter of some scripts count 2, a link counts 23)")
        case Unit.UTF8_BYTES:
            return tr("Problems", " bytes (an accent counts 2, an emoji 4 or more)")
        case Unit.EMOJI_BYTES:
            return tr("Problems", " (an emoji counts 3 or more)")
        case never:
            assert_never(never)


def type_word(word: str) -> str:
    """A type or a codec as people know it."""
    if word not in set(MediaType):
        return word.upper()
    kind = MediaType(word)
    match kind:
        case MediaType.HTML:
            return QCoreApplication.translate("Problems", "a web page")
        case MediaType.OTHER:
            return QCoreApplication.translate("Problems", "an unknown kind of file")
        case MediaType.WEBP:
            return "WebP"
        case MediaType.WEBM:
            return "WebM"
        case MediaType.THREE_GP:
            return "3GP"
        case _:
            return kind.name


def _file_measure(measure: Measure) -> str:
    tr = QCoreApplication.translate
    words: dict[Measure, str] = {
        Measure.TYPE: tr("Problems", "Kind"),
        Measure.SIZE_BYTES: tr("Problems", "Size"),
        Measure.WIDTH: tr("Problems", "Width"),
        Measure.HEIGHT: tr("Problems", "Height"),
        Measure.PIXELS: tr("Problems", "Pixels"),
        Measure.RATIO: tr("Problems", "Shape (width to height)"),
        Measure.SECONDS: tr("Problems", "Length"),
        Measure.FRAMES_PER_SECOND: tr("Problems", "Frames a second"),
        Measure.BITS_PER_SECOND: tr("Problems", "Data a second"),
        Measure.VIDEO_CODEC: tr("Problems", "Format of the picture"),
        Measure.AUDIO_CODEC: tr("Problems", "Format of the sound"),
    }
    return words[measure]


def _ratio(amount: float) -> str:
    """As the two numbers of which people think, where they are small ones."""
    simple = Fraction(amount).limit_denominator(_SIMPLE)
    exact = simple and abs(simple - Fraction(amount)) < Fraction(1, 100_000)
    return f"{simple.numerator}:{simple.denominator}" if exact else f"{number(round(amount, 2))}:1"


def _size(size_bytes: float) -> str:
    tr = QCoreApplication.translate
    if size_bytes < 1024**2:
        return tr("Problems", "{0} KB").format(number(round(size_bytes / 1024, 1)))
    if size_bytes < 1024**3:
        return tr("Problems", "{0} MB").format(number(round(size_bytes / 1024**2, 1)))
    return tr("Problems", "{0} GB").format(number(round(size_bytes / 1024**3, 1)))


def _duration(seconds: float) -> str:
    tr = QCoreApplication.translate
    if seconds == 1:
        return tr("Problems", "1 second")
    if seconds < _MINUTE:
        return tr("Problems", "{0} seconds").format(number(round(seconds, 1)))
    hours, rest = divmod(round(seconds), _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    named = ((hours, tr("Problems", "{0} h")), (minutes, tr("Problems", "{0} min")), (left, tr("Problems", "{0} s")))
    return " ".join(words.format(number(value)) for value, words in named if value)
