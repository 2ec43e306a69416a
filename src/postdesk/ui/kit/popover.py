"""A frame over the window's content, beside what it is about."""

from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.tab_stops import focus_order, is_tab_stop, move_focus

_SHADOW: Final = 10
"""The width of the shadow around the frame, in logical pixels, as are all numbers here."""
_GAP: Final = 2
_EDGE: Final = 4
_RADIUS: Final = 8
_DARKEST: Final = 5
"""The opacity (0–255) of each of the shadow's layers."""
_ELSEWHERE: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)


def place_beside(anchor: QRect, size: QSize, room: QRect, *, right_to_left: bool) -> QPoint:
    """Return the top left corner of a frame beside the anchor and within the room.

    The frame lies after the anchor (at its right, or left in a right-to-left layout), else before it, else below or above it;
    in a room that is too small for all of these it lies over the anchor.
    """
    right, left = anchor.right() + 1, anchor.left() - size.width()
    sides = (left, right) if right_to_left else (right, left)
    y = max(room.top(), min(anchor.top(), room.bottom() + 1 - size.height()))
    for x in sides:
        if room.left() <= x <= room.right() + 1 - size.width():
            return QPoint(x, y)
    start = anchor.right() + 1 - size.width() if right_to_left else anchor.left()
    x = max(room.left(), min(start, room.right() + 1 - size.width()))
    for y_free in (anchor.bottom() + 1, anchor.top() - size.height()):
        if room.top() <= y_free <= room.bottom() + 1 - size.height():
            return QPoint(x, y_free)
    return QPoint(x, y)


def _is_second(press: QMouseEvent) -> bool:
    """Return True for the second press of a double click; Qt sends it twice."""
    announced = press.flags() & Qt.MouseEventFlag.MouseEventCreatedDoubleClick
    return bool(announced) or press.type() is QEvent.Type.MouseButtonDblClick


