"""A file that is imported step by step: its columns, its rows, fixes in place, and the undo of all of it."""

import warnings
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

import pytest
import pytest_asyncio
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMessageBox, QPlainTextEdit, QWidget
from shiboken6 import isValid
from tests.support.effort import effort
from tests.support.widgets import find, rich_labels, unidentified
from tests.ui.composer.conftest import ComposerDriver, writing

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.store import drafts, posts
from postdesk.ui.importing.dialog import ImportDialog
from postdesk.ui.importing.rows_model import RowColumn
from postdesk.ui.importing.rows_table import RowsTable

__all__ = ["writing"]
T = TypeVar("T", bound=QWidget)
BUFFER: Final = (
    "Text,Image URL,Tags,Posting Time\r\n"
    '"Spring is here, in all sizes",,"spring,shoes",2027-03-14 09:05\r\n'
    "A second post,,,2027-03-15 10:00\r\n"
)
SHEET: Final = (
    "Client,Date,Time,Platforms,Text,Note\r\n"
    "Alex Morgan,2027-01-01,09:00,LinkedIn,First,a\r\n"
    "Allex Morgan,2027-01-02,09:00,LinkedIn,Second,b\r\n"
    "Allex Morgan,2027-01-03,09:00,LinkedIn,Third,c\r\n"
    "Alex Morgan,2027-01-04,09:00,TikTok,Fourth,d\r\n"
    "Alex Morgan,soon,,LinkedIn,Fifth,e\r\n"
)


