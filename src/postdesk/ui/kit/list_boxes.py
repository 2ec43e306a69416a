"""Framed lists, and a delegate with room around the words."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.ui.kit.identifiers import identify

_AROUND = 14
_ICON = 16


class PaddedDelegate(QStyledItemDelegate):
    """A delegate with the style sheet's line height: Qt's size hint leaves out the padding of the sheet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        icon = option.decorationSize.height() if index.data(Qt.ItemDataRole.DecorationRole) else 0
        return QSize(hint.width(), max(option.fontMetrics.height(), icon) + _AROUND)


class ListBox(QListWidget):
    """A framed list, with a sentence in its middle while it is empty."""

    def __init__(self, when_empty: str) -> None:
        super().__init__()
        self._when_empty = when_empty
        self.setProperty("role", "boxed")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._when_empty and not self.count():
            painter, place = QPainter(self.viewport()), self.viewport().rect().adjusted(_AROUND, 0, -_AROUND, 0)
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._when_empty)


def list_box(identifier: str, name: str, rows: int = 0, when_empty: str = "") -> QListWidget:
    """Return a framed list; with `rows`, its lines have more room, and it is as high as that many."""
    box = ListBox(when_empty)
    identify(box, identifier, name)
    if rows:
        box.setItemDelegate(PaddedDelegate(box))
        box.setFixedHeight(box.fontMetrics().height() * 2 * rows)
    return box


def icon_list(identifier: str, name: str) -> QListWidget:
    """Return a framed list whose lines may have icons and fit its width."""
    box = list_box(identifier, name)
    box.setIconSize(QSize(_ICON, _ICON))
    box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return box
