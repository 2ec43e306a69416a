"""A local file's address ends up in the draft that waits for it, for any events meanwhile."""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtGui import QColor, QImage
from tests.support.s3_server import SECRET, S3Server, s3_server
from tests.support.upload_work import UploadWork, upload_work

from postdesk.domain.drafts import DraftField
from postdesk.domain.media import MediaFacts, MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.uploads import (
    TrialResult,
    TrialStep,
    Upload,
    UploadCommand,
    UploadField,
    UploadProblem,
    UploadStage,
    UploadTarget,
)
from postdesk.engine.notices import NoticeKind
from postdesk.engine.upload_offers import UploadOffer
from postdesk.store import drafts, uploads

ADDRESS = "https://cdn.example.com/tour.png"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(500)


def prints(code: str) -> UploadCommand:
    return UploadCommand((sys.executable, "-c", code, "{file}"))


@pytest_asyncio.fixture
async def lot(tmp_path: Path) -> AsyncIterator[UploadWork]:
    async with upload_work(tmp_path / "profile") as made:
        yield made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "tour.png"
    file.write_bytes(PNG + os.urandom(8))
    return file


@pytest.fixture
def oddly_named(picture: Path) -> Path:
    return picture.rename(os.fsdecode(os.fsencode(picture.parent) + b"/\xff.png"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as made:
        yield made


async def test_the_address_goes_into_the_shared_field_and_the_draft_is_kept(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints(f"print('{ADDRESS}')"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.arrived))
    assert (lot.kept().media_url, lot.kept().text) == (ADDRESS, "Studio tour")
    assert lot.notice_kinds() == [NoticeKind.UPLOADED]
    assert lot.last().stage is UploadStage.DONE


async def test_a_platform_s_own_cover_takes_it_where_it_was_given_for_that(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints(f"print('{ADDRESS}')"))
    lot.uploads.begin(lot.draft(), UploadField("draft", Platform.TWITTER, DraftField.THUMBNAIL_URL), picture, target.id)
    await lot.until(lambda: bool(lot.arrived))
    assert lot.kept().content_for(Platform.TWITTER).thumbnail_url == ADDRESS
    assert lot.kept().content_for(Platform.LINKEDIN).thumbnail_url == ""


async def test_what_is_typed_while_it_is_on_its_way_stays(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints(f"import time; time.sleep(0.5); print('{ADDRESS}')"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: lot.uploads.running("draft"))
    lot.composer.save(replace(lot.kept(), text="Studio tour, tomorrow"))
    await lot.until(lambda: bool(lot.arrived))
    assert (lot.kept().media_url, lot.kept().text) == (ADDRESS, "Studio tour, tomorrow")


async def test_a_draft_waits_for_its_file_from_the_first_moment(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints(f"print('{ADDRESS}')"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    assert lot.uploads.running("draft")
    await lot.until(lambda: bool(lot.arrived))
    assert not lot.uploads.running("draft")


async def test_nothing_is_told_at_the_foot_of_the_draft_that_is_open(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints(f"print('{ADDRESS}')"))
    lot.composer.remember_open(lot.draft())
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.arrived))
    assert lot.notice_kinds() == []


async def test_an_address_whose_draft_is_gone_is_told(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints(f"import time; time.sleep(0.5); print('{ADDRESS}')"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: lot.uploads.running("draft"))
    lot.composer.delete("draft")
    await lot.until(lambda: bool(lot.notices))
    assert [(notice.kind, notice.said) for notice in lot.notices] == [(NoticeKind.UPLOADED_FOR_NONE, ADDRESS)]


async def test_one_that_fails_says_why_and_can_be_tried_again(lot: UploadWork, picture: Path, tmp_path: Path) -> None:
    done = tmp_path / "ready"
    code = f"import os, sys; os.path.exists({str(done)!r}) or sys.exit('no quota'); print('{ADDRESS}')"
    target = await lot.target(prints(code))
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.notices))
    assert (lot.last().stage, lot.last().problem, lot.last().message) == (
        UploadStage.FAILED,
        UploadProblem.COMMAND_FAILED,
        "no quota",
    )
    done.touch()
    lot.uploads.again(lot.last().id)
    await lot.until(lambda: bool(lot.arrived))
    assert lot.kept().media_url == ADDRESS


async def test_one_that_is_cancelled_is_no_more_and_writes_nothing(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints(f"import time; time.sleep(30); print('{ADDRESS}')"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.changed) and lot.last().stage is UploadStage.SENDING)
    lot.uploads.forget(lot.last().id)
    assert not lot.uploads.running("draft")
    await lot.until(lambda: not lot.tasks.running(f"upload {lot.last().id}"))
    assert (lot.kept().media_url, lot.notices, lot.arrived) == ("", [], [])


async def test_one_that_is_cancelled_as_soon_as_it_is_tried_again_stays_away(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints("import sys; sys.exit(1)"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.notices))
    upload = lot.last()
    lot.uploads.again(upload.id)
    lot.uploads.forget(upload.id)
    await lot.until(lambda: not any(lot.tasks.running(f"end an upload #{number}") for number in range(9)))
    await asyncio.sleep(0.1)
    assert lot.uploads.of("draft") == ()
    assert not lot.tasks.running(f"upload {upload.id}")
    assert uploads.interrupted(lot.database.reader, lot.workspace.id) == ()


async def test_a_file_whose_name_is_in_no_encoding_is_uploaded_and_begun_anew_after_an_end(
    lot: UploadWork, oddly_named: Path
) -> None:
    target = await lot.target(prints("import time; time.sleep(30)"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), oddly_named, target.id)
    await lot.until(lambda: bool(lot.changed) and lot.last().stage is UploadStage.SENDING)
    await lot.tasks.close()
    later = lot.again()
    later.uploads.load_unfinished()
    assert [upload.path for upload in later.changed] == [oddly_named]
    later.targets.save(replace(target, place=prints(f"print('{ADDRESS}')")))
    await later.until(lambda: later.targets.get(target.id) != target)
    later.uploads.again(later.last().id)
    await later.until(lambda: bool(later.arrived))
    assert later.kept().media_url == ADDRESS
    await later.tasks.close()


async def test_what_was_on_its_way_at_the_end_is_told_at_the_next_start_and_begun_anew(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints("import time; time.sleep(30)"))
    lot.uploads.begin(lot.draft(), UploadField("draft", Platform.TWITTER), picture, target.id)
    await lot.until(lambda: bool(lot.changed) and lot.last().stage is UploadStage.SENDING)
    await lot.tasks.close()
    later = lot.again()
    later.uploads.load_unfinished()
    assert [(notice.kind, notice.detail) for notice in later.notices] == [(NoticeKind.UPLOAD_INTERRUPTED, "tour.png")]
    (left,) = later.changed
    assert (left.stage, left.path, left.upload_field) == (
        UploadStage.INTERRUPTED,
        picture,
        UploadField("draft", Platform.TWITTER),
    )
    later.targets.save(replace(target, place=prints(f"print('{ADDRESS}')")))
    await later.until(lambda: later.targets.get(target.id) != target)
    later.uploads.again(left.id)
    await later.until(lambda: bool(later.arrived))
    assert later.kept().content_for(Platform.TWITTER).media_url == ADDRESS
    await later.tasks.close()
    last = lot.again()
    last.uploads.load_unfinished()
    assert last.notices == []


async def test_what_was_on_its_way_to_a_draft_that_is_gone_is_forgotten(lot: UploadWork, picture: Path) -> None:
    target = await lot.target(prints("import time; time.sleep(30)"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.changed) and lot.last().stage is UploadStage.SENDING)
    await lot.tasks.close()
    await lot.database.run(lambda conn: drafts.delete(conn, "draft"))
    later = lot.again()
    later.uploads.load_unfinished()
    assert (later.notices, later.changed) == ([], [])


async def test_what_it_is_and_how_it_looks_is_known_with_its_address(lot: UploadWork, tmp_path: Path) -> None:
    file = tmp_path / "tour.png"
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(file))
    target = await lot.target(prints(f"print('{ADDRESS}')"))
    lot.uploads.begin(lot.draft(), UploadField("draft"), file, target.id)
    await lot.until(lambda: bool(lot.arrived))
    seen = lot.media.last_result(ADDRESS)
    assert seen
    assert seen.media_check.facts == MediaFacts(MediaType.PNG, file.stat().st_size, 640, 480)
    assert seen.picture
    assert seen.picture.pixelColor(10, 10) == QColor("teal")


async def test_the_same_file_for_two_drafts_at_once_is_sent_once(lot: UploadWork, picture: Path, server: S3Server) -> None:
    target = await lot.target(server.bucket, SECRET)
    for draft_id in ("one", "two"):
        lot.uploads.begin(lot.draft(draft_id), UploadField(draft_id), picture, target.id)
    await lot.until(lambda: len(lot.arrived) == 2)
    assert [upload.reused for upload in lot.arrived] == [False, True]
    assert lot.kept("one").media_url == lot.kept("two").media_url != ""


async def test_without_its_secret_nothing_is_sent(lot: UploadWork, picture: Path, server: S3Server) -> None:
    target = await lot.target(server.bucket)
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.notices))
    assert lot.last().problem is UploadProblem.NO_SECRET


