"""The hand-over of a draft to the engine, its answer and its undo."""

import uuid
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.review import DraftReview, Replacement
from postdesk.domain.submitting import Act
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.composer import Refused, Submitted
from postdesk.engine.desk import Desk
from postdesk.engine.submission import Going
from postdesk.engine.taking_back import Before
from postdesk.ui.composer.act_words import left_out_words
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.text.refusals import refused_words
from postdesk.ui.text.words import Tone, when_text


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What waits for an answer: a draft, what is to be said of it, and the post as it was that the draft changes."""

    draft: Draft
    before: Going | None = None
    left_out: str = ""


def hand_over(desk: Desk, view: DraftReview, act: Act) -> HandedOver:
    """Submit what is ready of it; the answer is the composer's `submitted` or `refused`."""
    replaced = view.draft.replaces_post if view.replacement is Replacement.SCHEDULED else None
    before = desk.composer.as_it_is(replaced) if replaced else None
    desk.composer.submit(view.draft, act, view.overridden, view.held_back, outgoing=view.outgoing)
    client = desk.clients.get(view.draft.client_id)
    theirs, now = zone_of(client, ZoneInfo("UTC")), desk.clock.now()
    left_out = left_out_words(view, lambda moment: when_text(moment, theirs, now)) if view.held_back else ""
    return HandedOver(view.draft, before, left_out)


def take_back(desk: Desk, submitted: Submitted, handed: HandedOver) -> bool:
    """What was changed becomes what it was, while there is time for that; otherwise the post becomes a draft again: then True."""
    before = handed.before
    due_at = before.written.due_at if before else None
    if before and due_at and due_at - desk.clock.now() >= MIN_LEAD:
        again = before.in_place_of(submitted.post_id, str(uuid.uuid4()))
        written = again.written
        desk.composer.submit(written, Act.SCHEDULE, written.overridden, give_way_too=submitted.later, outgoing=again.sent)
        return False
    desk.outbox.undo(submitted.post_id, Before(handed.draft, submitted.later, submitted.rest_id))
    return True


_MANY: Final = 3


class Submission(QObject):
    """`done` follows when the draft is a post, `refused` when it stays a draft, `rest_asked` (an id) opens what was left out."""

    done = Signal()
    refused = Signal()
    rest_asked = Signal(str)

    def __init__(self, desk: Desk, telling: StatusMessage, left_out: NoticeBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._telling, self._left_out = desk, telling, left_out
        self._pending: HandedOver | None = None
        self._rest_id = ""
        self._last_client: int | None = None
        left_out.action.clicked.connect(self._open_rest)
        desk.composer.submitted.connect(self._submitted)
        desk.composer.refused.connect(self._refused)
        desk.changes.drafts.connect(self._look_for_rest)
        desk.changes.clients.connect(self._count_clients)
        self._count_clients()

    def asks(self, view: DraftReview) -> bool:
        """Whether publishing now is to be confirmed: another client than last time, many platforms, an open warning."""
        if len(view.ready) > _MANY or view.warned:
            return True
        return view.draft.client_id != self._last_client and self._several_clients

    def _count_clients(self) -> None:
        self._several_clients = len(self._desk.clients.all()) > 1

    def submit(self, view: DraftReview, act: Act) -> None:
        """Hand over what is ready; a second press while it is being done does nothing."""
        if self._pending:
            return
        self._pending = hand_over(self._desk, view, act)

    def _submitted(self, submitted: Submitted) -> None:
        handed, self._pending = self._pending, None
        if handed is None or handed.draft.id != submitted.draft_id:
            return
        self._last_client, self._rest_id = submitted.client_id, submitted.rest_id
        self.done.emit()
        self._telling.follow(submitted, lambda: take_back(self._desk, submitted, handed), changed=handed.before is not None)
        self._left_out.hide()
        if submitted.rest_id:
            self._left_out.tell(handed.left_out, Tone.ATTENTION, "info", self.tr("Open the draft"))

    def _refused(self, refused: Refused) -> None:
        if self._pending and self._pending.draft.id == refused.draft_id:
            self._pending = None
            self._telling.tell(refused_words(refused), Tone.BAD, "circle-x")
            self.refused.emit()

    def _open_rest(self) -> None:
        self._left_out.hide()
        self.rest_asked.emit(self._rest_id)

    def _look_for_rest(self) -> None:
        """What was left out may be gone: taken in again by an undo, deleted, or scheduled."""
        if self._rest_id and self._desk.composer.draft(self._rest_id) is None:
            self._rest_id = ""
            self._left_out.hide()
