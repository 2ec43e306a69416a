"""The key: checked before use, and visible nowhere afterwards."""

import logging
import ssl
import traceback
from pathlib import Path

import pytest
from tests.api.conftest import KEY, MakeClient
from tests.support.connect_proxy import tunnels
from tests.support.effort import effort
from tests.support.raw_server import RawServer, answers, closes, http, resets

from postdesk.api.client import ApiClient
from postdesk.api.errors import ApiError, BadKey, NotSent
from postdesk.api.key_redactor import KeyRedactor
from postdesk.domain.remote import OutgoingPost, PostFilter
from postdesk.media.fetch_policy import tls_context


@pytest.mark.parametrize("key", ["", "   ", "two words", "new\nline", "ключ", "k\x00y", "tab\tbed", "bell\x07", "é" * 8])
def test_a_key_that_cannot_be_one_is_refused_without_being_repeated(key: str) -> None:
    with pytest.raises(BadKey) as raised:
        ApiClient("http://127.0.0.1:1/api", key)
    assert not key.strip() or key not in str(raised.value)


async def test_a_key_pasted_with_a_newline_is_sent_without_it(make_client: MakeClient) -> None:
    async with RawServer(answers(http(200, b"[]"))) as server:
        await make_client(server.base_url, key=f"\t{KEY}\r\n").list_posts(PostFilter(), cause="c")
        assert f"Authorization: Bearer {KEY}\r\n".encode() in server.received[0]


@pytest.mark.parametrize(
    "script",
    [closes, resets, answers(http(401, f'{{"message": "unknown key {KEY}"}}'.encode())), answers(http(500, KEY.encode()))],
    ids=["closed", "reset", "echoed in JSON", "echoed as text"],
)
async def test_no_error_no_traceback_and_no_log_line_holds_the_key(
    script: object, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with RawServer(script) as server:  # type: ignore[arg-type]
        with pytest.raises(ApiError) as raised:
            await make_client(server.base_url).get_post("p1", cause="poll-7")
    error = raised.value
    shown = [str(error), repr(error), error.detail, error.raw, *traceback.format_exception(error)]
    assert not [text for text in [*shown, caplog.text] if KEY in text]


async def test_an_answer_that_repeats_the_key_is_kept_without_it(make_client: MakeClient) -> None:
    async with RawServer(answers(http(200, f'{{"id": "p1", "echo": "{KEY}"}}'.encode()))) as server:
        post = await make_client(server.base_url).get_post("p1", cause="c")
    assert post.raw == '{"id": "p1", "echo": "[key]"}'


@pytest.mark.parametrize(
    ("key", "echoed"),
    [
        ("pk_live+abc/def==", r"pk_live\u002Babc/def=="),
        ("pk_live+abc/def==", r"pk_live\u002babc\/def\u003d\u003d"),
        ('pk_live"abc\\def&1', r"pk_live\"abc\\def\u00261"),
        ("pk_live+abc/def==", "pk_live%2Babc%2fdef%3D%3D"),
        ("pk_live&abc<def'1", "pk_live&amp;abc&lt;def&#39;1"),
        ("pk_live&abc<def'1", "pk_live&#x26;abc&#60;def&#x27;1"),
    ],
)
async def test_a_key_that_is_repeated_in_another_spelling_is_neither_shown_nor_kept(
    key: str, echoed: str, make_client: MakeClient
) -> None:
    """The spellings are those in which JSON, an address or a page writes its characters."""
    body = f'{{"message": "unknown key {echoed}!"}}'.encode()
    page = f"<title>unknown key {echoed}!</title>".encode()
    async with RawServer(answers(http(400, body)), answers(http(400, page)), answers(http(200, body))) as server:
        client = make_client(server.base_url, key=key)
        for _ in range(2):
            with pytest.raises(ApiError) as raised:
                await client.get_post("p1", cause="c")
            assert raised.value.detail == "unknown key [key]!"
            assert "abc" not in raised.value.raw
        with pytest.raises(ApiError) as raised:
            await client.get_post("p1", cause="c")
        assert "abc" not in raised.value.raw


async def test_the_beginning_of_a_key_where_an_answer_broke_off_is_not_kept(make_client: MakeClient) -> None:
    body = http(401, f"unknown key {KEY} ".encode())
    async with RawServer(answers(body[: -len(KEY) // 4])) as server:
        with pytest.raises(ApiError) as raised:
            await make_client(server.base_url).get_post("p1", cause="c")
    assert raised.value.raw == raised.value.detail == "unknown key [key]"


def test_a_hostile_answer_is_looked_through_in_no_time() -> None:
    eraser = KeyRedactor("pk_live+/abc")
    for piece in (b"\\", b"%25", b"&#0", b"pk_live", b"pk_live+", rb"pk_live\\\\\\"):
        body = b"abc live pk" + piece * (4_000_000 // len(piece))
        with effort() as reading:
            assert eraser.without_key(body) == body
        assert reading.times < 280


async def test_a_log_line_names_operation_outcome_and_cause_but_no_ids_and_no_texts(
    make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    async def mark() -> None:
        pass

    caplog.set_level(logging.DEBUG)
    async with RawServer(answers(http(201, b'{"id": "p1"}')), answers(http(200, b"[]"))) as server:
        client = make_client(server.base_url)
        await client.publish(OutgoingPost("secret-user", "secret words", ("linkedin",)), mark=mark, cause="entry-7")
        await client.list_posts(PostFilter(external_user_id="secret-user"), cause="poll-8")
    lines = [record.getMessage() for record in caplog.records if record.name == "postdesk.api"]
    assert lines[0].startswith("POST /v1/posts: 201 in ")
    assert lines[1].startswith("GET /v1/posts: 200 in ")
    assert (lines[0].endswith("(entry-7)"), lines[1].endswith("(poll-8)")) == (True, True)
    assert "secret" not in caplog.text


@pytest.mark.usefixtures("no_names")
async def test_the_environment_is_not_asked_for_a_proxy(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async with RawServer(closes) as trap:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{trap.port}")
        with pytest.raises(NotSent):
            await make_client("https://no-such-host.invalid/api").get_post("p1", cause="c")
        assert trap.received == []


async def test_the_key_is_not_for_the_proxy(make_client: MakeClient, tls: ssl.SSLContext, ca_file: Path) -> None:
    async with RawServer(answers(http(200, b"[]")), tls=tls) as server, RawServer(tunnels()) as proxy:
        client = make_client(server.base_url, proxy=f"http://127.0.0.1:{proxy.port}", ca_file=str(ca_file))
        await client.list_posts(PostFilter(), cause="c")
        connect, _, tunnelled = proxy.received[0].partition(b"\r\n\r\n")
        assert connect.startswith(b"CONNECT ")
        assert KEY.encode() not in connect + tunnelled
        assert KEY.encode() in server.received[0]
        assert b"roxy" not in server.received[0]


async def test_no_file_that_the_environment_names_opens_what_was_sent(
    make_client: MakeClient, tls: ssl.SSLContext, ca_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "keys"
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    async with RawServer(answers(http(200, b"[]")), tls=tls) as server:
        client = make_client(server.base_url, ca_file=str(ca_file))
        await client.list_posts(PostFilter(), cause="c")
        await client.aclose()
    assert "TRAFFIC_SECRET" not in (log.read_text() if log.exists() else "")
    assert tls_context().keylog_filename is None
