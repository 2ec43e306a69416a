"""The operations of the API: their paths, handlers and responses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from postdesk.sandbox import bodies, wire
from postdesk.sandbox.exchange import Request, Response, json_response
from postdesk.sandbox.records import Echo
from postdesk.sandbox.refusal import Refusal
from postdesk.sandbox.service import Service

_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True, slots=True)
class Route:
    """An operation: its method and path, its name for arming faults, and its handler.

    Each id in the path is named after its record, as in `:post`: the name tells whom a request is about.
    """

    method: str
    address: str
    operation: str
    run: Callable[["Api", "Call"], Response]

    def fits(self, segments: tuple[str, ...]) -> bool:
        parts = self._parts()
        pairs = zip(parts, segments, strict=False)
        return len(parts) == len(segments) and all(part.startswith(":") or part == segment for part, segment in pairs)

    def ids_in(self, segments: tuple[str, ...]) -> Mapping[str, str]:
        """Return the ids in a matching path by their names."""
        pairs = zip(self._parts(), segments, strict=True)
        return {part.removeprefix(":"): segment for part, segment in pairs if part.startswith(":")}

    def _parts(self) -> list[str]:
        return self.address.removeprefix("/").split("/")


@dataclass(frozen=True, slots=True)
class Call:
    """A request for an operation, with the ids in its path by their names."""

    route: Route
    ids: Mapping[str, str]
    request: Request


class Api:
    """Handles calls. Raises Refusal for invalid ones."""

    def __init__(self, service: Service, origin: Callable[[], str]) -> None:
        self._service, self._origin = service, origin

    def perform(self, call: Call) -> Response:
        if call.request.method in _WITH_BODY:
            _require_json(call.request)
        with self._service.exclusive() if call.request.method == "GET" else self._service.change():
            return call.route.run(self, call)

    def upsert_end_user(self, call: Call) -> Response:
        user = self._service.end_users.upsert(bodies.end_user_body(call.request.body))
        return json_response(wire.upserted_end_user(user))

    def get_end_user(self, call: Call) -> Response:
        user = self._service.end_users.get(call.ids["user"])
        return json_response(wire.end_user_summary(user, self._service.end_users.connections(user.external_user_id)))

    def list_connections(self, call: Call) -> Response:
        connections = self._service.end_users.connections_for_client(call.ids["user"])
        return json_response([wire.connection(it) for it in connections])

    def disconnect(self, call: Call) -> Response:
        self._service.end_users.disconnect(call.ids["user"], bodies.platform_key(call.ids))
        return Response(204)

    def create_session(self, call: Call) -> Response:
        session = self._service.sessions.create(bodies.session_body(call.request.body))
        return json_response(wire.created_session(session, f"{self._origin()}/connect/{session.id}"), 201)

    def get_session(self, call: Call) -> Response:
        return json_response(wire.session(self._service.sessions.get(call.ids["session"])))

    def publish(self, call: Call) -> Response:
        post = self._service.posts.publish(bodies.publish_body(call.request.body))
        return json_response(wire.post(post, Echo()), 201)

    def schedule(self, call: Call) -> Response:
        post = self._service.posts.schedule(bodies.schedule_body(call.request.body))
        return json_response(wire.post(post, Echo()), 201)

    def get_post(self, call: Call) -> Response:
        return json_response(wire.post(self._service.posts.get(call.ids["post"]), self._service.echo))

    def list_posts(self, call: Call) -> Response:
        wanted = bodies.post_filter(call.request.query)
        return json_response([wire.post_line(it, self._service.echo) for it in self._service.state.posts(wanted)])


ROUTES: Final = (
    Route("POST", "/api/v1/end-users", "upsert_end_user", Api.upsert_end_user),
    Route("GET", "/api/v1/end-users/:user", "get_end_user", Api.get_end_user),
    Route("GET", "/api/v1/end-users/:user/connections", "connections", Api.list_connections),
    Route("DELETE", "/api/v1/end-users/:user/connections/:platform", "disconnect", Api.disconnect),
    Route("POST", "/api/v1/connect-sessions", "create_session", Api.create_session),
    Route("GET", "/api/v1/connect-sessions/:session", "get_session", Api.get_session),
    Route("GET", "/api/v1/posts", "list_posts", Api.list_posts),
    Route("POST", "/api/v1/posts", "publish", Api.publish),
    Route("POST", "/api/v1/posts/scheduled", "schedule", Api.schedule),
    Route("GET", "/api/v1/posts/:post", "get_post", Api.get_post),
)
OPERATIONS: Final = frozenset(route.operation for route in ROUTES)


def find_routes(segments: tuple[str, ...]) -> tuple[Route, ...]:
    """Return the operations of the first matching path: `scheduled` is not the id of a post."""
    address = next((route.address for route in ROUTES if route.fits(segments)), None)
    return tuple(route for route in ROUTES if route.address == address)


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(415, "unsupported_media_type", "Content-Type must be application/json.")
