"""The client's word in the calendar: acts on one card or several, and what is said of any such act, wherever it was made."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.approval import Approval
from postdesk.domain.board import Card
from postdesk.domain.several import Picks
from postdesk.engine.approvals import Approvals, Marked
from postdesk.ui.kit.notice_bar import Told
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.approvals import approval_icon, approval_word, marked_words
from postdesk.ui.text.words import Tone

ACTS = (Approval.WAITING, Approval.APPROVED)


class Approving(QObject):
    """`told` carries a Told."""

    told = Signal(object)

    def __init__(self, approvals: Approvals, window: QWidget) -> None:
        super().__init__(window)
        self._approvals = approvals
        approvals.marked.connect(self._tell)

    def mark(self, cards: Sequence[Card], approval: Approval) -> None:
        """Write it down of all that are posts."""
        act = self._approvals.approve if approval is Approval.APPROVED else self._approvals.ask
        act(Picks.of(cards).posts)

    def _tell(self, marked: Marked) -> None:
        undo = (lambda: self._approvals.put_back(marked)) if marked.before else None
        icon = approval_icon(marked.approval) if marked.before else "info"
        self.told.emit(Told(marked_words(marked), Tone.ACCENT if marked.before else Tone.LOCKED, icon, undo))


def add_word_acts(menu: QMenu, theme: Theme, name: str, mark: Callable[[Approval], object], is_now: Approval) -> None:
    """An action for each thing that a client can have said, but for what is so now."""
    for approval in ACTS:
        if approval is not is_now:
            action = menu.addAction(theme.icon(approval_icon(approval), "secondary"), approval_word(approval))
            action.setObjectName(f"{name}.{approval}")
            action.triggered.connect(lambda _, approval=approval: mark(approval))
