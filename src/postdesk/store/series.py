"""Series and the results of their occurrences: one row per occurrence, so that none is made twice."""

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from postdesk.domain.calendar_days import midnight
from postdesk.domain.drafts import CONTENT_FIELDS
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, PostState
from postdesk.domain.series import OccurrenceOutcome, OccurrenceRecord, RecurrenceRule, Series, SeriesState, SeriesText
from postdesk.domain.times import to_ms
from postdesk.store import drafts
from postdesk.store.columns import (
    AHEAD_DAYS,
    AT,
    DAY_OF_MONTH,
    EVERY,
    MOMENTS,
    NTH,
    OUTCOME,
    PLATFORMS,
    SERIES_STATE,
    STEP,
    TEXTS,
    TIMES,
    WEEKDAYS,
    WORDINGS,
)
from postdesk.store.posts import entries_of
from postdesk.store.rows import as_json, sql_list

_GONE: Final = sql_list((PostState.CANCELLED, PostState.MISSED, PostState.REJECTED))


def save(conn: sqlite3.Connection, series: Series, now: datetime) -> None:
    """Save the series under its id."""
    values = _columns(series) | {"changed_ms": to_ms(now)}
    names = tuple(values)
    conn.execute(
        f"INSERT INTO series ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)}) "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names[1:])}",
        values,
    )


def get(conn: sqlite3.Connection, series_id: str) -> Series | None:
    """Return the series, or None."""
    row = conn.execute("SELECT * FROM series WHERE id = ?", (series_id,)).fetchone()
    return _series(row) if row else None


def all_of(conn: sqlite3.Connection, workspace_id: int, client_id: int | None = None) -> tuple[Series, ...]:
    """Return the series of a workspace or of one client, oldest first, without deleted ones."""
    rows = conn.execute(
        "SELECT series.* FROM series JOIN clients ON clients.id = client_id WHERE workspace_id = ? AND state != 'deleted' "
        "AND (?2 IS NULL OR client_id = ?2) ORDER BY series.rowid",
        (workspace_id, client_id),
    )
    return tuple(map(_series, rows))


def delete(conn: sqlite3.Connection, series_id: str) -> None:
    """Delete the series and the results of its occurrences."""
    conn.execute("DELETE FROM series WHERE id = ?", (series_id,))


def forget_deleted(conn: sqlite3.Connection) -> None:
    """Remove the deleted series for good: their deletion can't be undone any more."""
    conn.execute("DELETE FROM series WHERE state = ?", (SeriesState.DELETED,))


def stop_copies(conn: sqlite3.Connection) -> None:
    """Stop all series in a copied database, as the original may make the same posts. The user restarts them."""
    conn.execute("UPDATE series SET state = ? WHERE state = ?", (SeriesState.COPIED, SeriesState.RUNNING))


def record_of(conn: sqlite3.Connection, series_id: str, number: int) -> OccurrenceRecord | None:
    """Return the result of the occurrence with that number; None while it has none."""
    row = conn.execute("SELECT * FROM occurrences WHERE series_id = ? AND number = ?", (series_id, number)).fetchone()
    return _done(row) if row else None


def records_from(conn: sqlite3.Connection, series_id: str, number: int = 0) -> tuple[OccurrenceRecord, ...]:
    """Return the results from that occurrence on, by time."""
    query = "SELECT * FROM occurrences WHERE series_id = ? AND number >= ? ORDER BY number"
    return tuple(map(_done, conn.execute(query, (series_id, number))))


def last_turn(conn: sqlite3.Connection, series_id: str, number: int) -> int | None:
    """Return the variation used by the last occurrence before that number, or None."""
    row = conn.execute(
        "SELECT turn FROM occurrences WHERE series_id = ? AND number < ? AND draft_id != '' ORDER BY number DESC LIMIT 1",
        (series_id, number),
    ).fetchone()
    return row["turn"] if row else None


def note(conn: sqlite3.Connection, noted: OccurrenceRecord) -> None:
    """Save an occurrence's result. Raises sqlite3.IntegrityError if it already has one other than MISSED."""
    conn.execute(
        "DELETE FROM occurrences WHERE series_id = ? AND number = ? AND outcome = ?",
        (noted.series_id, noted.number, OccurrenceOutcome.MISSED),
    )
    moments = as_json(map(to_ms, noted.moments))
    conn.execute(
        "INSERT INTO occurrences (series_id, number, outcome, draft_id, moments, turn, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (noted.series_id, noted.number, noted.outcome, noted.draft_id, moments, noted.text_index, noted.reason),
    )


