"""The actions on posts: the words, the icon and the work of each, wherever it is offered."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.board import Card
from postdesk.domain.bulk import BulkSelection
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.post_actions import Action, PostAction
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import platform_word

if TYPE_CHECKING:
    from postdesk.ui.post_actions.actions import PostActions

translate = QCoreApplication.translate

Run = Callable[["PostActions", PostAction], object]


def _show(actions: "PostActions", offer: PostAction) -> None:
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
        lambda actions, offer: actions.confirm_published(offer),
        with_story=True,
    ),
    Action.SEND_AGAIN: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Not there: send again"),
        lambda actions, offer: actions.send_again(offer),
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
        lambda actions, offer: actions.release(offer),
        with_story=True,
    ),
    Action.RELEASE: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Let it go out"),
        lambda actions, offer: actions.release(offer),
        with_story=True,
    ),
    Action.SHOW_PLATFORMS: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Check each platform"), with_story=True),
    Action.PUBLISH_NOW: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Publish now"),
        lambda actions, offer: actions.publish_now(offer),
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
        lambda actions, offer: actions.lock_in(offer),
        "lock",
        bulk=lambda session, cards: session.bulk.lock_in(cards),
    ),
    Action.UNDO: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Undo"),
        lambda actions, offer: actions.take_back(offer),
        "undo-2",
    ),
    Action.RETRY: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Retry failed platforms"),
        lambda actions, offer: actions.post_commands.retry_failed(offer.post_id),
    ),
    Action.SHOW_RETRY: ActionSpec(QT_TRANSLATE_NOOP("PostActions", "Show the new post")),
    Action.CHECK_NOW: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Refresh"), lambda actions, offer: actions.refresh(offer), "refresh-cw", with_story=True
    ),
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
        lambda actions, offer: actions.mark_not_there(offer),
        with_story=True,
    ),
    Action.CANCEL: ActionSpec(
        QT_TRANSLATE_NOOP("PostActions", "Cancel post"),
        lambda actions, offer: actions.cancel(offer),
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
