"""A list of posts that is read while it arrives: the same posts as of the whole answer, however it is cut into pieces."""

import asyncio
import gc
import gzip
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.api.conftest import KEY, MakeClient
from tests.support.raw_server import Conversation, RawServer, http

from postdesk.api import errors, responses
from postdesk.api.http_response import BodyEnd, HttpResponse
from postdesk.api.key_redactor import KeyRedactor
from postdesk.api.post_stream import PostListParser
from postdesk.api.requests import list_posts
from postdesk.api.transport import RequestTimeouts, Transport
from postdesk.domain.remote import PostFilter, RemotePost

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
POSTS = st.lists(st.fixed_dictionaries({"id": TEXTS, "status": TEXTS, "content": TEXTS}), max_size=6)


def posts(count: int) -> list[dict[str, Any]]:
    return [{"id": f"p{number}", "mode": "immediate", "status": "published", "content": "Grüße 🎉"} for number in range(count)]


def pieces(body: bytes, size: int) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


def read(body: bytes, size: int, encoding: str = "", end: BodyEnd = BodyEnd.WHOLE, cap: int = 1 << 20) -> tuple[list[str], bool]:
    parser = PostListParser(KeyRedactor(KEY).without_key, cap)
    found = [post.id for piece in pieces(body, size) for post in parser.feed(piece, encoding)]
    return found, parser.finish(HttpResponse(200, {}, b"", end))


@settings(deadline=None)
@given(POSTS, st.integers(1, 40), st.sampled_from([None, 1]), st.booleans(), st.booleans())
def test_a_list_in_pieces_is_read_as_in_one(
    values: list[dict[str, str]], size: int, indent: int | None, ascii_only: bool, marked: bool
) -> None:
    body = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode("utf-8-sig" if marked else "utf-8")
    listed = responses.read_posts(HttpResponse(200, {}, body))
    parser = PostListParser(lambda item: item)
    found = [post for piece in pieces(body, size) for post in parser.feed(piece)]
    assert found == list(listed.posts)
    assert parser.finish(HttpResponse(200, {}, b"")) == listed.complete


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compressed_list_is_read(encoding: str) -> None:
    body = json.dumps(posts(50)).encode()
    assert read(gzip.compress(body), 7, encoding) == ([f"p{number}" for number in range(50)], True)


