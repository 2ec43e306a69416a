"""The file to import: chosen or dropped, what it can be, and what was imported before."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.imported import Import
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.file_choice import ask_for_file
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.row import row_of
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import number
from postdesk.ui.text.words import recent_text


class FilePage(QWidget):
    """`chosen` carries the path, `take_back` an Import."""

    chosen = Signal(object)
    take_back = Signal(object)

    def __init__(self, theme: Theme, here: ZoneInfo, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._here, self._now = theme, here, now
        self.notice = NoticeBar(theme, "importing.file_notice")
        self.choose_button = Button(theme, self.tr("Choose a file…"), "importing.choose", role="primary", icon="folder-open")
        self.choose_button.clicked.connect(self.choose)
        self._before = QVBoxLayout()
        self._before.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(PlainLabel(self.tr("Posts from a CSV file"), role="heading"))
        column.addWidget(remark(self._what()))
        column.addWidget(
            remark(self.tr("You see every row before anything is kept or scheduled, and all of it can be taken back."))
        )
        column.addWidget(self.notice)
        column.addLayout(row_of(self.choose_button, remark(self.tr("or drop it on this window"))))
        column.addSpacing(12)
        column.addLayout(self._before)
        column.addStretch(1)

    def _what(self) -> str:
        return self.tr(
            "One row a post, with the names of the columns in the first row: as Postdesk exports it, as Buffer and Publer take "
            "it, or as you have it. In Excel, Numbers and Google Sheets, save the sheet as CSV."
        )

    def choose(self) -> None:
        """Ask for the file."""
        filters = self.tr("Tables of text ({0})").format("*.csv *.tsv *.txt"), self.tr("All files (*)")
        ask_for_file(self, "importing.file_dialog", self.tr("A file with posts"), filters, self.chosen.emit)

    def show_before(self, before: tuple[Import, ...]) -> None:
        """What was imported of late, to be taken back."""
        while item := self._before.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if before:
            self._before.addWidget(PlainLabel(self.tr("Imported before"), role="title"))
        for place, each in enumerate(before):
            self._before.addWidget(self._line(place, each))

    def _line(self, place: int, made: Import) -> QWidget:
        count = self.tr("1 row") if made.rows == 1 else self.tr("{0} rows").format(number(made.rows))
        words = f"{made.name} · {recent_text(made.at, self._here, self._now())} · {count}"
        label = PlainLabel(words, elide=True)
        identify(label, f"importing.before.{place}")
        button = Button(self._theme, self.tr("Take back"), f"importing.take_back.{place}", icon="undo-2")
        button.setAccessibleName(self.tr("Take back {0}").format(made.name))
        button.clicked.connect(lambda: self.take_back.emit(made))
        line = QWidget()
        row = row_of(button, label)
        line.setLayout(row)
        return line
