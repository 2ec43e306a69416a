"""The control endpoint, `/control/v1`: the clock, the faults and a tester's views of the state. The real service has none.

All of it needs the API key. Field names are in snake_case; the bodies of posts are those of the API.

    GET    state           the clock, the next event, faults, switches, counts
    POST   clock           one of {"set": time}, {"advance": seconds}, {"to_next": true}, {"reset": true}; returns the state
    GET    faults          the list; POST arms one (see `faults.FaultOrder`); DELETE disarms all, or with /<id> one
    GET    allowlist       the redirect URIs; POST {"add": [uri, …]}
    POST   echo            {"token": bool, "content": bool, "schedule_at": bool, "results": bool}: fields that GET and list
                           repeat, and whether a list has results; any of them
    POST   connections     {"external_user_id", "platform", "status"?, "account"?}: set a connection's status, or create it
    POST   posts           the body of an immediate or scheduled post, taken as made elsewhere
    GET    ledger          every post ever accepted, with all its data
    POST   reset           delete everything
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from postdesk.sandbox import bodies, wire
from postdesk.sandbox.accounts import find_account
from postdesk.sandbox.api import OPERATIONS
from postdesk.sandbox.bodies import Fields, json_object, optional_text
from postdesk.sandbox.exchange import Request, Response, json_response, not_allowed
from postdesk.sandbox.faults import ANY, HUGE, RETRY_AFTER, Fault, FaultOrder, Kind
from postdesk.sandbox.moments import from_text, to_text
from postdesk.sandbox.platforms import PLATFORMS
from postdesk.sandbox.records import CONNECTED, PostFilter
from postdesk.sandbox.refusal import invalid, missing
from postdesk.sandbox.service import Service


def fault_order(body: bytes) -> FaultOrder:
    """Parse the fields of a `FaultOrder`; only `kind` is required. Refuses anything else with 400."""
    given = json_object(body, {field.name for field in fields(FaultOrder)})
    return FaultOrder(
        kind=_kind(given),
        operation=_one_of(given, "operation", {ANY, *OPERATIONS}) or ANY,
        count=_whole(given, "count", 1, 1_000_000),
        external_user_id=optional_text(given, "external_user_id", 255),
        platform=_one_of(given, "platform", set(PLATFORMS)),
        delay=_seconds(given),
        retry_after=_whole(given, "retry_after", 0, 86_400) or 0 if "retry_after" in given else RETRY_AFTER,
        status=_whole(given, "status", 200, 599),
        word=optional_text(given, "word", 100),
        size=_whole(given, "size", 1, 256 * 1024 * 1024) or HUGE,
    )


def fault_line(fault: Fault) -> dict[str, object]:
    """Return a fault as JSON. `remaining` is null for one armed until disarmed, `last` for one not fired by a request yet."""
    order = {name: value for name, value in asdict(fault.order).items() if value is not None}
    counts = {"armed": fault.armed, "remaining": fault.remaining, "fired": fault.fired}
    return {"id": fault.id, **order, **counts, "last": _last(fault)}


def _last(fault: Fault) -> dict[str, object] | None:
    if fault.last_at is None or fault.last_by is None:
        return None
    return {"at": to_text(fault.last_at), "operation": fault.last_by.operation, "platforms": fault.last_by.platforms}


def _kind(given: Fields) -> Kind:
    name = _one_of(given, "kind", set(Kind))
    if name is None:
        raise invalid("kind is required.")
    return Kind(name)


def _one_of(given: Fields, name: str, words: Collection[str]) -> str | None:
    word = optional_text(given, name, 100)
    if word is not None and word not in words:
        raise invalid(f"{name} must be one of: {', '.join(sorted(words))}.")
    return word


def _whole(given: Fields, name: str, least: int, most: int) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise invalid(f"{name} must be a whole number from {least} to {most}.")
    return value


def _seconds(given: Fields) -> float | None:
    value = given.get("delay")
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 3_600:
        raise invalid("delay must be a number of seconds from 0 to 3600.")
    return float(value)


Operation = Callable[[Request], object]

FURTHEST: Final = timedelta(days=3652)


class Control:
    def __init__(self, service: Service, feed_url: Callable[[], str]) -> None:
        self._service, self._feed_url = service, feed_url

    def serve(self, request: Request) -> Response:
        match request.segments:
            case ("control", "v1", "faults"):
                return self._faults(request)
            case ("control", "v1", "faults", fault_id):
                return self._fault(request, fault_id)
            case ("control", "v1", name) if operations := self._operations(name):
                return self._run(request, operations)
        raise missing("control address")

    def _operations(self, name: str) -> Mapping[str, Operation]:
        every: Mapping[str, Mapping[str, Operation]] = {
            "state": {"GET": self._state},
            "clock": {"POST": self._move_clock},
            "allowlist": {"GET": self._allowlist, "POST": self._allow},
            "echo": {"POST": self._switch_echo},
            "connections": {"POST": self._put_connection},
            "posts": {"POST": self._post_elsewhere},
            "ledger": {"GET": self._ledger},
            "reset": {"POST": self._reset},
        }
        return every.get(name, {})

    def _run(self, request: Request, operations: Mapping[str, Operation]) -> Response:
        if request.method not in operations:
            return not_allowed(*operations)
        with self._service.exclusive() if request.method == "GET" else self._service.change():
            return json_response(operations[request.method](request))

    def _state(self, _: Request) -> object:
        service = self._service
        event = service.next_event()
        return {
            "clock": to_text(service.clock.now()),
            "offset_seconds": service.clock.offset.total_seconds(),
            "next_event": event and {"at": to_text(event.at), "what": event.what},
            "faults": [fault_line(fault) for fault in service.faults.all()],
            "echo": asdict(service.echo),
            "counts": service.state.counts(),
            "feed_url": self._feed_url(),
        }

    def _move_clock(self, request: Request) -> object:
        match bodies.json_object(request.body, {"set", "advance", "to_next", "reset"}):
            case {"set": str(text), **rest} if not rest:
                self._set_clock(text)
            case {"advance": int() | float() as seconds, **rest} if not rest:
                self._advance(seconds)
            case {"to_next": True, **rest} if not rest:
                if event := self._service.next_event():
                    self._move_to(event.at)
            case {"reset": True, **rest} if not rest:
                self._service.reset_clock()
            case _:
                raise invalid('Exactly one of {"set": time}, {"advance": seconds}, {"to_next": true}, {"reset": true} is needed.')
        return self._state(request)

    def _set_clock(self, text: str) -> None:
        try:
            moment = from_text(text)
        except ValueError:
            raise invalid("set must be a UTC time of the form YYYY-MM-DDTHH:MM:SS.mmmZ.") from None
        if moment < self._service.clock.now():
            raise invalid("set lies in the past: the clock moves back by a reset only.")
        self._move_to(moment)

    def _advance(self, seconds: float) -> None:
        try:
            moment = self._service.clock.now() + timedelta(seconds=seconds)
        except (ValueError, OverflowError):
            raise invalid("advance is too far.") from None
        if seconds < 0:
            raise invalid("advance must not be negative: the clock moves back by a reset only.")
        self._move_to(moment)

    def _move_to(self, moment: datetime) -> None:
        if moment > datetime.now(UTC) + FURTHEST:
            raise invalid("The clock moves at most ten years ahead.")
        self._service.move_clock(moment)

    def _faults(self, request: Request) -> Response:
        faults = self._service.faults
        match request.method:
            case "GET":
                return json_response([fault_line(fault) for fault in faults.all()])
            case "POST":
                return json_response(fault_line(faults.arm(fault_order(request.body))), 201)
            case "DELETE":
                faults.disarm()
                return Response(204)
        return not_allowed("GET", "POST", "DELETE")

    def _fault(self, request: Request, fault_id: str) -> Response:
        if request.method != "DELETE":
            return not_allowed("DELETE")
        if not self._service.faults.disarm(fault_id):
            raise missing("fault")
        return Response(204)

    def _allowlist(self, _: Request) -> object:
        return list(self._service.state.redirect_uris())

    def _allow(self, request: Request) -> object:
        uris = bodies.json_object(request.body, {"add"}).get("add")
        if not isinstance(uris, list) or not uris:
            raise invalid("add must be a list of redirect URIs.")
        for uri in uris:
            if not isinstance(uri, str) or not bodies.is_redirect_uri(uri):
                raise invalid("add must hold absolute http or https addresses without a fragment.")
            self._service.state.add_redirect_uri(uri)
        return self._allowlist(request)

    def _switch_echo(self, request: Request) -> object:
        switches = bodies.json_object(request.body, {"token", "content", "schedule_at", "results"})
        flags = {name: on for name, on in switches.items() if isinstance(on, bool)}
        if len(flags) < len(switches):
            raise invalid("token, content, schedule_at and results must be true or false.")
        self._service.echo = replace(self._service.echo, **flags)
        return asdict(self._service.echo)

    def _put_connection(self, request: Request) -> object:
        fields = bodies.json_object(request.body, {"external_user_id", "platform", "status", "account"})
        platform = bodies.platform_key(fields)
        account = bodies.optional_text(fields, "account", 100)
        if account is not None and find_account(platform, account) is None:
            raise invalid(f"account {account!r} is none of {platform}.")
        status = bodies.optional_text(fields, "status", 100) or CONNECTED
        user = bodies.text(fields, "external_user_id", 255)
        return wire.connection(self._service.end_users.put(user, platform, status, account))

    def _post_elsewhere(self, request: Request) -> object:
        body = bodies.any_post_body(request.body)
        take = self._service.posts.schedule if body.schedule_at else self._service.posts.publish
        return wire.ledger_line(take(body, outside=True))

    def _ledger(self, _: Request) -> object:
        return [wire.ledger_line(post) for post in reversed(self._service.state.posts(PostFilter()))]

    def _reset(self, request: Request) -> object:
        self._service.reset()
        return self._state(request)
