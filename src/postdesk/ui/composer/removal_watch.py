"""The closing of an open draft that was removed elsewhere."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from postdesk.domain.drafts import Draft
from postdesk.domain.recall import live_entries
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.draft_session import DraftSession
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.text.states import Tone


class RemovalWatch(QObject):
    """Closes the open draft after it was deleted, or its client archived, elsewhere; nothing typed is lost.

    It reports that, and offers to reopen the draft. An unchanged edit of a scheduled post is closed when the post was
    cancelled: saving it would make a second post.
    """

    def __init__(self, session: WorkspaceSession, draft_session: DraftSession, status: StatusMessage) -> None:
        super().__init__(draft_session)
        self._session, self._draft_session, self._status = session, draft_session, status
        self._known = False
        # Runs after all slots of a change: a draft that became a post or a series is closed by the code that submitted it.
        self._then = QTimer(self, singleShot=True, interval=0)
        self._then.timeout.connect(self._look_for_draft)
        draft_session.opened.connect(self._look_up_saved)
        draft_session.saved.connect(self._was_kept)
        session.changes.drafts.connect(self._then.start)
        session.changes.posts.connect(self._then.start)
        session.changes.clients.connect(self._look_for_client)

    def _look_up_saved(self) -> None:
        draft = self._draft_session.draft
        self._known = draft is not None and self._session.composer.draft(draft.id) is not None

    def _was_kept(self) -> None:
        """Note that the draft was saved, without a look-up: by now it may have been deleted again."""
        self._known = True

    def _look_for_draft(self) -> None:
        draft = self._draft_session.draft
        if draft is None:
            return
        if not self._known:
            self._look_for_post(draft)
            return
        if not self._session.drafts.is_gone(draft.id):
            return
        self._draft_session.discard()
        self._draft_session.open_new(draft.client_id)
        words = self.tr("This draft was deleted elsewhere, so it was closed here.")
        if draft.template:
            words = self.tr("This template was deleted elsewhere, so it was closed here.")
        self._status.offer_undo(words, "trash-2", lambda: self._draft_session.open(draft), tone=Tone.ATTENTION)

    def _look_for_post(self, draft: Draft) -> None:
        """Close the edit of a cancelled post without a message: nothing was typed, and the cancelling part has reported it."""
        post = self._session.post_commands.post(draft.replaces_post) if draft.replaces_post else None
        if post and not live_entries(post) and self._draft_session.untouched:
            self._draft_session.open_new(draft.client_id)

    def _look_for_client(self) -> None:
        draft, client = self._draft_session.draft, self._draft_session.client()
        if draft is None or client is None or not client.archived:
            return
        self._draft_session.close()
        self._draft_session.begin()
        if draft.empty:
            return
        words = self.tr("{0} was archived, so this draft was closed. The draft is kept.")
        undo = partial(self._bring_back, draft)
        self._status.offer_undo(words.format(client.name), "archive", undo, tone=Tone.ATTENTION)

    def _bring_back(self, draft: Draft) -> None:
        self._session.clients.unarchive(draft.client_id)
        self._draft_session.open(draft)
