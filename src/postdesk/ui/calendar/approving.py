"""Tells in the calendar what became of an approval, wherever it was given."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from postdesk.engine.approvals import Approvals, Marked
from postdesk.ui.kit.notice_bar import Told
from postdesk.ui.text.approvals import approval_icon, marked_words
from postdesk.ui.text.words import Tone


class Approving(QObject):
    """`told` carries a Told."""

    told = Signal(object)

    def __init__(self, approvals: Approvals, window: QWidget) -> None:
        super().__init__(window)
        self._approvals = approvals
        approvals.marked.connect(self._tell)

    def _tell(self, marked: Marked) -> None:
        undo = (lambda: self._approvals.put_back(marked)) if marked.before else None
        icon = approval_icon(marked.approval) if marked.before else "info"
        self.told.emit(Told(marked_words(marked), Tone.ACCENT if marked.before else Tone.LOCKED, icon, undo))
