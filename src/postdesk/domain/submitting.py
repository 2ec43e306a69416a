"""From a draft to a post and its entries, and from a post back to a draft."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from postdesk.domain.clients import Client, Connection
from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft, PlatformText
from postdesk.domain.lockin import lock_in_time
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.domain.posts import Entry, Mode, NotedAccount, Origin, Post, PostState, content_hash
from postdesk.domain.times import unique_millisecond


class Act(StrEnum):
    """What the user asks for with a draft: schedule it, schedule and lock it in now, or publish it now."""

    SCHEDULE = "schedule"
    LOCK_IN = "lock_in"
    PUBLISH_NOW = "publish_now"


class NoFreeMoment(Exception):
    """Every millisecond of that second is taken by another post of the workspace."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a submission goes by. `titled`: the platforms that use a title; `bundle`: one request for equal contents.

    `server_ahead` as the clock's.
    """

    act: Act
    now: datetime
    undo_delay: timedelta
    titled: frozenset[Platform]
    bundle: bool = False
    overridden: tuple[str, ...] = ()
    server_ahead: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class _Part:
    platforms: tuple[Platform, ...]
    content: str
    title: str


def moments(start: datetime, taken: frozenset[int]) -> Iterator[datetime]:
    """`start` with one free millisecond after another. Raises NoFreeMoment where none is left."""
    used = taken
    while True:
        moment = unique_millisecond(start, used)
        if moment is None:
            raise NoFreeMoment
        used |= {moment.microsecond // 1000}
        yield moment


def divided(draft: Draft, left_out: Collection[Platform], rest_id: str) -> tuple[Draft, Draft | None]:
    """What of a draft goes out, and a draft that keeps the rest: the platforms left out, with all that was written for them."""
    behind = tuple(platform for platform in draft.platforms if platform in left_out)
    going = tuple(platform for platform in draft.platforms if platform not in left_out)
    rest = replace(draft, id=rest_id, platforms=behind, texts=_own(draft, behind), replaces_post=None) if behind else None
    return replace(draft, platforms=going, texts=_own(draft, going)), rest


def together(draft: Draft, rest: Draft) -> Draft | None:
    """The draft with what was left out of it; None where something else was written or chosen in the one than in the other."""
    alike = ("client_id", "text", "title", "media_url", "thumbnail_url")
    if any(getattr(draft, name) != getattr(rest, name) for name in alike) or set(draft.platforms) & set(rest.platforms):
        return None
    chosen = {*draft.platforms, *rest.platforms}
    platforms = tuple(platform for platform in Platform if platform in chosen)
    return replace(draft, platforms=platforms, texts=(*draft.texts, *rest.texts))


def _own(draft: Draft, platforms: Collection[Platform]) -> tuple[PlatformText, ...]:
    return tuple(own for own in draft.texts if own.platform in platforms)


def new_post(draft: Draft, client: Client, accounts: tuple[Connection, ...], due: Iterator[datetime], terms: Terms) -> Post:
    """The post that `draft` becomes, one entry a platform (API gap G11), or one for each content where they are bundled.

    The draft's id is the post's group, so that a draft becomes a post once.
    """
    entries = tuple(_entry(draft, part, client, accounts, next(due), terms) for part in _parts(draft, terms))
    return Post(
        id=0,
        client_id=client.id,
        origin=Origin.HERE,
        group=draft.id,
        text=draft.text if draft.text.strip() or not entries else entries[0].content,
        title=draft.title,
        due_at=entries[0].due_at,
        state=PostState.SCHEDULED,
        platforms=tuple(draft.platforms),
        entries=entries,
        created_at=terms.now,
        overridden=terms.overridden,
        retries_post=draft.retries_post,
    )


def _parts(draft: Draft, terms: Terms) -> tuple[_Part, ...]:
    singles = tuple(
        _Part((platform,), draft.text_for(platform), draft.title if platform in terms.titled else "")
        for platform in draft.platforms
    )
    if not terms.bundle:
        return singles

    def alike(part: _Part) -> tuple[str, str, bool]:
        return part.content, part.title, part.platforms[0] in LOCKABLE

    return tuple(
        _Part(tuple(part.platforms[0] for part in group), content, title)
        for (content, title, _), group in groupby(sorted(singles, key=alike), alike)
    )


def _entry(draft: Draft, part: _Part, client: Client, accounts: tuple[Connection, ...], due_at: datetime, terms: Terms) -> Entry:
    planned = Entry(
        id=0,
        post_id=0,
        client_id=client.id,
        platforms=part.platforms,
        state=State.PLANNED,
        mode=Mode.IMMEDIATE,
        due_at=due_at,
        content=part.content,
        title=part.title,
        media_url=draft.media_url.strip(),
        thumbnail_url=draft.thumbnail_url.strip() if draft.media_url.strip() else "",
        token=str(uuid.uuid4()),
        accounts=tuple(
            NotedAccount(account.platform, account.remote_account_id)
            for account in accounts
            if account.platform in part.platforms
        ),
    )
    timed = _timed(planned, client, terms)
    return replace(timed, hash=content_hash(client.external_user_id, timed))


def _timed(entry: Entry, client: Client, terms: Terms) -> Entry:
    """The entry with its lock-in time; what can't be taken back once it is sent waits for the undo delay first."""
    lock_in_at = None
    if entry.lockable and terms.act != Act.PUBLISH_NOW:
        lock_in_at = terms.now if terms.act == Act.LOCK_IN else lock_in_time(entry.due_at, client.lock_in, terms.now)
    if terms.act == Act.PUBLISH_NOW or lock_in_at == terms.now:
        mode = Mode.SCHEDULED if lock_in_at else Mode.IMMEDIATE
        held_until = terms.now + terms.undo_delay
        return replace(entry, state=State.QUEUED, mode=mode, lock_in_at=lock_in_at, hold=Hold.UNDO_DELAY, not_before=held_until)
    return replace(entry, lock_in_at=lock_in_at)


def draft_of(post: Post, draft_id: str, now: datetime) -> Draft:
    """The draft from which `post` would be made again: the shared text, and a platform's own where it differs."""
    known = tuple(platform for platform in Platform if platform in post.platforms)
    contents = {platform: entry.content for entry in post.entries for platform in entry.platforms}
    own = tuple(
        PlatformText(platform, contents[platform]) for platform in known if contents.get(platform, post.text) != post.text
    )
    first = post.entries[0] if post.entries else None
    return Draft(
        id=draft_id,
        client_id=post.client_id,
        platforms=known,
        text=post.text,
        texts=own,
        title=post.title,
        media_url=first.media_url if first else "",
        thumbnail_url=first.thumbnail_url if first else "",
        due_at=post.due_at,
        updated_at=now,
        retries_post=post.retries_post,
    )
