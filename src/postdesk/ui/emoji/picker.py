"""The popup to search for an emoji and pick it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from postdesk.engine.emoji import EmojiShelf
from postdesk.ui.emoji.grid import RECENT, EmojiGrid, EmojiModel
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.beside import corner_beside
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel, plain_tooltip
from postdesk.ui.kit.theme import Theme

_GROUP_SIGNS: Final = tuple(zip((RECENT, 0, 1, 3, 4, 5, 6, 7, 8, 9), "🕘😀👋🐻🍎🚗⚽💡🔣🏁", strict=True))
_TONE_SIGNS: Final = ("✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿")
_GAP = 4


class SignRow(QWidget):
    """A row of buttons, each a number, an emoji and a name; `chosen` carries the number of the one clicked."""

    chosen = Signal(int)

    def __init__(self, identifier: str, choices: Sequence[tuple[int, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        font = QFont(self.font())
        font.setPixelSize(QFontMetrics(font).height())
        for number, sign, name in choices:
            button = QToolButton()
            button.setText(sign)
            button.setFont(font)
            button.setCheckable(True)
            button.setProperty("role", "quiet")
            identify(button, f"{identifier}.{number}", name)
            plain_tooltip(button, name)
            self._group.addButton(button, number + 1)  # Qt gives a number of its own where it is below zero
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(lambda number: self.chosen.emit(number - 1))

    def choose(self, number: int) -> None:
        """Show this one as chosen."""
        self._group.button(number + 1).setChecked(True)

    def offer(self, number: int, *, offered: bool) -> None:
        """Enable or disable a button."""
        self._group.button(number + 1).setEnabled(offered)


class EmojiGroups(SignRow):
    """Unicode's groups of emoji, and the recently used ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        names = (
            self.tr("Recently used"),
            self.tr("Smileys and emotion"),
            self.tr("People and body"),
            self.tr("Animals and nature"),
            self.tr("Food and drink"),
            self.tr("Travel and places"),
            self.tr("Activities"),
            self.tr("Objects"),
            self.tr("Symbols"),
            self.tr("Flags"),
        )
        super().__init__("emoji.group", [(*sign, name) for sign, name in zip(_GROUP_SIGNS, names, strict=True)], parent)


class SkinTones(SignRow):
    """The skin tones, 1 (light) to 5 (dark), and 0 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        names = (
            self.tr("No skin tone"),
            self.tr("Light skin tone"),
            self.tr("Medium-light skin tone"),
            self.tr("Medium skin tone"),
            self.tr("Medium-dark skin tone"),
            self.tr("Dark skin tone"),
        )
        super().__init__("emoji.tone", [(n, *each) for n, each in enumerate(zip(_TONE_SIGNS, names, strict=True))], parent)


class EmojiPicker(QFrame):
    """The popup. `picked` carries the emoji; a choice closes it, with Shift it stays; `closed` follows in any case."""

    picked = Signal(str)
    closed = Signal()

    def __init__(self, shelf: EmojiShelf, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._shelf = shelf
        identify(self, "emoji", self.tr("Emoji"))
        self.setProperty("role", "popup")
        self.search = QLineEdit(placeholderText=self.tr("Search, such as “heart” or “party”"))
        self.search.setProperty("role", "search")
        identify(self.search, "emoji.search", self.tr("Search emoji"))
        make_clearable(self.search)
        self.groups, self.tones = EmojiGroups(), SkinTones()
        self._model = EmojiModel(self)
        self.grid = EmojiGrid(theme)
        self.grid.setModel(self._model)
        self.name = PlainLabel(role="secondary", elide=True)
        identify(self.name, "emoji.name")
        self._lay_out()
        self._wire()

    def open_above(self, anchor: QWidget) -> None:
        """Show it beside `anchor`, above it where there is room, with the focus in the search."""
        self.search.clear()
        self._shelf.load()
        self._show()
        self.adjustSize()
        self.move(corner_beside(self, anchor))
        self.show()
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search, Down leads into the list, and Enter takes the first of it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._model.index(0))
        elif event.key() == Qt.Key.Key_Down:
            self.grid.setFocus()
            self.grid.setCurrentIndex(self._model.index(0))
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _show(self) -> None:
        """All, or what the search finds."""
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
        self.grid.left.connect(self.search.setFocus)
        self.grid.selectionModel().currentChanged.connect(self._now_at)
        self.grid.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for part in (self.search, self.groups, self.grid, self.name, self.tones):
            column.addWidget(part)
