"""The mark: when it is made, what its failure leaves behind, and its effect on the deadline."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.api.conftest import MakeClient
from tests.support.connect_proxy import refuses, tunnels
from tests.support.raw_server import RawServer, answers, closes, drips, http, stays_silent

from postdesk.api.client import ClientTimeouts
from postdesk.api.errors import ConnectionLost, NotSent, NotSentReason
from postdesk.api.transport import RequestTimeouts
from postdesk.domain.remote import OutgoingPost

POST = OutgoingPost("user_123", "Hello", ("linkedin",))
MADE = http(201, b'{"id": "p1"}')


class LockLost(Exception):
    """An exception that a store might raise."""


def fails_with(error: BaseException) -> Callable[[], Awaitable[None]]:
    async def mark() -> None:
        await asyncio.sleep(0)
        raise error

    return mark


@pytest.mark.parametrize("error", [LockLost("taken"), OSError("disk full"), TimeoutError("locked"), KeyError("row")], ids=repr)
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
async def test_a_failing_mark_leaves_the_server_with_no_byte(
    error: Exception, secure: bool, make_client: MakeClient, tls: ssl.SSLContext, ca_file: Path
) -> None:
    async with RawServer(stays_silent, tls=tls if secure else None) as server:
        with pytest.raises(NotSent) as raised:
            await make_client(server.base_url, ca_file=str(ca_file)).publish(POST, mark=fails_with(error), cause="e1")
        await asyncio.sleep(0.05)
        assert server.received == [b""]
    assert raised.value.reason is NotSentReason.NOT_MARKED
    assert raised.value.__cause__ is error


async def test_the_commit_does_not_count_towards_the_deadline(make_client: MakeClient) -> None:
    committed = []

    async def slow_commit() -> None:
        await asyncio.sleep(0.5)
        committed.append(True)

    timeouts = ClientTimeouts(post=RequestTimeouts(connect=0.2, read=0.3, total=0.3))
    async with RawServer(answers(MADE)) as server:
        post = await make_client(server.base_url, timeouts=timeouts).publish(POST, mark=slow_commit, cause="e1")
    assert committed
    assert post.id == "p1"


async def test_the_deadline_goes_on_after_the_commit(make_client: MakeClient) -> None:
    async def commit() -> None:
        await asyncio.sleep(0.2)

    timeouts = ClientTimeouts(post=RequestTimeouts(connect=0.1, read=5, total=0.3))
    async with RawServer(drips(b"HTTP/1.1 ", 0.05)) as server:
        started = asyncio.get_running_loop().time()
        with pytest.raises(ConnectionLost):
            await make_client(server.base_url, timeouts=timeouts).publish(POST, mark=commit, cause="e1")
        assert 0.4 < asyncio.get_running_loop().time() - started < 2


async def test_cancelled_during_the_commit_the_commit_ends_and_no_byte_leaves(make_client: MakeClient) -> None:
    committing = asyncio.Event()
    committed = []

    async def commit() -> None:
        committing.set()
        await asyncio.sleep(0.2)
        committed.append(True)

    async with RawServer(stays_silent) as server:
        sending = asyncio.ensure_future(make_client(server.base_url).publish(POST, mark=commit, cause="e1"))
        await committing.wait()
        sending.cancel()
        await asyncio.sleep(0.05)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert committed
        await asyncio.sleep(0.05)
        assert server.received == [b""]


async def test_a_connection_that_never_comes_up_is_given_up_without_a_mark(make_client: MakeClient, ca_file: Path) -> None:
    marked = []

    async def mark() -> None:
        marked.append(True)

    async with RawServer(stays_silent) as server:
        base_url = server.base_url.replace("http://127.0.0.1", "https://127.0.0.1")
        with pytest.raises(NotSent) as raised:
            await make_client(base_url, ca_file=str(ca_file)).publish(POST, mark=mark, cause="e1")
    assert raised.value.reason is NotSentReason.CONNECT_TIMEOUT
    assert not marked


async def test_through_an_accepting_proxy_only_the_post_itself_is_marked(
    make_client: MakeClient, tls: ssl.SSLContext, ca_file: Path
) -> None:
    async with RawServer(answers(MADE), tls=tls) as server, RawServer(tunnels()) as proxy:
        before = []

        async def mark() -> None:
            before.append((proxy.received[0].partition(b"\r\n")[0], any(server.received)))

        client = make_client(server.base_url, proxy=f"http://127.0.0.1:{proxy.port}", ca_file=str(ca_file))
        post = await client.publish(POST, mark=mark, cause="e1")
    assert before == [(b"CONNECT 127.0.0.1:%d HTTP/1.1" % server.port, False)]
    assert post.id == "p1"


async def test_through_a_proxy_a_failing_mark_leaves_the_server_with_no_byte(
    make_client: MakeClient, tls: ssl.SSLContext, ca_file: Path
) -> None:
    async with RawServer(stays_silent, tls=tls) as server, RawServer(tunnels()) as proxy:
        client = make_client(server.base_url, proxy=f"http://127.0.0.1:{proxy.port}", ca_file=str(ca_file))
        with pytest.raises(NotSent) as raised:
            await client.publish(POST, mark=fails_with(LockLost()), cause="e1")
        await asyncio.sleep(0.05)
        assert server.received == [b""]
    assert raised.value.reason is NotSentReason.NOT_MARKED


async def test_a_connection_lost_behind_the_proxy_after_the_mark_is_lost(
    make_client: MakeClient, tls: ssl.SSLContext, ca_file: Path
) -> None:
    async def mark() -> None:
        pass

    async with RawServer(closes, tls=tls) as server, RawServer(tunnels()) as proxy:
        client = make_client(server.base_url, proxy=f"http://127.0.0.1:{proxy.port}", ca_file=str(ca_file))
        with pytest.raises(ConnectionLost):
            await client.publish(POST, mark=mark, cause="e1")


@pytest.mark.parametrize("script", [refuses(407), refuses(502), closes, stays_silent], ids=["407", "502", "closed", "silent"])
async def test_a_proxy_that_does_not_connect_means_not_sent_and_not_marked(
    script: Callable[..., Awaitable[None]], make_client: MakeClient, tls: ssl.SSLContext, ca_file: Path
) -> None:
    marked = []

    async def mark() -> None:
        marked.append(True)

    async with RawServer(stays_silent, tls=tls) as server, RawServer(script) as proxy:
        client = make_client(server.base_url, proxy=f"http://127.0.0.1:{proxy.port}", ca_file=str(ca_file))
        with pytest.raises(NotSent) as raised:
            await client.publish(POST, mark=mark, cause="e1")
        assert server.received == []
    assert raised.value.reason is NotSentReason.PROXY
    assert not marked


async def test_a_proxy_that_is_not_there(make_client: MakeClient, ca_file: Path) -> None:
    async with RawServer(closes) as gone:
        port = gone.port
    with pytest.raises(NotSent) as raised:
        await make_client("https://example.invalid/api", proxy=f"http://127.0.0.1:{port}").get_post("p1", cause="e1")
    assert raised.value.reason is NotSentReason.PROXY


async def test_a_certificate_of_an_unknown_authority_is_not_sent_to(make_client: MakeClient, tls: ssl.SSLContext) -> None:
    marked = []

    async def mark() -> None:
        marked.append(True)

    async with RawServer(answers(MADE), tls=tls) as server:
        with pytest.raises(NotSent) as raised:
            await make_client(server.base_url).publish(POST, mark=mark, cause="e1")
    assert raised.value.reason is NotSentReason.CERTIFICATE
    assert not marked


async def test_a_server_that_speaks_no_tls(make_client: MakeClient) -> None:
    async def plain_http(conversation: object) -> None:
        await conversation.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")  # type: ignore[attr-defined]

    async with RawServer(plain_http) as server:
        base_url = server.base_url.replace("http://127.0.0.1", "https://127.0.0.1")
        with pytest.raises(NotSent) as raised:
            await make_client(base_url).get_post("p1", cause="e1")
    assert raised.value.reason is NotSentReason.TLS
