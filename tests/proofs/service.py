"""A service that accepts posts and keeps a ledger, with a configured fault for the first post it is sent.

Its test tools answer as the sandbox's do, so that a `WorkingSession` can move its clock.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.support.fake_service import FakeService, Post
from tests.support.raw_server import Conversation, RawServer, http
from tests.support.sandbox_process import TEST_KEY

DUE_IN = {"processing": 5.0, "scheduled": 1800.0}
ELSEWHERE = "made-elsewhere"
_JSON = "Content-Type: application/json"
_PAUSE_S = 0.03
_PAGE = b"<!doctype html><title>Sign in to the airport's network</title>"


@dataclass(frozen=True, slots=True)
class Late:
    """A post that is accepted once the clock has been moved so far."""

    at: float
    body: Post
    status: str


@dataclass
class Service(FakeService):
    """The service. `taken` is the ledger: the ids of the accepted posts, with the draft that each was made from.

    `moved` is the offset of its clock, in seconds; a post is published, or a scheduled one due, `DUE_IN` seconds after it was
    accepted. With `echoes`, a GET has the token and the `scheduleAt`. `in_pieces`: answers to posts come with pauses. `behaviour`
    is the fault for the first post, None once it has happened; `each` gives those for all others.
    """

    behaviour: "Behaviour | None" = None
    echoes: bool = False
    in_pieces: bool = False
    moved: float = 0.0
    each: "Callable[[], Behaviour]" = lambda: _usual()
    taken: dict[str, str] = field(default_factory=dict)
    late: list[Late] = field(default_factory=list)
    due: dict[str, float] = field(default_factory=dict)
    published_as: str = "processing"
    looked: bool = False
    user: str = ""
    posted: int = 0

    async def script(self, conversation: Conversation) -> None:
        """Serve a connection, for a RawServer."""
        try:
            if self.behaviour is RESET_ON_CONNECT and self.looked:
                self.behaviour = None
                conversation.reset()
                return
            await self._converse(conversation)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the process at the other end was killed

    async def _converse(self, conversation: Conversation) -> None:
        while head := await conversation.head():
            method, target, _ = head.split(b"\r\n")[0].decode().split()
            if method == "POST" and target.startswith("/api/v1/posts"):
                await self._post(conversation, head)
                return
            status, answer = self._other(method, target, await conversation.body(head))
            await conversation.send(http(status, answer, _JSON))

    async def tools(self, conversation: Conversation) -> None:
        """Serve a connection to the test tools, for a RawServer."""
        while request := await conversation.request():
            head, _, body = request.partition(b"\r\n\r\n")
            if head.startswith(b"POST /control/clock "):
                self.moved += json.loads(body)["advance"]
                self._go_on()
            await conversation.send(http(200, json.dumps({"offset_seconds": self.moved}).encode(), _JSON))

    async def _post(self, conversation: Conversation, head: bytes) -> None:
        self.posted += 1
        behaviour, self.behaviour = self.behaviour or self.each(), None
        await behaviour.play(PostRequest(self, conversation, head))

    def _other(self, method: str, target: str, body: bytes) -> tuple[int, bytes]:
        path, _, query = target.removeprefix("/api").partition("?")
        self.user = parse_qs(query).get("externalUserId", [""])[0]
        self.looked = self.looked or bool(self.user)
        return self._answer(method, path, body)

    def _list(self) -> tuple[int, Any]:
        status, listed = super()._list()
        return status, [post for post in listed if self.user in ("", post["externalUserId"])]

    def _go_on(self) -> None:
        for each in [each for each in self.late if each.at <= self.moved]:
            self.late.remove(each)
            self._take(each.body, each.status)
        for post_id, moment in self.due.items():
            if moment <= self.moved:
                self.say(post_id, "published")

    def _take(self, body: Post, status: str) -> tuple[int, Any]:
        code, answer = super()._take(body, status)
        kept = self.posts[answer["id"]]
        self.taken[answer["id"]] = body["metadata"]["group"]
        self.due[answer["id"]] = self.moved + DUE_IN[status]
        if self.echoes:
            kept["scheduleAt"] = body.get("scheduleAt")
        else:
            del kept["metadata"]
        return code, kept


@dataclass(frozen=True, slots=True)
class PostRequest:
    """One POST of a post as the service receives it. `head` was read."""

    service: Service
    conversation: Conversation
    head: bytes

    async def take(self) -> bytes:
        """Read the rest, and accept it; return the answer's body."""
        body = json.loads(await self.read())
        _, answer = self.service._take(body, self._status)
        return json.dumps(answer).encode()

    async def take_later(self, seconds: float) -> None:
        """Read the rest, and accept it when the clock has been moved so far from now."""
        body = json.loads(await self.read())
        self.service.late.append(Late(self.service.moved + seconds, body, self._status))

    async def read(self) -> bytes:
        """Read the rest."""
        return await self.conversation.body(self.head)

    @property
    def _status(self) -> str:
        return "scheduled" if b"/scheduled " in self.head else self.service.published_as

    async def answer(self, status: int, body: bytes = b"", *headers: str, length: int | None = None) -> None:
        """Answer, in pieces where the service does so."""
        whole = http(status, body, *(headers or (_JSON,)), length=length)
        if not self.service.in_pieces:
            await self.conversation.send(whole)
            return
        half = len(whole) - len(body) // 2
        for piece in (whole[: len(whole) - len(body)], whole[len(whole) - len(body) : half], whole[half:]):
            await self.conversation.send(piece)
            await asyncio.sleep(_PAUSE_S)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The service's treatment of a post. `said`: the extent of its answer: nothing, a status alone, or a body too.

    `resets`: before it has read all.
    """

    name: str
    play: Callable[[PostRequest], Awaitable[None]]
    said: int
    refuses: bool = False
    resets: bool = False

    @property
    def loses(self) -> bool:
        """True where it accepts the post, and its id is not read."""
        return self.name.startswith(("takes it,", "drops, and takes"))


NOTHING, A_STATUS, A_BODY = range(3)


def _takes(status: int, body: bytes | None = None, *headers: str, cut: int = 0) -> Callable[[PostRequest], Awaitable[None]]:
    """Accept the post, then answer with `body`, or the proper answer; the last `cut` bytes of it are not sent."""

    async def play(post: PostRequest) -> None:
        answer = await post.take()
        told = answer if body is None else body
        await post.answer(status, told[: len(told) - cut], *headers, length=len(told))

    return play


def _refuses(status: int, *headers: str, body: bytes = b'{"message": "no"}') -> Callable[[PostRequest], Awaitable[None]]:
    async def play(post: PostRequest) -> None:
        await post.read()
        await post.answer(status, body, *headers)

    return play


async def _takes_and_drops(post: PostRequest) -> None:
    await post.take()


async def _takes_and_resets(post: PostRequest) -> None:
    await post.take()
    post.conversation.reset()


async def _takes_and_hangs(post: PostRequest) -> None:
    await post.take()
    await post.conversation.until_closed()


async def _takes_and_says_that_it_failed(post: PostRequest) -> None:
    """Accept the post, answer that it failed, and publish it all the same when it is due."""
    post_id = json.loads(await post.take())["id"]
    post.service.say(post_id, "failed")
    await post.answer(201, json.dumps(post.service.posts[post_id]).encode())


async def _hangs(post: PostRequest) -> None:
    await post.conversation.until_closed()


async def _resets_after_the_headers(post: PostRequest) -> None:
    post.conversation.reset()


async def _drops_while_another_posts(post: PostRequest) -> None:
    body = json.loads(await post.read())
    mode = "scheduled" if "scheduleAt" in body else "immediate"
    post.service.add(ELSEWHERE, "published", body["externalUserId"], mode=mode)


async def _never(post: PostRequest) -> None:
    raise AssertionError("it resets before anything is read")


def drops_and_takes_after(seconds: float) -> Behaviour:
    """Return a behaviour that drops the connection, and accepts the post so much later all the same."""

    async def play(post: PostRequest) -> None:
        await post.take_later(seconds)

    return Behaviour("drops, and takes it 5 min later", play, NOTHING)


ACCEPTS = Behaviour("takes it", _takes(201), A_BODY)
CHANGES_ITS_MIND = Behaviour("fails first, publishes later", _takes_and_says_that_it_failed, A_BODY)


def _usual() -> Behaviour:
    return ACCEPTS


RESET_ON_CONNECT = Behaviour("resets on connecting", _never, NOTHING, resets=True)
BEHAVIOURS: dict[str, Behaviour] = {
    each.name: each
    for each in (
        ACCEPTS,
        Behaviour("takes it, drops", _takes_and_drops, NOTHING),
        Behaviour("takes it, resets", _takes_and_resets, NOTHING),
        Behaviour("takes it, hangs", _takes_and_hangs, NOTHING),
        Behaviour("takes it, cuts the answer", _takes(201, cut=30), A_BODY),
        Behaviour("takes it, broken JSON", _takes(201, b'{"id": "x", oh'), A_BODY),
        Behaviour("takes it, no id", _takes(201, b'{"status": "published"}'), A_BODY),
        Behaviour("takes it, 204", _takes(204, b""), A_STATUS),
        Behaviour("takes it, page with 200", _takes(200, _PAGE, "Content-Type: text/html"), A_BODY),
        Behaviour("takes it, 500", _takes(500, b'{"message": "oops"}'), A_BODY),
        Behaviour("takes it, 502 page", _takes(502, _PAGE, "Content-Type: text/html"), A_BODY),
        Behaviour("takes it, 409", _takes(409, b'{"message": "exists"}'), A_BODY),
        Behaviour("takes it, 429", _takes(429, b'{"message": "slow"}', "Retry-After: 1"), A_BODY),
        CHANGES_ITS_MIND,
        drops_and_takes_after(300),
        Behaviour("500", _refuses(500), A_BODY),
        Behaviour("503, Retry-After", _refuses(503, "Retry-After: 1"), A_BODY),
        Behaviour("429, Retry-After", _refuses(429, "Retry-After: 1"), A_BODY),
        Behaviour("401", _refuses(401), A_BODY),
        Behaviour("403", _refuses(403), A_BODY),
        Behaviour("400", _refuses(400), A_BODY, refuses=True),
        Behaviour("404", _refuses(404), A_BODY, refuses=True),
        Behaviour("408", _refuses(408), A_BODY),
        Behaviour("redirect", _refuses(307, "Location: https://example.com/"), A_BODY, refuses=True),
        Behaviour("page with 200", _refuses(200, "Content-Type: text/html", body=_PAGE), A_BODY),
        Behaviour("drops, another posts", _drops_while_another_posts, NOTHING),
        RESET_ON_CONNECT,
        Behaviour("resets after the headers", _resets_after_the_headers, NOTHING, resets=True),
        Behaviour("hangs", _hangs, NOTHING),
    )
}


def twice(service: Service) -> tuple[str, ...]:
    """Return the drafts of which the service accepted more than one post."""
    return tuple(draft for draft, times in Counter(service.taken.values()).items() if times > 1)


@asynccontextmanager
async def at_work(service: Service) -> AsyncIterator[dict[str, str]]:
    """Run the service; yield the fields of a `SandboxProcess`."""
    async with RawServer(service.script) as server, RawServer(service.tools) as tools:
        control = tools.base_url.removesuffix("/api") + "/control"
        yield {"base_url": server.base_url, "control_url": control, "feed_url": "", "key": TEST_KEY}
