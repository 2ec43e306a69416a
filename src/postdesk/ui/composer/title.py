"""The composer's title bar: whose post it is, when it was kept, undo and the menu."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from postdesk.domain.clients import Client
from postdesk.ui.kit.avatar import Avatar
from postdesk.ui.kit.buttons import ElidedButton, IconButton
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.pane_title import PaneTitle
from postdesk.ui.kit.plain import plain_tooltip
from postdesk.ui.kit.theme import Theme

_BAR = 3
_LABEL_CHARACTERS = 12


class ComposerTitle(PaneTitle):
    """The client's colour across the top, the mark and "For …" below it; `remark` says when it was saved.

    `labels` says how the draft is labelled, and is clicked to change that.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "composer.head", parent)
        self._colour = ""
        self._labels: Sequence[str] = ()
        self._avatar = Avatar()
        identify(self._title, "composer.for")
        self._row.insertWidget(0, self._avatar)
        self.labels = ElidedButton(theme, "", "composer.labels", role="quiet", icon="tag", colour="secondary")
        self.undo = IconButton(theme, "undo-2", self.tr("Undo typing (Ctrl+Z)"), "composer.undo")
        self.menu = IconButton(theme, "ellipsis", self.tr("Drafts, copies, delete"), "composer.menu")
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.labels.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.add(self.labels)
        self.add(self.undo)
        self.add(self.menu)
        self.show_client(None)
        self.labels.hide()

    def show_client(self, client: Client | None) -> None:
        """Whose draft is open; None where there is none."""
        self._colour = client.colour if client else ""
        self._avatar.setVisible(client is not None)
        if client:
            self._avatar.show_client(client.name, client.colour)
        self.set_title(self.tr("For {0}").format(client.name) if client else self.tr("Composer"))
        self.undo.setVisible(client is not None)
        self.menu.setVisible(client is not None)
        self.update()

    def show_labels(self, labels: Sequence[str]) -> None:
        """The draft's labels: the one it has, or how many."""
        if labels == self._labels:
            return
        self._labels = labels
        self.labels.setVisible(bool(labels))
        if not labels:
            return
        metrics, (first, *others) = self.labels.fontMetrics(), labels
        one = metrics.elidedText(first, Qt.TextElideMode.ElideRight, metrics.averageCharWidth() * _LABEL_CHARACTERS)
        words = self.tr("{0} labels").format(len(labels)) if others else one
        named = self.tr("Labels: {0}").format(", ".join(labels))
        self.labels.set_text(words)
        self.labels.setAccessibleName(named)
        plain_tooltip(self.labels, named)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._colour:
            QPainter(self).fillRect(0, 0, self.width(), _BAR, QColor(self._colour))
