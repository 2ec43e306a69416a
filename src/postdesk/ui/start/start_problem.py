"""The windows that open where Postdesk cannot yet, or not at all: its folder or its database cannot be used."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme


class Cause(StrEnum):
    """The reason why nothing can be opened."""

    FOLDER = "folder"
    EXPOSED = "exposed"
    DATABASE = "database"
    NEWER = "newer"
    UNEXPECTED = "unexpected"


_MENDABLE: Final = frozenset({Cause.DATABASE, Cause.UNEXPECTED})
"""Causes against which another try or a repair may help."""


class StartProblem(Dialog):
    """Says what happened, what it means for the posts, and what to do; `left` follows when it is closed."""

    left = Signal()
    again_asked = Signal()
    repair_asked = Signal()
    log_asked = Signal()

    def __init__(self, theme: Theme, folder: Path, cause: Cause, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Postdesk can’t open"), "start_problem", parent)
        headline, meaning = self._words(cause)
        self.body.addWidget(PlainLabel(headline, role="heading"))
        self.body.addWidget(remark(meaning))
        self.body.addWidget(remark(self.tr("The folder is {0}").format(folder)))
        if reason:
            said = self.tr("Run this, then start again: {0}") if cause is Cause.EXPOSED else self.tr("System message: {0}")
            words = remark(said.format(reason))
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(words)
        if cause in _MENDABLE:
            self._offer(theme)
        self.body.addStretch(1)
        leave = Button(theme, self.tr("Quit"), "start_problem.quit", role="primary")
        leave.clicked.connect(self.accept)
        self.foot.addWidget(leave)
        self.finished.connect(lambda _: self.left.emit())

    def _offer(self, theme: Theme) -> None:
        self.body.addWidget(
            remark(
                self.tr(
                    "Repairing restores the newest good backup and everything that can still be read. The current files are "
                    "kept, and nothing is sent by itself afterwards."
                )
            )
        )
        for words, name, asked in (
            (self.tr("Show log"), "start_problem.log", self.log_asked),
            (self.tr("Repair now"), "start_problem.repair", self.repair_asked),
            (self.tr("Try again"), "start_problem.again", self.again_asked),
        ):
            button = Button(theme, words, name)
            button.clicked.connect(asked)
            if name != "start_problem.log":
                button.clicked.connect(self.accept)
            self.foot.addWidget(button)

    def _words(self, cause: Cause) -> tuple[str, str]:
        match cause:
            case Cause.FOLDER:
                return (
                    self.tr("Postdesk can’t write to its folder"),
                    self.tr(
                        "Drafts and scheduled posts are kept there, so nothing is opened or sent. Make the folder writable, "
                        "free some space, or start with another one: --profile DIR."
                    ),
                )
            case Cause.EXPOSED:
                return (
                    self.tr("Others on this computer can read Postdesk’s folder"),
                    self.tr(
                        "Drafts, posts and accounts are kept there, and Postdesk may not restrict access. Nothing is opened or "
                        "sent. If the folder belongs to somebody else, start with your own: --profile DIR."
                    ),
                )
            case Cause.DATABASE:
                return (
                    self.tr("Postdesk can’t open its database"),
                    self.tr(
                        "Nothing was changed, and nothing is sent. Locked posts still go out. If the disk is full, free some "
                        "space and start again."
                    ),
                )
            case Cause.UNEXPECTED:
                return (
                    self.tr("A problem in this folder keeps Postdesk from opening"),
                    self.tr("Nothing is sent. Locked posts still go out. The log has details."),
                )
            case Cause.NEWER:
                return (
                    self.tr("This folder belongs to a newer Postdesk"),
                    self.tr(
                        "This version can’t read its database, so nothing is changed or sent. Start the newer version, or "
                        "another folder: --profile DIR."
                    ),
                )


class Repairing(Dialog):
    """Stands while the database is repaired, which with many posts takes a while; it goes when that is done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Repairing"), "repairing", parent)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel(theme, "hourglass", "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(self.tr("Postdesk is repairing its database"), role="heading"), 1)
        self.body.addLayout(row)
        self.body.addWidget(
            remark(self.tr("The database was damaged. Nothing is sent meanwhile. Postdesk opens when the repair is done."))
        )
        self.body.addStretch(1)

    def reject(self) -> None:
        """There is nothing to be cancelled."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
