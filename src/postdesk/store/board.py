"""Reads for the calendar, the results and the status line. Each is bounded and takes a few milliseconds at 100,000 posts."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from postdesk.domain.approval import Approval
from postdesk.domain.board import (
    TALLIED_GROUPS,
    BoardFilter,
    Card,
    CardKind,
    CardSpan,
    CardTally,
    OutcomeCounts,
    ResultRow,
    ResultSort,
    StatusCounts,
)
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.domain.state_groups import NEEDS_ATTENTION, OUTCOMES, StateGroup
from postdesk.domain.times import to_ms
from postdesk.store.columns import APPROVAL, AT, ORIGIN, PLATFORM_STATES, POST_STATE, TEXTS
from postdesk.store.draft_cards import HEAD_COLUMN, FirstDrafts, draft_cards, first_drafts
from postdesk.store.post_filters import TIMED, any_untimed, condition_of, condition_without_text, match_query, typed_words
from postdesk.store.rows import as_json, sql_list

_UNCONFIRMED = sql_list((PostState.CHECKING, PostState.RECEIVED))
_TALLY = ("true", *(f"state IN {sql_list(group.value)}" for group in TALLIED_GROUPS))
"""The conditions of the counts of a `CardTally`."""

_OUTCOMES = (
    StateGroup.PUBLISHED.value,
    {PostState.PARTIAL},
    {PostState.REJECTED, PostState.FAILED},
    {PostState.MISSED},
    OUTCOMES | StateGroup.UNDER_WAY.value,
)
"""The states of each field of `OutcomeCounts`; a state counts for the first group that has it."""

_ORDERS = {ResultSort.URGENT: "urgency DESC, due_ms {0}, id {0}", ResultSort.WHEN: "due_ms {0}, id {0}"}

_Period = tuple[datetime, datetime]


def spans(
    conn: sqlite3.Connection, workspace_id: int, edges: Sequence[datetime], wanted: BoardFilter, per_span: int
) -> tuple[CardSpan, ...]:
    """Return, for each two neighbouring edges, the card counts and the first cards. The start is included, the end isn't."""
    where, values = condition_of(conn, workspace_id, wanted)
    if any_untimed(conn, edges[0], edges[-1]):
        where = f"{where} AND {TIMED}"
    drafts = first_drafts(conn, workspace_id, edges, wanted, per_span)
    periods = tuple(pairwise(edges))
    posts = _first_cards(conn, where, values, periods, per_span)
    full = [period for period, cards in zip(periods, posts, strict=True) if len(cards) == per_span]
    tallies = _tallies(conn, where, values, full)
    return tuple(
        _span(period, cards, tallies.get(period) or CardTally.of(cards), own, per_span)
        for period, cards, own in zip(periods, posts, drafts, strict=True)
    )


def _first_cards(
    conn: sqlite3.Connection, where: str, values: list[object], periods: Sequence[_Period], limit: int
) -> list[tuple[Card, ...]]:
    """Return the first cards of each period by one query: for the hours of a week it takes half as long as one for each."""
    within = f"{_count_within(where, 'posts.id')} ORDER BY due_ms LIMIT ?"
    query = f"SELECT {_CARD_COLUMNS}, period.key FROM json_each(?) AS period CROSS JOIN posts WHERE posts.id IN ({within})"
    found: list[list[Card]] = [[] for _ in periods]
    for row in conn.execute(query, (_bounds(periods), *values, limit)):
        found[row["key"]].append(_card_of(row))
    return [tuple(sorted(cards, key=lambda card: card.due_at)) for cards in found]


def _tallies(conn: sqlite3.Connection, where: str, values: list[object], periods: Sequence[_Period]) -> dict[_Period, CardTally]:
    """Return the tallies of these periods."""
    # Each group is looked up by itself, among few: testing the states of all posts takes longer than counting them.
    counts = ", ".join(f"({_count_within(f'{where} AND {group}')})" for group in _TALLY)
    counted = _by_period(conn, f"json_array({counts})", values * len(_TALLY), periods)
    return {period: CardTally(*counts) for period, counts in zip(periods, counted, strict=True)}


def _count_within(where: str, columns: str = "count(*)") -> str:
    """Return a query about the posts within the `period` of the query around it; it counts them, unless for columns."""
    return f"SELECT {columns} FROM posts WHERE due_ms >= period.value ->> 0 AND due_ms < period.value ->> 1 AND {where}"


