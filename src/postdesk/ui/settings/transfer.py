"""Moving everything here from another computer: select the file, see its contents, and confirm."""

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.storage import CopyContents, CopyProblem, StorageFailure
from postdesk.domain.times import local_zone_name
from postdesk.engine.backups import Backups
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.file_choice import ask_for_file
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.failures import COPY_FILTER, copy_contents_words, import_refused_words

_LETTERS: Final = 84


class ProfileTransfer(QObject):
    """The move from another computer, for each button that offers it.

    `began` follows when the file is being copied, `failed` carries the reason in words.
    """

    began = Signal()
    failed = Signal(str)

    def __init__(self, backups: Backups, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._backups, self._theme, self._window = backups, theme, window
        self._file: Path | None = None
        backups.copy_read.connect(self._agree)
        backups.failed.connect(self._fail)

    def select_file(self) -> None:
        """Ask for the file."""
        filters = COPY_FILTER, self.tr("Backups (*.sqlite3.gz *.sqlite3)"), self.tr("All files (*)")
        ask_for_file(self._window, "bring_file", self.tr("Import everything from another computer"), filters, self.read_copy)

    def read_copy(self, file: Path) -> None:
        """Read the file's contents, and ask."""
        self._file = file
        self._backups.read_copy(file)

    def _agree(self, contents: CopyContents) -> None:
        if self._file:
            words = copy_contents_words(self._file.name, contents, ZoneInfo(local_zone_name()), self._backups.now())
            question = TransferQuestion(self._theme, words, self._window)
            question.accepted.connect(self._replace_by)
            question.rejected.connect(self._forget)
            question.open()

    def _replace_by(self) -> None:
        if self._file:
            self.began.emit()
            self._backups.replace_by(self._file)

    def _forget(self) -> None:
        self._file = None

    def _fail(self, why: StorageFailure | CopyProblem) -> None:
        if self._file:
            self._forget()
            self.failed.emit(import_refused_words(why))


class TransferQuestion(Dialog):
    """Shows the contents of the file, and the consequences for the present data."""

    def __init__(self, theme: Theme, words: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Import everything from another computer"), "bring_question", parent, _LETTERS)
        self.body.addWidget(PlainLabel(self.tr("Replace everything here?"), role="heading"))
        for text in (
            words,
            self.tr("Everything in Postdesk here is backed up, then replaced."),
            self.tr(
                "Nothing is sent from here until you confirm each post. If Postdesk keeps running on the other computer, it "
                "sends them from there."
            ),
            self.tr("API keys aren’t in the file. Paste yours again on this computer."),
            self.tr("Its addresses, proxy and upload commands are off until you confirm them."),
        ):
            self.add_remark(text)
        self.body.addStretch(1)
        replace = Button(theme, self.tr("Replace everything"), "bring_question.replace", role="primary")
        replace.clicked.connect(self.accept)
        self.offer(theme, replace).setFocus()
