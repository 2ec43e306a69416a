"""What is asked before an act on several: by how much, and which label."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import Form, give_room, remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme

translate = QCoreApplication.translate

_LETTERS: Final = 56
_MOST_DAYS: Final = 3650


class MoveBy(Dialog):
    """Days and hours, later or, below 0, earlier. `chosen` carries the timedelta."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Move what is chosen"), "calendar.move_by", parent, _LETTERS)
        self._days = _spin("calendar.move_by.days", self.tr("Days"), _MOST_DAYS)
        self._hours = _spin("calendar.move_by.hours", self.tr("Hours"), 23)
        form = Form()
        form.add(self.tr("Days"), self._days)
        form.add(self.tr("Hours"), self._hours)
        self.body.addWidget(PlainLabel(self.windowTitle(), role="heading"))
        self.body.addLayout(form)
        words = self.tr("Below 0 is earlier. Times of day stay what the client’s clock shows, also when clocks change.")
        self.body.addWidget(remark(words))
        _add_foot(self, theme, self.tr("Move"), "calendar.move_by")
        self._days.selectAll()

    def accept(self) -> None:
        if by := timedelta(days=self._days.value(), hours=self._hours.value()):
            self.chosen.emit(by)
        super().accept()


class NewLabel(Dialog):
    """A label's name. `chosen` carries it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("New label"), "calendar.new_label", parent, _LETTERS)
        self._name = QLineEdit(placeholderText=self.tr("Launch"), maxLength=60)
        identify(self._name, "calendar.new_label.name", self.tr("Label"))
        self.body.addWidget(PlainLabel(self.windowTitle(), role="heading"))
        self.body.addWidget(self._name)
        _add_foot(self, theme, self.tr("Label"), "calendar.new_label")
        self._name.setFocus()

    def accept(self) -> None:
        if name := " ".join(self._name.text().split()):
            self.chosen.emit(name)
        super().accept()


def _spin(identifier: str, name: str, most: int) -> QSpinBox:
    spin = QSpinBox(minimum=-most, maximum=most)
    identify(spin, identifier, name)
    give_room(spin)
    return spin


def _add_foot(dialog: Dialog, theme: Theme, words: str, identifier: str) -> None:
    leave = Button(theme, translate("SeveralQuestions", "Cancel"), f"{identifier}.leave")
    leave.clicked.connect(dialog.reject)
    act = Button(theme, words, f"{identifier}.act", role="primary")
    act.clicked.connect(dialog.accept)
    act.setDefault(True)
    dialog.foot.addWidget(leave)
    dialog.foot.addWidget(act)
