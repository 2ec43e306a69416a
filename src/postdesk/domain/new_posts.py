"""The conversion of a draft to a post with its entries, and of a post back to a draft."""

import uuid
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import astuple, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from postdesk.domain.clients import Client, Connection
from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import CONTENT_FIELDS, Content, Draft, Variant
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.lock_in import lock_in_time
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.domain.posts import Entry, ExpectedAccount, Post, PostOrigin, PostState, SendMode, content_hash
from postdesk.domain.problems import carried_warnings
from postdesk.domain.times import unique_millisecond
from postdesk.domain.utm import links_of, takes_tags


class SubmitMode(StrEnum):
    """The mode of a submission: schedule the draft, schedule it and lock it in now, or publish it now."""

    SCHEDULE = "schedule"
    LOCK_IN = "lock_in"
    PUBLISH_NOW = "publish_now"


class NoFreeMoment(Exception):
    """Raised where every millisecond of that second is taken by other posts of the workspace."""


@dataclass(frozen=True, slots=True)
class SubmitTerms:
    """The conditions of a submission. `titled`: the platforms that use a title. `bundle`: one request for equal contents.

    `server_offset` as in `Clock`.
    """

    mode: SubmitMode
    now: datetime
    undo_delay: timedelta
    titled: frozenset[Platform]
    bundle: bool = False
    server_offset: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class _EntryPart:
    platforms: tuple[Platform, ...]
    content: Content
    written: str


