"""The top bar: the client, the search, the times or practice mode's clock, "New post" and the menu."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QKeyCombination, QLocale, QRect, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.clients import Client
from postdesk.domain.draft_search import LONGEST_SEARCH
from postdesk.domain.times import zone
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.avatar import Avatar, client_icon
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.popover import Popover
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.navigator import WindowNavigator
from postdesk.ui.shell.practice_chip import PracticeChip
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.times import clock_text

_GAP = 10
_SEARCH_ICONS = 64
_MOST_SEARCH = 40
"""The characters that the search field has room for at most; at least those of its hint."""
_AVATAR = 24
_LEAST_NAME = 12
_MOST_NAME = 28
"""The characters that a client's name has room for, at least and at most."""


class TopBar(Frame):
    """The bar above the panes; `menu` is filled by the window's actions."""

    def __init__(
        self, session: WorkspaceSession, scope: Scope, theme: Theme, local_zone: ZoneInfo, navigator: WindowNavigator
    ) -> None:
        super().__init__("bar", "top_bar")
        self._session, self._scope, self._theme, self._local_zone, self._navigator = session, scope, theme, local_zone, navigator
        self.client = ClientButton(theme)
        self._client_menu = QMenu(self.client)
        self.client.setMenu(self._client_menu)
        self._client_menu.aboutToShow.connect(self._fill_client_menu)
        self.times = PlainLabel(identifier="top_bar.times")
        self.search = SearchField(theme, scope)
        self.search.searched.connect(navigator.show_search)
        self.search.returnPressed.connect(navigator.show_found)
        self.new = Button(theme, self.tr("New post"), "top_bar.new_post", role="primary", icon="plus")
        self.new.clicked.connect(navigator.new_post)
        navigator.client_wanted.connect(self._ask_client)
        self._question: Popover | None = None
        self.menu = IconButton(theme, "ellipsis", self.tr("Menu (F10)"), "top_bar.menu")
        self.menu.setPopupMode(self.menu.ToolButtonPopupMode.InstantPopup)
        parts: list[QWidget] = [self.client, self.search, self.times, self.new, self.menu]
        self.practice = PracticeChip(session, theme, local_zone, navigator) if session.practice else None
        if self.practice:
            parts.insert(3, self.practice)
        row = row_of(*parts, spacing=_GAP, margins=(12, 7, 10, 7), grow=self.times)
        row.setStretchFactor(self.search, 3)
        self.setLayout(row)
        self._parts = parts
        for signal in (scope.client_changed, session.changes.clients, theme.changed):
            signal.connect(self.refresh)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_times()

    def _fit_times(self) -> None:
        """Show the times in full, or not at all where they have no room beside the rest and a short search field.

        Practice mode's chip is shortened where even that has no room.
        """
        if self.practice:
            self.practice.fit(self.width())
        needed = self.times.sizeHint().width()
        others = (each for each in self._parts if each is not self.times and not each.isHidden())
        widths = (each.minimumWidth() if each is self.search else each.sizeHint().width() for each in others)
        free = self.contentsRect().width() - sum(width + _GAP for width in widths) - 2 * _GAP
        self.times.setVisible(needed <= free)
        self.times.setMinimumWidth(needed)
        if self.practice:
            self.practice.fit(self.practice.sizeHint().width() + free)

    def refresh(self) -> None:
        """Show the scope's client and the present times."""
        client = self._client()
        self.client.show_client(client, self.tr("All clients") if self._session.clients.all() else self.tr("No clients yet"))
        self.show_times()

    def show_times(self) -> None:
        """Show the user's time and, where it differs, the client's; practice mode's chip has the user's, which can be moved."""
        if self.practice:
            self.practice.refresh()
        self.times.setText(self._times())
        self._fit_times()

    def _times(self) -> str:
        now, client = self._session.clock.now(), self._client()
        mine = "" if self.practice else self.tr("{0} your time").format(clock_text(now, self._local_zone))
        client_zone = zone(client.zone) if client else None
        if client is None or client_zone is None or wall_time(now, client_zone) == wall_time(now, self._local_zone):
            return mine
        clock, day = clock_text(now, client_zone), wall_time(now, client_zone).date()
        if day != wall_time(now, self._local_zone).date():
            clock = f"{QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)} {clock}"
        words = self.tr("{0} {1}, client’s time").format(clock, zone_word(client.zone))
        return f"{mine}  ·  {words}" if mine else words

    def focus_search(self) -> None:
        """Put the focus into the search, with its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _ask_client(self) -> None:
        """Ask below "New post" for whom it is."""
        from postdesk.ui.kit.client_popover import ClientPopover

        if self._question:
            return
        last = self._session.composer.last_open()
        clients, last_id = self._session.clients.all(), last.client_id if last else None
        self._question = popover = ClientPopover("top_bar.new_post.client", clients, last_id, self.new)
        popover.selected.connect(self._navigator.new_post_for)
        popover.closed.connect(self._forget_question)
        rect = self.new.rect()
        corner = rect.bottomLeft() if self.isRightToLeft() else rect.bottomRight()
        popover.show_at(QRect(self.new.mapTo(self.window(), corner), QSize(1, 1)))

    def _forget_question(self) -> None:
        self._question = None

    def _client(self) -> Client | None:
        return self._session.clients.get(self._scope.client_id)

    def _client_icon(self, client: Client | None) -> QIcon:
        if client is None:
            return self._theme.icon("users", "secondary")
        return client_icon(client, _AVATAR, self.devicePixelRatioF())

    def _fill_client_menu(self) -> None:
        menu, clients = self._client_menu, self._session.clients.all()
        menu.clear()
        if len(clients) > 1:
            self._offer(self.tr("All clients"), None, self._client_icon(None))
        for client in clients:
            self._offer(client.name, client.id, self._client_icon(client))
        menu.addSeparator()
        if len(clients) > 1:
            menu.addAction(self._theme.icon("users"), self.tr("Show Clients"), self._navigator.show_overview)
        menu.addAction(self._theme.icon("user-plus"), self.tr("Add a client or brand…"), self._navigator.add_client)
        edit = menu.addAction(self._theme.icon("settings"), self.tr("Manage clients…"))
        edit.triggered.connect(lambda: self._navigator.show_settings("clients"))

    def _offer(self, name: str, client_id: int | None, icon: QIcon) -> None:
        action = self._client_menu.addAction(icon, name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(client_id == self._scope.client_id)
        action.triggered.connect(lambda: self._scope.show_client(client_id))


class ClientButton(Button):
    """The client's mark and name, and a chevron: opens the menu of clients."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "top_bar.client")
        self._avatar = Avatar()
        self._everybody = IconLabel(theme, "users", "secondary")
        self._name = PlainLabel(role="title", elide=True)
        self._name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 10, 2)
        row.setSpacing(8)
        for part in (self._avatar, self._everybody, self._name, IconLabel(theme, "chevron-down", "secondary")):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part)

    def show_client(self, client: Client | None, otherwise: str) -> None:
        """Show this client, or `otherwise` for None."""
        name = client.name if client else otherwise
        self._avatar.setVisible(client is not None)
        self._everybody.setVisible(client is None)
        if client:
            self._avatar.show_client(client.name, client.colour)
        self._name.setText(name)
        character = self._name.fontMetrics().averageCharWidth()
        self._name.setMinimumWidth(min(self._name.sizeHint().width(), character * _LEAST_NAME))
        self._name.setMaximumWidth(character * _MOST_NAME)
        plain_tooltip(self, name)
        self.setAccessibleName(self.tr("Client: {0}").format(name))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()


