"""Publishing, sending again and answering in the list: what is done is named, and asked where it may be a mistake."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.sandbox_process import start_sandbox
from tests.support.widgets import find
from tests.support.working_session import MANUAL, WorkingSession, working_session
from tests.ui.results.sample_posts import states_of

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import Post
from postdesk.domain.problems import ProblemKind, warning_key
from postdesk.store import entries
from postdesk.ui.kit.notice_bar import ActionNotice
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.post_list import ListAndPanel
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope

LINKEDIN, TWITTER = Platform.LINKEDIN, Platform.TWITTER


@pytest_asyncio.fixture
async def work(tmp_path: Path) -> AsyncIterator[WorkingSession]:
    with start_sandbox(tmp_path / "sandbox") as sandbox:
        async with working_session(tmp_path / "profile", sandbox) as session:
            settings = session.session.settings
            settings.change(replace(settings.current, undo_delay=timedelta(minutes=5)))
            yield session


class PaneDriver:
    """The posts that need attention, and the notice of the pane."""

    def __init__(self, work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
        self.scope, self.navigator = Scope(), RecordingNavigator()
        zone = ZoneInfo("Europe/London")
        self.pane = ResultsPane(work.session, self.scope, self.navigator, theme, zone, lambda url: False)
        # The pane is deleted a moment later, when there is no database left to read.
        qtbot.addWidget(self.pane, before_close_func=lambda pane: pane.reader.gather.timeout.disconnect())
        self.pane.show_tab(ResultsTab.ATTENTION)
        self.pane.resize(1400, 400)
        self.pane.show()
        self.notice = find(self.pane, ActionNotice, "results.notice")

    @property
    def words(self) -> str:
        return self.notice.label.text() if self.notice.isVisible() else ""

    async def button_of(self, post: Post) -> QPoint:
        """Return the middle of the button in a post's line, which has stood there for a while."""
        self.pane.refresh()
        await asyncio.sleep(0.05)
        self.pane.table._buttons._came.clear()
        cell = self.pane.table.visualRect(self.pane.model.rows.index_of(post.id).siblingAtColumn(ResultsColumn.ACTIONS))
        return QPoint(cell.right() - 30, cell.center().y())

    def post_beside(self, at: QPoint) -> int:
        """Return the post whose line is at that height."""
        line = self.pane.model.rows.line(self.pane.table.indexAt(QPoint(50, at.y())))
        return line.post_id if line else 0

    def click(self, at: QPoint) -> None:
        QTest.mouseClick(self.pane.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def leave(self) -> None:
        (body,) = self.pane.findChildren(ListAndPanel)
        QApplication.sendEvent(body, QEvent(QEvent.Type.Leave))


async def in_state(work: WorkingSession, client: Client, text: str, *platforms: Platform, **known: object) -> Post:
    """Return a post whose entries were changed to what is `known`."""
    draft = work.draft(client, text, *platforms, due_in=timedelta(days=3))
    post = await work.submit(draft, SubmitMode.SCHEDULE)
    for entry in post.entries:
        changed = replace(entry, **known)  # type: ignore[arg-type]
        await work.database.run(lambda conn, changed=changed: entries.write(conn, changed, work.session.clock.now()))  # type: ignore[misc]
    work.session.changes.posts.emit()
    return work.post(post.id)


async def two_missed(work: WorkingSession) -> tuple[Post, Post]:
    """Return missed posts of two clients."""
    books, labs = await work.client("Papyrus Books", lock_in=MANUAL), await work.client("Loop Labs", lock_in=MANUAL)
    for client in (books, labs):
        await work.connected(client, LINKEDIN, TWITTER)
    return (
        await in_state(work, books, "Signed copies are on the shelf", LINKEDIN, TWITTER, state=State.MISSED),
        await in_state(work, labs, "Case study", LINKEDIN, TWITTER, state=State.MISSED),
    )


async def test_publishing_for_another_client_than_last_is_asked_and_named(
    work: WorkingSession, theme: Theme, qtbot: QtBot
) -> None:
    books, labs = await two_missed(work)
    seen = PaneDriver(work, theme, qtbot)
    seen.scope.last_client = labs.client_id

    seen.pane.post_actions.run(PostAction(Action.PUBLISH_NOW, books.id, books.client_id))

    assert seen.words == "Publish now to 2 accounts for Papyrus Books? “Signed copies are on the shelf”"
    assert seen.notice.action.text() == "Publish now"
    assert {entry.state for entry in work.post(books.id).entries} == {State.MISSED}
    seen.notice.action.click()
    assert seen.words == "Publishing now for Papyrus Books to 2 accounts: “Signed copies are on the shelf”"
    assert seen.notice.action.text() == "Undo"
    await work.until(lambda: {entry.state for entry in work.post(books.id).entries} == {State.QUEUED})
    assert seen.scope.last_client == books.client_id


async def test_what_is_published_now_is_expected_back_as_a_draft_by_its_undo(
    work: WorkingSession, theme: Theme, qtbot: QtBot
) -> None:
    books, _ = await two_missed(work)
    seen = PaneDriver(work, theme, qtbot)
    seen.scope.last_client = books.client_id
    seen.pane.post_actions.run(PostAction(Action.PUBLISH_NOW, books.id, books.client_id))
    await work.until(lambda: {entry.state for entry in work.post(books.id).entries} == {State.QUEUED})
    seen.notice.action.click()
    assert seen.navigator.of("expect_back") == [books.id]
    await work.until(lambda: {entry.state for entry in work.post(books.id).entries} == {State.CANCELLED})


async def test_publishing_for_the_same_client_again_asks_nothing(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    books, _ = await two_missed(work)
    seen = PaneDriver(work, theme, qtbot)
    seen.scope.last_client = books.client_id
    seen.pane.post_actions.run(PostAction(Action.PUBLISH_NOW, books.id, books.client_id))
    assert seen.words.startswith("Publishing now for Papyrus Books to 2 accounts")


async def test_the_line_of_a_clicked_button_stays_until_the_mouse_leaves(
    work: WorkingSession, theme: Theme, qtbot: QtBot
) -> None:
    await two_missed(work)
    seen = PaneDriver(work, theme, qtbot)
    first, second = states_of(seen.pane.model.rows)
    seen.scope.last_client = work.post(first).client_id
    at = await seen.button_of(work.post(first))

    seen.click(at)
    await work.until(lambda: {entry.state for entry in work.post(first).entries} == {State.QUEUED})
    seen.pane.refresh()
    await asyncio.sleep(0.05)
    assert seen.notice.isVisible()
    assert seen.post_beside(at) == first, "nothing moved below the mouse"

    seen.leave()
    await work.until(lambda: list(states_of(seen.pane.model.rows)) == [second])


async def test_escape_withdraws_the_question(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    books, _ = await two_missed(work)
    seen = PaneDriver(work, theme, qtbot)
    seen.pane.post_actions.run(PostAction(Action.PUBLISH_NOW, books.id, books.client_id))
    assert seen.words.startswith("Publish now to 2 accounts")
    QTest.keyClick(seen.notice.action, Qt.Key.Key_Escape)
    assert not seen.words
    assert {entry.state for entry in work.post(books.id).entries} == {State.MISSED}


async def test_what_cannot_be_undone_is_asked_and_then_named(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    books = await work.client("Papyrus Books", lock_in=MANUAL)
    await work.connected(books, LINKEDIN)
    lost = await in_state(work, books, "Signed copies", LINKEDIN, state=State.NEEDS_USER)
    seen = PaneDriver(work, theme, qtbot)

    seen.pane.post_actions.run(PostAction(Action.SAW_IT, lost.id, books.id, work.entry(lost).id, LINKEDIN))
    assert seen.words == "Is “Signed copies” there on LinkedIn for Papyrus Books? This answer can’t be undone."
    assert seen.notice.action.text() == "Yes, it’s there"
    assert work.entry(lost).state is State.NEEDS_USER
    seen.notice.action.click()
    assert seen.words == "Recorded as published for Papyrus Books on LinkedIn: “Signed copies”"
    await work.until(lambda: work.entry(lost).state is not State.NEEDS_USER)


async def test_an_answer_after_the_post_has_changed_does_nothing(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    books = await work.client("Papyrus Books", lock_in=MANUAL)
    await work.connected(books, LINKEDIN)
    lost = await in_state(work, books, "Signed copies", LINKEDIN, state=State.NEEDS_USER)
    seen = PaneDriver(work, theme, qtbot)
    seen.pane.post_actions.run(PostAction(Action.SAW_IT, lost.id, books.id, work.entry(lost).id, LINKEDIN))
    changed = replace(work.entry(lost), state=State.CANCELLED)
    await work.database.run(lambda conn: entries.write(conn, changed, work.session.clock.now()))
    seen.notice.action.click()
    assert seen.words == "The post has changed meanwhile. Nothing was done."


async def test_what_is_tried_again_is_named(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    books = await work.client("Papyrus Books", lock_in=MANUAL)
    await work.connected(books, LINKEDIN)
    held = await in_state(work, books, "Signed copies", LINKEDIN, hold=Hold.REFUSED_PERMISSION)
    seen = PaneDriver(work, theme, qtbot)
    seen.pane.post_actions.run(PostAction(Action.RESUME, held.id, books.id, work.entry(held).id, LINKEDIN))
    assert seen.words == "Trying again for Papyrus Books: “Signed copies”"


async def test_an_open_warning_is_asked_with_its_reason(work: WorkingSession, theme: Theme, qtbot: QtBot) -> None:
    books = await work.client("Papyrus Books", lock_in=MANUAL)
    await work.connected(books, LINKEDIN)
    await work.session.composer.load_rules()
    await in_state(work, books, "Signed copies", LINKEDIN, due_at=work.session.clock.now() + timedelta(hours=5))
    twice = await in_state(work, books, "Signed copies", LINKEDIN, state=State.MISSED)
    seen = PaneDriver(work, theme, qtbot)
    seen.scope.last_client = books.id

    seen.pane.post_actions.run(PostAction(Action.PUBLISH_NOW, twice.id, books.id))

    assert seen.words.startswith("Publish now to 1 account for Papyrus Books? “Signed copies” This text already goes out on")
    assert work.entry(twice).state is State.MISSED
    seen.notice.action.click()
    assert seen.words.startswith("Publishing now for Papyrus Books")
    await work.until_state(twice, State.QUEUED)


async def test_a_warning_that_was_overridden_for_the_post_is_not_asked_again(
    work: WorkingSession, theme: Theme, qtbot: QtBot
) -> None:
    books = await work.client("Papyrus Books", lock_in=MANUAL)
    await work.connected(books, LINKEDIN)
    await work.session.composer.load_rules()
    await in_state(work, books, "Signed copies", LINKEDIN, due_at=work.session.clock.now() + timedelta(hours=5))
    draft = work.draft(books, "Signed copies", LINKEDIN, due_in=timedelta(days=3))
    anyway = (warning_key(LINKEDIN, ProblemKind.GOES_OUT_TOO),)
    work.session.composer.submit(Submission.of(draft, overridden=anyway), SubmitMode.SCHEDULE)
    await work.until(lambda: len(work.submitted) == 2)
    twice = work.post(work.submitted[-1].post_id)
    seen = PaneDriver(work, theme, qtbot)
    seen.scope.last_client = books.id

    seen.pane.post_actions.run(PostAction(Action.PUBLISH_NOW, twice.id, books.id))

    assert seen.words.startswith("Publishing now for Papyrus Books")


async def test_a_file_of_practice_mode_that_was_not_checked_in_this_run_is_no_warning(
    work: WorkingSession, theme: Theme, qtbot: QtBot
) -> None:
    books = await work.client("Papyrus Books", lock_in=MANUAL)
    await work.connected(books, LINKEDIN)
    await work.session.composer.load_rules()
    url = f"{work.sandbox.base_url}/shop.jpg"
    missed = await in_state(work, books, "Signed copies", LINKEDIN, state=State.MISSED, media_url=url)
    seen = PaneDriver(work, theme, qtbot)
    seen.scope.last_client = books.id

    seen.pane.post_actions.run(PostAction(Action.PUBLISH_NOW, missed.id, books.id))

    assert seen.words.startswith("Publishing now for Papyrus Books")
