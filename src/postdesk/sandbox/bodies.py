"""Strict parsing of request bodies: an unknown field or invalid value is refused with its name.

No function here reads the state; the shapes are those of the API text.
"""

import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from postdesk.sandbox.moments import from_filter, from_text, to_text
from postdesk.sandbox.platforms import PLATFORMS
from postdesk.sandbox.records import PostFilter
from postdesk.sandbox.refusal import invalid

Fields = Mapping[str, object]

MAX_TEXT: Final = 100_000
_OF_A_POST: Final = frozenset({"externalUserId", "content", "platforms", "metadata"})
_OF_AN_IMMEDIATE_POST: Final = frozenset({"title", "mediaUrl", "thumbnailUrl"})
_DEEPEST: Final = 100
_UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class EndUserBody:
    external_user_id: str
    display_name: str | None
    email: str | None
    metadata: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SessionBody:
    external_user_id: str
    platform: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class PostBody:
    """The fields of a post; an immediate post has no `schedule_at`."""

    external_user_id: str
    content: str
    platforms: tuple[str, ...]
    title: str | None = None
    media_url: str | None = None
    thumbnail_url: str | None = None
    schedule_at: str | None = None
    metadata: Mapping[str, object] | None = None


def end_user_body(body: bytes) -> EndUserBody:
    fields = json_object(body, {"externalUserId", "displayName", "email", "metadata"})
    return EndUserBody(
        external_user_id=end_user_id(fields),
        display_name=optional_text(fields, "displayName", 200),
        email=_email(fields),
        metadata=_metadata(fields),
    )


def session_body(body: bytes) -> SessionBody:
    fields = json_object(body, {"externalUserId", "platform", "redirectUri", "display"})
    if not isinstance(fields.get("display", {}), dict):
        raise invalid("display must be an object.")
    return SessionBody(end_user_id(fields), platform_key(fields), text(fields, "redirectUri", 2_000))


def publish_body(body: bytes) -> PostBody:
    return _post_body(json_object(body, _OF_A_POST | _OF_AN_IMMEDIATE_POST))


def schedule_body(body: bytes) -> PostBody:
    """Parse a scheduled post. Title, mediaUrl and thumbnailUrl are not documented for it, and so refused (G1)."""
    return _post_body(json_object(body, _OF_A_POST | {"scheduleAt"}), scheduled=True)


def post_filter(query: Mapping[str, str]) -> PostFilter:
    unknown = set(query) - {"externalUserId", "status", "platform", "dateFrom", "dateTo"}
    if unknown:
        raise invalid(f"There is no query parameter {min(unknown)!r}.")
    return PostFilter(
        external_user_id=query.get("externalUserId"),
        status=query.get("status"),
        platform=platform_key(query) if "platform" in query else None,
        date_from=_filter_date(query, "dateFrom", end_of_day=False),
        date_to=_filter_date(query, "dateTo", end_of_day=True),
    )


def any_post_body(body: bytes) -> PostBody:
    """Parse a post made outside the API: scheduled if it has a `scheduleAt`, with media or without."""
    fields = json_object(body, _OF_A_POST | _OF_AN_IMMEDIATE_POST | {"scheduleAt"})
    return _post_body(fields, scheduled="scheduleAt" in fields)


