"""A database with two clients, closed again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.filled import Filled, fill


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path / "profile")
    yield made
    made.database.close()
