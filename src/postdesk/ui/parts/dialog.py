"""A dialog of ours: `open()` or `show()` it, never wait in it."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from postdesk.ui.parts.identity import identify

_OF_SCREEN: Final = 0.92
_SLACK: Final = 8


class Dialog(QDialog):
    """A title, a body that scrolls where the screen is small, and a foot with buttons. Escape closes it, and it is gone.

    `letters`: how many of the average width it is wide; it is as high as what it says then. 0 leaves both to what is in it.
    """

    def __init__(self, title: str, identifier: str, parent: QWidget | None = None, letters: int = 0) -> None:
        super().__init__(parent)
        self._letters = letters
        self.setWindowTitle(title)
        identify(self, identifier)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(12)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(24, 12, 24, 12)
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(self.body), 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        foot.setLayout(self.foot)
        column.addWidget(foot)

    def sizeHint(self) -> QSize:
        if not self._letters:
            return super().sizeHint()
        width = self.fontMetrics().averageCharWidth() * self._letters
        return QSize(width, self.body.totalHeightForWidth(width) + self.foot.sizeHint().height() + _SLACK)

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            fit(self)
        super().showEvent(event)


class UpAndDown(QScrollArea):
    """Scrolls up and down only, so it is as wide as what it holds at least: Qt's would cut it."""

    def minimumSizeHint(self) -> QSize:
        hint, inner = super().minimumSizeHint(), self.widget()
        least = inner.minimumSizeHint().width() if inner else 0
        return QSize(max(hint.width(), least + self.verticalScrollBar().sizeHint().width()), hint.height())


def fit(dialog: QDialog) -> None:
    """Give a dialog the size that it asks for, or most of a small screen: Qt gives it two thirds at most."""
    most = dialog.screen().availableSize() * _OF_SCREEN
    least = dialog.minimumSizeHint()
    dialog.resize(dialog.sizeHint().boundedTo(most).expandedTo(least.boundedTo(most)))


def scrolling(layout: QVBoxLayout) -> QScrollArea:
    """The layout in an area that scrolls up and down where there is not room enough."""
    inner = QWidget()
    inner.setProperty("role", "pane")
    inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    inner.setLayout(layout)
    area = UpAndDown()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
