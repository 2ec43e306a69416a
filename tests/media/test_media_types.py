"""The type of a file by its first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.media import MediaType
from postdesk.media.media_types import detect_media_type
from postdesk.sandbox.samples import jpeg, mp4, noisy_png


def boxed(brand: bytes, *others: bytes) -> bytes:
    body = brand + bytes(4) + b"".join(others)
    return (len(body) + 8).to_bytes(4) + b"ftyp" + body + bytes(50)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (jpeg(8, 8), MediaType.JPEG),
        (noisy_png(2, 2), MediaType.PNG),
        (b"GIF89a\1\0\1\0", MediaType.GIF),
        (b"RIFF\x24\0\0\0WEBPVP8 ", MediaType.WEBP),
        (b"RIFF\x24\0\0\0AVI LIST", MediaType.AVI),
        (b"RIFF\x24\0\0\0WAVEfmt ", MediaType.OTHER),
        (b"BM\x46\0\0\0\0\0\0\0\x36", MediaType.BMP),
        (b"II*\0\x08\0\0\0", MediaType.TIFF),
        (b"MM\0*\0\0\0\x08", MediaType.TIFF),
        (boxed(b"heic", b"mif1"), MediaType.HEIC),
        (boxed(b"mif1", b"avif"), MediaType.AVIF),
        (boxed(b"mif1", b"heic"), MediaType.HEIC),
        (boxed(b"avif"), MediaType.AVIF),
        (boxed(b"qt  "), MediaType.MOV),
        (b"\0\0\0\x08wide\0\0\0\0mdat", MediaType.MOV),
        (boxed(b"3gp5"), MediaType.THREE_GP),
        (boxed(b"M4V "), MediaType.MP4),
        (mp4(16, 16, 1), MediaType.MP4),
        (b"FLV\x01\x05\0\0\0\x09", MediaType.FLV),
        (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(8), MediaType.WMV),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", MediaType.WEBM),
        (b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska", MediaType.MKV),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", MediaType.SVG),
        (b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' ''><svg>", MediaType.SVG),
        (b"<?xml version='1.0'?><!-- drawn --><s:svg>", MediaType.SVG),
        (b"<!doctype html><svg>", MediaType.HTML),
        (b"  <html><svg>", MediaType.HTML),
        (b"<?xml version='1.0'?><rss>", MediaType.OTHER),
        (b"", MediaType.OTHER),
    ],
)
def test_it_is_told_by_its_bytes(head: bytes, expected: MediaType) -> None:
    assert detect_media_type(head) is expected


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(head: bytes) -> None:
    assert detect_media_type(head) in MediaType
    assert detect_media_type(boxed(head[:4], head)) in MediaType