@dataclass
class ImportDriver:
    """The dialog on a workspace session with one client, whose LinkedIn and X are connected."""

    writing: ComposerDriver
    folder: Path
    alex: Client
    dialogs: list[ImportDialog] = field(default_factory=list)

    def open(self, client_id: int | None = None) -> ImportDialog:
        dialog = ImportDialog(self.writing.session, self.writing.theme, self.writing.local_zone, client_id)
        self.dialogs.append(dialog)
        dialog.show()
        return dialog

    @property
    def dialog(self) -> ImportDialog:
        return self.dialogs[-1]

    def find(self, kind: type[T], identifier: str) -> T:
        return find(self.dialog, kind, f"importing.{identifier}")

    def text_of(self, identifier: str) -> str:
        widget = self.find(QWidget, identifier)
        assert isinstance(widget, QLabel | QAbstractButton)
        return widget.text() if widget.isVisible() else ""

    def click(self, identifier: str) -> None:
        button = self.find(QAbstractButton, identifier)
        assert button.isVisible()
        assert button.isEnabled()
        button.click()

    def file(self, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / "plan.csv"
        path.write_bytes(text.encode(encoding))
        return path

    async def columns(self, text: str = SHEET, encoding: str = "utf-8") -> None:
        """Open the dialog at the columns of a file with that text."""
        self.open(self.alex.id)
        self.dialog.open_file(self.file(text, encoding))
        await self.stands_at(self.dialog.columns)

    def contents(self) -> list[str]:
        """Return the names of the columns' boxes, those included that are replaced and not deleted yet."""
        boxes = self.dialog.columns.findChildren(QComboBox)
        return sorted(box.accessibleName() for box in boxes if box.accessibleIdentifier().startswith("importing.column."))

    async def stands_at(self, page: QWidget) -> None:
        await self.writing.until(page.isVisible)

    async def rows(self, text: str = SHEET) -> RowsTable:
        """Open the dialog at the rows of a file with that text."""
        await self.columns(text)
        self.click("next")
        await self.stands_at(self.dialog.rows)
        return self.dialog.rows.table

    async def end(self, button: str = "next") -> None:
        self.click(button)
        await self.stands_at(self.dialog.report)

    def lines(self) -> list[tuple[str, str]]:
        """Return each row as it is shown: its number and its notes."""
        model = self.dialog.rows.model
        assert model
        return [(str(model.index(n, 0).data()), str(model.index(n, RowColumn.NOTES).data())) for n in range(model.rowCount())]

    def set(self, line: int, column: RowColumn, words: str) -> None:
        """Set the text of a cell, as an editor does."""
        model = self.dialog.rows.model
        assert model
        assert model.setData(model.index(line, column), words)

    def questions(self) -> list[QMessageBox]:
        """Return the open questions about closing the dialog."""
        return [box for box in self.dialog.findChildren(QMessageBox) if box.isVisible()]

    def question(self) -> QMessageBox:
        (box,) = self.questions()
        return box

    def texts(self) -> list[str]:
        reader = self.writing.database.reader
        rows = reader.execute("SELECT id FROM posts WHERE state != 'cancelled' ORDER BY due_ms").fetchall()
        return [post.text for row in rows if (post := posts.get(reader, row["id"]))]

    def drafts(self) -> list[str]:
        return sorted(each.text for each in drafts.of_workspace(self.writing.database.reader, self.writing.session.workspace.id))


@pytest_asyncio.fixture
async def importing(writing: ComposerDriver, tmp_path: Path) -> AsyncIterator[ImportDriver]:
    alex = await writing.client()
    await writing.accounts(alex, Platform.LINKEDIN, Platform.TWITTER)
    made = ImportDriver(writing, tmp_path, alex)
    yield made
    for dialog in filter(isValid, made.dialogs):
        dialog.close()


async def test_buffers_file_is_recognised_and_scheduled(importing: ImportDriver) -> None:
    await importing.columns(BUFFER)
    chosen = [importing.find(QComboBox, f"column.{n}").currentText() for n in range(4)]
    assert chosen == ["Text", "Image or video URL", "Labels", "Date, or date and time"]
    assert importing.text_of("lacking") == ""
    importing.click("platform.linkedin")
    importing.click("next")
    await importing.stands_at(importing.dialog.rows)
    assert importing.text_of("next") == "Schedule 2 posts"
    await importing.end()
    assert importing.text_of("report") == "2 posts are scheduled."
    assert importing.texts() == ["Spring is here, in all sizes", "A second post"]


async def test_problems_come_first_and_are_said_in_whole_sentences(importing: ImportDriver) -> None:
    table = await importing.rows()
    assert importing.lines() == [
        ("3", "No client “Allex Morgan” found. Select one."),
        ("4", "No client “Allex Morgan” found. Select one."),
        ("5", "Postdesk can’t post to “TikTok”. Enter another platform."),
        ("6", "“soon” isn’t a date and time. Enter it like 2027-03-14 09:05."),
        ("2", "Ready"),
    ]
    assert importing.dialog.rows.which.tabText(1) == "With problems (4)"
    assert importing.text_of("next") == "Schedule 1 post"
    assert importing.text_of("keep") == "Import as 3 drafts"
    assert importing.text_of("details.0") == "No client “Allex Morgan” found. Select one."
    table.setCurrentIndex(table.model().index(4, RowColumn.TEXT))
    assert importing.text_of("details.0") == "No problems found."


async def test_a_row_without_text_is_not_called_ready(importing: ImportDriver) -> None:
    await importing.rows("Date,Time,Platforms,Text\r\n2027-01-04,09:00,LinkedIn,\r\n2027-01-05,09:00,LinkedIn,Second\r\n")
    assert importing.lines() == [("2", "No text and no media. Enter a text."), ("3", "Ready")]
    assert importing.text_of("next") == "Schedule 1 post"


async def test_a_row_that_is_mended_is_checked_at_once_and_others_like_it_can_be_too(importing: ImportDriver) -> None:
    await importing.rows()
    importing.set(0, RowColumn.CLIENT, "Alex Morgan")
    assert importing.lines()[0] == ("3", "Ready")
    assert importing.text_of("next") == "Schedule 2 posts"
    assert importing.text_of("notice.text") == "1 more row contains “Allex Morgan”."
    importing.click("notice.action")
    importing.set(2, RowColumn.PLATFORMS, "X; linkedin")
    importing.set(3, RowColumn.WHEN, "2027-01-05 09:00")
    assert [said for _, said in importing.lines()] == ["Ready"] * 5
    assert importing.dialog.rows.which.tabText(1) == "With problems (0)"
    await importing.end()
    assert importing.texts() == ["First", "Second", "Third", "Fourth", "Fifth"]


async def test_many_rows_are_mended_and_left_out_while_the_window_answers(importing: ImportDriver) -> None:
    rows = "".join(f"Allex,2027-{n % 12 + 1:02}-{n % 28 + 1:02} {n % 24:02}:00,X,Number {n}\r\n" for n in range(200))
    table = await importing.rows(f"Client,Date,Platforms,Text\r\n{rows}")
    importing.set(0, RowColumn.CLIENT, "Alex Morgan")
    with effort() as mending:
        importing.click("notice.action")
    assert mending.times < 140
    await importing.writing.until(lambda: importing.text_of("next") == "Schedule 200 posts")
    table.selectAll()
    press(table, Qt.Key.Key_Delete)
    await importing.writing.until(lambda: importing.dialog.rows.which.tabText(2) == "Skipped (200)")
    assert not importing.find(QAbstractButton, "next").isEnabled()


async def test_rows_that_can_not_be_scheduled_are_left_out_and_counted(importing: ImportDriver) -> None:
    await importing.rows()
    await importing.end()
    assert importing.text_of("report") == "1 post is scheduled."
    assert importing.text_of("report.more") == "4 rows were skipped."
    assert importing.find(QPlainTextEdit, "report.lines").toPlainText().splitlines() == [
        "Row 3: No client “Allex Morgan” found. Select one.",
        "Row 4: No client “Allex Morgan” found. Select one.",
        "Row 5: Postdesk can’t post to “TikTok”. Enter another platform.",
        "Row 6: “soon” isn’t a date and time. Enter it like 2027-03-14 09:05.",
        "Skipped columns, because posts have no such field: Note.",
    ]
    assert importing.texts() == ["First"]


async def test_all_can_become_drafts(importing: ImportDriver) -> None:
    await importing.rows()
    await importing.end("keep")
    assert importing.text_of("report") == "3 drafts are saved."
    assert importing.drafts() == ["Fifth", "First", "Fourth"]
    assert not importing.texts()


async def test_an_import_is_taken_back_from_its_report_and_later(importing: ImportDriver) -> None:
    await importing.rows()
    await importing.end()
    importing.click("take_back")
    await importing.writing.until(lambda: importing.text_of("report") == "1 row was removed.")
    assert not importing.texts()
    await importing.rows()
    await importing.end()
    importing.open()
    assert "plan.csv" in importing.text_of("before.0")
    importing.click("take_back.0")
    await importing.stands_at(importing.dialog.report)
    assert not importing.texts()


async def test_a_second_run_leaves_out_what_is_there(importing: ImportDriver) -> None:
    fine = SHEET.partition("Allex")[0]
    await importing.rows(fine)
    await importing.end()
    await importing.rows(fine)
    assert importing.dialog.rows.which.tabText(2) == "Skipped (1)"
    assert importing.lines()[0][1].startswith("You imported this row before. Skipped.")
    assert not importing.find(QAbstractButton, "next").isEnabled()


async def test_what_has_to_be_known_is_asked_first(importing: ImportDriver) -> None:
    await importing.columns("Words,When\r\nHello,03/04/2027 09:00\r\n")
    assert importing.text_of("lacking") == "Select the column that contains the text."
    assert not importing.find(QAbstractButton, "next").isEnabled()
    choose(importing.find(QComboBox, "column.0"), "Text")
    choose(importing.find(QComboBox, "column.1"), "Date, or date and time")
    assert importing.text_of("lacking") == "Select the date order."
    assert importing.text_of("order.day_first") == "03/04/2027 09:00 (day first)"
    importing.click("order.month_first")
    assert importing.text_of("lacking") == ""
    importing.click("platform.linkedin")
    importing.click("next")
    await importing.stands_at(importing.dialog.rows)
    draft = importing.dialog.rows.to_import(schedule=True)[0].draft
    assert draft
    assert draft.due_at == datetime(2027, 3, 4, 14, tzinfo=UTC)


async def test_the_focus_is_on_the_question_without_an_answer(importing: ImportDriver) -> None:
    await importing.columns("Text,Date\r\nHello,03/04/2027 09:00\r\n")
    assert importing.text_of("lacking") == "Select the date order."
    await importing.writing.until(importing.find(QAbstractButton, "order.day_first").hasFocus)


async def test_what_no_post_has_a_place_for_is_said(importing: ImportDriver) -> None:
    await importing.columns("Text,Alt text(s),Note,Empty\r\nHello,A shoe,Mind,\r\n")
    assert importing.text_of("left_out.text") == "Skipped columns, because posts have no such field: Alt text(s), Note."


async def test_a_file_can_be_read_in_another_encoding(importing: ImportDriver) -> None:
    await importing.columns("Text\r\nkůň\r\n", "cp1250")
    encoding = importing.find(QComboBox, "encoding")
    assert encoding.currentText() == "Western European (Windows-1252)"
    choose(encoding, "Central European (Windows-1250)")
    await importing.writing.until(lambda: any(label.text() == "kůň" for label in importing.dialog.findChildren(QLabel)))
    await importing.stands_at(importing.dialog.columns)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("Text\r\n", "The file has only one row. The first row must contain the column names."),
        ("Text\r\n" + "a\r\n" * 20_000, "The file has more than 10000 rows. Split it into several files."),
    ],
)
async def test_a_file_that_is_not_taken_is_told_with_what_to_do(importing: ImportDriver, text: str, said: str) -> None:
    importing.open()
    importing.dialog.open_file(importing.file(text))
    await importing.writing.until(lambda: importing.text_of("file_notice.text") == said)


