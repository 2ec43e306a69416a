"""Posts: published at once, scheduled, shown and listed, and their acceptance by the invented accounts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from tests.sandbox.plain_client import PlainClient, Reply


def publish(client: PlainClient, *platforms: str, **more: object) -> Reply:
    return client.ask("POST", "/v1/posts", {"externalUserId": "ann", "content": "Hello", "platforms": platforms, **more})


def schedule(client: PlainClient, *platforms: str, after: float = 3600, **more: object) -> Reply:
    body = {"externalUserId": "ann", "content": "Hello", "platforms": platforms, "scheduleAt": in_seconds(client, after), **more}
    return client.ask("POST", "/v1/posts/scheduled", body)


def in_seconds(client: PlainClient, seconds: float) -> str:
    moment = datetime.fromisoformat(client.now()) + timedelta(seconds=seconds)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shown(client: PlainClient, reply: Reply) -> Any:
    return client.ask("GET", f"/v1/posts/{reply.json['id']}").json


def test_an_immediate_post_is_published_at_once(ann: PlainClient) -> None:
    reply = publish(ann, "linkedin", "twitter", metadata={"clientToken": "t1"})
    assert reply.status == 201
    post = reply.json
    assert post == {
        "id": post["id"],
        "mode": "immediate",
        "status": "published",
        "externalUserId": "ann",
        "platformResults": [
            {"platform": each, "status": "published", "externalId": f"sandbox:{each}:{post['id']}"}
            for each in ("linkedin", "twitter")
        ],
    }
    assert shown(ann, reply) == post


def test_a_scheduled_post_waits_for_its_time(ann: PlainClient) -> None:
    reply = schedule(ann, "linkedin")
    assert reply.status == 201
    assert (reply.json["mode"], reply.json["status"], reply.json["platformResults"]) == ("scheduled", "scheduled", [])
    ann.advance(3590)
    assert shown(ann, reply)["status"] == "scheduled"
    ann.advance(20)
    post = shown(ann, reply)
    assert post["status"] == "published"
    assert post["scheduleAt"] == reply.json["scheduleAt"]
    assert [each["status"] for each in post["platformResults"]] == ["published"]


def test_neither_get_nor_list_repeats_content_and_metadata_until_the_switch_is_turned(ann: PlainClient) -> None:
    reply = schedule(ann, "linkedin", metadata={"clientToken": "t1"})
    for line in (shown(ann, reply), ann.ask("GET", "/v1/posts").json[0]):
        assert not {"content", "metadata"} & set(line)
        assert line["scheduleAt"] == reply.json["scheduleAt"]
    ann.control("POST", "echo", {"token": True, "content": True, "schedule_at": False})
    for line in (shown(ann, reply), ann.ask("GET", "/v1/posts").json[0]):
        assert (line["content"], line["metadata"], line["platforms"]) == ("Hello", {"clientToken": "t1"}, ["linkedin"])
        assert "scheduleAt" not in line


def test_the_list_repeats_results_once_the_switch_is_turned(ann: PlainClient) -> None:
    reply = publish(ann, "linkedin")
    (bare,) = ann.ask("GET", "/v1/posts").json
    assert not {"platformResults", "createdAt"} & set(bare)
    ann.control("POST", "echo", {"results": True})
    (line,) = ann.ask("GET", "/v1/posts").json
    assert [each["platform"] for each in line["platformResults"]] == ["linkedin"]
    assert line["createdAt"] <= ann.now()
    assert line["id"] == reply.json["id"]


def test_the_list_is_filtered_by_each_of_its_parameters(ann: PlainClient) -> None:
    ann.make_user("bob")
    ann.connect("reddit", "bob")
    first = publish(ann, "linkedin").json["id"]
    second = schedule(ann, "twitter", after=10 * 86_400).json["id"]
    third = publish(ann, "reddit", externalUserId="bob", title="T").json["id"]

    def listed(query: str = "") -> list[str]:
        return [each["id"] for each in ann.ask("GET", f"/v1/posts{query}").json]

    today, later = ann.now()[:10], in_seconds(ann, 5 * 86_400)
    assert listed() == [third, second, first]
    assert listed("?externalUserId=bob") == [third]
    assert listed("?status=scheduled") == [second]
    assert listed("?platform=linkedin") == [first]
    assert listed(f"?dateFrom={quote(later)}") == [second]
    assert listed(f"?dateFrom={today}&dateTo={today}") == [third, first]
    assert listed(f"?dateTo={quote(later)}&externalUserId=ann&status=published&platform=linkedin") == [first]
    assert listed("?externalUserId=nobody") == []


def test_the_list_has_no_platform_results(ann: PlainClient) -> None:
    publish(ann, "linkedin")
    assert set(ann.ask("GET", "/v1/posts").json[0]) == {"id", "mode", "status", "externalUserId"}


@pytest.mark.parametrize(
    ("platform", "more", "part"),
    [
        ("instagram", {}, "without media"),
        ("pinterest", {}, "without media"),
        ("youtube", {"title": "T"}, "without media"),
        ("youtube", {"mediaUrl": "https://example.com/a.mp4"}, "without a title"),
        ("reddit", {}, "without a title"),
        ("twitter", {"content": "x" * 281}, "280"),
        ("threads", {"content": "x" * 501}, "500"),
        ("linkedin", {"content": "x" * 3001}, "3000"),
        ("youtube", {"content": "ü" * 2501, "title": "T", "mediaUrl": "https://example.com/a.mp4"}, "5000"),
    ],
)
def test_what_a_platform_never_takes_fails_there_and_not_at_the_service(
    ann: PlainClient, platform: str, more: dict[str, object], part: str
) -> None:
    ann.connect(platform)
    reply = publish(ann, platform, **more)
    assert reply.status == 201
    assert reply.json["status"] == "failed"
    (result,) = reply.json["platformResults"]
    assert result["status"] == "failed"
    assert part in result["errorMessage"]


@pytest.mark.parametrize(
    ("platform", "more"),
    [
        ("instagram", {"mediaUrl": "https://example.com/a.jpg"}),
        ("reddit", {"title": "T"}),
        ("twitter", {"content": "x" * 256 + " https://example.com/" + "long" * 50}),
        ("twitter", {"content": "👩‍👩‍👧‍👦" * 140}),
        ("facebook", {"content": "x" * 60_000}),
    ],
)
def test_what_a_platform_takes_is_published(ann: PlainClient, platform: str, more: dict[str, object]) -> None:
    ann.connect(platform)
    assert publish(ann, platform, **more).json["status"] == "published"


def test_one_platform_of_two_failing_makes_the_post_partially_published(ann: PlainClient) -> None:
    reply = publish(ann, "linkedin", "twitter", content="x" * 300)
    assert reply.json["status"] == "partially_published"


def test_an_account_that_always_fails(ann: PlainClient) -> None:
    ann.connect("linkedin", account="X7f0QZbor2")
    (result,) = publish(ann, "linkedin").json["platformResults"]
    assert result["status"] == "failed"
    assert "may not publish" in result["errorMessage"]


def test_an_account_that_must_be_reconnected_after_its_first_post(ann: PlainClient) -> None:
    ann.connect("linkedin", account="W6e4PLkra8")
    planned = schedule(ann, "linkedin")
    assert publish(ann, "linkedin").json["status"] == "published"
    assert ann.connections()[0]["status"] == "needs_reconnect"
    assert publish(ann, "linkedin").status == 400
    ann.advance(4000)
    (result,) = shown(ann, planned)["platformResults"]
    assert (result["status"], result["errorCode"]) == ("failed", "reconnect_required")


def test_a_slow_account_takes_three_minutes(ann: PlainClient) -> None:
    ann.connect("linkedin", account="S5d1MVnet3")
    reply = publish(ann, "linkedin", "twitter")
    assert reply.json["status"] == "processing"
    assert [each["status"] for each in reply.json["platformResults"]] == ["processing", "published"]
    ann.advance(170)
    assert shown(ann, reply)["status"] == "processing"
    ann.advance(20)
    assert shown(ann, reply)["status"] == "published"


def test_a_scheduled_post_fails_where_its_account_was_disconnected_meanwhile(ann: PlainClient) -> None:
    reply = schedule(ann, "linkedin", "twitter")
    ann.ask("DELETE", "/v1/end-users/ann/connections/linkedin")
    ann.advance(4000)
    post = shown(ann, reply)
    assert post["status"] == "partially_published"
    assert post["platformResults"][0]["errorCode"] == "not_connected"


def test_the_worker_publishes_by_itself_when_the_time_comes(ann: PlainClient) -> None:
    reply = schedule(ann, "linkedin", after=0.3)
    deadline = datetime.now(UTC) + timedelta(seconds=5)
    while shown(ann, reply)["status"] == "scheduled":
        assert datetime.now(UTC) < deadline
    assert shown(ann, reply)["status"] == "published"
