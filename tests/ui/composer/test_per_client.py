"""One draft for several clients: created, visited in turn, and scheduled one by one or all together."""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel
from tests.ui.composer.conftest import ComposerDriver
from tests.ui.composer.test_templates import choose

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.uploads import UploadCommand, UploadField, UploadTarget
from postdesk.ui.composer.chips import Chip
from postdesk.ui.drafts.bulk import ScheduleAllDialog
from postdesk.ui.drafts.dialogs import ClientCopiesDialog

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER


def box(dialog: ClientCopiesDialog, client: Client) -> QCheckBox:
    found = dialog.findChild(QCheckBox, f"several.client.{client.id}")
    assert found
    return found


def asked(writing: ComposerDriver) -> ClientCopiesDialog:
    choose(writing, "several")
    return next(each for each in writing.pane.findChildren(ClientCopiesDialog) if each.isVisible())


async def three(writing: ComposerDriver) -> tuple[Client, Client, Client]:
    """Return three clients: the open draft is Ann's, for LinkedIn and X; Bob has X only, Cleo no account."""
    ann = await writing.client("Ann Archer")
    await writing.accounts(ann, LINKEDIN, X)
    bob, cleo = await writing.client("Bob Baker", "Asia/Tokyo"), await writing.client("Cleo Cox")
    await writing.accounts(bob, X)
    writing.open(ann)
    for platform in (LINKEDIN, X):
        if not writing.find(Chip, f"chip.{platform}").isChecked():
            writing.find(Chip, f"chip.{platform}").click()
    writing.write("For all")
    return ann, bob, cleo


async def two_drafts(writing: ComposerDriver) -> tuple[Client, Client]:
    ann, bob, _ = await three(writing)
    dialog = asked(writing)
    dialog.all.click()
    dialog.make.click()
    await writing.until(lambda: len(writing.kept()) == 2)
    return ann, bob


async def test_it_says_what_is_missing_for_whom(writing: ComposerDriver) -> None:
    ann, bob, cleo = await three(writing)
    dialog = asked(writing)
    assert [(box(dialog, each).isEnabled(), box(dialog, each).isChecked()) for each in (ann, bob, cleo)] == [
        (False, True),
        (True, False),
        (False, False),
    ]
    assert box(dialog, bob).accessibleDescription() == "X · not connected: LinkedIn"
    assert box(dialog, cleo).accessibleDescription() == "Not connected: LinkedIn, X"
    assert not dialog.make.isEnabled()
    box(dialog, bob).setChecked(True)
    assert dialog.make.text() == "Create 2 drafts"
    assert not dialog.grab().isNull()
    dialog.close()


async def test_there_is_a_draft_for_each_at_the_same_time_of_day(writing: ComposerDriver) -> None:
    ann, bob = await two_drafts(writing)
    assert writing.text_of("per_client.text") == "1 of 2: for Ann Archer"
    first, second = sorted(writing.kept(), key=lambda draft: draft.client_id)
    assert (first.client_id, second.client_id, second.platforms) == (ann.id, bob.id, (X,))
    assert first.due_at
    assert second.due_at
    theirs = second.due_at.astimezone(ZoneInfo("Asia/Tokyo")).replace(tzinfo=None)
    assert theirs == first.due_at.astimezone(ZoneInfo("America/New_York")).replace(tzinfo=None)


async def test_one_goes_through_them_and_changes_each_alone(writing: ComposerDriver) -> None:
    await two_drafts(writing)
    writing.click("per_client.next")
    assert (writing.text_of("per_client.text"), writing.text_of("for")) == ("2 of 2: for Bob Baker", "For Bob Baker")
    writing.editor.selectAll()
    writing.write("For Bob alone")
    writing.click("per_client.next")
    assert (writing.text_of("for"), writing.editor.text()) == ("For Ann Archer", "For all")
    writing.click("schedule")
    await writing.post()
    await writing.until(lambda: writing.text_of("per_client.text") == "1 more draft for several clients")
    writing.click("per_client.next")
    assert (writing.text_of("per_client.text"), writing.editor.text()) == ("1 of 1: for Bob Baker", "For Bob alone")
    writing.click("per_client.close")
    assert writing.text_of("per_client.text") == ""
    assert len(writing.kept()) == 1