async def test_a_secret_is_in_no_file_no_log_and_no_message(
    lot: UploadWork, picture: Path, server: S3Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    target = await lot.target(server.bucket, SECRET)
    steps: list[TrialResult] = []
    lot.targets.tried.connect(steps.append)
    lot.targets.test(target)
    await lot.until(lambda: len(steps) == 3)
    lot.uploads.begin(lot.draft(), UploadField("draft"), picture, target.id)
    await lot.until(lambda: bool(lot.arrived))
    lot.uploads.begin(lot.draft("other"), UploadField("other"), tmp_path / "gone.png", target.id)
    await lot.until(lambda: lot.last().stage is UploadStage.FAILED)
    files = [file for file in (tmp_path / "profile").rglob("*") if file.is_file()]
    assert files
    assert not [file.name for file in files if SECRET.encode() in file.read_bytes()]
    said = f"{caplog.text} {lot.notices} {lot.changed} {lot.targets.all()} {steps} {lot.targets!r} {lot.uploads!r}"
    assert SECRET not in said
    assert SECRET not in " ".join(sys.argv)


async def test_a_test_tells_its_steps_one_by_one_and_its_end(lot: UploadWork, server: S3Server) -> None:
    steps: list[TrialResult] = []
    ends: list[bool] = []
    lot.targets.tried.connect(steps.append)
    lot.targets.tested.connect(lambda: ends.append(True))
    lot.targets.test(UploadTarget(0, "", server.bucket), SECRET)
    await lot.until(lambda: bool(ends))
    assert steps == [TrialResult(TrialStep.WRITE), TrialResult(TrialStep.READ), TrialResult(TrialStep.DELETE)]


async def test_the_first_target_is_preferred_until_another_is(lot: UploadWork) -> None:
    one, two = await lot.target(prints("1")), await lot.target(prints("2"))
    assert [each.id for each in lot.targets.all() if each.preferred] == [one.id]
    lot.targets.prefer(two.id)
    await lot.until(lambda: lot.targets.all()[0].id == two.id)
    lot.targets.delete(two.id)
    await lot.until(lambda: len(lot.targets.all()) == 1)
    assert lot.targets.all()[0].preferred


async def test_a_file_is_looked_at_before_it_is_offered(lot: UploadWork, picture: Path, tmp_path: Path) -> None:
    problems: list[UploadProblem | None] = []
    for paths in ([picture], [tmp_path], [picture, picture]):
        lot.offered.clear()
        lot.uploads.offers.add_files(UploadField("draft"), paths)
        await lot.until(lambda: bool(lot.offered))
        problems.append(lot.offered[0].problem)
    assert problems == [None, UploadProblem.FOLDER, UploadProblem.SEVERAL]


def a_picture() -> QImage:
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    return picture


async def pasted(lot: UploadWork) -> UploadOffer:
    lot.composer.save(lot.draft())
    lot.uploads.offers.add_picture(UploadField("draft"), a_picture())
    await lot.until(lambda: bool(lot.offered))
    return lot.offered.pop()


async def test_a_picture_without_a_file_becomes_one_until_it_is_uploaded(lot: UploadWork) -> None:
    target = await lot.target(prints(f"print('{ADDRESS}')"))
    offer = await pasted(lot)
    assert offer.given
    assert (offer.given.facts.type, offer.path.exists()) == (MediaType.PNG, True)
    lot.uploads.begin(lot.draft(), offer.upload_field, offer.path, target.id)
    await lot.until(lambda: bool(lot.arrived))
    await lot.until(lambda: not offer.path.exists())


async def test_old_pictures_are_offered_again_to_the_drafts_that_there_are_and_others_are_deleted(lot: UploadWork) -> None:
    new = (await pasted(lot)).path
    folder = new.parents[2]
    old, gone = folder / "other" / "twitter" / "old.png", folder / "gone" / "shared" / "gone.png"
    for file in (old, gone):
        file.parent.mkdir(parents=True)
        file.write_bytes(PNG)
    lot.composer.save(lot.draft("other"))
    lot.uploads.load_unfinished()
    await lot.until(lambda: bool(lot.offered))
    assert [(offer.upload_field, offer.path) for offer in lot.offered] == [(UploadField("other", Platform.TWITTER), old)]
    assert (new.exists(), gone.parents[1].exists()) == (True, False)
    assert lot.uploads.offers.of("other") == lot.offered[0]


async def test_one_whose_upload_was_interrupted_is_told_and_not_offered_besides(lot: UploadWork) -> None:
    file = lot.database.path.parent / "pasted" / str(lot.workspace.id) / "draft" / "shared" / "old.png"
    file.parent.mkdir(parents=True)
    file.write_bytes(PNG)
    lot.composer.save(lot.draft())
    begin = partial(uploads.begin, workspace_id=lot.workspace.id, upload=Upload(0, UploadField("draft"), file, 1))
    await lot.database.run(begin)
    lot.uploads.load_unfinished()
    assert lot.last().stage is UploadStage.INTERRUPTED
    await lot.until(lambda: not any(lot.tasks.running(f"bring pictures back #{number}") for number in range(9)))
    assert (lot.offered, file.exists()) == ([], True)


async def test_without_old_pictures_nothing_is_offered(lot: UploadWork) -> None:
    lot.uploads.load_unfinished()
    await lot.until(lambda: not any(lot.tasks.running(f"bring pictures back #{number}") for number in range(9)))
    assert lot.offered == []
