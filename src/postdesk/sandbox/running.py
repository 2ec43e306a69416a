"""A running sandbox: the service with its worker and its two ports.

The control endpoint has a port of its own, so that it can be reached while the API refuses connections.
"""

from collections.abc import Sequence
from pathlib import Path

from postdesk.sandbox.bodies import is_redirect_uri
from postdesk.sandbox.faults import Faults
from postdesk.sandbox.server import Port
from postdesk.sandbox.service import Service
from postdesk.sandbox.site import ApiSite, Serve, control_site
from postdesk.sandbox.state import State
from postdesk.sandbox.worker import Worker


class Sandbox:
    """Runs from its making until `stop`, in threads of this process.

    With a folder, its state and its ports survive; without one, all is in memory. Raises ValueError for a redirect URI that is
    no web address, OSError where the folder can't be written or the asked port is taken, and sqlite3.Error where the folder's
    file is none of ours or is in use.
    """

    def __init__(self, key: str, folder: Path | None = None, port: int = 0, redirect_uris: Sequence[str] = ()) -> None:
        for uri in redirect_uris:
            if not is_redirect_uri(uri):
                raise ValueError(f"{uri!r} is no web address that a redirect can lead to")
        self._state = _open_state(folder)
        self._service = Service(self._state, redirect_uris)
        api, control = (
            ApiSite(self._service, key, lambda: self._api.origin),
            control_site(self._service, key, lambda: self.feed_url),
        )
        self._api = self._port("api_port", port, api, self._service.faults)
        self._control = self._port("control_port", 0, control, None)
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
        """The asked port; or the one of last time, so that links stay good; or any."""
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
