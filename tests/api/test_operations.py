"""The documented operations against the real sandbox, a strict service that shares no code with the client."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from tests.api.conftest import MakeClient
from tests.sandbox.plain_client import PlainClient
from tests.support.sandbox_process import SandboxProcess

from postdesk.api.client import ApiClient
from postdesk.api.errors import KeyRejected, NotFound, ValidationRefused
from postdesk.domain.remote import EndUser, OutgoingPost, PostFilter
from postdesk.domain.times import wire_time
from postdesk.sandbox.api import ROUTES

HOSTILE_IDS = [
    "user_123", "two words", "a/b", "a%2Fb", "100%", "q?x=1#f", "semi;colon", "plus+and&amp", "Grüße", "👋🏽", "..a", "...",
    "%2e%2e", "back\\slash", '"quoted"', "a:b@c", "~tilde", "\u202ertl", "new\nline",
]  # fmt: skip

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get")
DOCUMENTED = {
    "/v1/end-users": ("POST",),
    "/v1/end-users/ann": ("GET",),
    "/v1/end-users/ann/connections": ("GET",),
    "/v1/end-users/ann/connections/linkedin": ("DELETE",),
    "/v1/connect-sessions": ("POST",),
    "/v1/connect-sessions/some-id": ("GET",),
    "/v1/posts": ("GET", "POST"),
    "/v1/posts/scheduled": ("POST",),
    "/v1/posts/some-id": ("GET",),
}


@pytest.fixture
def client(sandbox: SandboxProcess, make_client: MakeClient) -> ApiClient:
    return make_client(sandbox.base_url, sandbox.key)


async def no_mark() -> None:
    pass


def connect(sandbox: SandboxProcess, user: str, *platforms: str) -> None:
    for platform in platforms:
        sandbox.control("POST", "connections", {"external_user_id": user, "platform": platform})


async def test_an_end_user_is_made_updated_and_read(client: ApiClient) -> None:
    made = await client.upsert_end_user(EndUser("op_user", "Alex", "alex@example.com", (("plan", "pro"),)), cause="c")
    assert (made.external_user_id, made.display_name, made.email) == ("op_user", "Alex", "alex@example.com")
    assert made.metadata == (("plan", "pro"),)
    await client.upsert_end_user(EndUser("op_user", "Alexandra"), cause="c")
    summary = await client.get_end_user("op_user", cause="c")
    assert summary.end_user.display_name == "Alexandra"
    assert (summary.total, summary.connected, summary.failed) == (0, 0, 0)


async def test_connections_are_listed_and_removed(client: ApiClient, sandbox: SandboxProcess) -> None:
    await client.upsert_end_user(EndUser("op_conn"), cause="c")
    connect(sandbox, "op_conn", "linkedin", "twitter")
    rows = await client.list_connections("op_conn", cause="c")
    assert {(row.platform, row.status) for row in rows} == {("linkedin", "connected"), ("twitter", "connected")}
    assert all(row.id and row.remote_account_id and row.remote_username and row.account_type for row in rows)
    await client.disconnect("op_conn", "twitter", cause="c")
    assert [row.platform for row in await client.list_connections("op_conn", cause="c")] == ["linkedin"]
    with pytest.raises(NotFound):
        await client.disconnect("op_conn", "twitter", cause="c")


async def test_a_connect_session_is_made_and_read(client: ApiClient, sandbox: SandboxProcess) -> None:
    await client.upsert_end_user(EndUser("op_session"), cause="c")
    made = await client.create_connect_session("op_session", "linkedin", "http://127.0.0.1:47611/connect/callback", cause="c")
    assert made.status == "pending"
    assert made.connect_url.startswith(sandbox.base_url.removesuffix("/api") + "/connect/")
    read = await client.get_connect_session(made.id, cause="c")
    assert (read.id, read.status, read.platform, read.external_user_id) == (made.id, "pending", "linkedin", "op_session")


async def test_a_redirect_uri_that_is_not_allowlisted_is_refused_with_the_reason(client: ApiClient) -> None:
    await client.upsert_end_user(EndUser("op_session"), cause="c")
    with pytest.raises(ValidationRefused) as raised:
        await client.create_connect_session("op_session", "linkedin", "http://127.0.0.1:9/elsewhere", cause="c")
    assert "allowlist" in raised.value.detail


async def test_a_post_is_published_read_and_listed(client: ApiClient, sandbox: SandboxProcess) -> None:
    await client.upsert_end_user(EndUser("op_post"), cause="c")
    connect(sandbox, "op_post", "linkedin", "facebook")
    post = OutgoingPost(
        "op_post", "Hello\u2028\t <b>&amp; 👋\u202e", ("linkedin", "facebook"), "A title", "https://example.com/a.png",
        metadata=(("clientToken", "token-1"),),
    )  # fmt: skip
    made = await client.publish(post, mark=no_mark, cause="c")
    assert (made.mode, made.status, made.external_user_id) == ("immediate", "published", "op_post")
    assert {(result.platform, result.status) for result in made.results} == {("linkedin", "published"), ("facebook", "published")}
    assert (await client.get_post(made.id, cause="c")).results == made.results
    listed = await client.list_posts(PostFilter(external_user_id="op_post"), cause="c")
    assert ([each.id for each in listed.posts], listed.complete) == ([made.id], True)
    (line,) = (line for line in sandbox.control("GET", "ledger") if line["id"] == made.id)
    assert (line["content"], line["metadata"]) == (post.content, {"clientToken": "token-1"})


async def test_a_post_is_scheduled_for_the_exact_millisecond(client: ApiClient, sandbox: SandboxProcess) -> None:
    await client.upsert_end_user(EndUser("op_schedule"), cause="c")
    connect(sandbox, "op_schedule", "linkedin")
    due = wire_time(datetime.now(UTC) + timedelta(days=1))
    made = await client.schedule(OutgoingPost("op_schedule", "Later", ("linkedin",), schedule_at=due), mark=no_mark, cause="c")
    assert (made.mode, made.status, made.schedule_at) == ("scheduled", "scheduled", due)


async def test_the_five_filters(client: ApiClient, sandbox: SandboxProcess) -> None:
    await client.upsert_end_user(EndUser("op_filter"), cause="c")
    connect(sandbox, "op_filter", "linkedin")
    made = await client.publish(OutgoingPost("op_filter", "Now", ("linkedin",)), mark=no_mark, cause="c")
    now = datetime.now(UTC)
    day = timedelta(days=1)
    matching = PostFilter("op_filter", "published", "linkedin", now - day, now + day)
    assert [post.id for post in (await client.list_posts(matching, cause="c")).posts] == [made.id]
    for other in (
        PostFilter("someone else"),
        PostFilter("op_filter", status="scheduled"),
        PostFilter("op_filter", platform="twitter"),
        PostFilter("op_filter", date_from=now + day),
        PostFilter("op_filter", date_to=now - day),
    ):
        assert (await client.list_posts(other, cause="c")).posts == ()


@pytest.mark.parametrize("user", HOSTILE_IDS)
async def test_ids_arrive_as_they_are_whatever_is_in_them(user: str, client: ApiClient, sandbox: SandboxProcess) -> None:
    await client.upsert_end_user(EndUser(user, f"name of {user}"), cause="c")
    summary = await client.get_end_user(user, cause="c")
    assert (summary.end_user.external_user_id, summary.end_user.display_name) == (user, f"name of {user}")
    connect(sandbox, user, "linkedin")
    assert [row.platform for row in await client.list_connections(user, cause="c")] == ["linkedin"]
    await client.disconnect(user, "linkedin", cause="c")
    assert (await client.list_posts(PostFilter(external_user_id=user), cause="c")).posts == ()


async def test_a_failed_platform_says_why(client: ApiClient, sandbox: SandboxProcess) -> None:
    await client.upsert_end_user(EndUser("op_fail"), cause="c")
    connect(sandbox, "op_fail", "instagram")
    made = await client.publish(OutgoingPost("op_fail", "No picture", ("instagram",)), mark=no_mark, cause="c")
    (result,) = made.results
    assert result.status == "failed"
    assert "media" in result.detail.lower()


async def test_a_wrong_key(sandbox: SandboxProcess, make_client: MakeClient) -> None:
    with pytest.raises(KeyRejected):
        await make_client(sandbox.base_url, "some-other-key").list_posts(PostFilter(), cause="c")


async def test_the_server_s_clock_is_told(sandbox: SandboxProcess, make_client: MakeClient) -> None:
    told: list[datetime] = []
    client = make_client(sandbox.base_url, sandbox.key, on_server_date=told.append)
    await client.list_posts(PostFilter(), cause="c")
    await asyncio.sleep(0)
    assert len(told) == 1
    assert abs(told[0] - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("path", DOCUMENTED)
def test_a_method_that_is_not_documented_is_not_allowed(sandbox: SandboxProcess, path: str) -> None:
    plain = PlainClient(sandbox.base_url, sandbox.control_url, sandbox.key)
    for method in METHODS:
        reply = plain.ask(method, path)
        if method in DOCUMENTED[path]:
            assert reply.status != 405
            continue
        assert (reply.status, reply.headers["Allow"]) == (405, ", ".join(DOCUMENTED[path])), method
        assert reply.json["error"]["code"] == "method_not_allowed"
        assert "only" in reply.reason


def test_the_sandbox_has_the_documented_operations_and_no_other() -> None:
    assert len(ROUTES) == sum(map(len, DOCUMENTED.values()))
