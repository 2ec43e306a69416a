"""Posts made elsewhere that are written in bulk are stored as each of them would be by itself."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.filled import fill

from postdesk.domain.delivery import Evidence
from postdesk.domain.remote import PlatformResult, RemotePost
from postdesk.domain.times import wire_time
from postdesk.store import accepted, foreign_posts, posts
from postdesk.store.foreign_posts import FoundPost

NOW = datetime(2026, 11, 29, 12, 0, 0, 5000, tzinfo=UTC)
HOUR = timedelta(hours=1)
BARE = RemotePost("bare", "immediate", "published", "ann")
STATUSES = ("scheduled", "processing", "published", "failed", "partially_published", "strange")


def told(number: int, status: str, *results: tuple[str, str]) -> RemotePost:
    reported = tuple(PlatformResult(platform, word, f"urn:{number}", "why") for platform, word in results)
    moment = wire_time(NOW + number * HOUR)
    return RemotePost(f"id {number}", "scheduled", status, "ann", moment, reported, content=f"Words of {number}")


def many() -> list[RemotePost]:
    alone = [told(number, status) for number, status in enumerate(STATUSES)]
    both = [told(10 + number, status, ("linkedin", status), ("twitter", "published")) for number, status in enumerate(STATUSES)]
    return [BARE, replace(BARE, id="other", mode="scheduled", created_at=NOW - HOUR), *alone, *both]


def rows(conn: sqlite3.Connection, remote_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return all columns of a post and its entry but their numbers."""
    entry = dict(conn.execute("SELECT * FROM entries WHERE remote_id = ?", (remote_id,)).fetchone())
    post = dict(conn.execute("SELECT * FROM posts WHERE id = ?", (entry["post_id"],)).fetchone())
    return {**post, "id": 0}, {**entry, "id": 0, "post_id": 0}


def test_a_post_in_bulk_is_stored_as_one_by_itself(tmp_path: Path) -> None:
    first, second = fill(tmp_path / "one"), fill(tmp_path / "two")
    client = first.clients[0]
    workspace_id = client.workspace_id
    found = [
        FoundPost(client.id, remote, number % 2 == 0, Evidence.CANNOT_TELL if number == 3 else Evidence.NONE)
        for number, remote in enumerate(many())
    ]
    for each in found:
        checked_at = None if each.is_bare else NOW
        made = foreign_posts.make(each.client_id, each.remote, NOW, checked_at, each.evidence)
        first.database.submit(lambda conn, post=made: posts.add(conn, workspace_id, post, NOW)).result()  # type: ignore[misc]
    made_rows = foreign_posts.rows_of(workspace_id, found, NOW)
    second.database.submit(lambda conn: foreign_posts.add(conn, made_rows)).result()
    for each in found:
        assert rows(second.database.reader, each.remote.id) == rows(first.database.reader, each.remote.id)
    words = "SELECT count(*) FROM words WHERE words MATCH 'words'"
    assert [filled.database.reader.execute(words).fetchone()[0] for filled in (first, second)] == [12, 12]
    first.database.close()
    second.database.close()


def test_what_is_known_from_a_list_alone_is_not_polled(tmp_path: Path) -> None:
    filled = fill(tmp_path)
    client = filled.clients[0]
    scheduled = replace(BARE, status="scheduled")
    for remote, is_bare in ((scheduled, True), (replace(scheduled, id="told"), False)):
        made = foreign_posts.rows_of(client.workspace_id, [FoundPost(client.id, remote, is_bare)], NOW)
        filled.database.submit(lambda conn, made=made: foreign_posts.add(conn, made)).result()  # type: ignore[misc]
    reader = filled.database.reader
    assert [entry.remote_id for entry in accepted.unsettled(reader, client.workspace_id, NOW)] == ["told"]
    assert [entry.remote_id for entry in accepted.without_details(reader, client.workspace_id, 10)] == ["bare"]
    assert foreign_posts.count_without_details(reader, client.workspace_id) == 1
    filled.database.close()


def test_what_was_made_elsewhere_long_ago_is_not_polled_whatever_its_state_is_called(tmp_path: Path) -> None:
    filled = fill(tmp_path)
    client = filled.clients[0]
    for hours in (-2, -24 * 40):
        made = foreign_posts.rows_of(client.workspace_id, [FoundPost(client.id, told(hours, "completed"), False)], NOW)
        filled.database.submit(lambda conn, made=made: foreign_posts.add(conn, made)).result()  # type: ignore[misc]
    found = accepted.unsettled(filled.database.reader, client.workspace_id, NOW)
    assert [entry.remote_id for entry in found] == ["id -2"]
    filled.database.close()


def test_polling_searches_by_its_index(tmp_path: Path) -> None:
    filled = fill(tmp_path)
    reader = filled.database.reader
    queries: list[str] = []
    reader.set_trace_callback(queries.append)
    accepted.unsettled(reader, 1, NOW)
    accepted.not_published(reader, 1, NOW)
    accepted.unpublished_requests(reader, 1, NOW)
    accepted.locked(reader, 1, NOW, 3)
    foreign_posts.count_without_details(reader, 1)
    reader.set_trace_callback(None)
    plans = [" ".join(row["detail"] for row in reader.execute(f"EXPLAIN QUERY PLAN {query}")) for query in queries]
    assert not [plan for plan in plans[:-1] if "entries_unsettled" not in plan]
    assert "entries_bare" in plans[-1]
    filled.database.close()
