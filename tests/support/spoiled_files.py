"""Ways in which a file is spoiled that was whole before."""

from collections.abc import Callable
from pathlib import Path
from typing import Final


def cut(file: Path) -> None:
    """Leave out the end."""
    file.write_bytes(file.read_bytes()[:-100])


def flipped(file: Path) -> None:
    """Flip a bit in the middle."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _replaced(file: Path) -> None:
    file.write_bytes(b"x" * 99)


SPOILED: Final[tuple[Callable[[Path], None], ...]] = (cut, flipped, _emptied, _replaced)
"""Cut off, with one bit flipped, emptied, and replaced by something else."""
