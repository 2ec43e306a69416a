"""Simulates mouse and keyboard as Qt would send them: what a person could not reach can't be clicked.

`aim` and `focused` raise StepMismatch and change nothing; the others send the events. Those belong outside of any asyncio task:
a click may open a menu, and that may run a loop of its own until it is closed.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTreeView,
    QWidget,
)

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.tour.finder import find, find_action, find_item, find_tab, shown_windows
from postdesk.tour.script import StepMismatch

_INDICATOR: Final = 10


@dataclass(frozen=True, slots=True)
class ClickTarget:
    """A widget, and the point in it to click."""

    widget: QWidget
    point: QPoint


Aim = Callable[[], ClickTarget]


def aim(name: str, item: str = "") -> ClickTarget:
    """Return the point to click on the widget of that name, or on a row, cell or tab of it."""
    widget = find(name)
    if not item:
        return _reachable(widget, _middle(widget))
    if isinstance(widget, QAbstractItemView):
        return aim_at_item(widget, item)
    if isinstance(widget, QTabBar):
        return _reachable(widget, widget.tabRect(find_tab(widget, item)).center())
    raise StepMismatch(f"“{name}” has no lines to click")


def aim_at_item(view: QAbstractItemView, item: str) -> ClickTarget:
    """Scroll the row with that text into view, and return the point to click."""
    index = find_item(view, item)
    if isinstance(view, QTreeView):
        view.setExpanded(index.parent(), True)
    view.scrollTo(index)
    return _reachable(view.viewport(), view.visualRect(index).intersected(view.viewport().rect()).center())


def aim_at_action(text: str) -> ClickTarget:
    """Return the point to click in the open menu."""
    menu, action = find_action(text)
    return ClickTarget(menu, menu.actionGeometry(action).center())


def click(target: ClickTarget) -> None:
    """Move there and click, which makes the window the active one."""
    if QApplication.activePopupWidget() is None:
        target.widget.window().activateWindow()
    QTest.mouseMove(target.widget, target.point)
    QTest.mouseClick(target.widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, target.point)


def double_click(target: ClickTarget) -> None:
    """Move there and click twice; the second click goes to what the first one put there."""
    window = target.widget.window()
    window.activateWindow()
    QTest.mouseMove(target.widget, target.point)
    QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=target.widget.mapTo(window, target.point))


def focused() -> QWidget:
    """Return the widget with the keyboard focus."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    if widget is None:
        _activate_foremost()
        raise StepMismatch("no window has the keyboard")
    return widget


def has_focus(name: str) -> bool:
    """Return True where the widget of that name, or a child of it, has the focus."""
    wanted, now = find(name), QApplication.focusWidget()
    if now is None:
        _activate_foremost()
    return now is not None and (now is wanted or wanted.isAncestorOf(now))


def write(widget: QWidget, text: str) -> None:
    """Type a text, key by key."""
    QTest.keyClicks(widget, text)


def press(widget: QWidget, keys: str) -> None:
    """Press a key or a shortcut: "Ctrl+Return"."""
    QTest.keySequence(widget, QKeySequence(keys))


def ask_for_menu(target: ClickTarget) -> None:
    """Open the context menu of the widget, as the menu key does."""
    widget = target.widget.parentWidget() if isinstance(target.widget.parentWidget(), QAbstractScrollArea) else target.widget
    assert widget
    middle = widget.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, widget.mapToGlobal(middle))
    QApplication.sendEvent(widget, asked)


def _activate_foremost() -> None:
    """Activate the foremost window: without a window manager nothing else gives it the focus, also after a dialog closes."""
    for window in shown_windows()[:1]:
        window.activateWindow()


def _reachable(widget: QWidget, point: QPoint) -> ClickTarget:
    """Return the point in the widget that gets the click. Raises StepMismatch where it can't be clicked."""
    name = widget.accessibleIdentifier() or widget.objectName() or type(widget).__name__
    if not widget.isEnabled():
        raise StepMismatch(f"“{name}” is disabled")
    _scroll_to(widget)
    window = widget.window()
    if (QApplication.activePopupWidget() or QApplication.activeModalWidget()) not in (None, window):
        raise StepMismatch(f"“{name}” is behind a dialog or a menu")
    at = widget.mapTo(window, point)
    hit = window.childAt(at) or window
    if not window.rect().contains(at):
        raise StepMismatch(f"“{name}” lies outside of its window")
    if hit is not widget and not widget.isAncestorOf(hit):
        raise StepMismatch(f"“{name}” is covered by {hit.accessibleIdentifier() or type(hit).__name__}")
    return ClickTarget(hit, hit.mapFrom(window, at))


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _middle(widget: QWidget) -> QPoint:
    """Return the middle; of check boxes and radio buttons, which may be wider than their text, the box itself."""
    if isinstance(widget, QCheckBox | QRadioButton):
        return QPoint(_INDICATOR, widget.height() // 2)
    return widget.rect().center()
