"""The base of the dialogs, which are shown with `open()` or `show()`, never with `exec()`."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.theme import Theme

_OF_SCREEN: Final = 0.92
_SLACK: Final = 8


class Dialog(QDialog):
    """A title, a body that scrolls on a small screen, and a foot with buttons. Escape closes and deletes it.

    `messages` is a layout between body and foot that doesn't scroll.
    `letters` is the width in average characters, `height` the height in pixels; with 0 they follow the content.
    """

    def __init__(self, title: str, identifier: str, parent: QWidget | None = None, letters: int = 0, *, height: int = 0) -> None:
        super().__init__(parent)
        self._letters, self._height = letters, height
        self.setWindowTitle(title)
        identify(self, identifier)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = column_of(margins=(24, 20, 24, 20))
        self.messages = column_of(spacing=0)
        self.foot = row_of(ROOM, margins=(24, 12, 24, 12))
        foot = QFrame()
        foot.setProperty("role", "foot")
        foot.setLayout(self.foot)
        area = scrollable(self.body)
        self.setLayout(column_of(area, self.messages, foot, spacing=0, grow=area))

    def sizeHint(self) -> QSize:
        if not self._letters:
            return super().sizeHint()
        width = self.fontMetrics().averageCharWidth() * self._letters
        if self._height:
            return QSize(width, self._height)
        messages = (
            0
            if self.messages.isEmpty()
            else max(self.messages.totalHeightForWidth(width), self.messages.totalSizeHint().height())
        )
        body = self.body.totalHeightForWidth(width) if self.body.hasHeightForWidth() else self.body.totalSizeHint().height()
        return QSize(width, body + messages + self.foot.sizeHint().height() + _SLACK)

    def add_remark(self, text: str) -> None:
        """Add a quiet sentence to the body."""
        self.body.addWidget(remark(text))

    def offer(self, theme: Theme, *acts: Button) -> Button:
        """Add a Cancel button to the foot, and these buttons after it; return the Cancel button."""
        cancel = Button(theme, self.tr("Cancel"), f"{self.objectName()}.cancel", on_click=self.reject)
        for button in (cancel, *acts):
            self.foot.addWidget(button)
        return cancel

    def add_main_button(self, theme: Theme, words: str, name: str, act: Callable[[], object]) -> Button:
        """Add Cancel and the main button, which Return presses, to the foot; return the main button."""
        main = Button(theme, words, f"{self.objectName()}.{name}", role="primary", on_click=act)
        main.setDefault(True)
        self.offer(theme, main)
        return main

    def grow(self) -> None:
        """Enlarge the dialog to its content, as far as the screen allows; it never shrinks."""
        self.resize(self.size().expandedTo(self.sizeHint().boundedTo(self.screen().availableSize() * _OF_SCREEN)))

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            fit_to_screen(self)
        super().showEvent(event)


def fit_to_screen(dialog: QDialog) -> None:
    """Resize a dialog to its size hint, or to most of a small screen; Qt would stop at two thirds of the screen."""
    most = dialog.screen().availableSize() * _OF_SCREEN
    least = dialog.minimumSizeHint()
    dialog.resize(dialog.sizeHint().boundedTo(most).expandedTo(least.boundedTo(most)))
