"""What the composer says of the file at an address: what it is, and for which of the platforms it is right. No widgets here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from PySide6.QtGui import QImage

from postdesk.domain.drafts import Content, Draft
from postdesk.domain.limits import Severity
from postdesk.domain.media import Facts, Look, MediaFlaw
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Field, Problem
from postdesk.domain.review import DraftReview
from postdesk.engine.media import Media


class Stand(Enum):
    """How a file stands."""

    UNSEEN = auto()  # it can't be looked at from here
    LOOKING = auto()
    FLAWED = auto()
    SEEN = auto()


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as it is shown; while it is looked at once more without being asked to, it stands as it did.

    `fine`, `doubtful` and `against`: the platforms that get it, by what they make of it.
    """

    url: str
    look: Look | None
    picture: QImage | None
    looking: bool
    fine: tuple[Platform, ...] = ()
    doubtful: tuple[Platform, ...] = ()
    against: tuple[Platform, ...] = ()

    @property
    def stand(self) -> Stand:
        if self.looking:
            return Stand.LOOKING
        if self.look is None:
            return Stand.UNSEEN
        return Stand.FLAWED if self.look.flaw else Stand.SEEN

    @property
    def facts(self) -> Facts | None:
        return self.look.facts if self.look else None

    @property
    def flaw(self) -> MediaFlaw | None:
        return self.look.flaw if self.look else None

    @property
    def expires_at(self) -> datetime | None:
        return self.look.expires_at if self.look else None


def addresses(draft: Draft) -> frozenset[str]:
    """All addresses of media in a draft, those of its chosen platforms and the shared ones."""
    parts: tuple[Draft | Content, ...] = (draft, *map(draft.content_for, draft.platforms))
    return frozenset(url for part in parts for url in (part.media_url, part.thumbnail_url) if url)


def file_view(field: Field, view: DraftReview, platform: Platform | None, media: Media) -> FileView | None:
    """The file that `platform` gets, or (None) what is shared; None where there is none, or its address can't be right."""
    draft = view.draft
    part = draft.content_for(platform) if platform else draft
    url = _address(part, field)
    if not url or not (media.can_look_at(url) or media.blind):
        return None
    look, seen = media.look(url), media.seen(url)
    chosen = (platform,) if platform else draft.platforms
    worst = {each: _worst(view, each, field) for each in chosen if _address(draft.content_for(each), field) == url}
    return FileView(
        url,
        look,
        seen.picture if seen else None,
        media.asked_again(url) or not (look or media.blind),
        tuple(each for each, severity in worst.items() if severity in (None, Severity.HINT)),
        tuple(each for each, severity in worst.items() if severity is Severity.WARN),
        tuple(each for each, severity in worst.items() if severity is Severity.STOP),
    )


def _address(part: Draft | Content, field: Field) -> str:
    return part.media_url if field is Field.MEDIA_URL else part.thumbnail_url


def _worst(view: DraftReview, platform: Platform, field: Field) -> Severity | None:
    """How serious the worst is that the platform has against the file."""
    assessment = view.assessment(platform)
    problems: Iterable[Problem] = assessment.problems if assessment else ()
    return next((problem.severity for problem in problems if problem.field is field), None)
