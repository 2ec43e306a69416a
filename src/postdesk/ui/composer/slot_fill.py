"""Several drafts scheduled into the next free slots: preview, confirmation, one undo."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from postdesk.domain.clients import Client, zone_of
from postdesk.domain.gaps import gap_problem
from postdesk.engine.slots import SlotProposal
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.bulk_submission import BulkSubmission
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.drafts.bulk import BulkRow, FillSlotsDialog, SlotRow, row_problem_words
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import beginning, names
from postdesk.ui.text.times import free_slot_words

_BEGINNING: Final = 80


class SlotFill(QObject):
    """Reviews the drafts in their slots one at a time, so that the window stays responsive."""

    def __init__(
        self, session: WorkspaceSession, model: ComposerModel, bulk_submission: BulkSubmission, theme: Theme, pane: QWidget
    ) -> None:
        super().__init__(pane)
        self._session, self._model, self._bulk_submission = session, model, bulk_submission
        self._theme, self._local_zone, self._pane = theme, model.context.local_zone, pane
        self._dialog: FillSlotsDialog | None = None
        self._placed: tuple[SlotProposal, ...] = ()
        self._bulk_rows: list[BulkRow | None] = []
        self._agreed_to: list[BulkRow | None] | None = None
        self._next = QTimer(self)

    def ask(self, ids: Iterable[str]) -> None:
        """Show the slot of each draft, and ask for confirmation."""
        self._model.draft_session.save_now()
        self._dialog = dialog = FillSlotsDialog(self._theme, self._pane)
        dialog.reordered.connect(self._place)
        dialog.confirmed.connect(self._agree)
        dialog.times_requested.connect(self._set_times)
        dialog.finished.connect(self._closed)
        self._next = QTimer(dialog, interval=0)
        self._next.timeout.connect(self._look_at_next)
        self._place(ids)
        dialog.open()

    def _place(self, ids: Iterable[str]) -> None:
        self._placed, self._bulk_rows, self._agreed_to = self._where(ids), [], None
        if self._dialog:
            self._dialog.show_lines([self._line(each) for each in self._placed])
            self._next.start()

    def _where(self, ids: Iterable[str]) -> tuple[SlotProposal, ...]:
        drafts = (draft for each in ids if (draft := self._session.composer.draft(each)) and not draft.template)
        return self._session.slots.place([replace(draft, updated_at=None) for draft in drafts])

    def _look_at_next(self) -> None:
        if self._dialog is None or len(self._bulk_rows) >= len(self._placed):
            self._next.stop()
            self._looked_at_all()
            return
        placed = self._placed[len(self._bulk_rows)]
        bulk_row = self._bulk_submission.bulk_row(placed.timed, placed.draft) if placed.free_slot else None
        self._bulk_rows.append(bulk_row)
        self._dialog.show_line(self._looked_at(placed, bulk_row))

    def _line(self, placed: SlotProposal) -> SlotRow:
        draft, client = placed.draft, self._session.clients.get(placed.draft.client_id)
        client_zone = zone_of(client, self._local_zone)
        when = free_slot_words(placed.free_slot, client_zone, self._local_zone) if placed.free_slot else self.tr("No free slot")
        about = " · ".join(part for part in (client.name if client else "", names(draft.platforms)) if part)
        words = beginning(draft.text or draft.title, _BEGINNING)
        return SlotRow(draft.id, when, about, words, placed=placed.free_slot is not None)

    def _looked_at(self, placed: SlotProposal, bulk_row: BulkRow | None) -> SlotRow:
        line = self._line(placed)
        if bulk_row is None:
            return replace(line, input_problem=self._why_not(placed), ready=False)
        return replace(
            line, input_problem=row_problem_words(bulk_row) or self._conflict_words(placed, bulk_row.client), ready=bulk_row.ready
        )

    def _conflict_words(self, placed: SlotProposal, client: Client) -> str:
        """Return the warning that the post is too close to another of these; empty if it is not."""
        its, whose = placed.free_slot, client.id
        if its is None or not client.gap:
            return ""
        others = (each for each in self._placed if each is not placed and each.draft.client_id == whose)
        alike = (each.free_slot for each in others if not {*each.draft.platforms}.isdisjoint(placed.draft.platforms))
        problem = gap_problem(its.moment, (each.moment for each in alike if each), client.gap)
        words = self.tr("Less than {0} minutes from another of these posts, on the same platform.")
        return words.format(round(problem.allowed)) if problem else ""

    def _why_not(self, placed: SlotProposal) -> str:
        if not self._session.slots.of(placed.draft.client_id):
            return self.tr("Stays a draft. This client has no weekly slots. Add some in Settings.")
        return self.tr("Stays a draft. No free slot fits all its platforms.")

    def _agree(self) -> None:
        """Review all drafts again before they are submitted: a slot may have been taken, or a file been checked."""
        shown = self._bulk_rows
        self._place([each.draft.id for each in self._placed])
        self._agreed_to = shown

    def _looked_at_all(self) -> None:
        agreed, self._agreed_to = self._agreed_to, None
        if agreed is None or self._dialog is None:
            return
        if agreed == self._bulk_rows:
            self._dialog.accept()
            self._bulk_submission.schedule([each for each in agreed if each and each.ready])
        else:
            self._dialog.tell_changed()

    def _set_times(self) -> None:
        """Set the drafts to the shown times without scheduling them."""
        placed = [each for each in self._placed if each.free_slot]
        if self._dialog:
            self._dialog.accept()
        draft_session, count = self._model.draft_session, len(placed)
        for each in placed:
            if draft := draft_session.current(each.draft.id):
                draft_session.put(draft.with_times_of(each.timed))
        words = self.tr("%n drafts set to their slots’ times.", "", count)
        self._model.status.offer_undo(words, "calendar-clock", lambda: self._times_back(placed))

    def _times_back(self, placed: Sequence[SlotProposal]) -> None:
        for each in placed:
            self._model.draft_session.revert(each.draft, each.timed)

    def _closed(self) -> None:
        self._next.stop()
        self._dialog = None