def unrecorded_draft(conn: sqlite3.Connection, series: Series, start: datetime, end: datetime) -> str:
    """Return the draft of a post in that span whose result is lost, as after a repair; empty where there is none."""
    row = conn.execute(
        "SELECT group_token, family FROM posts WHERE client_id = ? AND due_ms >= ? AND due_ms < ? AND series_id = ? "
        "AND state != ? "
        "AND NOT EXISTS (SELECT 1 FROM occurrences WHERE draft_id IN (group_token, family) AND draft_id != '') LIMIT 1",
        (series.client_id, to_ms(start), to_ms(end), series.id, PostState.CANCELLED),
    ).fetchone()
    return (row["family"] or row["group_token"]) if row else ""


def forget(conn: sqlite3.Connection, series_id: str, numbers: Iterable[int]) -> None:
    """Delete the results of these occurrences, so that they are handled again."""
    conn.executemany("DELETE FROM occurrences WHERE series_id = ? AND number = ?", [(series_id, each) for each in numbers])


def move_to_series(conn: sqlite3.Connection, series_id: str, number: int, to_id: str) -> None:
    """Move the results from that occurrence on, with their posts, to another series."""
    moved = "series_id = ? AND number >= ?"
    conn.execute(
        "UPDATE posts SET series_id = ? WHERE group_token IN "
        f"(SELECT draft_id FROM occurrences WHERE {moved} AND draft_id != '') OR family != '' AND family IN "
        f"(SELECT draft_id FROM occurrences WHERE {moved} AND draft_id != '')",
        (to_id, series_id, number, series_id, number),
    )
    # An occurrence that the other series has already handled stays there.
    conn.execute(f"UPDATE OR IGNORE occurrences SET series_id = ? WHERE {moved}", (to_id, series_id, number))


def move_to_draft(conn: sqlite3.Connection, draft_id: str, to_id: str) -> None:
    """Replace a draft by another in the results, unless a post of it still exists and isn't cancelled."""
    conn.execute(
        "UPDATE occurrences SET draft_id = ?1 WHERE draft_id = ?2 AND draft_id != '' AND NOT EXISTS "
        "(SELECT 1 FROM posts WHERE (group_token = ?2 OR (family = ?2 AND family != '')) AND state != 'cancelled')",
        (to_id, draft_id),
    )


def made_by_series(conn: sqlite3.Connection, draft_ids: Iterable[str]) -> frozenset[str]:
    """Return those of the drafts that a series made."""
    query = "SELECT draft_id FROM occurrences WHERE draft_id IN (SELECT value FROM json_each(?)) AND draft_id != ''"
    return frozenset(row["draft_id"] for row in conn.execute(query, (as_json(draft_ids),)))


def of_post(conn: sqlite3.Connection, post_id: int) -> OccurrenceRecord | None:
    """Return the occurrence of a post, including one that replaced the original post; None outside a series."""
    row = conn.execute(
        "SELECT occurrences.* FROM occurrences JOIN posts ON draft_id IN (group_token, family) "
        "WHERE posts.id = ? AND draft_id != ''",
        (post_id,),
    ).fetchone()
    return _done(row) if row else None


def of_draft(conn: sqlite3.Connection, draft_id: str) -> OccurrenceRecord | None:
    """Return the occurrence of a draft; None outside a series."""
    row = conn.execute("SELECT * FROM occurrences WHERE draft_id = ? AND draft_id != ''", (draft_id,)).fetchone()
    return _done(row) if row else None


def has_upcoming_post(conn: sqlite3.Connection, draft_id: str, now: datetime) -> bool:
    """Return True when a post of that draft, or its replacement, is still to be published after `now`."""
    query = (
        "SELECT 1 FROM posts JOIN entries ON post_id = posts.id WHERE (group_token = ?1 OR (family = ?1 AND family != '')) "
        f"AND entries.due_ms > ?2 AND entries.state NOT IN {_GONE} LIMIT 1"
    )
    return conn.execute(query, (draft_id, to_ms(now))).fetchone() is not None


