"""A running sandbox: the service with its worker and its two ports.

The control endpoint has a port of its own, so that it can be reached while the API refuses connections.
"""

from collections.abc import Iterable
from pathlib import Path

from postdesk.sandbox.server import Port
from postdesk.sandbox.service import Service
from postdesk.sandbox.site import ApiSite, control_site
from postdesk.sandbox.state import State
from postdesk.sandbox.worker import Worker


class Sandbox:
    """Runs from its making until `stop`, in threads of this process.

    With a folder, its state and its ports survive; without one, all is in memory. Raises OSError where the folder can't be
    written, sqlite3.Error where its file is none of ours, and ValueError for a redirect URI that is no web address.
    """

    def __init__(self, key: str, folder: Path | None = None, port: int = 0, redirect_uris: Iterable[str] = ()) -> None:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self._state = State(folder / "sandbox.sqlite" if folder else None)
        self._service = Service(self._state, redirect_uris)
        self._api = Port(
            port or self._remembered("api_port"),
            ApiSite(self._service, key, lambda: self._api.origin),
            self._service.clock,
            self._service.faults,
        )
        self._control = Port(
            self._remembered("control_port"), control_site(self._service, key, lambda: self.feed_url), self._service.clock
        )
        self._remember_ports()
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

    def _remembered(self, name: str) -> int:
        return int(self._state.setting(name) or 0)

    def _remember_ports(self) -> None:
        with self._state.transaction():
            self._state.set_setting("api_port", str(self._api.number))
            self._state.set_setting("control_port", str(self._control.number))
