"""What the composer says of a file that was looked at, and of the samples of practice mode."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Measure
from postdesk.domain.media import MAY_PASS, Facts, MediaFlaw, MediaType
from postdesk.domain.samples import Sample
from postdesk.ui.composer.file_view import FileView, Stand
from postdesk.ui.text.flaws import flaw_words
from postdesk.ui.text.limits import amount_words, type_word
from postdesk.ui.text.names import names
from postdesk.ui.text.words import Tone

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing to say of a file, in a tone of its own."""

    words: str
    icon: str
    tone: Tone


def facts_words(facts: Facts) -> str:
    """What a file is: "JPEG · 1200 × 630 · 240 KB", "MP4 · 1280 × 720 · 12 seconds · 3 MB"."""
    known = (
        type_word(facts.type),
        f"{facts.width} × {facts.height}" if facts.pixels else "",
        amount_words(Measure.SECONDS, facts.seconds) if facts.seconds else "",
        amount_words(Measure.SIZE_BYTES, facts.size_bytes) if facts.size_bytes else "",
    )
    return " · ".join(filter(None, known))


def verdicts(view: FileView, when: Callable[[datetime], str]) -> tuple[Verdict, ...]:
    """For whom a file is right, the worst first, or why it can't be had; `when` gives the words for a moment."""
    if view.stand is Stand.LOOKING:
        return (Verdict(translate("Files", "Looking at it…"), "loader", Tone.NEUTRAL),)
    if view.stand is Stand.UNSEEN:
        words = translate("Files", "Not checked: with a proxy in the settings, Postdesk can’t make sure where a link leads.")
        return (Verdict(words, "info", Tone.NEUTRAL),)
    if view.flaw:
        return (_flawed(view.flaw),)
    said = (*_by_platform(view), *_notes(view, when))
    return said or (Verdict(translate("Files", "It can be fetched."), "circle-check", Tone.GOOD),)


def _flawed(flaw: MediaFlaw) -> Verdict:
    """As grave as the findings have it."""
    words = flaw_words(flaw)
    icon, tone = ("triangle-alert", Tone.ATTENTION) if flaw in MAY_PASS else ("circle-x", Tone.BAD)
    return Verdict(words[:1].upper() + words[1:], icon, tone)


def _by_platform(view: FileView) -> Iterator[Verdict]:
    if view.against:
        yield Verdict(translate("Files", "Not for {0}").format(names(view.against)), "circle-x", Tone.BAD)
    if view.doubtful:
        yield Verdict(translate("Files", "May not do for {0}").format(names(view.doubtful)), "triangle-alert", Tone.ATTENTION)
    if view.fine:
        yield Verdict(translate("Files", "Fine for {0}").format(names(view.fine)), "circle-check", Tone.GOOD)


def _notes(view: FileView, when: Callable[[datetime], str]) -> Iterator[Verdict]:
    if not _known(view.facts):
        yield Verdict(translate("Files", "Only its kind and size could be read"), "info", Tone.NEUTRAL)
    if view.expires_at:
        yield Verdict(translate("Files", "The link works until {0}").format(when(view.expires_at)), "clock", Tone.NEUTRAL)


def _known(facts: Facts | None) -> bool:
    """Whether what platforms limit most is known; a drawing has no pixels."""
    return facts is None or facts.type is MediaType.SVG or bool(facts.pixels)


def sample_words(sample: Sample) -> str:
    """What a sample of practice mode is."""
    match sample:
        case Sample.PICTURE:
            return translate("Files", "An upright picture (JPEG)")
        case Sample.COVER:
            return translate("Files", "A wide picture (JPEG)")
        case Sample.VIDEO:
            return translate("Files", "An upright video (MP4)")
        case Sample.LARGE:
            return translate("Files", "A picture of 12 MB: too large for most")
        case Sample.DRAWING:
            return translate("Files", "A drawing (SVG): taken by none")
        case Sample.PAGE:
            return translate("Files", "A web page about a picture")
        case Sample.EXPIRING:
            return translate("Files", "A picture whose link works for an hour")
        case Sample.EXPIRED:
            return translate("Files", "A picture whose link has expired")
        case Sample.SLOW:
            return translate("Files", "A picture that comes too slowly")
        case Sample.MISSING:
            return translate("Files", "A link to nothing")
        case never:
            assert_never(never)
