"""Posts that the user's own actions create are selected in the results, over a working session."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.sandbox_process import start_sandbox
from tests.support.widgets import find
from tests.support.working_session import MANUAL, WorkingSession, working_session
from tests.ui.results.sample_posts import states_of

from postdesk.domain.approval import Approval
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import Post
from postdesk.store import entries
from postdesk.ui.kit.notice_bar import ActionNotice
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope


@pytest_asyncio.fixture
async def work(tmp_path: Path) -> AsyncIterator[WorkingSession]:
    with start_sandbox(tmp_path / "sandbox") as sandbox:
        async with working_session(tmp_path / "profile", sandbox) as session:
            yield session


def results(work: WorkingSession, theme: Theme, qtbot: QtBot) -> ResultsPane:
    pane = ResultsPane(work.session, Scope(), RecordingNavigator(), theme, ZoneInfo("Europe/London"), lambda url: False)
    # The pane is deleted a moment later, when there is no database left to read.
    qtbot.addWidget(pane, before_close_func=_read_no_more)
    pane.show_tab(ResultsTab.ALL)
    pane.resize(1400, 400)
    pane.show()
    return pane


def _read_no_more(pane: ResultsPane) -> None:
    pane.reader.gather.timeout.disconnect()


def chosen(pane: ResultsPane) -> tuple[int, str]:
    line = pane.model.line
    assert line
    return line.post_id, line.look.word


async def partly_missed(work: WorkingSession) -> Post:
    client = await work.client(lock_in=MANUAL)
    await work.connected(client, Platform.LINKEDIN, Platform.TWITTER)
    post = await work.submit(
        work.draft(client, "Once", Platform.LINKEDIN, Platform.TWITTER, due_in=timedelta(days=3)), SubmitMode.SCHEDULE
    )
    for entry, state in zip(post.entries, (State.ACCEPTED, State.MISSED), strict=True):
        changed = replace(entry, state=state)
        await work.database.run(lambda conn, changed=changed: entries.write(conn, changed, work.session.clock.now()))  # type: ignore[misc]
    work.session.changes.posts.emit()
    return work.post(post.id)


async def test_what_is_approved_here_is_told_here_and_can_be_undone(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    pane = results(work, theme, qtbot)
    client = await work.client(lock_in=MANUAL)
    await work.connected(client, Platform.LINKEDIN)
    post = await work.submit(work.draft(client, "Once", Platform.LINKEDIN, due_in=timedelta(days=3)), SubmitMode.SCHEDULE)
    notice = find(pane, ActionNotice, "results.notice")

    work.session.approvals.approve([post.id])
    await work.until(lambda: work.post(post.id).approval.state is Approval.APPROVED)
    assert notice.isHidden()
    pane.post_actions.run(PostAction(Action.ASK_CLIENT, post.id, client.id))
    await work.until(lambda: notice.label.text() == "Waiting for approval.")
    assert notice.action.text() == "Undo"
    notice.action.click()
    await work.until(lambda: work.post(post.id).approval.state is Approval.APPROVED)
    assert notice.isHidden()


async def test_the_rest_with_a_new_time_is_chosen_however_it_got_it(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    pane = results(work, theme, qtbot)
    post = await partly_missed(work)
    pane.refresh()
    pane.table.go_to(post.id)
    moved: list[int] = []
    work.session.post_commands.moved.connect(lambda before, after, due: moved.append(after))

    work.session.post_commands.move(post.id, work.session.clock.now() + timedelta(days=5))
    await work.until(lambda: bool(moved))
    assert moved != [post.id]
    assert chosen(pane) == (moved[0], "Scheduled")

    draft = work.session.composer.factory.edit(moved[0])
    assert draft
    again = await work.submit(replace(draft, text="Changed"), SubmitMode.SCHEDULE)
    assert chosen(pane) == (again.id, "Scheduled")


async def test_a_changed_post_stays_chosen_and_an_undone_one_leaves_none_chosen(
    work: WorkingSession, theme: Theme, qtbot: QtBot
) -> None:
    client = await work.client()
    await work.connected(client, Platform.LINKEDIN)
    pane = results(work, theme, qtbot)
    before, *_ = [
        await work.submit(work.draft(client, f"post {day}", due_in=timedelta(days=day)), SubmitMode.SCHEDULE) for day in (4, 3, 5)
    ]
    pane.refresh()
    pane.table.go_to(before.id)

    draft = work.session.composer.factory.edit(before.id)
    assert draft
    after = await work.submit(replace(draft, text="changed"), SubmitMode.SCHEDULE)
    line = pane.model.line
    assert line
    assert (line.post_id, line.title) == (after.id, "changed")

    work.session.post_commands.undo(after.id)
    await work.until(lambda: after.id not in states_of(pane.model.rows))
    assert pane.model.line is None


async def test_what_is_sent_again_leaves_its_tab_and_is_undone_there(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    """The user goes on with the next question, and is not led away by the answer to the last one."""
    client = await work.client()
    await work.connected(client, Platform.LINKEDIN)
    lost, next_one = [await work.submit(work.draft(client, text), SubmitMode.PUBLISH_NOW) for text in ("Lost", "Next")]
    for post in (lost, next_one):
        entry = await work.until_state(post, State.ACCEPTED)
        asked = replace(entry, state=State.NEEDS_USER, remote_id="", results=())
        await work.database.run(lambda conn, asked=asked: entries.write(conn, asked, work.session.clock.now()))  # type: ignore[misc]
    settings = work.session.settings
    settings.change(replace(settings.current, undo_delay=timedelta(minutes=5)))
    pane = results(work, theme, qtbot)
    pane.show_tab(ResultsTab.ATTENTION)
    pane.table.go_to(lost.id)

    pane.post_actions.run(PostAction(Action.SEND_AGAIN, lost.id, client.id, work.entry(lost).id))
    await work.until(lambda: work.entry(lost).state == State.QUEUED)
    pane.refresh()

    notice = find(pane, ActionNotice, "results.notice")
    assert list(states_of(pane.model.rows)) == [next_one.id]
    assert notice.label.text() == "Sending again for Ann Archer to LinkedIn: “Lost”"
    notice.action.click()
    await work.until(lambda: work.entry(lost).state == State.CANCELLED)  # it is a draft again


async def test_ctrl_z_takes_back_the_last_action(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    settings = work.session.settings
    settings.change(replace(settings.current, undo_delay=timedelta(minutes=5)))
    pane = results(work, theme, qtbot)
    client = await work.client(lock_in=MANUAL)
    await work.connected(client, Platform.LINKEDIN)
    approved, locked = [
        await work.submit(work.draft(client, words, Platform.LINKEDIN, due_in=timedelta(days=3)), SubmitMode.SCHEDULE)
        for words in "XY"
    ]
    pane.post_actions.run(PostAction(Action.APPROVE, approved.id, client.id))
    await work.until(lambda: work.post(approved.id).approval.state is Approval.APPROVED)
    notice = find(pane, ActionNotice, "results.notice")
    await work.until(notice.isVisible)  # reported after the commit
    pane.post_actions.run(PostAction(Action.LOCK_IN, locked.id, client.id))
    await work.until(lambda: work.post(locked.id).entries[0].state is State.QUEUED)
    await work.until(lambda: notice.label.text().startswith("Locking in for Ann Archer"))
    QTest.keyClick(pane.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await work.until(lambda: work.post(locked.id).entries[0].state is State.PLANNED)
    assert work.post(approved.id).approval.state is Approval.APPROVED