def needing_attention(conn: sqlite3.Connection, workspace_id: int) -> tuple[OccurrenceRecord, ...]:
    """Return the occurrences whose draft needs the user."""
    rows = conn.execute(
        "SELECT occurrences.* FROM occurrences JOIN drafts ON drafts.id = draft_id JOIN clients ON clients.id = client_id "
        "WHERE outcome = ? AND workspace_id = ? ORDER BY number",
        (OccurrenceOutcome.DRAFTED, workspace_id),
    )
    return tuple(map(_done, rows))


def neighbours(conn: sqlite3.Connection, client_id: int, platform: Platform, moment: datetime) -> tuple[Entry, ...]:
    """Return the entries of the client's posts to the platform just before and just after that moment."""
    beside = f"client_id = ? AND platforms LIKE ? AND state NOT IN {_GONE} AND due_ms"
    about = client_id, f'%"{platform}"%', to_ms(moment)
    found = [
        conn.execute(f"SELECT id FROM posts WHERE {beside} {side} LIMIT 1", about).fetchone()
        for side in ("<= ? ORDER BY due_ms DESC", "> ? ORDER BY due_ms")
    ]
    return tuple(entry for row in found if row for entry in entries_of(conn, row["id"]) if platform in entry.platforms)


def _columns(series: Series) -> dict[str, object]:
    rule = series.rule
    return {
        "id": series.id,
        "client_id": series.client_id,
        "every": rule.every,
        "first_ms": _wall_ms(rule.first),
        "step": rule.step,
        "weekdays": as_json(rule.weekdays),
        "day": rule.day,
        "nth": rule.nth,
        "until_ms": _wall_ms(midnight(rule.until)) if rule.until else None,
        "times": rule.times,
        "platforms": as_json(series.platforms),
        "wordings": as_json(map(_noted, series.wordings)),
        "own_times_ms": _wall_ms(midnight(series.day)),
        "since_ms": to_ms(series.since),
        "labels": as_json(series.labels),
        "plain_links": int(series.plain_links),
        "overridden": as_json(series.overridden),
        "ahead_days": series.days_in_advance,
        "same_meant": int(series.repeat_confirmed),
        "state": series.state,
    }


def _wall_ms(wall: datetime) -> int:
    """Return a wall time in milliseconds, as if it were UTC."""
    return to_ms(wall.replace(tzinfo=UTC))


def _wall(ms: int) -> datetime:
    return AT.read(ms).replace(tzinfo=None)


def _noted(wording: SeriesText) -> dict[str, str]:
    return {name: word for name, word in asdict(wording).items() if name in CONTENT_FIELDS} | {
        "texts": drafts.variants_json(wording.variants)
    }


def _series(row: sqlite3.Row) -> Series:
    rule = RecurrenceRule(
        EVERY.read(row["every"]),
        _wall(row["first_ms"]),
        STEP.read(row["step"]),
        WEEKDAYS.read(row["weekdays"]),
        DAY_OF_MONTH.read(row["day"]),
        NTH.read(row["nth"]),
        _wall(row["until_ms"]).date() if row["until_ms"] is not None else None,
        TIMES.read(row["times"]),
    )
    return Series(
        id=row["id"],
        client_id=row["client_id"],
        rule=rule,
        platforms=PLATFORMS.read(row["platforms"]),
        wordings=WORDINGS.read(row["wordings"]),
        day=_wall(row["own_times_ms"]).date(),
        since=AT.read(row["since_ms"]),
        labels=TEXTS.read(row["labels"]),
        plain_links=bool(row["plain_links"]),
        overridden=TEXTS.read(row["overridden"]),
        days_in_advance=AHEAD_DAYS.read(row["ahead_days"]),
        repeat_confirmed=bool(row["same_meant"]),
        state=SERIES_STATE.read(row["state"]),
    )


def _done(row: sqlite3.Row) -> OccurrenceRecord:
    return OccurrenceRecord(
        series_id=row["series_id"],
        number=row["number"],
        outcome=OUTCOME.read(row["outcome"]),
        draft_id=row["draft_id"],
        moments=MOMENTS.read(row["moments"]),
        text_index=row["turn"],
        reason=row["reason"],
    )
