"""Lines of a list with room around their words."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

_AROUND = 14


class Roomy(QStyledItemDelegate):
    """As high as the style sheet draws a line: what it draws around the words is not in the height that Qt reckons with."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        icon = option.decorationSize.height() if index.data(Qt.ItemDataRole.DecorationRole) else 0
        return QSize(hint.width(), max(option.fontMetrics.height(), icon) + _AROUND)
