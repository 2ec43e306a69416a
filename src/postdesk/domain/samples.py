"""The sample files that practice mode offers for posts, valid and faulty ones."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import quote

_LIFE: Final = timedelta(hours=1)


class Sample(StrEnum):
    """A sample file."""

    PICTURE = "picture.jpg"
    COVER = "cover.jpg"
    VIDEO = "video.mp4"
    LARGE = "large.png"
    DRAWING = "drawing.svg"
    PAGE = "page"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    SLOW = "slow.jpg"
    MISSING = "missing.jpg"


def sample_path(sample: Sample, now: datetime) -> str:
    """Return the path and query of a sample. A signed one is valid until an hour after `now`, or until an hour before it."""
    match sample:
        case Sample.EXPIRING:
            return _signed(now + _LIFE)
        case Sample.EXPIRED:
            return _signed(now - _LIFE)
        case _:
            return f"/samples/{sample}"


def _signed(end: datetime) -> str:
    return f"/samples/signed.jpg?se={quote(end.isoformat(timespec='seconds'))}&sig=sample"
