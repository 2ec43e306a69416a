"""A sheet over a window: one widget with much room, while all else is dimmed."""

from typing import Final

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.tab_stops import focus_order, move_focus
from postdesk.ui.kit.windows import NARROW_BELOW

_SHARE: Final = 0.76
_AROUND: Final = 14
_CORNER: Final = 10.0
_INSET: Final = 3
"""The edge around the widget (logical pixels), by which its square corners lie within the round ones."""

_DIMMED: Final = 96
"""How opaque the black over the window is (0–255)."""


class Sheet(QWidget):
    """Holds one widget over a visible window, at its end: `open` takes it, and with `closed` the caller takes it back.

    Escape, or a click on the dimmed part, closes it; so does a focus that moves to something dimmed. Tab stays within. `foot`, at
    the window's foot, stays in view.
    """

    closed = Signal()

    def __init__(self, window: QWidget, name: str, foot: QWidget | None = None) -> None:
        super().__init__(window)
        identify(self, "sheet", name)
        self.held: QWidget | None = None
        self._focused_before: QWidget | None = None
        self._room = QWidget(self)
        self._room.setAutoFillBackground(True)  # opaque: what is below isn't painted with every change
        self._room.setBackgroundRole(QPalette.ColorRole.Base)
        self._room.setLayout(column_of(spacing=0))
        self._theirs, self._foot = window, foot
        window.installEventFilter(self)
        self.hide()

    @property
    def surface(self) -> QRect:
        """The part that isn't dimmed."""
        if self.width() < NARROW_BELOW:
            return self.rect()
        width = round(self.width() * _SHARE)
        place = self.rect().marginsRemoved(QMargins(_AROUND, _AROUND, _AROUND, _AROUND))
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            place.setLeft(place.right() + 1 - width)
        else:
            place.setWidth(width)
        return place

    def open(self, widget: QWidget) -> None:
        """Show this widget, with the focus in it; a widget in it that has the focus keeps it."""
        if self.held:
            self.close()
        layout, focused = self._room.layout(), self._focused
        assert layout
        within = focused if focused and widget.isAncestorOf(focused) else None
        self._focused_before = None if within else focused
        layout.addWidget(widget)
        widget.show()
        self._place()
        self.raise_()
        self.show()
        (within or widget).setFocus(Qt.FocusReason.PopupFocusReason)
        self.held = widget
        self._theirs.windowHandle().focusObjectChanged.connect(self._follow_focus)
        announce(self, self.accessibleName())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Have the caller take the widget back, and give the focus back unless it has moved to another widget."""
        super().closeEvent(event)
        held, self.held = self.held, None
        if held is None:
            return
        self._theirs.windowHandle().focusObjectChanged.disconnect(self._follow_focus)
        focused, before = self._focused, self._focused_before
        self._focused_before = None
        inside = focused is None or self.isAncestorOf(focused)
        self.hide()
        self.closed.emit()
        self._give_focus((before or focused) if inside else focused, held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._place()

    def event(self, event: QEvent) -> bool:
        """Have Escape as a key, whatever shortcut the window has for it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus by Tab, around within the sheet."""
        return move_focus(focus_order(self._room), self._focused, forward=forward)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.surface.contains(event.position().toPoint()):
            self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(0, 0, 0, _DIMMED))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().shadow().color())
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(QRectF(self.surface).adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)

    def _give_focus(self, widget: QWidget | None, held: QWidget) -> None:
        """Focus the widget or, where it is gone or hidden, the one that was held; with both hidden the caller gives the focus."""
        here = widget and widget in self._theirs.findChildren(QWidget) and widget.isVisible()
        chosen = widget if here and widget else held
        if chosen.isVisible():
            chosen.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def _focused(self) -> QWidget | None:
        return self._theirs.focusWidget()

    def _place(self) -> None:
        below = self._foot.height() if self._foot else 0
        self.setGeometry(self._theirs.rect().adjusted(0, 0, 0, -below))
        self._room.setGeometry(self.surface.marginsRemoved(QMargins(_INSET, _INSET, _INSET, _INSET)))

    def _follow_focus(self, focused: QObject | None) -> None:
        if self.held and isinstance(focused, QWidget) and self._covers(focused):
            self.close()

    def _covers(self, widget: QWidget) -> bool:
        """Return True for a widget below the sheet; a popover or a notice may lie above it."""
        while (parent := widget.parentWidget()) and parent is not self._theirs:
            widget = parent
        stack = self._theirs.children()
        return widget in stack and stack.index(widget) < stack.index(self)
