"""The composer's menu: other drafts, copies of this one, and its end."""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.engine.desk import Desk
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.drafts_list import DraftsList
from postdesk.ui.theme import Theme


class DraftsMenu(QObject):
    """Fills the menu when it opens. `date_wanted` follows a copy for another day, `deleted` carries a draft that is gone."""

    new_asked = Signal(object)
    date_wanted = Signal()
    deleted = Signal(object)

    def __init__(self, desk: Desk, drafting: Drafting, theme: Theme, here: ZoneInfo, pane: QWidget) -> None:
        super().__init__(pane)
        self._desk, self._drafting, self._theme, self._here, self._pane = desk, drafting, theme, here, pane
        self.menu = QMenu(pane)
        self.menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        menu, draft, icon = self.menu, self._drafting.draft, self._theme.icon
        menu.clear()
        if draft is None:
            return
        others = [client for client in self._desk.clients.all() if client.id != draft.client_id]
        new = menu.addAction(icon("plus"), self.tr("New post"), partial(self.new_asked.emit, draft.client_id))
        new.setObjectName("composer.menu.new")
        if others:
            for_whom = menu.addMenu(icon("users"), self.tr("New post for"))
            for client in others:
                for_whom.addAction(client.name.replace("&", "&&"), partial(self.new_asked.emit, client.id))
        count = len(self._desk.composer.drafts())
        drafts = menu.addAction(icon("file-text"), self.tr("Drafts ({0})…").format(count), self.show_list)
        drafts.setObjectName("composer.menu.drafts")
        menu.addSeparator()
        if others:
            copy_to = menu.addMenu(icon("copy"), self.tr("Copy to another client…"))
            copy_to.setObjectName("composer.menu.copy_to_client")
            for client in others:
                copy_to.addAction(client.name.replace("&", "&&"), partial(self.copy_to_client, client.id))
        date = menu.addAction(icon("calendar-days"), self.tr("Copy to another date…"), self.copy_to_date)
        date.setObjectName("composer.menu.copy_to_date")
        menu.addSeparator()
        delete = menu.addAction(icon("trash-2"), self.tr("Delete draft"), partial(self.delete, draft.id))
        delete.setObjectName("composer.menu.delete")

    def show_list(self) -> None:
        """Open the list of all drafts."""
        self._drafting.keep()
        dialog = DraftsList(self._desk, self._theme, self._here, self._pane)
        dialog.chosen.connect(self.open)
        dialog.delete_asked.connect(self.delete)
        dialog.open()

    def open(self, draft_id: str) -> None:
        """Open a kept draft, unless it is the open one."""
        if self._drafting.draft and self._drafting.draft.id == draft_id:
            return
        if draft := self._desk.composer.draft(draft_id):
            self._drafting.open(draft)

    def copy_to_client(self, client_id: int) -> None:
        """Open a copy for another client, on those of its platforms that the client has."""
        if copied := self._drafting.copied(client_id):
            self._drafting.open(copied)

    def copy_to_date(self) -> None:
        """Open a copy that wants another day."""
        draft = self._drafting.draft
        if draft and (copied := self._drafting.copied(draft.client_id)):
            self._drafting.open(replace(copied, due_at=None))
            self.date_wanted.emit()

    def delete(self, draft_id: str) -> None:
        """Delete the draft; `deleted` lets it be brought back."""
        open_one = self._drafting.draft is not None and self._drafting.draft.id == draft_id
        gone = self._drafting.forget() if open_one else self._desk.composer.draft(draft_id)
        if gone and not open_one:
            self._desk.composer.delete(draft_id)
        if gone:
            self.deleted.emit(gone)
