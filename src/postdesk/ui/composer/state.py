"""What the composer shows of a draft, worked out from it: counts, problems, and what would go out. No widgets here."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from postdesk.domain.checks import Assessment, Content, Problem, ProblemKind, Severity, check, worst_first
from postdesk.domain.clients import Connection
from postdesk.domain.counting import Counter
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.rules import Rules, TitleNeed
from postdesk.domain.taking_back import beyond_recall, not_sent

_EVERYDAY: Final = frozenset("#@")


class Trouble(StrEnum):
    """What is wrong with an account, whatever is written."""

    NOT_CONNECTED = "not_connected"
    NEEDS_RECONNECTING = "needs_reconnecting"
    ACCOUNT_CHANGED = "account_changed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know before it goes out, on one platform or alike on several; `platforms` says which, not `about`."""

    severity: Severity
    platforms: tuple[Platform, ...]
    about: Problem | Trouble

    @property
    def kind(self) -> ProblemKind | Trouble:
        return self.about if isinstance(self.about, Trouble) else self.about.kind


@dataclass(frozen=True, slots=True)
class Waved:
    """A warning that the user chose to post with."""

    platform: Platform
    kind: ProblemKind | Trouble


@dataclass(frozen=True, slots=True)
class Measures:
    """What a draft is measured by: there once the rules are read, a moment after the first paint.

    `within_a_day` counts the client's other posts to a platform around the draft's time, `same_words` finds one with its words.
    """

    rules: Rules
    counter: Counter
    within_a_day: Callable[[Draft, Platform], int] = lambda draft, platform: 0
    same_words: Callable[[Draft, Platform], Entry | None] = lambda draft, platform: None


class Changing(StrEnum):
    """What a draft does to the post that it was opened from."""

    NOTHING = "nothing"
    SCHEDULED = "scheduled"  # takes the place of one that waits for its time
    UNSENT = "unsent"  # takes the place of one that did not go out
    TOO_LATE = "too_late"  # would, but it is beyond recall by now


