"""A dialog of ours: `open()` or `show()` it, never wait in it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.row import ROOM, column_of, row_of
from postdesk.ui.kit.scroll_area import scrolling
from postdesk.ui.kit.theme import Theme

_OF_SCREEN: Final = 0.92
_SLACK: Final = 8


class Dialog(QDialog):
    """A title, a body that scrolls where the screen is small, and a foot with buttons. Escape closes it, and it is gone.

    What is `told` stands between the two, and does not scroll.

    `letters`: how many of the average width it is wide; it is as high as what it says then, unless `height` says how high
    (pixels). 0 leaves both to what is in it.
    """

    def __init__(self, title: str, identifier: str, parent: QWidget | None = None, letters: int = 0, *, height: int = 0) -> None:
        super().__init__(parent)
        self._letters, self._height = letters, height
        self.setWindowTitle(title)
        identify(self, identifier)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = column_of(margins=(24, 20, 24, 20))
        self.told = column_of(spacing=0)
        self.foot = row_of(ROOM, margins=(24, 12, 24, 12))
        foot = QFrame()
        foot.setProperty("role", "foot")
        foot.setLayout(self.foot)
        area = scrolling(self.body)
        self.setLayout(column_of(area, self.told, foot, spacing=0, grow=area))

    def sizeHint(self) -> QSize:
        if not self._letters:
            return super().sizeHint()
        width = self.fontMetrics().averageCharWidth() * self._letters
        if self._height:
            return QSize(width, self._height)
        told = 0 if self.told.isEmpty() else max(self.told.totalHeightForWidth(width), self.told.totalSizeHint().height())
        body = self.body.totalHeightForWidth(width) if self.body.hasHeightForWidth() else self.body.totalSizeHint().height()
        return QSize(width, body + told + self.foot.sizeHint().height() + _SLACK)

    def add_remark(self, text: str) -> None:
        """Put a quiet sentence below what is in the body."""
        self.body.addWidget(remark(text))

    def offer(self, theme: Theme, *acts: Button) -> Button:
        """Put a button into the foot that leaves all as it is, and these behind it; gives the first."""
        cancel = Button(theme, self.tr("Cancel"), f"{self.objectName()}.cancel")
        cancel.clicked.connect(self.reject)
        for button in (cancel, *acts):
            self.foot.addWidget(button)
        return cancel

    def offer_main(self, theme: Theme, words: str, name: str, act: Callable[[], object]) -> Button:
        """Put the main button into the foot, behind one that leaves all as it is; Return presses it, too."""
        main = Button(theme, words, f"{self.objectName()}.{name}", role="primary")
        main.setDefault(True)
        main.clicked.connect(act)
        self.offer(theme, main)
        return main

    def grow(self) -> None:
        """As high as what it says now, as far as the screen goes, where it was lower."""
        self.resize(self.size().expandedTo(self.sizeHint().boundedTo(self.screen().availableSize() * _OF_SCREEN)))

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            fit(self)
        super().showEvent(event)


def fit(dialog: QDialog) -> None:
    """Give a dialog the size that it asks for, or most of a small screen: Qt gives it two thirds at most."""
    most = dialog.screen().availableSize() * _OF_SCREEN
    least = dialog.minimumSizeHint()
    dialog.resize(dialog.sizeHint().boundedTo(most).expandedTo(least.boundedTo(most)))
