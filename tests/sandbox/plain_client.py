"""A plain HTTP client for the sandbox's tests: only http.client lies between the test and the wire."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from postdesk.sandbox.runner import Sandbox


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def reason(self) -> str:
        """The message of an error body."""
        return str(self.json["error"]["message"])


class PlainClient:
    def __init__(self, base_url: str, control_url: str, key: str) -> None:
        self.base_url = base_url
        self.control_url = control_url
        self.key = key

    @classmethod
    def of(cls, sandbox: Sandbox, key: str) -> "PlainClient":
        return cls(sandbox.base_url, sandbox.control_url, key)

    def send(self, method: str, url: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        """Send one request on a connection of its own, with just these headers."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        try:
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            connection.request(method, target, data, headers or {})
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def ask(self, method: str, path: str, body: object = None) -> Reply:
        """Send a request to the API, by a path below its base URL."""
        return self._json(method, f"{self.base_url}{path}", body)

    def control(self, method: str, path: str, body: object = None) -> Reply:
        """Send a request to the control endpoint, by a path below `/control/v1/`."""
        return self._json(method, f"{self.control_url}/{path}", body)

    def page(self, path: str, form: dict[str, str] | None = None) -> Reply:
        """Get a page, or send its form; redirects are not followed."""
        url = path if path.startswith("http") else f"{self.base_url.removesuffix('/api')}{path}"
        if form is None:
            return self.send("GET", url)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", url, urlencode(form).encode(), headers)

    def arm(self, kind: str, **more: object) -> str:
        """Arm a fault; return its id."""
        reply = self.control("POST", "faults", {"kind": kind, **more})
        assert reply.status == 201, reply.text
        return str(reply.json["id"])

    def advance(self, seconds: float) -> None:
        assert self.control("POST", "clock", {"advance": seconds}).status == 200

    def make_user(self, external_user_id: str = "ann", **more: object) -> None:
        assert self.ask("POST", "/v1/end-users", {"externalUserId": external_user_id, **more}).status == 200

    def connect(self, platform: str, external_user_id: str = "ann", **more: object) -> None:
        body = {"external_user_id": external_user_id, "platform": platform, **more}
        assert self.control("POST", "connections", body).status == 200

    def connections(self, external_user_id: str = "ann") -> Any:
        return self.ask("GET", f"/v1/end-users/{quote(external_user_id, safe='')}/connections").json

    def now(self) -> str:
        return str(self.control("GET", "state").json["clock"])

    def _json(self, method: str, url: str, body: object) -> Reply:
        headers = {"Authorization": f"Bearer {self.key}"}
        if body is None:
            return self.send(method, url, None, headers)
        return self.send(method, url, json.dumps(body).encode(), headers | {"Content-Type": "application/json"})
