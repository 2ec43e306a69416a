"""Posts and drafts for an exported file: the selection of them, and the data of each."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from postdesk.domain.approval import Approval
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, stage_of
from postdesk.domain.drafts import Draft, map_texts
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.links import published_url
from postdesk.domain.new_posts import draft_of
from postdesk.domain.posts import Entry, Post, PostOrigin, PostState, effective_entries, platform_states
from postdesk.domain.sheet import storable_cell
from postdesk.domain.state_groups import UNSENT_STATES


class ExportFormat(StrEnum):
    """A file format; the value is the file name's extension."""

    CSV = "csv"
    JSON = "json"
    CALENDAR = "ics"


@dataclass(frozen=True, slots=True)
class ExportSelection:
    """The selection of posts to export: those of one client, or of all clients that are not archived (None).

    It includes the days from `first` to `last` in the client's time zone and posts in one of `states`. `drafts`: also drafts
    with a time on these days; `undated`: also drafts without a time.
    """

    client_id: int | None
    first: date
    last: date
    states: frozenset[PostState]
    drafts: bool = False
    undated: bool = False


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The options of the file. `delimiter`: for CSV; `remind`: the lead of a calendar's alarm, None for no alarm."""

    format: ExportFormat
    delimiter: str = ","
    remind: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ExportItem:
    """An item of an export: a draft with one time, or a post as the draft that it could become again. Its texts fit any file.

    `uid` identifies the post for people: edits, moves and posting the draft keep it. `state` and `platform_states` (the state
    on each platform) are those of a post, None and empty for a draft. `addresses`: the known addresses of published posts, by
    platform. `approval`: the client's, while the post is unsent. `elsewhere`: the post was not made by Postdesk. `cleaned`: at
    least one character that no file can hold was replaced.
    """

    uid: str
    client: Client
    draft: Draft
    changed_at: datetime
    state: PostState | None = None
    platform_states: tuple[tuple[str, PostState], ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    approval: Approval = Approval.NONE
    elsewhere: bool = False
    cleaned: bool = False


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The result of an export. `cleaned`: the number of items with characters that no file can hold, which were replaced."""

    file: Path
    posts: int = 0
    drafts: int = 0
    cleaned: int = 0

    def with_item(self, one: ExportItem) -> "ExportReport":
        """Return the report with another item."""
        is_draft = one.state is None
        return replace(self, posts=self.posts + (not is_draft), drafts=self.drafts + is_draft, cleaned=self.cleaned + one.cleaned)


@dataclass(frozen=True, slots=True)
class RelatedPost:
    """A post that shares its draft with another: one was split from it, or made by changing the other."""

    platforms: tuple[str, ...]
    state: PostState


def item_from_draft(draft: Draft, client: Client, parts: Collection[Draft]) -> ExportItem:
    """Return the item for a draft, or for one of the `parts` into which its times split it. `updated_at` must be set."""
    clean = _clean(draft)
    assert draft.updated_at
    others = [part.platforms for part in parts if part is not draft]
    uid = _uid(draft.id, draft.platforms, others)
    return ExportItem(uid, client, clean, draft.updated_at, cleaned=clean != draft)


def item_from_post(post: Post, client: Client, changed_at: datetime, kin: Collection[RelatedPost]) -> ExportItem:
    """Return the item for a post that was not replaced; `kin` are its related posts that were not replaced either."""
    root = post.family or post.group
    draft = draft_of(post, root, changed_at)
    clean = _clean(draft)
    alone = not root or (post.state is PostState.CANCELLED and _gone_on(post, kin))
    return ExportItem(
        uid=_named(f"post-{post.id}") if alone else _uid(root, post.platforms, [each.platforms for each in kin]),
        client=client,
        draft=clean,
        changed_at=changed_at,
        state=post.state,
        platform_states=platform_states(post.entries),
        addresses=tuple(_addresses(post.entries)),
        approval=post.approval.state if post.state in UNSENT_STATES else Approval.NONE,
        elsewhere=post.origin is PostOrigin.ELSEWHERE,
        cleaned=clean != draft,
    )


def _addresses(entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    for result in (result for entry in effective_entries(entries) for result in entry.results):
        address = published_url(result.platform, result.external_id)
        if address and stage_of(result.status) is Stage.PUBLISHED:
            yield result.platform, address


def _clean(draft: Draft) -> Draft:
    return replace(map_texts(draft, storable_cell), labels=tuple(map(storable_cell, draft.labels)))


def _gone_on(post: Post, kin: Collection[RelatedPost]) -> bool:
    """Return True if another post replaces this one on one of its platforms."""
    live = {platform for each in kin if each.state is not PostState.CANCELLED for platform in each.platforms}
    return bool(live & {*post.platforms})


def _uid(root: str, platforms: Collection[str], others: Collection[Collection[str]]) -> str:
    """Return the draft's UID. Of several parts, one keeps it, and each other one appends its alphabetically first platform.

    The result is unique, since no platform is in two parts.
    """
    mine = min(platforms, default="")
    return _named(root if all(mine <= min(other, default="") for other in others) else f"{root}-{mine}")


def _named(local: str) -> str:
    return f"{local}@postdesk"
