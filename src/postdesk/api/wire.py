"""The answers of the service as they come over the wire, read with good will.

Documented fields only; unknown ones stay in the `raw` text of the domain values. A field that is missing, null or of another
type than documented counts as empty and never spoils the rest: the answer to a POST must not be lost over a detail.
"""

from collections.abc import Mapping
from typing import TypeAlias

from postdesk.api.words import explanation
from postdesk.domain.remote import EndUser, EndUserSummary, PlatformResult, RemoteConnection, RemotePost, RemoteSession
from postdesk.domain.times import parse_wire_time

Fields: TypeAlias = Mapping[str, object]


def to_end_user(fields: Fields, raw: str) -> EndUser:
    """An end user, as "Create or upsert end user" answers, with those of its metadata that are texts."""
    metadata = _object(fields, "metadata")
    texts = tuple((_as_text(name), _as_text(value)) for name, value in metadata.items() if isinstance(value, str))
    return EndUser(_text(fields, "externalUserId"), _text(fields, "displayName"), _text(fields, "email"), texts, raw)


def to_end_user_summary(fields: Fields, raw: str) -> EndUserSummary:
    """An end user and how many connections it has, as "Get end user" answers."""
    counts = _object(fields, "connectionSummary")
    return EndUserSummary(to_end_user(fields, raw), *(_count(counts, name) for name in ("total", "connected", "failed")))


def to_connection(fields: Fields, raw: str) -> RemoteConnection:
    """One row of "List end user connections"."""
    return RemoteConnection(
        id=_text(fields, "id"),
        platform=_text(fields, "platform"),
        status=_text(fields, "status"),
        remote_account_id=_text(fields, "remoteAccountId"),
        remote_username=_text(fields, "remoteUsername"),
        account_type=_text(fields, "accountType"),
        raw=raw,
    )


def to_session(fields: Fields, raw: str) -> RemoteSession:
    """A connect session, as created or read."""
    return RemoteSession(
        id=_text(fields, "id"),
        status=_text(fields, "status"),
        platform=_text(fields, "platform"),
        connect_url=_text(fields, "connectUrl"),
        external_user_id=_text(fields, "externalUserId"),
        error_code=_text(fields, "errorCode"),
        raw=raw,
    )


def to_post(fields: Fields, raw: str) -> RemotePost:
    """A post request, as publishing, scheduling and both GETs answer; what is echoed of it is not promised (gap G6)."""
    results = _list(fields, "platformResults")
    platforms = _list(fields, "platforms")
    return RemotePost(
        id=_text(fields, "id"),
        mode=_text(fields, "mode"),
        status=_text(fields, "status"),
        external_user_id=_text(fields, "externalUserId"),
        schedule_at=_text(fields, "scheduleAt"),
        results=tuple(_to_result(result) for result in results if isinstance(result, dict)),
        platforms=tuple(_as_text(platform) for platform in platforms if isinstance(platform, str)),
        token=_text(_object(fields, "metadata"), "clientToken"),
        content=_text(fields, "content"),
        created_at=parse_wire_time(_text(fields, "createdAt")),
        raw=raw,
    )


def _to_result(fields: Fields) -> PlatformResult:
    return PlatformResult(_text(fields, "platform"), _text(fields, "status"), _text(fields, "externalId"), explanation(fields))


def _text(fields: Fields, name: str) -> str:
    return _as_text(fields.get(name))


def _as_text(value: object) -> str:
    """A string as it is, a number as its digits, anything else as empty; no lone surrogates, which no file can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _count(fields: Fields, name: str) -> int:
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _object(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def _list(fields: Fields, name: str) -> list[object]:
    value = fields.get(name)
    return value if isinstance(value, list) else []
