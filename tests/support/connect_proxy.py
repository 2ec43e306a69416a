"""An HTTP proxy for CONNECT, which tunnels, or refuses with a status."""

import asyncio
import contextlib
import re

from tests.support.raw_server import Conversation, Script, http


def tunnels(host: str = "127.0.0.1") -> Script:
    """Return a script that accepts a CONNECT and passes bytes on to that port of this computer."""

    async def script(conversation: Conversation) -> None:
        request = await conversation.request()
        target = re.match(rb"CONNECT [^ ]*:(\d+) ", request)
        assert target, request
        reader, writer = await asyncio.open_connection(host, int(target[1]))
        await conversation.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _join(conversation, reader, writer)

    return script


def refuses(status: int) -> Script:
    """Return a script that answers a CONNECT with `status`."""

    async def script(conversation: Conversation) -> None:
        await conversation.request()
        await conversation.send(http(status, b"", "Proxy-Authenticate: Basic"))

    return script


async def _join(conversation: Conversation, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async def back() -> None:
        while data := await reader.read(65536):
            await conversation.send(data)

    returning = asyncio.ensure_future(back())
    try:
        while data := await conversation.read():
            writer.write(data)
            await writer.drain()
    finally:
        returning.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError):
            await returning
        writer.close()
