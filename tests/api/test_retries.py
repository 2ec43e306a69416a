"""The requests that are repeated, those that are not, and the respect for Retry-After."""

import asyncio
import time

import pytest
from tests.api.conftest import MakeClient
from tests.support.raw_server import RawServer, Script, answers, closes, drips, http, resets, stays_silent

from postdesk.api.client import ClientTimeouts
from postdesk.api.errors import (
    AcceptedWithoutId,
    ApiError,
    ConnectionLost,
    NotSent,
    RateLimited,
    ServerFailure,
    UnreadableResponse,
    ValidationRefused,
)
from postdesk.api.rate_limiter import RateLimiter
from postdesk.api.transport import RequestTimeouts
from postdesk.domain.remote import EndUser, PostFilter, Priority

BROKEN_OFF = answers(http(200, b'{"id"', length=99))
POST_READ = answers(http(200, b'{"id": "p1", "status": "published"}'))


@pytest.mark.parametrize(
    "trouble",
    [
        closes,
        resets,
        answers(http(503)),
        answers(http(500, b"<html>")),
        answers(http(200, b'{"id"', length=99)),
        answers(http(429)),
    ],
    ids=["closed", "reset", "503", "500", "cut", "429"],
)
async def test_a_get_is_asked_again_after_trouble_that_passes(trouble: Script, make_client: MakeClient) -> None:
    async with RawServer(trouble, trouble, POST_READ) as server:
        assert (await make_client(server.base_url).get_post("p1", cause="c")).status == "published"
        assert len(server.received) == 3


async def test_a_get_is_asked_three_times_at_most(make_client: MakeClient) -> None:
    async with RawServer(answers(http(502))) as server:
        with pytest.raises(ServerFailure) as raised:
            await make_client(server.base_url).get_post("p1", cause="poll-3")
        assert (len(server.received), raised.value.cause) == (3, "poll-3")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http(400), ValidationRefused),
        (http(409), ServerFailure),
        (http(501), ServerFailure),
        (http(200, b"{}"), UnreadableResponse),
        (http(429, b"", "Retry-After: 600"), RateLimited),
        (http(503, b"", "Retry-After: 600"), ServerFailure),
    ],
    ids=["400", "409", "501", "no id", "long 429", "long 503"],
)
async def test_what_will_not_pass_soon_is_not_asked_again(answer: bytes, kind: type[ApiError], make_client: MakeClient) -> None:
    async with RawServer(answers(answer)) as server:
        with pytest.raises(kind):
            await make_client(server.base_url).get_post("p1", cause="c")
        assert len(server.received) == 1


async def test_retry_after_is_waited_for(make_client: MakeClient) -> None:
    async with RawServer(answers(http(429, b"", "Retry-After: 1")), POST_READ) as server:
        started = time.monotonic()
        await make_client(server.base_url).get_post("p1", cause="c")
        assert time.monotonic() - started >= 1


@pytest.mark.parametrize("priority", [Priority.USER, Priority.POLL])
async def test_a_429_rests_what_is_as_urgent_or_less(make_client: MakeClient, priority: Priority) -> None:
    budget = RateLimiter()
    async with RawServer(answers(http(429, b"", "Retry-After: 90"))) as server:
        with pytest.raises(RateLimited):
            await make_client(server.base_url, rate_limiter=budget).get_post("p1", cause="c", priority=priority)
    for each in Priority:
        if each < priority:
            await asyncio.wait_for(budget.take(each), 1)
        else:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(budget.take(each), 0.2)


async def test_after_a_429_those_that_poll_come_back_at_different_times(make_client: MakeClient) -> None:
    waits = set()
    async with RawServer(answers(http(429, b"", "Retry-After: 86400"))) as server:
        for _ in range(5):
            with pytest.raises(RateLimited) as raised:
                await make_client(server.base_url, rate_limiter=RateLimiter()).get_post("p1", cause="c", priority=Priority.POLL)
            waits.add(raised.value.retry_after)
    assert len(waits) > 1
    assert all(wait and 800 < wait <= 900 for wait in waits)


