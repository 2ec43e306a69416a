"""Documents for a client: a proof sheet of planned posts, and a report on what became of posts.

A **proof** shows planned posts as they will look. A **report** lists an outcome for each platform of each post, and counts
them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.domain.clients import Client, zone_of
from postdesk.domain.delivery import Stage, stage_of
from postdesk.domain.drafts import Content
from postdesk.domain.export_items import ExportItem
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.links import published_url
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostOrigin, PostState, effective_entries, platform_states
from postdesk.domain.state_groups import StateGroup


class ReportKind(StrEnum):
    """The kind of a document."""

    PROOF = "proof"
    REPORT = "report"


class ReportFormat(StrEnum):
    """A file format. The value is the file name extension."""

    PDF = "pdf"
    HTML = "html"
    CSV = "csv"


PLANNED: Final = StateGroup.SCHEDULED.value | StateGroup.HELD.value | StateGroup.LOCKED.value
"""The states that a proof shows: not sent yet, and meant to be."""

NOT_CANCELLED: Final = frozenset(PostState) - StateGroup.CANCELLED.value

REPORTED: Final = NOT_CANCELLED - PLANNED
"""The states that a report lists. It only counts planned posts, and leaves out cancelled ones."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A request for a document of one client, for the days from `first` to `last` on the client's clock.

    `pictures`: a proof shows posts as on their platforms, not as text alone. `times`: with the time of day. `drafts`: a proof
    includes drafts with a time. `reasons`: a report gives the reasons of failures.
    """

    kind: ReportKind
    client_id: int
    first: date
    last: date
    pictures: bool = True
    times: bool = True
    drafts: bool = False
    reasons: bool = True


@dataclass(frozen=True, slots=True)
class ReportHead:
    """The head of a document: the request, the client, and the time of its making."""

    request: ReportRequest
    client: Client
    made_at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The client's time zone, in which all times are given."""
        return zone_of(self.client, ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """A proof sheet. `posts`: in order of their times, each has one. `authors`: the account's name per platform, where known.

    Of a post that is out on some platforms only the others are shown, see `planned_platforms`.
    """

    head: ReportHead
    posts: tuple[ExportItem, ...]
    authors: tuple[tuple[str, str], ...] = ()

    @property
    def shown_count(self) -> int:
        """The number of posts shown."""
        return len(self.posts)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all media, each once."""
        contents = (post.draft.content_for(platform) for post in self.posts for platform in planned_platforms(post))
        return tuple(dict.fromkeys(url for each in contents for url in (each.media_url, each.thumbnail_url) if url))


@dataclass(frozen=True, slots=True)
class ClientReport:
    """A report: all posts of these days that were not cancelled, in order of their times."""

    head: ReportHead
    posts: tuple[Post, ...]

    @property
    def shown_count(self) -> int:
        """The number of posts listed, not only counted."""
        return len({run[0].post.id for run in outcome_groups(report_outcomes(self.posts))})


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """The outcome of a post on one platform. `platform` is empty for a post made elsewhere whose platforms are unknown.

    `text` is empty where the service returned none, `address` where no address of the post is known.
    """

    post: Post
    entry: Entry
    platform: str
    state: PostState
    text: str
    address: str = ""

    @property
    def elsewhere(self) -> bool:
        return self.post.origin is PostOrigin.ELSEWHERE

    @property
    def group(self) -> StateGroup:
        return next(group for group in StateGroup if self.state in group.value)


def report_outcomes(posts: Iterable[Post]) -> tuple[ReportOutcome, ...]:
    """Return an outcome for each platform of each post, in the order of the posts, without cancelled ones."""
    return tuple(outcome for post in posts for outcome in _outcomes(post) if outcome.state in NOT_CANCELLED)


def count_outcomes(found: Iterable[ReportOutcome]) -> Counter[tuple[str, StateGroup]]:
    """Return the number of outcomes per platform and group of states."""
    return Counter((outcome.platform, outcome.group) for outcome in found)


def state_on(post: ExportItem, platform: Platform) -> PostState | None:
    """Return a post's state on a platform; None for a draft."""
    return dict(post.platform_states).get(platform, post.state)


def planned_platforms(post: ExportItem) -> tuple[Platform, ...]:
    """Return the platforms on which a proof shows the post: those where it is planned, or all platforms of a draft."""
    return tuple(each for each in post.draft.platforms if post.state is None or state_on(post, each) in PLANNED)


def content_groups(post: ExportItem) -> tuple[tuple[Content, tuple[Platform, ...]], ...]:
    """Return the contents that a proof shows as text alone, each with the platforms that get it."""
    found = dict[Content, tuple[Platform, ...]]()
    for platform in planned_platforms(post):
        content = post.draft.content_for(platform)
        found[content] = (*found.get(content, ()), platform)
    return tuple(found.items())


def outcome_groups(found: Iterable[ReportOutcome]) -> tuple[tuple[ReportOutcome, ...], ...]:
    """Return the outcomes that a report lists. A post's are one group if they share time and text, else each is its own."""
    listed = (outcome for outcome in found if outcome.state in REPORTED)
    posts = (tuple(each) for _, each in groupby(listed, key=lambda outcome: outcome.post.id))
    return tuple(run for post in posts for run in ((post,) if _shared(post) else ((each,) for each in post)))


def _shared(post: tuple[ReportOutcome, ...]) -> bool:
    first = post[0]
    return all((each.text, _second(each)) == (first.text, _second(first)) for each in post)


def _second(outcome: ReportOutcome) -> datetime:
    """Return the due time without fractions: entries of a post differ in their milliseconds."""
    return outcome.entry.due_at.replace(microsecond=0)


def _outcomes(post: Post) -> Iterator[ReportOutcome]:
    states = dict(platform_states(post.entries))
    for entry in effective_entries(post.entries):
        text = entry.content or entry.title or post.text or post.title
        for platform in entry.platforms or ("",):
            yield ReportOutcome(post, entry, platform, states.get(platform, post.state), text, _address(entry, platform))


def _address(entry: Entry, platform: str) -> str:
    """Return the address of the published post on the platform, by the service's results; empty if there is none."""
    up = (each for each in entry.results if each.platform == platform and stage_of(each.status) is Stage.PUBLISHED)
    return next((address for each in up if (address := published_url(platform, each.external_id))), "")
