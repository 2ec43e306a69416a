"""What can be done with posts: the words, the icon and the work of each action, wherever it is offered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Signal

from postdesk.domain.board import Card
from postdesk.domain.several import Picks
from postdesk.engine.desk import Desk
from postdesk.ui.kit.notice_bar import Told
from postdesk.ui.results.acts import Act, Offer
from postdesk.ui.text.words import Tone, platform_word

translate = QCoreApplication.translate


class PostActions(QObject):
    """Runs the actions on the posts of `desk`. What becomes of one is broadcast by the engine.

    `told` carries a Told; `show_asked` the Offer of an action that only shows something; `edit_asked` and `copy_asked` a
    post's number; `queued` that of a post that is about to go out; `asked` follows a question to the service.
    `undo_beside`: the post's own line offers Undo while it can be taken back; otherwise that is told with the Undo.
    """

    told = Signal(object)
    show_asked = Signal(object)
    edit_asked = Signal(int)
    copy_asked = Signal(int)
    queued = Signal(int)
    asked = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None, *, undo_beside: bool = False) -> None:
        super().__init__(parent)
        self.desk, self.outbox = desk, desk.outbox
        self._undo_beside = undo_beside

    def run(self, offer: Offer) -> None:
        """Run the action that was offered."""
        ACTIONS[offer.act].run(self, offer)

    def send(self, offer: Offer, send: Callable[[], object]) -> None:
        """Send it once the undo delay is over."""
        self.queued.emit(offer.post_id)
        send()
        self.tell_undo(offer, translate("PostActions", "Sending it now."), translate("PostActions", "“Undo” keeps it back."))

    def lock_in(self, offer: Offer) -> None:
        """Hand it over to the service once the undo delay is over."""
        self.outbox.lock_in(offer.post_id)
        words = translate("PostActions", "Locking in. After that it goes out by itself, and can’t be edited or cancelled.")
        self.tell_undo(offer, words, translate("PostActions", "“Undo” leaves it scheduled."))

    def tell_undo(self, offer: Offer, words: str, undo_words: str) -> None:
        """Tell what happens, and offer to take it back for the undo delay."""
        if self._undo_beside:
            return
        delay = round(self.desk.settings.current.undo_delay / timedelta(milliseconds=1))
        undo = partial(self.outbox.undo_click, offer.post_id, offer.entry_id) if delay else None
        self.told.emit(Told(f"{words} {undo_words}" if delay else words, Tone.LOCKED, "lock", undo, delay))

    def cancel(self, offer: Offer) -> None:
        """Cancel what was not sent; its text can be opened as a draft."""
        self.outbox.cancel(offer.post_id)
        words = translate("PostActions", "Cancelled. It won’t go out. The text is kept.")
        undo = partial(self.copy_asked.emit, offer.post_id)
        self.told.emit(Told(words, Tone.LOCKED, "circle-slash", undo, undo_words=translate("PostActions", "Open as a draft")))

    def refresh(self, offer: Offer) -> None:
        """Ask the service what became of it."""
        self.outbox.check_now(offer.post_id)
        self.desk.watcher.refresh()
        self.asked.emit()


Run = Callable[[PostActions, Offer], object]


def _show(actions: PostActions, offer: Offer) -> None:
    actions.show_asked.emit(offer)


@dataclass(frozen=True, slots=True)
class PostAction:
    """One action. Its texts are marked for translation, and translated where they are shown.

    `rest`: the words where it is about the unsent part of a post; `named`: with a platform, beside others of its kind.
    `several`: how it is done with all that is selected in the calendar.
    `with_story`: it is offered only beside what happened to the post.
    """

    words: object
    run: Run = _show
    icon: str = ""
    rest: object = ""
    named: object = ""
    several: Callable[[Desk, Sequence[Card]], object] | None = None
    with_story: bool = False

    @property
    def shows(self) -> bool:
        """Whether it only shows something, and changes nothing."""
        return self.run is _show


ACTIONS: Final = {
    Act.LOOK: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Check the profile"),
        icon="external-link",
        named=QT_TRANSLATE_NOOP("PostActions", "Check {0}"),
    ),
    Act.SAW_IT: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Yes, it’s there"),
        lambda actions, offer: actions.outbox.saw_it(offer.entry_id),
        with_story=True,
    ),
    Act.SEND_AGAIN: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Not there: send again"),
        lambda actions, offer: actions.send(offer, partial(actions.outbox.send_again, offer.entry_id)),
        with_story=True,
    ),
    Act.ANOTHER_POST: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "That’s a different post"),
        lambda actions, offer: actions.outbox.another_post(offer.entry_id),
        with_story=True,
    ),
    Act.ASK_LATER: PostAction(QT_TRANSLATE_NOOP("PostActions", "Ask me later"), with_story=True),
    Act.DECIDE: PostAction(QT_TRANSLATE_NOOP("PostActions", "Decide now"), with_story=True),
    Act.DELETED: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "I’ve deleted it"),
        lambda actions, offer: actions.outbox.remind_to_delete(offer.entry_id, wanted=False),
    ),
    Act.RESUME_ALL: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Resume sending"), lambda actions, offer: actions.desk.pause.end()
    ),
    Act.OPEN: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Open"),
        icon="external-link",
        named=QT_TRANSLATE_NOOP("PostActions", "Open on {0}"),
        with_story=True,
    ),
    Act.COPY_LINK: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Copy link"),
        icon="link",
        named=QT_TRANSLATE_NOOP("PostActions", "Copy {0} link"),
        with_story=True,
    ),
    Act.RECONNECT: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Reconnect"), named=QT_TRANSLATE_NOOP("PostActions", "Reconnect {0}")
    ),
    Act.CHECK_ACCOUNT: PostAction(QT_TRANSLATE_NOOP("PostActions", "Check the account")),
    Act.CHECK_KEY: PostAction(QT_TRANSLATE_NOOP("PostActions", "Check the API key")),
    Act.RESUME: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Try again now"), lambda actions, offer: actions.outbox.resume(offer.post_id)
    ),
    Act.LET_GO: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Send it"), lambda actions, offer: actions.outbox.resume(offer.post_id)
    ),
    Act.SHOW_PLATFORMS: PostAction(QT_TRANSLATE_NOOP("PostActions", "Show each platform"), with_story=True),
    Act.PUBLISH_NOW: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Publish now"),
        lambda actions, offer: actions.send(offer, partial(actions.outbox.publish_now, offer.post_id)),
        rest=QT_TRANSLATE_NOOP("PostActions", "Publish unsent ones now"),
        with_story=True,
    ),
    Act.EDIT: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Edit"),
        lambda actions, offer: actions.edit_asked.emit(offer.post_id),
        "pencil",
        rest=QT_TRANSLATE_NOOP("PostActions", "Edit unsent ones"),
    ),
    Act.NEW_TIME: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "New time"),
        lambda actions, offer: actions.edit_asked.emit(offer.post_id),
        "calendar-clock",
        rest=QT_TRANSLATE_NOOP("PostActions", "New time for unsent ones"),
    ),
    Act.LOCK_IN: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Lock in now"),
        PostActions.lock_in,
        "lock",
        several=lambda desk, cards: desk.several.lock_in(cards),
    ),
    Act.UNDO: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Undo"),
        lambda actions, offer: actions.outbox.undo_click(offer.post_id, offer.entry_id),
        "undo-2",
    ),
    Act.RETRY: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Retry failed platforms"),
        lambda actions, offer: actions.outbox.retry_failed(offer.post_id),
    ),
    Act.SHOW_RETRY: PostAction(QT_TRANSLATE_NOOP("PostActions", "Show the new post")),
    Act.CHECK_NOW: PostAction(QT_TRANSLATE_NOOP("PostActions", "Refresh"), PostActions.refresh, "refresh-cw", with_story=True),
    Act.COPY: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Copy to a new draft"),
        lambda actions, offer: actions.copy_asked.emit(offer.post_id),
        "copy",
    ),
    Act.BACK_TO_DRAFT: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Back to draft"),
        lambda actions, offer: actions.outbox.undo(offer.post_id),
        "undo-2",
        rest=QT_TRANSLATE_NOOP("PostActions", "Move unsent ones to a draft"),
    ),
    Act.NOT_THERE: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Not there: back to draft"),
        lambda actions, offer: actions.outbox.not_there(offer.post_id),
        with_story=True,
    ),
    Act.CANCEL: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Cancel post"),
        PostActions.cancel,
        "circle-slash",
        rest=QT_TRANSLATE_NOOP("PostActions", "Cancel unsent ones"),
    ),
    Act.APPROVE: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Approved by the client"),
        lambda actions, offer: actions.desk.approvals.approve([offer.post_id]),
        "thumbs-up",
        several=lambda desk, cards: desk.approvals.approve(Picks.of(cards).posts),
    ),
    Act.ASK_CLIENT: PostAction(
        QT_TRANSLATE_NOOP("PostActions", "Waiting for the client"),
        lambda actions, offer: actions.desk.approvals.ask([offer.post_id]),
        "message-circle",
        several=lambda desk, cards: desk.approvals.ask(Picks.of(cards).posts),
    ),
    Act.DETAILS: PostAction(QT_TRANSLATE_NOOP("PostActions", "Details"), with_story=True),
}


def action_words(offer: Offer, *, several: bool = False) -> str:
    """Return the words of a button. `several`: it stands beside others of its kind, so it names its platform."""
    action, platform = ACTIONS[offer.act], platform_word(offer.platform)
    if offer.act == Act.RETRY and offer.platform:
        return translate("PostActions", "Fix {0}").format(platform)
    words = (several and action.named) or (offer.rest and action.rest) or action.words
    return translate("PostActions", str(words)).format(platform)


def offers_words(offers: Sequence[Offer]) -> list[str]:
    """Return the words of offers that stand beside each other."""
    acts = [offer.act for offer in offers]
    return [action_words(offer, several=acts.count(offer.act) > 1) for offer in offers]
