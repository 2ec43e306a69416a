"""Lists in a frame, and lines with room around their words."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.ui.kit.identity import identify

_AROUND = 14
_ICON = 16


class Roomy(QStyledItemDelegate):
    """As high as the style sheet draws a line: what it draws around the words is not in the height that Qt reckons with."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        icon = option.decorationSize.height() if index.data(Qt.ItemDataRole.DecorationRole) else 0
        return QSize(hint.width(), max(option.fontMetrics.height(), icon) + _AROUND)


def list_box(identifier: str, name: str, rows: int = 0) -> QListWidget:
    """A list in a frame; with `rows` its lines have room around their words, and it is as high as so many."""
    box = QListWidget()
    box.setProperty("role", "boxed")
    identify(box, identifier, name)
    if rows:
        box.setItemDelegate(Roomy(box))
        box.setFixedHeight(box.fontMetrics().height() * 2 * rows)
    return box


def icon_list(identifier: str, name: str) -> QListWidget:
    """A list in a frame, whose lines may have icons and are as wide as it is."""
    box = list_box(identifier, name)
    box.setIconSize(QSize(_ICON, _ICON))
    box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return box
