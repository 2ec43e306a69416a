"""The monkey in its short form, and a longer one; `python -m tests.monkey` plays for as long as its arguments say."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.monkey.run import run

pytestmark = [pytest.mark.real_window, pytest.mark.timeout(900)]


def test_a_monkey_finds_nothing_in_twenty_seconds(tmp_path: Path) -> None:
    # Each post costs requests at the end, which are limited to a few a minute.
    outcome = run(_today(), 20 / 60, tmp_path, posts=18)
    assert outcome.wrong == [], outcome.told()
    assert outcome.acts > 5
    assert outcome.taken


@pytest.mark.long
def test_a_monkey_finds_nothing_in_three_minutes(tmp_path: Path) -> None:
    outcome = run(_today() + 1, 3, tmp_path)
    assert outcome.wrong == [], outcome.told()


def _today() -> int:
    """Return a seed that changes each day and stays the same all day, so that a failure can be repeated."""
    return int(f"{datetime.now(UTC):%Y%m%d}") * 10
