"""A draft as it goes out: its links with the client's tags. What is counted, checked, drawn and sent is made of this alone."""

from dataclasses import replace
from datetime import datetime

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Content, Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.times import zone
from postdesk.domain.utm import links_of, query, slug, tagged_text, takes_tags


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
