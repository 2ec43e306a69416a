"""Posts at a limit, just within it and just beyond it, made for each limit of the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Final

from postdesk.domain.drafts import Content
from postdesk.domain.limits import Bound, Limit, Measure, PostPart
from postdesk.domain.media import MediaCheck, MediaFacts, MediaType

MEDIA, COVER = "https://example.com/media", "https://example.com/cover"
NOW = datetime(2026, 11, 25, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """A post, the facts found at its addresses, and the number of other posts of the account on that day."""

    text: str = "Hello"
    title: str = "A title"
    file: MediaFacts | None = None
    others: int = 0

    def content(self) -> Content:
        return Content(self.text, self.title, MEDIA, COVER)

    def look(self, url: str) -> MediaCheck | None:
        return MediaCheck(url, NOW, self.file) if self.file else None


_TYPES: Final = {
    PostPart.MEDIA: MediaType.PNG,
    PostPart.IMAGE: MediaType.JPEG,
    PostPart.GIF: MediaType.GIF,
    PostPart.VIDEO: MediaType.MP4,
    PostPart.UPRIGHT_VIDEO: MediaType.MP4,
    PostPart.THUMBNAIL: MediaType.JPEG,
}


def _file(part: PostPart, **known: Any) -> Case:
    """Return a file of the kind that the limit is for; an upright video is higher than wide, whatever is tested."""
    if part is PostPart.UPRIGHT_VIDEO:
        known = {"height": known.get("width", 1) + 1, "width": 1, **known}
    return Case(file=MediaFacts(**{"type": _TYPES[part], **known}))


def _of_ratio(part: PostPart, ratio: float) -> Case:
    exact = Fraction(ratio).limit_denominator(100_000)
    return _file(part, width=exact.numerator, height=exact.denominator)


CASES: Final[dict[Measure, Callable[[PostPart, Any], Case]]] = {
    Measure.POSTS_PER_DAY: lambda part, amount: Case(others=amount - 1),
    Measure.LENGTH: lambda part, amount: Case(title="a" * amount) if part is PostPart.TITLE else Case("a" * amount),
    Measure.HASHTAGS: lambda part, amount: Case(" ".join(f"#tag{each}" for each in range(amount))),
    Measure.MENTIONS: lambda part, amount: Case(" ".join(f"@name{each}" for each in range(amount))),
    Measure.LINKS: lambda part, amount: Case(" ".join(f"https://example.com/{each}" for each in range(amount))),
    Measure.TYPE: lambda part, kind: _file(part, type=MediaType(kind)),
    Measure.SIZE_BYTES: lambda part, amount: _file(part, size_bytes=amount),
    Measure.WIDTH: lambda part, amount: _file(part, width=amount),
    Measure.HEIGHT: lambda part, amount: _file(part, height=amount),
    Measure.PIXELS: lambda part, amount: _file(part, width=amount, height=1),
    Measure.RATIO: _of_ratio,
    Measure.SECONDS: lambda part, amount: _file(part, seconds=amount),
    Measure.FRAMES_PER_SECOND: lambda part, amount: _file(part, frames_per_second=amount),
    Measure.BITS_PER_SECOND: lambda part, amount: _file(part, bits_per_second=amount),
    Measure.VIDEO_CODEC: lambda part, codec: _file(part, video_codec=codec),
    Measure.AUDIO_CODEC: lambda part, codec: _file(part, audio_codec=codec),
}
"""Makers of a post of which a part has that measure; a measure without one can't be in the data."""

_STEPS: Final = {Measure.SECONDS: 0.1, Measure.FRAMES_PER_SECOND: 0.1, Measure.RATIO: 0.001}


def allowed(limit: Limit) -> Iterator[Case]:
    """Yield posts at the limit and just within it; for types and codecs each one that is accepted."""
    make = CASES[limit.measure]
    if limit.bound is Bound.OTHER_THAN:
        yield from (make(limit.part, word) for word in limit.accepted)
        return
    yield make(limit.part, limit.value)
    yield make(limit.part, limit.value - _outwards(limit))


def too_much(limit: Limit) -> Iterator[Case]:
    """Yield posts just beyond the limit; for types and codecs some that are not accepted."""
    make = CASES[limit.measure]
    if limit.bound is not Bound.OTHER_THAN:
        yield make(limit.part, limit.value + _outwards(limit))
        return
    words = [*_kinds(limit.part)] if limit.measure is Measure.TYPE else ["another"]
    yield from (make(limit.part, word) for word in words if word not in limit.accepted)


def _outwards(limit: Limit) -> float:
    step = _STEPS.get(limit.measure, 1)
    return step if limit.bound is Bound.ABOVE else -step


def _kinds(part: PostPart) -> Iterator[MediaType]:
    for kind in MediaType:
        if (kind.video and part is not PostPart.THUMBNAIL) or (
            kind.image and part not in {PostPart.VIDEO, PostPart.UPRIGHT_VIDEO}
        ):
            yield kind
