"""Each fault, seen from the other end of the socket, and the fate of its post."""

import gzip
import http.client
import json
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.sandbox.plain_client import PlainClient, Reply

POST = {"externalUserId": "ann", "content": "Hello", "platforms": ["linkedin"]}


def publish(client: PlainClient, **change: object) -> Reply:
    return client.ask("POST", "/v1/posts", POST | change)


def taken(client: PlainClient) -> int:
    """Return the number of posts that the service has ever accepted."""
    return len(client.control("GET", "ledger").json)


def fault(client: PlainClient) -> Any:
    (line,) = client.control("GET", "faults").json
    return line


def accepts(client: PlainClient) -> bool:
    """Return True where the API's port accepts connections."""
    parts = urlsplit(client.base_url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "more", "status"),
    [
        ("error_before", {}, 500),
        ("error_before", {"status": 503}, 503),
        ("not_found", {}, 404),
        ("forbidden", {}, 403),
        ("key_revoked", {}, 401),
        ("redirect", {}, 302),
        ("redirect", {"status": 307}, 307),
        ("html", {}, 200),
        ("html", {"status": 502}, 502),
    ],
)
def test_an_answer_instead_of_doing(ann: PlainClient, kind: str, more: dict[str, object], status: int) -> None:
    ann.arm(kind, **more)
    assert publish(ann).status == status
    assert taken(ann) == 0


def test_too_many_requests_say_when_to_come_back(ann: PlainClient) -> None:
    ann.arm("rate_limit", retry_after=7)
    reply = publish(ann)
    assert (reply.status, reply.headers["Retry-After"]) == (429, "7")
    assert taken(ann) == 0


def test_html_is_html(ann: PlainClient) -> None:
    ann.arm("html", count=1)
    reply = ann.ask("GET", "/v1/posts")
    assert reply.headers["Content-Type"].startswith("text/html")
    assert reply.text.startswith("<!doctype html>")
    ann.arm("html_after", count=1)
    assert publish(ann).text.startswith("<!doctype html>")
    assert taken(ann) == 1


