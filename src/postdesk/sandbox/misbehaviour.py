"""What each fault makes of an answer. Pure: whoever serves it does the waiting and dropping."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from postdesk.sandbox.exchange import Answer, Manner, error_answer
from postdesk.sandbox.faults import FaultOrder, Kind

_PORTAL: Final = b"<!doctype html><title>Welcome</title><h1>Sign in to use this network</h1>"

_CONTRADICTIONS: Final = {
    Kind.RESULT_FAILED: ("published", "failed"),
    Kind.RESULT_PENDING: ("published", "pending"),
    Kind.RESULT_PUBLISHED: ("failed", "published"),
}
"""What is said of a request, and of its platforms beside it."""


def answer_instead(fault: FaultOrder) -> Answer:
    """The answer to a request that is not done."""
    match fault.kind:
        case Kind.ERROR_BEFORE:
            return error_answer(fault.status or 500, "internal_error", "Something went wrong, and nothing was done.")
        case Kind.RATE_LIMIT:
            return error_answer(429, "rate_limited", "Too many requests.", ("Retry-After", str(fault.retry_after)))
        case Kind.NOT_FOUND:
            return error_answer(404, "not_found", "There is no such record.")
        case Kind.FORBIDDEN:
            return error_answer(403, "forbidden", "This API key may not do that.")
        case Kind.KEY_REVOKED:
            return error_answer(401, "key_revoked", "This API key has been revoked.")
        case Kind.REDIRECT:
            return Answer(fault.status or 302, headers=(("Location", "https://example.com/elsewhere"),))
        case Kind.HTML:
            return _html(fault)
    return Answer(500, manner=Manner.DROPPED)


def answer_spoilt(fault: FaultOrder, answer: Answer) -> Answer:
    """The answer to a request that has been done, gone wrong on its way."""
    match fault.kind:
        case Kind.ERROR_AFTER:
            return error_answer(fault.status or 500, "internal_error", "Something went wrong at the end.")
        case Kind.HTML_AFTER:
            return _html(fault)
        case Kind.EMPTY:
            return replace(answer, body=b"")
        case Kind.MALFORMED_JSON:
            return replace(answer, body=answer.body.rstrip(b"}]") + b", oops")
        case Kind.CUT_BODY:
            return replace(answer, manner=Manner.CUT)
        case Kind.BAD_GZIP:
            return replace(answer, body=b"\x1f\x8b" + answer.body, headers=(*answer.headers, ("Content-Encoding", "gzip")))
        case Kind.HUGE_BODY:
            return replace(answer, body=answer.body + b" " * fault.size)
        case Kind.NO_ID:
            return _with_each(answer, lambda item: item.pop("id", None))
        case Kind.UNKNOWN_STATUS:
            word = fault.word or "under_review"
            return _with_each(answer, lambda item: _give_status(item, fault.platform, word))
        case Kind.RESULT_FAILED | Kind.RESULT_PENDING | Kind.RESULT_PUBLISHED:
            request, result = _CONTRADICTIONS[fault.kind]
            return _with_each(answer, lambda item: _contradict(item, fault.platform, request, result))
        case Kind.BODY_AFTER_204:
            return replace(answer, body=b"{}") if answer.status == 204 else answer
        case Kind.DRIP:
            return replace(answer, manner=Manner.DRIPPED, pace=1.0 if fault.delay is None else fault.delay)
    return replace(answer, manner=Manner.DROPPED)


def _html(fault: FaultOrder) -> Answer:
    return Answer(fault.status or 200, _PORTAL, "text/html; charset=utf-8")


def _give_status(item: dict[str, object], platform: str | None, word: str) -> None:
    """Give the object the status, and every platform's result in it; with a platform, only what is of that one."""
    results = item.get("platformResults")
    for part in [item, *(results if isinstance(results, list) else [])]:
        if "status" in part and platform in {None, part.get("platform")}:
            part["status"] = word


def _contradict(item: dict[str, object], platform: str | None, request: str, result: str) -> None:
    """Give a post the one status, and its platforms' results, or that of one platform, the other."""
    results = item.get("platformResults")
    if "mode" in item:
        item["status"] = request
    for part in results if isinstance(results, list) else []:
        if platform in {None, part.get("platform")}:
            part["status"] = result


def _with_each(answer: Answer, change: Callable[[dict[str, object]], object]) -> Answer:
    """Change the JSON object of the answer, or each one in its list."""
    value = json.loads(answer.body or b"null")
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            change(item)
    return replace(answer, body=json.dumps(value).encode()) if answer.body else answer
