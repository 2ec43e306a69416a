"""The actions on posts: the words, the icon and the work of each, wherever it is offered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from postdesk.domain.board import Card
from postdesk.domain.bulk import BulkSelection
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import Post
from postdesk.engine.approvals import ApprovalChange
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import ActionOutcome
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import platform_word
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

    def __init__(self, session: WorkspaceSession, navigator: Navigator, parent: QObject | None, *, place: str = "") -> None:
        super().__init__(parent)
        self.session, self.post_commands, self.navigator, self.place = session, session.post_commands, navigator, place
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
        now = self.post_commands.post(shown.id)
        if now and _entry_states(now) == _entry_states(shown):
            self.run(offer)
        else:
            words = translate("PostActions", "The post has changed since the menu opened. Nothing was done.")
            self.reported.emit(ActionOutcome(words, Tone.ATTENTION, "info"))

    def send(self, offer: PostAction, send: Callable[[], object]) -> None:
        """Send the post once the undo delay is over."""
        send()
        self.tell_undo(offer, translate("PostActions", "Sending now."), translate("PostActions", "“Undo” stops it."))

    def lock_in(self, offer: PostAction) -> None:
        """Lock the post in once the undo delay is over."""
        self.post_commands.lock_in(offer.post_id)
        words = translate("PostActions", "Locking in. After that it goes out by itself, and can’t be edited or cancelled.")
        self.tell_undo(offer, words, translate("PostActions", "“Undo” leaves it scheduled."))

    def tell_undo(self, offer: PostAction, words: str, undo_words: str) -> None:
        """Report the action, and offer its undo for the undo delay."""
        delay = round(self.session.settings.current.undo_delay / timedelta(milliseconds=1))
        undo = partial(self.post_commands.undo_click, offer.post_id, offer.entry_id) if delay else None
        shown = f"{words} {undo_words}" if delay else words
        self.reported.emit(ActionOutcome(shown, Tone.LOCKED, "lock", undo, delay))

    def cancel(self, offer: PostAction) -> None:
        """Cancel the unsent part of a post; its text can be opened as a draft."""
        self.post_commands.cancel(offer.post_id)
        words = translate("PostActions", "Cancelled. It won’t go out. The text is kept.")
        copy, copy_words = partial(self.navigator.copy_post, offer.post_id), translate("PostActions", "Open as a draft")
        self.reported.emit(ActionOutcome(words, Tone.LOCKED, "circle-slash", next_step=copy, next_words=copy_words))

    def mark_not_there(self, offer: PostAction) -> None:
        """Move a post that isn't there back to the drafts. The engine has no undo for the answer, so none is offered."""
        self.post_commands.mark_not_published(offer.post_id)
        words = translate("PostActions", "Moved to the drafts. Postdesk tells you if the post was published after all.")
        self.reported.emit(ActionOutcome(words, Tone.LOCKED, "undo-2"))

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


Run = Callable[[PostActions, PostAction], object]


