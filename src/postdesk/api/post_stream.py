"""A list of posts that is read while it arrives, in pages: its length takes no memory."""

import asyncio
import codecs
import json
import re
import zlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Final, TypeAlias

from postdesk.api import errors
from postdesk.api.http_response import BodyEnd, HttpResponse
from postdesk.api.requests import ITEM_CAP, STREAM_CAP
from postdesk.api.responses import check_whole
from postdesk.api.wire import WirePost
from postdesk.domain.remote import RemotePost

TakePosts: TypeAlias = Callable[[tuple[RemotePost, ...]], Awaitable[None]]

_PAGE: Final = 1 << 17
"""The bytes that are read at once, in a thread."""
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_DECODER: Final = json.JSONDecoder(strict=False)
_BETWEEN: Final = re.compile(r"[\s,]*")
_JSON_STARTS: Final = ("{", "[", '"')


class PostListParser:
    """Reads the JSON list of one response. `redact` removes the API key from the bytes of an item."""

    def __init__(self, redact: Callable[[bytes], bytes], cap: int = STREAM_CAP) -> None:
        self._redact, self._cap = redact, cap
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._text = ""
        self._start = ""
        self._size = 0
        self._ends = False
        self._is_garbled = False
        self._all_known = True

    def feed(self, data: bytes, encoding: str = "") -> tuple[RemotePost, ...]:
        """Return the posts that these bytes of the body complete; none beyond the limit, or where nothing can be read."""
        posts: list[RemotePost] = []
        if self._size > self._cap:
            return ()  # what is left of a compressed body was not unpacked: nothing after it can be
        for piece in self._unpacked(data, encoding):
            room = self._cap - self._size
            self._size += len(piece)
            if self._ends or self._is_garbled or room <= 0:
                break
            posts += self._read(self._text + self._decode(piece[:room]))
        return tuple(posts)

    def finish(self, answer: HttpResponse) -> bool:
        """Return True if all posts of the list were read, False if it was cut at our limit. Raises ApiError."""
        check_whole(answer)
        cut = answer.end is BodyEnd.CAPPED or self._size > self._cap
        if self._is_garbled or self._start != "[" or not (self._ends or cut):
            foreign = bool(self._start) and self._start not in _JSON_STARTS
            raise (errors.NotTheService if foreign else errors.UnreadableResponse)(status=answer.status)
        return self._ends and self._all_known

    def _unpacked(self, data: bytes, encoding: str) -> Iterator[bytes]:
        """Yield the bytes decompressed, in pieces of a limited size."""
        if encoding in ("", "identity"):
            yield data
            return
        try:
            while data and not self._inflate.eof:
                yield self._inflate.decompress(data, _PAGE)
                data = self._inflate.unconsumed_tail
        except zlib.error:
            self._is_garbled = True

    def _read(self, text: str) -> Iterator[RemotePost]:
        """Yield the posts of complete items, and keep the rest of the text."""
        at = 0
        if not self._start:
            text = text.lstrip()
            self._start, at = text[:1], 1
        while self._start == "[" and not self._ends:
            at = gap.end() if (gap := _BETWEEN.match(text, at)) else at
            self._ends = text.startswith("]", at)
            if self._ends or at >= len(text):
                break
            try:
                value, end = _DECODER.raw_decode(text, at)
            except (ValueError, RecursionError):
                self._is_garbled = len(text) - at > ITEM_CAP
                break
            if post := self._post(value, text[at:end]):
                yield post
            else:
                self._all_known = False
            at = end
        self._text = text[at:] if self._start == "[" else ""

    def _post(self, value: object, raw: str) -> RemotePost | None:
        """Return the post of an item; None if it has no id."""
        clean = self._redact(item := raw.encode("utf-8", "replace"))
        if clean != item:
            raw = clean.decode("utf-8", "replace")
            value = json.loads(raw, strict=False)
        post = WirePost.model_validate(value).to_domain(raw) if isinstance(value, dict) else None
        return post if post and post.id else None


class PostStream:
    """Takes the body of one response as it arrives, and hands its posts on in pages.

    A page is read while the one before is being taken; there are never more than these two.
    """

    def __init__(self, parser: PostListParser, take: TakePosts) -> None:
        self._parser, self._take = parser, take
        self._data = bytearray()
        self._encoding = ""
        self._handed: asyncio.Task[None] | None = None

    async def receive(self, chunk: bytes, encoding: str) -> None:
        """Take some bytes of the body, with their content encoding."""
        self._data += chunk
        self._encoding = encoding
        if len(self._data) >= _PAGE:
            await self._hand_on()

    async def flush(self) -> None:
        """Hand on the rest of the body, and wait until it is taken."""
        await self._hand_on()
        await self.settle()

    async def settle(self) -> None:
        """Wait until the last page is taken. Raises the errors of taking it."""
        handed, self._handed = self._handed, None
        if handed is not None:
            await handed

    def finish(self, answer: HttpResponse) -> bool:
        """Return as `PostListParser.finish`."""
        return self._parser.finish(answer)

    async def _hand_on(self) -> None:
        data = bytes(self._data)
        self._data.clear()
        posts = await asyncio.to_thread(self._parser.feed, data, self._encoding)
        await self.settle()
        if posts:
            self._handed = asyncio.create_task(self._taken(posts))

    async def _taken(self, posts: tuple[RemotePost, ...]) -> None:
        await self._take(posts)
