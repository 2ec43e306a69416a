"""Responses as domain values or errors: pure functions, no I/O.

The class of an error comes from the status alone, as the guide of the API text says; error bodies are not documented (gap
G12) and only supply the text to show.
"""

import json
import re
from collections.abc import Callable
from typing import Final, TypeVar

from postdesk.api import errors
from postdesk.api.error_text import body_explanation
from postdesk.api.http_response import BodyEnd, HttpResponse
from postdesk.api.wire import WireConnection, WireEndUser, WireEndUserSummary, WirePost, WireSession
from postdesk.domain.remote import EndUser, EndUserSummary, PostList, RemoteConnection, RemotePost, RemoteSession

_T = TypeVar("_T")
_Record = TypeVar("_Record", RemotePost, RemoteSession)

_CLASS_OF_STATUS: Final[dict[int, type[errors.HttpStatusError]]] = {
    **dict.fromkeys((400, 405, 413, 415, 422), errors.ValidationRefused),
    401: errors.KeyRejected,
    403: errors.PermissionRefused,
    404: errors.NotFound,
    429: errors.RateLimited,
}
_DECODER: Final = json.JSONDecoder(strict=False)
_BETWEEN: Final = re.compile(r"[\s,]*")
_KEPT_OF_ERRORS: Final = 16_384
_JSON_STARTS: Final = (b"{", b"[", b'"')


def read_upserted(answer: HttpResponse, sent: EndUser) -> EndUser:
    """Read the end user as stored; fields that the response leaves out have the values that were sent."""
    _check(answer)
    if not answer.body and answer.end is BodyEnd.WHOLE:
        return sent
    fields, text = _document(answer, errors.UnreadableResponse)
    known = {"externalUserId": sent.external_user_id, "displayName": sent.display_name, "email": sent.email}
    return WireEndUser.model_validate(known | {"metadata": dict(sent.metadata)} | fields).to_domain(text)


def read_end_user(answer: HttpResponse) -> EndUserSummary:
    """Read an end user and its connection summary."""
    fields, text = read_object(answer)
    if not fields.get("externalUserId"):
        raise _error(errors.UnreadableResponse, answer)
    return WireEndUserSummary.model_validate(fields).to_summary(text)


def read_connections(answer: HttpResponse) -> tuple[RemoteConnection, ...]:
    """Read the connections. An incomplete list is an error, since a missing row would read as "not connected"."""
    rows, complete = read_rows(answer, lambda fields, raw: WireConnection.model_validate(fields).to_domain(raw))
    if not complete:
        raise _error(errors.UnreadableResponse, answer)
    return rows


def read_disconnected(answer: HttpResponse) -> None:
    """Accept any 2xx, empty, JSON or cut off (gap G33), but no HTML page."""
    _check(answer)
    if _is_foreign(answer):
        raise _error(errors.NotTheService, answer)


def read_created_session(answer: HttpResponse) -> RemoteSession:
    """Read the new connect session. Raises AcceptedWithoutId where the service made one but its id was lost."""
    _check(answer)
    return _identified(_session(*_document(answer, errors.AcceptedWithoutId)), answer, errors.AcceptedWithoutId)


def read_session(answer: HttpResponse) -> RemoteSession:
    """Read a connect session."""
    return _identified(_session(*read_object(answer)), answer, errors.UnreadableResponse)


def read_created_post(answer: HttpResponse) -> RemotePost:
    """Read the new post request. Raises AcceptedWithoutId where the service accepted it but its id cannot be read.

    A body that broke off behind a readable id is enough.
    """
    _check(answer)
    return _identified(_post(*_document(answer, errors.AcceptedWithoutId)), answer, errors.AcceptedWithoutId)


def read_post(answer: HttpResponse) -> RemotePost:
    """Read a post request."""
    return _identified(_post(*read_object(answer)), answer, errors.UnreadableResponse)


def read_posts(answer: HttpResponse) -> PostList:
    """Read the post requests; where the list was cut at our limit, the complete ones."""
    posts, complete = read_rows(answer, _post)
    known = tuple(post for post in posts if post.id)
    return PostList(known, complete and len(known) == len(posts))


def _session(fields: dict[str, object], text: str) -> RemoteSession:
    return WireSession.model_validate(fields).to_domain(text)


def _post(fields: dict[str, object], text: str) -> RemotePost:
    return WirePost.model_validate(fields).to_domain(text)


def _identified(record: _Record, answer: HttpResponse, broken: type[errors.HttpStatusError]) -> _Record:
    if not record.id:
        raise _error(broken, answer)
    return record


def _check(answer: HttpResponse) -> None:
    if answer.ok:
        return
    otherwise = errors.UnexpectedRedirect if 300 <= answer.status < 400 else errors.ServerFailure
    raise _error(_CLASS_OF_STATUS.get(answer.status, otherwise), answer)


def _error(kind: type[errors.HttpStatusError], answer: HttpResponse) -> errors.HttpStatusError:
    detail = "" if answer.ok else body_explanation(answer.text)
    return kind(status=answer.status, detail=detail, retry_after=answer.retry_after(), raw=answer.text[:_KEPT_OF_ERRORS])


def check_whole(answer: HttpResponse) -> None:
    """Check that the response is a success that arrived to its end, or to our limit. Raises ApiError."""
    _check(answer)
    if answer.end is BodyEnd.BROKEN:
        raise errors.ConnectionLost(status=answer.status)


def read_object(answer: HttpResponse) -> tuple[dict[str, object], str]:
    """Return the JSON object of a GET's response, and its text."""
    check_whole(answer)
    return _document(answer, errors.UnreadableResponse)


def _document(answer: HttpResponse, broken: type[errors.HttpStatusError]) -> tuple[dict[str, object], str]:
    """Return the response's JSON object and its text. Raises `broken` for invalid JSON, NotTheService for anything else."""
    text = answer.text
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise _error(errors.NotTheService if _is_foreign(answer) else broken, answer) from None
    if not isinstance(value, dict):
        raise _error(broken, answer)
    return value, text


def _is_foreign(answer: HttpResponse) -> bool:
    """Return True when the body, as far as received, can't be the beginning of JSON."""
    start = answer.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return bool(start) and start not in _JSON_STARTS


def read_rows(answer: HttpResponse, read: Callable[[dict[str, object], str], _T]) -> tuple[tuple[_T, ...], bool]:
    """Return the complete items of a JSON list, and True when these are all of its items.

    Item by item: decoding a list of some megabytes in one call would block every other thread for as long.
    """
    check_whole(answer)
    text = answer.text
    if answer.end is BodyEnd.GARBLED or not text.lstrip().startswith("["):
        raise _error(errors.NotTheService if _is_foreign(answer) else errors.UnreadableResponse, answer)
    items: list[_T] = []
    complete = True
    at = text.index("[") + 1
    while not text.startswith("]", at := _next(text, at)):
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            if answer.end is BodyEnd.WHOLE:
                raise _error(errors.UnreadableResponse, answer) from None
            return tuple(items), False
        if isinstance(value, dict):
            items.append(read(value, text[at:end]))
        else:
            complete = False
        at = end
    return tuple(items), complete


def _next(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    return gap.end() if gap else at
