"""The review of a draft: its counts, its problems, the platforms that are ready, and the submission."""

from collections.abc import Callable, Collection
from datetime import datetime
from enum import StrEnum
from typing import Final

from postdesk.domain.checks import check
from postdesk.domain.clients import Client, Connection
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Measure, PostPart, Severity, worst_first
from postdesk.domain.media import MediaCheck
from postdesk.domain.outgoing import Submission, outgoing_draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.problem_groups import ProblemGroup, group_problems
from postdesk.domain.problems import Assessment, Problem, ProblemField, ProblemKind
from postdesk.domain.recall import is_beyond_recall, live_entries, recallable_entries
from postdesk.domain.rules import Rules
from postdesk.domain.text_counter import TextCounter
from postdesk.domain.utm import written_index

_EVERYDAY: Final = frozenset("#@")


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """The rules by which drafts are reviewed, and lookups of other posts and of files.

    `within_a_day` returns the number of the client's other posts to a platform around the draft's time. `duplicate_of` returns
    an entry with the draft's text and media, `too_near` the problem with the draft's time. `cached_check` returns the check of a
    media address, None before the check. `now` returns the time at which a draft without a time would be sent. All are called
    with the draft as it is sent.
    """

    rules: Rules
    counter: TextCounter
    within_a_day: Callable[[Draft, Platform], int] = lambda draft, platform: 0
    duplicate_of: Callable[[Draft, Platform], Entry | None] = lambda draft, platform: None
    too_near: Callable[[Draft, Platform], Problem | None] = lambda draft, platform: None
    cached_check: Callable[[str], MediaCheck | None] = lambda url: None
    now: Callable[[], datetime | None] = lambda: None


class Replacement(StrEnum):
    """The effect of a draft on the post that it was opened from."""

    NOTHING = "nothing"
    SCHEDULED = "scheduled"  # replaces one that waits for its time
    UNSENT = "unsent"  # replaces one that was not sent
    TOO_LATE = "too_late"  # would replace one that can no longer be recalled
    CANCELLED = "called_off"  # would replace one that was cancelled elsewhere

    @property
    def lost(self) -> bool:
        """True where nothing of that post can be changed any more."""
        return self in (Replacement.TOO_LATE, Replacement.CANCELLED)


class BlockedReason(StrEnum):
    """The reason that nothing of a draft can be sent."""

    NO_TEXT = "no_text"
    NO_PLATFORM = "no_platform"
    NOTHING_READY = "nothing_ready"
    TOO_LATE = "too_late"
    CANCELLED = "called_off"


@dataclass(frozen=True, slots=True)
class DraftReview:
    """A draft and the part of it that would be sent. `outgoing` is the draft with its links tagged.

    `ready`: the platforms that it can be sent to now; without a context those of all connected accounts. `problems`: the open
    ones. `overridden_problems`: the warnings that the user overrode (“Post anyway”).
    """

    draft: Draft
    outgoing: Draft
    assessments: tuple[tuple[Platform, Assessment], ...]
    problems: tuple[ProblemGroup, ...]
    ready: tuple[Platform, ...]
    overridden_problems: tuple[ProblemGroup, ...] = ()
    replacement: Replacement = Replacement.NOTHING

    @property
    def blocked(self) -> BlockedReason | None:
        """The reason that nothing of the draft can be sent; None where something can."""
        if self.replacement is Replacement.TOO_LATE:
            return BlockedReason.TOO_LATE
        if self.replacement is Replacement.CANCELLED:
            return BlockedReason.CANCELLED
        if self.draft.empty:
            return BlockedReason.NO_TEXT
        if not self.draft.platforms:
            return BlockedReason.NO_PLATFORM
        return None if self.ready else BlockedReason.NOTHING_READY

    def count(self, severity: Severity) -> int:
        """Return the number of open problems of that severity."""
        return sum(group.severity is severity for group in self.problems)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The warnings that the user overrode (“Post anyway”), as in `Post.overridden`."""
        return tuple(sorted(each for each in self.draft.overridden if each.partition(":")[0] in self.ready))

    def submission(self) -> Submission:
        """Return the submission of the draft as it is now. The platforms held back stay in a draft."""
        return Submission.of(self.draft, self.outgoing, self.not_ready, self.overridden)

    @property
    def not_ready(self) -> tuple[Platform, ...]:
        """The chosen platforms that are not ready."""
        return tuple(platform for platform in self.draft.platforms if platform not in self.ready)

    @property
    def warned(self) -> bool:
        """True where a warning is open on a platform that is ready."""
        return bool(self.warnings)

    @property
    def warnings(self) -> tuple[ProblemGroup, ...]:
        """The open warnings on platforms that are ready."""
        warned = (group for group in self.problems if group.severity is Severity.WARN)
        return tuple(group for group in warned if not set(group.platforms).isdisjoint(self.ready))

    def verdict(self, platform: Platform) -> Severity | None:
        """Return the worst severity among the open problems of a platform; None where there are only hints or none."""
        of_it = (each.severity for each in self.problems if platform in each.platforms and each.severity is not Severity.HINT)
        return min(of_it, key=worst_first, default=None)

    @property
    def problem_free(self) -> tuple[Platform, ...]:
        """The platforms without an open or overridden problem, hints aside; none before there is text and a review of it."""
        if self.draft.empty or not self.assessments:
            return ()
        overridden = {platform for group in self.overridden_problems for platform in group.platforms}
        return tuple(each for each in self.draft.platforms if self.verdict(each) is None and each not in overridden)

    def assessment(self, platform: Platform) -> Assessment | None:
        return next((found for key, found in self.assessments if key is platform), None)


def replacement_of(draft: Draft, post: Post | None) -> Replacement:
    """Return the effect of the draft on `post` in its current state."""
    if post is None or draft.replaces_post != post.id:
        return Replacement.NOTHING
    if not live_entries(post):
        return Replacement.CANCELLED
    if is_beyond_recall(post, draft.platforms):
        return Replacement.TOO_LATE
    states = {entry.state for entry in recallable_entries(post)}
    if states & {State.PLANNED, State.QUEUED}:
        return Replacement.SCHEDULED
    return Replacement.UNSENT if states else Replacement.NOTHING


def review_draft(
    draft: Draft,
    accounts: Collection[Connection],
    context: ReviewContext | None,
    replacement: Replacement = Replacement.NOTHING,
    client: Client | None = None,
) -> DraftReview:
    """Review the draft with the client's accounts. Its text is counted and checked as it is sent: its links with tags."""
    by_platform = {account.platform: account for account in accounts}
    going_out = outgoing_draft(draft, client)
    assessments: tuple[tuple[Platform, Assessment], ...] = ()
    if context:
        assessments = tuple((each, assess(going_out, each, by_platform.get(each), context)) for each in draft.platforms)
    of_accounts = [(each, problem) for each in draft.platforms if (problem := _account_problem(by_platform.get(each)))]
    stopped = {each for each, assessment in assessments if assessment.stopped}
    stopped |= {each for each, problem in of_accounts if problem.severity is Severity.STOP}
    groups = group_problems(draft, assessments, of_accounts)
    return DraftReview(
        draft,
        going_out,
        assessments,
        tuple(each for each in groups if not each.overridden),
        tuple(each for each in draft.platforms if each not in stopped),
        tuple(each for each in groups if each.overridden),
        replacement,
    )


