"""A service without a socket, with a ledger of accepted posts, and with every oddity that the API text leaves room for."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from postdesk.api.http_response import BodyEnd, HttpResponse
from postdesk.api.requests import Request
from postdesk.domain.times import parse_wire_time, wire_time

NEVER: Final = timedelta(days=1000)
_A_WHILE: Final = timedelta(minutes=1)
_LATE: Final = timedelta(minutes=2)
Body = dict[str, Any]


@dataclass
class AcceptedPost:
    """A post that the service accepted, or will. `number` counts sent posts; 0: made elsewhere.

    `forgotten`: sent in a part of the profile's history that a restored copy does not know.
    """

    id: str
    number: int
    user: str
    platform: str
    content: str
    token: str
    schedule_at: str
    sent_at: datetime
    taken_at: datetime
    listed_at: datetime
    ends_as: str
    forgotten: bool = False

    @property
    def ours(self) -> bool:
        return bool(self.number) and not self.forgotten


@dataclass
class Account:
    """The account that answers on a platform, by the loop's time since `changed_at`."""

    id: str
    status: str = "connected"
    changed_at: float = 0.0


_ROOM = 2
"""The number of posts in a list that has no room for more."""


@dataclass
class ServiceBehaviour:
    """The present behaviour of the service. `repeats`: of token, content, moment.

    `lists`: whole, cut (and reported so), short (and not reported), of two posts at most (little room), the same for any
    requested dates (no dates), or broken off by the connection. `goes_back`: it reports each post as being published, and then as
    scheduled. `contradicts`: the platforms' results of a published request, empty for the same. A post that `ends_as` "late"
    failed, and is published later.
    """

    online: bool = True
    key_works: bool = True
    lists: str = "whole"
    gets: str = "well"
    lag: timedelta = timedelta()
    repeats: frozenset[str] = frozenset({"token", "content", "moment"})
    ends_as: str = "published"
    takes_a_while: bool = False
    goes_back: bool = False
    contradicts: str = ""
    by_due_time: bool = False


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """An answer to a request for the list of one user: its ids, its time by the loop, and its claim to be complete."""

    at: float
    user: str
    ids: frozenset[str]
    whole: bool


