"""The selection by mouse and keys, and the results of bulk actions on it."""

from datetime import date, timedelta

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from postdesk.domain.board import Card
from postdesk.domain.bulk import BulkAction, BulkResult
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.selection import SelectMode
from postdesk.ui.calendar.selection_words import bulk_result_tone, bulk_result_words
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import ActionOutcome
from postdesk.ui.text.states import Tone


class SelectionActions(QObject):
    """Selects cards as the views request, and announces the results of bulk actions."""

    def __init__(self, session: WorkspaceSession, navigator: Navigator, model: CalendarModel, pane: QWidget) -> None:
        super().__init__(pane)
        self._session, self._navigator, self._model, self._pane = session, navigator, model, pane
        self._selection = model.selection
        model.requests.select_requested.connect(self._select)
        session.bulk.done.connect(self._tell)
        for changed in (session.changes.posts, session.changes.drafts):
            changed.connect(self._drop_gone)

    def _select(self, card: Card, mode: SelectMode) -> None:
        """Select a card that was clicked, or selected by key."""
        match mode:
            case SelectMode.ALONE:
                self._selection.clear()
                self._selection.anchor = card
            case SelectMode.TOGGLE:
                self._selection.toggle(card)
                self._say()
            case SelectMode.RANGE:
                self._selection.add(self._model.reader().between(self._selection.anchor or card, card))
                self._say()

    def select_all(self, day: date) -> None:
        """Select all cards of a day; where they are selected already, or there are none, all of the view."""
        reader = self._model.reader()
        of_day = reader.cards_on([day])
        wider = all(card in self._selection for card in of_day)
        self._selection.add(reader.cards_on(reader.days) if wider else of_day)
        self._say()

    def delete(self, card: Card | None) -> None:
        """Delete all selected cards, or else that one."""
        if cards := self._selection.cards or ((card,) if card else ()):
            self._session.bulk.delete(cards)

    def _drop_gone(self) -> None:
        """Remove deleted cards: no action can apply to them."""
        if self._selection:
            self._selection.drop(self._session.bulk.gone(self._selection.cards))

    def _say(self) -> None:
        count = len(self._selection)
        announce(self._pane, self.tr("%n posts selected", "", count) if count else self.tr("Nothing selected"))

    def _tell(self, done: BulkResult) -> None:
        if done.action is BulkAction.DELETE and not done.is_undo:
            self._selection.clear()
        for draft_id in done.drafts:
            self._navigator.take_moved_draft(draft_id)
        icon = "lock" if done.action is BulkAction.LOCK_IN else "calendar-clock"
        self._model.requests.reported.emit(self._outcome_of(done, icon))

    def _outcome_of(self, done: BulkResult, icon: str) -> ActionOutcome:
        words, tone = bulk_result_words(done), bulk_result_tone(done)
        if done.is_undo or not done.count:
            return ActionOutcome(words, tone, icon)
        if done.action is not BulkAction.LOCK_IN:
            return ActionOutcome(words, tone, icon, self._session.bulk.undo)
        delay = round(self._session.settings.current.undo_delay / timedelta(milliseconds=1))
        if delay:
            words = self.tr("{0} “Undo” leaves them scheduled.").format(words)
        return ActionOutcome(words, Tone.LOCKED, icon, self._session.bulk.undo if delay else None, delay)
