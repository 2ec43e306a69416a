"""A selection of a client, whose name may be long."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from postdesk.domain.clients import Client
from postdesk.ui.kit.identifiers import identify

_FEWEST, _MOST = 18, 54
"""The least and the most characters of a name that have room."""
_SIDES: Final = 2
"""The style's room beside the text, in pixels."""


class ClientBox(QComboBox):
    """A combo box of clients. A name that is too long is elided; the list is wide enough for all of it."""

    def __init__(self, identifier: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        identify(self, identifier, name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # also after the clients change

    def show_clients(self, clients: Iterable[Client], chosen: int | None = None, *, everybody: str = "") -> None:
        """Offer the clients, after an entry for all of them if `everybody` words it, and select `chosen` or the first entry.

        No signal is emitted.
        """
        with QSignalBlocker(self):
            self.clear()
            if everybody:
                self.addItem(everybody, None)
            for client in clients:
                self.addItem(client.name, client.id)
            self.choose(chosen)

    def choose(self, client_id: int | None) -> None:
        """Select this client, or the first entry if it isn't there."""
        self.setCurrentIndex(max(0, self.findData(client_id)))

    def sizeHint(self) -> QSize:
        return self._bounded(super().sizeHint(), _MOST)

    def minimumSizeHint(self) -> QSize:
        return self._bounded(super().minimumSizeHint(), _FEWEST)

    def showPopup(self) -> None:
        self.view().setMinimumWidth(super().sizeHint().width())
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, field.width() - _SIDES)
        option.currentText = shown
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _bounded(self, hint: QSize, letters: int) -> QSize:
        return QSize(min(hint.width(), letters * self.fontMetrics().averageCharWidth()), hint.height())
