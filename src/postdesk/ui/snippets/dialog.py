"""The dialog to add, change and delete snippets."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QListWidgetItem, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.snippets import Snippet
from postdesk.engine.snippets import SnippetBook
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.list_boxes import list_box
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.settings_page import buttons_row
from postdesk.ui.kit.theme import Theme
from postdesk.ui.snippets.form import SnippetForm
from postdesk.ui.snippets.words import snippet_summary
from postdesk.ui.text.states import Tone

_LETTERS: Final = 110
_LIST: Final = 34
_TOLD: Final = 6
"""The lines reserved for the notes about a snippet."""

_NEW: Final = Snippet(0, "", "")


class SnippetsDialog(Dialog):
    """Saves changes when a field loses the focus. A new snippet is saved once it has a name and a text."""

    def __init__(self, book: SnippetBook, clients: Sequence[Client], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Snippets and hashtags"), "snippets.all", parent, _LETTERS)
        self._book = book
        self._clients = {client.id: client.name for client in clients}
        self._deleted: Snippet | None = None
        self._awaited = False
        self.list = list_box("snippets.all.list", self.tr("Snippets"))
        self.form = SnippetForm(clients, theme)
        self.notice = NoticeBar(theme, "snippets.all.notice", dismissible=True)
        self.new = Button(theme, self.tr("New"), "snippets.all.new", icon="plus")
        self.delete = Button(theme, self.tr("Delete"), "snippets.all.delete", role="quiet", icon="trash-2")
        self.close_button = Button(theme, self.tr("Close"), "snippets.all.close", role="primary")
        self._lay_out()
        self._wire()
        self.refresh()
        if not self.list.count():
            self.begin()

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(0, self.fontMetrics().lineSpacing() * _TOLD)

    def refresh(self) -> None:
        """Read the snippets again, and keep the selection."""
        self._fill(self.form.snippet.id)

    def begin(self) -> None:
        """Show an empty form for a new snippet."""
        self.new_with_text("")

    def new_with_text(self, text: str) -> None:
        """Show the form for a new snippet with this text."""
        self._save()
        self.list.setCurrentRow(-1)
        self.form.show_snippet(replace(_NEW, text=text))
        self.delete.setEnabled(False)
        self.form.name.setFocus()

    def done(self, result: int) -> None:
        self._save()
        super().done(result)

    def _fill(self, chosen: int) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for snippet in self._book.all():
                client = self._clients.get(snippet.client_id or 0, "")
                item = QListWidgetItem(f"{snippet.name}\n{snippet_summary(snippet, client)}", self.list)
                item.setData(Qt.ItemDataRole.UserRole, snippet)
                if snippet.id == chosen:
                    self.list.setCurrentItem(item)
        self.delete.setEnabled(self.list.currentRow() >= 0)

    def _kept(self, snippet_id: int) -> None:
        """Set the id of a saved new snippet, and save later edits under it."""
        if self._awaited:
            self._awaited = False
            self.form.snippet = replace(self.form.snippet, id=snippet_id)
            self._fill(snippet_id)
            self._save()

    def _show(self) -> None:
        """Show the selected snippet."""
        self._save()
        if self.list.currentRow() >= 0:
            self.form.show_snippet(self._chosen())
        self.delete.setEnabled(self.list.currentRow() >= 0)

    def _save(self) -> None:
        changed = self.form.changed_snippet()
        if changed is None or self._awaited:
            return
        self._awaited = changed.id == 0
        self.form.snippet = changed
        self._book.save(changed)

    def _delete(self) -> None:
        row = self.list.currentRow()
        if row < 0:
            return
        self._deleted = snippet = self._chosen()
        self.form.show_snippet(_NEW)
        self._book.delete(snippet.id)
        self.list.takeItem(row)
        self.notice.tell(self.tr("“{0}” was deleted.").format(snippet.name), Tone.GOOD, "trash-2", self.tr("Undo"))

    def _chosen(self) -> Snippet:
        snippet: Snippet = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        return snippet

    def _undo(self) -> None:
        if self._deleted:
            self.form.show_snippet(self._deleted)
            self._book.save(self._deleted)
            self._deleted = None
        self.notice.hide()

    def _wire(self) -> None:
        self._book.changed.connect(self.refresh)
        self._book.saved.connect(self._kept)
        self.form.on_leave(self._save)
        self.list.currentItemChanged.connect(self._show)
        self.new.clicked.connect(self.begin)
        self.delete.clicked.connect(self._delete)
        self.notice.action.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        left = column_of(self.list, buttons_row(self.new, self.delete), spacing=8, grow=self.list)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * 3 * 6)
        self.list.setFixedWidth(self.fontMetrics().averageCharWidth() * _LIST)
        way = self.tr("Insert one with Ctrl+Shift+I, or type “/” and its name. A snippet of hashtags only is a hashtag set.")
        self.add_remark(way)
        self.body.addLayout(row_of(left, self.form, spacing=16), 1)
        self.body.addWidget(self.notice)
        self.foot.addWidget(self.close_button)
