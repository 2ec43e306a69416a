"""The table in which rows of a file are edited, included and left out."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelection, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from postdesk.domain.clients import Client
from postdesk.ui.importing.rows_model import Index, RowColumn, RowsModel
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import typed_text

_HIGH: Final = 14
_TEXT_LINES: Final = 7
_LETTERS: Final = ((RowColumn.ROW, 11), (RowColumn.CLIENT, 15), (RowColumn.WHEN, 21), (RowColumn.PLATFORMS, 13))
_SHARE_OF_TEXT: Final = 0.42
"""The text's share of the width; the notes get the rest."""


class RowsTable(QTableView):
    """The table of rows. `row_changed` follows the current row. Space includes or skips rows, F2 and Enter edit the cell."""

    row_changed = Signal()

    def __init__(self, clients: Callable[[], Sequence[Client]]) -> None:
        super().__init__(showGrid=False, wordWrap=False)
        identify(self, "importing.rows", self.tr("Rows of the file"))
        self.setItemDelegate(RowEditors(clients, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _HIGH)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in _LETTERS:
            self.setColumnWidth(column, letters * letter)
        left = self.viewport().width() - sum(letters for _, letters in _LETTERS) * letter
        self.setColumnWidth(RowColumn.TEXT, round(max(left, 0) * _SHARE_OF_TEXT))

    def rows(self) -> list[Index]:
        """Return the selected rows."""
        return list(self.selectionModel().selectedRows())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.row_changed.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.row_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if not isinstance(model, RowsModel) or not self.currentIndex().isValid():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            row = model.row(self.currentIndex())
            model.include(self.rows(), included=not (row and row.included))
        elif event.key() == Qt.Key.Key_Delete:
            model.include(self.rows(), included=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The key that ends an edit arrives here, too.
            if self.state() is not QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class RowEditors(QStyledItemDelegate):
    """The editors of cells: a list of clients, fields for time and platforms, a text of several lines."""

    def __init__(self, clients: Callable[[], Sequence[Client]], parent: QObject) -> None:
        super().__init__(parent)
        self._clients = clients

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        match RowColumn(index.column()):
            case RowColumn.CLIENT:
                return self._client_editor(parent)
            case RowColumn.TEXT:
                text = QPlainTextEdit(parent, tabChangesFocus=True)
                identify(text, "importing.edit.text", self.tr("Text"))
                return text
            case column:
                field = QLineEdit(parent)
                when = column is RowColumn.WHEN
                field.setPlaceholderText("2027-03-14 09:05" if when else "LinkedIn, X")
                identify(field, f"importing.edit.{column.name.lower()}", self.tr("When") if when else self.tr("Platforms"))
                return field

    def _client_editor(self, parent: QWidget) -> QComboBox:
        box = ClientBox("importing.edit.client", self.tr("Client"), parent)
        for client in self._clients():
            box.addItem(client.name, client.external_user_id)
        box.activated.connect(lambda: self._done(box))
        return box

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        words = str(index.data(Qt.ItemDataRole.EditRole))
        match editor:
            case QComboBox():
                editor.setCurrentIndex(max(0, editor.findText(str(index.data(Qt.ItemDataRole.DisplayRole)))))
            case QPlainTextEdit() if not editor.toPlainText():
                editor.setPlainText(words)
                editor.selectAll()
            case QLineEdit():
                editor.setText(words)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        match editor:
            case QComboBox():
                model.setData(index, _client_words(editor))
            case QPlainTextEdit():
                model.setData(index, typed_text(editor.document()))
            case QLineEdit():
                model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Give a text some lines, as far as the table has room for them."""
        place = QRect(option.rect)
        if isinstance(editor, QPlainTextEdit):
            place.setHeight(editor.fontMetrics().lineSpacing() * _TEXT_LINES)
            area = editor.parentWidget()
            if area and place.bottom() > area.height():
                place.moveBottom(max(area.height(), place.height()))
        elif isinstance(editor, QComboBox):
            place.setWidth(max(place.width(), editor.sizeHint().width()))
        editor.setGeometry(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """End a text of several lines by Ctrl+Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QPlainTextEdit):
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if ends and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._done(watched)
                return True
        return super().eventFilter(watched, event)


def _client_words(box: QComboBox) -> str:
    """Return the client's name, or the id where several have that name."""
    name = box.currentText()
    alone = sum(box.itemText(n) == name for n in range(box.count())) == 1
    return name if alone else str(box.currentData())
