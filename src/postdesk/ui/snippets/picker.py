"""The list of snippets to insert, and the questions that a snippet asks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from postdesk.domain.snippets import Snippet, find_snippets
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import FieldForm, make_clearable, remark
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.list_boxes import list_box
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.popup import Popup
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.snippets.words import snippet_summary

_ROWS = 6
_LETTERS = 44


class SnippetPicker(Popup):
    """`picked` carries the Snippet; `save_requested` and `manage_requested` follow the buttons at the foot."""

    picked = Signal(object)
    save_requested = Signal()
    manage_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("snippets", self.tr("Snippets"), parent)
        self._snippets: Sequence[Snippet] = ()
        self.search = text_field("snippets.search", self.tr("Search snippets"), self.tr("Search names and texts"))
        self.search.setProperty("role", "search")
        make_clearable(self.search)
        self.list = list_box("snippets.list", self.tr("Snippets"))
        self._none = remark("", "snippets.none")
        self.save = Button(theme, "", "snippets.save", role="quiet", icon="plus")
        self.manage = Button(theme, self.tr("Edit snippets"), "snippets.manage", role="quiet", icon="pencil")
        self._lay_out()
        self.search.textChanged.connect(self._show_found)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        for button, asked in ((self.save, self.save_requested), (self.manage, self.manage_requested)):
            button.clicked.connect(self.close)
            button.clicked.connect(asked)

    def open_above(self, anchor: QWidget, snippets: Sequence[Snippet], to_save: str) -> None:
        """Show the snippets beside `anchor`; `to_save` is the words of the save button, empty to disable it."""
        self._snippets = snippets
        self.save.set_text(to_save or self.tr("Save as a snippet"))
        self.save.setEnabled(bool(to_save))
        self.search.clear()
        self._show_found()
        self.search.setVisible(bool(snippets))
        self.show_beside(anchor)
        (self.search if snippets else self.save if to_save else self.manage).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from the search into the list on Down, and take the selected snippet on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            if self.list.count():
                self._take(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
            self.list.setCurrentRow(min(1, self.list.count() - 1))
        else:
            super().keyPressEvent(event)

    def _show_found(self) -> None:
        typed = self.search.text().strip()
        self.list.clear()
        for snippet in find_snippets(self._snippets, typed):
            item = QListWidgetItem(f"{snippet.name}\n{snippet_summary(snippet, '')}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, snippet)
        self.list.setCurrentRow(0)
        none = self.tr("No results. Try another word.")
        if not self._snippets:
            none = self.tr("Save texts and hashtags that you use often, and insert them with a few keys.")
        self._none.setText(none)
        self._none.setVisible(not self.list.count())
        self.list.setVisible(bool(self.list.count()))
        if typed:
            announce(self.search, self.tr("{0} found").format(self.list.count()) if self.list.count() else none)

    def _take(self, item: QListWidgetItem) -> None:
        self.close()
        self.picked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _lay_out(self) -> None:
        self.list.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self.list.setFixedHeight(self.fontMetrics().lineSpacing() * 3 * _ROWS)
        foot = row_of(self.save, ROOM, self.manage)
        self.setLayout(column_of(self.search, self.list, self._none, foot, spacing=8, margins=(8, 8, 8, 8)))


class AskPopup(Popup):
    """The questions of a snippet. `answered` carries the answers by question; Escape gives none."""

    answered = Signal(object)

    def __init__(self, theme: Theme, name: str, questions: Sequence[str], parent: QWidget) -> None:
        super().__init__("snippets.ask", name, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fields = {
            question: text_field(f"snippets.ask.{number}", question) for number, question in enumerate(questions, start=1)
        }
        self._insert = Button(theme, self.tr("Insert"), "snippets.ask.insert", role="primary")
        self._insert.clicked.connect(self._answer)
        self._lay_out(name)

    def open_above(self, anchor: QWidget) -> None:
        """Show the popup beside `anchor`, with the focus in the first field."""
        self.show_beside(anchor)
        next(iter(self._fields.values())).setFocus()

    def _answer(self) -> None:
        answers = {question: field.text() for question, field in self._fields.items()}
        self.close()
        self.answered.emit(answers)

    def _lay_out(self, name: str) -> None:
        form = FieldForm(*self._fields.values())
        for field in self._fields.values():
            field.returnPressed.connect(self._answer)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        foot = row_of(ROOM, self._insert)
        self.setLayout(column_of(PlainLabel(name, role="title"), form, foot, margins=(16, 12, 16, 12)))
