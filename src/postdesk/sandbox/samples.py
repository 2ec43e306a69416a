"""Sample files for posts, valid and invalid, each generated on request: `/samples/<name>`."""

import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Final

from postdesk.sandbox.exchange import BodyMode, Request, Response, error_response, not_allowed
from postdesk.sandbox.html_pages import page
from postdesk.sandbox.moments import Clock
from postdesk.sandbox.refusal import missing

_TILE: Final = 8
_QUANTUM: Final = 16
"""The brightness change of one step of a tile's mean, of 255."""

_CATEGORIES: Final = tuple(range(9))


def jpeg(width: int, height: int) -> bytes:
    """Return a baseline JPEG with one colour per tile of 8 × 8 (ITU T.81), as a gradient between two corners."""
    quantisers = bytes([0]) + bytes([_QUANTUM] * 64)
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"".join(bytes([each, 0x11, 0]) for each in (1, 2, 3))
    # Each category of a mean's step has a code of 4 bits; "end of block" is a single 0.
    means = bytes([0x00, 0, 0, 0, len(_CATEGORIES), *[0] * 12, *_CATEGORIES])
    rest = bytes([0x10, 1, *[0] * 15, 0])
    scan = bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    parts = ((0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), (0xDB, quantisers), (0xC0, frame), (0xC4, means), (0xC4, rest), (0xDA, scan))
    head = b"".join(struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body for mark, body in parts)
    return b"\xff\xd8" + head + _packed("".join(_tiles(width, height))) + b"\xff\xd9"


