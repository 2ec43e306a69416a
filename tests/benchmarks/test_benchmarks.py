"""Quick versions of the benchmarks. Generous bounds: a test fails where something became several times slower, on any machine.

The goals themselves are in the table of `python -m tests.benchmarks`.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.benchmarks import (
    drafting,
    exporting,
    finding,
    first_sync,
    importing,
    inside,
    keyboard,
    outside,
    places,
    planning,
    popovers,
    proof_sheet,
    report,
    slots,
    whole,
    work,
    writing,
)
from tests.benchmarks.__main__ import NAMES
from tests.benchmarks.figures import COLUMNS, Figure, cells, table, worst
from tests.benchmarks.peers import PEERS
from tests.support.seed import Amount
from tests.support.window_places import PLACES

from postdesk.api.rate_limiter import RateLimiter
from postdesk.ui.kit.theme import Theme

pytestmark = pytest.mark.benchmark

_DOCUMENT = Path(__file__).resolve().parents[2] / "docs/speed.md"


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
@pytest.mark.keyring
def test_the_start_takes_a_few_times_that_of_a_bare_window(tmp_path: Path) -> None:
    def is_within(number: int) -> bool:
        paint, cards, still = outside.start(tmp_path / str(number), rounds=1, amounts=(2000,))
        assert paint.ratio
        assert cards.ratio
        assert still.ratio
        assert paint.value <= cards.value <= still.value
        # Twice that of a quiet machine: a keyring, a service and a window manager run beside it.
        return paint.ratio < 4 and cards.ratio < 14

    # Another program may hold up one start, but hardly three one after the other.
    assert any(map(is_within, range(3)))


@pytest.mark.real_window
@pytest.mark.keyring
def test_a_key_is_seen_on_the_screen(tmp_path: Path) -> None:
    seen, painted, worst_painted = keyboard.keys(tmp_path, Amount(100, clients=1), presses=2, length=60)
    assert 0 < seen.value <= painted.value <= worst_painted.value


@pytest.mark.real_window
def test_the_window_holds_a_few_times_what_a_bare_one_does(tmp_path: Path, screen: None) -> None:
    (memory,) = outside.memory(tmp_path, rounds=1, posts=2000)
    assert memory.ratio
    assert memory.ratio < 4


@pytest.mark.logs("This plugin does not support propagateSizeHints")
async def test_no_act_in_the_whole_window_takes_many_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    figures = await whole.acts(tmp_path, Amount(2000, clients=5), Amount(500), rounds=1)
    painted, turns = figures[0::3], figures[2::3]
    assert all(figure.value > 0 for figure in painted)
    assert all(figure.growth for figure in painted[:2])
    assert not [figure for figure in turns if figure.limit and figure.value > 40 * figure.limit]


@pytest.mark.logs("This plugin does not support propagateSizeHints")
async def test_no_turn_takes_many_frames_while_much_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    later, _, first = await work.minutes_of_work(tmp_path, minutes=0.1, amount=Amount(2000, clients=5))
    for figure, frames in ((later, 40), (first, 20)):
        assert figure.limit
        assert figure.value < frames * figure.limit


@pytest.mark.logs("This plugin does not support propagateSizeHints")
async def test_each_first_opening_is_measured_beside_a_bare_widget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    figures = await places.first_openings(tmp_path, rounds=1)
    measured = [figure.name.split(",")[0] for figure in figures[0::3]]
    assert measured == [*PLACES[1:], "popover", "sheet"]  # the calendar is open from the start
    assert all(figure.value > 0 for figure in figures)
    assert all(figure.floor for figure in figures[0::3])


async def test_a_proof_sheet_is_made_beside_a_window_that_answers(tmp_path: Path, theme: Theme) -> None:
    figures = await proof_sheet.of_a_month(tmp_path, theme, posts=40)
    assert not [figure for figure in figures if figure.limit and figure.value > 20 * figure.limit]


async def test_posts_are_exported_beside_a_window_that_answers(tmp_path: Path, theme: Theme) -> None:
    figures = await exporting.of_a_year(tmp_path, theme, posts=100)
    assert not [figure for figure in figures if figure.limit and figure.value > 20 * figure.limit]


def test_a_search_among_all_posts_takes_a_few_frames(tmp_path: Path, theme: Theme) -> None:
    key, _ = finding.among_all(tmp_path, theme, Amount(2000, clients=20), rounds=1)
    assert key.limit
    assert key.value < 4 * key.limit


def test_ten_times_the_posts_do_not_slow_the_calendar_down(tmp_path: Path, theme: Theme) -> None:
    _, many, _ = inside.calendar(tmp_path, theme, {1000: 4, 10_000: 5}, turns=12)
    assert many.growth
    assert many.growth < 3


def test_no_view_of_the_calendar_and_no_drag_takes_many_frames(tmp_path: Path, theme: Theme) -> None:
    figures = planning.views(tmp_path, theme, Amount(5000, clients=20), turns=10)
    assert not [figure for figure in figures if figure.limit and figure.value > 5 * figure.limit]


def test_a_popover_opens_within_a_blink(tmp_path: Path, theme: Theme) -> None:
    figures = popovers.popovers(tmp_path, theme, Amount(2000), times=3)
    assert not [figure for figure in figures if figure.limit and figure.value > 5 * figure.limit]


async def test_a_key_press_takes_a_few_times_that_of_a_bare_field(tmp_path: Path, theme: Theme) -> None:
    # The processor's time: the bare field's is so short that other work of the machine would be most of it.
    figures = await writing.composer(tmp_path, theme, presses=20, clock=time.thread_time)
    for seen, done, _ in zip(*[iter(figures)] * 3, strict=True):
        assert seen.ratio
        assert seen.ratio < 8
        assert done.ratio
        assert done.ratio < 20


async def test_all_previews_take_a_few_times_the_rest_of_a_key_press(tmp_path: Path, theme: Theme) -> None:
    figures = await writing.previews(tmp_path, theme, presses=20, clock=time.thread_time)
    for seen, done, _ in zip(*[iter(figures)] * 3, strict=True):
        assert seen.ratio
        assert seen.ratio < 3
        assert done.ratio
        assert done.ratio < 6


async def test_opening_a_draft_takes_no_longer_with_a_long_text(tmp_path: Path, theme: Theme) -> None:
    figure, _ = await drafting.opening(tmp_path, theme, turns=10, clock=time.thread_time)
    assert figure.growth
    assert figure.growth < 4


def test_a_search_among_thirty_times_the_drafts_takes_a_few_times_as_long(tmp_path: Path, theme: Theme) -> None:
    opened, key, _ = drafting.search(tmp_path, theme, few=100, many=3000, clock=time.thread_time)
    assert opened.growth
    assert opened.growth < 5
    assert key.growth
    assert key.growth < 10


def test_going_through_the_results_reads_no_more_than_is_shown(tmp_path: Path, theme: Theme) -> None:
    opened, down, _ = inside.results(tmp_path, theme, posts=5000, pages=10)
    assert down.value < opened.value


async def test_a_file_is_checked_while_the_window_answers(tmp_path: Path, theme: Theme) -> None:
    checked, _, waits, _, mended, brought, *_ = await importing.of_a_file(tmp_path, theme, rows=300, posts=1000)
    assert checked.value < 5
    assert waits.value < 200
    assert mended.value < 200
    assert brought.value < 15


async def test_a_large_account_is_read_beside_a_window_that_answers(tmp_path: Path, theme: Theme) -> None:
    figures = await first_sync.of_two_services(tmp_path, theme, posts=3000)
    assert not [figure for figure in figures if figure.limit and figure.value > 20 * figure.limit]


async def test_the_client_adds_little_to_a_request() -> None:
    (figure,) = await inside.client_calls(calls=40)
    assert figure.ratio
    assert figure.ratio < 3


async def test_many_posts_are_locked_in_at_the_pace_of_the_budget(tmp_path: Path) -> None:
    (figure,) = await inside.lock_in(tmp_path, posts=4, rate_limiter=RateLimiter(per_minute=600, burst=10))
    assert figure.value < 15


def test_a_table_says_what_is_met() -> None:
    lines = table([Figure("one", 1, "ms", 2), Figure("two", 3, "ms", 2, 1.5)]).splitlines()
    assert [line.split()[-1] for line in lines] == ["met", "yes", "NO"]
    assert worst(list(range(1000))) == 990


def test_a_figure_has_its_multiples_of_the_floor_and_of_less_data() -> None:
    assert cells(Figure("one", 1500, "ms", 2000, 750, 1250)) == ("one", "1,500 ms", "750", "2.00 ×", "1.20 ×", "≤ 2,000", "yes")
    assert cells(Figure("two", 0.5, "")) == ("two", "0.5", "", "", "", "", "")


def test_a_run_replaces_its_own_sections_of_the_document(tmp_path: Path) -> None:
    file = tmp_path / "speed.md"
    file.write_text("# Speed\n\nWords.\n")
    for name, value in (("search", 1), ("start", 2), ("search", 3)):
        report.renew(file, name, report.section("today", [Figure("one", value, "ms", 2)]), ("start", "search"))
    words, sections = report.read(file.read_text())
    assert words == "# Speed\n\nWords."
    assert [*sections] == ["start", "search"]
    assert [report.rows(said) for said in sections.values()] == [
        [("one", "2 ms", "", "", "", "≤ 2", "yes")],
        [("one", "3 ms", "", "", "", "≤ 2", "NO")],
    ]


def test_the_document_is_as_the_command_writes_it() -> None:
    text = _DOCUMENT.read_text(encoding="utf-8")
    words, sections = report.read(text)
    assert report.write(words, sections, NAMES) == text
    for said in sections.values():
        assert report.section(said.partition("\n")[0], []).splitlines() == said.splitlines()[:4]
        assert all(len(row) == len(COLUMNS) for row in report.rows(said))


def test_a_missing_peer_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="vorta is not installed here: apt-get install vorta"):
        PEERS["vorta"].command("")


@pytest.mark.logs("This plugin does not support propagateSizeHints")
async def test_a_key_in_the_whole_window_is_seen_while_drafts_are_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    key, *turns = await whole.keys(tmp_path, Amount(100), presses=2)
    assert key.value > 0
    assert not [figure for figure in turns if figure.limit and figure.value > 40 * figure.limit]


def test_ten_times_the_posts_do_not_slow_the_next_free_slot_down(tmp_path: Path, theme: Theme) -> None:
    free, *_ = slots.next_free(tmp_path, theme, few=500, many=5000, turns=10, clock=time.thread_time)
    assert free.growth
    assert free.growth < 6
