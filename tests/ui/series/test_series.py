"""Repeating posts in the window: started, changed, listed, paused, ended, deleted, each with an undo; by keyboard alone."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QPlainTextEdit, QSpinBox, QWidget
from tests.support.quiet_session import NOON
from tests.support.widgets import cut_off, find, rich_labels, unidentified
from tests.ui.composer.conftest import ComposerDriver, ready, writing

from postdesk.domain.board import BoardFilter, CardKind
from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.domain.series import LAST, Frequency, RecurrenceRule, SeriesState
from postdesk.engine.series import SeriesStatus
from postdesk.store.sqlite import open_reader
from postdesk.ui.kit.fields.step_fields import StepField
from postdesk.ui.results.columns import description
from postdesk.ui.results.lines import post_line
from postdesk.ui.series.dialog import SeriesDialog
from postdesk.ui.series.pane import SeriesPane
from postdesk.ui.series.rule_form import TimeField
from postdesk.ui.text.entry_stories import StoryContext
from postdesk.ui.text.series import rule_words

__all__ = ["writing"]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


class SeriesDriver:
    """The dialog that the composer's button opens, and the list of series."""

    def __init__(self, session: ComposerDriver) -> None:
        self.writing, self.session = session, session.session

    def open(self) -> SeriesDialog:
        self.writing.click("repeat")
        return self.dialog

    @property
    def dialog(self) -> SeriesDialog:
        (dialog,) = (each for each in self.writing.pane.findChildren(SeriesDialog) if each.isVisible())
        return dialog

    def place(self) -> SeriesPane:
        """Return the place with the list of series."""
        at = self.writing
        pane = SeriesPane(at.session, at.scope, at.navigator, at.theme, at.local_zone)
        pane.resize(1000, 600)
        pane.show()
        return pane

    def words(self, name: str) -> str:
        label = find(self.dialog, QLabel, f"repeat.{name}")
        return label.text() if label.isVisible() else ""

    def agree(self) -> None:
        find(self.dialog, QAbstractButton, "repeat.agree").click()

    def post_ids(self) -> list[int]:
        rows = self.writing.database.reader.execute("SELECT id FROM posts WHERE state != 'cancelled' ORDER BY due_ms")
        return [row["id"] for row in rows]

    def can_agree(self) -> bool:
        return find(self.dialog, QAbstractButton, "repeat.agree").isEnabled()

    def statuses(self) -> tuple[SeriesStatus, ...]:
        return self.session.series.statuses()

    def is_in(self, state: SeriesState | None) -> bool:
        """Return whether the only series is in that state; for None, whether there is no series."""
        return [each.series.state for each in self.statuses()] == ([state] if state else [])

    async def settled(self) -> None:
        """Wait until all requested changes are done."""
        await self.writing.until(lambda: not any("series" in name or "skip" in name for name in self.session.tasks._running))

    def texts(self) -> list[str]:
        rows = self.writing.database.reader.execute("SELECT text FROM posts WHERE state != 'cancelled' ORDER BY due_ms")
        return [row["text"] for row in rows]


async def begun(session: ComposerDriver, *texts: str) -> SeriesDriver:
    await ready(session, Platform.LINKEDIN, Platform.TWITTER)
    repeat = SeriesDriver(session)
    session.write(texts[0])
    repeat.open()
    for number, text in enumerate(texts[1:], start=2):
        find(repeat.dialog, QAbstractButton, "repeat.add_text").click()
        find(repeat.dialog, QPlainTextEdit, f"repeat.text.{number}").setPlainText(text)
    repeat.agree()
    await session.until(lambda: bool(repeat.statuses()))
    await session.session.series.make_due()
    return repeat


async def test_a_draft_becomes_a_series_and_an_undo_makes_it_a_draft_again(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    assert repeat.texts() == ["One", "Two", "One", "Two"]
    assert writing.editor.toPlainText() == ""
    assert writing.text_of("notice.text").startswith("Repeating: Every ")
    writing.click("notice.action")
    await writing.until(lambda: not repeat.statuses() and not repeat.texts())
    assert writing.editor.toPlainText() == "One"
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["One"])