@pytest.mark.parametrize(("kind", "posts"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_connection_before_and_after_the_post_was_taken(ann: PlainClient, kind: str, posts: int) -> None:
    ann.arm(kind)
    with pytest.raises(http.client.RemoteDisconnected):
        publish(ann)
    assert taken(ann) == posts


def test_an_error_after_the_post_was_taken(ann: PlainClient) -> None:
    ann.arm("error_after", status=504)
    assert publish(ann).status == 504
    assert taken(ann) == 1


def test_an_empty_answer(ann: PlainClient) -> None:
    ann.arm("empty")
    reply = publish(ann)
    assert (reply.status, reply.body) == (201, b"")
    assert taken(ann) == 1


def test_malformed_json(ann: PlainClient) -> None:
    ann.arm("malformed_json")
    for reply in (publish(ann), ann.ask("GET", "/v1/posts")):
        assert reply.headers["Content-Type"] == "application/json"
        with pytest.raises(json.JSONDecodeError):
            _ = reply.json
    assert taken(ann) == 1


def test_a_cut_body_is_shorter_than_it_says(ann: PlainClient) -> None:
    ann.arm("cut_body")
    with pytest.raises(http.client.IncompleteRead) as cut:
        publish(ann)
    assert len(cut.value.partial) > 0
    assert taken(ann) == 1


def test_a_body_that_is_no_gzip_but_says_so(ann: PlainClient) -> None:
    ann.arm("bad_gzip")
    reply = publish(ann)
    assert reply.headers["Content-Encoding"] == "gzip"
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(reply.body)


def test_a_huge_body_is_json_all_the_same(ann: PlainClient) -> None:
    ann.arm("huge_body")
    reply = publish(ann)
    assert len(reply.body) > 8 * 1024 * 1024
    assert reply.json["status"] == "published"


def test_an_answer_without_an_id(ann: PlainClient) -> None:
    ann.arm("no_id")
    assert "id" not in publish(ann).json
    assert ["id" in each for each in ann.ask("GET", "/v1/posts").json] == [False]


def test_an_unknown_status_word(ann: PlainClient) -> None:
    reply = publish(ann)
    ann.arm("unknown_status", word="in_review")
    shown = ann.ask("GET", f"/v1/posts/{reply.json['id']}").json
    assert (shown["status"], shown["platformResults"][0]["status"]) == ("in_review", "in_review")
    assert [each["status"] for each in ann.ask("GET", "/v1/posts").json] == ["in_review"]
    assert [each["status"] for each in ann.connections()] == ["in_review", "in_review"]


def test_an_unknown_status_word_of_one_platform(ann: PlainClient) -> None:
    ann.arm("unknown_status", platform="twitter", word="in_review")
    assert [each["status"] for each in ann.connections()] == ["connected", "in_review"]
    assert publish(ann).json["status"] == "published"


@pytest.mark.parametrize(
    ("kind", "request_word", "result_word"),
    [
        ("result_failed", "published", "failed"),
        ("result_pending", "published", "pending"),
        ("result_published", "failed", "published"),
    ],
)
def test_a_request_and_its_result_that_disagree(ann: PlainClient, kind: str, request_word: str, result_word: str) -> None:
    reply = publish(ann)
    ann.arm(kind, operation="get_post", count=1)
    shown = ann.ask("GET", f"/v1/posts/{reply.json['id']}").json
    assert (shown["status"], shown["platformResults"][0]["status"]) == (request_word, result_word)
    shown = ann.ask("GET", f"/v1/posts/{reply.json['id']}").json
    assert (shown["status"], shown["platformResults"][0]["status"]) == ("published", "published")
    ann.arm(kind, operation="connections", count=1)
    assert [each["status"] for each in ann.connections()] == ["connected", "connected"]


@pytest.mark.parametrize("kind", ["result_failed", "result_pending", "result_published"])
def test_a_request_without_results_is_not_contradicted(ann: PlainClient, kind: str) -> None:
    later = POST | {"scheduleAt": "2100-01-01T00:00:00.000Z"}
    scheduled = ann.ask("POST", "/v1/posts/scheduled", later).json["id"]
    ann.arm(kind, operation="get_post", count=1)
    shown = ann.ask("GET", f"/v1/posts/{scheduled}").json
    assert (shown["status"], shown["platformResults"]) == ("scheduled", [])


def test_a_platform_that_fails_and_publishes_later(ann: PlainClient) -> None:
    ann.arm("fails_then_publishes", platform="linkedin", count=1)
    reply = publish(ann)
    assert (reply.json["status"], reply.json["platformResults"][0]["errorCode"]) == ("failed", "platform_timeout")
    ann.control("POST", "clock", {"advance": 179})
    assert ann.ask("GET", f"/v1/posts/{reply.json['id']}").json["status"] == "failed"
    ann.control("POST", "clock", {"to_next": True})
    shown = ann.ask("GET", f"/v1/posts/{reply.json['id']}").json
    assert (shown["status"], shown["platformResults"]) == (
        "published",
        [{"platform": "linkedin", "status": "published", "externalId": f"sandbox:linkedin:{reply.json['id']}"}],
    )


def test_a_body_after_204(ann: PlainClient) -> None:
    ann.arm("body_after_204")
    parts = urlsplit(ann.base_url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as connection:
        lines = (
            "DELETE /api/v1/end-users/ann/connections/linkedin HTTP/1.1",
            f"Host: {parts.netloc}",
            f"Authorization: Bearer {ann.key}",
            "Connection: close",
        )
        connection.sendall("\r\n".join((*lines, "", "")).encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 204")
    assert answer.endswith(b"\r\n\r\n{}")


def test_a_body_that_drips(ann: PlainClient) -> None:
    ann.arm("drip", operation="get_end_user", delay=0.005)
    started = time.monotonic()
    reply = ann.ask("GET", "/v1/end-users/ann")
    assert reply.json["externalUserId"] == "ann"
    assert time.monotonic() - started > 0.005 * len(reply.body)


@pytest.mark.parametrize("kind", ["delay", "delay_after"])
def test_a_delay(ann: PlainClient, kind: str) -> None:
    ann.arm(kind, delay=0.3)
    started = time.monotonic()
    assert publish(ann).status == 201
    assert time.monotonic() - started >= 0.3


@pytest.mark.parametrize(("kind", "posts"), [("delay", 0), ("delay_after", 1)])
def test_a_post_is_taken_after_the_delay_or_before_it(ann: PlainClient, kind: str, posts: int) -> None:
    ann.arm(kind, delay=0.4)
    parts = urlsplit(ann.base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    headers = {"Authorization": f"Bearer {ann.key}", "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/posts", json.dumps(POST), headers)
    time.sleep(0.15)
    assert taken(ann) == posts
    connection.getresponse().read()
    connection.close()
    assert taken(ann) == 1


def test_a_platform_that_fails_at_once_and_when_due(ann: PlainClient) -> None:
    next_year = f"{int(ann.now()[:4]) + 1}-06-01T00:00:00.000Z"
    ann.arm("platform_fails", platform="twitter")
    assert fault(ann)["last"] is None
    reply = publish(ann, platforms=["linkedin", "twitter"])
    assert (fault(ann)["last"]["operation"], fault(ann)["last"]["platforms"]) == ("publish", ["twitter"])
    assert [each["status"] for each in reply.json["platformResults"]] == ["published", "failed"]
    assert "X (Twitter)" in reply.json["platformResults"][1]["errorMessage"]
    later = POST | {"platforms": ["twitter"], "scheduleAt": next_year}
    scheduled = ann.ask("POST", "/v1/posts/scheduled", later).json["id"]
    ann.control("POST", "clock", {"to_next": True})
    assert ann.ask("GET", f"/v1/posts/{scheduled}").json["status"] == "failed"
    assert fault(ann)["fired"] == 2


def test_a_connection_wears_out_while_a_post_is_delivered(ann: PlainClient) -> None:
    ann.arm("needs_reconnect", operation="publish", count=1)
    (result,) = publish(ann).json["platformResults"]
    assert (result["status"], result["errorCode"]) == ("failed", "reconnect_required")
    assert [each["status"] for each in ann.connections()] == ["needs_reconnect", "connected"]
    assert publish(ann).status == 400


def test_a_connection_wears_out_before_it_is_listed(ann: PlainClient) -> None:
    ann.arm("needs_reconnect", platform="twitter", count=1)
    assert [each["status"] for each in ann.connections()] == ["connected", "needs_reconnect"]


def test_refused_connections_leave_the_control_endpoint_in_reach(ann: PlainClient) -> None:
    parts = urlsplit(ann.base_url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as open_before:
        open_before.sendall(f"HEAD / HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        assert open_before.recv(65536).startswith(b"HTTP/1.1 404")
        fault_id = ann.arm("refuse_connection")
        assert open_before.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        publish(ann)
    assert fault(ann)["armed"] is True
    assert ann.control("DELETE", f"faults/{fault_id}").status == 204
    assert publish(ann).status == 201


def test_connections_are_refused_for_a_time(ann: PlainClient) -> None:
    ann.arm("refuse_connection", delay=0.3)
    with pytest.raises(ConnectionRefusedError):
        publish(ann)
    deadline = time.monotonic() + 5
    while fault(ann)["armed"] or not accepts(ann):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert publish(ann).status == 201


def test_a_reset_connection_is_counted(ann: PlainClient) -> None:
    ann.arm("reset_connection", count=1)
    with pytest.raises(ConnectionError):
        publish(ann)
    assert taken(ann) == 0
    assert fault(ann)["fired"] == 1
    assert publish(ann).status == 201


def test_a_fault_fires_its_count_and_then_no_more(ann: PlainClient) -> None:
    ann.arm("error_before", count=2)
    assert (fault(ann)["remaining"], fault(ann)["fired"], fault(ann)["armed"]) == (2, 0, True)
    assert [publish(ann).status for _ in range(3)] == [500, 500, 201]
    assert (fault(ann)["remaining"], fault(ann)["fired"], fault(ann)["armed"]) == (0, 2, False)


def test_a_fault_keeps_to_its_operation_client_and_platform(ann: PlainClient) -> None:
    ann.make_user("bob")
    ann.connect("linkedin", "bob")
    ann.arm("forbidden", operation="publish", external_user_id="bob", platform="linkedin")
    assert publish(ann).status == 201
    assert ann.ask("GET", "/v1/end-users/bob").status == 200
    assert publish(ann, externalUserId="bob").status == 403
    assert publish(ann, externalUserId="bob", platforms=["reddit"]).status == 400
    assert fault(ann)["fired"] == 1


def test_a_fault_of_scheduling_finds_the_client_in_the_body(ann: PlainClient) -> None:
    ann.arm("forbidden", operation="schedule", external_user_id="ann", platform="linkedin")
    assert publish(ann).status == 201
    assert ann.ask("POST", "/v1/posts/scheduled", POST | {"scheduleAt": "2100-01-01T00:00:00.000Z"}).status == 403


@pytest.mark.parametrize("operation", ["get_post", "get_session", "get_end_user", "connections"])
def test_a_fault_finds_the_client_behind_an_id(ann: PlainClient, operation: str) -> None:
    post = publish(ann).json["id"]
    session = {"externalUserId": "ann", "platform": "linkedin", "redirectUri": "https://example.com/connected"}
    started = ann.ask("POST", "/v1/connect-sessions", session).json["id"]
    paths = {
        "get_post": f"/v1/posts/{post}",
        "get_session": f"/v1/connect-sessions/{started}",
        "get_end_user": "/v1/end-users/ann",
        "connections": "/v1/end-users/ann/connections",
    }
    ann.arm("error_before", operation=operation, external_user_id="bob")
    assert ann.ask("GET", paths[operation]).status == 200
    ann.arm("error_before", operation=operation, external_user_id="ann", platform="linkedin")
    assert ann.ask("GET", paths[operation]).status == 500


def test_faults_are_disarmed_one_or_all(ann: PlainClient) -> None:
    first = ann.arm("error_before", operation="publish")
    ann.arm("error_before", operation="list_posts")
    assert ann.control("DELETE", f"faults/{first}").status == 204
    assert ann.control("DELETE", f"faults/{first}").status == 404
    assert publish(ann).status == 201
    assert ann.ask("GET", "/v1/posts").status == 500
    assert ann.control("DELETE", "faults").status == 204
    assert ann.ask("GET", "/v1/posts").status == 200
    assert ann.control("GET", "faults").json == []


@pytest.mark.parametrize(
    ("order", "part"),
    [
        ({}, "kind"),
        ({"kind": "meteor"}, "kind must be one of"),
        ({"kind": "delay", "operation": "lunch"}, "operation"),
        ({"kind": "delay", "count": 0}, "count"),
        ({"kind": "delay", "count": True}, "count"),
        ({"kind": "delay", "delay": -1}, "delay"),
        ({"kind": "delay", "platform": "x"}, "platform"),
        ({"kind": "error_before", "status": 99}, "status"),
        ({"kind": "delay", "colour": "red"}, "'colour'"),
    ],
)
def test_a_bad_order_is_refused_by_name(client: PlainClient, order: dict[str, object], part: str) -> None:
    reply = client.control("POST", "faults", order)
    assert reply.status == 400
    assert part in reply.reason
    assert client.control("GET", "faults").json == []
