"""The first and last pages of an import: the choice of a file, its progress, and the result."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from postdesk.domain.imports import Import, ImportResult, ImportUndoResult
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.file_choice import ask_for_file
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, fill, row_of
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import recent_text

_BAR_LETTERS: Final = 50


class FilePage(QWidget):
    """The choice of a file. `chosen` carries the path, `undo_import` an Import to undo."""

    chosen = Signal(object)
    undo_import = Signal(object)

    def __init__(self, theme: Theme, local_zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._local_zone, self._now = theme, local_zone, now
        self.notice = NoticeBar(theme, "importing.file_notice")
        self.choose_button = Button(theme, self.tr("Select a file…"), "importing.choose", role="primary", icon="folder-open")
        self.choose_button.clicked.connect(self.select_file)
        self._before = column_of(spacing=8, margins=(0, 12, 0, 0))
        what = self.tr(
            "One row per post, with column names in the first row. Files from Postdesk, Buffer, Publer or your own "
            "spreadsheet work. Save the sheet as CSV first."
        )
        about = self.tr("You check every row before anything is saved or scheduled. You can undo the whole import.")
        title = PlainLabel(self.tr("Posts from a CSV file"), role="heading")
        choice = row_of(self.choose_button, remark(self.tr("or drop a file on this window")))
        self.setLayout(column_of(title, remark(what), remark(about), self.notice, choice, self._before, ROOM))

    def select_file(self) -> None:
        """Ask for the file."""
        filters = self.tr("CSV files ({0})").format("*.csv *.tsv *.txt"), self.tr("All files (*)")
        ask_for_file(self, "importing.file_dialog", self.tr("Select a file with posts"), filters, self.chosen.emit)

    def show_recent_imports(self, imports: tuple[Import, ...]) -> None:
        """List recent imports, each of which can be undone."""
        clear_layout(self._before)
        if imports:
            self._before.addWidget(PlainLabel(self.tr("Previous imports"), role="title"))
        fill(self._before, *(self._line(place, each) for place, each in enumerate(imports)))

    def _line(self, place: int, made: Import) -> QWidget:
        count = self.tr("%Ln rows", "", made.rows)
        words = f"{made.name} · {recent_text(made.at, self._local_zone, self._now())} · {count}"
        label = PlainLabel(words, elide=True, identifier=f"importing.before.{place}")
        button = Button(self._theme, self.tr("Undo import"), f"importing.take_back.{place}", icon="undo-2")
        button.setAccessibleName(self.tr("Undo import of {0}").format(made.name))
        button.clicked.connect(lambda: self.undo_import.emit(made))
        line = QWidget()
        line.setLayout(row_of(button, label))
        return line


class ProgressPage(QWidget):
    """The progress of a step; `cancelled` asks to stop it."""

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = PlainLabel(role="title", identifier="importing.working")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedWidth(self.fontMetrics().averageCharWidth() * _BAR_LETTERS)
        identify(self.bar, "importing.progress", self.tr("Progress"))
        self.cancel_button = Button(theme, self.tr("Cancel"), "importing.cancel_step")
        self.cancel_button.clicked.connect(self.cancelled)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        fill(column, ROOM, self.words, self.bar, self.cancel_button)
        column.addStretch(2)
        for part in (self.bar, self.cancel_button):
            column.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)

    def begin(self, words: str) -> None:
        """Show that a step begins."""
        self.words.setText(words)
        self.bar.setRange(0, 0)
        self.cancel_button.setFocus()

    def progress(self, done: int, total: int) -> None:
        """Show the progress of the step."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)


class ImportResultPage(QWidget):
    """The result of an import; `undo_import` asks to undo all of it."""

    undo_import = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = IconLabel(theme, "circle-check", "good", 32)
        self.heading = PlainLabel(role="heading", wrap=True, identifier="importing.report")
        self.more = remark("", "importing.report.more")
        for label in (self.heading, self.more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.undo_button = Button(theme, self.tr("Undo import"), "importing.take_back", icon="undo-2")
        self.undo_button.clicked.connect(self.undo_import)
        self.lines = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        identify(self.lines, "importing.report.lines", self.tr("Skipped rows and columns"))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        fill(column, ROOM, self._icon, self.heading, self.more, self.undo_button, self.lines, ROOM)
        for part in (self._icon, self.undo_button):
            column.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)
        column.setStretchFactor(self.lines, 4)

    def show_result(self, imported: ImportResult, left: int, lines: Sequence[str]) -> None:
        """Show the result: `left` counts the skipped rows, `lines` name them and other skipped parts of the file."""
        self._icon.show_icon("circle-check", "good")
        posts = self.tr("%Ln posts are scheduled.", "", imported.posts) if imported.posts else ""
        drafts = self.tr("%Ln drafts are saved.", "", imported.drafts) if imported.drafts else ""
        skipped = self.tr("%Ln rows were skipped.", "", left) if left else self.tr("No rows were skipped.")
        self._tell(" ".join(filter(None, (posts, drafts))), skipped, lines)
        self.undo_button.show()

    def show_undo_result(self, back: ImportUndoResult) -> None:
        """Show the result of an undo."""
        self._icon.show_icon("undo-2", "secondary")
        rows = self.tr("%Ln rows were removed.", "", back.removed)
        out = (
            self.tr("%Ln stay, because they are locked, sent, or may be sent.", "", back.not_recallable)
            if back.not_recallable
            else ""
        )
        changed = self.tr("%Ln stay, because you edited them.", "", back.edited) if back.edited else ""
        left = self.tr("%Ln rows remain.", "", back.remaining) if back.remaining else ""
        self._tell(rows, " ".join(filter(None, (out, changed, left))))
        self.undo_button.hide()

    def _tell(self, heading: str, more: str, lines: Sequence[str] = ()) -> None:
        self.heading.setText(heading)
        self.more.setText(more)
        self.lines.setPlainText("\n".join(lines))
        self.lines.setVisible(bool(lines))
        announce(self, " ".join((heading, more)))
