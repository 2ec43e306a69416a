"""Labels of drafts: chosen among those in use, or typed."""

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from postdesk.domain.drafts import Draft
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.fields.zone_list import drop_down
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.roomy import Roomy
from postdesk.ui.kit.theme import Theme

_LETTERS: Final = 60
_LONGEST: Final = 40
_ON, _SOME, _OFF = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked


class LabelsDialog(Dialog):
    """`agreed` carries the labels that all of the drafts get, and those that are taken away."""

    agreed = Signal(object, object)

    def __init__(self, theme: Theme, chosen: Sequence[Draft], known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Labels"), "labels", parent, _LETTERS)
        self._before = {label: _state(label, chosen) for label in _all_labels(chosen, known)}
        self.field = QLineEdit(placeholderText=self.tr("Type a label"), maxLength=_LONGEST)
        identify(self.field, "labels.field", self.tr("Label"))
        self.add = Button(theme, self.tr("Add"), "labels.add")
        self.list = QListWidget()
        self.list.setProperty("role", "boxed")
        self.list.setItemDelegate(Roomy(self.list))
        identify(self.list, "labels.list", self.tr("Labels"))
        for label, state in self._before.items():
            self._list(label, state)
        self._complete(known)
        self._lay_out(theme, len(chosen))
        self.field.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.field.setFocus()

    def _complete(self, known: Sequence[str]) -> None:
        completer = QCompleter(QStringListModel(list(known)), self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        drop_down(completer, "labels.known", self.tr("Labels in use"))
        self.field.setCompleter(completer)

    def _lay_out(self, theme: Theme, count: int) -> None:
        heading = self.tr("Labels") if count == 1 else self.tr("Labels of {0} drafts").format(count)
        self.body.addWidget(PlainLabel(heading, role="heading"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.add)
        self.body.addLayout(row)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(remark(self.tr("A label groups drafts: a campaign, a month, a subject. It is never posted.")))
        done = Button(theme, self.tr("Done"), "labels.done", role="primary")
        done.clicked.connect(self._agree)
        self.offer(theme, done)

    def _add(self) -> None:
        """Take what was typed; with nothing typed Enter is done."""
        label = " ".join(self.field.text().split())
        if not label:
            self._agree()
            return
        items = (self.list.item(row) for row in range(self.list.count()))
        known = next((item for item in items if item.text().casefold() == label.casefold()), None)
        item = known or self._list(label, _ON)
        item.setCheckState(_ON)
        self.list.setCurrentItem(item)
        self.field.clear()

    def _list(self, label: str, state: Qt.CheckState) -> QListWidgetItem:
        item = QListWidgetItem(label)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)
        self.list.addItem(item)
        return item

    def _agree(self) -> None:
        if self.field.text().strip():
            self._add()
        items = [self.list.item(row) for row in range(self.list.count())]
        now = {item.text(): item.checkState() for item in items}
        changed = {label: state for label, state in now.items() if state != self._before.get(label, _OFF)}
        added = tuple(label for label, state in changed.items() if state is _ON)
        removed = tuple(label for label, state in changed.items() if state is _OFF)
        self.accept()
        self.agreed.emit(added, removed)


def _all_labels(chosen: Sequence[Draft], known: Sequence[str]) -> list[str]:
    """Those that the drafts have first, then the others."""
    theirs = sorted({label for draft in chosen for label in draft.labels}, key=str.casefold)
    return [*theirs, *(label for label in known if label not in theirs)]


def _state(label: str, chosen: Collection[Draft]) -> Qt.CheckState:
    having = sum(label in draft.labels for draft in chosen)
    return _ON if chosen and having == len(chosen) else _SOME if having else _OFF
