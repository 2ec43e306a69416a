"""The submission of several drafts with one confirmation, exactly as they were shown."""

from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.recall import recallable_entries
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.composer import RefusedDraft, SubmittedDraft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.submission import Handover, hand_over, undo_submission
from postdesk.ui.drafts.bulk import BulkRow, ScheduleAllDialog
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.problems import problem_words
from postdesk.ui.text.refusals import refused_words
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import when_text


@dataclass
class _PendingDraft:
    """The drafts that were submitted together, and their answers so far."""

    waiting: dict[str, Handover]
    made: list[tuple[SubmittedDraft, Handover]] = field(default_factory=list)
    refused: list[tuple[RefusedDraft, Handover]] = field(default_factory=list)


class BulkSubmission(QObject):
    """Submits several drafts at once. `came_back` carries the id of a post that an undo turned into a draft again."""

    came_back = Signal(str)

    def __init__(self, session: WorkspaceSession, model: ComposerModel, theme: Theme, pane: QWidget) -> None:
        super().__init__(pane)
        self._session, self._model, self._theme, self._local_zone, self._pane = (
            session,
            model,
            theme,
            model.context.local_zone,
            pane,
        )
        self._pending: _PendingDraft | None = None
        self._coming_back: list[Draft] = []
        session.composer.submitted.connect(self._submitted)
        session.composer.refused.connect(self._refused)
        session.post_commands.undone.connect(self._undone)

    def ask(self, ids: Iterable[str], *, anew: bool = False) -> None:
        """Show each draft's client and time, and ask for confirmation; `anew`: the drafts changed since the last time."""
        bulk_row = self._all_bulk_rows(ids)
        dialog = ScheduleAllDialog(self._theme, bulk_row, self._pane, anew=anew)
        dialog.confirmed.connect(lambda: self._agreed(bulk_row))
        dialog.open()

    def _agreed(self, shown: tuple[BulkRow, ...]) -> None:
        """Submit the drafts as `shown`, or ask again if one changed: a file may have been checked, or a time have passed."""
        agreed = [each for each in shown if each.ready]
        now = self._all_bulk_rows(each.review.draft.id for each in shown)
        if all(each in now for each in agreed):
            self.schedule(agreed)
        else:
            self.ask((each.review.draft.id for each in now), anew=True)

    def _all_bulk_rows(self, ids: Iterable[str]) -> tuple[BulkRow, ...]:
        self._model.draft_session.save_now()
        drafts = (draft for each in ids if (draft := self._session.composer.draft(each)))
        return tuple(bulk_row for draft in drafts if (bulk_row := self.bulk_row(draft)))

    def bulk_row(self, draft: Draft, written: Draft | None = None) -> BulkRow | None:
        """Return the draft's row as it would be submitted now; `written` is the draft that an undo restores."""
        client = self._session.clients.get(draft.client_id)
        if client is None:
            return None
        client_zone = zone_of(client, self._local_zone)
        due = [moment for each in draft.platforms if (moment := draft.due_for(each))]
        now = self._session.clock.now()
        when = when_text(min(due), client_zone, now) if due else ""
        late = not due or min(due) - self._session.clock.server_now() < MIN_LEAD
        # The time of the last save must not make two equal drafts differ.
        review = self._model.context.review_of(replace(draft, updated_at=None))
        first = problem_words(review.problems[0], lambda moment: when_text(moment, client_zone, now)) if review.problems else ""
        return BulkRow(review, client, when, late, self._session.uploads.running(draft.id), written, first)

    def schedule(self, bulk_row: Sequence[BulkRow]) -> None:
        """Submit the drafts together. The open draft is closed first, so that nothing typed meanwhile is lost."""
        open_one = self._model.draft
        if open_one and open_one.id in {each.review.draft.id for each in bulk_row}:
            self._model.draft_session.close()
            self._model.draft_session.open_new(open_one.client_id)
        self._pending = _PendingDraft({each.review.draft.id: self._hand_over(each) for each in bulk_row})

    def _hand_over(self, bulk_row: BulkRow) -> Handover:
        handed = hand_over(self._session, bulk_row.review, SubmitMode.SCHEDULE)
        return replace(handed, draft=bulk_row.stored_draft) if bulk_row.stored_draft else handed

    def _submitted(self, submitted: SubmittedDraft) -> None:
        if self._pending and (handed := self._pending.waiting.pop(submitted.draft_id, None)):
            self._pending.made.append((submitted, handed))
            self._tell_of_all(self._pending)

    def _refused(self, refused: RefusedDraft) -> None:
        if self._pending and (handed := self._pending.waiting.pop(refused.draft_id, None)):
            self._pending.refused.append((refused, handed))
            self._tell_of_all(self._pending)

    def _tell_of_all(self, pending: _PendingDraft) -> None:
        """Show the result once every draft has its answer."""
        if pending.waiting:
            return
        self._pending = None
        count = len(pending.made)
        words = self.tr("%n posts scheduled.", "", count)
        tone = Tone.ATTENTION if pending.refused else Tone.GOOD
        undo = self.tr("Undo") if count else ""
        said = " ".join((words, *self._refusals(pending)))
        icon, made = "triangle-alert" if pending.refused else "check", tuple(pending.made)
        self._model.status.tell(
            said, tone, icon, undo, lambda: self._undo(made), can_act=lambda: any(self._undoable(each) for each, _ in made)
        )

    def _refusals(self, pending: _PendingDraft) -> tuple[str, ...]:
        """Return the number of refused drafts, and the reasons with their clients; clients with the same reason are grouped."""
        if not pending.refused:
            return ()
        count = len(pending.refused)
        stay = self.tr("%n stay drafts.", "", count)
        whose: dict[str, list[str]] = {}
        for refused, handed in pending.refused:
            if client := self._session.clients.get(handed.draft.client_id):
                whose.setdefault(refused_words(refused), []).append(client.name)
        return (stay, *(self.tr("For {0}: {1}").format(", ".join(names), why) for why, names in whose.items()))

    def _undoable(self, submitted: SubmittedDraft) -> bool:
        """Return True if a part of the submission can still be recalled."""
        posts = (self._session.post_commands.post(each) for each in (submitted.post_id, *submitted.later))
        return any(recallable_entries(post) for post in posts if post)

    def _undo(self, made: Sequence[tuple[SubmittedDraft, Handover]]) -> None:
        """Restore the posts that were changed; turn new posts into drafts again, which belong together as before."""
        self._coming_back = [handed.draft for submitted, handed in made if undo_submission(self._session, submitted, handed)]

    def _undone(self, draft_id: str) -> None:
        """Report a draft that came back, unless it belongs to another post that was recalled meanwhile."""
        back = self._session.composer.draft(draft_id)
        expected = (each for each in self._coming_back if back and (each.client_id, each.text) == (back.client_id, back.text))
        if one := next(expected, None):
            self._coming_back.remove(one)
            self.came_back.emit(draft_id)
