"""Clients or brands: the list, what is known of each, and the archive."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from postdesk.domain.archiving import Unfinished
from postdesk.domain.clients import Client
from postdesk.engine.changes import Changes
from postdesk.engine.clients import COLOURS, ClientBook
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.fields.zone_list import Now
from postdesk.ui.kit.form_page import Page, buttons_row, text_field
from postdesk.ui.kit.forms import Form, remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.roomy import Roomy
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.client_form import ClientForm
from postdesk.ui.settings.tagging_form import TaggingForm
from postdesk.ui.text.names import client_word
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate
_AVATAR = 20
_ROWS = 6


class Archiving(QWidget):
    """One button: `archive_asked` where the client is shown everywhere, `back_asked` where it is archived; both carry its id."""

    archive_asked = Signal(int)
    back_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client: Client | None = None
        self._button = Button(theme, "", "settings.clients.archive")
        self._button.clicked.connect(self._press)
        self._in_the_way = NoticeBar(theme, "settings.clients.in_the_way", dismissible=True)
        self._remark = remark("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(buttons_row(self._button))
        column.addWidget(self._in_the_way)
        column.addWidget(self._remark)

    def show_client(self, client: Client) -> None:
        """Say what can be done with this client."""
        if self._client is None or client.id != self._client.id or client.archived:
            self._in_the_way.hide()
        self._client = client
        self._button.set_text(self.tr("Restore") if client.archived else self.tr("Archive client"))
        self._button.set_icon("undo-2" if client.archived else "archive")
        words = (
            self.tr("Archived. Hidden in lists, the composer and the calendar. Nothing was deleted.")
            if client.archived
            else self.tr("Hides the client in lists, the composer and the calendar. Nothing is deleted.")
        )
        self._remark.setText(words)

    def refuse(self, client_id: int, unfinished: Unfinished) -> None:
        """Say why it can't be archived yet, and what to do."""
        if self._client and self._client.id == client_id:
            self._in_the_way.tell(unfinished_words(unfinished), Tone.ATTENTION, "triangle-alert")

    def _press(self) -> None:
        if self._client:
            (self.back_asked if self._client.archived else self.archive_asked).emit(self._client.id)


def unfinished_words(unfinished: Unfinished) -> str:
    """What stands in the way of archiving, each with what to do about it."""
    parts = (
        (unfinished.to_go, translate("Archiving", "Scheduled: {0}. Cancel them, or move them to drafts.")),
        (unfinished.locked, translate("Archiving", "Locked: {0}. Wait until they are published.")),
        (unfinished.to_decide, translate("Archiving", "Unclear if published: {0}. Answer in the results.")),
        (unfinished.series, translate("Archiving", "Repeating posts: {0}. End or pause them.")),
    )
    return "\n".join((translate("Archiving", "Can’t archive yet."), *(words.format(number) for number, words in parts if number)))


