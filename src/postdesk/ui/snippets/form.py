"""The form of a snippet: its name, its client, its text, and the notes about its placeholders."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.oddities import replace_surrogates
from postdesk.domain.snippets import Snippet
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.forms import FieldForm, check_box, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.plain_text import typed_text
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme

_EMPTY: Final = Snippet(0, "", "")
_LINES: Final = 7


class SnippetForm(QWidget):
    """The fields of a snippet. `snippet` is the one that was shown or saved last."""

    def __init__(self, clients: Sequence[Client], theme: Theme) -> None:
        super().__init__()
        self.snippet = _EMPTY
        self.name = text_field("snippets.all.name", self.tr("Name"), self.tr("Short, to type after “/”"))
        self.whose = ClientBox("snippets.all.for", self.tr("For"))
        self.whose.show_clients(clients, everybody=self.tr("All clients"))
        self.text = SnippetEdit()
        identify(self.text, "snippets.all.text", self.tr("Text"))
        self.fills = MenuButton(theme, self.tr("Placeholders"), "snippets.all.fills")
        self.fills.setMenu(self._menu())
        self.at_end = check_box("snippets.all.at_end", self.tr("At the end, on its own line"))
        self._said = remark("", "snippets.all.said")
        self._lay_out()
        self.text.textChanged.connect(self._say)

    def on_leave(self, slot: Callable[[], None]) -> None:
        """Call the slot when a field loses the focus."""
        for signal in (self.name.editingFinished, self.text.focus_left, self.whose.activated, self.at_end.clicked):
            signal.connect(slot)

    def show_snippet(self, snippet: Snippet) -> None:
        """Show the snippet."""
        self.snippet = snippet
        self.name.setText(snippet.name)
        self.whose.choose(snippet.client_id)
        self.text.setPlainText(snippet.text)
        self.at_end.setChecked(snippet.at_end)
        self._say()

    def changed_snippet(self) -> Snippet | None:
        """Return the snippet with the typed values if it changed and can be saved, otherwise None."""
        typed = self._as_typed()
        return typed if typed != self.snippet and typed.name and typed.text.strip() else None

    def _as_typed(self) -> Snippet:
        return replace(
            self.snippet,
            name=replace_surrogates(self.name.text().strip()),
            text=typed_text(self.text.document()),
            client_id=self.whose.currentData(),
            at_end=self.at_end.isChecked(),
        )

    def _say(self) -> None:
        """Show notes about the snippet's insertion: hashtags, questions and unknown placeholders."""
        typed = self._as_typed()
        words = []
        if typed.hashtags:
            words.append(self.tr("Hashtag set: limited to what the post’s strictest platform allows."))
        if typed.questions:
            words.append(self.tr("Asks for: {0}").format(", ".join(typed.questions)))
        if typed.unknown:
            left = ", ".join(f"{{{name}}}" for name in typed.unknown)
            words.append(self.tr("Unknown, inserted as written: {0}").format(left))
        self._said.setText("\n".join(words))
        self._said.setVisible(bool(words))

    def _lay_out(self) -> None:
        form = FieldForm(self.name, self.whose, self.text)
        self.setLayout(column_of(form, row_of(self.at_end, ROOM, self.fills), self._said, ROOM))

    def _menu(self) -> QMenu:
        """Return the menu of the placeholders."""
        menu = QMenu(self)
        for words, placeholder in (
            (self.tr("Client name"), "{client}"),
            (self.tr("Date of the post"), "{date}"),
            (self.tr("One week later"), "{date+7}"),
            (self.tr("Weekday"), "{weekday}"),
            (self.tr("Time"), "{time}"),
            (self.tr("Platform"), "{platform}"),
            (self.tr("Link in the text"), "{link}"),
            (self.tr("Ask when inserting"), self.tr("{What?}")),
            (self.tr("Cursor position"), "{cursor}"),
        ):
            action = menu.addAction(f"{words}\t{placeholder}")
            action.triggered.connect(lambda _=False, placeholder=placeholder: self._put(placeholder))
        return menu

    def _put(self, placeholder: str) -> None:
        self.text.insertPlainText(placeholder)
        self.text.setFocus()


class SnippetEdit(QPlainTextEdit):
    """A text field that emits `focus_left` when it loses the focus. Tab moves to the next field."""

    focus_left = Signal()

    def __init__(self) -> None:
        super().__init__(tabChangesFocus=True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_left.emit()
