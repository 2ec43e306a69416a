"""The emoji as a list that a view shows: those used last, then all of them or what was searched for."""

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from postdesk.domain.emoji_names import Emoji, EmojiBook

RECENT: Final = -1
_NO_INDEX: Final = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class EmojiModel(QAbstractListModel):
    """A row an emoji: `DisplayRole` is what is written, in the chosen skin tone, `AccessibleTextRole` its name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Emoji, ...] = ()
        self._recent = 0
        self._tone = 0

    def show_all(self, book: EmojiBook, recent: tuple[str, ...], tone: int) -> None:
        """Those used last, then all in the order of their groups."""
        known = (book.get(text) for text in recent)
        used = tuple(Emoji(text, each.name) for text, each in zip(recent, known, strict=True) if each)
        self._show((*used, *book.emoji), len(used), tone)

    def show_found(self, found: tuple[Emoji, ...], tone: int) -> None:
        """These alone."""
        self._show(found, 0, tone)

    def row_of(self, group: int) -> int:
        """The first row of a group, `RECENT` among them; -1 where there is none."""
        return next((row for row in range(len(self._shown)) if self.group(row) == group), -1)

    def group(self, row: int) -> int:
        """The group that a row is in."""
        return RECENT if row < self._recent else self._shown[row].group

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        emoji = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return emoji.toned(self._tone)
        return emoji.name if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _show(self, shown: tuple[Emoji, ...], recent: int, tone: int) -> None:
        self.beginResetModel()
        self._shown, self._recent, self._tone = shown, recent, tone
        self.endResetModel()
