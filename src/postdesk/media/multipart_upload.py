"""Multipart upload of a large file: parts that storage already has are not sent again."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final, Protocol

from postdesk.domain.uploads import LocalFile, UploadFailed, UploadProblem
from postdesk.media.local_files import FileHashes, ensure_unchanged, md5_of, read_part
from postdesk.media.s3 import NoSuchUpload, S3Client, UploadedPart

_MD5_DIGITS: Final = 32


class MultipartRegistry(Protocol):
    """A record of open multipart uploads by object key. Called in the upload's thread."""

    def id_of(self, key: str) -> str:
        """Return the storage's id of the open upload; empty where there is none."""

    def add(self, key: str, multipart: str) -> None:
        """Record the id of a new upload, before any part is sent."""

    def remove(self, key: str) -> None:
        """Remove the record: storage holds no parts for the key any more."""


class MultipartUpload:
    """The upload of one file, resumed from the parts `unfinished` knows of. A part has `size` bytes, the last one fewer."""

    def __init__(self, s3: S3Client, file: LocalFile, key: str, size: int, found: FileHashes) -> None:
        self._s3, self._file, self._key, self._size, self._found = s3, file, key, size, found
        self._in_doubt: dict[int, UploadedPart] = {}

    def send(self, unfinished: MultipartRegistry, on_sent: Callable[[int], None]) -> None:
        """Send the file. After an error the sent parts stay, unless the file has changed. Raises UploadFailed.

        `on_sent` is called with the number of bytes stored or being sent, and after a stop with the number that stays stored.
        """
        try:
            self._resume(unfinished, on_sent)
        except NoSuchUpload:
            unfinished.remove(self._key)
            self._resume(unfinished, on_sent)

    def _resume(self, unfinished: MultipartRegistry, on_sent: Callable[[int], None]) -> None:
        multipart, there = self._begin_or_resume(unfinished)
        try:
            self._send_missing(multipart, there, on_sent)
        except UploadFailed as why:
            if why.problem is UploadProblem.CHANGED:
                with suppress(UploadFailed):
                    self._s3.abort(self._key, multipart)
                    unfinished.remove(self._key)
            on_sent(_bytes(there))
            raise
        try:
            self._s3.complete(self._key, multipart, {number: part.etag for number, part in there.items()})
        except NoSuchUpload:
            if self._s3.size(self._key) != self._file.size:  # else only the response to a successful request was lost
                raise
        unfinished.remove(self._key)

    def _begin_or_resume(self, unfinished: MultipartRegistry) -> tuple[str, dict[int, UploadedPart]]:
        """Return the upload's id and its verified parts; a new upload where the old one can't be resumed."""
        if multipart := unfinished.id_of(self._key):
            try:
                stored_parts = self._s3.parts(self._key, multipart)
            except UploadFailed as refused:
                if not isinstance(refused, NoSuchUpload) and refused.problem is not UploadProblem.NOT_ALLOWED:
                    raise
                with suppress(UploadFailed):  # a key that can't list the parts may still delete them
                    self._s3.abort(self._key, multipart)
            else:
                fitting = {number: part for number, part in stored_parts.items() if self._fits(number, part)}
                self._in_doubt = {number: part for number, part in fitting.items() if not self._etag_matches(number, part.etag)}
                return multipart, {number: part for number, part in fitting.items() if number not in self._in_doubt}
        multipart = self._s3.begin(self._key, self._file.type)
        unfinished.add(self._key, multipart)
        return multipart, {}

    def _send_missing(self, multipart: str, there: dict[int, UploadedPart], on_sent: Callable[[int], None]) -> None:
        before = _bytes(there)
        on_sent(before)
        for number, wanted in enumerate(self._found.parts, start=1):
            if number not in there:
                data = read_part(self._file, (number - 1) * self._size, self._size)
                # The object's name is the hash of the content read before, so changed content must not be stored under it.
                if md5_of(data) != wanted:
                    raise UploadFailed(UploadProblem.CHANGED)
                there[number] = self._s3.put_part(self._key, multipart, number, data, partial(_follow, on_sent, before))
                before += len(data)
                before += self._settle_doubt(number, there)
        on_sent(before)
        ensure_unchanged(self._file)

    def _settle_doubt(self, number: int, there: dict[int, UploadedPart]) -> int:
        """Decide about the parts in doubt by the part just sent. Return the number of their bytes that needn't be sent.

        A storage that encrypts with its own key (SSE-KMS) returns ETags that look like MD5 hashes of the parts but aren't.
        """
        doubtful, self._in_doubt = self._in_doubt, {}
        doubtful.pop(number, None)
        if not doubtful or self._etag_matches(number, there[number].etag):
            return 0
        there.update(doubtful)
        return _bytes(doubtful)

    def _fits(self, number: int, part: UploadedPart) -> bool:
        """Return True when the part's length is right."""
        return number <= len(self._found.parts) and part.size == min(self._size, self._file.size - (number - 1) * self._size)

    def _etag_matches(self, number: int, etag: str) -> bool:
        """Return True when the ETag is the part's MD5, or no MD5 at all: then size and number have to do."""
        told = etag.strip('"').lower()
        return len(told) != _MD5_DIGITS or told == self._found.parts[number - 1]


def _follow(on_sent: Callable[[int], None], before: int, sent: int) -> None:
    on_sent(before + sent)


def _bytes(parts: dict[int, UploadedPart]) -> int:
    return sum(part.size for part in parts.values())
