"""The plan for sending a draft: its parts, their ways and their times."""

from collections.abc import Collection, Iterable
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from postdesk.domain.draft_split import split_by_time
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.domain.review import DraftReview, ReviewContext
from postdesk.domain.rules import TitleNeed


class LocalReason(StrEnum):
    """The reason that the service can't schedule a post, so that it needs this computer."""

    MEDIA = "media"
    TITLE = "title"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class SendPlan:
    """The ready platforms at one time: those that the service can schedule, and those sent from this computer, and why."""

    lockable: tuple[Platform, ...] = ()
    needs_this_computer: tuple[Platform, ...] = ()
    due_at: datetime | None = None
    reason: LocalReason = field(default=LocalReason.PLATFORM, compare=False)

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
    others = tuple(platform for platform in review.ready if platform not in lock)
    return SendPlan(lock, others, reason=_local_reason(review.draft, others))


def _local_reason(draft: Draft, platforms: Collection[Platform]) -> LocalReason:
    contents = [draft.content_for(platform) for platform in platforms]
    return local_reason(platforms, with_media=any(content.media_url or content.thumbnail_url for content in contents))


def local_reason(platforms: Iterable[str], *, with_media: bool) -> LocalReason:
    """Return the first reason that one of these platforms needs this computer."""
    if with_media:
        return LocalReason.MEDIA
    return LocalReason.PLATFORM if LOCKABLE.isdisjoint(platforms) else LocalReason.TITLE


def send_plans(review: DraftReview, context: ReviewContext | None) -> tuple[SendPlan, ...]:
    """Return a plan for each of the draft's times, the earliest first; at least one, for the shared time."""
    whole = send_plan(review, context)
    parts = tuple(
        SendPlan(
            tuple(platform for platform in whole.lockable if platform in part.platforms),
            tuple(platform for platform in whole.needs_this_computer if platform in part.platforms),
            part.due_at,
            _local_reason(review.draft, set(whole.needs_this_computer).intersection(part.platforms)),
        )
        for part in split_by_time(review.draft)
    )
    return tuple(part for part in parts if part.platforms) or (replace(whole, due_at=review.draft.due_at),)
