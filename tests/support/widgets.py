"""What every widget has to keep to, and how tests find them."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

T = TypeVar("T", bound=QWidget)
V = TypeVar("V")
_TIMES = 5
_INTERACTIVE = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
_QT_OWN = ("qt_", "QCalendar")


def find(root: QWidget, kind: type[T], identifier: str) -> T:
    """The one widget below `root` with that identifier."""
    found = [widget for widget in root.findChildren(kind) if widget.accessibleIdentifier() == identifier]
    assert len(found) == 1, f"{len(found)} widgets are called {identifier}"
    return found[0]


def at_rest(qtbot: QtBot, look: Callable[[], V]) -> V:
    """What `look` sees once that doesn't change any more."""
    seen: list[V] = []

    def still() -> bool:
        seen.append(look())
        return len(seen) > _TIMES and seen[-1] == seen[-_TIMES]

    qtbot.waitUntil(still)
    return seen[-1]


def unidentified(root: QWidget) -> list[str]:
    """The interactive widgets shown below `root` that nobody finds: no stable identifier, or no name that can be spoken."""
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
    """The labels below `root` that would take their text as markup."""
    labels = [label for label in root.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText]
    return [label.text() for label in labels if label.text() and not _within_qt(label, root)]


def _spoken(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def _within_qt(widget: QWidget, root: QWidget) -> bool:
    """Whether it is a part of one of Qt's own composite widgets."""
    parent = widget.parentWidget()
    inside = isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit)
    return (
        inside or widget.objectName().startswith("qt_") or (parent not in (None, root) and parent.window() is not root.window())
    )
