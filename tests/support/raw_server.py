"""A loopback server that plays a test's script byte for byte, and keeps the received bytes."""

import asyncio
import re
import ssl
import struct
from collections.abc import Awaitable, Callable
from socket import SO_LINGER, SOL_SOCKET
from types import TracebackType
from typing import Self


class Conversation:
    """One connection, as the server sees it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.received = bytearray()

    async def request(self) -> bytes:
        """Read one whole request; b"" where the other side closed instead."""
        head = await self.head()
        return head + await self.body(head)

    async def head(self) -> bytes:
        """Read the head of a request alone; b"" where the other side closed instead."""
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            self.received += error.partial
            return b""
        self.received += head
        return head

    async def body(self, head: bytes) -> bytes:
        """Read the body that belongs to `head`."""
        length = re.search(rb"(?i)content-length: (\d+)", head)
        body = await self._reader.readexactly(int(length[1])) if length else b""
        self.received += body
        return body

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def read(self) -> bytes:
        """Read the next bytes; b"" at the end."""
        data = await self._reader.read(65536)
        self.received += data
        return data

    async def until_closed(self) -> None:
        """Read on until the other side closes."""
        while await self.read():
            pass

    def reset(self) -> None:
        """End the connection with a RST."""
        self._writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


Script = Callable[[Conversation], Awaitable[None]]


class RawServer:
    """Plays its scripts, one a connection, the last one over and over. Use as an async context manager."""

    def __init__(self, *scripts: Script, tls: ssl.SSLContext | None = None) -> None:
        self._scripts = scripts
        self._tls = tls
        self._conversations: list[Conversation] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls, limit=1 << 24)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def base_url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/api"

    @property
    def received(self) -> list[bytes]:
        """The received bytes, one item for each connection."""
        return [bytes(conversation.received) for conversation in self._conversations]

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Not a coroutine: asyncio would log the cancellation of scripts that are still playing at the end of a test.
        conversation = Conversation(reader, writer)
        script = self._scripts[min(len(self._conversations), len(self._scripts) - 1)]
        self._conversations.append(conversation)
        task = asyncio.ensure_future(self._play(script, conversation, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _play(self, script: Script, conversation: Conversation, writer: asyncio.StreamWriter) -> None:
        try:
            await script(conversation)
        except OSError:
            pass
        finally:
            writer.transport.abort() if writer.transport.is_closing() else writer.close()


def http(status: int, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    """Return an HTTP answer; `length` may be false about the body."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answers(*datas: bytes) -> Script:
    """Return a script that answers each request of a connection in turn, then closes."""

    async def script(conversation: Conversation) -> None:
        for data in datas:
            if await conversation.request():
                await conversation.send(data)

    return script


async def resets(conversation: Conversation) -> None:
    """Read the request, then reset the connection."""
    await conversation.request()
    conversation.reset()


async def closes(conversation: Conversation) -> None:
    """Read the request, then close without an answer."""
    await conversation.request()


async def stays_silent(conversation: Conversation) -> None:
    """Read all data and never answer."""
    await conversation.until_closed()


def drips(start: bytes, pause: float) -> Script:
    """Return a script that answers with `start`, then a space every `pause` seconds for ever."""

    async def script(conversation: Conversation) -> None:
        await conversation.request()
        await conversation.send(start)
        while True:
            await asyncio.sleep(pause)
            await conversation.send(b" ")

    return script
