"""The Tab key leads through a widget as it is read, whenever its parts were made."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

_BY_TAB: Final = frozenset({Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus})


class ReadingOrder(QObject):
    """Puts what takes the focus in `root` into the order of its layouts, and again when something was added.

    Qt puts what is made later behind all that was there before.
    """

    def __init__(self, root: QWidget) -> None:
        super().__init__(root)
        self._root = root
        self._order: list[QWidget] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.put)
        root.installEventFilter(self)
        for area in root.findChildren(QScrollArea):
            if within := area.widget():
                within.installEventFilter(self)
        self.put()

    def put(self) -> None:
        """Put it in order now."""
        order = stops(self._root)
        if order != self._order:
            self._order = order
            for one, other in pairwise(order):
                QWidget.setTabOrder(one, other)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._soon.start()
        return super().eventFilter(watched, event)


def stops(widget: QWidget) -> list[QWidget]:
    """What the Tab key stops at in a widget, as it is laid out; of what takes the focus itself, nothing within."""
    if isinstance(widget, QScrollArea) and (within := widget.widget()):
        return stops(within)
    if widget.focusPolicy() in _BY_TAB:
        return [widget]
    layout = widget.layout()
    return _stops_of(layout) if layout else []


def _stops_of(layout: QLayout) -> list[QWidget]:
    found: list[QWidget] = []
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item and (widget := item.widget()):
            found += stops(widget)
        elif item and (within := item.layout()):
            found += _stops_of(within)
    return found
