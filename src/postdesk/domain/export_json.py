"""Posts as JSON, for programs: one document with a line for each post. Its keys are in `docs/export.md`."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from postdesk.domain.export_items import ExportItem
from postdesk.domain.platforms import Platform
from postdesk.domain.sheet import clock_texts, state_word
from postdesk.domain.times import wire_time, zone

VERSION: Final = 1
"""The version of the format. It changes when a key is removed or changes its meaning, not for new keys."""


def export_lines(posts: Iterable[ExportItem], now: datetime) -> Iterator[str]:
    """Yield the lines of the file."""
    head = json.dumps({"format": "postdesk-posts", "version": VERSION, "made": wire_time(now)})
    yield f'{head[:-1]}, "posts": [\n'
    between = ""
    for post in posts:
        yield between + json.dumps(_post(post), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _post(post: ExportItem) -> dict[str, object]:
    draft, due = post.draft, post.draft.due_at
    there = zone(post.client.zone)
    date, time = clock_texts(due, there) if due and there else ("", "")
    return {
        "id": post.uid,
        "client": post.client.name,
        "clientId": post.client.external_user_id,
        "state": state_word(post.state),
        "approval": post.approval or None,
        "due": wire_time(due) if due else None,
        "date": date or None,
        "time": time or None,
        "zone": post.client.zone,
        "text": draft.text,
        "title": draft.title,
        "media": draft.media_url,
        "cover": draft.thumbnail_url,
        "labels": list(draft.labels),
        "platforms": [_on(post, platform) for platform in draft.platforms],
        "changed": wire_time(post.changed_at),
        "madeElsewhere": post.elsewhere,
    }


def _on(post: ExportItem, platform: Platform) -> dict[str, object]:
    content = post.draft.content_for(platform)
    return {
        "platform": str(platform),
        "state": state_word(dict(post.platform_states).get(platform)),
        "text": content.text,
        "title": content.title,
        "media": content.media_url,
        "cover": content.thumbnail_url,
        "own": [piece.value for piece in post.draft.variant(platform).own],
        "address": dict(post.addresses).get(platform),
    }