def json_object(body: bytes, allowed: Collection[str]) -> dict[str, object]:
    """Parse a JSON object that has only allowed fields, and none twice."""
    try:
        fields = json.loads(body.decode(), object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise invalid("The body is no JSON.") from None
    if not isinstance(fields, dict):
        raise invalid("The body must be a JSON object.")
    for name in fields:
        if name not in allowed:
            raise invalid(f"There is no field {name!r} here.")
    return fields


def text(fields: Fields, name: str, longest: int) -> str:
    """Return a text that isn't blank."""
    value = optional_text(fields, name, longest)
    if value is None or not value.strip():
        raise invalid(f"{name} is required.")
    return value


def optional_text(fields: Fields, name: str, longest: int) -> str | None:
    if name not in fields:
        return None
    value = fields[name]
    if not isinstance(value, str):
        raise invalid(f"{name} must be a string.")
    if len(value) > longest:
        raise invalid(f"{name} is longer than {longest} characters.")
    if _UNSTORABLE.search(value):
        raise invalid(f"{name} holds a character that cannot be stored (NUL or half of a surrogate pair).")
    return value


def end_user_id(fields: Fields) -> str:
    return text(fields, "externalUserId", 255)


def platform_key(fields: Fields) -> str:
    key = text(fields, "platform", 50)
    if key not in PLATFORMS:
        raise invalid(f"platform {key!r} is not supported. Supported values: {', '.join(PLATFORMS)}.")
    return key


def web_address(fields: Fields, name: str) -> str | None:
    """Return an absolute http or https address without user info, or None."""
    address = optional_text(fields, name, 2_000)
    if address is None:
        return None
    if not is_web_address(address):
        raise invalid(f"{name} must be an absolute http or https address.")
    return address


def is_web_address(address: str) -> bool:
    if not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def is_redirect_uri(address: str) -> bool:
    """Return True for a web address that can stand in a header and take a query."""
    plain = address.isascii() and "#" not in address
    return plain and is_web_address(address) and re.fullmatch(r"[\w.:\[\]-]+", urlsplit(address).netloc) is not None


def _post_body(fields: Fields, *, scheduled: bool = False) -> PostBody:
    return PostBody(
        external_user_id=end_user_id(fields),
        content=text(fields, "content", MAX_TEXT),
        platforms=_platforms(fields),
        title=optional_text(fields, "title", 1_000),
        media_url=web_address(fields, "mediaUrl"),
        thumbnail_url=web_address(fields, "thumbnailUrl"),
        schedule_at=_schedule_at(fields) if scheduled else None,
        metadata=_metadata(fields),
    )


def _platforms(fields: Fields) -> tuple[str, ...]:
    value = fields.get("platforms")
    if not isinstance(value, list) or not value:
        raise invalid("platforms must be a list of at least one platform.")
    keys = tuple(platform_key({"platform": key}) for key in value)
    if len(set(keys)) < len(keys):
        raise invalid("platforms names a platform twice.")
    return keys


def _schedule_at(fields: Fields) -> str:
    value = text(fields, "scheduleAt", 50)
    try:
        return to_text(from_text(value))
    except ValueError:
        raise invalid("scheduleAt must be an ISO 8601 UTC time such as 2026-03-22T09:30:00.000Z.") from None


def _metadata(fields: Fields) -> dict[str, object]:
    """Return any JSON object that can be stored and repeated ("free-form customer metadata")."""
    value = fields.get("metadata", {})
    if not isinstance(value, dict):
        raise invalid("metadata must be an object.")
    parts: list[tuple[object, int]] = [(value, 1)]
    while parts:
        part, depth = parts.pop()
        if depth > _DEEPEST:
            raise invalid(f"metadata is nested deeper than {_DEEPEST} levels.")
        match part:
            case dict():
                parts += ((each, depth + 1) for pair in part.items() for each in pair)
            case list():
                parts += ((each, depth + 1) for each in part)
            case str() if _UNSTORABLE.search(part):
                raise invalid("metadata holds a character that cannot be stored (NUL or half of a surrogate pair).")
            case float() if not math.isfinite(part):
                raise invalid("metadata holds a number that is too large.")
    return value


def _email(fields: Fields) -> str | None:
    email = optional_text(fields, "email", 320)
    if email is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise invalid("email must be an email address.")
    return email


def _filter_date(query: Mapping[str, str], name: str, *, end_of_day: bool) -> str | None:
    if name not in query:
        return None
    try:
        return to_text(from_filter(query[name], end_of_day=end_of_day))
    except (ValueError, OverflowError):
        raise invalid(f"{name} must be an ISO 8601 date, or a time with Z or an offset.") from None


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field twice")
    return fields


def _no_constant(name: str) -> object:
    raise ValueError(name)
