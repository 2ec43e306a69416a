"""Framed lists, and a delegate with room around the words."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
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


def list_box(identifier: str, name: str, rows: int = 0) -> QListWidget:
    """Return a framed list; with `rows`, its lines have more room, and it is as high as that many."""
    box = QListWidget()
    box.setProperty("role", "boxed")
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
