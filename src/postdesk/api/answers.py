"""One answer as it came from the network, before anybody asks what it means."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final

LONGEST_RETRY_AFTER: Final = 900.0
"""Seconds. Who asks to be left alone for longer is asked again after so long: it may be a mistake, and posts wait."""

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_CLOCKS_SHOW: Final = range(2020, 2100)
"""The years that a server's clock may stand in; it may be ours that is off by decades."""


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
        """The server's clock by its `Date` header, aware UTC; None where that is none, or shows no year of these times."""
        moment = _http_date(self.headers.get("date", ""))
        return moment if moment and moment.year in _CLOCKS_SHOW else None

    def retry_after(self) -> float | None:
        """Seconds that the server asked to wait (a number, or a date against its own clock), None where it did not.

        At most LONGEST_RETRY_AFTER of them.
        """
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            digits = value.lstrip("0") or "0"
            return min(float(digits), LONGEST_RETRY_AFTER) if len(digits) < 10 else LONGEST_RETRY_AFTER
        until = _http_date(value)
        if until is None:
            return None
        return min(max(0.0, (until - (self.server_time or datetime.now(UTC))).total_seconds()), LONGEST_RETRY_AFTER)


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
    """A date of a header, aware UTC; None for whatever else may stand there: the parser fails in several ways."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
