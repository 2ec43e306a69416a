"""A request as received over HTTP, and its response."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import parse_qsl, unquote, urlsplit

from postdesk.sandbox.refusal import Refusal, invalid


class BodyMode(Enum):
    """The way a response is written to the connection."""

    WHOLE = auto()
    CUT = auto()
    DRIPPED = auto()
    DROPPED = auto()


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `target` is the path with its query, as sent; the names of `headers` are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path, decoded after the split: an id may hold a slash. Refuses bad UTF-8."""
        path = urlsplit(self.target).path
        try:
            return tuple(unquote(part, errors="strict") for part in path.removeprefix("/").split("/"))
        except UnicodeDecodeError:
            raise invalid("The path is no UTF-8.") from None

    @property
    def query(self) -> dict[str, str]:
        """The query parameters. Refuses a repeated one."""
        pairs = parse_qsl(urlsplit(self.target).query, keep_blank_values=True)
        query = dict(pairs)
        if len(query) < len(pairs):
            raise invalid("A query parameter is given twice.")
        return query


@dataclass(frozen=True, slots=True)
class Response:
    """A response; `pace` is the seconds between the bytes of a dripped body."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    body_mode: BodyMode = BodyMode.WHOLE
    pace: float = 1.0


def json_response(value: object, status: int = 200) -> Response:
    return Response(status, json.dumps(value).encode())


def error_response(status: int, code: str, message: str, *headers: tuple[str, str]) -> Response:
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    return Response(status, body, headers=headers)


def refusal_response(refusal: Refusal) -> Response:
    return error_response(refusal.status, refusal.code, refusal.message)


def not_allowed(*methods: str) -> Response:
    message = f"This address takes {' and '.join(methods)} only."
    return error_response(405, "method_not_allowed", message, ("Allow", ", ".join(methods)))
