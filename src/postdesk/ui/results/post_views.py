"""The views of an action on a post: a menu, details, platforms, a web page or profile, or a question for its address."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.clients import Client, WorkspaceKind
from postdesk.domain.links import published_url, url_problem
from postdesk.domain.post_actions import Action, PostAction
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.copy_menu import clients_except
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import ActionOutcome
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.actions import PostActions
from postdesk.ui.post_actions.offers import add_offers
from postdesk.ui.results.details import PostDetailsDialog
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.selection_panel import SelectionPanel
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.text.entry_stories import StoryContext
from postdesk.ui.text.states import Tone


class PostViews(QObject):
    """Shows views over `pane`, and runs actions picked there with `actions`. `post_requested` carries the id of a post."""

    post_requested = Signal(int)

    def __init__(
        self,
        session: WorkspaceSession,
        navigator: Navigator,
        theme: Theme,
        actions: PostActions,
        model: ResultsModel,
        table: ResultsTable,
        panel: SelectionPanel,
        open_url: Callable[[QUrl], bool],
        pane: QWidget,
    ) -> None:
        super().__init__(pane)
        self._session, self._navigator, self._theme, self._actions, self._pane = session, navigator, theme, actions, pane
        self._model, self._table, self._panel = model, table, panel
        self.links = PostLinks(session, open_url, self)
        for signal, slot in (
            (table.action_requested, self._run_in_line),
            (table.details, self._show_details),
            (table.menu_requested, self._show_menu),
            (panel.action_requested, actions.run),
            (panel.focus_left, table.setFocus),
            (panel.question.answered, self.links.keep_profile),
            (actions.view_requested, self.show),
            (self.links.profile_unknown, self._ask_profile),
        ):
            signal.connect(slot)

    def show(self, offer: PostAction) -> None:
        """Show the view of the action."""
        self.handlers()[offer.kind](offer)

    def handlers(self) -> dict[Action, Callable[[PostAction], object]]:
        """Return what shows the view of each action that only shows something."""
        return {
            Action.CHECK_PROFILE: self.links.open_profile,
            Action.OPEN: self.links.open,
            Action.COPY_LINK: self.links.copy,
            Action.ASK_LATER: lambda offer: self._set_postponed(offer.entry_id, True),
            Action.DECIDE: lambda offer: self._set_postponed(offer.entry_id, False),
            Action.RECONNECT: self._reconnect,
            Action.CHECK_ACCOUNT: lambda offer: self._navigator.show_connections(offer.client_id),
            Action.CHECK_KEY: lambda offer: self._navigator.show_settings("workspaces"),
            Action.SHOW_PLATFORMS: self._show_platforms,
            Action.SHOW_RETRY: self._show_retry,
            Action.DETAILS: lambda offer: self._show_details_of(offer.post_id),
        }

    def _run_in_line(self, offer: PostAction, at: QPoint) -> None:
        """Run the action of a line's button; for a post on several platforms, ask which one is meant.

        The line stays there until the mouse leaves the list, so that no other post's button comes under the mouse.
        """
        self._model.rows.kept_id = offer.post_id
        line = self._model.line
        alike = [each for each in line.offers if each.kind == offer.kind] if line else []
        if len(alike) > 1:
            self._pop_up(alike, at)
        else:
            self._actions.run(offer)

    def _show_menu(self, at: QPoint) -> None:
        if line := self._model.line:
            self._pop_up(line.offers, at, clients_except(self._session, line.client_id))

    def _pop_up(self, offers: Sequence[PostAction], at: QPoint, clients: Sequence[Client] = ()) -> None:
        post = self._model.rows.lines.shown(offers[0].post_id)
        if post is None:
            return
        menu = QMenu(self._pane)
        menu.setObjectName("results.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        run = partial(self._actions.run_for, post)
        add_offers(menu, self._theme, offers, run, clients, self._navigator.copy_post)
        menu.popup(at)

    def _show_platforms(self, offer: PostAction) -> None:
        if self._table.go_to(offer.post_id):
            self._panel.focus_platforms()

    def _show_details(self) -> None:
        if line := self._model.line:
            self._show_details_of(line.post_id)

    def _show_details_of(self, post_id: int) -> None:
        if post := self._session.post_commands.post(post_id):
            context = StoryContext(self._model.zone, self._session.clock.now())
            PostDetailsDialog(self._session, self._theme, post, context, self._pane).open()

    def _set_postponed(self, entry_id: int, postponed: bool) -> None:
        self._model.rows.lines.set_postponed(entry_id, postponed)
        self._table.read_again()
        self._model.line_changed.emit()

    def _reconnect(self, offer: PostAction) -> None:
        self._session.connections.connect_account(offer.client_id, offer.platform)
        self._navigator.show_connections(offer.client_id)

    def _show_retry(self, offer: PostAction) -> None:
        post = self._session.post_commands.post(offer.post_id)
        if post and post.retried_by:
            self.post_requested.emit(post.retried_by)

    def _ask_profile(self, offer: PostAction) -> None:
        account = self._session.connections.get(offer.client_id, offer.platform)
        self._panel.show()
        self._panel.question.ask(offer, account.remote_username if account else "")


class PostLinks(QObject):
    """Opens pages with `open_url`. `profile_unknown` carries the PostAction that needs an address first, `reported` a message."""

    profile_unknown = Signal(object)
    reported = Signal(object)

    def __init__(self, session: WorkspaceSession, open_url: Callable[[QUrl], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._open_url = session, open_url
        self._practice = session.workspace.kind == WorkspaceKind.SANDBOX

    def open_profile(self, offer: PostAction) -> None:
        """Open the profile where the post would be seen; ask for its address where it is not known."""
        address = self._session.connections.profile_url(offer.client_id, offer.platform)
        if not address and not self._practice:
            self.profile_unknown.emit(offer)
        else:
            self._show(address)

    def keep_profile(self, offer: PostAction, address: str) -> None:
        """Save the address where the user looks for posts of this account, and open it."""
        self._session.connections.settings.set_profile_url(offer.client_id, offer.platform, address)
        self._show(address)

    def open(self, offer: PostAction) -> None:
        """Open the published post, or the profile where it has no page of its own."""
        if address := self._address(offer):
            self._show(address)
        else:
            self.open_profile(offer)

    def copy(self, offer: PostAction) -> None:
        """Copy the post's link, or its id where the platform has no links by id."""
        address = self._address(offer)
        QGuiApplication.clipboard().setText(address or offer.external_id)
        words = self.tr("Link copied.") if address else self.tr("This platform has no link for it. The post ID was copied.")
        self.reported.emit(ActionOutcome(words, Tone.LOCKED, "info"))

    def _address(self, offer: PostAction) -> str:
        if self._session.practice:
            return self._session.practice.feed_url(offer.external_id)
        return published_url(offer.platform, offer.external_id) or ""

    def _show(self, address: str) -> None:
        if not self._opened(address):
            QGuiApplication.clipboard().setText(address)
            words = self.tr("The browser didn’t open. Link copied: {0}").format(address)
            self.reported.emit(ActionOutcome(words if address else self.tr("No page to open yet."), Tone.ATTENTION, "info"))

    def _opened(self, address: str) -> bool:
        """Open an https page, or in practice mode one of the sandbox on this computer. Return False for anything else."""
        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        local = self._practice and url.scheme() == "http" and url.host() == "127.0.0.1" and not url.userInfo()
        return url.isValid() and (local or url_problem(address) is None) and self._open_url(url)
