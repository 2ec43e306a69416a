"""The variants of platforms: own text, title, media and time, marked as different from the shared ones and reset."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QScrollArea, QTabBar
from tests.support.widgets import unidentified
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.delivery import Stage, State
from postdesk.domain.drafts import Draft, DraftField, Variant
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.settings import Appearance
from postdesk.ui.composer.chips import Chip
from postdesk.ui.kit.fields.step_fields import StepField

X, LINKEDIN, REDDIT = Platform.TWITTER, Platform.LINKEDIN, Platform.REDDIT
DAY = timedelta(days=1)


async def written(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X, REDDIT)
    writing.write("Our new office opens on Friday.")
    type_into(writing, "title", "We open")


def turn_to(writing: ComposerDriver, platform: Platform | None) -> None:
    tabs = writing.find(QTabBar, "tabs")
    keys = (None, *(each for each in Platform if each in (LINKEDIN, X, REDDIT)))
    tabs.setCurrentIndex(keys.index(platform))


def tab(writing: ComposerDriver, platform: Platform) -> tuple[str, str]:
    """Return a tab's text, and its text for a screen reader."""
    tabs = writing.find(QTabBar, "tabs")
    index = [None, *(each for each in Platform if each in (LINKEDIN, X, REDDIT))].index(platform)
    assert tabs.tabToolTip(index) == tabs.accessibleTabName(index)
    return tabs.tabText(index), tabs.accessibleTabName(index)


def type_into(writing: ComposerDriver, field: str, words: str) -> None:
    QTest.keyClicks(writing.find(QLineEdit, field), words)


def set_day(writing: ComposerDriver, words: str) -> None:
    field = writing.find(StepField, "date")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def said(writing: ComposerDriver) -> str:
    """Return all visible texts."""
    return "\n".join(writing.labels())


def draft(writing: ComposerDriver) -> Draft:
    """Return the draft as it is stored."""
    writing.pane.save()
    (kept,) = writing.kept()
    return kept


async def kept(writing: ComposerDriver) -> Draft:
    """Return the open draft once it is stored as it is."""
    writing.pane.save()
    wanted = writing.pane.model.draft
    assert wanted
    await writing.until(lambda: [replace(each, updated_at=wanted.updated_at) for each in writing.kept()] == [wanted])
    return writing.kept()[0]


async def test_a_shared_field_shows_the_shared_words_and_is_a_platforms_own_from_the_first_key(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, REDDIT)
    title = writing.find(QLineEdit, "title")
    assert (title.text(), writing.text_of("title.whose"), title.accessibleDescription()) == ("We open", "shared", "shared")
    assert not writing.find(QAbstractButton, "title.share").isVisible()
    type_into(writing, "title", "!")
    assert (title.text(), writing.text_of("title.whose"), title.accessibleDescription()) == ("We open!", "", "its own")
    assert tab(writing, REDDIT) == ("Reddit •", "Reddit, its own title")
    turn_to(writing, None)
    assert (title.text(), writing.text_of("title.whose")) == ("We open", "Reddit: its own")
    assert title.cursorPosition() == 0, "a long one is read from its beginning"
    assert (await kept(writing)).variants == (Variant(REDDIT, title="We open!"),)


async def test_a_field_is_shared_again_with_one_button(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, REDDIT)
    type_into(writing, "title", "!")
    share = writing.find(QAbstractButton, "title.share")
    assert share.accessibleName() == "Use the shared title"
    share.click()
    assert (writing.find(QLineEdit, "title").text(), writing.focused()) == ("We open", "title")
    assert tab(writing, REDDIT) == ("Reddit", "Reddit")


async def test_a_field_that_was_emptied_is_a_platforms_own_too(writing: ComposerDriver) -> None:
    await written(writing)
    writing.click("add_media")
    type_into(writing, "media_url", "https://example.com/a.jpg")
    turn_to(writing, X)
    writing.find(QLineEdit, "media_url").selectAll()
    QTest.keyClick(writing.find(QLineEdit, "media_url"), Qt.Key.Key_Backspace)
    assert (await kept(writing)).variants == (Variant(X, media_url=""),)
    assert writing.find(QLineEdit, "media_url").isVisible()


