"""The hand-over of a draft to the engine, its answer and its undo."""

import uuid
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.outgoing import Submission
from postdesk.domain.review import BlockedReason, DraftReview, Replacement
from postdesk.domain.submitting import Act
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.composer import Refused, Submitted
from postdesk.engine.desk import Desk
from postdesk.engine.taking_back import Before
from postdesk.ui.composer.act_words import left_out_words
from postdesk.ui.composer.session import DraftSession
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.text.refusals import blocked_words, refused_words
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import when_text

_MANY: Final = 3


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A draft that waits for an answer, what is to be said of it, and the post as it was that the draft changes."""

    draft: Draft
    before: Submission | None = None
    left_out: str = ""


def hand_over(desk: Desk, review: DraftReview, act: Act) -> HandedOver:
    """Submit what is ready of it; the answer is the composer's `submitted` or `refused`."""
    replaced = review.draft.replaces_post if review.replacement is Replacement.SCHEDULED else None
    before = desk.composer.as_it_is(replaced) if replaced else None
    desk.composer.submit(review.submission(), act)
    theirs, now = zone_of(desk.clients.get(review.draft.client_id), ZoneInfo("UTC")), desk.clock.now()
    left_out = left_out_words(review, lambda moment: when_text(moment, theirs, now)) if review.held_back else ""
    return HandedOver(review.draft, before, left_out)


def take_back(desk: Desk, submitted: Submitted, handed: HandedOver) -> bool:
    """Make what was changed what it was, while there is time for that; otherwise make the post a draft again, and return True."""
    before = handed.before
    due_at = before.written.due_at if before else None
    if before and due_at and due_at - desk.clock.now() >= MIN_LEAD:
        again = before.in_place_of(submitted.post_id, str(uuid.uuid4()))
        desk.composer.submit(again, Act.SCHEDULE, give_way_too=submitted.later)
        return False
    desk.outbox.undo(submitted.post_id, Before(handed.draft, submitted.later, submitted.rest_id))
    return True


class DraftSubmission(QObject):
    """Hands over the open draft: what is ready goes out, what is left out stays a draft, and both are said in place.

    `writable_changed` carries whether the text can be changed, `rest_asked` the id of what was left out. `problem_wanted` asks
    to show the worst problem, `focus_wanted` for the focus in the text, `template_finished` to keep the open template.
    """

    writable_changed = Signal(bool)
    problem_wanted = Signal()
    focus_wanted = Signal()
    template_finished = Signal()
    rest_asked = Signal(str)

    def __init__(self, desk: Desk, session: DraftSession, status: StatusMessage, left_out: NoticeBar) -> None:
        super().__init__(session)
        self._desk, self._session, self._status, self._left_out = desk, session, status, left_out
        self._pending: HandedOver | None = None
        self._go_on = False
        self._rest_id = ""
        self._last_client: int | None = None
        left_out.action.clicked.connect(self._open_rest)
        desk.composer.submitted.connect(self._submitted)
        desk.composer.refused.connect(self._refused)
        desk.changes.drafts.connect(self._look_for_rest)
        desk.changes.clients.connect(self._count_clients)
        self._count_clients()

    def asks(self, review: DraftReview) -> bool:
        """Return whether publishing now is to be confirmed: another client than last time, many platforms, an open warning."""
        if len(review.ready) > _MANY or review.warned:
            return True
        return review.draft.client_id != self._last_client and self._several_clients

    def submit(self, review: DraftReview, act: Act, *, go_on: bool = False) -> None:
        """Hand over what is ready; `go_on`: to write the next one then.

        Until the answer the draft can't be changed, so that nothing typed is lost; a second press meanwhile does nothing.
        """
        if self._pending is None:
            self._go_on = go_on
            self._session.keep()
            self.writable_changed.emit(False)
            self._pending = hand_over(self._desk, review, act)

    def held_up(self) -> bool:
        """Return whether the draft would go out without a file that is still uploading; then say so."""
        draft = self._session.draft
        if draft is None or not self._desk.uploads.running(draft.id):
            return False
        words = self.tr("A file is still uploading. The post would go out without it. Wait, or cancel the upload.")
        self._status.tell(words, Tone.BAD, "upload")
        return True

    def can_go(self, review: DraftReview) -> bool:
        """Return whether something could go out; where nothing could, say why. A template is kept instead."""
        if review.draft.template:
            self.template_finished.emit()
            return False
        if review.blocked is None:
            return not self.held_up()
        self._status.tell(blocked_words(review.blocked), Tone.BAD, "circle-x")
        if review.blocked is not BlockedReason.NO_TEXT:
            self.problem_wanted.emit()
        return False

    def _submitted(self, submitted: Submitted) -> None:
        handed, self._pending = self._pending, None
        if handed is None or handed.draft.id != submitted.draft_id:
            return
        self._last_client, self._rest_id = submitted.client_id, submitted.rest_id
        self._open_next()
        self._status.follow(submitted, lambda: take_back(self._desk, submitted, handed), changed=handed.before is not None)
        self._left_out.hide()
        if submitted.rest_id:
            self._left_out.tell(handed.left_out, Tone.ATTENTION, "info", self.tr("Open the draft"))

    def _open_next(self) -> None:
        draft, go_on = self._session.draft, self._go_on
        self._go_on = False
        if draft:
            self._session.let_go()
            self._session.open_new(draft.client_id)
            if go_on:
                self.focus_wanted.emit()

    def _refused(self, refused: Refused) -> None:
        if self._pending and self._pending.draft.id == refused.draft_id:
            self._pending, self._go_on = None, False
            self._status.tell(refused_words(refused), Tone.BAD, "circle-x")
            self.writable_changed.emit(True)

    def _open_rest(self) -> None:
        self._left_out.hide()
        self.rest_asked.emit(self._rest_id)

    def _look_for_rest(self) -> None:
        """What was left out may be gone: taken in again by an undo, deleted, or scheduled."""
        if self._rest_id and self._desk.composer.draft(self._rest_id) is None:
            self._rest_id = ""
            self._left_out.hide()

    def _count_clients(self) -> None:
        self._several_clients = len(self._desk.clients.all()) > 1
