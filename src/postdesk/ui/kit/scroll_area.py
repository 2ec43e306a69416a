"""Areas that scroll up and down where there is not room enough."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

if TYPE_CHECKING:
    BoundedScrollArea = QScrollArea
else:
    # A screen reader asks for the number of children and then for each of them. Qt's accessible interface of a QScrollArea
    # counts only the scroll bars that are in view, and looks up an index without a bound: one bar less in between, and the
    # process ends. Qt selects the interface by the name of the widget's class; the one for "QWidget" counts all, and is bounded.
    BoundedScrollArea = type("QWidget", (QScrollArea,), {"__doc__": "A QScrollArea that can be read while its bars come and go."})


class VerticalScrollArea(BoundedScrollArea):
    """Scrolls up and down only, so it is as wide as what it holds at least: Qt's would cut it.

    What it holds is as high as its words need in that width: Qt's would squeeze them.
    """

    def minimumSizeHint(self) -> QSize:
        hint, inner = super().minimumSizeHint(), self.widget()
        least = inner.minimumSizeHint().width() if inner else 0
        return QSize(max(hint.width(), least + self.verticalScrollBar().sizeHint().width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self._give_height()
        return super().eventFilter(watched, event)

    def _give_height(self) -> None:
        inner = self.widget()
        layout = inner.layout() if inner else None
        if inner and layout and layout.hasHeightForWidth():
            inner.setMinimumHeight(layout.totalMinimumHeightForWidth(self.viewport().width()))


def scrolling(layout: QLayout) -> VerticalScrollArea:
    """The layout in an area that scrolls up and down where there is not room enough."""
    inner = QWidget()
    inner.setProperty("role", "pane")
    inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    inner.setLayout(layout)
    area = VerticalScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
