"""A large file that was cancelled or interrupted resumes where it stopped; nothing is left of an upload that doesn't resume."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.conftest import ROOT
from tests.support.s3_server import SECRET, S3Server, s3_server
from tests.support.upload_work import UploadWork, upload_work
from tests.support.waiting import PATIENCE_S

import postdesk
from postdesk.domain.uploads import Bucket, UploadField, UploadProblem, UploadStage, UploadTarget
from postdesk.engine.notices import NoticeKind
from postdesk.store import uploads
from postdesk.store.sqlite import Transaction

PART = 131_072
PARTS = 40
ALL = list(range(1, PARTS + 1))
UPLOADS = """
import sys
from pathlib import Path
from threading import Event
from postdesk.domain.clock import Clock
from postdesk.domain.uploads import Bucket, UploadField, Upload
from postdesk.engine.unfinished_uploads import MultipartRecord
from postdesk.media import bucket_storage
from postdesk.media.local_files import inspect_file
from postdesk.store import uploads
from postdesk.store.database import Database

database, film, secret = Database(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3]
bucket_storage.PART_BYTES = int(sys.argv[4])
target = uploads.targets(database.reader, 1)[0]
begun = uploads.begin
upload = database.submit(lambda conn: begun(conn, 1, Upload(0, UploadField("draft"), film, target.id))).result()
noted = MultipartRecord(database, Clock(), upload)
storage = bucket_storage.BucketStorage(target.place, secret)
storage.upload(inspect_file(film), noted, lambda sent: print(sent, flush=True), Event())
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as made:
        yield made


@pytest.fixture
def server(running: S3Server) -> S3Server:
    for each in running.objects():
        (running.folder / "media" / each).unlink()
    running.forget()
    running.taken()
    return running


@pytest.fixture(autouse=True)
def small_and_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.media.bucket_storage.PART_BYTES", PART)
    monkeypatch.setattr("postdesk.engine.file_transfers._TELL_EVERY_S", 0)


@pytest_asyncio.fixture
async def lot(tmp_path: Path) -> AsyncIterator[UploadWork]:
    async with upload_work(tmp_path / "profile") as made:
        yield made


