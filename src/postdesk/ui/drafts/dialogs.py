"""Dialogs for drafts: their labels, the name of a template, copies for several clients."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.ui.kit.avatar import client_icon
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.fields.zone_list import style_popup
from postdesk.ui.kit.forms import FieldForm, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, fill, row_of
from postdesk.ui.kit.list_boxes import PaddedDelegate, icon_list
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import names

_LABELS_LETTERS: Final = 60
_LONGEST_LABEL: Final = 40
_ON, _SOME, _OFF = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked
_NAME_LETTERS: Final = 72
_LONGEST_NAME: Final = 80
_COPIES_LETTERS: Final = 84
_AVATAR: Final = 24
_INDENT: Final = 60


class LabelsDialog(Dialog):
    """The labels of drafts. `confirmed` carries the labels to add to all of them, and those to remove."""

    confirmed = Signal(object, object)

    def __init__(self, theme: Theme, chosen: Sequence[Draft], known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Labels"), "labels", parent, _LABELS_LETTERS)
        self._before = {label: _state(label, chosen) for label in _all_labels(chosen, known)}
        self.field = QLineEdit(placeholderText=self.tr("Type a label"), maxLength=_LONGEST_LABEL)
        identify(self.field, "labels.field", self.tr("Label"))
        self.add = Button(theme, self.tr("Add"), "labels.add")
        self.list = icon_list("labels.list", self.tr("Labels"))
        self.list.setItemDelegate(PaddedDelegate(self.list))
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
        style_popup(completer, "labels.known", self.tr("Labels in use"))
        self.field.setCompleter(completer)

    def _lay_out(self, theme: Theme, count: int) -> None:
        heading = self.tr("Labels") if count == 1 else self.tr("Labels of {0} drafts").format(count)
        row = row_of(self.field, self.add, grow=self.field)
        about = remark(self.tr("Labels group drafts by campaign, month or subject. They are never published."))
        fill(self.body, PlainLabel(heading, role="heading"), row, self.list, about, grow=self.list)
        done = Button(theme, self.tr("Done"), "labels.done", role="primary")
        done.clicked.connect(self._agree)
        self.offer(theme, done)

    def _add(self) -> None:
        """Add the typed label; Enter with nothing typed accepts the dialog."""
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
        self.confirmed.emit(added, removed)


def _all_labels(chosen: Sequence[Draft], known: Sequence[str]) -> list[str]:
    """Return the drafts' labels first, then the others."""
    theirs = sorted({label for draft in chosen for label in draft.labels}, key=str.casefold)
    return [*theirs, *(label for label in known if label not in theirs)]


def _state(label: str, chosen: Collection[Draft]) -> Qt.CheckState:
    having = sum(label in draft.labels for draft in chosen)
    return _ON if chosen and having == len(chosen) else _SOME if having else _OFF


class TemplateNameDialog(Dialog):
    """The dialog for the name of a template: `named` carries it. The name of another template is refused."""

    named = Signal(str)

    def __init__(self, theme: Theme, title: str, taken: Collection[str], parent: QWidget | None = None, name: str = "") -> None:
        super().__init__(title, "template", parent, _NAME_LETTERS)
        self._taken = {each.casefold() for each in taken} - {name.casefold()}
        self.field = QLineEdit(name, maxLength=_LONGEST_NAME)
        identify(self.field, "template.name", self.tr("Name"))
        self._remark = remark("", "template.remark")
        fill(self.body, PlainLabel(title, role="heading"), FieldForm(self.field), self._remark, ROOM)
        self.save = self.add_main_button(theme, self.tr("Save"), "save", self._agree)
        self.field.textChanged.connect(self._validate)
        self._validate()
        self.field.selectAll()
        self.field.setFocus()

    @property
    def name(self) -> str:
        """The typed name without surplus blanks."""
        return " ".join(self.field.text().split())

    def _validate(self) -> None:
        taken = self.name.casefold() in self._taken
        self.save.setEnabled(bool(self.name) and not taken)
        usual = self.tr("A template keeps text, media and accounts. It has no time and is never published.")
        self._remark.setText(self.tr("Another template already has this name.") if taken else usual)

    def _agree(self) -> None:
        self.accept()
        self.named.emit(self.name)


