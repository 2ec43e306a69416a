"""Handing a draft over, and telling in place what came of it."""

import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.delivery import State
from postdesk.domain.submitting import Act
from postdesk.domain.times import zone
from postdesk.engine.composer import Refused, Submitted
from postdesk.engine.desk import Desk
from postdesk.ui.composer.state import View, leftover, outgoing
from postdesk.ui.composer.words import done_words, refused_words
from postdesk.ui.parts.notice_bar import NoticeBar
from postdesk.ui.words import Tone, when_text

_MANY = 3
_RECALLABLE = frozenset({State.PLANNED, State.QUEUED, State.CANCELLED})


class Submitting(QObject):
    """`done` follows when the draft is a post, `refused` when it stays a draft; both are told in the bar."""

    done = Signal()
    refused = Signal()

    def __init__(self, desk: Desk, bar: NoticeBar, here: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bar, self._here = desk, bar, here
        self._pending: View | None = None
        self._post: int | None = None
        self._last_client: int | None = None
        self._on_action: Callable[[], object] | None = None
        self._complaint = False
        bar.action.clicked.connect(self._act)
        desk.composer.submitted.connect(self._submitted)
        desk.composer.refused.connect(self._refused)
        desk.changes.posts.connect(self._look_again)

    @property
    def busy(self) -> bool:
        """Whether a draft is being handed over: a moment in which it should not be changed."""
        return self._pending is not None

    def asks(self, view: View) -> bool:
        """Whether publishing now is to be confirmed: another client than last time, many platforms, an open warning."""
        several = len(self._desk.clients.all()) > 1
        return (several and view.draft.client_id != self._last_client) or len(view.ready) > _MANY or view.warned

    def submit(self, view: View, act: Act) -> None:
        """Hand over what is ready; a second press while it is being done does nothing."""
        if not self.busy:
            self._pending = view
            self._desk.composer.submit(outgoing(view), act, view.overridden)

    def tell(self, words: str, tone: Tone, icon: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say something at the foot of the composer, with what can be done about it."""
        self._post, self._on_action, self._complaint = None, on_action, tone is Tone.BAD
        self._bar.tell(words, tone, icon, action)

    def forget_complaint(self) -> None:
        """The draft was changed: what was said against it may hold no more."""
        if self._complaint:
            self._bar.hide()

    def _act(self) -> None:
        self._bar.hide()
        if self._on_action:
            self._on_action()

    def _submitted(self, submitted: Submitted) -> None:
        view, self._pending = self._pending, None
        if view is None or view.draft.id != submitted.draft_id:
            return
        self._last_client = submitted.client_id
        if rest := leftover(view, str(uuid.uuid4())):
            self._desk.composer.save(rest)
        self.done.emit()
        words = self._done_words(submitted)
        icon = {Act.SCHEDULE: "calendar-days", Act.LOCK_IN: "lock", Act.PUBLISH_NOW: "send"}[submitted.act]
        if rest:
            words = self.tr("{0}. What was left out is kept as a draft.").format(words)
        undo = self.tr("Undo") if self._recallable(submitted.post_id) else ""
        self.tell(words, Tone.GOOD, icon, undo, lambda: self._desk.outbox.undo(submitted.post_id))
        self._post = submitted.post_id

    def _done_words(self, submitted: Submitted) -> str:
        client = self._desk.clients.get(submitted.client_id)
        post = self._desk.outbox.post(submitted.post_id)
        if client is None or post is None:
            return self.tr("Done")
        theirs = zone(client.zone) or self._here
        return done_words(submitted.act, client.name, when_text(post.due_at, theirs, self._desk.clock.now()))

    def _refused(self, refused: Refused) -> None:
        if self._pending is None or self._pending.draft.id != refused.draft_id:
            return
        self._pending = None
        self.tell(refused_words(refused), Tone.BAD, "circle-x")
        self.refused.emit()

    def _look_again(self) -> None:
        """Undo is only offered while it can be done."""
        if self._post is not None and not self._recallable(self._post):
            self._bar.action.hide()

    def _recallable(self, post_id: int) -> bool:
        post = self._desk.outbox.post(post_id)
        return post is not None and all(entry.state in _RECALLABLE for entry in post.entries)
