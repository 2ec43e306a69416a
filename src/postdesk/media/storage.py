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
from postdesk.domain.uploads import Bucket, LocalFile, NotUploaded, UploadFlaw
from postdesk.media.in_parts import InParts, Unfinished
from postdesk.media.local_files import ensure_unchanged, piece, print_of, prints
from postdesk.media.s3 import S3, Asked, Forgotten, talking
from postdesk.media.turns import Turns

PART: Final = 8 * 1_048_576
"""Part size in bytes: at most this much is sent again after a break. S3 requires 5 MiB or more, except for the last part."""

_MOST_PARTS: Final = 10_000
_TELL_NOTHING: Final = frozenset({UploadFlaw.NOT_ALLOWED, UploadFlaw.KEY_REFUSED})
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


class Storage:
    """One bucket. `proxy` and `ca_file` come from the settings, empty for none. `turns` are shared by all uploads."""

    def __init__(self, bucket: Bucket, secret: str, proxy: str = "", ca_file: str = "", turns: Turns | None = None) -> None:
        self._bucket, self._secret = bucket, secret
        self._proxy, self._ca_file = proxy, ca_file
        self._turns = turns or Turns()

    def upload(self, file: LocalFile, unfinished: Unfinished, on_sent: Callable[[int], None], stop: Event) -> tuple[str, bool]:
        """Return the file's address, and True if it was stored before. `on_sent` gets the bytes stored so far.

        Raises UploadFailed.
        """
        size = max(PART, -(-file.size // _MOST_PARTS))
        found = prints(file, size, stop)
        key = self.key(f"{found.whole}.{_ENDINGS.get(file.type, 'bin')}")
        with self._turns.at(f"{self._bucket.endpoint}/{self._bucket.bucket}/{key}", stop), self._talking(stop) as s3:
            there = _holds(s3, key, file.size)
            if there:
                return self.address(key), True
            if file.size > size:
                InParts(s3, file, key, size, found).send(unfinished, on_sent)
            else:
                _send_whole(s3, file, key, found.parts[0], on_sent)
            if stop.is_set():
                # With an unknown earlier state (None), others may already link to the object.
                if there is False:
                    self._take_away(key)
                raise NotUploaded(UploadFlaw.STOPPED)
        return self.address(key), False

    def _take_away(self, key: str) -> None:
        """Delete the object; it stays where the key may only write."""
        with suppress(NotUploaded):
            self.delete(key)

    def write(self, key: str, data: bytes, kind: str) -> None:
        """Write a small object. Raises UploadFailed."""
        with self._talking() as s3:
            s3.put(Asked("PUT", key, data=data, kind=kind, brisk=True))

    def delete(self, key: str) -> None:
        """Delete an object. Raises UploadFailed."""
        with self._talking() as s3:
            s3.delete(key)

    def abort(self, key: str, multipart: str) -> None:
        """Delete the stored parts of a multipart upload. Raises UploadFailed."""
        with self._talking() as s3, suppress(Forgotten):
            s3.abort(key, multipart)

    def key(self, name: str) -> str:
        """Return the key of an object with that name in the bucket."""
        return "/".join(part for part in (*self._bucket.prefix.split("/"), name) if part)

    def address(self, key: str) -> str:
        """Return the public address of an object."""
        return f"{self._bucket.public_base.rstrip('/')}/{quote(key)}"

    def _talking(self, stop: Event | None = None) -> AbstractContextManager[S3]:
        return talking(self._bucket, self._secret, self._proxy, self._ca_file, stop or Event())


def _holds(s3: S3, key: str, size: int) -> bool | None:
    """Return True when the object exists with that size; None for a write-only key, and then it is written once more."""
    try:
        return s3.size(key) == size
    except NotUploaded as refused:
        if refused.flaw in _TELL_NOTHING:
            return None
        raise


def _send_whole(s3: S3, file: LocalFile, key: str, wanted: str, on_sent: Callable[[int], None]) -> None:
    """Send the file as one object: it is stored completely or not at all."""
    on_sent(0)
    data = piece(file, 0, file.size)
    if print_of(data) != wanted:
        raise NotUploaded(UploadFlaw.CHANGED)
    ensure_unchanged(file)
    s3.put(Asked("PUT", key, data=data, kind=file.type, on_sent=on_sent))
