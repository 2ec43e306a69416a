"""The open multipart uploads at upload targets that somebody waits for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from postdesk.domain.clients import Client, WorkspaceKind
from postdesk.domain.drafts import Draft
from postdesk.domain.uploads import Bucket, Upload, UploadField, UploadTarget
from postdesk.store import clients, drafts, open_multiparts, uploads, workspaces
from postdesk.store.database import Database
from postdesk.store.open_multiparts import OpenMultipart
from postdesk.store.sqlite import Transaction

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WEEK_AGO = NOW - timedelta(days=7)
BUCKET = Bucket("media", "AKIA", "https://cdn.example.com")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Two workspaces, each with a target; a draft in the first, and an upload for it that has begun."""
    opened = Database(tmp_path)
    opened.submit(_fill).result()
    yield opened
    opened.close()


def _fill(conn: Transaction) -> None:
    for name in ("Studio", "Other"):
        workspace = workspaces.add(conn, WorkspaceKind.REAL, name, "https://x.example/api")
        uploads.save_target(conn, workspace.id, UploadTarget(0, name, BUCKET))
    client = clients.add(conn, Client(0, 1, "alex", "Alex Morgan", "#c2410c", "Europe/London"))
    drafts.save(conn, Draft("draft", client, (), "Studio tour", updated_at=NOW))
    upload = uploads.begin(conn, 1, Upload(0, UploadField("draft"), Path("film.mp4"), 1))
    assert open_multiparts.find_and_reserve(conn, upload, "film") == ""
    open_multiparts.add(conn, OpenMultipart(1, "film", "first"), NOW)


def unwanted(database: Database, workspace_id: int = 1, running: tuple[int, ...] = (), since: datetime = WEEK_AGO) -> list[str]:
    return [each.multipart for each in open_multiparts.abandoned(database.reader, workspace_id, running, since)]


def test_what_an_upload_waits_for_is_wanted_for_a_time(database: Database) -> None:
    assert open_multiparts.can_resume(database.reader, 1, WEEK_AGO)
    assert unwanted(database) == []
    later = NOW + timedelta(seconds=1)
    assert not open_multiparts.can_resume(database.reader, 1, later)
    assert unwanted(database, since=later) == ["first"]
    assert unwanted(database, running=(1,), since=later) == []


def test_without_its_draft_it_is_wanted_only_while_it_runs(database: Database) -> None:
    database.submit(lambda conn: drafts.delete(conn, "draft")).result()
    assert unwanted(database) == ["first"]
    assert unwanted(database, running=(1,)) == []


def test_what_lies_at_another_workspace_s_target_is_that_one_s(database: Database) -> None:
    database.submit(lambda conn: open_multiparts.add(conn, OpenMultipart(2, "other", "second"), NOW)).result()
    assert unwanted(database) == []
    assert unwanted(database, workspace_id=2) == ["second"]


def test_what_lies_at_a_target_that_is_gone_is_everybody_s(database: Database) -> None:
    database.submit(lambda conn: open_multiparts.add(conn, OpenMultipart(3, "gone", "third"), NOW)).result()
    assert (unwanted(database), unwanted(database, workspace_id=2)) == (["third"], ["third"])
    database.submit(lambda conn: open_multiparts.remove(conn, 3, "gone")).result()
    assert unwanted(database) == []


def test_what_is_cleared_away_leaves_the_note_of_what_began_there_since(database: Database) -> None:
    database.submit(lambda conn: open_multiparts.add(conn, OpenMultipart(1, "film", "second"), NOW)).result()
    database.submit(lambda conn: open_multiparts.remove(conn, 1, "film", "first")).result()
    assert [each.multipart for each in open_multiparts.at_target(database.reader, 1)] == ["second"]


def test_an_upload_that_begins_again_waits_for_what_it_did(database: Database) -> None:
    upload = Upload(1, UploadField("draft"), Path("film.mp4"), 1)
    assert database.submit(lambda conn: uploads.begin(conn, 1, upload)).result() == upload
    assert open_multiparts.can_resume(database.reader, 1, WEEK_AGO)


def test_the_same_file_for_another_draft_goes_on_with_it(database: Database) -> None:
    other = database.submit(lambda conn: uploads.begin(conn, 1, Upload(0, UploadField("draft"), Path("copy.mp4"), 1))).result()
    assert database.submit(lambda conn: open_multiparts.find_and_reserve(conn, other, "film")).result() == "first"
    assert open_multiparts.can_resume(database.reader, other.id, WEEK_AGO)
