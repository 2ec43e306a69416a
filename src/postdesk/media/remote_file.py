"""A remote file: fetched without cookies, credentials or a referrer, and read no further than needed.

httpx's transport is used without its client, so that redirects are followed here, each checked like the first address. The
connection goes to a checked address; the certificate has to be for the name.
"""

import contextlib
import logging
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Final, Self
from urllib.parse import urljoin

import httpx

from postdesk.domain.media import MediaProblem, UnusableMedia
from postdesk.media.fetch_policy import CheckedHost, FetchPolicy
from postdesk.media.probe_limits import ProbeLimits

_log = logging.getLogger("postdesk.media")

_HEADERS: Final = {"User-Agent": "Postdesk", "Accept": "*/*", "Accept-Encoding": "identity"}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_GOOD: Final = frozenset({200, 206})
_EMPTY: Final = 416
_PROBLEMS: Final = {
    401: MediaProblem.NOT_ALLOWED,
    403: MediaProblem.NOT_ALLOWED,
    404: MediaProblem.NOT_THERE,
    410: MediaProblem.NOT_THERE,
}
_EXPIRED: Final = re.compile(rb"expired|signature not valid in the specified time", re.IGNORECASE)
_TOTAL: Final = re.compile(r"bytes \d+-\d+/(\d+)")
_TELLING_BYTES: Final = 4096


@asynccontextmanager
async def open_remote_file(url: str, policy: FetchPolicy, limits: ProbeLimits) -> AsyncIterator["RemoteFile"]:
    """Open the file at the end of the redirects. Raises UnusableMedia."""
    for _ in range(limits.redirects + 1):
        async with _answered(await policy.check_host(url), policy, limits) as source:
            if source.redirect_target is None:
                await source.accept()
                yield source
                return
            url = _joined(url, source.redirect_target)
    raise UnusableMedia(MediaProblem.TOO_MANY_REDIRECTS)


def _joined(url: str, to: str) -> str:
    try:
        return urljoin(url, to)
    except ValueError:
        raise UnusableMedia(MediaProblem.BAD_REDIRECT) from None


@asynccontextmanager
async def _answered(host: CheckedHost, policy: FetchPolicy, limits: ProbeLimits) -> AsyncIterator["RemoteFile"]:
    """Open a response from the first of the host's addresses that accepts a connection."""
    line = httpx.AsyncHTTPTransport(verify=policy.tls, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
    async with line:
        for address in host.addresses:
            asked = _FileRequest(line, host, address, limits)
            try:
                response = await asked.answer("bytes=0-")
            except httpx.ConnectError as error:
                if address != host.addresses[-1] and not _untrusted(error):
                    continue
                raise UnusableMedia(_problem_of(error)) from None
            async with RemoteFile(asked, response) as source:
                yield source
            return


class _FileRequest:
    """One address of one host, and the request settings for it."""

    def __init__(self, line: httpx.AsyncHTTPTransport, host: CheckedHost, address: str, limits: ProbeLimits) -> None:
        self._line, self._limits = line, limits
        self._url = host.url.copy_with(host=address)
        self._host = host.url.netloc.decode("ascii")
        self._name = host.host

    async def answer(self, span: str) -> httpx.Response:
        """Request a span of bytes and return the response unread. Raises UnusableMedia, and httpx.ConnectError."""
        timeout = httpx.Timeout(self._limits.pause_s, connect=self._limits.connect_s)
        request = httpx.Request(
            "GET",
            self._url,
            headers={"Host": self._host, **_HEADERS, "Range": span, "Connection": "close"},
            extensions={"timeout": timeout.as_dict(), "sni_hostname": self._name},
        )
        with _as_unusable_media():
            return await self._line.handle_async_request(request)


class RemoteFile:
    """A response that is read only as far as needed. `size` is the length the server gave (bytes), or None."""

    def __init__(self, asked: _FileRequest, response: httpx.Response) -> None:
        self._asked, self._response = asked, response
        self._chunks = aiter(response.aiter_raw())
        self._read = bytearray()
        self.ended = False
        self.ranged = response.status_code == 206
        self.size = _told_size(response)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the response, and end each of the library's generators; the collector can't await the unfinished ones."""
        with contextlib.suppress(Exception):
            await self._response.aclose()
            async for _chunk in self._chunks:
                pass

    @property
    def redirect_target(self) -> str | None:
        """The target of a redirect, or None."""
        if self._response.status_code not in _REDIRECTS:
            return None
        return str(self._response.headers.get("location", "")) or None

    async def accept(self) -> None:
        """Check the response. Raises UnusableMedia where it holds no file."""
        status = self._response.status_code
        if status == _EMPTY:
            raise UnusableMedia(MediaProblem.DAMAGED)
        if status in _GOOD:
            return
        problem = _PROBLEMS.get(status, MediaProblem.REFUSED)
        if problem is MediaProblem.NOT_ALLOWED and _EXPIRED.search(await self._words()):
            problem = MediaProblem.EXPIRED
        raise UnusableMedia(problem)

    async def first(self, count: int) -> bytes:
        """Return the first `count` bytes; fewer at the end of the file, and then it has `ended`. Raises UnusableMedia."""
        with _as_unusable_media():
            while len(self._read) < count and not self.ended:
                try:
                    self._read += await anext(self._chunks)
                except StopAsyncIteration:
                    self.ended = True
        return bytes(self._read[:count])

    async def part(self, start: int, count: int) -> bytes:
        """Return `count` bytes from `start`, from a server that gives `ranged` responses. Raises UnusableMedia."""
        response = await self._asked.answer(f"bytes={start}-{start + count - 1}")
        async with RemoteFile(self._asked, response) as part:
            if not part.ranged:
                raise UnusableMedia(MediaProblem.DAMAGED)
            return await part.first(count)

    async def _words(self) -> bytes:
        try:
            return await self.first(_TELLING_BYTES)
        except UnusableMedia:
            return b""


def _told_size(response: httpx.Response) -> int | None:
    ranged = _TOTAL.fullmatch(response.headers.get("content-range", "").strip()) if response.status_code == 206 else None
    told = ranged[1] if ranged else response.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else None


@contextlib.contextmanager
def _as_unusable_media() -> Iterator[None]:
    """Raise the library's errors as UnusableMedia; connection errors pass unchanged, as the caller handles them."""
    try:
        yield
    except httpx.ConnectError:
        raise
    except (httpx.HTTPError, ssl.SSLError, OSError) as error:
        # The error's text may contain the address, which may be signed.
        _log.debug("a fetch ended in %s", type(error).__name__)
        raise UnusableMedia(_problem_of(error)) from None


def _problem_of(error: Exception) -> MediaProblem:
    if isinstance(error, httpx.TimeoutException):
        return MediaProblem.SLOW
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return MediaProblem.DAMAGED
    return MediaProblem.NOT_TRUSTED if _untrusted(error) else MediaProblem.UNREACHABLE


def _untrusted(error: BaseException) -> bool:
    """Return True when the certificate or the TLS connection was rejected."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
