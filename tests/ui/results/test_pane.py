"""The results pane, over a real store."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot
from tests.support.full_window import PaneWindow
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import NOON, QuietSession, quiet_session
from tests.support.widgets import PaintedAreas, find, rich_labels, unidentified
from tests.ui.results.sample_posts import become, connect, entry, failed, keep, post, published, states_of

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.delivery import Hold, Reason, State, format_reason
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.domain.state_groups import NEEDS_ATTENTION
from postdesk.domain.times import to_ms
from postdesk.store import clients, entries, settings
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.notice_bar import ActionNotice, ActionOutcome, NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import ACTIONS
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.selection_panel import PlatformRow, SelectionPanel
from postdesk.ui.results.shown_posts import PAGE
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope
from postdesk.ui.text.states import Tone

HOUR = timedelta(hours=1)


class RecordingBrowser(list[str]):
    """A browser that records each address and reports success."""

    def __call__(self, url: QUrl) -> bool:
        self.append(url.toString())
        return True


@pytest.fixture
def real(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuietSession]:
    """A session of a real account."""
    with quiet_session(tmp_path_factory.mktemp("real") / "profile", WorkspaceKind.REAL) as made:
        yield made


@pytest.fixture
def opened() -> RecordingBrowser:
    return RecordingBrowser()


@pytest.fixture
def scope() -> Scope:
    return Scope()


@pytest.fixture
def navigator() -> RecordingNavigator:
    return RecordingNavigator()


@pytest.fixture
def pane(
    real: QuietSession, scope: Scope, navigator: RecordingNavigator, theme: Theme, opened: RecordingBrowser, qtbot: QtBot
) -> ResultsPane:
    made = ResultsPane(real.session, scope, navigator, theme, ZoneInfo("Europe/London"), opened)
    qtbot.addWidget(made)
    made.show_tab(ResultsTab.ALL)
    made.resize(1400, 400)
    made.show()
    return made


@pytest.fixture
def choose(pane: ResultsPane) -> Callable[[int], None]:
    """Return a function that selects a line of the table."""

    def chosen(row: int) -> None:
        pane.refresh()
        pane.table.setCurrentIndex(pane.table.model().index(row, 0))

    return chosen


def titles(pane: ResultsPane) -> list[str]:
    model = pane.table.model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def press(pane: ResultsPane, act: str) -> None:
    find(pane, Button, f"results.action.{act}").click()


def test_each_action_that_only_shows_something_has_a_handler(pane: ResultsPane) -> None:
    assert set(pane._views.handlers()) == {kind for kind, action in ACTIONS.items() if action.shows}


def test_without_posts_it_offers_to_write_one(pane: ResultsPane, real: QuietSession, navigator: RecordingNavigator) -> None:
    real.client()
    pane.refresh()

    assert pane.table.isHidden()
    find(pane, Button, "results.empty.action").click()
    assert navigator.asked == [("new_post",)]


def test_it_shows_the_client_and_the_words_of_the_scope(pane: ResultsPane, real: QuietSession, scope: Scope) -> None:
    alex, bakery = real.client(), real.client("Bright Bakery")
    keep(real, alex, post(published(), text="Studio tour"))
    keep(real, bakery, post(published(due_in=-HOUR), text="Fresh bread"))
    pane.refresh()

    scope.show_client(bakery.id)
    assert titles(pane) == ["Fresh bread"]
    scope.show_client(None)
    scope.search("tour")
    assert titles(pane) == ["Studio tour"]


def test_a_filter_without_posts_offers_all_again(pane: ResultsPane, real: QuietSession) -> None:
    keep(real, real.client(), post(published()))
    pane.show_states(frozenset({PostState.MISSED}))

    assert titles(pane) == []
    find(pane, Button, "results.empty.action").click()
    assert titles(pane) == ["Studio tour"]


def test_a_change_is_shown_in_place_and_keeps_the_choice(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], qtbot: QtBot
) -> None:
    client = real.client()
    kept = [keep(real, client, post(entry(State.PLANNED, due_in=n * HOUR), text=f"post {n}")) for n in (1, 2, 3)]
    choose(1)

    become(real, kept[0], state=State.NEEDS_USER)
    become(real, kept[2], state=State.CANCELLED)
    qtbot.waitUntil(lambda: titles(pane) == ["post 2", "post 1"])

    assert states_of(pane.model.rows)[kept[0].id] == PostState.TO_DECIDE
    line = pane.model.line
    assert line
    assert line.title == "post 2"


def test_only_the_line_that_changed_is_painted_again_and_all_on_another_day(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], qtbot: QtBot
) -> None:
    client = real.client()
    kept = [keep(real, client, post(entry(State.PLANNED, due_in=n * HOUR), text=f"post {n}")) for n in (1, 2, 3)]
    choose(1)
    qtbot.wait(200)
    painted, rows = PaintedAreas(pane.table), pane.model.rows
    real.session.changes.posts.emit()
    qtbot.wait(200)
    assert painted.areas == []

    become(real, kept[0], state=State.NEEDS_USER)
    qtbot.waitUntil(lambda: bool(painted.areas))
    (area,) = painted.areas
    line = next(row for row in range(3) if (found := rows.line(rows.index(row, 0))) and found.post_id == kept[0].id)
    assert area.top() == pane.table.rowViewportPosition(line)
    assert area.height() - pane.table.rowHeight(line) in (0, 1)  # Qt adds a pixel

    painted.areas.clear()
    real.session.clock.offset += timedelta(days=1)
    real.session.changes.posts.emit()
    qtbot.waitUntil(lambda: pane.table.viewport().rect() in painted.areas)
    assert rows.heading(0) == "Yesterday"


def test_the_chosen_line_has_a_button_for_each_act(pane: ResultsPane, real: QuietSession, choose: Callable[[int], None]) -> None:
    keep(real, real.client(), post(entry(State.NEEDS_USER, Platform.TWITTER, reason=format_reason(Reason.DROPPED))))
    choose(0)

    words = [button.accessibleName() for button in pane.findChildren(Button) if button.objectName().startswith("results.action")]
    assert words[:4] == ["Check the profile", "Yes, it’s there", "Not there: send again", "Ask me later"]
    assert "Postdesk doesn’t send it again" in find(pane, PlainLabel, "results.story").text()


def test_the_profile_is_derived_and_opened(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], opened: RecordingBrowser
) -> None:
    client = real.client()
    connect(real, client, Platform.TWITTER, name="@alexmorgan")
    keep(real, client, post(entry(State.NEEDS_USER, Platform.TWITTER)))
    choose(0)

    press(pane, "look")
    assert opened == ["https://x.com/alexmorgan"]


def test_an_unknown_profile_is_asked_for_once_and_only_a_web_address_will_do(
    pane: ResultsPane,
    real: QuietSession,
    choose: Callable[[int], None],
    opened: RecordingBrowser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = real.client()
    connect(real, client, Platform.LINKEDIN, name="Alex Morgan")
    keep(real, client, post(entry(State.NEEDS_USER)))
    kept: list[tuple[int, str, str]] = []
    monkeypatch.setattr(real.session.connections.settings, "set_profile_url", lambda *what: kept.append(what))
    choose(0)

    press(pane, "look")
    field = find(pane, QLineEdit, "results.profile.address")
    assert "Alex Morgan on LinkedIn" in field.accessibleName()
    field.setText("javascript:alert(1)")
    find(pane, Button, "results.profile.keep").click()
    assert opened == []
    assert find(pane, PlainLabel, "results.profile.problem").isVisible()

    field.setText("linkedin.com/in/alex-morgan")
    find(pane, Button, "results.profile.keep").click()
    assert kept == [(client.id, "linkedin", "https://linkedin.com/in/alex-morgan")]
    assert opened == ["https://linkedin.com/in/alex-morgan"]


def test_a_published_post_is_opened(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], opened: RecordingBrowser
) -> None:
    keep(real, real.client(), post(published()))
    choose(0)

    press(pane, "open")
    press(pane, "copy_link")
    assert opened == ["https://www.linkedin.com/feed/update/urn:li:share:71"]
    assert QGuiApplication.clipboard().text() == opened[0]


def test_a_click_on_a_painted_button_does_it(
    pane: ResultsPane,
    real: QuietSession,
    choose: Callable[[int], None],
    opened: RecordingBrowser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep(real, real.client(), post(published()))
    choose(0)
    monkeypatch.setattr(real.session.clock, "monotonic", lambda: float("inf"))
    cell = pane.table.visualRect(pane.table.model().index(0, ResultsColumn.ACTIONS))

    at = QPoint(cell.right() - 30, cell.center().y())
    QTest.mouseMove(pane.table.viewport(), at)
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert len(opened) == 1


def test_buttons_that_look_the_same_stay_and_act_on_the_newly_selected_post(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], navigator: RecordingNavigator
) -> None:
    client = real.client()
    connect(real, client, Platform.LINKEDIN, Platform.REDDIT, Platform.TWITTER, Platform.THREADS)
    kept = [
        keep(real, client, post(*(entry(State.PLANNED, platform, due_in=hours * HOUR) for platform in platforms)))
        for hours, platforms in ((2, (Platform.LINKEDIN, Platform.REDDIT)), (1, (Platform.TWITTER, Platform.THREADS)))
    ]
    panel = pane.findChild(SelectionPanel)
    assert panel

    def shown_in_panel() -> tuple[list[Button], list[PlatformRow], list[str]]:
        rows = [each for each in panel.findChildren(PlatformRow) if each.isVisible()]
        names = [row.findChildren(PlainLabel)[0].text() for row in rows]
        return [each for each in panel.findChildren(Button) if each.isVisible()], rows, names

    choose(0)
    buttons, rows, names = shown_in_panel()
    choose(1)
    assert shown_in_panel() == (buttons, rows, ["X (Twitter)", "Threads"])
    assert names == ["LinkedIn", "Reddit"]
    press(pane, "copy")
    assert navigator.of("copy_post") == [(kept[1].id, None)]


def test_editing_and_copying_hand_a_draft_on(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], navigator: RecordingNavigator
) -> None:
    kept = keep(real, real.client(), post(entry(State.PLANNED, due_in=HOUR)))
    choose(0)

    press(pane, "edit")
    press(pane, "copy")
    assert navigator.of("edit_post") == [kept.id]
    assert navigator.of("copy_post") == [(kept.id, None)]
    edited, copied = real.session.composer.factory.edit(kept.id), real.session.composer.factory.copy(kept.id)
    assert edited
    assert edited.replaces_post == kept.id
    assert copied
    assert copied.copied_from_post == kept.id


def test_a_question_can_be_put_off_and_taken_up_again(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None]
) -> None:
    keep(real, real.client(), post(entry(State.NEEDS_USER)))
    choose(0)

    press(pane, "ask_later")
    line = pane.model.line
    assert line
    assert not line.asks
    press(pane, "decide")
    line = pane.model.line
    assert line
    assert line.asks


def test_what_is_not_there_is_said_to_be_a_draft_again_and_no_earlier_undo_is_offered_for_it(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None]
) -> None:
    keep(real, real.client(), post(entry(State.NEEDS_USER)))
    choose(0)
    pane.post_actions.reported.emit(ActionOutcome("Moved", Tone.ACCENT, "info", lambda: None))

    press(pane, "not_there")
    notice = find(pane, NoticeBar, "results.notice")
    assert notice.isVisible()
    said = "Moved to the drafts for Alex Morgan: “Studio tour”. Postdesk tells you if the post was published after all."
    assert notice.label.text() == said
    assert notice.action.isHidden()


def test_what_is_locked_in_or_cancelled_is_named_with_its_client(pane: ResultsPane, real: QuietSession) -> None:
    kept = keep(real, real.client(), post(entry(State.PLANNED, due_in=HOUR)))
    notice = find(pane, NoticeBar, "results.notice")

    pane.post_actions.run(PostAction(Action.LOCK_IN, kept.id, kept.client_id))
    assert notice.label.text().startswith("Locking in for Alex Morgan: “Studio tour”. After that it goes out by itself")

    pane.post_actions.run(PostAction(Action.CANCEL, kept.id, kept.client_id))
    assert notice.label.text() == "Cancelled for Alex Morgan: “Studio tour”. It won’t go out. The text is kept."


def test_the_cancelled_rest_of_a_post_is_told_apart_from_what_was_sent(pane: ResultsPane, real: QuietSession) -> None:
    rest = replace(entry(State.PLANNED, due_in=HOUR), platforms=(Platform.FACEBOOK,))
    kept = keep(real, real.client(), post(published(), rest))
    pane.post_actions.run(PostAction(Action.CANCEL, kept.id, kept.client_id))
    words = find(pane, NoticeBar, "results.notice").label.text()
    assert words == "Cancelled for Alex Morgan: “Studio tour”. What isn’t sent yet won’t go out. The text is kept."


def test_the_details_show_everything_as_plain_text(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], qtbot: QtBot
) -> None:
    made = post(failed(detail="<b>too long</b>"), text="<img src=x> hello\u00a0you\u2029there")
    kept = keep(real, real.client(), replace(made, overridden=("linkedin:hashtags_many", "reddit:links_many")))
    answer = partial(entries.keep_answer, entry_id=kept.entries[0].id, what="found", raw='{"status": "failed"}', now=NOON)
    real.database.submit(answer).result()
    choose(0)

    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    text = find(pane, QPlainTextEdit, "results.details.text").toPlainText()
    assert "<img src=x> hello" in text
    assert "<b>too long</b>" in text
    assert "Ignored warnings: LinkedIn: many hashtags; Reddit: many links" in text
    assert "Found by searching. MyPostShare says:\n{\n" in text
    assert "Times in: London" in text
    find(pane, Button, "results.details.copy").click()
    assert QGuiApplication.clipboard().text() == text.replace("hello you", "hello\u00a0you")  # the text as it was written
    find(pane, Button, "results.details.close").click()


def test_open_details_show_what_becomes_known_meanwhile_at_the_same_line(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None]
) -> None:
    kept = keep(real, real.client(), post(failed(), text="A line.\n" * 200))
    choose(0)
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    text = find(pane, QPlainTextEdit, "results.details.text")
    assert text.find("A line.")
    text.verticalScrollBar().setValue(60)
    answer = partial(entries.keep_answer, entry_id=kept.entries[0].id, what="found", raw='{"status": "failed"}', now=NOON)
    real.database.submit(answer).result()

    real.session.changes.posts.emit()

    assert "Found by searching. MyPostShare says:" in text.toPlainText()
    assert text.verticalScrollBar().value() == 60
    assert text.textCursor().selectedText() == "A line."
    text.selectAll()
    real.session.changes.posts.emit()
    assert text.textCursor().hasSelection(), "what stays the same is not written anew"
    find(pane, Button, "results.details.close").click()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ((), "MyPostShare’s answers were removed, as set in Settings → Data."),
        (('{"status": "failed"}',), "MyPostShare’s earlier answers may have been removed, as set in Settings → Data."),
    ],
)
def test_the_details_say_where_answers_were_removed(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], raw: tuple[str, ...], words: str
) -> None:
    kept = keep(real, real.client(), post(failed()))
    for each in raw:
        answer = partial(entries.keep_answer, entry_id=kept.entries[0].id, what="HTTP 200", raw=each, now=NOON)
        real.database.submit(answer).result()
    choose(0)
    removed = partial(settings.remember, name=f"answers_removed_{real.session.workspace.id}", text=str(to_ms(NOON + HOUR)))
    real.database.submit(removed).result()
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert words in find(pane, QPlainTextEdit, "results.details.text").toPlainText()
    find(pane, Button, "results.details.close").click()


def test_since_you_were_away(pane: ResultsPane, real: QuietSession) -> None:
    client = real.client()
    keep(real, client, post(published(due_in=-HOUR)))
    keep(real, client, post(entry(State.MISSED, due_in=-2 * HOUR)))
    keep(real, client, post(entry(State.PLANNED, due_in=HOUR)))

    pane.show_away(real.session.clock.now() - 3 * HOUR)

    assert find(pane, PlainLabel, "results.away.text").text() == "Since you were away (today 09:00): 1 published, 1 missed"
    find(pane, Button, "results.away.action").click()
    assert len(titles(pane)) == 1


def test_keys_reach_the_buttons_of_the_selected_post_and_come_back(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    window = PaneWindow(pane, theme, tmp_path / "layout.ini")
    qtbot.waitUntil(window.isActiveWindow)
    keep(real, real.client(), post(published(), published(Platform.FACEBOOK, "1_2")))
    choose(0)
    pane.table.setFocus()

    reached = list[str]()
    while (focused := QApplication.focusWidget()) and len(reached) < 9:
        reached.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == [
        "results.table",
        "results.chosen.close",
        "results.chosen.whole",
        "results.action.open.linkedin",
        "results.action.copy_link.linkedin",
        "results.action.open.facebook",
        "results.action.copy_link.facebook",
        "results.action.copy",
        "results.action.details",
    ]
    button = find(pane, Button, "results.action.open.facebook")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert pane.table.hasFocus()


def test_the_first_key_in_the_list_selects_its_first_post(pane: ResultsPane, real: QuietSession) -> None:
    keep(real, real.client(), post(published()))
    pane.refresh()
    pane.activateWindow()
    pane.table.setFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_Down)
    assert find(pane, Button, "results.action.details").isVisible()
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert pane.findChild(QDialog, "results.details")


def test_a_post_can_be_shown_whatever_is_filtered(pane: ResultsPane, real: QuietSession) -> None:
    kept = keep(real, real.client(), post(published()))
    pane.show_states(NEEDS_ATTENTION)

    pane.open_post(kept.id)
    line = pane.model.line
    assert line
    assert line.post_id == kept.id


def test_a_post_made_elsewhere_says_so(pane: ResultsPane, real: QuietSession) -> None:
    keep(real, real.client(), post(published(), text="", origin=PostOrigin.ELSEWHERE))
    pane.refresh()

    assert titles(pane) == ["Made outside Postdesk: text not available"]


def test_hostile_texts_are_shown_as_they_are(pane: ResultsPane, real: QuietSession, choose: Callable[[int], None]) -> None:
    client = real.client("<b>bold</b>")
    made = post(failed(detail="<img src='file:///etc/passwd'>"), text="<a href=x>\u202ehello\x00</a>")
    keep(real, client, replace(made, text="<a href=x>hello</a>"))
    choose(0)

    assert "<img src=" in find(pane, PlainLabel, "results.story").text()
    assert rich_labels(pane) == []


def test_everything_has_a_name_and_an_identifier(pane: ResultsPane, real: QuietSession, choose: Callable[[int], None]) -> None:
    keep(real, real.client(), post(entry(State.NEEDS_USER)))
    choose(0)

    assert unidentified(pane) == []


def test_it_says_that_it_asks_only_until_it_has_asked(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None]
) -> None:
    keep(real, real.client(), post(entry(State.ACCEPTED)))
    choose(0)
    notice = find(pane, NoticeBar, "results.notice")

    press(pane, "check_now")
    assert notice.isVisible()
    real.session.changes.health.emit()
    assert not notice.isVisible()


@pytest.mark.parametrize("by_key", [False, True])
def test_a_move_is_told_and_undone(pane: ResultsPane, real: QuietSession, by_key: bool) -> None:
    keep(real, real.client(), post(entry(State.PLANNED, due_in=HOUR)))
    pane.refresh()
    notice, undone = find(pane, NoticeBar, "results.notice"), list[str]()
    pane.post_actions.reported.emit(
        ActionOutcome("Moved to Fri 09:00", Tone.ACCENT, "calendar-clock", lambda: undone.append("moved back"))
    )
    assert notice.action.isVisible()
    assert notice.action.text() == "Undo"
    if by_key:
        pane.post_actions.reported.emit(ActionOutcome("Link copied.", Tone.LOCKED, "info"))
        QTest.keyClick(pane.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    else:
        notice.action.click()
    assert undone == ["moved back"]
    assert not notice.isVisible()
    QTest.keyClick(pane.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert notice.label.text() == "Nothing left to undo. Select a post to see its actions."
    assert undone == ["moved back"]
    pane.show_tab(ResultsTab.SCHEDULED)
    assert not notice.isVisible(), "the user went on"


def test_a_message_without_an_action_passes(pane: ResultsPane, qtbot: QtBot) -> None:
    notice = find(pane, ActionNotice, "results.notice")
    notice.to_read_ms = 50
    QTest.keyClick(pane.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert notice.isVisible()
    qtbot.waitUntil(lambda: not notice.isVisible())
    pane.post_actions.asked.emit()
    qtbot.wait(80)
    assert notice.isVisible(), "until the service answers"


def test_undo_is_offered_as_long_as_it_is_possible(pane: ResultsPane, qtbot: QtBot) -> None:
    notice = find(pane, NoticeBar, "results.notice")
    pane.post_actions.reported.emit(ActionOutcome("Locking in.", Tone.LOCKED, "lock", lambda: None, undo_ms=50))
    assert notice.action.isVisible()
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_the_menu_offers_what_the_buttons_do(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], opened: RecordingBrowser
) -> None:
    keep(real, real.client(), post(published(), published(Platform.FACEBOOK, "12_34")))
    choose(0)

    pane.table.menu_requested.emit(QPoint(10, 10))
    menu = pane.findChild(QMenu, "results.menu")
    assert menu
    by_words = {action.text(): action for action in menu.actions()}
    assert list(by_words) == ["Open on LinkedIn", "Open on Facebook", "Copy to a new draft", "Details"]
    by_words["Open on Facebook"].trigger()
    assert opened == ["https://www.facebook.com/12_34"]
    menu.close()


def test_a_menu_answers_only_the_hold_that_its_line_shows(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(real, real.client(), post(entry(State.PLANNED, hold=Hold.MEDIA, due_in=HOUR)))
    let_go: list[int] = []
    monkeypatch.setattr(real.session.post_commands, "resume", let_go.append)
    choose(0)
    for hold, expected in ((Hold.RESTORED, []), (Hold.MEDIA, [kept.id])):
        become(real, kept, hold=hold)
        pane.table.menu_requested.emit(QPoint(10, 10))
        menu = pane.findChildren(QMenu, "results.menu")[-1]
        next(action for action in menu.actions() if action.objectName() == "results.menu.let_go").trigger()
        menu.close()
        assert let_go == expected
    assert find(pane, NoticeBar, "results.notice").isVisible()


def test_the_clients_word_is_a_button_where_its_setting_asks_and_in_the_menu_anywhere(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None]
) -> None:
    client = real.client()
    keep(real, client, post(entry(State.PLANNED, due_in=timedelta(days=3))))

    def buttons() -> set[str]:
        choose(0)
        foot = pane.findChild(SelectionPanel)
        assert foot
        return {each.text() for each in foot.findChildren(Button) if not each.isHidden()}

    def menu() -> set[str]:
        pane.table.menu_requested.emit(QPoint(10, 10))
        shown = pane.findChildren(QMenu, "results.menu")[-1]
        shown.close()
        return {action.text() for action in shown.actions()}

    word = {"Approved", "Waiting for approval"}
    assert word.isdisjoint(buttons())
    assert word <= menu()
    real.database.submit(lambda conn: clients.update(conn, replace(client, approval=True))).result()
    real.session.changes.clients.emit()
    assert word <= buttons()


def test_among_several_clients_each_line_names_its_own(
    pane: ResultsPane, real: QuietSession, scope: Scope, choose: Callable[[int], None]
) -> None:
    alex, bea = real.client(), real.client("Bea Rossi", "Asia/Tokyo")
    keep(real, bea, post(published(), text="Tea"))
    keep(real, alex, post(published(), text="Tour"))
    pane.show_again()
    model, zone = pane.table.model(), find(pane, PlainLabel, "results.zone")
    assert zone.text() == "Times in London"
    choose(titles(pane).index("Tea"))
    assert find(pane, PlainLabel, "results.chosen.client").isVisible()
    assert find(pane, PlainLabel, "results.chosen.client").text() == "Bea Rossi"
    spoken = str(pane.table.currentIndex().data(Qt.ItemDataRole.AccessibleDescriptionRole))
    assert "for Bea Rossi. Published" in spoken

    scope.show_client(bea.id)
    assert zone.text() == "Times in Tokyo"
    choose(0)
    assert not find(pane, PlainLabel, "results.chosen.client").isVisible()
    assert model.rowCount() == 1


def test_the_results_of_all_clients_can_be_kept_to_one(pane: ResultsPane, real: QuietSession, scope: Scope) -> None:
    alex, bea = real.client(), real.client("Bea & Rossi")
    keep(real, bea, post(published(), text="Tea"))
    keep(real, alex, post(published(), text="Tour"))
    pane.refresh()
    find(pane, IconButton, "results.filter").click()
    menu = find(pane, Button, "results.clients")
    assert menu.isVisible()
    menu.menu().aboutToShow.emit()
    action = pane.findChild(QAction, f"results.client.{bea.id}")
    assert action
    assert action.text() == "Bea && Rossi"
    action.trigger()
    assert titles(pane) == ["Tea"]
    assert menu.accessibleName() == "Bea & Rossi"
    scope.show_client(alex.id)
    assert titles(pane) == ["Tour"]
    assert not menu.isVisible()
    scope.show_client(None)
    assert sorted(titles(pane)) == ["Tea", "Tour"]


def test_a_narrow_list_leaves_the_platforms_out_and_still_tells_them(pane: ResultsPane, real: QuietSession) -> None:
    for who in (real.client(), real.client("Bea Rossi")):
        keep(real, who, post(published()))
    pane.resize(600, 400)
    pane.show_again()
    QApplication.processEvents()
    assert pane.table.horizontalHeader().isSectionHidden(ResultsColumn.PLATFORMS)
    assert "for Bea Rossi" in str(pane.table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole))
    assert not pane.grab().isNull()


def test_a_post_is_copied_to_another_client_from_its_menu(
    pane: ResultsPane, real: QuietSession, choose: Callable[[int], None], navigator: RecordingNavigator
) -> None:
    alex, bea = real.client(), real.client("Bea Rossi")
    connect(real, bea, Platform.LINKEDIN)
    kept = keep(real, alex, post(published(), published(Platform.FACEBOOK, "12_34")))
    choose(0)
    pane.table.menu_requested.emit(QPoint(10, 10))
    menu = pane.findChild(QMenu, "results.menu")
    assert menu
    submenu = next(each for each in menu.findChildren(QMenu) if each.title() == "Copy to another client")
    submenu.actions()[0].trigger()
    assert navigator.of("copy_post") == [(kept.id, bea.id)]
    menu.close()


@pytest.mark.parametrize("width", [600, 855, 1000, 1215, 1400, 1900])
def test_each_column_has_the_room_it_needs_and_the_post_has_the_rest(pane: ResultsPane, real: QuietSession, width: int) -> None:
    keep(real, real.client(), post(entry(State.PLANNED, due_in=24 * 110 * HOUR)))
    pane.refresh()
    pane.resize(width, 400)
    QApplication.processEvents()
    header, metrics = pane.table.horizontalHeader(), pane.table.fontMetrics()

    assert metrics.horizontalAdvance("12:00") + 16 <= header.sectionSize(ResultsColumn.WHEN)
    assert header.length() == pane.table.viewport().width()
    assert header.sectionSize(ResultsColumn.POST) >= width // 3


def test_what_happened_can_be_read_in_full_where_it_is_cut(pane: ResultsPane, real: QuietSession) -> None:
    keep(real, real.client(), post(failed(detail="<b>too long</b> for this account")))
    pane.refresh()
    model = pane.table.model()
    tip = QTextDocumentFragment.fromHtml(str(model.index(0, ResultsColumn.POST).data(Qt.ItemDataRole.ToolTipRole))).toPlainText()
    assert tip == "“<b>too long</b> for this account”"
    assert model.index(0, ResultsColumn.WHEN).data(Qt.ItemDataRole.ToolTipRole) is None


def test_reading_again_what_has_not_changed_takes_no_line_away(real: QuietSession, pane: ResultsPane) -> None:
    """Otherwise the list is laid out anew each time."""
    client = real.client()
    for n in range(4 * PAGE):
        keep(real, client, post(published(due_in=-n * HOUR), text=f"post {n}"))
    pane.show_again()
    QTest.keyClick(pane.table, Qt.Key.Key_End)
    QTest.keyClick(pane.table, Qt.Key.Key_Home)
    pane.refresh()
    pane.table.repaint()
    model, removed = pane.table.model(), list[int]()
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append(last - first + 1))

    pane.refresh()
    pane.table.repaint()
    pane.refresh()

    assert model.rowCount() == 4 * PAGE
    assert not removed
