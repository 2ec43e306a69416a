"""The queries of the calendar, the results and the status line, against a model that filters a plain list."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from sqlite3 import Row

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.support.factories import NOON, a_draft, an_entry
from tests.support.filled import Filled, at

from postdesk.domain.board import BoardFilter, Card, CardKind, CardTally, OutcomeCounts, ResultSort
from postdesk.domain.delivery import Hold, Reason, Stage, State, format_reason
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostOrigin, PostState
from postdesk.domain.state_groups import NEEDS_ATTENTION, WAITING, WENT_OUT, StateGroup
from postdesk.store import board, clients, draft_cards, drafts, entries, posts
from postdesk.store.sqlite import Transaction

MINUTE = timedelta(minutes=1)
EDGES = [NOON + timedelta(minutes=minutes) for minutes in (-60, -20, 0, 15, 60)]
WORDS = ("tea", "Coffee", "team", "tea time", "Ünïcode <b>&amp;", "")
everything = BoardFilter()
modest = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


@dataclass(frozen=True)
class Made:
    client: int
    minute: int
    state: State
    stage: Stage
    platforms: tuple[Platform, ...]
    text: str


made = st.builds(
    Made,
    st.integers(0, 2),
    st.integers(-70, 70),
    st.sampled_from(State),
    st.sampled_from(Stage),
    st.lists(st.sampled_from(list(Platform)[:3]), min_size=1, max_size=2, unique=True).map(tuple),
    st.sampled_from(WORDS),
)
filters = st.builds(
    BoardFilter,
    client_id=st.none() | st.integers(1, 2),
    platform=st.sampled_from(["", "linkedin", "twitter", "reddit"]),
    states=st.frozensets(st.sampled_from(PostState), max_size=4),
    text=st.sampled_from(["", " ", "tea", "TEA ti", "coffee tea", "ünïcode"]),
)


def put(filled: Filled, rows: list[Made]) -> list[Post]:
    """Store only these posts, those of the third client in another workspace."""
    filled.database.submit(lambda conn: conn.execute("DELETE FROM posts")).result()
    owners = (*filled.clients, filled.stranger)
    found = []
    for number, row in enumerate(rows):
        entry = an_entry(state=row.state, stage=row.stage, platforms=row.platforms, due_at=at(NOON + row.minute * MINUTE, number))
        post = filled.add(entry, text=row.text, client=owners[row.client])
        kept = posts.get(filled.database.reader, post.id)
        assert kept
        found.append(kept)
    return [post for post in found if post.client_id != filled.stranger.id]


def tally_of(shown: list[Post]) -> CardTally:
    states = [post.state for post in shown]
    to_decide, failed = (sum(state in group.value for state in states) for group in (StateGroup.TO_DECIDE, StateGroup.FAILED))
    return CardTally(len(states), to_decide, failed)


def allowed(wanted: BoardFilter) -> Callable[[Post], bool]:
    typed = wanted.text.casefold().split()

    def passes(post: Post) -> bool:
        words = post.text.casefold().replace("<", " ").replace(">", " ").split()
        return (
            (wanted.client_id in (None, post.client_id))
            and (not wanted.platform or wanted.platform in post.platforms)
            and (post.state in wanted.states if wanted.states else post.state != PostState.CANCELLED)
            and all(any(word.startswith(each) for word in words) for each in typed)
        )

    return passes


@modest
@given(rows=st.lists(made, max_size=15), wanted=filters, limit=st.integers(1, 4))
def test_spans_rows_and_counts_say_what_a_plain_list_says(
    filled: Filled, rows: list[Made], wanted: BoardFilter, limit: int
) -> None:
    reader, mine = filled.database.reader, filled.workspace.id
    shown = [post for post in put(filled, rows) if allowed(wanted)(post)]
    assert board.count(reader, mine, wanted) == len(shown)
    for span, (start, end) in zip(board.spans(reader, mine, EDGES, wanted, limit), pairwise(EDGES), strict=True):
        inside = sorted((post for post in shown if start <= post.due_at < end), key=lambda post: post.due_at)
        assert (span.start, span.end, span.count) == (start, end, len(inside))
        assert [card.due_at for card in span.cards] == [post.due_at for post in inside[:limit]]
        assert span.after(0) == tally_of(inside)
        in_view = {card.id for card in span.cards[:limit]}  # of posts at one time, any may be first
        assert span.after(limit) == tally_of([post for post in inside if str(post.id) not in in_view])
        assert {card.id for card in span.cards} <= {str(post.id) for post in inside}
    listed = board.rows(reader, mine, wanted, ResultSort.WHEN, descending=False, limit=100, offset=0)
    assert {row.id for row in listed} == {post.id for post in shown}
    assert {row.id: (row.state, row.head) for row in listed} == {post.id: (post.state, post.text) for post in shown}
    paged = [
        row.id
        for offset in range(0, len(shown), limit)
        for row in board.rows(reader, mine, wanted, ResultSort.WHEN, descending=False, limit=limit, offset=offset)
    ]
    assert paged == [row.id for row in listed]
    cards = board.agenda(reader, mine, EDGES[0], EDGES[-1], wanted, 100, 0)
    assert [card.due_at for card in cards] == sorted(post.due_at for post in shown if EDGES[0] <= post.due_at < EDGES[-1])


@modest
@given(rows=st.lists(made, max_size=15))
def test_the_status_line_counts_right(filled: Filled, rows: list[Made]) -> None:
    shown = put(filled, rows)
    counts = board.counts(filled.database.reader, filled.workspace.id, NOON)
    states = [post.state for post in shown]
    assert counts.unconfirmed == states.count(PostState.CHECKING) + states.count(PostState.RECEIVED)
    assert counts.needs_this_computer_today == states.count(PostState.NEEDS_THIS_COMPUTER)
    told = board.results_since(filled.database.reader, filled.workspace.id, NOON - MINUTE, 100)
    assert {card.id for card in told} == {str(post.id) for post in shown if post.state in {*NEEDS_ATTENTION, PostState.PUBLISHED}}


@modest
@given(rows=st.lists(made, max_size=12), sort=st.sampled_from(ResultSort), descending=st.booleans())
def test_rows_come_in_the_order_asked_for(filled: Filled, rows: list[Made], sort: ResultSort, descending: bool) -> None:
    shown = {post.id: post for post in put(filled, rows) if post.state != PostState.CANCELLED}
    found = [
        shown[row.id] for row in board.rows(filled.database.reader, filled.workspace.id, everything, sort, descending, 100, 0)
    ]
    match sort:
        case ResultSort.URGENT:
            urgency = [2 if post.state == PostState.TO_DECIDE else int(post.state in NEEDS_ATTENTION) for post in found]
            assert urgency == sorted(urgency, reverse=True)
        case ResultSort.WHEN:
            times = [post.due_at for post in found]
            assert times == sorted(times, reverse=descending)
    pages = [
        board.rows(filled.database.reader, filled.workspace.id, everything, sort, descending, 3, offset)
        for offset in range(0, len(found) + 3, 3)
    ]
    assert [row.id for page in pages for row in page] == [post.id for post in found]


@modest
@given(rows=st.lists(made, max_size=15), wanted=filters)
def test_results_of_some_days_that_need_attention_or_went_out(filled: Filled, rows: list[Made], wanted: BoardFilter) -> None:
    reader, mine = filled.database.reader, filled.workspace.id
    shown = [post for post in put(filled, rows) if allowed(wanted)(post)]
    in_days = replace(wanted, start=EDGES[1], end=EDGES[2])
    expected = {post.id for post in shown if EDGES[1] <= post.due_at < EDGES[2]}
    assert {row.id for row in board.rows(reader, mine, in_days, ResultSort.WHEN, True, 100, 0)} == expected
    asking = [post.id for post in shown if post.state in NEEDS_ATTENTION]
    found = board.rows(reader, mine, replace(wanted, attention=True), ResultSort.WHEN, True, 100, 0)
    assert sorted(row.id for row in found) == sorted(asking)
    assert [row.due_at for row in found] == sorted((row.due_at for row in found), reverse=True)
    assert board.count(reader, mine, replace(wanted, attention=True)) == len(asking)
    assert board.platforms_of(reader, mine, wanted) == {platform for post in shown for platform in post.platforms}
    for counts, (start, end) in zip(board.outcomes(reader, mine, EDGES, wanted), pairwise(EDGES), strict=True):
        assert counts == outcomes_of([post.state for post in shown if start <= post.due_at < end])


def outcomes_of(states: list[PostState]) -> OutcomeCounts:
    published, failed = StateGroup.PUBLISHED.value, {PostState.FAILED, PostState.REJECTED}
    waiting = {*WAITING, PostState.CANCELLED}
    known = {*published, *failed, *waiting, PostState.PARTIAL, PostState.MISSED}
    return OutcomeCounts(
        published=sum(state in published for state in states),
        partly=states.count(PostState.PARTIAL),
        failed=sum(state in failed for state in states),
        missed=states.count(PostState.MISSED),
        open=sum(state not in known for state in states),
    )


def test_what_another_post_tries_again_is_told_by_that_one(filled: Filled) -> None:
    first = filled.add(an_entry(state=State.REJECTED), text="tea")
    before = board.count(filled.database.reader, filled.workspace.id, BoardFilter(attention=True))
    again = replace(first, id=0, retries_post=first.id, entries=(an_entry(id=2, state=State.PLANNED, due_at=at(NOON, 7)),))
    made = filled.database.submit(lambda conn: posts.add(conn, filled.workspace.id, again, NOON)).result()

    unrepaired = board.rows(filled.database.reader, filled.workspace.id, BoardFilter(repaired=False), ResultSort.WHEN, True, 9, 0)
    assert [row.id for row in unrepaired] == [made.id]
    assert before == 1
    assert board.count(filled.database.reader, filled.workspace.id, BoardFilter(attention=True)) == 0


@pytest.mark.parametrize("client_id", [None, 1])
def test_scheduled_posts_are_counted_by_an_index_alone(filled: Filled, client_id: int | None) -> None:
    reader, asked = filled.database.reader, list[str]()
    reader.set_trace_callback(asked.append)
    board.count(reader, filled.workspace.id, BoardFilter(client_id, states=WAITING, repaired=False))
    reader.set_trace_callback(None)
    query = next(query for query in asked if "FROM posts" in query)
    steps = [str(row["detail"]) for row in reader.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert "COVERING INDEX" in next(step for step in steps if "posts" in step)


@pytest.mark.parametrize("client_id", [None, 1])
def test_days_are_read_by_an_index(filled: Filled, client_id: int | None) -> None:
    """A month among 100,000 posts: only its rows are read."""
    reader, mine, asked = filled.database.reader, filled.workspace.id, list[str]()
    days = [NOON + timedelta(days=number) for number in range(31)]
    reader.set_trace_callback(asked.append)
    board.outcomes(reader, mine, days, BoardFilter(client_id, states=WENT_OUT, repaired=False))
    board.rows(reader, mine, BoardFilter(client_id, states=WENT_OUT, start=days[0], end=days[-1]), ResultSort.WHEN, True, 50, 0)
    board.platforms_of(reader, mine, BoardFilter(client_id, states=WENT_OUT, start=days[0], end=days[-1]))
    reader.set_trace_callback(None)

    queries = [query for query in asked if "FROM posts" in query or "JOIN posts" in query]
    steps = [[str(row["detail"]) for row in reader.execute(f"EXPLAIN QUERY PLAN {query}")] for query in queries]
    on_posts = [next(step for step in each if "posts" in step) for each in steps]
    assert len(on_posts) == 3
    assert all(("due_ms>" in step and "due_ms<" in step) for step in on_posts)


@modest
@example("\0")
@example("\ud800")
@given(
    text=st.text(st.characters(codec=None), max_size=20)
    | st.sampled_from(
        ['"', '""', "*", "tea*", "NOT", "tea AND", "(", "NEAR(", "text:", "-", "\0", "'; DROP TABLE posts", "^tea", "+"]
    )
)
def test_nothing_that_is_typed_breaks_the_search(filled: Filled, text: str) -> None:
    reader, mine = filled.database.reader, filled.workspace.id
    wanted = BoardFilter(text=text)
    found = board.rows(reader, mine, wanted, ResultSort.WHEN, descending=False, limit=10, offset=0)
    assert len(found) == board.count(reader, mine, wanted)
    board.spans(reader, mine, EDGES, wanted, 3)


@pytest.mark.parametrize("typed", ['"quoted"', "quoted", "quo", "say quo", "QUOTED say", "naïve", "naive"])
def test_words_are_found_by_their_beginnings_in_any_order(filled: Filled, typed: str) -> None:
    filled.add(an_entry(), text='They say "quoted" naïve words')
    filled.add(an_entry(due_at=at(NOON, 2)), text="Nothing of it")
    assert board.count(filled.database.reader, filled.workspace.id, BoardFilter(text=typed)) == 1


def test_drafts_with_a_time_stand_among_the_cards_until_a_state_is_asked_for(filled: Filled) -> None:
    ann, bob = filled.clients
    filled.add(an_entry(due_at=at(NOON + 2 * MINUTE, 1)))
    made_drafts = [
        a_draft(id="timed", client_id=ann.id, due_at=NOON + MINUTE),
        a_draft(id="untimed", client_id=ann.id, due_at=None),
        a_draft(Platform.THREADS, id="bobs", client_id=bob.id, due_at=NOON + 3 * MINUTE),
        a_draft(id="strange", client_id=filled.stranger.id, due_at=NOON + MINUTE),
    ]
    for each in made_drafts:
        filled.database.submit(lambda conn, each=each: drafts.save(conn, each)).result()  # type: ignore[misc]

    def shown(wanted: BoardFilter, limit: int = 5) -> tuple[int, list[str]]:
        (span,) = board.spans(filled.database.reader, filled.workspace.id, [NOON, NOON + 10 * MINUTE], wanted, limit)
        return span.count, [card.id if card.kind == CardKind.DRAFT else "post" for card in span.cards]

    assert shown(everything) == (3, ["timed", "post", "bobs"])
    assert shown(everything, limit=2) == (3, ["timed", "post"])
    assert shown(BoardFilter(client_id=bob.id)) == (1, ["bobs"])
    assert shown(BoardFilter(platform="threads")) == (1, ["bobs"])
    assert shown(BoardFilter(states=frozenset({PostState.SCHEDULED}))) == (1, ["post"])


def test_the_hours_of_a_week_are_read_by_as_few_statements_as_a_day(filled: Filled) -> None:
    ann, _ = filled.clients
    for n in range(5):
        filled.add(an_entry(due_at=at(NOON + n * 50 * MINUTE, n)))
    filled.database.submit(lambda conn: drafts.save(conn, a_draft(id="d", client_id=ann.id, due_at=NOON))).result()
    reader, told = filled.database.reader, list[str]()
    reader.set_trace_callback(told.append)
    for hours in (1, 168):
        told.clear()
        found = board.spans(reader, filled.workspace.id, [NOON + n * 60 * MINUTE for n in range(hours + 1)], everything, 2)
        assert sum(span.count for span in found) == (3 if hours == 1 else 6)
        assert len(told) <= 8
    reader.set_trace_callback(None)


def test_of_a_days_many_drafts_only_the_first_are_read(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, _ = filled.clients

    def put_many(conn: Transaction) -> None:
        for n in range(50):
            drafts.save(conn, a_draft(id=f"{n:02}", client_id=ann.id, due_at=NOON + n * MINUTE))

    filled.database.submit(put_many).result()
    read, card = list[str](), draft_cards._draft_card

    def record(row: Row) -> Card:
        read.append(row["id"])
        return card(row)

    monkeypatch.setattr(draft_cards, "_draft_card", record)
    edges = [NOON, NOON + 20 * MINUTE, NOON + 48 * MINUTE, NOON + 60 * MINUTE]
    found = board.spans(filled.database.reader, filled.workspace.id, edges, everything, 3)
    assert [(span.count, [each.id for each in span.cards]) for span in found] == [
        (20, ["00", "01", "02"]),
        (28, ["20", "21", "22"]),
        (2, ["48", "49"]),
    ]
    assert len(read) == 8


def test_a_post_that_is_being_changed_is_one_card_until_it_is_beyond_recall(filled: Filled) -> None:
    waiting = filled.add(an_entry(state=State.PLANNED, due_at=NOON + 5 * MINUTE))
    gone = filled.add(an_entry(state=State.ACCEPTED, due_at=NOON + 6 * MINUTE))
    for post in (waiting, gone):
        change = replace(
            a_draft(Platform.LINKEDIN, due_at=NOON + 5 * MINUTE), id=f"of {post.id}", client_id=post.client_id, updated_at=NOON
        )
        change = replace(change, replaces_post=post.id)
        filled.database.submit(lambda conn, change=change: drafts.save(conn, change)).result()  # type: ignore[misc]
    cards = board.agenda(filled.database.reader, filled.workspace.id, NOON, NOON + 60 * MINUTE, everything, 10, 0)
    assert {(card.kind, card.id) for card in cards} == {
        (CardKind.POST, str(waiting.id)),
        (CardKind.POST, str(gone.id)),
        (CardKind.DRAFT, f"of {gone.id}"),
    }


def test_what_has_no_known_time_has_no_place_in_the_calendar(filled: Filled) -> None:
    found = an_entry(state=State.ACCEPTED, due_at=NOON + 5 * MINUTE, reason=format_reason(Reason.TIME_UNKNOWN))
    filled.add(found, origin=PostOrigin.ELSEWHERE)
    timed = filled.add(an_entry(state=State.ACCEPTED, due_at=NOON + 6 * MINUTE), origin=PostOrigin.ELSEWHERE)
    reader, mine, end = filled.database.reader, filled.workspace.id, NOON + 60 * MINUTE
    (span,) = board.spans(reader, mine, [NOON, end], everything, 5)
    assert (span.count, [card.id for card in span.cards]) == (1, [str(timed.id)])
    assert [card.id for card in board.agenda(reader, mine, NOON, end, everything, 10, 0)] == [str(timed.id)]
    assert board.count(reader, mine, everything) == 2


def test_what_is_on_its_way_out_needs_this_computer_whenever_it_is_due(filled: Filled) -> None:
    later = NOON + 60 * MINUTE
    leaving = filled.add(an_entry(state=State.QUEUED, due_at=at(later, 1), hold=Hold.UNDO_DELAY))
    going = filled.add(an_entry(state=State.QUEUED, due_at=at(later, 2)))
    filled.add(an_entry(state=State.QUEUED, due_at=at(later, 3), hold=Hold.NOT_CONNECTED))
    filled.add(an_entry(state=State.PLANNED, due_at=at(later, 4)))
    assert entries.posts_due_before(filled.database.reader, filled.workspace.id, NOON) == (leaving.id, going.id)


def test_what_is_for_an_archived_client_is_shown_only_where_that_client_is_looked_for(filled: Filled) -> None:
    ann, bob = filled.clients[:2]
    hers, his = (
        filled.add(an_entry(state=State.ACCEPTED, stage=Stage.PUBLISHED, due_at=at(NOON, n)), client=client)
        for n, client in enumerate((ann, bob), start=1)
    )
    draft = replace(a_draft(Platform.LINKEDIN, due_at=NOON + MINUTE), client_id=ann.id, updated_at=NOON)
    filled.database.submit(lambda conn: drafts.save(conn, draft)).result()
    filled.database.submit(lambda conn: clients.update(conn, replace(ann, archived=True))).result()
    reader, mine, end = filled.database.reader, filled.workspace.id, NOON + 60 * MINUTE
    assert [card.id for card in board.agenda(reader, mine, NOON, end, everything, 10, 0)] == [str(his.id)]
    assert board.count(reader, mine, everything) == 1
    of_ann = BoardFilter(client_id=ann.id)
    assert {card.id for card in board.agenda(reader, mine, NOON, end, of_ann, 10, 0)} == {str(hers.id), draft.id}