async def test_all_of_a_platform_is_shared_again_with_one_button(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, REDDIT)
    assert "Reddit uses the shared text. Edits here apply to Reddit only." in said(writing)
    assert not writing.find(QAbstractButton, "share_all").isVisible()
    writing.write(" Come!")
    assert not writing.find(QAbstractButton, "share_all").isVisible(), "the way back of a text stands below it"
    type_into(writing, "title", "!")
    set_day(writing, "30 Nov 2026")
    assert "Reddit has its own text, title and time." in said(writing)
    assert tab(writing, REDDIT)[1] == "Reddit, its own text, title and time"
    writing.click("share_all")
    assert (await kept(writing)).variants == ()
    assert writing.editor.text() == "Our new office opens on Friday."


async def test_a_platform_whose_tab_is_shown_is_edited_and_not_customised(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X)
    writing.editor.change_to("word " * 70)
    writing.follow()

    def offered() -> list[str]:
        return [
            each.text() for each in writing.pane.findChildren(QPushButton) if each.isVisible() and "problem" in each.objectName()
        ]

    assert "Customise X" in offered()
    writing.find(QTabBar, "tabs").setCurrentIndex(2)
    assert "Customise X" not in offered()
    writing.find(QAbstractButton, "title.share").setFocus()
    next(each for each in writing.pane.findChildren(QPushButton) if each.text() == "Edit the text").click()
    assert writing.focused() == "text"


