"""A name for a template."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import Form, remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme

_LETTERS: Final = 72
_LONGEST: Final = 80


class NameDialog(Dialog):
    """`named` carries the name; one that another template has is not taken."""

    named = Signal(str)

    def __init__(self, theme: Theme, title: str, taken: Collection[str], parent: QWidget | None = None, name: str = "") -> None:
        super().__init__(title, "template", parent, _LETTERS)
        self._taken = {each.casefold() for each in taken} - {name.casefold()}
        self.field = QLineEdit(name, maxLength=_LONGEST)
        identify(self.field, "template.name", self.tr("Name"))
        self._remark = remark("")
        identify(self._remark, "template.remark")
        form = Form()
        form.add(self.tr("Name"), self.field)
        self.body.addWidget(PlainLabel(title, role="heading"))
        self.body.addLayout(form)
        self.body.addWidget(self._remark)
        self.body.addStretch(1)
        self.save = Button(theme, self.tr("Save"), "template.save", role="primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._agree)
        self.offer(theme, self.save)
        self.field.textChanged.connect(self._look)
        self._look()
        self.field.selectAll()
        self.field.setFocus()

    @property
    def name(self) -> str:
        """What was typed, without blanks that nobody sees."""
        return " ".join(self.field.text().split())

    def _look(self) -> None:
        taken = self.name.casefold() in self._taken
        self.save.setEnabled(bool(self.name) and not taken)
        usual = self.tr("A template keeps the texts, the media and the accounts. It has no time and is never posted.")
        self._remark.setText(self.tr("Another template has this name already.") if taken else usual)

    def _agree(self) -> None:
        self.accept()
        self.named.emit(self.name)