def ask_for_all(writing: ComposerDriver) -> ScheduleAllDialog:
    writing.click("per_client.all")
    return next(each for each in writing.pane.findChildren(ScheduleAllDialog) if each.isVisible())


def said(dialog: ScheduleAllDialog, identifier: str) -> str:
    label = dialog.findChild(QLabel, f"schedule_all.{identifier}")
    return label.text() if label else ""


def agree(dialog: ScheduleAllDialog) -> None:
    button = dialog.findChild(QAbstractButton, "schedule_all.yes")
    assert button
    button.click()


async def test_all_are_scheduled_together_and_taken_back_with_one_click(writing: ComposerDriver) -> None:
    await two_drafts(writing)
    assert writing.text_of("per_client.all") == "Schedule all 2…"
    dialog = ask_for_all(writing)
    assert said(dialog, "line.0") == "Ann Archer · tomorrow 09:00 · LinkedIn, X"
    assert said(dialog, "line.1") == "Bob Baker · tomorrow 09:00 · X"
    assert writing.submitted == []
    agree(dialog)
    await writing.until(lambda: writing.text_of("notice.text") == "2 posts scheduled.")
    assert (writing.kept(), writing.editor.text(), writing.text_of("per_client.text")) == ((), "", "")
    posts = [writing.session.post_commands.post(each.post_id) for each in writing.submitted]
    writing.click("notice.action")
    await writing.until(lambda: writing.text_of("per_client.text") == "2 more drafts for several clients")
    assert sorted(draft.text for draft in writing.kept()) == ["For all", "For all"]
    now = [writing.session.post_commands.post(each.id) for each in posts if each]
    assert [each.state for each in now if each] == [PostState.CANCELLED, PostState.CANCELLED]


async def test_the_undo_of_all_together_goes_with_the_last_that_can_be_taken_back(writing: ComposerDriver) -> None:
    await two_drafts(writing)
    agree(ask_for_all(writing))
    await writing.until(lambda: writing.text_of("notice.text") == "2 posts scheduled.")
    posts = [post for each in writing.submitted if (post := writing.session.post_commands.post(each.post_id))]
    for post, action in zip(posts, ("Undo", ""), strict=True):
        assert writing.text_of("notice.action") == "Undo"
        for entry in post.entries:
            await writing.becomes(replace(entry, state=State.ACCEPTED, stage=Stage.SCHEDULED))
        assert writing.text_of("notice.action") == action
    assert writing.text_of("notice.text") == "2 posts scheduled."
    writing.write("The next")
    assert writing.text_of("notice.text") == ""


async def test_what_cannot_go_out_stays_a_draft_and_says_why(writing: ComposerDriver) -> None:
    await two_drafts(writing)
    writing.click("per_client.next")
    writing.editor.selectAll()
    writing.editor.insertPlainText("x" * 400)
    writing.pane.save()
    dialog = ask_for_all(writing)
    assert said(dialog, "amiss.0") == ""
    assert said(dialog, "amiss.1").startswith("Stays a draft. X")
    agree(dialog)
    await writing.until(lambda: writing.text_of("notice.text") == "1 post scheduled.")
    assert [draft.text for draft in writing.kept()] == ["x" * 400]
    assert writing.text_of("per_client.text") == "1 of 1: for Bob Baker"


async def test_a_time_that_is_past_by_then_is_not_scheduled(writing: ComposerDriver) -> None:
    await two_drafts(writing)
    writing.session.clock.offset += timedelta(days=3)
    dialog = ask_for_all(writing)
    assert all(said(dialog, f"amiss.{n}").startswith("Stays a draft. The time is past") for n in (0, 1))
    yes = dialog.findChild(QAbstractButton, "schedule_all.yes")
    assert yes
    assert not yes.isEnabled()
    dialog.close()


ADDRESS = "https://cdn.example.com/tour.png"


