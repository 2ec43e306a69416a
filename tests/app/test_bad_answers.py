"""Invalid keys and addresses, and a service with odd answers: the message is shown in place, and the window keeps working."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.application import application
from tests.support.desktop import Desktop
from tests.support.ports import free_ports
from tests.support.running_app import running_app
from tests.support.sandbox_process import start_sandbox
from tests.support.screen_reader import ScreenReader

from postdesk.domain.platforms import Platform
from postdesk.domain.practice import FaultKind, FaultOrder, Operation
from postdesk.tour.finder import is_shown
from postdesk.ui.text.faults import WITH_DELAY, WITH_PLATFORM

KEY = "key-3c1e8a"
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.mark.real_window
@pytest.mark.accessibility
def test_the_form_says_what_is_wrong_and_takes_what_is_right(
    screen: Desktop, reader: ScreenReader, profile: Path, tmp_path: Path
) -> None:
    refused = f"http://127.0.0.1:{free_ports(1)[0]}/api"
    with (
        start_sandbox(tmp_path / "service", key=KEY) as service,
        answering(200, b"<html>Welcome to the hotel</html>") as portal,
        answering(302, b"") as elsewhere,
        running_app(screen, profile, environment=NO_KEYRING) as app,
    ):
        reader.follow(app.pid)
        reader.press("Use my API key", "button")
        for base_url, key, words in (
            (service.base_url, "another-key", "MyPostShare doesn’t accept this key."),
            (service.base_url, "two words", "This isn’t an API key"),
            (service.base_url, "schlüssel", "This isn’t an API key"),
            ("ftp://mypostshare.com/api", KEY, "Enter the base URL like https://"),
            (portal, KEY, "A web page answered, not MyPostShare."),
            (elsewhere, KEY, "The base URL redirects to another address"),
            (refused, KEY, "MyPostShare can’t be reached"),
        ):
            reader.write(base_url, "Base URL", "text")
            reader.write(key, "API key", "password text")
            reader.press("Connect", "button")
            reader.hear(words)
        reader.write(service.base_url, "Base URL", "text")
        reader.write(f"{KEY}\n", "API key", "password text")
        reader.press("Connect", "button")
        reader.find(id="main_window")


@pytest.mark.logs("This plugin does not support")
async def test_the_window_survives_every_fault_of_the_service(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    async with application(profile) as used:
        practice, (client,) = used.session.practice, used.session.clients.all()
        assert practice
        await used.connected(client, Platform.LINKEDIN)
        await used.click("rail.connections")
        for kind in FaultKind:
            platform = Platform.LINKEDIN if kind in WITH_PLATFORM else ""
            delay = timedelta(seconds=1) if kind in WITH_DELAY else None
            practice.arm(FaultOrder(kind, Operation.ANY, None, platform=platform, delay=delay))
            await used.until(lambda: used.armed() == 1, partial(str, kind))
            used.session.refresh()
            used.session.connections.refresh(client.id)
            await asyncio.sleep(0.3)
            await used.see("LinkedIn", "connections.row.linkedin")
            practice.disarm_all()
            await used.until(lambda: used.armed() == 0, partial(str, kind))
        used.session.refresh()
        await used.until(lambda: not is_shown("banner.trouble"), lambda: used.session.health.state)


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """Run a foreign web server; yield the base URL of an API that isn't there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", "https://example.com/")
            self.end_headers()
            self.wfile.write(body)

        log_message: Callable[..., None] = lambda *_: None

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/api"
        server.shutdown()
        thread.join()
