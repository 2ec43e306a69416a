"""An earlier version's data about posts that the service accepted, as this version reads it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.support.factories import NOON
from tests.support.filled import Filled, an_entry, at, fill

from postdesk.domain.delivery import Hold, Stage, State
from postdesk.domain.polling import UnpublishedRequest
from postdesk.domain.times import to_ms
from postdesk.store import accepted, entries
from postdesk.store.database import FILE, Database
from postdesk.store.schema import MIGRATIONS

_BEFORE = 8


def before(folder: Path, *rows: dict[str, object]) -> None:
    """Make a file of that version with these entries, each of a post of its own; the second tries the first again."""
    with closing(sqlite3.connect(folder / FILE)) as old:
        for script in MIGRATIONS[:_BEFORE]:
            old.executescript(script)
        old.execute(f"PRAGMA user_version = {_BEFORE}")
        old.execute("INSERT INTO workspaces VALUES (1, 'real', 'Studio', '', '[]', '')")
        old.execute(
            "INSERT INTO clients (id, workspace_id, external_user_id, name, colour, zone, lock_in_rule, lock_in_hours) "
            "VALUES (1, 1, 'ann', 'Ann', '', 'UTC', 'day_before', 24)"
        )
        for number, row in enumerate(rows, 1):
            old.execute(
                "INSERT INTO posts (id, workspace_id, client_id, origin, group_token, text, due_ms, state, urgency, platforms, "
                "marks, created_ms, changed_ms, retries_post) "
                "VALUES (?, 1, 1, 'here', '', '', 1, 'published', 0, '[]', '[]', 1, 1, ?)",
                (number, number - 1 or None),
            )
            kept = {
                "id": number,
                "post_id": number,
                "workspace_id": 1,
                "client_id": 1,
                "ours": 1,
                "mode": "immediate",
                "platforms": '["twitter"]',
                "due_ms": number,
                "changed_ms": to_ms(NOON),
                **row,
            }
            names, marks = ", ".join(kept), ", ".join("?" for _ in kept)
            old.execute(f"INSERT INTO entries ({names}) VALUES ({marks})", tuple(kept.values()))
        old.commit()


def taken(status: str, stage: Stage, results: str, number: int = 1) -> dict[str, object]:
    told = {"remote_id": f"r{number}", "remote_status": status, "stage": stage, "results": results}
    return {"state": State.ACCEPTED, **told}


@pytest.mark.parametrize(
    ("status", "stage", "results", "read"),
    [
        ("published", Stage.PUBLISHED, '[["twitter", "failed", "", ""]]', Stage.PROCESSING),
        ("published", Stage.PUBLISHED, '[["twitter", "pending", "", ""]]', Stage.PROCESSING),
        ("failed", Stage.FAILED, '[["twitter", "published", "", ""]]', Stage.PROCESSING),
        ("published", Stage.PUBLISHED, '[["twitter", " Published", "", ""]]', Stage.PUBLISHED),
        ("published", Stage.PUBLISHED, "[]", Stage.PUBLISHED),
        ("failed", Stage.FAILED, '[["twitter", "failed", "", ""]]', Stage.FAILED),
        ("published", Stage.PUBLISHED, "not JSON", Stage.PUBLISHED),
    ],
)
def test_what_was_believed_against_a_result_is_asked_for_once_more(
    tmp_path: Path, status: str, stage: Stage, results: str, read: Stage
) -> None:
    before(tmp_path, taken(status, stage, results))
    with closing(sqlite3.connect(tmp_path / FILE)) as old:
        old.executescript(MIGRATIONS[_BEFORE])
        assert old.execute("SELECT stage, stands_ms FROM entries").fetchone() == (read, to_ms(NOON))


def test_a_new_try_that_waits_knows_its_first(tmp_path: Path) -> None:
    before(tmp_path, taken("failed", Stage.FAILED, "[]"), {"state": State.QUEUED, "hold": Hold.OFFLINE})
    database = Database(tmp_path)
    try:
        waiting = entries.get(database.reader, 2)
        assert waiting
        assert waiting.earlier == (1,)
    finally:
        database.close()


@pytest.mark.parametrize("state", [State.PLANNED, State.MISSED, State.UNCERTAIN, State.NEEDS_USER])
def test_a_new_try_of_a_new_try_knows_both(tmp_path: Path, state: State) -> None:
    failed = [taken("failed", Stage.FAILED, "[]", number) for number in (1, 2)]
    before(tmp_path, *failed, {"state": state})
    database = Database(tmp_path)
    try:
        third = entries.get(database.reader, 3)
        assert third
        assert set(third.earlier) == {1, 2}
    finally:
        database.close()


def test_what_failed_or_contradicts_itself_is_found_of_ours_and_the_last_of_others(tmp_path: Path) -> None:
    filled: Filled = fill(tmp_path)
    stages = (Stage.FAILED, Stage.PARTIAL, Stage.CONTRADICTORY, Stage.PUBLISHED, Stage.PROCESSING)
    for number, stage in enumerate(stages):
        told = {"stage": stage, "remote_id": f"r{number}", "stage_since": at(NOON, number), "checked_at": at(NOON, number + 50)}
        filled.add(an_entry(state=State.ACCEPTED, due_at=at(NOON, number), **told))
    found = accepted.not_published(filled.database.reader, filled.workspace.id, NOON.replace(year=2000))
    assert {each.stage for each in found} == {Stage.FAILED, Stage.PARTIAL, Stage.CONTRADICTORY}
    polled = accepted.unpublished_requests(filled.database.reader, filled.workspace.id, NOON.replace(year=2000))
    assert polled == tuple(
        UnpublishedRequest(
            each.id, each.post_id, each.remote_id, each.remote_status, each.stage, each.stage_since, each.checked_at
        )
        for each in found
    )
    filled.database.close()