async def test_a_draft_whose_time_has_passed_can_still_repeat(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("One")
    QTest.keyClick(writing.find(StepField, "time"), Qt.Key.Key_Up)
    writing.session.clock.offset += timedelta(days=2)
    repeat = SeriesDriver(writing)
    find(repeat.open(), QAbstractButton, "repeat.same").click()
    repeat.agree()
    await writing.until(lambda: writing.text_of("notice.text").startswith("Repeating: Every "))
    await repeat.settled()


async def test_what_is_typed_while_a_series_begins_is_kept(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    repeat = SeriesDriver(writing)
    writing.write("One")
    find(repeat.open(), QAbstractButton, "repeat.same").click()
    repeat.agree()
    writing.write("Two")
    await writing.until(lambda: writing.text_of("notice.text").startswith("Repeating: Every "))
    assert writing.editor.toPlainText() == "Two"
    assert [each.series.wordings[0].text for each in repeat.statuses()] == ["One"]
    await repeat.settled()


async def test_a_change_that_comes_too_late_to_repeat_is_open_again(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    repeat = SeriesDriver(writing)
    writing.write("One")
    writing.click("schedule")
    writing.pane.edit_post((await writing.post()).id)
    writing.write(", changed")
    find(repeat.open(), QAbstractButton, "repeat.same").click()
    writing.database.submit(lambda conn: conn.execute("UPDATE entries SET state = ?", (State.ACCEPTED,))).result()
    repeat.agree()
    await writing.until(lambda: "locked" in writing.text_of("notice.text"))
    assert writing.editor.toPlainText() == "One, changed"


async def test_its_posts_are_marked_on_cards_and_in_the_results(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    writing.pane.edit_post(repeat.post_ids()[1])
    writing.write("By hand: ")
    writing.click("schedule")
    await writing.post()
    writing.write("Once")
    writing.click("schedule")
    await writing.post()
    start = NOON - timedelta(days=1)
    cards = writing.session.board.agenda(start, start + timedelta(days=90), BoardFilter(), 50, 0)
    assert [(card.head, card.repeats) for card in cards if card.head == "Once" or not card.repeats] == [("Once", False)]
    assert len([card for card in cards if card.repeats]) == 4
    for card in cards:
        post = writing.session.post_commands.post(int(card.id))
        assert post
        line = post_line(post, None, StoryContext(writing.local_zone, NOON))
        assert line.repeats is card.repeats
        assert (". repeats. " in f"{description(line)}. ") is card.repeats
    await repeat.settled()


async def test_one_text_is_asked_about_once(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    repeat = SeriesDriver(writing)
    writing.write("Always the same")
    repeat.open()
    assert not repeat.can_agree()
    same = find(repeat.dialog, QCheckBox, "repeat.same")
    assert same.isVisible()
    same.click()
    assert repeat.can_agree()
    same.click()
    find(repeat.dialog, QAbstractButton, "repeat.add_text").click()
    assert not repeat.can_agree()
    assert repeat.words("amiss") == "Text 2: There is no text yet. Write something first."
    find(repeat.dialog, QPlainTextEdit, "repeat.text.2").setPlainText("Another")
    assert repeat.can_agree()
    assert not same.isVisible()
    find(repeat.dialog, QAbstractButton, "repeat.text.2.remove").click()
    assert not repeat.can_agree()


async def test_the_next_five_dates_are_said_with_what_the_clocks_do(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    repeat = SeriesDriver(writing)
    writing.write("One")
    draft = writing.pane.model.draft
    assert draft
    writing.pane.model.draft_session.change(replace(draft, due_at=datetime(2027, 3, 7, 7, 30, tzinfo=UTC)))
    writing.pane.model.read_context()
    repeat.open()
    assert repeat.words("words") == "Every Sunday at 02:30"
    assert repeat.words("next").splitlines() == [
        "Sun 7 Mar 2027, 02:30 UTC−5",
        "Sun 14 Mar 2027, 03:30 UTC−4 (02:30 doesn’t exist that day)",
        "Sun 21 Mar 2027, 02:30 UTC−4",
        "Sun 28 Mar 2027, 02:30 UTC−4",
        "Sun 4 Apr 2027, 02:30 UTC−4",
    ]


async def test_what_a_platform_would_refuse_is_said_before_it_repeats(writing: ComposerDriver) -> None:
    await ready(writing, Platform.TWITTER)
    repeat = SeriesDriver(writing)
    writing.write("One")
    repeat.open()
    find(repeat.dialog, QAbstractButton, "repeat.add_text").click()
    find(repeat.dialog, QPlainTextEdit, "repeat.text.2").setPlainText("x" * 281)
    assert repeat.words("amiss").startswith("Text 2: ")
    assert not repeat.can_agree()


async def test_each_kind_of_rule_is_chosen_and_said(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    repeat = SeriesDriver(writing)
    writing.write("One")
    dialog = repeat.open()
    form, first = dialog.rule, dialog.rule.rule
    assert first
    unit, step, days = (
        find(dialog, QComboBox, "repeat.unit"),
        find(dialog, QSpinBox, "repeat.step"),
        find(dialog, QComboBox, "repeat.month_day"),
    )
    unit.setCurrentIndex(unit.findData(Frequency.DAYS))
    step.setValue(10)
    assert form.rule == replace(first, every=Frequency.DAYS, step=10)
    assert repeat.words("words").startswith("Every 10 days at ")
    unit.setCurrentIndex(unit.findData(Frequency.WEEKS))
    for tick in (each for each in dialog.findChildren(QCheckBox) if each.accessibleIdentifier().startswith("repeat.weekday.")):
        tick.setChecked(False)
    assert repeat.words("amiss") == "Select at least one weekday."
    find(dialog, QCheckBox, "repeat.weekday.5").click()
    assert repeat.words("words").startswith("Every 10 weeks on Friday at ")
    step.setValue(1)
    unit.setCurrentIndex(unit.findData(Frequency.MONTH_DAY))
    said = []
    for at in range(days.count()):
        days.setCurrentIndex(at)
        said.append(repeat.words("words").partition(" at ")[0])
    day = first.first.date()
    assert said[0] == f"Every month on day {day.day}"
    assert "Every month on the last day" in said
    assert f"Every month on the last {day:%A}" in said
    ends, times = find(dialog, QComboBox, "repeat.ends"), find(dialog, QSpinBox, "repeat.times")
    ends.setCurrentIndex(2)
    times.setValue(3)
    assert repeat.words("words").endswith(", 3 times")
    assert len(repeat.words("next").splitlines()) == 3


def test_rules_in_words() -> None:
    rule = RecurrenceRule(Frequency.WEEKS, wall("2026-12-01T09:00"), weekdays=(1, 2, 3, 4, 5, 6, 7))
    assert rule_words(rule) == "Every day at 09:00"
    tuesday = replace(rule, every=Frequency.MONTH_WEEKDAY, weekdays=(2,), nth=2)
    assert rule_words(tuesday) == "Every month on the second Tuesday at 09:00"
    assert rule_words(replace(tuesday, nth=LAST, step=3)) == "Every 3 months on the last Tuesday at 09:00"
    assert rule_words(replace(rule, every=Frequency.MONTH_DAY, day=30)) == "Every month on day 30, or the last at 09:00"
    assert rule_words(replace(rule, times=1)) == "Every day at 09:00, once"
    assert rule_words(replace(rule, until=wall("2026-12-31T00:00").date())) == "Every day at 09:00, until Thu 31 Dec 2026"


async def test_the_list_pauses_resumes_ends_and_deletes_and_takes_it_back(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    place = repeat.place()
    head, about, *_ = place.list.item(0).text().splitlines()
    assert (head, about.rsplit(" · ", 1)[1]) == ("One", "2 texts")
    assert " · next " in place.list.item(0).text()
    for act, state in ((place.pause, SeriesState.PAUSED), (place.end, SeriesState.ENDED), (place.delete, None)):
        act.click()
        await writing.until(partial(repeat.is_in, state))
        await writing.until(lambda: repeat.texts() == [])
        await writing.until(lambda: place.notice.isVisible())
        assert "4 scheduled posts were cancelled." in place.notice.label.text()
        place.notice.action.click()
        await writing.until(lambda: [each.series.state for each in repeat.statuses()] == [SeriesState.RUNNING])
        await writing.session.series.make_due()
        assert len(repeat.texts()) == 4
    await repeat.settled()
    place.close()


async def test_the_shown_undo_is_the_key_s_and_ends_with_another_client(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    place = repeat.place()
    place.activateWindow()
    for _ in range(2):
        await writing.until(lambda: place.pause.text() == "Pause" and place.pause.isEnabled())
        place.pause.click()
        await writing.until(lambda: place.notice.isVisible())
        assert place.notice.time_left.isVisible()
        place.end.setFocus()
        QTest.keyClick(place.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        QTest.keyRelease(place, Qt.Key.Key_Control)
        await writing.until(lambda: [each.series.state for each in repeat.statuses()] == [SeriesState.RUNNING])
        await writing.until(lambda: place.pause.text() == "Pause")
        assert not place.notice.isVisible()
    await writing.until(place.skip.isEnabled)
    place.skip.click()
    writing.scope.search("a post")
    assert place.notice.isVisible()
    writing.scope.show_client((await writing.client("Bob Baker")).id)
    assert not place.notice.isVisible()
    await repeat.settled()
    place.close()


@pytest.mark.logs("SeriesPane can't be read")
async def test_series_that_can_not_be_read_are_not_said_to_be_none(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    place = repeat.place()
    writing.database.reader.close()
    place.refresh()
    again = find(place, QAbstractButton, "series.empty.action")
    assert (again.text(), place.list.isVisible(), place.edit.isEnabled()) == ("Try again", False, False)
    writing.database.reader = open_reader(writing.database.path)
    again.click()
    assert (place.list.isVisible(), place.list.count(), place.edit.isEnabled()) == (True, 1, True)
    place.close()


async def test_the_next_one_is_skipped_and_taken_in_again(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    place = repeat.place()
    before = repeat.statuses()[0].next_occurrence
    place.skip.click()
    await writing.until(lambda: len(repeat.texts()) == 3)
    await writing.until(lambda: repeat.statuses()[0].next_occurrence != before)
    place.notice.action.click()
    await writing.until(lambda: repeat.statuses()[0].next_occurrence == before)
    await repeat.settled()
    place.close()


async def test_the_series_of_the_window_s_client_are_listed(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    place = repeat.place()
    other = await writing.client("Bob Baker")
    writing.scope.show_client(other.id)
    assert place.list.count() == 0
    offered = [each.objectName() for each in place.findChildren(QAbstractButton) if each.isVisible()]
    assert offered == ["series.empty.action"]
    find(place, QAbstractButton, "series.empty.action").click()
    assert writing.navigator.of("new_post") == [()]
    writing.scope.show_client(None)
    assert place.list.count() == 1
    await repeat.settled()
    place.close()


@pytest.mark.parametrize("width", [652, 1298])
async def test_nothing_is_cut_off_in_a_small_window_nor_in_a_wide_one(writing: ComposerDriver, width: int) -> None:
    repeat = await begun(writing, "One", "Two")
    place = repeat.place()
    place.resize(width, 430)
    await writing.until(lambda: not cut_off(place))
    assert place.width() == width
    await repeat.settled()
    place.close()


async def test_a_text_keeps_the_spaces_that_do_not_break(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "50\u00a0%", "20\u202f€")
    assert repeat.texts()[:2] == ["50\u00a0%", "20\u202f€"]


async def test_editing_a_post_of_a_series_changes_this_and_later_ones(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    rows = writing.database.reader.execute("SELECT id FROM posts ORDER BY due_ms").fetchall()
    writing.pane.edit_post(rows[1]["id"])
    repeat.open()
    scope = find(repeat.dialog, QComboBox, "repeat.scope")
    assert scope.isVisible()
    assert scope.currentText() == "This and later posts, from Wed 2 Dec 2026"
    assert repeat.words("next").startswith("Wed 2 Dec 2026")
    find(repeat.dialog, QPlainTextEdit, "repeat.text.1").setPlainText("New")
    repeat.agree()
    await writing.until(lambda: len(repeat.texts()) == 1)
    await writing.session.series.make_due()
    assert repeat.texts() == ["One", "Two", "New", "Two"]
    await repeat.settled()


async def test_the_post_that_was_open_is_closed_so_that_it_is_not_scheduled_beside_the_one_that_took_its_place(
    writing: ComposerDriver,
) -> None:
    repeat = await begun(writing, "One", "Two")
    writing.pane.edit_post(repeat.post_ids()[1])
    assert writing.editor.toPlainText() == "Two"
    repeat.open()
    find(repeat.dialog, QPlainTextEdit, "repeat.text.1").setPlainText("New")
    repeat.agree()
    assert not writing.editor.toPlainText()
    await writing.until(lambda: len(repeat.texts()) == 1)
    await writing.session.series.make_due()
    assert repeat.texts() == ["One", "Two", "New", "Two"]
    assert writing.text_of("notice.text").startswith("Repeating from now on")
    await repeat.settled()


async def test_from_the_menu_of_a_card_all_that_have_not_gone_out_are_changed(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    writing.pane.repeat_post(repeat.post_ids()[2])
    find(repeat.dialog, QComboBox, "repeat.scope").setCurrentIndex(1)
    find(repeat.dialog, QPlainTextEdit, "repeat.text.1").setPlainText("New")
    repeat.agree()
    await writing.until(lambda: repeat.texts() == [])
    await writing.session.series.make_due()
    assert repeat.texts() == ["New", "Two", "New", "Two"]
    writing.click("notice.action")
    await writing.until(lambda: repeat.texts() == [])
    await writing.session.series.make_due()
    assert repeat.texts() == ["One", "Two", "One", "Two"]
    await repeat.settled()


async def test_it_is_all_done_by_keyboard(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    repeat = SeriesDriver(writing)
    writing.write("One")
    writing.find(QAbstractButton, "repeat").setFocus()
    await writing.press_focused(Qt.Key.Key_Space)
    dialog = repeat.dialog
    dialog.activateWindow()
    await writing.until(dialog.isActiveWindow)
    fields = ("step", "unit", "time", "ends", "ahead", "text.1", "add_text", "same")
    assert {f"repeat.{each}" for each in fields} <= tab_through(dialog)
    find(dialog, QCheckBox, "repeat.same").setFocus()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    await writing.until(lambda: bool(repeat.statuses()))
    place = repeat.place()
    place.activateWindow()
    await writing.until(place.isActiveWindow)
    place.setFocus()
    assert place.focusWidget() is place.list
    assert {"series.list", "series.edit", "series.skip", "series.pause", "series.end", "series.delete"} <= tab_through(place)
    place.edit.setFocus()
    QTest.keyClick(place.edit, Qt.Key.Key_Delete)
    await repeat.settled()
    assert repeat.statuses()
    place.list.setFocus()
    QTest.keyClick(place.list, Qt.Key.Key_Delete)
    await writing.until(lambda: not repeat.statuses())
    await repeat.settled()
    place.close()


def tab_through(dialog: QWidget) -> set[str]:
    seen = set()
    for _ in range(60):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        seen.add(dialog.focusWidget().accessibleIdentifier())
    return seen


async def test_nothing_that_somebody_wrote_is_taken_for_markup_and_all_has_names(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "<b>One</b> & <img src=x>", "Two")
    place = repeat.place()
    place.edit.click()
    (dialog,) = place.findChildren(SeriesDialog)
    for widget in (place, dialog):
        assert rich_labels(widget) == []
        assert unidentified(widget) == []
    dialog.close()
    place.close()


async def test_a_draft_of_a_series_says_in_the_calendar_that_it_repeats(writing: ComposerDriver) -> None:
    repeat = await begun(writing, "One", "Two")
    start = NOON - timedelta(days=1)

    def drafts(*, spans: bool) -> list[tuple[str, bool]]:
        board, edges = writing.session.board, (start, start + timedelta(days=90))
        cards = board.spans(edges, BoardFilter(), 50)[0].cards if spans else board.agenda(*edges, BoardFilter(), 50)
        return [(card.head, card.repeats) for card in cards if card.kind is CardKind.DRAFT]

    first = min(repeat.post_ids())
    writing.session.post_commands.undo(first)
    await writing.until(lambda: first not in repeat.post_ids())
    writing.write("Of my own")
    writing.pane.save()
    await writing.until(lambda: len(drafts(spans=False)) == 2)
    assert dict(drafts(spans=False)) == dict(drafts(spans=True)) == {"One": True, "Of my own": False}
    await repeat.settled()


@pytest.mark.usefixtures("twelve_hours")
async def test_the_time_stands_there_as_the_clock_is_chosen(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    repeat = SeriesDriver(writing)
    writing.write("Weekly")
    field = find(repeat.open(), TimeField, "repeat.time")
    field.choose(time(14, 30))
    assert field.text() == "2:30 PM"
