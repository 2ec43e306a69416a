"""The smallest window, where posts can still be written, scheduled and decided; and menus that give the focus back."""

from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import NOON, QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import connect, entry, keep, post
from tests.ui.shell.conftest import Opener

from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft
from postdesk.store import drafts
from postdesk.ui.kit.notice_bar import ActionOutcome
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope
from postdesk.ui.shell.practice_chip import PracticeChip
from postdesk.ui.text.states import Tone

SMALLEST = (720, 480)


def in_view(window: FullWindow, identifier: str) -> QWidget:
    """Return the widget; AssertionError unless the window shows all of it."""
    widget = find(window, QWidget, identifier)
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    assert (identifier, widget.isVisible(), window.rect().contains(place)) == (identifier, True, True)
    assert (identifier, widget.visibleRegion().boundingRect()) == (identifier, widget.rect())
    return widget


def scroll_area_of(widget: QWidget) -> QScrollArea:
    return next(area for area in widget.window().findChildren(QScrollArea) if area.isAncestorOf(widget))


def test_all_that_schedules_a_text_is_in_view(open_window: Opener, quiet: QuietSession) -> None:
    client = quiet.client()
    connect(quiet, client, "linkedin")
    window = open_window(quiet.session, *SMALLEST)
    assert window.size().toTuple() == SMALLEST
    window.navigator.new_post()
    QApplication.processEvents()
    editor = find(window, QPlainTextEdit, "composer.text")
    assert editor.visibleRegion().boundingRect().height() >= 4 * editor.fontMetrics().lineSpacing()
    editor.setPlainText("Fresh bread at seven")
    QApplication.processEvents()
    for name in ("composer.chip.linkedin", "composer.date", "composer.time", "composer.schedule", "composer.close"):
        in_view(window, name)
    assert find(window, QAbstractButton, "composer.schedule").isEnabled()
    window.places.composer.save()


def test_the_accounts_are_in_view_below_the_notice_of_a_kept_draft(
    open_window: Opener, quiet: QuietSession, scope: Scope
) -> None:
    client = quiet.client()
    platforms = "linkedin", "twitter", "facebook", "instagram", "threads"
    connect(quiet, client, *platforms)
    connect(quiet, quiet.client("Other Client"), *platforms)  # the same accounts, which the composer notes
    window = open_window(quiet.session, *SMALLEST)
    scope.show_client(client.id)
    for text in ("Our sourdough takes two days. " * 30, ""):
        window.navigator.new_post()
        QApplication.processEvents()
        find(window, QPlainTextEdit, "composer.text").setPlainText(text)
        QTest.qWait(50)
    editor = find(window, QPlainTextEdit, "composer.text")
    find(window, QWidget, "composer.schedule").setFocus()
    bar = scroll_area_of(editor).verticalScrollBar()
    bar.setValue(28)  # as where the foot was higher for a moment
    assert bar.value() == 28
    editor.setFocus()
    QTest.qWait(50)
    for name in ("composer.kept", "composer.text", *(f"composer.chip.{platform}" for platform in platforms)):
        in_view(window, name)
    window.places.composer.save()


@pytest.mark.parametrize("name", ["calendar.attention.0.action", "results.action.saw_it"])
def test_the_action_that_decides_a_post_is_in_view(open_window: Opener, quiet: QuietSession, name: str) -> None:
    client = quiet.client()
    connect(quiet, client, "linkedin")
    post = quiet.post(client, -timedelta(hours=1), State.NEEDS_USER)
    window = open_window(quiet.session, *SMALLEST)
    if name.startswith("results"):
        window.navigator.open_post(post.id)
    QApplication.processEvents()
    assert in_view(window, name).isEnabled()


@pytest.mark.parametrize("undone", [False, True])
def test_the_actions_that_decide_two_platforms_are_in_view(open_window: Opener, quiet: QuietSession, undone: bool) -> None:
    client = quiet.client()
    quiet.client("Other Client")
    connect(quiet, client, "linkedin", "threads")
    connect(quiet, client, "instagram", status="needs_reconnect")
    keep(quiet, client, post(entry(State.QUEUED, "instagram", timedelta(days=1), hold=Hold.NOT_CONNECTED)))
    asked = [entry(State.NEEDS_USER, platform, -timedelta(hours=1)) for platform in ("linkedin", "threads")]
    kept = keep(quiet, client, post(*asked, text="Eighteen hours for the broth, five minutes for you."))
    window = open_window(quiet.session, *SMALLEST)
    window.navigator.show_attention()
    window.navigator.open_post(kept.id)
    QApplication.processEvents()
    if undone:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert find(window, QWidget, "results.notice").isVisible()
    assert find(window, QWidget, "results.accounts").isVisible()
    QTest.qWait(50)
    table = find(window, ResultsTable, "results.table")
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex())), "the selected line"
    for platform in ("linkedin",) if undone else ("linkedin", "threads"):
        for act in ("saw_it", "send_again"):
            in_view(window, f"results.action.{act}.{platform}")


