"""The refusals of a strict service, with the reason and the name of the field; nothing is done then."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.sandbox.plain_client import PlainClient, Reply

POST: dict[str, Any] = {"externalUserId": "ann", "content": "Hello", "platforms": ["linkedin"]}
SCHEDULED = POST | {"scheduleAt": "2100-01-01T00:00:00.000Z"}
SESSION = {"externalUserId": "ann", "platform": "linkedin", "redirectUri": "https://example.com/connected"}
USER = {"externalUserId": "bob"}


def refused(reply: Reply, status: int, part: str) -> None:
    assert reply.status == status, reply.text
    assert set(reply.json) == {"error"}
    assert set(reply.json["error"]) == {"code", "message"}
    assert part in reply.reason


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"externalUserId": ""}, "externalUserId is required"),
        ({"externalUserId": 5}, "externalUserId must be a string"),
        ({"content": "  "}, "content is required"),
        ({"content": None}, "content must be a string"),
        ({"content": "x" * 100_001}, "content is longer"),
        ({"content": "half \ud83d"}, "content holds a character"),
        ({"content": "nul \0"}, "content holds a character"),
        ({"platforms": []}, "platforms"),
        ({"platforms": "linkedin"}, "platforms"),
        ({"platforms": ["x"]}, "'x'"),
        ({"platforms": [7]}, "platform must be a string"),
        ({"platforms": ["linkedin", "linkedin"]}, "twice"),
        ({"platforms": ["linkedin", "reddit"]}, "reddit not connected"),
        ({"mediaUrl": "ftp://example.com/a"}, "mediaUrl"),
        ({"mediaUrl": "/a.jpg"}, "mediaUrl"),
        ({"mediaUrl": "https://me:secret@example.com/a"}, "mediaUrl"),
        ({"mediaUrl": "https://exa mple.com/a"}, "mediaUrl"),
        ({"mediaUrl": "https://example.com:port/a"}, "mediaUrl"),
        ({"thumbnailUrl": "javascript:alert(1)"}, "thumbnailUrl"),
        ({"title": ["T"]}, "title must be a string"),
        ({"metadata": "x"}, "metadata must be an object"),
        ({"metadata": ["a"]}, "metadata must be an object"),
        ({"metadata": {"a": {"b": ["nul \0"]}}}, "metadata holds a character"),
        ({"metadata": {"a": {"half \ud83d": 1}}}, "metadata holds a character"),
        ({"scheduleAt": "2100-01-01T00:00:00.000Z"}, "'scheduleAt'"),
        ({"boardId": "1"}, "'boardId'"),
    ],
)
def test_a_bad_immediate_post_is_refused(ann: PlainClient, change: dict[str, Any], part: str) -> None:
    refused(ann.ask("POST", "/v1/posts", POST | change), 400, part)
    assert ann.control("GET", "ledger").json == []


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"title": "T"}, "'title'"),
        ({"mediaUrl": "https://example.com/a.jpg"}, "'mediaUrl'"),
        ({"thumbnailUrl": "https://example.com/a.jpg"}, "'thumbnailUrl'"),
        ({"scheduleAt": "2001-01-01T00:00:00.000Z"}, "scheduleAt must be in the future"),
        ({"scheduleAt": "2100-01-01"}, "ISO 8601 UTC time"),
        ({"scheduleAt": "2100-01-01T00:00:00"}, "ISO 8601 UTC time"),
        ({"scheduleAt": "2100-01-01T00:00:00.000+01:00"}, "ISO 8601 UTC time"),
        ({"scheduleAt": "2100-02-30T00:00:00.000Z"}, "ISO 8601 UTC time"),
        ({"scheduleAt": 4_102_444_800}, "scheduleAt must be a string"),
    ],
)
def test_a_bad_scheduled_post_is_refused(ann: PlainClient, change: dict[str, Any], part: str) -> None:
    refused(ann.ask("POST", "/v1/posts/scheduled", SCHEDULED | change), 400, part)
    assert ann.control("GET", "ledger").json == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2100-01-01T00:00:00Z", "2100-01-01T00:00:00.000Z"),
        ("2100-01-01T00:00Z", "2100-01-01T00:00:00.000Z"),
        ("2100-01-01T00:00:00.5Z", "2100-01-01T00:00:00.500Z"),
        ("2100-01-01T00:00:00.123456Z", "2100-01-01T00:00:00.123Z"),
        ("2100-01-01T00:00:00.000+00:00", "2100-01-01T00:00:00.000Z"),
    ],
)
def test_any_iso_8601_time_in_utc_is_taken(ann: PlainClient, given: str, kept: str) -> None:
    reply = ann.ask("POST", "/v1/posts/scheduled", SCHEDULED | {"scheduleAt": given})
    assert (reply.status, reply.json["scheduleAt"]) == (201, kept)


@pytest.mark.parametrize(
    "metadata", [{}, {"plan": 1, "trial": True, "none": None, "rate": 0.5}, {"a": {"b": ["c", {"d": []}]}}, {"long": "x" * 5000}]
)
def test_any_object_is_taken_as_metadata_and_repeated(ann: PlainClient, metadata: dict[str, Any]) -> None:
    assert ann.ask("POST", "/v1/posts", POST | {"metadata": metadata}).status == 201
    assert [post["metadata"] for post in ann.control("GET", "ledger").json] == [metadata]
    assert ann.ask("POST", "/v1/end-users", USER | {"metadata": metadata}).json["metadata"] == metadata


def test_a_scheduled_post_needs_a_time(ann: PlainClient) -> None:
    refused(ann.ask("POST", "/v1/posts/scheduled", POST), 400, "scheduleAt is required")


def test_the_past_begins_at_the_sandbox_s_own_clock(ann: PlainClient) -> None:
    ann.advance(365 * 86_400)
    then = SCHEDULED | {"scheduleAt": ann.now()}
    refused(ann.ask("POST", "/v1/posts/scheduled", then), 400, "scheduleAt must be in the future")


@pytest.mark.parametrize(
    ("path", "body", "part"),
    [
        ("/v1/end-users", {}, "externalUserId is required"),
        ("/v1/end-users", USER | {"name": "Bob"}, "'name'"),
        ("/v1/end-users", USER | {"email": "nobody"}, "email"),
        ("/v1/end-users", USER | {"displayName": None}, "displayName"),
        ("/v1/end-users", {"externalUserId": "x" * 256}, "externalUserId is longer"),
        ("/v1/connect-sessions", SESSION | {"platform": "myspace"}, "myspace"),
        ("/v1/connect-sessions", SESSION | {"display": "x"}, "display must be an object"),
        ("/v1/connect-sessions", SESSION | {"scopes": []}, "'scopes'"),
        ("/v1/connect-sessions", {"externalUserId": "ann", "platform": "linkedin"}, "redirectUri is required"),
    ],
)
def test_bad_end_users_and_sessions_are_refused(ann: PlainClient, path: str, body: object, part: str) -> None:
    refused(ann.ask("POST", path, body), 400, part)


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("?limit=5", "'limit'"),
        ("?platform=x", "'x'"),
        ("?dateFrom=yesterday", "dateFrom"),
        ("?dateTo=2026-01-01T00:00:00", "dateTo"),
        ("?status=a&status=b", "twice"),
    ],
)
def test_bad_filters_are_refused(ann: PlainClient, query: str, part: str) -> None:
    refused(ann.ask("GET", f"/v1/posts{query}"), 400, part)


@pytest.mark.parametrize("path", ["/v1/posts", "/v1/posts/scheduled"])
def test_posts_for_an_unknown_end_user_are_not_found(ann: PlainClient, path: str) -> None:
    body = SCHEDULED if path.endswith("scheduled") else POST
    refused(ann.ask("POST", path, body | {"externalUserId": "nobody"}), 404, "end user")


def test_unknown_posts_and_addresses_are_not_found(ann: PlainClient) -> None:
    for path in ("/v1/posts/nothing", "/v1/posts/", "/v1/nothing", "/v2/posts", ""):
        assert ann.ask("GET", path).status == 404, path


@pytest.mark.parametrize(
    "header", [None, "Bearer wrong", "Bearer", "Basic a2V5", "key-of-the-tests", "Bearer key-of-the-tests x"]
)
@pytest.mark.parametrize("path", ["/v1/posts", "/v1/nothing"])
def test_without_the_right_key_everything_is_refused(client: PlainClient, path: str, header: str | None) -> None:
    reply = client.send("GET", client.base_url + path, headers={"Authorization": header} if header else {})
    refused(reply, 401, "API key")


def test_the_control_endpoint_wants_the_key_too(client: PlainClient) -> None:
    assert client.send("GET", f"{client.control_url}/state").status == 401


def raw(client: PlainClient, data: bytes, **headers: str) -> Reply:
    given = {"Authorization": f"Bearer {client.key}", "Content-Type": "application/json"} | headers
    return client.send(
        "POST", f"{client.base_url}/v1/end-users", data, {name.replace("_", "-"): value for name, value in given.items()}
    )


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"externalUserId": NaN}', b"[" * 100_000, b'{"a":1,"a":2}',
        b'{"externalUserId": "ann", "metadata": {"a": 1e999}}',
        b'{"externalUserId": "ann", "metadata": {"a": ' + b"[" * 500 + b"]" * 500 + b"}}",
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_object_is_refused(client: PlainClient, data: bytes) -> None:
    assert raw(client, data).status == 400


def test_a_body_of_another_type_is_refused(client: PlainClient) -> None:
    refused(raw(client, b"externalUserId=ann", Content_Type="application/x-www-form-urlencoded"), 415, "application/json")
    assert raw(client, b'{"externalUserId": "ann"}', Content_Type="application/json; charset=utf-8").status == 200


def test_a_body_above_a_mebibyte_is_refused_unread(client: PlainClient) -> None:
    refused(raw(client, b"", Content_Length=str(1024 * 1024 + 1)), 413, "1048576")


def test_a_body_without_a_length_is_refused(client: PlainClient) -> None:
    refused(raw(client, b"0\r\n\r\n", Transfer_Encoding="chunked"), 411, "Content-Length")


def test_a_path_that_is_no_utf8_is_refused(client: PlainClient) -> None:
    refused(client.ask("GET", "/v1/end-users/%ff"), 400, "UTF-8")


def test_another_host_name_is_refused(client: PlainClient) -> None:
    reply = client.send("GET", client.base_url, headers={"Host": "rebound.example.com"})
    assert reply.status == 421


def test_an_unknown_method_needs_the_key_and_an_address_as_every_other(client: PlainClient) -> None:
    refused(client.send("TRACE", f"{client.base_url}/v1/posts"), 401, "API key")
    refused(client.ask("TRACE", "/v1/nothing"), 404, "address")


@pytest.mark.parametrize("line", [b"GET", b"GET / HTTP/9.9", b"GET / HTTP/x", b"\xff\xfe \x00", b"GET /" + b"x" * 70_000])
def test_what_is_no_request_is_refused_in_json(client: PlainClient, line: bytes) -> None:
    parts = urlsplit(client.base_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        connection.sendall(line + b"\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert b"<html" not in answer.lower()
    assert b"text/html" not in answer
    assert set(json.loads(answer.partition(b"\r\n\r\n")[2] or answer)) == {"error"}
