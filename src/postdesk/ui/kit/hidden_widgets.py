"""Hidden widgets, which take another style sheet only when they are shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

_POLISHED: Final = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE: Final = Qt.WidgetAttribute.WA_SetStyle


class HiddenWidgets(QObject):
    """Leaves the widgets that are hidden out of a change of the sheet, which takes Qt tens of milliseconds for a whole window.

    Qt styles widgets that are marked as polished, and tells those without a style of their own. What the sheet before changed
    in a widget is known to Qt as long as there is any sheet: that of an empty widget here.
    """

    def __init__(self) -> None:
        super().__init__()
        self._keeper = QWidget()
        self._keeper.setStyleSheet("QWidget {}")

    @contextmanager
    def left_out(self) -> Iterator[None]:
        """Leave hidden widgets out of the changes in this block, until they are shown."""
        hidden = set[QWidget]()
        for each in QApplication.allWidgets():
            if each.isVisible():
                each.setAttribute(_POLISHED)  # Qt has styled one that was put elsewhere since, without the mark
            elif not each.testAttribute(_OWN_STYLE):
                each.setAttribute(_POLISHED, False)
                each.setAttribute(_OWN_STYLE)
                hidden.add(each)
        try:
            yield
        finally:
            for each in hidden:
                each.setAttribute(_OWN_STYLE, False)
                if each.isWindow() or each.parentWidget() not in hidden:
                    each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            for each in (watched, *watched.findChildren(QWidget)):
                if not each.testAttribute(_POLISHED):
                    _style(each)
        return False


def _style(widget: QWidget) -> None:
    """Apply the present sheet to a widget in place of the one that it has, as Qt does."""
    widget.style().unpolish(widget)
    for kind in (QEvent.Type.Polish, QEvent.Type.StyleChange):
        QCoreApplication.sendEvent(widget, QEvent(kind))
