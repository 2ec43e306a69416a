"""Carries out the acts on a post (`Action`): in the engine, in the browser, or in another pane."""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.links import published_url
from postdesk.domain.post_actions import Action, PostAction
from postdesk.engine.desk import Desk
from postdesk.ui.results.act_words import ShowingKind
from postdesk.ui.results.web import open_page
from postdesk.ui.text.words import Tone


class Deeds(QObject):
    """`open_draft` carries a Draft for the composer, `show_connections` a client's id, `settings_asked` a page's name,
    `copy_for_asked` a post's number and a client's id.

    `post_asked` carries a post to be shown, `queued` one that is about to go out, `profile_unknown` the PostAction that needs an
    address first. `told` carries words, a Tone and a post that was cancelled. `asked`: MyPostShare is asked now.
    """

    open_draft = Signal(object)
    copy_for_asked = Signal(int, int)
    show_connections = Signal(int)
    settings_asked = Signal(str)
    details_asked = Signal(int)
    platforms_asked = Signal(int)
    post_asked = Signal(int)
    queued = Signal(int)
    put_off = Signal(int, bool)
    profile_unknown = Signal(object)
    told = Signal(str, object, int)
    asked = Signal()

    def __init__(self, desk: Desk, open_url: Callable[[QUrl], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._open_url = open_url
        self._practice = desk.workspace.kind == WorkspaceKind.SANDBOX

    def do(self, offer: PostAction) -> None:
        """Do it. What becomes of it is broadcast by the engine."""
        outbox, post_id, entry_id, act = self._desk.outbox, offer.post_id, offer.entry_id, offer.kind
        match act:
            case Action.SAW_IT:
                outbox.saw_it(entry_id)
            case Action.SEND_AGAIN:
                self.queued.emit(post_id)
                outbox.send_again(entry_id)
            case Action.DELETED:
                outbox.remind_to_delete(entry_id, wanted=False)
            case Action.RESUME_ALL:
                self._desk.pause.end()
            case Action.ANOTHER_POST:
                outbox.another_post(entry_id)
            case Action.NOT_THERE:
                outbox.not_there(post_id)
            case Action.RESUME | Action.LET_GO:
                outbox.resume(post_id)
            case Action.PUBLISH_NOW:
                self.queued.emit(post_id)
                outbox.publish_now(post_id)
            case Action.LOCK_IN:
                outbox.lock_in(post_id)
            case Action.UNDO:
                outbox.undo_click(post_id, entry_id)
            case Action.BACK_TO_DRAFT:
                outbox.undo(post_id)
            case Action.RETRY:
                outbox.retry_failed(post_id)
            case Action.CHECK_NOW:
                self._check(post_id)
            case Action.APPROVE:
                self._desk.approvals.approve([post_id])
            case Action.ASK_CLIENT:
                self._desk.approvals.ask([post_id])
            case Action.CANCEL:
                self._cancel(post_id)
            case _:
                self._show(act, offer)

    def _show(self, act: ShowingKind, offer: PostAction) -> None:
        match act:
            case Action.LOOK:
                self.look(offer)
            case Action.ASK_LATER | Action.DECIDE:
                self.put_off.emit(offer.entry_id, act is Action.ASK_LATER)
            case Action.OPEN:
                self._open(offer)
            case Action.COPY_LINK:
                self._copy_link(offer)
            case Action.RECONNECT:
                self._reconnect(offer)
            case Action.CHECK_ACCOUNT:
                self.show_connections.emit(offer.client_id)
            case Action.CHECK_KEY:
                self.settings_asked.emit("workspaces")
            case Action.SHOW_RETRY:
                self._show_retry(offer.post_id)
            case Action.SHOW_PLATFORMS:
                self.platforms_asked.emit(offer.post_id)
            case Action.EDIT | Action.NEW_TIME:
                self._edit(offer.post_id)
            case Action.COPY:
                self.copy(offer.post_id)
            case Action.DETAILS:
                self.details_asked.emit(offer.post_id)
            case never:
                assert_never(never)

    def copy(self, post_id: int) -> None:
        """Open a new draft with the post's words."""
        if draft := self._desk.composer.copy(post_id):
            self.open_draft.emit(draft)

    def look(self, offer: PostAction) -> None:
        """Open the profile where the post would be seen; ask for its address where it is not known."""
        address = self._desk.connections.profile_url(offer.client_id, offer.platform)
        if not address and not self._practice:
            self.profile_unknown.emit(offer)
        elif not open_page(self._open_url, address, practice=self._practice):
            self._could_not_open(address)

    def keep_profile(self, offer: PostAction, address: str) -> None:
        """Remember where the user looks for posts of this account, and look."""
        self._desk.connections.set_profile_url(offer.client_id, offer.platform, address)
        if not open_page(self._open_url, address, practice=False):
            self._could_not_open(address)

    def _address(self, offer: PostAction) -> str:
        if self._desk.practice:
            return self._desk.practice.feed_url(offer.external_id)
        return published_url(offer.platform, offer.external_id) or ""

    def _open(self, offer: PostAction) -> None:
        address = self._address(offer)
        if not address:
            self.look(offer)
        elif not open_page(self._open_url, address, practice=self._practice):
            self._could_not_open(address)

    def _copy_link(self, offer: PostAction) -> None:
        address = self._address(offer)
        QGuiApplication.clipboard().setText(address or offer.external_id)
        words = self.tr("Link copied.") if address else self.tr("This platform has no link by id: its id was copied.")
        self.told.emit(words, Tone.LOCKED, 0)

    def _reconnect(self, offer: PostAction) -> None:
        self._desk.connections.connect(offer.client_id, offer.platform)
        self.show_connections.emit(offer.client_id)

    def _edit(self, post_id: int) -> None:
        if draft := self._desk.composer.edit(post_id):
            self.open_draft.emit(draft)

    def _check(self, post_id: int) -> None:
        self._desk.outbox.check_now(post_id)
        self._desk.watcher.refresh()
        self.asked.emit()

    def _cancel(self, post_id: int) -> None:
        self._desk.outbox.cancel(post_id)
        self.told.emit(self.tr("Cancelled: it will not go out. Its words are kept."), Tone.LOCKED, post_id)

    def _show_retry(self, post_id: int) -> None:
        post = self._desk.outbox.post(post_id)
        if post and post.retried_by:
            self.post_asked.emit(post.retried_by)

    def _could_not_open(self, address: str) -> None:
        QGuiApplication.clipboard().setText(address)
        words = self.tr("The browser did not open. The address was copied: {0}").format(address)
        self.told.emit(words if address else self.tr("There is no page to open yet."), Tone.ATTENTION, 0)
