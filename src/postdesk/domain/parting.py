"""A draft in parts: what goes out and what stays a draft, and what goes out at which time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from postdesk.domain.drafts import WORDS, Draft, Variant
from postdesk.domain.platforms import Platform

_FIRST: Final = datetime.min.replace(tzinfo=UTC)


def divided(draft: Draft, left_out: Collection[Platform], rest_id: str) -> tuple[Draft, Draft | None]:
    """What of a draft goes out, and a draft that keeps the rest: the platforms left out, with all that was written for them."""
    behind = tuple(platform for platform in draft.platforms if platform in left_out)
    going = tuple(platform for platform in draft.platforms if platform not in left_out)
    rest = replace(draft, id=rest_id, platforms=behind, variants=_own(draft, behind), replaces_post=None) if behind else None
    return replace(draft, platforms=going, variants=_own(draft, going)), rest


def together(draft: Draft, rest: Draft) -> Draft | None:
    """The draft with what was left out of it; None where something else was written or chosen in the one than in the other."""
    alike = ("client_id", *WORDS)
    if any(getattr(draft, name) != getattr(rest, name) for name in alike) or set(draft.platforms) & set(rest.platforms):
        return None
    chosen = {*draft.platforms, *rest.platforms}
    platforms = tuple(platform for platform in Platform if platform in chosen)
    return replace(draft, platforms=platforms, variants=(*draft.variants, *rest.variants))


def with_platforms(draft: Draft, more: Draft) -> Draft:
    """The draft for the platforms of another too, which get its words where other ones were written since."""
    added = tuple(platform for platform in more.platforms if platform not in draft.platforms)
    own = replace(more, platforms=added, variants=_own(more, added))
    chosen = {*draft.platforms, *added}
    shared = replace(draft, platforms=tuple(platform for platform in Platform if platform in chosen))
    return together(replace(draft, variants=_own(draft, draft.platforms)), own) or shared


def by_time(draft: Draft) -> tuple[Draft, ...]:
    """The draft as one for each of its times, the earliest first: a post has one time. All keep its id."""
    times = sorted({draft.due_for(platform) for platform in draft.platforms}, key=lambda due_at: due_at or _FIRST)
    return tuple(_of(draft, due_at) for due_at in times)


def at_once(draft: Draft, moment: datetime) -> Draft:
    """The draft for that moment on all its platforms, whatever times they have."""
    return replace(draft, due_at=moment, variants=_timeless(draft.variants))


def _of(draft: Draft, due_at: datetime | None) -> Draft:
    platforms = tuple(platform for platform in draft.platforms if draft.due_for(platform) == due_at)
    return replace(draft, platforms=platforms, due_at=due_at, variants=_timeless(_own(draft, platforms)))


def _timeless(variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
    shared = (replace(own, due_at=None) for own in variants)
    return tuple(own for own in shared if not own.plain)


def _own(draft: Draft, platforms: Collection[Platform]) -> tuple[Variant, ...]:
    return tuple(own for own in draft.variants if own.platform in platforms)
