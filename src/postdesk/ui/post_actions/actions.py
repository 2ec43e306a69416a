"""Runs the actions on posts, and reports or asks in words that name the post and its client."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from postdesk.domain.post_actions import PostAction
from postdesk.domain.posts import Post
from postdesk.domain.recall import is_locked_in_later, just_queued
from postdesk.engine.approvals import ApprovalChange
from postdesk.engine.post_commands import PostCommands
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import ActionOutcome
from postdesk.ui.post_actions.open_warning import open_warning
from postdesk.ui.post_actions.outcome_words import (
    cancelled_words,
    locking_in_words,
    not_there_words,
    publish_question,
    published_words,
    released_words,
    seen_question,
    seen_words,
    sent_again_words,
    unsent_count,
)
from postdesk.ui.post_actions.registry import ACTIONS, action_words
from postdesk.ui.scope import Scope
from postdesk.ui.text.states import Tone, approval_change_words, approval_icon

translate = QCoreApplication.translate

_DOUBLE_CLICK_S: Final = 0.4


class PostActions(QObject):
    """Runs the actions on the posts of `session`. The engine reports their results.

    `reported` carries an `ActionOutcome`. `view_requested`: the PostAction of an action that only opens a view. `asked`: the
    service was asked for the state. `place`: the pane's name; approvals set in other panes are not reported.
    """

    reported = Signal(object)
    view_requested = Signal(object)
    asked = Signal()

    def __init__(
        self, session: WorkspaceSession, scope: Scope, navigator: Navigator, parent: QObject | None, *, place: str = ""
    ) -> None:
        super().__init__(parent)
        self.session: WorkspaceSession = session
        self.post_commands: PostCommands = session.post_commands
        self.navigator: Navigator = navigator
        self.place: str = place
        self._scope = scope
        self._last: PostAction | None = None
        self._ran_at = float("-inf")
        session.approvals.marked.connect(self._tell_marked)

    def run(self, offer: PostAction) -> None:
        """Run the action, once for a double click."""
        now = self.session.clock.monotonic()
        twice, self._last = self._last == offer and now - self._ran_at < _DOUBLE_CLICK_S, offer
        self._ran_at = now
        if not twice:
            ACTIONS[offer.kind].run(self, offer)

    def run_for(self, shown: Post, offer: PostAction) -> None:
        """Run the action if the post still has the state `shown` with it: it may have changed while a menu was open."""
        self._act_on(shown, partial(self.run, offer))

    def publish_now(self, offer: PostAction) -> None:
        """Publish the unsent entries once the undo delay is over; ask first where a mistake is likely, as the composer does."""
        post = self.post_commands.post(offer.post_id)
        if post is None:
            return
        publish = partial(
            self._send, offer, published_words(self.session, post), partial(self.post_commands.publish_now, post.id)
        )
        several, warning = len(self.session.clients.all()) > 1, open_warning(self.session, post)
        if warning or self._scope.needs_confirmation(post.client_id, unsent_count(post), several_clients=several):
            self._ask(post, publish_question(self.session, post, warning), publish, action_words(offer))
        else:
            publish()

    def send_again(self, offer: PostAction) -> None:
        """Send an entry again once the undo delay is over."""
        if post := self.post_commands.post(offer.post_id):
            words = sent_again_words(self.session, post, offer.entry_id)
            self._send(offer, words, partial(self.post_commands.send_again, offer.entry_id))

    def confirm_published(self, offer: PostAction) -> None:
        """Record an entry as published, after a question: there is no undo for it."""
        if post := self.post_commands.post(offer.post_id):
            confirm = partial(self._confirm_published, offer, seen_words(self.session, post, offer.entry_id))
            self._ask(post, seen_question(self.session, post, offer.entry_id), confirm, action_words(offer))

    def release(self, offer: PostAction) -> None:
        """Release the holds of a post."""
        if post := self.post_commands.post(offer.post_id):
            self.post_commands.resume(post.id)
            self.reported.emit(ActionOutcome(released_words(self.session, post), Tone.LOCKED, "send"))

    def _send(self, offer: PostAction, words: str, send: Callable[[], object]) -> None:
        self._scope.last_client = offer.client_id
        send()
        self.tell_undo(offer, words, "send")

    def _confirm_published(self, offer: PostAction, words: str) -> None:
        self.post_commands.confirm_published(offer.entry_id)
        self.reported.emit(ActionOutcome(words, Tone.LOCKED, "circle-check"))

    def _ask(self, post: Post, question: str, act: Callable[[], object], answer: str) -> None:
        """Ask before the action, which is run if the post has not changed by the answer."""
        step = partial(self._act_on, post, act)
        self.reported.emit(
            ActionOutcome(question, Tone.ATTENTION, "circle-question-mark", next_step=step, next_words=answer, asks=True)
        )

    def _act_on(self, shown: Post, act: Callable[[], object]) -> None:
        now = self.post_commands.post(shown.id)
        if now and _entry_states(now) == _entry_states(shown):
            act()
        else:
            words = translate("PostActions", "The post has changed meanwhile. Nothing was done.")
            self.reported.emit(ActionOutcome(words, Tone.ATTENTION, "info"))

    def lock_in(self, offer: PostAction) -> None:
        """Lock the post in once the undo delay is over."""
        if post := self.post_commands.post(offer.post_id):
            self.post_commands.lock_in(post.id)
            words = locking_in_words(self.session, post)
            self.tell_undo(offer, words, "lock", translate("PostActions", "“Undo” leaves it scheduled."))

    def tell_undo(self, offer: PostAction, words: str, icon: str, undo_words: str = "") -> None:
        """Report the action, and offer its undo for the undo delay."""
        delay = round(self.session.settings.current.undo_delay / timedelta(milliseconds=1))
        undo = partial(self.take_back, offer) if delay else None
        shown = f"{words} {undo_words}".strip() if delay else words
        self.reported.emit(ActionOutcome(shown, Tone.LOCKED, icon, undo, delay))

    def take_back(self, offer: PostAction) -> None:
        """Undo what a click queued; unless that was a lock-in alone, a draft is expected back."""
        post = self.post_commands.post(offer.post_id)
        if post and not all(is_locked_in_later(post, entry) for entry in just_queued(post, offer.entry_id)):
            self.navigator.expect_back(offer.post_id)
        self.post_commands.undo_click(offer.post_id, offer.entry_id)

    def cancel(self, offer: PostAction) -> None:
        """Cancel the unsent part of a post; its text can be opened as a draft."""
        if post := self.post_commands.post(offer.post_id):
            self.post_commands.cancel(post.id)
            copy, copy_words = partial(self.navigator.copy_post, post.id), translate("PostActions", "Open as a draft")
            words = cancelled_words(self.session, post)
            self.reported.emit(ActionOutcome(words, Tone.LOCKED, "circle-slash", next_step=copy, next_words=copy_words))

    def mark_not_there(self, offer: PostAction) -> None:
        """Move a post that isn't there back to the drafts. The engine has no undo for the answer, so none is offered."""
        if post := self.post_commands.post(offer.post_id):
            self.post_commands.mark_not_published(post.id)
            self.reported.emit(ActionOutcome(not_there_words(self.session, post), Tone.LOCKED, "undo-2"))

    def refresh(self, offer: PostAction) -> None:
        """Ask the service about the post."""
        self.post_commands.check_now(offer.post_id)
        self.session.watcher.refresh()
        self.asked.emit()

    def _tell_marked(self, marked: ApprovalChange) -> None:
        if marked.place == self.place:
            undo = partial(self.session.approvals.revert, marked) if marked.before else None
            icon = approval_icon(marked.approval) if marked.before else "info"
            self.reported.emit(
                ActionOutcome(approval_change_words(marked), Tone.ACCENT if marked.before else Tone.LOCKED, icon, undo)
            )


def _entry_states(post: Post) -> list[tuple[object, ...]]:
    return [(entry.id, entry.state, entry.hold) for entry in post.entries]
