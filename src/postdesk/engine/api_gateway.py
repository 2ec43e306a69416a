"""The gateway to the API: waits until there is an API client, and reports the result of each request to the health."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, TypeVar

from postdesk.api import errors
from postdesk.engine.health import Health

if TYPE_CHECKING:
    from postdesk.api.client import ApiClient

T = TypeVar("T")

RECORD_ERRORS: Final = (
    errors.NotFound,
    errors.NotTheService,
    errors.PermissionRefused,
    errors.UnexpectedRedirect,
    errors.UnreadableResponse,
    errors.Unsendable,
    errors.ValidationRefused,
)
"""Errors that concern only the requested record, if the service answered another request a moment before."""


class ApiGateway:
    """Holds the API client of a workspace, which is built after the first paint, and again when key or address change."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._client: ApiClient | None = None
        self._attached = asyncio.Event()

    def attach(self, client: "ApiClient") -> "ApiClient | None":
        """Use `client` from now on. Return the previous one, which the caller has to close."""
        before, self._client = self._client, client
        self._attached.set()
        return before

    @property
    def base_url(self) -> str:
        """The base URL of the current client; empty while there is none."""
        return self._client.base_url if self._client else ""

    def end_pause(self) -> None:
        """End the pause that the service asked for, because the user asks now."""
        self._health.clear_busy()
        if self._client:
            self._client.end_pause()

    async def ready(self) -> None:
        """Wait until there is a client."""
        await self._attached.wait()

    async def ask(self, request: "Callable[[ApiClient], Awaitable[T]]") -> T:
        """Make a request, as soon as there is a client. Raises the client's errors."""
        await self._attached.wait()
        assert self._client is not None
        try:
            answer = await request(self._client)
        except errors.ApiError as error:
            self._health.note_error(error)
            raise
        self._health.note_success()
        return answer
