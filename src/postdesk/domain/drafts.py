"""A **draft** is what is being written: submitting it makes a post."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar

from postdesk.domain.oddities import encodable
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import carried


@dataclass(frozen=True, slots=True)
class Content:
    """What one platform would get; an empty string where there is none."""

    text: str
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""


WORDS: Final = tuple(field.name for field in fields(Content))
"""What is written of a draft: it is shared, and a variant may have its own."""


class Piece(StrEnum):
    """What a variant may have of its own, in the order in which it is written: the names of its fields."""

    TEXT = "text"
    TITLE = "title"
    MEDIA_URL = "media_url"
    THUMBNAIL_URL = "thumbnail_url"
    DUE_AT = "due_at"


@dataclass(frozen=True, slots=True)
class Variant:
    """What a platform gets instead of what is shared; None where it gets that."""

    platform: Platform
    text: str | None = None
    title: str | None = None
    media_url: str | None = None
    thumbnail_url: str | None = None
    due_at: datetime | None = None

    @property
    def plain(self) -> bool:
        """Whether nothing in it is the platform's own."""
        return not self.own

    @property
    def own(self) -> tuple[Piece, ...]:
        """What is the platform's own."""
        return tuple(piece for piece in Piece if getattr(self, piece) is not None)


_PLAIN: Final = {platform: Variant(platform) for platform in Platform}


_TICK: Final = timedelta(milliseconds=1)
"""The least by which a kept draft can be told to have changed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written, for one client. `id` is a UUID made with it; `due_at` is None while no time is chosen.

    `variants`: one a platform at most, none of them plain; a platform's is kept while the platform is not chosen.
    `replaces_post` is the scheduled post that this draft changes: it stays as it is until the draft is submitted.
    `copied_from_post` is a post that still goes out by itself, so that submitting this one makes a second. `retries_post` is one
    of which platforms failed, for which this tries again. `template` is its name where drafts are made from it.
    `plain_links`: its links get no tags. `overridden` names the warnings that the user posts past, each as a `warning_key`.
    """

    id: str
    client_id: int
    platforms: tuple[Platform, ...] = ()
    text: str = ""
    variants: tuple[Variant, ...] = ()
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""
    due_at: datetime | None = None
    replaces_post: int | None = None
    copied_from_post: int | None = None
    updated_at: datetime | None = None
    retries_post: int | None = None
    labels: tuple[str, ...] = ()
    template: str = ""
    plain_links: bool = False
    overridden: tuple[str, ...] = ()

    def variant(self, platform: Platform) -> Variant:
        """What the platform has of its own; a plain one where it has nothing."""
        for own in self.variants:
            if own.platform is platform:
                return own
        return _PLAIN[platform]

    def with_variant(self, variant: Variant) -> "Draft":
        """The draft with this in the place of its platform's variant."""
        others = tuple(own for own in self.variants if own.platform is not variant.platform)
        return replace(self, variants=others if variant.plain else (*others, variant))

    def with_piece(self, platform: Platform | None, piece: Piece, value: str | datetime | None) -> "Draft":
        """The draft with another shared text, title, … or time, or with a platform's own; None shares it again."""
        changed: dict[str, Any] = {piece: value}
        return self.with_variant(replace(self.variant(platform), **changed)) if platform else replace(self, **changed)

    def text_for(self, platform: Platform | None) -> str:
        """The platform's own text, or the shared one."""
        return self.word_for(platform, Piece.TEXT)

    def word_for(self, platform: Platform | None, piece: Piece) -> str:
        """What is written there, the platform's own or what is shared, as it is."""
        own = getattr(self.variant(platform), piece) if platform else None
        return str(getattr(self, piece) if own is None else own)

    def due_for(self, platform: Platform | None) -> datetime | None:
        """The platform's own time, or the shared one."""
        own = self.variant(platform).due_at if platform else None
        return own or self.due_at

    def content_for(self, platform: Platform) -> Content:
        """What the platform would get; an address without the blanks around it."""
        own = self.variant(platform)
        return Content(
            text=self.text if own.text is None else own.text,
            title=self.title if own.title is None else own.title,
            media_url=(self.media_url if own.media_url is None else own.media_url).strip(),
            thumbnail_url=(self.thumbnail_url if own.thumbnail_url is None else own.thumbnail_url).strip(),
        )

    def duplicated(self, draft_id: str) -> "Draft":
        """A second one for the same client: a post that this one changes stays, so that the copy would make another."""
        copied = self.copied_from_post if self.replaces_post is None else self.replaces_post
        kept = carried(self.overridden)
        return replace(self, id=draft_id, replaces_post=None, copied_from_post=copied, retries_post=None, overridden=kept)

    def retimed(self, change: Callable[[datetime], datetime]) -> "Draft":
        """The draft with each of its times changed."""
        variants = tuple(replace(own, due_at=change(own.due_at)) if own.due_at else own for own in self.variants)
        return replace(self, due_at=change(self.due_at) if self.due_at else None, variants=variants)

    def labelled(self, labels: tuple[str, ...]) -> "Draft":
        """The draft with these labels. It keeps its place among those changed last, and yet isn't what it was made as."""
        return replace(self, labels=labels).touched()

    def touched(self) -> "Draft":
        """The draft, which isn't what it was made as any more. It keeps its place among those changed last."""
        return replace(self, updated_at=self.updated_at + _TICK if self.updated_at else None)

    def timed_as(self, other: "Draft") -> "Draft":
        """The draft at the times of another, the shared one and those of the platforms."""
        timed = replace(self, due_at=other.due_at)
        for platform in Platform:
            timed = timed.with_variant(replace(timed.variant(platform), due_at=other.variant(platform).due_at))
        return timed

    @property
    def empty(self) -> bool:
        """Whether nothing was written that would be a loss."""
        return not any((getattr(part, name) or "").strip() for part in (self, *self.variants) for name in WORDS)


def untimed(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    """Variants without their times; those that have nothing else are left out."""
    bare = (replace(own, due_at=None) for own in variants)
    return tuple(own for own in bare if not own.plain)


def reverted(draft: Draft, before: Draft, after: Draft) -> Draft:
    """Return the draft without the change from `before` to `after`; what was changed again since stays."""
    for platform in (None, *Platform):
        for piece in Piece:
            was, became, now = (getattr(each.variant(platform) if platform else each, piece) for each in (before, after, draft))
            if now == became != was:
                draft = draft.with_piece(platform, piece, was)
    return draft


def storable(draft: Draft) -> Draft:
    """The draft with U+FFFD for each lone surrogate, which neither a file nor a request can hold; nothing else is changed."""
    return reworded(draft, encodable)


def reworded(draft: Draft, change: Callable[[str], str]) -> Draft:
    """The draft with all that is written in it changed, what is shared and what is a platform's own."""
    return replace(_reworded(draft, change), variants=tuple(_reworded(own, change) for own in draft.variants))


_Part = TypeVar("_Part", Draft, Variant)


def _reworded(part: _Part, change: Callable[[str], str]) -> _Part:
    changed: dict[str, Any] = {name: change(word) for name in WORDS if (word := getattr(part, name)) is not None}
    return replace(part, **changed)
