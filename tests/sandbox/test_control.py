"""The control endpoint: the clock, the ledger, and other functions that only a tester may use."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from tests.sandbox.plain_client import PlainClient

SESSION = {"externalUserId": "ann", "platform": "linkedin", "redirectUri": "https://example.com/connected"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def later(client: PlainClient, seconds: float) -> str:
    then = moment(client.now()) + timedelta(seconds=seconds)
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def schedule(client: PlainClient, seconds: float, platform: str = "linkedin") -> str:
    body = {"externalUserId": "ann", "content": "x", "platforms": [platform], "scheduleAt": later(client, seconds)}
    return str(client.ask("POST", "/v1/posts/scheduled", body).json["id"])


def test_the_clock_is_advanced_and_set_and_the_date_header_follows(ann: PlainClient) -> None:
    before = moment(ann.now())
    ann.advance(3600)
    assert timedelta(seconds=3600) <= moment(ann.now()) - before < timedelta(seconds=3610)
    then = later(ann, 86_400)
    state = ann.control("POST", "clock", {"set": then}).json
    assert moment(state["clock"]) - moment(then) < timedelta(seconds=5)
    date = parsedate_to_datetime(ann.ask("GET", "/v1/posts").headers["Date"])
    assert timedelta(seconds=-1) <= date - moment(then) < timedelta(seconds=10)


def test_the_clock_moves_back_by_a_reset_only(ann: PlainClient) -> None:
    ann.advance(3600)
    for move in ({"advance": -1}, {"set": later(ann, -60)}, {"advance": 1e12}, {"set": "2999-01-01T00:00:00.000Z"}):
        assert ann.control("POST", "clock", move).status == 400, move
    state = ann.control("POST", "clock", {"reset": True}).json
    assert state["offset_seconds"] == 0


@pytest.mark.parametrize(
    "move", [{}, {"advance": "5"}, {"set": "tomorrow"}, {"to_next": False}, {"advance": 1, "reset": True}, {"x": 1}]
)
def test_a_bad_move_is_refused(client: PlainClient, move: dict[str, object]) -> None:
    assert client.control("POST", "clock", move).status == 400


def test_the_next_thing_that_happens_one_after_another(ann: PlainClient) -> None:
    ann.ask("POST", "/v1/connect-sessions", SESSION)
    ann.connect("twitter", account="tw-40118824")
    slow, post = schedule(ann, 600, "twitter"), schedule(ann, 7200)
    seen = []
    while happening := ann.control("GET", "state").json["next_event"]:
        seen.append(happening["what"])
        state = ann.control("POST", "clock", {"to_next": True}).json
        assert moment(state["clock"]) - moment(happening["at"]) < timedelta(seconds=5)
    assert seen == ["post_due", "publish_finishes", "post_due", "session_expires"]
    assert [ann.ask("GET", f"/v1/posts/{each}").json["status"] for each in (slow, post)] == ["published", "published"]


def test_what_happens_on_the_way_happens_at_its_own_time(ann: PlainClient) -> None:
    ann.connect("twitter", account="tw-40118824")
    schedule(ann, 600, "twitter")
    ann.advance(86_400)
    (line,) = ann.control("GET", "ledger").json
    taken = moment(line["publishedAt"]["twitter"]) - moment(line["scheduleAt"])
    assert timedelta(minutes=3) <= taken < timedelta(minutes=3, seconds=5)


def test_with_nothing_ahead_the_next_thing_changes_nothing(client: PlainClient) -> None:
    state = client.control("POST", "clock", {"to_next": True}).json
    assert (state["next_event"], state["offset_seconds"]) == (None, 0)


def test_the_state_counts_and_names_its_pages(ann: PlainClient) -> None:
    schedule(ann, 600)
    ann.ask("POST", "/v1/connect-sessions", SESSION)
    state = ann.control("GET", "state").json
    assert state["counts"] == {"end_users": 1, "connections": 2, "pending_sessions": 1, "posts": 1, "scheduled": 1}
    assert state["feed_url"] == f"{ann.base_url.removesuffix('/api')}/feed"
    assert state["echo"] == {"token": False, "content": False, "schedule_at": True, "results": False}


def test_the_ledger_holds_every_post_with_all_that_is_known(ann: PlainClient) -> None:
    body = {
        "externalUserId": "ann",
        "content": "words",
        "platforms": ["linkedin"],
        "title": "T",
        "metadata": {"clientToken": "t1"},
    }
    ann.ask("POST", "/v1/posts", body)
    ann.ask("POST", "/v1/posts", body)
    first, second = ann.control("GET", "ledger").json
    assert first["id"] != second["id"]
    assert (first["content"], first["title"], first["metadata"]["clientToken"]) == ("words", "T", "t1")
    assert first["outside"] is False
    assert first["publishedAt"]["linkedin"] >= first["createdAt"]
    assert first["accounts"] == {"linkedin": "H8a9UFibz4"}


def test_a_post_made_elsewhere_is_listed_like_any(ann: PlainClient) -> None:
    body = {"externalUserId": "ann", "content": "elsewhere", "platforms": ["linkedin"]}
    made = ann.control("POST", "posts", body).json
    planned = ann.control("POST", "posts", body | {"scheduleAt": later(ann, 600)}).json
    assert (made["outside"], made["status"], planned["status"]) == (True, "published", "scheduled")
    assert [each["id"] for each in ann.ask("GET", "/v1/posts").json] == [planned["id"], made["id"]]


def test_a_connection_is_put_into_any_status(ann: PlainClient) -> None:
    ann.connect("linkedin", status="expired")
    assert ann.connections()[0]["status"] == "expired"
    ann.connect("linkedin", account="K2c7TRowm9")
    assert (ann.connections()[0]["status"], ann.connections()[0]["remoteAccountId"]) == ("connected", "K2c7TRowm9")
    for bad in ({"account": "nobody"}, {"platform": "x"}, {"external_user_id": ""}):
        body = {"external_user_id": "ann", "platform": "linkedin"} | bad
        assert ann.control("POST", "connections", body).status == 400
    assert ann.control("POST", "connections", {"external_user_id": "nobody", "platform": "linkedin"}).status == 404


def test_the_allowlist_grows(ann: PlainClient) -> None:
    uri = "https://studio.example.com/thanks"
    assert ann.ask("POST", "/v1/connect-sessions", SESSION | {"redirectUri": uri}).status == 400
    assert uri in ann.control("POST", "allowlist", {"add": [uri]}).json
    assert ann.ask("POST", "/v1/connect-sessions", SESSION | {"redirectUri": uri}).status == 201
    for bad in ([], ["/x"], ["https://a b/"], ["https://example.com/#x"], ["https://ex;ample/"], [5], "https://example.com"):
        assert ann.control("POST", "allowlist", {"add": bad}).status == 400, bad
    assert len(ann.control("GET", "allowlist").json) == 5


def test_a_reset_forgets_everything(ann: PlainClient) -> None:
    ann.advance(3600)
    schedule(ann, 600)
    ann.arm("error_before")
    ann.control("POST", "echo", {"token": True})
    ann.control("POST", "allowlist", {"add": ["https://example.org/x"]})
    state = ann.control("POST", "reset").json
    assert set(state["counts"].values()) == {0}
    assert (state["faults"], state["offset_seconds"], state["echo"]["token"]) == ([], 0, False)
    assert len(ann.control("GET", "allowlist").json) == 4


def test_unknown_control_addresses_and_methods(client: PlainClient) -> None:
    assert client.control("GET", "nothing").status == 404
    assert client.control("PUT", "state", {}).headers["Allow"] == "GET"
    assert client.control("GET", "reset").headers["Allow"] == "POST"
    assert client.control("POST", "echo", {"token": "yes"}).status == 400
    assert client.send("GET", f"{client.base_url}/control/v1/state").status in {401, 404}