async def test_hostile_words_are_shown_as_they_are(importing: ImportDriver) -> None:
    hostile = "=cmd|'/C calc'!A0 <b>bold</b><img src=file:///etc/passwd>\u202e"
    table = await importing.rows(f"Text,Client,{hostile}\r\n{hostile},{hostile},{hostile}\r\n")
    assert not rich_labels(importing.dialog)
    assert "&lt;b&gt;" in str(table.model().index(0, RowColumn.TEXT).data(Qt.ItemDataRole.ToolTipRole))
    model = importing.dialog.rows.model
    assert model
    assert model.index(0, RowColumn.TEXT).data(Qt.ItemDataRole.EditRole) == hostile


async def test_each_step_can_be_found_and_named(importing: ImportDriver) -> None:
    importing.open()
    assert not unidentified(importing.dialog)
    await importing.rows()
    assert not unidentified(importing.dialog)


async def test_it_is_done_by_keyboard_alone(importing: ImportDriver) -> None:
    table = await importing.rows()
    importing.dialog.activateWindow()
    await importing.writing.until(importing.dialog.isActiveWindow)
    assert table.hasFocus()
    press(table, Qt.Key.Key_End)
    press(table, Qt.Key.Key_Home)
    table.setCurrentIndex(table.model().index(3, RowColumn.WHEN))
    press(table, Qt.Key.Key_F2)
    field = importing.find(QLineEdit, "edit.when")
    field.selectAll()
    QTest.keyClicks(field, "2027-01-05 09:00")
    press(field, Qt.Key.Key_Return)
    await importing.writing.until(lambda: importing.lines()[3] == ("6", "Ready"))
    table.setCurrentIndex(table.model().index(4, RowColumn.TEXT))
    press(table, Qt.Key.Key_Return)
    text = importing.find(QPlainTextEdit, "edit.text")
    text.insertPlainText("Better 50\u00a0%")
    press(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(table, Qt.Key.Key_Up)
    table.setCurrentIndex(table.model().index(0, RowColumn.CLIENT))
    press(table, Qt.Key.Key_Space)
    assert importing.dialog.rows.which.tabText(2) == "Skipped (1)"
    press(importing.find(QAbstractButton, "next"), Qt.Key.Key_Space)
    await importing.stands_at(importing.dialog.report)
    assert importing.texts() == ["Better 50\u00a0%", "Fifth"]


async def test_closing_ends_what_is_under_way_as_if_it_had_not_begun(importing: ImportDriver) -> None:
    await importing.rows(
        "Text,Date,Platforms\r\n" + "".join(f"Number {n},2027-01-{n % 28 + 1:02} 09:{n % 60:02},X\r\n" for n in range(300))
    )
    importing.click("next")
    importing.dialog.close()
    await importing.writing.until(lambda: not importing.writing.session.importing.busy)
    assert not importing.texts()


async def test_what_was_mended_is_not_lost_by_a_key(importing: ImportDriver) -> None:
    table = await importing.rows()
    importing.set(0, RowColumn.CLIENT, "Alex Morgan")
    press(table, Qt.Key.Key_Escape)
    press(importing.question(), Qt.Key.Key_Escape)
    await importing.writing.until(lambda: not importing.questions())
    assert importing.dialog.isVisible()
    press(table, Qt.Key.Key_Escape)
    next(button for button in importing.question().buttons() if button.text() == "Close").click()
    await importing.writing.until(lambda: not isValid(importing.dialog) or not importing.dialog.isVisible())


async def test_what_was_mended_is_not_lost_by_going_back_or_by_another_file(importing: ImportDriver, tmp_path: Path) -> None:
    await importing.rows()
    importing.set(0, RowColumn.CLIENT, "Alex Morgan")
    for leave in (importing.dialog.go_back, lambda: importing.dialog.open_file(tmp_path / "another.csv")):
        leave()
        press(importing.question(), Qt.Key.Key_Escape)
        await importing.writing.until(lambda: not importing.questions())
        assert importing.dialog.pages.currentWidget() is importing.dialog.rows
    importing.dialog.go_back()
    next(button for button in importing.question().buttons() if button.text() == "Go back").click()
    await importing.stands_at(importing.dialog.columns)


async def test_a_first_row_without_names_is_a_post_too(importing: ImportDriver) -> None:
    await importing.columns("First,2027-01-01 09:00\r\nSecond,2027-01-02 09:00\r\n")
    importing.click("has_header")
    await importing.writing.until(
        lambda: importing.contents()[:1] == ["Content of “Column 1”"] and len(importing.contents()) == 2
    )
    await importing.stands_at(importing.dialog.columns)
    choose(importing.find(QComboBox, "column.0"), "Text")
    choose(importing.find(QComboBox, "column.1"), "Date, or date and time")
    importing.click("platform.linkedin")
    importing.click("next")
    await importing.stands_at(importing.dialog.rows)
    await importing.end()
    assert importing.texts() == ["First", "Second"]


async def test_a_table_dropped_on_the_dialog_is_opened(importing: ImportDriver) -> None:
    importing.open(importing.alex.id)
    drop(importing.dialog, importing.file(BUFFER))
    await importing.stands_at(importing.dialog.columns)
    await importing.writing.until(lambda: importing.text_of("file_name") == "plan.csv")


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifiers)


def choose(box: QComboBox, words: str) -> None:
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def drop(widget: QWidget, path: Path) -> None:
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(path))])
    both = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():  # deprecated in one version of Qt, with no other form in the other version
        warnings.simplefilter("ignore", DeprecationWarning)
        entered = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, given, *both)
    QApplication.sendEvent(widget, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, given, *both))
