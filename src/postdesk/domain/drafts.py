"""Drafts: the posts that the user writes. Submitting a draft makes a post."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.oddities import replace_surrogates
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import carried_warnings


@dataclass(frozen=True, slots=True)
class Content:
    """The content for one platform; an absent part is an empty string."""

    text: str
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""


CONTENT_FIELDS: Final = tuple(field.name for field in fields(Content))
"""The written fields of a draft: they are shared, and a variant may override them."""


class DraftField(StrEnum):
    """A field that a variant may override, in writing order. The values are the names of the attributes."""

    TEXT = "text"
    TITLE = "title"
    MEDIA_URL = "media_url"
    THUMBNAIL_URL = "thumbnail_url"
    DUE_AT = "due_at"


@dataclass(frozen=True, slots=True)
class Variant:
    """A platform's own fields, which replace the shared ones; None means shared."""

    platform: Platform
    text: str | None = None
    title: str | None = None
    media_url: str | None = None
    thumbnail_url: str | None = None
    due_at: datetime | None = None

    @property
    def plain(self) -> bool:
        """True if all fields are shared."""
        return not self.own

    @property
    def own(self) -> tuple[DraftField, ...]:
        """The fields that the platform has of its own."""
        return tuple(piece for piece in DraftField if getattr(self, piece) is not None)


_PLAIN: Final = {platform: Variant(platform) for platform in Platform}


_TICK: Final = timedelta(milliseconds=1)
"""The smallest change of `updated_at` that the store keeps."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a post, for one client. `id` is a UUID; `due_at` is None until a time is selected.

    `variants`: at most one for each platform, none of them plain; a variant is kept while its platform is not selected.
    `replaces_post`: the scheduled post that this draft changes, which stays as it is until the draft is submitted.
    `copied_from_post`: a post that will still be published, so that submitting the draft makes a second one. `retries_post`: a
    post with failed platforms, for which this draft tries again. `template`: the name of a draft that serves as a template.
    `plain_links`: links get no tags. `overridden`: the warnings that the user overrode, each as a `warning_key`.
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
        """Return the platform's variant; a plain one if the platform shares everything."""
        for own in self.variants:
            if own.platform is platform:
                return own
        return _PLAIN[platform]

    def with_variant(self, variant: Variant) -> "Draft":
        """Return the draft with this variant in place of its platform's."""
        others = tuple(own for own in self.variants if own.platform is not variant.platform)
        return replace(self, variants=others if variant.plain else (*others, variant))

    def with_field(self, platform: Platform | None, piece: DraftField, value: str | datetime | None) -> "Draft":
        """Return the draft with another value of a field: the shared one (no platform), or a platform's own (None: shared)."""
        changed: dict[str, Any] = {piece: value}
        return self.with_variant(replace(self.variant(platform), **changed)) if platform else replace(self, **changed)

    def text_for(self, platform: Platform | None) -> str:
        """Return the platform's own text, or the shared one."""
        return self.value_for(platform, DraftField.TEXT)

    def value_for(self, platform: Platform | None, piece: DraftField) -> str:
        """Return the platform's own value of a text field, or the shared one, with its blanks."""
        own = getattr(self.variant(platform), piece) if platform else None
        return str(getattr(self, piece) if own is None else own)

    def due_for(self, platform: Platform | None) -> datetime | None:
        """Return the platform's own time, or the shared one."""
        own = self.variant(platform).due_at if platform else None
        return own or self.due_at

    def content_for(self, platform: Platform) -> Content:
        """Return the content for a platform, with addresses stripped of outer blanks."""
        own = self.variant(platform)
        return Content(
            text=self.text if own.text is None else own.text,
            title=self.title if own.title is None else own.title,
            media_url=(self.media_url if own.media_url is None else own.media_url).strip(),
            thumbnail_url=(self.thumbnail_url if own.thumbnail_url is None else own.thumbnail_url).strip(),
        )

    def duplicated(self, draft_id: str) -> "Draft":
        """Return a copy with another id, for the same client.

        A post that this draft would change stays, so that submitting the copy makes another post (`copied_from_post`).
        """
        copied = self.copied_from_post if self.replaces_post is None else self.replaces_post
        kept = carried_warnings(self.overridden)
        return replace(self, id=draft_id, replaces_post=None, copied_from_post=copied, retries_post=None, overridden=kept)

    def retimed(self, change: Callable[[datetime], datetime]) -> "Draft":
        """Return the draft with `change` applied to each of its times."""
        variants = tuple(replace(own, due_at=change(own.due_at)) if own.due_at else own for own in self.variants)
        return replace(self, due_at=change(self.due_at) if self.due_at else None, variants=variants)

    def labelled(self, labels: tuple[str, ...]) -> "Draft":
        """Return the draft with these labels, and touched."""
        return replace(self, labels=labels).touched()

    def touched(self) -> "Draft":
        """Return the draft marked as changed since its creation; its position in the list by last change stays."""
        return replace(self, updated_at=self.updated_at + _TICK if self.updated_at else None)

    def with_times_of(self, other: "Draft") -> "Draft":
        """Return the draft with the times of another draft, shared and of each platform."""
        timed = replace(self, due_at=other.due_at)
        for platform in Platform:
            timed = timed.with_variant(replace(timed.variant(platform), due_at=other.variant(platform).due_at))
        return timed

    @property
    def empty(self) -> bool:
        """True if the draft has no text, title or address that could be lost."""
        return not any((getattr(part, name) or "").strip() for part in (self, *self.variants) for name in CONTENT_FIELDS)


def without_times(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    """Return the variants without their times, and without those that become plain."""
    bare = (replace(own, due_at=None) for own in variants)
    return tuple(own for own in bare if not own.plain)


def revert_change(draft: Draft, before: Draft, after: Draft) -> Draft:
    """Return the draft without the change from `before` to `after`; fields that were changed again since stay."""
    for platform in (None, *Platform):
        for piece in DraftField:
            was, became, now = (getattr(each.variant(platform) if platform else each, piece) for each in (before, after, draft))
            if now == became != was:
                draft = draft.with_field(platform, piece, was)
    return draft


def make_storable(draft: Draft) -> Draft:
    """Return the draft with U+FFFD for each lone surrogate, which neither a file nor a request can hold."""
    return map_texts(draft, replace_surrogates)


def map_texts(draft: Draft, change: Callable[[str], str]) -> Draft:
    """Return the draft with `change` applied to all of its written fields, shared and of each platform."""
    return replace(_map_texts(draft, change), variants=tuple(_map_texts(own, change) for own in draft.variants))


_Part = TypeVar("_Part", Draft, Variant)


def _map_texts(part: _Part, change: Callable[[str], str]) -> _Part:
    changed: dict[str, Any] = {name: change(word) for name in CONTENT_FIELDS if (word := getattr(part, name)) is not None}
    return replace(part, **changed)
