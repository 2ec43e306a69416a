"""The plan for sending a draft: its parts, their ways and their times."""

from dataclasses import dataclass, replace
from datetime import datetime

from postdesk.domain.draft_split import split_by_time
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.domain.review import DraftReview, ReviewContext
from postdesk.domain.rules import TitleNeed


@dataclass(frozen=True, slots=True)
class SendPlan:
    """The ready platforms at one time: those that the service can schedule, and those sent from this computer."""

    lockable: tuple[Platform, ...] = ()
    needs_this_computer: tuple[Platform, ...] = ()
    due_at: datetime | None = None

    @property
    def platforms(self) -> tuple[Platform, ...]:
        return tuple(platform for platform in Platform if platform in {*self.lockable, *self.needs_this_computer})


def send_plan(review: DraftReview, context: ReviewContext | None) -> SendPlan:
    """Return the plan for the platforms that are ready. The service schedules text alone, on some platforms."""
    if context is None:
        return SendPlan()

    def lockable(platform: Platform) -> bool:
        content = review.draft.content_for(platform)
        takes_title = context.rules.for_platform(platform).title.need is not TitleNeed.IGNORED
        titled = takes_title and content.title.strip()
        return platform in LOCKABLE and not (content.media_url or content.thumbnail_url or titled)

    lock = tuple(platform for platform in review.ready if lockable(platform))
    return SendPlan(lock, tuple(platform for platform in review.ready if platform not in lock))


def send_plans(review: DraftReview, context: ReviewContext | None) -> tuple[SendPlan, ...]:
    """Return a plan for each of the draft's times, the earliest first; at least one, for the shared time."""
    whole = send_plan(review, context)
    parts = tuple(
        SendPlan(
            tuple(platform for platform in whole.lockable if platform in part.platforms),
            tuple(platform for platform in whole.needs_this_computer if platform in part.platforms),
            part.due_at,
        )
        for part in split_by_time(review.draft)
    )
    return tuple(part for part in parts if part.platforms) or (replace(whole, due_at=review.draft.due_at),)
