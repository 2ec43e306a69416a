"""Raw answers about settled posts of past years are removed; all others, and all that came of posts, stay."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.support.factories import NOON
from tests.support.filled import Filled, an_entry, fill

from postdesk.domain.delivery import Stage, State
from postdesk.domain.posts import Entry
from postdesk.store import answer_retention, entries
from postdesk.store.answer_retention import EntryPlace, first_place, remove_some, removed_until
from postdesk.store.backups import back_up

YEAR = timedelta(days=365)
_SETTLED = (Stage.PUBLISHED, Stage.PARTIAL, Stage.FAILED)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path)
    yield made
    made.database.close()


def answered(filled: Filled, due_at: datetime, state: State = State.ACCEPTED, stage: Stage = Stage.PUBLISHED) -> Entry:
    """Add an entry about which two answers were heard."""
    (entry,) = filled.add(replace(an_entry(state=state, due_at=due_at), stage=stage)).entries
    for number in range(2):
        raw = f'{{"answer": {number}}}'
        filled.database.submit(
            lambda conn, raw=raw: entries.keep_answer(conn, entry.id, "HTTP 200", raw, due_at)  # type: ignore[misc]
        ).result()
    return entry


def answers(filled: Filled, entry: Entry) -> int:
    return len(entries.answers(filled.database.reader, entry.id))


def remove_all(filled: Filled, until: datetime) -> int:
    """Remove them, and return the number of transactions."""
    place: EntryPlace | None = first_place(filled.database.reader, filled.workspace.id)
    times = 0
    while place is not None:
        step = partial(remove_some, workspace_id=filled.workspace.id, after=place, until=until)
        place = filled.database.submit(step).result()
        times += 1
    return times


def test_answers_about_older_posts_are_removed_and_nothing_else_of_them(filled: Filled) -> None:
    old, new = answered(filled, NOON - 2 * YEAR), answered(filled, NOON - YEAR / 2)
    before = entries.get(filled.database.reader, old.id)
    remove_all(filled, NOON - YEAR)
    assert (answers(filled, old), answers(filled, new)) == (0, 2)
    assert entries.get(filled.database.reader, old.id) == before
    assert removed_until(filled.database.reader, filled.workspace.id) == NOON - YEAR


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        *((state, Stage.SCHEDULED) for state in State if state is not State.ACCEPTED),
        *((State.ACCEPTED, stage) for stage in Stage if stage not in _SETTLED),
    ],
)
def test_what_is_not_settled_or_not_clear_keeps_its_answers_always(filled: Filled, state: State, stage: Stage) -> None:
    entry = answered(filled, NOON - 5 * YEAR, state, stage)
    remove_all(filled, NOON - YEAR)
    assert answers(filled, entry) == 2


def test_many_are_removed_a_few_at_a_time_also_where_their_times_are_the_same(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_retention, "_AT_A_TIME", 2)
    foreign = [answered(filled, NOON - 2 * YEAR + timedelta(seconds=number)) for number in range(7)]
    filled.database.submit(lambda conn: conn.execute("UPDATE entries SET ours = 0, due_ms = 17")).result()
    assert remove_all(filled, NOON - YEAR) == 5
    assert [answers(filled, each) for each in foreign] == [0] * 7


def test_what_was_passed_is_not_passed_again_and_later_answers_about_it_stay(filled: Filled) -> None:
    old = answered(filled, NOON - 2 * YEAR)
    remove_all(filled, NOON - YEAR)
    filled.database.submit(lambda conn: entries.keep_answer(conn, old.id, "HTTP 200", "{}", NOON)).result()
    next_one = answered(filled, NOON - YEAR + timedelta(hours=1))
    assert remove_all(filled, NOON - YEAR + timedelta(days=1)) == 2
    assert (answers(filled, old), answers(filled, next_one)) == (1, 0)


def test_a_longer_time_brings_nothing_back_and_passes_nothing_again(filled: Filled) -> None:
    remove_all(filled, NOON - YEAR)
    remove_all(filled, NOON - 3 * YEAR)
    assert removed_until(filled.database.reader, filled.workspace.id) == NOON - YEAR


def test_another_workspace_has_its_own_end(filled: Filled) -> None:
    remove_all(filled, NOON - YEAR)
    assert removed_until(filled.database.reader, filled.workspace.id + 1) is None


def test_no_step_reads_more_entries_than_it_passes(filled: Filled) -> None:
    statements = list[str]()
    filled.database.submit(lambda conn: conn.set_trace_callback(statements.append)).result()
    answered(filled, NOON - 2 * YEAR)
    statements.clear()
    remove_all(filled, NOON - YEAR)
    filled.database.submit(lambda conn: conn.set_trace_callback(None)).result()
    plans = [
        row["detail"]
        for each in statements
        if each.startswith(("SELECT id, due_ms", "DELETE FROM answers"))
        for row in filled.database.reader.execute(f"EXPLAIN QUERY PLAN {each}")
    ]
    assert plans
    assert not [plan for plan in plans if "SCAN" in plan or "TEMP" in plan]


def test_the_room_is_used_again_and_backups_get_smaller(filled: Filled) -> None:
    def fill_up() -> None:
        filled.database.submit(
            lambda conn: conn.executemany(
                "INSERT INTO answers (entry_id, at_ms, what, raw) VALUES (?, 1, 'HTTP 200', ?)",
                ((old.id, secrets.token_hex(2000)) for _ in range(200)),
            )
        ).result()

    def pages() -> int:
        return int(filled.database.reader.execute("PRAGMA page_count").fetchone()[0])

    old = answered(filled, NOON - 2 * YEAR)
    fill_up()
    before, large = pages(), back_up(filled.database.path, NOON).path.stat().st_size
    remove_all(filled, NOON - YEAR)
    assert back_up(filled.database.path, NOON + timedelta(days=1)).path.stat().st_size < large / 4
    fill_up()
    assert pages() == before
