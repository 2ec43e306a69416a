"""The place of all clients: a table to sort and filter, whose lines lead to a client and its accounts."""

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from postdesk.domain.overview import ClientLine
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.forms import check_box, make_clearable
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, fill, row_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.place import PlacePane
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.overview.model import OverviewColumn, OverviewFilter, OverviewModel, account_to_connect
from postdesk.ui.overview.table import OverviewTable
from postdesk.ui.scope import Scope

_LETTERS: Final = {
    OverviewColumn.CLIENT: 20,
    OverviewColumn.NEXT: 22,
    OverviewColumn.THIS_WEEK: 13,
    OverviewColumn.UNAPPROVED: 18,
    OverviewColumn.TO_DECIDE: 15,
    OverviewColumn.ACTION: 20,
}
_NEEDED: Final = {OverviewColumn.UNAPPROVED: 136, OverviewColumn.THIS_WEEK: 118, OverviewColumn.NEXT: 105}
"""The least width of the table, in characters, at which the column is shown."""

_ROW: Final = 20
_AROUND, _BESIDE = 8, 4
"""The padding of a cell, and what is missing to the margin of the title above, in pixels."""
_SEARCH: Final = 300
_GATHER_MS: Final = 50


class OverviewPane(PlacePane):
    """All clients. A click on one, or Enter, shows it in the calendar; its last column reconnects an account."""

    def __init__(self, session: WorkspaceSession, scope: Scope, navigator: Navigator, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__(self.tr("Clients"), "overview")
        self._session, self._scope, self._navigator = session, scope, navigator
        self._theme, self._local_zone = theme, local_zone
        self._model = OverviewModel(local_zone, session.clock.now, self)
        self._chosen: ClientLine | None = None
        self.search = text_field("overview.search", self.tr("Search clients"), self.tr("Search clients"))
        self.needs_action = check_box("overview.needs_action", self.tr("Only clients needing action"))
        self.archived = check_box("overview.archived", self.tr("Include archived"))
        self.table = OverviewTable(theme, self._model)
        self._empty = EmptyState(theme, "overview.empty", "users", "")
        self._edit = Button(theme, self.tr("Manage clients…"), "overview.manage", icon="settings")
        self._add = Button(theme, self.tr("Add a client or brand…"), "overview.add", role="primary", icon="user-plus")
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._lay_out(theme)
        self._wire()
        self.refresh()

    @property
    def focus_target(self) -> QWidget:
        if self.table.isHidden():
            return self._empty.action if self._empty.action.isVisibleTo(self) else self.search
        return self.table

    def refresh(self) -> None:
        """Read everything again."""
        lines = self._session.overview.lines(self._theme.first_weekday, self._local_zone)
        self.archived.setVisible(any(line.client.archived for line in lines))
        self._filters.setVisible(len(lines) > 1)
        for button in (self._edit, self._add):  # the empty place has its own
            button.setVisible(bool(lines))
        self._model.show_lines(lines)
        self._tell_empty()

    def _remember_chosen(self) -> None:
        self._chosen = self._model.line(self.table.currentIndex())

    def _stay_with_chosen(self) -> None:
        """Keep the same client current, or that in scope where that one is not shown, or else the first."""
        wanted = self._chosen.client.id if self._chosen else self._scope.client_id
        row = self._model.row_of(wanted) if wanted else 0
        self.table.setCurrentIndex(self._model.index(max(row, 0), 0))

    def _tell_empty(self) -> None:
        nothing = self._model.rowCount() == 0
        self.table.setVisible(not nothing)
        self._empty.setVisible(nothing)
        clear = self.tr("Clear filters")
        if self.search.text():
            self._empty.tell("search", self.tr("No results"), self.tr("Try another word, or clear the filters."), clear)
        elif self.needs_action.isChecked():
            self._empty.tell("circle-check", self.tr("No client needs action"), "", clear)
        else:
            words = self.tr("A client or brand has its own accounts, colour and time zone. It can be you.")
            self._empty.tell("user-plus", self.tr("Who are you posting for?"), words, self.tr("Add a client or brand…"))

    def _take_next_step(self) -> None:
        """Clear the filters that leave nothing, or add the first client."""
        if self.search.text() or self.needs_action.isChecked():
            self.needs_action.setChecked(False)
            self.search.clear()
            self.setFocus()
        else:
            self._navigator.add_client()

    def _filter(self) -> None:
        self._model.filter(OverviewFilter(self.search.text().strip(), self.needs_action.isChecked(), self.archived.isChecked()))
        self._tell_empty()

    def _open(self, index: QModelIndex) -> None:
        """Connect an account where the cell offers that, or else show the client in the calendar."""
        line = self._model.line(index)
        account = account_to_connect(line) if line and index.column() == OverviewColumn.ACTION else None
        if line and account:
            self._session.connections.connect_account(line.client.id, account.platform)
            self._navigator.show_connections(line.client.id)
        elif line:
            self._navigator.show_client(line.client.id)
            self._navigator.show("calendar")

    def _open_current(self) -> None:
        self._open(self.table.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letters = self.width() / self.fontMetrics().averageCharWidth()
        for column, needed in _NEEDED.items():
            self.table.setColumnHidden(column, letters < needed)

    def _wire(self) -> None:
        changes = self._session.changes
        for changed in (changes.clients, changes.posts, changes.connections, changes.settings, changes.practice):
            changed.connect(self._gather.start)
        for signal, slot in (
            (self._model.modelAboutToBeReset, self._remember_chosen),
            (self._model.modelReset, self._stay_with_chosen),
            (self._gather.timeout, self.refresh_if_shown),
            (self.search.textChanged, self._filter),
            (self.search.returnPressed, self._open_current),
            (self.needs_action.toggled, self._filter),
            (self.archived.toggled, self._filter),
            (self.table.clicked, self._open),
            (self._empty.action.clicked, self._take_next_step),
            (self._edit.clicked, lambda: self._navigator.show_settings("clients")),
            (self._add.clicked, self._navigator.add_client),
        ):
            signal.connect(slot)
        for key in ("Return", "Enter"):
            # With the slot passed to the constructor as well, PySide ignores the context.
            keys = QShortcut(QKeySequence(key), self.table, context=Qt.ShortcutContext.WidgetShortcut)
            keys.activated.connect(self._open_current)

    def _lay_out(self, theme: Theme) -> None:
        self._lay_out_table(theme)
        make_clearable(self.search)
        self.search.setMaximumWidth(_SEARCH)
        self._filters = QWidget()
        filters = row_of(self.search, self.needs_action, self.archived, ROOM, spacing=16, margins=(_AROUND, 8, _AROUND, 8))
        filters.setStretchFactor(self.search, 1)
        self._filters.setLayout(filters)
        for button in (self._edit, self._add):
            self.title.add(button)
        self.body.setContentsMargins(_BESIDE, 0, _BESIDE, 0)
        self.body.setSpacing(0)
        fill(self.body, self._filters, self.table, self._empty, grow=self.table)
        self.body.setStretchFactor(self._empty, 1)

    def _lay_out_table(self, theme: Theme) -> None:
        table, letter = self.table, self.fontMetrics().averageCharWidth()
        identify(table, "overview.clients", self.tr("Clients"))
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