def assess(outgoing: Draft, platform: Platform, account: Connection | None, context: ReviewContext) -> Assessment:
    """Check the platform's part of a draft, as it is sent, against its rules."""
    content = outgoing.content_for(platform)
    capped = bool(context.rules.for_platform(platform).of(PostPart.POST, Measure.POSTS_PER_DAY))
    return check(
        platform,
        content,
        context.rules,
        counter=context.counter,
        premium=account is not None and account.premium,
        own=account.limits if account else (),
        others=context.within_a_day(outgoing, platform) if capped else 0,
        duplicate=context.duplicate_of(outgoing, platform) if content.text.strip() else None,
        near=context.too_near(outgoing, platform),
        media=context.cached_check(content.media_url) if content.media_url else None,
        thumbnail=context.cached_check(content.thumbnail_url) if content.thumbnail_url else None,
        due_at=outgoing.due_for(platform) or context.now(),
    )


def _account_problem(account: Connection | None) -> Problem | None:
    if account is None:
        return Problem(Severity.STOP, ProblemKind.NOT_CONNECTED, ProblemField.PLATFORM)
    if not account.ready:
        return Problem(Severity.WARN, ProblemKind.NEEDS_RECONNECTING, ProblemField.PLATFORM)
    if account.account_changed:
        return Problem(Severity.WARN, ProblemKind.ACCOUNT_CHANGED, ProblemField.PLATFORM)
    return Problem(Severity.HINT, ProblemKind.SHARED_ACCOUNT, ProblemField.PLATFORM) if account.shared_with else None


def over_limit_from(review: DraftReview, platform: Platform | None, context: ReviewContext | None) -> int | None:
    """Return the index (code points) from which the text is too long for `platform`; None where it fits.

    With `platform` None it is the shared text, for any platform that uses it.
    """
    if context is None:
        return None
    crossings = []
    for each in _readers(review.draft, platform):
        assessment, text = review.assessment(each), context.rules.for_platform(each).text
        sent = review.outgoing.text_for(each)
        if assessment and assessment.remaining < 0:
            crossings.append(_crossing(review, each, context.counter.over_limit_from(sent, text.unit, assessment.limit)))
    return min((crossing for crossing in crossings if crossing is not None), default=None)


def reserved_in(review: DraftReview, platform: Platform | None, context: ReviewContext) -> tuple[str, tuple[Platform, ...]]:
    """Return the reserved characters of the shown text's platforms, except "#" and "@", and the platforms that reserve any."""
    reserved = {each: context.rules.for_platform(each).text.reserved_characters for each in _readers(review.draft, platform)}
    characters = dict.fromkeys("".join(reserved.values()))
    return "".join(each for each in characters if each not in _EVERYDAY), tuple(each for each in reserved if reserved[each])


def _readers(draft: Draft, platform: Platform | None) -> tuple[Platform, ...]:
    """Return the platforms that get the own text of `platform`, or (None) the shared text."""
    own = {variant.platform for variant in draft.variants if variant.text is not None}
    return tuple(each for each in draft.platforms if (each is platform if platform else each not in own))


def _crossing(review: DraftReview, platform: Platform, index: int | None) -> int | None:
    """Return the index in the written text for an index in the sent text."""
    written, sent = review.draft.text_for(platform), review.outgoing.text_for(platform)
    return index if index is None or written == sent else written_index(written, sent, index)
