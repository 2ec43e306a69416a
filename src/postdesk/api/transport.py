"""The only module of `api` that uses httpx: one request, one response, and an exact record of the bytes sent.

httpx's transport is used without its client: no redirects, no cookies, no environment, no retries. The `trace` extension
shows if a byte may have been sent; the class of an exception doesn't.
"""

import asyncio
import errno
import logging
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import anyio
import httpx

from postdesk.api.errors import ApiError, BadCaFile, ConnectionLost, NotSent, NotSentReason
from postdesk.api.http_response import HttpResponse
from postdesk.api.partial_response import PartialResponse, ReceiveCallback
from postdesk.api.requests import Request
from postdesk.domain.lazy_dataclass import dataclass

_log = logging.getLogger("postdesk.api")

MarkCallback = Callable[[], Awaitable[None]]
_HEADERS_LEAVE: Final = "http11.send_request_headers.started"
_UNREACHABLE: Final = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)
_MAX_CONNECTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class RequestTimeouts:
    """Timeouts in seconds.

    `connect` is for one connection step (all steps together: twice that), `read` for each read, `total` for the request without
    the time of the marker's commit.
    """

    connect: float = 15.0
    read: float = 30.0
    total: float = 60.0


def split_url(text: str, default_port: int) -> tuple[str, str, int, str] | None:
    """Return scheme, host, port and path with query as httpx parses them, or None."""
    try:
        url = httpx.URL(text)
        return url.scheme, url.raw_host.decode("ascii"), url.port or default_port, url.raw_path.decode("ascii")
    except (httpx.InvalidURL, ValueError):
        return None


def silence_http_logs() -> None:
    """Silence the library's own log lines: at DEBUG they hold headers, at INFO whole URLs."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def load_http_backend() -> None:
    """Import what the HTTP library would import during its first request (30 ms). Call it in a thread.

    Where sniffio isn't installed, the library would look for it in all import paths six times in each request.
    """
    anyio.run(anyio.sleep, 0)
    if find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]


class Transport:
    """Connections to one base URL with one key. Building one takes 0.1 s for https: do it in a thread.

    `proxy` (a URL, or empty for none) is used for https only: plain http never leaves this computer.
    """

    def __init__(self, base_url: str, key: str, proxy: str = "", ca_file: str = "") -> None:
        self._base_url = base_url
        secure = base_url.startswith("https:")
        self._tls = _tls_context(ca_file) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._proxy = (
            httpx.Proxy(proxy, ssl_context=self._tls if proxy.startswith("https:") else None) if proxy and secure else None
        )
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": "Postdesk",
        }
        self._shared = self._connections()

    async def exchange(
        self,
        request: Request,
        timeouts: RequestTimeouts,
        *,
        own_connection: bool = False,
        mark: MarkCallback | None = None,
        receive: ReceiveCallback | None = None,
    ) -> HttpResponse:
        """Send one request and return its response. `own_connection` uses a new connection that serves nothing else.

        `mark` is awaited once, with the connection up and no byte sent; if it raises, none is sent. Raises NotSent or
        ConnectionLost. Once a status is seen, an HttpResponse is returned, however its body ends. `receive` takes the body of a
        success as it arrives, which the response then lacks; its errors are raised.
        """
        send_trace = _SendTrace(request.method, timeouts, mark)
        partial_response = PartialResponse(request.cap, receive)
        try:
            # Twice, so that the library's own time-out comes first: cancelled in a handshake, it leaves the socket open.
            async with asyncio.timeout(2 * timeouts.connect) as send_trace.deadline, self._line(own_connection) as connections:
                response = await connections.handle_async_request(self._to_httpx(request, timeouts, send_trace, own_connection))
                await partial_response.read(response)
        except Exception as error:
            if error is partial_response.receive_error:
                raise
            if partial_response.status is None:
                raise send_trace.failure(error, self._proxy is not None) from send_trace.mark_error
        return partial_response.answer()

    async def aclose(self) -> None:
        """Close the shared connections."""
        await self._shared.aclose()

    @asynccontextmanager
    async def _line(self, own_connection: bool) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        if not own_connection:
            yield self._shared
            return
        async with self._connections() as connections:
            yield connections

    def _connections(self) -> httpx.AsyncHTTPTransport:
        limits = httpx.Limits(max_connections=_MAX_CONNECTIONS, max_keepalive_connections=_MAX_CONNECTIONS, keepalive_expiry=30)
        return httpx.AsyncHTTPTransport(verify=self._tls, trust_env=False, limits=limits, proxy=self._proxy)

    def _to_httpx(
        self, request: Request, timeouts: RequestTimeouts, send_trace: "_SendTrace", own_connection: bool
    ) -> httpx.Request:
        headers = dict(self._headers)
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        if own_connection:
            headers["Connection"] = "close"
        timeout = httpx.Timeout(timeouts.read, connect=timeouts.connect)
        extensions = {"timeout": timeout.as_dict(), "trace": send_trace.trace}
        return httpx.Request(
            request.method, self._base_url + request.target, headers=headers, content=request.body, extensions=extensions
        )


class _SendTrace:
    """Traces the sending of one request: the connection deadline applies until it starts, then the total one."""

    def __init__(self, method: str, timeouts: RequestTimeouts, mark: MarkCallback | None) -> None:
        self._method = method.encode()
        self._timeouts, self._mark = timeouts, mark
        self._left = False
        self._started = asyncio.get_running_loop().time()
        self.mark_error: Exception | None = None
        self.deadline = asyncio.timeout(None)

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Handle the library's callback for each step; a proxy's CONNECT raises the same event as the request itself."""
        if event == _HEADERS_LEAVE and info["request"].method == self._method:
            await self._leave()

    async def _leave(self) -> None:
        if self._left:
            raise RuntimeError("a request leaves once")
        now = asyncio.get_running_loop().time
        connecting = now() - self._started
        self.deadline.reschedule(None)
        if self._mark is not None:
            mark, self._mark = self._mark, None
            try:
                await _to_the_end(mark)
            except Exception as error:
                self.mark_error = error
                raise
        self._left = True
        self.deadline.reschedule(now() + self._timeouts.total - connecting)

    def failure(self, error: Exception, by_proxy: bool) -> ApiError:
        """Return the ApiError for `error`. Only exception classes are logged, since its text may hold secrets."""
        _log.debug("ended in %s", " < ".join(type(cause).__name__ for cause in _chain(error)))
        if self._left:
            return ConnectionLost()
        return NotSent(NotSentReason.NOT_MARKED if self.mark_error else _reason(error, by_proxy))