@dataclass(frozen=True, slots=True)
class CopyTarget:
    """A client, and the draft's platforms that it has connected."""

    client: Client
    connected: tuple[Platform, ...]


def copy_targets(draft: Draft, clients: Sequence[Client], connected: Mapping[int, frozenset[str]]) -> tuple[CopyTarget, ...]:
    """Return the clients for copies, the draft's own first; `connected` are the platforms of each client."""
    ordered = sorted(clients, key=lambda client: client.id != draft.client_id)
    return tuple(
        CopyTarget(client, tuple(each for each in draft.platforms if each in connected.get(client.id, frozenset())))
        for client in ordered
    )


class ClientCopiesDialog(Dialog):
    """Selects the clients for copies of a draft. `chosen` carries their ids, the draft's own client first."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, draft: Draft, choices: Sequence[CopyTarget], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Copies for several clients"), "several", parent, _COPIES_LETTERS)
        self._draft = draft
        self._boxes: dict[int, QCheckBox] = {}
        self.make = Button(theme, "", "several.make", role="primary")
        self.all = Button(theme, self.tr("Select all"), "several.all", role="link")
        title = PlainLabel(self.tr("One draft for each client"), role="heading")
        about = remark(self.tr("Each gets the same text at the same local time. You can edit each one. Nothing goes out yet."))
        fill(self.body, title, about, self._lines(choices), self.all, ROOM)
        self.body.setAlignment(self.all, Qt.AlignmentFlag.AlignLeft)
        self.offer(theme, self.make)
        self.make.clicked.connect(self._agree)
        self.all.clicked.connect(self._choose_all)
        self._count()

    def _lines(self, choices: Sequence[CopyTarget]) -> QVBoxLayout:
        column = column_of(spacing=8)
        for offer in choices:
            missing = remark(self._missing(offer))
            missing.setContentsMargins(_INDENT, 0, 0, 0)
            column.addLayout(column_of(self._box(offer), missing, spacing=0))
        return column

    def _box(self, offer: CopyTarget) -> QCheckBox:
        """Return a client's box: always checked for the draft's own client, disabled for one with nothing connected."""
        client, own = offer.client, offer.client.id == self._draft.client_id
        box = QCheckBox(client.name.replace("&", "&&"))
        box.setIcon(client_icon(client, _AVATAR, self.devicePixelRatioF()))
        box.setIconSize(QSize(_AVATAR, _AVATAR))
        identify(box, f"several.client.{client.id}", client.name)
        box.setAccessibleDescription(self._missing(offer))
        box.setChecked(own)
        box.setEnabled(not own and bool(offer.connected))
        box.toggled.connect(self._count)
        box.ensurePolished()  # the style sheet makes it higher, and the dialog asks for its height before it is shown
        self._boxes[client.id] = box
        return box

    def _missing(self, offer: CopyTarget) -> str:
        """Return the client's connected platforms, and the draft's platforms that are not connected."""
        missing = tuple(each for each in self._draft.platforms if each not in offer.connected)
        if not offer.connected:
            return self.tr("Not connected: {0}").format(names(missing))
        words = self.tr("{0} · not connected: {1}") if missing else "{0}"
        return words.format(names(offer.connected), names(missing))

    def _chosen(self) -> tuple[int, ...]:
        return tuple(client_id for client_id, box in self._boxes.items() if box.isChecked())

    def _count(self) -> None:
        count = len(self._chosen())
        self.make.set_text(self.tr("Create {0} drafts").format(count) if count > 1 else self.tr("Create drafts"))
        self.make.setEnabled(count > 1)

    def _choose_all(self) -> None:
        for box in filter(QCheckBox.isEnabled, self._boxes.values()):
            box.setChecked(True)

    def _agree(self) -> None:
        self.accept()
        self.chosen.emit(self._chosen())
