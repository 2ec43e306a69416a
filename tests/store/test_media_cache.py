"""Facts about media addresses are kept for a week."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from postdesk.domain.media import MediaCheck, MediaFacts, MediaProblem, MediaType
from postdesk.store import media_cache
from postdesk.store.database import Database

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
URL = "https://files.example.org/a.mp4?sig=1"
FACTS = MediaFacts(MediaType.MP4, 720_000, 1080, 1920, 12.5, 29.97, 460_800, "h264", "aac")
LOOK = MediaCheck(URL, NOW, FACTS, expires_at=NOW + timedelta(hours=1))


def keep(database: Database, look: MediaCheck) -> None:
    database.submit(lambda conn: media_cache.save(conn, look)).result()


def change(conn: sqlite3.Connection, facts: str) -> None:
    conn.execute("UPDATE looks SET facts = ?", (facts,))


def test_what_was_found_is_kept_whole(tmp_path: Path) -> None:
    database = Database(tmp_path)
    for look in (LOOK, replace(LOOK, url="https://example.com/b", expires_at=None)):
        keep(database, look)
        assert media_cache.get(database.reader, look.url) == look
    assert media_cache.get(database.reader, "https://example.com/c") is None
    database.close()


def test_a_file_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    database = Database(tmp_path)
    for look in (LOOK, MediaCheck(URL, NOW, problem=MediaProblem.NOT_THERE)):
        keep(database, look)
    assert media_cache.get(database.reader, URL) is None
    database.close()


def test_after_a_week_nothing_is_known(tmp_path: Path) -> None:
    database = Database(tmp_path)
    later = replace(LOOK, url="https://example.com/b", at=NOW + timedelta(days=8))
    for look in (LOOK, later):
        keep(database, look)
    assert media_cache.get(database.reader, URL) is None
    assert media_cache.get(database.reader, later.url) == later
    database.close()


def test_what_can_t_be_read_is_not_known(tmp_path: Path) -> None:
    database = Database(tmp_path)
    database.submit(lambda conn: media_cache.save(conn, LOOK)).result()
    for facts in ("[]", '["a new type"]', "{}", "nonsense", '["video/mp4", 1, 2, 3, 4, 5, 6, 7, 8, 9]'):
        database.submit(partial(change, facts=facts)).result()
        assert media_cache.get(database.reader, URL) is None
    database.close()
