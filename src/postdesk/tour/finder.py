"""Finds what a person would find: widgets by identifier, name or text, and texts in view."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from postdesk.tour.script import StepMismatch

_MOST_ROWS: Final = 200
_ROLES: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


def shown_windows() -> list[QWidget]:
    """Return the windows in view, the foremost first: an open menu, the modal one, the active one, then the latest."""
    windows = [window for window in reversed(QApplication.topLevelWidgets()) if window.isVisible()]
    in_front = (QApplication.activePopupWidget(), QApplication.activeModalWidget(), QApplication.activeWindow())
    return sorted(windows, key=lambda window: next((n for n, each in enumerate(in_front) if each is window), len(in_front)))


def find(name: str) -> QWidget:
    """Return the widget in view with that identifier, or else that accessible name, or else that text. Raises StepMismatch."""
    widgets = list(_shown_widgets())
    for called in (QWidget.accessibleIdentifier, QWidget.accessibleName, _label):
        for widget in widgets:
            if called(widget) == name:
                return widget
    raise StepMismatch(f"nothing in view is called “{name}”")


def is_shown(what: str, place: str = "") -> bool:
    """Return True where a text, or a widget with that identifier, is in view, within the widget `place` or anywhere."""
    within = list(_visible_in(find(place))) if place else list(_shown_widgets())
    return any(widget.accessibleIdentifier() == what or any(what in text for text in _texts(widget)) for widget in within)


def is_in_line(what: str, place: str, item: str) -> bool:
    """Return True where a text is in the row of a list, table or tree that contains `item`."""
    view = find(place)
    if not isinstance(view, QAbstractItemView):
        raise StepMismatch(f"“{place}” has no lines")
    index = find_item(view, item)
    cells = [index.siblingAtColumn(column) for column in range(view.model().columnCount(index.parent()))]
    return any(what in text for cell in cells for text in _says(cell))


def find_item(view: QAbstractItemView, text: str) -> QModelIndex:
    """Return the first cell of a list, table or tree with `text` in its text or accessible text. Raises StepMismatch."""
    for index in _cells(view.model(), QModelIndex()):
        if any(text in said for said in _says(index)):
            return index
    raise StepMismatch(f"“{text}” is in no line of {view.accessibleIdentifier() or 'the list'}")


def find_tab(bar: QTabBar, text: str) -> int:
    """Return the index of the tab with that text."""
    for index in range(bar.count()):
        if text == _plain(bar.tabText(index)):
            return index
    raise StepMismatch(f"there is no tab “{text}”")


def find_action(text: str) -> tuple[QMenu, QAction]:
    """Return the action of the open menu with `text` in it, or with that identifier. Raises StepMismatch."""
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        raise StepMismatch("no menu is open")
    for action in menu.actions():
        if action.isVisible() and (text in _plain(action.text()) or text == action.objectName()):
            if not action.isEnabled():
                raise StepMismatch(f"“{text}” in the menu is disabled")
            return menu, action
    raise StepMismatch(f"“{text}” is not in the menu")


def _shown_widgets() -> Iterator[QWidget]:
    for window in shown_windows():
        yield from _visible_in(window)


def _visible_in(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    yield from (child for child in widget.findChildren(QWidget) if child.isVisible())


def _texts(widget: QWidget) -> Iterator[str]:
    """Yield the widget's own visible and accessible texts."""
    yield widget.accessibleName()
    yield _label(widget)
    match widget:
        case QAbstractItemView():
            for index in _cells(widget.model(), QModelIndex()):
                yield from _says(index)
        case QTabBar():
            yield from (_plain(widget.tabText(index)) for index in range(widget.count()))
        case QMenu():
            yield from (_plain(action.text()) for action in widget.actions())


def _label(widget: QWidget) -> str:
    match widget:
        case QLabel() | QLineEdit() | QAbstractSpinBox():
            return widget.text()
        case QAbstractButton():
            return _plain(widget.text())
        case QPlainTextEdit():
            return widget.toPlainText()
        case QComboBox():
            return widget.currentText()
        case QGroupBox():
            return widget.title()
    return widget.windowTitle() if widget.isWindow() else ""


def _says(index: QModelIndex) -> Iterator[str]:
    yield from (str(index.data(role) or "") for role in _ROLES)


def _cells(model: QAbstractItemModel | None, parent: QModelIndex | QPersistentModelIndex) -> Iterator[QModelIndex]:
    if model is None:
        return
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            yield index
            if column == 0:
                yield from _cells(model, index)


def _plain(text: str) -> str:
    """Return a button's text without its mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