class ClientsPage(Page):
    """Add new ones, take over those that MyPostShare knows, and change what is known of them."""

    def __init__(self, book: ClientBook, changes: Changes, theme: Theme, now: Now) -> None:
        intro = self.tr("One account per platform. For a second X account, add a client.")
        super().__init__(self.tr("Clients"), "clients", intro)
        self._book, self._theme = book, theme
        self._awaited = False
        self.list = QListWidget()
        identify(self.list, "settings.clients.list", self.tr("Clients"))
        self.form = ClientForm(theme, now, COLOURS, "settings.clients")
        self.tagging = TaggingForm(now, "settings.clients.tagging")
        self.archiving = Archiving(theme)
        self.with_archived = QCheckBox(self.tr("Show archived clients"))
        identify(self.with_archived, "settings.clients.with_archived")
        self._id = text_field("settings.clients.id", self.tr("MyPostShare ID"))
        self._id.setReadOnly(True)
        self.new_name = text_field("settings.clients.new_name", self.tr("Name of a new client"), self.tr("Name of a new client"))
        self.known_id = text_field(
            "settings.clients.known_id", self.tr("MyPostShare ID"), self.tr("MyPostShare ID (externalUserId)")
        )
        self._lay_out()
        self.list.currentItemChanged.connect(self._show)
        self.form.changed.connect(self._keep)
        self.tagging.changed.connect(self._keep)
        self.with_archived.toggled.connect(self.refresh)
        self.archiving.archive_asked.connect(book.archive)
        self.archiving.back_asked.connect(book.bring_back)
        book.in_the_way.connect(self._refuse)
        changes.clients.connect(self.refresh)
        book.added.connect(self._added)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again, and keep the chosen client."""
        chosen = self._chosen()
        self.list.blockSignals(True)
        self.list.clear()
        everyone = self._book.everyone()
        self.with_archived.setVisible(any(client.archived for client in everyone))
        for client in (each for each in everyone if self.with_archived.isChecked() or not each.archived):
            pixmap = avatar_pixmap(client.name, client.colour, _AVATAR, self.devicePixelRatioF())
            icon = QIcon(pixmap)
            icon.addPixmap(pixmap, QIcon.Mode.Selected)
            item = QListWidgetItem(icon, client_word(client))
            item.setData(Qt.ItemDataRole.UserRole, client.id)
            self.list.addItem(item)
            if client.id == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        if (shown := self._chosen()) is not None and (client_shown := self._book.get(shown)):
            self.form.follow(client_shown)
            self.archiving.show_client(client_shown)
        for part in (self.form, self.tagging, self.archiving, self._id):
            part.setVisible(self.list.count() > 0)

    def _chosen(self) -> int | None:
        row = self.list.currentRow()
        return None if row < 0 else int(self.list.item(row).data(Qt.ItemDataRole.UserRole))

    def _show(self) -> None:
        chosen = self._chosen()
        client: Client | None = None if chosen is None else self._book.get(chosen)
        if client:
            self.form.show_client(client)
            self.tagging.show_client(client)
            self.archiving.show_client(client)
            self._id.setText(client.external_user_id)

    def _refuse(self, client_id: int) -> None:
        self.archiving.refuse(client_id, self._book.unfinished(client_id))

    def _keep(self) -> None:
        if client := self.form.client():
            self._book.update(replace(client, tagging=self.tagging.tagging))

    def _add(self) -> None:
        if name := self.new_name.text().strip():
            self._awaited = True
            self._book.add(name)
            self.new_name.clear()

    def _added(self, client_id: int) -> None:
        """Show the client that was asked for here, with its zone to be looked at first: it is this computer's."""
        if self._awaited:
            self._awaited = False
            rows = (row for row in range(self.list.count()) if self.list.item(row).data(Qt.ItemDataRole.UserRole) == client_id)
            self.list.setCurrentRow(next(rows, self.list.currentRow()))
            self.form.zone.setFocus()

    def _add_known(self) -> None:
        if known := self.known_id.text().strip():
            self._awaited = True
            self._book.add_by_id(known)
            self.known_id.clear()

    def _lay_out(self) -> None:
        self.list.setFixedHeight(self.fontMetrics().height() * 2 * _ROWS)
        self.list.setProperty("role", "boxed")
        self.list.setItemDelegate(Roomy(self.list))
        self.list.setIconSize(QSize(_AVATAR, _AVATAR))
        self.body.addWidget(self.list)
        self.body.addWidget(self.with_archived)
        self.body.addWidget(self.form)
        form = Form()
        form.add(self.tr("MyPostShare ID"), self._id)
        self.body.addLayout(form)
        self.add_heading(self.tr("Links in posts"))
        self.body.addWidget(self.tagging)
        self.add_heading(self.tr("Archive"))
        self.body.addWidget(self.archiving)
        self.add_heading(self.tr("Add a client or brand"))
        add = Button(self._theme, self.tr("Add"), "settings.clients.add", icon="user-plus")
        add_known = Button(self._theme, self.tr("Add by ID"), "settings.clients.add_known", icon="plus")
        rebuild = Button(self._theme, self.tr("Find in the list of posts"), "settings.clients.rebuild", icon="refresh-cw")
        for field, button, slot in ((self.new_name, add, self._add), (self.known_id, add_known, self._add_known)):
            row = QHBoxLayout()
            row.addWidget(field, 1)
            row.addWidget(button)
            self.body.addLayout(row)
            button.clicked.connect(slot)
            field.returnPressed.connect(slot)
        rebuild.clicked.connect(self._book.rebuild)
        self.body.addLayout(buttons_row(rebuild))
        self.body.addWidget(remark(self.tr("MyPostShare keeps no list of clients. Postdesk rebuilds it from the posts there.")))
