"""Texts about a draft's files: facts, verdicts of the platforms, and the progress of uploads."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from enum import Enum, auto
from typing import Final
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from postdesk.domain.drafts import Content, Draft, DraftField
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Measure, Severity
from postdesk.domain.media import POSSIBLY_LOCAL, MediaCheck, MediaFacts, MediaProblem, MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Problem, ProblemField
from postdesk.domain.review import DraftReview
from postdesk.domain.samples import Sample
from postdesk.domain.uploads import Upload, UploadField, UploadStage
from postdesk.engine.media_checks import MediaChecks
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.file_problems import media_problem_words
from postdesk.ui.text.limits import amount_words, type_word
from postdesk.ui.text.names import names, short_name
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_NAMED: Final = 4
"""The most platforms of a verdict that are named, where it is the same for all."""


class FileCheckState(Enum):
    """The state of a file's check."""

    UNCHECKED = auto()  # this computer can't check it
    CHECKING = auto()
    REJECTED = auto()
    CHECKED = auto()


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as it is shown; a background recheck keeps the last result on show.

    `fine`, `doubtful` and `refused_by`: the platforms that get the file, by their verdict.
    """

    url: str
    media_check: MediaCheck | None
    picture: QImage | None
    checking: bool
    fine: tuple[Platform, ...] = ()
    doubtful: tuple[Platform, ...] = ()
    refused_by: tuple[Platform, ...] = ()

    @property
    def state(self) -> FileCheckState:
        if self.checking:
            return FileCheckState.CHECKING
        if self.media_check is None:
            return FileCheckState.UNCHECKED
        return FileCheckState.REJECTED if self.media_check.problem else FileCheckState.CHECKED

    @property
    def facts(self) -> MediaFacts | None:
        return self.media_check.facts if self.media_check else None

    @property
    def problem(self) -> MediaProblem | None:
        return self.media_check.problem if self.media_check else None

    @property
    def expires_at(self) -> datetime | None:
        return self.media_check.expires_at if self.media_check else None


def media_addresses(draft: Draft) -> frozenset[str]:
    """Return all media addresses in a draft, those of its selected platforms and the shared ones."""
    parts: tuple[Draft | Content, ...] = (draft, *map(draft.content_for, draft.platforms))
    return frozenset(url for part in parts for url in (part.media_url, part.thumbnail_url) if url)


def file_view(
    field: ProblemField,
    review: DraftReview,
    platform: Platform | None,
    media: MediaChecks,
    failed: Collection[Platform] = (),
) -> FileView | None:
    """Return the platform's file, or (None) the shared one; None if there is no address or an invalid one.

    The `failed` platforms failed with it.
    """
    draft = review.draft
    part = draft.content_for(platform) if platform else draft
    url = _address(part, field)
    if not url or not (media.can_check(url) or media.is_blocked_by_proxy):
        return None
    media_check, seen = media.cached(url), media.last_result(url)
    chosen = (platform,) if platform else draft.platforms
    worst = {each: _worst(review, each, field) for each in chosen if _address(draft.content_for(each), field) == url}
    worst |= {each: Severity.WARN for each in failed if worst.get(each, Severity.STOP) in (None, Severity.HINT)}
    return FileView(
        url,
        media_check,
        seen.picture if seen else None,
        media.is_rechecking(url) or not (media_check or media.is_blocked_by_proxy),
        tuple(each for each, severity in worst.items() if severity in (None, Severity.HINT)),
        tuple(each for each, severity in worst.items() if severity is Severity.WARN),
        tuple(each for each, severity in worst.items() if severity is Severity.STOP),
    )


def file_name(url: str) -> str:
    """Return the name of the file at an address; empty if the address has none."""
    return unquote(urlsplit(url).path.rpartition("/")[2])


def _address(part: Draft | Content, field: ProblemField) -> str:
    return part.media_url if field is ProblemField.MEDIA_URL else part.thumbnail_url


def _worst(review: DraftReview, platform: Platform, field: ProblemField) -> Severity | None:
    """Return the severity of the platform's worst problem with the file, None if there is none."""
    assessment = review.assessment(platform)
    problems: Iterable[Problem] = assessment.problems if assessment else ()
    return next((problem.severity for problem in problems if problem.field is field), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One statement about a file, with its icon and tone."""

    words: str
    icon: str
    tone: Tone


def facts_words(facts: MediaFacts) -> str:
    """Return the facts of a file: "JPEG · 1200 × 630 · 240 KB", "MP4 · 1280 × 720 · 12 seconds · 3 MB"."""
    known = (
        type_word(facts.type),
        f"{facts.width} × {facts.height}" if facts.pixels else "",
        amount_words(Measure.SECONDS, facts.seconds) if facts.seconds else "",
        amount_words(Measure.SIZE_BYTES, facts.size_bytes) if facts.size_bytes else "",
    )
    return " · ".join(filter(None, known))


def verdicts(view: FileView, when: Callable[[datetime], str]) -> tuple[Verdict, ...]:
    """Return the platforms' verdicts on a file, the worst first, or why it can't be fetched; `when` formats a time."""
    if view.state is FileCheckState.CHECKING:
        return (Verdict(translate("Files", "Checking the file…"), "loader", Tone.NEUTRAL),)
    if view.state is FileCheckState.UNCHECKED:
        words = translate("Files", "Not checked. With a proxy, Postdesk can’t tell where a link leads.")
        return (Verdict(words, "info", Tone.NEUTRAL),)
    if view.problem:
        words = media_problem_words(view.problem)
        # The tone is that of the review.
        icon, tone = ("triangle-alert", Tone.ATTENTION) if view.problem in POSSIBLY_LOCAL else ("circle-x", Tone.BAD)
        return (Verdict(words[:1].upper() + words[1:], icon, tone),)
    said = (*_by_platform(view), *_notes(view, when))
    return said or (Verdict(translate("Files", "The file can be loaded."), "circle-check", Tone.GOOD),)


def _by_platform(view: FileView) -> Iterator[Verdict]:
    if view.refused_by:
        yield Verdict(translate("Files", "Not for {0}").format(names(view.refused_by)), "circle-x", Tone.BAD)
    if view.doubtful:
        yield Verdict(translate("Files", "{0} may refuse it").format(names(view.doubtful)), "triangle-alert", Tone.ATTENTION)
    if view.fine:
        many = len(view.fine) > _NAMED and not (view.doubtful or view.refused_by)
        words = translate("Files", "Fine for all {0} accounts").format(len(view.fine)) if many else ""
        words = words or translate("Files", "Fine for {0}").format(names(view.fine))
        yield Verdict(words, "circle-check", Tone.GOOD)


def _notes(view: FileView, when: Callable[[datetime], str]) -> Iterator[Verdict]:
    if view.facts and view.facts.type is not MediaType.SVG and not view.facts.pixels:  # an SVG has no pixels
        yield Verdict(translate("Files", "Only the type and the size could be read"), "info", Tone.NEUTRAL)
    if view.expires_at:
        yield Verdict(translate("Files", "The link works until {0}").format(when(view.expires_at)), "clock", Tone.NEUTRAL)


_SAMPLES: Final = {
    Sample.PICTURE: QT_TRANSLATE_NOOP("Files", "Portrait image (JPEG)"),
    Sample.COVER: QT_TRANSLATE_NOOP("Files", "Landscape image (JPEG)"),
    Sample.VIDEO: QT_TRANSLATE_NOOP("Files", "Portrait video (MP4)"),
    Sample.LARGE: QT_TRANSLATE_NOOP("Files", "Image of 12 MB: too large for most platforms"),
    Sample.DRAWING: QT_TRANSLATE_NOOP("Files", "Drawing (SVG): no platform accepts it"),
    Sample.PAGE: QT_TRANSLATE_NOOP("Files", "Web page with an image"),
    Sample.EXPIRING: QT_TRANSLATE_NOOP("Files", "Image with a link that works for an hour"),
    Sample.EXPIRED: QT_TRANSLATE_NOOP("Files", "Image with an expired link"),
    Sample.SLOW: QT_TRANSLATE_NOOP("Files", "Image that loads too slowly"),
    Sample.MISSING: QT_TRANSLATE_NOOP("Files", "Broken link"),
}


def sample_words(sample: Sample) -> str:
    """Return the name of a sample file of practice mode."""
    return translate("Files", _SAMPLES[sample])


def size_words(size: int) -> str:
    """Return a size in bytes in words."""
    return amount_words(Measure.SIZE_BYTES, size)


def upload_field_words(upload_field: UploadField) -> str:
    """Return the name of the field for use within a sentence: "the media link"."""
    cover = upload_field.field is DraftField.THUMBNAIL_URL
    if upload_field.platform is None:
        return translate("Uploads", "the cover link") if cover else translate("Uploads", "the media link")
    own = translate("Uploads", "{0}’s own cover link") if cover else translate("Uploads", "{0}’s own media link")
    return own.format(short_name(upload_field.platform))


def upload_offer_words(upload_field: UploadField, *, anywhere: bool) -> str:
    """Return the explanation above an offered file; `anywhere`: there is an upload target."""
    if not anywhere:
        return translate(
            "Uploads",
            "MyPostShare needs public addresses, not files. Set up an upload target first: a bucket or your own command.",
        )
    words = translate(
        "Uploads", "MyPostShare needs public addresses, not files. Upload the file to your storage. Its address goes into {0}."
    )
    return words.format(upload_field_words(upload_field))


def upload_progress_words(upload: Upload, target: str) -> str:
    """Return the progress of an upload to the named target."""
    if upload.stage is UploadStage.PREPARING:
        return translate("Uploads", "Checking whether {0} already has this file…").format(target)
    if not upload.size:
        return translate("Uploads", "{0} is running…").format(target)
    return translate("Uploads", "Uploading to {0}: {1} of {2}").format(target, size_words(upload.sent), size_words(upload.size))


def upload_cancelled_words(upload: Upload, target: str) -> tuple[str, str]:
    """Return the text about a cancelled upload, and the text about the part that the target keeps."""
    words = translate("Uploads", "Cancelled. The file isn’t in the post yet.")
    if not upload.sent:
        more = translate("Uploads", "{0} keeps the uploaded part for seven days. Resume sends only the rest.")
        return words, more.format(target)
    more = translate("Uploads", "{2} keeps the uploaded {0} of {1} for seven days. Resume sends only the rest.")
    return words, more.format(size_words(upload.sent), size_words(upload.size), target)


def upload_done_words(upload: Upload, target: str) -> str:
    """Return the text about a finished upload, with the field that has the address."""
    lay = translate("Uploads", "{0} already had this file. Its address is in {1}.")
    came = translate("Uploads", "Uploaded to {0}. Its address is in {1}.")
    return (lay if upload.reused else came).format(target, upload_field_words(upload.upload_field))
