"""What is counted in the text that is shown: its length, and its hashtags, mentions and links, each with its limit."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Bound, Measure, Part, Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.review import DraftReview, ReviewContext
from postdesk.ui.text.names import number, short_name

translate = QCoreApplication.translate

_NEAR: Final = 0.8


def tally_words(view: DraftReview, platform: Platform | None, measures: ReviewContext) -> str:
    """Of the platform's text, or of the shared one (None): "214 characters · 6 hashtags (Instagram: 5) · 1 link"."""
    text = view.draft.text_for(platform) if platform else view.draft.text
    if not text:
        return ""
    tally = measures.counter.tally(text)
    counts = {Measure.HASHTAGS: tally.hashtags, Measure.MENTIONS: tally.mentions, Measure.LINKS: len(tally.links)}
    counted = [_counted(measure, count) + _limit(measure, count, view, platform) for measure, count in counts.items() if count]
    return " · ".join((_length(text, view, platform), *counted))


def _length(text: str, view: DraftReview, platform: Platform | None) -> str:
    if platform and (assessment := view.assessment(platform)):
        return translate("Composer", "{0} of {1}").format(number(assessment.count), number(assessment.limit))
    return (translate("Composer", "{0} character") if len(text) == 1 else translate("Composer", "{0} characters")).format(
        number(len(text))
    )


def _counted(measure: Measure, count: int) -> str:
    one = count == 1
    match measure:
        case Measure.HASHTAGS:
            words = translate("Composer", "{0} hashtag") if one else translate("Composer", "{0} hashtags")
        case Measure.MENTIONS:
            words = translate("Composer", "{0} mention") if one else translate("Composer", "{0} mentions")
        case _:
            words = translate("Composer", "{0} link") if one else translate("Composer", "{0} links")
    return words.format(number(count))


def _limit(measure: Measure, count: int, view: DraftReview, platform: Platform | None) -> str:
    """The lowest limit of those who get the text, and whose it is, where the text comes near it."""
    found = min(_limits(measure, view, platform), default=None)
    return f" ({short_name(found[1])}: {number(found[0])})" if found and count >= _NEAR * found[0] else ""


def _limits(measure: Measure, view: DraftReview, platform: Platform | None) -> Iterator[tuple[float, Platform]]:
    own = {variant.platform for variant in view.draft.variants if variant.text is not None}
    for each, assessment in view.assessments:
        gets_it = each is platform if platform else each not in own
        for limit in assessment.rules.of(Part.TEXT, measure) if gets_it else ():
            if limit.bound is Bound.ABOVE and limit.severity is not Severity.HINT:
                yield limit.value, each
