"""Rules for every widget, and the search for widgets in tests."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

T = TypeVar("T", bound=QWidget)
V = TypeVar("V")
_TIMES = 5
_MOST_STOPS = 60
_INTERACTIVE = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
_QT_OWN = ("qt_", "QCalendar")


def find(root: QWidget, kind: type[T], identifier: str) -> T:
    """Return the only widget below `root` with that identifier."""
    found = [widget for widget in root.findChildren(kind) if widget.accessibleIdentifier() == identifier]
    assert len(found) == 1, f"{len(found)} widgets are called {identifier}"
    return found[0]


def at_rest(qtbot: QtBot, look: Callable[[], V]) -> V:
    """Return the result of `look` once that doesn't change any more."""
    seen: list[V] = []

    def still() -> bool:
        seen.append(look())
        return len(seen) > _TIMES and seen[-1] == seen[-_TIMES]

    qtbot.waitUntil(still)
    return seen[-1]


def stops(window: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    """Return the stops of Tab, or of Shift+Tab, once around from the focused widget; AssertionError where it never ends."""
    modifier = Qt.KeyboardModifier.NoModifier if key is Qt.Key.Key_Tab else Qt.KeyboardModifier.ShiftModifier
    first, found = window.focusWidget(), list[str]()
    while True:
        QTest.keyClick(window.focusWidget(), key, modifier)
        now = window.focusWidget()
        if now is first:
            return found
        found.append(now.objectName())
        assert len(found) < _MOST_STOPS, found


def unidentified(root: QWidget) -> list[str]:
    """Return the interactive widgets shown below `root` without a stable identifier, or without a name that can be spoken."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r}"
        for widget in root.findChildren(QWidget)
        if isinstance(widget, _INTERACTIVE)
        and widget.isVisibleTo(root)
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not _within_qt(widget, root)
        and not (widget.accessibleIdentifier() and _spoken(widget))
    ]


def rich_labels(root: QWidget) -> list[str]:
    """Return the labels below `root` that would take their text as markup."""
    labels = [label for label in root.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText]
    return [label.text() for label in labels if label.text() and not _within_qt(label, root)]


def _spoken(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def _within_qt(widget: QWidget, root: QWidget) -> bool:
    """Return True where it is a part of one of Qt's own composite widgets."""
    parent = widget.parentWidget()
    inside = isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit | QTabBar)
    return (
        inside or widget.objectName().startswith("qt_") or (parent not in (None, root) and parent.window() is not root.window())
    )


def cut_off(root: QWidget) -> list[str]:
    """Return the widgets shown below `root` with less room than they ask for, or outside their parent, with both widths."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r}: {_asked(widget)} in {widget.size().toTuple()}"
        for widget in root.findChildren(QWidget)
        if widget.isVisibleTo(root) and not _within_qt(widget, root) and not _gives_way(widget) and _is_cut(widget)
    ]


def _gives_way(widget: QWidget) -> bool:
    """Return True for the quiet remark of a title, which gives way to a long title, and for a tooltip, which Qt lays out."""
    return widget.objectName().endswith((".title.remark", ".head.remark")) or widget.windowType() is Qt.WindowType.ToolTip


def _asked(widget: QWidget) -> tuple[int, int]:
    """Return the least width, and the height at the present one; 0 where a widget has a fixed minimum width."""
    high = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else 0
    return 0 if widget.minimumWidth() else widget.minimumSizeHint().width(), high


def _is_cut(widget: QWidget) -> bool:
    width, height = _asked(widget)
    parent = widget.parentWidget()
    beyond = parent is not None and not (widget.x() >= 0 and widget.geometry().right() < parent.width())
    return width > widget.width() or height > widget.height() or beyond


class PaintedAreas(QObject):
    """The areas of a view that are painted, one after the other."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self.areas: list[QRect] = []
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False
