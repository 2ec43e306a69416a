"""All drafts, to open or to delete."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from postdesk.domain.drafts import Draft
from postdesk.domain.times import zone
from postdesk.engine.desk import Desk
from postdesk.ui.composer.words import head, names
from postdesk.ui.parts.avatar import avatar_pixmap
from postdesk.ui.parts.buttons import Button
from postdesk.ui.parts.dialog import Dialog
from postdesk.ui.parts.identity import identify
from postdesk.ui.theme import Theme
from postdesk.ui.words import when_text

_AVATAR = 24


class DraftsList(Dialog):
    """`chosen` and `delete_asked` carry a draft's id. The last changed stands first."""

    chosen = Signal(str)
    delete_asked = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__("", "composer.drafts", parent)
        self._desk, self._here = desk, here
        self.setWindowTitle(self.tr("Drafts"))
        self.list = QListWidget()
        identify(self.list, "composer.drafts.list", self.tr("Drafts"))
        self.list.setIconSize(QSize(_AVATAR, _AVATAR))
        self.list.setSpacing(2)
        self.list.setUniformItemSizes(True)
        self.delete_button = Button(theme, self.tr("Delete"), "composer.drafts.delete", role="quiet", icon="trash-2")
        self.open_button = Button(theme, self.tr("Open"), "composer.drafts.open", role="primary")
        self.body.addWidget(self.list)
        self.foot.addWidget(self.delete_button)
        self.foot.addWidget(self.open_button)
        self.resize(520, 480)
        self._wire()
        self.refresh()

    def refresh(self) -> None:
        """Read the drafts again."""
        row = self.list.currentRow()
        self.list.clear()
        for draft in self._desk.composer.drafts():
            self.list.addItem(self._item(draft))
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        for button in (self.delete_button, self.open_button):
            button.setEnabled(self.list.count() > 0)

    def _item(self, draft: Draft) -> QListWidgetItem:
        client, now = self._desk.clients.get(draft.client_id), self._desk.clock.now()
        theirs = (zone(client.zone) if client else None) or self._here
        parts = [
            client.name if client else "",
            when_text(draft.due_at, theirs, now) if draft.due_at else "",
            names(draft.platforms),
        ]
        item = QListWidgetItem(f"{head(draft.text or draft.title)}\n{' · '.join(part for part in parts if part)}")
        if client:
            item.setIcon(QIcon(avatar_pixmap(client.name, client.colour, _AVATAR, self.devicePixelRatioF())))
        item.setData(Qt.ItemDataRole.UserRole, draft.id)
        return item

    def _wire(self) -> None:
        delete = QAction(self.list)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self._delete)
        self.list.addAction(delete)
        self.list.itemActivated.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.delete_button.clicked.connect(self._delete)
        self._desk.changes.drafts.connect(self.refresh)

    def _open(self) -> None:
        if self.list.count():
            self.chosen.emit(self._current_id())
            self.accept()

    def _delete(self) -> None:
        if self.list.count():
            self.delete_asked.emit(self._current_id())

    def _current_id(self) -> str:
        return str(self.list.currentItem().data(Qt.ItemDataRole.UserRole))
