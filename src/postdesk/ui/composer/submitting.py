"""Handing a draft over: what is ready goes out, what is left out stays a draft, and both are said in place."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.review import DraftReview
from postdesk.domain.submitting import Act
from postdesk.engine.composer import Refused, Submitted
from postdesk.engine.desk import Desk
from postdesk.ui.composer.handing_over import HandedOver, hand_over, take_back
from postdesk.ui.composer.telling import Telling
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.text.refusals import refused_words
from postdesk.ui.text.words import Tone

_MANY: Final = 3


class Submitting(QObject):
    """`done` follows when the draft is a post, `refused` when it stays a draft, `rest_asked` (an id) opens what was left out."""

    done = Signal()
    refused = Signal()
    rest_asked = Signal(str)

    def __init__(self, desk: Desk, telling: Telling, left_out: NoticeBar, parent: QObject | None = None) -> None:
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
