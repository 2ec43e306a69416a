"""The open draft's previews, made only while they are visible."""

from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from postdesk.domain.clients import Connection
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Severity
from postdesk.domain.media import MediaCheck
from postdesk.domain.platforms import Platform, parse_platform
from postdesk.domain.problems import Assessment, ProblemKind
from postdesk.domain.review import DraftReview, ReviewContext
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.settings import SettingsBook
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card_looks import CardLooks, load_looks
from postdesk.ui.previews.content import PreviewFiles, PreviewPost, mark_cuts
from postdesk.ui.previews.grid import PreviewGrid
from postdesk.ui.previews.preview import Preview


@dataclass(frozen=True, slots=True)
class PreviewSnapshot:
    """The draft as it was shown last; `tab`: the platform whose text is edited, None for the shared one."""

    review: DraftReview
    accounts: tuple[Connection, ...]
    measures: ReviewContext
    tab: Platform | None


class PreviewFeed(QObject):
    """Shows the draft in the preview below its text, or in the grid of all previews; in the one that is visible.

    Previews follow after the opened draft, or the key press, is painted.
    """

    def __init__(self, settings: SettingsBook, media: MediaChecks, theme: Theme, model: ComposerModel, preview: Preview) -> None:
        super().__init__(preview)
        self._model, self._settings, self._media, self._theme, self._preview = model, settings, media, theme, preview
        self._grid: PreviewGrid | None = None
        self._last: PreviewSnapshot | None = None
        self._wanted: Platform | None = None
        self._pictures = PreviewFiles(self._seen, self)
        media.changed.connect(self._pictures.changed)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_cards)
        preview.folded.connect(self._fold)
        preview.turned.connect(self._again)
        preview.shown.connect(self._soon.start)
        model.live_review.changed.connect(self._follow)
        model.live_review.caught_up.connect(self._catch_up)

    @property
    def grid(self) -> PreviewGrid:
        """The grid of all previews, made when it is first needed."""
        if self._grid is None:
            self._grid = PreviewGrid(self._theme, self._looks, self._pictures)
            self._grid.shown.connect(self._show_cards)
        return self._grid

    def _follow(self) -> None:
        review, context = self._model.review, self._model.context.review_context()
        if review and context:
            self._last = PreviewSnapshot(review, self._model.context.accounts, context, self._model.platform)
            self._show_platforms()
            self._soon.start()

    def _catch_up(self) -> None:
        """Show a pending update now: the key press is painted already."""
        if self._soon.isActive():
            self._soon.stop()
            self._show_cards()

    def _again(self) -> None:
        self._show_platforms()
        self._show_cards()

    def _show_platforms(self) -> None:
        if last := self._last:
            is_open = not self._settings.current.preview_folded
            self._wanted = self._preview.show_platforms(last.review.draft.platforms, last.tab, is_open=is_open)

    def _show_cards(self) -> None:
        if (last := self._last) is None:
            return
        if (wanted := self._wanted) and self._preview.isVisible():
            self._preview.show_post(self._pictured(last, wanted), self._looks.of(wanted), self._pictures)
        if self._grid and self._grid.isVisible():
            self._grid.show_posts(tuple(self._pictured(last, each) for each in last.review.draft.platforms))

    def _pictured(self, last: PreviewSnapshot, platform: Platform) -> PreviewPost:
        account = next((each for each in last.accounts if parse_platform(each.platform) is platform), None)
        post = PreviewPost(platform, account.remote_username if account else "", last.review.outgoing.content_for(platform))
        unit, fold = last.measures.rules.for_platform(platform).text.unit, self._looks.of(platform).fold
        return mark_cuts(post, fold, unit, _refused_above(last.review.assessment(platform)), last.measures.counter)

    def _seen(self, url: str) -> tuple[MediaCheck | None, QImage | None]:
        seen = self._media.last_result(url)
        return (seen.media_check, seen.picture) if seen else (None, None)

    @cached_property
    def _looks(self) -> CardLooks:
        return load_looks(self._theme.resources / "previews.toml")

    def _fold(self, folded: bool) -> None:
        self._settings.change(replace(self._settings.current, preview_folded=folded))
        self._again()


def _refused_above(assessment: Assessment | None) -> int | None:
    """Return the length limit if the text is refused for its length, otherwise None."""
    if assessment is None or assessment.remaining >= 0:
        return None
    too_long = any(each.kind is ProblemKind.TEXT_TOO_LONG and each.severity is Severity.STOP for each in assessment.problems)
    return assessment.limit if too_long else None
