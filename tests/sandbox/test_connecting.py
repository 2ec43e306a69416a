"""Connect sessions, and the hosted page on which a person decides."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.sandbox.plain_client import PlainClient, Reply

REDIRECT = "http://127.0.0.1:47611/connect/callback"


def start(client: PlainClient, platform: str = "linkedin", redirect: str = REDIRECT) -> Reply:
    return client.ask("POST", "/v1/connect-sessions", {"externalUserId": "ann", "platform": platform, "redirectUri": redirect})


def session_of(client: PlainClient, started: Reply) -> dict[str, object]:
    shown = client.ask("GET", f"/v1/connect-sessions/{started.json['id']}").json
    assert isinstance(shown, dict)
    return shown


def accounts_on(page: Reply) -> list[str]:
    return [unescape(value) for value in re.findall(r'type="radio"[^>]* value="([^"]+)"', page.text)]


@pytest.fixture
def client(client: PlainClient) -> PlainClient:
    client.make_user("ann", displayName="Ann Archer")
    return client


def test_a_session_starts_pending_with_a_page_on_the_same_host(client: PlainClient) -> None:
    started = start(client)
    assert started.status == 201
    assert set(started.json) == {"id", "status", "platform", "connectUrl"}
    assert started.json["connectUrl"] == f"{client.base_url.removesuffix('/api')}/connect/{started.json['id']}"
    shown = session_of(client, started)
    assert (shown["status"], shown["externalUserId"], shown["errorCode"]) == ("pending", "ann", None)


def test_allowing_connects_the_chosen_account_and_redirects_with_safe_fields_only(client: PlainClient) -> None:
    started = start(client)
    page = client.page(started.json["connectUrl"])
    chosen = accounts_on(page)[1]
    reply = client.page(started.json["connectUrl"], {"account": chosen, "decision": "allow"})
    assert reply.status == 302
    target = urlsplit(reply.headers["Location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == REDIRECT
    assert parse_qs(target.query) == {"session": [started.json["id"]], "status": ["connected"], "platform": ["linkedin"]}
    assert session_of(client, started)["status"] == "connected"
    assert [each["remoteAccountId"] for each in client.connections()] == [chosen]


@pytest.mark.parametrize(
    ("decision", "status", "code"), [("deny", "failed", "access_denied"), ("expire", "expired", "session_expired")]
)
def test_denying_or_expiring_connects_nothing_and_leads_back_at_once(
    client: PlainClient, decision: str, status: str, code: str
) -> None:
    started = start(client)
    reply = client.page(started.json["connectUrl"], {"account": "H8a9UFibz4", "decision": decision})
    assert reply.status == 302
    assert parse_qs(urlsplit(reply.headers["Location"]).query) == {
        "session": [started.json["id"]],
        "status": [status],
        "platform": ["linkedin"],
        "error": [code],
    }
    shown = session_of(client, started)
    assert (shown["status"], shown["errorCode"]) == (status, code)
    assert client.connections() == []


def test_an_ended_session_says_so_and_can_not_be_used_again(client: PlainClient) -> None:
    started = start(client)
    client.page(started.json["connectUrl"], {"account": "H8a9UFibz4", "decision": "deny"})
    again = client.page(started.json["connectUrl"], {"account": "H8a9UFibz4", "decision": "allow"})
    assert again.status == 410
    assert "new link" in again.text
    assert "<form" not in client.page(started.json["connectUrl"]).text
    assert client.connections() == []


def test_allowing_without_one_of_the_accounts_asks_again(client: PlainClient) -> None:
    started = start(client)
    for form in ({"decision": "allow"}, {"decision": "allow", "account": "tw-40118822"}, {"account": "H8a9UFibz4"}):
        reply = client.page(started.json["connectUrl"], form)
        assert reply.status == 400
        assert "Select an account first." in reply.text
    assert session_of(client, started)["status"] == "pending"


def test_a_link_opened_20_hours_later_works_and_after_a_week_it_does_not(client: PlainClient) -> None:
    early, late = start(client), start(client, "twitter")
    client.advance(20 * 3600)
    assert client.page(early.json["connectUrl"], {"account": "H8a9UFibz4", "decision": "allow"}).status == 302
    client.advance(7 * 24 * 3600)
    assert session_of(client, late)["status"] == "expired"
    assert session_of(client, late)["errorCode"] == "session_expired"
    assert client.page(late.json["connectUrl"]).status == 410
    assert session_of(client, early)["status"] == "connected"


def test_reconnecting_as_another_account_keeps_the_connection_and_changes_its_account(client: PlainClient) -> None:
    before = None
    for account in ("H8a9UFibz4", "K2c7TRowm9"):
        client.page(start(client).json["connectUrl"], {"account": account, "decision": "allow"})
        (now,) = client.connections()
        assert now["remoteAccountId"] == account
        assert before in {None, now["id"]}
        before = now["id"]


def test_the_page_names_client_platform_and_what_each_account_does(client: PlainClient) -> None:
    text = client.page(start(client, "twitter").json["connectUrl"]).text
    for expected in ("Ann Archer", "X (Twitter)", "Every post to it fails", "reconnected after its first post", "three minutes"):
        assert expected in text
    for label in re.findall(r'<label for="([^"]+)"', text):
        assert f'id="{label}"' in text
    assert "<script" not in text


def test_a_hostile_name_is_shown_as_text(client: PlainClient) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    client.make_user("ann", displayName=hostile)
    page = client.page(start(client).json["connectUrl"])
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert hostile in unescape(page.text)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:47611" in page.headers["Content-Security-Policy"]


def test_the_query_of_a_redirect_uri_is_kept(client: PlainClient) -> None:
    assert client.control("POST", "allowlist", {"add": ["https://example.org/done?from=app"]}).status == 200
    started = start(client, redirect="https://example.org/done?from=app")
    allowed = client.page(started.json["connectUrl"], {"decision": "allow", "account": "H8a9UFibz4"})
    assert allowed.headers["Location"].startswith("https://example.org/done?from=app&session=")
    again = start(client, redirect="https://example.org/done?from=app")
    denied = client.page(again.json["connectUrl"], {"decision": "deny"})
    assert denied.headers["Location"].startswith("https://example.org/done?from=app&session=")


@pytest.mark.parametrize(
    "redirect", ["http://127.0.0.1:5/x", "http://localhost:47611/connect/callback", f"{REDIRECT}/", "javascript:1"]
)
def test_a_redirect_uri_that_is_not_allowlisted_is_refused_by_name(client: PlainClient, redirect: str) -> None:
    reply = start(client, redirect=redirect)
    assert reply.status == 400
    assert redirect in reply.reason


@pytest.mark.parametrize("port", [47611, 47612, 47613])
def test_the_three_loopback_ports_are_allowlisted(client: PlainClient, port: int) -> None:
    assert start(client, redirect=f"http://127.0.0.1:{port}/connect/callback").status == 201


def test_unknown_sessions_and_links(client: PlainClient) -> None:
    assert client.ask("GET", "/v1/connect-sessions/nothing").status == 404
    assert client.page("/connect/nothing").status == 404
    body = {"externalUserId": "nobody", "platform": "linkedin", "redirectUri": REDIRECT}
    assert client.ask("POST", "/v1/connect-sessions", body).status == 404