@pytest.mark.parametrize("key", [Qt.Key.Key_F10, Qt.Key.Key_Space])
def test_a_menu_gives_the_focus_back(open_window: Opener, quiet: QuietSession, qtbot: QtBot, key: Qt.Key) -> None:
    quiet.client()
    window = open_window(quiet.session)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.navigator.show("calendar")
    if key is Qt.Key.Key_Space:
        find(window, QWidget, "top_bar.client").setFocus()
    before, shown = window.focusWidget(), list[bool]()

    def close() -> None:
        popup = QApplication.activePopupWidget()
        shown.append(popup is not None)
        if popup:
            QTest.keyClick(popup, Qt.Key.Key_Escape)

    QTimer.singleShot(200, window, close)
    QTest.keyClick(before, key)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [True]
    assert QApplication.activePopupWidget() is None
    assert window.focusWidget() is before


def test_practice_mode_s_clock_is_shortened_where_it_has_no_room(open_window: Opener, quiet: QuietSession) -> None:
    window = open_window(quiet.session, 1366, 600)
    chip, full = find(window, PracticeChip, "top_bar.practice"), "Practice: Tue 24 Nov 2026 12:00"
    seen = list[str]()
    for width in (1366, 790, SMALLEST[0], 1366):
        window.resize(width, 600)
        QApplication.processEvents()
        seen.append(chip._words())
        assert chip.width() >= chip.sizeHint().width(), "nothing is cut"
    assert seen == [full, "Practice: Tue 24 Nov 12:00", "Practice: 12:00", full]
    room = chip.sizeHint().width()
    for less, words in ((100, "Practice: 12:00"), (room, "12:00")):
        chip.fit(room - less)
        assert (chip._words(), chip.text()) == (words, full)


def test_the_results_are_named_beside_their_tabs(open_window: Opener, quiet: QuietSession) -> None:
    quiet.client()
    window = open_window(quiet.session, *SMALLEST)
    window.navigator.show("results")
    pane = window.places.get("results")
    for tab in ResultsTab:
        find(window, QAbstractButton, f"results.tab.{tab}").click()
        QApplication.processEvents()
        name = next(each for each in pane.findChildren(PlainLabel) if each.property("role") == "place")
        assert (tab, name.elided()) == (tab, "Results")


def test_the_search_of_drafts_names_them(open_window: Opener, quiet: QuietSession) -> None:
    client = quiet.client()
    for number in range(13):
        made = Draft(f"d{number}", client.id, text="Fresh bread", updated_at=NOON, labels=("Christmas",))
        quiet.database.submit(partial(drafts.save, draft=made)).result()
    window = open_window(quiet.session, *SMALLEST)
    window.navigator.show("drafts")
    QApplication.processEvents()
    search = find(window, QLineEdit, "drafts.search")
    picture = search.grab().toImage()
    search.setPlaceholderText("Search draftx")
    assert search.grab().toImage() != picture, "the last letter is seen"


def test_a_notice_has_two_lines_at_most_in_a_low_window(open_window: Opener, quiet: QuietSession, qtbot: QtBot) -> None:
    client = quiet.client()
    window = open_window(quiet.session, *SMALLEST)
    kept = keep(quiet, client, post(entry(State.NEEDS_USER)))
    window.navigator.open_post(kept.id)
    long = "The account needs to be connected again before anything can go out. " * 6
    results = window.places.get("results")
    assert isinstance(results, ResultsPane)
    results.post_actions.reported.emit(ActionOutcome(long, Tone.ATTENTION, "info"))
    notice, words = find(window, QWidget, "results.notice"), find(window, PlainLabel, "results.notice.text")
    qtbot.waitUntil(lambda: len(words.shown_lines()) == 2 and notice.height() <= words.height() + 16)
    assert words.shown_lines()[-1].endswith("…")
    assert words.toolTip() == long
    window.resize(SMALLEST[0] + 1, 900)
    qtbot.waitUntil(lambda: len(words.shown_lines()) > 2)
    assert words.toolTip() == ""
