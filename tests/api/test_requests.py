"""Requests, byte for byte, and the requests that are refused before anything is sent."""

import json
from datetime import UTC, datetime

import pytest

from postdesk.api import requests
from postdesk.api.errors import Unsendable, UnsendableReason
from postdesk.api.requests import Request
from postdesk.domain.remote import EndUser, OutgoingPost, PostFilter

POST = OutgoingPost("user_123", "Hello", ("linkedin", "twitter"))


def fields(request: Request) -> object:
    assert request.body is not None
    return json.loads(request.body)


def test_only_documented_and_filled_fields_are_sent() -> None:
    assert fields(requests.publish(POST)) == {
        "externalUserId": "user_123",
        "content": "Hello",
        "platforms": ["linkedin", "twitter"],
    }
    full = OutgoingPost("u", "c", ("x",), "T", "https://m", "https://t", metadata=(("clientToken", "t1"),))
    assert fields(requests.publish(full)) == {
        "externalUserId": "u",
        "title": "T",
        "content": "c",
        "platforms": ["x"],
        "mediaUrl": "https://m",
        "thumbnailUrl": "https://t",
        "metadata": {"clientToken": "t1"},
    }
    scheduled = OutgoingPost("u", "c", ("x",), schedule_at="2026-03-22T09:30:00.001Z")
    assert fields(requests.schedule(scheduled)) == {
        "externalUserId": "u",
        "content": "c",
        "platforms": ["x"],
        "scheduleAt": "2026-03-22T09:30:00.001Z",
    }
    assert fields(requests.upsert_end_user(EndUser("u", "Name"))) == {"externalUserId": "u", "displayName": "Name"}


def test_texts_are_sent_as_utf_8() -> None:
    body = requests.publish(OutgoingPost("u", "é👋\u2028", ("x",))).body
    assert body is not None
    assert '"é👋\u2028"'.encode() in body


@pytest.mark.parametrize(
    ("post", "field", "problem"),
    [
        (OutgoingPost("u", "broken \ud83d text", ("x",)), "content", UnsendableReason.LONE_SURROGATE),
        (OutgoingPost("u\udc00", "c", ("x",)), "externalUserId", UnsendableReason.LONE_SURROGATE),
        (OutgoingPost("u", "c", ("x\ud800",)), "platforms", UnsendableReason.LONE_SURROGATE),
        (OutgoingPost("u", "c", ("x",), title="\udfff"), "title", UnsendableReason.LONE_SURROGATE),
        (OutgoingPost("u", "c", ("x",), metadata=(("k", "\ud800"),)), "metadata", UnsendableReason.LONE_SURROGATE),
        (OutgoingPost("", "c", ("x",)), "externalUserId", UnsendableReason.EMPTY),
        (OutgoingPost("u", "c", ()), "platforms", UnsendableReason.EMPTY),
        (OutgoingPost("u", "c", ("x",), schedule_at="2026-03-22T09:30:00.001Z"), "scheduleAt", UnsendableReason.NOT_DOCUMENTED),
    ],
)
def test_what_cannot_be_published(post: OutgoingPost, field: str, problem: UnsendableReason) -> None:
    with pytest.raises(Unsendable) as raised:
        requests.publish(post)
    assert (raised.value.field, raised.value.problem) == (field, problem)


@pytest.mark.parametrize(
    ("post", "field", "problem"),
    [
        (OutgoingPost("u", "c", ("x",)), "scheduleAt", UnsendableReason.EMPTY),
        (OutgoingPost("u", "c", ("x",), title="T", schedule_at="t"), "title", UnsendableReason.NOT_DOCUMENTED),
        (OutgoingPost("u", "c", ("x",), media_url="https://m", schedule_at="t"), "mediaUrl", UnsendableReason.NOT_DOCUMENTED),
        (
            OutgoingPost("u", "c", ("x",), thumbnail_url="https://m", schedule_at="t"),
            "thumbnailUrl",
            UnsendableReason.NOT_DOCUMENTED,
        ),
    ],
)
def test_what_cannot_be_scheduled(post: OutgoingPost, field: str, problem: UnsendableReason) -> None:
    with pytest.raises(Unsendable) as raised:
        requests.schedule(post)
    assert (raised.value.field, raised.value.problem) == (field, problem)


@pytest.mark.parametrize(
    ("id_", "encoded"),
    [
        ("user_123", "user_123"),
        ("a/b c?d#e", "a%2Fb%20c%3Fd%23e"),
        ("100%2F", "100%252F"),
        ("é👋", "%C3%A9%F0%9F%91%8B"),
        ("..a", "..a"),
        ("a\r\nHost: x", "a%0D%0AHost%3A%20x"),
    ],
)
def test_ids_are_percent_encoded_whole(id_: str, encoded: str) -> None:
    assert requests.get_end_user(id_).target == f"/v1/end-users/{encoded}"
    assert requests.list_connections(id_).target == f"/v1/end-users/{encoded}/connections"
    assert requests.disconnect("u", id_).target == f"/v1/end-users/u/connections/{encoded}"
    assert requests.get_connect_session(id_).target == f"/v1/connect-sessions/{encoded}"
    assert requests.get_post(id_).target == f"/v1/posts/{encoded}"


@pytest.mark.parametrize(
    ("id_", "problem"),
    [
        ("", UnsendableReason.EMPTY),
        (".", UnsendableReason.DOT_SEGMENT),
        ("..", UnsendableReason.DOT_SEGMENT),
        ("\ud800", UnsendableReason.LONE_SURROGATE),
        ("x" * (1 << 20), UnsendableReason.TOO_LONG),
        ("ü" * 400, UnsendableReason.TOO_LONG),
    ],
)
def test_an_id_that_would_change_the_path_is_refused(id_: str, problem: UnsendableReason) -> None:
    for request in (requests.get_end_user, requests.list_connections, requests.get_connect_session, requests.get_post):
        with pytest.raises(Unsendable) as raised:
            request(id_)
        assert raised.value.problem is problem


def test_filters_are_encoded_and_times_are_utc_with_milliseconds() -> None:
    at = datetime(2026, 3, 22, 9, 30, tzinfo=UTC)
    assert requests.list_posts(PostFilter()).target == "/v1/posts"
    assert requests.list_posts(PostFilter("a&b=c d", "published", "linkedin", at, at)).target == (
        "/v1/posts?externalUserId=a%26b%3Dc%20d&status=published&platform=linkedin"
        "&dateFrom=2026-03-22T09%3A30%3A00.000Z&dateTo=2026-03-22T09%3A30%3A00.000Z"
    )
