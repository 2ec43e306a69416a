"""Files over https on this computer, sent correctly or with faults: each path has its own answer, and requests are kept."""

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

Send = Callable[["Exchange"], Awaitable[None]]


@dataclass
class Exchange:
    """One request, and the means to answer it."""

    head: str
    writer: asyncio.StreamWriter

    @property
    def path(self) -> str:
        return self.head.split(" ", 2)[1]

    def header(self, name: str) -> str:
        """Return a header of the request; empty where it has none."""
        found = re.search(rf"(?im)^{name}: (.*)\r$", self.head)
        return found[1] if found else ""

    async def send(self, status: int, body: bytes = b"", *headers: str, length: int | None = None) -> None:
        """Send an answer; `length` may be false about the body, and below 0 is left out."""
        told = len(body) if length is None else length
        lines = [f"HTTP/1.1 {status} Whatever", *headers, *([f"Content-Length: {told}"] if told >= 0 else [])]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await self.writer.drain()

    async def send_range(self, body: bytes) -> None:
        """Send the requested span of bytes."""
        span = re.fullmatch(r"bytes=(\d+)-(\d*)", self.header("Range"))
        if span is None:
            await self.send(200, body)
            return
        first, last = int(span[1]), int(span[2] or len(body) - 1)
        part = body[first : last + 1]
        await self.send(206, part, f"Content-Range: bytes {first}-{first + len(part) - 1}/{len(body)}")


@dataclass
class FileServer:
    """Answers each path as configured, and any other with 404. Use as an async context manager."""

    tls: ssl.SSLContext
    ways: dict[str, Send] = field(default_factory=dict)
    asked: list[Exchange] = field(default_factory=list)
    port: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, path: str, host: str = "files.example.org") -> str:
        return f"https://{host}:{self.port}{path}"

    def serves(self, path: str, send: Send, host: str = "files.example.org") -> str:
        """Set the answer of `path`; return its address."""
        self.ways[path] = send
        return self.url(path, host)

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._answer(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            exchange = Exchange((await reader.readuntil(b"\r\n\r\n")).decode(), writer)
            self.asked.append(exchange)
            send = self.ways.get(exchange.path.partition("?")[0])
            await (send(exchange) if send else exchange.send(404, b"not here"))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def whole(body: bytes, *headers: str) -> Send:
    """Return an answer with the whole body, for any requested span."""
    return lambda exchange: exchange.send(200, body, *headers)


def ranged(body: bytes) -> Send:
    """Return an answer with the requested span."""
    return lambda exchange: exchange.send_range(body)


def status(number: int, body: bytes = b"", *headers: str) -> Send:
    """Return an answer with that status."""
    return lambda exchange: exchange.send(number, body, *headers)


def redirect(to: str) -> Send:
    """Return a redirect."""
    return status(302, b"", f"Location: {to}")


def endless(start: bytes, pause: float = 0.0) -> Send:
    """Return an answer of `start`, and then more for ever, without a length."""

    async def send(exchange: Exchange) -> None:
        await exchange.send(200, start, length=-1)
        while True:
            exchange.writer.write(bytes(16_384 if not pause else 1))
            await exchange.writer.drain()
            await asyncio.sleep(pause)

    return send


async def silence(exchange: Exchange) -> None:
    """Send no answer."""
    await asyncio.sleep(3600)
