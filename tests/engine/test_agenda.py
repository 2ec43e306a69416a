"""The cards of an agenda, against a plain list of all of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.support.factories import NOON, a_draft, an_entry
from tests.support.filled import Filled, at, fill

from postdesk.domain.board import BoardFilter, Card
from postdesk.domain.delivery import Reason, State, format_reason
from postdesk.domain.posts import PostOrigin
from postdesk.engine.agenda import Agenda, CountedAgenda, PartAgenda, ReadCards
from postdesk.store import board, drafts
from postdesk.store.sqlite import Transaction

DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Berlin")
PERIOD = NOON - 2 * DAY, NOON + 400 * DAY
modest = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
hours = st.lists(st.integers(-60, 90) | st.integers(-100, 9900), max_size=10, unique=True)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    store = fill(tmp_path)
    yield store
    store.database.close()


def put(filled: Filled, posts: list[int], drafted: list[int], untimed: list[int]) -> None:
    for table in ("posts", "drafts"):
        filled.database.submit(partial(_clear, table=table)).result()
    for number, hour in enumerate(posts):
        filled.add(an_entry(state=State.PLANNED, due_at=at(NOON + timedelta(hours=hour), number)))
    for number, hour in enumerate(untimed, 500):
        reason = format_reason(Reason.TIME_UNKNOWN)
        entry = an_entry(state=State.ACCEPTED, due_at=at(NOON + timedelta(hours=hour), number), reason=reason)
        filled.add(entry, origin=PostOrigin.ELSEWHERE)
    for number, hour in enumerate(drafted):
        due_at = NOON + timedelta(hours=hour, seconds=7)
        draft = replace(a_draft(due_at=due_at), id=f"draft {number}", client_id=filled.clients[0].id, updated_at=NOON)
        filled.database.submit(partial(drafts.save, draft=draft)).result()


def _clear(conn: Transaction, table: str) -> None:
    conn.execute(f"DELETE FROM {table}")


def reader_of(filled: Filled, wanted: BoardFilter) -> ReadCards:
    return lambda start, end, limit, offset: board.agenda(
        filled.database.reader, filled.workspace.id, start, end, wanted, limit, offset
    )


def cards_of(agenda: Agenda, limit: int) -> list[Card]:
    """Read all cards in parts."""
    parts = [(day, offset) for day in agenda.days for offset in range(0, day.cards, limit)]
    return [card for day, offset in parts for card in agenda.read(day, limit, offset)]


@modest
@given(posts=hours, drafted=hours, untimed=hours, wanted=st.sampled_from([BoardFilter(), BoardFilter(1), BoardFilter(2)]))
def test_an_agenda_has_all_cards_by_their_days(
    filled: Filled, posts: list[int], drafted: list[int], untimed: list[int], wanted: BoardFilter
) -> None:
    put(filled, posts, drafted, untimed)
    read = reader_of(filled, wanted)
    made = CountedAgenda(filled.database, filled.workspace.id, PERIOD, wanted, ZONE, read)
    while not made.is_complete:
        before = made.days
        made.count_on()
        assert made.days[: len(before)] == before, "a day is whole once it is there"
    expected = read(*PERIOD, 1000, 0)

    assert [card.key for card in cards_of(made, 2)] == [card.key for card in expected]
    dates = [card.due_at.astimezone(ZONE).date() for card in expected]
    assert [(day.date, day.cards) for day in made.days] == [(date, dates.count(date)) for date in sorted({*dates})]
    assert [made.time_of(card) for card in expected] == [card.due_at for card in expected]


@modest
@given(posts=hours, drafted=hours)
def test_a_part_has_the_days_of_its_cards(filled: Filled, posts: list[int], drafted: list[int]) -> None:
    put(filled, posts, drafted, [])
    expected = reader_of(filled, BoardFilter())(*PERIOD, 1000, 0)
    made = PartAgenda(expected, ZONE)

    assert made.is_complete
    assert [card.key for card in cards_of(made, 2)] == [card.key for card in expected]
    assert [made.time_of(card) for card in expected] == [card.due_at for card in expected]
