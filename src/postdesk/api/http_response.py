"""An HTTP response as received, before its meaning is known."""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass

LONGEST_RETRY_AFTER: Final = 900.0
"""Upper limit in seconds of the wait a server may ask for: a longer one may be a mistake, and posts are waiting."""

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_CLOCKS_SHOW: Final = range(2020, 2100)
"""Plausible years of a server's clock; this computer's own clock may be off by decades."""


class BodyEnd(StrEnum):
    """The way a body ended: whole, cut at our own limit, broken off by the network, or badly compressed."""

    WHOLE = "whole"
    CAPPED = "capped"
    BROKEN = "broken"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """Status, headers (lower-case names) and the decoded body, as far as it was received."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    end: BodyEnd = BodyEnd.WHOLE

    @property
    def ok(self) -> bool:
        """True for a status of 2xx."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body as text; bytes that aren't UTF-8 are replaced."""
        return self.body.decode("utf-8-sig", "replace")

    @property
    def server_time(self) -> datetime | None:
        """The server's clock from its `Date` header, aware UTC; None for a missing, invalid or implausible date."""
        moment = _http_date(self.headers.get("date", ""))
        return moment if moment and moment.year in _CLOCKS_SHOW else None

    def retry_after(self) -> float | None:
        """Return the wait in seconds that the server asks for, or None: a number, or a date by its clock; at most 900."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            digits = value.lstrip("0") or "0"
            return min(float(digits), LONGEST_RETRY_AFTER) if len(digits) < 10 else LONGEST_RETRY_AFTER
        until = _http_date(value)
        if until is None:
            return None
        return min(max(0.0, (until - (self.server_time or datetime.now(UTC))).total_seconds()), LONGEST_RETRY_AFTER)


def unpack(raw: bytes, encoding: str, cap: int, end: BodyEnd) -> tuple[bytes, BodyEnd]:
    """Return a body decompressed, at most `cap` bytes of it: a small response must not grow without bounds."""
    if not raw or encoding in ("", "identity"):
        return raw, end
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return b"", BodyEnd.GARBLED
    decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        body = decoder.decompress(raw, cap)
    except zlib.error:
        return b"", BodyEnd.GARBLED
    if decoder.unconsumed_tail:
        return body, BodyEnd.CAPPED
    return body, end if decoder.eof or end is not BodyEnd.WHOLE else BodyEnd.GARBLED


def _http_date(value: str) -> datetime | None:
    """Parse a header's date to aware UTC; None for anything else. The parser fails with several exception types."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
