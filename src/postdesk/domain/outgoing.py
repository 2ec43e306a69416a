"""A draft as it goes out: its links with the client's tags. What is counted, checked, drawn and sent is made of this alone."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Content, Draft, storable
from postdesk.domain.parting import divided
from postdesk.domain.platforms import Platform
from postdesk.domain.times import zone
from postdesk.domain.utm import links_of, query, slug, tagged_text, takes_tags


@dataclass(frozen=True, slots=True)
class Submission:
    """What leaves of a draft, as it was written and as it is sent: its links with their tags. `rest` stays a draft.

    `overridden` names the warnings that the user posts past, as `Post.overridden` keeps them.
    """

    written: Draft
    sent: Draft
    rest: Draft | None = None
    overridden: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        draft: Draft,
        outgoing: Draft | None = None,
        left_out: Collection[Platform] = (),
        overridden: tuple[str, ...] = (),
    ) -> "Submission":
        """Return what leaves of the draft; it goes out as it is written where no other `outgoing` is given.

        What is for the platforms of `left_out` stays, as a draft of its own.
        """
        written, rest = divided(storable(draft), left_out, str(uuid.uuid4()))
        sent, _ = divided(storable(outgoing or draft), left_out, "")
        return cls(written, sent, rest, overridden)

    def in_place_of(self, post_id: int, draft_id: str) -> "Submission":
        """Return the same as another draft, which changes that post."""
        written, sent = (replace(each, id=draft_id, replaces_post=post_id) for each in (self.written, self.sent))
        return replace(self, written=written, sent=sent, rest=None)


def outgoing(draft: Draft, client: Client | None) -> Draft:
    """The draft with each platform's text as it is sent; the same object where no link is to be tagged."""
    if client is None or not client.tagging.on or draft.plain_links:
        return draft
    going = draft
    for platform in draft.platforms:
        content = draft.content_for(platform)
        text = tagged(content, platform, client, draft.due_for(platform)).text
        if text != content.text:
            going = going.with_variant(replace(draft.variant(platform), text=text))
    return going


def tagged(content: Content, platform: Platform, client: Client, due_at: datetime | None) -> Content:
    """What the platform gets of the content, its links with the client's tags for it."""
    tagging = client.tagging
    return replace(content, text=tagged_text(content.text, added(client, platform, due_at), tagging.sites))


def added(client: Client, platform: Platform, due_at: datetime | None) -> str:
    """What is added to a link on the platform: `utm_source=linkedin&utm_medium=social`; the date is that in the client's zone."""
    day = due_at.astimezone(zone(client.zone)).date().isoformat() if due_at else ""
    return query(client.tagging.tags_for(platform), {"platform": platform, "client": slug(client.name), "date": day})


def taggable(draft: Draft, client: Client | None) -> bool:
    """Whether a link in what goes to its platforms is one that the client's tags are for."""
    if client is None or not client.tagging.on:
        return False
    texts = {draft.text_for(platform) for platform in draft.platforms}
    return any(takes_tags(link, client.tagging.sites) for text in texts for link in links_of(text))
