"""The table of all clients, which paints its lines itself."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from postdesk.domain.overview import AccountLine, AccountState, ClientLine
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.kit.line_painter import RIGHT, LinePainter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.overview.model import OverviewColumn, OverviewModel, account_look

_PAD: Final = 8
_GAP: Final = 4
_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)


class OverviewTable(QTableView):
    """The clients of a model in lines that the table paints itself, with the line under the mouse marked."""

    def __init__(self, theme: Theme, model: OverviewModel) -> None:
        super().__init__()
        self._theme, self._model, self._hovered = theme, model, -1
        self._avatar = cache(avatar_pixmap)
        self.setModel(model)
        self.setMouseTracking(True)
        self.entered.connect(lambda index: self._hover(index.row()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        left, self._hovered = self._hovered, row
        for each in {left, row} - {-1} if row != left else ():
            self.viewport().update(0, self.rowViewportPosition(each), self.viewport().width(), self.rowHeight(each))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines in view, or those of them that changed."""
        painter, option = QPainter(self.viewport()), QStyleOptionViewItem()
        option.initFrom(self)
        option.font = self.font()  # Qt has a font for lists on some systems
        option.state = QStyle.StateFlag.State_None  # the mouse is over the table, not over each line
        cell = _Cell(painter, option, self._theme, self._avatar)
        selected = {index.row() for index in self.selectionModel().selectedRows()}
        columns = [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in OverviewColumn
            if not self.isColumnHidden(column)
        ]
        row, area = self.rowAt(event.rect().top()), event.region()
        while 0 <= row < self._model.rowCount() and (top := self.rowViewportPosition(row)) <= event.rect().bottom():
            line = QRect(0, top, self.viewport().width(), self.rowHeight(row))
            if area.intersects(line):
                cell.go_to(line)
                cell.paint_background(marked=row in selected, hovered=row == self._hovered)
                for column, left, width in columns:
                    cell.go_to(QRect(left, top, width, line.height()))
                    self._paint_cell(cell, row, column)
            row += 1
        painter.end()

    def _paint_cell(self, cell: "_Cell", row: int, column: OverviewColumn) -> None:
        line = self._model.line_at(row)
        words = self._model.text(line, column)
        match column:
            case OverviewColumn.CLIENT:
                cell.paint_client(line, words)
            case OverviewColumn.ACCOUNTS:
                cell.paint_accounts(line)
            case OverviewColumn.NEXT:
                cell.write(words, "text" if line.next_at else "secondary")
            case OverviewColumn.THIS_WEEK:
                cell.write(words, "text", flags=RIGHT)
            case OverviewColumn.UNAPPROVED if words:
                cell.paint_number(words, "message-circle")
            case OverviewColumn.TO_DECIDE if words:
                cell.paint_number(words, "triangle-alert")
            case OverviewColumn.ACTION if words:
                is_current = (row, column) == (self.currentIndex().row(), self.currentIndex().column())
                cell.paint_button(words, focused=is_current and self.hasFocus())


class _Cell(LinePainter):
    """Paints one cell, from the left."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme, avatar: Callable[..., QPixmap]) -> None:
        super().__init__(painter, option, theme, pad=_PAD, gap=_GAP, size=14)
        self._avatar = avatar

    def paint_client(self, line: ClientLine, name: str) -> None:
        side = self.metrics.height() + _GAP
        super().paint_picture(self._avatar(line.client.name, line.client.colour, side, self.ratio), side)
        self.area.setLeft(self.area.left() + _PAD - _GAP)
        self.write(name, "secondary" if line.client.archived else "text")

    def paint_accounts(self, line: ClientLine) -> None:
        """Paint the accounts grouped by state, with one word for each; those with problems first."""
        alike = defaultdict[AccountState, list[AccountLine]](list)
        for account in sorted(line.accounts, key=lambda account: account.is_usable):
            alike[account.state].append(account)
        for state, accounts in alike.items():
            self._paint_alike(state, accounts)
        if not line.accounts:
            self._write_first(account_look(AccountState.MISSING)[0], "secondary")

    def _paint_alike(self, state: AccountState, accounts: Sequence[AccountLine]) -> None:
        """Paint accounts of one state: their marks and one word.

        Where the marks have no room, the word and their number are shown, or the number alone.
        """
        (word, icon, tone), step = account_look(state), self.side + _GAP
        room = self.area.width() - 1  # Qt elides by the exact width of words, and the advance is rounded
        if len(accounts) > 1 and (len(accounts) + 1) * step + self.metrics.horizontalAdvance(word) > room:
            counted = f"{word} ({len(accounts)})"
            word = counted if step + self.metrics.horizontalAdvance(counted) <= room else str(len(accounts))
        else:
            for account in accounts:
                self.paint_brand(account.platform)
        self.paint_icon(icon, tone)
        self._write_first(word, tone)
        self.area.setLeft(self.area.left() + _PAD)

    def paint_number(self, words: str, icon: str) -> None:
        width = self.metrics.horizontalAdvance(words)
        self.area.setLeft(max(self.area.left(), self.area.right() - width - _GAP - self.side))
        self.paint_icon(icon, "attention")
        self.write(words, "attention")

    def paint_button(self, words: str, *, focused: bool) -> None:
        """Paint a button with these words, at the left."""
        width = min(self.metrics.horizontalAdvance(words) + 3 * _PAD, self.area.width())
        box = QRect(self.area.left(), self.area.top() + 4, width, self.area.height() - 9)
        self.painter.save()
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(QPen(self.colour("accent" if focused else "outline"), 2 if focused else 1))
        self.painter.setBrush(self.colour("surface"))
        self.painter.drawRoundedRect(QRectF(self.seen(box)).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self.painter.restore()
        self.write(words, "text", box.adjusted(_PAD, 0, -_PAD, 0), flags=_CENTRE)

    def _write_first(self, words: str, colour: str) -> None:
        self.write(words, colour)
        self.area.setLeft(self.area.left() + self.metrics.horizontalAdvance(words) + _GAP)

    def paint_picture(self, pixmap: QPixmap, side: int) -> None:
        """Paint a picture where it has room, and advance `area`."""
        if self.area.width() >= side:
            super().paint_picture(pixmap, side)
        else:
            self.area.setLeft(self.area.left() + side + _GAP)