def _by_period(conn: sqlite3.Connection, counts: str, values: list[object], periods: Iterable[_Period]) -> list[list[int]]:
    """Return the counts of each period by one query: one query per period takes longer than the counting.

    They come as JSON from a query within, since a GROUP BY over all periods would sort all posts.
    """
    rows = conn.execute(f"SELECT {counts} FROM json_each(?) AS period", (*values, _bounds(periods)))
    return [json.loads(row[0]) for row in rows]


def _bounds(periods: Iterable[_Period]) -> str:
    return json.dumps([tuple(map(to_ms, period)) for period in periods])


def _span(period: _Period, cards: tuple[Card, ...], tally: CardTally, drafts: FirstDrafts, limit: int) -> CardSpan:
    count, own = drafts
    if count:
        cards = tuple(sorted((*cards, *own), key=lambda card: card.due_at)[:limit])
        tally = replace(tally, count=tally.count + count)
    return CardSpan(*period, tally, cards)


_CARD_COLUMNS = f"posts.id, client_id, due_ms, state, marks, origin, {HEAD_COLUMN}, approval, series_id"


def _card_of(row: sqlite3.Row) -> Card:
    number, client_id, due_ms, state, kept, origin, head, kept_approval, series_id, *_ = row
    known, platforms, made, platform_states, approval = _read(state, kept, origin, kept_approval)
    details = made, platform_states, approval, bool(series_id)
    return Card(CardKind.POST, str(number), client_id, AT.read(due_ms), known, platforms, head, *details)


@lru_cache(1000)
def _read(
    state: str, kept: str, origin: str, approval: str
) -> tuple[PostState, tuple[str, ...], PostOrigin, tuple[PostState, ...], Approval]:
    """Return the parsed values of a post's row. Cached: most rows have one of a few dozen values, and a week has hundreds."""
    known, pairs = _state_and_platform_states(state, kept)
    platforms, platform_states = tuple(platform for platform, _ in pairs), tuple(each for _, each in pairs)
    return known, platforms, ORIGIN.read(origin), platform_states, APPROVAL.read(approval)


@lru_cache(1000)
def _state_and_platform_states(state: str, kept: str) -> tuple[PostState, tuple[tuple[str, PostState], ...]]:
    """Return the post's state and its platform states; TO_DECIDE where these are unreadable, so that the user checks.

    Cached: most posts have one of a few dozen values, and parsing JSON dominates the cost of a card.
    """
    return POST_STATE.read(state) if PLATFORM_STATES.is_readable(kept) else PostState.TO_DECIDE, PLATFORM_STATES.read(kept)


def time_of(conn: sqlite3.Connection, kind: CardKind, card_id: str) -> datetime | None:
    """Return the present time of a draft or post; None where it has none, or is gone."""
    table = "drafts" if kind is CardKind.DRAFT else "posts"
    found = conn.execute(f"SELECT due_ms FROM {table} WHERE id = ? AND due_ms IS NOT NULL", (card_id,)).fetchone()
    return AT.read(found["due_ms"]) if found else None


def agenda(
    conn: sqlite3.Connection, workspace_id: int, start: datetime, end: datetime, wanted: BoardFilter, limit: int, offset: int
) -> tuple[Card, ...]:
    """Return one page of the cards from `start` to before `end`, by time."""
    where, values = condition_of(conn, workspace_id, wanted)
    drafts = draft_cards(conn, workspace_id, start, end, wanted)
    # Where drafts are among the cards, as many posts have to be read as may come before them.
    most, after = (offset + limit, 0) if drafts else (limit, offset)
    found = conn.execute(
        f"SELECT {_CARD_COLUMNS} FROM posts WHERE {where} AND due_ms >= ? AND due_ms < ? AND {TIMED} "
        "ORDER BY due_ms, id LIMIT ? OFFSET ?",
        (*values, to_ms(start), to_ms(end), most, after),
    )
    cards = tuple(_card_of(row) for row in found)
    return tuple(sorted((*cards, *drafts), key=lambda card: card.due_at)[offset : offset + limit]) if drafts else cards


def rows(
    conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter, sort: ResultSort, descending: bool, limit: int, offset: int
) -> tuple[ResultRow, ...]:
    """Return one page of the results."""
    where, values = condition_of(conn, workspace_id, wanted)
    order = _ORDERS[sort].format("DESC" if descending else "ASC")
    if wanted.attention:
        order = f"+{order}"  # sorts the few that were found, instead of searching all by time
    found = conn.execute(
        f"SELECT {_CARD_COLUMNS}, reason FROM posts WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", (*values, limit, offset)
    )
    return tuple(_row_of(row) for row in found)


