"""Paints a client's mark, its accounts with icons and words, and in amber what waits for somebody."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from postdesk.domain.overview import AccountLine, AccountState, ClientLine
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.kit.mark import scaled
from postdesk.ui.kit.theme import Theme
from postdesk.ui.overview.model import LINE, Index
from postdesk.ui.overview.words import Column, account_icon, account_tone, account_word

_PAD: Final = 8
_GAP: Final = 4


class LineDelegate(QStyledItemDelegate):
    """One for all columns of the table."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, ClientLine):
            return
        painter.save()
        colours, column = self._theme.colours, Column(index.column())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, QColor(colours.accent_soft if chosen else colours.surface))
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), QColor(colours.line))
        cell = _Cell(painter, option, self._theme)
        match column:
            case Column.CLIENT:
                cell.paint_client(line, str(index.data()))
            case Column.ACCOUNTS:
                cell.paint_accounts(line)
            case Column.UNAPPROVED | Column.TO_DECIDE if index.data():
                cell.paint_number(str(index.data()), "message-circle" if column is Column.UNAPPROVED else "circle-question-mark")
            case _:
                quiet = line.next_at is None and column is Column.NEXT
                cell.write(str(index.data()), "secondary" if quiet else "text", right=column is Column.THIS_WEEK)
        painter.restore()


class _Cell:
    """One cell, painted from the left."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        self._painter, self._theme = painter, theme
        self._metrics = option.fontMetrics
        self._area = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        self._icon = scaled(option.fontMetrics, 14)
        painter.setFont(option.font)

    def paint_client(self, line: ClientLine, name: str) -> None:
        side = self._metrics.height() + _GAP
        top = self._area.top() + (self._area.height() - side) // 2
        paint_avatar(self._painter, QRectF(self._area.left(), top, side, side), line.client.name, line.client.colour)
        self._area.setLeft(self._area.left() + side + _PAD)
        self.write(name, "secondary" if line.client.archived else "text")

    def paint_accounts(self, line: ClientLine) -> None:
        """Those that stand alike together, with one word for all; first those in trouble."""
        alike = defaultdict[AccountState, list[AccountLine]](list)
        for account in sorted(line.accounts, key=lambda account: account.well):
            alike[account.state].append(account)
        for state, accounts in alike.items():
            self._paint_alike(state, accounts)
        if not line.accounts:
            self._write(account_word(AccountState.MISSING), "secondary")

    def _paint_alike(self, state: AccountState, accounts: Sequence[AccountLine]) -> None:
        """Their marks and one word; the word and their number where that has no room."""
        word, step = account_word(state), self._icon + _GAP
        if len(accounts) > 1 and (len(accounts) + 1) * step + self._metrics.horizontalAdvance(word) > self._area.width():
            self._say(state, f"{word} ({len(accounts)})")
            return
        for account in accounts:
            self._picture_of(account)
        self._say(state, word)

    def paint_number(self, words: str, icon: str) -> None:
        width = self._metrics.horizontalAdvance(words)
        self._area.setLeft(max(self._area.left(), self._area.right() - width - _GAP - self._icon))
        self._picture(icon, "attention")
        self.write(words, "attention")

    def write(self, words: str, colour: str, *, right: bool = False) -> None:
        """What is left of the cell."""
        self._painter.setPen(QColor(self._theme.colours.of(colour)))
        shown = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, self._area.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(self._area, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _say(self, state: AccountState, words: str) -> None:
        tone = account_tone(state)
        self._picture(account_icon(state), tone)
        self._write(words, tone)
        self._area.setLeft(self._area.left() + _PAD)

    def _write(self, words: str, colour: str) -> None:
        self.write(words, colour)
        self._area.setLeft(self._area.left() + self._metrics.horizontalAdvance(words) + _GAP)

    def _picture_of(self, account: AccountLine) -> None:
        self._draw(self._theme.brand_pixmap(account.platform, self._icon, self._ratio()))

    def _picture(self, icon: str, colour: str) -> None:
        self._draw(self._theme.pixmap(icon, colour, self._icon, self._ratio()))

    def _draw(self, pixmap: QPixmap) -> None:
        if self._area.width() >= self._icon:
            top = self._area.top() + (self._area.height() - self._icon) // 2
            self._painter.drawPixmap(self._area.left(), top, pixmap)
        self._area.setLeft(self._area.left() + self._icon + _GAP)

    def _ratio(self) -> float:
        return self._painter.device().devicePixelRatio()
