"""A service controlled by a test: its lists, its answers to GET and to POST. It counts its requests.

The sandbox behaves as a strict service would; this one can be as odd as the API text leaves room for.
"""

import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.support.raw_server import Conversation, RawServer, http
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import Options, WorkingSession, working_session

from postdesk.domain.clients import Client, LockIn

Post = dict[str, Any]
_EACH = ("linkedin", "twitter", "threads")


@dataclass
class FakeService:
    """A service whose answers a test controls.

    Posts and lists:
    `posts`: the posts by id. `hidden`: the ids that lists leave out. `broken`: the ids whose GET returns invalid JSON.
    `failing`: the ids whose GET returns the status `failing_with`. `repeats_tokens`: a GET returns the client token of the
    post; a list never does. `filters_dates`: a list has only the posts between the requested dates, by `scheduleAt` or else
    `createdAt`. `breaks_lists_at`: a longer list ends after so many bytes, and the connection closes.

    HTTP statuses: `answers_posts_with` of the answer to an accepted post, `list_status` of a list. `loses_answers`: a post is
    accepted, and the connection closes without an answer. `retry_after`: the Retry-After header of failures; empty for none.

    Statuses of new posts: `published_as` of one that goes out at once, `scheduled_as` of a scheduled one; `posts_as` has other
    ones by the first platform of the post. `next_id` returns the id of a new post.

    Requests: `requests` counts them by operation, `lists_asked` has the query of each list request, `posts_asked` the id of each
    request for one post, and `on_request` is called with each operation before the answer.
    """

    posts: dict[str, Post] = field(default_factory=dict)
    platforms: tuple[str, ...] = _EACH
    hidden: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)
    failing_with: int = 500
    requests: Counter[str] = field(default_factory=Counter)
    on_request: Callable[[str], None] = lambda operation: None
    loses_answers: bool = False
    answers_posts_with: int = 201
    repeats_tokens: bool = True
    list_status: int = 200
    published_as: str = "published"
    scheduled_as: str = "scheduled"
    posts_as: dict[str, str] = field(default_factory=dict)
    next_id: Callable[[], str] | None = None
    filters_dates: bool = False
    breaks_lists_at: int | None = None
    retry_after: str = ""
    lists_asked: list[dict[str, str]] = field(default_factory=list)
    posts_asked: list[str] = field(default_factory=list)
    _query: dict[str, str] = field(default_factory=dict)

    async def script(self, conversation: Conversation) -> None:
        """Serve a connection, for a RawServer."""
        while request := await conversation.request():
            head, _, body = request.partition(b"\r\n\r\n")
            method, target, _ = head.split(b"\r\n")[0].decode().split()
            path, _, query = target.removeprefix("/api").partition("?")
            status, answer = self._answer(method, path, body, dict(parse_qsl(query)))
            if self.loses_answers and method == "POST":
                return
            headers = [f"Retry-After: {self.retry_after}"] if self.retry_after and status >= 300 else []
            whole = http(status, answer, "Content-Type: application/json", *headers)
            if path == "/v1/posts" and self.breaks_lists_at is not None and len(answer) > self.breaks_lists_at:
                await conversation.send(whole[: -len(answer)] + answer[: self.breaks_lists_at])
                return
            await conversation.send(whole)

    def add(self, post_id: str, status: str, user: str = "ann", **more: Any) -> None:
        """Add a post to the service."""
        platforms = [{"platform": "linkedin", "status": status, "externalId": f"urn:{post_id}"}]
        self.posts[post_id] = {"id": post_id, "mode": "immediate", "status": status, "externalUserId": user} | more
        self.posts[post_id].setdefault("platformResults", platforms)

    def say(self, post_id: str, status: str) -> None:
        """Give a post that status from now on, and each platform of it."""
        for each in (self.posts[post_id], *self.posts[post_id]["platformResults"]):
            each["status"] = status

    def _answer(self, method: str, path: str, body: bytes, query: dict[str, str] | None = None) -> tuple[int, bytes]:
        self._query = query or {}
        operation, answer = self._operation(method, [unquote(part) for part in path.split("/")[2:]], body)
        self.requests[operation] += 1
        self.on_request(operation)
        status, value = answer()
        return status, value if isinstance(value, bytes) else json.dumps(value).encode()

    def _operation(self, method: str, parts: list[str], body: bytes) -> tuple[str, Callable[[], tuple[int, Any]]]:
        match method, parts:
            case "GET", ["posts"]:
                return "list_posts", self._list
            case "GET", ["posts", post_id]:
                return "get_post", lambda: self._get(post_id)
            case "POST", ["posts"]:
                return "publish", lambda: self._take(json.loads(body), self.published_as)
            case "POST", ["posts", "scheduled"]:
                return "schedule", lambda: self._take(json.loads(body), self.scheduled_as)
            case "GET", ["end-users", user, "connections"]:
                return "connections", lambda: (200, [self._connection(platform, user) for platform in self.platforms])
            case "POST", ["end-users"]:
                return "upsert", lambda: (200, json.loads(body))
        return "unknown", lambda: (404, {})

    def _list(self) -> tuple[int, Any]:
        self.lists_asked.append(self._query)
        listed = [post for post_id, post in self.posts.items() if post_id not in self.hidden and self._has(self._query, post)]
        random.shuffle(listed)
        return self.list_status, [{**post, "platformResults": [], "metadata": {}} for post in listed]

    def _has(self, query: dict[str, str], post: Post) -> bool:
        moment = str(post.get("scheduleAt") or post.get("createdAt") or "")
        if not (self.filters_dates and moment):
            return True
        return query.get("dateFrom", "") <= moment <= query.get("dateTo", "9")

    def _get(self, post_id: str) -> tuple[int, Any]:
        self.posts_asked.append(post_id)
        if post_id in self.broken:
            return 200, b"{ this is cut"
        if post_id in self.failing:
            return self.failing_with, {}
        return (200, self.posts[post_id]) if post_id in self.posts else (404, {})

    def _take(self, body: Post, status: str) -> tuple[int, Any]:
        post_id = self.next_id() if self.next_id else f"id-{len(self.posts)}"
        mode = "scheduled" if "scheduleAt" in body else "immediate"
        status = self.posts_as.get(body["platforms"][0], status)
        results = [{"platform": each, "status": status, "externalId": f"urn:{post_id}"} for each in body["platforms"]]
        metadata = body["metadata"] if self.repeats_tokens else {}
        self.add(post_id, status, body["externalUserId"], mode=mode, metadata=metadata, platformResults=results)
        return self.answers_posts_with, self.posts[post_id]

    def _connection(self, platform: str, user: str) -> dict[str, str]:
        return {
            "id": f"{user}-{platform}",
            "platform": platform,
            "status": "connected",
            "remoteAccountId": f"account-{platform}",
            "remoteUsername": f"name of {platform}",
        }


@asynccontextmanager
async def serving(
    service: FakeService, folder: Path, sandbox: SandboxProcess, options: Options | None = None
) -> AsyncIterator[WorkingSession]:
    """Run a session at work against `service`; the sandbox only gives it the time."""
    async with RawServer(service.script) as server:
        chosen = replace(options or Options(), base_url=server.base_url)
        async with working_session(folder / "profile", sandbox, chosen) as work:
            yield work


async def client_with_accounts(work: WorkingSession, lock_in: LockIn | None = None) -> Client:
    """Add the service's user `ann`, with an account on each platform that it has by itself."""
    ann = await work.client("ann", lock_in=lock_in)
    work.session.connections.refresh(ann.id)
    await work.until(lambda: len(work.session.connections.of(ann.id)) == len(_EACH))
    return ann
