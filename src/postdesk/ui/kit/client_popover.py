"""The question for whom a new post is."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from postdesk.domain.clients import Client
from postdesk.ui.kit.avatar import client_icon
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.list_boxes import PaddedDelegate, list_box
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.popover import Popover

_LETTERS: Final = 40
_AVATAR, _FRAME = 20, 12
_MOST_LINES: Final = 8


class ClientPopover(Popover):
    """Lists the clients, the one of the last draft (`last`) first. `selected` carries a client's id."""

    selected = Signal(int)

    def __init__(self, identifier: str, clients: Sequence[Client], last: int | None, owner: QWidget) -> None:
        words = self.tr("Who are you posting for?")
        super().__init__(identifier, words, owner, letters=_LETTERS)
        self._list = list_box(f"{identifier}.list", words)
        self._list.setItemDelegate(PaddedDelegate(self._list))
        self._list.setIconSize(QSize(_AVATAR, _AVATAR))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for client in sorted(clients, key=lambda each: each.id != last):
            item = QListWidgetItem(client_icon(client, _AVATAR, owner.devicePixelRatioF()), client.name)
            item.setData(Qt.ItemDataRole.UserRole, client.id)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._select)
        self._list.itemClicked.connect(self._select)
        self._list.ensurePolished()
        self._list.setFixedHeight(min(len(clients), _MOST_LINES) * self._list.sizeHintForRow(0) + _FRAME)
        self.focus_target = self._list
        fill(self.body, PlainLabel(words, role="title", wrap=True), self._list)

    def _select(self, item: QListWidgetItem) -> None:
        if self.isVisible():  # some desktops activate an item by a click
            self.close()
            self.selected.emit(item.data(Qt.ItemDataRole.UserRole))