async def test_the_upsert_and_the_delete_are_asked_again(make_client: MakeClient) -> None:
    async with RawServer(closes, answers(http(200, b'{"externalUserId": "u"}'))) as server:
        await make_client(server.base_url).upsert_end_user(EndUser("u"), cause="c")
        assert len(server.received) == 2
    async with RawServer(closes, answers(http(204))) as server:
        await make_client(server.base_url).disconnect("u", "linkedin", cause="c")
        assert len(server.received) == 2


async def test_a_connect_session_is_asked_for_once(make_client: MakeClient) -> None:
    for script, kind in ((closes, ConnectionLost), (answers(http(201)), AcceptedWithoutId), (answers(http(503)), ServerFailure)):
        async with RawServer(script) as server:
            with pytest.raises(kind):
                await make_client(server.base_url).create_connect_session("u", "linkedin", "http://127.0.0.1:1/x", cause="c")
            assert len(server.received) == 1


async def test_a_body_after_204_does_not_break_the_next_request(make_client: MakeClient) -> None:
    # The API text documents `204 Deleted` with `{}`: in HTTP that is a broken answer to the next request.
    async with RawServer(answers(b"HTTP/1.1 204 No Content\r\n\r\n{}"), answers(http(200, b"[]"))) as server:
        client = make_client(server.base_url, timeouts=ClientTimeouts(first_retry=60))
        await client.disconnect("u", "linkedin", cause="c")
        assert (await client.list_posts(PostFilter(), cause="c")).complete
        assert b"Connection: close" in server.received[0]


async def test_gets_share_connections_and_survive_one_that_was_closed(make_client: MakeClient) -> None:
    async with RawServer(answers(http(200, b"[]"), http(200, b"[]"), http(200, b"[]"))) as server:
        client = make_client(server.base_url)
        for _ in range(2):
            await client.list_posts(PostFilter(), cause="c")
        assert len(server.received) == 1


async def test_a_server_that_drips_for_ever_is_given_up_at_the_deadline(make_client: MakeClient) -> None:
    timeouts = ClientTimeouts(usual=RequestTimeouts(connect=1, read=5, total=0.3), first_retry=0.01)
    for start in (b"HTTP/1.1 ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"):
        async with RawServer(drips(start, 0.05)) as server:
            started = time.monotonic()
            with pytest.raises(ConnectionLost):
                await make_client(server.base_url, timeouts=timeouts).get_post("p1", cause="c")
            assert time.monotonic() - started < 3


async def test_a_silent_server_is_lost_not_unsent(make_client: MakeClient) -> None:
    async with RawServer(stays_silent) as server:
        with pytest.raises(ConnectionLost):
            await make_client(server.base_url).get_post("p1", cause="c")


async def test_a_list_larger_than_the_cap_gives_what_is_whole(make_client: MakeClient) -> None:
    item = b'{"id": "p%07d", "status": "published", "pad": "' + b"x" * 970 + b'"},'
    body = b"[" + b"".join(item % number for number in range(9000))[:-1] + b"]"
    async with RawServer(answers(http(200, body))) as server:
        listed = await make_client(server.base_url, timeouts=ClientTimeouts()).list_posts(PostFilter(), cause="c")
    assert not listed.complete
    assert 8000 < len(listed.posts) < 8400
    assert listed.posts[-1].id == f"p{len(listed.posts) - 1:07d}"


async def test_an_item_larger_than_the_cap_is_unreadable(make_client: MakeClient) -> None:
    async with RawServer(answers(http(200, b'{"id": "p1", "x": "' + b"x" * (1 << 20) + b'"}'))) as server:
        with pytest.raises(UnreadableResponse):
            await make_client(server.base_url).get_post("p1", cause="c")


async def test_nothing_there(make_client: MakeClient) -> None:
    async with RawServer(closes) as server:
        base_url = server.base_url
    with pytest.raises(NotSent):
        await make_client(base_url).get_post("p1", cause="c")
