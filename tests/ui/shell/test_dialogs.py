"""The dialogs around the window: pause, close question, limits and error log."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QMenu, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from tests.support.factories import an_entry
from tests.support.full_window import FullWindow
from tests.support.quiet_session import NOON, QuietSession
from tests.support.widgets import find, rich_labels, unidentified
from tests.ui.results.sample_posts import connect, entry

from postdesk.domain.delivery import Hold, Reason, Stage, State, format_reason
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.domain.posts import Entry
from postdesk.engine.pause import LockedEntry
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.close_question import CloseChoice, CloseQuestion, WaitingPost, WaitingPosts, collect_waiting_posts
from postdesk.ui.shell.dialogs import ErrorLogDialog
from postdesk.ui.shell.pause_dialog import PauseDialog, PauseEffect, access_words
from postdesk.ui.shell.service_limits import LIMITS, ServiceLimitsDialog

HOSTILE = "<b>Ann</b> & <img src=x>"
BACK = NOON + timedelta(hours=21)


def shown(dialog: QDialog, qtbot: QtBot) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def choose_in_menu(menu: QMenu, words: str) -> None:
    """Open the menu and click on the action with this text."""
    menu.popup(QPoint(0, 0))
    (line,) = [action for action in menu.actions() if action.text() == words]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(line).center())


def press(dialog: QDialog, identifier: str) -> None:
    find(dialog, QPushButton, identifier).click()


class TestPauseDialog:
    @pytest.fixture
    def locked(self) -> LockedEntry:
        made = entry(State.ACCEPTED, due_in=timedelta(hours=3), stage=Stage.SCHEDULED, content=HOSTILE)
        return LockedEntry(made, HOSTILE, (HOSTILE,))

    def test_it_names_what_still_goes_out_and_offers_to_remind_of_it(
        self, locked: LockedEntry, theme: Theme, qtbot: QtBot
    ) -> None:
        dialog = PauseDialog(theme, PauseEffect(3, (locked,)), "", ZoneInfo("UTC"), NOON)
        shown(dialog, qtbot)
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "3 posts wait on this computer until you resume" in said
        assert "Permitted services" in said
        assert not rich_labels(dialog)
        assert not unidentified(dialog)
        tick = find(dialog, QCheckBox, f"pause.remind.{locked.entry.id}")
        with qtbot.waitSignal(dialog.remind) as asked:
            tick.click()
        assert asked.args == [locked.entry.id, True]
        with qtbot.waitSignal(dialog.chosen) as chosen:
            press(dialog, "pause.change")
        assert chosen.args == [True]

    def test_what_is_paused_is_resumed_from_the_same_place(self, locked: LockedEntry, theme: Theme, qtbot: QtBot) -> None:
        reminded = replace(locked, entry=replace(locked.entry, reason=format_reason(Reason.UNWANTED)))
        dialog = PauseDialog(theme, PauseEffect(1, (reminded,)), "11:55", ZoneInfo("UTC"), NOON)
        shown(dialog, qtbot)
        assert find(dialog, QCheckBox, f"pause.remind.{locked.entry.id}").isChecked()
        with qtbot.waitSignal(dialog.chosen) as chosen:
            press(dialog, "pause.change")
        assert chosen.args == [False]

    def test_it_does_not_say_that_nothing_goes_out_where_that_is_not_known(self, theme: Theme, qtbot: QtBot) -> None:
        dialog = PauseDialog(theme, PauseEffect(0, doubtful=1), "", ZoneInfo("UTC"), NOON)
        shown(dialog, qtbot)
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "nothing goes out by itself" not in said
        assert "may go out by itself" in said
        with qtbot.waitSignal(dialog.chosen):
            QTest.keyClick(dialog, Qt.Key.Key_Return)

    def test_each_platform_that_can_be_locked_says_where_access_is_withdrawn(self) -> None:
        assert all(access_words(platform) for platform in LOCKABLE)
        assert access_words(Platform.REDDIT) == ""


def waiting_on(*platforms: str) -> tuple[Entry, ...]:
    return tuple(an_entry(id=number, platforms=(platform,)) for number, platform in enumerate(platforms))


class TestCloseQuestion:
    @pytest.fixture
    def post(self, quiet: QuietSession) -> WaitingPost:
        kept = quiet.post(quiet.client(), timedelta(hours=21))
        return WaitingPost(kept, "Alex Morgan", waiting_on("linkedin", "twitter"))

    def ask(self, waiting: WaitingPosts, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot) -> tuple[QDialog, list[CloseChoice]]:
        dialog = CloseQuestion(theme, waiting, local_zone, NOON, tray=False)
        chosen: list[CloseChoice] = []
        dialog.chosen.connect(chosen.append)
        return shown(dialog, qtbot), chosen

    def texts(self, dialog: QDialog) -> list[str]:
        return [label.text() for label in dialog.findChildren(QLabel)]

    def test_names_and_counts_the_posts(self, post: WaitingPost, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot) -> None:
        hostile = [WaitingPost(replace(post.post, id=100 + n, text=HOSTILE), HOSTILE, waiting_on(HOSTILE)) for n in range(7)]
        dialog, _ = self.ask(WaitingPosts(BACK, (post,), tuple(hostile), total=10), theme, local_zone, qtbot)
        texts = self.texts(dialog)
        assert texts[:2] == ["8 posts are due before tomorrow 09:00", "10 posts wait here in all. The others are due later."]
        assert "tomorrow 09:00  ·  Alex Morgan  ·  LinkedIn, X (Twitter)  ·  Studio tour" in texts
        assert f"tomorrow 09:00  ·  {HOSTILE}  ·  {HOSTILE}  ·  {HOSTILE}" in texts
        assert "and 2 more" in texts
        assert unidentified(dialog) == []
        assert rich_labels(dialog) == []

    @pytest.mark.parametrize("choice", list(CloseChoice))
    def test_gives_the_choice_once(
        self, choice: CloseChoice, post: WaitingPost, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot
    ) -> None:
        dialog, chosen = self.ask(WaitingPosts(BACK, (post,), (post,)), theme, local_zone, qtbot)
        press(dialog, f"close_question.{choice}")
        assert chosen == [choice]

    def test_a_post_that_waits_in_both_ways_is_one_post(
        self, post: WaitingPost, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot
    ) -> None:
        dialog, _ = self.ask(
            WaitingPosts(BACK, (post,), (replace(post, entries=waiting_on("instagram")),)), theme, local_zone, qtbot
        )
        texts = self.texts(dialog)
        assert texts[0] == "One post is due before tomorrow 09:00"
        assert len([text for text in texts if text.startswith("1 ")]) == 2

    def test_it_says_what_is_on_hold_and_why_and_what_goes_out_at_the_next_start(
        self, post: WaitingPost, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot
    ) -> None:
        held = replace(post, hold=Hold.NOT_CONNECTED)
        dialog, _ = self.ask(WaitingPosts(BACK, held=(held,)), theme, local_zone, qtbot)
        assert "1 is on hold and isn’t sent." in self.texts(dialog)
        assert any("The account needs reconnecting" in text for text in self.texts(dialog))
        dialog, _ = self.ask(WaitingPosts(BACK, needs_this_computer=(post,)), theme, local_zone, qtbot)
        grace = "When you start Postdesk again, posts up to 15 minutes late are sent. Postdesk asks you about the rest."
        assert any(text.startswith(grace) for text in self.texts(dialog))

    def test_each_post_is_counted_by_what_becomes_of_it(self, quiet: QuietSession) -> None:
        client = quiet.client()
        connect(quiet, client, Platform.LINKEDIN)
        connect(quiet, other := quiet.client("Bea Byrne"), Platform.LINKEDIN, status="expired")
        lockable, later = quiet.post(client, timedelta(hours=1)), quiet.post(client, timedelta(hours=90))
        held = quiet.post(other, timedelta(hours=2))
        waiting = collect_waiting_posts((quiet.session,), quiet.session.clock.now() + timedelta(hours=20))
        assert [each.post.id for each in waiting.lockable] == [lockable.id]
        assert [(each.post.id, each.hold) for each in waiting.held] == [(held.id, Hold.NOT_CONNECTED)]
        assert (waiting.count, waiting.total) == (2, 3)
        assert later.id not in {each.post.id for each in (*waiting.lockable, *waiting.needs_this_computer, *waiting.held)}

    def test_escape_stays(self, post: WaitingPost, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot) -> None:
        dialog, chosen = self.ask(WaitingPosts(BACK, (post,), ()), theme, local_zone, qtbot)
        dialog.reject()
        assert chosen == [CloseChoice.STAY]

    def test_what_cannot_be_locked_in_is_not_offered_to_be(
        self, post: WaitingPost, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot
    ) -> None:
        dialog, _ = self.ask(WaitingPosts(BACK, (), (post,)), theme, local_zone, qtbot)
        offered = [button.accessibleIdentifier() for button in dialog.findChildren(QPushButton)]
        assert "close_question.lock_in" not in offered


def test_the_limits_are_told_in_plain_words(theme: Theme, qtbot: QtBot) -> None:
    dialog = shown(ServiceLimitsDialog(theme), qtbot)
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert all(headline in told and text in told for _, headline, text in LIMITS)
    assert unidentified(dialog) == []
    words = " ".join(told).lower()
    assert not [word for word in ("entry", "post_commands", "reconcile", "settled", "uncertain", "handed over") if word in words]


def test_the_log_shows_what_went_wrong_and_copies_diagnostics(theme: Theme, qtbot: QtBot) -> None:
    lines = [HOSTILE]
    view = shown(ErrorLogDialog(theme, lambda: "\n".join(lines), lambda: "diagnostics"), qtbot)
    assert find(view, QPlainTextEdit, "log_view.lines").toPlainText() == HOSTILE
    lines.append("more")
    press(view, "log_view.refresh")
    assert find(view, QPlainTextEdit, "log_view.lines").toPlainText() == f"{HOSTILE}\nmore"
    press(view, "log_view.copy")
    assert QGuiApplication.clipboard().text() == "diagnostics"
    assert unidentified(view) == []


class TestDialogs:
    @pytest.fixture
    def window(
        self, quiet: QuietSession, theme: Theme, local_zone: ZoneInfo, tmp_path: Path, opened: list[QUrl], qtbot: QtBot
    ) -> Iterator[FullWindow]:
        def open_url(url: QUrl) -> bool:
            opened.append(url)
            return len(opened) == 1

        made = FullWindow(quiet.session, Scope(), theme, local_zone, tmp_path / "layout.ini", open_url)
        made.show()
        qtbot.waitExposed(made)
        yield made
        made.deleteLater()

    @pytest.fixture
    def opened(self) -> list[QUrl]:
        return []

    @pytest.mark.parametrize("action", ["add_client", "cannot_do", "log", "import_file", "lock_in", "pause"])
    def test_each_opens_once_and_again_after_it_was_closed(self, action: str, window: FullWindow, qtbot: QtBot) -> None:
        def there() -> list[QDialog]:
            return [each for each in window.findChildren(QDialog) if each.isVisible()]

        getattr(window.content.actions, action).trigger()
        getattr(window.content.actions, action).trigger()
        (first,) = there()
        first.close()
        qtbot.waitUntil(lambda: not there())
        getattr(window.content.actions, action).trigger()
        assert len(there()) == 1

    def test_since_when_sending_is_paused_is_told_by_this_computer_s_clock_where_practice_mode_s_was_moved(
        self, window: FullWindow, quiet: QuietSession
    ) -> None:
        quiet.session.clock.offset = timedelta(days=3)
        quiet.session.pause.begin()
        quiet.session.changes.settings.emit()
        window.navigator.ask_to_pause()
        (dialog,) = window.findChildren(PauseDialog)
        heading, banner = dialog.findChildren(QLabel)[0].text(), find(window, QLabel, "banner.trouble.text").text()
        assert re.fullmatch(r"Sending has been paused since \d\d:\d\d", heading)
        assert heading.removeprefix("Sending has been paused ") in banner

    def test_the_settings_open_at_the_page_that_was_asked_for(self, window: FullWindow) -> None:
        window.navigator.show_settings("clients")
        assert find(window, QPushButton, "settings.clients.add").isVisible()
        window.navigator.show_settings("data")
        assert not find(window, QPushButton, "settings.clients.add").isVisible()

    @pytest.mark.parametrize(
        ("words", "opened_there"), [("Add a client or brand…", "add_client.add"), ("Manage clients…", "settings.clients.add")]
    )
    def test_the_client_menu_adds_a_client_and_leads_to_the_settings(
        self, window: FullWindow, words: str, opened_there: str
    ) -> None:
        choose_in_menu(find(window, QPushButton, "top_bar.client").menu(), words)
        assert find(window, QPushButton, opened_there).isVisible()

    def test_the_window_menu_has_what_is_rare(self, window: FullWindow) -> None:
        choose_in_menu(find(window, QToolButton, "top_bar.menu").menu(), "Error log")
        assert find(window, QPlainTextEdit, "log_view.lines").isVisible()

    def test_diagnostics_are_copied_and_that_is_said(self, window: FullWindow) -> None:
        window.content.actions.diagnostics.trigger()
        assert QGuiApplication.clipboard().text() == "diagnostics"
        assert find(window, QLabel, "notice.text").text().startswith("Copied")

    def test_where_no_file_manager_opens_the_folder_is_named(
        self, window: FullWindow, opened: list[QUrl], tmp_path: Path
    ) -> None:
        window.navigator.open_folder()
        window.navigator.open_folder()
        assert opened == [QUrl.fromLocalFile(str(tmp_path))] * 2
        assert str(tmp_path) in find(window, QLabel, "notice.text").text()
