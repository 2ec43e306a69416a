"""Each row of the table "what happened → next state" on a real socket: the sender's outcome and what the server received."""

import asyncio
import contextlib
import errno
import gc
import gzip
import socket
import sys
from collections.abc import Awaitable, Callable

import pytest
from tests.api.conftest import MakeClient
from tests.support.raw_server import Conversation, RawServer, Script, answers, closes, drips, http, resets, stays_silent

from postdesk.api import errors
from postdesk.api.client import ApiClient
from postdesk.api.errors import ApiError, NotSent, NotSentReason
from postdesk.domain.remote import OutgoingPost, RemotePost

POST = OutgoingPost("user_123", "Grüße 👋", ("linkedin",), metadata=(("clientToken", "t-1"),))
MADE = b'{"id": "p1", "mode": "immediate", "status": "published", "externalUserId": "user_123"}'


class Mark:
    """Counts the marks, and notes what the server had received when each was made."""

    def __init__(self, server: RawServer | None = None) -> None:
        self.server = server
        self.received_before: list[list[bytes]] = []

    async def __call__(self) -> None:
        await asyncio.sleep(0)
        self.received_before.append(self.server.received if self.server else [])


async def publish(client: ApiClient, mark: Callable[[], Awaitable[None]]) -> RemotePost | ApiError:
    try:
        return await client.publish(POST, mark=mark, cause="entry-1")
    except ApiError as error:
        return error


async def outcome_of(script: Script, make_client: MakeClient) -> RemotePost | ApiError:
    async with RawServer(script) as server:
        mark = Mark(server)
        outcome = await publish(make_client(server.base_url), mark)
        assert mark.received_before == [[b""]], "marked once, connected, before the first byte"
        assert len(server.received) == 1, "one connection, one request, whatever happened"
        assert server.received[0].count(b"POST /api/v1/posts HTTP/1.1") == 1
    return outcome


async def test_2xx_with_an_id_is_accepted(make_client: MakeClient) -> None:
    outcome = await outcome_of(answers(http(201, MADE)), make_client)
    assert isinstance(outcome, RemotePost)
    assert (outcome.id, outcome.status, outcome.raw) == ("p1", "published", MADE.decode())


async def test_2xx_whose_body_breaks_off_behind_the_id_is_accepted(make_client: MakeClient) -> None:
    outcome = await outcome_of(answers(http(200, MADE, length=len(MADE) + 10)), make_client)
    assert isinstance(outcome, RemotePost)


@pytest.mark.parametrize(
    "answer",
    [
        http(201),
        http(204),
        http(201, MADE[:30]),
        http(201, MADE[:30], length=len(MADE)),
        http(201, b"", length=len(MADE)),
        http(201, b"not gzip at all", "Content-Encoding: gzip"),
        http(201, gzip.compress(MADE, mtime=0)[:-12], "Content-Encoding: gzip"),
        http(201, MADE, "Content-Encoding: br"),
        http(201, b'{"content": "' + b"x" * (1 << 20) + b'", "id": "p1"}'),
        http(201, gzip.compress(b'{"content": "' + b"x" * (64 << 20), mtime=0), "Content-Encoding: gzip"),
        http(201, b'{"status": "published"}'),
        http(201, b'{"id": null}'),
        http(201, b'{"id": {"no": "id"}}'),
        http(201, b"[]"),
        http(201, b"[" * 100_000),
    ],
    ids=str,
)
async def test_2xx_without_a_readable_reference_is_received(answer: bytes, make_client: MakeClient) -> None:
    outcome = await outcome_of(answers(answer), make_client)
    assert type(outcome) is errors.AcceptedWithoutId
    assert outcome.status in (201, 204)


async def test_2xx_whose_body_never_ends_is_received_at_the_deadline(make_client: MakeClient) -> None:
    outcome = await outcome_of(drips(b"HTTP/1.1 201 Created\r\nContent-Length: 5000\r\n\r\n{", 0.05), make_client)
    assert type(outcome) is errors.AcceptedWithoutId


async def test_2xx_that_is_a_page_is_not_the_service(make_client: MakeClient) -> None:
    outcome = await outcome_of(answers(http(200, b"\n<html>Welcome to the hotel</html>")), make_client)
    assert type(outcome) is errors.NotTheService


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *[(status, errors.ValidationRefused) for status in (400, 405, 413, 415, 422)],
        (404, errors.NotFound),
        *[(status, errors.UnexpectedRedirect) for status in (300, 301, 302, 303, 307, 308)],
        (401, errors.KeyRejected),
        (403, errors.PermissionRefused),
        *[(status, errors.ServerFailure) for status in (402, 407, 408, 409, 418, 425, 499, 500, 501, 502, 503, 504, 599)],
    ],
)
async def test_statuses(status: int, kind: type[ApiError], make_client: MakeClient) -> None:
    body = b'{"error": {"code": "bad_field", "message": "content is too long"}}'
    outcome = await outcome_of(answers(http(status, body, "Location: https://elsewhere.example/")), make_client)
    assert type(outcome) is kind
    assert outcome.status == status
    assert outcome.detail == "bad_field: content is too long"


