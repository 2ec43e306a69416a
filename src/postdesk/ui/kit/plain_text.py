"""Texts from outside, shown as plain text: by default Qt interprets markup in labels, tool tips and message boxes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QTextDocument, QTextLayout
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox, QSizePolicy, QStyle, QWidget

from postdesk.domain.oddities import replace_surrogates
from postdesk.ui.kit.identifiers import identify

_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\u2029\u2028\ufdd0\ufdd1", "\n"))
_POLISHED: Final = Qt.WidgetAttribute.WA_WState_Polished


class PlainLabel(QLabel):
    """A label that never interprets markup. With `elide` it takes the available width and ends in "…".

    `elide_lines` elides the last line of a label with word wrap (`wrap`): Qt would cut its first and last line in half.
    """

    def __init__(self, text: str = "", *, role: str = "", elide: bool = False, wrap: bool = False, identifier: str = "") -> None:
        super().__init__()
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
        if text != self.text():
            super().setText(text)
            self._show_rest()

    def elide_lines(self) -> None:
        """Wrap the text, and end in "…" if there is no room for all lines."""
        self._elide_lines = True
        self.setWordWrap(True)

    def shown_lines(self) -> list[str]:
        """Return the lines of a wrapped label that have room, the last one elided if more follow."""
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

    def elided(self) -> str:
        """Return the text as far as one line has room for it."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self.fontMetrics().horizontalAdvance("…" if self.text() else ""), hint.height()) if self._elide else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_rest()

    def _show_rest(self) -> None:
        """Show elided text in the tool tip."""
        if self._elide:
            cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
            plain_tooltip(self, self.text() if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide and not (self._elide_lines and self.heightForWidth(self.width()) > self.height()):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        shown = "\n".join(self.shown_lines()) if self._elide_lines else self.elided()
        align = QStyle.visualAlignment(self.layoutDirection(), self.alignment() | Qt.AlignmentFlag.AlignVCenter)
        self.style().drawItemText(
            painter, self.rect(), align.value, self.palette(), self.isEnabled(), shown, QPalette.ColorRole.WindowText
        )


def typed_text(document: QTextDocument) -> str:
    """Return the text as it was written: `toPlainText` would replace no-break spaces."""
    return replace_surrogates(document.toRawText().translate(_LINE_ENDS))


def set_tone(widget: QWidget, tone: str) -> None:
    """Set the tone of `widget` (`"good"`, `"bad"`, …, or empty for none), which the style sheet colours."""
    set_property(widget, "tone", tone)


def set_notice_tone(frame: QWidget, tone: str) -> None:
    """Set the tone of a notice or banner and of the buttons in it; call it again for buttons that were added since."""
    set_tone(frame, tone)
    for button in frame.findChildren(QAbstractButton):
        set_property(button, "within", frame.property("role"))
        set_tone(button, tone)


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property used by the style sheet, and apply the sheet again to the widget, unless it was not shown yet.

    What lies in it is left alone: no rule of the sheet depends on a property of an ancestor that changes.
    """
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(_POLISHED) or widget.isVisible():
        style: QStyle = widget.style()
        style.unpolish(widget)
        style.polish(widget)


def plain_tooltip(widget: QWidget, text: str) -> None:
    """Set a tool tip that is never interpreted as markup."""
    if (words := escape_markup(text)) != widget.toolTip():
        widget.setToolTip(words)


def escape_markup(text: str) -> str:
    """Return `text`, escaped for functions that guess whether it is markup, such as `QToolTip.showText`."""
    is_plain = "<" not in text and "&" not in text  # asking Qt takes long
    return text if is_plain or not RichText.mightBeRichText(text) else RichText.convertFromPlainText(text)


def message_box(
    parent: QWidget,
    title: str,
    text: str,
    buttons: Sequence[tuple[str, QMessageBox.ButtonRole]],
    *,
    more: str = "",
    icon: QMessageBox.Icon = QMessageBox.Icon.NoIcon,
) -> QMessageBox:
    """Return a plain-text message box, to be connected and then `open()`ed; it deletes itself when closed.

    `buttons` are words and roles; `QMessageBox.buttonClicked` and `buttonRole` tell which one was pressed.
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
