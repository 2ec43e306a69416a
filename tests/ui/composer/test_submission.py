"""Scheduling and publishing from the composer: by button and by key, with undo, refusals and questions."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QWidget
from tests.support.quiet_session import NOON
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.delivery import Hold, Stage, State
from postdesk.domain.drafts import Draft
from postdesk.domain.limits import Severity
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState, SendMode
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Problem, ProblemField, ProblemKind
from postdesk.domain.review import DraftReview
from postdesk.ui.composer.chips import Chip
from postdesk.ui.composer.submission import hand_over
from postdesk.ui.kit.buttons import ElidedButton
from postdesk.ui.kit.fields.step_fields import StepField

X, LINKEDIN, FACEBOOK, THREADS = Platform.TWITTER, Platform.LINKEDIN, Platform.FACEBOOK, Platform.THREADS
INSTAGRAM = Platform.INSTAGRAM
CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


async def test_scheduling_makes_a_post_at_the_time_that_is_shown_and_clears_the_pane(writing: ComposerDriver) -> None:
    client = await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    assert (post.client_id, post.text, post.state) == (client.id, "Hello", PostState.SCHEDULED)
    assert post.due_at.replace(microsecond=0) == NOON.replace(day=25, hour=14)  # 9:00 in New York
    assert writing.editor.text() == ""
    assert writing.kept() == ()
    assert writing.text_of("notice.text") == "Scheduled for Alex Morgan to 1 account, tomorrow 09:00 · 14:00 yours"


async def test_a_double_click_schedules_once(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    texts = [f"Post {number}" for number in range(40)]
    for number, text in enumerate(texts):
        writing.write(text)
        writing.click("schedule")
        await asyncio.sleep(0.004 * (number % 5))
        writing.click("schedule")
        assert (await writing.post()).text == text
        await writing.until(lambda: writing.editor.text() == "")
    made = writing.database.reader.execute("SELECT text FROM posts ORDER BY id").fetchall()
    assert [row["text"] for row in made] == texts


async def test_control_enter_schedules_from_the_text(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    await writing.press(Qt.Key.Key_Return)
    assert (await writing.post()).text == "Hello"


async def test_control_enter_in_another_pane_sends_nothing(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    window, elsewhere = QWidget(), QLineEdit()
    row = QHBoxLayout(window)
    for part in (writing.pane, elsewhere):
        row.addWidget(part)
    window.show()
    window.activateWindow()
    elsewhere.setFocus()
    await writing.until(elsewhere.hasFocus)
    for modifiers in (CTRL, CTRL | SHIFT):
        QTest.keyClick(elsewhere, Qt.Key.Key_Return, modifiers)
    assert elsewhere.hasFocus()
    assert writing.editor.text() == "Hello"
    writing.editor.setFocus()
    QTest.keyClick(writing.editor, Qt.Key.Key_Return, CTRL)
    assert (await writing.post()).text == "Hello"
    writing.pane.setParent(None)


async def test_schedule_and_next_keeps_the_hands_on_the_keyboard(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("First")
    await writing.press(Qt.Key.Key_Return, CTRL | ALT)
    first = await writing.post()
    assert writing.focused() == "text"
    writing.write("Second")
    await writing.press(Qt.Key.Key_Return)
    second = await writing.post()
    assert second.text == "Second"
    assert second.due_at.replace(microsecond=0) - first.due_at.replace(microsecond=0) == timedelta(days=1)
    assert second.platforms == (LINKEDIN,)


async def test_only_what_is_ready_is_scheduled(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("x" * 300)
    writing.click("schedule")
    assert (await writing.post()).platforms == (LINKEDIN,)


async def test_what_is_left_out_is_named_kept_as_a_draft_and_chosen_the_next_time(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, INSTAGRAM)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    assert post.platforms == (LINKEDIN,)
    words = "Instagram left out and kept as a draft. Instagram: an image or a video is needed."
    assert writing.text_of("left_out.text") == words
    assert writing.find(Chip, "chip.instagram").isChecked()
    writing.click("left_out.action")
    assert writing.editor.text() == "Hello"
    assert not writing.find(Chip, "chip.linkedin").isChecked()
    (rest,) = writing.kept()
    assert (rest.platforms, rest.due_at) == ((INSTAGRAM,), post.due_at.replace(microsecond=0))


async def test_until_when_a_link_works_that_is_left_out_is_told_on_the_clients_clock(writing: ComposerDriver) -> None:
    client = await ready(writing, LINKEDIN, INSTAGRAM)
    draft = Draft("signed", client.id, (LINKEDIN, INSTAGRAM), "Hello", due_at=NOON + timedelta(days=1))
    ends = Problem(Severity.STOP, ProblemKind.MEDIA_EXPIRES, ProblemField.MEDIA_URL, detail=NOON.isoformat())
    view = DraftReview(draft, draft, (), (ProblemGroup((INSTAGRAM,), ends),), (LINKEDIN,))
    handed = hand_over(writing.session, view, SubmitMode.SCHEDULE)
    assert "the link expires today 07:00" in handed.left_out
    await writing.post()


async def test_undo_brings_back_what_was_left_out_too(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, INSTAGRAM)
    writing.session.post_commands.undone.connect(writing.pane.open_draft)
    writing.write("Hello")
    writing.click("schedule")
    await writing.post()
    writing.click("notice.action")
    await writing.until(lambda: writing.editor.text() == "Hello")
    assert [draft.platforms for draft in writing.kept()] == [(LINKEDIN, INSTAGRAM)]
    assert writing.text_of("left_out.text") == ""


async def test_a_text_of_its_own_is_kept_as_a_draft_where_its_platform_is_left_out(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("x" * 290)
    writing.click("problem.0.action.1")
    writing.write("Its own")
    writing.click("schedule")
    await writing.post()
    await writing.until(lambda: len(writing.kept()) == 1)
    (rest,) = writing.kept()
    assert (rest.platforms, rest.text_for(X)) == ((X,), "x" * 290 + "Its own")


async def test_undo_brings_the_draft_back(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.session.post_commands.undone.connect(writing.pane.open_draft)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    writing.click("notice.action")
    await writing.until(lambda: writing.editor.text() == "Hello")
    assert writing.find(Chip, "chip.linkedin").isChecked()
    undone = writing.session.post_commands.post(post.id)
    assert undone is None or undone.state is PostState.CANCELLED


async def test_locking_in_now_is_a_choice_of_the_menu(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.menu("schedule_more").actions()[1].trigger()
    (entry,) = (await writing.post()).entries
    assert (entry.state, entry.mode) == (State.QUEUED, SendMode.SCHEDULED)


async def test_publishing_now_asks_nothing_where_no_mistake_is_easy(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    (entry,) = (await writing.post()).entries
    assert (entry.state, entry.mode) == (State.QUEUED, SendMode.IMMEDIATE)
    assert writing.text_of("notice.text") == "Publishing now for Alex Morgan to 1 account"


async def test_publishing_to_many_asks_in_place_how_many_and_for_whom(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, FACEBOOK, THREADS)
    writing.write("Hello")
    writing.click("publish")
    assert "Publish now to 4 accounts for Alex Morgan?" in writing.labels()
    assert writing.text_of("publish") == "Publish now to 4 accounts…"
    writing.click("confirm.no")
    assert not writing.find(QWidget, "confirm").isVisible()
    assert writing.submitted == []
    writing.click("publish")
    writing.click("confirm.yes")
    assert (await writing.post()).platforms == (LINKEDIN, X, FACEBOOK, THREADS)


async def test_return_presses_the_answer_that_has_the_focus_and_the_next_key_writes_the_next_draft(
    writing: ComposerDriver,
) -> None:
    await ready(writing, X, LINKEDIN, FACEBOOK, THREADS)
    writing.write("Hello")
    writing.click("publish")
    await writing.press_focused(Qt.Key.Key_Return)
    assert (await writing.post()).text == "Hello"
    assert writing.focused() == "text"
    writing.write("The next one")
    writing.click("publish")
    writing.find(QAbstractButton, "confirm.no").setFocus()
    await writing.press_focused(Qt.Key.Key_Return)
    assert not writing.find(QWidget, "confirm").isVisible()
    assert (writing.focused(), writing.submitted) == ("publish", [])


async def test_undoing_what_was_published_now_brings_the_planned_time_back(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.session.post_commands.undone.connect(writing.pane.open_draft)
    writing.write("Hello")
    planned = [writing.find(StepField, name).text() for name in ("date", "time")]
    writing.click("publish")
    await writing.post()
    writing.click("notice.action")
    await writing.until(lambda: writing.editor.text() == "Hello")
    assert [writing.find(StepField, name).text() for name in ("date", "time")] == planned
    assert "past" not in writing.text_of("remark")


async def test_what_was_published_now_and_taken_back_elsewhere_is_offered_the_usual_time(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.session.post_commands.undone.connect(writing.pane.open_draft)
    writing.write("Hello")
    writing.click("publish")
    post = await writing.post()
    writing.session.post_commands.undo(post.id)
    await writing.until(lambda: writing.editor.text() == "Hello")
    assert writing.find(StepField, "time").text() == "09:00"
    assert "past" not in writing.text_of("remark")


async def test_a_half_known_post_is_said_in_the_words_of_the_results(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    linkedin, x = (await writing.post()).entries
    for at_linkedin, at_x, words in (
        ({"state": State.UNCERTAIN}, {"state": State.REJECTED}, "For Alex Morgan: 1 failed, checking 1…"),
        ({"state": State.ACCEPTED, "stage": Stage.PUBLISHED}, {}, "For Alex Morgan: Partly published: 1 of 2"),
        ({}, {"state": State.SENDING}, "Publishing now for Alex Morgan to 1 account"),
        ({}, {"state": State.ACCEPTED, "stage": Stage.PUBLISHED}, "Published for Alex Morgan to 2 accounts"),
    ):
        linkedin, x = replace(linkedin, **at_linkedin), replace(x, **at_x)
        await writing.becomes(linkedin)
        await writing.becomes(x)
        assert writing.text_of("notice.text") == words
    assert writing.find(QWidget, "notice").property("tone") == "good"


async def test_publishing_for_another_client_than_last_time_asks(writing: ComposerDriver) -> None:
    await writing.client("Somebody Else")
    await ready(writing, LINKEDIN)
    for number, asks in enumerate((True, False)):
        writing.write(f"Post {number}")
        writing.click("publish")
        assert writing.find(QWidget, "confirm").isVisible() is asks
        if asks:
            writing.click("confirm.yes")
        await writing.post()


async def test_a_question_is_taken_back_when_what_it_asked_about_changes(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, FACEBOOK, THREADS)
    writing.write("Hello")
    writing.click("publish")
    writing.find(Chip, "chip.threads").click()
    assert not writing.find(QWidget, "confirm").isVisible()


async def test_control_shift_enter_only_moves_the_focus(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    await writing.press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert writing.focused() == "publish"
    assert writing.submitted == []
    publish = writing.find(QAbstractButton, "publish")
    assert (publish.text(), publish.accessibleName()) == ("Publish now to 1 account", "Publish now to 1 account for Alex Morgan")


async def test_the_act_says_to_whom(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write("Hello")
    assert writing.text_of("schedule") == "Schedule for Alex Morgan to 2 accounts"
    assert writing.find(QAbstractButton, "schedule").accessibleDescription() == "To LinkedIn, X"
    assert writing.find(QAbstractButton, "publish").accessibleName() == "Publish now to 2 accounts for Alex Morgan"
    writing.write("x" * 300)
    assert writing.text_of("schedule") == "Schedule 1 of 2 for Alex Morgan"


async def test_an_empty_draft_is_not_submitted_and_says_why(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.click("schedule")
    assert writing.text_of("notice.text") == "There is no text yet. Write something first."
    writing.write("H")
    assert writing.text_of("notice.text") == ""


async def test_without_a_connected_account_it_says_so_and_leads_to_connecting_one(writing: ComposerDriver) -> None:
    client = await writing.client()
    writing.open(client)
    writing.pane.resize(400, 696)
    writing.write("Hello")
    standing = writing.find(ElidedButton, "standing")
    assert (standing.text(), standing._words()) == ("No account yet", "No account yet"), "never an icon alone"
    await writing.press(Qt.Key.Key_Return)
    assert writing.text_of("notice.text") == "Connect an account first."
    writing.click("notice.action")
    assert writing.navigator.of("show_connections") == [client.id]


async def test_without_a_selected_account_it_says_so(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.find(QAbstractButton, "chip.linkedin").click()
    writing.write("Hello")
    assert not writing.find(QAbstractButton, "schedule").isEnabled()
    assert writing.text_of("standing") == "Select an account"
    await writing.press(Qt.Key.Key_Return)
    assert writing.text_of("notice.text") == "Select at least one account above."


async def test_a_chosen_time_that_passed_while_writing_is_asked_for_again_and_nothing_is_lost(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    QTest.keyClick(writing.find(StepField, "time"), Qt.Key.Key_Up)
    writing.write("Hello")
    writing.session.clock.offset += timedelta(days=2)
    await writing.press(Qt.Key.Key_Return)
    assert "past" in writing.text_of("remark")
    assert writing.focused() == "time"
    assert (writing.submitted, writing.refused) == ([], [])
    assert writing.editor.text() == "Hello"
    writing.write("!")
    assert writing.editor.text() == "Hello!"


async def test_nothing_can_be_scheduled_for_a_time_that_is_past_but_it_can_be_published(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    QTest.keyClick(writing.find(StepField, "time"), Qt.Key.Key_Up)
    writing.write("Hello")
    schedule, publish, more = (writing.find(QAbstractButton, each) for each in ("schedule", "publish", "schedule_more"))
    writing.session.clock.offset += timedelta(days=2)
    writing.pane.minute()
    assert "Select a later one, or publish now." in writing.text_of("remark")
    assert [each.isEnabled() for each in (schedule, publish, more)] == [False, True, True]
    writing.menu("schedule_more").actions()[0].trigger()
    assert (writing.focused(), writing.submitted) == ("time", [])

    QTest.keyClick(writing.find(StepField, "date"), Qt.Key.Key_PageUp)
    assert schedule.isEnabled()


async def test_an_account_disconnected_meanwhile_is_refused_by_name(writing: ComposerDriver) -> None:
    client = await ready(writing, LINKEDIN)
    writing.write("Hello")
    await writing.accounts(client)
    assert writing.problems() == ["LinkedIn: no account is connected for this client."]
    assert not writing.find(QAbstractButton, "schedule").isEnabled()
    assert not writing.find(QAbstractButton, "publish").isEnabled()
    assert writing.text_of("standing") == "Can’t go out yet: 1 problem"
    await writing.press(Qt.Key.Key_Return)
    assert writing.text_of("notice.text") == "Fix the problems below first."
    assert writing.focused() == "problem.0.action.0"


async def test_saving_as_a_draft_makes_room_for_the_next(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("For later")
    writing.menu("schedule_more").actions()[2].trigger()
    assert writing.editor.text() == ""
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["For later"])
    writing.click("notice.action")
    assert writing.editor.text() == "For later"


async def test_what_is_typed_during_the_act_does_not_get_lost_in_it(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    writing.write(" and more")
    writing.click("schedule")
    assert (await writing.post()).text == "Hello"
    assert writing.submitted == []


async def test_what_is_said_of_the_last_act_stays_true(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    (entry,) = (await writing.post()).entries
    assert (writing.text_of("notice.text"), writing.text_of("notice.action")) == (
        "Publishing now for Alex Morgan to 1 account",
        "Undo",
    )
    spoken = writing.find(QAbstractButton, "notice.action").accessibleName()
    assert spoken == "Undo: Publishing now for Alex Morgan to 1 account"
    for change, words, action in (
        ({"state": State.SENDING, "hold": None}, "Publishing now for Alex Morgan to 1 account", ""),
        ({"state": State.NEEDS_USER}, "For Alex Morgan: Did this go out?", "Show"),
        ({"state": State.ACCEPTED, "stage": Stage.PUBLISHED}, "Published for Alex Morgan to 1 account", ""),
    ):
        await writing.becomes(replace(entry, **change))
        assert (writing.text_of("notice.text"), writing.text_of("notice.action")) == (words, action)
    writing.write("The next one")
    assert writing.text_of("notice.text") == ""


async def test_while_all_sending_is_paused_nothing_is_said_to_be_publishing(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.session.pause.begin()
    writing.write("Hello")
    writing.click("publish")
    (entry,) = (await writing.post()).entries
    for hold in (entry.hold, Hold.PAUSED):
        await writing.becomes(replace(entry, hold=hold))
        assert writing.text_of("notice.text") == "Waiting for Alex Morgan: sending is paused"
        assert writing.text_of("notice.action") == "Undo"
    writing.session.pause.end()
    await writing.becomes(replace(entry, hold=None))
    assert writing.text_of("notice.text") == "Publishing now for Alex Morgan to 1 account"


async def test_a_post_that_asks_for_something_is_one_click_away(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("publish")
    post = await writing.post()
    await writing.becomes(replace(post.entries[0], state=State.REJECTED))
    writing.click("notice.action")
    assert writing.navigator.asked == [("open_post", post.id)]


async def test_what_was_said_goes_away_with_the_post(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    writing.session.post_commands.cancel(post.id)
    await writing.until(lambda: writing.text_of("notice.text") == "")


async def test_problems_below_the_fold_are_counted_by_the_act_which_leads_to_the_first(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, INSTAGRAM)
    writing.pane.resize(400, 320)
    writing.put("x" * 300)
    assert writing.text_of("standing") == "2 problems"
    assert writing.find(QAbstractButton, "standing").toolTip() == writing.problems()[0]
    row = writing.find(QWidget, "problem.0")
    await writing.until(lambda: row.visibleRegion().isEmpty())
    writing.click("standing")
    assert not row.visibleRegion().isEmpty()
    assert writing.focused() == "problem.0.action.0"


async def test_a_low_pane_has_room_to_write_and_its_acts_in_sight(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, INSTAGRAM)
    pane = writing.pane
    pane.resize(400, pane.minimumSizeHint().height())
    pane.activateWindow()
    await writing.until(pane.isActiveWindow)
    writing.find(QAbstractButton, "schedule").setFocus()
    writing.editor.setFocus()
    writing.write("Hello")
    five_lines = 5 * writing.editor.fontMetrics().lineSpacing()
    await writing.until(lambda: writing.editor.viewport().visibleRegion().boundingRect().height() >= five_lines)
    schedule = writing.find(QAbstractButton, "schedule")
    assert schedule.visibleRegion().boundingRect().size() == schedule.size()


async def test_the_next_draft_begins_at_its_accounts(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, INSTAGRAM)
    writing.pane.resize(400, 420)
    writing.put("x" * 300)
    writing.click("standing")
    writing.find(QAbstractButton, "schedule").setFocus()
    writing.click("schedule")
    await writing.post()
    assert not writing.find(Chip, "chip.twitter").visibleRegion().isEmpty()


async def test_the_next_draft_begins_at_its_text_where_that_is_being_written(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, INSTAGRAM)
    writing.pane.resize(400, writing.pane.minimumSizeHint().height())
    writing.write("Hello")
    await writing.press(Qt.Key.Key_Return, CTRL | ALT)
    await writing.post()
    await writing.until(lambda: writing.editor.viewport().visibleRegion().contains(writing.editor.cursorRect()))


async def published(writing: ComposerDriver, text: str = "Hello") -> Post:
    """Return a post that was published a moment ago."""
    writing.write(text)
    writing.click("publish")
    post = await writing.post()
    for entry in post.entries:
        await writing.becomes(replace(entry, state=State.ACCEPTED, stage=Stage.PUBLISHED, hold=None))
    return post


async def test_the_same_words_for_an_account_that_has_them_are_warned_about_and_asked_about(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.find(Chip, "chip.twitter").click()
    await published(writing)
    writing.find(Chip, "chip.twitter").click()
    writing.write("Hello")
    said = "This text is already published on LinkedIn (today 07:00). Publishing again makes a second post."
    assert writing.problems() == [said]
    writing.click("publish")
    assert f"Publish now to 2 accounts for Alex Morgan? {said}" in writing.labels()
    assert writing.text_of("problem.0.action.0") == "Leave LinkedIn out"
    writing.click("problem.0.action.0")
    assert writing.problems() == []
    writing.click("publish")
    assert (await writing.post()).platforms == (X,)


async def test_the_same_words_that_are_planned_are_warned_about_until_they_are_cancelled(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    writing.write("Hello")
    said = "This text already goes out on LinkedIn (tomorrow 09:00). This makes a second post."
    assert writing.problems() == [said]
    writing.session.post_commands.cancel(post.id)
    await writing.until(lambda: writing.problems() == [])


async def test_what_takes_the_place_of_a_post_is_no_second_one(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Hello")
    writing.click("schedule")
    post = await writing.post()
    writing.pane.edit_post(post.id)
    assert writing.editor.text() == "Hello"
    assert writing.problems() == []
