"""A platform's own text compared with the shared one: removed words are struck through, added ones underlined."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QHideEvent, QResizeEvent, QShowEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from postdesk.domain.text_diff import DiffKind, DiffSpan, diff_texts
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme

_PAUSE_MS: Final = 150
_MOST_LINES: Final = 8
_AROUND: Final = 24
"""The height of the frame, the padding and the document's margins together, in logical pixels."""


class Comparison(QWidget):
    """The comparison, which is updated shortly after the last key and only while it is visible."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = self._drawn = ("", "")
        self._field = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        identify(self._field, "composer.comparison", self.tr("Compared with the shared text"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        theme.changed.connect(self._draw)
        self._lay_out()
        self.hide()

    def show_texts(self, shared: str, own: str) -> None:
        """Compare these texts after a short pause."""
        self._texts = shared, own
        if self.isVisible() and self._texts != self._drawn:
            self._pause.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._pause.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause.stop()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        self._drawn = self._texts
        stretches = diff_texts(*self._texts)
        self._field.clear()
        cursor = self._field.textCursor()
        for stretch in stretches:
            cursor.insertText(stretch.text, self._format(stretch.change))
        self._field.moveCursor(QTextCursor.MoveOperation.Start)
        self._field.setAccessibleDescription(self._spoken(stretches))
        self._fit()

    def _format(self, change: DiffKind) -> QTextCharFormat:
        form, colours = QTextCharFormat(), self._theme.colours
        if change is DiffKind.LEFT_OUT:
            form.setFontStrikeOut(True)
            form.setForeground(QColor(colours.bad))
            form.setBackground(QColor(colours.bad_soft))
        elif change is DiffKind.ADDED:
            form.setFontUnderline(True)
            form.setForeground(QColor(colours.good))
            form.setBackground(QColor(colours.good_soft))
        return form

    def _spoken(self, stretches: tuple[DiffSpan, ...]) -> str:
        """Return the changes for a screen reader, which can't read strikethrough and underline."""
        said = []
        for change, words in ((DiffKind.LEFT_OUT, self.tr("Left out: {0}")), (DiffKind.ADDED, self.tr("Added: {0}"))):
            parts = [" ".join(stretch.text.split()) for stretch in stretches if stretch.change is change]
            if named := "; ".join(part for part in parts if part):
                said.append(words.format(named))
        return "\n".join(said) or self.tr("No differences.")

    def _fit(self) -> None:
        """Fit the height to the text, up to `_MOST_LINES` lines."""
        self._field.document().setTextWidth(self._field.viewport().width())
        lines = min(max(round(self._field.document().size().height()), 1), _MOST_LINES)
        self._field.setFixedHeight(lines * self._field.fontMetrics().lineSpacing() + _AROUND)

    def _lay_out(self) -> None:
        entries = []
        for icon, words, tone in (("x", self.tr("left out"), "bad"), ("plus", self.tr("added"), "good")):
            label = PlainLabel(words)
            font = label.font()
            font.setStrikeOut(tone == "bad")
            font.setUnderline(tone == "good")
            label.setFont(font)
            set_tone(label, tone)
            entries.append(row_of(IconLabel(self._theme, icon, tone, 12), label, spacing=4))
        self.setLayout(column_of(row_of(*entries, ROOM, spacing=16), self._field, spacing=4))