class Popover(Frame):
    """A frame inside the window, no window of its own, which takes the focus until it is closed, and is then deleted.

    Escape closes it, a press, a wheel or a focus elsewhere, another size of the window, and its `owner` being hidden; a focus
    within it goes back to where it was. `closed` follows always. Fill `body`, then call `show_at`. It is at most `letters` wide.
    """

    closed = Signal()

    def __init__(self, identifier: str, name: str, owner: QWidget, *, letters: int = 56) -> None:
        super().__init__("", identifier, name, parent=owner.window())
        self.setLayoutDirection(owner.layoutDirection())
        self._owner, self._letters = owner, letters
        self._back: QWidget | None = None
        self._surface: QWindow | None = None
        self._shown_for = QElapsedTimer()
        self.focus_target: QWidget | None = None
        """The widget that takes the focus first; None for the first one that can."""
        self.dismissed = False
        """True once a press or a focus elsewhere closed it."""
        self._frame = Frame("popover", f"{identifier}.frame")
        self.body = column_of(spacing=8, margins=(12, 10, 12, 12))
        self._frame.setLayout(self.body)
        self.setLayout(column_of(self._frame, margins=(_SHADOW, _SHADOW, _SHADOW, _SHADOW)))
        self.hide()

    def show_at(self, anchor: QRect) -> None:
        """Show the popover beside the anchor, in the window's coordinates, and move the focus into it."""
        window = self.window()
        back: QWidget | None = window.focusWidget()
        if back is not None:
            back.destroyed.connect(self._forget_back)
        self._back = back
        self.lie_beside(anchor)
        self.show()
        self.raise_()
        self._shown_for.start()
        first = self.focus_target or next(filter(is_tab_stop, focus_order(self)), self)
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        announce(self, self.accessibleName())
        window.installEventFilter(self)
        self._owner.installEventFilter(self)
        self._surface = surface = window.windowHandle()
        surface.installEventFilter(self)
        surface.focusObjectChanged.connect(self._follow_focus)

    @property
    def holds_focus(self) -> bool:
        """True while the popover or a widget in it has the focus of the window."""
        focused: QWidget | None = self.window().focusWidget()
        return focused is self or (focused is not None and self.isAncestorOf(focused))

    @property
    def content_width(self) -> int:
        """The width of the content, in this window."""
        margins = self.body.contentsMargins()
        return self._width() - 2 * _SHADOW - 2 - margins.left() - margins.right()

    def lie_beside(self, anchor: QRect) -> None:
        """Take the size of the content, as far as the window has room, and lie beside the anchor."""
        room, width = self._room(), self._width()
        for each in (self, *self.findChildren(QWidget)):
            each.ensurePolished()
        self.setFixedWidth(width)
        self.body.activate()
        layout = self.layout()
        assert layout
        high = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        self.setFixedHeight(min(high, room.height()))
        beside = anchor.adjusted(_SHADOW - _GAP, _SHADOW - _GAP, _GAP - _SHADOW, _GAP - _SHADOW)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.move(place_beside(beside, self.size(), room, right_to_left=rtl))

    def take_double_click(self) -> None:
        """Handle a double click whose first click opened the popover: nothing more happens."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        # No key of the popover is one of the window's content.
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus by Tab, around within the popover."""
        move_focus(focus_order(self), self.window().focusWidget(), forward=forward)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        resized = watched is self.window() and event.type() is QEvent.Type.Resize
        if resized or (watched is self._owner and event.type() is QEvent.Type.Hide):
            self.close()
        elif watched is self._surface and isinstance(event, QMouseEvent | QWheelEvent) and event.type() in _ELSEWHERE:
            return self._take_press(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        back = self._back
        self._let_go()
        if back is not None and self.holds_focus:
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        super().closeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._let_go()
        self.closed.emit()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shadow: layers that add up towards the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, _DARKEST))
        frame = QRectF(self._frame.geometry())
        for layer in range(_SHADOW - 1, 0, -1):
            out = float(layer)
            rect = frame.adjusted(-out, -out + 1, out, out + 1).intersected(QRectF(self.rect()))
            painter.drawRoundedRect(rect, _RADIUS + out, _RADIUS + out)

    def _room(self) -> QRect:
        """Return the part of the window to lie in; the shadow may reach beyond it."""
        return self.window().rect().adjusted(_EDGE - _SHADOW, _EDGE - _SHADOW, _SHADOW - _EDGE, _SHADOW - _EDGE)

    def _width(self) -> int:
        return min(self._letters * self.fontMetrics().averageCharWidth(), self._room().width())

    def _take_press(self, event: QMouseEvent | QWheelEvent) -> bool:
        """Close on a press or a wheel beside the frame, which goes on to what lies there; return True where it must not."""
        if (
            isinstance(event, QMouseEvent)
            and _is_second(event)
            and self._shown_for.elapsed() < QApplication.doubleClickInterval()
        ):
            if event.type() is QEvent.Type.MouseButtonDblClick:
                self.take_double_click()
            return True
        if not self._frame.rect().contains(self._frame.mapFrom(self.window(), event.position().toPoint())):
            self._dismiss()
        return False

    def _follow_focus(self, focused: QObject | None) -> None:
        """Close after the focus has moved elsewhere: closed within the change of focus, Qt would lose the new one."""
        if isinstance(focused, QWidget) and focused is not self and not self.isAncestorOf(focused):
            QTimer.singleShot(0, self, self._dismiss_left)

    def _dismiss_left(self) -> None:
        if self.isVisible() and not self.holds_focus:
            self._dismiss()

    def _dismiss(self) -> None:
        self.dismissed = True
        self.close()

    def _let_go(self) -> None:
        """Stop watching the window."""
        self.window().removeEventFilter(self)
        self._owner.removeEventFilter(self)
        if self._surface is not None:
            self._surface.removeEventFilter(self)
            self._surface.focusObjectChanged.disconnect(self._follow_focus)
            self._surface = None
        if self._back is not None:
            self._back.destroyed.disconnect(self._forget_back)
            self._back = None

    def _forget_back(self) -> None:
        self._back = None