class SearchField(QLineEdit):
    """Searches posts once a key is painted: keys that come meanwhile are searched at once, by the last text.

    Escape clears the search; pressed again it leaves the field (`focus_left`).

    `searched` follows a search for a new text.
    """

    searched = Signal()
    focus_left = Signal()

    def __init__(self, theme: Theme, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._scope = theme, scope
        keys = QKeySequence(QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_K))
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self._hints = self.tr("Search posts ({0})").format(shown), self.tr("Search posts")
        self.setProperty("role", "search")
        make_clearable(self)
        self.setMaxLength(LONGEST_SEARCH)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self._hints[-1]) + _SEARCH_ICONS)
        self.setMaximumWidth(_MOST_SEARCH * self.fontMetrics().averageCharWidth() + _SEARCH_ICONS)
        identify(self, "top_bar.search", self.tr("Search posts"))
        plain_tooltip(self, self.tr("Type to search. Return goes to the first post found, in Results."))
        self._magnifier = QAction(self.tr("Search"), self)
        self.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._search)
        self.textChanged.connect(self._soon.start)
        self.returnPressed.connect(self._search)
        scope.changed.connect(self._follow)
        theme.changed.connect(self._apply_style)
        self._apply_style()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room, measure = self.width() - _SEARCH_ICONS, self.fontMetrics().horizontalAdvance
        self.setPlaceholderText(next((each for each in self._hints if measure(each) <= room), self._hints[-1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.text():
            self.clear()
            self._search()
        else:
            self.focus_left.emit()

    def _search(self) -> None:
        self._soon.stop()
        before, words = self._scope.text, self.text().strip()
        self._scope.search(words)
        if words and words != before:
            self.searched.emit()

    def _follow(self) -> None:
        """Show the search that another part of the window began or ended."""
        if not self._soon.isActive() and self.text().strip() != self._scope.text:
            with QSignalBlocker(self):
                self.setText(self._scope.text)

    def _apply_style(self) -> None:
        self._magnifier.setIcon(self._theme.icon("search", "secondary"))
