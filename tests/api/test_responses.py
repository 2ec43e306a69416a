"""Tolerant reading of answers: unknown words, ill-typed fields, cut lists, every form of an error."""

import gzip
import json
import zlib
from datetime import UTC, datetime

import pytest

from postdesk.api import responses
from postdesk.api.errors import ConnectionLost, NotTheService, UnreadableResponse, ValidationRefused
from postdesk.api.http_response import BodyEnd, HttpResponse, unpack
from postdesk.domain.remote import EndUser, PlatformResult, RemoteConnection


def answer(value: object, status: int = 200, end: BodyEnd = BodyEnd.WHOLE) -> HttpResponse:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return HttpResponse(status, {}, body, end)


def test_the_example_of_the_api_text_is_read_whole() -> None:
    post = responses.read_created_post(
        answer(
            {
                "id": "e3143cd2",
                "mode": "immediate",
                "status": "published",
                "externalUserId": "user_123",
                "platformResults": [{"platform": "linkedin", "status": "published", "externalId": "urn:li:share:1"}],
            },
            201,
        )
    )
    assert (post.id, post.mode, post.status, post.external_user_id) == ("e3143cd2", "immediate", "published", "user_123")
    assert post.results == (PlatformResult("linkedin", "published", "urn:li:share:1"),)
    assert (post.token, post.content, post.platforms, post.schedule_at, post.created_at) == ("", "", (), "", None)


def test_what_is_echoed_is_read() -> None:
    post = responses.read_post(
        answer(
            {
                "id": "p1",
                "scheduleAt": "2026-03-22T09:30:00.007Z",
                "content": "Hello",
                "platforms": ["linkedin", "twitter"],
                "metadata": {"clientToken": "t-1", "other": 1},
                "createdAt": "2026-03-21T08:00:00.000Z",
            }
        )
    )
    assert (post.token, post.content, post.platforms) == ("t-1", "Hello", ("linkedin", "twitter"))
    assert post.schedule_at == "2026-03-22T09:30:00.007Z"
    assert post.created_at == datetime(2026, 3, 21, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "field",
    ["mode", "status", "externalUserId", "scheduleAt", "platformResults", "platforms", "content", "metadata", "createdAt"],
)
@pytest.mark.parametrize(
    "value", [None, 7, True, "text", [], {}, [None, 1, "x", {}], {"a": None}, "\ud800", "0001-01-01T00:00+14:00"]
)
def test_no_ill_typed_field_spoils_the_answer(field: str, value: object) -> None:
    post = responses.read_created_post(answer({"id": "p1", field: value}, 201))
    assert post.id == "p1"
    post.status.encode()
    post.content.encode()


def test_an_unknown_status_and_unknown_fields_stay_as_they_are() -> None:
    body = '{"id": "p1", "status": "zurückgestellt", "later": {"field": [1, 2]}}'
    post = responses.read_post(answer(body.encode()))
    assert (post.status, post.raw) == ("zurückgestellt", body)


def test_an_id_may_be_a_number() -> None:
    assert responses.read_post(answer({"id": 12345678901234567890})).id == "12345678901234567890"


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"error": "Token expired"}, "Token expired"),
        ({"errorCode": "token_expired", "errorMessage": "Token expired"}, "token_expired: Token expired"),
        ({"message": "Nope"}, "Nope"),
        ({"reason": "Rate limit of the platform"}, "Rate limit of the platform"),
        ({"error": {"code": "E1", "message": "Too long"}}, "E1: Too long"),
        ({"error": {"message": "Too long"}, "message": "Too long"}, "Too long"),
        ({"message": ["content is empty", "platforms is empty"]}, "content is empty: platforms is empty"),
        ({"error": None, "message": 7, "reason": {}}, ""),
        ({"message": "line\none\x00 \x1b[31mred \u202eback \ud800"}, "line one [31mred back"),
        ({"message": "x" * 400}, "x" * 299 + "…"),
    ],
)
def test_why_a_platform_failed_is_found_wherever_it_stands(fields: dict[str, object], detail: str) -> None:
    result = {"platform": "linkedin", "status": "failed"} | fields
    (read,) = responses.read_post(answer({"id": "p1", "platformResults": [result]})).results
    assert read.detail == detail


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"message": "bad redirectUri"}', "bad redirectUri"),
        (b'{"statusCode": 400, "message": ["a", "b"], "error": "Bad Request"}', "Bad Request: a: b"),
        (b'"just a string"', "just a string"),
        (b"plain text\n", "plain text"),
        (b"<html><head><title>400 Bad &amp; sad</title></head><body>...</body></html>", "400 Bad & sad"),
        (b"<html>no title</html>", ""),
        (b"\xff\xfe\x00", ""),
        (b"[" * 50_000, "[" * 299 + "…"),
        (b"", ""),
    ],
)
def test_the_words_of_an_error_body(body: bytes, detail: str) -> None:
    with pytest.raises(ValidationRefused) as raised:
        responses.read_post(answer(body, 400))
    assert raised.value.detail.strip("\ufffd") == detail


def test_connections() -> None:
    rows = responses.read_connections(
        answer([{"id": "c1", "platform": "linkedin", "status": "needs_reauth", "remoteAccountId": "H8", "accountType": None}])
    )
    assert rows == (RemoteConnection("c1", "linkedin", "needs_reauth", "H8", "", "", rows[0].raw),)