def rows_of(conn: sqlite3.Connection, ids: Sequence[int]) -> tuple[ResultRow, ...]:
    """Return the rows of these posts, in this order; without those that are gone."""
    query = f"SELECT {_CARD_COLUMNS}, reason FROM posts WHERE id IN (SELECT value FROM json_each(?))"
    found = {row["id"]: _row_of(row) for row in conn.execute(query, (as_json(ids),))}
    return tuple(found[post_id] for post_id in ids if post_id in found)


def _row_of(row: sqlite3.Row) -> ResultRow:
    state, by_platform = _state_and_platform_states(row["state"], row["marks"])
    return ResultRow(
        row["id"],
        row["client_id"],
        ORIGIN.read(row["origin"]),
        row["head"],
        AT.read(row["due_ms"]),
        state,
        by_platform,
        row["reason"],
    )


def count(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter, most: int = -1) -> int:
    """Count the posts that match; count no further than to `most`, unless it is negative."""
    source, values = matches(conn, workspace_id, wanted)
    newest_first = "ORDER BY words.rowid DESC" if typed_words(wanted.text) else ""  # what is scheduled was made last
    query = f"SELECT count(*) FROM (SELECT 1 FROM {source} {newest_first} LIMIT ?)"
    found: int = conn.execute(query, (*values, most)).fetchone()[0]
    return found


def matches(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter) -> tuple[str, list[object]]:
    """Return the posts that match as what follows FROM, with its values: those with the typed words are found first.

    Otherwise all others would be looked up among them.
    """
    where, values = condition_without_text(conn, workspace_id, wanted)
    words = typed_words(wanted.text)
    if not words:
        return f"posts WHERE {where}", values
    return f"words CROSS JOIN posts ON posts.id = words.rowid WHERE words MATCH ? AND {where}", [match_query(words), *values]


def outcomes(
    conn: sqlite3.Connection, workspace_id: int, edges: Sequence[datetime], wanted: BoardFilter
) -> tuple[OutcomeCounts, ...]:
    """Count the matching posts by outcome, between each two neighbouring edges. The start is included, the end isn't."""
    where, values = condition_of(conn, workspace_id, wanted)
    columns, counted = list[str](), set[PostState]()
    for group in _OUTCOMES:
        columns.append(f"count(*) FILTER (WHERE state IN {sql_list(group - counted)})")
        counted |= group
    counts = _count_within(where, f"json_array({', '.join(columns)})")
    return tuple(OutcomeCounts(*each) for each in _by_period(conn, f"({counts})", values, pairwise(edges)))


def platforms_of(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter) -> frozenset[str]:
    """Return the platforms of the matching posts."""
    where, values = condition_of(conn, workspace_id, wanted)
    found = conn.execute(f"SELECT DISTINCT platforms FROM posts WHERE {where}", values)
    return frozenset(platform for row in found for platform in _read_platforms(row["platforms"]))


_read_platforms = lru_cache(1000)(TEXTS.read)
"""Returns the platforms of a row. Cached: thousands of rows have one of a few hundred lists."""


def counts(conn: sqlite3.Connection, workspace_id: int, now: datetime) -> StatusCounts:
    """Return the counts of the status line."""
    counted = conn.execute(
        "SELECT (SELECT count(*) FROM posts WHERE workspace_id = ?1 AND state = ?2 AND due_ms < ?3), "
        f"(SELECT count(*) FROM posts WHERE workspace_id = ?1 AND state IN {_UNCONFIRMED})",
        (workspace_id, PostState.NEEDS_THIS_COMPUTER, to_ms(now + timedelta(days=1))),
    ).fetchone()
    return StatusCounts(*counted)


def results_since(conn: sqlite3.Connection, workspace_id: int, since: datetime, limit: int) -> tuple[Card, ...]:
    """Return posts published, failed, missed or needing an answer since then, for the summary after an absence.

    Posts made outside Postdesk count only if the service's time for them is later than `since`.
    """
    states = sorted({PostState.PUBLISHED, *NEEDS_ATTENTION})
    placeholders = ", ".join("?" for _ in states)
    found = conn.execute(
        f"SELECT {_CARD_COLUMNS} FROM posts WHERE workspace_id = ? AND state IN ({placeholders}) AND changed_ms > ? "
        # With +: what changed is looked up and sorted, instead of searched for among all posts by time.
        f"AND (origin = '{PostOrigin.HERE}' OR due_ms > ? AND {TIMED}) ORDER BY +due_ms DESC LIMIT ?",
        (workspace_id, *states, to_ms(since), to_ms(since), limit),
    )
    return tuple(_card_of(row) for row in found)
