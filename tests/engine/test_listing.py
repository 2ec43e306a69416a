"""Long lists of posts, against a plain list in the order of their times."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from weakref import ref
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.support.factories import NOON, an_entry
from tests.support.filled import Filled, at, fill

from postdesk.domain.board import BoardFilter
from postdesk.domain.delivery import State
from postdesk.domain.posts import Post
from postdesk.domain.times import from_ms, to_ms
from postdesk.engine.board import listing
from postdesk.engine.found_listing import FoundListing
from postdesk.engine.listing import Listing
from postdesk.store import board, posts

DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Berlin")
modest = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


@dataclass(frozen=True)
class Made:
    """A post: its client, hours from now, state and text."""

    client: int
    hours: int
    state: State
    text: str


made = st.lists(
    st.builds(
        Made,
        st.integers(0, 1),
        st.integers(-90, 90) | st.integers(-9000, 9000),
        st.sampled_from([State.PLANNED, State.CANCELLED, State.NEEDS_USER, State.REJECTED]),
        st.sampled_from(["tea", "coffee"]),
    ),
    max_size=15,
)
filters = st.builds(
    BoardFilter,
    client_id=st.none() | st.integers(1, 2),
    text=st.sampled_from(["", "tea"]),
    attention=st.booleans(),
    start=st.none() | st.just(NOON - 3 * DAY),
    end=st.none() | st.just(NOON + 2 * DAY),
)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    store = fill(tmp_path)
    yield store
    store.database.close()


def put(filled: Filled, rows: list[Made]) -> None:
    filled.database.submit(lambda conn: conn.execute("DELETE FROM posts")).result()
    for number, row in enumerate(rows):
        entry = an_entry(state=row.state, due_at=at(NOON + timedelta(hours=row.hours), number))
        filled.add(entry, text=row.text, client=filled.clients[row.client])


def the_list(filled: Filled, wanted: BoardFilter, *, descending: bool) -> Listing:
    return listing(filled.database, filled.workspace.id, wanted, ZONE, descending=descending)


def counted(made: Listing) -> Listing:
    while not made.is_complete:
        made.count_on()
    return made


def expected(filled: Filled, wanted: BoardFilter, *, descending: bool) -> list[Post]:
    reader = filled.database.reader
    ids = [row["id"] for row in reader.execute("SELECT id FROM posts WHERE workspace_id = ?", (filled.workspace.id,))]
    known = {post_id: post for post_id in ids if (post := posts.get(reader, post_id))}
    bounded = BoardFilter(wanted.client_id, text=wanted.text, attention=wanted.attention)
    source, values = board.matches(reader, filled.workspace.id, bounded)
    matching = [known[row["id"]] for row in reader.execute(f"SELECT posts.id FROM {source}", values)]
    inside = [
        post
        for post in matching
        if (wanted.start is None or post.due_at >= wanted.start) and (wanted.end is None or post.due_at < wanted.end)
    ]
    return sorted(inside, key=lambda post: (post.due_at, post.id), reverse=descending)


@pytest.mark.parametrize("at_once", [2, 8_000])
@modest
@given(rows=made, wanted=filters, descending=st.booleans(), first=st.integers(0, 14), limit=st.integers(1, 6))
def test_a_listing_has_all_posts_by_their_days(
    filled: Filled,
    rows: list[Made],
    wanted: BoardFilter,
    descending: bool,
    first: int,
    limit: int,
    at_once: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("postdesk.engine.found_listing._AT_ONCE", at_once)
    monkeypatch.setattr("postdesk.engine.found_listing._FEW", at_once)
    put(filled, rows)
    made, shown = counted(the_list(filled, wanted, descending=descending)), expected(filled, wanted, descending=descending)

    assert made.total == len(shown)
    assert [row.id for row in made.read(first, limit)] == [post.id for post in shown[first : first + limit]]
    dates = [post.due_at.astimezone(ZONE).date() for post in shown]
    begin = [place for place, date in enumerate(dates) if place == 0 or date != dates[place - 1]]
    assert made.firsts == [*begin, len(shown)]
    assert [made.day(day.start) for day in made.days] == [dates[place] for place in begin]
    keys = [made.key_of(post.id) for post in shown]
    assert keys == [(to_ms(post.due_at), post.id) for post in shown]
    assert [made.place_of(key) for key in keys if key] == [*range(len(shown))]


@modest
@given(rows=made, later=made, client_id=st.none() | st.integers(1, 2), descending=st.booleans())
def test_days_in_view_are_counted_again_by_themselves(
    filled: Filled, rows: list[Made], later: list[Made], client_id: int | None, descending: bool
) -> None:
    wanted = BoardFilter(client_id)
    put(filled, rows)
    made = counted(the_list(filled, wanted, descending=descending))
    put(filled, [*rows, *later])

    whole = made.recounted(wanted, 0, max(made.total - 1, 0))

    assert made.total == len(expected_of(rows, client_id))
    inside = [row for row in [*rows, *later] if made.days and _spans(made, row)]
    assert whole.total == len(expected_of(inside, client_id))


def expected_of(rows: list[Made], client_id: int | None) -> list[Made]:
    mine = [row for row in rows if client_id in (None, row.client + 1)]
    return [row for row in mine if row.state is not State.CANCELLED]


def _spans(made: Listing, row: Made) -> bool:
    moment = to_ms(NOON + timedelta(hours=row.hours))
    return min(day.start for day in made.days) <= moment < max(day.end for day in made.days)


def test_the_place_of_a_post_is_found_though_its_day_was_not_counted(filled: Filled) -> None:
    put(filled, [Made(0, 24 * 30 * n, State.PLANNED, "tea") for n in range(12)])
    last = expected(filled, BoardFilter(), descending=False)[-1]
    made = the_list(filled, BoardFilter(), descending=False)
    made.count_on()
    assert made.total < 12
    key = made.key_of(last.id)
    assert key
    assert made.place_of(key) == 11


@pytest.mark.parametrize("descending", [False, True])
def test_posts_with_damaged_times_are_listed_too(filled: Filled, descending: bool) -> None:
    put(filled, [Made(0, n, State.PLANNED, "tea") for n in range(4)])
    times = (-(2**55), 2**55, to_ms(NOON))
    for n, due_ms in enumerate(times):
        filled.database.submit(
            lambda conn, n=n, due_ms=due_ms: conn.execute(  # type: ignore[misc]
                "UPDATE posts SET due_ms = ? WHERE id = (SELECT id FROM posts ORDER BY id LIMIT 1 OFFSET ?)", (due_ms, n)
            )
        ).result()
    made = counted(the_list(filled, BoardFilter(), descending=descending))

    assert made.total == 4
    assert len({row.id for row in made.read(0, 9)}) == 4
    assert [made.day(day.start).year for day in made.days][:: -1 if descending else 1] == [1990, 2026, 2199]
    assert from_ms(made.days[1].start).year == 2026


def test_what_a_search_found_is_forgotten_with_its_list(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.engine.found_listing._AT_ONCE", 2)
    put(filled, [Made(0, n, State.PLANNED, "tea") for n in range(4)])
    made = counted(the_list(filled, BoardFilter(text="tea"), descending=True))
    assert made.comes_later
    assert isinstance(made, FoundListing)
    search, done = ref(made._search), Event()
    filled.database.reader_thread.follow(lambda _: done.set())
    assert done.wait(5)

    del made

    assert search() is None


def test_no_page_walks_over_the_posts_before_it(filled: Filled) -> None:
    """The planner has no statistics, and its choice depends on the filter alone."""
    put(filled, [Made(0, n, State.PLANNED, "tea") for n in range(4)])
    for wanted in (BoardFilter(), BoardFilter(1), replace(BoardFilter(), states=frozenset({"scheduled", "locked"}))):  # type: ignore[arg-type]
        made, asked = counted(the_list(filled, wanted, descending=True)), list[str]()
        filled.database.reader.set_trace_callback(asked.append)
        made.read(2, 50)
        filled.database.reader.set_trace_callback(None)
        (query,) = [each for each in asked if "AS head" in each]
        plan = [str(row["detail"]) for row in filled.database.reader.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert "due_ms<?" in plan[0]
        assert not any(step == "USE TEMP B-TREE FOR ORDER BY" for step in plan)
