"""A bulk action on drafts fills the next free slots: shown, ordered, scheduled together, and undone with one click."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget
from tests.support.factories import a_draft
from tests.support.slots import slots_of
from tests.support.widgets import cut_off, find, rich_labels, unidentified
from tests.ui.composer.conftest import ComposerDriver

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.store import clients, drafts, slots
from postdesk.ui.drafts.bulk import FillSlotsDialog

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
WEDNESDAY, THURSDAY, FRIDAY = (datetime(2026, 11, day, 14, tzinfo=UTC) for day in (25, 26, 27))


async def three_drafts(writing: ComposerDriver, *words: str) -> Client:
    """Store three drafts of Ann's for LinkedIn, last changed first in the list. Her clock is five hours behind the local one."""
    ann = await writing.client("Ann")
    await writing.accounts(ann, LINKEDIN, X)
    await writing.database.run(lambda conn: slots.add(conn, slots_of(ann.id, *words)))
    for number, text in enumerate(("Third", "Second", "First")):
        keep = a_draft(LINKEDIN, id=text, client_id=ann.id, text=text, due_at=None, updated_at=WEDNESDAY.replace(minute=number))
        await save(writing, keep)
    writing.session.changes.drafts.emit()
    writing.open(ann)
    return ann


async def save(writing: ComposerDriver, draft: Draft) -> None:
    await writing.database.run(lambda conn: drafts.save(conn, draft))


async def asked(writing: ComposerDriver, count: int = 3) -> FillSlotsDialog:
    """Ask for the slots of the first drafts, as many as `count`, and return the dialog that fills slots."""
    writing.pane.fill_slots(("First", "Second", "Third")[:count])
    dialog = next(each for each in writing.pane.findChildren(FillSlotsDialog) if each.isVisible())
    await looked_at(writing, dialog)
    return dialog


async def looked_at(writing: ComposerDriver, dialog: FillSlotsDialog) -> None:
    await writing.until(lambda: all(line.ready is not None for line in dialog._lines))


def lines(dialog: FillSlotsDialog) -> list[list[str]]:
    box = find(dialog, QListWidget, "filling.list")
    return [box.item(row).text().split("\n") for row in range(box.count())]


def dues(writing: ComposerDriver) -> dict[str, datetime]:
    found = (writing.session.post_commands.post(each.post_id) for each in writing.submitted)
    return {post.text: post.due_at.replace(second=0, microsecond=0) for post in found if post}


async def test_which_goes_where_is_shown_in_both_zones_before_anything_is_done(writing: ComposerDriver) -> None:
    await three_drafts(writing, "3 09:00", "4 09:00")
    dialog = await asked(writing)
    assert lines(dialog) == [
        ["Wed 25 Nov 2026, 09:00 (14:00 your time)", "Ann · LinkedIn · First"],
        ["Thu 26 Nov 2026, 09:00 (14:00 your time)", "Ann · LinkedIn · Second"],
        ["Wed 2 Dec 2026, 09:00 (14:00 your time)", "Ann · LinkedIn · Third"],
    ]
    assert dialog.yes.text() == "Schedule 3 posts"
    assert [each.due_at for each in writing.kept()] == [None] * 3
    assert (unidentified(dialog), rich_labels(dialog)) == ([], [])
    await writing.until(lambda: not cut_off(dialog))
    dialog.reject()
    assert [each.due_at for each in writing.kept()] == [None] * 3


