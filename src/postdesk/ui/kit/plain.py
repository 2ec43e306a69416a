"""Texts from outside are shown as they are: Qt takes markup in labels, tool tips and message boxes as HTML unless told."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QTextDocument, QTextLayout
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QLabel, QMessageBox, QSizePolicy, QStyle, QWidget

from postdesk.domain.oddities import encodable
from postdesk.ui.kit.identity import identify

_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\u2029\u2028\ufdd0\ufdd1", "\n"))
_POLISHED: Final = Qt.WidgetAttribute.WA_WState_Polished


class PlainLabel(QLabel):
    """A label that never takes its text as markup. With `elide` it takes what width there is and ends in "…".

    `elide_lines` lets one with word wrap (`wrap`) end so in the last line that has room: Qt would cut its first and last line
    in half.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: str = "",
        elide: bool = False,
        wrap: bool = False,
        identifier: str = "",
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if identifier:
            identify(self, identifier)
        self._elide, self._elide_lines = elide, False
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._show_rest()

    def elide_lines(self) -> None:
        """End in "…" where the lines are more than there is room for."""
        self._elide_lines = True
        self.setWordWrap(True)

    def shown_lines(self) -> list[str]:
        """Return the lines of a label with word wrap that have room, the last one elided where more follow."""
        room, metrics = self.contentsRect(), self.fontMetrics()
        layout = QTextLayout(self.text(), self.font(), self)
        layout.beginLayout()
        starts = list[int]()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            starts.append(line.textStart())
        layout.endLayout()
        if len(starts) <= (most := max(1, room.height() // metrics.lineSpacing())):
            return [self.text()[start:end].rstrip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
        shown = [self.text()[start:end].rstrip() for start, end in pairwise(starts[:most])]
        return [*shown, metrics.elidedText(self.text()[starts[most - 1] :], Qt.TextElideMode.ElideRight, room.width())]

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self.fontMetrics().horizontalAdvance("…" if self.text() else ""), hint.height()) if self._elide else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_rest()

    def _show_rest(self) -> None:
        """What is cut is in the tool tip."""
        if self._elide:
            cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
            plain_tooltip(self, self.text() if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide and not (self._elide_lines and self.heightForWidth(self.width()) > self.height()):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        if self._elide_lines:
            shown = "\n".join(self.shown_lines())
        else:
            shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        align = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            painter, self.rect(), align.value, self.palette(), self.isEnabled(), shown, QPalette.ColorRole.WindowText
        )


def typed_text(document: QTextDocument) -> str:
    """Return the text as it was written: `toPlainText` would turn spaces that don't break into others."""
    return encodable(document.toRawText().translate(_LINE_ENDS))


def set_tone(widget: QWidget, tone: str) -> None:
    """Give `widget` a tone (`"good"`, `"bad"`, …, or empty for none) that the style sheet colours."""
    set_property(widget, "tone", tone)


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property that the style sheet asks for, and have the sheet applied again to it and all within.

    To what was not shown yet it is applied then.
    """
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    polished = (each for each in (widget, *widget.findChildren(QWidget)) if each.testAttribute(_POLISHED))
    for each in polished:
        style: QStyle = each.style()
        style.unpolish(each)
        style.polish(each)


def plain_tooltip(widget: QWidget, text: str) -> None:
    """A tool tip that is never taken as markup."""
    widget.setToolTip(never_markup(text))


def never_markup(text: str) -> str:
    """`text` for a place that guesses whether it is markup, such as `QToolTip.showText`: it never is."""
    return RichText.convertFromPlainText(text) if RichText.mightBeRichText(text) else text


def message_box(
    parent: QWidget,
    title: str,
    text: str,
    buttons: Sequence[tuple[str, QMessageBox.ButtonRole]],
    *,
    more: str = "",
    icon: QMessageBox.Icon = QMessageBox.Icon.NoIcon,
) -> QMessageBox:
    """A question or a message in plain text, to be connected and then `open()`ed; it deletes itself when it is closed.

    `buttons` are words and roles; `QMessageBox.buttonClicked` and `buttonRole` tell which was taken.
    """
    box = QMessageBox(icon, title, text, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(more)
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
    for words, role in buttons:
        box.addButton(words, role)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
