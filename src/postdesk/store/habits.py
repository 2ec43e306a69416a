"""Observed server behaviour ("habits"), by base URL."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from postdesk.domain.habits import Habit, HabitRecord, Habits
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, HABIT


def habits_of(conn: sqlite3.Connection, base_url: str) -> Habits:
    """Return all that was observed of the server."""
    rows = conn.execute("SELECT * FROM habits WHERE base_url = ?", (base_url,))
    known = (row for row in rows if HABIT.is_readable(row["habit"]))
    return Habits(tuple(_seen(row) for row in known))


def _seen(row: sqlite3.Row) -> HabitRecord:
    return HabitRecord(HABIT.read(row["habit"]), bool(row["has_it"]), row["times"], AT.read(row["at_ms"]))


def save_habit(conn: sqlite3.Connection, base_url: str, shown: Iterable[tuple[Habit, bool]], now: datetime) -> None:
    """Save the behaviour an answer showed; the latest observation counts."""
    conn.executemany(
        "INSERT INTO habits (base_url, habit, has_it, times, at_ms) VALUES (?, ?, ?, 1, ?) ON CONFLICT DO UPDATE "
        "SET has_it = excluded.has_it, times = times + 1, at_ms = excluded.at_ms",
        [(base_url, habit, has_it, to_ms(now)) for habit, has_it in shown],
    )
