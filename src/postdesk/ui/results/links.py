"""The web pages of posts and profiles: opened in the browser, or copied."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.links import published_url, url_flaw
from postdesk.domain.post_actions import PostAction
from postdesk.engine.desk import Desk
from postdesk.ui.kit.notice_bar import Told
from postdesk.ui.text.states import Tone


class PostLinks(QObject):
    """Opens pages with `open_url`. `profile_unknown` carries the PostAction that needs an address first, `told` a Told."""

    profile_unknown = Signal(object)
    told = Signal(object)

    def __init__(self, desk: Desk, open_url: Callable[[QUrl], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._open_url = desk, open_url
        self._practice = desk.workspace.kind == WorkspaceKind.SANDBOX

    def look(self, offer: PostAction) -> None:
        """Open the profile where the post would be seen; ask for its address where it is not known."""
        address = self._desk.connections.profile_url(offer.client_id, offer.platform)
        if not address and not self._practice:
            self.profile_unknown.emit(offer)
        else:
            self._show(address)

    def keep_profile(self, offer: PostAction, address: str) -> None:
        """Remember where the user looks for posts of this account, and look."""
        self._desk.connections.set_profile_url(offer.client_id, offer.platform, address)
        self._show(address)

    def open(self, offer: PostAction) -> None:
        """Open the published post, or the profile where it has no page of its own."""
        if address := self._address(offer):
            self._show(address)
        else:
            self.look(offer)

    def copy(self, offer: PostAction) -> None:
        """Copy the post's link, or its id where the platform has no links by id."""
        address = self._address(offer)
        QGuiApplication.clipboard().setText(address or offer.external_id)
        words = self.tr("Link copied.") if address else self.tr("This platform has no link for it. The post ID was copied.")
        self.told.emit(Told(words, Tone.LOCKED, "info"))

    def _address(self, offer: PostAction) -> str:
        if self._desk.practice:
            return self._desk.practice.feed_url(offer.external_id)
        return published_url(offer.platform, offer.external_id) or ""

    def _show(self, address: str) -> None:
        if not self._opened(address):
            QGuiApplication.clipboard().setText(address)
            words = self.tr("The browser didn’t open. Link copied: {0}").format(address)
            self.told.emit(Told(words if address else self.tr("No page to open yet."), Tone.ATTENTION, "info"))

    def _opened(self, address: str) -> bool:
        """Open an https page, or in practice mode one of the sandbox on this computer; nothing else."""
        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        local = self._practice and url.scheme() == "http" and url.host() == "127.0.0.1" and not url.userInfo()
        return url.isValid() and (local or url_flaw(address) is None) and self._open_url(url)
