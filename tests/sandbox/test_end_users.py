"""End users and their connections, as the API text describes them."""

from urllib.parse import quote

import pytest
from tests.sandbox.plain_client import PlainClient


def test_an_upsert_answers_the_whole_record(client: PlainClient) -> None:
    sent = {"externalUserId": "user_123", "displayName": "Alex", "email": "alex@example.com", "metadata": {"plan": "pro"}}
    reply = client.ask("POST", "/v1/end-users", sent)
    assert reply.status == 200
    assert set(reply.json) == {*sent, "id", "createdAt", "updatedAt"}
    assert {name: reply.json[name] for name in sent} == sent


def test_a_second_upsert_keeps_the_id_and_empties_what_is_left_out(client: PlainClient) -> None:
    first = client.ask("POST", "/v1/end-users", {"externalUserId": "u", "displayName": "Alex", "metadata": {"a": "b"}}).json
    client.advance(60)
    second = client.ask("POST", "/v1/end-users", {"externalUserId": "u", "email": "a@b"}).json
    assert second["id"] == first["id"]
    assert second["createdAt"] == first["createdAt"] < second["updatedAt"]
    assert (second["displayName"], second["email"], second["metadata"]) == (None, "a@b", {})


def test_an_end_user_is_shown_with_a_summary_of_connections(ann: PlainClient) -> None:
    ann.connect("reddit", status="needs_reconnect")
    shown = ann.ask("GET", "/v1/end-users/ann").json
    assert shown["connectionSummary"] == {"total": 3, "connected": 2, "failed": 1}
    assert set(shown) == {"id", "externalUserId", "displayName", "email", "connectionSummary"}


def test_connections_are_listed_with_their_accounts(ann: PlainClient) -> None:
    linkedin, twitter = ann.connections()
    assert linkedin == {
        "id": linkedin["id"],
        "platform": "linkedin",
        "status": "connected",
        "remoteAccountId": "H8a9UFibz4",
        "remoteUsername": "mara-lindqvist",
        "accountType": "person",
    }
    assert twitter["platform"] == "twitter"


def test_disconnecting_removes_the_connection_and_answers_204_without_a_body(ann: PlainClient) -> None:
    reply = ann.ask("DELETE", "/v1/end-users/ann/connections/linkedin")
    assert (reply.status, reply.body) == (204, b"")
    assert [each["platform"] for each in ann.connections()] == ["twitter"]
    assert ann.ask("DELETE", "/v1/end-users/ann/connections/linkedin").status == 404


@pytest.mark.parametrize("hard", ["with space", "a/b/c", "naïve-ü", "😀", "%2F", "a+b&c=d?e#f", ".."])
def test_an_id_of_any_characters_is_found_by_its_encoded_path(client: PlainClient, hard: str) -> None:
    client.make_user(hard)
    client.connect("facebook", hard)
    path = f"/v1/end-users/{quote(hard, safe='')}"
    assert client.ask("GET", path).json["externalUserId"] == hard
    assert [each["platform"] for each in client.connections(hard)] == ["facebook"]
    assert client.ask("DELETE", f"{path}/connections/facebook").status == 204


@pytest.mark.parametrize("path", ["/v1/end-users/nobody", "/v1/end-users/nobody/connections", "/v1/end-users/"])
def test_an_unknown_end_user_is_not_found(client: PlainClient, path: str) -> None:
    assert client.ask("GET", path).status == 404


def test_an_unknown_platform_cannot_be_disconnected(ann: PlainClient) -> None:
    reply = ann.ask("DELETE", "/v1/end-users/ann/connections/myspace")
    assert reply.status == 400
    assert "myspace" in reply.reason
