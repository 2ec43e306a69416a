"""Facts of videos, and of images Qt can't read: MediaInfo parses their tables from the parts of the file that it asks for."""

import io
from bisect import bisect_right
from dataclasses import field
from typing import Any, Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaFacts, MediaType

_CODECS: Final = (
    ("avc", "h264"),
    ("hevc", "hevc"),
    ("av1", "av1"),
    ("vp9", "vp9"),
    ("vp8", "vp8"),
    ("mpeg-4 visual", "mpeg4"),
    ("prores", "prores"),
    ("aac", "aac"),
    ("mpeg audio", "mp3"),
    ("opus", "opus"),
    ("vorbis", "vorbis"),
    ("pcm", "pcm"),
    ("ac-3", "ac3"),
)


@dataclass
class SparseFile(io.RawIOBase):
    """A partly known file of `size` bytes as a file object. Reading an unknown part ends it, with the position in `missing`."""

    size: int
    missing: int | None = None
    _at: int = 0
    _parts: list[tuple[int, bytes]] = field(default_factory=list)

    def put(self, start: int, data: bytes) -> None:
        """Add a known part."""
        self._parts = sorted([*self._parts, (start, data)])

    def rewind(self) -> None:
        """Go to the start, and reset `missing`."""
        self._at, self.missing = 0, None

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return the known bytes at the current position; less than `size` at the end of a part."""
        found = self._from(self._at)
        if not found and self._at < self.size:
            self.missing = self._at
        taken = found if size < 0 else found[:size]
        self._at += len(taken)
        return taken

    def _from(self, place: int) -> bytes:
        index = bisect_right(self._parts, place, key=lambda part: part[0]) - 1
        if index < 0:
            return b""
        start, data = self._parts[index]
        return data[place - start :]


def read_video_facts(parts: SparseFile, kind: MediaType, size_bytes: int) -> MediaFacts:
    """Return the facts in the known parts; `parts.missing` is the next part needed. Takes some ms: run in a thread."""
    parts.rewind()
    try:
        # The library loads the system's MediaInfo, or the one bundled with it.
        from pymediainfo import MediaInfo

        tracks = MediaInfo.parse(parts).tracks
    except (OSError, RuntimeError, ValueError):
        return MediaFacts(kind, size_bytes)
    return _facts(tracks, kind, size_bytes)


def _facts(tracks: list[Any], kind: MediaType, size_bytes: int) -> MediaFacts:
    general, video, audio = _first(tracks, "General"), _first(tracks, "Video", "Image"), _first(tracks, "Audio")
    width, height = int(_number(video, "width")), int(_number(video, "height"))
    if round(_number(video, "rotation")) % 180 == 90:
        width, height = height, width
    seconds = (_number(general, "duration") or _number(video, "duration")) / 1000
    return MediaFacts(
        kind,
        size_bytes,
        width,
        height,
        seconds,
        _number(video, "frame_rate"),
        round(size_bytes * 8 / seconds) if seconds else 0,
        _codec(video) if kind.video else "",
        _codec(audio),
    )


def _first(tracks: list[Any], *kinds: str) -> Any:
    return next((track for track in tracks if track.track_type in kinds), None)


def _number(track: Any, name: str) -> float:
    try:
        return max(0.0, float(getattr(track, name, None) or 0))
    except (TypeError, ValueError):
        return 0.0


def _codec(track: Any) -> str:
    told = str(getattr(track, "format", None) or "").lower()
    return next((name for start, name in _CODECS if told.startswith(start)), told)
