"""The import of a file, step by step: the file, its columns, its rows, and the result."""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QStackedWidget, QWidget

from postdesk.domain.csv_files import CsvFile, Encoding, FileRefused
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_problems import RowCounts
from postdesk.domain.imports import Import, ImportResult, ImportUndoResult
from postdesk.domain.storage import StorageFailure
from postdesk.engine.import_steps import ImportRefused
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.importing.columns_page import ColumnsPage
from postdesk.ui.importing.csv_drops import CsvDropFilter
from postdesk.ui.importing.pages import FilePage, ImportResultPage, ProgressPage
from postdesk.ui.importing.rows_page import RowsPage
from postdesk.ui.importing.words import file_refused_words, import_failed_words
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.plain_text import PlainLabel, message_box
from postdesk.ui.kit.scroll_area import VerticalScrollArea
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.notices import notice_words
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_LETTERS: Final = 150
_HEIGHT: Final = 680


class ImportStep(Enum):
    """The steps of an import."""

    FILE = auto()
    COLUMNS = auto()
    ROWS = auto()
    WORKING = auto()
    REPORT = auto()


class StepButtons(QObject):
    """The buttons `back`, `close`, `keep` and `next`, and the request to select what is missing."""

    def __init__(self, theme: Theme, foot: QHBoxLayout) -> None:
        super().__init__()
        self.back = Button(theme, self.tr("Back"), "importing.back", role="quiet", icon="chevron-left")
        self.close = Button(theme, self.tr("Close"), "importing.close")
        self.keep = Button(theme, "", "importing.keep")
        self.next = Button(theme, "", "importing.next", role="primary")
        self._lacking = PlainLabel(role="secondary", identifier="importing.lacking")
        foot.insertWidget(0, self.back)
        fill(foot, self._lacking, self.close, self.keep, self.next)

    def show_step(self, step: ImportStep, lacking: str, counts: RowCounts) -> None:
        """Show the buttons of a step: `lacking` asks for a missing choice, `counts` are the numbers of rows by status."""
        columns, rows, report = step is ImportStep.COLUMNS, step is ImportStep.ROWS, step is ImportStep.REPORT
        self.back.setVisible(columns or rows)
        self.keep.setVisible(rows)
        self.next.setVisible(columns or rows or report)
        self.close.setVisible(not report)
        self._lacking.setText(lacking if columns else "")
        self.keep.set_text(self.tr("Import as %Ln drafts", "", counts.as_draft))
        self.keep.setEnabled(counts.as_draft > 0)
        words = {ImportStep.COLUMNS: self.tr("Check rows"), ImportStep.REPORT: self.tr("Close")}
        self.next.set_text(words.get(step) or self.tr("Schedule %Ln posts", "", counts.schedulable))
        self.next.setEnabled(report or (columns and not lacking) or (rows and counts.schedulable > 0))


