"""Posts on their way out of Postdesk into a file: which of them, and what is known of each."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from postdesk.domain.approval import Approval
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, stage_of
from postdesk.domain.drafts import Draft, reworded
from postdesk.domain.links import published_url
from postdesk.domain.posts import Entry, Origin, Post, PostState, effective, marks_of
from postdesk.domain.sheet import cleaned
from postdesk.domain.state_groups import STILL_HERE
from postdesk.domain.submitting import draft_of


class Format(StrEnum):
    """A kind of file; the value is the end of its name."""

    CSV = "csv"
    JSON = "json"
    CALENDAR = "ics"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which posts: one client's, or those of all that are not archived (None).

    On the days from `first` to `last` on the client's clock, posts in one of `states`; `drafts` with a time on these days too,
    and with `undated` those without one.
    """

    client_id: int | None
    first: date
    last: date
    states: frozenset[PostState]
    drafts: bool = False
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What the file is like. `delimiter` is CSV's; `remind`: how long before its time a calendar tells of a post, if at all."""

    format: Format
    delimiter: str = ","
    remind: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A draft of one time, or a post as the draft that it could become again. Nothing in it that no file can hold.

    `uid` stays the same as long as it is the same post to people: through edits and moves, and as its draft is posted.
    `state` and `marks` (the state on each platform) are those of a post, None and empty for a draft, and `addresses` where on
    which platform it is up, as far as that is known. `approval`: the client's word, as long as it still goes out. `cleaned`:
    something was taken out of it.
    """

    uid: str
    client: Client
    draft: Draft
    changed_at: datetime
    state: PostState | None = None
    marks: tuple[tuple[str, PostState], ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    approval: Approval = Approval.NONE
    elsewhere: bool = False
    cleaned: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was written, and in how many of them something that no file can hold was replaced."""

    file: Path
    posts: int = 0
    drafts: int = 0
    cleaned: int = 0

    def plus(self, one: Exported) -> "Report":
        """With one more."""
        is_draft = one.state is None
        return replace(
            self,
            posts=self.posts + (not is_draft),
            drafts=self.drafts + is_draft,
            cleaned=self.cleaned + one.cleaned,
        )


@dataclass(frozen=True, slots=True)
class Relative:
    """Another post that came of the same draft: set apart from it, or made by changing it, or it from that."""

    platforms: tuple[str, ...]
    state: PostState


def from_draft(draft: Draft, client: Client, parts: Collection[Draft]) -> Exported:
    """A draft, or one of the parts that it has for its times."""
    clean = _clean(draft)
    assert draft.updated_at
    others = [part.platforms for part in parts if part is not draft]
    uid = _uid(draft.id, draft.platforms, others)
    return Exported(uid, client, clean, draft.updated_at, cleaned=clean != draft)


def from_post(post: Post, client: Client, changed_at: datetime, kin: Collection[Relative]) -> Exported:
    """A post that no other has replaced; `kin` are those of its relatives of which that is true too."""
    root = post.family or post.group
    draft = draft_of(post, root, changed_at)
    clean = _clean(draft)
    alone = not root or (post.state is PostState.CANCELLED and _gone_on(post, kin))
    return Exported(
        uid=_named(f"post-{post.id}") if alone else _uid(root, post.platforms, [each.platforms for each in kin]),
        client=client,
        draft=clean,
        changed_at=changed_at,
        state=post.state,
        marks=marks_of(post.entries),
        addresses=tuple(_addresses(post.entries)),
        approval=post.word.approval if post.state in STILL_HERE else Approval.NONE,
        elsewhere=post.origin is Origin.ELSEWHERE,
        cleaned=clean != draft,
    )


def _addresses(entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    for result in (result for entry in effective(entries) for result in entry.results):
        address = published_url(result.platform, result.external_id)
        if address and stage_of(result.status) is Stage.PUBLISHED:
            yield result.platform, address


def _clean(draft: Draft) -> Draft:
    return replace(reworded(draft, cleaned), labels=tuple(map(cleaned, draft.labels)))


def _gone_on(post: Post, kin: Collection[Relative]) -> bool:
    """Whether another is for one of its platforms in its place."""
    live = {platform for each in kin if each.state is not PostState.CANCELLED for platform in each.platforms}
    return bool(live & {*post.platforms})


def _uid(root: str, platforms: Collection[str], others: Collection[Collection[str]]) -> str:
    """The draft's; of several parts, one keeps it alone and the others name a platform of theirs: no platform is in two."""
    mine = min(platforms, default="")
    return _named(root if all(mine <= min(other, default="") for other in others) else f"{root}-{mine}")


def _named(local: str) -> str:
    return f"{local}@postdesk"
