"""What the composer shows of a draft, worked out from it: counts, problems, and what would go out. No widgets here."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from postdesk.domain.checks import check
from postdesk.domain.clients import Client, Connection
from postdesk.domain.counting import Counter
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.limits import Measure, Part, Severity, worst_first
from postdesk.domain.media import Look
from postdesk.domain.outgoing import outgoing
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.problems import Assessment, Problem
from postdesk.domain.rules import Rules
from postdesk.domain.taking_back import beyond_recall, live, not_sent
from postdesk.domain.utm import written_index
from postdesk.ui.composer.findings import Finding, Trouble, findings_of

_EVERYDAY: Final = frozenset("#@")


@dataclass(frozen=True, slots=True)
class Measures:
    """What a draft is measured by: there once the rules are read, a moment after the first paint.

    `within_a_day` counts the client's other posts to a platform around the draft's time, `same_words` finds one with its words,
    `too_near` says what stands against that time.
    `look` gives what was found at an address, None while nobody looked; `now` when a draft without a time
    would go out.
    """

    rules: Rules
    counter: Counter
    within_a_day: Callable[[Draft, Platform], int] = lambda draft, platform: 0
    same_words: Callable[[Draft, Platform], Entry | None] = lambda draft, platform: None
    too_near: Callable[[Draft, Platform], Problem | None] = lambda draft, platform: None
    look: Callable[[str], Look | None] = lambda url: None
    now: Callable[[], datetime | None] = lambda: None


class Changing(StrEnum):
    """What a draft does to the post that it was opened from."""

    NOTHING = "nothing"
    SCHEDULED = "scheduled"  # takes the place of one that waits for its time
    UNSENT = "unsent"  # takes the place of one that did not go out
    TOO_LATE = "too_late"  # would, but it is beyond recall by now
    CALLED_OFF = "called_off"  # would, but it was called off elsewhere


class Obstacle(StrEnum):
    """Why nothing of a draft could go out."""

    NO_TEXT = "no_text"
    NO_PLATFORM = "no_platform"
    NOTHING_READY = "nothing_ready"
    TOO_LATE = "too_late"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class View:
    """A draft as the composer shows it, and as it goes out. `ready` is what would go out now; without measures all is.

    `findings` are open, `passed` those that the user posts with.
    """

    draft: Draft
    outgoing: Draft
    assessments: tuple[tuple[Platform, Assessment], ...]
    findings: tuple[Finding, ...]
    ready: tuple[Platform, ...]
    passed: tuple[Finding, ...] = ()
    changing: Changing = Changing.NOTHING

    @property
    def obstacle(self) -> Obstacle | None:
        """What keeps all of it from going out; None where something can."""
        if self.changing is Changing.TOO_LATE:
            return Obstacle.TOO_LATE
        if self.changing is Changing.CALLED_OFF:
            return Obstacle.CALLED_OFF
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
        return tuple(sorted(each for each in self.draft.overridden if each.partition(":")[0] in self.ready))

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

    def verdict(self, platform: Platform) -> Severity | None:
        """The worst that is found on a chosen platform; None where nothing stands against it."""
        of_it = (each.severity for each in self.findings if platform in each.platforms and each.severity is not Severity.HINT)
        return min(of_it, key=worst_first, default=None)

    @property
    def fine(self) -> tuple[Platform, ...]:
        """The platforms that nothing stands against, passed or not; none before anything is written and measured."""
        if self.draft.empty or not self.assessments:
            return ()
        passed = {platform for finding in self.passed for platform in finding.platforms}
        return tuple(each for each in self.draft.platforms if self.verdict(each) is None and each not in passed)

    def assessment(self, platform: Platform) -> Assessment | None:
        return next((found for key, found in self.assessments if key is platform), None)


def changing_of(draft: Draft, post: Post | None) -> Changing:
    """What the draft would do to `post`, as that is now."""
    if post is None or draft.replaces_post != post.id:
        return Changing.NOTHING
    if not live(post):
        return Changing.CALLED_OFF
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
    changing: Changing = Changing.NOTHING,
    client: Client | None = None,
) -> View:
    """The draft, with what is known of its platforms and accounts.

    What is counted and checked is what goes out: the draft with the tags that the client's links get.
    """
    by_platform = {account.platform: account for account in accounts}
    going_out = outgoing(draft, client)
    assessments = _assessed(going_out, by_platform, measures) if measures else ()
    troubles = [(each, trouble) for each in draft.platforms if (trouble := _trouble(by_platform.get(each)))]
    stopped = {each for each, found in assessments if found.stopped}
    stopped |= {each for each, trouble in troubles if trouble is Trouble.NOT_CONNECTED}
    found = findings_of(draft, assessments, troubles)
    return View(
        draft,
        going_out,
        assessments,
        tuple(each for each in found if not each.passed),
        tuple(each for each in draft.platforms if each not in stopped),
        tuple(each for each in found if each.passed),
        changing,
    )


def _assessed(draft: Draft, accounts: Mapping[str, Connection], measures: Measures) -> tuple[tuple[Platform, Assessment], ...]:
    return tuple((each, assess(draft, each, accounts.get(each), measures)) for each in draft.platforms)


def assess(draft: Draft, platform: Platform, account: Connection | None, measures: Measures) -> Assessment:
    """What the platform would make of its part of the draft."""
    content = draft.content_for(platform)
    premium = account is not None and account.premium
    capped = bool(measures.rules.for_platform(platform).of(Part.POST, Measure.A_DAY))
    others = measures.within_a_day(draft, platform) if capped else 0
    twin = measures.same_words(draft, platform) if content.text.strip() else None
    return check(
        platform,
        content,
        measures.rules,
        counter=measures.counter,
        premium=premium,
        own=account.limits if account else (),
        others=others,
        twin=twin,
        near=measures.too_near(draft, platform),
        media=measures.look(content.media_url) if content.media_url else None,
        thumbnail=measures.look(content.thumbnail_url) if content.thumbnail_url else None,
        due_at=draft.due_for(platform) or measures.now(),
    )


def _trouble(account: Connection | None) -> Trouble | None:
    if account is None:
        return Trouble.NOT_CONNECTED
    if not account.ready:
        return Trouble.NEEDS_RECONNECTING
    if account.account_changed:
        return Trouble.ACCOUNT_CHANGED
    return Trouble.SHARED_ACCOUNT if account.shared_with else None


def over_limit_from(view: View, platform: Platform | None, measures: Measures | None) -> int | None:
    """The code point from which the text is too long for `platform`, or (None) the shared text for any that uses it."""
    if measures is None:
        return None
    crossings = []
    for each in _readers(view.draft, platform):
        assessment, text = view.assessment(each), measures.rules.for_platform(each).text
        sent = view.outgoing.text_for(each)
        if assessment and assessment.remaining < 0:
            crossings.append(_crossing(view, each, measures.counter.over_limit_from(sent, text.unit, assessment.limit)))
    return min((crossing for crossing in crossings if crossing is not None), default=None)


def reserved_in(view: View, platform: Platform | None, measures: Measures) -> tuple[str, tuple[Platform, ...]]:
    """The characters that those who get the shown text reserve, and who that is; "#" and "@" are meant where they stand."""
    reserved = {each: measures.rules.for_platform(each).text.reserved_characters for each in _readers(view.draft, platform)}
    characters = dict.fromkeys("".join(reserved.values()))
    return "".join(each for each in characters if each not in _EVERYDAY), tuple(each for each in reserved if reserved[each])


def _readers(draft: Draft, platform: Platform | None) -> tuple[Platform, ...]:
    """Who gets the text of `platform`, or (None) the shared one."""
    own = {variant.platform for variant in draft.variants if variant.text is not None}
    return tuple(each for each in draft.platforms if (each is platform if platform else each not in own))


def _crossing(view: View, platform: Platform, index: int | None) -> int | None:
    """That place of what goes out, in what is written."""
    written, sent = view.draft.text_for(platform), view.outgoing.text_for(platform)
    return index if index is None or written == sent else written_index(written, sent, index)
