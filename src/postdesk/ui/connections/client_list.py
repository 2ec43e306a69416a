"""The list of clients, to select whose accounts are shown."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.domain.clients import Client, ConnectSessionKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.avatar import Avatar
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel, StateLabel
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, fill, narrow, row_of
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone

WIDEST: Final = 720
"""The greatest width of the clients and of their accounts, in pixels."""


class ClientList(QWidget):
    """A button for each client, with what its accounts need; `chosen` carries a client's id."""

    chosen = Signal(int)

    def __init__(self, session: WorkspaceSession, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._shown: tuple[tuple[Client, str, bool], ...] = ()
        self._choices: list[ClientChoice] = []
        self._buttons = column_of(spacing=6)
        intro = remark(self.tr("Select a client to see its accounts."))
        inner = column_of(intro, self._buttons, ROOM, spacing=6, margins=(12, 12, 12, 12))
        self.setLayout(column_of(scrollable(narrow(inner, WIDEST))))

    @property
    def focus_target(self) -> QWidget:
        """The button of the first client."""
        return self._choices[0] if self._choices else self

    def refresh(self) -> None:
        """Read again; buttons are rebuilt only where something changed."""
        known = tuple((client, *self._read(client)) for client in self._session.clients.all())
        if known == self._shown:
            return
        self._shown = known
        clear_layout(self._buttons)
        self._choices = [self._button(*each) for each in known]
        fill(self._buttons, *self._choices)

    def _button(self, client: Client, summary: str, waits: bool) -> "ClientChoice":
        button = ClientChoice(self._theme, client, summary, waits=waits)
        button.clicked.connect(partial(self.chosen.emit, client.id))
        return button

    def summary(self, client: Client) -> str:
        """Return the number of the client's accounts, and of those that need something."""
        return self._read(client)[0]

    def _read(self, client: Client) -> tuple[str, bool]:
        """Return the summary of a client, and True where its accounts need something."""
        accounts = self._session.connections.of(client.id)
        ready = sum(account.ready and not account.account_changed for account in accounts)
        needs = list[str]()
        if waiting := len(accounts) - ready:
            needs.append(self.tr("Needs attention: {0}").format(waiting))
        sessions = self._session.connections.sessions(client.id)
        if ended := sum(not each.pending and each.kind is ConnectSessionKind.LINK for each in sessions):
            needs.append(self.tr("%n links to send again", "", ended))
        return " · ".join((self.tr("{0} connected").format(ready), *needs)), bool(needs)


class ClientChoice(Button):
    """A client's mark and name, and below it what its accounts need; amber if one `waits` for something."""

    def __init__(self, theme: Theme, client: Client, summary: str, *, waits: bool) -> None:
        super().__init__(theme, "", f"connections.client.{client.external_user_id}", role="choice")
        self.setAccessibleName(f"{client.name}\n{summary}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        plain_tooltip(self, client.name)
        avatar = Avatar(client.name, client.colour)
        attention = StateLabel(theme, "triangle-alert", summary, Tone.ATTENTION, elide=True) if waits else None
        told = attention or PlainLabel(summary, role="secondary", elide=True)
        words = column_of(PlainLabel(client.name, role="title", elide=True), told, spacing=2)
        onward = "chevron-left" if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else "chevron-right"
        self._row = row_of(avatar, words, IconLabel(theme, onward, "secondary"), spacing=12, margins=(16, 10, 16, 10), grow=words)
        self.setLayout(self._row)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()