def test_a_list_that_is_cut_at_the_limit_gives_its_complete_posts() -> None:
    body = json.dumps(posts(20)).encode()
    found, complete = read(body, 50, cap=len(body) // 2)
    assert found == [f"p{number}" for number in range(len(found))]
    assert 8 <= len(found) <= 10
    assert not complete
    small = gzip.compress(body)
    assert read(small, 7, "gzip", cap=len(body) // 2)[0] == found


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_list_far_beyond_the_limit_is_cut_too(encoding: str) -> None:
    """A compressed one has most of its limit in its first bytes: what follows is no error."""
    listed = json.dumps([{"id": f"{number * 0x9E3779B97F4A7C15 % 2**64:x}"} for number in range(100_000)]).encode()
    body = gzip.compress(listed) if encoding else listed
    found, complete = read(body, 1 << 17, encoding, BodyEnd.CAPPED)
    assert found
    assert not complete


@pytest.mark.parametrize(
    ("body", "encoding", "error"),
    [
        (b"", "", errors.UnreadableResponse),
        (b"<html>", "", errors.NotTheService),
        (b'{"id": 1}', "", errors.UnreadableResponse),
        (b'[{"id": "p"}', "", errors.UnreadableResponse),
        (b'[{"id": "p"}, oops]', "", errors.UnreadableResponse),
        (b"[]", "br", errors.UnreadableResponse),
        (b"not compressed", "gzip", errors.UnreadableResponse),
    ],
)
def test_what_is_no_list_is_an_error(body: bytes, encoding: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(body, 4, encoding)


def test_a_list_that_broke_off_is_an_error() -> None:
    with pytest.raises(errors.ConnectionLost):
        read(json.dumps(posts(3)).encode()[:-20], 10, end=BodyEnd.BROKEN)


def test_no_piece_holds_the_key() -> None:
    body = json.dumps([{"id": "p", "content": f"said {KEY} twice", "echo": KEY}]).encode()
    parser = PostListParser(KeyRedactor(KEY).without_key)
    (post,) = [post for piece in pieces(body, 5) for post in parser.feed(piece)]
    assert post.content == "said [key] twice"
    assert KEY not in post.raw


def test_an_item_without_an_id_makes_the_list_incomplete() -> None:
    assert read(b'[{"id": "p"}, {}, 3]', 3) == (["p"], False)


async def test_posts_are_handed_on_while_the_rest_is_still_to_come(make_client: MakeClient) -> None:
    first, rest = json.dumps(posts(2000)).encode()[:-1], json.dumps(posts(2010)[2000:]).encode()[1:]
    taken: list[RemotePost] = []
    some_taken = asyncio.Event()

    async def script(conversation: Conversation) -> None:
        await conversation.request()
        whole = http(200, first + b", " + rest, "Content-Type: application/json")
        head = len(whole) - len(rest)
        await conversation.send(whole[:head])
        await some_taken.wait()
        await conversation.send(whole[head:])

    async def take(page: tuple[RemotePost, ...]) -> None:
        taken.extend(page)
        some_taken.set()

    async with RawServer(script) as server:
        assert await make_client(server.base_url).stream_posts(PostFilter(), take, cause="test")
    assert [post.id for post in taken] == [f"p{number}" for number in range(2010)]


async def test_an_error_of_what_takes_the_posts_is_raised(make_client: MakeClient) -> None:
    async def script(conversation: Conversation) -> None:
        await conversation.request()
        await conversation.send(http(200, json.dumps(posts(5000)).encode(), "Content-Type: application/json"))

    async def fail(page: tuple[RemotePost, ...]) -> None:
        raise OSError("no room")

    async with RawServer(script) as server:
        with pytest.raises(OSError, match="no room"):
            await make_client(server.base_url).stream_posts(PostFilter(), fail, cause="test")


async def test_an_answer_with_an_error_is_that_error(make_client: MakeClient) -> None:
    async def script(conversation: Conversation) -> None:
        await conversation.request()
        await conversation.send(http(403, b'{"message": "not yours"}', "Content-Type: application/json"))

    async def take(page: tuple[RemotePost, ...]) -> None:
        raise AssertionError

    async with RawServer(script) as server:
        with pytest.raises(errors.PermissionRefused) as raised:
            await make_client(server.base_url).stream_posts(PostFilter(), take, cause="a test")
    assert (raised.value.detail, raised.value.cause) == ("not yours", "a test")


@pytest.mark.parametrize("end", ["error", "cancelled", "deadline"])
async def test_a_list_that_is_left_while_its_posts_are_taken_leaves_nothing_half_read(end: str) -> None:
    closed, taking = asyncio.Event(), asyncio.Event()

    async def script(conversation: Conversation) -> None:
        await conversation.request()
        try:
            await conversation.send(http(200, json.dumps(posts(20_000)).encode(), "Content-Type: application/json"))
            await conversation.until_closed()
        finally:
            closed.set()

    async def receive(chunk: bytes, encoding: str) -> None:
        taking.set()
        if end == "error":
            raise OSError("no room")
        await asyncio.sleep(20)

    dropped: list[Any] = []
    hooks = sys.get_asyncgen_hooks()
    async with RawServer(script) as server:
        transport = Transport(server.base_url, KEY)
        sys.set_asyncgen_hooks(finalizer=dropped.append)
        try:
            limits = RequestTimeouts(1, 0.5, 0.5)
            reading = asyncio.create_task(transport.exchange(list_posts(PostFilter()), limits, receive=receive))
            await taking.wait()
            if end == "cancelled":
                reading.cancel()
            await asyncio.wait([reading])
            assert isinstance(reading.exception(), OSError) if end == "error" else reading.cancelled() == (end == "cancelled")
            del reading
            gc.collect()
        finally:
            sys.set_asyncgen_hooks(*hooks)
        assert not dropped
        await asyncio.wait_for(closed.wait(), 2)
        await transport.aclose()