class ImportDialog(Dialog):
    """The dialog of an import. `client_id`: the client of rows that name none."""

    def __init__(
        self,
        session: WorkspaceSession,
        theme: Theme,
        local_zone: ZoneInfo,
        client_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Import posts"), "importing", parent, _LETTERS, height=_HEIGHT)
        self._importing = session.importing
        self._path: Path | None = None
        self._csv: CsvFile | None = None
        self._imported: ImportResult | None = None
        self._rows = 0
        self._left: list[str] = []
        now = session.clock.now
        self.file, self.columns = FilePage(theme, local_zone, now), ColumnsPage(theme, session.clients.all)
        self.rows = RowsPage(theme, session.clients.all, local_zone, now)
        self.working, self.report = ProgressPage(theme), ImportResultPage(theme)
        self.columns.defaults.client.choose(client_id)
        self.pages = QStackedWidget()
        self._step_before: QWidget = self.file
        self.buttons = StepButtons(theme, self.foot)
        self._lay_out()
        self._wire()
        self.file.show_recent_imports(self._importing.recent())
        self._show(self.file)
        CsvDropFilter(self).dropped.connect(self.open_file)

    def open_file(self, path: Path) -> None:
        """Read the file and show its columns."""
        self._once_sure(self.tr("Open another file?"), self.tr("Open file"), lambda: self._open(path))

    def _open(self, path: Path) -> None:
        if self._importing.open(path):
            self._path = path
            self._work(self.tr("Reading {0}…").format(path.name), self.file)

    def go_on(self) -> None:
        """Go to the next step: check the rows, import them, or close."""
        page = self.pages.currentWidget()
        if page is self._columns_area and self._csv and not self.columns.lacking():
            if self._importing.check(self._csv, self.columns.shape, self.columns.defaults.usual()):
                self._work(self.tr("Checking %Ln rows…", "", len(self._csv.records)), self._columns_area)
        elif page is self.rows:
            self._import_rows(schedule=True)
        elif page is self.report:
            self.accept()

    def go_back(self) -> None:
        """Go to the previous step, with its choices."""
        before = self._columns_area if self.pages.currentWidget() is self.rows else self.file
        self._once_sure(self.tr("Go back to the columns?"), self.tr("Go back"), lambda: self._show(before))

    def undo_import(self, made: Import) -> None:
        """Undo an import."""
        if self._importing.undo(made.id):
            self._work(self.tr("Undoing {0}…").format(made.name), self.file)

    def _import_rows(self, *, schedule: bool) -> None:
        self.rows.finish()
        rows = self.rows.to_import(schedule=schedule)
        self._left = self.rows.left_out(rows)
        if rows and self._csv and self._importing.start(self._csv.name, rows, schedule=schedule):
            self._work(self.tr("Importing %Ln rows…", "", len(rows)), self.rows)

    def _work(self, words: str, before: QWidget) -> None:
        self._step_before = before
        self.working.begin(words)
        self._show(self.working)

    def _stopped(self) -> None:
        self._show(self._step_before)

    def _failed(self, failure: StorageFailure) -> None:
        self._show(self._step_before)
        self._tell(notice_words(Notice(NoticeKind.STORAGE_FAILED, detail=failure)).text)

    def _tell(self, words: str) -> None:
        notice = self.rows.notice if self._step_before is self.rows else self.file.notice
        if self._step_before is not self.rows:
            self._show(self.file)
        notice.tell(words, Tone.BAD, "circle-x")

    def _read(self, file: CsvFile) -> None:
        same = self._csv is not None and self._step_before is self._columns_area
        self._csv = file
        self.columns.show_file(file, same=same)
        self._show(self._columns_area)

    def _read_anew(self) -> None:
        path, columns = self._path, self.columns
        chosen = Encoding(columns.encoding.currentData()), str(columns.delimiter.currentData())
        if path and self._importing.open(path, *chosen, named=columns.has_header.isChecked()):
            self._work(self.tr("Reading {0}…").format(path.name), self._columns_area)

    def _show_refused_file(self, why: FileRefused) -> None:
        self._step_before = self.file
        self._tell(file_refused_words(why))

    def _checked(self, run: DryRun) -> None:
        self._rows = len(run.rows)
        self.rows.show_run(run)
        self._show(self.rows)
        self._importing.check_media(run.files())

    def _refused(self, why: ImportRefused) -> None:
        self._show(self.rows)
        self._tell(import_failed_words(why))

    def _show_imported(self, imported: ImportResult) -> None:
        self._imported = imported
        left = self._rows - imported.posts - imported.drafts
        self.report.show_result(imported, left, (*self._left, *self.columns.remarks()))
        self._show(self.report)

    def _show_undone(self, back: ImportUndoResult) -> None:
        self._imported = None
        self.report.show_undo_result(back)
        self.file.show_recent_imports(self._importing.recent())
        self._show(self.report)

    def _show(self, page: QWidget) -> None:
        """Show a step and its buttons, and move the focus there."""
        self.pages.setCurrentWidget(page)
        first = {
            self.file: self.file.choose_button,
            self.rows: self.rows.table,
            self.working: self.working.cancel_button,
        }
        self._enable()
        target = first.get(page, self.buttons.next)
        (target if target.isEnabled() else self.columns.first).setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self) -> None:
        self.buttons.show_step(tuple(ImportStep)[self.pages.currentIndex()], self.columns.lacking(), self.rows.counts)

    def _lay_out(self) -> None:
        self._columns_area = VerticalScrollArea()
        self._columns_area.setWidgetResizable(True)
        self._columns_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._columns_area.setWidget(self.columns)
        # In the order of the steps.
        for page in (self.file, self._columns_area, self.rows, self.working, self.report):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)

    def _wire(self) -> None:
        engine = self._importing
        for signal, slot in (
            (self.file.chosen, self.open_file),
            (self.file.undo_import, self.undo_import),
            (self.columns.changed, self._enable),
            (self.columns.read_anew, self._read_anew),
            (self.rows.changed, self._enable),
            (self.working.cancelled, engine.cancel),
            (self.report.undo_import, lambda: self.undo_import(self._imported.made) if self._imported else None),
            (self.buttons.back.clicked, self.go_back),
            (self.buttons.close.clicked, self.reject),
            (self.buttons.keep.clicked, lambda: self._import_rows(schedule=False)),
            (self.buttons.next.clicked, self.go_on),
            (engine.read, self._read),
            (engine.file_refused, self._show_refused_file),
            (engine.progressed, self.working.progress),
            (engine.checked, self._checked),
            (engine.media_checked, self.rows.media_checked),
            (engine.files_left, self.rows.show_files_left),
            (engine.imported, self._show_imported),
            (engine.refused, self._refused),
            (engine.import_undone, self._show_undone),
            (engine.stopped, self._stopped),
            (engine.failed, self._failed),
        ):
            signal.connect(slot)

    def reject(self) -> None:
        """Close the dialog, unless the key ends the edit of a cell."""
        self._once_sure(self.tr("Close without importing?"), self.tr("Close"), super().reject)

    def _once_sure(self, question: str, yes: str, leave: Callable[[], object]) -> None:
        """Call `leave`, which drops the edits of rows; ask first where there are any."""
        if not (self.pages.currentWidget() is self.rows and self.rows.touched):
            leave()
            return
        role = QMessageBox.ButtonRole
        buttons = (translate("Importing", "Keep editing"), role.RejectRole), (yes, role.AcceptRole)
        lost = translate("Importing", "Your changes to the rows are lost. The file isn’t changed.")
        box = message_box(self, translate("Importing", "Import"), question, buttons, more=lost)
        box.setObjectName("importing.close_question")
        box.buttonClicked.connect(lambda button: leave() if box.buttonRole(button) is role.AcceptRole else None)
        box.open()

    def done(self, result: int) -> None:
        """Cancel the step that is running."""
        self._importing.check_media(())
        self._importing.cancel()
        super().done(result)