async def test_429_tells_how_long_to_wait(make_client: MakeClient) -> None:
    outcome = await outcome_of(answers(http(429, b"slow down", "Retry-After: 17")), make_client)
    assert type(outcome) is errors.RateLimited
    assert (outcome.retry_after, outcome.detail, outcome.cause) == (17, "slow down", "entry-1")


async def test_a_refusal_counts_even_when_its_body_is_lost(make_client: MakeClient) -> None:
    outcome = await outcome_of(answers(http(400, b'{"err', length=500)), make_client)
    assert type(outcome) is errors.ValidationRefused


async def half_a_head(conversation: Conversation) -> None:
    await conversation.request()
    await conversation.send(b"HTTP/1.1 20")


async def garbage(conversation: Conversation) -> None:
    await conversation.request()
    await conversation.send(b"SSH-2.0-OpenSSH_10.0\r\n\r\n")


@pytest.mark.parametrize(
    "script",
    [resets, closes, stays_silent, half_a_head, garbage, drips(b"HTTP/1.1 ", 0.05), drips(b"HTTP/1.1 102 Wait\r\n\r\n", 0.05)],
    ids=["reset", "closed", "read timeout", "half a head", "garbage", "dripping head", "interim only"],
)
async def test_anything_after_the_mark_without_a_status_is_lost(script: Script, make_client: MakeClient) -> None:
    outcome = await outcome_of(script, make_client)
    assert type(outcome) is errors.ConnectionLost
    assert outcome.status is None


async def never_reads(conversation: Conversation) -> None:
    await asyncio.sleep(30)


async def test_a_server_that_does_not_read_is_lost(make_client: MakeClient) -> None:
    async with RawServer(never_reads) as server:
        big = OutgoingPost("user_123", "x" * (16 << 20), ("linkedin",))
        with pytest.raises(errors.ConnectionLost):
            await make_client(server.base_url).publish(big, mark=Mark(), cause="entry-1")


async def test_a_refused_connection_is_not_sent(make_client: MakeClient) -> None:
    async with RawServer(closes) as server:
        base_url = server.base_url
    mark = Mark()
    outcome = await publish(make_client(base_url), mark)
    assert isinstance(outcome, NotSent)
    assert outcome.reason is NotSentReason.REFUSED
    assert mark.received_before == []


@pytest.mark.usefixtures("no_names")
async def test_an_unknown_name_is_not_sent(make_client: MakeClient) -> None:
    mark = Mark()
    outcome = await publish(make_client("https://no-such-host.invalid/api"), mark)
    assert isinstance(outcome, NotSent)
    assert outcome.reason is NotSentReason.DNS
    assert mark.received_before == []


async def test_a_connection_that_nobody_accepts_is_not_sent(make_client: MakeClient) -> None:
    with socket.socket() as full, contextlib.ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            other = waiting.enter_context(socket.socket())
            other.setblocking(False)
            other.connect_ex(full.getsockname())
        mark = Mark()
        outcome = await publish(make_client(f"http://127.0.0.1:{full.getsockname()[1]}/api"), mark)
    assert isinstance(outcome, NotSent)
    assert outcome.reason is NotSentReason.CONNECT_TIMEOUT
    assert mark.received_before == []


@pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN])
async def test_no_way_to_the_network_is_not_sent(number: int, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_way(*_: object, **__: object) -> None:
        raise OSError(number, "No way")

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", no_way)
    outcome = await publish(make_client("http://127.0.0.1:1/api"), Mark())
    assert isinstance(outcome, NotSent)
    assert outcome.reason is NotSentReason.UNREACHABLE


async def test_a_cancelled_request_is_cancelled(make_client: MakeClient) -> None:
    async with RawServer(stays_silent) as server:
        sending = asyncio.ensure_future(publish(make_client(server.base_url), Mark(server)))
        await asyncio.sleep(0.1)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending


async def test_every_post_has_a_connection_of_its_own(make_client: MakeClient) -> None:
    async with RawServer(answers(http(201, MADE), http(201, MADE))) as server:
        client = make_client(server.base_url)
        for _ in range(2):
            await publish(client, Mark())
        assert len(server.received) == 2


@pytest.mark.parametrize("size", [2_000_000, 20_000_000])
async def test_an_answer_that_is_too_long_is_left_with_nothing_half_read(make_client: MakeClient, size: int) -> None:
    dropped: list[object] = []
    hooks = sys.get_asyncgen_hooks()
    async with RawServer(answers(http(200, b" " * size))) as server:
        client = make_client(server.base_url)
        sys.set_asyncgen_hooks(finalizer=dropped.append)
        try:
            with pytest.raises(errors.UnreadableResponse):
                await client.get_post("p1", cause="test")
            gc.collect()
        finally:
            sys.set_asyncgen_hooks(*hooks)
    assert dropped == []
