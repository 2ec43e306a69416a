"""The texts about backups: in the settings, before one replaces everything, and afterwards."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from tests.support.factories import NOON
from tests.support.quiet_session import QuietSession
from tests.support.recording_backups import RecordingBackups
from tests.support.widgets import find, rich_labels, unidentified

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.settings import AnswersKept
from postdesk.domain.storage import CopyContents, CopyProblem, DatabaseReplacement, StorageFailure
from postdesk.engine.externals import Externals
from postdesk.engine.health import HealthState
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.data import DataPage
from postdesk.ui.settings.transfer import TransferQuestion
from postdesk.ui.shell.database_replaced import DatabaseReplacedDialog
from postdesk.ui.shell.health import Remedy, sending_problem
from postdesk.ui.text.failures import copy_contents_words, import_refused_words, not_saved_words

HOSTILE = Path("/tmp/<b>mine</b> & <img src=x>.postdesk")  # a file name; never opened


def said(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def backups() -> RecordingBackups:
    return RecordingBackups()


@pytest.fixture
def page(backups: RecordingBackups, quiet: QuietSession, theme: Theme, tmp_path: Path, qtbot: QtBot) -> DataPage:
    externals = Externals(quiet.database, quiet.session.tasks)
    made = DataPage(tmp_path, backups, externals, quiet.session.settings, theme)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    return made


def notice(page: DataPage) -> str:
    return find(page, QLabel, "settings.data.notice.text").text()


def test_a_copy_is_called_saved_when_it_is_checked_and_not_before(page: DataPage, backups: RecordingBackups) -> None:
    page.save_to(HOSTILE)
    assert backups.asked == [("save", HOSTILE)]
    assert "Saved" not in notice(page)
    assert not find(page, QPushButton, "settings.data.save").isEnabled()
    backups.saved.emit(HOSTILE)
    assert f"Saved and checked: {HOSTILE}" in notice(page)
    assert find(page, QPushButton, "settings.data.save").isEnabled()
    assert rich_labels(page) == []
    assert unidentified(page) == []


@pytest.mark.parametrize("failure", list(StorageFailure))
def test_why_nothing_was_saved_is_said_and_another_place_can_be_chosen(
    page: DataPage, backups: RecordingBackups, failure: StorageFailure
) -> None:
    page.save_to(HOSTILE)
    backups.failed.emit(failure)
    assert notice(page) == not_saved_words(failure)
    assert find(page, QPushButton, "settings.data.save").isEnabled()


def test_the_newest_backup_is_named_and_why_there_is_none_of_today(page: DataPage, backups: RecordingBackups) -> None:
    assert find(page, QLabel, "settings.data.newest").text() == "Newest backup: today 12:00."
    page.hide()
    backups.problem = StorageFailure.FULL
    page.show()
    assert find(page, QLabel, "settings.data.newest").text() == (
        "No backup could be made today. The disk has too little space for it. Earlier backups are kept. "
        "Postdesk tries again each hour. Newest backup: today 12:00."
    )


def test_answers_are_kept_until_the_user_decides_otherwise(page: DataPage, quiet: QuietSession, qtbot: QtBot) -> None:
    assert find(page, QRadioButton, "settings.data.answers.always").isChecked()
    find(page, QRadioButton, "settings.data.answers.1").click()
    assert quiet.session.settings.current.answers_kept is AnswersKept.ONE_YEAR
    assert "Texts, times, links and results always stay" in said(page)


def test_the_dialog_for_the_file_names_the_day(page: DataPage, qtbot: QtBot) -> None:
    find(page, QPushButton, "settings.data.save").click()
    dialog = page.findChild(QFileDialog, "save_file")
    assert dialog
    assert Path(dialog.selectedFiles()[0]).name == "postdesk-2026-11-24.postdesk"
    dialog.reject()


def test_a_file_is_looked_at_asked_about_and_brought(page: DataPage, backups: RecordingBackups, qtbot: QtBot) -> None:
    page.transfer.read_copy(HOSTILE)
    backups.copy_read.emit(CopyContents(NOON, 12, 340, 5))
    question = page.findChild(TransferQuestion)
    assert question
    assert f"{HOSTILE.name} was made" in said(question)
    assert rich_labels(question) == []
    assert unidentified(question) == []
    find(question, QPushButton, "bring_question.replace").click()
    assert backups.asked == [("read_copy", HOSTILE), ("replace_by", HOSTILE)]


def test_what_is_being_brought_is_not_asked_for_again_where_a_copy_fails_meanwhile(
    page: DataPage, backups: RecordingBackups
) -> None:
    page.save_to(HOSTILE)
    page.transfer.began.emit()
    backups.failed.emit(StorageFailure.FULL)
    assert find(page, QPushButton, "settings.data.save").isEnabled()
    assert not find(page, QPushButton, "settings.data.bring").isEnabled()


def test_a_question_that_is_denied_brings_nothing(page: DataPage, backups: RecordingBackups) -> None:
    page.transfer.read_copy(HOSTILE)
    backups.copy_read.emit(CopyContents(NOON, 12, 340, 5))
    question = page.findChild(TransferQuestion)
    assert question
    find(question, QPushButton, "bring_question.cancel").click()
    assert backups.asked == [("read_copy", HOSTILE)]


@pytest.mark.parametrize("why", [*CopyProblem, *StorageFailure])
def test_why_a_file_was_not_brought_is_said(page: DataPage, backups: RecordingBackups, why: CopyProblem | StorageFailure) -> None:
    page.transfer.read_copy(HOSTILE)
    backups.failed.emit(why)
    assert notice(page) == import_refused_words(why)
    assert len(notice(page)) > len("Nothing was changed here. ")


def test_a_copy_s_contents_are_counted(local_zone: ZoneInfo) -> None:
    words = copy_contents_words("a.postdesk", CopyContents(NOON, 12, 340, 5), local_zone, NOON)
    assert words == "a.postdesk was made today 12:00. Posts in it: 340. Drafts: 12. Posts not sent yet: 5."


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (DatabaseReplacement(True, "aside", NOON), "Paste yours in Settings"),
        (DatabaseReplacement(False, "aside", NOON, 3, 2, True), "Nothing should be missing"),
        (DatabaseReplacement(False, "aside", NOON, 3, 2, False), "Changes after today 12:00 may be missing"),
        (DatabaseReplacement(False, "aside", None, 3, 2, False), "There was no usable backup"),
    ],
)
def test_what_became_of_the_database_is_said_plainly(
    theme: Theme, local_zone: ZoneInfo, qtbot: QtBot, what: DatabaseReplacement, words: str
) -> None:
    dialog = DatabaseReplacedDialog(theme, what, local_zone, NOON + timedelta(hours=1))
    qtbot.addWidget(dialog)
    assert words in said(dialog)
    assert "waits in the results" in said(dialog)
    assert "aside" in said(dialog)
    assert unidentified(dialog) == []
    with qtbot.waitSignal(dialog.accepted):
        find(dialog, QPushButton, "replaced.close").click()


def test_damage_is_repaired_by_the_banner_s_button() -> None:
    problem = sending_problem(HealthState(storage_problem=StorageFailure.DAMAGED), WorkspaceKind.REAL)
    assert problem
    assert problem.remedy is Remedy.REPAIR
