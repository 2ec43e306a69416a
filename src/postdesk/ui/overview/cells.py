"""Paints the cells of the overview of all clients."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from postdesk.domain.overview import AccountLine, AccountState, ClientLine
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.kit.line_painter import RIGHT, LinePainter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.overview.model import LINE, Index, OverviewColumn, account_look

_PAD: Final = 8
_GAP: Final = 4
_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)


class OverviewDelegate(QStyledItemDelegate):
    """Paints all columns of the table, with the line under the mouse marked."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme, self._table, self._row = theme, table, -1
        table.setMouseTracking(True)
        table.entered.connect(lambda index: self._hover(index.row()))
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
        return super().eventFilter(watched, event)

    def _hover(self, row: int) -> None:
        left, self._row = self._row, row
        if row != left:
            self._update(left)
            self._update(row)

    def _update(self, row: int) -> None:
        """Paint a row anew."""
        if row >= 0:
            viewport = self._table.viewport()
            viewport.update(0, self._table.rowViewportPosition(row), viewport.width(), self._table.rowHeight(row))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, ClientLine):
            return
        painter.save()
        words, cell = str(index.data()), _Cell(painter, option, self._theme)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        cell.paint_background(marked=selected, hovered=index.row() == self._row)
        match OverviewColumn(index.column()):
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
                cell.paint_button(words, focused=index == self._table.currentIndex() and self._table.hasFocus())
        painter.restore()


class _Cell(LinePainter):
    """Paints one cell, from the left."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        super().__init__(painter, option, theme, pad=_PAD, gap=_GAP, size=14)
        self._metrics = option.fontMetrics

    def paint_client(self, line: ClientLine, name: str) -> None:
        side = self._metrics.height() + _GAP
        top = self.area.top() + (self.area.height() - side) // 2
        paint_avatar(
            self.painter, QRectF(self.seen(QRect(self.area.left(), top, side, side))), line.client.name, line.client.colour
        )
        self.area.setLeft(self.area.left() + side + _PAD)
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
        if len(accounts) > 1 and (len(accounts) + 1) * step + self._metrics.horizontalAdvance(word) > room:
            counted = f"{word} ({len(accounts)})"
            word = counted if step + self._metrics.horizontalAdvance(counted) <= room else str(len(accounts))
        else:
            for account in accounts:
                self.paint_brand(account.platform)
        self.paint_icon(icon, tone)
        self._write_first(word, tone)
        self.area.setLeft(self.area.left() + _PAD)

    def paint_number(self, words: str, icon: str) -> None:
        width = self._metrics.horizontalAdvance(words)
        self.area.setLeft(max(self.area.left(), self.area.right() - width - _GAP - self.side))
        self.paint_icon(icon, "attention")
        self.write(words, "attention")

    def paint_button(self, words: str, *, focused: bool) -> None:
        """Paint a button with these words, at the left."""
        width = min(self._metrics.horizontalAdvance(words) + 3 * _PAD, self.area.width())
        box = QRect(self.area.left(), self.area.top() + 4, width, self.area.height() - 9)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(
            QPen(QColor(self.theme.colours.accent if focused else self.theme.colours.outline), 2 if focused else 1)
        )
        self.painter.setBrush(QColor(self.theme.colours.surface))
        self.painter.drawRoundedRect(QRectF(self.seen(box)).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self.write(words, "text", box.adjusted(_PAD, 0, -_PAD, 0), flags=_CENTRE)

    def _write_first(self, words: str, colour: str) -> None:
        self.write(words, colour)
        self.area.setLeft(self.area.left() + self._metrics.horizontalAdvance(words) + _GAP)

    def paint_picture(self, pixmap: QPixmap, side: int) -> None:
        """Paint a picture where it has room, and advance `area`."""
        if self.area.width() >= side:
            super().paint_picture(pixmap, side)
        else:
            self.area.setLeft(self.area.left() + side + _GAP)
