"""The hand-over of a draft to the engine, the engine's answer, and the undo."""

import uuid
from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.review import BlockedReason, DraftReview, Replacement
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.composer import RefusedDraft, SubmittedDraft
from postdesk.engine.recall import UndoContext
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.action_bar_words import left_out_platforms_words
from postdesk.ui.composer.draft_session import DraftSession
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.scope import Scope
from postdesk.ui.text.refusals import blocked_words, refused_words
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import when_text


@dataclass(frozen=True, slots=True)
class Handover:
    """A draft that waits for its answer, and the post that it replaces, as it was.

    `rest` is the draft of the left-out platforms, `left_out` the message about them.
    """

    draft: Draft
    before: Submission | None = None
    left_out: str = ""
    rest: Draft | None = None


def hand_over(session: WorkspaceSession, review: DraftReview, mode: SubmitMode) -> Handover:
    """Submit the ready platforms; the answer is the composer's `submitted` or `refused` signal."""
    replaced = review.draft.replaces_post if review.replacement is Replacement.SCHEDULED else None
    before = session.composer.factory.unchanged_submission(replaced) if replaced else None
    submission = review.submission()
    session.composer.submit(submission, mode)
    client_zone, now = zone_of(session.clients.get(review.draft.client_id), ZoneInfo("UTC")), session.clock.now()
    left_out = left_out_platforms_words(review, lambda moment: when_text(moment, client_zone, now)) if review.not_ready else ""
    return Handover(review.draft, before, left_out, submission.rest)


def undo_submission(session: WorkspaceSession, submitted: SubmittedDraft, handed: Handover) -> bool:
    """Restore the changed post if there is time, and return False; otherwise turn it into a draft again, and return True."""
    before = handed.before
    due_at = before.written.due_at if before else None
    if before and due_at and due_at - session.clock.now() >= MIN_LEAD:
        again = before.in_place_of(submitted.post_id, str(uuid.uuid4()))
        session.composer.submit(again, SubmitMode.SCHEDULE, also_replaces=submitted.later, merged_rest=handed.rest)
        return False
    session.post_commands.undo(submitted.post_id, UndoContext(handed.draft, submitted.later, submitted.rest_id))
    return True


