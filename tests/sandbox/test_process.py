"""The sandbox as a process: its start, its end, and the state that outlives it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.sandbox.plain_client import PlainClient
from tests.support.sandbox_process import SandboxProcess, start_sandbox


def client_of(process: SandboxProcess) -> PlainClient:
    return PlainClient(process.base_url, process.control_url, process.key)


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "postdesk.sandbox", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def schedule(client: PlainClient, seconds: float) -> str:
    then = (datetime.fromisoformat(client.now()) + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
    body = {"externalUserId": "ann", "content": "x", "platforms": ["linkedin"], "scheduleAt": then.replace("+00:00", "Z")}
    return str(client.ask("POST", "/v1/posts/scheduled", body).json["id"])


def test_it_speaks_one_line_and_ends_with_its_standard_input() -> None:
    process = start_sandbox()
    assert client_of(process).ask("GET", "/v1/posts").json == []
    assert process.process.stdin
    assert process.process.stdout
    process.process.stdin.close()
    assert process.process.wait(5) == 0
    assert process.process.stdout.read() == ""
    process.process.stdout.close()


def test_the_key_stands_in_no_file_and_no_argument(tmp_path: Path) -> None:
    key = "canary-7f3a9"
    with start_sandbox(tmp_path, key=key) as process:
        client_of(process).make_user()
        if sys.platform == "linux":
            assert key.encode() not in Path(f"/proc/{process.process.pid}/cmdline").read_bytes()
        assert not any(key.encode() in file.read_bytes() for file in tmp_path.rglob("*"))


def test_everything_survives_kill_9_and_what_fell_due_meanwhile_is_published_late(tmp_path: Path) -> None:
    first = start_sandbox(tmp_path)
    before = client_of(first)
    before.make_user("ann", displayName="Ann")
    before.connect("linkedin")
    before.control("POST", "echo", {"token": True})
    before.advance(86_400)
    due, far = schedule(before, 1), schedule(before, 3600)
    session = before.ask(
        "POST",
        "/v1/connect-sessions",
        {"externalUserId": "ann", "platform": "twitter", "redirectUri": "https://example.com/connected"},
    ).json
    first.kill()
    time.sleep(1.0)
    with start_sandbox(tmp_path) as second:
        after = client_of(second)
        assert second.base_url == first.base_url
        assert second.control_url == first.control_url
        deadline = time.monotonic() + 5
        while after.ask("GET", f"/v1/posts/{due}").json["status"] != "published":
            assert time.monotonic() < deadline
        assert after.ask("GET", f"/v1/posts/{far}").json["status"] == "scheduled"
        assert after.page(session["connectUrl"]).status == 200
        state = after.control("GET", "state").json
        assert 86_399 < state["offset_seconds"] < 86_401
        assert state["echo"]["token"] is True
        assert [each["platform"] for each in after.connections()] == ["linkedin"]
        line = next(each for each in after.control("GET", "ledger").json if each["id"] == due)
        assert line["publishedAt"]["linkedin"] > line["scheduleAt"]


def test_a_port_that_is_taken_meanwhile_is_replaced(tmp_path: Path) -> None:
    start_sandbox(tmp_path).stop()
    with start_sandbox(tmp_path) as again:
        port = urlsplit(again.base_url).port or 0
    with socket.create_server(("127.0.0.1", port)), start_sandbox(tmp_path) as moved:
        assert urlsplit(moved.base_url).port != port
        assert client_of(moved).ask("GET", "/v1/posts").status == 200


def test_an_asked_port_that_is_taken_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run("--port", str(taken.getsockname()[1]))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "could not start" in ended.stderr


def test_a_second_sandbox_on_the_same_folder_does_not_start(tmp_path: Path) -> None:
    with start_sandbox(tmp_path):
        ended = run("--state", str(tmp_path))
    assert ended.returncode == 2
    assert "could not start" in ended.stderr


@pytest.mark.parametrize("stdin", ["", "\n", "two words\n", "kéy\n"])
def test_without_a_proper_key_it_does_not_start(stdin: str) -> None:
    ended = run("--key-stdin", stdin=stdin)
    assert ended.returncode == 2
    assert "no API key" in ended.stderr
    assert stdin.strip() == "" or stdin.strip() not in ended.stderr


def test_a_redirect_uri_is_allowlisted_by_argument() -> None:
    with start_sandbox(redirect_uris=["https://example.org/done"]) as process:
        assert "https://example.org/done" in client_of(process).control("GET", "allowlist").json
    assert run("--redirect-uri", "nonsense").returncode == 2


def test_by_itself_it_prints_a_fresh_key_and_ends_on_sigterm() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "postdesk.sandbox"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    ready = json.loads(process.stdout.readline())
    assert set(ready) == {"sandbox", "base_url", "control_url", "feed_url", "api_key"}
    client = PlainClient(ready["base_url"], ready["control_url"], ready["api_key"])
    assert client.ask("GET", "/v1/posts").status == 200
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(5) == 0
    process.stdout.close()
