"""Sample files to put into posts, right ones and wrong ones, each made when it is asked for: `/samples/<name>`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from postdesk.sandbox.clock import Clock
from postdesk.sandbox.exchange import Answer, Manner, Request, error_answer, not_allowed
from postdesk.sandbox.films import mp4
from postdesk.sandbox.html_pages import page
from postdesk.sandbox.pictures import jpeg, noisy_png
from postdesk.sandbox.refusal import missing

_SPAN: Final = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
_DRAWING: Final = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3" fill="#3454d1"/></svg>'
_FILES: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "picture.jpg": ("image/jpeg", lambda: jpeg(1080, 1350)),
    "cover.jpg": ("image/jpeg", lambda: jpeg(1200, 630)),
    "large.png": ("image/png", lambda: noisy_png(2000, 2000)),
    "video.mp4": ("video/mp4", lambda: mp4(1080, 1920, 12)),
    "drawing.svg": ("image/svg+xml", lambda: _DRAWING),
    "slow.jpg": ("image/jpeg", lambda: jpeg(640, 640)),
    "signed.jpg": ("image/jpeg", lambda: jpeg(1080, 1080)),
}


class Samples:
    """`signed.jpg` is there until the moment that its address names as `se`, as Azure's are; `slow.jpg` comes byte by byte."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def serve(self, request: Request) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return not_allowed("GET", "HEAD")
        name = "/".join(request.segments[1:])
        if name == "page":
            return page("A page about a picture", "<p>The picture itself has another address.</p>")
        if name not in _FILES:
            raise missing("sample")
        if name == "signed.jpg" and self._is_over(request.query.get("se", "")):
            return error_answer(403, "expired", "Request has expired.")
        kind, make = _FILES[name]
        manner = Manner.DRIPPED if name == "slow.jpg" else Manner.WHOLE
        return _spanned(Answer(200, make(), kind, manner=manner), request.headers.get("range", ""))

    def _is_over(self, end: str) -> bool:
        try:
            return datetime.fromisoformat(end).astimezone(UTC) <= self._clock.now()
        except ValueError:
            return True


def _spanned(answer: Answer, wanted: str) -> Answer:
    """The span of bytes that was asked for, or all of it."""
    span = _SPAN.fullmatch(wanted)
    size = len(answer.body)
    if span is None or answer.manner is not Manner.WHOLE:
        return answer
    first, last = int(span[1]), min(int(span[2] or size - 1), size - 1)
    if first > last:
        return Answer(416, headers=(("Content-Range", f"bytes */{size}"),))
    headers = (("Content-Range", f"bytes {first}-{last}/{size}"), ("Accept-Ranges", "bytes"))
    return Answer(206, answer.body[first : last + 1], answer.content_type, headers)
