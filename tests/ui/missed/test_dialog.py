"""One dialog asks about all missed posts, and the answer is carried out for each."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.support.sandbox_process import start_sandbox
from tests.support.widgets import cut_off, rich_labels, unidentified
from tests.support.working_session import MANUAL, WorkingSession, working_session

from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.store import drafts, entries
from postdesk.ui.kit.theme import Theme
from postdesk.ui.shell.missed_posts import MissedAnswer, MissedDialog

HERE = ZoneInfo("Europe/London")


@pytest_asyncio.fixture
async def work(tmp_path: Path) -> AsyncIterator[WorkingSession]:
    QApplication.setQuitOnLastWindowClosed(False)  # as in the application: its loop ends otherwise
    with start_sandbox(tmp_path / "sandbox") as sandbox:
        async with working_session(tmp_path / "profile", sandbox) as session:
            yield session


async def missed(work: WorkingSession, client: Client, text: str, hours: int) -> Post:
    post = await work.submit(work.draft(client, text, due_in=timedelta(days=9, hours=hours)), SubmitMode.SCHEDULE)
    gone = replace(work.entry(post), state=State.MISSED, due_at=work.session.clock.now() - timedelta(hours=hours))
    await work.database.run(lambda conn: entries.write(conn, gone, work.session.clock.now()))
    work.session.changes.posts.emit()
    return work.post(post.id)


async def three(work: WorkingSession) -> list[Post]:
    client = await work.client("Ann <b>", lock_in=MANUAL)
    await work.connected(client, Platform.LINKEDIN)
    return [await missed(work, client, text, hours) for text, hours in (("One", 3), ("Two <img src=x>", 2), ("Three", 1))]


def opened(work: WorkingSession, posts: list[Post], theme: Theme) -> MissedDialog:
    dialog = MissedDialog(work.session, posts, theme, HERE)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    return dialog


async def test_each_can_be_answered_otherwise(work: WorkingSession, theme: Theme) -> None:
    sent, moved, kept = await three(work)
    dialog = opened(work, [sent, moved, kept], theme)
    assert not dialog.do_button.isEnabled()
    for row, answer in zip(dialog.rows, (MissedAnswer.NOW, MissedAnswer.SAME_TIME, MissedAnswer.DRAFT), strict=True):
        row.choose(answer)
    wanted = dialog.rows[1].moment
    assert wanted
    dialog.do_button.click()
    await work.until_state(sent, State.ACCEPTED)
    await work.until(lambda: work.entry(moved).state is State.PLANNED)
    assert work.entry(moved).due_at.replace(microsecond=0) == wanted
    await work.until(lambda: work.entry(kept).state is State.CANCELLED)
    (draft,) = drafts.of_workspace(work.database.reader, work.session.workspace.id)
    assert draft.text == "Three"
    assert [each["content"] for each in await work.ledger()] == ["One"]


async def test_one_answer_for_all_and_nothing_happens_before_the_button(work: WorkingSession, theme: Theme) -> None:
    posts = await three(work)
    dialog = opened(work, posts, theme)
    dialog.all.setCurrentIndex(dialog.all.findData(MissedAnswer.NEXT_WEEK))
    dialog.all.activated.emit(dialog.all.currentIndex())
    assert {row.chosen for row in dialog.rows} == {MissedAnswer.NEXT_WEEK}
    assert all(work.entry(post).state is State.MISSED for post in posts)
    dialog.do_button.click()
    await work.until(lambda: all(work.entry(post).state is State.PLANNED for post in posts))
    assert all(timedelta(days=6) < work.entry(post).due_at - work.session.clock.now() < timedelta(days=7) for post in posts)


async def test_escape_leaves_everything_to_the_results(work: WorkingSession, theme: Theme) -> None:
    posts = await three(work)
    dialog = opened(work, posts, theme)
    for row in dialog.rows:
        row.choose(MissedAnswer.NOW)
    dialog.reject()
    assert not work.session.tasks.running(f"publish {posts[0].id}")
    assert all(work.entry(post).state is State.MISSED for post in posts)


async def test_it_keeps_to_what_every_widget_has_to(work: WorkingSession, theme: Theme) -> None:
    dialog = opened(work, await three(work), theme)
    assert not unidentified(dialog)
    assert not rich_labels(dialog)
    assert not cut_off(dialog)
    dialog.close()
