"""The overview of all clients: a table to sort and filter, with a way to each client."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from postdesk.domain.overview import AccountLine, AccountState, ClientLine
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import check_box, make_clearable
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill, row_of
from postdesk.ui.kit.line_painter import RIGHT, LinePainter
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.overview.model import (
    LINE,
    Index,
    OverviewColumn,
    OverviewFilter,
    OverviewModel,
    account_look,
)
from postdesk.ui.text.names import platform_word

_PAD: Final = 8
_GAP: Final = 4
_LETTERS: Final = {
    OverviewColumn.CLIENT: 24,
    OverviewColumn.NEXT: 22,
    OverviewColumn.THIS_WEEK: 11,
    OverviewColumn.UNAPPROVED: 16,
    OverviewColumn.TO_DECIDE: 15,
}
_WIDE, _HIGH, _ROW = 150, 620, 16
_GATHER_MS: Final = 50


class OverviewDelegate(QStyledItemDelegate):
    """Paints all columns of the table."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, ClientLine):
            return
        painter.save()
        words, cell = str(index.data()), _Cell(painter, option, self._theme)
        cell.paint_background(marked=bool(option.state & QStyle.StateFlag.State_Selected))
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
                cell.paint_number(words, "circle-question-mark")
        painter.restore()


class _Cell(LinePainter):
    """Paints one cell, from the left."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        super().__init__(painter, option, theme, pad=_PAD, gap=_GAP, size=14)
        self._metrics = option.fontMetrics

    def paint_client(self, line: ClientLine, name: str) -> None:
        side = self._metrics.height() + _GAP
        top = self.area.top() + (self.area.height() - side) // 2
        paint_avatar(self.painter, QRectF(self.area.left(), top, side, side), line.client.name, line.client.colour)
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
        """Paint accounts of one state: their marks and one word, or the word and their number where the marks have no room."""
        (word, icon, tone), step = account_look(state), self.side + _GAP
        if len(accounts) > 1 and (len(accounts) + 1) * step + self._metrics.horizontalAdvance(word) > self.area.width():
            word = f"{word} ({len(accounts)})"
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

    def _write_first(self, words: str, colour: str) -> None:
        self.write(words, colour)
        self.area.setLeft(self.area.left() + self._metrics.horizontalAdvance(words) + _GAP)

    def paint_picture(self, pixmap: QPixmap, side: int) -> None:
        """Paint a picture where it has room, and advance `area`."""
        if self.area.width() >= side:
            super().paint_picture(pixmap, side)
        else:
            self.area.setLeft(self.area.left() + side + _GAP)


class OverviewDialog(Dialog):
    """The dialog of all clients. `client_requested` carries the id of the client to show."""

    client_requested = Signal(int)

    def __init__(self, session: WorkspaceSession, theme: Theme, local_zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Client overview"), "overview", parent)
        self._session, self._theme, self._local_zone = session, theme, local_zone
        self._model = OverviewModel(local_zone, session.clock.now, self)
        self._chosen: ClientLine | None = None
        self.search = text_field("overview.search", self.tr("Search clients"), self.tr("Search clients"))
        make_clearable(self.search)
        self.needs_action = check_box("overview.needs_action", self.tr("Only clients needing action"))
        self.archived = check_box("overview.archived", self.tr("Include archived"))
        self.table = QTableView()
        self._go = Button(theme, self.tr("Show client"), "overview.go", role="primary")
        self._reconnect = Button(theme, "", "overview.reconnect", icon="plug")
        self._close = Button(theme, self.tr("Close"), "overview.close")
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._lay_out(theme)
        self._wire()
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _WIDE, _HIGH)

    def refresh(self) -> None:
        """Read everything again."""
        lines = self._session.overview.lines(self._theme.first_weekday, self._local_zone)
        self.archived.setVisible(any(line.client.archived for line in lines))
        self._model.show_lines(lines)

    def _remember_chosen(self) -> None:
        self._chosen = self._model.line(self.table.currentIndex())

    def _stay_with_chosen(self) -> None:
        """Keep the same client current, or the first where that one is not shown any more."""
        row = self._model.row_of(self._chosen.client.id) if self._chosen else 0
        self.table.setCurrentIndex(self._model.index(max(row, 0), 0))
        self._go.setEnabled(self._model.rowCount() > 0)
        self._show_account_to_reconnect()

    def _filter(self) -> None:
        self._model.filter(OverviewFilter(self.search.text().strip(), self.needs_action.isChecked(), self.archived.isChecked()))

    def _show_client(self) -> None:
        if line := self._model.line(self.table.currentIndex()):
            self.client_requested.emit(line.client.id)
            self.accept()

    def _account_to_reconnect(self) -> AccountLine | None:
        """Return the selected client's account to reconnect; None without one, or while a changed account needs a look."""
        line = self._model.line(self.table.currentIndex())
        again = (each for each in line.unusable_accounts if each.state is not AccountState.OTHER_ACCOUNT) if line else iter(())
        return next(again, None)

    def _show_account_to_reconnect(self) -> None:
        account = self._account_to_reconnect()
        self._reconnect.setVisible(account is not None)
        if account:
            words = self.tr("Connect {0}") if account.state is AccountState.MISSING else self.tr("Reconnect {0}")
            self._reconnect.set_text(words.format(platform_word(account.platform)))

    def _connect_again(self) -> None:
        """Reconnect the account and show the client, whose accounts show the progress."""
        line, account = self._model.line(self.table.currentIndex()), self._account_to_reconnect()
        if line and account:
            self._session.connections.connect_account(line.client.id, account.platform)
            self._show_client()

    def _wire(self) -> None:
        changes = self._session.changes
        for changed in (changes.clients, changes.posts, changes.connections, changes.settings, changes.practice):
            changed.connect(self._gather.start)
        for signal, slot in (
            (self._model.modelAboutToBeReset, self._remember_chosen),
            (self._model.modelReset, self._stay_with_chosen),
            (self._gather.timeout, self.refresh),
            (self.search.textChanged, self._filter),
            (self.search.returnPressed, self._show_client),
            (self.needs_action.toggled, self._filter),
            (self.archived.toggled, self._filter),
            (self.table.activated, self._show_client),
            (self._go.clicked, self._show_client),
            (self._reconnect.clicked, self._connect_again),
            (self.table.selectionModel().currentChanged, self._show_account_to_reconnect),
            (self._close.clicked, self.reject),
        ):
            signal.connect(slot)

    def _lay_out(self, theme: Theme) -> None:
        self._lay_out_table(theme)
        filters = row_of(self.search, self.needs_action, self.archived, spacing=16, grow=self.search)
        fill(self.body, PlainLabel(self.tr("Client overview"), role="heading"), filters, self.table, grow=self.table)
        self.foot.insertWidget(0, self._reconnect)
        fill(self.foot, self._close, self._go)

    def _lay_out_table(self, theme: Theme) -> None:
        table, letter = self.table, self.fontMetrics().averageCharWidth()
        identify(table, "overview.clients", self.tr("Clients"))
        table.setModel(self._model)
        table.setItemDelegate(OverviewDelegate(theme, table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(OverviewColumn.ACCOUNTS, QHeaderView.ResizeMode.Stretch)
        for column, letters in _LETTERS.items():
            table.setColumnWidth(column, letters * letter)
        table.setSortingEnabled(True)
        table.sortByColumn(OverviewColumn.CLIENT, Qt.SortOrder.AscendingOrder)
