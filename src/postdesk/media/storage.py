"""S3-compatible storage: a file goes in, by parts where it is large, and has a public address.

Everything here blocks: run it in a thread. What is stopped goes on with its parts the next time; an object that came through
though it was stopped is taken away again.
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
"""How much goes at once (bytes), and is sent again at most after a break. S3 takes 5 MiB or more, but for the last one."""

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
    """One bucket. `proxy` and `ca_file` are as the settings have them; empty for none. `turns`: those of all that upload."""

    def __init__(self, bucket: Bucket, secret: str, proxy: str = "", ca_file: str = "", turns: Turns | None = None) -> None:
        self._bucket, self._secret = bucket, secret
        self._proxy, self._ca_file = proxy, ca_file
        self._turns = turns or Turns()

    def upload(self, file: LocalFile, unfinished: Unfinished, on_sent: Callable[[int], None], stop: Event) -> tuple[str, bool]:
        """The file's address, and whether it lay there already; `on_sent` hears how many bytes are there. Raises NotUploaded."""
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
                # Where nobody says whether it was there before, others may link to it.
                if there is False:
                    self._take_away(key)
                raise NotUploaded(UploadFlaw.STOPPED)
        return self.address(key), False

    def _take_away(self, key: str) -> None:
        """Where the key may only write, it stays."""
        with suppress(NotUploaded):
            self.delete(key)

    def write(self, key: str, data: bytes, kind: str) -> None:
        """Write a small object. Raises NotUploaded."""
        with self._talking() as s3:
            s3.put(Asked("PUT", key, data=data, kind=kind, brisk=True))

    def delete(self, key: str) -> None:
        """Delete an object. Raises NotUploaded."""
        with self._talking() as s3:
            s3.delete(key)

    def abort(self, key: str, multipart: str) -> None:
        """Delete what lies there of an upload in parts. Raises NotUploaded."""
        with self._talking() as s3, suppress(Forgotten):
            s3.abort(key, multipart)

    def key(self, name: str) -> str:
        """Where an object of that name lies in the bucket."""
        return "/".join(part for part in (*self._bucket.prefix.split("/"), name) if part)

    def address(self, key: str) -> str:
        """Where everybody can read it."""
        return f"{self._bucket.public_base.rstrip('/')}/{quote(key)}"

    def _talking(self, stop: Event | None = None) -> AbstractContextManager[S3]:
        return talking(self._bucket, self._secret, self._proxy, self._ca_file, stop or Event())


def _holds(s3: S3, key: str, size: int) -> bool | None:
    """Whether that object is there. Who may only write is not told (None): then it is written once more."""
    try:
        return s3.size(key) == size
    except NotUploaded as refused:
        if refused.flaw in _TELL_NOTHING:
            return None
        raise


def _send_whole(s3: S3, file: LocalFile, key: str, wanted: str, on_sent: Callable[[int], None]) -> None:
    """It is there then, or not at all."""
    on_sent(0)
    data = piece(file, 0, file.size)
    if print_of(data) != wanted:
        raise NotUploaded(UploadFlaw.CHANGED)
    ensure_unchanged(file)
    s3.put(Asked("PUT", key, data=data, kind=file.type, on_sent=on_sent))
