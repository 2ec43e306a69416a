"""The page of clients or brands: the list, the form of each, and the archive."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from postdesk.domain.clients import Client, OpenWork
from postdesk.engine.changes import Changes
from postdesk.engine.clients import COLOURS, ClientBook
from postdesk.ui.kit.avatar import client_icon
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.fields.zone_list import Now
from postdesk.ui.kit.forms import FieldForm, check_box, remark
from postdesk.ui.kit.layouts import column_of, fill, row_of
from postdesk.ui.kit.list_boxes import list_box
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.settings_page import SettingsPage, buttons_row, text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.client_form import ClientForm
from postdesk.ui.settings.tag_form import TagForm
from postdesk.ui.text.names import client_word
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate
_AVATAR = 20
_ROWS = 6


class ArchiveQuestion(QWidget):
    """The button that archives a client, or restores an archived one, and below it the reasons why it can't be archived yet."""

    def __init__(self, book: ClientBook, theme: Theme) -> None:
        super().__init__()
        self._book = book
        self._client: Client | None = None
        self._button = Button(theme, "", "settings.clients.archive")
        self._button.clicked.connect(self._press)
        self._in_the_way = NoticeBar(theme, "settings.clients.in_the_way", dismissible=True)
        self._remark = remark("")
        self.setLayout(column_of(buttons_row(self._button), self._in_the_way, self._remark))
        book.archive_refused.connect(self._refuse)

    def show_client(self, client: Client) -> None:
        """Show the action for this client."""
        if self._client is None or client.id != self._client.id or client.archived:
            self._in_the_way.hide()
        self._client = client
        act, icon = self.tr("Archive client"), "archive"
        words = self.tr("Hides the client in lists, the composer and the calendar. Nothing is deleted.")
        if client.archived:
            act, icon = self.tr("Restore"), "undo-2"
            words = self.tr("Archived. Hidden in lists, the composer and the calendar. Nothing was deleted.")
        self._button.set_text(act)
        self._button.set_icon(icon)
        self._remark.setText(words)

    def _refuse(self, client_id: int) -> None:
        """Show the reasons why the client can't be archived yet, and the remedies."""
        if self._client and self._client.id == client_id:
            words = open_work_words(self._book.unfinished(client_id))
            self._in_the_way.tell(words, Tone.ATTENTION, "triangle-alert")

    def _press(self) -> None:
        if self._client:
            (self._book.unarchive if self._client.archived else self._book.archive)(self._client.id)


def open_work_words(unfinished: OpenWork) -> str:
    """Return the reasons against archiving, each with its remedy."""
    parts = (
        (unfinished.to_go, translate("Archiving", "Scheduled: {0}. Cancel them, or move them to drafts.")),
        (unfinished.locked, translate("Archiving", "Locked: {0}. Wait until they are published.")),
        (unfinished.to_decide, translate("Archiving", "Unclear if published: {0}. Answer in the results.")),
        (unfinished.series, translate("Archiving", "Repeating posts: {0}. End or pause them.")),
    )
    return "\n".join((translate("Archiving", "Can’t archive yet."), *(words.format(number) for number, words in parts if number)))


