"""The effect of each fault on a response. Pure functions: the server does the waiting and dropping."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from postdesk.sandbox.exchange import BodyMode, Response, error_response
from postdesk.sandbox.faults import FaultOrder, Kind

_PORTAL: Final = b"<!doctype html><title>Welcome</title><h1>Sign in to use this network</h1>"


def _html(fault: FaultOrder) -> Response:
    return Response(fault.status or 200, _PORTAL, "text/html; charset=utf-8")


def _give_status(item: dict[str, object], platform: str | None, word: str) -> None:
    """Set the status of the object and of every platform's result in it; with a platform, only of that platform's items."""
    results = item.get("platformResults")
    for part in [item, *(results if isinstance(results, list) else [])]:
        if "status" in part and platform in {None, part.get("platform")}:
            part["status"] = word


def _contradict(item: dict[str, object], platform: str | None, request: str, result: str) -> None:
    """Set one status on a post and another on its platforms' results, or on one platform's.

    A post without results keeps its status: with nothing beside it, the other would be a plain lie that no client can notice.
    """
    results = item.get("platformResults")
    contrary = [part for part in (results if isinstance(results, list) else []) if platform in {None, part.get("platform")}]
    if contrary and "mode" in item:
        item["status"] = request
    for part in contrary:
        part["status"] = result


def _with_each(response: Response, change: Callable[[dict[str, object]], object]) -> Response:
    """Change the JSON object of the response, or each one in its list."""
    value = json.loads(response.body or b"null")
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            change(item)
    return replace(response, body=json.dumps(value).encode()) if response.body else response


def _contradicting(request: str, result: str) -> Callable[[FaultOrder, Response], Response]:
    """Return a fault in which the status of a request contradicts those of its platforms."""
    return lambda fault, response: _with_each(response, lambda item: _contradict(item, fault.platform, request, result))


def _broken_gzip(_: FaultOrder, response: Response) -> Response:
    return replace(response, body=b"\x1f\x8b" + response.body, headers=(*response.headers, ("Content-Encoding", "gzip")))


def _unknown_status(fault: FaultOrder, response: Response) -> Response:
    return _with_each(response, lambda item: _give_status(item, fault.platform, fault.word or "under_review"))


def _dripped(fault: FaultOrder, response: Response) -> Response:
    return replace(response, body_mode=BodyMode.DRIPPED, pace=1.0 if fault.delay is None else fault.delay)


def _error(fault: FaultOrder, message: str) -> Response:
    return error_response(fault.status or 500, "internal_error", message)


REPLACEMENT_RESPONSES: Final[Mapping[Kind, Callable[[FaultOrder], Response]]] = {
    Kind.DROP_BEFORE: lambda _: Response(500, body_mode=BodyMode.DROPPED),
    Kind.ERROR_BEFORE: lambda fault: _error(fault, "Something went wrong, and nothing was done."),
    Kind.RATE_LIMIT: lambda fault: error_response(
        429, "rate_limited", "Too many requests.", ("Retry-After", f"{fault.retry_after}")
    ),
    Kind.NOT_FOUND: lambda _: error_response(404, "not_found", "There is no such record."),
    Kind.FORBIDDEN: lambda _: error_response(403, "forbidden", "This API key may not do that."),
    Kind.KEY_REVOKED: lambda _: error_response(401, "key_revoked", "This API key has been revoked."),
    Kind.REDIRECT: lambda fault: Response(fault.status or 302, headers=(("Location", "https://example.com/elsewhere"),)),
    Kind.HTML: _html,
}
"""The responses to a request that is not executed."""

RESPONSE_CHANGES: Final[Mapping[Kind, Callable[[FaultOrder, Response], Response]]] = {
    Kind.DROP_AFTER: lambda _, response: replace(response, body_mode=BodyMode.DROPPED),
    Kind.ERROR_AFTER: lambda fault, _: _error(fault, "Something went wrong at the end."),
    Kind.HTML_AFTER: lambda fault, _: _html(fault),
    Kind.EMPTY: lambda _, response: replace(response, body=b""),
    Kind.MALFORMED_JSON: lambda _, response: replace(response, body=response.body.rstrip(b"}]") + b", oops"),
    Kind.CUT_BODY: lambda _, response: replace(response, body_mode=BodyMode.CUT),
    Kind.BAD_GZIP: _broken_gzip,
    Kind.HUGE_BODY: lambda fault, response: replace(response, body=response.body + b" " * fault.size),
    Kind.NO_ID: lambda _, response: _with_each(response, lambda item: item.pop("id", None)),
    Kind.UNKNOWN_STATUS: _unknown_status,
    Kind.RESULT_FAILED: _contradicting("published", "failed"),
    Kind.RESULT_PENDING: _contradicting("published", "pending"),
    Kind.RESULT_PUBLISHED: _contradicting("failed", "published"),
    Kind.BODY_AFTER_204: lambda _, response: replace(response, body=b"{}") if response.status == 204 else response,
    Kind.DRIP: _dripped,
}
"""The changes to the response of an executed request."""
