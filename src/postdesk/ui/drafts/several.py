"""One draft for several clients: for whom, with what each of them has connected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import names

_LETTERS: Final = 84
_AVATAR: Final = 24
_INDENT: Final = 60


@dataclass(frozen=True, slots=True)
class Offered:
    """A client, and which of the draft's platforms it has connected."""

    client: Client
    connected: tuple[Platform, ...]


def offered(draft: Draft, clients: Sequence[Client], connected: Mapping[int, frozenset[str]]) -> tuple[Offered, ...]:
    """The draft's own client first; `connected` are the platforms of each client."""
    ordered = sorted(clients, key=lambda client: client.id != draft.client_id)
    return tuple(
        Offered(client, tuple(each for each in draft.platforms if each in connected.get(client.id, frozenset())))
        for client in ordered
    )


class SeveralDialog(Dialog):
    """`chosen` carries the ids of the clients, the draft's own first."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, draft: Draft, choices: Sequence[Offered], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("For several clients"), "several", parent, _LETTERS)
        self._draft = draft
        self._boxes: dict[int, QCheckBox] = {}
        self.make = Button(theme, "", "several.make", role="primary")
        self.all = Button(theme, self.tr("Choose all"), "several.all", role="link")
        self.body.addWidget(PlainLabel(self.tr("One draft for each client"), role="heading"))
        self.body.addWidget(
            remark(self.tr("Each gets the same words at the same time of day there, and can be changed. Nothing goes out yet."))
        )
        self.body.addLayout(self._lines(choices))
        self.body.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.offer(theme, self.make)
        self.make.clicked.connect(self._agree)
        self.all.clicked.connect(self._choose_all)
        self._count()

    def _lines(self, choices: Sequence[Offered]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        for offer in choices:
            missing = PlainLabel(self._missing(offer), role="secondary")
            missing.setContentsMargins(_INDENT, 0, 0, 0)
            missing.setWordWrap(True)
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(self._box(offer))
            pair.addWidget(missing)
            column.addLayout(pair)
        return column

    def _box(self, offer: Offered) -> QCheckBox:
        """The draft's own client is always among them; who has nothing connected can't be."""
        client, own = offer.client, offer.client.id == self._draft.client_id
        box = QCheckBox(client.name.replace("&", "&&"))
        box.setIcon(QIcon(avatar_pixmap(client.name, client.colour, _AVATAR, self.devicePixelRatioF())))
        box.setIconSize(QSize(_AVATAR, _AVATAR))
        identify(box, f"several.client.{client.id}", client.name)
        box.setAccessibleDescription(self._missing(offer))
        box.setChecked(own)
        box.setEnabled(not own and bool(offer.connected))
        box.toggled.connect(self._count)
        box.ensurePolished()  # the style sheet makes it higher than it is before, and the dialog asks before it is shown
        self._boxes[client.id] = box
        return box

    def _missing(self, offer: Offered) -> str:
        """What goes out for the client, and what of it is not connected."""
        missing = tuple(each for each in self._draft.platforms if each not in offer.connected)
        if not offer.connected:
            return self.tr("None of these accounts is connected: {0}").format(names(missing))
        if missing:
            return self.tr("{0} · not connected: {1}").format(names(offer.connected), names(missing))
        return names(offer.connected)

    def _chosen(self) -> tuple[int, ...]:
        return tuple(client_id for client_id, box in self._boxes.items() if box.isChecked())

    def _count(self) -> None:
        count = len(self._chosen())
        self.make.set_text(self.tr("Make {0} drafts").format(count) if count > 1 else self.tr("Make drafts"))
        self.make.setEnabled(count > 1)

    def _choose_all(self) -> None:
        for box in self._boxes.values():
            if box.isEnabled():
                box.setChecked(True)

    def _agree(self) -> None:
        self.accept()
        self.chosen.emit(self._chosen())
