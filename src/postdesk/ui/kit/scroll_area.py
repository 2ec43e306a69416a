"""Areas that scroll vertically, and the viewports of areas."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QWidget

if TYPE_CHECKING:
    BoundedScrollArea = QScrollArea
else:
    # A screen reader asks for the number of children and then for each of them. Qt's accessible interface of a QScrollArea
    # counts only the visible scroll bars, and looks up an index without a bounds check: if a bar is hidden in between, the
    # process crashes. Qt selects the interface by the widget's class name; that of "QWidget" counts all, and checks bounds.
    BoundedScrollArea = type("QWidget", (QScrollArea,), {"__doc__": "A QScrollArea that can be read while its bars come and go."})


class VerticalScrollArea(BoundedScrollArea):
    """Scrolls vertically only, so its minimum width is that of its content; Qt's area would cut it.

    The content gets the height that it needs at that width; Qt would squeeze it.
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


def scrollable(layout: QLayout) -> VerticalScrollArea:
    """Return an area with the layout that scrolls vertically."""
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


def set_own_viewport(area: QAbstractScrollArea) -> None:
    """Give an area a viewport like Qt's, made here.

    Asked for one that Qt has made, PySide first creates all its classes of widgets, to find the one that fits: 9 ms at the start.
    """
    viewport = QWidget()
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)