def moments(start: datetime, taken: frozenset[int]) -> Iterator[datetime]:
    """Yield `start` with one free millisecond after another. Raises NoFreeMoment where none is left."""
    used = taken
    while True:
        moment = unique_millisecond(start, used)
        if moment is None:
            raise NoFreeMoment
        used |= {moment.microsecond // 1000}
        yield moment


def new_post(
    draft: Draft,
    client: Client,
    accounts: tuple[Connection, ...],
    due: Iterator[datetime],
    terms: SubmitTerms,
    written: Draft | None = None,
) -> Post:
    """Return the post of a draft, with one entry per platform (API gap G11), or per distinct content where bundled.

    The draft's id is the post's group, so that a draft becomes a post only once. `written`: the draft before its links got
    tags.
    """
    entries = tuple(_entry(part, client, accounts, next(due), terms) for part in _parts(draft, written or draft, terms))
    return Post(
        id=0,
        client_id=client.id,
        origin=PostOrigin.HERE,
        group=draft.id,
        text=draft.text if draft.text.strip() or not entries else _written(entries[0]),
        title=_title(draft, terms),
        due_at=entries[0].due_at,
        state=PostState.SCHEDULED,
        platforms=tuple(draft.platforms),
        entries=entries,
        created_at=terms.now,
        retries_post=draft.retries_post,
        labels=draft.labels,
    )


def _title(draft: Draft, terms: SubmitTerms) -> str:
    """Return the shared title, or none where a platform that uses a title has an empty one of its own.

    A draft made of the post would give that platform the shared title again.
    """
    untitled = (not draft.content_for(platform).title for platform in draft.platforms if platform in terms.titled)
    return "" if any(untitled) else draft.title


def _parts(draft: Draft, written: Draft, terms: SubmitTerms) -> tuple[_EntryPart, ...]:
    singles = tuple(
        _EntryPart((platform,), _sent(draft.content_for(platform), platform, terms), written.text_for(platform))
        for platform in draft.platforms
    )
    if not terms.bundle:
        return singles

    def alike(part: _EntryPart) -> tuple[object, ...]:
        return *astuple(part.content), part.written, part.platforms[0] in LOCKABLE

    groups = (tuple(group) for _, group in groupby(sorted(singles, key=alike), alike))
    return tuple(_EntryPart(tuple(part.platforms[0] for part in group), group[0].content, group[0].written) for group in groups)


def _sent(content: Content, platform: Platform, terms: SubmitTerms) -> Content:
    """Return the content without the fields that the platform does not use."""
    title = content.title if platform in terms.titled else ""
    return replace(content, title=title, thumbnail_url=content.thumbnail_url if content.media_url else "")


def _entry(part: _EntryPart, client: Client, accounts: tuple[Connection, ...], due_at: datetime, terms: SubmitTerms) -> Entry:
    planned = Entry(
        id=0,
        post_id=0,
        client_id=client.id,
        platforms=part.platforms,
        state=State.PLANNED,
        mode=SendMode.IMMEDIATE,
        due_at=due_at,
        content=part.content.text,
        written=part.written if part.written != part.content.text else "",
        title=part.content.title,
        media_url=part.content.media_url,
        thumbnail_url=part.content.thumbnail_url,
        token=str(uuid.uuid4()),
        accounts=tuple(
            ExpectedAccount(account.platform, account.remote_account_id)
            for account in accounts
            if account.platform in part.platforms
        ),
    )
    timed = _timed(planned, client, terms)
    return replace(timed, hash=content_hash(client.external_user_id, timed))


def _timed(entry: Entry, client: Client, terms: SubmitTerms) -> Entry:
    """Return the entry with its lock-in time. One that can't be recalled once sent waits for the undo delay first."""
    lock_in_at = None
    if entry.lockable and terms.mode != SubmitMode.PUBLISH_NOW:
        lock_in_at = terms.now if terms.mode == SubmitMode.LOCK_IN else lock_in_time(entry.due_at, client.lock_in, terms.now)
    if terms.mode == SubmitMode.PUBLISH_NOW or lock_in_at == terms.now:
        mode = SendMode.SCHEDULED if lock_in_at else SendMode.IMMEDIATE
        held_until = terms.now + terms.undo_delay
        return replace(entry, state=State.QUEUED, mode=mode, lock_in_at=lock_in_at, hold=Hold.UNDO_DELAY, not_before=held_until)
    return replace(entry, lock_in_at=lock_in_at)


def copy_of(post: Post, draft_id: str, now: datetime, due_at: datetime | None) -> Draft:
    """Return a draft with a post's content and a reference to the post."""
    draft = replace(draft_of(post, draft_id, now), due_at=due_at, plain_links=False)
    return replace(draft, copied_from_post=post.id, retries_post=None)


def copy_for_client(draft: Draft, draft_id: str, client_id: int, connected_platforms: Container[str]) -> Draft:
    """Return a copy of a draft for another client, with those of its platforms that are in `connected_platforms`."""
    kept = tuple(platform for platform in draft.platforms if platform in connected_platforms)
    copied = replace(draft, id=draft_id, client_id=client_id, platforms=kept)
    return replace(copied, replaces_post=None, retries_post=None, overridden=())


def missing_platforms(platforms: Container[str], connected_platforms: Container[str]) -> tuple[Platform, ...]:
    """Return those of `platforms` that are not in `connected_platforms`, which a copy for another client leaves out."""
    return tuple(platform for platform in Platform if platform in platforms and platform not in connected_platforms)


def draft_of(post: Post, draft_id: str, now: datetime) -> Draft:
    """Return the draft that would make `post` again: shared fields, and a platform's own where they differ.

    The text is the written one. Links get tags again, unless links that could have tags were sent without any.
    """
    known = tuple(platform for platform in Platform if platform in post.platforms)
    media_url, thumbnail_url = _usual_media(post)
    draft = Draft(
        id=draft_id,
        client_id=post.client_id,
        platforms=known,
        text=post.text,
        title=post.title,
        media_url=media_url,
        thumbnail_url=thumbnail_url,
        due_at=post.due_at,
        updated_at=now,
        retries_post=post.retries_post,
        labels=post.labels,
        overridden=carried_warnings(post.overridden),
    )
    entries = {platform: entry for entry in post.entries for platform in entry.platforms}
    variants = tuple(_variant(draft, platform, entries[platform]) for platform in known if platform in entries)
    return replace(draft, variants=tuple(variant for variant in variants if not variant.plain), plain_links=_links_plain(post))


def as_sent(post: Post) -> Post:
    """Return the post with the sent text in place of the written one."""
    return replace(post, entries=tuple(replace(entry, written="") for entry in post.entries))


def _written(entry: Entry) -> str:
    return entry.written or entry.content


def _links_plain(post: Post) -> bool:
    """Tell whether links were sent without tags although they could have them."""
    links = (link for entry in post.entries for link in links_of(entry.content))
    return not any(entry.written for entry in post.entries) and any(takes_tags(link) for link in links)


def _usual_media(post: Post) -> tuple[str, str]:
    """Return the media and cover of most platforms, since a post does not record the shared ones."""
    counted = Counter((entry.media_url, entry.thumbnail_url) for entry in post.entries for _ in entry.platforms)
    return max(counted, key=lambda media: counted[media], default=("", ""))


def _variant(draft: Draft, platform: Platform, entry: Entry) -> Variant:
    """Return the fields in which the platform's content differs from the shared one.

    A title that was not sent counts as shared: the platform may have no use for titles.
    """
    own = Content(_written(entry), entry.title or draft.title, entry.media_url, entry.thumbnail_url)
    return Variant(
        platform, **{name: getattr(own, name) for name in CONTENT_FIELDS if getattr(own, name) != getattr(draft, name)}
    )
