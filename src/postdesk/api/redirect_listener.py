"""The loopback listener that a browser is redirected to after a connect page (RFC 8252 §7.3 and §8.3, RFC 9700).

It holds no secret and no authority: a hit only starts a request to the service. The browser's parameters are neither read nor
logged, and the response never changes.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

import h11

from postdesk.domain.clients import redirect_uri

HOST: Final = "127.0.0.1"
PATH: Final = "/connect/callback"

_HEAD_LIMIT: Final = 8192
_DEADLINE: Final = 2.0
_MAX_SOCKETS: Final = 32

_PAGE: Final = (
    b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Postdesk</title>'
    b'<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>'
    b"<body><center><br><br><h1>Postdesk</h1><h2>Done. You can close this tab.</h2>"
    b"<p>See the result in the Postdesk window.</p></center></body></html>"
)
_HEADERS: Final = (
    b"Cache-Control: no-store\r\n"
    b"X-Content-Type-Options: nosniff\r\n"
    b"Referrer-Policy: no-referrer\r\n"
    b"Content-Security-Policy: default-src 'none'\r\n"
    b"Connection: close\r\n"
)
_DONE_RESPONSE: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n%b\r\n%b" % (
    len(_PAGE),
    _HEADERS,
    _PAGE,
)
_NOT_FOUND_RESPONSE: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n%b\r\n" % _HEADERS


class RedirectListener:
    """Listens on the first free of `ports` and calls `on_hit` on the loop for each valid redirect."""

    def __init__(self, ports: Sequence[int], on_hit: Callable[[], None]) -> None:
        self._ports, self._on_hit = ports, on_hit
        self._server: asyncio.Server | None = None
        self._sockets: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self.port: int | None = None

    async def start(self) -> int | None:
        """Start to listen. Return the port, or None where all are busy (polling alone is enough then)."""
        for port in self._ports:
            try:
                self._server = await asyncio.start_server(self._serve, HOST, port, limit=_HEAD_LIMIT, backlog=256)
            except (OSError, OverflowError):
                continue
            self.port = self._server.sockets[0].getsockname()[1]
            return self.port
        return None

    @property
    def redirect_uri(self) -> str:
        """The redirect address for the browser; empty while not listening."""
        return redirect_uri(self.port) if self.port is not None else ""

    async def close(self) -> None:
        """Stop listening and drop every socket."""
        server, self._server, self.port = self._server, None, None
        if server is None:
            return
        server.close()
        for writer in self._sockets.values():
            writer.transport.abort()
        await asyncio.gather(*self._sockets, return_exceptions=True)
        await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        # Refusing new sockets instead would let idle ones delay the real redirect.
        while len(self._sockets) >= _MAX_SOCKETS:
            self._sockets.pop(next(iter(self._sockets))).transport.abort()
        self._sockets[task] = writer
        try:
            async with asyncio.timeout(_DEADLINE):
                await self._answer(reader, writer)
        except (TimeoutError, OSError, EOFError, asyncio.LimitOverrunError):
            writer.transport.abort()
        finally:
            self._sockets.pop(task, None)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        is_hit = self.port is not None and is_redirect(head, self.port)
        writer.write(_DONE_RESPONSE if is_hit else _NOT_FOUND_RESPONSE)
        if is_hit:
            asyncio.get_running_loop().call_soon(self._on_hit)
        await writer.drain()


def is_redirect(head: bytes, port: int) -> bool:
    """Return True when a request's head is a browser's navigation to our path at exactly our address.

    The exact `Host` prevents DNS rebinding; an `Origin`, or a `Sec-Fetch-Mode` other than navigate, comes from a script.
    """
    parser = h11.Connection(h11.SERVER)
    parser.receive_data(head)
    try:
        request = parser.next_event()
    except h11.RemoteProtocolError:
        return False
    if not isinstance(request, h11.Request) or request.method != b"GET":
        return False
    return (
        request.target.partition(b"?")[0] == PATH.encode()
        and _values(request, b"host") == [b"%b:%d" % (HOST.encode(), port)]
        and _values(request, b"origin") in ([], [b"null"])
        and _values(request, b"sec-fetch-mode") in ([], [b"navigate"])
    )


def _values(request: h11.Request, name: bytes) -> list[bytes]:
    return [value for header, value in request.headers if header == name]
