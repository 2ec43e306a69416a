"""A sample video: the tables of an MP4 (ISO 14496-12, -15) over frames that hold nothing."""

import struct
from typing import Final

_SCALE: Final = 600
"""Units of time in a second."""

_UNITY: Final = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_LANGUAGE: Final = 0x55C4  # none
_PROFILE: Final = bytes.fromhex("0164001fffe1001867640020acd9405005bb0110000003001000000303c0f162d9601000568ebe3cb22c")
_FRAME_BYTES: Final = 2048


def mp4(width: int, height: int, seconds: int, frames_per_second: int = 30) -> bytes:
    """An H.264 video without sound, with its tables before its frames."""
    frames = seconds * frames_per_second
    brands = _box("ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
    # The tables name the place of the frames, and are as long whatever it is.
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
