"""The accounts of one client: a row for each platform, and a line that makes connect links."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import Client, ConnectSession, ConnectSessionKind
from postdesk.domain.platforms import Platform
from postdesk.domain.state_groups import UNSENT_STATES
from postdesk.engine.connector import ConnectLink
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.connections.accounts import AccountAction, PlatformAccount, SessionCheck
from postdesk.ui.connections.actions import AccountActions
from postdesk.ui.connections.client_list import WIDEST
from postdesk.ui.connections.row import AccountRow
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import ROOM, column_of, narrow, row_of
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.times import clock_text, dated_text

_BELOW_TEXT: Final = 9
"""The distance at which the text of the quiet button is below that of the line above it, in pixels."""
_IN_PLACE: Final = frozenset({NoticeKind.REDIRECT_NOT_ALLOWED, NoticeKind.UNSAFE_LINK, NoticeKind.ACTION_FAILED})
_CHECKS: Final = {
    AccountAction.CHECK: ConnectSessionKind.HERE,
    AccountAction.CHECK_LINK: ConnectSessionKind.LINK,
}


class ClientAccounts(QWidget):
    """The rows of a client's accounts, with what was told since about each of them: notices, and answers to checks."""

    def __init__(self, session: WorkspaceSession, tell: Callable[[str], None], theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__()
        self._session, self._theme, self._local_zone = session, theme, local_zone
        self._client: Client | None = None
        self._notices: dict[tuple[int, str], Notice] = {}
        self._checks: dict[tuple[int, str], SessionCheck] = {}
        self._unopened: set[str] = set()
        self._actions = AccountActions(session, tell, theme, self)
        self._rows: dict[str, AccountRow] = {}
        self._list = column_of(spacing=0)
        self._link = LinkLine(theme)
        self._link.link_requested.connect(partial(self._do, AccountAction.LINK_FOR_CLIENT))
        self.setLayout(column_of(scrollable(narrow(column_of(self._list, self._link, ROOM, spacing=0), WIDEST))))
        connections = session.connections
        session.changes.notice.connect(self._note)
        connections.session_checked.connect(self._note_answer)
        connections.browser_failed.connect(self._note_unopened)
        connections.link_ready.connect(self._copy_link)

    @property
    def focus_target(self) -> QWidget:
        """The first control that is shown."""
        controls = (control for row in self._rows.values() for control in row.controls())
        return next((each for each in controls if each.isVisibleTo(self)), self._link.button)

    def show_client(self, client: Client) -> None:
        """Show the client's present accounts; rows that have not changed are left alone."""
        self._client = client
        # In a fixed order, so that no row moves when one is connected; unknown platforms come last.
        known = (each.platform for each in self._session.connections.of(client.id))
        shown = list(dict.fromkeys([*Platform, *known]))
        for platform in shown:
            self._row(platform).show_account(self._account(client, platform))
        for platform, row in self._rows.items():
            row.setVisible(platform in shown)
        self._put_in_order(shown)

    def _show_again(self) -> None:
        if self._client:
            self.show_client(self._client)

    def _put_in_order(self, shown: list[str]) -> None:
        """Sort the rows."""
        for place, platform in enumerate(shown):
            if self._list.indexOf(self._rows[platform]) != place:
                self._list.insertWidget(place, self._rows[platform])

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
            check=self._checks.get((client.id, platform)),
        )

    def _link_sent(self, sessions: Sequence[ConnectSession]) -> str:
        """Return the last link's time on this computer's clock; its day in full, since the text stays for days."""
        made = [each.created_at for each in sessions if each.pending and each.kind is ConnectSessionKind.LINK]
        return dated_text(made[-1], self._local_zone) if made else ""

    def _do(self, act: AccountAction, platform: str) -> None:
        client = self._client
        if client is None:
            return
        account = self._account(client, platform)
        self._actions.do(act, client, account)
        if act is not AccountAction.COPY_ADDRESS:
            self._notices.pop((client.id, platform), None)
        if act in _CHECKS and (checked := account.pending(_CHECKS[act])):
            self._checks[client.id, platform] = SessionCheck(checked.id)
        self._show_again()

    def _note(self, notice: Notice) -> None:
        """Keep a notice that is shown in its row."""
        if notice.kind in _IN_PLACE and notice.client_id is not None and notice.platform:
            self._notices[notice.client_id, notice.platform] = notice
            self._show_again()

    def _note_unopened(self, session_id: str) -> None:
        self._unopened.add(session_id)
        self._show_again()

    def _note_answer(self, session_id: str, answered: bool) -> None:
        """Note the answer to a check, after which `connections` is emitted; the pane shows it a moment later."""
        at = clock_text(self._session.clock.now(), self._local_zone)
        for key, check in self._checks.items():
            if check.session_id == session_id:
                self._checks[key] = replace(check, at=at, answered=answered)

    def _copy_link(self, ready: ConnectLink) -> None:
        self._actions.copy_for_client(ready)
        self._show_again()


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
        self.setLayout(column_of(top, row_of(_BELOW_TEXT, self.button, ROOM), spacing=4, margins=(12, 10, 8, 10)))
