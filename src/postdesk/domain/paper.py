"""What a client is given on paper: a proof sheet of what is planned, and a report of what came of it.

A **proof** shows planned posts as they will look. A **report** has an outcome for each platform of each post, and counts them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.domain.approval import Approval
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.delivery import Stage, stage_of
from postdesk.domain.drafts import Content
from postdesk.domain.exporting import Exported
from postdesk.domain.links import published_url
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Origin, Post, PostState, effective, marks_of
from postdesk.domain.state_groups import StateGroup


class Kind(StrEnum):
    """Which of the two."""

    PROOF = "proof"
    REPORT = "report"


class PaperFormat(StrEnum):
    """A kind of file; the value is the end of its name."""

    PDF = "pdf"
    HTML = "html"
    CSV = "csv"


PLANNED: Final = StateGroup.SCHEDULED.value | StateGroup.HELD.value | StateGroup.LOCKED.value
"""What a proof shows: what has not gone out yet, and is meant to."""

NOT_CANCELLED: Final = frozenset(PostState) - StateGroup.CANCELLED.value

REPORTED: Final = NOT_CANCELLED - PLANNED
"""What a report tells of; what is still planned it only counts, and what was cancelled it leaves out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of the two is made, for which client, on the days from `first` to `last` on the client's clock.

    `pictures`: a proof shows posts as their platforms do, not as text alone. `times`: with the time of day.
    `drafts`: a proof has those with a time as well. `reasons`: a report says why something failed.
    """

    kind: Kind
    client_id: int
    first: date
    last: date
    pictures: bool = True
    times: bool = True
    drafts: bool = False
    reasons: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """Whose it is, of which days, and when it was made."""

    asked: Asked
    client: Client
    made_at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The client's; all times are in it."""
        return zone_of(self.client, ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Proof:
    """`posts` by their time, each with one; `authors`: the account's name on each platform, where there is one.

    Of a post that is out on some of its platforms, only the others are shown: see `shown`.
    """

    head: Head
    posts: tuple[Exported, ...]
    authors: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> int:
        """How many it shows."""
        return len(self.posts)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all media, each once."""
        contents = (post.draft.content_for(platform) for post in self.posts for platform in shown(post))
        return tuple(dict.fromkeys(url for each in contents for url in (each.media_url, each.thumbnail_url) if url))


@dataclass(frozen=True, slots=True)
class Report:
    """All posts of these days that were not cancelled, by their time."""

    head: Head
    posts: tuple[Post, ...]

    @property
    def told(self) -> int:
        """How many of them it tells of, not counts alone."""
        return len({run[0].post.id for run in runs(outcomes(self.posts))})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a post on one platform; `platform` is empty for one made elsewhere of which none is told.

    `text` is empty where the service told none, `address` where the post can't be reached by what is known of it.
    """

    post: Post
    entry: Entry
    platform: str
    state: PostState
    text: str
    address: str = ""

    @property
    def elsewhere(self) -> bool:
        return self.post.origin is Origin.ELSEWHERE

    @property
    def group(self) -> StateGroup:
        return next(group for group in StateGroup if self.state in group.value)


def outcomes(posts: Iterable[Post]) -> tuple[Outcome, ...]:
    """One for each platform of each post, in the order of the posts; what was cancelled is left out."""
    return tuple(outcome for post in posts for outcome in _outcomes(post) if outcome.state in NOT_CANCELLED)


def counted(found: Iterable[Outcome]) -> Counter[tuple[str, StateGroup]]:
    """How many of them on each platform in each group of states."""
    return Counter((outcome.platform, outcome.group) for outcome in found)


def standing_of(post: Exported, platform: Platform) -> PostState | None:
    """A post's state on a platform; None for a draft."""
    return dict(post.marks).get(platform, post.state)


def shown(post: Exported) -> tuple[Platform, ...]:
    """The platforms on which a proof shows it: those where it is planned, all of a draft's."""
    return tuple(each for each in post.draft.platforms if post.state is None or standing_of(post, each) in PLANNED)


def alike(post: Exported) -> tuple[tuple[Content, tuple[Platform, ...]], ...]:
    """What a proof shows of it as text alone: platforms that get the same stand together."""
    found = dict[Content, tuple[Platform, ...]]()
    for platform in shown(post):
        content = post.draft.content_for(platform)
        found[content] = (*found.get(content, ()), platform)
    return tuple(found.items())


def runs(found: Iterable[Outcome]) -> tuple[tuple[Outcome, ...], ...]:
    """What a report tells of together: the platforms of a post where they share its time and text, otherwise each by itself."""
    told = (outcome for outcome in found if outcome.state in REPORTED)
    posts = (tuple(each) for _, each in groupby(told, key=lambda outcome: outcome.post.id))
    return tuple(run for post in posts for run in ((post,) if _shared(post) else ((each,) for each in post)))


def _shared(post: tuple[Outcome, ...]) -> bool:
    first = post[0]
    return all((each.text, _second(each)) == (first.text, _second(first)) for each in post)


def _second(outcome: Outcome) -> datetime:
    """Requests of a post differ in their milliseconds."""
    return outcome.entry.due_at.replace(microsecond=0)


def waits(post: Exported) -> bool:
    """Whether it waits for the client's word."""
    return post.approval is Approval.WAITING


def _outcomes(post: Post) -> Iterator[Outcome]:
    states = dict(marks_of(post.entries))
    for entry in effective(post.entries):
        text = entry.content or entry.title or post.text or post.title
        for platform in entry.platforms or ("",):
            yield Outcome(post, entry, platform, states.get(platform, post.state), text, _address(entry, platform))


def _address(entry: Entry, platform: str) -> str:
    """Where it is up, by what the service said of that platform."""
    up = (each for each in entry.results if each.platform == platform and stage_of(each.status) is Stage.PUBLISHED)
    return next((address for each in up if (address := published_url(platform, each.external_id))), "")
