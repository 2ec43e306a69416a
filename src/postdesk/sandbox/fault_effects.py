"""The effect of each fault on a response. Pure functions: the server does the waiting and dropping."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from postdesk.sandbox.exchange import Answer, Manner, error_answer
from postdesk.sandbox.faults import FaultOrder, Kind

_PORTAL: Final = b"<!doctype html><title>Welcome</title><h1>Sign in to use this network</h1>"


def _html(fault: FaultOrder) -> Answer:
    return Answer(fault.status or 200, _PORTAL, "text/html; charset=utf-8")


def _give_status(item: dict[str, object], platform: str | None, word: str) -> None:
    """Set the status of the object and of every platform's result in it; with a platform, only of that platform's items."""
    results = item.get("platformResults")
    for part in [item, *(results if isinstance(results, list) else [])]:
        if "status" in part and platform in {None, part.get("platform")}:
            part["status"] = word


def _contradict(item: dict[str, object], platform: str | None, request: str, result: str) -> None:
    """Set one status on a post and another on its platforms' results, or on one platform's."""
    results = item.get("platformResults")
    if "mode" in item:
        item["status"] = request
    for part in results if isinstance(results, list) else []:
        if platform in {None, part.get("platform")}:
            part["status"] = result


def _with_each(answer: Answer, change: Callable[[dict[str, object]], object]) -> Answer:
    """Change the JSON object of the response, or each one in its list."""
    value = json.loads(answer.body or b"null")
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            change(item)
    return replace(answer, body=json.dumps(value).encode()) if answer.body else answer


def _contradicting(request: str, result: str) -> Callable[[FaultOrder, Answer], Answer]:
    """Return a fault in which the status of a request contradicts those of its platforms."""
    return lambda fault, answer: _with_each(answer, lambda item: _contradict(item, fault.platform, request, result))


def _broken_gzip(_: FaultOrder, answer: Answer) -> Answer:
    return replace(answer, body=b"\x1f\x8b" + answer.body, headers=(*answer.headers, ("Content-Encoding", "gzip")))


def _unknown_status(fault: FaultOrder, answer: Answer) -> Answer:
    return _with_each(answer, lambda item: _give_status(item, fault.platform, fault.word or "under_review"))


def _dripped(fault: FaultOrder, answer: Answer) -> Answer:
    return replace(answer, manner=Manner.DRIPPED, pace=1.0 if fault.delay is None else fault.delay)


def _error(fault: FaultOrder, message: str) -> Answer:
    return error_answer(fault.status or 500, "internal_error", message)


def _too_many(fault: FaultOrder) -> Answer:
    return error_answer(429, "rate_limited", "Too many requests.", ("Retry-After", str(fault.retry_after)))


def _redirect(fault: FaultOrder) -> Answer:
    return Answer(fault.status or 302, headers=(("Location", "https://example.com/elsewhere"),))


INSTEAD: Final[Mapping[Kind, Callable[[FaultOrder], Answer]]] = {
    Kind.DROP_BEFORE: lambda _: Answer(500, manner=Manner.DROPPED),
    Kind.ERROR_BEFORE: lambda fault: _error(fault, "Something went wrong, and nothing was done."),
    Kind.RATE_LIMIT: _too_many,
    Kind.NOT_FOUND: lambda _: error_answer(404, "not_found", "There is no such record."),
    Kind.FORBIDDEN: lambda _: error_answer(403, "forbidden", "This API key may not do that."),
    Kind.KEY_REVOKED: lambda _: error_answer(401, "key_revoked", "This API key has been revoked."),
    Kind.REDIRECT: _redirect,
    Kind.HTML: _html,
}
"""The responses to a request that is not executed."""

AFTERWARDS: Final[Mapping[Kind, Callable[[FaultOrder, Answer], Answer]]] = {
    Kind.DROP_AFTER: lambda _, answer: replace(answer, manner=Manner.DROPPED),
    Kind.ERROR_AFTER: lambda fault, _: _error(fault, "Something went wrong at the end."),
    Kind.HTML_AFTER: lambda fault, _: _html(fault),
    Kind.EMPTY: lambda _, answer: replace(answer, body=b""),
    Kind.MALFORMED_JSON: lambda _, answer: replace(answer, body=answer.body.rstrip(b"}]") + b", oops"),
    Kind.CUT_BODY: lambda _, answer: replace(answer, manner=Manner.CUT),
    Kind.BAD_GZIP: _broken_gzip,
    Kind.HUGE_BODY: lambda fault, answer: replace(answer, body=answer.body + b" " * fault.size),
    Kind.NO_ID: lambda _, answer: _with_each(answer, lambda item: item.pop("id", None)),
    Kind.UNKNOWN_STATUS: _unknown_status,
    Kind.RESULT_FAILED: _contradicting("published", "failed"),
    Kind.RESULT_PENDING: _contradicting("published", "pending"),
    Kind.RESULT_PUBLISHED: _contradicting("failed", "published"),
    Kind.BODY_AFTER_204: lambda _, answer: replace(answer, body=b"{}") if answer.status == 204 else answer,
    Kind.DRIP: _dripped,
}
"""The changes to the response of an executed request."""