async def uploading(writing: ComposerDriver, folder: Path) -> Path:
    """Start the upload of a file to the open draft; it ends once the returned file exists."""
    picture, done = folder / "tour.png", folder / "done"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    code = f"import os, time\nwhile not os.path.exists({str(done)!r}): time.sleep(0.02)\nprint({ADDRESS!r})"
    writing.session.upload_targets.save(UploadTarget(0, "Studio", UploadCommand((sys.executable, "-c", code, "{file}"))))
    await writing.until(lambda: bool(writing.session.upload_targets.all()))
    draft = writing.pane.model.draft
    assert draft
    writing.session.uploads.begin(draft, UploadField(draft.id), picture, writing.session.upload_targets.all()[0].id)
    await writing.until(lambda: writing.session.uploads.running(draft.id))
    return done


async def test_one_that_waits_for_a_file_is_not_scheduled_with_the_others_and_says_why(
    writing: ComposerDriver, tmp_path: Path
) -> None:
    _, bob = await two_drafts(writing)
    done = await uploading(writing, tmp_path)
    dialog = ask_for_all(writing)
    assert said(dialog, "amiss.0").startswith("Stays a draft. A file is still uploading.")
    agree(dialog)
    await writing.until(lambda: writing.text_of("notice.text") == "1 post scheduled.")
    assert [each.client_id for each in writing.submitted] == [bob.id]
    done.touch()
    await writing.until(lambda: [draft.media_url for draft in writing.kept()] == [ADDRESS])


async def test_what_has_changed_since_it_was_asked_is_asked_anew(writing: ComposerDriver) -> None:
    await two_drafts(writing)
    dialog = ask_for_all(writing)
    (other,) = (each for each in writing.kept() if writing.pane.model.draft and each.id != writing.pane.model.draft.id)
    writing.session.composer.save(replace(other, text="Changed meanwhile"))
    agree(dialog)
    again = next(each for each in writing.pane.findChildren(ScheduleAllDialog) if each.isVisible())
    assert said(again, "changed").startswith("Something changed since you were asked")
    assert (writing.submitted, writing.refused) == ([], [])
    agree(again)
    await writing.until(lambda: writing.text_of("notice.text") == "2 posts scheduled.")
    posts = [writing.session.post_commands.post(each.post_id) for each in writing.submitted]
    assert {each.text for each in posts if each} == {"For all", "Changed meanwhile"}


async def test_undo_brings_back_a_post_that_one_of_them_changed(writing: ComposerDriver) -> None:
    await three(writing)
    writing.click("schedule")
    before = await writing.post()
    writing.pane.edit_post(before.id)
    writing.editor.selectAll()
    writing.write("Changed")
    dialog = asked(writing)
    dialog.all.click()
    dialog.make.click()
    await writing.until(lambda: len(writing.kept()) == 2)
    agree(ask_for_all(writing))
    await writing.until(lambda: writing.text_of("notice.text") == "2 posts scheduled.")
    writing.submitted.clear()
    writing.click("notice.action")
    again = await writing.post()
    assert (again.text, again.due_at.replace(microsecond=0), again.state) == (
        "For all",
        before.due_at.replace(microsecond=0),
        PostState.SCHEDULED,
    )
    await writing.until(lambda: writing.text_of("per_client.text") == "1 more draft for several clients")
    assert len(writing.kept()) == 1


async def test_while_a_file_is_on_its_way_no_copies_are_made_without_it(writing: ComposerDriver, tmp_path: Path) -> None:
    await three(writing)
    await uploading(writing, tmp_path)
    choose(writing, "several")
    assert not any(each.isVisible() for each in writing.pane.findChildren(ClientCopiesDialog))
    assert writing.text_of("notice.text").startswith("A file is still uploading")


async def test_one_that_was_refused_is_told_with_whose_it_is_and_why(writing: ComposerDriver) -> None:
    _, bob = await two_drafts(writing)
    dialog = ask_for_all(writing)
    sql = "DELETE FROM connections WHERE client_id = ?"
    gone = asyncio.ensure_future(writing.database.run(lambda conn: conn.execute(sql, (bob.id,))))
    agree(dialog)  # before the delete is done
    await gone
    await writing.until(lambda: "scheduled" in writing.text_of("notice.text"))
    assert writing.text_of("notice.text") == (
        "1 post scheduled. 1 stays a draft. "
        "For Bob Baker: X is not connected any more, so this stays a draft. Connect it, or leave it out."
    )
