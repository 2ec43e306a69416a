"""The moments at which a program's display becomes visible: the frame buffer of its screen, read while it starts."""

import mmap
import os
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

SIZE: Final = (1600, 1000)
_PIXEL: Final = 4
_EVERY_S: Final = 0.003
_STILL_S: Final = 2.0
_AT_REST_S: Final = 0.1
"""A program that takes more processor time than this while nothing changes is still at work."""
_PATIENCE_S: Final = 60.0
_CURSOR: Final = 4 * _PIXEL
"""A change that is no wider is a blinking text cursor."""
_MIDDLE: Final = (slice(300, 600), slice(400 * _PIXEL, 1000 * _PIXEL))
"""Rows and columns of the screen that show the calendar, also in a window that is not quite in the middle."""
_ALIKE: Final = 0.95


class Seen(NamedTuple):
    """Milliseconds until the window is painted, until its middle has its final look, and until nothing changes any more."""

    painted: float
    middle: float
    still: float


@dataclass(frozen=True)
class Screen:
    """The frame buffer that Xvfb keeps in a file."""

    memory: mmap.mmap
    begin: int
    row: int

    def frame(self) -> bytes:
        return self.memory[self.begin : self.begin + self.row * SIZE[1]]

    def view(self) -> memoryview:
        """Return what is shown now and from now on; to be released."""
        return memoryview(self.memory)[self.begin : self.begin + self.row * SIZE[1]]

    def watch(self, process: int, begun: float) -> Seen:
        """Watch the display of a process until nothing changes and it is at rest; `begun` is a moment of `time.monotonic`."""
        last = first = self.frame()
        moments: list[tuple[float, list[int]]] = []
        quiet, used = begun, 0.0
        while (now := time.monotonic()) - quiet < (_STILL_S if moments else _PATIENCE_S):
            frame = self.frame()
            middle = self._middle(frame)
            if frame != last and self.is_seen(last, frame) and (moments or middle != self._middle(first)):
                moments.append((now, middle))
                quiet = now
            elif (spent := _processor_time(process)) - used > _AT_REST_S:
                quiet, used = now, spent
            last = frame
            time.sleep(_EVERY_S)
        if not moments:
            raise TimeoutError("no window came up")
        end = moments[-1][1]
        unlike = [moment for moment, parts in moments if _alike(parts, end) < _ALIKE]
        whole = next(moment for moment, _ in moments if not unlike or moment > unlike[-1])
        return Seen(*((moment - begun) * 1000 for moment in (moments[0][0], whole, moments[-1][0])))

    def is_seen(self, before: bytes, after: bytes) -> bool:
        """Return True where more than a cursor changed."""
        rows = range(0, len(after), self.row)
        changed = 0
        for at in rows:
            one, other = before[at : at + self.row], after[at : at + self.row]
            if one != other:
                changed |= int.from_bytes(one) ^ int.from_bytes(other)
        width = (changed.bit_length() - ((changed & -changed).bit_length() - 1) + 7) // 8 if changed else 0
        return width > _CURSOR

    def _middle(self, frame: bytes) -> list[int]:
        rows, columns = _MIDDLE
        starts = [row * self.row for row in range(rows.start, rows.stop)]
        return [zlib.crc32(frame[at + columns.start : at + columns.stop]) for at in starts]


def _processor_time(process: int) -> float:
    """Return the seconds that a process and those that it started have used."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        started = [child for file in Path(f"/proc/{process}/task").glob("*/children") for child in file.read_text().split()]
    except (FileNotFoundError, ProcessLookupError):  # it has ended
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(map(_processor_time, map(int, started)))


def _alike(one: list[int], other: list[int]) -> float:
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


@contextmanager
def screen_in(folder: Path) -> Iterator[Screen]:
    """Open the frame buffer that Xvfb keeps in the folder, in the format of xwd."""
    with (folder / "Xvfb_screen0").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
        header = struct.unpack(">25I", memory[:100])
        yield Screen(memory, header[0] + header[19] * 12, header[12])