async def test_they_are_scheduled_in_the_order_that_was_chosen_and_taken_back_with_one_undo(writing: ComposerDriver) -> None:
    await three_drafts(writing, "3 09:00", "4 09:00", "5 09:00")
    dialog = await asked(writing)
    dialog.list.setCurrentRow(2)
    QTest.keyClick(dialog, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    dialog.up.click()
    assert dialog.ids == ("Third", "First", "Second")
    assert dialog.list.currentRow() == 0
    await looked_at(writing, dialog)
    dialog.yes.click()
    await writing.until(lambda: writing.text_of("notice.text") == "3 posts scheduled.")
    assert dues(writing) == {"Third": WEDNESDAY, "First": THURSDAY, "Second": FRIDAY}
    assert writing.kept() == ()
    writing.click("notice.action")
    await writing.until(lambda: len(writing.kept()) == 3)
    assert {(each.text, each.due_at) for each in writing.kept()} == {("First", None), ("Second", None), ("Third", None)}
    posts = [writing.session.post_commands.post(each.post_id) for each in writing.submitted]
    assert {post.state for post in posts if post} == {PostState.CANCELLED}
    assert writing.text_of("per_client.text") == ""


async def test_what_has_no_slot_or_is_not_ready_stays_a_draft_and_says_why(writing: ComposerDriver) -> None:
    ann = await three_drafts(writing, "3 09:00 linkedin")
    both = a_draft(LINKEDIN, X, id="Second", client_id=ann.id, text="Second", due_at=None)
    empty = replace(both, id="Third", text="", title="Third", platforms=(LINKEDIN,))
    for each in (both, empty):
        await save(writing, each)
    dialog = await asked(writing)
    assert [each[-1] for each in lines(dialog)] == [
        "Ann · LinkedIn · First",
        "Stays a draft. No free slot fits all its platforms.",
        "Stays a draft. LinkedIn: there is no text yet.",
    ]
    assert dialog.yes.text() == "Schedule 1 post"
    dialog.yes.click()
    await writing.until(lambda: writing.text_of("notice.text") == "1 post scheduled.")
    assert {each.id for each in writing.kept()} == {"Second", "Third"}


async def test_a_slot_that_was_taken_meanwhile_is_asked_about_anew(writing: ComposerDriver) -> None:
    ann = await three_drafts(writing, "3 09:00", "4 09:00")
    dialog = await asked(writing, 1)
    other = a_draft(X, id="Other", client_id=ann.id, due_at=WEDNESDAY)
    await save(writing, other)
    dialog.yes.click()
    changed = find(dialog, QLabel, "filling.changed")
    await writing.until(changed.isVisible)
    await looked_at(writing, dialog)
    assert lines(dialog)[0][0].startswith("Thu 26 Nov 2026, 09:00")
    assert writing.submitted == []
    dialog.yes.click()
    await writing.until(lambda: writing.text_of("notice.text") == "1 post scheduled.")
    assert dues(writing) == {"First": THURSDAY}


async def test_a_client_without_slots_is_told_where_they_are_made(writing: ComposerDriver) -> None:
    await three_drafts(writing)
    dialog = await asked(writing, 1)
    assert lines(dialog)[0] == [
        "No free slot",
        "Ann · LinkedIn · First",
        "Stays a draft. This client has no weekly slots. Add some in Settings.",
    ]
    assert not dialog.yes.isEnabled()


async def test_those_that_would_go_out_too_near_to_each_other_are_pointed_out(writing: ComposerDriver) -> None:
    ann = await three_drafts(writing, "3 09:00", "3 09:30", "4 09:00")
    await writing.database.run(lambda conn: clients.update(conn, replace(ann, gap=timedelta(minutes=60))))
    writing.session.changes.clients.emit()
    dialog = await asked(writing)
    near = "Less than 60 minutes from another of these posts, on the same platform."
    assert [each[-1] == near for each in lines(dialog)] == [True, True, False]
    assert dialog.yes.text() == "Schedule 3 posts"


async def test_they_can_stay_drafts_at_the_times_of_their_slots_and_get_their_own_back(writing: ComposerDriver) -> None:
    await three_drafts(writing, "3 09:00", "4 09:00", "5 09:00")
    writing.pane.open_draft("Second")
    offered = {each.id: each.due_at for each in writing.kept()} | {"Second": writing.pane.model.draft.due_at}  # type: ignore[union-attr]
    dialog = await asked(writing)
    times = dict(zip(dialog.ids, (WEDNESDAY, THURSDAY, FRIDAY), strict=True))
    dialog.times.click()
    await writing.until(lambda: writing.text_of("notice.text") == "3 drafts set to their slots’ times.")
    writing.pane.save()
    await writing.until(lambda: {each.id: each.due_at for each in writing.kept()} == times)
    assert writing.submitted == []
    writing.click("notice.action")
    writing.pane.save()
    await writing.until(lambda: {each.id: each.due_at for each in writing.kept()} == offered)


async def test_undo_gives_no_old_time_to_what_got_another_since(writing: ComposerDriver) -> None:
    await three_drafts(writing, "3 09:00", "4 09:00", "5 09:00")
    dialog = await asked(writing)
    times = dict(zip(dialog.ids, (WEDNESDAY, THURSDAY, FRIDAY), strict=True))
    dialog.times.click()
    await writing.until(lambda: writing.text_of("notice.text") == "3 drafts set to their slots’ times.")
    await writing.until(lambda: {each.id: each.due_at for each in writing.kept()} == times)
    later = FRIDAY + timedelta(days=7)
    moved = next(each for each in writing.kept() if each.id == "First")
    writing.session.composer.save(replace(moved, due_at=later))
    await writing.until(lambda: {each.id: each.due_at for each in writing.kept()} == times | {"First": later})
    writing.click("notice.action")
    expected = dict.fromkeys(times) | {"First": later}
    await writing.until(lambda: {each.id: each.due_at for each in writing.kept()} == expected)


async def test_a_draft_that_is_dragged_takes_the_slot_of_its_new_place(writing: ComposerDriver) -> None:
    await three_drafts(writing, "3 09:00", "4 09:00", "5 09:00")
    dialog = await asked(writing)
    dialog.list.setCurrentRow(2)
    nowhere = QModelIndex()
    assert dialog.list.model().moveRow(nowhere, 2, nowhere, 0)  # as a drop within the list does
    await writing.until(lambda: dialog.ids == ("Third", "First", "Second"))
    await looked_at(writing, dialog)
    assert [each[0][:10] for each in lines(dialog)] == ["Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov"]
    assert dialog.list.currentRow() == 0
