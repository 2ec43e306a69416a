"""The dialogs beside the window: test tools, close question, limits, log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDateTime, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
)
from pytestqt.qtbot import QtBot
from tests.support.quiet_desk import NOON, QuietDesk
from tests.support.widgets import find, rich_labels, unidentified
from tests.ui.test_first_run import RecordingWelcome

from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.practice import ArmedFault, FaultKind, FaultOrder, Operation, PracticeState
from postdesk.engine.changes import Changes
from postdesk.engine.practice import Coming
from postdesk.ui.cannot_do import CannotDo, limits
from postdesk.ui.close_question import CloseChoice, CloseQuestion, Waiting
from postdesk.ui.dialogs import Dialogs, Outside
from postdesk.ui.fault_words import fault_word, operation_word
from postdesk.ui.log_view import LogView
from postdesk.ui.main_window import MainWindow, Surroundings
from postdesk.ui.panes import Panes
from postdesk.ui.scope import Scope
from postdesk.ui.test_tools import TestTools
from postdesk.ui.theme import Theme

HOSTILE = "<b>Ann</b> & <img src=x>"


class RecordingPractice:
    """Writes down what the test tools ask for."""

    def __init__(self) -> None:
        self.state: PracticeState | None = None
        self.asked: list[tuple[object, ...]] = []

    def coming(self) -> Coming | None:
        happens = self.state.next_event_at if self.state else None
        return Coming(happens, self.state.next_event) if self.state and happens else None

    def advance(self, span: timedelta) -> None:
        self.asked.append(("advance", span))

    def set_clock(self, moment: datetime) -> None:
        self.asked.append(("set", moment))

    def to_next(self) -> None:
        self.asked.append(("to_next",))

    def reset_clock(self) -> None:
        self.asked.append(("reset",))

    def arm(self, order: FaultOrder) -> None:
        self.asked.append(("arm", order))

    def disarm(self, fault_id: str) -> None:
        self.asked.append(("disarm", fault_id))

    def disarm_all(self) -> None:
        self.asked.append(("disarm_all",))


def shown(dialog: QDialog, qtbot: QtBot) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def press(dialog: QDialog, identifier: str) -> None:
    find(dialog, QPushButton, identifier).click()


def choose(dialog: QDialog, identifier: str, value: str) -> None:
    box = find(dialog, QComboBox, identifier)
    box.setCurrentIndex(box.findData(value))


class TestTestTools:
    @pytest.fixture
    def practice(self) -> RecordingPractice:
        return RecordingPractice()

    @pytest.fixture
    def changes(self, qapp: QApplication) -> Changes:
        return Changes()

    @pytest.fixture
    def tools(self, practice: RecordingPractice, changes: Changes, theme: Theme, here: ZoneInfo, qtbot: QtBot) -> QDialog:
        return shown(TestTools(practice, changes, theme, here), qtbot)  # type: ignore[arg-type]

    def test_can_all_be_found(self, tools: QDialog) -> None:
        assert unidentified(tools) == []
        assert rich_labels(tools) == []

    def test_the_clock_moves(self, tools: QDialog, practice: RecordingPractice, changes: Changes) -> None:
        practice.state = PracticeState(NOON + timedelta(hours=3), timedelta(hours=3), NOON + timedelta(hours=4), HOSTILE)
        changes.practice.emit()
        assert find(tools, QLabel, "test_tools.now").text() == "It is today 15:00 there"
        assert find(tools, QLabel, "test_tools.next_event").text() == f"Next: {HOSTILE}, today 16:00"
        for name in ("hour", "day", "next", "reset"):
            press(tools, f"test_tools.clock.{name}")
        assert practice.asked == [("advance", timedelta(hours=1)), ("advance", timedelta(days=1)), ("to_next",), ("reset",)]

    def test_the_clock_is_set_in_my_zone(self, tools: QDialog, practice: RecordingPractice) -> None:
        find(tools, QDateTimeEdit, "test_tools.moment").setDateTime(
            QDateTime.fromString("2027-07-01T09:30:00", Qt.DateFormat.ISODate)
        )
        press(tools, "test_tools.clock.set")
        assert practice.asked == [("set", datetime(2027, 7, 1, 8, 30, tzinfo=UTC))]

    def test_a_fault_is_armed_for_a_number_of_requests(self, tools: QDialog, practice: RecordingPractice) -> None:
        choose(tools, "test_tools.fault", FaultKind.DROP_AFTER)
        choose(tools, "test_tools.operation", Operation.PUBLISH)
        find(tools, QSpinBox, "test_tools.count").setValue(2)
        press(tools, "test_tools.arm")
        assert practice.asked == [("arm", FaultOrder(FaultKind.DROP_AFTER, Operation.PUBLISH, 2))]

    def test_a_delay_lasts_until_it_is_disarmed(self, tools: QDialog, practice: RecordingPractice) -> None:
        choose(tools, "test_tools.fault", FaultKind.DELAY)
        find(tools, QSpinBox, "test_tools.delay").setValue(5)
        find(tools, QCheckBox, "test_tools.always").setChecked(True)
        press(tools, "test_tools.arm")
        assert practice.asked == [("arm", FaultOrder(FaultKind.DELAY, Operation.ANY, None, delay=timedelta(seconds=5)))]

    def test_one_platform_fails(self, tools: QDialog, practice: RecordingPractice) -> None:
        choose(tools, "test_tools.fault", FaultKind.PLATFORM_FAILS)
        choose(tools, "test_tools.platform", Platform.THREADS)
        assert not find(tools, QComboBox, "test_tools.operation").isVisible()
        press(tools, "test_tools.arm")
        assert practice.asked == [("arm", FaultOrder(FaultKind.PLATFORM_FAILS, platform="threads"))]

    def test_armed_faults_are_listed_and_disarmed(self, tools: QDialog, practice: RecordingPractice, changes: Changes) -> None:
        faults = (ArmedFault("a", "drop_after", "publish", 1, 3), ArmedFault("b", "delay", "any", 0, 1))
        practice.state = PracticeState(NOON, timedelta(), faults=faults)
        changes.practice.emit()
        find(tools, QToolButton, "test_tools.disarm.a").click()
        press(tools, "test_tools.disarm_all")
        assert practice.asked == [("disarm", "a"), ("disarm_all",)]
        assert not [each for each in tools.findChildren(QToolButton) if each.accessibleIdentifier() == "test_tools.disarm.b"]

    def test_every_fault_has_its_words(self) -> None:
        assert len({fault_word(kind) for kind in FaultKind}) == len(FaultKind)
        assert len({operation_word(operation) for operation in Operation}) == len(Operation)
        assert fault_word("never_seen") == "never_seen"


class TestCloseQuestion:
    @pytest.fixture
    def post(self, quiet: QuietDesk) -> Post:
        return quiet.post(quiet.client(), timedelta(hours=21))

    def ask(self, waiting: Waiting, theme: Theme, here: ZoneInfo, qtbot: QtBot) -> tuple[QDialog, list[CloseChoice]]:
        dialog = CloseQuestion(theme, waiting, here, NOON, tray=False)
        chosen: list[CloseChoice] = []
        dialog.chosen.connect(chosen.append)
        return shown(dialog, qtbot), chosen

    def texts(self, dialog: QDialog) -> list[str]:
        return [label.text() for label in dialog.findChildren(QLabel)]

    def test_names_and_counts_the_posts(self, post: Post, theme: Theme, here: ZoneInfo, qtbot: QtBot) -> None:
        hostile = replace(post, text=HOSTILE)
        dialog, _ = self.ask(Waiting((post,), (hostile,) * 7), theme, here, qtbot)
        texts = self.texts(dialog)
        assert texts[0] == "8 posts are still waiting here"
        assert "tomorrow 09:00  ·  Studio tour" in texts
        assert f"tomorrow 09:00  ·  {HOSTILE}" in texts
        assert "and 2 more" in texts
        assert unidentified(dialog) == []
        assert rich_labels(dialog) == []

    @pytest.mark.parametrize("choice", [CloseChoice.LOCK_IN, CloseChoice.BACKGROUND, CloseChoice.QUIT])
    def test_gives_the_choice_once(self, choice: CloseChoice, post: Post, theme: Theme, here: ZoneInfo, qtbot: QtBot) -> None:
        dialog, chosen = self.ask(Waiting((post,), (post,)), theme, here, qtbot)
        press(dialog, f"close_question.{choice}")
        assert chosen == [choice]

    def test_escape_stays(self, post: Post, theme: Theme, here: ZoneInfo, qtbot: QtBot) -> None:
        dialog, chosen = self.ask(Waiting((post,), ()), theme, here, qtbot)
        dialog.reject()
        assert chosen == [CloseChoice.STAY]

    def test_what_cannot_be_locked_in_is_not_offered_to_be(self, post: Post, theme: Theme, here: ZoneInfo, qtbot: QtBot) -> None:
        dialog, _ = self.ask(Waiting((), (post,)), theme, here, qtbot)
        offered = [button.accessibleIdentifier() for button in dialog.findChildren(QPushButton)]
        assert "close_question.lock_in" not in offered


def test_the_limits_are_told_in_plain_words(theme: Theme, qtbot: QtBot) -> None:
    dialog = shown(CannotDo(theme), qtbot)
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert all(headline in told and text in told for _, headline, text in limits())
    assert unidentified(dialog) == []
    words = " ".join(told).lower()
    assert not [word for word in ("entry", "outbox", "reconcile", "settled", "uncertain", "handed over") if word in words]


def test_the_log_shows_what_went_wrong_and_copies_diagnostics(theme: Theme, qtbot: QtBot) -> None:
    lines = [HOSTILE]
    view = shown(LogView(theme, lambda: "\n".join(lines), lambda: "diagnostics"), qtbot)
    assert find(view, QPlainTextEdit, "log_view.lines").toPlainText() == HOSTILE
    lines.append("more")
    press(view, "log_view.refresh")
    assert find(view, QPlainTextEdit, "log_view.lines").toPlainText() == f"{HOSTILE}\nmore"
    press(view, "log_view.copy")
    assert QGuiApplication.clipboard().text() == "diagnostics"
    assert unidentified(view) == []


class TestDialogs:
    @pytest.fixture
    def window(self, quiet: QuietDesk, theme: Theme, here: ZoneInfo, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
        scope = Scope()
        panes = Panes(quiet.desk, scope, theme, here, lambda url: False)
        made = MainWindow(quiet.desk, scope, theme, panes, Surroundings(tmp_path / "layout.ini", here))
        made.show()
        qtbot.waitExposed(made)
        yield made
        made.deleteLater()

    @pytest.fixture
    def opened(self) -> list[QUrl]:
        return []

    @pytest.fixture
    def dialogs(
        self, window: MainWindow, quiet: QuietDesk, theme: Theme, here: ZoneInfo, tmp_path: Path, opened: list[QUrl]
    ) -> Dialogs:
        def open_url(url: QUrl) -> bool:
            opened.append(url)
            return len(opened) == 1

        outside = Outside(here, tmp_path, quiet.workspaces, open_url, str, lambda: "diagnostics")
        return Dialogs(window, quiet.desk, RecordingWelcome(), theme, outside)  # type: ignore[arg-type]

    @pytest.mark.parametrize("action", ["settings", "test_tools", "cannot_do", "log"])
    def test_each_opens_once_and_again_after_it_was_closed(
        self, action: str, window: MainWindow, dialogs: Dialogs, qtbot: QtBot
    ) -> None:
        def there() -> list[QDialog]:
            return [each for each in window.findChildren(QDialog) if each.isVisible()]

        getattr(window.actions_, action).trigger()
        getattr(window.actions_, action).trigger()
        (first,) = there()
        first.close()
        qtbot.waitUntil(lambda: not there())
        getattr(window.actions_, action).trigger()
        assert len(there()) == 1

    def test_the_settings_open_at_the_page_that_was_asked_for(self, window: MainWindow, dialogs: Dialogs) -> None:
        window.settings_asked.emit("clients")
        assert find(window, QPushButton, "settings.clients.add").isVisible()
        window.settings_asked.emit("data")
        assert not find(window, QPushButton, "settings.clients.add").isVisible()

    def test_a_client_is_added_from_the_top_bar(self, window: MainWindow, dialogs: Dialogs) -> None:
        window.add_client_asked.emit()
        assert find(window, QPushButton, "add_client.add").isVisible()

    def test_diagnostics_are_copied_and_that_is_said(self, window: MainWindow, dialogs: Dialogs) -> None:
        window.actions_.diagnostics.trigger()
        assert QGuiApplication.clipboard().text() == "diagnostics"
        assert find(window, QLabel, "notice.text").text().startswith("Copied")

    def test_where_no_file_manager_opens_the_folder_is_named(
        self, window: MainWindow, dialogs: Dialogs, opened: list[QUrl], tmp_path: Path
    ) -> None:
        dialogs.open_folder()
        dialogs.open_folder()
        assert opened == [QUrl.fromLocalFile(str(tmp_path))] * 2
        assert str(tmp_path) in find(window, QLabel, "notice.text").text()
