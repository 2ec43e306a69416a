"""A line to type in, with its name above and whether it is shared or a platform's own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from postdesk.domain.drafts import Piece
from postdesk.ui.composer.own_words import share_words
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme


class LabelledField(QWidget):
    """`shared_again` follows the button that stands beside the name of what is a platform's own."""

    shared_again = Signal()

    def __init__(self, theme: Theme, piece: Piece, name: str, example: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(example)
        make_clearable(self.edit)
        identify(self.edit, f"composer.{piece}", name)
        self._label = PlainLabel(name, role="secondary")
        self._label.setWordWrap(True)
        self._label.setBuddy(self.edit)
        self._whose = PlainLabel(role="secondary")
        identify(self._whose, f"composer.{piece}.whose")
        self._share = Button(theme, self.tr("Use the shared one again"), f"composer.{piece}.share", role="link")
        self._share.setAccessibleName(share_words(piece))
        self._share.clicked.connect(self._shared)
        self._lay_out()
        self.show_others("")

    def show_words(self, words: str) -> None:
        """What is in it, from its beginning on unless it is being edited; what is being typed stays where it is the same."""
        if self.edit.text() != words:
            self.edit.setText(words)
            if not self.edit.hasFocus():
                self.edit.setCursorPosition(0)

    def show_whose(self, *, own: bool) -> None:
        """It is a platform's: its own, or the shared one."""
        self._say("" if own else self.tr("shared"), described=self.tr("its own") if own else self.tr("shared"))
        self._share.setVisible(own)

    def show_others(self, words: str) -> None:
        """It is the shared one; `words` say who has its own instead."""
        self._say(words, described=words)
        self._share.hide()

    def _say(self, words: str, *, described: str) -> None:
        self._whose.setVisible(bool(words))
        self._whose.setText(words)
        self.edit.setAccessibleDescription(described)

    def _shared(self) -> None:
        self.edit.setFocus()
        self.shared_again.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self._whose)
        row.addWidget(self._share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.edit)
