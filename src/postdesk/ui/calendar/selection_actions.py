"""The selection by mouse and keys, and the results of bulk actions on it."""

from datetime import date, timedelta

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from postdesk.domain.board import Card
from postdesk.domain.several import Done, SeveralAct
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.selection import Pick
from postdesk.ui.calendar.selection_words import done_tone, done_words
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import Told
from postdesk.ui.text.states import Tone


class SelectionActions(QObject):
    """Selects the picked cards, and reports bulk actions."""

    def __init__(self, desk: Desk, navigator: Navigator, model: CalendarModel, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._navigator, self._model, self._window = desk, navigator, model, window
        self._selection = model.selection
        model.picked.connect(self._pick)
        desk.several.done.connect(self._tell)
        for changed in (desk.changes.posts, desk.changes.drafts):
            changed.connect(self._drop_gone)

    def _pick(self, card: Card, how: Pick) -> None:
        """Handle a card that was clicked or picked by key."""
        match how:
            case Pick.ALONE:
                self._selection.clear()
                self._selection.anchor = card
            case Pick.TOGGLE:
                self._selection.toggle(card)
                self._say()
            case Pick.RANGE:
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
            self._desk.several.delete(cards)

    def _drop_gone(self) -> None:
        """Remove deleted cards: no action can apply to them."""
        if self._selection:
            self._selection.drop(self._desk.several.gone(self._selection.cards))

    def _say(self) -> None:
        count = len(self._selection)
        announce(self._window, self.tr("%n posts selected", "", count) if count else self.tr("Nothing selected"))

    def _tell(self, done: Done) -> None:
        if done.act is SeveralAct.DELETE and not done.back:
            self._selection.clear()
        for draft_id in done.drafts:
            self._navigator.take_moved_draft(draft_id)
        icon = "lock" if done.act is SeveralAct.LOCK_IN else "calendar-clock"
        self._model.told.emit(self._told(done, icon))

    def _told(self, done: Done, icon: str) -> Told:
        words, tone = done_words(done), done_tone(done)
        if done.back or not done.count:
            return Told(words, tone, icon)
        if done.act is not SeveralAct.LOCK_IN:
            return Told(words, tone, icon, self._desk.several.undo)
        delay = round(self._desk.settings.current.undo_delay / timedelta(milliseconds=1))
        if delay:
            words = self.tr("{0} “Undo” leaves them scheduled.").format(words)
        return Told(words, Tone.LOCKED, icon, self._desk.several.undo if delay else None, delay)
