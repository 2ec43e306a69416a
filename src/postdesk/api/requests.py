"""The documented operations as requests: pure functions, no I/O.

Ids are percent-encoded whole (gap G27), only documented fields are sent (G1), `display` is left out (G39). Any text that
has no UTF-8 form, such as a lone surrogate, raises Unsendable before anything is sent.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlencode

from postdesk.api.errors import Unsendable, UnsendableReason
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.remote import EndUser, OutgoingPost, PostFilter
from postdesk.domain.times import wire_time

ITEM_CAP: Final = 1 << 20
LIST_CAP: Final = 8 << 20
STREAM_CAP: Final = 64 << 20
"""The limit of a list that is read while it arrives, which takes no memory: 130,000 posts with results."""
_LONGEST_PART: Final = 2000
"""Characters of an encoded address part: servers accept some thousands in all."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `target` is path and query below the base URL, encoded; `template` names the operation without ids.

    `cap` is the largest response that is read, in bytes.
    """

    method: str
    template: str
    target: str
    body: bytes | None = None
    cap: int = ITEM_CAP


def upsert_end_user(user: EndUser) -> Request:
    """Build "Create or upsert end user" with the whole known record, since the effect of missing fields is not stated (G26)."""
    fields = _filled(
        externalUserId=_required("externalUserId", user.external_user_id),
        displayName=user.display_name,
        email=user.email,
        metadata=dict(user.metadata),
    )
    return _request("POST", "/v1/end-users", fields)


def get_end_user(external_user_id: str) -> Request:
    """Build "Get end user"."""
    return _request("GET", "/v1/end-users/:externalUserId", externalUserId=external_user_id)


def list_connections(external_user_id: str) -> Request:
    """Build "List end user connections"."""
    request = _request("GET", "/v1/end-users/:externalUserId/connections", externalUserId=external_user_id)
    return replace(request, cap=LIST_CAP)


def disconnect(external_user_id: str, platform: str) -> Request:
    """Build "Disconnect a platform"."""
    template = "/v1/end-users/:externalUserId/connections/:platform"
    return _request("DELETE", template, externalUserId=external_user_id, platform=platform)


def create_connect_session(external_user_id: str, platform: str, redirect_uri: str) -> Request:
    """Build "Create connect session"."""
    fields = {
        "externalUserId": _required("externalUserId", external_user_id),
        "platform": _required("platform", platform),
        "redirectUri": _required("redirectUri", redirect_uri),
    }
    return _request("POST", "/v1/connect-sessions", fields)


def get_connect_session(session_id: str) -> Request:
    """Build "Get connect session status"."""
    return _request("GET", "/v1/connect-sessions/:id", id=session_id)


def publish(post: OutgoingPost) -> Request:
    """Build "Publish immediately"."""
    if post.schedule_at:
        raise Unsendable("scheduleAt", UnsendableReason.NOT_DOCUMENTED)
    extra = _filled(title=post.title, mediaUrl=post.media_url, thumbnailUrl=post.thumbnail_url)
    return _request("POST", "/v1/posts", _post_fields(post) | extra)


def schedule(post: OutgoingPost) -> Request:
    """Build "Schedule a post": it documents no title, media or thumbnail (G1)."""
    for field, value in (("title", post.title), ("mediaUrl", post.media_url), ("thumbnailUrl", post.thumbnail_url)):
        if value:
            raise Unsendable(field, UnsendableReason.NOT_DOCUMENTED)
    fields = _post_fields(post) | {"scheduleAt": _required("scheduleAt", post.schedule_at)}
    return _request("POST", "/v1/posts/scheduled", fields)


def get_post(post_id: str) -> Request:
    """Build "Get post request"."""
    return _request("GET", "/v1/posts/:id", id=post_id)


def list_posts(wanted: PostFilter, cap: int = LIST_CAP) -> Request:
    """Build "List post requests" with those of its five filters that are set."""
    query = _filled(
        externalUserId=wanted.external_user_id,
        status=wanted.status,
        platform=wanted.platform,
        dateFrom=wire_time(wanted.date_from) if wanted.date_from else "",
        dateTo=wire_time(wanted.date_to) if wanted.date_to else "",
    )
    for field, value in query.items():
        _quoted(field, str(value))
    target = "/v1/posts?" + urlencode(query, quote_via=quote, safe="") if query else "/v1/posts"
    return Request("GET", "/v1/posts", target, cap=cap)


def _request(method: str, template: str, fields: Mapping[str, object] | None = None, **ids: str) -> Request:
    """Build a request whose target is the template with these ids in it."""
    target = template
    for name, value in ids.items():
        target = target.replace(f":{name}", _segment(name, value))
    return Request(method, template, target, None if fields is None else _json(fields))


def _post_fields(post: OutgoingPost) -> dict[str, object]:
    if not post.platforms:
        raise Unsendable("platforms", UnsendableReason.EMPTY)
    return {
        "externalUserId": _required("externalUserId", post.external_user_id),
        "content": post.content,
        "platforms": list(post.platforms),
    } | _filled(metadata=dict(post.metadata))


def _filled(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}


def _required(field: str, value: str) -> str:
    if not value:
        raise Unsendable(field, UnsendableReason.EMPTY)
    return value


def _segment(field: str, value: str) -> str:
    if _required(field, value) in (".", ".."):
        raise Unsendable(field, UnsendableReason.DOT_SEGMENT)
    return _quoted(field, value)


def _quoted(field: str, value: str) -> str:
    quoted = quote(_encodable(field, value[: _LONGEST_PART + 1]), safe="")
    if len(quoted) > _LONGEST_PART:
        raise Unsendable(field, UnsendableReason.TOO_LONG)
    return quoted


def _encodable(field: str, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unsendable(field, UnsendableReason.LONE_SURROGATE) from None
    return value


def _json(fields: Mapping[str, object]) -> bytes:
    for field, value in fields.items():
        _encodable(field, json.dumps(value, ensure_ascii=False))
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