def _tiles(width: int, height: int) -> Iterator[str]:
    """Yield the bits of all tiles: the differences of the three means from the previous tile."""
    columns, rows = -(-width // _TILE), -(-height // _TILE)
    before = (0, 0, 0)
    for row in range(rows):
        for column in range(columns):
            across, down = column / columns, row / rows
            now = (round(30 - 50 * down), round(-20 + 45 * across), round(35 * (down - across)))
            yield from (_step(new - old) for new, old in zip(now, before, strict=True))
            before = now


def _step(step: int) -> str:
    category = abs(step).bit_length()
    bits = f"{step if step > 0 else step + (1 << category) - 1:0{category}b}" if category else ""
    return f"{category:04b}{bits}0"


def _packed(bits: str) -> bytes:
    """Return the bits as bytes, padded with ones; a 0xFF byte is followed by a zero byte."""
    filled = bits + "1" * (-len(bits) % 8)
    return int(filled, 2).to_bytes(len(filled) // 8).replace(b"\xff", b"\xff\0")


def noisy_png(width: int, height: int) -> bytes:
    """Return a PNG of noise, 3 bytes a pixel and uncompressed: the same one each time."""
    noise = random.Random(width)
    rows = chain.from_iterable((b"\0", noise.randbytes(3 * width)) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


_SCALE: Final = 600
"""Time units per second."""

_UNITY: Final = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_LANGUAGE: Final = 0x55C4  # none
_PROFILE: Final = bytes.fromhex("0164001fffe1001867640020acd9405005bb0110000003001000000303c0f162d9601000568ebe3cb22c")
_FRAME_BYTES: Final = 2048


def mp4(width: int, height: int, seconds: int, frames_per_second: int = 30) -> bytes:
    """Return an H.264 video without sound, with its tables before its frames."""
    frames = seconds * frames_per_second
    brands = _box("ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
    # The tables contain the frames' position, and their length doesn't depend on it.
    length = len(_tables(width, height, seconds, frames, 0))
    tables = _tables(width, height, seconds, frames, len(brands) + length + 8)
    return brands + tables + _box("mdat", bytes(frames * _FRAME_BYTES))


def _tables(width: int, height: int, seconds: int, frames: int, place: int) -> bytes:
    lasts = seconds * _SCALE
    header = _full(
        "mvhd", struct.pack(">IIIIIH10x", 0, 0, _SCALE, lasts, 0x10000, 0x100), _UNITY, bytes(24), struct.pack(">I", 2)
    )
    track = struct.pack(">IIIII8xHHHH", 0, 0, 1, 0, lasts, 0, 0, 0, 0)
    shape = struct.pack(">II", width << 16, height << 16)
    media = _box(
        "mdia",
        _full("mdhd", struct.pack(">IIIIHH", 0, 0, _SCALE, lasts, _LANGUAGE, 0)),
        _full("hdlr", bytes(4), b"vide", bytes(12), b"Video\0"),
        _box("minf", _full("vmhd", bytes(8), flags=1), _data_is_here(), _samples(width, height, lasts, frames, place)),
    )
    return _box("moov", header, _box("trak", _full("tkhd", track, _UNITY, shape, flags=3), media))


def _data_is_here() -> bytes:
    return _box("dinf", _full("dref", struct.pack(">I", 1), _full("url ", flags=1)))


def _samples(width: int, height: int, lasts: int, frames: int, place: int) -> bytes:
    codec = struct.pack(">6xH16xHHIIIH32xHh", 1, width, height, 0x480000, 0x480000, 0, 1, 24, -1)
    return _box(
        "stbl",
        _full("stsd", struct.pack(">I", 1), _box("avc1", codec, _box("avcC", _PROFILE))),
        _full("stts", struct.pack(">III", 1, frames, lasts // frames)),
        _full("stsc", struct.pack(">IIII", 1, 1, frames, 1)),
        _full("stsz", struct.pack(">II", _FRAME_BYTES, frames)),
        _full("stco", struct.pack(">II", 1, place)),
    )


def _full(name: str, *bodies: bytes, flags: int = 0) -> bytes:
    return _box(name, struct.pack(">I", flags), *bodies)


def _box(name: str, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + name.encode() + body


_SPAN: Final = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
_DRAWING: Final = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3" fill="#3454d1"/></svg>'
_FILES: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "picture.jpg": ("image/jpeg", lambda: jpeg(1080, 1350)),
    "cover.jpg": ("image/jpeg", lambda: jpeg(1200, 630)),
    "large.png": ("image/png", lambda: noisy_png(2000, 2000)),
    "video.mp4": ("video/mp4", lambda: mp4(1080, 1920, 12)),
    "drawing.svg": ("image/svg+xml", lambda: _DRAWING),
    "slow.jpg": ("image/jpeg", lambda: jpeg(640, 640)),
    "signed.jpg": ("image/jpeg", lambda: jpeg(1080, 1080)),
}


class Samples:
    """The sample pages. `signed.jpg` expires at the time in the parameter `se`, as in Azure's addresses; `slow.jpg` drips."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def serve(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return not_allowed("GET", "HEAD")
        name = "/".join(request.segments[1:])
        if name == "page":
            return page("A page about a picture", "<p>The picture itself has another address.</p>")
        if name not in _FILES:
            raise missing("sample")
        if name == "signed.jpg" and self._is_over(request.query.get("se", "")):
            return error_response(403, "expired", "Request has expired.")
        kind, make = _FILES[name]
        body_mode = BodyMode.DRIPPED if name == "slow.jpg" else BodyMode.WHOLE
        return _spanned(Response(200, make(), kind, body_mode=body_mode), request.headers.get("range", ""))

    def _is_over(self, end: str) -> bool:
        try:
            return datetime.fromisoformat(end).astimezone(UTC) <= self._clock.now()
        except ValueError:
            return True


def _spanned(response: Response, wanted: str) -> Response:
    """Return the requested span of bytes, or all of them."""
    span = _SPAN.fullmatch(wanted)
    size = len(response.body)
    if span is None or response.body_mode is not BodyMode.WHOLE:
        return response
    first, last = int(span[1]), min(int(span[2] or size - 1), size - 1)
    if first > last:
        return Response(416, headers=(("Content-Range", f"bytes */{size}"),))
    headers = (("Content-Range", f"bytes {first}-{last}/{size}"), ("Accept-Ranges", "bytes"))
    return Response(206, response.body[first : last + 1], response.content_type, headers)
