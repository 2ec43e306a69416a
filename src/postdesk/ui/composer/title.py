"""The composer's title bar: whose post it is, when it was kept, undo and the menu."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from postdesk.domain.clients import Client
from postdesk.ui.parts.avatar import Avatar
from postdesk.ui.parts.buttons import IconButton
from postdesk.ui.parts.identity import identify
from postdesk.ui.parts.pane_title import PaneTitle
from postdesk.ui.plain import plain_tooltip
from postdesk.ui.theme import Theme

_BAR = 3
_NAME_CHARACTERS = 24


class ComposerTitle(PaneTitle):
    """The client's colour across the top, the mark and "For …" below it; `remark` says when it was saved."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "composer.head", parent)
        self._colour = ""
        self._avatar = Avatar()
        identify(self._title, "composer.for")
        self._row.insertWidget(0, self._avatar)
        self.undo = IconButton(theme, "undo-2", self.tr("Undo typing (Ctrl+Z)"), "composer.undo")
        self.menu = IconButton(theme, "ellipsis", self.tr("Drafts, copies, delete"), "composer.menu")
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add(self.undo)
        self.add(self.menu)
        self.show_client(None)

    def show_client(self, client: Client | None) -> None:
        """Whose draft is open; None where there is none."""
        self._colour = client.colour if client else ""
        self._avatar.setVisible(client is not None)
        if client:
            self._avatar.show_client(client.name, client.colour)
        self.set_title(self.tr("For {0}").format(self._short(client.name)) if client else self.tr("Composer"))
        plain_tooltip(self._title, client.name if client else "")
        self.undo.setVisible(client is not None)
        self.menu.setVisible(client is not None)
        self.update()

    def _short(self, name: str) -> str:
        metrics = self._title.fontMetrics()
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, metrics.averageCharWidth() * _NAME_CHARACTERS)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._colour:
            QPainter(self).fillRect(0, 0, self.width(), _BAR, QColor(self._colour))
