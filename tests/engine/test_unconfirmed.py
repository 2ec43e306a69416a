"""Data from elsewhere asks nobody and runs nothing before it is confirmed; no secret leaves for another address than its own."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.support.recording_server import RecordingServer, recording_server
from tests.support.s3_server import SECRET, S3Server, s3_server
from tests.support.upload_work import UploadWork, upload_work

from postdesk.domain.settings import Settings
from postdesk.domain.uploads import Bucket, TrialResult, UploadCommand, UploadField, UploadProblem, UploadStage, UploadTarget
from postdesk.engine.externals import Externals
from postdesk.store import settings
from postdesk.store.settings import load

ADDRESS = "https://cdn.example.com/tour.png"


@pytest_asyncio.fixture
async def lot(tmp_path: Path) -> AsyncIterator[UploadWork]:
    async with upload_work(tmp_path / "profile") as made:
        yield made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "tour.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    return file


@pytest.fixture
def server(tmp_path: Path) -> Iterator[S3Server]:
    with s3_server(tmp_path / "s3") as made:
        yield made


@pytest.fixture
def stranger() -> Iterator[RecordingServer]:
    with recording_server() as made:
        yield made


async def edit(lot: UploadWork, sql: str, *values: object) -> None:
    """Change the database as somebody does who has the file."""
    await lot.database.run(lambda conn: conn.execute(sql, values))


def touches(file: Path) -> UploadCommand:
    return UploadCommand((sys.executable, "-c", f"open({str(file)!r}, 'w'); print('{ADDRESS}')", "{file}"))


async def flaw_of_upload(lot: UploadWork, target: UploadTarget, picture: Path) -> UploadProblem | None:
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.changed) and not lot.last().running)
    return lot.last().problem


async def tried(lot: UploadWork, target: UploadTarget) -> list[TrialResult]:
    steps: list[TrialResult] = []
    done = asyncio.Event()
    lot.targets.tried.connect(steps.append)
    lot.targets.tested.connect(done.set)
    lot.targets.test(target)
    await asyncio.wait_for(done.wait(), 20)
    return steps


async def test_a_command_that_was_changed_outside_runs_once_it_is_confirmed(
    lot: UploadWork, picture: Path, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    target = await lot.target(UploadCommand((sys.executable, "-c", f"print('{ADDRESS}')", "{file}")))
    await edit(lot, "UPDATE upload_targets SET arguments = ?", json.dumps(touches(ran).arguments))
    target = lot.targets.get(target.id) or target
    assert await flaw_of_upload(lot, target, picture) is UploadProblem.UNCONFIRMED
    assert [step.problem for step in await tried(lot, target)] == [UploadProblem.UNCONFIRMED]
    assert not ran.exists()
    externals = Externals(lot.database, lot.tasks)
    (found,) = externals.unconfirmed()
    externals.confirm((found,))
    await lot.until(lambda: externals.unconfirmed() == ())
    lot.uploads.again(lot.last().id)
    await lot.until(lambda: lot.last().stage is UploadStage.DONE)
    assert ran.exists()


async def test_a_target_that_came_from_elsewhere_is_off_in_the_form_too_until_something_else_is_typed(
    lot: UploadWork, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    target = await lot.target(touches(ran))
    await edit(lot, "UPDATE settings SET value = '[]' WHERE name = 'confirmed'")
    lot.targets.save(UploadTarget(target.id, "Another name", target.place))
    await lot.until(lambda: lot.targets.all()[0].name == "Another name")
    assert lot.targets.is_unconfirmed(lot.targets.all()[0])
    lot.targets.save(UploadTarget(target.id, "Mine", UploadCommand((sys.executable, "-V"))))
    await lot.until(lambda: lot.targets.all()[0].name == "Mine")
    assert not lot.targets.is_unconfirmed(lot.targets.all()[0])
    assert not ran.exists()


@pytest.mark.parametrize("confirm", [False, True])
async def test_a_bucket_s_secret_goes_to_no_other_endpoint(
    lot: UploadWork, picture: Path, server: S3Server, stranger: RecordingServer, confirm: bool
) -> None:
    """Not even where the other endpoint is confirmed: its secret is asked for."""
    target = await lot.target(server.bucket, SECRET)
    await edit(lot, "UPDATE upload_targets SET endpoint = ?", stranger.origin)
    externals = Externals(lot.database, lot.tasks)
    if confirm:
        externals.confirm(externals.unconfirmed())
        await lot.until(lambda: externals.unconfirmed() == ())
    expected = UploadProblem.NO_SECRET if confirm else UploadProblem.UNCONFIRMED
    assert await flaw_of_upload(lot, target, picture) is expected
    moved = lot.targets.get(target.id)
    assert moved
    assert [step.problem for step in await tried(lot, moved)] == [expected]
    assert stranger.heard == []
    await edit(lot, "UPDATE upload_targets SET endpoint = ?", f"http://127.0.0.1:{server.port}")
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: lot.last().stage is UploadStage.DONE)
    assert len(server.objects()) == 1


async def test_an_endpoint_that_is_changed_in_the_settings_asks_for_the_secret_and_forgets_the_old_one(
    lot: UploadWork, picture: Path, server: S3Server, stranger: RecordingServer
) -> None:
    target = await lot.target(server.bucket, SECRET)
    assert isinstance(target.place, Bucket)
    elsewhere = Bucket(target.place.bucket, target.place.access_key, target.place.public_base, stranger.origin)
    assert [step.problem for step in await tried(lot, UploadTarget(target.id, "Studio", elsewhere))] == [UploadProblem.NO_SECRET]
    lot.targets.save(UploadTarget(target.id, "Elsewhere", elsewhere))
    await lot.until(lambda: not any(lot.tasks.running(f"keep upload target #{number}") for number in range(9)))
    assert await flaw_of_upload(lot, target, picture) is UploadProblem.NO_SECRET
    assert stranger.heard == []
    assert (await lot.secrets.read(target.id, target.place.origin)).key == ""


async def test_a_proxy_and_an_authority_from_elsewhere_are_used_once_they_are_confirmed(lot: UploadWork) -> None:
    await lot.database.run(lambda conn: settings.save(conn, Settings(proxy="http://a.example:1", ca_file="/a.pem")))
    await edit(lot, "UPDATE settings SET value = 'http://stranger.example:1' WHERE name = 'proxy'")
    await edit(lot, "UPDATE settings SET value = '/stranger.pem' WHERE name = 'ca_file'")
    known = load(lot.database.reader)
    assert (known.proxy, known.ca_file) == ("", "")
    externals = Externals(lot.database, lot.tasks)
    externals.confirm(each for each in externals.unconfirmed() if each.kind == "proxy")
    await lot.until(lambda: load(lot.database.reader).proxy == "http://stranger.example:1")
    assert load(lot.database.reader).ca_file == ""
