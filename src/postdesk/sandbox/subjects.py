"""Whom and which platforms a call is about, found before it is checked: faults are matched by this."""

import json

from postdesk.sandbox.faults import Subject
from postdesk.sandbox.routes import Call
from postdesk.sandbox.state import State


def subject_of(call: Call, state: State) -> Subject:
    """From the record behind the id in the path, or from what the query or the body names."""
    match call.operation, call.ids:
        case "get_post", (post_id,):
            if post := state.post(post_id):
                return Subject(call.operation, post.external_user_id, post.platforms)
        case "get_session", (session_id,):
            if session := state.session(session_id):
                return Subject(call.operation, session.external_user_id, (session.platform,))
        case "disconnect", (user, platform):
            return Subject(call.operation, user, (platform,))
        case (("get_end_user" | "connections"), (user,)):
            return Subject(call.operation, user, tuple(each.platform for each in state.connections(user)))
    return _named(call)


def _named(call: Call) -> Subject:
    values: dict[str, object] = {**call.request.query, **_loose_json(call.request.body)}
    listed = values.get("platforms")
    platforms = (*(listed if isinstance(listed, list) else ()), values.get("platform"))
    user = values.get("externalUserId")
    named = tuple(each for each in platforms if isinstance(each, str))
    return Subject(call.operation, user if isinstance(user, str) else None, named)


def _loose_json(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
