"""A **draft** is what is being written: submitting it makes a post."""

from dataclasses import dataclass, replace
from datetime import datetime

from postdesk.domain.platforms import Platform


@dataclass(frozen=True, slots=True)
class PlatformText:
    """A platform's own text, where it differs from the shared one."""

    platform: Platform
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written, for one client. `id` is a UUID made with it; `due_at` is None while no time is chosen.

    `replaces_post` is the scheduled post that this draft changes: it stays as it is until the draft is submitted.
    `copied_from_post` is a post that still goes out by itself, so that submitting this one makes a second. `retries_post` is one
    of which platforms failed, for which this tries again.
    """

    id: str
    client_id: int
    platforms: tuple[Platform, ...] = ()
    text: str = ""
    texts: tuple[PlatformText, ...] = ()
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""
    due_at: datetime | None = None
    replaces_post: int | None = None
    copied_from_post: int | None = None
    updated_at: datetime | None = None
    retries_post: int | None = None

    def text_for(self, platform: Platform) -> str:
        """The platform's own text, or the shared one."""
        return next((own.text for own in self.texts if own.platform == platform), self.text)

    @property
    def empty(self) -> bool:
        """Whether nothing was written that would be a loss."""
        words = (self.text, self.title, self.media_url, self.thumbnail_url, *(own.text for own in self.texts))
        return not any(word.strip() for word in words)


def storable(draft: Draft) -> Draft:
    """The draft with U+FFFD for each lone surrogate, which neither a file nor a request can hold; nothing else is changed."""
    return replace(
        draft,
        text=_encodable(draft.text),
        texts=tuple(PlatformText(own.platform, _encodable(own.text)) for own in draft.texts),
        title=_encodable(draft.title),
        media_url=_encodable(draft.media_url),
        thumbnail_url=_encodable(draft.thumbnail_url),
    )


def _encodable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
