"""The connections: a client's accounts, one row for each platform."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QWidget

from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import Client, ConnectSession, ConnectSessionKind
from postdesk.domain.platforms import Platform
from postdesk.domain.state_groups import UNSENT_STATES
from postdesk.engine.connector import ConnectLink
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.connections.accounts import AccountAction, PlatformAccount
from postdesk.ui.connections.actions import AccountActions
from postdesk.ui.connections.client_list import ClientList
from postdesk.ui.connections.row import AccountRow
from postdesk.ui.kit.buttons import Button, MenuButton
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.pane_title import PaneTitle
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.text.failures import error_words
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import dated_text

_GATHER_MS: Final = 50
_IN_PLACE: Final = frozenset({NoticeKind.REDIRECT_NOT_ALLOWED, NoticeKind.UNSAFE_LINK, NoticeKind.ACTION_FAILED})


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
        self._session, self._scope, self._navigator, self._theme, self._local_zone = session, scope, navigator, theme, local_zone
        self._notices: dict[tuple[int, str], Notice] = {}
        self._unopened: set[str] = set()
        self._read: int | None = None
        self._client_id = self._followed = scope.client_id
        self._outdated = False
        self._title = ConnectionsTitle(theme)
        self._problem = NoticeBar(theme, "connections.problem")
        self._actions = AccountActions(session, navigator.tell, theme, self)
        self._rows: dict[str, AccountRow] = {}
        self._list = column_of(spacing=0)
        self._nobody = EmptyState(theme, "connections.empty", "users", "")
        self._reading = EmptyState(theme, "connections.loading", "loader", self.tr("Reading the accounts…"))
        self._clients = ClientList(session, theme)
        self._link = LinkLine(theme)
        self._accounts = scrollable(column_of(self._list, self._link, ROOM, spacing=0))
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
        if shown is self._clients:
            return self._clients.focus_target
        controls = (control for row in self._rows.values() for control in row.controls())
        return next((each for each in controls if each.isVisibleTo(self)), self._link.button)

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
            self._title.remark.setText("")
            self._clients.refresh()
            self._stack.setCurrentWidget(self._clients)
        else:
            self._show_client(client)
        self._show_problem(client)

    def _client(self) -> Client | None:
        chosen, clients = self._client_id, self._session.clients.all()
        return clients[0] if chosen is None and len(clients) == 1 else self._session.clients.get(chosen)

    def _show_all(self) -> None:
        self.show_client(None)
        self.setFocus()

    def _follow_scope(self) -> None:
        if self._scope.client_id != self._followed:
            self._followed = self._scope.client_id
            self.show_client(self._followed)

    def _show_nobody(self) -> None:
        self._title.remark.setText("")
        words = self.tr("Accounts belong to a client or brand. Your own brand counts, too.")
        self._nobody.tell("users", self.tr("Who are you posting for?"), words, self.tr("Add a client or brand"))
        self._stack.setCurrentWidget(self._nobody)

    def _show_client(self, client: Client) -> None:
        known = self._session.connections.of(client.id)
        loading = self._session.connections.loading(client.id)
        if loading and not known and client.id != self._read:
            self._title.remark.setText("")
            self._stack.setCurrentWidget(self._reading)
            return
        self._read = client.id
        self._title.remark.setText(self.tr("reading…") if loading else str(len(known)) if known else "")
        # In a fixed order, so that no row moves when one is connected; unknown platforms come last.
        shown = list(dict.fromkeys([*Platform, *(each.platform for each in known)]))
        for platform in shown:
            self._row(platform).show_account(self._account(client, platform))
        for platform, row in self._rows.items():
            row.setVisible(platform in shown)
        self._put_in_order(shown)
        self._stack.setCurrentWidget(self._accounts)

    def _put_in_order(self, shown: list[str]) -> None:
        """Sort the rows, and set the Tab order of those made or moved later."""
        for place, platform in enumerate(shown):
            if self._list.indexOf(self._rows[platform]) != place:
                self._list.insertWidget(place, self._rows[platform])
        controls = [control for platform in shown for control in self._rows[platform].controls()]
        for first, second in pairwise([*controls, self._link.button]):
            QWidget.setTabOrder(first, second)

    def _row(self, platform: str) -> AccountRow:
        if platform not in self._rows:
            row = AccountRow(self._theme, platform)
            row.action_requested.connect(self._do)
            self._rows[platform] = row
            self._list.addWidget(row)
        return self._rows[platform]

    def _account(self, client: Client, platform: str) -> PlatformAccount:
        connections = self._session.connections
        sessions = tuple(each for each in connections.sessions(client.id) if each.platform == platform)
        ours = BoardFilter(client.id, platform, UNSENT_STATES)
        known = connections.get(client.id, platform)
        return PlatformAccount(
            platform=platform,
            client_name=client.name,
            connection=known,
            sessions=sessions,
            starting=connections.is_connecting(client.id, platform),
            unopened=any(each.id in self._unopened for each in sessions),
            waiting=self._session.board.count(ours) if known and (known.account_changed or not known.ready) else 0,
            notice=self._notices.get((client.id, platform)),
            link_sent=self._link_sent(sessions),
        )

    def _link_sent(self, sessions: Sequence[ConnectSession]) -> str:
        """Return the last link's time on this computer's clock; its day in full, since the text stays for days."""
        made = [each.created_at for each in sessions if each.pending and each.kind is ConnectSessionKind.LINK]
        return dated_text(made[-1], self._local_zone) if made else ""

    def _show_problem(self, client: Client | None) -> None:
        kind = self._session.connections.last_error(client.id) if client else None
        if kind is None:
            self._problem.hide()
            return
        words = self.tr("The accounts couldn’t be read. {0}").format(error_words(kind))
        if self._problem.isHidden() or self._problem.label.text() != words:
            self._problem.tell(words, Tone.ATTENTION, "wifi-off", self.tr("Try again"))

    def _do(self, act: AccountAction, platform: str) -> None:
        client = self._client()
        if client is None:
            return
        account = self._account(client, platform)
        self._actions.do(act, client, account)
        if act is not AccountAction.COPY_ADDRESS:
            self._notices.pop((client.id, platform), None)
        self._soon()

    def _note(self, notice: Notice) -> None:
        """Keep a notice that is shown in its row."""
        if notice.kind in _IN_PLACE and notice.client_id is not None and notice.platform:
            self._notices[notice.client_id, notice.platform] = notice
            self._soon()

    def _note_unopened(self, session_id: str) -> None:
        self._unopened.add(session_id)
        self._soon()

    def _link_ready(self, ready: ConnectLink) -> None:
        self._actions.copy_for_client(ready)
        self._soon()

    def _try_again(self) -> None:
        if client := self._client():
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
        changes, connections = self._session.changes, self._session.connections
        for signal in (changes.connections, changes.clients, changes.posts):
            signal.connect(self._soon)
        for signal, slot in (
            (self._gather.timeout, self.refresh),
            (self._scope.client_changed, self._follow_scope),
            (changes.notice, self._note),
            (connections.browser_failed, self._note_unopened),
            (connections.link_ready, self._link_ready),
            (self._nobody.action.clicked, self._navigator.add_client),
            (self._clients.chosen, self.show_client),
            (self._title.all_clients.clicked, self._show_all),
            (self._problem.action.clicked, self._try_again),
            (self._link.link_requested, partial(self._do, AccountAction.LINK_FOR_CLIENT)),
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


class LinkLine(QFrame):
    """The line that makes a connect link. `link_requested` carries the platform."""

    link_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        words = remark(self.tr("Send a connect link to your client instead of connecting here."))
        self.button = MenuButton(theme, self.tr("Copy link for my client"), "connections.link")
        menu = QMenu(self.button)
        for platform in Platform:
            menu.addAction(platform_word(platform), partial(self.link_requested.emit, str(platform)))
        self.button.setMenu(menu)
        top = row_of(IconLabel(theme, "link", "secondary"), words)
        self.setLayout(column_of(top, row_of(self.button, ROOM), spacing=4, margins=(12, 10, 8, 10)))