class ClientsPage(SettingsPage):
    """The page that adds clients, takes over those that MyPostShare has, and edits them."""

    def __init__(self, book: ClientBook, changes: Changes, theme: Theme, now: Now) -> None:
        intro = self.tr("One account per platform. For a second X account, add a client.")
        super().__init__(self.tr("Clients"), "clients", intro)
        self._book, self._theme = book, theme
        self._awaited = False
        self.list = list_box("settings.clients.list", self.tr("Clients"), _ROWS, self.tr("No clients yet. Add one below."))
        self._details = QWidget()
        self.form = ClientForm(theme, now, COLOURS, "settings.clients")
        self.tagging = TagForm(now, "settings.clients.tagging")
        self.archiving = ArchiveQuestion(book, theme)
        self.with_archived = check_box("settings.clients.with_archived", self.tr("Show archived clients"))
        self._id = text_field("settings.clients.id", self.tr("MyPostShare ID"))
        self._id.setReadOnly(True)
        self.new_name = text_field("settings.clients.new_name", self.tr("Name of a new client"), self.tr("Name of a new client"))
        self.known_id = text_field(
            "settings.clients.known_id", self.tr("MyPostShare ID"), self.tr("MyPostShare ID (externalUserId)")
        )
        self._lay_out()
        self.list.currentItemChanged.connect(self._show)
        self.form.changed.connect(self._save)
        self.tagging.changed.connect(self._save)
        self.with_archived.toggled.connect(self.refresh)
        changes.clients.connect(self.refresh)
        book.added.connect(self._added)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again, and keep the chosen client."""
        chosen = self._chosen()
        everyone = self._book.all_with_archived()
        self.with_archived.setVisible(any(client.archived for client in everyone))
        with QSignalBlocker(self.list):
            self.list.clear()
            for client in (each for each in everyone if self.with_archived.isChecked() or not each.archived):
                icon = client_icon(client, _AVATAR, self.devicePixelRatioF())
                item = QListWidgetItem(icon, client_word(client), self.list)
                item.setData(Qt.ItemDataRole.UserRole, client.id)
                if client.id == chosen:
                    self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        if shown := self._book.get(self._chosen()):
            self.form.follow(shown)
            self.archiving.show_client(shown)
        self._details.setVisible(self.list.count() > 0)

    def _chosen(self) -> int | None:
        row = self.list.currentRow()
        return None if row < 0 else int(self.list.item(row).data(Qt.ItemDataRole.UserRole))

    def _show(self) -> None:
        if client := self._book.get(self._chosen()):
            self.form.show_client(client)
            self.tagging.show_client(client)
            self.archiving.show_client(client)
            self._id.setText(client.external_user_id)

    def _save(self) -> None:
        if client := self.form.client():
            self._book.update(replace(client, tagging=self.tagging.tagging))

    def _add(self, field: QLineEdit) -> None:
        if typed := field.text().strip():
            self._awaited = True
            (self._book.add if field is self.new_name else self._book.add_by_id)(typed)
            field.clear()

    def _added(self, client_id: int) -> None:
        """Select the client that was added here, with the focus on its zone, since that is only this computer's."""
        if self._awaited:
            self._awaited = False
            rows = (row for row in range(self.list.count()) if self.list.item(row).data(Qt.ItemDataRole.UserRole) == client_id)
            self.list.setCurrentRow(next(rows, self.list.currentRow()))
            self.form.zone.setFocus()

    def _lay_out(self) -> None:
        self.list.setIconSize(QSize(_AVATAR, _AVATAR))
        links, archive = (PlainLabel(words, role="title") for words in (self.tr("Links in posts"), self.tr("Archive")))
        column = column_of(self.form, FieldForm(self._id), 8, links, self.tagging, 8, archive, self.archiving)
        self._details.setLayout(column)
        fill(self.body, self.list, self.with_archived, self._details)
        self.add_heading(self.tr("Add a client or brand"))
        add = Button(self._theme, self.tr("Add"), "settings.clients.add", icon="user-plus")
        add_known = Button(self._theme, self.tr("Add by ID"), "settings.clients.add_known", icon="plus")
        rebuild = Button(self._theme, self.tr("Find in the list of posts"), "settings.clients.rebuild", icon="refresh-cw")
        for field, button in ((self.new_name, add), (self.known_id, add_known)):
            self.body.addLayout(row_of(field, button, spacing=12, grow=field))
            for signal in (button.clicked, field.returnPressed):
                signal.connect(lambda *_, field=field: self._add(field))
        rebuild.clicked.connect(self._book.rebuild)
        self.body.addLayout(buttons_row(rebuild))
        self.add_remark(self.tr("MyPostShare keeps no list of clients. Postdesk rebuilds it from the posts there."))
