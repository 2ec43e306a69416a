"""All clients at a glance: sorted, filtered, and the way to each."""

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QHeaderView, QLineEdit, QTableView, QWidget

from postdesk.domain.overview import AccountLine, AccountState, ClientLine
from postdesk.engine.desk import Desk
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.overview.delegate import LineDelegate
from postdesk.ui.overview.model import OverviewModel, Wanted
from postdesk.ui.overview.words import Column
from postdesk.ui.text.words import platform_word

_LETTERS: Final = {
    Column.CLIENT: 24,
    Column.NEXT: 22,
    Column.THIS_WEEK: 11,
    Column.UNAPPROVED: 16,
    Column.TO_DECIDE: 15,
}
_WIDE, _HIGH, _ROW = 150, 620, 16
_GATHER_MS: Final = 50


class OverviewDialog(Dialog):
    """`client_asked` carries the id of the client that was gone to."""

    client_asked = Signal(int)

    def __init__(self, desk: Desk, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("All clients"), "overview", parent)
        self._desk, self._theme, self._here = desk, theme, here
        self._model = OverviewModel(here, desk.clock.now, self)
        self._chosen: ClientLine | None = None
        self.search = QLineEdit(placeholderText=self.tr("Name of a client"))
        self.needy = QCheckBox(self.tr("Only what waits for somebody"))
        self.archived = QCheckBox(self.tr("Archived too"))
        self.table = QTableView()
        self._go = Button(theme, self.tr("Show this client"), "overview.go", role="primary")
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
        lines = self._desk.overview.lines(self._theme.first_weekday, self._here)
        self.archived.setVisible(any(line.client.archived for line in lines))
        self._model.show_lines(lines)

    def _remember_chosen(self) -> None:
        self._chosen = self._model.line(self.table.currentIndex())

    def _stay_with_chosen(self) -> None:
        """However the lines are read, sorted and filtered; with the first one where that client is not among them."""
        row = self._model.row_of(self._chosen.client.id) if self._chosen else 0
        self.table.setCurrentIndex(self._model.index(max(row, 0), 0))
        self._go.setEnabled(self._model.rowCount() > 0)
        self._show_troubled()

    def _filter(self) -> None:
        self._model.filter(Wanted(self.search.text().strip(), self.needy.isChecked(), self.archived.isChecked()))

    def _show_client(self) -> None:
        if line := self._model.line(self.table.currentIndex()):
            self.client_asked.emit(line.client.id)
            self.accept()

    def _troubled(self) -> AccountLine | None:
        """The account of the chosen client that is to be connected again; another account is for the user to look at first."""
        line = self._model.line(self.table.currentIndex())
        again = (each for each in line.troubled if each.state is not AccountState.OTHER_ACCOUNT) if line else iter(())
        return next(again, None)

    def _show_troubled(self) -> None:
        account = self._troubled()
        self._reconnect.setVisible(account is not None)
        if account:
            words = self.tr("Connect {0}") if account.state is AccountState.MISSING else self.tr("Reconnect {0}")
            self._reconnect.set_text(words.format(platform_word(account.platform)))

    def _connect_again(self) -> None:
        """What becomes of it is shown beside the client's accounts."""
        line, account = self._model.line(self.table.currentIndex()), self._troubled()
        if line and account:
            self._desk.connections.connect(line.client.id, account.platform)
            self._show_client()

    def _wire(self) -> None:
        changes = self._desk.changes
        for changed in (changes.clients, changes.posts, changes.connections, changes.settings, changes.practice):
            changed.connect(self._gather.start)
        for signal, slot in (
            (self._model.modelAboutToBeReset, self._remember_chosen),
            (self._model.modelReset, self._stay_with_chosen),
            (self._gather.timeout, self.refresh),
            (self.search.textChanged, self._filter),
            (self.search.returnPressed, self._show_client),
            (self.needy.toggled, self._filter),
            (self.archived.toggled, self._filter),
            (self.table.activated, self._show_client),
            (self._go.clicked, self._show_client),
            (self._reconnect.clicked, self._connect_again),
            (self.table.selectionModel().currentChanged, self._show_troubled),
            (self._close.clicked, self.reject),
        ):
            signal.connect(slot)

    def _lay_out(self, theme: Theme) -> None:
        identify(self.search, "overview.search", self.tr("Name of a client"))
        make_clearable(self.search)
        identify(self.needy, "overview.needy")
        identify(self.archived, "overview.archived")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.search, 1)
        row.addWidget(self.needy)
        row.addWidget(self.archived)
        self._lay_out_table(theme)
        self.body.addWidget(PlainLabel(self.tr("All clients"), role="heading"))
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.foot.insertWidget(0, self._reconnect)
        self.foot.addWidget(self._close)
        self.foot.addWidget(self._go)

    def _lay_out_table(self, theme: Theme) -> None:
        table, letter = self.table, self.fontMetrics().averageCharWidth()
        identify(table, "overview.clients", self.tr("Clients"))
        table.setModel(self._model)
        table.setItemDelegate(LineDelegate(theme, table))
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
        header.setSectionResizeMode(Column.ACCOUNTS, QHeaderView.ResizeMode.Stretch)
        for column, letters in _LETTERS.items():
            table.setColumnWidth(column, letters * letter)
        table.setSortingEnabled(True)
        table.sortByColumn(Column.CLIENT, Qt.SortOrder.AscendingOrder)
