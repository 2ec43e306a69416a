"""A running sandbox: the service with its worker and its two ports.

The control endpoint has its own port, so that it is reachable while the API refuses connections.
"""

import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from postdesk.sandbox.bodies import is_redirect_uri
from postdesk.sandbox.control import Control
from postdesk.sandbox.faults import Faults
from postdesk.sandbox.server import Port
from postdesk.sandbox.service import Service
from postdesk.sandbox.site import ApiSite, Serve, keyed
from postdesk.sandbox.state import State

# A computer that slept does not wake a waiting thread in time, so the worker also checks at intervals.
LONGEST_WAIT: Final = 30.0


class Worker:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="sandbox-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._service.worker_wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            try:
                wait = self._work()
            except Exception:
                traceback.print_exc(file=sys.stderr)
                wait = LONGEST_WAIT
            self._service.worker_wake.wait(wait)
            self._service.worker_wake.clear()

    def _work(self) -> float:
        """Do the due work. Return the seconds until the next event."""
        with self._service.exclusive():
            self._service.handle_due()
            event = self._service.next_event()
            if event is None:
                return LONGEST_WAIT
            ahead = (event.at - self._service.clock.now()).total_seconds()
            return min(max(ahead, 0.001), LONGEST_WAIT)


class Sandbox:
    """A sandbox that runs from its construction until `stop`, in threads of this process.

    With a folder, its state and its ports survive; without one, all is in memory. Raises ValueError for a redirect URI that is
    no web address, OSError where the folder can't be written or the requested port is taken, and sqlite3.Error where the
    folder's file isn't a sandbox's or is in use.
    """

    def __init__(self, key: str, folder: Path | None = None, port: int = 0, redirect_uris: Sequence[str] = ()) -> None:
        for uri in redirect_uris:
            if not is_redirect_uri(uri):
                raise ValueError(f"{uri!r} is no web address that a redirect can lead to")
        self._state = _open_state(folder)
        self._service = Service(self._state, redirect_uris)
        api = ApiSite(self._service, key, lambda: self._api.origin)
        control = Control(self._service, lambda: self.feed_url)
        self._api = self._port("api_port", port, api, self._service.faults)
        self._control = self._port("control_port", 0, keyed(key, control.serve), None)
        self._worker = Worker(self._service)
        self._worker.start()

    @property
    def base_url(self) -> str:
        return f"{self._api.origin}/api"

    @property
    def feed_url(self) -> str:
        return f"{self._api.origin}/feed"

    @property
    def control_url(self) -> str:
        return f"{self._control.origin}/control/v1"

    def stop(self) -> None:
        self._control.close()
        self._api.close()
        self._worker.stop()
        self._state.close()

    def _port(self, name: str, asked: int, serve: Serve, faults: Faults | None) -> Port:
        """Open the requested port; or the last one, so that links stay valid; or any free one."""
        clock = self._service.clock
        remembered = int(self._state.setting(name) or 0)
        try:
            port = Port(asked or remembered, serve, clock, faults)
        except OSError:
            if asked:
                raise
            port = Port(0, serve, clock, faults)
        with self._state.transaction():
            self._state.set_setting(name, str(port.number))
        return port


def _open_state(folder: Path | None) -> State:
    if folder is None:
        return State(None)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return State(folder / "sandbox.sqlite")
