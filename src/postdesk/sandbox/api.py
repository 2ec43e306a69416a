"""The ten operations of the API, done and answered."""

from collections.abc import Callable, Mapping

from postdesk.sandbox import bodies, wire
from postdesk.sandbox.exchange import Answer, Request, json_answer
from postdesk.sandbox.records import Echo
from postdesk.sandbox.refusal import Refusal
from postdesk.sandbox.routes import Call
from postdesk.sandbox.service import Service


class Api:
    """Does calls. Refusals are raised."""

    def __init__(self, service: Service, origin: Callable[[], str]) -> None:
        self._service = service
        self._origin = origin

    def perform(self, call: Call) -> Answer:
        acts: Mapping[str, Callable[[Call], Answer]] = {
            "upsert_end_user": self._upsert_end_user,
            "get_end_user": self._get_end_user,
            "connections": self._connections,
            "disconnect": self._disconnect,
            "create_session": self._create_session,
            "get_session": self._get_session,
            "publish": self._publish,
            "schedule": self._schedule,
            "get_post": self._get_post,
            "list_posts": self._list_posts,
        }
        if call.request.method == "POST":
            _require_json(call.request)
        with self._service.looking() if call.request.method == "GET" else self._service.acting():
            return acts[call.operation](call)

    def _upsert_end_user(self, call: Call) -> Answer:
        user = self._service.end_users.upsert(bodies.end_user_body(call.request.body))
        return json_answer(wire.upserted_end_user(user))

    def _get_end_user(self, call: Call) -> Answer:
        user = self._service.end_users.get(call.ids[0])
        return json_answer(wire.end_user_summary(user, self._service.end_users.connections(call.ids[0])))

    def _connections(self, call: Call) -> Answer:
        return json_answer([wire.connection(it) for it in self._service.end_users.look_at_connections(call.ids[0])])

    def _disconnect(self, call: Call) -> Answer:
        platform = bodies.platform_key({"platform": call.ids[1]})
        self._service.end_users.disconnect(call.ids[0], platform)
        return Answer(204)

    def _create_session(self, call: Call) -> Answer:
        session = self._service.sessions.create(bodies.session_body(call.request.body))
        return json_answer(wire.created_session(session, f"{self._origin()}/connect/{session.id}"), 201)

    def _get_session(self, call: Call) -> Answer:
        return json_answer(wire.session(self._service.sessions.get(call.ids[0])))

    def _publish(self, call: Call) -> Answer:
        post = self._service.posts.publish(bodies.publish_body(call.request.body))
        return json_answer(wire.post(post, Echo()), 201)

    def _schedule(self, call: Call) -> Answer:
        post = self._service.posts.schedule(bodies.schedule_body(call.request.body))
        return json_answer(wire.post(post, Echo()), 201)

    def _get_post(self, call: Call) -> Answer:
        return json_answer(wire.post(self._service.posts.get(call.ids[0]), self._service.echo))

    def _list_posts(self, call: Call) -> Answer:
        wanted = bodies.post_filter(call.request.query)
        return json_answer([wire.post_line(it, self._service.echo) for it in self._service.posts.list(wanted)])


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(415, "unsupported_media_type", "Content-Type must be application/json.")
