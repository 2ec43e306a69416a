"""The history of a draft: its versions, the changes from one to the next, and the way to restore each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QListView, QPlainTextEdit, QWidget

from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.versions import ChangeKind, DraftVersion, count_word_changes, diff_words
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import check_box, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, fill, row_of
from postdesk.ui.kit.list_boxes import PaddedDelegate
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.times import recent_text

translate = QCoreApplication.translate

_LETTERS: Final = 140
_HEIGHT: Final = 560
_LIST_LETTERS: Final = 48
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class DraftVersionsModel(QAbstractListModel):
    """The versions of a draft from the newest, the present one on top; each is compared with the one before it."""

    def __init__(
        self, draft: Draft, versions: Sequence[DraftVersion], local_zone: ZoneInfo, now: datetime, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._local_zone, self._now = local_zone, now
        older = list(versions)
        while older and older[0].same(draft):
            del older[0]
        self._steps: list[DraftVersion | Draft] = [draft, *older]
        self._words: dict[int, str] = {}

    def version(self, row: int) -> DraftVersion | None:
        """Return the version of a row; None for the present text."""
        step = self._steps[row] if 0 <= row < len(self._steps) else None
        return step if isinstance(step, DraftVersion) else None

    def texts(self, row: int) -> tuple[str, str]:
        """Return the text of the version before that row's, and of its own."""
        before = version_text(self._steps[row + 1]) if row + 1 < len(self._steps) else ""
        return before, version_text(self._steps[row])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        row = index.row()
        if row not in self._words:
            version = self.version(row)
            when = recent_text(version.at, self._local_zone, self._now) if version else self.tr("Now")
            self._words[row] = f"{when} · {change_words(*count_word_changes(*self.texts(row)))}"
        return self._words[row]


class HistoryDialog(Dialog):
    """The dialog of versions. `restore_requested` carries the version to restore."""

    restore_requested = Signal(object)

    def __init__(self, theme: Theme, history: DraftVersionsModel, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("History"), "history", parent, _LETTERS, height=_HEIGHT)
        self._theme, self._history = theme, history
        self.list = QListView(uniformItemSizes=True)
        self.list.setModel(history)
        self.list.setProperty("role", "boxed")
        self.list.setItemDelegate(PaddedDelegate(self.list))
        self.list.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LIST_LETTERS)
        identify(self.list, "history.list", self.tr("Versions"))
        self.text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        identify(self.text, "history.text", self.tr("Text of this version"))
        changes = self.tr("Show changes (added underlined, removed struck out)")
        self.changes = check_box("history.changes", changes, on=True)
        self.restore = Button(theme, self.tr("Restore this version"), "history.restore", role="primary")
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._show)
        self.changes.toggled.connect(self._show)
        self.list.activated.connect(self._restore)
        self.restore.clicked.connect(self._restore)
        theme.changed.connect(self._show)
        self.list.setCurrentIndex(history.index(min(1, history.rowCount() - 1)))
        self.list.setFocus()

    def _show(self) -> None:
        row = self.list.currentIndex().row()
        before, now = self._history.texts(row)
        self.restore.setEnabled(self._history.version(row) is not None)
        self.text.clear()
        cursor = self.text.textCursor()
        pieces = diff_words(before, now) if self.changes.isChecked() else ()
        for piece in pieces:
            cursor.insertText(piece.text, self._char_format(piece.kind))
        if not pieces:
            cursor.insertText(now, self._char_format(ChangeKind.SAME))
        cursor.setPosition(0)
        self.text.setTextCursor(cursor)

    def _char_format(self, kind: ChangeKind) -> QTextCharFormat:
        """Return the format of added or removed text: underlined or struck out, so that colour is not the only sign."""
        made, colours = QTextCharFormat(), self._theme.colours
        made.setForeground(
            QColor({ChangeKind.SAME: colours.text, ChangeKind.ADDED: colours.good, ChangeKind.REMOVED: colours.bad}[kind])
        )
        if kind is not ChangeKind.SAME:
            made.setBackground(QColor(colours.good_soft if kind is ChangeKind.ADDED else colours.bad_soft))
        made.setFontUnderline(kind is ChangeKind.ADDED)
        made.setFontStrikeOut(kind is ChangeKind.REMOVED)
        return made

    def _restore(self) -> None:
        if version := self._history.version(self.list.currentIndex().row()):
            self.accept()
            self.restore_requested.emit(version)

    def _lay_out(self) -> None:
        columns = row_of(self.list, column_of(self.text, self.changes, grow=self.text, spacing=8), spacing=16)
        about = remark(self.tr("Postdesk saves a version when you pause, and before you delete much. You can undo a restore."))
        fill(self.body, PlainLabel(self.tr("History"), role="heading"), columns, about, grow=columns)
        close = Button(self._theme, self.tr("Close"), "history.close")
        close.clicked.connect(self.reject)
        fill(self.foot, close, self.restore)


def version_text(version: DraftVersion | Draft) -> str:
    """Return all texts of a version as plain text: the shared one, then each platform's own."""
    only = translate("Versions", "Only on {0}:")
    own = ((only.format(platform_word(each.platform)), *_lines(each)) for each in version.variants)
    return "\n\n".join(map("\n".join, (_lines(version), *own))).strip()


def _lines(part: DraftVersion | Draft | Variant) -> Iterator[str]:
    if part.title:
        yield translate("Versions", "Title: {0}").format(part.title)
    if part.text is not None:
        yield part.text
    if part.media_url:
        yield translate("Versions", "Media: {0}").format(part.media_url)
    if part.thumbnail_url:
        yield translate("Versions", "Cover image: {0}").format(part.thumbnail_url)


def change_words(added: int, removed: int) -> str:
    """Return the number of words added and removed, as text."""
    if not added and not removed:
        return translate("Versions", "same text")
    if added and removed:
        one = translate("Versions", "1 word added, {1} removed")
        words = one if added == 1 else translate("Versions", "{0} words added, {1} removed")
    elif added:
        words = translate("Versions", "1 word added") if added == 1 else translate("Versions", "{0} words added")
    else:
        words = translate("Versions", "1 word removed") if removed == 1 else translate("Versions", "{1} words removed")
    return words.format(added, removed)
