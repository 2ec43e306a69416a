"""Drafts with a time, which stand among the posts of the calendar."""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, pairwise

from postdesk.domain.board import HEAD_LENGTH, BoardFilter, Card, CardKind
from postdesk.domain.recall import RECALLABLE_STATES
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, TEXTS
from postdesk.store.post_filters import typed_words
from postdesk.store.rows import as_json, sql_list

_CHANGEABLE = sql_list(RECALLABLE_STATES)
FirstDrafts = tuple[int, tuple[Card, ...]]
"""The number of drafts in a period, and the cards of the first."""

HEAD_COLUMN = f"substr(CASE WHEN trim(text) = '' THEN title ELSE text END, 1, {HEAD_LENGTH}) AS head"
"""The first words of the text, or of the title where there is no text."""

_DRAFT_COLUMNS = f"drafts.id, client_id, due_ms, drafts.platforms, {HEAD_COLUMN}"


def _draft_card(row: sqlite3.Row) -> Card:
    platforms = TEXTS.read(row["platforms"])
    return Card(CardKind.DRAFT, row["id"], row["client_id"], AT.read(row["due_ms"]), None, platforms, row["head"])


def draft_cards(
    conn: sqlite3.Connection, workspace_id: int, start: datetime, end: datetime, wanted: BoardFilter
) -> tuple[Card, ...]:
    """Return the drafts from `start` to before `end`, by time."""
    return tuple(map(_draft_card, _drafts(conn, _DRAFT_COLUMNS, workspace_id, start, end, wanted)))


def first_drafts(
    conn: sqlite3.Connection, workspace_id: int, edges: Sequence[datetime], wanted: BoardFilter, limit: int
) -> list[FirstDrafts]:
    """Return the drafts between each two neighbouring edges; of the many that a file may have put into a day, few are read."""
    found = list(_drafts(conn, "drafts.id, due_ms", workspace_id, edges[0], edges[-1], wanted))
    times = [row["due_ms"] for row in found]
    places = list(pairwise(bisect_left(times, to_ms(edge)) for edge in edges))
    first = [[row["id"] for row in found[start : min(end, start + limit)]] for start, end in places]
    query = f"SELECT {_DRAFT_COLUMNS} FROM drafts WHERE id IN (SELECT value FROM json_each(?))"
    rows = conn.execute(query, (as_json([*chain.from_iterable(first)]),)) if found else ()
    cards = {row["id"]: _draft_card(row) for row in rows}
    return [
        (end - start, tuple(cards[draft_id] for draft_id in ids if draft_id in cards))
        for (start, end), ids in zip(places, first, strict=True)
    ]


def draft_times(conn: sqlite3.Connection, workspace_id: int, start: datetime, end: datetime, wanted: BoardFilter) -> list[int]:
    """Return the times of the drafts among the cards, in milliseconds and in their order."""
    return [row["due_ms"] for row in _drafts(conn, "due_ms", workspace_id, start, end, wanted)]


def _drafts(
    conn: sqlite3.Connection, columns: str, workspace_id: int, start: datetime, end: datetime, wanted: BoardFilter
) -> Iterable[sqlite3.Row]:
    if wanted.states or wanted.attention or typed_words(wanted.text):
        return ()
    return conn.execute(
        # "+" keeps SQLite from walking through all drafts by the index of their templates.
        f"SELECT {columns} FROM drafts "
        "JOIN clients ON clients.id = client_id WHERE due_ms >= ? AND due_ms < ? AND +template = '' AND workspace_id = ? "
        "AND (client_id = ?4 OR ?4 IS NULL AND NOT archived) AND drafts.platforms LIKE ? "
        # While a post is being edited, its own card stands for the draft, too.
        f"AND NOT EXISTS (SELECT 1 FROM entries WHERE post_id = replaces_post AND state IN {_CHANGEABLE}) ORDER BY due_ms",
        (to_ms(start), to_ms(end), workspace_id, wanted.client_id, f'%"{wanted.platform}"%' if wanted.platform else "%"),
    )
