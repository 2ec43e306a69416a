"""Closes the open draft where it was deleted, or its client archived, outside the composer; nothing typed is lost.

A scheduled post that is only looked at is closed where it was called off: saving it would make a second post of it.
"""

from PySide6.QtCore import QObject, QTimer

from postdesk.domain.drafts import Draft
from postdesk.domain.taking_back import live
from postdesk.engine.desk import Desk
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.opening import Opening
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.text.words import Tone


class TakenAway(QObject):
    """Looks whenever drafts, posts or clients have changed, says what happened, and offers the way back."""

    def __init__(self, desk: Desk, drafting: Drafting, opening: Opening, telling: StatusMessage, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._drafting, self._opening, self._telling = desk, drafting, opening, telling
        self._known = False
        # Once all has heard of a change: what became a post or repeats is closed by who made that of it.
        self._then = QTimer(self, singleShot=True, interval=0)
        self._then.timeout.connect(self._look_for_draft)
        drafting.opened.connect(self._look_whether_kept)
        drafting.saved.connect(self._was_kept)
        desk.changes.drafts.connect(self._then.start)
        desk.changes.posts.connect(self._then.start)
        desk.changes.clients.connect(self._look_for_client)

    def _look_whether_kept(self) -> None:
        draft = self._drafting.draft
        self._known = draft is not None and self._desk.composer.draft(draft.id) is not None

    def _was_kept(self) -> None:
        """Not looked up: it may have been deleted before this was heard."""
        self._known = True

    def _look_for_draft(self) -> None:
        draft = self._drafting.draft
        if draft is None:
            return
        if not self._known:
            self._look_for_post(draft)
            return
        if not self._desk.drafts.is_gone(draft.id):
            return
        self._drafting.let_go()
        self._drafting.open_new(draft.client_id)
        words = self.tr("This draft was deleted elsewhere, so it was closed here.")
        if draft.template:
            words = self.tr("This template was deleted elsewhere, so it was closed here.")
        self._telling.tell(words, Tone.ATTENTION, "trash-2", self.tr("Undo"), lambda: self._drafting.open(draft))

    def _look_for_post(self, draft: Draft) -> None:
        """Whoever called it off has said so, and nothing was typed: there is no more to say."""
        post = self._desk.outbox.post(draft.replaces_post) if draft.replaces_post else None
        if post and not live(post) and self._drafting.untouched:
            self._drafting.open_new(draft.client_id)

    def _look_for_client(self) -> None:
        draft, client = self._drafting.draft, self._drafting.client()
        if draft is None or client is None or not client.archived:
            return
        self._drafting.leave()
        self._opening.begin()
        if draft.empty:
            return
        words = self.tr("{0} was archived, so the draft was closed here. It is kept for when you bring the client back.")
        undo = self.tr("Undo")
        self._telling.tell(words.format(client.name), Tone.ATTENTION, "archive", undo, lambda: self._bring_back(draft))

    def _bring_back(self, draft: Draft) -> None:
        self._desk.clients.bring_back(draft.client_id)
        self._drafting.open(draft)
