"""S3-compatible storage: stores a file, in parts if it is large, and returns its public address.

Blocking: run in a thread. A stopped upload keeps its parts and resumes next time; an object that was completed in spite of
the stop is deleted again.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from threading import Event
from typing import Final
from urllib.parse import quote

from postdesk.domain.media import MediaType
from postdesk.domain.uploads import Bucket, LocalFile, UploadFailed, UploadProblem
from postdesk.media.local_files import ensure_unchanged, hash_file, md5_of, read_part
from postdesk.media.multipart_upload import MultipartRegistry, MultipartUpload
from postdesk.media.s3 import NoSuchUpload, S3Client, S3Request, open_s3
from postdesk.media.upload_locks import UploadLocks

PART_BYTES: Final = 8 * 1_048_576
"""Part size in bytes: at most this much is sent again after a break. S3 requires 5 MiB or more, except for the last part."""

_MOST_PARTS: Final = 10_000
_TELL_NOTHING: Final = frozenset({UploadProblem.NOT_ALLOWED, UploadProblem.KEY_REFUSED})
_ENDINGS: Final = {
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.GIF: "gif",
    MediaType.WEBP: "webp",
    MediaType.BMP: "bmp",
    MediaType.TIFF: "tiff",
    MediaType.MP4: "mp4",
    MediaType.MOV: "mov",
    MediaType.AVI: "avi",
    MediaType.WMV: "wmv",
    MediaType.FLV: "flv",
    MediaType.THREE_GP: "3gp",
    MediaType.WEBM: "webm",
}


class BucketStorage:
    """One bucket. `proxy` and `ca_file` come from the settings, empty for none. `locks` are shared by all uploads."""

    def __init__(self, bucket: Bucket, secret: str, proxy: str = "", ca_file: str = "", locks: UploadLocks | None = None) -> None:
        self._bucket, self._secret, self._proxy, self._ca_file = bucket, secret, proxy, ca_file
        self._locks = locks or UploadLocks()

    def upload(
        self, file: LocalFile, unfinished: MultipartRegistry, on_sent: Callable[[int], None], stop: Event
    ) -> tuple[str, bool]:
        """Return the file's address, and True if it was stored before. `on_sent` gets the bytes stored. Raises UploadFailed."""
        size = max(PART_BYTES, -(-file.size // _MOST_PARTS))
        found = hash_file(file, size, stop)
        key = self.key(f"{found.whole}.{_ENDINGS.get(file.type, 'bin')}")
        with self._locks.at(f"{self._bucket.endpoint}/{self._bucket.bucket}/{key}", stop), self._client(stop) as s3:
            there = _holds(s3, key, file.size)
            if there:
                return self.address(key), True
            if file.size > size:
                MultipartUpload(s3, file, key, size, found).send(unfinished, on_sent)
            else:
                _send_whole(s3, file, key, found.parts[0], on_sent)
            if stop.is_set():
                # With an unknown earlier state (None), others may already link to the object.
                if there is False:
                    with suppress(UploadFailed):  # it stays where the key may only write
                        self.delete(key)
                raise UploadFailed(UploadProblem.STOPPED)
        return self.address(key), False

    def write(self, key: str, data: bytes, kind: str) -> None:
        """Write a small object. Raises UploadFailed."""
        with self._client() as s3:
            s3.put(S3Request("PUT", key, data=data, kind=kind, retry_briefly=True))

    def delete(self, key: str) -> None:
        """Delete an object. Raises UploadFailed."""
        with self._client() as s3:
            s3.delete(key)

    def abort(self, key: str, multipart: str) -> None:
        """Delete the stored parts of a multipart upload. Raises UploadFailed."""
        with self._client() as s3, suppress(NoSuchUpload):
            s3.abort(key, multipart)

    def key(self, name: str) -> str:
        """Return the key of an object with that name in the bucket."""
        return "/".join(part for part in (*self._bucket.prefix.split("/"), name) if part)

    def address(self, key: str) -> str:
        """Return the public address of an object."""
        return f"{self._bucket.public_base.rstrip('/')}/{quote(key)}"

    def _client(self, stop: Event | None = None) -> AbstractContextManager[S3Client]:
        return open_s3(self._bucket, self._secret, self._proxy, self._ca_file, stop or Event())


def _holds(s3: S3Client, key: str, size: int) -> bool | None:
    """Return True when the object exists with that size; None for a write-only key, and then it is written once more."""
    try:
        return s3.size(key) == size
    except UploadFailed as refused:
        if refused.problem in _TELL_NOTHING:
            return None
        raise


def _send_whole(s3: S3Client, file: LocalFile, key: str, wanted: str, on_sent: Callable[[int], None]) -> None:
    """Send the file as one object: it is stored completely or not at all."""
    on_sent(0)
    data = read_part(file, 0, file.size)
    if md5_of(data) != wanted:
        raise UploadFailed(UploadProblem.CHANGED)
    ensure_unchanged(file)
    s3.put(S3Request("PUT", key, data=data, kind=file.type, on_sent=on_sent))