async def _to_the_end(mark: MarkCallback) -> None:
    """Await `mark` to its end, also when cancelled meanwhile: nobody may abandon a commit that is under way."""
    task = asyncio.ensure_future(mark())
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from task.exception()
    task.result()


def _tls_context(ca_file: str) -> ssl.SSLContext:
    """Return a context with the authorities of the system, certifi and `ca_file`."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    # The environment may name a key log file, with which all traffic could be decrypted.
    context.keylog_filename = None  # type: ignore[assignment]
    if ca_file:
        try:
            context.load_verify_locations(Path(ca_file))
        except (OSError, ValueError):
            raise BadCaFile("no certificates in that file") from None
    return context


def _reason(error: Exception, by_proxy: bool) -> NotSentReason:
    roots = tuple(_chain(error))
    reason = next((reason for kind, reason in _REASONS if any(isinstance(root, kind) for root in roots)), None)
    if by_proxy and reason not in _OF_THE_SERVER:
        return NotSentReason.PROXY
    if reason is None and any(isinstance(root, OSError) and root.errno in _UNREACHABLE for root in roots):
        return NotSentReason.UNREACHABLE
    return reason or NotSentReason.NO_CONNECTION


# The order decides, across the whole chain: a handshake that times out has an SSLError in its chain as well.
_REASONS: Final = (
    (httpx.ProxyError, NotSentReason.PROXY),
    (ssl.SSLCertVerificationError, NotSentReason.CERTIFICATE),
    (TimeoutError, NotSentReason.CONNECT_TIMEOUT),
    (httpx.TimeoutException, NotSentReason.CONNECT_TIMEOUT),
    (ssl.SSLError, NotSentReason.TLS),
    (socket.gaierror, NotSentReason.DNS),
    (ConnectionRefusedError, NotSentReason.REFUSED),
)
_OF_THE_SERVER: Final = (NotSentReason.CERTIFICATE, NotSentReason.TLS)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all its causes."""
    yield error
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _chain(part)
    before = error.__cause__ or error.__context__
    if before is not None:
        yield from _chain(before)
