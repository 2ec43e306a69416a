"""A real Chromium in the place of the system's browser, driven over DevTools."""

import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.support.desktop import Desktop
from tests.support.processes import until
from websockets.sync.client import connect

_FLAGS: Final = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --no-default-browser-check --disable-background-networking "
    "--disable-component-update --disable-sync --disable-default-apps --password-store=basic --remote-debugging-port=0"
)


@dataclass(frozen=True)
class Page:
    """A tab. `script` returns the value of an expression in it."""

    url: str
    text: str
    _socket: str

    def script(self, expression: str) -> Any:
        return _evaluate(self._socket, expression)

    def press(self, selector: str) -> None:
        """Click the only element that the selector finds, as soon as the page has finished loading."""
        assert self.script(f"document.querySelectorAll({json.dumps(selector)}).length") == 1, (selector, self.text)
        self.script(f"setTimeout(() => document.querySelector({json.dumps(selector)}).click(), 0), true")


class Chromium:
    """One browser with a folder of its own, as one person uses it; it starts with the first address that it opens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.script = f'exec chromium {_FLAGS} --user-data-dir="{folder}" "$@" >/dev/null 2>&1 </dev/null'

    def open(self, url: str, desktop: Desktop) -> None:
        """Open an address as the user does."""
        subprocess.Popen(["/bin/sh", "-c", f"{self.script} &", "chromium", url], env=desktop.environment).wait()

    def page(self, words: str, patience: float = 30) -> Page:
        """Return the first tab with these words in its text or address, as soon as there is one."""
        attempt = lambda: next((page for page in self._pages() if words in page.text or words in page.url), None)  # noqa: E731
        return until(attempt, patience, lambda: f"wanted {words!r}, there are {self._pages()}")

    def close(self) -> None:
        """End the browser, where it was started."""
        holder = self._folder / "SingletonLock"
        if not holder.is_symlink():
            return
        pid = int(str(holder.readlink()).rpartition("-")[2])
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
            end = time.monotonic() + 5
            while _runs(pid) and time.monotonic() < end:
                time.sleep(0.05)
            os.kill(pid, signal.SIGKILL)

    def _pages(self) -> list[Page]:
        try:
            port = int((self._folder / "DevToolsActivePort").read_text().splitlines()[0])
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"http://127.0.0.1:{port}/json/list", timeout=5) as answer:
                targets = [each for each in json.load(answer) if each["type"] == "page"]
            return [self._page(each) for each in targets]
        except (OSError, IndexError, ValueError):
            return []

    def _page(self, target: dict[str, Any]) -> Page:
        socket = target["webSocketDebuggerUrl"]
        text = _evaluate(socket, "document.readyState === 'complete' && document.body ? document.body.innerText : ''")
        return Page(target["url"], str(text), socket)


@contextmanager
def system_browser(desktop: Desktop, folder: Path) -> Iterator[Chromium]:
    """The browser that opens the addresses of programs on the desktop."""
    browser = Chromium(folder)
    desktop.command("xdg-open", browser.script)
    try:
        yield browser
    finally:
        browser.close()


def _evaluate(socket: str, expression: str) -> Any:
    with connect(socket, proxy=None, open_timeout=5, close_timeout=1) as devtools:
        wanted = {"expression": expression, "returnByValue": True}
        devtools.send(json.dumps({"id": 1, "method": "Runtime.evaluate", "params": wanted}))
        answer = json.loads(devtools.recv(5))
        while answer.get("id") != 1:
            answer = json.loads(devtools.recv(5))
    return answer.get("result", {}).get("result", {}).get("value")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
