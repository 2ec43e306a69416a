"""The first window, and the test of a key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot
from tests.support.factories import NOON
from tests.support.recording_backups import RecordingBackups
from tests.support.recording_onboarding import RecordingOnboarding
from tests.support.widgets import find, rich_labels, unidentified

from postdesk.api.errors import ErrorKind
from postdesk.domain.clients import DEFAULT_BASE_URL
from postdesk.domain.storage import CopyContents, StorageFailure
from postdesk.engine.onboarding import BROKEN, KeyTestResult
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.key_form import NewWorkspaceDialog, key_test_words
from postdesk.ui.start.first_run import FirstRun


@pytest.fixture
def onboarding() -> RecordingOnboarding:
    return RecordingOnboarding()


@pytest.fixture
def backups() -> RecordingBackups:
    return RecordingBackups()


@pytest.fixture
def first_run(
    onboarding: RecordingOnboarding, backups: RecordingBackups, theme: Theme, resources: Path, qtbot: QtBot
) -> FirstRun:
    window = FirstRun(onboarding, backups, theme, resources)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return window


def test_practice_mode_is_in_focus_and_one_key_away(first_run: FirstRun, onboarding: RecordingOnboarding, qtbot: QtBot) -> None:
    qtbot.waitUntil(first_run.practice.hasFocus)
    QTest.keyClick(first_run.practice, Qt.Key.Key_Space)
    assert onboarding.asked == [("practice",)]
    assert not first_run.practice.isEnabled()


def test_all_choices_are_seen_without_scrolling_where_the_screen_has_room(first_run: FirstRun) -> None:
    assert first_run.size() == first_run.sizeHint()  # not the two thirds of the screen that Qt gives a new window
    (area,) = first_run.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    first_run.resize(660, 344)  # the smallest screen, at twice the scale
    bottom = first_run.own_key.mapTo(first_run, first_run.own_key.rect().bottomLeft()).y()
    assert bottom < first_run.height()


def test_everything_can_be_brought_from_another_computer_at_once(
    first_run: FirstRun, backups: RecordingBackups, tmp_path: Path, qtbot: QtBot
) -> None:
    find(first_run, QPushButton, "first_run.bring").click()
    dialog = first_run.findChild(QFileDialog, "bring_file")
    assert dialog
    dialog.fileSelected.emit(str(tmp_path / "all.postdesk"))
    dialog.reject()
    backups.copy_read.emit(CopyContents(NOON, 12, 340, 5))
    find(first_run, QPushButton, "bring_question.replace").click()
    assert backups.asked == [("read_copy", tmp_path / "all.postdesk"), ("replace_by", tmp_path / "all.postdesk")]
    assert not first_run.practice.isEnabled()
    backups.failed.emit(StorageFailure.FULL)
    assert "Nothing was changed here. The disk is full" in find(first_run, QLabel, "first_run.problem.text").text()
    assert first_run.practice.isEnabled()


def test_a_folder_that_cannot_be_written_is_said_and_can_be_tried_again(
    first_run: FirstRun, onboarding: RecordingOnboarding
) -> None:
    first_run.practice.click()
    onboarding.failed.emit(StorageFailure.UNWRITABLE)
    assert "can’t write to its folder" in find(first_run, QLabel, "first_run.problem.text").text()
    assert first_run.practice.isEnabled()
    find(first_run, QPushButton, "first_run.problem.action").click()
    assert onboarding.asked == [("practice",), ("practice",)]
    assert not find(first_run, QLabel, "first_run.problem.text").isVisible()


def test_a_mistake_of_ours_ends_the_waiting_and_the_account_can_be_made_again(
    first_run: FirstRun, onboarding: RecordingOnboarding
) -> None:
    first_run.show_key_form()
    find(first_run, QLineEdit, "first_run.key").setText("secret")
    first_run.form.accepted.emit()
    onboarding.failed.emit(StorageFailure.DEFECT)
    assert "had an internal error" in find(first_run, QLabel, "first_run.problem.text").text()
    find(first_run, QPushButton, "first_run.problem.action").click()
    assert onboarding.asked == 2 * [("create", "MyPostShare", DEFAULT_BASE_URL, "secret")]


def test_a_trial_that_broke_is_said_and_can_be_made_again(first_run: FirstRun, onboarding: RecordingOnboarding) -> None:
    first_run.show_key_form()
    find(first_run, QLineEdit, "first_run.key").setText("secret")
    find(first_run, QPushButton, "first_run.test").click()
    onboarding.tested.emit(KeyTestResult(False, BROKEN))
    assert "had an internal error" in find(first_run, QLabel, "first_run.result.text").text()
    find(first_run, QPushButton, "first_run.result.action").click()
    assert onboarding.asked == 2 * [("try", DEFAULT_BASE_URL, "secret")]


def test_a_keyring_that_asks_for_its_password_is_said(first_run: FirstRun, onboarding: RecordingOnboarding) -> None:
    first_run.show_key_form()
    first_run.form.accepted.emit()
    onboarding.keyring_waits.emit()
    assert "Look for its password dialog" in find(first_run, QLabel, "first_run.problem.text").text()


def test_a_key_is_tried_and_then_used(first_run: FirstRun, onboarding: RecordingOnboarding, qtbot: QtBot) -> None:
    first_run.own_key.click()
    key = find(first_run, QLineEdit, "first_run.key")
    test = find(first_run, QPushButton, "first_run.test")
    assert find(first_run, QLineEdit, "first_run.base_url").text() == DEFAULT_BASE_URL
    assert key.echoMode() is QLineEdit.EchoMode.Password
    assert not test.isEnabled()
    key.setText(" secret\n")
    QTest.keyClick(key, Qt.Key.Key_Return)
    assert onboarding.asked == [("try", DEFAULT_BASE_URL, "secret")]
    onboarding.tested.emit(KeyTestResult(True))
    assert onboarding.asked[1:] == [("create", "MyPostShare", DEFAULT_BASE_URL, "secret")]


def test_a_wrong_key_is_said_in_place_and_not_used(first_run: FirstRun, onboarding: RecordingOnboarding) -> None:
    first_run.show_key_form()
    find(first_run, QLineEdit, "first_run.key").setText("wrong")
    find(first_run, QPushButton, "first_run.test").click()
    onboarding.tested.emit(KeyTestResult(False, ErrorKind.KEY_REJECTED, "<b>No such key</b>"))
    said = find(first_run, QLabel, "first_run.result.text").text()
    assert said.startswith(key_test_words(KeyTestResult(False, ErrorKind.KEY_REJECTED)))
    assert said.endswith("Its answer: <b>No such key</b>")
    assert not find(first_run, QPushButton, "first_run.result.action").isVisible()
    assert onboarding.asked == [("try", DEFAULT_BASE_URL, "wrong")]
    assert rich_labels(first_run) == []


def test_without_a_line_the_key_can_be_used_all_the_same(first_run: FirstRun, onboarding: RecordingOnboarding) -> None:
    first_run.show_key_form()
    find(first_run, QLineEdit, "first_run.key").setText("secret")
    find(first_run, QPushButton, "first_run.test").click()
    onboarding.tested.emit(KeyTestResult(False, ErrorKind.NOT_SENT))
    find(first_run, QPushButton, "first_run.result.action").click()
    assert onboarding.asked[1:] == [("create", "MyPostShare", DEFAULT_BASE_URL, "secret")]


def test_an_answer_to_somebody_elses_question_is_ignored(first_run: FirstRun, onboarding: RecordingOnboarding) -> None:
    first_run.show_key_form()
    find(first_run, QLineEdit, "first_run.key").setText("secret")
    onboarding.tested.emit(KeyTestResult(True))
    assert onboarding.asked == []


@pytest.mark.parametrize("kind", [*ErrorKind, "bad_key", "bad_base_url", "bad_proxy", "bad_ca_file", "never seen"])
def test_every_outcome_has_its_words(kind: str) -> None:
    assert key_test_words(KeyTestResult(False, kind))


def test_everything_can_be_found(first_run: FirstRun) -> None:
    assert unidentified(first_run) == []
    first_run.show_key_form()
    assert unidentified(first_run) == []


def test_from_practice_to_an_account(onboarding: RecordingOnboarding, theme: Theme, qtbot: QtBot) -> None:
    dialog = NewWorkspaceDialog(onboarding, theme)  # type: ignore[arg-type]
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    find(dialog, QLineEdit, "new_account.name").setText("Studio")
    find(dialog, QLineEdit, "new_account.key").setText("secret")
    find(dialog, QPushButton, "new_account.test").click()
    onboarding.tested.emit(KeyTestResult(True))
    assert onboarding.asked[1:] == [("create", "Studio", DEFAULT_BASE_URL, "secret")]
    assert not dialog.isVisible()
