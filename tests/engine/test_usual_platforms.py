"""The platforms of a new draft: the client's usual ones, or those of its last post that the user wrote here."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.import_work import MADE, SHEET, ImportWork, import_work
from tests.support.waiting import until

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.store import clients, drafts, last_used

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER


@pytest.fixture
async def work(tmp_path: Path, qapp: QApplication) -> AsyncIterator[ImportWork]:
    async with import_work(tmp_path) as made:
        yield made


def ann(work: ImportWork) -> Client:
    return next(each for each in clients.all_of(work.database.reader, work.filled.workspace.id) if each.name == "Ann")


def usual(work: ImportWork) -> tuple[Platform, ...]:
    return work.composer.factory.new_draft(ann(work).id).platforms


async def publish(work: ImportWork, draft: Draft) -> None:
    submitted: list[object] = []
    work.composer.submitted.connect(submitted.append)
    work.composer.submit(Submission.of(draft), SubmitMode.PUBLISH_NOW)
    await until(lambda: bool(submitted))


async def test_without_usual_ones_they_are_those_of_the_last_post(work: ImportWork) -> None:
    assert usual(work) == ()
    await publish(work, Draft("first", ann(work).id, (X,), "Hello"))
    assert usual(work) == (X,)
    await publish(work, Draft("second", ann(work).id, (LINKEDIN, X), "Hello again"))
    assert usual(work) == (LINKEDIN, X)


async def test_the_client_s_usual_ones_come_first(work: ImportWork) -> None:
    await publish(work, Draft("first", ann(work).id, (X,), "Hello"))
    await work.database.run(partial(clients.update, client=replace(ann(work), platforms=(LINKEDIN,))))
    assert usual(work) == (LINKEDIN,)


async def test_an_import_does_not_change_them(work: ImportWork) -> None:
    await publish(work, Draft("first", ann(work).id, (X,), "Hello"))
    await work.imported()
    assert usual(work) == (X,)


async def test_a_draft_of_an_import_does_not_change_them_either(work: ImportWork) -> None:
    await publish(work, Draft("first", ann(work).id, (X,), "Hello"))
    await work.imported(SHEET.replace('"LinkedIn, X"', "LinkedIn"), schedule=False)
    imported = next(each for each in drafts.of_workspace(work.database.reader, work.filled.workspace.id) if each.text == "First")
    assert imported.platforms == (LINKEDIN,)
    await publish(work, replace(imported, updated_at=MADE))
    assert usual(work) == (X,)


async def test_nor_does_what_was_left_out_of_it_and_posted_later(work: ImportWork) -> None:
    await publish(work, Draft("first", ann(work).id, (X,), "Hello"))
    await work.imported(schedule=False)
    kept = partial(drafts.of_workspace, work.database.reader, work.filled.workspace.id)
    imported = next(each for each in kept() if each.text == "First")
    submitted: list[object] = []
    work.composer.submitted.connect(submitted.append)
    sent = replace(imported, due_at=MADE + timedelta(days=3))
    work.composer.submit(Submission.of(sent, left_out=[X]), SubmitMode.SCHEDULE)
    await until(lambda: bool(submitted))
    rest = next(each for each in kept() if each.text == "First")
    assert rest.platforms == (X,)
    await publish(work, replace(rest, platforms=(LINKEDIN,)))
    assert usual(work) == (X,)
    assert last_used.get(work.database.reader, ann(work).id).due_at is None
