"""The one way to the service: waits until there is a client, and tells the health how each request ended."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from postdesk.api.errors import ApiError
from postdesk.engine.health import Health

if TYPE_CHECKING:
    from postdesk.api.client import Client

T = TypeVar("T")


class Uplink:
    """Holds the API client of a workspace, which is built after the first paint and anew where key or address change."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._client: Client | None = None
        self._attached = asyncio.Event()

    def attach(self, client: "Client") -> "Client | None":
        """Use `client` from now on; gives the one it takes the place of, for the caller to close."""
        before, self._client = self._client, client
        self._attached.set()
        return before

    @property
    def base_url(self) -> str:
        """The address of the service that is asked now; empty while there is no client."""
        return self._client.base_url if self._client else ""

    async def ready(self) -> None:
        """Wait until there is a client."""
        await self._attached.wait()

    async def ask(self, request: "Callable[[Client], Awaitable[T]]") -> T:
        """Make a request, as soon as there is a client. Raises what the client raises."""
        await self._attached.wait()
        assert self._client is not None
        try:
            answer = await request(self._client)
        except ApiError as error:
            self._health.note_error(error)
            raise
        self._health.note_success()
        return answer
