"""A large file on its way to storage in parts: what lies there already is not sent again."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final, Protocol

from postdesk.domain.uploads import LocalFile, NotUploaded, UploadFlaw
from postdesk.media.local_files import Prints, ensure_unchanged, piece, print_of
from postdesk.media.s3 import S3, Forgotten, Part

_MD5_DIGITS: Final = 32


class Unfinished(Protocol):
    """Keeps what the storage calls uploads in parts, by the object's key. Called in the upload's thread."""

    def known(self, key: str) -> str:
        """The one that has begun; empty where none has."""

    def begun(self, key: str, multipart: str) -> None:
        """It is called that, and no part of it is sent yet."""

    def over(self, key: str) -> None:
        """None of its parts lies there any more."""


class InParts:
    """One file, of which the storage holds what `unfinished` knows of. A part is `size` bytes, the last one less."""

    def __init__(self, s3: S3, file: LocalFile, key: str, size: int, found: Prints) -> None:
        self._s3, self._file, self._key, self._size, self._found = s3, file, key, size, found
        self._in_doubt: dict[int, Part] = {}

    def send(self, unfinished: Unfinished, on_sent: Callable[[int], None]) -> None:
        """It is there as a whole then; else what was sent stays, unless the file has changed. Raises NotUploaded.

        `on_sent` hears how many bytes are there, with what is on its way, and at an end how many stay there.
        """
        try:
            self._go_on(unfinished, on_sent)
        except Forgotten:
            unfinished.over(self._key)
            self._go_on(unfinished, on_sent)

    def _go_on(self, unfinished: Unfinished, on_sent: Callable[[int], None]) -> None:
        multipart, there = self._begun(unfinished)
        try:
            self._send_missing(multipart, there, on_sent)
        except NotUploaded as why:
            if why.flaw is UploadFlaw.CHANGED:
                with suppress(NotUploaded):
                    self._s3.abort(self._key, multipart)
                    unfinished.over(self._key)
            on_sent(_bytes(there))
            raise
        try:
            self._s3.complete(self._key, multipart, {number: part.etag for number, part in there.items()})
        except Forgotten:
            if self._s3.size(self._key) != self._file.size:  # else the answer to the same request was lost
                raise
        unfinished.over(self._key)

    def _begun(self, unfinished: Unfinished) -> tuple[str, dict[int, Part]]:
        """What the storage calls the upload, and its parts that are right; begun anew where it can't be gone on with."""
        if multipart := unfinished.known(self._key):
            try:
                lying = self._s3.parts(self._key, multipart)
            except NotUploaded as refused:
                if not isinstance(refused, Forgotten) and refused.flaw is not UploadFlaw.NOT_ALLOWED:
                    raise
                with suppress(NotUploaded):  # who may not ask for its parts may delete them
                    self._s3.abort(self._key, multipart)
            else:
                fitting = {number: part for number, part in lying.items() if self._fits(number, part)}
                self._in_doubt = {number: part for number, part in fitting.items() if not self._is_said(number, part.etag)}
                return multipart, {number: part for number, part in fitting.items() if number not in self._in_doubt}
        multipart = self._s3.begin(self._key, self._file.type)
        unfinished.begun(self._key, multipart)
        return multipart, {}

    def _send_missing(self, multipart: str, there: dict[int, Part], on_sent: Callable[[int], None]) -> None:
        before = _bytes(there)
        on_sent(before)
        for number, wanted in enumerate(self._found.parts, start=1):
            if number not in there:
                data = piece(self._file, (number - 1) * self._size, self._size)
                # The name of the object is the hash of what was read before: nothing else gets into it.
                if print_of(data) != wanted:
                    raise NotUploaded(UploadFlaw.CHANGED)
                there[number] = self._s3.put_part(self._key, multipart, number, data, partial(_follow, on_sent, before))
                before += len(data)
                before += self._settle_doubt(number, there)
        on_sent(before)
        ensure_unchanged(self._file)

    def _settle_doubt(self, number: int, there: dict[int, Part]) -> int:
        """Decide over the parts in doubt by one that was sent just now; gives how many bytes of theirs need not be sent.

        A storage that encrypts by a key of its own (SSE-KMS) says of no part the MD5 of what was sent, though it looks like one.
        """
        doubtful, self._in_doubt = self._in_doubt, {}
        doubtful.pop(number, None)
        if not doubtful or self._is_said(number, there[number].etag):
            return 0
        there.update(doubtful)
        return _bytes(doubtful)

    def _fits(self, number: int, part: Part) -> bool:
        """It is as long as that part of the file."""
        return number <= len(self._found.parts) and part.size == min(self._size, self._file.size - (number - 1) * self._size)

    def _is_said(self, number: int, etag: str) -> bool:
        """The storage says that it is that part of the file, or says it by no MD5: its size and its place say so then."""
        told = etag.strip('"').lower()
        return len(told) != _MD5_DIGITS or told == self._found.parts[number - 1]


def _follow(on_sent: Callable[[int], None], before: int, sent: int) -> None:
    on_sent(before + sent)


def _bytes(parts: dict[int, Part]) -> int:
    return sum(part.size for part in parts.values())
