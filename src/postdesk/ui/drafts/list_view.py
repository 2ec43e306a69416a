"""The list of drafts and templates, and the painting of its lines."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.domain.drafts import Draft
from postdesk.domain.text_counter import utf16_index
from postdesk.ui.drafts.model import DraftLine, DraftsModel, edited_words
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.line_painter import RIGHT, LinePainter
from postdesk.ui.kit.theme import Theme

_PAD: Final = 12
_GAP: Final = 8
_ABOVE: Final = 8
_MOST_LABELS: Final = 4
_WIDE: Final = 110
"""The least width, in characters, of a line with columns for labels, time and last edit."""

_COLUMNS: Final = (22, 26, 26)
"""The widths of the last edit, the time and the labels, in characters."""

_LABEL: Final = 14
"""The most characters of a label that have room."""

Index = QModelIndex | QPersistentModelIndex


class DraftDelegate(QStyledItemDelegate):
    """Paints the lines of a `DraftsModel`."""

    def __init__(self, theme: Theme, model: DraftsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._avatar = cache(avatar_pixmap)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 2 * option.fontMetrics.height() + 4 + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _DraftLine(painter, option, self._theme, self._avatar).paint(self._model.line(index))
        painter.restore()


class _DraftLine(LinePainter):
    """Paints one line: two rows of text beside the client's mark, with the rest in columns where there is room."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme, avatar: Callable[..., QPixmap]) -> None:
        super().__init__(painter, option, theme, pad=_PAD, gap=_GAP, size=16)
        self._avatar = avatar
        self.area = area = self.area.adjusted(0, _ABOVE, 0, -_ABOVE)
        high, letter = option.fontMetrics.height(), option.fontMetrics.averageCharWidth()
        side = round(high * 1.6)
        self._mark = QRect(area.left(), area.top() + (area.height() - side) // 2, side, side)
        self._columns: list[QRect] = []
        if area.width() > _WIDE * letter:
            for letters in _COLUMNS:
                self._columns.append(QRect(area.right() - letters * letter, area.top(), letters * letter, area.height()))
                area.setRight(self._columns[-1].left() - _PAD)
        left, width = area.left() + side + _PAD, area.width() - side - _PAD
        self._upper = QRect(left, area.top(), width, high)
        self._lower = QRect(left, area.bottom() - high + 1, width, high)

    def paint(self, line: DraftLine) -> None:
        state = self.option.state
        flag = QStyle.StateFlag
        self.paint_background(marked=bool(state & flag.State_Selected), hovered=bool(state & flag.State_MouseOver))
        if line.client:
            picture = self._avatar(line.client.name, line.client.colour, self._mark.width(), self.ratio)
            self.painter.drawPixmap(self.seen(self._mark).topLeft(), picture)
        if self._columns:
            self._paint_columns(line)
        else:
            self._paint_changed(edited_words(line))
            self._paint_labels(line.labels)
        if line.name:
            self._paint_name(line.name)
        self._paint_words(line)
        if line.passed and not self._columns:
            self._paint_passed(line)
        else:
            self.write(line.about if self._columns else line.all_about, "secondary", self._lower)
        if state & flag.State_HasFocus:
            self.paint_frame()

    def _paint_columns(self, line: DraftLine) -> None:
        """Paint the last edit, the time and the labels, each below that of the line above; the text takes what stays empty."""
        changed, when, labels = self._columns
        taken = when if line.when else changed
        for row in (self._upper, self._lower):
            row.setRight((labels if line.labels else taken).left() - _PAD)
        self.write(edited_words(line), "secondary", changed, flags=RIGHT)
        if line.when:
            self.area = when
            self.paint_icon("triangle-alert" if line.passed else "calendar-days", "attention" if line.passed else "secondary")
            self.write(line.when, "attention" if line.passed else "text")
        for label in shown_labels(line.labels):
            box = self._label_box(label, labels.left(), labels)
            if box.right() > labels.right():
                break
            self._paint_label(label, box)
            labels.setLeft(box.right() + _GAP)

    def _paint_passed(self, line: DraftLine) -> None:
        """Paint a time that has passed, and what is beside it, into the lower row."""
        self.area = self._lower
        self.paint_icon("triangle-alert", "attention")
        shown = self.write(line.when, "attention")
        self.area.setLeft(self.area.left() + self.painter.fontMetrics().horizontalAdvance(shown))
        self.write(f" · {line.about}" if line.about else "", "secondary")

    def _paint_changed(self, words: str) -> None:
        width = self.option.fontMetrics.horizontalAdvance(words)
        place = QRect(self._upper.right() - width, self._upper.top(), width + 1, self._upper.height())
        self.write(words, "secondary", place)
        self._upper.setRight(place.left() - _GAP)

    def _paint_name(self, name: str) -> None:
        half = QRect(self._upper.topLeft(), QSize(self._upper.width() // 2, self._upper.height()))
        shown = self.write(name, "text", half, bold=True)
        self._upper.setLeft(half.left() + self.painter.fontMetrics().horizontalAdvance(shown) + _GAP)

    def _paint_words(self, line: DraftLine) -> None:
        """Paint the text, with search hits underlined, so that colour is not the only sign."""
        words, colour = line.words, "secondary" if line.name else "text"
        if not words.marks:
            self.write(words.text, colour, self._upper)
            return
        shown = self.metrics.elidedText(words.text, Qt.TextElideMode.ElideRight, max(self._upper.width(), 0))
        layout = QTextLayout(shown, self.option.font)
        layout.setTextOption(QTextOption(QStyle.visualAlignment(self.option.direction, Qt.AlignmentFlag.AlignLeft)))
        layout.setFormats([self._format(shown, begin, end) for begin, end in words.marks if end <= len(shown)])
        layout.beginLayout()
        layout.createLine().setLineWidth(self._upper.width())
        layout.endLayout()
        self.painter.setPen(self.colour(colour))
        layout.draw(self.painter, QPointF(self.seen(self._upper).topLeft()))

    def _format(self, text: str, begin: int, end: int) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start = utf16_index(text, begin)
        made.length = utf16_index(text, end) - made.start
        look = QTextCharFormat()
        look.setFontUnderline(True)
        look.setForeground(QColor(self.theme.colours.accent))
        made.format = look
        return made

    def _paint_labels(self, labels: Sequence[str]) -> None:
        """Paint the labels at the end of the lower row, as far as there is room."""
        for label in reversed(shown_labels(labels)):
            width = self._label_box(label, 0, self._lower).width()
            box = self._label_box(label, self._lower.right() - width, self._lower)
            self._paint_label(label, box)
            self._lower.setRight(box.left() - _GAP)

    def _label_box(self, label: str, left: int, within: QRect) -> QRect:
        metrics = self.option.fontMetrics
        width = min(metrics.horizontalAdvance(label), metrics.averageCharWidth() * _LABEL) + 2 * _GAP
        high = metrics.height() + 2
        return QRect(left, within.top() + (within.height() - high) // 2, width, high)

    def _paint_label(self, label: str, box: QRect) -> None:
        self.painter.setPen(QPen(QColor(self.theme.colours.line), 1))
        self.painter.setBrush(QColor(self.theme.colours.sunk))
        self.painter.drawRoundedRect(QRectF(self.seen(box)), 4, 4)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.write(label, "text", box.adjusted(_GAP, 0, -_GAP // 2, 0))


def shown_labels(labels: Sequence[str]) -> list[str]:
    """Return the first labels, and the number of those that have no room."""
    more = len(labels) - _MOST_LABELS
    return [*labels[:_MOST_LABELS], *([f"+{more}"] if more > 0 else [])]


class DraftsView(QListView):
    """The list, with multiple selection. `typed` carries text typed in it, which is meant for the search."""

    typed = Signal(str)

    def __init__(self, theme: Theme, found: DraftsModel) -> None:
        super().__init__()
        self._found = found
        identify(self, "drafts.list", self.tr("Drafts"))
        self.setModel(found)
        self.setItemDelegate(DraftDelegate(theme, found, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyState(theme, "drafts.empty", "file-text", "")
        self.empty.setParent(self.viewport())
        theme.changed.connect(self.viewport().update)

    def current(self) -> Draft | None:
        """Return the current draft; None without one."""
        return self._found.draft(self.currentIndex())

    def drafts(self) -> list[Draft]:
        """Return the selected drafts, from the top."""
        rows = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [draft for index in rows if (draft := self._found.draft(index))]

    def stand_on(self, *ids: str) -> None:
        """Select these drafts, or the first where none of them is there any more."""
        indexes = [index for each in ids if (index := self._found.index_of(each)).isValid()] or [self._found.index(0)]
        self.setCurrentIndex(indexes[0])
        for index in indexes:
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