class DraftSubmission(QObject):
    """Submits the open draft: the ready platforms go out, the left-out ones stay a draft, and both are reported.

    `pending_changed` carries True while an answer is pending, `rest_requested` the id of the left-out draft.
    `problem_requested` asks to show the worst problem, `focus_requested` for the focus in the text, `template_finished` to save
    the open template, `connect_requested` for the accounts of the draft's client.
    """

    pending_changed = Signal(bool)
    problem_requested = Signal()
    focus_requested = Signal()
    template_finished = Signal()
    connect_requested = Signal()
    rest_requested = Signal(str)

    def __init__(
        self, session: WorkspaceSession, scope: Scope, draft_session: DraftSession, status: StatusMessage, left_out: NoticeBar
    ) -> None:
        super().__init__(draft_session)
        self._session, self._scope, self._draft_session = session, scope, draft_session
        self._status, self._left_out = status, left_out
        self.pending_mode: SubmitMode | None = None
        """The mode of the pending submission; there is one at a time."""
        self._pending: Handover | None = None
        self._changed: Draft | None = None
        self._go_on = False
        self._rest_id = ""
        left_out.action.clicked.connect(self._open_rest)
        draft_session.changed.connect(self._note_change)
        session.composer.submitted.connect(self._submitted)
        session.composer.refused.connect(self._refused)
        session.changes.drafts.connect(self._look_for_rest)
        session.changes.clients.connect(self._count_clients)
        self._count_clients()

    def needs_confirmation(self, review: DraftReview) -> bool:
        """Return True if publishing needs confirmation: another client than last time, many platforms, or an open warning."""
        needed = self._scope.needs_confirmation
        return review.warned or needed(review.draft.client_id, len(review.ready), several_clients=self.several_clients)

    def submit(self, review: DraftReview, mode: SubmitMode, *, go_on: bool = False) -> None:
        """Submit the ready platforms; `go_on`: open the next draft then.

        Until the answer arrives, the text is read-only, and a second press does nothing. Other edits become a draft of their
        own, so that nothing is lost.
        """
        if self._pending is None:
            self._go_on = go_on
            self._draft_session.save_now()
            self._pending, self._changed = hand_over(self._session, review, mode), None
            self._wait_for(mode)

    def is_blocked_by_upload(self) -> bool:
        """Return True if an upload for the draft is still running, and report it: the post would go out without the file."""
        draft = self._draft_session.draft
        if draft is None or not self._session.uploads.running(draft.id):
            return False
        words = self.tr("A file is still uploading. The post would go out without it. Wait, or cancel the upload.")
        self._status.tell(words, Tone.BAD, "upload")
        return True

    def can_submit(self, review: DraftReview) -> bool:
        """Return True if a platform is ready; otherwise show why not. A template is saved instead."""
        if review.draft.template:
            self.template_finished.emit()
            return False
        if review.blocked is None:
            return not self.is_blocked_by_upload()
        if review.blocked is BlockedReason.NO_PLATFORM and not self._session.connections.of(review.draft.client_id):
            words, act = self.tr("Connect an account first."), self.tr("Connect")
            self._status.tell(words, Tone.BAD, "circle-x", act, self.connect_requested.emit)
        else:
            self._status.tell(blocked_words(review.blocked), Tone.BAD, "circle-x")
        if review.blocked is not BlockedReason.NO_TEXT:
            self.problem_requested.emit()
        return False

    def _submitted(self, submitted: SubmittedDraft) -> None:
        handed = self._pending
        if handed is None or handed.draft.id != submitted.draft_id:
            return
        self._pending = None
        self._wait_for(None)
        changed = self._changed_since(handed, submitted.post_id)
        self._scope.last_client = submitted.client_id
        self._rest_id = submitted.rest_id or (changed.id if changed else "")
        self._open_next(handed, changed)
        self._status.follow(submitted, lambda: self._take_back(submitted, handed), changed=handed.before is not None)
        self._left_out.hide()
        apart = self.tr("What you changed meanwhile is not in the post: it is kept as a new draft.") if changed else ""
        if words := " ".join(filter(None, (handed.left_out if submitted.rest_id else "", apart))):
            self._left_out.tell(words, Tone.ATTENTION, "info", self.tr("Open draft"))

    def _wait_for(self, mode: SubmitMode | None) -> None:
        self.pending_mode = mode
        self.pending_changed.emit(mode is not None)

    def _note_change(self) -> None:
        draft = self._draft_session.draft
        if self._pending and draft and draft.id == self._pending.draft.id:
            self._changed = draft

    def _changed_since(self, handed: Handover, post_id: int) -> Draft | None:
        """Return the edits made since the hand-over, as a copy of the post; None if there are none."""
        changed = self._changed
        if changed is None or replace(changed, copied_from_post=handed.draft.copied_from_post) == handed.draft or changed.empty:
            return None
        return replace(changed.duplicated(str(uuid.uuid4())), copied_from_post=post_id)

    def _open_next(self, handed: Handover, changed: Draft | None) -> None:
        """Open the edits made meanwhile, or an empty draft; another draft that was opened meanwhile stays open."""
        draft, go_on = self._draft_session.draft, self._go_on
        self._go_on = False
        if draft is None or draft.id != handed.draft.id:
            if changed:
                self._session.composer.save(changed)
            return
        self._draft_session.discard()
        if changed:
            self._draft_session.open(changed)
            self._draft_session.save_now()
        else:
            self._draft_session.open_new(draft.client_id)
        if go_on:
            self.focus_requested.emit()

    def _take_back(self, submitted: SubmittedDraft, handed: Handover) -> None:
        """Undo the submission; if the changed post is restored, hide the message about left-out platforms."""
        if not undo_submission(self._session, submitted, handed) and submitted.rest_id == self._rest_id:
            self._left_out.hide()

    def _refused(self, refused: RefusedDraft) -> None:
        if self._pending and self._pending.draft.id == refused.draft_id:
            self._pending, self._go_on = None, False
            self._status.tell(refused_words(refused), Tone.BAD, "circle-x")
            self._wait_for(None)

    def _open_rest(self) -> None:
        self._left_out.hide()
        self.rest_requested.emit(self._rest_id)

    def _look_for_rest(self) -> None:
        """Hide the message about left-out platforms once their draft is gone: restored by an undo, deleted or scheduled."""
        if self._rest_id and self._session.composer.draft(self._rest_id) is None:
            self._rest_id = ""
            self._left_out.hide()

    def _count_clients(self) -> None:
        self.several_clients = len(self._session.clients.all()) > 1
