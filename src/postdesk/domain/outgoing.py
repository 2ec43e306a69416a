"""The draft as it is sent: its links with the client's tags. Counts, checks, previews and requests all use it."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from postdesk.domain.clients import Client
from postdesk.domain.draft_split import split_off
from postdesk.domain.drafts import Content, Draft, make_storable
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.domain.times import zone
from postdesk.domain.utm import build_query, links_of, slug, tagged_text, takes_tags


@dataclass(frozen=True, slots=True)
class Submission:
    """The part of a draft that is submitted, as written and as sent (its links with tags). `rest` stays a draft.

    `overridden`: the warnings that the user overrode (“Post anyway”), as in `Post.overridden`.
    """

    written: Draft
    sent: Draft
    rest: Draft | None = None
    overridden: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, draft: Draft, outgoing: Draft | None = None, left_out: Collection[Platform] = (), overridden: tuple[str, ...] = ()
    ) -> "Submission":
        """Return the submission of a draft. It is sent as written where no `outgoing` draft is given.

        The platforms of `left_out` stay in a draft of their own.
        """
        written, rest = split_off(make_storable(draft), left_out, str(uuid.uuid4()))
        sent, _ = split_off(make_storable(outgoing or draft), left_out, "")
        return cls(written, sent, rest, overridden)

    def in_place_of(self, post_id: int, draft_id: str) -> "Submission":
        """Return the same submission for the draft `draft_id`, which replaces that post."""
        written, sent = (replace(each, id=draft_id, replaces_post=post_id) for each in (self.written, self.sent))
        return replace(self, written=written, sent=sent, rest=None)


def outgoing_draft(draft: Draft, client: Client | None) -> Draft:
    """Return the draft with each platform's text as it is sent; the same object where no link gets tags."""
    if client is None or not client.tagging.on or draft.plain_links:
        return draft
    going = draft
    for platform in draft.platforms:
        content = draft.content_for(platform)
        text = tagged_content(content, platform, client, draft.due_for(platform)).text
        if text != content.text:
            going = going.with_variant(replace(draft.variant(platform), text=text))
    return going


def tagged_content(content: Content, platform: Platform, client: Client, due_at: datetime | None) -> Content:
    """Return the content that the platform gets: its links with the client's tags for the platform."""
    tagging = client.tagging
    return replace(content, text=tagged_text(content.text, tag_query(client, platform, due_at), tagging.sites))


def tag_query(client: Client, platform: Platform, due_at: datetime | None) -> str:
    """Return the query that a link gets on the platform, such as `utm_source=linkedin&utm_medium=social`.

    The date is that of `due_at` in the client's zone.
    """
    day = due_at.astimezone(zone(client.zone)).date().isoformat() if due_at else ""
    return build_query(client.tagging.tags_for(platform), {"platform": platform, "client": slug(client.name), "date": day})


def has_taggable_links(draft: Draft, client: Client | None) -> bool:
    """Tell whether a text that goes to its platforms has a link that gets the client's tags."""
    if client is None or not client.tagging.on:
        return False
    texts = {draft.text_for(platform) for platform in draft.platforms}
    return any(takes_tags(link, client.tagging.sites) for text in texts for link in links_of(text))