class Obstacle(StrEnum):
    """Why nothing of a draft could go out."""

    NO_TEXT = "no_text"
    NO_PLATFORM = "no_platform"
    NOTHING_READY = "nothing_ready"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class View:
    """A draft as the composer shows it. `ready` is what would go out now; without measures nothing is held back."""

    draft: Draft
    assessments: tuple[tuple[Platform, Assessment], ...]
    findings: tuple[Finding, ...]
    ready: tuple[Platform, ...]
    waved: frozenset[Waved] = frozenset()
    changing: Changing = Changing.NOTHING

    @property
    def obstacle(self) -> Obstacle | None:
        """What keeps all of it from going out; None where something can."""
        if self.changing is Changing.TOO_LATE:
            return Obstacle.TOO_LATE
        if self.draft.empty:
            return Obstacle.NO_TEXT
        if not self.draft.platforms:
            return Obstacle.NO_PLATFORM
        return None if self.ready else Obstacle.NOTHING_READY

    def count(self, severity: Severity) -> int:
        """How many findings are that serious."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The warnings that are posted past, as `Post.overridden` keeps them."""
        return tuple(sorted(f"{each.platform}:{each.kind}" for each in self.waved if each.platform in self.ready))

    @property
    def held_back(self) -> tuple[Platform, ...]:
        """The chosen platforms that something stands against."""
        return tuple(platform for platform in self.draft.platforms if platform not in self.ready)

    @property
    def warned(self) -> bool:
        """Whether a warning is open on anything that would go out."""
        return bool(self.warnings)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The open warnings on what would go out."""
        warned = (finding for finding in self.findings if finding.severity is Severity.WARN)
        return tuple(finding for finding in warned if not set(finding.platforms).isdisjoint(self.ready))

    def assessment(self, platform: Platform) -> Assessment | None:
        return next((found for key, found in self.assessments if key is platform), None)


def changing_of(draft: Draft, post: Post | None) -> Changing:
    """What the draft would do to `post`, as that is now."""
    if post is None or draft.replaces_post != post.id:
        return Changing.NOTHING
    if beyond_recall(post, draft.platforms):
        return Changing.TOO_LATE
    states = {entry.state for entry in not_sent(post)}
    if states & {State.PLANNED, State.QUEUED}:
        return Changing.SCHEDULED
    return Changing.UNSENT if states else Changing.NOTHING


def view_of(
    draft: Draft,
    accounts: Collection[Connection],
    measures: Measures | None,
    waved: Collection[Waved] = frozenset(),
    changing: Changing = Changing.NOTHING,
) -> View:
    """The draft, with what is known of its platforms and accounts; warnings in `waved` are not shown any more."""
    by_platform = {account.platform: account for account in accounts}
    assessments = _assessed(draft, by_platform, measures) if measures else ()
    troubles = [(each, trouble) for each in draft.platforms if (trouble := _trouble(by_platform.get(each)))]
    stopped = {each for each, found in assessments if found.stopped}
    stopped |= {each for each, trouble in troubles if trouble is Trouble.NOT_CONNECTED}
    return View(
        draft,
        assessments,
        _findings(draft, assessments, troubles, waved),
        tuple(each for each in draft.platforms if each not in stopped),
        frozenset(waved),
        changing,
    )


def _assessed(draft: Draft, accounts: Mapping[str, Connection], measures: Measures) -> tuple[tuple[Platform, Assessment], ...]:
    return tuple((each, assess(draft, each, accounts.get(each), measures)) for each in draft.platforms)


def assess(draft: Draft, platform: Platform, account: Connection | None, measures: Measures) -> Assessment:
    """What the platform would make of its part of the draft."""
    content = Content(draft.text_for(platform), draft.title, draft.media_url.strip(), draft.thumbnail_url.strip())
    premium = account is not None and account.premium
    capped = measures.rules.for_platform(platform).daily_cap is not None
    others = measures.within_a_day(draft, platform) if capped else 0
    twin = measures.same_words(draft, platform) if content.text.strip() else None
    return check(platform, content, measures.rules, counter=measures.counter, premium=premium, others=others, twin=twin)


def _trouble(account: Connection | None) -> Trouble | None:
    if account is None:
        return Trouble.NOT_CONNECTED
    if not account.ready:
        return Trouble.NEEDS_RECONNECTING
    return Trouble.ACCOUNT_CHANGED if account.account_changed else None


def _findings(
    draft: Draft,
    assessments: tuple[tuple[Platform, Assessment], ...],
    troubles: list[tuple[Platform, Trouble]],
    waved: Collection[Waved],
) -> tuple[Finding, ...]:
    """The worst first; what is alike on several platforms as one."""
    alike: dict[Problem | Trouble, list[Platform]] = {}
    for platform, trouble in troubles:
        alike.setdefault(trouble, []).append(platform)
    for platform, assessment in assessments:
        for problem in assessment.problems:
            if _worth_saying(problem, draft):
                alike.setdefault(problem, []).append(platform)
    found = [Finding(_severity(about), tuple(platforms), about) for about, platforms in alike.items()]
    found.sort(key=lambda finding: worst_first(finding.severity))
    return tuple(open_one for finding in found if (open_one := _still_open(finding, waved)).platforms)


def _still_open(finding: Finding, waved: Collection[Waved]) -> Finding:
    if not waved:
        return finding
    return replace(finding, platforms=tuple(each for each in finding.platforms if Waved(each, finding.kind) not in waved))


def _worth_saying(problem: Problem, draft: Draft) -> bool:
    """An empty draft is not told what it lacks, and nobody that a text has hashtags and mentions."""
    if problem.kind is ProblemKind.RESERVED_CHARACTERS:
        return not set(problem.detail) <= _EVERYDAY
    return problem.severity is Severity.HINT or not draft.empty


def _severity(about: Problem | Trouble) -> Severity:
    if isinstance(about, Trouble):
        return Severity.STOP if about is Trouble.NOT_CONNECTED else Severity.WARN
    return about.severity


def over_limit_from(view: View, platform: Platform | None, measures: Measures | None) -> int | None:
    """The code point from which the text is too long for `platform`, or (None) the shared text for any that uses it."""
    if measures is None:
        return None
    own = {text.platform for text in view.draft.texts}
    shown = [each for each in view.draft.platforms if (each is platform if platform else each not in own)]
    crossings = []
    for each in shown:
        assessment, text = view.assessment(each), measures.rules.for_platform(each).text
        if assessment and assessment.remaining < 0:
            crossings.append(measures.counter.over_limit_from(view.draft.text_for(each), text.unit, text.stop_above))
    return min((crossing for crossing in crossings if crossing is not None), default=None)


@dataclass(frozen=True, slots=True)
class Going:
    """How it would go out: the platforms the service can schedule, and those that are sent from this computer."""

    lockable: tuple[Platform, ...] = ()
    from_here: tuple[Platform, ...] = ()


def going(view: View, measures: Measures | None) -> Going:
    """Which way each part would go: the service schedules text alone, on some platforms (API gap G1)."""
    if measures is None:
        return Going()
    alone = not (view.draft.media_url.strip() or view.draft.thumbnail_url.strip())
    titled = bool(view.draft.title.strip())

    def lockable(platform: Platform) -> bool:
        takes_title = measures.rules.for_platform(platform).title.need is not TitleNeed.IGNORED
        return alone and platform in LOCKABLE and not (titled and takes_title)

    lock = tuple(platform for platform in view.ready if lockable(platform))
    return Going(lock, tuple(platform for platform in view.ready if platform not in lock))
