"""Resuming a multipart upload where the storage reports something else than a part's MD5."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from typing import cast

import pytest

from postdesk.media.local_files import hash_file, inspect_file
from postdesk.media.multipart_upload import MultipartRegistry, MultipartUpload
from postdesk.media.s3 import S3Client, UploadedPart

SIZE = 1_000
PARTS = 5


class Bucket:
    """A bucket in memory. With a `key` it encrypts, and reports for each part the MD5 of the encrypted one (SSE-KMS)."""

    def __init__(self, key: bytes = b"") -> None:
        self.key, self.stored, self.sent = key, dict[int, UploadedPart](), list[int]()
        self.completed: Mapping[int, str] = {}

    def begin(self, key: str, kind: str) -> str:
        return "upload"

    def put_part(self, key: str, multipart: str, number: int, data: bytes, on_sent: Callable[[int], None]) -> UploadedPart:
        self.sent.append(number)
        part = self.stored[number] = UploadedPart(len(data), f'"{hashlib.md5(self.key + data).hexdigest()}"')
        return part

    def parts(self, key: str, multipart: str) -> dict[int, UploadedPart]:
        return dict(self.stored)

    def complete(self, key: str, multipart: str, etags: Mapping[int, str]) -> None:
        self.completed = etags


class Known:
    """An upload that has begun."""

    def id_of(self, key: str) -> str:
        return "upload"

    def add(self, key: str, multipart: str) -> None: ...

    def remove(self, key: str) -> None: ...


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(range(256)) * (SIZE * PARTS // 256))
    return path


def resumed(bucket: Bucket, film: Path, stored: range, wrong: int | None = None) -> list[int]:
    """Return the parts that are sent where these are stored already, one of them with other content."""
    file = inspect_file(film)
    found = hash_file(file, SIZE, Event())
    sending = MultipartUpload(cast("S3Client", bucket), file, "key", SIZE, found)
    raw = film.read_bytes()
    for number in stored:
        data = raw[(number - 1) * SIZE : number * SIZE]
        bucket.put_part("key", "upload", number, data if number != wrong else bytes(len(data)), lambda _: None)
    bucket.sent.clear()
    told: list[int] = []
    sending.send(cast("MultipartRegistry", Known()), told.append)
    assert sorted(bucket.completed) == list(range(1, len(found.parts) + 1))
    assert told[-1] == file.size
    return bucket.sent


def test_parts_that_lie_in_an_encrypted_bucket_are_not_sent_again(film: Path) -> None:
    assert resumed(Bucket(b"a key of its own"), film, range(1, 5)) == [1, 5]


def test_parts_that_are_told_by_their_md5_are_not_sent_again(film: Path) -> None:
    assert resumed(Bucket(), film, range(1, 5)) == [5]


def test_a_part_that_is_another_is_sent_again(film: Path) -> None:
    assert resumed(Bucket(), film, range(1, 5), wrong=2) == [2, 5]
