"""Splitting and merging of drafts: by platforms that are left out, and by times."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from postdesk.domain.drafts import CONTENT_FIELDS, Draft, Variant, without_times
from postdesk.domain.platforms import Platform

_FIRST: Final = datetime.min.replace(tzinfo=UTC)


def split_off(draft: Draft, left_out: Collection[Platform], rest_id: str) -> tuple[Draft, Draft | None]:
    """Return the part of a draft that is sent, and a draft with the rest.

    The rest has the platforms of `left_out` with all that was written for them; None where no platform is left out.
    """
    behind = tuple(platform for platform in draft.platforms if platform in left_out)
    going = tuple(platform for platform in draft.platforms if platform not in left_out)
    rest = replace(draft, id=rest_id, platforms=behind, variants=_own(draft, behind), replaces_post=None) if behind else None
    return replace(draft, platforms=going, variants=_own(draft, going)), rest


def merge_rest(draft: Draft, rest: Draft) -> Draft | None:
    """Return the draft merged with the rest that was split off; None where text or choices differ between the two."""
    alike = ("client_id", *CONTENT_FIELDS)
    if any(getattr(draft, name) != getattr(rest, name) for name in alike) or set(draft.platforms) & set(rest.platforms):
        return None
    chosen = {*draft.platforms, *rest.platforms}
    platforms = tuple(platform for platform in Platform if platform in chosen)
    return replace(draft, platforms=platforms, variants=(*draft.variants, *rest.variants))


def add_platforms(draft: Draft, more: Draft) -> Draft:
    """Return the draft with the platforms of another draft as well.

    If the shared content of the two drafts differs, the added platforms get that of `draft`.
    """
    added = tuple(platform for platform in more.platforms if platform not in draft.platforms)
    own = replace(more, platforms=added, variants=_own(more, added))
    chosen = {*draft.platforms, *added}
    shared = replace(draft, platforms=tuple(platform for platform in Platform if platform in chosen))
    return merge_rest(replace(draft, variants=_own(draft, draft.platforms)), own) or shared


def split_by_time(draft: Draft) -> tuple[Draft, ...]:
    """Return one draft for each of its times, the earliest first, since a post has one time. All keep the draft's id."""
    times = sorted({draft.due_for(platform) for platform in draft.platforms}, key=lambda due_at: due_at or _FIRST)
    return tuple(_of(draft, due_at) for due_at in times)


def with_single_time(draft: Draft, moment: datetime) -> Draft:
    """Return the draft with that time on all its platforms."""
    return replace(draft, due_at=moment, variants=without_times(draft.variants))


def _of(draft: Draft, due_at: datetime | None) -> Draft:
    platforms = tuple(platform for platform in draft.platforms if draft.due_for(platform) == due_at)
    return replace(draft, platforms=platforms, due_at=due_at, variants=without_times(_own(draft, platforms)))


def _own(draft: Draft, platforms: Collection[Platform]) -> tuple[Variant, ...]:
    return tuple(own for own in draft.variants if own.platform in platforms)
