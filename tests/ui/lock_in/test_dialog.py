"""Posts that are locked in together: those that can be, those that can't and why, and the messages during and after it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from tests.support.sandbox_process import start_sandbox
from tests.support.widgets import cut_off, find, rich_labels, unidentified
from tests.support.working_session import MANUAL, WorkingSession, working_session

from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.engine.lock_in_run import LockInProgress
from postdesk.store import clients
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.lock_in.dialog import LockInDialog
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.times import when_text

HERE = ZoneInfo("Europe/London")
PATIENCE = 20.0


@pytest_asyncio.fixture
async def work(tmp_path: Path) -> AsyncIterator[WorkingSession]:
    QApplication.setQuitOnLastWindowClosed(False)  # as in the application: its loop ends otherwise
    with start_sandbox(tmp_path / "sandbox") as sandbox:
        async with working_session(tmp_path / "profile", sandbox) as session:
            yield session


async def connected(work: WorkingSession, name: str) -> Client:
    client = await work.client(name, lock_in=MANUAL)
    await work.connected(client, Platform.LINKEDIN)
    return client


async def scheduled(work: WorkingSession, client: Client, text: str, days: int, **more: str) -> Post:
    draft = work.draft(client, text, due_in=timedelta(days=days))
    whole = Draft(draft.id, draft.client_id, draft.platforms, text, due_at=draft.due_at, **more)  # type: ignore[arg-type]
    return await work.submit(whole, SubmitMode.SCHEDULE)


async def opened(work: WorkingSession, theme: Theme, client: Client | None = None) -> LockInDialog:
    dialog = LockInDialog(work.session, theme, HERE, client.id if client else None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    await work.until(lambda: dialog.list.count() + dialog.rest.count() > 0)
    return dialog


def words(of: QListWidget) -> list[str]:
    return [of.item(row).text() for row in range(of.count())]


async def test_what_can_be_locked_in_is_ticked_and_the_rest_says_why_not(work: WorkingSession, theme: Theme) -> None:
    ann = await connected(work, "Ann")
    await scheduled(work, ann, "Text <b>alone</b>", 2)
    await scheduled(work, ann, "With a picture", 3, media_url="https://example.com/a.jpg")
    await scheduled(work, ann, "Next month", 20)
    dialog = await opened(work, theme)
    (can,) = words(dialog.list)
    assert can.endswith("Ann  ·  LinkedIn  ·  Text <b>alone</b>")
    (cannot,) = words(dialog.rest)
    assert cannot.endswith("With a picture\nNeeds this computer. MyPostShare can’t schedule media.")
    assert dialog.begin_button.text() == "Lock in 1 post"
    dialog.days.setCurrentIndex(2)
    await work.until(lambda: dialog.list.count() == 2)
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.begin_button.isEnabled()
    dialog.close()


async def test_one_client_s_posts_are_offered_alone(work: WorkingSession, theme: Theme) -> None:
    ann, bea = await connected(work, "Ann"), await connected(work, "Bea")
    await scheduled(work, ann, "Of Ann", 2)
    await scheduled(work, bea, "Of Bea", 2)
    dialog = await opened(work, theme, bea)
    assert [line.rpartition("·")[2].strip() for line in words(dialog.list)] == ["Of Bea"]
    dialog.client_box.setCurrentIndex(0)
    await work.until(lambda: dialog.list.count() == 2)
    dialog.close()


async def test_one_client_is_told_on_its_clock_and_all_on_one_in_order(work: WorkingSession, theme: Theme) -> None:
    tokyo = await work.client("Aya", "Asia/Tokyo", lock_in=MANUAL)
    york = await work.client("Yao", "America/New_York", lock_in=MANUAL)
    for client in (tokyo, york):
        await work.connected(client, Platform.LINKEDIN)
    posts = [await scheduled(work, client, "Tea", days) for client, days in ((york, 2), (tokyo, 3), (york, 4))]
    dialog = await opened(work, theme)
    now = work.session.clock.now()
    assert [line.partition("  ·")[0] for line in words(dialog.list)] == [when_text(post.due_at, HERE, now) for post in posts]
    assert find(dialog, PlainLabel, "lock_in.clock").text() == f"Times in {zone_word(HERE.key)}"
    dialog.client_box.setCurrentIndex(dialog.client_box.findData(tokyo.id))
    await work.until(lambda: dialog.list.count() == 1)
    assert words(dialog.list)[0].startswith(when_text(posts[1].due_at, ZoneInfo("Asia/Tokyo"), now))
    assert find(dialog, PlainLabel, "lock_in.clock").text() == "Times in Tokyo"
    dialog.close()


async def test_it_holds_together_while_its_list_is_empty(work: WorkingSession, theme: Theme) -> None:
    ann = await connected(work, "Ann")
    await scheduled(work, ann, "In two days", 2)
    dialog = await opened(work, theme)
    dialog.days.setCurrentIndex(0)
    await work.until(lambda: dialog.list.count() == 0)
    await work.until(lambda: not dialog.list.isVisible())
    none = find(dialog, PlainLabel, "lock_in.none")

    def gap() -> int:
        return none.mapTo(dialog, QPoint()).y() - dialog.days.mapTo(dialog, QPoint(0, dialog.days.height())).y()

    most = 2 * dialog.days.height()
    await work.until(lambda: gap() < most and none.height() < most)  # the layout follows in a later turn
    dialog.close()


async def test_what_the_client_did_not_approve_is_not_offered(work: WorkingSession, theme: Theme) -> None:
    ann = await connected(work, "Ann")
    await work.database.run(lambda conn: clients.update(conn, replace(ann, approval=True)))
    await scheduled(work, ann, "Not seen yet", 2)
    dialog = await opened(work, theme)
    assert dialog.list.count() == 0
    assert words(dialog.rest)[0].endswith("Not seen yet\nThe client hasn’t approved this post")
    assert not dialog.begin_button.isEnabled()
    dialog.close()


async def test_the_ticked_ones_are_locked_in_and_the_end_says_what_needs_this_computer(
    work: WorkingSession, theme: Theme
) -> None:
    ann = await connected(work, "Ann")
    posts = [await scheduled(work, ann, f"Number {number}", number) for number in (1, 2, 3)]
    picture = await scheduled(work, ann, "Picture", 4, media_url="https://example.com/a.jpg")
    dialog = await opened(work, theme)
    dialog.list.setFocus()
    dialog.list.setCurrentRow(1)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.begin_button.text() == "Lock in 2 posts"
    dialog.begin_button.click()
    assert not dialog.list.isEnabled()
    assert dialog.stop_button.isVisible()
    assert dialog.notice.label.text() == "0 of 2 locked. You can close Postdesk when this is done."
    await work.until(lambda: dialog.begin_button.isVisible() and dialog.list.count() == 1, PATIENCE)
    assert [work.entry(post).state for post in posts] == [State.ACCEPTED, State.PLANNED, State.ACCEPTED]
    assert work.entry(picture).state is State.PLANNED
    told = "2 posts are locked. 1 post still needs this computer. Keep Postdesk running."
    assert dialog.notice.label.text() == told
    dialog.close()


async def test_what_was_begun_goes_on_and_is_shown_again(work: WorkingSession, theme: Theme) -> None:
    ann = await connected(work, "Ann")
    posts = [await scheduled(work, ann, f"Number {number}", 1 + number % 6) for number in range(14)]
    first = await opened(work, theme)
    first.begin_button.click()
    first.close()
    await work.until(lambda: work.session.lock_in_run.progress.finished > 0, PATIENCE)
    second = LockInDialog(work.session, theme, HERE, None)
    second.show()
    assert second.stop_button.isVisible()
    second.stop_button.click()
    await work.until(lambda: second.begin_button.isVisible(), PATIENCE)
    locked = [post for post in posts if work.entry(post).state is State.ACCEPTED]
    assert 0 < len(locked) < len(posts)
    assert f"You stopped before {14 - len(locked)} more posts." in second.notice.label.text()
    second.close()


async def test_it_keeps_to_what_every_widget_has_to(work: WorkingSession, theme: Theme) -> None:
    ann = await connected(work, "Ann")
    await scheduled(work, ann, "<img src=x>", 2)
    await scheduled(work, ann, "<img src=y>", 2, media_url="https://example.com/a.jpg")
    dialog = await opened(work, theme)
    assert not unidentified(dialog)
    assert not rich_labels(dialog)
    await work.until(lambda: not cut_off(dialog), said=lambda: str(cut_off(dialog)))  # the layout follows a turn later
    dialog.close()


async def test_nothing_is_offered_that_is_due_later_than_was_chosen(work: WorkingSession, theme: Theme) -> None:
    ann = await connected(work, "Ann")
    post = await scheduled(work, ann, "In two days", 2)
    dialog = await opened(work, theme)
    dialog.days.setCurrentIndex(0)
    work.session.lock_in_run.found.emit((post,))
    assert not dialog.begin_button.isEnabled()
    dialog.close()


async def test_all_are_counted_once_when_they_are_shown_and_not_with_each_that_is_locked_in(
    work: WorkingSession, theme: Theme
) -> None:
    ann = await connected(work, "Ann")
    post = await scheduled(work, ann, "First", 2)
    dialog = await opened(work, theme)
    ticked: list[object] = []
    dialog.list.itemChanged.connect(ticked.append)
    dialog.days.setCurrentIndex(2)
    work.session.lock_in_run.found.emit([replace(post, id=n) for n in range(1, 51)])
    assert dialog.begin_button.text() == "Lock in 50 posts"
    work.session.lock_in_run.progress = LockInProgress(50, tuple(range(1, 26)))
    work.session.lock_in_run.progressed.emit()
    assert [dialog.list.item(n).icon().isNull() for n in (0, 24, 25, 49)] == [False, False, True, True]
    assert ticked == []
    dialog.close()