def _show(actions: PostActions, offer: PostAction) -> None:
    actions.view_requested.emit(offer)


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. Its texts are marked for translation, and translated when they are shown.

    `unsent_words`: the words about the unsent part of a post. `platform_words`: the words with a platform, among others of its
    kind. `bulk`: the call for all posts selected in the calendar. `with_story`: it is offered only beside the post's story.
    """

    words: str
    run: Run = _show
    icon: str = ""
    unsent_words: str = ""
    platform_words: str = ""
    bulk: Callable[[WorkspaceSession, Sequence[Card]], object] | None = None
    with_story: bool = False

    @property
    def shows(self) -> bool:
        """True if the action only shows something, and changes nothing."""
        return self.run is _show


ACTIONS: Final = {
    Action.CHECK_PROFILE: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Check the profile"),
        icon="external-link",
        platform_words=QT_TRANSLATE_NOOP("PostActions", "Check {0}"),
    ),
    Action.SAW_IT: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Yes, it’s there"),
        lambda actions, offer: actions.post_commands.confirm_published(offer.entry_id),
        with_story=True,
    ),
    Action.SEND_AGAIN: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Not there: send again"),
        lambda actions, offer: actions.send(offer, partial(actions.post_commands.send_again, offer.entry_id)),
        with_story=True,
    ),
    Action.ANOTHER_POST: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "That’s a different post"),
        lambda actions, offer: actions.post_commands.reject_match(offer.entry_id),
        with_story=True,
    ),
    Action.ASK_LATER: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Ask me later"), with_story=True),
    Action.DECIDE: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Decide now"), with_story=True),
    Action.DELETED: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "I’ve deleted it"),
        lambda actions, offer: actions.post_commands.remind_to_delete(offer.entry_id, wanted=False),
    ),
    Action.RESUME_ALL: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Resume sending"), lambda actions, offer: actions.session.pause.end()
    ),
    Action.OPEN: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Open"),
        icon="external-link",
        platform_words=QT_TRANSLATE_NOOP("PostActions", "Open on {0}"),
        with_story=True,
    ),
    Action.COPY_LINK: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Copy link"),
        icon="link",
        platform_words=QT_TRANSLATE_NOOP("PostActions", "Copy {0} link"),
        with_story=True,
    ),
    Action.RECONNECT: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Reconnect"), platform_words=QT_TRANSLATE_NOOP("PostActions", "Reconnect {0}")
    ),
    Action.CHECK_ACCOUNT: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Check the account")),
    Action.CHECK_KEY: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Check the API key")),
    Action.RESUME: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Try again now"),
        lambda actions, offer: actions.post_commands.resume(offer.post_id),
        with_story=True,
    ),
    Action.RELEASE: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Let it go out"),
        lambda actions, offer: actions.post_commands.resume(offer.post_id),
        with_story=True,
    ),
    Action.SHOW_PLATFORMS: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Show each platform"), with_story=True),
    Action.PUBLISH_NOW: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Publish now"),
        lambda actions, offer: actions.send(offer, partial(actions.post_commands.publish_now, offer.post_id)),
        unsent_words=QT_TRANSLATE_NOOP("PostActions", "Publish unsent ones now"),
        with_story=True,
    ),
    Action.EDIT: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Edit"),
        lambda actions, offer: actions.navigator.edit_post(offer.post_id),
        "pencil",
        unsent_words=QT_TRANSLATE_NOOP("PostActions", "Edit unsent ones"),
    ),
    Action.NEW_TIME: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "New time"),
        lambda actions, offer: actions.navigator.edit_post(offer.post_id),
        "calendar-clock",
        unsent_words=QT_TRANSLATE_NOOP("PostActions", "New time for unsent ones"),
    ),
    Action.LOCK_IN: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Lock in now"),
        PostActions.lock_in,
        "lock",
        bulk=lambda session, cards: session.bulk.lock_in(cards),
    ),
    Action.UNDO: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Undo"),
        lambda actions, offer: actions.post_commands.undo_click(offer.post_id, offer.entry_id),
        "undo-2",
    ),
    Action.RETRY: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Retry failed platforms"),
        lambda actions, offer: actions.post_commands.retry_failed(offer.post_id),
    ),
    Action.SHOW_RETRY: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Show the new post")),
    Action.CHECK_NOW: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Refresh"), PostActions.refresh, "refresh-cw", with_story=True),
    Action.COPY: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Copy to a new draft"),
        lambda actions, offer: actions.navigator.copy_post(offer.post_id),
        "copy",
    ),
    Action.BACK_TO_DRAFT: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Back to draft"),
        lambda actions, offer: actions.post_commands.undo(offer.post_id),
        "undo-2",
        unsent_words=QT_TRANSLATE_NOOP("PostActions", "Move unsent ones to a draft"),
    ),
    Action.NOT_THERE: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Not there: back to draft"),
        PostActions.mark_not_there,
        with_story=True,
    ),
    Action.CANCEL: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Cancel post"),
        PostActions.cancel,
        "circle-slash",
        unsent_words=QT_TRANSLATE_NOOP("PostActions", "Cancel unsent ones"),
    ),
    Action.APPROVE: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Approved"),
        lambda actions, offer: actions.session.approvals.approve([offer.post_id], actions.place),
        "thumbs-up",
        bulk=lambda session, cards: session.approvals.approve(BulkSelection.of(cards).posts),
    ),
    Action.ASK_CLIENT: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Waiting for approval"),
        lambda actions, offer: actions.session.approvals.ask([offer.post_id], actions.place),
        "message-circle",
        bulk=lambda session, cards: session.approvals.ask(BulkSelection.of(cards).posts),
    ),
    Action.DETAILS: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Details"), with_story=True),
}


def action_words(offer: PostAction, *, names_platform: bool = False) -> str:
    """Return the words of a button. `names_platform`: there are others of its kind, so it names its platform."""
    action, platform = ACTIONS[offer.kind], platform_word(offer.platform)
    if offer.kind == Action.RETRY and offer.platform:
        return translate("PostActions", "Fix {0}").format(platform)
    words = (names_platform and action.platform_words) or (offer.unsent_only and action.unsent_words) or action.words
    return translate("PostActions", words).format(platform)


def offers_words(offers: Sequence[PostAction]) -> list[str]:
    """Return the words of actions that are shown together."""
    acts = [offer.kind for offer in offers]
    return [action_words(offer, names_platform=acts.count(offer.kind) > 1) for offer in offers]
