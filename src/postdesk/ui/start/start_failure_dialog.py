"""The dialogs of a start that failed: the profile's folder or the database cannot be used."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate


class StartFailureCause(StrEnum):
    """The reasons why nothing can be opened."""

    FOLDER = "folder"
    EXPOSED = "exposed"
    DATABASE = "database"
    NEWER = "newer"
    UNEXPECTED = "unexpected"


_MENDABLE: Final = frozenset({StartFailureCause.DATABASE, StartFailureCause.UNEXPECTED})
"""Causes that another try or a repair may resolve."""


_WORDS: Final = {
    StartFailureCause.FOLDER: (
        QT_TRANSLATE_NOOP("StartProblem", "Postdesk can’t write to its folder"),
        QT_TRANSLATE_NOOP(
            "StartProblem",
            "Drafts and scheduled posts are kept there, so nothing is opened or sent. Make the folder writable, "
            "free some space, or start with another one: --profile DIR.",
        ),
    ),
    StartFailureCause.EXPOSED: (
        QT_TRANSLATE_NOOP("StartProblem", "Others on this computer can read Postdesk’s folder"),
        QT_TRANSLATE_NOOP(
            "StartProblem",
            "Drafts, posts and accounts are kept there, and Postdesk may not restrict access. Nothing is opened or "
            "sent. If the folder belongs to somebody else, start with your own: --profile DIR.",
        ),
    ),
    StartFailureCause.DATABASE: (
        QT_TRANSLATE_NOOP("StartProblem", "Postdesk can’t open its database"),
        QT_TRANSLATE_NOOP(
            "StartProblem",
            "Nothing was changed, and nothing is sent. Locked posts still go out. If the disk is full, free some "
            "space and start again.",
        ),
    ),
    StartFailureCause.UNEXPECTED: (
        QT_TRANSLATE_NOOP("StartProblem", "A problem in this folder keeps Postdesk from opening"),
        QT_TRANSLATE_NOOP("StartProblem", "Nothing is sent. Locked posts still go out. The log has details."),
    ),
    StartFailureCause.NEWER: (
        QT_TRANSLATE_NOOP("StartProblem", "This folder belongs to a newer Postdesk"),
        QT_TRANSLATE_NOOP(
            "StartProblem",
            "This version can’t read its database, so nothing is changed or sent. Start the newer version, or "
            "another folder: --profile DIR.",
        ),
    ),
}
"""The headline for each cause, and its meaning."""


class StartFailureDialog(Dialog):
    """Shows the failure, its consequences for the posts, and the remedies; `quit_requested` follows when it is closed."""

    quit_requested = Signal()
    again_requested = Signal()
    repair_requested = Signal()
    log_requested = Signal()

    def __init__(self, theme: Theme, folder: Path, cause: StartFailureCause, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Postdesk can’t open"), "start_problem", parent)
        headline, meaning = _WORDS[cause]
        self.body.addWidget(PlainLabel(translate("StartProblem", headline), role="heading"))
        self.add_remark(translate("StartProblem", meaning))
        self.add_remark(self.tr("The folder is {0}").format(folder))
        if reason:
            run = self.tr("Run this, then start again: {0}")
            said = run if cause is StartFailureCause.EXPOSED else self.tr("System message: {0}")
            words = remark(said.format(reason))
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(words)
        if cause in _MENDABLE:
            self._offer(theme)
        self.body.addStretch(1)
        leave = Button(theme, self.tr("Quit"), "start_problem.quit", role="primary")
        leave.clicked.connect(self.accept)
        self.foot.addWidget(leave)
        self.finished.connect(lambda _: self.quit_requested.emit())

    def _offer(self, theme: Theme) -> None:
        text = self.tr(
            "Repairing restores the newest good backup and everything that can still be read. The current files are "
            "kept, and nothing is sent by itself afterwards."
        )
        self.add_remark(text)
        for words, name, asked in (
            (self.tr("Show log"), "start_problem.log", self.log_requested),
            (self.tr("Repair now"), "start_problem.repair", self.repair_requested),
            (self.tr("Try again"), "start_problem.again", self.again_requested),
        ):
            button = Button(theme, words, name)
            button.clicked.connect(asked)
            if name != "start_problem.log":
                button.clicked.connect(self.accept)
            self.foot.addWidget(button)


class RepairProgress(Dialog):
    """Shown while the database is repaired, which with many posts takes a while; closed by its caller."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Repairing"), "repairing", parent)
        icon = IconLabel(theme, "hourglass", "accent", 24)
        row = row_of(icon, PlainLabel(self.tr("Postdesk is repairing its database"), role="heading"), spacing=12)
        row.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.add_remark(self.tr("The database was damaged. Nothing is sent meanwhile. Postdesk opens when the repair is done."))
        self.body.addStretch(1)

    def reject(self) -> None:
        """Do nothing: a repair can't be cancelled."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
