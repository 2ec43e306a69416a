"""The popup to search for an emoji and pick it."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QLineEdit, QToolButton, QWidget

from postdesk.engine.emoji import EmojiLibrary
from postdesk.ui.emoji.grid import RECENT, EmojiGrid, EmojiModel
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.popup import Popup
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate

_GROUPS: Final = (
    (RECENT, "🕘", QT_TRANSLATE_NOOP("EmojiGroups", "Recently used")),
    (0, "😀", QT_TRANSLATE_NOOP("EmojiGroups", "Smileys and emotion")),
    (1, "👋", QT_TRANSLATE_NOOP("EmojiGroups", "People and body")),
    (3, "🐻", QT_TRANSLATE_NOOP("EmojiGroups", "Animals and nature")),
    (4, "🍎", QT_TRANSLATE_NOOP("EmojiGroups", "Food and drink")),
    (5, "🚗", QT_TRANSLATE_NOOP("EmojiGroups", "Travel and places")),
    (6, "⚽", QT_TRANSLATE_NOOP("EmojiGroups", "Activities")),
    (7, "💡", QT_TRANSLATE_NOOP("EmojiGroups", "Objects")),
    (8, "🔣", QT_TRANSLATE_NOOP("EmojiGroups", "Symbols")),
    (9, "🏁", QT_TRANSLATE_NOOP("EmojiGroups", "Flags")),
)
"""Unicode's groups of emoji by number, and the recently used ones."""

_TONES: Final = (
    (0, "✋", QT_TRANSLATE_NOOP("SkinTones", "No skin tone")),
    (1, "✋🏻", QT_TRANSLATE_NOOP("SkinTones", "Light skin tone")),
    (2, "✋🏼", QT_TRANSLATE_NOOP("SkinTones", "Medium-light skin tone")),
    (3, "✋🏽", QT_TRANSLATE_NOOP("SkinTones", "Medium skin tone")),
    (4, "✋🏾", QT_TRANSLATE_NOOP("SkinTones", "Medium-dark skin tone")),
    (5, "✋🏿", QT_TRANSLATE_NOOP("SkinTones", "Dark skin tone")),
)
_GAP = 4


class EmojiButtonRow(QWidget):
    """A row of buttons: each with a number, an emoji and a name. `chosen` carries the number of the clicked one."""

    chosen = Signal(int)

    def __init__(self, identifier: str, signs: Iterable[tuple[int, str, str]]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        font = QFont(self.font())
        font.setPixelSize(QFontMetrics(font).height())
        buttons: list[QToolButton] = []
        for number, sign, name in signs:
            button = QToolButton()
            button.setText(sign)
            button.setFont(font)
            button.setCheckable(True)
            button.setProperty("role", "quiet")
            identify(button, f"{identifier}.{number}", name)
            plain_tooltip(button, name)
            buttons.append(button)
            self._group.addButton(button, number + 1)  # Qt replaces a negative id with one of its own
        self.setLayout(row_of(*buttons, ROOM, spacing=0))
        self._group.idClicked.connect(lambda number: self.chosen.emit(number - 1))

    def choose(self, number: int) -> None:
        """Show the button as selected."""
        self._group.button(number + 1).setChecked(True)

    def offer(self, number: int, *, offered: bool) -> None:
        """Enable or disable a button."""
        self._group.button(number + 1).setEnabled(offered)


class EmojiPicker(Popup):
    """The popup. `picked` carries the emoji; a choice closes the popup, unless Shift is held."""

    picked = Signal(str)

    def __init__(self, shelf: EmojiLibrary, theme: Theme, parent: QWidget) -> None:
        super().__init__("emoji", self.tr("Emoji"), parent)
        self._shelf = shelf
        self.search = QLineEdit(placeholderText=self.tr("Search, such as “heart” or “party”"))
        self.search.setProperty("role", "search")
        identify(self.search, "emoji.search", self.tr("Search emoji"))
        make_clearable(self.search)
        self.groups = EmojiButtonRow("emoji.group", [(n, sign, translate("EmojiGroups", name)) for n, sign, name in _GROUPS])
        self.tones = EmojiButtonRow("emoji.tone", [(n, sign, translate("SkinTones", name)) for n, sign, name in _TONES])
        self._model = EmojiModel(self)
        self.grid = EmojiGrid(theme)
        self.grid.setModel(self._model)
        self.name = PlainLabel(role="secondary", elide=True, identifier="emoji.name")
        self._lay_out()
        self._wire()

    def open_above(self, anchor: QWidget) -> None:
        """Show the popup beside `anchor`, above it if there is room, with the focus in the search."""
        self.search.clear()
        self._shelf.load()
        self._show()
        self.show_beside(anchor)
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from the search into the list on Down, and take the first emoji on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._model.index(0))
        elif event.key() == Qt.Key.Key_Down:
            self.grid.setFocus()
            self.grid.setCurrentIndex(self._model.index(0))
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        """Show all emoji, or the search results."""
        book, asked = self._shelf.book, self.search.text().strip()
        if book is None:
            self.name.setText(self.tr("Loading…"))
            return
        if asked:
            self._model.show_found(book.found(asked), self._shelf.tone)
        else:
            self._model.show_all(book, self._shelf.recent, self._shelf.tone)
        self.groups.offer(RECENT, offered=bool(self._shelf.recent))
        self.groups.choose(self._model.group(0) if self._model.rowCount() else RECENT)
        self.tones.choose(self._shelf.tone)
        self._say_found(asked)

    def _say_found(self, asked: str) -> None:
        count = self._model.rowCount()
        words = self.tr("{0} found").format(count) if count else self.tr("No results. Try another word.")
        self.name.setText(words if asked else "")
        if asked:
            announce(self.search, words)

    def _go_to(self, group: int) -> None:
        if self.search.text():
            self.search.clear()
        row = self._model.row_of(group)
        self.grid.setCurrentIndex(self._model.index(row))
        self.grid.scrollTo(self._model.index(row), EmojiGrid.ScrollHint.PositionAtTop)
        self.groups.choose(group)
        self.grid.setFocus()

    def _now_at(self, index: QModelIndex) -> None:
        self.name.setText(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    def _take(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        text = str(index.data())
        self._shelf.used(text)
        self.picked.emit(text)
        if not QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.close()

    def _search_on(self, event: QKeyEvent) -> None:
        self.search.setFocus()
        QApplication.sendEvent(self.search, event)

    def _choose_tone(self, tone: int) -> None:
        self._shelf.choose_tone(tone)
        self._show()

    def _scrolled(self) -> None:
        index = self.grid.indexAt(QPoint(_GAP, _GAP))
        if index.isValid() and not self.search.text():
            self.groups.choose(self._model.group(index.row()))

    def _wire(self) -> None:
        self._shelf.ready.connect(self._show)
        self.search.textChanged.connect(self._show)
        self.groups.chosen.connect(self._go_to)
        self.tones.chosen.connect(self._choose_tone)
        self.grid.chosen.connect(self._take)
        self.grid.entered.connect(self._now_at)
        self.grid.typed.connect(self._search_on)
        self.grid.focus_left.connect(self.search.setFocus)
        self.grid.selectionModel().currentChanged.connect(self._now_at)
        self.grid.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _lay_out(self) -> None:
        parts = self.search, self.groups, self.grid, self.name, self.tones
        self.setLayout(column_of(*parts, spacing=8, margins=(8, 8, 8, 8)))
