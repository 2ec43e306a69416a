"""Fixtures of the benchmarks, which measure the disk, too."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder on the disk: those of other tests may be kept in memory."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
