"""A disk of a few megabytes that a test can fill; only root can mount one, and not everywhere."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: str = "3m") -> Iterator[Path]:
    """Mount one in `folder`; skip the test where that can't be done."""
    place = folder / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no small disk can be mounted here: {made.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def fill(disk: Path) -> Path:
    """Make a file that takes all the free space."""
    file = disk / "full"
    with file.open("wb", buffering=0) as writer:
        try:
            while True:
                writer.write(b"x" * 4096)
        except OSError:
            return file
