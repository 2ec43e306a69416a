"""While something is done with a file, and what came of it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from postdesk.domain.imported import Brought, TakenBack
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import number

_BAR_LETTERS: Final = 50


class WorkingPage(QWidget):
    """What is being done, how much of it, and a way out: `cancelled`."""

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = PlainLabel(role="title")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        identify(self.words, "importing.working")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        identify(self.bar, "importing.progress", self.tr("Progress"))
        self.cancel_button = Button(theme, self.tr("Cancel"), "importing.cancel_step")
        self.cancel_button.clicked.connect(self.cancelled)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.words)
        self.bar.setFixedWidth(self.fontMetrics().averageCharWidth() * _BAR_LETTERS)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def begin(self, words: str) -> None:
        """Something else is done from now on."""
        self.words.setText(words)
        self.bar.setRange(0, 0)
        self.cancel_button.setFocus()

    def progress(self, done: int, total: int) -> None:
        """So much of it is done."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)


class ReportPage(QWidget):
    """What came of an import; `take_back` asks for all of it to be taken back."""

    take_back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = IconLabel(theme, "circle-check", "good", 32)
        self.heading, self.more = PlainLabel(role="heading"), PlainLabel(role="secondary")
        for label, name in ((self.heading, "importing.report"), (self.more, "importing.report.more")):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            identify(label, name)
        self.take_back_button = Button(theme, self.tr("Take it all back"), "importing.take_back", icon="undo-2")
        self.take_back_button.clicked.connect(self.take_back)
        self.lines = QPlainTextEdit(readOnly=True)
        self.lines.setTabChangesFocus(True)
        identify(self.lines, "importing.report.lines", self.tr("What was left out, and why"))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.heading)
        column.addWidget(self.more)
        column.addWidget(self.take_back_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.lines, 4)
        column.addStretch(1)

    def tell_brought(self, brought: Brought, left: int, lines: Sequence[str]) -> None:
        """What was made of the file; `left`: how many rows nothing was made of; `lines` say which, and what else was left out."""
        self._icon.show_icon("circle-check", "good")
        made = (self._posts(brought.posts), self._drafts(brought.drafts))
        self._tell(" ".join(filter(None, made)), self._left(left), lines)
        self.take_back_button.show()

    def tell_taken_back(self, back: TakenBack) -> None:
        """What came of taking it back."""
        self._icon.show_icon("undo-2", "secondary")
        rows = self.tr("1 row was taken back.") if back.taken == 1 else self.tr("{0} rows were taken back.")
        out = self.tr("{0} stay, since they are locked in or sent, or may be.").format(number(back.out)) if back.out else ""
        changed = self.tr("{0} stay, since you changed them.").format(number(back.changed)) if back.changed else ""
        left = self.tr("1 row is still there.") if back.left == 1 else self.tr("{0} rows are still there.")
        left = left.format(number(back.left)) if back.left else ""
        self._tell(rows.format(number(back.taken)), " ".join(filter(None, (out, changed, left))))
        self.take_back_button.hide()

    def _tell(self, heading: str, more: str, lines: Sequence[str] = ()) -> None:
        self.heading.setText(heading)
        self.more.setText(more)
        self.lines.setPlainText("\n".join(lines))
        self.lines.setVisible(bool(lines))
        announce(self, " ".join((heading, more)))

    def _posts(self, count: int) -> str:
        words = self.tr("1 post is scheduled.") if count == 1 else self.tr("{0} posts are scheduled.")
        return words.format(number(count)) if count else ""

    def _drafts(self, count: int) -> str:
        words = self.tr("1 draft is kept.") if count == 1 else self.tr("{0} drafts are kept.")
        return words.format(number(count)) if count else ""

    def _left(self, count: int) -> str:
        words = self.tr("1 row of the file was left out.") if count == 1 else self.tr("{0} rows of the file were left out.")
        return words.format(number(count)) if count else self.tr("No row of the file was left out.")
