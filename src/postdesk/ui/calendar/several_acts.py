"""Choosing several posts of the calendar, and acting on all of them."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.board import Card
from postdesk.domain.clients import Client
from postdesk.domain.several import Done, SeveralAct
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.moving import Told
from postdesk.ui.calendar.selection import Pick, Selection
from postdesk.ui.calendar.several_bar import SeveralBar
from postdesk.ui.calendar.several_questions import MoveBy, NewLabel
from postdesk.ui.calendar.several_words import done_tone, done_words
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import Tone

Between = Callable[[Card, Card], Sequence[Card]]
"""The cards from one to another by time, both with them."""


class SeveralActs(QObject):
    """Wires what is chosen to the bar and to the desk. `told` carries a Told, `draft_changed` a draft's id."""

    told = Signal(object)
    draft_changed = Signal(str)

    def __init__(
        self, desk: Desk, theme: Theme, chosen: Selection, between: Between, approving: CalendarModel, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk, self._theme, self._chosen, self._between, self._window = desk, theme, chosen, between, window
        self.bar = SeveralBar(theme, self._clients, self._labels)
        bar, several = self.bar, desk.several
        chosen.changed.connect(lambda: bar.show_count(len(chosen)))
        bar.cleared.connect(chosen.clear)
        bar.move_asked.connect(self.move)
        bar.move_by_asked.connect(self._ask_how_far)
        bar.copy_asked.connect(lambda client_id: several.copy_for(chosen.cards, client_id))
        bar.label_asked.connect(lambda name, on: several.label(chosen.cards, name, on=on))
        bar.new_label_asked.connect(self._ask_label)
        bar.lock_in_asked.connect(lambda: several.lock_in(chosen.cards))
        bar.delete_asked.connect(lambda: several.delete(chosen.cards))
        bar.word_asked.connect(lambda approval: approving.mark(chosen.cards, approval))
        several.done.connect(self._tell)
        for changed in (desk.changes.posts, desk.changes.drafts):
            changed.connect(self._drop_gone)

    def pick(self, card: Card, how: Pick) -> None:
        """A card was clicked or picked by key."""
        match how:
            case Pick.ALONE:
                self._chosen.clear()
                self._chosen.anchor = card
            case Pick.TOGGLE:
                self._chosen.toggle(card)
                self._say()
            case Pick.RANGE:
                self._chosen.add(self._between(self._chosen.anchor or card, card))
                self._say()

    def choose(self, day: Sequence[Card], view: Sequence[Card]) -> None:
        """All of a day; where these are chosen already, or none is, all of the view."""
        wider = all(card in self._chosen for card in day)
        self._chosen.add(view if wider else day)
        self._say()

    def move(self, by: timedelta) -> None:
        """Move all that is chosen."""
        self._desk.several.move(self._chosen.cards, by)

    def delete(self, card: Card | None) -> None:
        """Delete all that is chosen, or else that one card."""
        if cards := self._chosen.cards or ((card,) if card else ()):
            self._desk.several.delete(cards)

    def _drop_gone(self) -> None:
        """What is no more can't be acted on."""
        if self._chosen:
            self._chosen.drop(self._desk.several.gone(self._chosen.cards))

    def _say(self) -> None:
        count = len(self._chosen)
        words = self.tr("1 post is chosen") if count == 1 else self.tr("{0} posts are chosen").format(count)
        announce(self._window, words if count else self.tr("Nothing is chosen any more"))

    def _clients(self) -> Sequence[Client]:
        return self._desk.clients.all()

    def _labels(self) -> Sequence[tuple[str, bool]]:
        had = self._desk.several.labels_of(self._chosen.cards)
        names = {*self._desk.several.labels(), *(name for labels in had for name in labels)}
        return [(name, all(name in labels for labels in had)) for name in sorted(names, key=str.casefold)]

    def _ask_how_far(self) -> None:
        question = MoveBy(self._theme, self._window)
        question.chosen.connect(self.move)
        question.open()

    def _ask_label(self) -> None:
        question = NewLabel(self._theme, self._window)
        question.chosen.connect(lambda name: self._desk.several.label(self._chosen.cards, name, on=True))
        question.open()

    def _tell(self, done: Done) -> None:
        if done.act is SeveralAct.DELETE and not done.back:
            self._chosen.clear()
        for draft_id in done.drafts:
            self.draft_changed.emit(draft_id)
        icon = "lock" if done.act is SeveralAct.LOCK_IN else "calendar-clock"
        self.told.emit(self._told(done, icon))

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