@pytest_asyncio.fixture
async def target(lot: UploadWork, server: S3Server) -> UploadTarget:
    return await lot.target(server.bucket, SECRET)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A file of forty parts, no two of which are the same."""
    file = tmp_path / "film.mp4"
    start = b"\0\0\0\x18ftypisom"
    file.write_bytes(start + os.urandom(PARTS * PART - len(start)))
    return file


def is_in_the_bucket(server: S3Server, film: Path) -> bool:
    (name,) = server.objects()
    return (server.folder / "media" / name).read_bytes() == film.read_bytes()


def killed_half_way(folder: Path, film: Path) -> None:
    """Upload it in another process with the profile in that folder, and kill that once a quarter has arrived."""
    paths = os.pathsep.join([str(ROOT), str(Path(postdesk.__file__).parents[1])])
    command = (sys.executable, "-c", UPLOADS, str(folder), str(film), SECRET, str(PART))
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        next(line for line in process.stdout if int(line) > PARTS * PART // 4)
        process.kill()


async def half_way(lot: UploadWork, film: Path, target: UploadTarget) -> int:
    """Begin an upload, and wait until a quarter of it has arrived; return its id."""
    there = asyncio.Event()
    lot.uploads.changed.connect(lambda upload: there.set() if upload.sent > PARTS * PART // 4 else None)
    lot.uploads.begin(lot.draft(), UploadField("draft"), film, target.id)
    await asyncio.wait_for(there.wait(), PATIENCE_S)
    return lot.last().id


async def cancelled(lot: UploadWork, film: Path, target: UploadTarget) -> int:
    """Cancel an upload half-way, and wait until its work has ended; return its id."""
    upload_id = await half_way(lot, film, target)
    lot.uploads.cancel(upload_id)
    await ended(lot, upload_id)
    return upload_id


async def ended(lot: UploadWork, upload_id: int) -> None:
    await lot.until(lambda: not any(lot.tasks.running(f"upload {upload_id} #{number}") for number in range(9)))


def each_went_once(sent: list[int]) -> None:
    """Assert that no part went twice; on a drop the server keeps whole parts, and may not record the last request."""
    assert len(ALL) - 1 <= len(sent) == len({*sent} & {*ALL})


async def test_what_was_cancelled_goes_on_and_sends_no_part_twice(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget
) -> None:
    upload_id = await half_way(lot, film, target)
    lot.uploads.cancel(upload_id)
    assert (lot.last().stage, lot.last().begun) == (UploadStage.STOPPED, True)
    assert not lot.uploads.running("draft")
    await ended(lot, upload_id)
    before = server.taken()
    assert PARTS // 4 <= len(before) < PARTS
    assert (lot.last().stage, lot.last().sent) == (UploadStage.STOPPED, len(before) * PART)
    assert (lot.kept().media_url, lot.notices) == ("", [])
    seen = len(lot.changed)
    lot.uploads.again(upload_id)
    await lot.until(lambda: bool(lot.arrived))
    assert min(each.sent for each in lot.changed[seen:]) == len(before) * PART
    assert before + server.taken() == ALL
    assert is_in_the_bucket(server, film)
    assert (lot.kept().media_url, server.parts()) == (lot.arrived[0].address, [])


async def test_one_that_goes_on_before_its_end_was_reached_goes_on_too(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget
) -> None:
    upload_id = await half_way(lot, film, target)
    lot.uploads.cancel(upload_id)
    lot.uploads.again(upload_id)
    await lot.until(lambda: bool(lot.arrived))
    assert server.taken() == ALL
    assert is_in_the_bucket(server, film)
    assert UploadStage.FAILED not in {each.stage for each in lot.changed}


async def test_postdesk_ends_at_once_and_goes_on_at_the_next_start(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget
) -> None:
    await half_way(lot, film, target)
    began = time.monotonic()
    await lot.tasks.close()
    assert time.monotonic() - began < 2
    before = server.taken()
    later = lot.again()
    later.uploads.load_unfinished()
    assert later.notice_kinds() == [NoticeKind.UPLOAD_INTERRUPTED]
    assert (later.last().stage, later.last().begun) == (UploadStage.INTERRUPTED, True)
    later.uploads.again(later.last().id)
    await later.until(lambda: bool(later.arrived))
    each_went_once(before + server.taken())
    assert is_in_the_bucket(server, film)
    await later.tasks.close()


async def test_postdesk_is_killed_and_goes_on_at_the_next_start(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget, tmp_path: Path
) -> None:
    lot.composer.save(lot.draft())
    await lot.until(lambda: bool(lot.database.reader.execute("SELECT 1 FROM drafts").fetchone()))
    await asyncio.to_thread(killed_half_way, tmp_path / "profile", film)
    await lot.until(lambda: not any(part.endswith(".tmp") for part in server.parts()))
    before = server.taken()
    assert PARTS // 4 <= len(before) < PARTS
    later = lot.again()
    later.uploads.load_unfinished()
    assert (later.last().stage, later.last().begun) == (UploadStage.INTERRUPTED, True)
    later.uploads.again(later.last().id)
    await later.until(lambda: bool(later.arrived))
    each_went_once(before + server.taken())
    assert is_in_the_bucket(server, film)
    await later.tasks.close()


async def test_a_file_that_changed_meanwhile_begins_anew_and_nothing_stays_of_the_old_one(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget
) -> None:
    upload_id = await cancelled(lot, film, target)
    server.taken()
    with film.open("r+b") as opened:
        opened.seek(PART)
        opened.write(b"other")
    lot.uploads.again(upload_id)
    await lot.until(lambda: bool(lot.arrived))
    assert server.taken() == ALL
    assert is_in_the_bucket(server, film)
    await lot.until(lambda: server.parts() == [])


async def test_what_the_storage_forgot_begins_anew(lot: UploadWork, server: S3Server, film: Path, target: UploadTarget) -> None:
    upload_id = await cancelled(lot, film, target)
    server.forget()
    server.taken()
    lot.uploads.again(upload_id)
    await lot.until(lambda: bool(lot.arrived))
    assert server.taken() == ALL
    assert is_in_the_bucket(server, film)


async def test_the_same_file_for_another_draft_goes_on_with_what_is_there(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget
) -> None:
    await cancelled(lot, film, target)
    lot.uploads.begin(lot.draft("other"), UploadField("other"), film, target.id)
    await lot.until(lambda: bool(lot.arrived))
    assert server.taken() == ALL


def forgotten(lot: UploadWork, upload_id: int) -> None:
    lot.uploads.forget(upload_id)


def deleted(lot: UploadWork, upload_id: int) -> None:
    lot.composer.delete("draft")


def without_target(lot: UploadWork, upload_id: int) -> None:
    lot.targets.delete(lot.targets.all()[0].id)


def with_another_bucket(lot: UploadWork, upload_id: int) -> None:
    (target,) = lot.targets.all()
    assert isinstance(target.place, Bucket)
    lot.targets.save(replace(target, place=replace(target.place, bucket="elsewhere")))


@pytest.mark.parametrize("end", [forgotten, deleted, without_target, with_another_bucket])
async def test_nothing_stays_of_what_does_not_go_on(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget, end: Callable[[UploadWork, int], None]
) -> None:
    upload_id = await cancelled(lot, film, target)
    assert server.parts() != []
    end(lot, upload_id)
    await lot.until(lambda: server.parts() == [])


async def test_nothing_stays_of_what_is_forgotten_on_its_way(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget
) -> None:
    upload_id = await half_way(lot, film, target)
    lot.uploads.forget(upload_id)
    await ended(lot, upload_id)
    await lot.until(lambda: server.parts() == [])
    assert uploads.interrupted(lot.database.reader, lot.workspace.id) == ()


async def test_what_can_t_be_deleted_now_is_at_the_next_start(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postdesk.media.s3._BRISK_S", 0)
    upload_id = await cancelled(lot, film, target)
    server.stop()
    lot.uploads.forget(upload_id)
    await lot.until(lambda: not any(lot.tasks.running(f"clear parts #{number}") for number in range(20)))
    await asyncio.to_thread(server.start)
    assert server.parts() != []
    later = lot.again()
    later.uploads.load_unfinished()
    await later.until(lambda: server.parts() == [])
    assert later.changed == []
    await later.tasks.close()


def eight_days_ago(conn: Transaction) -> None:
    conn.execute("UPDATE unfinished SET begun_ms = begun_ms - 8 * 86400000")


async def test_what_nobody_went_on_with_for_a_week_is_deleted_and_begins_anew(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget
) -> None:
    await cancelled(lot, film, target)
    await lot.database.run(eight_days_ago)
    later = lot.again()
    later.uploads.load_unfinished()
    assert (later.last().stage, later.last().begun) == (UploadStage.INTERRUPTED, False)
    await later.until(lambda: server.parts() == [])
    server.taken()
    later.uploads.again(later.last().id)
    await later.until(lambda: bool(later.arrived))
    assert server.taken() == ALL
    await later.tasks.close()


async def test_what_failed_when_the_patience_ended_goes_on_after_a_new_start_too(
    lot: UploadWork, server: S3Server, film: Path, target: UploadTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as impatient:
        impatient.setattr("postdesk.media.s3._PATIENT_S", 0)
        upload_id = await half_way(lot, film, target)
        server.stop()
        await lot.until(lambda: lot.last().stage is UploadStage.FAILED)
    assert (lot.last().problem, lot.last().begun) == (UploadProblem.UNREACHABLE, True)
    assert lot.last().id == upload_id
    await asyncio.to_thread(server.start)
    before = server.taken()
    later = lot.again()
    later.uploads.load_unfinished()
    later.uploads.again(later.last().id)
    await later.until(lambda: bool(later.arrived))
    each_went_once(before + server.taken())
    await later.tasks.close()


async def test_what_goes_in_one_piece_is_forgotten_where_it_is_cancelled(
    lot: UploadWork, film: Path, target: UploadTarget
) -> None:
    os.truncate(film, PART)
    lot.uploads.begin(lot.draft(), UploadField("draft"), film, target.id)
    await lot.until(lambda: bool(lot.changed))
    lot.uploads.cancel(lot.last().id)
    assert lot.uploads.of("draft") == ()
