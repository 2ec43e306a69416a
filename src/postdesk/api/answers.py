"""One answer as it came from the network, before anybody asks what it means."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS


class End(StrEnum):
    """How a body ended: whole, cut at our own cap, broken off by the network, or badly compressed."""

    WHOLE = "whole"
    CAPPED = "capped"
    BROKEN = "broken"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (lower-case names) and the decoded body, as far as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    end: End = End.WHOLE

    @property
    def ok(self) -> bool:
        """Whether the status is a 2xx."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body as text; bytes that are no UTF-8 are replaced."""
        return self.body.decode("utf-8-sig", "replace")

    @property
    def server_time(self) -> datetime | None:
        """The server's clock by its `Date` header, aware UTC."""
        return _http_date(self.headers.get("date", ""))

    def retry_after(self) -> float | None:
        """Seconds that the server asked to wait (a number, or a date against its own clock), None where it did not."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        until = _http_date(value)
        return max(0.0, (until - (self.server_time or datetime.now(UTC))).total_seconds()) if until else None


def unpack(raw: bytes, encoding: str, cap: int, end: End) -> tuple[bytes, End]:
    """A body without its compression, at most `cap` bytes of it: a small answer must not grow without bounds."""
    if not raw or encoding in ("", "identity"):
        return raw, end
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return b"", End.GARBLED
    decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        body = decoder.decompress(raw, cap)
    except zlib.error:
        return b"", End.GARBLED
    if decoder.unconsumed_tail:
        return body, End.CAPPED
    return body, end if decoder.eof or end is not End.WHOLE else End.GARBLED


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
