"""Quick versions of the benchmarks. Their bounds are generous: they notice what has become several times slower, on any machine.

The goals themselves are in the table of `python -m tests.benchmarks`.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.benchmarks import inside, outside
from tests.benchmarks.figures import Figure, table, worst

from postdesk.api.budget import Budget
from postdesk.ui.theme import Theme

pytestmark = pytest.mark.benchmark


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    return inside.theme_of(qapp)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An X display for the programs that are started."""
    with outside.screen() as display:
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
        yield


@pytest.mark.real_window
def test_the_window_is_painted_before_the_heavy_libraries_come_in(tmp_path: Path, screen: None) -> None:
    assert not outside.imported_too_early(tmp_path)


@pytest.mark.real_window
def test_the_start_takes_a_few_times_that_of_a_bare_window(tmp_path: Path, screen: None) -> None:
    paint, whole, memory = outside.start(tmp_path, rounds=2, posts=2000)
    assert paint.ratio
    assert paint.ratio < 4
    assert whole.ratio
    assert whole.ratio < 10
    assert memory.ratio
    assert memory.ratio < 4


def test_ten_times_the_posts_do_not_slow_the_calendar_down(tmp_path: Path, theme: Theme) -> None:
    beside, *_ = inside.calendar(tmp_path, theme, few=1000, many=10_000, turns=12)
    assert beside.ratio
    assert beside.ratio < 3


async def test_a_key_press_takes_a_few_times_that_of_a_bare_field(tmp_path: Path, theme: Theme) -> None:
    # The processor's time: the bare field's is so short that whatever else the machine does would be most of it.
    figures = await inside.composer(tmp_path, theme, presses=20, clock=time.thread_time)
    for median, _ in zip(*[iter(figures)] * 2, strict=True):
        assert median.ratio
        assert median.ratio < 20


def test_going_through_the_results_reads_no_more_than_is_shown(tmp_path: Path, theme: Theme) -> None:
    opened, down, _ = inside.results(tmp_path, theme, posts=5000, pages=10)
    assert down.value < opened.value


async def test_the_client_adds_little_to_a_request() -> None:
    (figure,) = await inside.client_calls(calls=40)
    assert figure.ratio
    assert figure.ratio < 3


async def test_many_posts_are_locked_in_at_the_pace_of_the_budget(tmp_path: Path) -> None:
    (figure,) = await inside.lock_in(tmp_path, posts=4, budget=Budget(per_minute=600, burst=10))
    assert figure.value < 15


def test_a_table_says_what_is_met() -> None:
    lines = table([Figure("one", 1, "ms", 2), Figure("two", 3, "ms", 2, 1.5)]).splitlines()
    assert [line.split()[-1] for line in lines] == ["met", "yes", "NO"]
    assert worst(list(range(1000))) == 990
