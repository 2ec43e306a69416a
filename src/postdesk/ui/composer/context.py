"""The surroundings of the open draft: its client, the client's accounts, and the post that the draft comes from."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import Client, Connection, LockIn, zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.problems import ProblemKind
from postdesk.domain.review import DraftReview, ReviewContext, replacement_of, review_draft
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.failed_attempt import FailedAttempt, failed_attempts
from postdesk.ui.composer.time_words import TimeContext
from postdesk.ui.composer.words import Remark, origin_action, origin_remark, template_remark
from postdesk.ui.text.entry_stories import StoryContext
from postdesk.ui.text.problems import problem_words
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

_COPY_WARNINGS: Final = frozenset({ProblemKind.GOES_OUT_TOO, ProblemKind.MAY_BE_PUBLISHED})


class DraftContext:
    """The client, its accounts and the origin of a draft, which typing doesn't change; reviews are based on them."""

    def __init__(self, session: WorkspaceSession, local_zone: ZoneInfo) -> None:
        self._session, self.local_zone = session, local_zone
        self.client: Client | None = None
        self.accounts: tuple[Connection, ...] = ()
        self.origin: Post | None = None

    @property
    def surroundings(self) -> tuple[Client | None, tuple[Connection, ...], Post | None]:
        """The client, its accounts and the origin."""
        return self.client, self.accounts, self.origin

    @property
    def zone(self) -> ZoneInfo:
        """The client's time zone."""
        return zone_of(self.client, self.local_zone)

    def read(self, draft: Draft | None) -> None:
        """Read the client, its accounts and the post that the draft changes, repairs or was copied from."""
        if draft is None:
            self.client, self.accounts, self.origin = None, (), None
            return
        self.client = self._session.clients.get(draft.client_id)
        self.accounts = self._session.connections.of(draft.client_id)
        number = draft.replaces_post or draft.copied_from_post or draft.retries_post
        self.origin = self._session.post_commands.post(number) if number else None

    def review(self, draft: Draft) -> DraftReview:
        """Return the review of the open draft."""
        return review_draft(draft, self.accounts, self.review_context(), replacement_of(draft, self.origin), self.client)

    def review_of(self, draft: Draft) -> DraftReview:
        """Return the review of any draft."""
        around = DraftContext(self._session, self.local_zone)
        around.read(draft)
        return around.review(draft)

    def review_context(self) -> ReviewContext | None:
        """Return the rules, the counter and the look-ups that a review needs; None until the rules are loaded."""
        composer = self._session.composer
        if composer.rules is None or composer.counter is None:
            return None
        conflicts = composer.conflicts
        beside = conflicts.within_a_day, conflicts.duplicate_of, conflicts.too_near
        return ReviewContext(composer.rules, composer.counter, *beside, self._session.media.cached, self._session.clock.now)

    def failed_attempts(self, draft: Draft) -> tuple[FailedAttempt, ...]:
        """Return the failures of the post that the draft tries again."""
        if self.origin is None:
            return ()
        return failed_attempts(draft, self.origin, StoryContext(self.zone, self._session.clock.now()))

    def warning(self, review: DraftReview) -> str:
        """Return the first open warning about the post, in words; empty if there is none."""
        return next((problem_words(each, self.when) for each in review.warnings), "")

    def when(self, moment: datetime) -> str:
        """Return a moment in the client's zone, in words."""
        return when_text(moment, self.zone, self._session.clock.now())

    def time_context(self, due_at: datetime | None) -> TimeContext | None:
        """Return a time of the draft with its zones and lock-in rule; None if `due_at` is None."""
        lock_in = self.client.lock_in if self.client else LockIn()
        return TimeContext(due_at, self._session.clock.server_now(), self.zone, self.local_zone, lock_in) if due_at else None

    def late_platforms(self, review: DraftReview) -> tuple[Platform, ...]:
        """Return the ready platforms whose time is past, or too near to schedule for."""
        clock = self._session.clock
        earliest = max(clock.now(), clock.server_now() + MIN_LEAD)
        return tuple(each for each in review.ready if (moment := review.draft.due_for(each)) and moment < earliest)

    def origin_note(self, review: DraftReview) -> tuple[Remark | None, str]:
        """Return the note about the post that the draft comes from, and the words of its action.

        There is no note if a warning about a copy already says the same.
        """
        draft, post = review.draft, self.origin
        if draft.template:
            return template_remark(draft), translate("Composer", "New draft from template")
        if post is None:
            return None, ""
        told = draft.copied_from_post and any(each.kind in _COPY_WARNINGS for each in review.problems)
        remark = None if told else origin_remark(draft, post, self.zone, self._session.clock.now())
        return remark, origin_action(review.replacement)
