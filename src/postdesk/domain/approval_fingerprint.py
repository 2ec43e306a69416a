"""The version of a post that its approval was given for."""

import hashlib
import json
from collections.abc import Iterable

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.posts import Entry


def approval_fingerprint(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return a fingerprint for each platform, from what the client sees: text, title, media, cover, and time to the second.

    Link tags are not part of it: they need no approval.
    """
    return tuple(_platform_fingerprint(entry, platform) for entry in entries for platform in entry.platforms)


def _platform_fingerprint(entry: Entry, platform: str) -> str:
    seen = entry.written or entry.content, entry.title, entry.media_url, entry.thumbnail_url
    due_at = entry.due_at.replace(microsecond=0).isoformat()
    return hashlib.sha256(json.dumps((platform, *seen, due_at)).encode()).hexdigest()


def approval_for(entries: Iterable[Entry]) -> ApprovalRecord:
    """Return the client's approval of these entries in their present form."""
    return ApprovalRecord(Approval.APPROVED, approval_fingerprint(entries))


def approval_now(record: ApprovalRecord, entries: Iterable[Entry]) -> ApprovalRecord:
    """Return the approval as it applies to the entries that are still unsent, in their present form.

    An approval that was given for another version is WAITING. It is APPROVED again once the change is undone.
    """
    if not record.fingerprints or not (now := approval_fingerprint(entries)):
        return record
    state = Approval.APPROVED if set(now) <= {*record.fingerprints} else Approval.WAITING
    return ApprovalRecord(state, record.fingerprints)
