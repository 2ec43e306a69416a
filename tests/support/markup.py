"""A check for widgets that treat a text as markup: Qt guesses in labels, tool tips and message boxes unless it is set."""

import itertools
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextEdit, QWidget

_MOST_ROWS = 50
_TIPS = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.StatusTipRole)


def taken_as_markup(mark: str) -> list[str]:
    """Return the widgets of all windows that show a text with the tag `mark` as markup, so that the tag itself is not read."""
    windows = QApplication.topLevelWidgets()
    widgets = [each for window in windows for each in (window, *window.findChildren(QWidget))]
    return [
        f"{type(widget).__name__} {widget.objectName()}: {text!r}"
        for widget in widgets
        for text in _guessed(widget)
        if mark in text and mark not in _read(text)
    ]


def texts_with(mark: str) -> int:
    """Return the number of labels that show `mark`, to prove that the check has something to find."""
    labels = [each for window in QApplication.topLevelWidgets() for each in window.findChildren(QLabel)]
    return sum(mark in label.text() for label in labels)


def _guessed(widget: QWidget) -> Iterator[str]:
    """Yield the texts that Qt takes for markup, by a guess or a setting."""
    yield from (widget.toolTip(), widget.whatsThis(), widget.statusTip())
    match widget:
        case QLabel() if widget.textFormat() is not Qt.TextFormat.PlainText:
            yield widget.text()
        case QTextEdit():
            yield widget.toHtml() if widget.acceptRichText() and not widget.isReadOnly() else ""
        case QAbstractItemView():
            yield from _tips(widget.model())
    for action in widget.actions():
        yield from _tips_of(action)


def _tips_of(action: QAction) -> Iterator[str]:
    yield from (action.toolTip(), action.whatsThis(), action.statusTip())


def _tips(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    parents = [QModelIndex(), *(model.index(row, 0) for row in range(min(model.rowCount(), _MOST_ROWS)))]
    for parent in parents:
        for row in range(min(model.rowCount(parent), _MOST_ROWS)):
            # A list's columnCount is private.
            for column in itertools.takewhile(partial(_is_there, model, row, parent), itertools.count()):
                index = model.index(row, column, parent)
                yield from (str(index.data(role) or "") for role in _TIPS)


def _is_there(model: QAbstractItemModel, row: int, parent: QModelIndex, column: int) -> bool:
    return model.hasIndex(row, column, parent)


def _read(text: str) -> str:
    """Return the text that a person reads where Qt guesses."""
    if not RichText.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()
