"""Sample images, made when they are asked for: a JPEG of coloured tiles, and a PNG as large as noise makes it."""

import random
import struct
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Final

_TILE: Final = 8
_QUANTUM: Final = 16
"""One step of a tile's mean is so much of its brightness, of 255."""

_CATEGORIES: Final = tuple(range(9))


def jpeg(width: int, height: int) -> bytes:
    """A baseline JPEG in which each tile of 8 × 8 has one colour (ITU T.81): a slope from one corner to the other."""
    quantisers = bytes([0]) + bytes([_QUANTUM] * 64)
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"".join(bytes([each, 0x11, 0]) for each in (1, 2, 3))
    # Each category of a mean's step has a code of 4 bits; "no more in this tile" is a single 0.
    means = bytes([0x00, 0, 0, 0, len(_CATEGORIES), *[0] * 12, *_CATEGORIES])
    rest = bytes([0x10, 1, *[0] * 15, 0])
    scan = bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    parts = ((0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), (0xDB, quantisers), (0xC0, frame), (0xC4, means), (0xC4, rest), (0xDA, scan))
    head = b"".join(struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body for mark, body in parts)
    return b"\xff\xd8" + head + _packed("".join(_tiles(width, height))) + b"\xff\xd9"


def _tiles(width: int, height: int) -> Iterator[str]:
    """The bits of all tiles: what each of the three means differs by from the tile before."""
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
    """As bytes, filled up with ones; a byte of ones is followed by an empty one."""
    filled = bits + "1" * (-len(bits) % 8)
    return int(filled, 2).to_bytes(len(filled) // 8).replace(b"\xff", b"\xff\0")


def noisy_png(width: int, height: int) -> bytes:
    """A PNG of noise, 3 bytes a pixel and not compressed: the same one each time."""
    noise = random.Random(width)
    rows = chain.from_iterable((b"\0", noise.randbytes(3 * width)) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