async def test_a_title_is_not_asked_for_where_it_has_no_use(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    assert not writing.find(QLineEdit, "title").isVisible()
    assert not writing.find(QAbstractButton, "add_title").isVisible()


async def test_a_new_palette_makes_no_text_a_platforms_own(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    writing.theme.set_appearance(Appearance.DARK)
    assert tab(writing, X) == ("X", "X (Twitter)")


async def test_a_tab_shows_and_sets_the_time_of_its_platform(writing: ComposerDriver) -> None:
    await written(writing)
    shared = (await kept(writing)).due_at
    assert shared
    day = writing.find(StepField, "date")
    turn_to(writing, X)
    assert "X goes out at the shared time." in said(writing)
    set_day(writing, "30 Nov 2026")
    assert "X has its own time." in said(writing)
    changed = await kept(writing)
    assert (changed.due_at, changed.due_for(X)) == (shared, shared.replace(day=30))
    turn_to(writing, None)
    assert day.text() == "Wed 25 Nov"
    set_day(writing, "26 Nov 2026")
    turn_to(writing, X)
    assert day.text() == "Mon 30 Nov"
    writing.click("share_time")
    assert (day.text(), writing.focused()) == ("Thu 26 Nov", "date")
    assert (await kept(writing)).variants == ()


async def test_what_is_being_typed_of_a_time_counts_for_the_tab_in_which_it_is_typed(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    clock = writing.find(StepField, "time")
    clock.setFocus()
    clock.selectAll()
    QTest.keyClicks(clock, "15:30")
    turn_to(writing, REDDIT)
    assert clock.text() == "09:00"
    turn_to(writing, X)
    assert clock.text() == "15:30"
    assert [own.platform for own in (await kept(writing)).variants] == [X]


async def test_what_could_not_be_read_of_a_time_is_not_in_the_next_tab(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    clock = writing.find(StepField, "time")
    clock.setFocus()
    clock.selectAll()
    QTest.keyClicks(clock, "x")
    assert "“x” isn’t a time." in writing.text_of("remark")
    turn_to(writing, REDDIT)
    assert clock.text() == "09:00"
    assert "isn’t a time" not in writing.text_of("remark")
    assert (await kept(writing)).variants == ()


async def test_the_remark_says_who_goes_out_when(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    set_day(writing, "27 Nov 2026")
    assert writing.text_of("sending").splitlines() == [
        "LinkedIn, Reddit, tomorrow 09:00 (14:00 your time): needs this computer.",
        "X, Fri 09:00 (14:00 your time): locked in Thu 09:00.",
        "Keep Postdesk running then.",
    ]


async def test_each_time_makes_a_post_and_both_are_named(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    set_day(writing, "27 Nov 2026")
    before = await kept(writing)
    writing.click("schedule")
    await writing.until(lambda: bool(writing.submitted))
    done = writing.submitted.pop()
    first, second = (writing.session.post_commands.post(each) for each in (done.post_id, *done.later))
    assert first
    assert second
    assert (set(first.platforms), second.platforms) == ({LINKEDIN, REDDIT}, (X,))
    assert (
        writing.text_of("notice.text")
        == "Scheduled for Alex Morgan: LinkedIn, Reddit tomorrow 09:00 · 14:00 yours; X Fri 09:00 · 14:00 yours"
    )
    writing.click("notice.action")
    await writing.until(lambda: bool(writing.kept()))
    assert replace(draft(writing), id="", updated_at=None) == replace(before, id="", updated_at=None)
    for post in (first, second):
        now = writing.session.post_commands.post(post.id)
        assert now
        assert now.state is PostState.CANCELLED


async def test_what_becomes_of_each_of_them_is_said(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    set_day(writing, "27 Nov 2026")
    writing.click("schedule")
    await writing.until(lambda: bool(writing.submitted))
    first = writing.session.post_commands.post(writing.submitted[0].post_id)
    assert first
    for entry in first.entries:
        await writing.becomes(replace(entry, state=State.ACCEPTED, stage=Stage.PUBLISHED, remote_id=f"post-{entry.id}"))
    words = "For Alex Morgan: LinkedIn, Reddit tomorrow 09:00 · 14:00 yours (Published); X Fri 09:00 · 14:00 yours (Scheduled)"
    await writing.until(lambda: writing.text_of("notice.text") == words)
    await writing.becomes(replace(first.entries[0], state=State.NEEDS_USER))
    await writing.until(lambda: writing.text_of("notice.text") == "For Alex Morgan: 1 needs your answer")
    assert writing.text_of("notice.action") == "Show"


async def test_a_change_that_gives_a_platform_its_own_time_is_undone_as_a_whole(writing: ComposerDriver) -> None:
    await written(writing)
    writing.click("schedule")
    post = await writing.post()
    writing.pane.edit_post(post.id)
    turn_to(writing, X)
    set_day(writing, "27 Nov 2026")
    writing.click("schedule")
    await writing.until(lambda: bool(writing.submitted))
    done = writing.submitted.pop()
    assert len(done.later) == 1
    writing.click("notice.action")
    again = await writing.post()
    assert (set(again.platforms), again.due_at) == (set(post.platforms), post.due_at)
    for post_id in (done.post_id, *done.later):
        replaced = writing.session.post_commands.post(post_id)
        assert replaced
        assert replaced.state is PostState.CANCELLED


async def test_a_problem_leads_to_the_tab_where_it_is_written(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, REDDIT)
    writing.find(QLineEdit, "title").selectAll()
    QTest.keyClick(writing.find(QLineEdit, "title"), Qt.Key.Key_Delete)
    turn_to(writing, X)
    assert writing.problems()[0] == "Reddit: a title is needed."
    writing.click("problem.0.action.1")
    assert (writing.find(QTabBar, "tabs").currentIndex(), writing.focused()) == (3, "title")


async def test_a_time_that_is_past_is_said_with_its_platform_and_asked_for_there(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    set_day(writing, "20 Nov 2026")
    assert writing.text_of("remark").startswith(
        "X, Fri 20 Nov 09:00 (14:00 your time): this time is past. Select a later one, or publish now."
    )
    assert not writing.find(QAbstractButton, "schedule").isEnabled()
    turn_to(writing, None)
    await writing.press(Qt.Key.Key_Return)
    assert (writing.pane.model.platform, writing.focused()) == (X, "time")
    assert (writing.submitted, writing.refused) == ([], [])


async def test_a_clients_new_zone_keeps_the_times_on_its_clock(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    set_day(writing, "27 Nov 2026")
    client = writing.session.clients.all()[0]
    writing.session.clients.update(replace(client, zone="Asia/Tokyo"))
    await writing.until(lambda: writing.session.clients.all()[0].zone == "Asia/Tokyo")
    clock, day = writing.find(StepField, "time"), writing.find(StepField, "date")
    await writing.until(lambda: "Tokyo" in writing.find(QLabel, "zone").toolTip())
    assert (day.text(), clock.text()) == ("Fri 27 Nov", "09:00")


async def test_a_comparison_unfolds_with_what_was_left_out_and_added(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, X)
    writing.editor.selectAll()
    writing.write("Our office opens on Friday!")
    field = writing.find(QPlainTextEdit, "comparison")
    assert not field.isVisible()
    writing.click("compare")
    assert field.isVisible()
    struck, underlined = formats(field)
    assert (struck, underlined) == ([" new", " Friday."], [" Friday!"])
    assert field.accessibleDescription() == "Left out: new; Friday.\nAdded: Friday!"
    writing.write(" Come!")
    await writing.until(lambda: formats(field)[1] == [" Friday! Come!"])
    turn_to(writing, None)
    assert not field.isVisible()


def formats(field: QPlainTextEdit) -> tuple[list[str], list[str]]:
    """Return the texts that are struck through and those that are underlined."""
    struck, underlined = [], []
    iterator = QTextCursor(field.document()).block().begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.charFormat().fontStrikeOut():
            struck.append(fragment.text())
        if fragment.charFormat().fontUnderline():
            underlined.append(fragment.text())
        iterator += 1
    return struck, underlined


async def test_the_tab_key_leads_through_it_all_as_it_is_read(writing: ComposerDriver, tmp_path: Path) -> None:
    await written(writing)
    writing.in_window(tmp_path)
    writing.click("add_media")
    turn_to(writing, REDDIT)
    writing.pane.activateWindow()
    await writing.until(writing.pane.isActiveWindow)
    writing.find(Chip, "chip.twitter").setFocus()
    stops = []
    while (stop := writing.focused()) not in stops:
        stops.append(stop)
        await writing.press_focused(Qt.Key.Key_Tab)
    wanted = ["chip.twitter", "tabs", "text", "emoji", "title", "media_url", "thumbnail_url", "preview.fold", "date", "time"]
    assert [stop for stop in stops if stop in wanted] == wanted


@pytest.mark.parametrize("platform", [None, X, REDDIT])
async def test_nothing_is_cut_in_a_narrow_composer(writing: ComposerDriver, platform: Platform | None) -> None:
    await written(writing)
    writing.click("add_media")
    for each in (X, REDDIT):
        turn_to(writing, each)
        writing.write(" Come!")
        for field in ("title", "media_url", "thumbnail_url"):
            if writing.find(QLineEdit, field).isVisible():
                type_into(writing, field, "x")
        set_day(writing, "30 Nov 2026")
    writing.click("compare")
    turn_to(writing, platform)
    writing.pane.resize(360, 800)
    await asyncio.sleep(0.1)
    for area in writing.pane.findChildren(QScrollArea):
        assert area.horizontalScrollBar().maximum() == 0
    buttons = [each for each in writing.pane.findChildren(QPushButton) if each.isVisible() and not isinstance(each, Chip)]
    for button in buttons:
        assert button.width() >= button.minimumSizeHint().width() or button.objectName() == "composer.schedule", button
    for label in writing.pane.findChildren(QLabel):
        if label.isVisible() and label.objectName() not in ("composer.zone", "composer.head.remark"):
            enough = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= enough, label.text()
            assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()


async def test_the_tabs_of_all_platforms_stand_in_one_line_whatever_they_have_of_their_own(writing: ComposerDriver) -> None:
    await ready(writing, *Platform)
    writing.write("Our new office opens on Friday.")
    tabs = writing.find(QTabBar, "tabs")
    writing.pane.resize(360, 800)
    await asyncio.sleep(0.1)
    wide, plain = tabs.sizeHint().width(), tabs.tabIcon(3).pixmap(16).toImage()
    for index in range(1, tabs.count()):
        tabs.setCurrentIndex(index)
        writing.write("!")
    tabs.setCurrentIndex(0)
    assert all("its own text" in tabs.accessibleTabName(index) for index in range(1, tabs.count()))
    assert tabs.sizeHint().width() == wide <= tabs.width()
    assert tabs.tabIcon(3).pixmap(16).toImage() != plain


async def test_all_that_is_a_platforms_own_can_be_found_by_name(writing: ComposerDriver) -> None:
    await written(writing)
    turn_to(writing, REDDIT)
    writing.write("!")
    writing.click("compare")
    assert unidentified(writing.pane) == []


def test_a_piece_is_shared_again_without_the_others() -> None:
    own = Draft("1", 1, (X,), "Shared").with_field(X, DraftField.TEXT, "Own").with_field(X, DraftField.TITLE, "")
    assert own.with_field(X, DraftField.TEXT, None).variants == (Variant(X, title=""),)
    assert own.with_field(X, DraftField.TEXT, None).with_field(X, DraftField.TITLE, None).variants == ()


async def test_a_template_has_no_time_in_any_tab(writing: ComposerDriver) -> None:
    await written(writing)
    template = replace(await kept(writing), id="t", template="Weekly", due_at=None)
    writing.pane.model.open(template)
    turn_to(writing, X)
    assert "time" not in said(writing).replace("It has no time", "")
    assert not writing.find(StepField, "date").isVisible()
