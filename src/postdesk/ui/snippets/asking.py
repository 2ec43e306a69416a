"""The popup that asks for what a snippet leaves open."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from postdesk.ui.kit.beside import corner_beside
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import Form
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme

_LETTERS = 44


class AskPopup(QFrame):
    """`answered` carries the answers by question; Escape gives none. `closed` follows always."""

    answered = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, name: str, questions: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        identify(self, "snippets.ask", name)
        self.setProperty("role", "popup")
        self._fields = {question: QLineEdit() for question in questions}
        self._insert = Button(theme, self.tr("Insert"), "snippets.ask.insert", role="primary")
        self._insert.clicked.connect(self._answer)
        self._lay_out(name)

    def open_above(self, anchor: QWidget) -> None:
        """Show it beside `anchor`, with the focus in the first field."""
        self.adjustSize()
        self.move(corner_beside(self, anchor))
        self.show()
        next(iter(self._fields.values())).setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _answer(self) -> None:
        answers = {question: field.text() for question, field in self._fields.items()}
        self.close()
        self.answered.emit(answers)

    def _lay_out(self, name: str) -> None:
        form = Form()
        for number, (question, field) in enumerate(self._fields.items(), start=1):
            identify(field, f"snippets.ask.{number}", question)
            field.returnPressed.connect(self._answer)
            form.add(question, field)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(PlainLabel(name, role="title"))
        column.addLayout(form)
        column.addLayout(foot)
