"""The connections: a client's accounts, one row for each platform."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.connections.client_accounts import ClientAccounts
from postdesk.ui.connections.client_list import ClientList
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.pane_title import PaneTitle
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.text.failures import error_words
from postdesk.ui.text.states import Tone

_GATHER_MS: Final = 50


class ConnectionsPane(Pane):
    """Shows the accounts of one client: the scope's, or another one that was asked for, which leaves the scope.

    A hidden pane reads nothing until it is shown.
    """

    def __init__(
        self,
        session: WorkspaceSession,
        scope: Scope,
        navigator: Navigator,
        theme: Theme,
        local_zone: ZoneInfo,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._scope, self._navigator = session, scope, navigator
        self._read: int | None = None
        self._client_id = self._followed = scope.client_id
        self._outdated = False
        self._title = ConnectionsTitle(theme)
        self._problem = NoticeBar(theme, "connections.problem")
        self._nobody = EmptyState(theme, "connections.empty", "users", "")
        self._reading = EmptyState(theme, "connections.loading", "loader", self.tr("Reading the accounts…"))
        self._clients = ClientList(session, theme)
        self._accounts = ClientAccounts(session, navigator.tell, theme, local_zone)
        self._stack = QStackedLayout()
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._lay_out()
        self._wire()
        self.refresh()

    @property
    def focus_target(self) -> QWidget:
        shown = self._stack.currentWidget()
        if shown is self._nobody:
            return self._nobody.action
        return self._clients.focus_target if shown is self._clients else self._accounts.focus_target

    def show_client(self, client_id: int | None) -> None:
        """Show the accounts of a client, or for None the list of clients; the scope stays."""
        self._client_id = client_id
        self.refresh()

    def refresh(self) -> None:
        """Read again and show; rows that have not changed are left alone."""
        self._outdated = False
        client, clients = self._client(), self._session.clients.all()
        scope, among = self._scope.client_id, len(clients) > 1
        self._title.name_client(client if client and among and client.id != scope else None, back=scope is None)
        if not clients:
            self._show_nobody()
        elif client is None:
            loading = any(self._session.connections.loading(each.id) for each in clients)
            self._title.remark.setText(self.tr("reading…") if loading else "")
            self._clients.refresh()
            self._stack.setCurrentWidget(self._clients)
        else:
            self._show_client(client)
        self._show_problem()

    def _client(self) -> Client | None:
        chosen, clients = self._client_id, self._session.clients.all()
        return clients[0] if chosen is None and len(clients) == 1 else self._session.clients.get(chosen)

    def _show_all(self) -> None:
        self.show_client(None)
        self.setFocus()

    def _follow_scope(self) -> None:
        if self._scope.client_id != self._followed:
            self._followed = self._client_id = self._scope.client_id
            self._outdated = not self.isVisible()
            if not self._outdated:
                self.refresh()

    def _show_nobody(self) -> None:
        self._title.remark.setText("")
        words = self.tr("Accounts belong to a client or brand. Your own brand counts, too.")
        self._nobody.tell("users", self.tr("Who are you posting for?"), words, self.tr("Add a client or brand…"))
        self._stack.setCurrentWidget(self._nobody)

    def _show_client(self, client: Client) -> None:
        known = self._session.connections.of(client.id)
        loading = self._session.connections.loading(client.id)
        if loading and not known and client.id != self._read:
            self._title.remark.setText("")
            self._stack.setCurrentWidget(self._reading)
            return
        self._read = client.id
        self._title.remark.setText(self.tr("reading…") if loading else self._clients.summary(client))
        self._accounts.show_client(client)
        self._stack.setCurrentWidget(self._accounts)

    def _show_problem(self) -> None:
        errors = (self._session.connections.last_error(each.id) for each in self._shown())
        kind = next(filter(None, errors), None)
        if kind is None:
            self._problem.hide()
            return
        words = self.tr("Accounts couldn’t be read. {0}").format(error_words(kind))
        if self._problem.isHidden() or self._problem.label.text() != words:
            self._problem.tell(words, Tone.ATTENTION, "wifi-off", self.tr("Try again"))

    def _shown(self) -> Sequence[Client]:
        """Return the client whose accounts are shown, or those in the list."""
        client = self._client()
        return (client,) if client else self._session.clients.all()

    def _try_again(self) -> None:
        for client in self._shown():
            self._session.connections.refresh(client.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._outdated:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._outdated = self._outdated or self._gather.isActive()
        self._gather.stop()

    def _soon(self) -> None:
        if not self.isVisible():
            self._outdated = True
        elif not self._gather.isActive():
            self._gather.start()

    def _wire(self) -> None:
        changes = self._session.changes
        for signal in (changes.connections, changes.account_work, changes.clients, changes.posts):
            signal.connect(self._soon)
        for signal, slot in (
            (self._gather.timeout, self.refresh),
            (self._scope.client_changed, self._follow_scope),
            (self._nobody.action.clicked, self._navigator.add_client),
            (self._clients.chosen, self.show_client),
            (self._title.all_clients.clicked, self._show_all),
            (self._problem.action.clicked, self._try_again),
        ):
            signal.connect(slot)

    def _lay_out(self) -> None:
        self.setLayout(column_of(self._title, self._problem, self._stack, spacing=0, grow=self._stack))
        # Now that the stack is a part: before, its first page would be shown as a window.
        for page in (self._nobody, self._reading, self._clients, self._accounts):
            self._stack.addWidget(page)


class ConnectionsTitle(PaneTitle):
    """The name of the place and of a client that the window doesn't name, with a way back to all clients."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("", "connections.title")
        words = self.tr("All clients")
        self.all_clients = Button(theme, words, "connections.all_clients", role="quiet", icon="chevron-left")
        self.add(self.all_clients)
        self.name_client(None, back=False)

    def name_client(self, client: Client | None, *, back: bool) -> None:
        """Name this client, with a way `back`; None where the window names the one that is shown."""
        self.set_title(self.tr("Connections: {0}").format(client.name) if client else self.tr("Connections"))
        self.all_clients.setVisible(client is not None and back)