@dataclass
class Ledger:
    """The service. `now` is its clock; `first_byte` is called with a post's body when its first byte arrives."""

    now: Callable[[], datetime]
    first_byte: Callable[[Body], None] = lambda body: None
    said: Callable[[str], None] = lambda line: None
    odd: ServiceBehaviour = field(default_factory=ServiceBehaviour)
    taken: list[AcceptedPost] = field(default_factory=list)
    coming: list[AcceptedPost] = field(default_factory=list)
    accounts: dict[tuple[str, str], Account] = field(default_factory=dict)
    lists: list[ListAnswer] = field(default_factory=list)
    sent: int = 0
    _ids: int = 0
    _told: int = 0

    def send(self, body: Body, schedule: bool, after: timedelta | None) -> AcceptedPost:
        """Begin the sending of a post; the service accepts it `after` that time, if ever."""
        self.sent += 1
        post = self._new(body, schedule, self.sent, after or timedelta())
        if after is not None:
            self.coming.append(post)
        return post

    def elsewhere(self, user: str, platform: str, content: str, token: str, due_in: timedelta | None) -> AcceptedPost:
        """Add a post that was made somewhere else."""
        body: Body = {"externalUserId": user, "content": content, "platforms": [platform], "metadata": {"clientToken": token}}
        if due_in:
            body["scheduleAt"] = wire_time((self.now() + due_in).replace(microsecond=0))
        post = self._new(body, bool(due_in), 0, timedelta())
        self.taken.append(post)
        return post

    def _new(self, body: Body, schedule: bool, number: int, after: timedelta) -> AcceptedPost:
        self._ids += 1
        now = self.now()
        return AcceptedPost(
            f"id-{self._ids}",
            number,
            body["externalUserId"],
            body["platforms"][0],
            body["content"],
            body["metadata"].get("clientToken", ""),
            body["scheduleAt"] if schedule else "",
            now,
            now + after,
            now + after + self.odd.lag,
            self.odd.ends_as,
        )

    def there_before(self, user: str, since: float) -> frozenset[str]:
        """Return the ids that each list of that user's had since then."""
        told = [each.ids for each in self.lists if each.user == user and each.at >= since]
        return frozenset.intersection(*told) if told else frozenset()

    def settle(self) -> None:
        """Accept the posts that have arrived."""
        arrived = [post for post in self.coming if post.taken_at <= self.now()]
        for post in arrived:
            self.coming.remove(post)
            self.taken.append(post)
            self.said(f"    the service takes {post.content!r} on {post.platform} as {post.id}")

    def get(self, post_id: str) -> AcceptedPost | None:
        self.settle()
        return next((post for post in self.taken if post.id == post_id), None)

    def answer(self, request: Request) -> HttpResponse:
        """Return the answer to a GET."""
        if not self.odd.key_works:
            return self.reply(401, {})
        path, _, query = request.target.partition("?")
        match path.split("/")[2:]:
            case ["end-users", user, "connections"]:
                return self.reply(200, self._connections(unquote(user)))
            case ["posts"]:
                return self._list({name: values[0] for name, values in parse_qs(query).items()})
            case ["posts", post_id]:
                return self._get(unquote(post_id))
        return self.reply(404, {})

    def reply(self, status: int, value: object, body: str = "", end: BodyEnd = BodyEnd.WHOLE) -> HttpResponse:
        text = json.dumps(value).encode()
        raw = {"empty": b"", "cut": text[:6], "garbled": b"", "without id": b"{}", "page": b"<!doctype html>"}.get(body, text)
        end = {"cut": BodyEnd.BROKEN, "garbled": BodyEnd.GARBLED}.get(body, end)
        headers = {"date": format_datetime(self.now(), usegmt=True)} | ({"retry-after": "30"} if status == 429 else {})
        return HttpResponse(status, headers, raw, end)

    def _connections(self, user: str) -> list[Body]:
        return [
            {"id": f"{user}-{platform}", "platform": platform, "status": account.status, "remoteAccountId": account.id}
            for (owner, platform), account in self.accounts.items()
            if owner == user
        ]

    def _list(self, wanted: dict[str, str]) -> HttpResponse:
        self.settle()
        found = [post for post in self.taken if post.listed_at <= self.now() and self._fits(post, wanted)]
        told, end = self._register(found)
        if user := wanted.get("externalUserId"):
            ids = frozenset(post.id for post in told)
            self.lists.append(ListAnswer(asyncio.get_running_loop().time(), user, ids, end is BodyEnd.WHOLE))
        answer = self.reply(200, [self.shown(post, bare=True) for post in told])
        return answer if end is BodyEnd.WHOLE else HttpResponse(200, answer.headers, answer.body[:-1] + b', {"id": "id-', end)

    def _register(self, found: list[AcceptedPost]) -> tuple[list[AcceptedPost], BodyEnd]:
        """Return the part of these posts that a list holds, and the way in which the list ends."""
        match self.odd.lists:
            case "short":
                return found[-2:], BodyEnd.WHOLE
            case "cut":
                return found[:-1], BodyEnd.CAPPED
            case "little room" | "no dates" if len(found) > _ROOM:
                return found[:_ROOM], BodyEnd.CAPPED
            case "broken off" if len(found) > _ROOM:
                return found[:_ROOM], BodyEnd.BROKEN
            case _:
                return found, BodyEnd.WHOLE

    def _fits(self, post: AcceptedPost, wanted: dict[str, str]) -> bool:
        moment = (parse_wire_time(post.schedule_at) if self.odd.by_due_time else None) or post.taken_at
        start, end = (parse_wire_time(wanted.get(name, "")) for name in ("dateFrom", "dateTo"))
        known = wanted.get("externalUserId", post.user) == post.user
        if self.odd.lists == "no dates":
            return known
        return known and (not start or start <= moment) and (not end or moment <= end)

    def _get(self, post_id: str) -> HttpResponse:
        post = self.get(post_id)
        if post is None or self.odd.gets == "missing":
            return self.reply(404, {})
        if self.odd.gets == "failing":
            return self.reply(500, {})
        return self.reply(200, self.shown(post), "cut" if self.odd.gets == "broken" else "")

    def shown(self, post: AcceptedPost, *, bare: bool = False) -> Body:
        """Return a post as the service shows it; a list shows less (`bare`)."""
        status, repeats = self._status(post), self.odd.repeats
        shown: Body = {"id": post.id, "status": status, "externalUserId": post.user}
        shown["mode"] = "scheduled" if post.schedule_at else "immediate"
        if post.schedule_at and "moment" in repeats:
            shown["scheduleAt"] = post.schedule_at
        elif post.schedule_at and "second" in repeats:
            shown["scheduleAt"] = f"{post.schedule_at[:19]}Z"
        if "created" in repeats:
            shown["createdAt"] = wire_time(post.taken_at)
        if bare:
            return shown
        if "token" in repeats:
            shown["metadata"] = {"clientToken": post.token}
        if "content" in repeats:
            shown["content"], shown["platforms"] = post.content, [post.platform]
        if status in ("published", "failed"):
            result = self.odd.contradicts if status == "published" and self.odd.contradicts else status
            shown["platformResults"] = [{"platform": post.platform, "status": result}]
        return shown

    def up_since(self, post: AcceptedPost) -> datetime | None:
        """Return the time since which it is published, None where it isn't."""
        ready = self._ready(post) + (_LATE if post.ends_as == "late" else timedelta())
        return ready if post.ends_as in ("published", "late") and ready <= self.now() else None

    def _status(self, post: AcceptedPost) -> str:
        due = parse_wire_time(post.schedule_at)
        if self.odd.goes_back:
            self._told += 1
            return ("processing", "scheduled")[self._told % 2]
        if due and due > self.now():
            return "scheduled"
        if self._ready(post) > self.now():
            return "processing"
        return ("published" if self.up_since(post) else "failed") if post.ends_as == "late" else post.ends_as

    def _ready(self, post: AcceptedPost) -> datetime:
        return (parse_wire_time(post.schedule_at) or post.taken_at) + (_A_WHILE if self.odd.takes_a_while else timedelta())
