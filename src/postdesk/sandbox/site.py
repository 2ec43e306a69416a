"""The handlers of the API's port: the API behind its key and its faults, and the hosted pages."""

import hmac
import json
import re
import sys
import time
import traceback
from collections.abc import Callable
from typing import Final

from postdesk.sandbox.api import Api, Call, find_routes
from postdesk.sandbox.connect_pages import ConnectPages
from postdesk.sandbox.exchange import Request, Response, error_response, not_allowed, refusal_response
from postdesk.sandbox.fault_effects import REPLACEMENT_RESPONSES, RESPONSE_CHANGES
from postdesk.sandbox.faults import Kind, Subject
from postdesk.sandbox.feed_pages import FeedPages
from postdesk.sandbox.refusal import Refusal, missing
from postdesk.sandbox.samples import Samples
from postdesk.sandbox.service import Service
from postdesk.sandbox.state import State


def subject_of(call: Call, state: State) -> Subject:
    """Return the subject from the record of an id in the path, or from the query or the body."""
    match call.ids:
        case {"post": post_id} if post := state.post(post_id):
            return Subject(call.route.operation, post.external_user_id, post.platforms)
        case {"session": session_id} if session := state.session(session_id):
            return Subject(call.route.operation, session.external_user_id, (session.platform,))
        case {"user": user, "platform": platform}:
            return Subject(call.route.operation, user, (platform,))
        case {"user": user}:
            return Subject(call.route.operation, user, tuple(each.platform for each in state.connections(user)))
    return _named(call)


def _named(call: Call) -> Subject:
    values: dict[str, object] = {**call.request.query, **_loose_json(call.request.body)}
    listed = values.get("platforms")
    platforms = (*(listed if isinstance(listed, list) else ()), values.get("platform"))
    user = values.get("externalUserId")
    named = tuple(each for each in platforms if isinstance(each, str))
    return Subject(call.route.operation, user if isinstance(user, str) else None, named)


def _loose_json(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


Serve = Callable[[Request], Response]

LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost"})


def guarded(serve: Serve) -> Serve:
    """Convert refusals to responses and our own errors to 500; refuse foreign host names (DNS rebinding)."""

    def answer(request: Request) -> Response:
        if not _is_loopback(request.headers.get("host", "")):
            return error_response(421, "misdirected", "This service answers to 127.0.0.1 only.")
        try:
            return serve(request)
        except Refusal as refusal:
            return refusal_response(refusal)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return error_response(500, "internal_error", "The sandbox made a mistake: see its error output.")

    return answer


def _is_loopback(host: str) -> bool:
    return re.sub(r":\d+$", "", host) in LOOPBACK_NAMES


def keyed(key: str, serve: Serve) -> Serve:
    """Require the bearer key."""

    def answer(request: Request) -> Response:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), key.encode()):
            return error_response(401, "unauthorized", "A valid API key is required.", ("WWW-Authenticate", "Bearer"))
        return serve(request)

    return answer


class ApiSite:
    """The site on the API's port: `/api` with the key; `/connect`, `/feed` and `/samples` without."""

    def __init__(self, service: Service, key: str, origin: Callable[[], str]) -> None:
        self._service, self._faults = service, service.faults
        self._api = Api(service, origin)
        self._connect_pages = ConnectPages(service)
        self._feed_pages = FeedPages(service)
        self._samples = Samples(service.clock)
        self._serve_api = keyed(key, self._call)

    def __call__(self, request: Request) -> Response:
        match request.segments[0]:
            case "api":
                return self._serve_api(request)
            case "connect":
                return self._connect_pages.serve(request)
            case "feed":
                return self._feed_pages.serve(request)
            case "samples":
                return self._samples.serve(request)
        raise missing("page")

    def _call(self, request: Request) -> Response:
        routes = {route.method: route for route in find_routes(request.segments)}
        if not routes:
            raise missing("address")
        if request.method not in routes:
            return not_allowed(*routes)
        route = routes[request.method]
        call = Call(route, route.ids_in(request.segments), request)
        return self._perform_with_faults(call) if self._faults.all() else self._api.perform(call)

    def _perform_with_faults(self, call: Call) -> Response:
        with self._service.exclusive():
            subject = subject_of(call, self._service.state)
        if delay := self._faults.take({Kind.DELAY}, subject):
            time.sleep(delay.delay or 0)
        if fault := self._faults.take(REPLACEMENT_RESPONSES, subject):
            return REPLACEMENT_RESPONSES[fault.kind](fault)
        answer = self._answer(call)
        if fault := self._faults.take(RESPONSE_CHANGES, subject):
            answer = RESPONSE_CHANGES[fault.kind](fault, answer)
        if delay := self._faults.take({Kind.DELAY_AFTER}, subject):
            time.sleep(delay.delay or 0)
        return answer

    def _answer(self, call: Call) -> Response:
        """Return the response of a call. Faults apply to refusals, too."""
        try:
            return self._api.perform(call)
        except Refusal as refusal:
            return refusal_response(refusal)
