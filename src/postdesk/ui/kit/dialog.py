"""The base of the dialogs, which are shown with `open()` or `show()`, never with `exec()`."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QShowEvent, QWindow
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.theme import Theme

_OF_SCREEN: Final = 0.92
_SLACK: Final = 8
_FRAME: Final = QMargins(8, 32, 8, 8)


class Dialog(QDialog):
    """A title, a body that scrolls on a small screen, and a foot with buttons. Escape closes and deletes it.

    `messages` is a layout between body and foot that doesn't scroll.
    `letters` is the width in average characters, `height` the height in pixels; with 0 they follow the content.
    """

    def __init__(self, title: str, identifier: str, parent: QWidget | None = None, letters: int = 0, *, height: int = 0) -> None:
        super().__init__(parent)
        self._letters, self._height = letters, height
        self._painted = False
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
        self.resize(self.size().expandedTo(self.sizeHint().boundedTo(_most_size(self))))
        if self.isVisible():
            keep_on_screen(self)

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            fit_to_screen(self)
        super().showEvent(event)  # which centres the dialog over its parent
        if not event.spontaneous():
            keep_on_screen(self, framed=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, partial(keep_on_screen, self))  # it has got its frame


def fit_to_screen(dialog: QDialog) -> None:
    """Resize a dialog to its size hint, or to most of a small screen; Qt would stop at two thirds of the screen."""
    most = _most_size(dialog)
    least = dialog.minimumSizeHint()
    dialog.resize(dialog.sizeHint().boundedTo(most).expandedTo(least.boundedTo(most)))


def keep_on_screen(dialog: QDialog, *, framed: bool = True) -> None:
    """Move a dialog so that it lies within the screen, frame included. `framed`: it has got its frame."""
    frame, width, height = _frame(dialog), dialog.width(), dialog.height()
    room = screen_room(dialog).marginsRemoved(frame)
    at = dialog.geometry().topLeft() if framed else dialog.pos() + QPoint(frame.left(), frame.top())
    x = max(room.left(), min(at.x(), room.right() + 1 - width))
    y = max(room.top(), min(at.y(), room.bottom() + 1 - height))
    dialog.move(dialog.pos() + QPoint(x, y) - at)


def screen_room(dialog: QDialog) -> QRect:
    """Return the area that the desktop leaves for windows."""
    return dialog.screen().availableGeometry()


def _most_size(dialog: QDialog) -> QSize:
    room = screen_room(dialog).size()
    return room.shrunkBy(_frame(dialog)).boundedTo(room * _OF_SCREEN)


def _frame(dialog: QDialog) -> QMargins:
    """Return the frame that the desktop puts around the dialog, or room for it before it is known."""
    handle: QWindow | None = dialog.windowHandle()
    known = handle.frameMargins() if handle else QMargins()
    return _FRAME if known.isNull() else known
