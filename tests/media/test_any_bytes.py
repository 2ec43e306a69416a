"""Arbitrary bytes of a file: its type is known, or a problem is found, and nothing else happens."""

import struct
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postdesk.domain.media import MediaProblem, MediaType, UnusableMedia
from postdesk.media.media_types import detect_media_type
from postdesk.media.pictures import image_facts, make_small_picture
from postdesk.media.probe_limits import ProbeLimits
from postdesk.media.video_facts import SparseFile, read_video_facts
from postdesk.sandbox.samples import jpeg, mp4, noisy_png

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SMALL = ProbeLimits(most_pixels=1_000_000, picture_pixels=500_000)


def spoilt(whole: bytes) -> st.SearchStrategy[bytes]:
    """Return `whole` with some of its bytes changed, and maybe cut off."""

    def change(drawn: tuple[list[tuple[int, int]], int]) -> bytes:
        body = bytearray(whole)
        for place, value in drawn[0]:
            body[place % len(body)] = value
        return bytes(body[: len(body) - drawn[1]])

    places = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=20)
    return st.tuples(places, st.integers(0, len(whole) // 2)).map(change)


def looked_at(data: bytes) -> MediaProblem | None:
    kind = detect_media_type(data)
    try:
        if kind.video:
            parts = SparseFile(len(data))
            parts.put(0, data[: len(data) // 2])
            read_video_facts(parts, kind, len(data))
        elif kind.image and kind is not MediaType.SVG:
            facts = image_facts(data, kind, len(data), SMALL)
            picture = make_small_picture(data, facts, SMALL)
            assert picture is None or facts.pixels <= SMALL.picture_pixels
    except UnusableMedia as unusable:
        return unusable.problem
    return None


@pytest.mark.qt_log_ignore(".")
@FEW
@given(st.one_of(spoilt(jpeg(64, 48)), spoilt(noisy_png(24, 16)), spoilt(mp4(64, 48, 1)), st.binary(max_size=400)))
def test_no_bytes_make_a_look_fail(data: bytes) -> None:
    assert looked_at(data) in (None, MediaProblem.DAMAGED, MediaProblem.TOO_MANY_PIXELS)


@pytest.mark.qt_log_ignore(".")
@pytest.mark.parametrize(
    "start",
    [
        lambda side: b"GIF89a" + struct.pack("<HH", side, side) + bytes(20),
        lambda side: b"BM" + bytes(12) + struct.pack("<IiiHHI", 40, side, side, 1, 24, 0) + bytes(40),
        lambda side: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0) + bytes(20),
    ],
)
def test_a_header_that_promises_too_much_is_not_believed(start: Callable[[int], bytes]) -> None:
    assert looked_at(start(60_000)) in (MediaProblem.TOO_MANY_PIXELS, MediaProblem.DAMAGED)


def test_a_file_in_parts_is_read_where_it_is_there() -> None:
    parts = SparseFile(100)
    parts.put(50, b"x" * 10)
    parts.put(0, b"y" * 20)
    assert parts.read(5) == b"yyyyy"
    assert parts.read(100) == b"y" * 15
    assert parts.seek(55) == 55
    assert parts.read() == b"x" * 5


def test_a_file_in_parts_tells_where_something_is_missing() -> None:
    parts = SparseFile(100)
    parts.put(0, b"y" * 20)
    assert parts.seek(0, 2) == 100
    assert parts.read(1) == b""
    assert parts.missing is None
    parts.seek(20)
    assert parts.read(1) == b""
    missing: int | None = parts.missing
    assert missing == 20
    parts.rewind()
    assert parts.tell() == 0