def test_an_upsert_without_an_answer_stands_for_what_was_sent() -> None:
    sent = EndUser("u", "Name")
    assert responses.read_upserted(HttpResponse(204, {}, b""), sent) == sent
    stored = responses.read_upserted(answer({"displayName": "Other"}), sent)
    assert (stored.external_user_id, stored.display_name) == ("u", "Other")


def test_a_disconnect_may_answer_anything_but_a_page() -> None:
    for body in (b"", b"{}", b'{"id": "c1"}', b"["):
        responses.read_disconnected(answer(body, 204))
    responses.read_disconnected(answer(b"", 200, BodyEnd.BROKEN))
    with pytest.raises(NotTheService):
        responses.read_disconnected(answer(b"<html>", 200))


def posts(count: int) -> bytes:
    return json.dumps([{"id": f"p{number}", "status": "published", "text": "]},{"} for number in range(count)]).encode()


def test_a_list_is_read_item_by_item() -> None:
    listed = responses.read_posts(answer(posts(3)))
    assert [post.id for post in listed.posts] == ["p0", "p1", "p2"]
    assert listed.complete
    assert json.loads(listed.posts[1].raw) == {"id": "p1", "status": "published", "text": "]},{"}


@pytest.mark.parametrize("cut", range(1, 60, 3))
def test_a_list_cut_at_our_cap_gives_its_complete_items(cut: int) -> None:
    listed = responses.read_posts(answer(posts(4)[:-cut], end=BodyEnd.CAPPED))
    assert not listed.complete
    assert [post.id for post in listed.posts] == ["p0", "p1", "p2", "p3"][: len(listed.posts)]
    assert len(listed.posts) >= 2


@pytest.mark.parametrize("value", [[{"id": "p1"}, {"status": "published"}], [{"id": "p1"}, None], [{"id": "p1"}, 7]])
def test_a_list_with_unreadable_items_is_not_complete(value: object) -> None:
    listed = responses.read_posts(answer(value))
    assert ([post.id for post in listed.posts], listed.complete) == (["p1"], False)


def test_an_empty_list_is_complete() -> None:
    assert responses.read_posts(answer(b" [ ] ")).complete


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (answer(posts(2)[:-5]), UnreadableResponse),
        (answer({"data": []}), UnreadableResponse),
        (answer(b""), UnreadableResponse),
        (answer(b"", end=BodyEnd.GARBLED), UnreadableResponse),
        (answer(posts(2)[:-5], end=BodyEnd.BROKEN), ConnectionLost),
        (answer(b"<!doctype html>"), NotTheService),
        (answer(b"[" * 100_000), UnreadableResponse),
    ],
)
def test_lists_that_are_none(given: HttpResponse, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        responses.read_posts(given)


def test_connections_that_are_not_whole_are_an_error_since_absence_would_mean_not_connected() -> None:
    with pytest.raises(UnreadableResponse):
        responses.read_connections(answer(b'[{"platform": "linkedin"},', end=BodyEnd.CAPPED))


def test_items_of_another_shape_are_unreadable() -> None:
    for body in (b"[]", b'"text"', b'{"status": "published"}', b"{"):
        with pytest.raises(UnreadableResponse):
            responses.read_post(answer(body))
    with pytest.raises(UnreadableResponse):
        responses.read_end_user(answer({"displayName": "no id"}))
    with pytest.raises(UnreadableResponse):
        responses.read_session(answer({"status": "connected"}))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "17"}, 17.0),
        ({"retry-after": "Sat, 21 Mar 2026 08:00:30 GMT", "date": "Sat, 21 Mar 2026 08:00:00 GMT"}, 30.0),
        ({"retry-after": "Sat, 21 Mar 2026 07:00:00 GMT", "date": "Sat, 21 Mar 2026 08:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "9" * 5000}, 900.0),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert HttpResponse(429, headers, b"").retry_after() == seconds


@pytest.mark.parametrize(
    ("raw", "encoding", "end", "unpacked"),
    [
        (b"plain", "", BodyEnd.WHOLE, (b"plain", BodyEnd.WHOLE)),
        (b"plain", "identity", BodyEnd.BROKEN, (b"plain", BodyEnd.BROKEN)),
        (gzip.compress(b"text", mtime=0), "gzip", BodyEnd.WHOLE, (b"text", BodyEnd.WHOLE)),
        (zlib.compress(b"text"), "deflate", BodyEnd.WHOLE, (b"text", BodyEnd.WHOLE)),
        (gzip.compress(b"x" * 10_000_000, mtime=0), "gzip", BodyEnd.WHOLE, (b"x" * 1000, BodyEnd.CAPPED)),
        (gzip.compress(b"text", mtime=0)[:-4], "gzip", BodyEnd.WHOLE, (b"text", BodyEnd.GARBLED)),
        (gzip.compress(b"text", mtime=0)[:-4], "gzip", BodyEnd.BROKEN, (b"text", BodyEnd.BROKEN)),
        (b"text", "gzip", BodyEnd.WHOLE, (b"", BodyEnd.GARBLED)),
        (b"text", "br", BodyEnd.WHOLE, (b"", BodyEnd.GARBLED)),
    ],
    ids=["none", "identity", "gzip", "deflate", "a bomb", "cut gzip", "broken off gzip", "no gzip", "unknown"],
)
def test_compression_is_undone_within_the_cap(raw: bytes, encoding: str, end: BodyEnd, unpacked: tuple[bytes, BodyEnd]) -> None:
    assert unpack(raw, encoding, 1000, end) == unpacked
