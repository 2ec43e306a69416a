"""The loopback listener against true, forged, slow and repeated requests, on sockets."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from postdesk.api.redirect_listener import RedirectListener

HITS = list[int]


@pytest.fixture
def hits() -> HITS:
    return []


@pytest_asyncio.fixture
async def listener(hits: HITS) -> AsyncIterator[RedirectListener]:
    listener = RedirectListener([0], lambda: hits.append(1))
    assert await listener.start()
    yield listener
    await listener.close()


async def send(listener: RedirectListener, data: bytes) -> bytes:
    """Send raw bytes and read to the end; b"" where the socket is dropped."""
    assert listener.port
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    try:
        writer.write(data)
        answer = await reader.read()
    except OSError:
        answer = b""
    finally:
        writer.close()
    await asyncio.sleep(0)
    return answer


def head(
    listener: RedirectListener, *headers: str, line: str = "GET /connect/callback?session=abc HTTP/1.1", host: str = ""
) -> bytes:
    host = host or f"127.0.0.1:{listener.port}"
    return "\r\n".join([line, f"Host: {host}", *headers, "", ""]).encode()


BROWSER = [
    "User-Agent: Mozilla/5.0",
    "Accept: text/html",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Mode: navigate",
    "Sec-Fetch-Dest: document",
    "Referer: https://mypostshare.com/",
]


async def test_a_browser_s_redirect_is_a_hit(listener: RedirectListener, hits: HITS) -> None:
    answer = await send(listener, head(listener, *BROWSER))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"You can close this tab" in answer
    assert hits == [1]
    assert listener.redirect_uri == f"http://127.0.0.1:{listener.port}/connect/callback"


async def test_the_answer_is_fixed_and_carries_its_headers(listener: RedirectListener) -> None:
    query = "GET /connect/callback?<script>alert(1)</script>&status=connected HTTP/1.1"
    first = await send(listener, head(listener, *BROWSER))
    second = await send(listener, head(listener, "Origin: null", "X-Forged: <b>", line=query))
    assert first == second
    for header in (
        b"Cache-Control: no-store",
        b"X-Content-Type-Options: nosniff",
        b"Referrer-Policy: no-referrer",
        b"Content-Security-Policy: default-src 'none'",
    ):
        assert b"\r\n" + header + b"\r\n" in first
    assert b"access-control" not in first.lower()
    assert b"connected" not in first


@pytest.mark.parametrize(
    "line",
    [
        "POST /connect/callback HTTP/1.1",
        "HEAD /connect/callback HTTP/1.1",
        "OPTIONS /connect/callback HTTP/1.1",
        "get /connect/callback HTTP/1.1",
        "GET / HTTP/1.1",
        "GET /favicon.ico HTTP/1.1",
        "GET /connect/callback/ HTTP/1.1",
        "GET /connect/callbackx HTTP/1.1",
        "GET /connect/../connect/callback HTTP/1.1",
        "GET /connect/%63allback HTTP/1.1",
        "GET //connect/callback HTTP/1.1",
        "GET http://127.0.0.1/connect/callback HTTP/1.1",
        "GET /connect/callback#x HTTP/1.1",
        "GET /connect/callback",
        "nonsense",
        "\x16\x03\x01\x02\x00",
    ],
)
async def test_other_methods_and_paths_are_no_hit(line: str, listener: RedirectListener, hits: HITS) -> None:
    answer = await send(listener, head(listener, line=line))
    assert not answer.startswith(b"HTTP/1.1 200")
    assert hits == []


@pytest.mark.parametrize(
    "host",
    ["localhost:{port}", "127.0.0.1", "127.0.0.1:80", "evil.example:{port}", "127.0.0.1:{port}.evil.example", "[::1]:{port}"],
)
async def test_another_host_is_no_hit_which_ends_dns_rebinding(host: str, listener: RedirectListener, hits: HITS) -> None:
    answer = await send(listener, head(listener, host=host.format(port=listener.port)))
    assert answer.startswith(b"HTTP/1.1 404")
    assert hits == []


@pytest.mark.parametrize(
    "header",
    [
        "Origin: https://evil.example",
        "Origin: http://127.0.0.1:47611",
        "Origin: ",
        "Sec-Fetch-Mode: no-cors",
        "Sec-Fetch-Mode: cors",
        "Sec-Fetch-Mode: navigate, cors",
        "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Mode: cors",
        "Host: evil.example",
        "Bad Header: x",
        " folded: x",
    ],
)
async def test_what_a_script_or_a_forger_sends_is_no_hit(header: str, listener: RedirectListener, hits: HITS) -> None:
    answer = await send(listener, head(listener, header))
    assert not answer.startswith(b"HTTP/1.1 200")
    assert hits == []


async def test_a_head_above_8_kib_is_dropped(listener: RedirectListener, hits: HITS) -> None:
    assert await send(listener, head(listener, "X: " + "x" * 9000)) == b""
    assert hits == []


async def test_a_head_of_almost_8_kib_is_fine(listener: RedirectListener, hits: HITS) -> None:
    assert (await send(listener, head(listener, "X: " + "x" * 7900))).startswith(b"HTTP/1.1 200")
    assert hits == [1]


async def test_a_silent_and_a_dripping_socket_are_dropped_after_two_seconds(listener: RedirectListener) -> None:
    async def drip() -> float:
        assert listener.port
        reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
        started = time.monotonic()
        while not reader.at_eof() and reader.exception() is None:
            writer.write(b"G")
            await asyncio.sleep(0.1)
        writer.close()
        return time.monotonic() - started

    async def silence() -> float:
        started = time.monotonic()
        assert await send(listener, b"") == b""
        return time.monotonic() - started

    for seconds in await asyncio.gather(drip(), silence()):
        assert 1.8 < seconds < 4


async def test_idle_sockets_do_not_keep_the_real_redirect_waiting(listener: RedirectListener, hits: HITS) -> None:
    assert listener.port
    idle = [await asyncio.open_connection("127.0.0.1", listener.port) for _ in range(200)]
    started = time.monotonic()
    answer = await send(listener, head(listener, *BROWSER))
    assert answer.startswith(b"HTTP/1.1 200")
    assert time.monotonic() - started < 1
    assert hits == [1]
    for _, writer in idle:
        writer.close()


async def test_a_flood_of_forged_requests_gives_no_hit_and_the_real_ones_all_pass(listener: RedirectListener, hits: HITS) -> None:
    async def forge() -> None:
        for _ in range(40):
            await send(listener, head(listener, "Origin: https://evil.example"))

    flood = [asyncio.ensure_future(forge()) for _ in range(4)]
    served = [await send(listener, head(listener, *BROWSER)) for _ in range(20)]
    await asyncio.gather(*flood)
    assert all(answer.startswith(b"HTTP/1.1 200") for answer in served)
    assert len(hits) == 20


async def test_the_first_free_port_is_taken_and_none_where_all_are_busy(listener: RedirectListener, hits: HITS) -> None:
    assert listener.port
    second = RedirectListener([listener.port, 0], hits.clear)
    assert await second.start() not in (None, listener.port)
    assert second.port
    third = RedirectListener([listener.port, second.port], hits.clear)
    assert await third.start() is None
    assert third.redirect_uri == ""
    await second.close()
    await third.close()


async def test_only_loopback_is_listened_on(listener: RedirectListener) -> None:
    assert listener.port
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.2", listener.port)


async def test_closing_drops_everybody_at_once_and_frees_the_port(listener: RedirectListener) -> None:
    port = listener.port
    assert port
    waiting = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
    started = time.monotonic()
    await listener.close()
    assert time.monotonic() - started < 1
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
    again = RedirectListener([port], lambda: None)
    assert await again.start() == port
    await again.close()
    for _, writer in waiting:
        writer.close()


async def test_nothing_is_logged(listener: RedirectListener, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await send(listener, head(listener, *BROWSER))
    await send(listener, b"junk\r\n\r\n")
    assert [record for record in caplog.records if record.name != "asyncio"] == []
