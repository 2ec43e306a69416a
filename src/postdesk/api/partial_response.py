"""A response while it is received."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from postdesk.api.http_response import BodyEnd, HttpResponse, unpack

if TYPE_CHECKING:
    import httpx

ReceiveCallback = Callable[[bytes, str], Awaitable[None]]
"""Takes a part of a body, with its content encoding."""

_SUCCESS: Final = range(200, 300)


class PartialResponse:
    """The part of a response that was received so far; it survives any interruption."""

    def __init__(self, cap: int, receive: ReceiveCallback | None = None) -> None:
        self._cap, self._receive = cap, receive
        self._size = 0
        self._body = bytearray()
        self._headers: dict[str, str] = {}
        self._end = BodyEnd.BROKEN
        self.status: int | None = None
        self.receive_error: Exception | None = None

    async def read(self, response: "httpx.Response") -> None:
        """Read `response` up to the limit and close it. Raises the library's errors."""
        self.status = response.status_code
        self._headers = dict(response.headers)
        chunks = response.aiter_raw()
        try:
            async for chunk in chunks:
                self._size += len(chunk)
                await self._keep(chunk)
                if self._size > self._cap:
                    self._end = BodyEnd.CAPPED
                    break
            if self._end is BodyEnd.BROKEN:
                self._end = BodyEnd.WHOLE
        finally:
            await response.aclose()
            # After what was received already, a step is an error, which ends each of the library's generators: one left in
            # the middle is only closed by the collector, which cannot await.
            with suppress(Exception):
                async for _ in chunks:
                    pass

    async def _keep(self, chunk: bytes) -> None:
        if self._receive is None or (self.status or 0) not in _SUCCESS:
            self._body += chunk
            return
        try:
            await self._receive(chunk, self._encoding)
        except Exception as error:
            self.receive_error = error
            raise

    @property
    def _encoding(self) -> str:
        return self._headers.get("content-encoding", "").strip().lower()

    def answer(self) -> HttpResponse:
        """Return the response as far as it was received."""
        body, end = unpack(bytes(self._body[: self._cap]), self._encoding, self._cap, self._end)
        return HttpResponse(self.status or 0, self._headers, body, end)
